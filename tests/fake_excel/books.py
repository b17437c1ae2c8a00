"""``Workbooks``, and files that are shown but are not books: Protected View."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell.text import Text
from openpyxl.worksheet import _reader

from fake_excel.com import ComObject, bad_index, method, prop
from fake_excel.grid import stored
from fake_excel.workbook import Results, Workbook

if TYPE_CHECKING:
    from fake_excel.application import Application


class Workbooks(ComObject):
    """The open books."""

    def __init__(self, app: Application):
        super().__init__(app._wire)
        self._app = app

    @prop
    def Application(self) -> Application:
        return self._app

    @prop
    def Count(self) -> int:
        return len(self._app._books)

    @method
    def Item(self, Index: Any) -> Workbook:
        return self._item(Index)

    def __call__(self, Index: Any) -> Workbook:
        self._wire.cross("Workbooks.Item()")
        return self._item(Index)

    def _item(self, index: Any) -> Workbook:
        for number, book in enumerate(self._app._books, 1):
            if index == number or str(index).lower() == book._name().lower():
                return book
        raise bad_index()

    def __iter__(self) -> Iterator[Workbook]:
        self._wire.cross("Workbooks._NewEnum")
        for book in self._app._books:
            self._wire.cross("Workbooks._NewEnum.Next()")
            yield book

    @method
    def Add(self, Template: Any = None) -> Workbook:
        """A new book, or a copy of a file, which is not saved yet and named after it (its page)."""
        return (
            self._app._new_book("Sheet1") if Template is None else self._app._from(Path(Template))
        )

    @method
    def Open(
        self, Filename: str, UpdateLinks: Any = None, ReadOnly: Any = None, *rest: Any
    ) -> Workbook:
        assert all(value is None for value in rest), "arguments of Open the fake does not know"
        return self._app._open_file(Path(Filename), read_only=bool(ReadOnly))


class ProtectedViewWindow(ComObject):
    """A file shown in Protected View: not a book one can work with."""

    def __init__(self, app: Application, path: Path):
        super().__init__(app._wire)
        self._app = app
        self._path = path

    @prop
    def Caption(self) -> str:
        return self._path.name

    @prop
    def SourceName(self) -> str:
        return self._path.name

    @prop
    def SourcePath(self) -> str:
        return str(self._path.parent)


class _PlainText:
    """A text in a cell of its own (``inlineStr``) that has one look, as openpyxl reads it."""

    @staticmethod
    def from_tree(node: Any) -> Any:
        (only,) = node if len(node) == 1 else (None,)
        if only is None or not only.tag.endswith("}t"):
            return Text.from_tree(node)
        return SimpleNamespace(content=only.text or "")


@contextmanager
def plain_texts() -> Iterator[None]:
    """Let openpyxl read such texts directly: it builds an object of six parts for each."""
    _reader.Text = _PlainText  # type: ignore[misc]
    try:
        yield
    finally:
        _reader.Text = Text


def results_in(path: Path, book: Book) -> Results:
    """The results of formulas that the file holds; read only when there are formulas."""
    formulas = {
        sheet.title: [place for place, cell in sheet._cells.items() if cell.data_type == "f"]
        for sheet in book.worksheets
    }
    if not any(formulas.values()):
        return {}
    values = load_workbook(path, data_only=True)
    found: Results = {}
    for title, places in formulas.items():
        cells = values[title]._cells
        held = {place: cells[place] for place in places if cells[place]._value is not None}
        found[title] = {p: stored(c._value, c.data_type, book.epoch) for p, c in held.items()}
    return found
