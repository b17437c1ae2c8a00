"""Whose figures a sheet holds: one person under several spellings, and names that contradict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from kepesertaan.sheets.target_officers import names_nobody
from kepesertaan.sheets.target_persons import (
    Fuller,
    Pair,
    name_words,
    names_several,
    pair_of,
    persons,
    same_person,
)

_LIKE = 86  # per cent: two names so alike may be one person mistyped


@dataclass(frozen=True, slots=True)
class Words:
    """What one sheet says of its officer: in its cells, by its name, by its file's name."""

    cells: tuple[str, ...] = ()
    sheet: str = ""
    file: str = ""
    siblings: int = 1  # different names of the sheets of its file


@dataclass(frozen=True, slots=True)
class Whose:
    """The officer of a sheet. ``doubt``: why nobody; ``note``: where the name comes from."""

    officer: str = ""
    doubt: str = ""
    note: str = ""


@dataclass(slots=True)
class People:
    """Everybody known. ``names``: each spelling to its person; ``common``: words that are nobody;
    ``listed``: who is on the office's list of officers; ``apart``: two people of one list whose
    names are alike; ``two``: the same, and those on the office's list.
    """

    names: dict[str, str] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    apart: tuple[tuple[str, str], ...] = ()
    two: Collection[Pair] = ()

    def person(self, name: str) -> str:
        """The person a name as written stands for."""
        return self.names.get(name, name)

    def is_nobody(self, name: str) -> bool:
        """Whether a name as written is of a team, a post or a place, and not on the list."""
        return names_nobody(name) and self.person(name) not in self.listed

    def join(self, officers: Iterable[str]) -> dict[str, str]:
        """Officers by whatever name to their persons: those of names of files are known only now."""
        found = persons(sorted(set(officers)), self.two)
        self.names |= {name: full for name, full in found.items() if name != full}
        return found

    def match(self, word: str) -> str:
        """The one person a word of a file's or sheet's name can only be, "" where none or two."""
        if not word:
            return ""
        full = dict.fromkeys(self.names.values())
        found = [name for name in full if name_words(name) == name_words(word)]
        found = found or [name for name in full if same_person(word, name)]
        found = found or [name for name in full if same_person(name, word)]
        return found[0] if len(found) == 1 else ""


def people_of(listed: Sequence[str], before: Sequence[str], sheets: Sequence[Words]) -> People:
    """Everybody of the office's list, of earlier months and of the cells of the sheets."""
    written = [*listed, *before, *(name for words in sheets for name in words.cells)]
    apart = _in_one_list(sheets)
    two = {pair_of(*pair) for pair in (*apart, *combinations(listed, 2))}
    names = persons(written, two)
    known = frozenset(names[name] for name in listed)
    owners: dict[str, set[str]] = {}
    for words in sheets:
        for word in filter(None, (words.file, words.sheet)):
            owners.setdefault(word, set()).update(names[name] for name in words.cells)
    common = frozenset(word for word, some in owners.items() if len(some) > 1)
    unlisted = (pair for pair in apart if not {names[one] for one in pair} <= known)
    return People(names, common, known, tuple(unlisted), two)


def _in_one_list(sheets: Sequence[Words]) -> tuple[tuple[str, str], ...]:
    """Names that could be one person's, but for standing beside each other in one sheet."""
    lists = {words.cells for words in sheets if len(words.cells) > 1}
    pairs = (pair for names in sorted(lists) for pair in combinations(names, 2))
    found = ((one, other) for one, other in pairs if name_words(one) != name_words(other)
             and (same_person(one, other) or same_person(other, one)))  # fmt: skip
    return tuple(dict.fromkeys(found))


