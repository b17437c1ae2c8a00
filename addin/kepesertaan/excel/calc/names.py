"""Defined names, of a book (those of its sheets among them) or of one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .base import base_classes

if TYPE_CHECKING:
    from .books import Book
    from .ranges import Range
    from .sheets import Sheet


class Names(base_classes.Names):
    """The names of a book; with ``sheet`` only those that are valid on this sheet alone."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> Names:
        """Calc has nothing more for them."""
        return self

    def _all(self) -> list[Name]:
        found = [Name(self.book, one["sheet"], one["name"]) for one in self.book.ask("names.every")]
        if self.sheet is None:
            return found
        own = self.sheet.name
        return [name for name in found if name.sheet == own]

    def snapshot(self) -> list[tuple[str, Name]]:
        """Every name with its object."""
        return [(name.name, name) for name in self._all()]

    def __call__(self, name_or_index: str | int) -> Name:
        """A name, by itself or by its place from 1; raises ``KeyError``."""
        found = self._all()
        if not isinstance(name_or_index, str):
            return found[name_or_index - 1]
        wanted = name_or_index.casefold()
        for name in found:
            if wanted in (name.name.casefold(), name.bare.casefold()):
                return name
        raise KeyError(name_or_index)

    def contains(self, name_or_index: str | int) -> bool:
        """Whether there is such a name."""
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all())

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name; ``Sheet1!name`` is valid on that sheet alone."""
        scope, _, bare = name.rpartition("!")
        sheet = scope.strip("'") or (self.sheet.name if self.sheet is not None else None)
        self.book.ask("names.add", sheet, bare, refers_to)
        return Name(self.book, sheet, bare)


class Name(base_classes.Name):
    """One name. ``sheet``: the sheet it is valid on, None for the whole book."""

    def __init__(self, book: Book, sheet: str | None, bare: str) -> None:
        self.book = book
        self.sheet = sheet
        self.bare = bare

    def _ask(self, what: str, *given: Any) -> Any:
        return self.book.ask(what, self.sheet, self.bare, *given)

    @property
    def api(self) -> Name:
        """Calc has nothing more for it."""
        return self

    @property
    def name(self) -> str:
        """The name, with its sheet when it is valid there alone."""
        return self.bare if self.sheet is None else f"{self.sheet}!{self.bare}"

    @name.setter
    def name(self, value: str) -> None:
        bare = value.rpartition("!")[2]
        self._ask("names.rename", bare)
        self.bare = bare

    @property
    def refers_to(self) -> str:
        """What it stands for, such as ``=Sheet1!$A$1:$B$3``."""
        return str(self._ask("names.refers_to"))

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._ask("names.add", value)

    @property
    def refers_to_range(self) -> Range:
        """The cells it stands for; raises ``ValueError`` when it stands for something else."""
        from .ranges import Range
        from .sheets import Sheet

        found = self._ask("names.area")
        if found is None:
            raise ValueError("the name does not stand for cells")
        return Range(Sheet(self.book, found["sheet"]), (tuple(found["rect"]),))

    def delete(self) -> None:
        """Remove the name; the cells stay."""
        self._ask("names.delete")
