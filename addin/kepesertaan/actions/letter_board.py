"""The summary of the book of letters: proof of the total, levels, reasons, settings, the law."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kepesertaan.data.letters import LetterSettings
from kepesertaan.data.office import Office
from kepesertaan.data.written_days import long_date
from kepesertaan.domain.arrears import ZERO
from kepesertaan.domain.iuran import Ground
from kepesertaan.domain.page import Block, Board, Cell, Chart
from kepesertaan.domain.table import Table
from kepesertaan.rules.letter_text import law_of
from kepesertaan.rules.piutang import penalty_grounds
from kepesertaan.sheets import letter_list as names

from .letter_pages import Written
from .surat_tagihan import LetterPlan

_BLUE = "2F75B5"
_BLANK = "belum diisi, titik-titik di surat"


def board(
    plan: LetterPlan,
    written: Sequence[Written],
    tables: tuple[Sequence[Table], Sequence[Table]],
    settings: LetterSettings,
    office: Office,
    register: str,
    notes: Sequence[str],
) -> Board:
    """The sheet Ringkasan. ``register``: where the register lies."""
    blocks = [
        _proof(plan, written),
        _companies(plan, written),
        _levels(written, settings),
        _reasons(plan),
        _unsure(plan, written, settings),
        _rules(settings),
        _sources(tables, plan, settings, office, register),
        _notes(plan, notes),
    ]
    return Board(names.SUMMARY, f"Daftar Surat per {long_date(plan.as_of)}", blocks)


def _proof(plan: LetterPlan, written: Sequence[Written]) -> Block:
    listed = sum((one.planned.debt.amount for one in written), ZERO)
    waiting = sum((one.debt.amount for one in plan.waiting), ZERO)
    excluded = sum((one.amount for one in plan.found.excluded), ZERO)
    gap = listed + waiting + excluded - plan.found.owed
    rows: list[tuple[Cell, ...]] = [
        ("Jumlah iuran di lembar piutang", plan.found.rows, plan.found.owed),
        ("Disurati", len(written), listed),
        ("Belum waktunya atau tidak disurati", len(plan.waiting), waiting),
        ("Bukan tunggakan (dikeluarkan)", len(plan.found.excluded), excluded),
        ("Disurati + tidak ditulis", None, listed + waiting + excluded),
        ("Selisih" + (" \u2713" if not gap else " \u2717"), None, gap),
    ]
    unread = plan.found.unread
    note = f"{unread} baris jumlahnya tidak terbaca, dihitung Rp 0." if unread else ""
    return Block("Bukti jumlah", ("", "Baris", "Rupiah"), rows, ("text", "number", "money"),
                 note=note)  # fmt: skip


def _companies(plan: LetterPlan, written: Sequence[Written]) -> Block:
    """Every company of the input once: with a letter, waiting for one, or left out altogether."""
    listed = {one.planned.debt.key for one in written}
    waiting = {one.debt.key for one in plan.waiting}
    out = {one.key for one in plan.found.excluded} - listed - waiting - {""}
    gap = len(listed) + len(waiting) + len(out) - len(plan.keys)
    rows: list[tuple[Cell, ...]] = [
        ("Perusahaan atau peserta di lembar piutang", len(plan.keys)),
        ("Disurati", len(listed)),
        ("Belum waktunya atau tidak disurati", len(waiting)),
        ("Seluruhnya dikeluarkan", len(out)),
        ("Selisih" + (" \u2713" if not gap else " \u2717"), gap),
    ]
    return Block("Bukti perusahaan", ("", "Perusahaan"), rows, ("text", "number"))


def _levels(written: Sequence[Written], settings: LetterSettings) -> Block:
    counts: Counter[str] = Counter(one.planned.level.name for one in written)
    sums: dict[str, int] = defaultdict(int)
    for one in written:
        sums[one.planned.level.name] += sum(one.sums)
    rows = [(level.name, counts[level.name], sums[level.name]) for level in settings.levels]
    chart = Chart("Surat menurut tingkat", (2,), (_BLUE,), alt="Batang jumlah surat setiap tingkat")
    return Block("Surat menurut tingkat", ("Tingkat", "Surat", "Total surat"), rows,
                 ("text", "number", "money"), (chart,) if written else ())  # fmt: skip


def _reasons(plan: LetterPlan) -> Block:
    counts: Counter[str] = Counter()
    sums: dict[str, Decimal] = defaultdict(Decimal)
    waiting = [(one.kind, one.debt.amount) for one in plan.waiting]
    for kind, amount in [*waiting, *((one.kind, one.amount) for one in plan.found.excluded)]:
        counts[kind] += 1
        sums[kind] += amount
    rows = [(kind, number, sums[kind]) for kind, number in counts.most_common()]
    return Block("Alasan tidak ditulis", ("Alasan", "Baris", "Rupiah"), rows,
                 ("text", "number", "money"), note="" if rows else "Tidak ada.")  # fmt: skip


def _unsure(plan: LetterPlan, written: Sequence[Written], settings: LetterSettings) -> Block:
    """What of the law and of the office's rules nobody has confirmed yet."""
    sentences = {law.id: law for one in written for law in law_of(one.planned, settings)}
    told = [
        f"Kalimat '{law.text}' tidak dimuat di surat: belum dipastikan; {law.source}"
        for law in sentences.values()
        if not law.confirmed
    ]
    told += dict.fromkeys(
        f"{ground.where}: {ground.unsure}; {ground.source}"
        for ground in _grounds(written)
        if ground.unsure
    )
    told += [
        f"{level.name}: urutan dan hari kerja; {form.source}"
        for level in settings.levels
        if not (form := settings.forms[level.id]).confirmed
    ]
    if not settings.confirmed:
        told.append(f"Pengaturan letters.toml; {settings.source}")
    rows = [(text,) for text in told[:40]]
    return Block("Belum dipastikan", ("",), rows, ("text",), note="" if rows else "Tidak ada.")


