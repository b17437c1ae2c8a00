"""Which names are one person: without titles and degrees, in any order, with initials."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import TypeAlias

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.text import visible

STAFF_NUMBER = re.compile(r"[ /|,(-]*(?:\b(?:NPK|NIP|NIK)\b)?[ .:]*[0-9]{5,}\)?$", re.I)
_SEVERAL = re.compile(r"[/&:+;]|\bDAN\b")
_BRACKETS = re.compile(r"\([^)]*\)")
BEFORE = frozenset(map(str, load_toml("target_words")["person"]["before"]))
DEGREES = frozenset(str(one).replace(".", "") for one in load_toml("names")["titles"])
_DEGREE = re.compile(r"(?:[^\W\d_]{1,5}\.)+[^\W\d_]{0,5}\.?|[^\W\d_]{1,3}")
Pair: TypeAlias = frozenset[tuple[str, ...]]  # the words of two names
_POSTS = "|".join(load_toml("target_words")["person"]["duties"])
_DUTIES = re.compile(rf"\((?i:{_POSTS})\)|\b(?:{_POSTS})\b")


def tidy_name(text: str) -> str:
    """A name as a cell gives it, without duties in brackets and marks around it.

    >>> tidy_name(" 1. Andi  Pratama (ark) "), tidy_name("SARI DEWI, S.E.")
    ('Andi Pratama', 'SARI DEWI, S.E.')
    >>> tidy_name("Andi Pratama / NPK 241870123")
    'Andi Pratama'
    """
    bare = STAFF_NUMBER.sub("", re.sub(r"^[0-9]{1,2}[.)] *", "", visible(text)))
    bare = _DUTIES.sub(" ", bare) if _DUTIES.sub("", bare).strip(" :-") else bare
    return " ".join(bare.split()).strip(" :-|*")


def names_several(upper: str) -> bool:
    """Whether a text gives two names: Andi & Rina; Andi Pratama, Rina Sari."""
    bare = _BRACKETS.sub(" ", upper).strip(" /")
    first, *behind = bare.split(",")
    more = [word for part in behind for word in part.split() if not _DEGREE.fullmatch(word)]
    return _SEVERAL.search(bare) is not None or (len(more) > 1 and len(first.split()) > 1)


def names_in(text: str) -> list[str]:
    """The names of a list: apart by semicolons or lines, or by commas that can be nothing else.

    >>> names_in("Sari Dewi, S.E.; Andi;"), names_in("Sari Dewi, S.E., M.M., Budi Aji")
    (['Sari Dewi, S.E.', 'Andi'], ['Sari Dewi, S.E., M.M.', 'Budi Aji'])
    >>> names_in("Andi, Sari, Budi"), names_in("Pratama, Andi")
    (['Andi', 'Sari', 'Budi'], ['Pratama, Andi'])
    """
    lines = [line.strip(" ,") for line in re.split(r"[;\r\n\t]", text)]
    return [name for line in lines if line for name in _apart(line)]


def _apart(line: str) -> list[str]:
    """The names of a line with commas; what follows one may be degrees or a first name."""
    found: list[str] = []
    for part in (one.strip() for one in line.split(",")):
        if found and all(_DEGREE.fullmatch(word) for word in part.split()):
            found[-1] += f", {part}"
        else:
            found.append(part)
    is_list = len(found) > 2 or all(len(name.split()) > 1 for name in found)
    return found if is_list else [line]


def same_person(short: str, full: str) -> bool:
    """Whether every word of one name stands in the other, whole or as an initial.

    >>> same_person("andi", "Andi Pratama"), same_person("Andi P.", "ANDI PRATAMA")
    (True, True)
    >>> same_person("Andi S", "Andi Pratama"), same_person("Andi", "Andika Putra")
    (False, False)
    >>> same_person("Nur Aini", "Nuraini")
    True
    """
    ours, theirs = name_words(short), list(name_words(full))
    if not ours or not theirs:
        return False
    if "".join(ours) == "".join(theirs):
        return True
    for word in ours:
        found = next((other for other in theirs if _stands_for(word, other)), None)
        if found is None:
            return False
        theirs.remove(found)
    return True


@lru_cache(maxsize=5000)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, upper case, without marks, brackets, what is said before it, degrees.

    >>> name_words("Ir. H. Andi Pratama, S.E., M.M."), name_words("Pratama, Andi")
    (('ANDI', 'PRATAMA'), ('PRATAMA', 'ANDI'))
    >>> name_words("Lestari, Mei"), name_words("Sari, S.E."), name_words("Sari Dewi, QIA")
    (('LESTARI', 'MEI'), ('SARI',), ('SARI', 'DEWI'))
    >>> name_words("Sdr. Andi P."), name_words("H."), name_words("Nu'man Al-Farisi")
    (('ANDI', 'P'), ('H',), ('NU', 'MAN', 'AL', 'FARISI'))
    """
    bare = tidy_name(name).upper()
    first, *behind = (_BRACKETS.sub(" ", bare) if _BRACKETS.sub("", bare).strip() else bare).split(
        ","
    )
    pieces = first.split()
    more = [piece for part in behind for piece in part.split()]
    is_full = len(pieces) > 1  # of Lestari, Mei the rest of the name is behind the comma
    pieces += [
        piece for piece in more if not (_DEGREE.fullmatch(piece) and (is_full or "." in piece))
    ]
    while len(pieces) > 1 and pieces[0].replace(".", "") in BEFORE | DEGREES:
        del pieces[0]
    while len(pieces) > 1 and pieces[-1].replace(".", "") in DEGREES:
        del pieces[-1]
    return tuple(re.findall(r"[^\W\d_]+", " ".join(pieces)))


