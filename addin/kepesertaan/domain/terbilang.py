"""Whole numbers and rupiah in Indonesian words, as letters write them."""

from __future__ import annotations

_UNITS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
)  # fmt: skip
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))
_MOST = 10**15


def in_words(number: int) -> str:
    """A whole number in words. Raises ``ValueError`` from a quadrillion on.

    >>> in_words(2_145_000), in_words(1_011), in_words(-5)
    ('dua juta seratus empat puluh lima ribu', 'seribu sebelas', 'minus lima')
    """
    if abs(number) >= _MOST:
        raise ValueError("a number too large for words")
    if number < 0:
        return f"minus {in_words(-number)}"
    return " ".join(_parts(number)) or _UNITS[0]


def rupiah_in_words(amount: int) -> str:
    """Whole rupiah in words.

    >>> rupiah_in_words(1_000)
    'seribu rupiah'
    """
    return f"{in_words(amount)} rupiah"


def _parts(number: int) -> list[str]:
    words: list[str] = []
    for scale, name in _SCALES:
        count, number = divmod(number, scale)
        if count == 1 and scale == 10**3:
            words.append("seribu")
        elif count:
            words += [*_below_thousand(count), name]
    return words + _below_thousand(number)


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = ["seratus"] if hundreds == 1 else [_UNITS[hundreds], "ratus"] if hundreds else []
    return words + _below_hundred(rest)


def _below_hundred(number: int) -> list[str]:
    if number < 12:
        return [_UNITS[number]] if number else []
    if number < 20:
        return [_UNITS[number - 10], "belas"]
    tens, rest = divmod(number, 10)
    return [_UNITS[tens], "puluh", *([_UNITS[rest]] if rest else [])]