def _grounds(written: Sequence[Written]) -> Iterable[Ground]:
    used = {(one.planned.debt.segment, m) for one in written for m in one.planned.debt.months}
    return (ground for segment, month in sorted(used) for ground in penalty_grounds(segment, month))


def _rules(settings: LetterSettings) -> Block:
    rows = [
        (level.name, level.from_months, level.wait_days, level.answer_days,
         settings.forms[level.id].template)
        for level in settings.levels
    ]  # fmt: skip
    free = "ikut" if settings.joint_leave_is_free else "tidak ikut"
    note = f"Ubah di letters.toml. Hari kerja kalender Indonesia; cuti bersama {free} libur."
    heads = ("Tingkat", "Mulai bulan tertunggak", "Tunggu (hari kerja)", "Batas (hari kerja)",
             "Templat")  # fmt: skip
    return Block("Tingkat surat", heads, rows, ("text", "number", "number", "number", "text"),
                 note=note)  # fmt: skip


def _sources(
    tables: tuple[Sequence[Table], Sequence[Table]],
    plan: LetterPlan,
    settings: LetterSettings,
    office: Office,
    register: str,
) -> Block:
    rows: list[tuple[Cell, ...]] = [("Tanggal surat", f"{plan.as_of:%d-%m-%Y}")]
    for kind, some in zip(("Lembar piutang", "Lembar pembayaran"), tables, strict=True):
        texts = [f"{t.file}, lembar {t.sheet}, {len(t.rows)} baris" for t in some] or ["tidak ada"]
        rows += [(kind, text) for text in texts]
    signs = ", ".join(filter(None, (settings.signatory, settings.position))) or _BLANK
    rows += [
        ("Pola nomor", settings.numbering.pattern),
        ("Register", register),
        ("Penanda tangan", signs),
        ("Kantor", ", ".join(filter(None, (office.name, office.address, office.city)))),
    ]  # fmt: skip
    return Block("Sumber dan pengaturan", ("Hal", "Isi"), rows, ("text", "text"),
                 note="Ubah di letters.toml dan office.toml.")  # fmt: skip


def _notes(plan: LetterPlan, notes: Sequence[str]) -> Block:
    days = (day.words for day in plan.found.days)
    rows = [(note,) for note in (*days, *plan.found.notes, *notes)]
    return Block("Catatan", ("",), rows, ("text",), note="" if rows else "Tidak ada.")
