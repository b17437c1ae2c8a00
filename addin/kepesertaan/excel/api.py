"""What xlwings' own interface does not offer, by Excel's own names: the only user of ``.api``.

``calc`` answers to the same names for LibreOffice. Each function costs the calls it says, so that
a click's cost can be counted: one call over COM takes about a millisecond, whatever it carries.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_left
from pathlib import Path
from typing import Any

from kepesertaan.domain.table import cell_name

from .fills import PATTERNED, Fill
from .troubles import excel_errors, is_refusal, is_unknown_name

ADDIN = "Kepesertaan.xlam"
_FORMULAS = -4123  # XlFindLookIn
_PART, _BY_ROWS, _BY_COLUMNS, _PREVIOUS = 2, 1, 2, 2
_VISIBLE = 12  # XlCellType
_NONE, _SOLID = -4142, 1  # XlPattern; giving a colour makes a fill solid
_FORCE_DISABLE = 3  # MsoAutomationSecurity
_ESC = "{ESC}"  # as OnKey names it


def serial_block(rng: Any) -> list[tuple[Any, ...]]:
    """Value2: numbers as floats, dates as serials, error values as whole numbers. 1 call."""
    return as_rows(rng.api.Value2)


def moment_block(rng: Any) -> list[tuple[Any, ...]]:
    """Value: like Value2, but what is shown as a date is a datetime. 1 call."""
    return as_rows(rng.api.Value)


def formula_block(rng: Any) -> list[tuple[Any, ...]]:
    """Formula: the text of each cell as it can be typed. 1 call."""
    return as_rows(rng.api.Formula)


def as_rows(block: Any) -> list[tuple[Any, ...]]:
    """A block as rows, also where it is a single cell.

    >>> as_rows(((1.0, 2.0),)), as_rows("x")
    ([(1.0, 2.0)], [('x',)])
    """
    return list(block) if isinstance(block, tuple) else [(block,)]


def has_formula(rng: Any) -> bool:
    """Whether any cell holds a formula. 1 call."""
    return rng.api.HasFormula is not False  # None where some do


def has_spill(rng: Any) -> bool | None:
    """Whether cells show what a dynamic array spilled: all, none, or (None) some. 1 call."""
    if not is_excel(rng):
        return False
    try:
        found = rng.api.HasSpill
    except excel_errors() as trouble:
        if not is_unknown_name(trouble):
            raise
        return False  # an Excel before dynamic arrays
    return found if found is None else bool(found)


def is_merged(rng: Any) -> bool | None:
    """True: all cells; False: none; None: some. 1 call."""
    found = rng.api.MergeCells
    return found if found is None else bool(found)


def number_format(rng: Any) -> str | None:
    """The format code of all cells, None where they differ. 1 call."""
    found = rng.api.NumberFormat
    return found if found is None else str(found)


def hidden_rows(rng: Any) -> bool | None:
    """Whether the rows are hidden: all, none, or (None) some. 2 calls."""
    found = rng.api.EntireRow.Hidden
    return found if found is None else bool(found)


def visible_count(rng: Any) -> int:
    """How many cells of a column are neither hidden nor filtered away. 3 calls."""
    try:
        return int(rng.api.SpecialCells(_VISIBLE).Count)
    except excel_errors():  # Excel's way to say: none
        return 0


def extent(sheet: Any) -> tuple[int, int, bool]:
    """The last row and column (from 1) of values and formulas, 0 when empty; if rows are hidden.

    The used range is no guide: it also covers stray formats. 8 calls; about 150 where rows are
    hidden, as Find may pass over those a filter hides.
    """
    cells = sheet.api.Cells
    hides = cells.EntireRow.Hidden is not False  # None where some are
    ends = _counted_ends(sheet.api) if hides and is_excel(sheet) else _found_ends(cells)
    return *ends, hides


def _found_ends(cells: Any) -> tuple[int, int]:
    first = cells(1, 1)
    found = cells.Find("*", first, _FORMULAS, _PART, _BY_ROWS, _PREVIOUS)
    if found is None:
        return 0, 0
    row = int(found.Row)
    return row, int(cells.Find("*", first, _FORMULAS, _PART, _BY_COLUMNS, _PREVIOUS).Column)


def _counted_ends(page: Any) -> tuple[int, int]:
    """The used range without its empty last rows and columns; CountA also counts hidden cells."""
    used, counting = page.UsedRange, page.Application.WorksheetFunction
    bottom = int(used.Row) + int(used.Rows.Count) - 1
    right = int(used.Column) + int(used.Columns.Count) - 1

    def is_empty(row: int, col: int) -> bool:
        block = page.Range(f"{cell_name(row, col - 1)}:{cell_name(bottom, right - 1)}")
        return not counting.CountA(block)

    rows = bisect_left(range(1, bottom + 1), True, key=lambda row: is_empty(row, 1))
    columns = bisect_left(range(1, right + 1), True, key=lambda col: is_empty(1, col))
    return rows, columns


def pivot_area(pivot: Any) -> tuple[int, int, int, int]:
    """First row and column, last row and column (from 1) of a pivot table. 7 calls."""
    rng = pivot.api.TableRange2
    top, left = int(rng.Row), int(rng.Column)
    return top, left, top + int(rng.Rows.Count) - 1, left + int(rng.Columns.Count) - 1


def is_protected(sheet: Any) -> bool:
    """Whether locked cells cannot be written. 1 call."""
    return bool(sheet.api.ProtectContents)


def book_path(book: Any) -> str:
    """The folder Excel knows the book by, "" when it was never saved; an address for OneDrive."""
    return str(book.api.Path or "")


def is_read_only(book: Any) -> bool:
    """Whether Excel may not save the book under its name. 1 call."""
    return bool(book.api.ReadOnly)


def is_shared(book: Any) -> bool:
    """Whether the book is shared in the old way. 1 call."""
    return bool(book.api.MultiUserEditing)


def has_locked_structure(book: Any) -> bool:
    """Whether sheets must not be added. 1 call."""
    return bool(book.api.ProtectStructure)


def has_1904_dates(book: Any) -> bool:
    """Whether day 0 is 1 January 1904. 1 call."""
    return bool(book.api.Date1904)


def save_copy(book: Any, path: Path) -> None:
    """Write the book as it is now under another name; its own name and state stay. 1 call."""
    book.api.SaveCopyAs(str(path))


def is_protected_view(app: Any) -> bool:
    """Whether the window in front shows a book in Protected View. 1 call."""
    return app.api.ActiveProtectedViewWindow is not None


def is_ready(app: Any) -> bool:
    """False while the user types in a cell. 1 call."""
    return bool(app.api.Ready)


def forbid_macros(app: Any) -> int:
    """Let no macro of a book opened from here run; the setting as it was. 2 calls."""
    before = int(app.api.AutomationSecurity)
    app.api.AutomationSecurity = _FORCE_DISABLE
    return before


def allow_macros(app: Any, before: int) -> None:
    """Put the setting back. 1 call."""
    app.api.AutomationSecurity = before


def on_esc(app: Any, macro: str | None) -> None:
    """Let Esc run a macro of our add-in, or (None) be Excel's again. 1 call."""
    if macro is None:
        app.api.OnKey(_ESC)
    else:
        app.api.OnKey(_ESC, macro_named(macro))


