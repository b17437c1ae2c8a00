"""Words of institutions that are written wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kepesertaan.data.report_words import report_words
from kepesertaan.domain.passages import Passage, Remark

from .report_rules import report_rule, spoken

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 8  # letters: shorter words have too many right neighbours
_LONG = 13  # letters from which two slips are taken for one word
_TAILS = ("nya", "lah", "kah", "pun", "ku", "mu", "kan", "an", "i", "s")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")  # links and mail addresses are not prose


@report_rule("LAP-01", "kata lembaga salah tulis")
def misspelt(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Kata lembaga, program, atau jabatan yang salah tulis, misalnya Sosisal atau BOJS."""
    for k, passage in spoken(passages):
        text = _ADDRESS.sub(lambda match: " " * len(match[0]), passage.text)
        found = {match.start(): (match[0], right) for match, right in _listed(text)}
        for match in _WORD.finditer(text):
            inside = any(at <= match.start() < at + len(word) for at, (word, _) in found.items())
            if not inside and (right := meant(match[0])):
                found[match.start()] = (match[0], right)
        for at, (word, right) in sorted(found.items()):
            nth = passage.text.count(word, 0, at) + 1
            why = f"'{word}' barangkali '{right}'."
            yield Remark(k, why, word, nth, right)


@cache
def _wrong() -> re.Pattern[str]:
    words = sorted(report_words().wrong, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _listed(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _wrong().finditer(text):
        yield match, report_words().wrong[match[0].lower()]


@cache
def meant(word: str) -> str:
    """The watched word that this one nearly is, "" for none.

    >>> meant("Kpesertaan"), meant("kepesertaannya"), meant("PELINDUNGAN")
    ('Kepesertaan', '', '')
    """
    from rapidfuzz.distance import OSA

    lower = word.lower()
    if len(lower) < _SHORTEST - 1 or _is_right(lower):
        return ""
    for watched in report_words().watched:
        most = 2 if len(watched) >= _LONG else 1
        near = 0 < OSA.distance(lower, watched.lower(), score_cutoff=most) <= most
        if near and lower[0] == watched[0].lower():
            return watched
    return ""


def _is_right(word: str) -> bool:
    """Whether a word is a right one, or one with an ending."""
    right = report_words().right | _watched()
    stems = (word.removesuffix(tail) for tail in ("", *_TAILS))
    return any(stem in right for stem in stems)


@cache
def _watched() -> frozenset[str]:
    return frozenset(word.lower() for word in report_words().watched)
