"""``Window``: how a book is shown; most of it belongs to the active sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.views import Pane, SheetView

from fake_excel.com import ComObject, bad_index, method, prop

if TYPE_CHECKING:
    from fake_excel.application import Application
    from fake_excel.workbook import Workbook

FROZEN = ("frozen", "frozenSplit")


class Windows(ComObject):
    """The windows of a book or of Excel."""

    def __init__(self, app: Application, books: list[Workbook]):
        super().__init__(app._wire)
        self._books = books

    @prop
    def Count(self) -> int:
        return len(self._books)

    @method
    def Item(self, Index: Any) -> Window:
        return self._item(Index)

    def __call__(self, Index: Any) -> Window:
        self._wire.cross("Windows.Item()")
        return self._item(Index)

    def _item(self, index: Any) -> Window:
        for number, book in enumerate(self._books, 1):
            if index == number or str(index).lower() == book._name().lower():
                return Window(book)
        raise bad_index()


class Window(ComObject):
    """The one window of a book."""

    def __init__(self, book: Workbook):
        super().__init__(book._wire)
        self._book = book

    def _view(self) -> SheetView:
        return self._book._active._ws.sheet_view

    def _pane(self) -> Pane:
        view = self._view()
        if view.pane is None:
            view.pane = Pane(xSplit=0, ySplit=0, state="split", topLeftCell="A1")
        return view.pane

    @prop
    def Application(self) -> Application:
        return self._book._app

    @prop
    def Parent(self) -> Workbook:
        return self._book

    @prop
    def Caption(self) -> str:
        return self._book._name()

    @prop
    def Visible(self) -> bool:
        return True

    @prop
    def ActiveSheet(self) -> Any:
        return self._book._chart or self._book._active

    @method
    def Activate(self) -> None:
        self._book._app._front(self._book)

    @prop
    def DisplayGridlines(self) -> bool:
        shown = self._view().showGridLines
        return shown is None or bool(shown)

    @DisplayGridlines.put
    def DisplayGridlines(self, value: bool) -> None:
        self._view().showGridLines = bool(value)

    @prop
    def Zoom(self) -> int:
        return self._view().zoomScale or 100

    @Zoom.put
    def Zoom(self, percent: int) -> None:
        self._view().zoomScale = percent

    @prop
    def SplitRow(self) -> int:
        """Rows above the split, counted from the first row shown (its page)."""
        pane = self._view().pane
        return int(pane.ySplit or 0) if pane else 0

    @SplitRow.put
    def SplitRow(self, rows: int) -> None:
        self._pane().ySplit = rows
        self._settle()

    @prop
    def SplitColumn(self) -> int:
        pane = self._view().pane
        return int(pane.xSplit or 0) if pane else 0

    @SplitColumn.put
    def SplitColumn(self, columns: int) -> None:
        self._pane().xSplit = columns
        self._settle()

    @prop
    def FreezePanes(self) -> bool:
        pane = self._view().pane
        return pane is not None and pane.state in FROZEN

    @FreezePanes.put
    def FreezePanes(self, value: bool) -> None:
        """At the split; without one, above and left of the active cell (its page)."""
        view = self._view()
        if not value:
            if view.pane is not None:
                view.pane = None
            return
        pane = self._pane()
        if not pane.ySplit and not pane.xSplit:
            selected = self._book._active._selection
            top, left = selected._boxes[0][:2] if selected else (1, 1)
            pane.ySplit, pane.xSplit = top - self._top(), left - self._left()
        pane.state = "frozen"
        self._settle()

    def _top(self) -> int:
        """The first row shown; scrolling before freezing hides the rows above for good."""
        return self._corner()[0]

    def _left(self) -> int:
        return self._corner()[1]

    def _corner(self) -> tuple[int, int]:
        cell = self._view().topLeftCell
        if not cell:
            return 1, 1
        found = self._book._active._resolve(cell)[0]
        return found[0], found[1]

    def _settle(self) -> None:
        """Keep pane and view valid for the file: which part is active, where it begins."""
        view, pane = self._view(), self._pane()
        if not pane.ySplit and not pane.xSplit:
            view.pane = None
            return
        rows, columns = int(pane.ySplit or 0), int(pane.xSplit or 0)
        row, col = self._top() + rows, self._left() + columns
        pane.topLeftCell = f"{get_column_letter(col)}{row}"
        pane.activePane = {(True, True): "bottomRight", (True, False): "bottomLeft"}.get(
            (rows > 0, columns > 0), "topRight"
        )
        view.selection[0].pane = pane.activePane

    @prop
    def ScrollRow(self) -> int:
        return self._top()

    @ScrollRow.put
    def ScrollRow(self, row: int) -> None:
        self._view().topLeftCell = f"{get_column_letter(self._left())}{row}"

    @prop
    def ScrollColumn(self) -> int:
        return self._left()

    @ScrollColumn.put
    def ScrollColumn(self, column: int) -> None:
        self._view().topLeftCell = f"{get_column_letter(column)}{self._top()}"
