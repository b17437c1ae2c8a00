"""``Worksheet``: one sheet of an open workbook."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from fake_excel import areas, looks
from fake_excel.areas import COLUMNS, ROWS, Box
from fake_excel.attached import Comment, Hyperlinks
from fake_excel.com import method, prop, refused
from fake_excel.entry import Content
from fake_excel.filters import Filtered
from fake_excel.grid import Grid
from fake_excel.measures import Measured
from fake_excel.moving import Moving
from fake_excel.names import Names
from fake_excel.page import PageSetup, Tab
from fake_excel.pivots import PivotTables
from fake_excel.protecting import Protected
from fake_excel.range import Range
from fake_excel.renaming import follow_rename, quoted
from fake_excel.tables import ListObject, ListObjects

if TYPE_CHECKING:
    from fake_excel.workbook import Workbook

VISIBLE, HIDDEN, VERY_HIDDEN = -1, 0, 2  # XlSheetVisibility
STATES = {VISIBLE: "visible", HIDDEN: "hidden", VERY_HIDDEN: "veryHidden"}
LONGEST_NAME = 31
_SHEET_BEFORE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)")
NO_RANGE = "Application-defined or object-defined error"


def check_name(name: str, others: set[str]) -> None:
    """Refuse what Excel refuses as a sheet name.

    Source: support.microsoft.com, "Rename a worksheet": not blank, at most 31 characters, none of
    / \\ ? * : [ ], no apostrophe first or last, not "History"; and unique, whatever the case.
    """
    bad = (
        not name
        or len(name) > LONGEST_NAME
        or re.search(r"[/\\?*:\[\]]", name)
        or "'" in (name[0], name[-1])
        or name.lower() == "history"
    )
    if bad:
        raise refused("You typed an invalid name for a sheet or chart.")
    if name.lower() in others:
        raise refused("That name is already taken. Try a different one.")


class Worksheet(Protected, Measured, Filtered, Moving):
    """A sheet, whose cells are those of an openpyxl worksheet."""

    def __init__(self, book: Workbook, sheet: Sheet, results: dict[tuple[int, int], Content]):
        super().__init__(book._wire)
        self._book = book
        self._ws = sheet
        self._grid = Grid(sheet, results)
        self._selection: Range | None = None
        self._known_looks: dict[Hashable, dict[bytes, StyleArray]] = {}
        self._spills: list[
            Box
        ] = []  # what dynamic arrays fill; only the first cell has a formula [K]
        self._password: str | None = None
        self._macros_may_write = False

    def _same(self) -> Any:
        return id(self._ws)

    def __repr__(self) -> str:
        return f"<Worksheet {self._ws.title}>"

    def _range(self, *boxes: Box) -> Range:
        return Range(self, list(boxes))

    def _prefix(self, *, book: bool = False) -> str:
        """``Sheet1!`` as it stands before an address."""
        if not book:
            return quoted(self._ws.title) + "!"
        name = f"[{self._book._name()}]{self._ws.title}"
        return (name if quoted(re.sub(r"[][]", "", name))[0] != "'" else f"'{name}'") + "!"

    def _resolve(self, one: Any, other: Any = None) -> list[Box]:
        """Boxes of what stands in ``Range(one, other)``: addresses, names, ranges."""
        ends = [one] if other is None else [one, other]
        boxes = [self._boxes_of(end) for end in ends]
        return boxes[0] if other is None else [areas.bounding(boxes[0] + boxes[1])]

    def _boxes_of(self, end: Any) -> list[Box]:
        if isinstance(end, Range):
            if end._sheet is not self:
                raise refused(NO_RANGE)
            return end._boxes
        if not isinstance(end, str) or len(end) > areas.LONGEST_ADDRESS:
            raise refused(NO_RANGE)
        found = areas.parse(end) or self._named_boxes(end)
        if found is None:
            raise refused(NO_RANGE)
        return found

    def _named_boxes(self, text: str) -> list[Box] | None:
        parts = _SHEET_BEFORE.fullmatch(text)
        if parts:
            sheet = (parts[1] or parts[2]).replace("''", "'")
            same = sheet.lower() == self._ws.title.lower()
            return areas.parse(parts[3]) if same else None
        for table in self._tables():
            if table._table.name.lower() == text.lower():
                return [table._body()] if table._body() else None
        found = self._book._name_boxes(text, self)
        return found[1] if found and found[0] is self else None

    def _tables(self) -> list[ListObject]:
        return [ListObject(self, table) for table in self._ws.tables.values()]

    # members

    @prop
    def Application(self) -> Any:
        return self._book._app

    @prop
    def Parent(self) -> Any:
        return self._book

    @prop
    def Name(self) -> str:
        return self._ws.title

    @Name.put
    def Name(self, name: str) -> None:
        self._book._check_structure()
        others = {sheet.title.lower() for sheet in self._book._wb._sheets if sheet is not self._ws}
        check_name(str(name), others)
        follow_rename(self._book._wb, self._ws.title, str(name))
        self._ws.title = str(name)
        self._book._touched()

    @prop
    def Index(self) -> int:
        return self._book._wb._sheets.index(self._ws) + 1

    @prop
    def Visible(self) -> int:
        return next(number for number, name in STATES.items() if name == self._ws.sheet_state)

    @Visible.put
    def Visible(self, value: int) -> None:
        self._book._check_structure()
        state = STATES[VISIBLE if value in (True, VISIBLE) else int(value)]
        shown = [s for s in self._book._wb._sheets if s.sheet_state == "visible"]
        if state != "visible" and shown == [self._ws]:
            raise refused("Unable to set the Visible property of the Worksheet class")
        self._ws.sheet_state = state
        self._book._touched()

    @prop
    def UsedRange(self) -> Range:
        return self._range(self._used())

    @prop
    def Cells(self) -> Range:
        return self._range((1, 1, ROWS, COLUMNS))

    @prop
    def Rows(self) -> Range:
        return Range(self, [(1, 1, ROWS, COLUMNS)], "rows")

    @prop
    def Columns(self) -> Range:
        return Range(self, [(1, 1, ROWS, COLUMNS)], "columns")

    @method
    def Range(self, Cell1: Any, Cell2: Any = None) -> Range:
        return self._range(*self._resolve(Cell1, Cell2))

    @prop
    def ListObjects(self) -> ListObjects:
        return ListObjects(self)

    @method
    def PivotTables(self) -> PivotTables:
        return PivotTables(self)

    @prop
    def Names(self) -> Names:
        return Names(self._book, self)

    @prop
    def Hyperlinks(self) -> Hyperlinks:
        return Hyperlinks(self, None)

    @prop
    def Comments(self) -> list[Comment]:
        used = looks.existing(self._ws, self._used())
        return [Comment(self, row, col) for row, col, cell in used if cell.comment]

    @prop
    def PageSetup(self) -> PageSetup:
        return PageSetup(self)

    @prop
    def Tab(self) -> Tab:
        return Tab(self)

    @method
    def Activate(self) -> None:
        if self._ws.sheet_state != "visible":
            raise refused("Activate method of Worksheet class failed")
        self._book._activate(self)

    @method
    def Select(self, Replace: bool = True) -> bool:
        if self._ws.sheet_state != "visible":
            raise refused("Select method of Worksheet class failed")
        self._book._activate(self)
        return True

    @method
    def Calculate(self) -> None:
        """The fake has results only where a file or a test gave them."""
