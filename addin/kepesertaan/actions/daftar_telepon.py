"""Button Daftar Telepon: whom to call about arrears, why, and with which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kepesertaan.data.call_settings import CallSettings, call_settings
from kepesertaan.data.calls import call_words
from kepesertaan.domain.arrears import Debt
from kepesertaan.domain.calls import Call
from kepesertaan.domain.page import Board, Page
from kepesertaan.domain.show import count
from kepesertaan.domain.table import Table
from kepesertaan.rules.arrears import Arrears, find_arrears
from kepesertaan.rules.arrears_rows import receipts_of, rows_of
from kepesertaan.rules.call_phone import number_of
from kepesertaan.rules.call_score import open_promise, reasons, short_history, words_of
from kepesertaan.rules.call_text import draft, has_number, script, wa_link

from .call_board import board
from .call_pages import Bad, Line, pages
from .registry import action

_BARRED = "Draf WA memuat angka seperti NIK atau KPJ, jadi tanpa tautan."
_LONG = "Draf WA terlalu panjang untuk tautan; pendekkan templates/wa.txt."


@dataclass(slots=True)
class CallList:
    """The list as sheets to be made, and what is said of it. ``has_findings``: a look is needed."""

    board: Board
    pages: list[Page]
    lines: list[str]
    counts: dict[str, int] = field(default_factory=dict)
    has_findings: bool = False


@action(
    "daftar-telepon",
    label="Daftar Telepon",
    group="Iuran",
    needs="piutang",
    icon="AutoDial",
    keytip="D",
    large=True,
    options={"bayar": "Berkas pembayaran: yang sudah lunas tidak ditelepon."},
    example="kepesertaan daftar-telepon PIUTANG.xlsx --bayar PEMBAYARAN.xlsx --keluar HASIL/",
)
def daftar_telepon(
    arrears: Sequence[Table],
    payments: Sequence[Table],
    as_of: date,
    history: Mapping[str, Sequence[Call]],
) -> CallList:
    """Menyusun daftar perusahaan yang perlu ditelepon tentang tunggakan iuran.

    Lembar piutang boleh satu baris per perusahaan, per perusahaan dan bulan, atau per peserta BPU.
    Daftar bulan didahulukan dari jumlah bulan. Bila hanya ada jumlahnya, bulan dihitung mundur dari
    tanggal lembar ("Per 20 November 2026" di judul, nama lembar, atau nama berkas); BLTH sesudah
    tanggal itu belum diketahui dan tidak ditagih. Tanpa tanggal, bulan disebut perkiraan.
    Yang bukan tunggakan (sudah lunas, belum jatuh tempo, IBR belum diposting, VA dipakai bersama,
    NA belum dilaporkan, ganda) pindah ke lembar Dikeluarkan beserta alasannya. Pembayaran melunasi
    bulan tertua lebih dahulu. Bulan, denda, total, dan kolektibilitas dihitung ulang; bila berbeda
    dari lembar piutang, ada di lembar Selisih. Daftar diurutkan menurut skor yang dijelaskan di
    setiap baris. Tautan WA membuka draf; Anda yang mengirim. Bobot skor, pilihan hasil, dan naskah
    dapat diubah kantor. Data asli tidak diubah.
    """
    settings = call_settings()
    rows = [row for table in arrears for row in rows_of(table)]
    receipts = [receipt for table in payments for receipt in receipts_of(table)]
    found = find_arrears(rows, receipts, as_of, history)
    ranked = _ranked(found.debts, history, as_of, settings)
    lines = [_line(debt, words, history, as_of, settings) for debt, words in ranked]
    bad = [Bad(line.debt, line.trouble) for line in lines if line.trouble]
    summary = board(found, lines, bad, history, as_of, settings, (arrears, payments))
    return CallList(
        summary, pages(found, lines, bad, as_of), _said(found, lines, as_of),
        _counts(found, lines, bad), _needs_a_look(found, bad),
    )  # fmt: skip


def _needs_a_look(found: Arrears, bad: Sequence[Bad]) -> bool:
    return bool(found.differences or found.unread or bad or any(day.is_odd for day in found.days))


def _ranked(
    debts: Sequence[Debt],
    history: Mapping[str, Sequence[Call]],
    as_of: date,
    settings: CallSettings,
) -> list[tuple[Debt, str]]:
    scored = []
    for debt in debts:
        why = reasons(debt, history.get(debt.key, ()), as_of, settings.score)
        points = sum(reason.points for reason in why)
        scored.append(((-points, -debt.total, debt.name, debt.key), debt, words_of(why)))
    scored.sort(key=lambda item: item[0])
    return [(debt, words) for _, debt, words in scored]


def _line(
    debt: Debt,
    words: str,
    history: Mapping[str, Sequence[Call]],
    as_of: date,
    settings: CallSettings,
) -> Line:
    calls = history.get(debt.key, ())
    promise = open_promise(calls)
    number, trouble = number_of(debt.phone)
    wrong = _said_wrong(calls)
    text = draft(debt, as_of, settings, promise)
    barred = _barred(text, settings) if number else ""
    link = wa_link(number, text) if number and not (barred or wrong) else ""
    said = script(debt, as_of, settings, promise)
    is_good = bool(number) and not wrong
    troubles = trouble or wrong or barred
    return Line(debt, words, number, is_good, troubles, link, said, short_history(calls))


def _said_wrong(calls: Sequence[Call]) -> str:
    """What the last call said against the number, "" for nothing; it may have been mended since."""
    last = calls[-1] if calls else None
    word = call_words().outcomes.get(last.outcome) if last else None
    if last is None or word is None or not word.bad_number:
        return ""
    return f"Hasil panggilan {last.day:%d-%m-%Y}: {last.outcome}. Abaikan bila sudah diganti."


def _barred(text: str, settings: CallSettings) -> str:
    if has_number(text, settings.office.phone):
        return _BARRED
    return _LONG if len(text) > settings.message.longest else ""


def _counts(found: Arrears, lines: Sequence[Line], bad: Sequence[Bad]) -> dict[str, int]:
    return {
        "baris": found.rows,
        "daftar": len(lines),
        "dikeluarkan": len(found.excluded),
        "hp_perlu_diperbaiki": len(bad),
        "selisih": len(found.differences),
    }


def _said(found: Arrears, lines: Sequence[Line], as_of: date) -> list[str]:
    good = sum(line.is_good for line in lines)
    said = [
        f"{count(len(lines))} perusahaan siap dihubungi per {as_of:%d-%m-%Y}, "
        f"{count(good)} punya HP yang benar.",
        *filter(None, [found.said_of_days]),
        f"{count(len(found.excluded))} baris dikeluarkan, alasannya di lembar Dikeluarkan.",
    ]
    if found.differences:
        said.append(f"{count(len(found.differences))} angka berbeda dari hitungan: lembar Selisih.")
    if found.unread:
        said.append(f"{count(found.unread)} baris jumlahnya tidak terbaca: lembar Dikeluarkan.")
    return [
        *said,
        "Mulai dari atas; pilih hasil di kolom Hasil, lalu klik Simpan Hasil. "
        "Data asli tidak diubah.",
    ]
