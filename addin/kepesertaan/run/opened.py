"""Run a button on the book that is open in Excel: the same decisions, Excel's own cells.

Reading, judging and asking come first and change nothing; ``opened_write`` does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from kepesertaan.actions.registry import Action
from kepesertaan.domain.errors import (
    Cancelled,
    ColumnUnsure,
    ExcelNotReady,
    KepesertaanError,
    SheetNotRecognised,
)
from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.show import count, same_value
from kepesertaan.domain.table import Table, column_letter
from kepesertaan.excel import api
from kepesertaan.excel.pages import first_row, is_our_heading, put_pages, read_page
from kepesertaan.excel.reading import read_sheet
from kepesertaan.excel.screen import still, way_back
from kepesertaan.excel.standing import Standing, read_standing
from kepesertaan.files.cells import Before
from kepesertaan.journal import Cell
from kepesertaan.rules.registry import Context
from kepesertaan.sheets.findings import (
    CHANGES,
    DONE,
    QUESTIONS,
    SUMMARY,
    YES,
    Origin,
    read_lines,
    read_origin,
)
from kepesertaan.sheets.participant import Sheet, find_tables

from .answers import answers_for, ask_later, asked_field, keep_answer
from .bugs import note_for_it
from .findings import findings_into
from .ledger import entry_for, folder_beside, remember
from .opened_write import (
    note_undo,
    place_of,
    unpainted_note,
    value_at,
    values_around,
    write_opened,
)
from .people import people_of
from .plan import Options
from .report import Report
from .scratch import scratch_folder
from .write import edits_of, journal_cells

_NO_LOOK = Before(None, "", "")  # filled in from the copy made before writing
WRITE, BACK = "menulis", "mengembalikan"  # steps after which nothing is cancelled any more
PREVIEW, CHANGED, ASKED, COUNTED = "Pratinjau", "Perubahan", "Daftar Temuan", "Ringkasan Temuan"
NOTHING_FOUND = (
    "Saya tidak menemukan tabel peserta di lembar ini. Klik satu sel di dalam tabel, "
    "lalu coba lagi."
)
_CLICK = (
    "Klik satu sel di kolom yang benar di lembar '{}', lalu klik tombol ini lagi. "
    "Belum ada data yang diubah."
)
CHART = (
    "Lembar di depan adalah bagan. Buka lembar yang berisi tabel peserta, lalu klik tombol ini "
    "lagi. Belum ada data yang diubah."
)

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Desk:
    """Whoever sits at the screen. ``ask``: whether the person says yes. ``progress`` tells what
    is being done and raises ``Cancelled`` when the person wants it no more.
    """

    ask: Callable[[str], bool]
    progress: Callable[[str], None]


def check_opened(action: Action, book: Any, options: Options, desk: Desk) -> Report:
    """Judge the sheet in front, write what is certain (Bersihkan), and bring the findings in.

    Raises ``KepesertaanError``; nothing has been changed then.
    """
    standing = read_standing(book)
    desk.progress("membaca")
    sheet = _sheet_in_front(book)
    seen = read_sheet(standing.name, sheet)
    tables, chosen = tables_of(seen, book, desk)
    desk.progress("memeriksa")
    outcome: Outcome = action.function(tables, Context(options.today))
    writes = action.writes and not (standing.is_closed_to_us or seen.is_locked)
    _agree_to_check(action, standing, seen, outcome, book, desk, writes=writes)
    desk.progress(WRITE)
    app = book.app
    origin = Origin(action.id, standing.name, "", "", chosen, seen.name)
    with still(app):
        if not writes:
            where = _show(app, book, standing, origin, tables, outcome, options, done=False)
            return _report(standing, seen.name, outcome, where, written=False)
        outcome = without_moved(outcome, seen.name, sheet, seen.date1904)
        if outcome.changes or outcome.findings:
            edits, people, cells = (
                edits_of(outcome),
                people_of(tables, outcome),
                blank_cells(outcome),
            )
            entry = write_opened(action.id, book, standing, edits, cells, people)
            outcome = replace(outcome, notes=[*unpainted_note(cells, entry), *outcome.notes])
        try:
            where = _show(app, book, standing, origin, tables, outcome, options, done=True)
            report = _report(standing, seen.name, outcome, where, written=True)
        except Exception as trouble:  # noqa: BLE001 - the person must know that cells have changed
            report = _report_without_lists(standing, seen.name, outcome, trouble)
    note_undo(app, standing)
    return report


def _sheet_in_front(book: Any) -> Any:
    """The sheet the person looks at; from one of our lists, the sheet it is about."""
    sheet = book.sheets.active
    heading = first_row(sheet.api)
    if heading is None:
        raise SheetNotRecognised(CHART)
    if not is_our_heading(heading):
        return sheet
    rows = read_page(book, COUNTED)
    name = read_origin(rows).sheets if rows else ""
    if api.sheet_named(api.sheets_of(book), name) is None:
        raise SheetNotRecognised(NOTHING_FOUND)
    return book.sheets[name]


def tables_of(seen: Sheet, book: Any, desk: Desk) -> tuple[list[Table], str]:
    """The participant tables of a sheet, and the columns a person named (``nik=D``).

    What the headings do not tell is asked once and remembered for sheets with the same headings.
    Raises ``SheetNotRecognised`` when there is no table.
    """
    tables, chosen = asking_columns(find_tables, seen, book, desk)
    if not any(table.rows for table in tables):
        raise SheetNotRecognised(NOTHING_FOUND)
    return tables, " ".join(f"{field}={letter}" for field, letter in chosen.items())


def asking_columns(
    find: Callable[[Sheet, dict[str, str]], Found], seen: Sheet, book: Any, desk: Desk
) -> tuple[Found, dict[str, str]]:
    """What ``find`` finds in a sheet once each unsure column is known; and those columns."""
    chosen: dict[str, str] = {}
    while True:
        try:
            return find(seen, chosen), chosen
        except ColumnUnsure as unsure:
            letter = _column_of(unsure, book, seen.name, desk)
            if chosen.get(unsure.field) == letter:
                raise
            chosen[unsure.field] = letter


def _column_of(unsure: ColumnUnsure, book: Any, sheet: str, desk: Desk) -> str:
    """The column a person means: as said before, as clicked on, or as said now."""
    known = answers_for(unsure.heading).get(unsure.field)
    if known:
        return known
    if asked_field(unsure.heading) == unsure.field:
        letter = _clicked_column(book, sheet)
    elif desk.ask(unsure.question):
        letter = unsure.letters[0]
    else:
        ask_later(unsure.heading, unsure.field)
        raise ExcelNotReady(_CLICK.format(sheet))
    keep_answer(unsure.heading, unsure.field, letter)
    return letter


def _clicked_column(book: Any, sheet: str) -> str:
    """The column of the selected cell. Raises ``ExcelNotReady`` where none of the sheet is."""
    chosen = book.app.selection  # None: a shape or a part of a chart
    if chosen is None or (chosen.sheet.name, chosen.sheet.book.name) != (sheet, book.name):
        raise ExcelNotReady(_CLICK.format(sheet))
    return column_letter(chosen.column - 1)


def _agree_to_check(
    action: Action,
    standing: Standing,
    seen: Sheet,
    outcome: Outcome,
    book: Any,
    desk: Desk,
    *,
    writes: bool,
) -> None:
    """Say what will be written, and what goes with the old lists."""
    cards = []
    if action.writes and not writes and not standing.is_closed_to_us:
        cards.append(
            f"Lembar '{seen.name}' diproteksi. Hasil akan dibuat di buku baru; "
            "lembar asli tidak disentuh."
        )
    elif writes and outcome.changes:
        cards.append(
            f"{count(len(outcome.changes))} isian di lembar '{seen.name}' akan dirapikan, "
            f"{count(outcome.counts['ditandai'])} sel ditandai. Salinan buku disimpan dahulu. "
            f"{way_back(book)}"
        )
    ticked = _ticked_and_open(book) if not standing.is_closed_to_us else 0
    if ticked:
        cards.append(
            f"{count(ticked)} baris yang Anda centang di lembar temuan yang lama belum diterapkan "
            "dan akan hilang."
        )
    agree(desk, cards)


def agree(desk: Desk, cards: Sequence[str]) -> None:
    """Ask once before anything changes; nothing to say, nothing asked.

    Raises ``Cancelled`` when the person says no.
    """
    if cards and not desk.ask("\n".join([*cards, "Lanjutkan?"])):
        raise Cancelled


def _ticked_and_open(book: Any) -> int:
    """How many lines of the last questions a person ticked (they go when new ones come)."""
    rows = read_page(book, ASKED)
    return sum(line.is_ticked for line in read_lines(rows)) if rows else 0


def without_moved(outcome: Outcome, name: str, sheet: Any, date1904: bool) -> Outcome:
    """The outcome without changes of cells of a sheet somebody edited while we were judging."""
    places = [(c.row, c.col) for c in outcome.changes if c.sheet == name]
    rows = values_around(sheet, places, date1904)
    kept = [
        c
        for c in outcome.changes
        if c.sheet != name or same_value(value_at(rows, c.row, c.col), c.before)
    ]
    moved = len(outcome.changes) - len(kept)
    if not moved:
        return outcome
    note = f"{count(moved)} sel dilewati karena Anda ubah selagi diperiksa; klik tombol ini lagi."
    counts = outcome.counts | {
        "diubah": len(kept),
        "utuh": outcome.counts.get("utuh", 0) + moved,
    }
    return replace(outcome, changes=kept, counts=counts, notes=[*outcome.notes, note])


def blank_cells(outcome: Outcome) -> list[Cell]:
    """What the journal holds of an outcome, looks still to be filled in."""
    places = {(n, e.row, e.col): _NO_LOOK for n, some in edits_of(outcome).items() for e in some}
    return journal_cells(outcome, places)


def _remember_people(standing: Standing, tables: list[Table], outcome: Outcome) -> None:
    """Who stands in each row that something was said about: Terapkan compares before it writes."""
    home = place_of(standing)
    entry = entry_for("periksa", home, home)
    remember(folder_beside(home), replace(entry, people=people_of(tables, outcome), opened=True))


def _show(
    app: Any,
    book: Any,
    standing: Standing,
    origin: Origin,
    tables: list[Table],
    outcome: Outcome,
    options: Options,
    *,
    done: bool,
) -> str:
    """Bring the findings into the book, or a new one where it takes no sheet; where they are."""
    _remember_people(standing, tables, outcome)
    with scratch_folder(place_of(standing)) as folder:
        made = folder / f"{Path(standing.name).stem}_temuan.xlsx"
        tick = DONE if done else YES
        rest = findings_into(made, origin, options.today, tables, outcome, outcome.notes, tick)
        if not takes_sheets(standing) or rest:
            api.open_as_new(app, made)
            return "buku baru"
        names = {SUMMARY: COUNTED, CHANGES: CHANGED if done else PREVIEW, QUESTIONS: ASKED}
        return "lembar " + ", ".join(f"'{name}'" for name in put_pages(app, book, made, names))


def takes_sheets(standing: Standing) -> bool:
    """Whether sheets can be brought into the book."""
    is_new_format = standing.name.lower().endswith((".xlsx", ".xlsm"))
    return is_new_format and not (standing.is_closed_to_us or standing.is_structure_locked)


def _report(
    standing: Standing, sheet: str, outcome: Outcome, where: str, *, written: bool
) -> Report:
    counts = outcome.counts
    hidden = counts.get("tersembunyi", 0)
    also = f" ({count(hidden)} baris tersembunyi ikut diperiksa)" if hidden else ""
    verb = "dirapikan" if written else "dapat dirapikan"
    next_step = (
        "Bila keliru: Urungkan."
        if written
        else "Klik Terapkan setelah Anda setuju. Data asli tidak diubah."
    )
    lines = [
        f"{count(counts['baris'])} peserta di lembar '{sheet}' diperiksa{also}.",
        f"{count(counts['diubah'])} sel {verb}, {count(counts['ditandai'])} sel perlu keputusan "
        f"Anda, {count(counts['utuh'])} sel utuh.",
        f"Lihat {where}.",
        next_step,
        *outcome.notes[:2],
    ]
    return Report(
        standing.name, counts["lembar"], counts["baris"], counts["sel"], counts["diubah"],
        counts["ditandai"], 0, {}, [], outcome.notes, 1 if outcome.findings else 0, lines,
    )  # fmt: skip


def _report_without_lists(
    standing: Standing, sheet: str, outcome: Outcome, trouble: Exception
) -> Report:
    """What is said when the cells were written, and then the lists did not come."""
    why = str(trouble) if isinstance(trouble, KepesertaanError) else note_for_it(trouble)
    changed = outcome.counts["diubah"]
    lines = [
        f"{count(changed)} sel di lembar '{sheet}' sudah dirapikan, tetapi daftarnya tidak dapat "
        "dibuat. Klik Periksa untuk melihat temuannya.",
        "Bila keliru: klik Urungkan.",
        why,
    ]
    return Report(
        standing.name, diubah=changed, ditandai=outcome.counts["ditandai"], catatan=lines, kode=1,
        lines=lines,
    )  # fmt: skip
