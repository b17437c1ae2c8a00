"""The sheets of a book, and what belongs to a whole sheet."""

from __future__ import annotations

from typing import Any

from . import looks
from .session import Refused, Session, address, rect_of, rects_of

_HOLDS = 1 | 2 | 4 | 16  # CellFlags: numbers, dates, texts, formulas


def all_in(session: Session, uid: str) -> list[list[Any]]:
    """A number and the name of every sheet."""
    found = session.book(uid).Sheets
    every = [found.getByIndex(k) for k in range(found.Count)]
    return [[session.keep(uid, sheet), sheet.Name] for sheet in every]


def names_in(session: Session, uid: str) -> list[str]:
    """The names of the sheets."""
    return list(session.book(uid).Sheets.ElementNames)


def at(session: Session, uid: str, index: int) -> int:
    """A number for the sheet at a place, from 0."""
    found = session.book(uid).Sheets
    if not 0 <= index < found.Count:
        raise Refused("missing", "no sheet at this place")
    return session.keep(uid, found.getByIndex(index))


def named(session: Session, uid: str, name: str) -> int:
    """A number for the sheet with a name, in small or large letters."""
    names = names_in(session, uid)
    for k, other in enumerate(names):
        if other.casefold() == name.casefold():
            return at(session, uid, k)
    raise Refused("missing", "no sheet of this name")


def active(session: Session, uid: str) -> int:
    """A number for the sheet in front."""
    return session.keep(uid, session.book(uid).CurrentController.ActiveSheet)


def name(session: Session, number: int) -> str:
    """The name of a sheet."""
    return str(session.sheet(number).Name)


def rename(session: Session, number: int, name: str) -> None:
    """Give a sheet another name."""
    session.guard_sheets(session.uid_of(number))
    _refuse_taken(session, session.uid_of(number), name, but=session.index_of(number))
    session.sheet(number).Name = name


def _refuse_taken(session: Session, uid: str, name: str, but: int = -1) -> None:
    others = [other for k, other in enumerate(names_in(session, uid)) if k != but]
    if name.casefold() in (other.casefold() for other in others):
        raise Refused("value", "the name is taken")


def index(session: Session, number: int) -> int:
    """Its place among the sheets, from 0."""
    return session.index_of(number)


def add(session: Session, uid: str, place: int, name: str) -> int:
    """Add an empty sheet at a place and bring it to the front."""
    session.guard_sheets(uid)
    _refuse_taken(session, uid, name)
    book = session.book(uid)
    book.Sheets.insertNewByName(name, place)
    book.CurrentController.setActiveSheet(book.Sheets.getByIndex(place))
    return at(session, uid, place)


def copy(session: Session, number: int, uid: str, place: int, name: str) -> None:
    """Copy a sheet to a place, in its own book or in another open one; the copy is in front."""
    session.guard_sheets(uid)
    _refuse_taken(session, uid, name)
    book = session.book(uid)
    if uid == session.uid_of(number):
        book.Sheets.copyByName(session.sheet(number).Name, name, place)
    elif is_filtered(session, number):  # hidden rows would be left out of a paste
        book.Sheets.importSheet(session.book_of(number), session.sheet(number).Name, place)
        book.Sheets.getByIndex(place).Name = name
    else:
        book.Sheets.insertNewByName(name, place)
        _paste(session, number, at(session, uid, place))
    book.CurrentController.setActiveSheet(book.Sheets.getByIndex(place))


def _paste(session: Session, number: int, new: int) -> None:
    """Fill an empty sheet with all there is on another: unlike ``importSheet``, undo knows it."""
    there, here = session.book_of(number).CurrentController, session.book_of(new).CurrentController
    source = session.sheet(number)
    there.setActiveSheet(source)
    there.select(session.area(number, [0, 0, source.Rows.Count - 1, used(session, number)[3]]))
    here.setActiveSheet(session.sheet(new))
    here.select(session.area(new, [0, 0, 0, 0]))
    here.insertTransferable(there.getTransferable())
    here.select(session.area(new, [0, 0, 0, 0]))
    if there.hasFrozenPanes():
        here.freezeAtPosition(there.getSplitColumn(), there.getSplitRow())
    arrows = filter_area(session, number)
    if arrows:
        filter_on(session, new, arrows, True)


def move(session: Session, number: int, place: int) -> None:
    """Move a sheet before the one that is at a place now."""
    session.guard_sheets(session.uid_of(number))
    session.book_of(number).Sheets.moveByName(name(session, number), place)


