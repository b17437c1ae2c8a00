"""Names that are written in two ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

from kepesertaan.domain.passages import Passage, Remark

from .report_rules import report_rule, spoken

_NAME = re.compile(
    r"\b[A-Z][A-Za-z'\u2019]+(?:\s+(?:[A-Z][A-Za-z'\u2019]+|dan|of|di)){0,4}\s+[A-Z][A-Za-z'\u2019]+"
)
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 5  # letters of a word that may be a slip of another
_LONG = 8  # letters from which two slips are taken for the same word
_TAILS = ("nya", "an", "kan", "i", "s")
_FEW = 1
_OFTEN = 2
_MOST = 20_000  # pairs of one group: more are a list of people or companies, not slips
Words = tuple[str, ...]


@report_rule("LAP-11", "nama ditulis dua cara")
def two_ways(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Nama orang atau lembaga yang berbeda satu huruf dari nama yang lebih sering ditulis."""
    places = _names(passages)
    counts = Counter({words: len(where) for words, where in places.items()})
    common = _common_words(passages)
    for rare, usual in _pairs(counts, common):
        k, written = places[rare][0]
        right = places[usual][0][1]
        why = f"'{written}' hanya di sini; di tempat lain '{right}'. Pastikan mana yang benar."
        yield Remark(k, why, written, 1, right)


def _names(passages: Sequence[Passage]) -> dict[Words, list[tuple[int, str]]]:
    """Where each name stands, by its words in lower case: every run of two or three words."""
    places: dict[Words, list[tuple[int, str]]] = defaultdict(list)
    for k, passage in spoken(passages):
        for match in _NAME.finditer(passage.text):
            words = match[0].split()
            for size in (2, 3):
                for at in range(len(words) - size + 1):
                    part = words[at : at + size]
                    if part[0].islower() or part[-1].islower():
                        continue
                    places[tuple(word.lower() for word in part)].append((k, " ".join(part)))
    return places


def _common_words(passages: Sequence[Passage]) -> frozenset[str]:
    """Words that are written small somewhere: no names."""
    return frozenset(
        word for _, one in spoken(passages) for word in _WORD.findall(one.text) if word.islower()
    )


def _pairs(counts: Counter[Words], common: frozenset[str]) -> Iterator[tuple[Words, Words]]:
    """A name written once with the frequent one that differs by a letter of one word."""
    groups: dict[tuple[int, Words], list[Words]] = defaultdict(list)
    for words in counts:
        for k in range(len(words)):
            groups[k, words[:k] + words[k + 1 :]].append(words)
    told = set()
    for (k, _), alike in groups.items():
        rare = [words for words in alike if counts[words] <= _FEW]
        usual = [words for words in alike if counts[words] >= _OFTEN]
        if len(rare) * len(usual) > _MOST:
            continue
        for one, two in product(rare, usual):
            if one[k] not in told and _is_slip(one[k], two[k], common):
                told.add(one[k])
                yield one, two


def _is_slip(one: str, two: str, common: frozenset[str]) -> bool:
    from rapidfuzz.distance import OSA

    if min(len(one), len(two)) < _SHORTEST or one in common or two in common:
        return False
    if any(one + tail == two or two + tail == one for tail in _TAILS):
        return False
    most = 2 if min(len(one), len(two)) >= _LONG else 1
    return 0 < OSA.distance(one, two, score_cutoff=most) <= most