def paint(rng: Any, fill: Fill) -> None:
    """Give cells a fill, or none. 2 to 4 calls."""
    inside = rng.api.Interior
    if fill.kind == "none":
        inside.Pattern = _NONE
    elif fill.kind == "theme":
        inside.ThemeColor = fill.number + 1
        inside.TintAndShade = fill.tint
    elif fill.kind == "indexed":
        inside.ColorIndex = fill.number - 7
    else:
        inside.Color = fill.number


def fill_code(rng: Any) -> str | None:
    """``RRGGBB`` of the solid fill all cells show, "" for none, None where they differ. 3 calls.

    ``PATTERNED`` for what is more than one colour: it cannot be given back.
    """
    inside = rng.api.Interior
    pattern = inside.Pattern
    if pattern == _NONE:
        return ""
    if pattern not in (None, _SOLID):
        return PATTERNED
    colour = inside.Color
    if pattern is None or colour is None:
        return None
    colour = int(colour)
    return f"{colour & 255:02X}{colour >> 8 & 255:02X}{colour >> 16 & 255:02X}"


def macro_named(name: str) -> str:
    """The full name of a macro of our add-in.

    >>> macro_named("SelKepesertaan.Versi")
    "'Kepesertaan.xlam'!SelKepesertaan.Versi"
    """
    return f"'{ADDIN}'!{name}"


