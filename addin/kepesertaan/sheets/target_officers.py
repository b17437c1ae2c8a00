"""Whose sheet it is: names in titles, cells, names of sheets and files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.text import visible

from .target_persons import BEFORE, DEGREES, STAFF_NUMBER, names_several, tidy_name
from .target_words import said

_WORDS = load_toml("target_words")
BESIDE = frozenset(map(str, _WORDS["title_label"]["beside"]))


def _labels(names: Iterable[str]) -> str:
    """A pattern of labels, however their words are parted: NAMA AR/ARK, NM. PEMBINA."""
    longest = sorted(map(str, names), key=len, reverse=True)
    return "|".join(r"[ ./]+".join(map(re.escape, name.split())) for name in longest)


_BEHIND = r"\.?(?: *\([^)]*\))? *(?:[:=]|\|) *(?P<name>.+)$"
_LABELLED = re.compile(rf"^(?:{_labels(_WORDS['role']['petugas'])}){_BEHIND}")
_TITLED = re.compile(rf"^(?:{_labels(_WORDS['title_label']['petugas'])}){_BEHIND}")
_NOBODY = frozenset(map(str, _WORDS["file_name"]["nobody"]))
_NOT_ONE = frozenset(map(str, _WORDS["nobody"]["words"]))
_OFFICE = re.compile(rf"\b(?:{'|'.join(_WORDS['nobody']['offices'])})\b")
_PLACE = re.compile(rf"{_OFFICE.pattern}|\b(?:{_labels(_WORDS['nobody']['places'])})\b")
_BETWEEN = re.compile(r"[&+,;]|\b(?:DAN|UNTUK|KEPADA)\b")
_BEHIND_COMMA = re.compile(r",(?: *(?:[^\W\d_]{1,5}\.)+[^\W\d_]{0,5}\.?)+")  # degrees
_LONGEST_NAME = 4  # words
_OF_FIGURES = frozenset(("deviasi", "persen", "proyeksi", "rencana", "rata", "lampau", "lain"))
_DITTO = re.compile(r"S\.? ?D\.? ?A\.?")


def officer_in(cells: Sequence[str]) -> str:
    """The name a title row gives after a label such as Nama or Petugas; "" without one.

    >>> officer_in(["Nama Petugas", ": Andi Pratama", "Bulan : November 2026"])
    'Andi Pratama'
    >>> officer_in(["PIC: Sari (AR)"]), officer_in(["Nama Perusahaan", ": PT Contoh"])
    ('Sari', '')
    >>> officer_in(["AR : Andi Pratama"]), officer_in(["AR: PU Besar"]), officer_in(["AR", "Andi"])
    ('Andi Pratama', '', 'Andi')
    >>> officer_in(["AR: Juni Hartono"]), officer_in(["AR: Juni 2026"])
    ('Juni Hartono', '')
    >>> officer_in(["Nama", "Umur", "Alamat"])  # the heading of a list
    ''
    """
    return _officer_in(tuple(cells))


@lru_cache(maxsize=20_000)
def _officer_in(cells: tuple[str, ...]) -> str:
    joined = "|".join(visible(cell) for cell in cells if cell)
    joined = re.sub(r" *\|? *: *\|? *", ": ", joined)
    parts = joined.split("|")
    pairs = [
        f"{a}|{b}" for k, (a, b) in enumerate(pairwise(parts))
        if all(map(_stands_beside, [*parts[:k], *parts[k + 2 :]]))
    ]  # fmt: skip
    return next(filter(None, map(_named_behind, [*parts, *pairs])), "")


def bare_heads(texts: Sequence[str]) -> tuple[str, ...]:
    """The texts of a heading but for an officer's name.

    >>> bare_heads(("Petugas: Andi", "Target")), bare_heads(("Nama Petugas",))
    (('Target',), ('Nama Petugas',))
    """
    return tuple(text for text in texts if not officer_in((text,)))


def _named_behind(part: str) -> str:
    """The name behind a label, "" where it is none: AR: PU Besar, Nama | Target."""
    upper = part.upper()
    match = _LABELLED.match(upper)
    if match:
        is_name = not ("|" in part and _is_heading(match["name"]))
    else:
        match = _TITLED.match(upper)
        is_name = match is not None and _may_be_name(match["name"])
    name = tidy_name(part[match.start("name") :]) if match and is_name else ""
    return name if any(map(str.isalpha, name)) else ""


def _is_heading(text: str) -> bool:
    told = said(text)
    return told.is_known or set(told.rest) <= BESIDE


def _may_be_name(text: str) -> bool:
    """Whether a text is a name, be it Mei or Juni Hartono."""
    bare = STAFF_NUMBER.sub("", text)
    told = said(bare)
    is_known = replace(told, months=()).is_known or names_office(bare)
    return not is_known and not any(map(str.isdigit, bare))


def _stands_beside(part: str) -> bool:
    """Whether a cell may stand in a row that names an officer, and is no heading of a list."""
    told = said(part)
    return ":" in part or told.is_known or names_office(part) or set(told.rest) <= BESIDE


def names_office(text: str) -> bool:
    """Whether a cell names an office and no person.

    >>> names_office("KC Tanjung Perak"), names_office("Kacahyo")
    (True, False)
    """
    return _OFFICE.search(visible(text).upper()) is not None


def looks_like_name(text: str) -> bool:
    """Whether a text is two to four words nothing is known of, perhaps somebody's name.

    >>> looks_like_name("Budi Santoso"), looks_like_name("KC Perak"), looks_like_name("JMO")
    (True, False, False)
    """
    words = text.upper().split()
    is_name = 2 <= len(words) <= _LONGEST_NAME and list(said(text).rest) == words
    return is_name and not names_office(text)


@lru_cache(maxsize=5000)
def words_left(name: str) -> str:
    """What the name of a file or sheet says beyond the words of target sheets: perhaps a person.

    >>> words_left("Target_Dewi_Nov_2026 (1)"), words_left("Rekap KC Tanjung Perak Nov")
    ('Dewi', '')
    >>> words_left("Andi dan Rina Nov"), words_left("Andi Pratama, S.Kom")
    ('Andi & Rina', 'Andi Pratama')
    """
    bare = visible(re.sub(r"[_\-.]+", " ", _BEHIND_COMMA.sub("", name))).upper()
    office = _PLACE.search(bare)
    if office:
        known = re.split(r" (?=[A-Z]+)", bare[office.end() :].strip())
        kept = [word for word in known if said(word).is_known]
        bare = f"{bare[: office.start()]} {' '.join(kept)}"
    found = [rest for piece in _BETWEEN.split(bare) if (rest := _unknown(piece))]
    return " & ".join(found).title()


def _unknown(text: str) -> str:
    rest = [word for word in said(text).rest if len(word) > 2 and word.isalpha()]
    return " ".join(word for word in rest if word not in _NOBODY | _NOT_ONE | BEFORE | DEGREES)


def without_names(text: str, known: Collection[str]) -> tuple[str, str]:
    """A text without the name of a known person in it, and that name ("" for none).

    So that Mei Lestari is no month.

    >>> without_names("Target Mei Lestari Nov", ["Mei Lestari"])
    ('Target Nov', 'Mei Lestari')
    >>> without_names("Ir. Mei Lestari, S.Kom., M.M. PU", ["Mei Lestari"])
    ('PU', 'Mei Lestari')
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
    """A name that stands by itself in a text, with what is said before it and its degrees."""
    before = "|".join(sorted(BEFORE | DEGREES, key=len, reverse=True))
    behind = r"(?:,? +(?:[^\W\d_]{1,5}\.)+[^\W\d_]{0,5}\.?(?![^\W_]))*"
    bare = rf"(?:(?:{before})\b\.? +)*{re.escape(visible(name))}(?![^\W_]){behind}"
    return re.compile(rf"(?<![^\W_]){bare}", re.I)