def delete(session: Session, number: int) -> None:
    """Remove a sheet; the last one, and the last that can be seen, must stay."""
    session.guard_sheets(session.uid_of(number))
    _refuse_last(session, number)
    session.book_of(number).Sheets.removeByName(name(session, number))


def _refuse_last(session: Session, number: int) -> None:
    found = session.book_of(number).Sheets
    own = session.index_of(number)
    if not any(found.getByIndex(k).IsVisible for k in range(found.Count) if k != own):
        raise Refused("refused", "a book must keep a sheet that can be seen")


def is_visible(session: Session, number: int) -> bool:
    """Whether it can be seen."""
    return bool(session.sheet(number).IsVisible)


def show(session: Session, number: int, on: bool) -> None:
    """Show or hide it."""
    session.guard_sheets(session.uid_of(number))
    if not on:
        _refuse_last(session, number)
    session.sheet(number).IsVisible = on


def is_protected(session: Session, number: int) -> bool:
    """Whether its locked cells cannot be written."""
    return bool(session.sheet(number).isProtected())


def protect(session: Session, number: int, on: bool) -> None:
    """Protect it without a password, or take such a protection away."""
    sheet = session.sheet(number)
    if on:
        sheet.protect("")
    else:
        sheet.unprotect("")


def activate(session: Session, number: int) -> None:
    """Bring it to the front of its book."""
    session.book_of(number).CurrentController.setActiveSheet(session.sheet(number))


def select(session: Session, number: int, rects: list[list[int]]) -> None:
    """Select cells; their sheet comes to the front."""
    control = session.book_of(number).CurrentController
    control.setActiveSheet(session.sheet(number))
    control.select(session.areas(number, rects))


def size(session: Session, number: int) -> list[int]:
    """How many rows and columns it has."""
    sheet = session.sheet(number)
    return [sheet.Rows.Count, sheet.Columns.Count]


def used(session: Session, number: int) -> list[int]:
    """The block that covers everything in use."""
    cursor = session.sheet(number).createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    return rect_of(cursor.getRangeAddress())


def last_filled(session: Session, number: int) -> list[list[int]] | None:
    """The last cells that hold anything, [by rows, by columns]; None when none does.

    The block in use is no guide: it also covers looks.
    """
    sheet = session.sheet(number)
    found = rects_of(sheet.queryContentCells(_HOLDS))
    if not found:
        return None
    by_rows = max((bottom, right) for _, _, bottom, right in found)
    by_columns = max((right, bottom) for _, _, bottom, right in found)
    return [[*by_rows], [by_columns[1], by_columns[0]]]


def clear(session: Session, number: int, flags: int) -> None:
    """Remove from all cells what the flags (CellFlags) say."""
    block = used(session, number)
    session.guard(number, [block])
    session.sheet(number).clearContents(flags)


def freeze(session: Session, number: int, rows: int, columns: int) -> None:
    """Keep the first rows and columns in view; 0 and 0: none."""
    control = session.book_of(number).CurrentController
    before = control.ActiveSheet
    control.setActiveSheet(session.sheet(number))
    control.freezeAtPosition(columns, rows)
    control.setActiveSheet(before)


def filter_on(session: Session, number: int, rect: list[int], on: bool) -> None:
    """Put the filter arrows on the first row of a block, or take them off the sheet."""
    session.guard(number, [rect])
    place = session.index_of(number)
    ranges = session.book_of(number).getPropertyValue("UnnamedDatabaseRanges")
    if on:
        ranges.setByTable(address(place, rect))
    if ranges.hasByTable(place):
        ranges.getByTable(place).AutoFilter = on


def filter_area(session: Session, number: int) -> list[int] | None:
    """The block that has filter arrows, None when there is none."""
    place = session.index_of(number)
    ranges = session.book_of(number).getPropertyValue("UnnamedDatabaseRanges")
    if not ranges.hasByTable(place):
        return None
    found = ranges.getByTable(place)
    return rect_of(found.DataArea) if found.AutoFilter else None


def is_filtered(session: Session, number: int) -> bool:
    """Whether a filter hides rows."""
    lines = session.sheet(number).Rows
    hidden = looks.hidden(session, number, 0, used(session, number)[2], False)
    return any(lines.getByIndex(first).IsFiltered for first, _ in hidden)
