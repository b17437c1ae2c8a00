"""Values as a person would write them: what a cell holds becomes what a document says."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from kepesertaan.data.written_days import long_date
from kepesertaan.domain.displayed import Displayed
from kepesertaan.domain.table import CellError

from .picture import is_opaque

# What XML cannot hold, and the marks the engine uses itself (non-characters of Unicode).
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|\u2028|\u2029|\x85")
_EXACT = 15  # digits Excel itself keeps and shows


def tidied(value: Any) -> Any:
    """A value as templates may hold it: text without what XML cannot hold, plain lists and dicts.

    Empty cells, error cells and numbers that are none become None. Raises ``TypeError`` for
    anything that is not plain data: templates must never see an object with methods of its own.
    """
    if isinstance(value, str):
        return _FORBIDDEN.sub("", _BREAKS.sub("\n", value))
    if value is None or isinstance(value, CellError) or value != value:
        return None
    if isinstance(value, Mapping):
        return {str(key): tidied(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [tidied(inner) for inner in value]
    if isinstance(value, float | Decimal):
        return value if math.isfinite(value) else None
    if isinstance(value, int | date | time) or is_opaque(value):
        return value
    raise TypeError(f"{type(value).__name__} is no plain data")


def is_blank(value: Any) -> bool:
    """Whether a tidied value is an empty cell: None, or text of blanks only."""
    return value is None or (isinstance(value, str) and not value.strip())


def written(value: Any) -> str:
    """A plain value as text: whole numbers without ``.0``, decimal comma, Indonesian dates.

    >>> written(3.0), written(4.5), written(3578011708459901.0), written(None), written(True)
    ('3', '4,5', '3578011708459901', '', 'Ya')
    >>> written(Displayed(0.35, "35 %"))
    '35 %'
    >>> written(datetime(2022, 8, 19)), written(datetime(2022, 8, 19, 9, 5)), written(time(13, 0))
    ('19 Agustus 2022', '19 Agustus 2022 pukul 09.05', '13.00')
    """
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, Displayed):
        return value.text
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, date | time):
        return _moment(value)
    if isinstance(value, list | tuple):
        return ", ".join(written(inner) for inner in value)
    return str(value)


def clock_time(moment: time) -> str:
    """Hours and minutes with a point between.

    >>> clock_time(time(9, 5, 59))
    '09.05'
    """
    return f"{moment.hour:02}.{moment.minute:02}"


def _moment(value: date | time) -> str:
    if isinstance(value, time):
        return clock_time(value)
    clock = value.time() if isinstance(value, datetime) else time()
    return long_date(value) + (f" pukul {clock_time(clock)}" if clock != time() else "")


def _number(value: float | Decimal) -> str:
    if not math.isfinite(value):
        return ""
    if isinstance(value, float):
        if value.is_integer():
            return str(int(value))
        value = Decimal(f"{value:.{_EXACT}g}")
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")