class Fuller:
    """Names by their words, so that of many only a few are looked at."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(dict.fromkeys(names))
        self._by_word: dict[str, set[int]] = {}
        for n, name in enumerate(self._names):
            words = name_words(name)
            for word in (*words, *(word[0] for word in words), "".join(words)):
                self._by_word.setdefault(word, set()).add(n)

    def of(self, short: str) -> list[str]:
        """The names that a name may stand for (``same_person``), in their order."""
        words = name_words(short)
        some = [
            self._by_word.get(word, set())
            for word in (max(words, key=len, default=""), "".join(words))
        ]
        return [
            full for n in sorted(set.union(*some)) if same_person(short, full := self._names[n])
        ]


def _stands_for(word: str, other: str) -> bool:
    return word == other or (len(word) == 1 and other.startswith(word))


def pair_of(one: str, other: str) -> Pair:
    """Two names, however they are written and in whatever order."""
    return frozenset((name_words(one), name_words(other)))


def persons(names: Iterable[str], apart: Collection[Pair] = ()) -> dict[str, str]:
    """Each name as written to the name of its person: the fullest that stands for it alone.

    ``apart``: pairs that are of two people, as Nur Aini and Siti Nuraini in one list.

    >>> persons(["Andi", "Andi Pratama", "Sari"])
    {'Andi': 'Andi Pratama', 'Andi Pratama': 'Andi Pratama', 'Sari': 'Sari'}
    >>> persons(["Andi", "Andi Pratama", "Andi Wijaya"])["Andi"]
    'Andi'
    >>> persons(["Nur'aini", "NURAINI"])
    {"Nur'aini": "Nur'aini", 'NURAINI': "Nur'aini"}
    >>> persons(["Andi", "Andi Pratama"], {pair_of("Andi", "Andi Pratama")})["Andi"]
    'Andi'
    >>> persons(["Andi Pratama", "Pratama, Andi"])["Pratama, Andi"]
    'Andi Pratama'
    """
    distinct = list(dict.fromkeys(names))
    first: dict[str, str] = {}
    in_any_order: dict[tuple[str, ...], str] = {}
    for name in sorted(distinct, key=str.isupper):
        shown, words = name.title() if name.isupper() else name, name_words(name)
        shown = in_any_order.setdefault(tuple(sorted(words)), shown)
        first.setdefault("".join(words), shown)
    known, found = Fuller(first.values()), {}
    for name in distinct:
        own = first["".join(name_words(name))]
        longer = [f for f in known.of(own) if _is_longer(f, own) and pair_of(name, f) not in apart]
        tops = [f for f in longer if not any(f != g and same_person(f, g) for g in longer)]
        found[name] = tops[0] if len(tops) == 1 else own
    return found


def _is_longer(name: str, other: str) -> bool:
    """Whether a name has more letters, what is no part of it left aside."""
    return len("".join(name_words(name))) > len("".join(name_words(other)))