def may_be_person(text: str) -> bool:
    """Whether a text in the officers' column is no total, metric, segment, or mark of nobody.

    >>> [may_be_person(text) for text in ("Mei", "Andi", "TIM AR", "...", "(kosong)", "Iuran")]
    [True, True, False, False, False, False]
    >>> [may_be_person(text) for text in ("AR 3 (kosong)", "November 2025", "s.d. Oktober")]
    [False, False, False]
    >>> [may_be_person(text) for text in ("BPU Mandiri", "Iuran JHT", "Ach. Fauzi", "Bu Rina")]
    [False, False, True, True]
    """
    told = said(text)
    is_word = sum(map(str.isalpha, text)) > 1 and visible(text).strip("()").upper() not in _NOBODY
    is_time = bool(told.dated or (told.months and (told.years or told.spans)))
    is_figure = bool(told.metrics or told.segments or told.sides) or not (
        _OF_FIGURES.isdisjoint(told.roles)
    )
    is_other = told.is_total or is_time or is_figure or names_nobody(text)
    return is_word and not is_other and bool(told.rest or told.months)


@lru_cache(maxsize=5000)
def names_nobody(text: str) -> bool:
    """Whether a text where a name belongs holds a word that is part of no name.

    >>> names_nobody("Tim Penagihan"), names_nobody("Semua Petugas"), names_nobody("s.d.a")
    (True, True, True)
    >>> names_nobody("Timbul Seno"), names_nobody("Alldo")
    (False, False)
    >>> names_nobody("Andi & Rina"), names_nobody("Andi Sari, Rina Dewi"), names_nobody("Andi/AR")
    (True, True, False)
    """
    if names_several(tidy_name(text).upper()):
        return True
    upper = visible(text).upper()
    words = re.findall(r"[^\W\d_]+", upper)
    return not _NOT_ONE.isdisjoint(words) or _DITTO.fullmatch(upper.strip(' ()"')) is not None