def is_excel(thing: Any) -> bool:
    """Whether an app, book or sheet is Excel's and not Calc's, which has no add-in and no themes.

    Without a call: its engine is read off what it is made of.
    """
    return not type(thing.impl).__module__.startswith(f"{__package__}.calc")


def has_macro(app: Any, name: str) -> bool:
    """Whether a macro without arguments can be run, which it is. 1 call.

    Raises Excel's error when it is busy or gone: that does not tell whether the macro is there.
    """
    if not is_excel(app):
        return False
    try:
        app.macro(name)()
    except excel_errors() as trouble:
        if not is_refusal(trouble):
            raise
        return False
    return True


def note_undo(app: Any, book: str, cells: int) -> None:
    """Let the add-in's label and Excel's own Undo list say what Urungkan would put back. 1 call."""
    if not is_excel(app):
        return
    with contextlib.suppress(*excel_errors()):  # no add-in: nothing shows it
        app.macro(macro_named("RibbonKepesertaan.CatatUrungan"))(book, cells)


def show_box(app: Any, text: str, title: str, buttons: str) -> str:
    """The button a person clicked in a message box, "" where no box could be shown.

    Its owner is the window that was clicked in; where that is closed since, the one in front.
    1 call then, else none.
    """
    try:
        return str(app.alert(text, title=title, buttons=buttons))
    except KeyError:  # MessageBox gave 0: it has no such window
        app.impl._hwnd = None  # so that xlwings asks Excel for it again
    try:
        return str(app.alert(text, title=title, buttons=buttons))
    except KeyError:
        return ""


def open_as_new(app: Any, path: Path) -> None:
    """Open a copy of a file as a new, unsaved book. 2 calls."""
    app.api.Workbooks.Add(str(path))


def open_file(app: Any, path: Path) -> bool:
    """Open a file itself, its links not followed; one that is open already stays. 2 calls.

    Whether it is open now: no two books of one name can be.
    """
    try:
        app.books.open(str(path), update_links=False)
    except ValueError:  # xlwings refuses before Excel does
        return False
    return True


def sheets_of(book: Any) -> Any:
    """All sheets of a book as Excel has them, chart sheets too. 1 call."""
    return book.api.Sheets


def sheet_named(sheets: Any, name: str) -> Any | None:
    """One of ``sheets_of``, None when there is none of that name. 1 call."""
    try:
        return sheets(name)
    except excel_errors():
        return None


def first_cells(page: Any, address: str) -> tuple[Any, ...] | None:
    """The values of a row of an Excel sheet, None of a chart sheet, which has no cells. 2 calls."""
    try:
        cells = page.Range(address)
    except excel_errors() as trouble:
        if not is_unknown_name(trouble):
            raise
        return None
    (row,) = as_rows(cells.Value2)
    return row


def last_page(sheets: Any) -> Any:
    """The last of ``sheets_of``. 2 calls."""
    return sheets(sheets.Count)


def copy_page(source: Any, there: str, after: Any, book: Any) -> Any:
    """Copy one of ``sheets_of`` behind a sheet of another book; what is then in front. 3 calls."""
    source(there).Copy(None, after)
    return book.api.ActiveSheet
