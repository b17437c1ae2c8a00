"""Many target sheets become one reading: whose, which month, what came twice, what is missing.

Pure: sheets as read and what is remembered in, ``Reading`` out. Nothing is dropped without a word:
every number of every sheet is a figure or stands in ``left`` with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from kepesertaan.data.metrics import metrics
from kepesertaan.domain.period import Month
from kepesertaan.domain.show import count
from kepesertaan.domain.table import cell_name
from kepesertaan.domain.target_memory import Before, FigureKey
from kepesertaan.domain.targets import (
    Figure,
    Finding,
    Missing,
    Place,
    Reading,
    Restated,
    SourceState,
)
from kepesertaan.sheets.target_found import Found

from .call_text import month_words
from .target_people import People, alike, people_of, spelled, unsettled
from .target_proof import prove
from .target_sources import (
    FileReading,
    Gathering,
    Source,
    cell_of,
    fingerprint,
    line_of,
    part_file,
    plain_value,
    words_of,
)

_ASKED = ("belum jelas", "rumus belum dihitung", "galat")
_MOST_PAIRS = 20  # of names so alike that they are asked about
_FEWEST = 3  # values that are all the same in two officers' sheets before it is remarked


def gather(
    files: Sequence[FileReading], before: Before, month: Month, officers: Sequence[str] = ()
) -> Reading:
    """One reading of all files for the roll-up of a month. Same input, same result.

    ``officers``: everybody who is expected to send a sheet.
    """
    gathering = Gathering(month)
    expected = (*officers, *before.officers)
    people = people_of(expected, [words_of(f, s) for f in files for s in f.sheets])
    for file in files:
        part_file(gathering, file, people)
    _settle_twice(gathering, before)
    for source in gathering.sources:
        _take(gathering, source)
    gathering.findings += _firsts(gathering.like, "lembar atau bulan lain yang sama begitu")
    gathering.findings += _firsts(
        gathering.pairs, "angka lain yang berbeda begitu (lembar Tidak Dipakai)"
    )
    _forget_copies(gathering)
    figures = tuple(
        _figure(key, found, source, key in gathering.disputed)
        for key, (found, source) in gathering.figures.items()
    )
    found = {source.officer for source in gathering.sources} | {name for name, _ in gathering.held}
    everybody = tuple(sorted(found | {people.person(name) for name in expected}))
    gathering.findings += _names_to_check(everybody, people)
    proofs, left = prove(gathering, files)
    return Reading(
        month, figures, dict(metrics()), everybody, tuple(_states(gathering)), proofs, left,
        tuple(gathering.findings), tuple(_restated(figures, before, month)),
        _missing(everybody, figures, gathering, before),
        tuple(note for file in files for note in file.notes),
    )  # fmt: skip


def _settle_twice(gathering: Gathering, before: Before) -> None:
    """Fingerprints, what came twice, and what the last roll-up knew already."""
    seen: dict[tuple[str, Month, str], Source] = {}
    contents: dict[str, Source] = {}
    known = before.last.prints if before.last else {}
    for source in gathering.sources:
        lines = [line_of(found) for found in source.found]
        source.print = fingerprint(lines)
        first = seen.setdefault((source.officer, source.month, source.print), source)
        if all(found.value is None and found.why not in _ASKED for found in source.found):
            source.state = "kosong"
        elif first is not source:
            source.state, source.same_as = "ganda", f"{first.file.name} lembar {first.sheet.name}"
        else:
            remembered = known.get((source.officer, source.month))
            if remembered is not None:
                source.state = "sama" if source.print in remembered else "berubah"
            _remark_copy(gathering, source, lines, contents)


def _remark_copy(
    gathering: Gathering, source: Source, lines: Sequence[str], contents: dict[str, Source]
) -> None:
    """Remark when another officer's sheet, or another month, holds the very same numbers."""
    both = zip(source.found, lines, strict=True)
    actual = [line for found, line in both if found.side == "realisasi" and found.value]
    if len(actual) < _FEWEST:
        return
    first = contents.setdefault(fingerprint(actual), source)
    if first is not source:
        text = (
            f"Lembar {source.sheet.name}: realisasi {source.officer} bulan "
            f"{month_words((source.month,))} sama persis dengan {first.officer} bulan "
            f"{month_words((first.month,))} ({first.file.name}). Periksa apakah isinya sudah diganti."
        )
        finding = Finding(source.place, "periksa", text)
        gathering.like.setdefault((first.file.path, source.file.path), []).append(finding)


def _take(gathering: Gathering, source: Source) -> None:
    """The figures of a source into the whole, each thing once."""
    if source.state == "ganda":
        gathering.drop(source, source.found, f"ganda dari {source.same_as}")
        return
    for found in source.found:
        if found.side == "realisasi" and found.month > gathering.month:
            gathering.drop(source, [found], "sesudah bulan rekap")
            continue
        key = source.key(found)
        held = gathering.figures.get(key)
        if held is None or (held[0].value is None and key not in gathering.disputed):
            gathering.figures[key] = (found, source)
        elif found.value is not None:
            _take_second(gathering, key, found, source)


