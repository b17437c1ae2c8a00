"""Numbers of chapters and sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kepesertaan.domain.number_words import number_of
from kepesertaan.domain.passages import Passage, Remark

from .report_rules import report_rule, spoken

_CHAPTER = re.compile(r"\s*BAB\s+([IVXLC]+|\d{1,2})\b", re.IGNORECASE)
_PARTS = re.compile(r"\s*([IVX]{1,5}|\d{1,2})((?:\.\d{1,2})+)\.?(?=\s|$)")
_SINGLE = re.compile(r"\s*(\d{1,2}|[IVX]{1,5})\.(?=\s|$)")
Number = tuple[int, ...]


def heading_number(passage: Passage) -> Number:
    """The number of a heading, () for none: BAB II is (2,), II.3 is (2, 3)."""
    text = passage.whole
    if match := _CHAPTER.match(text):
        return (number_of(match[1]),)
    if match := _PARTS.match(text):
        return (number_of(match[1]), *map(int, match[2][1:].split(".")))
    match = _SINGLE.match(text)
    return (number_of(match[1]),) if match and passage.level == 1 else ()


def chapter_of(passage: Passage) -> int | None:
    """The number of a chapter's heading; None for an appendix or a preface."""
    number = heading_number(passage)
    return number[0] if len(number) == 1 else None


@report_rule("LAP-09", "nomor bab dan subbab")
def heading_numbers(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Nomor bab atau subbab yang ganda, melompat, atau tidak sesuai babnya."""
    last: dict[Number, int] = {}
    chapter: int | None = None
    for k, passage in spoken(passages):
        number = heading_number(passage) if passage.level else ()
        if not number:
            continue
        if why := _trouble(number, chapter, last, _quoted(passage.whole)):
            yield Remark(k, why, "" if passage.number else _quoted(passage.text))
        last[number[:-1]] = number[-1]
        if len(number) == 1:
            chapter = number[0]


def _trouble(number: Number, chapter: int | None, last: dict[Number, int], named: str) -> str:
    if len(number) > 1 and chapter is not None and number[0] != chapter:
        return f"Subbab {named} ada di Bab {chapter}."
    above = last.get(number[:-2], number[-2]) if len(number) > 2 else 0
    if above and above != number[-2]:
        return f"Subbab {named} tidak berada di bawah subbab induknya."
    before = last.get(number[:-1], 0)
    kind = "Subbab" if len(number) > 1 else "Bab"
    named = named.removeprefix("BAB ").removeprefix("Bab ")
    if number[-1] == before:
        return f"{kind} {named} ada dua kali."
    if number[-1] != before + 1:
        after = f"sesudah nomor {before}" if before else "tanpa nomor 1"
        return f"{kind} {named} datang {after}; nomornya melompat atau terbalik."
    return ""


def _quoted(text: str) -> str:
    match = _CHAPTER.match(text) or _PARTS.match(text) or _SINGLE.match(text)
    return match[0].strip() if match else ""
