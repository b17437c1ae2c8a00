"""Values as a person reads them in a message or a findings line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from .table import Raw

_SWAPPED = str.maketrans(",.", ".,")


def shown(value: Raw) -> str:
    """A raw value as text: numbers with all their digits, dates dd-mm-yyyy, empty as ''.

    >>> shown(3578011708459901.0), shown(4.5), shown(date(1990, 8, 17)), shown(None)
    ('3578011708459901', '4.5', '17-08-1990', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.strftime("%d-%m-%Y" if midnight else "%d-%m-%Y %H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, time):
        return value.isoformat()
    return str(value)


def same_value(one: Raw, other: Raw) -> bool:
    """Whether two raw values are the same for a person *and* of the same kind.

    >>> same_value(5, 5.0), same_value("12-03-1988", date(1988, 3, 12)), same_value(None, "")
    (True, False, True)
    """
    return _kind(one) == _kind(other) and shown(one) == shown(other)


def _kind(value: Raw) -> str:
    if value is None or isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, int | float) else "moment"


def count(number: int) -> str:
    """A count in Indonesian digits grouping.

    >>> count(1234567)
    '1.234.567'
    """
    return f"{number:,}".replace(",", ".")


def with_comma(english: str) -> str:
    """A number in English writing as Indonesians write it.

    >>> with_comma("1,234,567.5")
    '1.234.567,5'
    """
    return english.translate(_SWAPPED)


def rupiah(amount: float) -> str:
    """Whole rupiah.

    >>> rupiah(4375479)
    'Rp 4.375.479'
    """
    return f"Rp {count(round(amount))}"


def rupiah_exact(amount: Decimal) -> str:
    """Rupiah with its cents where it has any, halves rounded up.

    >>> rupiah_exact(Decimal("15097.905")), rupiah_exact(Decimal(6800))
    ('Rp 15.097,91', 'Rp 6.800')
    """
    cents = int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
    whole, rest = divmod(cents, 100)
    return f"Rp {count(whole)}" + (f",{rest:02}" if rest else "")


def percent(number: Decimal) -> str:
    """A percentage with the decimals it has.

    >>> percent(Decimal("0.30")), percent(Decimal(2))
    ('0,3 %', '2 %')
    """
    return f"{number.normalize():f} %".replace(".", ",")


def percent_of(part: int, whole: int) -> str:
    """A share in whole per cent, halves up. Raises ``ZeroDivisionError`` of nothing.

    >>> percent_of(16, 38), percent_of(1, 8), percent_of(0, 3)
    ('42 %', '13 %', '0 %')
    """
    return f"{(200 * part + whole) // (2 * whole)} %"


def listed(names: Sequence[str], most: int) -> str:
    """Names for a sentence, the first ``most`` where there are more.

    >>> listed(["Ani", "Budi"], 2), listed(["Ani", "Budi", "Cici"], 2)
    ('Ani, Budi', 'Ani, Budi, dan 1 lainnya')
    """
    rest = len(names) - most
    return ", ".join(names[:most]) + (f", dan {rest} lainnya" if rest > 0 else "")
