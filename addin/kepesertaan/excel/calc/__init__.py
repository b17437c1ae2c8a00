"""LibreOffice Calc as an xlwings engine: the buttons of Excel, unchanged, in an open Calc.

    with calc.attach() as app:            # the Calc that the user has open
        book = app.books.active
        with calc.undo_group(book, "Kepesertaan: Bersihkan"):
            ...                           # one Ctrl+Z takes all of it back

Three layers. ``apps``, ``books``, ``sheets``, ``ranges`` and what they use are xlwings' tree of
classes; they decide what Excel would do (``semantics``, ``typed``, ``values``) and ask in plain
data (``connection``). ``uno_worker`` is another process, run by LibreOffice's own Python: it alone
speaks UNO. ``launch`` starts a private LibreOffice or attaches to the one that runs. ``native``
answers to the names of Excel's own object model that Kepesertaan uses.

Whatever is not there raises ``NotImplementedError``; where Calc is more tolerant than Excel (long
addresses, names of sheets, a second note) it is Excel that decides.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from .trouble import CalcError, CalcGone, CalcMissing, CalcNotOpen, CalcProtected

__all__ = [
    "CalcError",
    "CalcGone",
    "CalcMissing",
    "CalcNotOpen",
    "CalcProtected",
    "active_book",
    "attach",
    "engine",
    "start",
    "undo_group",
]


def engine() -> Any:
    """Our ``xlwings.Engine``, known to xlwings from the first call on under the name ``calc``."""
    from kepesertaan.excel.load import load_xlwings

    xlwings = load_xlwings()
    for known in xlwings.engines:
        if known.name == "calc":
            return known
    from .apps import Engine

    xlwings.engines.add(xlwings.Engine(impl=Engine()))
    return xlwings.engines["calc"]


def attach(soffice: str | None = None, profile: Path | None = None) -> Any:
    """The ``xlwings.App`` of the Calc that runs; ``quit`` leaves it running.

    ``profile``: the folder of its settings, when it was started with another than the user's own.
    Raises ``CalcMissing``, ``CalcNotOpen`` or ``CalcGone``.
    """
    from .launch import attach_office

    return _app(attach_office(soffice, profile))


def start(soffice: str | None = None) -> Any:
    """The ``xlwings.App`` of a private LibreOffice without windows; ``quit`` ends it.

    Raises ``CalcMissing`` or ``CalcGone``.
    """
    from .launch import start_office

    return _app(start_office(soffice))


def _app(office: Any) -> Any:
    from kepesertaan.excel.load import load_xlwings

    return load_xlwings().App(impl=engine().impl.apps.join(office))


def active_book(app: Any) -> Any | None:
    """The xlwings book in front, None when it is none of Calc's."""
    return None if app.books.impl.active is None else app.books.active


def undo_group(book: Any, title: str) -> AbstractContextManager[None]:
    """What is done to an xlwings book within it is one step for undo, under this title."""
    group: AbstractContextManager[None] = book.impl.undo_group(title)
    return group
