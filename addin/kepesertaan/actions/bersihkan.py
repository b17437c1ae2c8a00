"""Button Bersihkan."""

from __future__ import annotations

from collections.abc import Sequence

from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.table import Table
from kepesertaan.rules.judge import judge
from kepesertaan.rules.registry import Context

from .registry import action


@action(
    "bersihkan",
    label="Bersihkan",
    group="Data Peserta",
    needs="peserta",
    icon="RemoveDuplicates",
    keytip="B",
    large=True,
    writes=True,
    example="kepesertaan bersihkan PESERTA.xlsx --keluar HASIL/",
)
def bersihkan(tables: Sequence[Table], context: Context) -> Outcome:
    """Merapikan isian yang pasti dan mendaftar yang perlu keputusan.

    Hasil berada di salinan buku kerja; sel yang diubah dan yang perlu keputusan diberi warna.
    Data asli tidak diubah, dan semua perubahan dapat diurungkan.
    """
    return judge(tables, context)
