"""Whole numbers and rupiah in Indonesian words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kepesertaan.domain.terbilang import in_words, rupiah_in_words

WORDS = [
    (0, "nol"),
    (1, "satu"),
    (10, "sepuluh"),
    (11, "sebelas"),
    (12, "dua belas"),
    (19, "sembilan belas"),
    (20, "dua puluh"),
    (21, "dua puluh satu"),
    (100, "seratus"),
    (101, "seratus satu"),
    (111, "seratus sebelas"),
    (200, "dua ratus"),
    (999, "sembilan ratus sembilan puluh sembilan"),
    (1_000, "seribu"),
    (1_001, "seribu satu"),
    (1_100, "seribu seratus"),
    (2_000, "dua ribu"),
    (11_000, "sebelas ribu"),
    (100_000, "seratus ribu"),
    (101_000, "seratus satu ribu"),
    (1_000_000, "satu juta"),
    (1_001_000, "satu juta seribu"),
    (2_145_750, "dua juta seratus empat puluh lima ribu tujuh ratus lima puluh"),
    (1_000_000_000, "satu miliar"),
    (1_000_000_001_000, "satu triliun seribu"),
]


@pytest.mark.parametrize(("number", "words"), WORDS)
def test_a_number_in_words(number: int, words: str) -> None:
    assert in_words(number) == words
    assert rupiah_in_words(number) == f"{words} rupiah"


def test_a_number_without_words_is_refused() -> None:
    assert in_words(10**15 - 1).startswith("sembilan ratus sembilan puluh sembilan triliun")
    for number in (10**15, -(10**15)):
        with pytest.raises(ValueError, match="too large"):
            in_words(number)


UNITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}
AS_TWO = {
    "sepuluh": "satu puluh", "sebelas": "satu belas", "seratus": "satu ratus", "seribu": "satu ribu",
}  # fmt: skip


def number_of(words: str) -> int:
    """The number of some words, read the other way round."""
    total = group = unit = 0
    for word in " ".join(AS_TWO.get(word, word) for word in words.split()).split():
        if word in UNITS:
            group, unit = group + unit, UNITS.index(word)
        elif word in SCALES:
            total, group, unit = total + (group + unit) * SCALES[word], 0, 0
        else:
            group += {"belas": 10 + unit, "puluh": 10 * unit, "ratus": 100 * unit}[word]
            unit = 0
    return total + group + unit


@given(some.integers(0, 10**15 - 1))
def test_words_read_back_give_the_number(number: int) -> None:
    assert number_of(in_words(number)) == number
