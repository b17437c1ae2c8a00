"""Command periksa-templat: every mistake of a Word template, and the fields it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kepesertaan.domain.page import Page, PageColumn
from kepesertaan.domain.show import count
from kepesertaan.domain.template_check import Checked, Mistake, Need, Offer

from .registry import action

_MOST_SAID = 40  # mistakes on the screen; all of them are in the book
_MISTAKES = (
    PageColumn("No", 6, "number"), PageColumn("Tempat", 34, "wrap"),
    PageColumn("Tag", 36, "wrap"), PageColumn("Kesalahan", 52, "wrap"),
    PageColumn("Yang perlu dilakukan", 52, "wrap"), PageColumn("Sifat", 18),
)  # fmt: skip
_FIELDS = (
    PageColumn("Isian", 30), PageColumn("Tulis di Word", 36, "wrap"), PageColumn("Judul kolom", 30),
    PageColumn("Diambil dari", 26), PageColumn("Tempat di templat", 52, "wrap"),
)  # fmt: skip
_MISSING = (
    PageColumn("Isian", 30), PageColumn("Tulis di Word", 36, "wrap"), PageColumn("Sifat", 18),
    PageColumn("Tempat di templat", 70, "wrap"),
)  # fmt: skip
_UNUSED = (
    PageColumn("Judul kolom", 34), PageColumn("Lembar", 26),
    PageColumn("Tulis di Word", 40, "wrap"),
)  # fmt: skip


@dataclass(slots=True)
class TemplateCheck:
    """The sheets of the result book, and what is said. ``mistakes``: those to comment in Word."""

    pages: list[Page]
    lines: list[str]
    mistakes: list[Mistake]
    counts: dict[str, int]


@action(
    "periksa-templat",
    label="Periksa Templat",
    group="Laporan",
    needs="templat",
    options={
        "data": "Buku Excel yang akan diisikan: judul kolomnya dicocokkan dengan isian templat.",
    },
    example="kepesertaan periksa-templat TEMPLAT.docx --data KUNJUNGAN.xlsx",
)
def periksa_templat(checked: Checked, name: str, data: str = "") -> TemplateCheck:
    """Memeriksa templat Word sebelum diisi: setiap kesalahan dengan tempatnya.

    Yang diperiksa: tag yang tidak ditutup atau terputus, judul kolom yang ditulis sebagai isian
    ({{ No. HP }} seharusnya {{ no_hp }}), salah ketik nama isian, filter yang tidak dikenal, sel
    tabel yang bisa menjadi kosong, blok yang tertukar, dan tag yang tidak aman. Dengan --data,
    isian dicocokkan dengan judul kolom buku Excel; tanpa itu dengan daftar isian (.toml) di
    samping templat bila ada. Hasilnya buku NAMA_periksa.xlsx dengan tiga daftar: dibutuhkan dan
    ada, dibutuhkan tetapi tidak ada, tidak terpakai; dan bila ada kesalahan, salinan templat
    NAMA_periksa.docx dengan komentar Word di tempatnya. Templat asli tidak diubah.
    """
    mistakes = list(checked.mistakes)
    pages = [
        Page("Kesalahan", _MISTAKES, [_mistake_row(k, m) for k, m in enumerate(mistakes, 1)], 1),
        *_lists(checked),
    ]
    return TemplateCheck(pages, _said(checked, name), mistakes, _counts(checked))


def _lists(checked: Checked) -> list[Page]:
    """The three lists; without data, only what is needed."""
    missing = [_missing_row(need) for need in checked.missing]
    if not checked.against:
        return [Page("Dibutuhkan", _MISSING, missing, 1)]
    there = [_field_row(need, need.offer) for need in checked.there if need.offer]
    unused = [(one.heading, one.sheet, tag_for(one.path)) for one in checked.unused]
    return [
        Page("Dibutuhkan dan ada", _FIELDS, there, 1),
        Page("Dibutuhkan, tidak ada", _MISSING, missing, 1),
        Page("Tidak terpakai", _UNUSED, unused, 1),
    ]


def _mistake_row(number: int, one: Mistake) -> tuple[int, str, str, str, str, str]:
    kind = "Harus diperbaiki" if one.stops else "Perlu dilihat"
    return (
        number,
        _capital(one.place.words),
        one.tag,
        _capital(one.text),
        _capital(one.remedy),
        kind,
    )


def _field_row(need: Need, offer: Offer) -> tuple[str, ...]:
    heading, source = (
        (offer.heading, f"lembar {offer.sheet}") if offer.sheet else ("", offer.heading)
    )
    return need.path, tag_for(need.path), heading, source, _places(need)


def _missing_row(need: Need) -> tuple[str, ...]:
    kind = "Boleh kosong" if need.optional else "Dibutuhkan"
    return need.path, tag_for(need.path), kind, _places(need)


def _places(need: Need) -> str:
    return "; ".join(dict.fromkeys(place.words for place in need.places))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def tag_for(path: str) -> str:
    """How a field is written in Word.

    >>> tag_for("no_hp"), tag_for("temuan[*].tenggat")
    ('{{ no_hp }}', '{{ baris.tenggat }} di dalam for baris in temuan')
    """
    root, each, rest = path.partition("[*]")
    if not each:
        return f"{{{{ {path} }}}}"
    name = f"baris.{rest.rpartition('.')[2]}" if "." in rest else "baris"
    return f"{{{{ {name} }}}} di dalam for baris in {root}"


def _said(checked: Checked, name: str) -> list[str]:
    lines = [_first(checked, name)]
    lines += [one.sentence[:1].upper() + one.sentence[1:] for one in checked.mistakes[:_MOST_SAID]]
    rest = len(checked.mistakes) - _MOST_SAID
    if rest > 0:
        lines.append(f"Dan {count(rest)} kesalahan lain di buku hasil.")
    return [*lines, *_fields_said(checked)]


def _first(checked: Checked, name: str) -> str:
    if not checked.mistakes:
        return f"{name}: tidak ada kesalahan."
    hard = sum(one.stops for one in checked.mistakes)
    soft = len(checked.mistakes) - hard
    parts = [f"{count(hard)} kesalahan"] if hard else []
    parts += [f"{count(soft)} hal yang perlu dilihat"] if soft else []
    return f"{name}: {' dan '.join(parts)}."


def _fields_said(checked: Checked) -> list[str]:
    there, missing, unused = (len(one) for one in (checked.there, checked.missing, checked.unused))
    if not checked.against:
        return [f"Templat memakai {count(missing)} isian; cocokkan dengan buku memakai --data."]
    said = (
        f"Terhadap {checked.against}: {count(there)} isian ada, {count(missing)} tidak ada, "
        f"{count(unused)} kolom tidak terpakai."
    )
    names = [need.path for need in checked.missing if not need.optional]
    shown: Sequence[str] = names[:12]
    more = f" dan {len(names) - 12} lainnya" if len(names) > 12 else ""
    return [said, *([f"Tidak ada: {', '.join(shown)}{more}."] if names else [])]


def _counts(checked: Checked) -> dict[str, int]:
    return {
        "kesalahan": sum(one.stops for one in checked.mistakes),
        "perlu_dilihat": sum(not one.stops for one in checked.mistakes),
        "ada": len(checked.there),
        "tidak_ada": len(checked.missing),
        "tidak_terpakai": len(checked.unused),
    }
