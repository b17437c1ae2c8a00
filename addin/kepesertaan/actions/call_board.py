"""The summary of the call list: proof of the total, ageing, funnel, promises, settings used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from kepesertaan.data.call_settings import CallSettings
from kepesertaan.data.calls import call_words
from kepesertaan.data.dated import Entry
from kepesertaan.data.law import in_force
from kepesertaan.data.written_days import long_date
from kepesertaan.domain.arrears import ZERO, Debt
from kepesertaan.domain.calls import Call
from kepesertaan.domain.page import Block, Board, Cell, Chart
from kepesertaan.domain.period import Month
from kepesertaan.domain.table import Table
from kepesertaan.rules.arrears import Arrears
from kepesertaan.rules.call_score import was_reached
from kepesertaan.rules.piutang import collectability, penalty_grounds
from kepesertaan.sheets import call_list as names

from .call_hours import hour_blocks
from .call_pages import Bad, Line, follow_up_rows

_BLUE, _ORANGE, _GREY = "2F75B5", "C55A11", "A6A6A6"
_SCORE = {
    "month": "setiap bulan tertunggak", "most_months": "  paling banyak bulan",
    "million": "setiap juta rupiah", "most_millions": "  paling banyak juta",
    "class_rises": "kolektibilitas akan memburuk", "broken_promise": "setiap janji ingkar",
    "most_broken": "  paling banyak janji", "promise_due": "hari janji sudah tiba",
    "follow_up_due": "hari tindak lanjut sudah tiba", "bpu_lapses": "BPU akan berakhir",
    "bpu_lapse_months": "  mulai bulan tertunggak ke-", "never_reached": "belum pernah terhubung",
    "waiting": "janji masih ditunggu",
}  # fmt: skip


def board(
    found: Arrears,
    lines: Sequence[Line],
    bad: Sequence[Bad],
    history: Mapping[str, Sequence[Call]],
    as_of: date,
    settings: CallSettings,
    tables: tuple[Sequence[Table], Sequence[Table]],
) -> Board:
    """The sheet Ringkasan."""
    blocks = [
        _proof(found, lines),
        _ageing(lines, as_of),
        _funnel(lines, history, settings),
        _promises(lines, history),
        *hour_blocks(history),
        _reasons(found),
        _sources(tables, as_of, settings),
        _weights(settings),
        Block("Tindak lanjut bawaan", ("Kolom", "Pilihan", "Tanggal"),
              follow_up_rows(), ("text", "text", "text"), note=_calendar_note()),
        _bands(as_of),
        _notes(found, lines, settings, as_of),
    ]  # fmt: skip
    return Board(names.SUMMARY, f"Daftar Telepon per {long_date(as_of)}", blocks)


def _proof(found: Arrears, lines: Sequence[Line]) -> Block:
    listed = sum((line.debt.amount for line in lines), ZERO)
    excluded = sum((one.amount for one in found.excluded), ZERO)
    gap = listed + excluded - found.owed
    rows: list[tuple[Cell, ...]] = [
        ("Jumlah iuran di lembar piutang", found.rows, found.owed),
        ("Di daftar telepon", len(lines), listed),
        ("Dikeluarkan", len(found.excluded), excluded),
        ("Daftar + dikeluarkan", None, listed + excluded),
        ("Selisih" + (" \u2713" if not gap else " \u2717"), None, gap),
    ]
    note = f"{found.unread} baris jumlahnya tidak terbaca, dihitung Rp 0." if found.unread else ""
    return Block("Bukti jumlah", ("", "Baris", "Rupiah"), rows, ("text", "number", "money"),
                 note=note)  # fmt: skip


def _ageing(lines: Sequence[Line], as_of: date) -> Block:
    counts: Counter[str] = Counter(line.debt.kind for line in lines)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.debt.kind] += line.debt.total
    kinds = [entry.values["class"] for entry in _classes(as_of) if entry.number("from_months")]
    rows = [(kind, counts[kind], sums[kind]) for kind in kinds]
    by_count = Chart("Perusahaan menurut kolektibilitas", (2,), (_BLUE,),
                     alt="Batang jumlah perusahaan setiap kelas kolektibilitas")  # fmt: skip
    by_sum = Chart("Total rupiah menurut kolektibilitas", (3,), (_ORANGE,), is_money=True,
                   alt="Batang total rupiah setiap kelas kolektibilitas")  # fmt: skip
    return Block("Umur piutang", ("Kolektibilitas", "Perusahaan", "Total"), rows,
                 ("text", "number", "money"), (by_count, by_sum))  # fmt: skip


def _funnel(
    lines: Sequence[Line], history: Mapping[str, Sequence[Call]], settings: CallSettings
) -> Block:
    calls = [history.get(line.debt.key, ()) for line in lines]
    ours = (
        len(lines),
        sum(line.is_good for line in lines),
        sum(was_reached(some) for some in calls),
        sum(any(call.promised_on for call in some) for some in calls),
        sum(any(call.kept for call in some) for some in calls),
    )
    past = settings.reference
    theirs = (past.listed, past.good_number, past.reached, past.promised, None)
    steps = ("Di daftar", "HP benar", "Pernah terhubung", "Pernah janji bayar", "Pernah menepati")
    rows = [
        (step, number, _share(number, ours[0]), other, _share(other, past.listed))
        for step, number, other in zip(steps, ours, theirs, strict=True)
    ]
    chart = Chart("Corong panggilan (% dari daftar)", (3, 5), (_BLUE, _GREY), lies=True,
                  alt="Corong dari daftar sampai menepati janji, dibandingkan rujukan")  # fmt: skip
    return Block("Corong", ("Tahap", "Perusahaan", "% daftar", past.label, "% rujukan"), rows,
                 ("text", "number", "number", "number", "number"), (chart,),
                 note=f"Rujukan: {past.source}.")  # fmt: skip


def _share(number: int | None, whole: int) -> int | None:
    return round(100 * number / whole) if number is not None and whole else None


def _promises(lines: Sequence[Line], history: Mapping[str, Sequence[Call]]) -> Block:
    amounts: dict[date, list[Decimal]] = defaultdict(list)
    for line in lines:
        for call in history.get(line.debt.key, ()):
            if call.promised_on and call.kept is None:
                amounts[call.promised_on].append(call.promised_amount or ZERO)
    rows = [
        (f"{day:%d-%m-%Y}", len(some), sum(some, ZERO)) for day, some in sorted(amounts.items())
    ]
    chart = Chart("Janji bayar menurut tanggal (rupiah)", (3,), (_BLUE,), is_money=True,
                  alt="Batang nominal janji bayar setiap tanggal")  # fmt: skip
    return Block("Janji yang belum dinilai", ("Tanggal janji", "Janji", "Nominal"), rows,
                 ("text", "number", "money"), (chart,) if rows else (),
                 note="" if rows else "Belum ada janji tercatat.")  # fmt: skip


def _reasons(found: Arrears) -> Block:
    counts: Counter[str] = Counter()
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in found.excluded:
        counts[one.kind] += 1
        sums[one.kind] += one.amount
    rows = [(kind, number, sums[kind]) for kind, number in counts.most_common()]
    return Block("Alasan dikeluarkan", ("Alasan", "Baris", "Rupiah"), rows,
                 ("text", "number", "money"), note="" if rows else "Tidak ada.")  # fmt: skip


def _sources(
    tables: tuple[Sequence[Table], Sequence[Table]], as_of: date, settings: CallSettings
) -> Block:
    office = settings.office
    rows: list[tuple[Cell, ...]] = [("Tanggal daftar", f"{as_of:%d-%m-%Y}")]
    for kind, some in zip(("Lembar piutang", "Lembar pembayaran"), tables, strict=True):
        texts = [f"{t.file}, lembar {t.sheet}, {len(t.rows)} baris" for t in some] or ["tidak ada"]
        rows += [(kind, text) for text in texts]
    rows += [
        ("Jumlah rupiah di draf WA", "ya" if settings.message.show_amount else "tidak"),
        ("Cabang, petugas, telepon", ", ".join(filter(None, asdict(office).values())) or "kosong"),
    ]
    return Block("Sumber dan pengaturan", ("Hal", "Isi"), rows, ("text", "text"))


def _weights(settings: CallSettings) -> Block:
    rows = [(_SCORE[name], value) for name, value in asdict(settings.score).items()]
    sure = "" if settings.confirmed else " Belum dikonfirmasi."
    note = f"Ubah di call_list.toml; {settings.source}.{sure}"
    return Block("Bobot skor", ("Hal", "Nilai"), rows, ("text", "number"), note=note)


def _calendar_note() -> str:
    free = "ikut" if call_words().joint_leave_is_free else "tidak ikut"
    return f"Hari kerja menurut kalender Indonesia; cuti bersama {free} libur (calls.toml)."


def _classes(as_of: date) -> list[Entry]:
    return sorted(in_force("kolektibilitas", as_of), key=lambda entry: entry.number("from_months"))


def _bands(as_of: date) -> Block:
    rows = [
        (entry.values["class"], entry.values["from_months"], entry.values["to_months"] or "dst.")
        for entry in _classes(as_of)
    ]
    return Block("Batas kolektibilitas (bulan)", ("Kelas", "Dari", "Sampai"), rows,
                 ("text", "text", "text"), note="Ubah di kolektibilitas.csv.")  # fmt: skip


def _notes(found: Arrears, lines: Sequence[Line], settings: CallSettings, as_of: date) -> Block:
    debts = [line.debt for line in lines]
    used: set[tuple[str, Month]] = {(debt.segment, m) for debt in debts for m in debt.months}
    grounds = [one for segment, month in sorted(used) for one in penalty_grounds(segment, month)]
    grounds += [collectability(count, as_of)[1] for count in {len(debt.months) for debt in debts}]
    unsure = dict.fromkeys(f"{g.where}: {g.unsure}; {g.source}" for g in grounds if g.unsure)
    told = (*(day.words for day in found.days), *found.notes)
    rows: list[tuple[Cell, ...]] = [(note,) for note in told]
    rows += [(f"Belum dikonfirmasi: {text}",) for text in list(unsure)[:20]]
    rows += [(text,) for text in _estimates(debts)]
    return Block("Catatan", ("",), rows, ("text",), note="" if rows else "Tidak ada.")


def _estimates(debts: Sequence[Debt]) -> Iterator[str]:
    if any(debt.guessed for debt in debts):
        yield (
            "Perkiraan: bulan dihitung mundur dari BLTH terakhir lunas atau jumlah bulan, sebab "
            "tanggal lembar piutang tidak diketahui."
        )
    if any(debt.estimated for debt in debts):
        yield "Pokok yang tidak dirinci per bulan dibagi rata; dendanya menurut bagian itu."
