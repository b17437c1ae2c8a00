"""What the names of a file and of its sheets say: month, officer, metric."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from kepesertaan.data.loader import load_toml
from kepesertaan.data.target_words import phrases
from kepesertaan.domain.text import visible
from kepesertaan.sheets.header import Rows
from kepesertaan.sheets.targets.people.officer_texts import officer_in, without_names, words_left
from kepesertaan.sheets.targets.people.same_person import same_person
from kepesertaan.sheets.targets.words.claimed_months import Told, name_time, time_of
from kepesertaan.sheets.targets.words.said import Said, said

_MONTHS = frozenset(map(str, load_toml("target_words")["person"]["months"]))
_MOST = 31  # letters of a sheet's name in Excel
_LOOKED_AT = 30  # rows in which the officer of a sheet is looked for


def uncut(name: str) -> str:
    """The name of a sheet as it was before Excel cut it, where a segment of several words ends it.

    >>> uncut("Andi Pratama Bukan Penerima Upa"), uncut("Andi Pratama Penerima Upa")
    ('Andi Pratama BUKAN PENERIMA UPAH', 'Andi Pratama Penerima Upa')
    """
    words = name.replace("_", " ").split()
    if len(name) != _MOST or not words or words[-1].upper() not in said(name).rest:
        return name
    for size in range(len(words), 1, -1):
        begun = tuple(word.upper() for word in words[-size:])
        found = {phrase: meanings for phrase, meanings in phrases().items()
                 if _begins(phrase, begun) and meanings[0][0] == "segment"}  # fmt: skip
        shortest = min(map(len, found), default=0)
        whole = {meanings[0]: phrase for phrase, meanings in found.items()
                 if len(phrase) == shortest}  # fmt: skip
        if len(whole) == 1:
            return " ".join([*words[:-size], *next(iter(whole.values()))])
    return name


def _begins(phrase: Sequence[str], begun: Sequence[str]) -> bool:
    """Whether words begin a phrase, the last of them perhaps cut."""
    at = len(begun) - 1
    is_long = len(phrase) > at
    return is_long and phrase[:at] == begun[:at] and phrase[at].startswith(begun[at])


@dataclass(frozen=True, slots=True)
class BookNames:
    """What the names of a file and of its sheets say. ``months``: of the sheets."""

    file: str
    said: Said
    time: Told
    officer: str
    months: frozenset[int]


def book_names(stem: str, sheets: Sequence[str], known: Sequence[str]) -> BookNames:
    """Of a file's name (without ending) and the names of its sheets."""
    bare, named = without_month_names(stem.replace("_", " "), known)
    told = said(bare)
    exact = [m for name in sheets for _, m in said(without_month_names(name, known)[0]).months]
    time = replace(time_of([told]), as_name=named_for_month(bare))
    return BookNames(stem, told, time, named or words_left(bare), frozenset(exact))


def sheet_time(name: str, known: Collection[str], *, may_mistype: bool) -> tuple[str, str, Told]:
    """The name of a sheet without the known person in it, that person, and its time.

    ``may_mistype``: its neighbours are named for months, and so is it.
    """
    bare, named = without_month_names(uncut(name).replace("_", " "), known)
    time = name_time(name, said(bare), may_mistype=may_mistype)
    return bare, named, time if may_mistype else replace(time, as_name=named_for_month(bare))


def without_month_names(text: str, known: Collection[str]) -> tuple[str, str]:
    """``without_names``; beside another month somebody named for one is known by that.

    >>> without_month_names("Target Mei Lestari Nov 2026", ())
    ('Target Nov 2026', 'Mei Lestari')
    >>> without_month_names("Target Mei Lestari 2026", ())
    ('Target Mei Lestari 2026', '')
    """
    bare, named = without_names(text, known)
    like = named_for_month(bare)
    rest, found = without_names(bare, (like,)) if like and not named else (bare, "")
    return (rest, found) if said(rest).months else (bare, named)


@lru_cache(maxsize=5000)
def named_for_month(text: str) -> str:
    """The name in a text that begins with a month, or may: nobody can tell by itself.

    >>> named_for_month("Target Mei Lestari"), named_for_month("Juni_Hartono Sakti 2026")
    ('Mei Lestari', 'Juni Hartono Sakti')
    >>> [named_for_month(text) for text in ("Lestari Mei", "Mei 2026 Lestari", "Mei PU", "Mei")]
    ['', '', '', '']
    >>> named_for_month("Bulan Mei Lestari")
    ''
    """
    words = re.findall(r"[^\W\d_]+|[0-9]+", visible(text))
    for at, word in enumerate(words):
        is_month = word.upper() not in _MONTHS or "waktu" in said(" ".join(words[:at][-1:])).roles
        behind = [] if is_month else list(takewhile(words_left, words[at + 1 :]))
        if behind:
            return " ".join([word, *behind]).title()
    return ""


def named_in_cells(texts: Iterable[str], sheets: Iterable[Rows]) -> list[str]:
    """The names of a file or its sheets that begin with a month, where titles name that person."""
    like = list(filter(None, map(named_for_month, texts)))
    rows = (row for sheet in sheets for row in sheet[:_LOOKED_AT]) if like else ()
    cells = ([value for value in row if isinstance(value, str)] for row in rows)
    named = set(filter(None, map(officer_in, cells)))
    return [one for one in like if any(_is_theirs(one, name) for name in named)]


def _is_theirs(like: str, name: str) -> bool:
    is_month_theirs = same_person(like.split()[0], name)
    return is_month_theirs and (same_person(like, name) or same_person(name, like))


def officer_left(name: str, bare: str, told: Told) -> str:
    """Who a sheet is named for; nobody where it is named for a month or a metric."""
    if told.month or said(bare).counts or name.lower().startswith("sheet"):
        return ""
    return words_left(bare)
