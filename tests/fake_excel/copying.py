"""A copy of a sheet, in its own book or in another: everything openpyxl knows of it."""

from __future__ import annotations

from copy import copy, deepcopy

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.dimensions import ColumnDimension, RowDimension
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from fake_excel import looks
from fake_excel.com import OutsideTheFake
from fake_excel.renaming import point_charts

_SIDES = ("font", "fill", "border", "alignment", "protection", "number_format", "quotePrefix")
_AS_THEY_ARE = ("auto_filter", "page_setup", "page_margins", "print_options", "sheet_format")


def copy_sheet(source: Worksheet, book: Workbook, title: str) -> Worksheet:
    """A copy of ``source`` at the end of ``book``.

    Raises ``OutsideTheFake`` for what it cannot copy: pictures, pivot tables, and formulas that
    would point back into the other book.
    """
    if source._images or source._pivots:
        raise OutsideTheFake("copying a sheet with pictures or pivot tables")
    made = book.create_sheet(title)
    styles = _Styles(source, made)
    for (row, col), cell in source._cells.items():
        made._cells[row, col] = _copy_cell(cell, made, styles)
    _copy_lines(source, made, styles)
    for name in _AS_THEY_ARE:
        setattr(made, name, copy(getattr(source, name)))
    made.views = copy(source.views)
    made.views.sheetView = [copy(view) for view in source.views.sheetView]
    made.sheet_properties = copy(source.sheet_properties)
    made.protection = copy(source.protection)
    made.merged_cells = copy(source.merged_cells)
    for rule in source.data_validations.dataValidation:
        made.data_validations.append(copy(rule))
    for table in source.tables.values():
        made.add_table(_copy_table(table, book))
    made._charts = deepcopy(source._charts)
    point_charts(made, source.title, title)
    made.conditional_formatting = _copy_conditions(source)
    for name in ("print_title_rows", "print_title_cols"):
        setattr(made, name, getattr(source, name))
    if source.print_area:
        made.print_area = source.print_area.rpartition("!")[2]
    return made


class _Styles:
    """Styles of one book found or made in another, each once."""

    def __init__(self, source: Worksheet, target: Worksheet):
        self.source = source
        self.target = target
        self.known: dict[bytes, StyleArray] = {}

    def of(self, style: StyleArray | None) -> StyleArray:
        """The same look in the target's book."""
        if style is None:
            return StyleArray()
        if self.source.parent is self.target.parent:
            return copy(style)
        key = bytes(style)
        if key not in self.known:
            old, new = looks.look(self.source, style), looks.look(self.target, StyleArray())
            for side in _SIDES:
                setattr(new, side, copy(getattr(old, side)))
            self.known[key] = new._style
        return copy(self.known[key])


def _copy_cell(cell: Cell | MergedCell, made: Worksheet, styles: _Styles) -> Cell | MergedCell:
    if isinstance(cell, MergedCell):
        covered = MergedCell(made, cell.row, cell.column)
        covered._style = styles.of(cell._style)
        return covered
    leaves = cell.data_type == "f" and "!" in str(cell._value)
    if leaves and made.parent is not cell.parent.parent:
        raise OutsideTheFake("copying a formula that points to another sheet into another book")
    copied = Cell(made, cell.row, cell.column, style_array=styles.of(cell._style))
    copied._value, copied.data_type = copy(cell._value), cell.data_type
    if cell._hyperlink is not None:
        copied._hyperlink = copy(cell._hyperlink)
        made._hyperlinks.append(copied._hyperlink)
    if cell.comment is not None:
        copied.comment = copy(cell.comment)
    return copied


def _copy_lines(source: Worksheet, made: Worksheet, styles: _Styles) -> None:
    for row, found in source.row_dimensions.items():
        line = RowDimension(made, row, ht=found.ht, hidden=found.hidden)
        line._style = styles.of(found._style)
        made.row_dimensions[row] = line
    for letter, found in source.column_dimensions.items():
        made.column_dimensions[letter] = column = ColumnDimension(
            made, letter, found.width, hidden=found.hidden, min=found.min, max=found.max
        )
        column._style = styles.of(found._style)


def _copy_table(table: Table, book: Workbook) -> Table:
    """The table under a name the book does not have yet."""
    taken = {name.lower() for sheet in book.worksheets for name in sheet.tables}
    name, number = table.displayName, 1
    while name.lower() in taken:
        name, number = f"{table.displayName}{number}", number + 1
    copied = deepcopy(table)
    copied.name = copied.displayName = name
    return copied


def _copy_conditions(source: Worksheet) -> ConditionalFormattingList:
    copied = ConditionalFormattingList()
    for area in source.conditional_formatting:
        for rule in area.rules:
            copied.add(str(area.sqref), copy(rule))
    return copied
