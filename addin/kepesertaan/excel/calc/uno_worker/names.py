"""Defined names, of a book and of its sheets. An owner is ``[book id, sheet number or None]``."""

from __future__ import annotations

from typing import Any

from .session import Refused, Session, cell_address, rect_of


def every(session: Session, uid: str) -> list[dict[str, Any]]:
    """All names of a book, then those of its sheets: each with the sheet it belongs to."""
    book = session.book(uid)
    found = [{"name": name, "sheet": None} for name in book.NamedRanges.ElementNames]
    for k in range(book.Sheets.Count):
        sheet = book.Sheets.getByIndex(k)
        for name in sheet.NamedRanges.ElementNames:
            found.append({"name": name, "sheet": sheet.Name})
    return found


def _owner(session: Session, uid: str, sheet: str | None) -> Any:
    book = session.book(uid)
    return (book if sheet is None else book.Sheets.getByName(sheet)).NamedRanges


def _named(session: Session, uid: str, sheet: str | None, name: str) -> Any:
    """A name, in small or large letters."""
    names = _owner(session, uid, sheet)
    for other in names.ElementNames:
        if other.casefold() == name.casefold():
            return names.getByName(other)
    raise Refused("missing", "no such name")


def refers_to(session: Session, uid: str, sheet: str | None, name: str) -> str:
    """What it stands for, in Excel's syntax."""
    found = _named(session, uid, sheet, name)
    return "=" + str(session.parser(uid).printFormula(found.getTokens(), cell_address(0, 0, 0)))


def area(session: Session, uid: str, sheet: str | None, name: str) -> dict[str, Any] | None:
    """The block it stands for, with its sheet; None when it stands for something else."""
    cells = _named(session, uid, sheet, name).getReferredCells()
    if cells is None:
        return None
    found = cells.getRangeAddress()
    owner = session.book(uid).Sheets.getByIndex(found.Sheet)
    return {"sheet": session.keep(uid, owner), "rect": rect_of(found)}


def find(session: Session, number: int, name: str) -> list[int]:
    """The block a name stands for on this sheet, as Excel's ``Range("name")`` looks for it."""
    uid, sheet = session.uid_of(number), session.sheet(number)
    for owner in (sheet.Name, None):
        try:
            found = area(session, uid, owner, name)
        except Refused:
            continue
        if found and session.index_of(found["sheet"]) == session.index_of(number):
            return list(found["rect"])
    raise Refused("value", "neither an address nor a name on this sheet")


def of_area(session: Session, number: int, rect: list[int]) -> dict[str, Any] | None:
    """The name that stands for exactly this block, if any."""
    uid, own = session.uid_of(number), session.index_of(number)
    for one in every(session, uid):
        found = area(session, uid, one["sheet"], one["name"])
        if found and session.index_of(found["sheet"]) == own and found["rect"] == rect:
            return one
    return None


def add(session: Session, uid: str, sheet: str | None, name: str, meaning: str) -> None:
    """Define a name, or let it stand for something else."""
    names = _owner(session, uid, sheet)
    if name in names.ElementNames:
        names.removeByName(name)
    tokens = session.parser(uid).parseFormula(meaning.lstrip("="), cell_address(0, 0, 0))
    names.addNewByName(name, "", cell_address(0, 0, 0), 0)
    names.getByName(name).setTokens(tokens)


def rename(session: Session, uid: str, sheet: str | None, name: str, new: str) -> None:
    """Give a name another name."""
    _named(session, uid, sheet, name).setName(new)


def delete(session: Session, uid: str, sheet: str | None, name: str) -> None:
    """Remove a name; cells stay."""
    found = _named(session, uid, sheet, name)
    _owner(session, uid, sheet).removeByName(found.getName())
