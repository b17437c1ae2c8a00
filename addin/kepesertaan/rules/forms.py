"""How a field stands in a cell: the number format its values get when they are changed."""

from __future__ import annotations

from .dates import FIELDS as DATES
from .wage import FIELDS as MONEY


def number_format_of(field: str) -> str:
    """Excel's number format code of a field: dates dd-mm-yyyy, money grouped, all else text."""
    if field in DATES:
        return "dd-mm-yyyy"
    return "#,##0" if field in MONEY else "@"
