"""One cell of a target sheet as an amount: certain, missing, or unclear and asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import lru_cache

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.table import CellError, Raw
from kepesertaan.domain.targets import Number
from kepesertaan.domain.text import visible, without_apostrophe

UNCLEAR, BROKEN = "belum jelas", "galat"
_MISSING = {
    str(text): why for why, texts in load_toml("target_words")["no_value"].items() for text in texts
}
_LONGEST = 60  # characters of an amount
_SIGN = r"(?P<minus>-|\u2212)?"
_POINTS = re.compile(rf"{_SIGN}(?P<whole>[0-9]{{1,3}}(?:\.[0-9]{{3}})+)(?:,(?P<part>[0-9]+))?")
_COMMAS = re.compile(rf"{_SIGN}(?P<whole>[0-9]{{1,3}}(?:,[0-9]{{3}})+)(?:\.(?P<part>[0-9]+))?")
_BLANKS = re.compile(rf"{_SIGN}(?P<whole>[0-9]{{1,3}}(?: [0-9]{{3}})+)(?:[.,](?P<part>[0-9]+))?")
_PLAIN = re.compile(rf"{_SIGN}(?P<whole>[0-9]+)(?:[.,](?P<part>[0-9]+))?")
_MONEY = re.compile(r"^(?:RP|IDR)(?![A-Z])\.? *")
_COUNTED = re.compile(
    r" *(?:(?P<orang>ORANG|ORG|TK|PESERTA|JIWA)|(?P<bu>BU|PK|PERUSAHAAN)|(?P<kali>KALI|X))\.?$"
)
_UNITS = {"orang": "orang", "bu": "badan usaha", "kali": "kali"}
OF_PERSONS: tuple[str, ...] = tuple(load_toml("target_words")["title_label"]["identity"])
_NO_AMOUNT = re.compile(  # a staff number below the table, the formula of a column's heading
    rf"^(?:%|(?:{'|'.join(OF_PERSONS)})\b)"
)
_OUTLINE = re.compile(r"\(?[0-9]{1,2}[.)] +[A-Z]{2}")  # a label: 1. PU, 2) TK
_SAY_WHICH = "M bisa juta atau miliar: tulis jt atau miliar"
_LARGE = re.compile(r" *(?P<word>RB|RIBU|JT|JUTA|MILIAR|MILYAR|TRILIUN)\.?$")
_FACTORS = {
    "RB": 1000, "RIBU": 1000, "JT": 10**6, "JUTA": 10**6, "MILIAR": 10**9, "MILYAR": 10**9,
    "TRILIUN": 10**12,
}  # fmt: skip


class Scaled(float):
    """A number that its cell shows divided by ``factor``: it is in whole units all the same."""

    __slots__ = ("factor",)
    factor: int

    def __new__(cls, number: float, factor: int) -> Scaled:
        """The number and what it is divided by."""
        made = super().__new__(cls, number)
        made.factor = factor
        return made


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cell holds. ``why``: why there is no value; ``doubt``: what is unclear, Indonesian.

    ``factor``: what the cell itself says it counts in ("4,5 juta"), 0 where it says nothing;
    ``is_money``: it says rupiah; ``is_percent``: it says per cent. ``other``: a second reading of
    the digits, for a caller who knows whether it can be one ("1.234": 1234 or 1,234). ``unit``:
    what the cell says it counts, as the unit of a metric. ``shown_in``: what a cell shows it in
    that holds it in full, 0 where that is the same.
    """

    value: Number | None
    why: str = ""
    doubt: str = ""
    factor: int = 0
    is_money: bool = False
    is_percent: bool = False
    other: Number | None = None
    unit: str = ""
    shown_in: int = 0


EMPTY = Amount(None, "kosong")
_FLAG = Amount(None, UNCLEAR, "isinya benar/salah, bukan angka")
_DAY = Amount(None, UNCLEAR, "isinya tanggal atau jam, bukan angka")


def amount_of(value: Raw) -> Amount | None:
    """The amount of a cell; None for a text that is no amount at all.

    >>> amount_of(12.5).value, amount_of("1.234.567").value, amount_of("-").why
    (Decimal('12.5'), 1234567, 'strip')
    >>> amount_of("1.234").other, amount_of("12 orang").value, amount_of("Baik") is None
    (Decimal('1.234'), 12, True)
    """
    if value.__class__ is float:
        return Amount(exact(value))
    if value is None:
        return EMPTY
    if isinstance(value, str):
        return text_amount(value)
    if isinstance(value, bool):
        return _FLAG
    if isinstance(value, Scaled):
        return Amount(exact(value), shown_in=value.factor)
    if isinstance(value, int):
        return Amount(value)
    if isinstance(value, CellError):
        return Amount(None, BROKEN)
    return _DAY if isinstance(value, date | time) else None


