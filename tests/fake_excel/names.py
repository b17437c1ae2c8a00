"""``Names``: defined names of a book or a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook as Book
from openpyxl.workbook.defined_name import DefinedName

from fake_excel import areas
from fake_excel.areas import Box
from fake_excel.com import ComObject, method, prop, refused

if TYPE_CHECKING:
    from fake_excel.workbook import Workbook
    from fake_excel.worksheet import Worksheet


class Name(ComObject):
    """One defined name; ``sheet`` is where it is valid, None for the whole book."""

    def __init__(self, book: Workbook, defined: DefinedName, sheet: Worksheet | None):
        super().__init__(book._wire)
        self._book = book
        self._defined = defined
        self._scope = sheet

    def _boxes(self) -> tuple[Any, list[Box]] | None:
        return self._book._refers_to(self._defined.attr_text)

    @prop
    def Name(self) -> str:
        scope = self._scope._prefix() if self._scope else ""
        return scope + self._defined.name

    @Name.put
    def Name(self, text: str) -> None:
        names = self._book._name_table(self._scope)
        del names[self._defined.name]
        self._defined.name = text
        names[text] = self._defined

    @prop
    def RefersTo(self) -> str:
        return f"={self._defined.attr_text}"

    @RefersTo.put
    def RefersTo(self, text: str) -> None:
        self._defined.attr_text = text.removeprefix("=")

    @prop
    def RefersToRange(self) -> Any:
        """Fails where the name is no range (its page)."""
        found = self._boxes()
        if found is None:
            raise refused("Application-defined or object-defined error")
        return found[0]._range(*found[1])

    @prop
    def Visible(self) -> bool:
        return not self._defined.hidden

    @method
    def Delete(self) -> None:
        del self._book._name_table(self._scope)[self._defined.name]


class Names(ComObject):
    """All names of a book, or those valid in one sheet."""

    def __init__(self, book: Workbook, sheet: Worksheet | None = None):
        super().__init__(book._wire)
        self._book = book
        self._scope = sheet

    def _all(self) -> list[Name]:
        if self._scope is None:
            return self._book._names()
        return [name for name in self._book._names() if name._scope is self._scope]

    @prop
    def Count(self) -> int:
        return len(self._all())

    @method
    def Item(self, Index: Any) -> Name:
        return self._item(Index)

    def __call__(self, Index: Any) -> Name:
        self._wire.cross("Names.Item()")
        return self._item(Index)

    def _item(self, index: Any) -> Name:
        for number, name in enumerate(self._all(), 1):
            full = (name._scope._prefix() if name._scope else "") + name._defined.name
            if index == number or str(index).lower() in (full.lower(), name._defined.name.lower()):
                return name
        # xlwings/_xlwindows.py, Names.contains, expects this one and not "Invalid index".
        raise refused("Application-defined or object-defined error")

    def __iter__(self) -> Iterator[Name]:
        self._wire.cross("Names._NewEnum")
        for name in self._all():
            self._wire.cross("Names._NewEnum.Next()")
            yield name

    @method
    def Add(self, Name: str, RefersTo: str, Visible: bool = True) -> Name:
        return self._book._add_name(Name, RefersTo, self._scope)


class Naming(ComObject):
    """The part of ``Workbook`` that knows its names."""

    _wb: Book
    _wrappers: dict[int, Worksheet]

    def _name_table(self, sheet: Worksheet | None) -> dict[str, DefinedName]:
        return sheet._ws.defined_names if sheet else self._wb.defined_names

    def _names(self) -> list[Name]:
        scopes = [None, *(self._sheet_of(sheet) for sheet in self._wb.worksheets)]
        return [Name(self, d, s) for s in scopes for d in self._name_table(s).values()]

    def _add_name(self, text: str, refers: str, sheet: Worksheet | None = None) -> Name:
        scope, _, bare = text.rpartition("!")
        if scope:
            title = scope.strip("'").lower()
            sheet = next(s for s in self._wrappers.values() if s._ws.title.lower() == title)
        made = DefinedName(bare, attr_text=refers.removeprefix("="))
        self._name_table(sheet)[bare] = made
        self._touched()
        return Name(self, made, sheet)

    def _name_boxes(self, text: str, sheet: Worksheet) -> tuple[Worksheet, list[Box]] | None:
        """Where a name points that is valid in the sheet."""
        for name in self._names():
            if name._defined.name.lower() == text.lower() and name._scope in (None, sheet):
                return name._boxes()
        return None

    def _refers_to(self, text: str) -> tuple[Worksheet, list[Box]] | None:
        title, mark, address = text.rpartition("!")
        boxes = areas.parse(address) if mark else None
        bare = title.strip("'").replace("''", "'").lower()
        found = [s for s in self._wb.worksheets if s.title.lower() == bare]
        return (self._sheet_of(found[0]), boxes) if found and boxes else None