def whose(words: Words, people: People) -> Whose:
    """The officer of a sheet whose cells name at most one."""
    sheet, file = (w if w not in people.common else "" for w in (words.sheet, words.file))
    if words.cells and people.is_nobody(words.cells[0]):
        return Whose(doubt=f"'{words.cells[0]}' bukan nama satu petugas")
    if words.cells:
        named = sheet if words.siblings > 1 or people.match(sheet) else ""
        return _by_cells(people.person(words.cells[0]), named, file, people)
    return _by_names(words, sheet, file, people)


def _by_names(words: Words, sheet: str, file: str, people: People) -> Whose:
    """Whose a sheet is by its own name and its file's."""
    if words.siblings > 1 and not words.sheet:
        return Whose(
            doubt="lembar ini tanpa nama, lembar lain di berkas itu milik beberapa petugas"
        )
    by_sheet, by_file = people.match(sheet), people.match(file)
    if several := _several(sheet, "" if by_sheet else file):
        return Whose(doubt=several)
    if by_sheet and by_file and by_sheet != by_file:
        return Whose(doubt=f"nama lembar menyebut {by_sheet} tetapi nama berkas {by_file}")
    if by_sheet or by_file:
        return _unmatched(by_sheet, by_file, sheet, words)
    if sheet and file and not (same_person(sheet, file) or same_person(file, sheet)):
        if words.siblings > 1:
            return Whose(sheet, "", "nama lembar")
        return Whose(doubt=f"petugasnya {sheet} (nama lembar) atau {file} (nama berkas)?")
    if sheet or file:
        is_sheet = bool(sheet) and (words.siblings > 1 or len(sheet) >= len(file))
        return Whose(sheet if is_sheet else file, "", "nama lembar" if is_sheet else "nama berkas")
    return Whose(doubt="petugasnya tidak disebut di lembar, nama lembar, atau nama berkas")


def _several(sheet: str, file: str) -> str:
    """Why a name of a sheet or file that gives two names is nobody's."""
    for place, word in (("lembar", sheet), ("berkas", file)):
        if names_several(word.upper()):
            return f"nama {place} menyebut lebih dari satu nama ({word})"
    return ""


def _by_cells(officer: str, sheet: str, file: str, people: People) -> Whose:
    for place, word in (("nama lembar", sheet), ("nama berkas", file)):
        if not word or same_person(word, officer) or same_person(officer, word):
            continue
        other = people.match(word) or word
        if other != officer:
            return Whose(doubt=f"isi lembar menyebut {officer} tetapi {place} {other}")
    return Whose(officer)


def _unmatched(by_sheet: str, by_file: str, sheet: str, words: Words) -> Whose:
    """One of the two names is a known person; the other may be a person nobody knows yet."""
    if by_sheet or (sheet and words.siblings > 1):
        return Whose(by_sheet or sheet, "", "nama lembar")
    if sheet:
        return Whose(doubt=f"nama berkas menyebut {by_file} tetapi nama lembar {sheet}")
    return Whose(by_file, "", "nama berkas")


def alike(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of different names that may be one person mistyped."""
    from rapidfuzz import fuzz, process

    found = sorted(set(names))
    words = [" ".join(name_words(name)) for name in found]
    pairs = []
    for k, one in enumerate(words):
        like = process.extract(one, words[k + 1 :], scorer=fuzz.ratio, processor=None,
                               limit=None, score_cutoff=_LIKE)  # fmt: skip
        pairs += [(found[k], found[k + 1 + n]) for n in sorted(n for _, _, n in like)]
    return pairs


def spelled(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Spellings that were taken for a longer name of the same person."""
    pairs = ((written, full) for written, full in names.items())
    return [(written, full) for written, full in pairs if name_words(written) != name_words(full)]


def unsettled(names: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Names that may stand for two fuller ones or more: Siti A. beside Siti Aminah, Siti Aisyah."""
    known = Fuller(names)
    found = ((one, [full for full in known.of(one) if full != one and len(full) > len(one)])
             for one in names)  # fmt: skip
    return [(one, full) for one, full in found if len(full) > 1]
