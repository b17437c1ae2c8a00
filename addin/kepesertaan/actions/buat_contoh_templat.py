"""Command buat-contoh-templat: a starter template for Word from the headings of a sheet."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kepesertaan.data.described import sheet_words, signers
from kepesertaan.domain.starter import Starter, StarterLine, StarterTable
from kepesertaan.domain.template_check import Offer

from .registry import action

_EACH = "[*]."
_ROW = "baris"  # what the loops of the template call a line


@action(
    "buat-contoh-templat",
    label="Buat Contoh Templat",
    group="Laporan",
    needs="kunjungan",
    example="kepesertaan buat-contoh-templat KUNJUNGAN.xlsx --keluar HASIL/",
)
def buat_contoh_templat(
    offers: Sequence[Offer], dates: Collection[str], *, has_photos: bool = False
) -> Starter:
    """Membuat contoh templat Word dari judul kolom sebuah lembar Excel.

    Isinya judul, tabel dua kolom (label dan tag), tabel berulang untuk setiap lembar kedua yang
    mempunyai kolom No Kunjungan, tempat foto bila ada kolom Foto, dan blok tanda tangan. Buka di
    Word, susun sesuai kebutuhan kantor, lalu periksa dengan periksa-templat. Buku Excel tidak
    diubah.
    """
    single = [one for one in offers if one.sheet and _EACH not in one.path]
    lines = [StarterLine(one.heading, _tag(one.path, one.path in dates)) for one in single]
    names = {one.path for one in single}
    title = single[0].sheet if single else sheet_words().main
    signing = tuple(_signer(role, fields, names) for role, fields in signers().items())
    return Starter(title, tuple(lines), tuple(_tables(offers, dates)), signing, has_photos)


def _tag(name: str, is_date: bool) -> str:
    return f"{{{{ {name} | tanggal_panjang }}}}" if is_date else f"{{{{ {name} }}}}"


def _tables(offers: Sequence[Offer], dates: Collection[str]) -> list[StarterTable]:
    columns: dict[str, list[Offer]] = {}
    for one in offers:
        if one.sheet and _EACH in one.path:
            columns.setdefault(one.path.partition(_EACH)[0], []).append(one)
    return [
        StarterTable(
            own[0].sheet,
            name,
            tuple(
                StarterLine(
                    one.heading,
                    _tag(f"{_ROW}.{one.path.partition(_EACH)[2]}", one.path in dates),
                )
                for one in own
            ),
        )
        for name, own in columns.items()
    ]


def _signer(role: str, fields: Sequence[str], names: Collection[str]) -> StarterLine:
    name = next((field for field in fields if field in names), "")
    return StarterLine(role, f"{{{{ {name} }}}}" if name else "")