def _take_second(gathering: Gathering, key: FigureKey, found: Found, source: Source) -> None:
    """A second value for the same thing: equal it is left out, else both are asked about."""
    first, owner = gathering.figures[key]
    if first.value == found.value:
        gathering.drop(source, [found], f"sudah ada di {owner.file.name}")
        return
    gathering.drop(source, [found], "angka berbeda di berkas lain")
    if key in gathering.disputed:
        return
    gathering.drop(owner, [first], "angka berbeda di berkas lain")
    gathering.figures[key] = (first._replace(value=None), owner)
    gathering.disputed.add(key)
    at = cell_of(found)
    text = (
        f"{metrics()[found.metric].label} {found.segment} {found.side} {source.officer} bulan "
        f"{month_words((found.month,))} berbeda: {plain_value(first)} di {owner.file.name} "
        f"({owner.sheet.name} {cell_of(first)}) dan {plain_value(found)} di {source.file.name} "
        f"({source.sheet.name} {at}). Pakai yang mana? Hapus atau perbaiki yang salah."
    )
    place = Place(source.file.name, source.sheet.name, at, source.file.path)
    finding = Finding(place, "tanya", " ".join(text.split()))
    gathering.pairs.setdefault((owner.file.path, source.file.path), []).append(finding)


def _forget_copies(gathering: Gathering) -> None:
    """What is asked of a file that came twice is asked once."""
    states: dict[str, set[str]] = {}
    for source in gathering.sources:
        states.setdefault(source.file.path, set()).add(source.state)
    copies = {path for path, some in states.items() if some <= {"ganda", "kosong"}}
    told = {f.text for f in gathering.findings if f.place.path not in copies}
    gathering.findings = [
        f for f in gathering.findings if f.place.path not in copies or f.text not in told
    ]


def _firsts(pairs: Mapping[tuple[str, str], Sequence[Finding]], what: str) -> Iterator[Finding]:
    """One line for two files that differ or are alike: the first place, and how many more."""
    for some in pairs.values():
        more = len(some) - 1
        rest = f" Ada {more} {what}." if more else ""
        yield replace(some[0], text=some[0].text + rest)


def _figure(key: FigureKey, found: Found, source: Source, disputed: bool) -> Figure:
    _, _, _, _, _, _, value, scale, row, col, why = found
    file = source.file
    return Figure(
        *key,  # type: ignore[arg-type]
        None if value is None else Decimal(value), _decimal(scale),
        Place(file.name, source.sheet.name, cell_name(row + 1, col), file.path),
        "belum jelas" if disputed else why,
    )  # fmt: skip


@cache
def _decimal(scale: int) -> Decimal:
    return Decimal(scale)


def _names_to_check(everybody: Sequence[str], people: People) -> Iterator[Finding]:
    for written, full in spelled(people.names):
        yield Finding(Place(""), "periksa", f"Nama '{written}' dibaca sebagai {full}.")
    for name, some in unsettled(everybody):
        text = f"Nama '{name}' bisa {' atau '.join(some[:3])}; dihitung sebagai petugas sendiri."
        yield Finding(Place(""), "periksa", text)
    pairs = alike(everybody)
    for one, other in pairs[:_MOST_PAIRS]:
        text = f"Apakah {one} dan {other} orang yang sama? Dihitung sebagai dua petugas."
        yield Finding(Place(""), "periksa", text)
    if len(pairs) > _MOST_PAIRS:
        text = f"{count(len(pairs) - _MOST_PAIRS)} pasang nama petugas lain juga mirip."
        yield Finding(Place(""), "periksa", text)


def _missing(
    everybody: Sequence[str], figures: Sequence[Figure], gathering: Gathering, before: Before
) -> tuple[Missing, ...]:
    """Who has no figure of the month; whose are all asked about has sent something."""
    month, last, now = gathering.month, dict(before.sent), set[str]()
    asked = {name for name, when in gathering.held if when in (month, (month[0], 0))}
    for figure in figures:
        if figure.side != "realisasi" or figure.month > month:
            continue
        if figure.value is not None:
            last[figure.officer] = max(last.get(figure.officer, figure.month), figure.month)
            now |= {figure.officer} if figure.month == month else set()
        elif figure.why_missing in _ASKED and figure.month == month:
            asked.add(figure.officer)
    return tuple(
        Missing(name, last.get(name), _questions(name, gathering) if name in asked else 0)
        for name in everybody
        if name not in now
    )


def _questions(officer: str, gathering: Gathering) -> int:
    """How many questions hold figures of the files of an officer; at least 1."""
    paths = {one.place.path for one in gathering.states if one.officer == officer}
    paths |= {one.place.path for one in gathering.sources if one.officer == officer}
    held = [one for one in gathering.findings if one.level == "tanya" and one.place.path in paths]
    return max(len(held), 1)


def _restated(figures: Sequence[Figure], before: Before, month: Month) -> Iterator[Restated]:
    """Figures of past months that differ from the last roll-up's."""
    known = before.last.figures if before.last else {}
    for f in figures if known else ():
        old = known.get((f.metric, f.officer, f.month, f.segment, f.side, f.span))
        if old is not None and f.month < month and old != f.value:
            yield Restated(
                f.metric, f.officer, f.month, f.segment, f.side, f.span, old, f.value, f.place
            )


def _states(gathering: Gathering) -> list[SourceState]:
    states = list(gathering.states)
    for source in gathering.sources:
        rows = {found.row for found in source.found}
        used = {found.row for found in source.found if found.value is not None}
        used = set() if source.state == "ganda" else used
        states.append(
            SourceState(source.place, source.officer, source.month, source.state, len(rows),
                        len(used), len(rows) - len(used), source.print, source.same_as,
                        tuple(source.notes))
        )  # fmt: skip
    return sorted(states, key=lambda s: (s.place.path, s.place.sheet, s.officer, s.month or (0, 0)))
