"""Amounts as the cells of arrears and payments sheets tell them, in the unit the sheet names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache, lru_cache
from math import isfinite

from kepesertaan.data.arrears import unit_words
from kepesertaan.domain.money import rupiah_readings
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Raw, Table
from kepesertaan.domain.text import visible

_DASH = re.compile(r"[-\u2010-\u2015\u2212]?")
_BESIDE_UNIT = r"(?:DALAM|DLM|SATUAN|ANGKA|NILAI|RP\.?|RUPIAH|\()[\s:(]*(?:RP\.?|RUPIAH)?\s*"
_WHOLE = re.compile(r"^(?:RP|IDR).*[0-9][.,][0-9]{3}|[0-9][.,][0-9]{3}[.,](?:[0-9]{2}|-)$")
_FEW = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?")
_GROUPED = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
_THOUSAND = 1000
Amount = Decimal | str | None


@lru_cache(maxsize=None, typed=True)
def read_amount(value: Raw) -> Amount:
    """A rupiah amount; None where blank, its text where it cannot be read for certain.

    >>> read_amount("Rp 1.500.000,00"), read_amount(250000.0), read_amount("-"), read_amount("31")
    (Decimal('1500000.00'), Decimal('250000'), None, '31')
    """
    if value is None or (isinstance(value, str) and _DASH.fullmatch(visible(value))):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return Decimal(int(value)) if value == int(value) else Decimal(repr(value))
    if not isinstance(value, str):
        return shown(value)
    found = rupiah_readings(value)
    is_sure = len(found) == 1 or (found and _WHOLE.search(visible(value).upper()))
    return found[0] if is_sure else visible(value)


def amounts_reader(unit: int) -> Callable[[Raw], Amount]:
    """``read_amount`` where the sheet tells its amounts in a unit of so many rupiah."""
    return read_amount if unit == 1 else cache(lambda value: _in_unit(value, unit))


def _in_unit(value: Raw, unit: int) -> Amount:
    """An amount in thousands or millions; a text only where its digits can mean one thing."""
    if not isinstance(value, str):
        found = read_amount(value)
        return found * unit if isinstance(found, Decimal) else found
    text = visible(value)
    if _DASH.fullmatch(text):
        return None
    few = _FEW.fullmatch(text)
    if few:
        return Decimal(f"{few[1]}.{few[2] or 0}") * unit
    whole = unit == _THOUSAND and _GROUPED.fullmatch(text)
    return Decimal(text.replace(".", "")) * unit if whole else text


def added_up(amounts: Iterable[Amount]) -> Amount:
    """The sum of amounts; None where all are blank, the first that cannot be read where one is.

    >>> added_up([Decimal(1), None, Decimal(2)]), added_up([None]), added_up([Decimal(1), "x"])
    (Decimal('3'), None, 'x')
    """
    told = [amount for amount in amounts if amount is not None]
    odd = next((amount for amount in told if isinstance(amount, str)), None)
    known = [amount for amount in told if isinstance(amount, Decimal)]
    return odd or (sum(known, Decimal(0)) if known else None)


def unit_of(table: Table, heading: str = "") -> int:
    """How many rupiah one of its amounts is: told beside the heading, else in the titles; else 1.

    >>> unit_of(Table("P.xlsx", "P", (), [], above=("(dalam ribuan rupiah)",)))
    1000
    >>> unit_of(Table("P.xlsx", "P", (), [], above=("Piutang di atas 10 juta",)), "Piutang (Rp juta)")
    1000000
    """
    return _told_unit([heading]) or _told_unit(table.above) or 1


def _told_unit(texts: Iterable[str]) -> int:
    for text in texts:
        for unit, pattern in _units():
            if pattern.search(visible(text).upper()):
                return unit
    return 0


@cache
def _units() -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple(
        (unit, re.compile(rf"{_BESIDE_UNIT}(?:{'|'.join(map(re.escape, words))})(?![A-Z0-9])"))
        for unit, words in unit_words().items()
    )
