"""Button Rekap Target: the officers' target sheets of a month in one book, with proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepesertaan.domain.targets import Reading

from .registry import action

if TYPE_CHECKING:
    from .target_book.rolled import RollUp


@action(
    "rekap",
    label="Rekap Target",
    group="Target",
    needs="target",
    icon="Consolidate",
    keytip="G",
    large=True,
    options={
        "bulan": "Bulan rekap: 2026-11; tanpa ini bulan terakhir yang ada realisasinya.",
        "petugas": "Semua petugas yang harus mengirim, dipisah titik koma; "
        "tanpa ini dari bulan-bulan lalu.",
    },
    example="kepesertaan rekap TARGET/ --bulan 2026-11 --keluar HASIL/",
)
def rekap(reading: Reading, petugas: tuple[str, ...] = ()) -> RollUp:
    """Merekap lembar target semua petugas menjadi satu buku, dengan bukti setiap angka.

    Isi folder dibaca apa adanya: bulan sebagai lembar atau kolom, judul bertingkat, satuan di
    judul, subtotal di dalam data, satu baris per segmen atau per petugas. Petugas dan bulan
    dicari di sel, nama lembar, dan nama berkas; yang bertentangan ditahan dan ditanyakan. Isi
    yang sama dihitung sekali. Yang kosong bukan nol. Stok memakai bulan terakhir, arus
    dijumlahkan, rasio dihitung ulang. Angka bulan lalu yang berubah didaftar. Setiap angka dapat
    ditelusuri sampai selnya; selisihnya 0. Berkas sumber tidak diubah.

    Siapa yang harus mengirim diketahui dari --petugas ("Andi Pratama; Sari Dewi") atau dari rekap
    bulan lalu di folder hasil yang sama.

    Yang paling pasti terbaca: lembar dengan "Nama: ..." dan "Bulan: November 2026" di atas
    tabelnya, dan satuan rupiah di judulnya. Yang belum pasti ada di lembar Pertanyaan: perbaiki di
    berkas asalnya, lalu rekap lagi dengan --salinan. Lembar tersembunyi dan folder di dalam folder
    tidak dibaca; bila ada, itu disebut.
    """
    from .target_book.rolled import rolled_up

    return rolled_up(reading)
