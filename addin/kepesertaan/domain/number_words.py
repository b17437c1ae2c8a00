"""Numbers in Indonesian words and in roman numerals."""

from __future__ import annotations

_ONES = {"nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7,
         "delapan": 8, "sembilan": 9}  # fmt: skip
_WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100}
_GROUPS = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "milyar": 10**9}
WORDS = frozenset((*_ONES, *_WHOLE, *_GROUPS, "belas", "puluh", "ratus", "seribu", "sejuta"))


def number_of_words(text: str) -> int | None:
    """The number that words say, None where they say none.

    >>> number_of_words("dua puluh lima"), number_of_words("seribu dua ratus"), number_of_words("x")
    (25, 1200, None)
    """
    words = text.lower().replace("-", " ").split()
    if not words or not WORDS.issuperset(words):
        return None
    total = group = 0
    for word in words:
        if word in ("seribu", "sejuta"):
            total += _GROUPS[word.removeprefix("se")]
        elif word in _GROUPS:
            total += (group or 1) * _GROUPS[word]
            group = 0
        else:
            group = _grown(group, word)
    return total + group


def _grown(group: int, word: str) -> int:
    """A number below a thousand with one more word."""
    if word in _ONES:
        return group + _ONES[word]
    if word in _WHOLE:
        return group + _WHOLE[word]
    ones = group % 10
    times = {"belas": ones + 10, "puluh": ones * 10, "ratus": ones * 100}[word]
    return group - ones + times


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def number_of(text: str) -> int:
    """A number in digits or in roman numerals up to C. Raises ``KeyError`` for other signs.

    >>> number_of("XIV"), number_of("14")
    (14, 14)
    """
    if text.isdecimal():
        return int(text)
    values = [_ROMAN[sign] for sign in text.upper()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-one if after > one else one for one, after in pairs)


def chapter_of_text(text: str | None) -> str:
    """The chapter in a number such as II.3 or 2.3: digits for roman numerals, else as it is.

    >>> chapter_of_text("II"), chapter_of_text("2"), chapter_of_text("D"), chapter_of_text(None)
    ('2', '2', 'D', '')
    """
    bare = (text or "").upper()
    return str(number_of(bare)) if bare and set(bare) <= set("IVX") else bare
