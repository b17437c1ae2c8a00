"""Whether Excel or LibreOffice has a workbook open, and who sits there.

Excel writes ``~$name.xlsx`` beside the book (165 bytes: length and name in ANSI, blank-padded
to byte 54; at 55 a 16-bit length and the name in UTF-16LE), LibreOffice ``.~lock.name.xlsx#``
(comma-separated: name, login, PC, time, profile). Both can outlive a crash: they name, on
Windows only an attempt to open the book for writing proves.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from .windows import reachable

_UTF16_AT = 55


def open_elsewhere(path: Path) -> str | None:
    """The name of the person who has the workbook open, "" when unknown, None when not open."""
    path = reachable(path)
    if sys.platform == "win32":
        return (_name(path) or "") if _is_refused(path) else None
    return _name(path)


def _name(path: Path) -> str | None:
    owners = (
        (path.with_name(f"~${path.name}"), read_excel_owner),
        (path.with_name(f".~lock.{path.name}#"), read_libreoffice_owner),
    )
    for owner, read in owners:
        try:
            with owner.open("rb") as file:
                return read(file.read(1000))
        except FileNotFoundError:
            continue
        except OSError:
            return ""  # Excel denies reading it on some shares; it is there all the same
    return None


def _is_refused(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return False
    except FileNotFoundError:
        return False
    except OSError as error:
        return getattr(error, "winerror", None) in (32, 33) or _name(path) is not None


def read_excel_owner(data: bytes) -> str:
    """The person in an Excel owner file; "" when it names nobody.

    >>> read_excel_owner(b"\\x04Budi" + b" " * 50)
    'Budi'
    """
    if len(data) > _UTF16_AT + 2:
        length = int.from_bytes(data[_UTF16_AT : _UTF16_AT + 2], "little")
        wide = data[_UTF16_AT + 2 : _UTF16_AT + 2 + 2 * length]
        if 0 < length <= _UTF16_AT and len(wide) == 2 * length:
            name = _clean(wide.decode("utf-16-le", "replace"))
            if name and "\ufffd" not in name:
                return name
    length = min(data[0], _UTF16_AT - 1) if data else 0
    return _clean(data[1 : 1 + length].decode("cp1252", "replace"))


def read_libreoffice_owner(data: bytes) -> str:
    r"""The person in a LibreOffice lock file: the name from its settings, else the login.

    >>> read_libreoffice_owner(b",budi,PC-7,22.11.2026 09:31,file:///home/budi/;")
    'budi'
    """
    fields = re.findall(r"((?:\\.|[^,\\])*)(?:,|$)", data.decode("utf-8", "replace").rstrip("; \n"))
    names = (_clean(re.sub(r"\\(.)", r"\1", field)) for field in fields[:2])
    return next((name for name in names if name), "")


def _clean(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()
