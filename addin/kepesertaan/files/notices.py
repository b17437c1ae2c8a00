"""What a workbook carries that the user should know of, or that forbids editing it in place."""

from __future__ import annotations

from collections.abc import Iterator
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
    "ms-office.webextension+xml": "Buku ini memuat add-in lain; isinya tidak dijalankan.",
    "ms-office.activex+xml": "Buku ini memuat kontrol ActiveX; isinya tidak dijalankan.",
}
_MACRO_SHEET = "Buku ini memuat lembar makro lama (XLM); makro tidak dijalankan."
_DDE = "Buku ini memuat sambungan DDE ke program lain; sambungannya tidak dipakai."
_ODD_NAME = "Nama bagian di dalam berkas ini tidak lazim; tidak ada yang ditulis ke luar berkas."
_LOCKED = "Susunan lembar buku ini dikunci; lembar baru tidak dapat ditambahkan."


def find_notices(package: Package) -> tuple[str, ...]:
    """Indonesian sentences, one for each kind of thing found."""
    return tuple(dict.fromkeys(_each_notice(package)))


def _each_notice(package: Package) -> Iterator[str]:
    for name in package.names:
        kind = package.content_type(name)
        for ending, sentence in _CARRIED.items():
            if kind.endswith(ending):
                yield sentence
        if kind.endswith("spreadsheetml.externallink+xml") and _is_dde(package, name):
            yield _DDE
        if ".." in name.split("/") or ":" in name:
            yield _ODD_NAME
    if any(s.kind == "macrosheet" for s in package.sheets):
        yield _MACRO_SHEET
    if package.structure_locked:
        yield _LOCKED


def _is_dde(package: Package, name: str) -> bool:
    return b"ddeLink" in package.read(name)


def find_refusal(package: Package) -> str | None:
    """The sentence of ``CannotKeepWhole``, or None."""
    name = package.path.name
    kinds = {r.kind for r in package.relations("")}
    related = {r.kind for r in package.relations(package.workbook_part)}
    after = "Hasilnya dibuat di buku baru."
    if "origin" in kinds:
        return f"{name} bertanda tangan digital, yang batal bila isinya diubah. {after}"
    if related & {"revisionHeaders", "usernames"}:
        return f"{name} memakai cara berbagi buku yang lama. Matikan di Excel dahulu. {after}"
    if is_beta(package):
        return f"{name} dibuat dengan format percobaan sebelum Excel 2007. {after}"
    if package.archive.has_junk:
        return f"{name} didahului isi yang bukan buku kerja. {after}"
    return None


def is_beta(package: Package) -> bool:
    """Whether the workbook is of a format that only the beta of Excel 2007 wrote."""
    return not package.workbook.tag.startswith((f"{{{MAIN}}}", f"{{{STRICT}}}"))
