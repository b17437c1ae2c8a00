"""What a workbook carries that the user should know of, or that forbids editing it in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from .xmlgate import MAIN, STRICT

if TYPE_CHECKING:
    from .package import Package

_CARRIED = {  # end of a content type -> what the user reads
    "ms-office.vbaproject": "Buku ini memuat makro; makro tidak dijalankan dan tetap disimpan.",
    "spreadsheetml.externallink+xml": (
        "Buku ini mengambil angka dari buku lain; tautannya tidak dibuka dan tetap disimpan."
    ),
    "spreadsheetml.connections+xml": (
        "Buku ini memuat sambungan data; sambungannya tidak dipakai dan tetap disimpan."
    ),
    "spreadsheetml.pivottable+xml": (
        "Buku ini memuat tabel pivot; perbarui pivot itu di Excel setelah isinya berubah."
    ),
    "spreadsheetml.querytable+xml": (
        "Buku ini memuat tabel kueri; kuerinya tidak dijalankan dan tetap disimpan."
    ),
    "openxmlformats-officedocument.model+data": (
        "Buku ini memuat model data; modelnya tidak diperbarui dan tetap disimpan."
    ),
    "ms-office.webextension+xml": "Buku ini memuat add-in lain; isinya tidak dijalankan.",
    "ms-office.activex+xml": "Buku ini memuat kontrol ActiveX; isinya tidak dijalankan.",
    "ms-office.classificationlabels+xml": (
        "Buku ini berlabel sensitivitas; labelnya tetap disimpan."
    ),
}
# Of books whose values alone come into a new one: beginning of a part's or stream's name.
_LEFT_BEHIND = (
    (
        ("xl/vbaproject", "xl/macrosheets/", "basic/", "scripts/", "_vba_project_cur"),
        "Buku ini memuat makro; makro tidak dijalankan dan tidak ikut ke hasil.",
    ),
    (
        ("xl/externallinks/",),
        "Buku ini mengambil angka dari buku lain; tautannya tidak dibuka dan tidak ikut ke hasil.",
    ),
    (
        ("xl/connections", "xl/querytables/"),
        "Buku ini memuat sambungan data; sambungannya tidak dipakai dan tidak ikut ke hasil.",
    ),
)
_MACRO_SHEET = "Buku ini memuat lembar makro lama (XLM); makro tidak dijalankan."
_DDE = "Buku ini memuat sambungan DDE ke program lain; sambungannya tidak dipakai."
_ODD_NAME = "Nama bagian di dalam berkas ini tidak lazim; tidak ada yang ditulis ke luar berkas."
_FINAL = "Buku ini ditandai final oleh pembuatnya; tandanya tetap disimpan."
_LOCKED = "Susunan lembar buku ini dikunci; lembar baru tidak dapat ditambahkan."


def find_notices(package: Package) -> tuple[str, ...]:
    """Indonesian sentences, one for each kind of thing found."""
    return tuple(dict.fromkeys(_each_notice(package)))


def find_left_behind(names: Iterable[str]) -> list[str]:
    """Sentences about what a book carries that is neither run nor kept, by names in lower case."""
    held = tuple(names)
    return [
        sentence
        for beginnings, sentence in _LEFT_BEHIND
        if any(name.startswith(beginnings) for name in held)
    ]


def _each_notice(package: Package) -> Iterator[str]:
    for name in package.names:
        yield from _of_part(package, name)
    found = (
        (any(s.kind == "macrosheet" for s in package.sheets), _MACRO_SHEET),
        (_is_final(package), _FINAL),
        (package.structure_locked, _LOCKED),
    )
    yield from (sentence for is_so, sentence in found if is_so)


def _of_part(package: Package, name: str) -> Iterator[str]:
    kind = package.content_type(name)
    yield from _carried(kind)
    if kind.endswith("spreadsheetml.externallink+xml") and _is_dde(package, name):
        yield _DDE
    if ".." in name.split("/") or ":" in name:
        yield _ODD_NAME


@lru_cache(maxsize=256)
def _carried(kind: str) -> tuple[str, ...]:
    """The sentences about a content type."""
    return tuple(sentence for ending, sentence in _CARRIED.items() if kind.endswith(ending))


def _is_dde(package: Package, name: str) -> bool:
    return b"ddeLink" in package.read(name)


def find_refusal(package: Package) -> str | None:
    """The sentence of ``CannotKeepWhole``, or None."""
    obstacle = find_obstacle(package)
    if obstacle is None:
        return None
    return f"{package.path.name} {obstacle}{_MORE.get(obstacle, '')}. Hasilnya dibuat di buku baru."


_SIGNED, _SHARED = "bertanda tangan digital", "memakai cara berbagi buku yang lama"
_MORE = {_SIGNED: ", yang batal bila isinya diubah", _SHARED: ". Matikan di Excel dahulu"}


def find_obstacle(package: Package) -> str | None:
    """What keeps the workbook from being edited without losing something, as the end of
    "buku ini …"; None when nothing does.
    """
    kinds = {r.kind for r in package.relations("")}
    related = {r.kind for r in package.relations(package.workbook_part)}
    if "origin" in kinds:
        return _SIGNED
    if related & {"revisionHeaders", "usernames"}:
        return _SHARED
    if is_beta(package):
        return "dibuat dengan format percobaan sebelum Excel 2007"
    if package.archive.has_junk:
        return "didahului isi yang bukan buku kerja"
    return None


def is_beta(package: Package) -> bool:
    """Whether the workbook is of a format that only the beta of Excel 2007 wrote."""
    return not package.workbook.tag.startswith((f"{{{MAIN}}}", f"{{{STRICT}}}"))


def find_reservation(package: Package) -> str:
    """Why its maker wants the file itself left alone, as the end of "buku ini …"; "" if not."""
    if _is_final(package):
        return "ditandai final oleh pembuatnya"
    if package.write_reserved:
        return "hanya boleh diubah oleh yang tahu kata sandinya"
    return "disarankan hanya dibaca" if package.read_only_recommended else ""


def _is_final(package: Package) -> bool:
    """Whether Excel's "Mark as Final" is set: a property of the user's own kind."""
    found = package.related("", "custom-properties")
    if not found:
        return False
    for item in package.tree(found[0].target):
        if item.get("name") == "_MarkAsFinal":
            return "".join(item.itertext()).strip().lower() in ("1", "true")
    return False
