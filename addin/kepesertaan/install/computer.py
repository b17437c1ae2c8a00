"""What the installation asks of Windows, narrow enough for a test to answer in its place."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kepesertaan.domain.errors import WrongUse

from .places import Places, find_places

if sys.platform == "win32":
    import contextlib
    import ctypes
    import winreg


class Registry(Protocol):
    r"""Values by key, such as ``HKCU\Software\X``, and name; name "" is the key's own value."""

    def read(self, key: str, name: str) -> str | int | None:
        """The value, None where there is none or nobody may look."""

    def write(self, key: str, name: str, value: str) -> None:
        """Set a text and make its key. Raises ``OSError``."""

    def remove(self, key: str, name: str) -> None:
        """Take a value away, whether it is there or not. Raises ``OSError``."""

    def prune(self, key: str) -> None:
        """Take a key away when nothing is left in it. Raises ``OSError``."""


@dataclass(frozen=True, slots=True)
class Computer:
    """One user's computer."""

    places: Places
    registry: Registry
    excel_is_open: Callable[[], bool]


def this_computer() -> Computer:
    """The one we run on. Raises ``WrongUse`` where it has no Windows, or ``CannotWrite``."""
    if sys.platform == "win32":
        places = find_places(os.environ, is_windows=True)
        return Computer(places, WindowsRegistry(), _excel_is_open)
    raise WrongUse(
        "Pemasangan ini untuk Windows. Di sistem ini pasang paketnya dengan pip; "
        "perintah kepesertaan lalu dapat dipakai."
    )


if sys.platform == "win32":

    def _excel_is_open() -> bool:
        """Whether any Excel of this session has a window, be it hidden."""
        return bool(ctypes.windll.user32.FindWindowW("XLMAIN", None))

    class WindowsRegistry:
        """The registry; only what is the user's own (HKCU) is ever written."""

        _HIVES = {  # noqa: RUF012 - a constant
            "HKCU": winreg.HKEY_CURRENT_USER,
            "HKLM": winreg.HKEY_LOCAL_MACHINE,
            "HKCR": winreg.HKEY_CLASSES_ROOT,
        }

        def read(self, key: str, name: str) -> str | int | None:
            """The value, None where there is none or nobody may look."""
            hive, _, path = key.partition("\\")
            try:
                with winreg.OpenKey(self._HIVES[hive], path) as opened:
                    value, _kind = winreg.QueryValueEx(opened, name)
            except OSError:
                return None
            return value if isinstance(value, str | int) else None

        def write(self, key: str, name: str, value: str) -> None:
            """Set a text and make its key. Raises ``OSError``."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _own(key)) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

        def remove(self, key: str, name: str) -> None:
            """Take a value away, whether it is there or not. Raises ``OSError``."""
            with (
                contextlib.suppress(FileNotFoundError),
                winreg.OpenKey(
                    winreg.HKEY_CURRENT_USER, _own(key), 0, winreg.KEY_SET_VALUE
                ) as opened,
            ):
                winreg.DeleteValue(opened, name)

        def prune(self, key: str) -> None:
            """Take a key away when nothing is left in it. Raises ``OSError``."""
            with contextlib.suppress(FileNotFoundError):
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _own(key)) as opened:
                    keys, values, _ = winreg.QueryInfoKey(opened)
                if not keys and not values:
                    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, _own(key))

    def _own(key: str) -> str:
        hive, _, path = key.partition("\\")
        if hive != "HKCU":
            raise PermissionError(f"{hive} is not the user's own")
        return path
