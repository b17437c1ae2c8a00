"""Open books."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import native
from .base import base_classes
from .names import Names
from .sheets import Sheet, Sheets
from .trouble import CalcGone

if TYPE_CHECKING:
    from .apps import App

_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
    ".pdf": "calc_pdf_Export",
}
_CSV = "44,34,76,1,,0,false,true,false"  # comma, quotes, UTF-8, values as shown
_NO_BOOK = ".pdf"


def book_of(app: App, uid: str) -> Book:
    """The book with an id."""
    return Book(app, uid)


class Books(base_classes.Books):
    """The open books of one office, oldest first."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> native.NativeBooks:
        """Excel's own names, as far as Kepesertaan needs them."""
        return native.NativeBooks(self.app)

    def _all(self) -> list[list[str]]:
        found: list[list[str]] = self.app.connection.ask("books.all_open")
        return found

    @property
    def active(self) -> Book | None:
        """The book in front, None when there is none."""
        uid = self.app.connection.ask("office.active_book")
        return None if uid is None else Book(self.app, uid)

    def __call__(self, name_or_index: str | int) -> Book:
        """A book by its name or its place from 1; raises ``KeyError``."""
        found = self._all()
        if isinstance(name_or_index, str):
            for uid, name in found:
                if name.casefold() == name_or_index.casefold():
                    return Book(self.app, uid)
        elif 1 <= name_or_index <= len(found):
            return Book(self.app, found[name_or_index - 1][0])
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Book]:
        return (Book(self.app, uid) for uid, _ in self._all())

    def add(self) -> Book:
        """A new book."""
        return Book(self.app, self.app.connection.ask("books.add"))

    def open(
        self,
        fullname: str,
        update_links: Any = None,
        read_only: Any = None,
        *rest: Any,
        **more: Any,
    ) -> Book:
        """Open a file, its links not followed and its macros asleep."""
        if update_links or any(value is not None for value in (*rest, *more.values())):
            raise NotImplementedError("Calc opens files without these options")
        path = str(Path(fullname).resolve())
        return Book(
            self.app, self.app.connection.ask("books.open_path", path, bool(read_only), False)
        )

    def open_copy(self, path: str) -> Book:
        """A new book that begins as a copy of a file."""
        path = str(Path(path).resolve())
        return Book(self.app, self.app.connection.ask("books.open_path", path, False, True))


class Book(base_classes.Book):
    """One open book, known by the id the office gives it."""

    def __init__(self, app: App, uid: str) -> None:
        self._app = app
        self.uid = uid
        self._first_day: date | None = None

    def ask(self, what: str, *given: Any) -> Any:
        """Ask the worker about this book."""
        return self._app.connection.ask(what, self.uid, *given)

    @property
    def api(self) -> native.NativeBook:
        """Excel's own names, as far as Kepesertaan needs them."""
        return native.NativeBook(self)

    @property
    def app(self) -> App:
        """The office it is open in."""
        return self._app

    @property
    def name(self) -> str:
        """Its file's name, or the one an unsaved book has."""
        return str(self.ask("books.name"))

    @property
    def fullname(self) -> str:
        """Where it is saved; just its name when it never was."""
        return str(self.ask("books.path")) or self.name

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its defined names, those of its sheets among them."""
        return Names(self)

    def activate(self) -> None:
        """Bring it to the front."""
        self.ask("books.activate")
        self._app.activate()

    def close(self) -> None:
        """Close it without saving."""
        self.ask("books.close")

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it under the name it has, or another: .xlsx, .xlsm, .xls, .ods or .csv."""
        if password is not None:
            raise NotImplementedError("saving with a password")
        saved = str(self.ask("books.path"))
        if path is None and saved:
            self.ask("books.save_again")
            return
        target = Path(os.path.realpath(path or self.name + ".xlsx"))
        if target.suffix.lower() == _NO_BOOK:
            raise ValueError("a PDF is no book: use to_pdf")
        self.ask("books.save", str(target), _filter(target))

    def save_copy(self, path: Path) -> None:
        """Write the book as it is to another file; its own name and state stay.

        What is saved and not changed since is copied byte for byte: Calc's own writing loses some
        of what Excel put into a file.
        """
        saved = str(self.ask("books.path"))
        is_same_kind = Path(saved).suffix.lower() == path.suffix.lower()
        if saved and is_same_kind and not self.state["changed"] and Path(saved).is_file():
            shutil.copyfile(saved, path)
        else:
            self.ask("books.save_copy", str(path.resolve()), _filter(path))

    def to_pdf(self, path: str, quality: str) -> None:
        """Write all sheets as a PDF."""
        if quality != "standard":
            raise NotImplementedError(f"quality: {quality}")
        self.save_copy(Path(path))

    @property
    def state(self) -> dict[str, Any]:
        """``read_only``, ``shared``, ``locked`` (structure), ``changed``, ``first_day``."""
        found: dict[str, Any] = self.ask("books.state")
        return found

    @property
    def first_day(self) -> date:
        """Day 0 of its dates: 30 December 1899, or 1 January 1904."""
        if self._first_day is None:
            self._first_day = date(*self.state["first_day"])
        return self._first_day

    @contextlib.contextmanager
    def undo_group(self, title: str) -> Iterator[None]:
        """All that is done within it is one step for undo, under this title."""
        self.ask("books.begin_undo", title)
        try:
            yield
        finally:
            with contextlib.suppress(CalcGone):  # then it has been taken back, or Calc ended
                self.ask("books.end_undo")

    def undo(self) -> None:
        """Take back the last step; raises ``KeyError`` when there is none."""
        self.ask("books.undo")

    @property
    def undo_titles(self) -> list[str]:
        """The steps that can be taken back, the last one first."""
        return list(self.ask("books.undo_titles"))

    @property
    def active_sheet(self) -> Sheet:
        """The sheet in front."""
        return self.sheets.active


def _filter(path: Path) -> dict[str, str]:
    """How Calc is told the kind of a file. Raises ``NotImplementedError`` for other kinds."""
    name = _FILTERS.get(path.suffix.lower())
    if name is None:
        raise NotImplementedError(f"Calc does not write {path.suffix}")
    return {"FilterName": name} | ({"FilterOptions": _CSV} if path.suffix.lower() == ".csv" else {})
