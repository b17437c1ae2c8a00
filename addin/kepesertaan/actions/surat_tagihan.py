"""Button Surat Tagihan: which company in arrears gets which letter, and which gets none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kepesertaan.data.letters import letter_settings
from kepesertaan.domain.calls import Call
from kepesertaan.domain.errors import WrongUse
from kepesertaan.domain.numbers import Entry
from kepesertaan.domain.table import Table
from kepesertaan.rules.arrears import Arrears, find_arrears
from kepesertaan.rules.arrears_rows import receipts_of, rows_of
from kepesertaan.rules.letters import NotWritten, Planned, by_company, judge, settled_letters

from .registry import action


@dataclass(slots=True)
class LetterPlan:
    """The letters of a day. ``settled``: open letters whose company has paid; ``keys``: every
    company of the input; ``together`` and ``as_pdf``: what is wanted besides a file a letter.
    """

    found: Arrears
    letters: list[Planned]
    waiting: list[NotWritten]
    settled: list[Entry]
    keys: frozenset[str]
    as_of: date
    together: bool
    as_pdf: bool


@action(
    "surat-tagihan",
    label="Surat Tagihan",
    group="Iuran",
    needs="surat",
    icon="ReviewNewComment",
    keytip="I",
    options={
        "bayar": "Berkas pembayaran: yang sudah lunas tidak disurati.",
        "tingkat": "Hanya surat ini: pemberitahuan, teguran-1, atau teguran-2.",
        "templat": "Folder templat Word kantor; yang tidak ada di sana dari bawaan.",
        "gabung": "Juga satu dokumen berisi semua surat, untuk dicetak.",
        "pdf": "Juga PDF.",
        "batal": "Nomor surat yang dibatalkan; tidak ada surat yang dibuat.",
        "alasan": "Alasan pembatalan.",
    },
    example="kepesertaan surat-tagihan PIUTANG.xlsx --bayar PEMBAYARAN.xlsx --keluar HASIL/ --pdf",
)
def surat_tagihan(
    arrears: Sequence[Table],
    payments: Sequence[Table],
    as_of: date,
    history: Mapping[str, Sequence[Call]],
    sent: Sequence[Entry],
    *,
    tingkat: str = "",
    gabung: bool = False,
    pdf: bool = False,
) -> LetterPlan:
    """Menulis surat kepada perusahaan yang menunggak iuran, dengan nomor dari register.

    Lembar piutang dibaca seperti Daftar Telepon, dengan pengecualian yang sama: yang sudah lunas,
    IBR belum diposting, dan sengketa data tidak disurati. Tingkatnya menurut register: surat
    pemberitahuan, lalu teguran 1, lalu teguran 2, masing-masing setelah masa tunggu dalam hari
    kerja. Satu surat Word per perusahaan, dengan rincian per bulan dan jumlah terbilang, tanpa
    NIK, KPJ, atau upah. Lembar Daftar Surat memuat semua surat, Tidak Ditulis alasan sisanya, dan
    Register keadaan setiap nomor: terbuka, lunas, atau batal. Perusahaan yang kemudian membayar
    dicatat lunas pada suratnya. Diulang pada hari yang sama, nomor dan berkasnya tetap; surat yang
    sudah Anda ubah tidak ditimpa. Nomor yang batal tidak dipakai lagi. Surat tidak dikirim oleh
    aplikasi; periksa, tanda tangani, lalu kirim sendiri. Data asli tidak diubah.
    """
    settings = letter_settings()
    only = _level(tingkat)
    rows = [row for table in arrears for row in rows_of(table)]
    receipts = [receipt for table in payments for receipt in receipts_of(table)]
    keys = frozenset(row.key for row in rows if row.key)
    known = {key: calls for key, calls in history.items() if key in keys}
    found = find_arrears(rows, receipts, as_of, known)
    before = by_company(sent)
    debts = sorted(found.debts, key=lambda debt: (debt.name, debt.key))
    judged = [
        judge(debt, before.get(debt.key, ()), known.get(debt.key, ()), as_of, settings, only)
        for debt in debts
    ]
    return LetterPlan(
        found,
        [one for one in judged if isinstance(one, Planned)],
        [one for one in judged if isinstance(one, NotWritten)],
        settled_letters(found, before, as_of), keys, as_of, gabung, pdf,
    )  # fmt: skip


def _level(text: str) -> str:
    """The id of a level. Raises ``WrongUse`` for another word."""
    said = text.strip().lower().replace(" ", "-")
    known = [level.id for level in letter_settings().levels]
    if said and said not in known:
        raise WrongUse(f"--tingkat {text} tidak dikenal; pilih {', '.join(known)}.")
    return said
