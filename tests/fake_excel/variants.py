"""Python values on their way into Excel, as pywin32 turns them into VARIANTs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

JAKARTA = timezone(timedelta(hours=7))  # where the fake's PC stands


def argument(value: Any) -> Any:
    """``value`` as it arrives in Excel; raises TypeError for what pywin32 cannot send.

    Source: PyCom_VariantFromPyObject in pywin32's com/win32com/src/oleargs.cpp.
    """
    owner = getattr(value, "_oleobj_", None)
    if owner is not None:
        return owner.owner
    if isinstance(value, list | tuple):
        return tuple(argument(item) for item in value)
    return scalar(value)


def scalar(value: Any) -> Any:
    """One plain value on its way out; see ``argument``."""
    kind = type(value)
    if value is None or kind in (str, bool, float):
        return value
    if kind is int:
        # Beyond 32 bits pywin32 sends VT_I8; no source says what Excel does with it, so it is
        # refused: send a float.
        if not -(2**31) <= value < 2**32:
            raise TypeError("an int of more than 32 bits has no documented way into Excel")
        return value
    if isinstance(value, Decimal):
        return value
    if isinstance(value, datetime):
        return utc(value)
    if isinstance(value, float | str) and kind.__module__ == "numpy":
        return float(value) if isinstance(value, float) else str(value)
    # numpy integers: github.com/xlwings/xlwings/issues/19. A bare date: PyTime.cpp, "must be a
    # pywintypes time object (got %s)".
    raise TypeError(f"Objects of type '{kind.__name__}' can not be converted to a COM VARIANT")


def utc(moment: datetime) -> datetime:
    """A time as it arrives: pywin32 calls ``astimezone(UTC)`` (PyWinObject_AsSYSTEMTIME in its
    PyTime.cpp), so a time without a zone is taken as local and moves by the PC's offset."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=JAKARTA)).astimezone(UTC)
