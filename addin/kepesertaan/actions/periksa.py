"""Button Periksa."""

from __future__ import annotations

from collections.abc import Sequence

from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.table import Table
from kepesertaan.rules.judge import judge
from kepesertaan.rules.registry import Context

from .registry import action


@action(
    "periksa",
    label="Periksa",
    group="Data Peserta",
    needs="peserta",
    icon="ErrorChecking",
    keytip="P",
    example="kepesertaan periksa PESERTA.xlsx --keluar HASIL/",
)
def periksa(tables: Sequence[Table], context: Context) -> Outcome:
    """Memeriksa tanpa mengubah apa pun, lalu mengusulkan perbaikan.

    Usulan yang pasti sudah bertanda Ya di daftar temuan; yang lain menunggu keputusan Anda.
    Setelah daftar itu disimpan, jalankan Terapkan.
    """
    return judge(tables, context)
