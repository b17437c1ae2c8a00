"""The engine and its apps: each app is one LibreOffice, private or the user's own."""

from __future__ import annotations

import atexit
import contextlib
import math
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from . import native
from .base import base_classes
from .books import Books, book_of
from .launch import Office, start_office
from .ranges import Range
from .sheets import Sheet
from .trouble import CalcError
from .values import ERROR_NAMES

_VISIBLE_ONLY = "a private LibreOffice has no windows; attach to one that the user opened"


class Engine:
    """The implementation behind ``xlwings.Engine``; knows every LibreOffice we are connected to."""

    name = "calc"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: Any, _options: Any) -> Any:
        """One value on its way into a cell; what numpy and pandas have is turned into our own."""
        if type(x).__module__.partition(".")[0] in ("numpy", "pandas"):
            x = _plain(x)
        if x is None or (isinstance(x, float) and math.isnan(x)):
            return ""
        if type(x) is date:
            return datetime(x.year, x.month, x.day)
        return x

    @staticmethod
    def clean_value_data(
        data: Any,
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """A block on its way out of the cells."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, datetime):
                return _built(value, datetime_builder)
            if isinstance(value, float) and number_builder is not None:
                return number_builder(value)
            if type(value) is int and value in ERROR_NAMES:
                return ERROR_NAMES[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


def _built(moment: datetime, build: Callable[..., Any]) -> Any:
    return build(
        year=moment.year,
        month=moment.month,
        day=moment.day,
        hour=moment.hour,
        minute=moment.minute,
        second=moment.second,
        microsecond=moment.microsecond,
        tzinfo=None,
    )


def _plain(x: Any) -> Any:
    """A value of numpy or pandas as one of Python's; None for their ways of saying nothing."""
    if type(x).__name__ in ("NAType", "NaTType"):
        return None
    if hasattr(x, "to_pydatetime"):
        return x.to_pydatetime()
    if type(x).__name__ == "datetime64":
        return x.astype("datetime64[us]").item()
    return x.item() if hasattr(x, "item") else x


class Apps(base_classes.Apps):
    """The offices we are connected to, the one in front first."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.all: list[App] = []
        atexit.register(self.leave_all)

    def leave_all(self) -> None:
        """End our private offices and let go of the user's; done when Python ends."""
        for app in list(self.all):
            with contextlib.suppress(OSError):
                app.quit()

    def keys(self) -> list[int]:
        """Their process numbers."""
        return [app.pid for app in self.all]

    def add(
        self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None
    ) -> App:
        """Start a private office."""
        app = self.join(start_office(spec))
        if add_book:
            app.books.add()
        return app

    def join(self, office: Office) -> App:
        """Put an office we are connected to in front."""
        app = App(self.engine, office)
        self.all.insert(0, app)
        return app

    def __iter__(self) -> Iterator[App]:
        return iter(list(self.all))

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, pid: int) -> App:
        for app in self.all:
            if app.pid == pid:
                return app
        raise KeyError("no LibreOffice with this process number")


class App(base_classes.App):
    """One LibreOffice."""

    def __init__(self, engine: Engine, office: Office) -> None:
        self.engine = engine
        self.office = office
        self.connection = office.connection
        self._flags = {"display_alerts": True, "enable_events": True, "interactive": True}
        self._still = False
        self._status: str | bool = False

    @property
    def api(self) -> native.NativeApp:
        """Excel's own names, as far as Kepesertaan needs them."""
        return native.NativeApp(self)

    @property
    def pid(self) -> int:
        """The number of its process; of our worker where the office is the user's."""
        process = self.office.process
        return process.pid if process else self.connection.pid

    @property
    def version(self) -> str:
        """Of LibreOffice."""
        return self.connection.version

    @property
    def path(self) -> str:
        """Where its program is."""
        return str(Path(self.office.soffice).resolve().parent)

    @property
    def books(self) -> Books:
        """Its open books."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """What is selected in the book in front."""
        found = self.connection.ask("office.selection")
        if found is None:
            return None
        sheet = Sheet(book_of(self, found["book"]), found["sheet"])
        return Range(sheet, tuple(tuple(rect) for rect in found["rects"]))

    def activate(self, steal_focus: bool = False) -> None:
        """Be the app that xlwings uses when none is named."""
        if steal_focus:
            raise NotImplementedError("steal_focus")
        self.engine.apps.all.remove(self)
        self.engine.apps.all.insert(0, self)

    @property
    def visible(self) -> bool:
        """Whether it has a window that can be seen."""
        return bool(self.connection.ask("office.is_visible"))

    @visible.setter
    def visible(self, visible: bool) -> None:
        if visible and self.office.is_private and not self.visible:
            raise NotImplementedError(_VISIBLE_ONLY)
        if not visible:
            raise NotImplementedError("hiding a LibreOffice")

    def quit(self) -> None:
        """End a private office without saving; leave the user's as it is."""
        with contextlib.suppress(CalcError):
            if self._still:
                self.screen_updating = True
            if not self._flags["interactive"]:
                self.interactive = True
        self._leave()

    def kill(self) -> None:
        """End a private office."""
        if not self.office.is_private:
            raise NotImplementedError("the office belongs to the user")
        self._leave()

    def _leave(self) -> None:
        if self in self.engine.apps.all:
            self.engine.apps.all.remove(self)
            self.office.leave()

    @property
    def screen_updating(self) -> bool:
        """Whether changes are drawn at once."""
        return not self._still

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self.connection.ask("office.hold_screen", not value)
        self._still = not value

    @property
    def display_alerts(self) -> bool:
        """Remembered only: what is done from outside never makes Calc ask."""
        return self._flags["display_alerts"]

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self._flags["display_alerts"] = bool(value)

    @property
    def enable_events(self) -> bool:
        """Remembered only: Calc cannot hold back macros; whoever writes looks at it again."""
        return self._flags["enable_events"]

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        self._flags["enable_events"] = bool(value)

    @property
    def interactive(self) -> bool:
        """Whether windows take keys and clicks."""
        return self._flags["interactive"]

    @interactive.setter
    def interactive(self, value: bool) -> None:
        self.connection.ask("office.hold_user", not value)
        self._flags["interactive"] = bool(value)

    @property
    def calculation(self) -> str:
        """``automatic`` or ``manual``."""
        return "automatic" if self.connection.ask("office.is_calculating") else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual"):
            raise NotImplementedError(f"calculation: {value}")
        self.connection.ask("office.set_calculating", value == "automatic")

    def calculate(self) -> None:
        """Calculate all open books."""
        self.connection.ask("office.calculate")

    @property
    def status_bar(self) -> str | bool:
        """What we wrote at the bottom; False: nothing."""
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        text = str(value) if isinstance(value, str) else None
        self.connection.ask("office.show_status", text)
        self._status = text if text is not None else False
