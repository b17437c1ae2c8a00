"""What a visit's report says: the values of its template, its photos' captions, its file's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from kepesertaan.data.office import Office
from kepesertaan.data.visits import VisitSettings
from kepesertaan.data.written_days import long_date
from kepesertaan.domain.described import Described
from kepesertaan.domain.photos import Placed
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import visible
from kepesertaan.domain.visits import Visit

_TAG = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_PARTS = re.compile(r"[;\n]+")


def visit_values(
    visit: Visit, described: Described, office: Office, settings: VisitSettings
) -> dict[str, Any]:
    """Everything a template may use but photos and the report's number.

    Fields the template describes and the sheet does not have are empty, so that optional ones may
    stay so; rows of a sheet that is not there are none.
    """
    values: dict[str, Any] = {one.name: None for one in described.fields}
    values |= dict(visit.values)
    values |= {table.name: [] for table in described.tables} | {
        name: [dict(row) for row in rows] for name, rows in visit.rows.items()
    }
    ours = {
        "zona_waktu": settings.zone, "kota": office.city or None, "nama_kantor": office.name,
        "alamat_kantor": office.address, "telepon_kantor": office.phone,
        "surel_kantor": office.email,
    }  # fmt: skip
    values |= {name: _told(values.get(name)) or own for name, own in ours.items()}
    return values | {"logo_kantor": ""}


def captions(visit: Visit, photos: Sequence[Placed]) -> list[str]:
    """A caption a photo: when, where, what; the sheet's own words in place of the last.

    The column Keterangan Foto may hold one text for all, or one a photo between ``;``.
    """
    own = [part.strip() for part in _PARTS.split(_told(visit.values.get("keterangan_foto")))]
    own = [part for part in own if part]
    if len(own) != len(photos):
        whole = "; ".join(own) or _told(visit.values.get("jenis_kunjungan"))
        own = [whole] * len(photos)
    return [_caption(visit, one, what) for one, what in zip(photos, own, strict=True)]


def _caption(visit: Visit, placed: Placed, what: str) -> str:
    taken = placed.photo.taken
    day = taken.date() if taken else visit.day
    clock = f" pukul {taken:%H.%M}" if taken else ""
    when = f"{long_date(day)}{clock}" if day else ""
    where = _told(visit.values.get("lokasi")) or visit.company
    return " \u2013 ".join(part for part in (", ".join(filter(None, (when, where))), what) if part)


def file_stem(pattern: str, visit: Visit) -> str:
    """The name a pattern gives; dates as 2026-11-24, a field without value as what is missing.

    A visit to no company is called by what it is about.

    >>> file_stem("{{ tanggal }}_{{ kota }}", Visit("K", 2, {"tanggal": date(2026, 11, 24)}))
    '2026-11-24_tanpa kota'
    """
    values = {**visit.values, "nama_perusahaan": visit.who or None}
    return _TAG.sub(lambda found: _named(values.get(found[1]), found[1]), pattern)


def _named(value: Raw, name: str) -> str:
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return _told(value) or f"tanpa {name.replace('_', ' ')}"


def _told(value: Any) -> str:
    """A cell as text, lines kept."""
    return "\n".join(filter(None, map(visible, shown(value).split("\n")))) if value else ""
