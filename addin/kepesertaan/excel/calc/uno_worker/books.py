"""One open book: opening, saving, closing, its state, and undo."""

from __future__ import annotations

from typing import Any

import uno

from . import office
from .office import open_file
from .session import Refused, Session, is_book, properties, refusing


def all_open(session: Session) -> list[list[str]]:
    """Id and name of every open book, oldest first."""
    return [[uid, _name(model)] for uid, model in session.books().items()]


def _name(model: Any) -> str:
    return str(model.Title)


def name(session: Session, uid: str) -> str:
    """Its name: of the file, or the one an unsaved book has."""
    return _name(session.book(uid))


def path(session: Session, uid: str) -> str:
    """Where it is saved; "" when it never was."""
    url = session.book(uid).URL
    return uno.fileUrlToSystemPath(url) if url.startswith("file:") else str(url)


def add(session: Session) -> str:
    """A new, empty book."""
    return _opened(session, open_file(session, "private:factory/scalc", {}))


def open_path(session: Session, path: str, read_only: bool, as_template: bool) -> str:
    """Open a file; as a template it becomes a new book without a name.

    A file that somebody else has open is opened to be read only, as Excel does.
    """
    options = {"ReadOnly": read_only, "AsTemplate": as_template}
    front = office.active_book(session)
    with refusing("refused", "cannot open the file"):
        model = open_file(session, uno.systemPathToFileUrl(path), options)
        if model is None and not read_only:
            read = {**options, "ReadOnly": True}
            model = open_file(session, uno.systemPathToFileUrl(path), read)
    uid = _opened(session, model)
    session.behind[uid] = front
    return uid


def _opened(session: Session, model: Any) -> str:
    if not is_book(model):
        if model is not None:
            model.close(True)
        raise Refused("refused", "the file is not a workbook Calc can open")
    uid = str(model.RuntimeUID)
    session.books()
    return uid


def close(session: Session, uid: str) -> None:
    """Close it without saving; the book that was in front before it comes to the front again."""
    model = session.book(uid)
    if uid in session.locked:
        model.unlockControllers()
        session.locked.remove(uid)
    model.setModified(False)
    model.close(True)
    session.forget(uid)
    front = session.behind.pop(uid, None)
    if front in session.books():
        activate(session, front)


def save(session: Session, uid: str, path: str, given: dict[str, Any]) -> None:
    """Save it under a name, which becomes its own; over what is there."""
    session.book(uid).storeAsURL(uno.systemPathToFileUrl(path), _how(given))


def save_again(session: Session, uid: str) -> None:
    """Save it under the name it has."""
    session.book(uid).store()


def save_copy(session: Session, uid: str, path: str, given: dict[str, Any]) -> None:
    """Write it as it is now to another file; its own name and state stay."""
    session.book(uid).storeToURL(uno.systemPathToFileUrl(path), _how(given))


def _how(given: dict[str, Any]) -> tuple[Any, ...]:
    return properties(Overwrite=True, **given)


def state(session: Session, uid: str) -> dict[str, Any]:
    """How it stands: read-only, shared, structure protected, changed, the day dates count from."""
    model = session.book(uid)
    first = model.NullDate
    return {
        "read_only": bool(model.isReadonly()),
        "shared": _is_shared(model),
        "locked": bool(model.isProtected()),
        "changed": bool(model.isModified()),
        "first_day": [first.Year, first.Month, first.Day],
    }


def _is_shared(model: Any) -> bool:
    return bool(model.createInstance("com.sun.star.document.Settings").IsDocumentShared)


def activate(session: Session, uid: str) -> None:
    """Bring it to the front."""
    session.book(uid).CurrentController.Frame.activate()


def begin_undo(session: Session, uid: str, title: str) -> None:
    """What is done from here on is one step for undo."""
    manager = session.book(uid).UndoManager
    session.begun.append((uid, len(manager.getAllUndoActionTitles())))
    manager.enterUndoContext(title)


def end_undo(session: Session, uid: str) -> None:
    """The step ends here."""
    session.begun = [step for step in session.begun if step[0] != uid]
    session.book(uid).UndoManager.leaveUndoContext()


def release(session: Session) -> None:
    """Give the user's office back as it was, for the other side ended without a word.

    What it had begun as one step for undo is taken back.
    """
    office.release(session)
    for uid, steps in session.begun:
        end_undo(session, uid)
        if len(undo_titles(session, uid)) > steps:
            undo(session, uid)


def undo(session: Session, uid: str) -> None:
    """Take back the last step. Calc undoes new sheets in whatever book is in front."""
    activate(session, uid)
    manager = session.book(uid).UndoManager
    if not manager.isUndoPossible():
        raise Refused("missing", "there is nothing to undo")
    manager.undo()


def undo_titles(session: Session, uid: str) -> list[str]:
    """The steps that can be taken back, the last one first."""
    return list(session.book(uid).UndoManager.getAllUndoActionTitles())
