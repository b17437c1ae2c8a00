"""The errors Excel and Calc answer with, whichever of the two is there."""

from __future__ import annotations

import sys

_REFUSED = -2146827284  # 0x800A03EC: error 1004, what Excel says to what it cannot do
_UNKNOWN_NAME = -2147352570  # 0x80020006: the thing has no member of that name


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


def is_refusal(trouble: BaseException) -> bool:
    """Whether Excel says that it cannot do this at all; otherwise it may be busy, or gone."""
    told = getattr(trouble, "excepinfo", None) or (None,)
    return bool(told[-1] == _REFUSED)


def is_unknown_name(trouble: BaseException) -> bool:
    """Whether Excel says that the thing has no member of the name asked for."""
    return getattr(trouble, "hresult", None) == _UNKNOWN_NAME
