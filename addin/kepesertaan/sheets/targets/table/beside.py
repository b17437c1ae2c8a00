"""What stands beside a row or column puts it in doubt: a target of another time or person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kepesertaan.data.loader import load_toml
from kepesertaan.sheets.targets.words.said import SIDES

from .part import Part, Parts, doubted

Titles = Sequence[Sequence[str]]
_WHOSE = load_toml("target_words")["whose"]
_PERSON, _OFFICES = ("|".join(_WHOSE[which]) for which in ("person", "office"))
_EACH = re.compile(rf"\b(?:{'|'.join(_WHOSE['each'])})\W+(?:{_PERSON})\b", re.I)
_OFFICE = re.compile(rf"\b(?:{_OFFICES})\b", re.I)
_ALL = "|".join(_WHOSE["all"])
_TEAM = re.compile(rf"\b(?:(?:{_ALL})\W+(?:{_PERSON}|{_OFFICES})|{_OFFICES})\b", re.I)
_OF_EACH, _OF_OFFICE = "angka tiap petugas, bukan jumlahnya", "angka kantor atau tim, bukan petugas"
_ASKED = {
    _OF_EACH: "tertulis per petugas: angka petugas ini, atau rata-rata tim?",
    _OF_OFFICE: "tertulis angka kantor atau tim: benarkah milik petugas ini?",
}


def ask_quarters(parts: Parts) -> Parts:
    """Where one side is of a quarter alone, the other, which says no time, may be of it as well."""
    sided = {side: [part for part in parts.values() if part.said.sides == (side,) and not part.why]
             for side in SIDES}  # fmt: skip
    doubtful = {
        other for side, other in (SIDES, SIDES[::-1])
        if sided[side] and all(map(_is_of_quarter, sided[side]))
    }  # fmt: skip
    doubt = "target atau realisasi di sebelahnya untuk triwulan: ini untuk bulan atau triwulan?"
    open_ones = {at for at, part in parts.items()
                 if doubtful & set(part.said.sides) and _says_no_time(part)}  # fmt: skip
    return doubted(parts, open_ones, doubt) if doubtful else parts


def _is_of_quarter(part: Part) -> bool:
    return part.said.of_quarter and not part.said.months


def _says_no_time(part: Part) -> bool:
    told = part.said
    return not (told.months or told.spans or told.of_quarter or told.years or part.why)


def ask_whose(rows: Parts, columns: Parts) -> tuple[Parts, Parts]:
    """ "Target per AR" and "Target Cabang" are left out beside a target that says nothing of whom,
    else asked about; where officers are named, what is of each is of them."""
    has_officers = any(part.officer for part in (*rows.values(), *columns.values()))
    return (
        {at: _whose(part, (), has_officers) for at, part in rows.items()},
        {at: _whose(part, columns.values(), has_officers) for at, part in columns.items()},
    )


def _whose(part: Part, beside: Iterable[Part], has_officers: bool) -> Part:
    whose = _told_whose(part)
    if not whose:
        return part
    if any(_is_same(part, other) for other in beside):
        return replace(part, why=whose, is_plain=False)
    is_theirs = whose == _OF_EACH and has_officers
    return part if is_theirs else part.doubted(_ASKED[whose])


def ask_team(rows: Parts, titles: Titles, above: Titles) -> Parts:
    """The rows of a table that name nobody are not the sheet's officer's where its title says it is
    of a team or the office, and no title ``above`` the first table does."""
    named = {match[0].upper(): match[0] for line in titles for cell in line
             for match in _TEAM.finditer(cell)}  # fmt: skip
    before = {match[0].upper() for line in above for cell in line for match in _TEAM.finditer(cell)}
    word = next((named[key] for key in named if key not in before), "")
    doubt = f"judul tabelnya menyebut '{word}': benarkah milik petugas lembar ini?"
    of_nobody = {at for at, part in rows.items() if not part.officer}
    return doubted(rows, of_nobody, doubt) if word else rows


def _told_whose(part: Part) -> str:
    """What the words of a figure say of whom it is, "" where they say nothing of that."""
    if part.why or not part.own.sides:
        return ""
    if _EACH.search(part.text):
        return _OF_EACH
    return _OF_OFFICE if _OFFICE.search(part.text) and not part.officer else ""


def _is_same(part: Part, other: Part) -> bool:
    """Whether another column gives the same side of the same time and says nothing of whom."""
    if other.why or other.doubt or _EACH.search(other.text) or _OFFICE.search(other.text):
        return False
    ours, theirs = part.said, other.said
    return (ours.sides, ours.months, ours.counts, ours.segments) == (
        theirs.sides, theirs.months, theirs.counts, theirs.segments,
    ) and set(ours.spans) - {"bulan"} == set(theirs.spans) - {"bulan"}  # fmt: skip
