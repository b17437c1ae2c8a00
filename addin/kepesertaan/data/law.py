"""What the law says on a day: the dated files, each with its shape, and settings of one value."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.iuran import Ground

from .dated import Entry, Shape, on_day, read_dated
from .loader import bad_data, load_toml, read_text

_SEGMENTS = ("PU", "BPU", "JAKON")
_PROGRAMS = ("JKK", "JKM", "JHT", "JP")
FILES = {
    "rates": Shape(
        key=("segment", "program", "class", "payer"),
        numbers=("percent", "rupiah"),
        blank=("percent", "rupiah"),
        either=("percent", "rupiah"),
        words={
            "segment": _SEGMENTS,
            "program": _PROGRAMS,
            "payer": ("pemberi kerja", "pekerja", "peserta"),
            "class": ("", "1", "2", "3", "4", "5"),
        },
    ),
    "jp_ceiling": Shape(numbers=("ceiling",)),
    "jkp": Shape(numbers=("total", "government", "from_jkk", "from_jkm", "wage_cap")),
    "relief": Shape(
        key=("segment", "group", "program"),
        numbers=("pay_percent",),
        words={
            "segment": _SEGMENTS,
            "program": _PROGRAMS,
            "group": ("", "padat karya", "angkutan", "lain"),
            "not_for": ("", "APBN/APBD"),
        },
        gaps=True,
    ),
    "bpu_bands": Shape(
        key=("income_from",), numbers=("income_from", "basis"), ladder="income_from"
    ),
    "jakon_tiers": Shape(
        key=("above",), numbers=("above", "jkk_percent", "jkm_percent"), ladder="above"
    ),
    "pmi": Shape(
        key=("item", "route", "months", "rupiah"),
        numbers=("months", "rupiah"),
        blank=("months",),
        words={
            "item": ("sebelum bekerja", "selama dan setelah bekerja", "bulan tambahan", "JHT"),
            "route": ("", "pelaksana", "perseorangan"),
        },
    ),
    "penalty": Shape(key=("segment",), numbers=("percent",), words={"segment": _SEGMENTS}),
    "due_dates": Shape(
        key=("segment",),
        numbers=("day", "months_after"),
        words={
            "segment": _SEGMENTS,
            "day": tuple(str(day) for day in range(1, 32)),
            "months_after": tuple(str(count) for count in range(13)),
            "shift": ("berikut", "sebelum"),
        },
    ),
    "kolektibilitas": Shape(
        key=("from_months",),
        numbers=("from_months", "to_months"),
        blank=("to_months",),
        ladder="from_months",
        top="to_months",
    ),
    "umk": Shape(key=("code",), numbers=("amount",), gaps=True),
    "kalender_tambahan": Shape(
        key=("kind", "since"), words={"kind": ("libur", "cuti bersama", "kerja")}, gaps=True
    ),
}
_SETTINGS: dict[str, dict[str, Container[Any]]] = {  # section -> value -> what it may be
    "rounding": {"places": range(3)},
    "due": {"joint_leave_moves": (True, False), "estimate_days": range(31)},
    "penalty": {"step": ("due_day", "calendar_month")},
    "ppn": {"percent": range(101)},
    "jp_ceiling": {"new_every_months": range(1, 61)},
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One section of law.toml: its values, and what they rest on."""

    values: dict[str, Any]
    ground: Ground


@cache
def entries(file: str) -> tuple[Entry, ...]:
    """Every row of one of ``FILES``. Raises ``UnreadableInput`` where the file is broken."""
    return read_dated(file, read_text(f"{file}.csv"), FILES[file])


@cache
def in_force(file: str, day: date, **key: str) -> tuple[Entry, ...]:
    """The rows of a file in force on a day whose columns are as the keywords say.

    Raises ``UnreadableInput`` where the file is broken.
    """
    rows = on_day(entries(file), day)
    return tuple(row for row in rows if all(row.values[name] == key[name] for name in key))


@cache
def setting(name: str) -> Setting:
    """A section of law.toml. Raises ``UnreadableInput`` where it is not as it must be."""
    return read_setting(name, load_toml("law"))


def read_setting(name: str, law: dict[str, Any]) -> Setting:
    """The same from what was read of the file."""
    section = law.get(name, {})
    since, source, confirmed = (section.get(key) for key in ("since", "source", "confirmed"))
    if not isinstance(since, date) or not source or not isinstance(confirmed, bool):
        raise _trouble(name, "since, source, atau confirmed tidak ada")
    for key, allowed in _SETTINGS[name].items():
        if key not in section or section[key] not in allowed:
            raise _trouble(name, f"{key} tidak ada atau nilainya tidak dikenal")
    unsure = "" if confirmed else "isi belum dikonfirmasi"
    return Setting(section, Ground(f"law.toml [{name}]", str(source), unsure))


def _trouble(name: str, what: str) -> UnreadableInput:
    return bad_data(f"law.toml bagian [{name}]", what)
