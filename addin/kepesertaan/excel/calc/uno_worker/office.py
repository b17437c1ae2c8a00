"""The office as a whole: what xlwings calls the app."""

from __future__ import annotations

from typing import Any

from .session import Session, UnoError, is_book, properties, rects_of


def version(session: Session) -> str:
    """The version of LibreOffice, such as ``7.4.7.2``."""
    kind = "com.sun.star.configuration.ConfigurationProvider"
    (where,) = properties(nodepath="/org.openoffice.Setup/Product")
    access = session.service(kind).createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationAccess", (where,)
    )
    return str(access.getByName("ooSetupVersionAboutBox") or access.getByName("ooSetupVersion"))


def active_book(session: Session) -> str | None:
    """The id of the book in front, None when it is none of Calc's."""
    model = session.desktop.CurrentComponent
    return model.RuntimeUID if is_book(model) else None


def selection(session: Session) -> dict[str, Any] | None:
    """Sheet and rectangles that are selected in the book in front; None for a picture."""
    model = session.desktop.CurrentComponent
    if not is_book(model):
        return None
    chosen = model.CurrentController.getSelection()
    if hasattr(chosen, "getRangeAddresses"):
        rects = rects_of(chosen)
        index = chosen.getRangeAddresses()[0].Sheet
    elif hasattr(chosen, "getRangeAddress"):
        found = chosen.getRangeAddress()
        index = found.Sheet
        rects = [[found.StartRow, found.StartColumn, found.EndRow, found.EndColumn]]
    else:
        return None
    sheet = model.Sheets.getByIndex(index)
    return {
        "book": model.RuntimeUID,
        "sheet": session.keep(model.RuntimeUID, sheet),
        "rects": rects,
    }


def hold_screen(session: Session, hold: bool) -> None:
    """Let open books not be drawn again, or draw all that we held."""
    open_books = session.books()
    if hold:
        for uid in set(open_books) - set(session.locked):
            open_books[uid].lockControllers()
            session.locked.append(uid)
        return
    for uid in session.locked:
        if uid in open_books:
            open_books[uid].unlockControllers()
    session.locked.clear()


def hold_user(session: Session, hold: bool) -> None:
    """Let the windows of open books take no key or click, or take them again."""
    for model in session.books().values():
        model.CurrentController.Frame.ContainerWindow.setEnable(not hold)
    session.is_held = hold


def is_calculating(session: Session) -> bool:
    """Whether formulas are calculated again at once, in any open book."""
    return any(model.isAutomaticCalculationEnabled() for model in session.books().values())


def set_calculating(session: Session, on: bool) -> None:
    """Stop calculating at once in every open book, or go on where we stopped it; else in all."""
    found = session.books()
    if not on:
        running = [uid for uid in found if found[uid].isAutomaticCalculationEnabled()]
        session.stopped += running
    else:
        running = [uid for uid in session.stopped if uid in found] or list(found)
        session.stopped.clear()
    for uid in running:
        found[uid].enableAutomaticCalculation(on)


def calculate(session: Session) -> None:
    """Calculate what is stale, in all open books."""
    for model in session.books().values():
        model.calculate()


def show_status(session: Session, text: str | None) -> None:
    """Write the line at the bottom of the book in front; None gives it back."""
    model = session.desktop.CurrentComponent
    if not is_book(model):
        return
    line = model.CurrentController.getStatusIndicator()
    if text is None:
        line.end()
    else:
        line.start(text, 0)


def is_visible(session: Session) -> bool:
    """Whether any book has a window that can be seen."""
    return any(
        model.CurrentController.Frame.ContainerWindow.isVisible()
        for model in session.books().values()
    )


def end(session: Session) -> bool:
    """Close every book without saving and end the office; False when it refuses."""
    for model in session.books().values():
        model.setModified(False)
        model.close(True)
    try:
        return bool(session.desktop.terminate())
    except UnoError:
        return True  # it ended before it could answer


def release(session: Session) -> None:
    """Let go of all that we hold."""
    hold_screen(session, False)
    if session.is_held:
        hold_user(session, False)
    if session.stopped:
        set_calculating(session, True)
    show_status(session, None)


def open_file(session: Session, url: str, options: dict[str, Any]) -> Any:
    """Open a file, its macros and links asleep."""
    quiet = {"MacroExecutionMode": 0, "UpdateDocMode": 0, **options}
    return session.desktop.loadComponentFromURL(url, "_blank", 0, properties(**quiet))


def variable(session: Session, name: str) -> str:
    """A variable the office was started with, "" when it was not."""
    macros = session.context.getByName("/singletons/com.sun.star.util.theMacroExpander")
    return str(macros.expandMacros(f"${{{name}}}"))
