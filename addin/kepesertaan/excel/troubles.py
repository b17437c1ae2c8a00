"""The errors Excel and Calc answer with, whichever of the two is there."""

from __future__ import annotations

import sys


def excel_errors() -> tuple[type[BaseException], ...]:
    """Exception classes that mean: the program did not do it (busy, refused, gone)."""
    found: list[type[BaseException]] = [ConnectionError]
    com = sys.modules.get("pywintypes")
    if com is not None:
        found += [com.com_error, com.error]
    engine = sys.modules.get("xlwings._xlwindows")
    if engine is not None:
        found.append(engine.ExcelBusyError)
    return tuple(found)
