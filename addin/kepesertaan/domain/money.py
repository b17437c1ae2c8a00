"""Rupiah amounts as people type them."""

from __future__ import annotations

import re
from decimal import Decimal

from .text import visible, without_apostrophe

_THOUSANDS = {
    ".": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,([0-9]{1,2}|-))?"),
    ",": re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.([0-9]{1,2}|-))?"),
    " ": re.compile(r"[0-9]{1,3}(?: [0-9]{3})+"),
}
_PLAIN = re.compile(r"[0-9]+(?:[.,]0{1,2}|,-)?")
_MILLIONS = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,3})?) ?(?:JT|JUTA)")
_LEAST_PLAIN = 100_000  # a bare or once-grouped number below may mean thousands


def rupiah_readings(text: str) -> tuple[Decimal, ...]:
    """Every amount a money text can mean; empty when it is none, several when it is unclear.

    >>> [int(a) for t in ("Rp 4.375.479,00", "4,5jt") for a in rupiah_readings(t)]
    [4375479, 4500000]
    >>> [len(rupiah_readings(t)) for t in ("4.500", "31", "4.375,479.00")]
    [2, 2, 0]
    """
    bare = re.sub(r"^(RP|IDR)[. ]*", "", without_apostrophe(visible(text)).upper()).rstrip(" .")
    bare = re.sub(r" +(?=[.,])", "", bare)
    bare = re.sub(r"[ ]*(/ ?(BLN|BULAN)|RUPIAH|PER BULAN)$", "", bare)
    millions = _MILLIONS.fullmatch(bare)
    if millions:
        return (Decimal(millions[1].replace(",", ".")) * 1_000_000,)
    amount = _grouped(bare) or _plain(bare)
    if amount is None:
        return ()
    return (amount,) if amount >= _LEAST_PLAIN or amount == 0 else (amount, amount * 1000)


def _grouped(text: str) -> Decimal | None:
    for mark, pattern in _THOUSANDS.items():
        match = pattern.fullmatch(text)
        if match:
            cents = match[1] if match.lastindex and match[1] != "-" else "0"
            whole = re.split(r"[.,]" if mark == " " else ("," if mark == "." else r"\."), text)[0]
            return Decimal(re.sub(r"\D", "", whole)) + Decimal("0." + cents)
    return None


def _plain(text: str) -> Decimal | None:
    return Decimal(re.split(r"[.,]", text)[0]) if _PLAIN.fullmatch(text) else None
