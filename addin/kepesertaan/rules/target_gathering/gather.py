"""Many target sheets become one reading: whose, which month, what came twice, what is missing.

Pure: sheets as read and what is remembered in, ``Reading`` out. Nothing is dropped without a word:
every number of every sheet is a figure or stands in ``left`` with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from kepesertaan.data.metrics import metrics
from kepesertaan.domain.period import Month
from kepesertaan.domain.show import count
from kepesertaan.domain.target_memory import Before
from kepesertaan.domain.target_prints import fingerprint
from kepesertaan.domain.targets import (
    Finding,
    Missing,
    Number,
    Place,
    Reading,
    Restated,
    SourceState,
    Strip,
    rows_used,
)
from kepesertaan.rules.call_text import month_words

from .copies import is_old_copy, without_copied
from .doubles import hold_doubles
from .magnitude import ask_magnitudes
from .people import People, alike, people_of, spelled, unsettled
from .proof import prove
from .sources import (
    ASKED,
    FileReading,
    Gathering,
    Source,
    part_file,
    words_of,
)
from .twice import settle_head

_MOST_PAIRS = 20  # of names so alike that they are asked about
_FEWEST = 3  # values that are all the same in two officers' sheets before it is remarked


def gather(
    files: Sequence[FileReading],
    before: Before,
    month: Month,
    officers: Sequence[str] = (),
    today: Month | None = None,
) -> Reading:
    """One reading of all files for the roll-up of a month. Same input, same result.

    ``officers``: everybody who is expected to send a sheet; who sent one before, where empty.
    ``today``: the month it is; a year nothing names cannot be one whose months are still to come.
    """
    gathering = Gathering(month, today)
    expected = officers or before.officers
    people = people_of(officers, before.officers, [words_of(f, s) for f in files for s in f.sheets])
    for file in files:
        part_file(gathering, file, people)
    _join_names(gathering, people)
    _settle_twice(gathering, before)
    hold_doubles(gathering, people, {people.person(name) for name in expected})
    held = without_copied(gathering, before)
    held |= ask_magnitudes(gathering, before, held)
    for source in gathering.sources:
        _take(gathering, source, held.get(source, source.strips))
    strips = tuple(
        strip for some in gathering.taken.values() for strip in settle_head(gathering, some)
    )
    gathering.findings += _firsts(gathering.like, "lembar atau bulan lain yang sama begitu")
    gathering.findings += _firsts(
        gathering.pairs, "angka lain yang berbeda begitu (lembar Tidak Dipakai)"
    )
    gathering.findings += _firsts(gathering.again, "angka lain yang tertulis dua kali begitu")
    _forget_copies(gathering)
    found = {source.officer for source in gathering.sources} | {name for name, _ in gathering.held}
    everybody = tuple(sorted(found | {people.person(name) for name in expected}))
    gathering.findings += _names_to_check(everybody, people)
    proofs, left = prove(gathering, files, strips)
    return Reading(
        month, strips, dict(metrics()), everybody, tuple(_states(gathering)), proofs, left,
        tuple(gathering.findings), tuple(_restated(strips, before, month)),
        _missing(everybody, strips, gathering, before),
        tuple(note for file in files for note in file.notes), bool(expected),
    )  # fmt: skip


def _join_names(gathering: Gathering, people: People) -> None:
    """One name for everybody, whichever of cells, sheets and files gave it."""
    names = people.join(source.officer for source in gathering.sources)
    for source in gathering.sources:
        full = names[source.officer]
        if full != source.officer:
            source.officer = full
            source.strips = [strip._replace(officer=full) for strip in source.strips]
    gathering.held = {(names.get(name, name), month) for name, month in gathering.held}


def _settle_twice(gathering: Gathering, before: Before) -> None:
    """What came twice, and what the last roll-up knew already."""
    seen: dict[tuple[str, Month], list[Source]] = {}
    contents: dict[tuple[int, Number], list[Source]] = {}
    for source in gathering.sources:
        whose = (source.officer, source.month)
        earlier = seen.setdefault(whose, [])
        first = next((one for one in earlier if one.print == source.print), None)
        earlier.append(source)
        if not any(_holds(strip) for strip in source.strips):
            source.state = "kosong"
        elif first:
            source.state, source.same_as = "ganda", f"{first.file.name} lembar {first.sheet.name}"
        else:
            if whose in before.prints:
                source.state = "sama" if source.print in before.prints[whose] else "berubah"
            _remark_copy(gathering, source, contents)


def _holds(strip: Strip) -> bool:
    """Whether anything stands in the cells of a strip, be it only a question."""
    return strip.has_values or any(why in ASKED for why in strip.whys.values())


def _remark_copy(
    gathering: Gathering, source: Source, contents: dict[tuple[int, Number], list[Source]]
) -> None:
    """Remark when another officer's sheet, or another month, holds the very same numbers.

    ``contents``: by how many numbers there are and what they come to; only those that agree in
    both are compared.
    """
    actual = _actual(source)
    values = [value for strip in actual for value in strip.values]
    if len(values) < _FEWEST:
        return
    alike = contents.setdefault((len(values), sum(filter(None, values))), [])
    first = next((one for one in alike if fingerprint(_actual(one)) == fingerprint(actual)), None)
    if first is None:
        alike.append(source)
        return
    if is_old_copy(source, first, actual):
        old, new = sorted((first, source), key=attrgetter("month"))
        gathering.copied[new] = old
        return
    text = (
        f"Lembar {source.sheet.name}: realisasi {source.officer} bulan "
        f"{month_words((source.month,))} sama persis dengan {first.officer} bulan "
        f"{month_words((first.month,))} ({first.file.name}). "
        "Periksa apakah isinya sudah diganti."
    )
    finding = Finding(source.place, "periksa", text)
    gathering.like.setdefault((first.file.path, source.file.path), []).append(finding)


def _actual(source: Source) -> list[Strip]:
    """What a source says is realised, without what is 0 or missing."""
    strips = [strip for strip in source.strips if strip.side == "realisasi"]
    return [
        strip
        if all(strip.values)
        else strip.only(at for at, value in enumerate(strip.values) if value)
        for strip in strips
    ]


def _take(gathering: Gathering, source: Source, strips: Sequence[Strip]) -> None:
    """The strips of a source, but for what is held, into the whole."""
    for strip in strips:
        if source.state == "ganda":
            gathering.drop(strip, f"ganda dari {source.same_as}")
        elif strip.side == "realisasi" and strip.month > gathering.month:
            gathering.drop(strip, "sesudah bulan rekap")
        else:
            head = (strip.officer, strip.month, strip.side, strip.span)
            gathering.taken.setdefault(head, []).append((strip, source))


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


def _names_to_check(everybody: Sequence[str], people: People) -> Iterator[Finding]:
    for written, full in spelled(people.names):
        yield Finding(Place(""), "periksa", f"Nama '{written}' dibaca sebagai {full}.")
    several = {name for name, _ in unsettled(everybody)}
    for one, other in people.apart:
        if not several.isdisjoint((one, other)):
            continue
        text = f"Nama '{one}' dan '{other}' ada di satu lembar; dihitung sebagai dua petugas."
        yield Finding(Place(""), "periksa", text)
    pairs = alike(everybody)
    for one, other in pairs[:_MOST_PAIRS]:
        text = f"Apakah {one} dan {other} orang yang sama? Dihitung sebagai dua petugas; "
        text += "bila satu orang, samakan namanya."
        yield Finding(Place(""), "periksa", text)
    if len(pairs) > _MOST_PAIRS:
        text = f"{count(len(pairs) - _MOST_PAIRS)} pasang nama petugas lain juga mirip."
        yield Finding(Place(""), "periksa", text)


def _missing(
    everybody: Sequence[str], strips: Sequence[Strip], gathering: Gathering, before: Before
) -> tuple[Missing, ...]:
    """Who has no figure of the month; whose are all asked about has sent something."""
    month, last, now = gathering.month, dict(before.sent), set[str]()
    asked = {name for name, when in gathering.held if when in (month, (month[0], 0))}
    for strip in strips:
        if strip.side != "realisasi" or strip.month > month:
            continue
        if strip.has_values:
            last[strip.officer] = max(last.get(strip.officer, strip.month), strip.month)
            now |= {strip.officer} if strip.month == month else set()
        elif strip.month == month and _holds(strip):
            asked.add(strip.officer)
    return tuple(
        Missing(
            name,
            last.get(name),
            _questions(name, gathering) if name in asked else 0,
            is_blank=any((one.officer, one.month) == (name, month) for one in gathering.sources),
        )
        for name in everybody
        if name not in now
    )


def _questions(officer: str, gathering: Gathering) -> int:
    """How many questions hold figures of the files of an officer; at least 1."""
    paths = {one.place.path for one in gathering.states if one.officer == officer}
    paths |= {one.place.path for one in gathering.sources if one.officer == officer}
    held = [one for one in gathering.findings if one.level == "tanya" and one.place.path in paths]
    return max(len(held), 1)


def _restated(strips: Sequence[Strip], before: Before, month: Month) -> Iterator[Restated]:
    """Figures of past months that differ from the last roll-up's."""
    known = before.figures
    for strip in strips if known else ():
        for at, (metric, segment) in enumerate(strip.things if strip.month < month else ()):
            key = (metric, strip.officer, strip.month, segment, strip.side, strip.span)
            old = known.get(key)
            if old is not None and old != strip.values[at]:
                f = strip.figure(at)
                yield Restated(*key, old, f.value, f.place)


def _states(gathering: Gathering) -> list[SourceState]:
    states = list(gathering.states)
    for source in gathering.sources:
        rows = set[int]().union(*(lines.rows for lines in {one.lines for one in source.strips}))
        used = set() if source.state == "ganda" else rows_used(source.strips)
        states.append(
            SourceState(source.place, source.officer, source.month, source.state, len(rows),
                        len(used), len(rows) - len(used), tuple(source.strips), source.same_as,
                        tuple(source.notes))
        )  # fmt: skip
    return sorted(states, key=lambda s: (s.place.path, s.place.sheet, s.officer, s.month or (0, 0)))
