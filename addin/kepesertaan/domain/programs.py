"""Where programs are that we start when they are there."""

from __future__ import annotations

import shutil
from pathlib import Path

_LIBREOFFICE = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def libreoffice() -> str | None:
    """The program of LibreOffice, None where it is absent."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _LIBREOFFICE if Path(place).exists()), None)
