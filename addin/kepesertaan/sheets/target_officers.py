"""Whose sheet it is: names in titles, cells, names of sheets and files; which are one person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.text import visible

from .target_words import said

_LABELS = tuple(
    sorted((str(n) for n in load_toml("target_words")["role"]["petugas"]), key=len, reverse=True)
)
_LABELLED = re.compile(
    rf"^(?:{'|'.join(map(re.escape, _LABELS))})(?: *\([^)]*\))? *(?:[:=]|\|) *(?P<name>.+)$"
)
_NOBODY = frozenset(map(str, load_toml("target_words")["file_name"]["nobody"]))
_OFFICE = re.compile(r"\b(?:KANTOR CABANG|KANTOR WILAYAH|KCP|KC|KACAB|CABANG|KANWIL)\b")
_DUTIES = re.compile(r"\((?i:AR|ARK|PAP|PAPK)\)|\b(?:AR|ARK|PAP|PAPK)\b")


def officer_in(cells: Sequence[str]) -> str:
    """The name a title row gives after a label such as Nama or Petugas; "" without one.

    >>> officer_in(["Nama Petugas", ": Andi Pratama", "Bulan : November 2026"])
    'Andi Pratama'
    >>> officer_in(["PIC: Sari (AR)"]), officer_in(["Nama Perusahaan", ": PT Contoh"])
    ('Sari', '')
    """
    joined = "|".join(visible(cell) for cell in cells if cell)
    joined = re.sub(r" *\|? *: *\|? *", ": ", joined)
    parts = joined.split("|")
    tries = [*parts, *(f"{a}|{b}" for a, b in pairwise(parts))]
    for part in tries:
        match = _LABELLED.match(part.upper())
        if match and not ("|" in part and said(match["name"]).is_known):
            return tidy_name(part[match.start("name") :])
    return ""


def names_office(text: str) -> bool:
    """Whether a cell names an office and no person.

    >>> names_office("KC Tanjung Perak"), names_office("Kacahyo")
    (True, False)
    """
    return _OFFICE.search(visible(text).upper()) is not None


def tidy_name(text: str) -> str:
    """A name as a cell gives it, without duties in brackets and marks around it.

    >>> tidy_name(" 1. Andi  Pratama (ark) "), tidy_name("SARI DEWI, S.E.")
    ('Andi Pratama', 'SARI DEWI, S.E.')
    """
    bare = re.sub(r"^[0-9]{1,2}[.)] *", "", visible(text))
    bare = _DUTIES.sub(" ", bare) if _DUTIES.sub("", bare).strip(" :-") else bare
    return " ".join(bare.split()).strip(" :-|")


@lru_cache(maxsize=5000)
def words_left(name: str) -> str:
    """What the name of a file or sheet says beyond the words of target sheets: perhaps a person.

    >>> words_left("Target_Dewi_Nov_2026 (1)"), words_left("Rekap KC Tanjung Perak Nov")
    ('Dewi', '')
    """
    bare = visible(re.sub(r"[_\-.]+", " ", name)).upper()
    office = _OFFICE.search(bare)
    if office:
        known = re.split(r" (?=[A-Z]+)", bare[office.end() :].strip())
        kept = [word for word in known if said(word).is_known]
        bare = f"{bare[: office.start()]} {' '.join(kept)}"
    rest = [word for word in said(bare).rest
            if len(word) > 2 and word.isalpha() and word not in _NOBODY]  # fmt: skip
    return " ".join(rest).title()


def without_names(text: str, known: Collection[str]) -> tuple[str, str]:
    """A text without the name of a known person in it, and that name ("" for none).

    So that Mei Lestari is no month.

    >>> without_names("Target Mei Lestari Nov", ["Mei Lestari"])
    ('Target Nov', 'Mei Lestari')
    """
    return _without_names(text, tuple(known)) if known else (text, "")


@lru_cache(maxsize=20_000)
def _without_names(text: str, known: tuple[str, ...]) -> tuple[str, str]:
    upper = re.sub(r"[_\s]+", " ", visible(text))
    for name in sorted(known, key=len, reverse=True):
        pattern = _whole(name)
        if pattern.search(upper):
            return " ".join(pattern.sub(" ", upper).split()), name
    return text, ""


@lru_cache(maxsize=5000)
def _whole(name: str) -> re.Pattern[str]:
    """A name that stands by itself in a text."""
    return re.compile(rf"(?<![^\W_]){re.escape(visible(name))}(?![^\W_])", re.I)


def same_person(short: str, full: str) -> bool:
    """Whether every word of one name stands in the other, whole or as an initial.

    >>> same_person("andi", "Andi Pratama"), same_person("Andi P.", "ANDI PRATAMA")
    (True, True)
    >>> same_person("Andi S", "Andi Pratama"), same_person("Andi", "Andika Putra")
    (False, False)
    """
    ours, theirs = name_words(short), list(name_words(full))
    if not ours or not theirs:
        return False
    for word in ours:
        found = next((other for other in theirs if _stands_for(word, other)), None)
        if found is None:
            return False
        theirs.remove(found)
    return True


@lru_cache(maxsize=5000)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, upper case, without marks and titles after a comma."""
    return tuple(re.findall(r"[^\W\d_]+", tidy_name(name).split(",")[0].upper()))


def _stands_for(word: str, other: str) -> bool:
    return word == other or (len(word) == 1 and other.startswith(word))


def persons(names: Iterable[str]) -> dict[str, str]:
    """Each name as written to the name of its person: the fullest that stands for it alone.

    >>> persons(["Andi", "Andi Pratama", "Sari"])
    {'Andi': 'Andi Pratama', 'Andi Pratama': 'Andi Pratama', 'Sari': 'Sari'}
    >>> persons(["Andi", "Andi Pratama", "Andi Wijaya"])["Andi"]
    'Andi'
    """
    distinct = list(dict.fromkeys(names))
    first: dict[tuple[str, ...], str] = {}
    for name in sorted(distinct, key=str.isupper):
        first.setdefault(name_words(name), name.title() if name.isupper() else name)
    full = list(first.values())
    found = {}
    for name in distinct:
        own = first[name_words(name)]
        longer = [f for f in full if f != own and len(f) > len(own) and same_person(own, f)]
        tops = [f for f in longer if not any(f != g and same_person(f, g) for g in longer)]
        found[name] = tops[0] if len(tops) == 1 else own
    return found


def may_be_person(text: str) -> bool:
    """Whether a text in the officers' column is no total, and no metric or segment of a section."""
    told = said(text)
    return not told.is_total and (bool(told.rest) or not (told.counts or told.segments))