def exact(value: float) -> Number:
    """A float as the shortest number that is it: an int where it is whole.

    >>> exact(12.0), exact(0.1)
    (12, Decimal('0.1'))
    """
    return int(value) if value.is_integer() else Decimal(repr(value))


def number_of(value: Raw) -> Number | None:
    """The number a cell shows, None where it holds none.

    >>> number_of(12.0), number_of("1.234.567"), number_of("Baik")
    (12, 1234567, None)
    """
    if value.__class__ is float:
        return exact(value)
    amount = None if value is None else amount_of(value)
    return amount.value if amount else None


def numbers_in(values: Sequence[Raw]) -> list[Number | None]:
    """``number_of`` of each."""
    floats = [value for value in values if value.__class__ is float]
    if len(floats) == len(values) and all(map(float.is_integer, floats)):
        return [*map(int, floats)]
    return list(map(number_of, values))


@lru_cache(maxsize=50_000)
def text_amount(text: str) -> Amount | None:
    """The amount of a text, None where it is none."""
    bare = without_apostrophe(visible(text)).upper()
    if not bare:
        return EMPTY
    if bare in _MISSING:
        return Amount(None, _MISSING[bare])
    if len(bare) > _LONGEST:
        return _unclear(bare)
    if not any(map(str.isdigit, bare)):
        return _worded(bare)
    if _OUTLINE.match(bare):
        return None
    return _digits(bare)


def is_certain(text: str) -> bool:
    """Whether a text is an amount, and a clear one."""
    amount = text_amount(text)
    return amount is not None and amount.value is not None


def _worded(bare: str) -> Amount | None:
    if bare == "NIHIL":
        return Amount(None, UNCLEAR, "tertulis NIHIL; tulis 0 bila memang nol")
    if bare in ("RP -", "RP-", "RP. -", "RP"):
        return Amount(None, "strip")
    return None


def _digits(bare: str) -> Amount | None:
    money = _MONEY.match(bare)
    core = bare[money.end() :] if money else bare
    is_percent = core.endswith("%")
    core = core.rstrip("% ") if is_percent else core
    large = _LARGE.search(core)
    factor = _FACTORS[large["word"]] if large else 0
    core = core[: large.start()] if large else core
    counted = _COUNTED.search(core)
    core = core[: counted.start()].strip() if counted else core.strip()
    core = core.removesuffix(",-").removesuffix(",--").rstrip(".")
    read = _readings(core)
    if not read:
        return _unclear(bare)
    other = read[1] if len(read) > 1 else None
    unit = _UNITS[counted.lastgroup or ""] if counted else ""
    return Amount(read[0], "", "", factor, bool(money), is_percent, other, unit)


def _readings(core: str) -> list[Number]:
    """Every number the digits can be, the grouped one first."""
    found = []
    for pattern in (_POINTS, _COMMAS, _BLANKS):
        match = pattern.fullmatch(core)
        if match:
            found.append(_number(match))
    plain = _PLAIN.fullmatch(core)
    if plain:
        found.append(_number(plain))
    return list(dict.fromkeys(found))


def _number(match: re.Match[str]) -> Number:
    whole = re.sub(r"[^0-9]", "", match["whole"])
    part = f".{match['part']}" if match["part"] else ""
    found = Decimal(f"{'-' if match['minus'] else ''}{whole}{part}")
    return int(found) if found == found.to_integral_value() else found


def _unclear(bare: str) -> Amount | None:
    """A text that begins or ends as a number does is unclear; other texts are words.

    >>> text_amount("45*").doubt, text_amount("NPK 241870999"), text_amount("% (4:3)")
    ("tertulis '45*'; tulis angkanya saja", None, None)
    """
    if _NO_AMOUNT.match(bare):
        return None
    letters = sum(map(str.isalpha, bare))
    digits = sum(map(str.isdigit, bare))
    is_worded = re.match(r"[A-Z]{4}", bare)  # a title with its unit: IURAN (Rp 1.000.000)
    if (digits >= letters and not is_worded) or re.match(r"[-+<>~\u00b1(]? *(RP)?[ .]*[0-9]", bare):
        how = _SAY_WHICH if re.search(r"[0-9] *M\.?$", bare) else "tulis angkanya saja"
        return Amount(None, UNCLEAR, f"tertulis '{bare[:20]}'; {how}")
    return None
