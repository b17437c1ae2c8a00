"""Answer questions about the office until the other side ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any, BinaryIO

import uno

from . import books, cells, looks, names, office, parts, sheets
from .session import Refused, Session
from .wire import receive, send

_PARTS = {
    "office": office, "books": books, "sheets": sheets, "cells": cells, "looks": looks,
    "names": names, "parts": parts,
}  # fmt: skip
_PAUSE, _TRIES = 0.05, 2400  # two minutes; the other side ends us when it has waited enough
_GONE = ("DisposedException", "NoConnectException", "ConnectionSetupException")


def main(pipe: str, whose: str) -> int:
    """Connect by a pipe of this name, say so, and answer; 0 when the other side ended.

    However it ended, a private office ends with it, and the user's gets back what we held.
    """
    asked, answers = _streams()
    try:
        session = Session(connect(pipe))
    except Exception as error:  # noqa: BLE001  # the other side tells the user
        send(answers, bad(error))
        return 1
    send(answers, {"ok": office.version(session)})
    while True:
        question = receive(asked)
        if question is None:
            answer(session, "office.end" if whose == "private" else "books.release", [])
            return 0
        session.drop(question["drop"])
        send(answers, answer(session, question["ask"], question["with"]))


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Our two ends; whatever prints afterwards cannot spoil an answer."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


def connect(pipe: str) -> Any:
    """The office that listens on a pipe; waits for one that is still starting."""
    for _ in range(_TRIES):
        try:
            return _connect_once(pipe)
        except Exception as error:
            if not _name(error).startswith("NoConnect"):
                raise
            time.sleep(_PAUSE)
    return _connect_once(pipe)


def _connect_once(pipe: str) -> Any:
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")


def answer(session: Session, ask: str, given: list[Any]) -> dict[str, Any]:
    """The answer to one question."""
    try:
        return {"ok": operation(ask)(session, *given)}
    except Exception as error:  # noqa: BLE001  # every failure is an answer
        return bad(error, session)


def operation(ask: str) -> Callable[..., Any]:
    """The function that answers; only functions our parts define themselves."""
    part, _, name = ask.partition(".")
    found = getattr(_PARTS[part], name)
    if name.startswith("_") or found.__module__ != _PARTS[part].__name__:
        raise KeyError(ask)
    return found  # type: ignore[no-any-return]


def bad(error: Exception, session: Session | None = None) -> dict[str, Any]:
    """A failure as an answer: its kind, and for UNO only the name of the error."""
    if isinstance(error, Refused):
        return {"bad": error.kind, "why": str(error)}
    name = _name(error)
    if session is None or (name in _GONE and not _is_alive(session)):
        return {"bad": "gone", "why": name}
    if name == "DisposedException":
        return {"bad": "missing", "why": "the book or sheet is no longer open"}
    return {"bad": "refused", "why": name}


def _name(error: Exception) -> str:
    """UNO's errors have their whole path as a name."""
    return type(error).__name__.rpartition(".")[2]


def _is_alive(session: Session) -> bool:
    try:
        session.books()
    except Exception:  # noqa: BLE001  # any failure says the same
        return False
    return True
