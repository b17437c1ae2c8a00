"""What the identifier rules share: reading digits out of text and numbers."""

from __future__ import annotations

import re

from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import digits_of, is_grouped, visible, whole_number, without_tail
from kepesertaan.domain.verdict import KEEP, Verdict, fix, flag

EXACT_BELOW = 2**53  # whole numbers from here on are not all exact in a cell
_LOOKALIKES = str.maketrans("OoQDIilSsBZz", "000011155822")
_SCIENTIFIC = re.compile(r"[0-9][.,]?[0-9]*E\+?[0-9]+", re.I)


def tidy(value: Raw, form: re.Pattern[str]) -> Verdict:
    """Fix text that is the identifier but for blanks, separators, apostrophes or a ``.0``."""
    if not isinstance(value, str):
        return KEEP
    digits = digits_of(value)
    if digits == value or not form.fullmatch(digits) or rounded_number(value):
        return KEEP
    return fix(digits, f"tanpa tanda lain tepat {len(digits)} angka")


def number_as_text(value: Raw, form: re.Pattern[str]) -> Verdict:
    """Fix a number whose digits are the identifier, all of them exact."""
    digits = whole_number(value)
    if digits is None or int(digits) >= EXACT_BELOW or not form.fullmatch(digits):
        return KEEP
    return fix(digits, f"{len(digits)} angka utuh, tersimpan sebagai angka")


def rounded_number(value: Raw) -> str | None:
    """Why the last digits of a 16-digit number are lost, None when they are not."""
    if isinstance(value, str):
        text = visible(value)
        if is_grouped(text) and text.endswith("0") and len(digits_of(text)) >= 16:
            return "tertulis sebagai bilangan dan berakhir 0; Excel hanya menyimpan 15 angka"
        if _SCIENTIFIC.fullmatch(text):
            return f"tertulis {text}"
        if without_tail(text) == text:
            return None
        value = int(bare) if (bare := digits_of(text)).isdecimal() else None
    digits = whole_number(value)
    if digits is None or len(digits) < 16:
        return None
    if int(digits) >= EXACT_BELOW:
        return "angka melebihi 9.007.199.254.740.992, batas ketelitian Excel"
    if digits.endswith("0"):
        return "tersimpan sebagai angka dan berakhir 0; Excel hanya menyimpan 15 angka"
    return None


def letters_for_digits(value: Raw, form: re.Pattern[str]) -> str | None:
    """The identifier meant by letters that look like digits (O for 0, l for 1), None if none."""
    if not isinstance(value, str):
        return None
    bare = digits_of(value)
    if bare.isdigit():
        return None
    meant = bare.translate(_LOOKALIKES)
    return meant if form.fullmatch(meant) else None


def bare_text(value: Raw) -> str:
    """The value as tidied identifier text, numbers included."""
    return whole_number(value) or digits_of(str(value))


def wrong_length(value: Raw, wanted: str) -> Verdict:
    """The flag for an identifier that has not ``wanted`` digits."""
    bare = bare_text(value)
    if bare.isdigit():
        return flag(f"{len(bare)} angka, seharusnya {wanted}")
    return flag(f"bukan deretan {wanted}")


def is_settled(value: Raw, form: re.Pattern[str]) -> bool:
    """Whether a value is text in the identifier's form and not a filler."""
    return isinstance(value, str) and bool(form.fullmatch(value)) and not is_dummy_digits(value)


def is_dummy_digits(digits: str) -> bool:
    """Whether digits are typed only to fill the cell: all the same, or counting up or down.

    >>> is_dummy_digits("1111111111"), is_dummy_digits("1234567890"), is_dummy_digits("0812345670")
    (True, True, False)
    """
    if len(digits) < 6:
        return False
    return digits == digits[0] * len(digits) or digits in _UPWARD or digits in _DOWNWARD


_UPWARD = "0123456789" * 3
_DOWNWARD = "9876543210" * 3
