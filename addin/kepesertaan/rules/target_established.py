"""Officers whom the files of a folder name for certain, though nobody listed them.

What one sheet asks about, "bila nama petugas, ...", another of the folder may answer: Nama: Tarno
Wijoyo. Only names that are used already answer, never one that is asked about itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kepesertaan.sheets.target_found import SheetReading
from kepesertaan.sheets.target_given import has_given_name, may_name
from kepesertaan.sheets.target_persons import Fuller, name_words, same_person

from .target_people import People, people_of, unsettled, whose
from .target_sources import FileReading, words_of


def established(files: Sequence[FileReading], known: Sequence[str]) -> tuple[str, ...]:
    """The names certain from all files that nobody of ``known`` has, sorted.

    They come from titles (Nama: ...), from cells whose figures are used, and from names of files
    and sheets whose figures are. A name that may be short for two people is none.
    """
    sheets = [(file, sheet) for file in files for sheet in file.sheets]
    people = people_of((), known, [words_of(*one) for one in sheets])
    found = sorted({name for one in sheets for name in _certain(*one, people) if may_name(name)})
    told = {name_words(name): name for name in known}
    new = {words: name for name in found if (words := name_words(name)) not in told}
    short = {name for name, _ in unsettled([*told.values(), *new.values()])}
    return tuple(sorted(set(new.values()) - short))


def _certain(file: FileReading, sheet: SheetReading, people: People) -> Iterable[str]:
    """The names a sheet is certain of."""
    words = words_of(file, sheet)
    used = {strip.officer for strip in sheet.strips if strip.has_values}
    if len({people.person(name) for name in words.cells}) > 1:
        return used - {""}
    owner = whose(words, people)
    if owner.doubt or not (used or sheet.told_officer):
        return ()
    if words.cells:
        return {*words.cells} & {*used, sheet.told_officer, sheet.like_name}
    name = words.sheet if owner.note == "nama lembar" else words.file
    is_person = len(name_words(name)) > 1 or has_given_name(name)  # Final.xlsx names nobody
    return (name,) if is_person else ()


def asks_of(
    file: FileReading, sheet: SheetReading, names: Sequence[str], everybody: Sequence[str]
) -> bool:
    """Whether a sheet asks about something and holds one of ``names``, but is nobody's own: in the
    sheet of one officer a heading with another's name may be a place or a firm. A sheet with a name
    that is short for two of them stays asked as well.

    ``everybody``: ``names``, and who was known before.
    """
    words, own = file.unnamed.get(sheet.name, ()), words_of(file, sheet)
    if sheet.told_officer or any(_is_of(word, everybody) for word in (own.sheet, own.file)):
        return False
    new, fuller = Fuller(names), Fuller({name_words(name): name for name in everybody}.values())
    if any(len(fuller.of(word)) > 1 for word in words):
        return False
    return any(map(new.of, words))


def _is_of(word: str, names: Sequence[str]) -> bool:
    """Whether the name of a file or sheet is one of those people's."""
    return any(same_person(word, name) or same_person(name, word) for name in names)
