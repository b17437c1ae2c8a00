"""Numbers that are said twice, and numbers that do not belong into a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kepesertaan.data.report_words import report_words
from kepesertaan.domain.number_words import WORDS, number_of_words
from kepesertaan.domain.passages import Passage, Remark

from .report_rules import report_rule, spoken

_DIGITS_FIRST = re.compile(
    r"(?<![\w.,/-])(\d{1,3}(?:\.\d{3})+|\d{1,12})(?:,-)?\s*\(\s*([A-Za-z][A-Za-z \-]*?)\s*\)"
)
_WORDS_FIRST = re.compile(r"((?:[A-Za-z\-]+\s+){1,8})\(\s*(\d{1,3}(?:\.\d{3})+|\d{1,12})\s*\)")
_MOST_UNIT = 2  # words such as "bulan" or "orang" behind the number
_IDENTITY = re.compile(
    r"(?:(?<![\w/.-])|(?<=NIK[/.-])|(?<=KTP[/.-])|(?<=NIK)|(?<=KTP))"
    r"(?:\d{16}|\d{4}([ .-])\d{4}\1\d{4}\1\d{4}|\d{6}([ .-])\d{6}\2\d{4})(?![\w/]|[.,-]\d)"
)
_ELEVEN = re.compile(r"(?<![\w.-])\d{11}(?!\w|[.,-]\d)")
_PHONE = re.compile(
    r"(?<![\w.-])(?:\+62[\s-]?8|\(?\+?62\)?\s?8|08)\d{1,2}[\s.-]?\d{3,4}[\s.-]?\d{2,5}(?![\w/]|[.,-]\d)"
)
_SECRETS = (
    (_IDENTITY, "deretan 16 angka seperti NIK; hapus atau samarkan"),
    (_PHONE, "nomor HP; pastikan pemiliknya setuju, atau hapus"),
)


@report_rule("LAP-04", "angka dan terbilang berbeda")
def said_twice(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Angka dan terbilang di dalam kurung yang berbeda, misalnya 5 (empat)."""
    for k, passage in spoken(passages):
        for match in _DIGITS_FIRST.finditer(passage.text):
            yield from _compared(k, passage.text, match, match[1], _leading(match[2]))
        for match in _WORDS_FIRST.finditer(passage.text):
            words = _trailing(match[1])
            yield from _compared(k, passage.text, match, match[2], words, _start(match, words))


def _compared(
    k: int, text: str, match: re.Match[str], digits: str, words: str, start: int | None = None
) -> Iterator[Remark]:
    said = number_of_words(words) if words else None
    number = int(digits.replace(".", ""))
    if said is None or said == number:
        return
    begin = match.start() if start is None else start
    quote = text[begin : match.end()]
    why = f"Angka {digits} dan terbilang '{words}' berbeda."
    yield Remark(k, why, quote, text.count(quote, 0, begin) + 1)


def _leading(text: str) -> str:
    """The number words that a text begins with; "" where it is more than a number and its unit."""
    words = text.split()
    count = next((i for i, word in enumerate(words) if word.lower() not in WORDS), len(words))
    rest = words[count:]
    if len(rest) > _MOST_UNIT or any(word.lower() in (*WORDS, "koma") for word in rest):
        return ""
    return " ".join(words[:count])


def _trailing(text: str) -> str:
    """The number words that a text ends with."""
    words: list[str] = []
    for word in reversed(text.split()):
        if word.lower() not in WORDS:
            break
        words.insert(0, word)
    return " ".join(words)


def _start(match: re.Match[str], words: str) -> int:
    return match.start() + max(match[1].rfind(words), 0)


@report_rule("LAP-10", "nomor pribadi di dalam teks")
def personal(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Deretan 16 angka, KPJ, atau nomor HP di dalam laporan; nomornya tidak ditulis di sini."""
    with_kpj = {one.table for one in passages if one.table and _says_kpj(one.text)}
    for k, passage in enumerate(passages):
        found = [(match, why) for form, why in _SECRETS for match in form.finditer(passage.text)]
        if passage.table in with_kpj - {0} or _says_kpj(passage.text):
            why = "nomor 11 angka seperti KPJ; hapus atau samarkan"
            taken = [match.span() for match, _ in found]
            eleven = _ELEVEN.finditer(passage.text)
            found += [(m, why) for m in eleven if not any(a <= m.start() < b for a, b in taken)]
        for match, why in found:
            nth = passage.text.count(match[0], 0, match.start()) + 1
            yield Remark(k, f"Ada {why}.", match[0], nth, is_secret=True)


@cache
def _kpj() -> re.Pattern[str]:
    words = "|".join(map(re.escape, report_words().kpj))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _says_kpj(text: str) -> bool:
    return _kpj().search(text) is not None
