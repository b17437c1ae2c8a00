"""What a template or a draft left behind in a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kepesertaan.data.report_words import report_words
from kepesertaan.domain.passages import Passage, Remark

from .report_rules import report_rule

_TAG = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\}\}|\u00ab[^\u00bb]{1,60}\u00bb|<<\w[\w ]{0,38}\w>>"
)
_BLANK = re.compile(r":\s*(\.{4,}|\u2026{2,}|_{4,})\s*$")  # "Nama: ______"
_CROSSES = re.compile(r"(?<![\w])(?:x{3,}|X{3,})(?![\w])")
_ROMAN = "XXX"


@report_rule("LAP-02", "isian belum diganti")
def unfilled(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Isian templat yang belum diganti: tanda {{ }}, [ISI: …], lorem ipsum, xxx, bidang rusak."""
    for k, passage in enumerate(passages):
        once = {found[0].lower(): found for found in reversed(list(_found(passage.text)))}
        for found in sorted(once.values(), key=lambda match: match.start()):
            nth = passage.text.count(found[0], 0, found.start()) + 1
            yield Remark(k, f"'{_shown(found[0])}' belum diganti.", found[0], nth)


def _found(text: str) -> Iterator[re.Match[str]]:
    yield from _TAG.finditer(text)
    yield from _BLANK.finditer(text)
    yield from _words().finditer(text)
    yield from _signs().finditer(text)
    yield from _hints().finditer(text)
    for match in _CROSSES.finditer(text):
        if match[0] != _ROMAN or not _before_roman().search(text[: match.start()]):
            yield match


@cache
def _words() -> re.Pattern[str]:
    words = report_words()
    listed = (*words.broken, *words.prompts, "lorem ipsum")
    return re.compile("|".join(map(re.escape, listed)), re.IGNORECASE)


@cache
def _signs() -> re.Pattern[str]:
    """Signs that count in capitals only: TODO, #REF!."""
    listed = (word for word in report_words().leftovers if word != "lorem ipsum")
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)")


@cache
def _hints() -> re.Pattern[str]:
    words = "|".join(map(re.escape, report_words().hints))
    return re.compile(rf"\[\s*(?:{words})\b[^\[\]]*\]", re.IGNORECASE)


@cache
def _before_roman() -> re.Pattern[str]:
    words = "|".join(map(re.escape, report_words().before_roman))
    return re.compile(rf"(?:\b(?:{words})[\s-]*)$", re.IGNORECASE)


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "\u2026"
