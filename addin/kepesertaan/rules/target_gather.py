"""Many target sheets become one reading: whose, which month, what came twice, what is missing.

Pure: sheets as read and what is remembered in, ``Reading`` out. Nothing is dropped without a word:
every number of every sheet is a figure or stands in ``left`` with its reason.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kepesertaan.data.metrics import metrics
from kepesertaan.domain.period import Month, month_name
from kepesertaan.domain.table import cell_name
from kepesertaan.domain.target_memory import Before, FigureKey
from kepesertaan.domain.targets import (
    Figure,
    Finding,
    Left,
    Missing,
    Place,
    Proof,
    Reading,
    Restated,
    SourceState,
    State,
    Tally,
)
from kepesertaan.sheets.target_found import Dropped, Found, SheetReading, column_told
from kepesertaan.sheets.targets import BookNames

from .target_people import People, Whose, Words, alike, people_of, spelled, whose

_FEWEST = 3  # values that are all the same in two officers' sheets before it is remarked


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file as read. ``path``: as named to the run; ``trouble``: why it could not be read."""

    path: str
    name: str
    names: BookNames | None = None
    sheets: Sequence[SheetReading] = ()
    trouble: str = ""
    notes: Sequence[str] = ()


@dataclass(slots=True)
class _Source:
    """One officer's month in one sheet while it is being settled."""

    file: FileReading
    sheet: SheetReading
    officer: str
    month: Month
    found: list[Found]
    state: State = "baru"
    print: str = ""
    same_as: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return Place(self.file.name, self.sheet.name, "", self.file.path)


@dataclass(slots=True)
class _Gathering:
    """What has been gathered so far; ``dropped``: by file and sheet."""

    month: Month
    sources: list[_Source] = field(default_factory=list)
    states: list[SourceState] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    dropped: dict[tuple[str, str], list[Dropped]] = field(default_factory=dict)
    figures: dict[FigureKey, tuple[Found, _Source]] = field(default_factory=dict)

    def drop(self, source: _Source, some: Sequence[Found], why: str) -> None:
        """Leave figures out; those without a value hold no number."""
        key = (source.file.path, source.sheet.name)
        self.dropped[key] += [
            Dropped(f.row, f.col, f.value / f.scale, why, "baris")
            for f in some
            if f.value is not None
        ]


def gather(
    files: Sequence[FileReading], before: Before, month: Month, officers: Sequence[str] = ()
) -> Reading:
    """One reading of all files for the roll-up of a month. Same input, same result.

    ``officers``: everybody who is expected to send a sheet.
    """
    gathering = _Gathering(month)
    expected = (*officers, *before.officers)
    people = people_of(expected, [_words(f, s) for f in files for s in f.sheets])
    for file in files:
        for sheet in file.sheets:
            gathering.dropped[file.path, sheet.name] = list(sheet.dropped)
            gathering.findings += _asked(file, sheet)
            _split(gathering, file, sheet, people)
        _tell_file(gathering, file)
    _settle_twice(gathering, before)
    for source in gathering.sources:
        _take(gathering, source)
    figures = _figures(gathering)
    everybody = _everybody(gathering, people, expected)
    gathering.findings += _names_to_check(everybody, people, figures)
    missing = _missing(everybody, figures, before, month)
    proofs, left = _proofs(gathering, files, figures)
    return Reading(
        month, figures, dict(metrics()), everybody, tuple(_states(gathering)), proofs, left,
        tuple(gathering.findings), _restated(figures, before, month), missing,
        tuple(note for file in files for note in file.notes),
    )  # fmt: skip


def _words(file: FileReading, sheet: SheetReading) -> Words:
    cells = dict.fromkeys(f.officer for f in sheet.found if f.officer)
    if not cells and sheet.told_officer:
        cells = {sheet.told_officer: None}
    siblings = len({other.name_officer for other in file.sheets if other.name_officer})
    word = file.names.officer if file.names else ""
    return Words(tuple(cells), sheet.name_officer, word, siblings)


def _asked(file: FileReading, sheet: SheetReading) -> list[Finding]:
    found = []
    for ask in sheet.asks:
        cells = f" sel {ask.told}" if ask.told else ""
        text = f"Lembar {sheet.name}{cells}: {ask.text}"
        place = Place(file.name, sheet.name, ask.first, file.path)
        found.append(Finding(place, ask.level, text.rstrip(".") + "."))
    return found


def _split(gathering: _Gathering, file: FileReading, sheet: SheetReading, people: People) -> None:
    """The sources of one sheet; figures of nobody are left out and asked about."""
    words = _words(file, sheet)
    several = len({people.person(name) for name in words.cells}) > 1
    owner = Whose() if several else whose(words, people)
    if owner.doubt:
        _ask_owner(gathering, file, sheet, owner)
        return
    groups: dict[tuple[str, Month], list[Found]] = {}
    for found in sheet.found:
        officer = people.person(found.officer) if several else owner.officer
        groups.setdefault((officer, found.month), []).append(found)
    for (officer, month), some in sorted(groups.items()):
        source = _Source(file, sheet, officer, month, some)
        source.notes += [f"petugas dibaca dari {owner.note}"] if owner.note else []
        gathering.sources.append(source)
    if not groups:
        place = Place(file.name, sheet.name, "", file.path)
        gathering.states.append(SourceState(place, owner.officer, sheet.month, "kosong"))


def _ask_owner(gathering: _Gathering, file: FileReading, sheet: SheetReading, owner: Whose) -> None:
    place = Place(file.name, sheet.name, "", file.path)
    held = [found for found in sheet.found if found.value is not None]
    state: State = "baru" if held else "kosong"
    gathering.states.append(SourceState(place, "", sheet.month, state, notes=(owner.doubt,)))
    if not held:
        return
    text = f"Lembar {sheet.name}: {owner.doubt}; angkanya belum dipakai."
    gathering.findings.append(Finding(place, "tanya", text))
    gathering.drop(_Source(file, sheet, "", (0, 0), []), held, "petugas belum jelas")


def _tell_file(gathering: _Gathering, file: FileReading) -> None:
    place = Place(file.name, "", "", file.path)
    if file.trouble:
        state = SourceState(place, "", None, "tidak terbaca", notes=(file.trouble,))
        gathering.states.append(state)
        gathering.findings.append(Finding(place, "tanya", file.trouble))
    elif not file.sheets:
        gathering.states.append(SourceState(place, "", None, "kosong"))


def _settle_twice(gathering: _Gathering, before: Before) -> None:
    """Fingerprints, what came twice, and what the last roll-up knew already."""
    seen: dict[tuple[str, Month, str], _Source] = {}
    contents: dict[str, _Source] = {}
    known = before.last.prints if before.last else {}
    for source in gathering.sources:
        valued = [found for found in source.found if found.value is not None]
        source.print = fingerprint(source.found)
        first = seen.setdefault((source.officer, source.month, source.print), source)
        if not valued:
            source.state = "kosong"
        elif first is not source:
            source.state, source.same_as = "ganda", f"{first.file.name} lembar {first.sheet.name}"
        else:
            remembered = known.get((source.officer, source.month))
            if remembered is not None:
                source.state = "sama" if source.print in remembered else "berubah"
            _remark_copy(gathering, source, valued, contents)


def _remark_copy(
    gathering: _Gathering, source: _Source, valued: Sequence[Found], contents: dict[str, _Source]
) -> None:
    """Remark when another officer's sheet, or another month, holds the very same numbers."""
    actual = [found for found in valued if found.side == "realisasi" and found.value]
    if len(actual) < _FEWEST:
        return
    first = contents.setdefault(fingerprint(actual), source)
    if first is not source:
        whose_else = f"{first.officer} bulan {month_name(first.month)}"
        gathering.findings.append(
            Finding(source.place, "periksa",
                    f"Lembar {source.sheet.name}: realisasi {source.officer} bulan "
                    f"{month_name(source.month)} sama persis dengan {whose_else} "
                    f"({first.file.name}). Periksa apakah isinya sudah diganti.")
        )  # fmt: skip


def fingerprint(found: Sequence[Found]) -> str:
    """SHA-256 over what figures say, wherever they stand."""
    lines = sorted(
        f"{f.metric}|{f.segment}|{f.side}|{f.span}|{_plain(f.value)}|{f.why}" for f in found
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _take(gathering: _Gathering, source: _Source) -> None:
    """The figures of a source into the whole, each thing once."""
    if source.state == "ganda":
        gathering.drop(source, source.found, f"ganda dari {source.same_as}")
        return
    for found in source.found:
        if found.side == "realisasi" and found.month > gathering.month:
            gathering.drop(source, [found], "sesudah bulan rekap")
            continue
        key = (found.metric, source.officer, found.month, found.segment, found.side, found.span)
        before = gathering.figures.get(key)
        if before is None or (before[0].value is None and before[0].why != "dua"):
            gathering.figures[key] = (found, source)
        elif found.value is not None:
            _take_second(gathering, key, found, source, before)


def _take_second(
    gathering: _Gathering,
    key: FigureKey,
    found: Found,
    source: _Source,
    before: tuple[Found, _Source],
) -> None:
    """A second value for the same thing: equal it is left out, else both are asked about."""
    first, owner = before
    if first.value == found.value:
        gathering.drop(source, [found], f"sudah ada di {owner.file.name}")
        return
    gathering.drop(source, [found], "angka berbeda di berkas lain")
    if first.value is None:
        return
    gathering.drop(owner, [first], "angka berbeda di berkas lain")
    gathering.figures[key] = (first._replace(value=None, why="dua"), owner)
    one, two = _cell(first), _cell(found)
    text = (
        f"{metrics()[found.metric].label} {found.segment} {found.side} {source.officer} bulan "
        f"{month_name(found.month)} berbeda: {_plain(first.value)} di {owner.file.name} "
        f"({owner.sheet.name} {one}) dan {_plain(found.value)} di {source.file.name} "
        f"({source.sheet.name} {two}). Pakai yang mana?"
    )
    place = Place(source.file.name, source.sheet.name, two, source.file.path)
    gathering.findings.append(Finding(place, "tanya", " ".join(text.split())))


def _cell(found: Found) -> str:
    return cell_name(found.row + 1, found.col)


def _figures(gathering: _Gathering) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            found.metric, source.officer, found.month, found.segment, found.side, found.span,  # type: ignore[arg-type]
            found.value, found.scale,
            Place(source.file.name, source.sheet.name, _cell(found), source.file.path),
            "belum jelas" if found.why == "dua" else found.why,
        )
        for found, source in gathering.figures.values()
    )  # fmt: skip


def _everybody(gathering: _Gathering, people: People, expected: Sequence[str]) -> tuple[str, ...]:
    found = {source.officer for source in gathering.sources}
    return tuple(sorted(found | {people.person(name) for name in expected}))


def _names_to_check(
    everybody: Sequence[str], people: People, figures: Sequence[Figure]
) -> list[Finding]:
    nowhere = Place("")
    same = [
        Finding(nowhere, "periksa", f"Nama '{written}' dibaca sebagai {full}.")
        for written, full in spelled(people.names)
    ]
    return same + [
        Finding(nowhere, "periksa", f"Apakah {one} dan {other} orang yang sama? Ejaannya mirip; "
                "dihitung sebagai dua petugas.")
        for one, other in alike(everybody)
    ]  # fmt: skip


def _missing(
    everybody: Sequence[str], figures: Sequence[Figure], before: Before, month: Month
) -> tuple[Missing, ...]:
    last = dict(before.sent)
    for figure in figures:
        if figure.side == "realisasi" and figure.value is not None and figure.month <= month:
            last[figure.officer] = max(last.get(figure.officer, figure.month), figure.month)
    now = {f.officer for f in figures
           if f.month == month and f.side == "realisasi" and f.value is not None}  # fmt: skip
    return tuple(Missing(name, last.get(name)) for name in everybody if name not in now)


def _restated(figures: Sequence[Figure], before: Before, month: Month) -> tuple[Restated, ...]:
    """Figures of past months that differ from the last roll-up's."""
    known = before.last.figures if before.last else {}
    found = []
    for f in figures:
        old = known.get((f.metric, f.officer, f.month, f.segment, f.side, f.span))
        if old is not None and f.month < month and old != f.value:
            found.append(
                Restated(f.metric, f.officer, f.month, f.segment, f.side, f.span, old, f.value,
                         f.place)
            )  # fmt: skip
    return tuple(found)


def _states(gathering: _Gathering) -> list[SourceState]:
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


def _proofs(
    gathering: _Gathering, files: Sequence[FileReading], figures: Sequence[Figure]
) -> tuple[tuple[Proof, ...], tuple[Left, ...]]:
    used: dict[tuple[str, str], list[tuple[Found, Decimal]]] = {}
    for found, source in gathering.figures.values():
        if found.value is not None:
            key = (source.file.path, source.sheet.name)
            used.setdefault(key, []).append((found, found.value / found.scale))
    proofs, left = [], list[Left]()
    for file in files:
        for sheet in file.sheets:
            key = (file.path, sheet.name)
            dropped = gathering.dropped[key]
            proofs.append(_proof(file, sheet, used.get(key, []), dropped))
            left += _left(file, sheet, dropped)
    return tuple(proofs), tuple(left)


def _proof(
    file: FileReading,
    sheet: SheetReading,
    used: Sequence[tuple[Found, Decimal]],
    dropped: Sequence[Dropped],
) -> Proof:
    """The columns of a sheet: what was read must be what was used and what was left."""
    zero = Decimal(0)
    count_used, count_left = Counter(f.col for f, _ in used), Counter(d.col for d in dropped)
    sum_used, sum_left = dict[int, Decimal](), dict[int, Decimal]()
    for found, number in used:
        sum_used[found.col] = sum_used.get(found.col, zero) + number
    for drop in dropped:
        sum_left[drop.col] = sum_left.get(drop.col, zero) + drop.number
    tallies = tuple(
        Tally(column_told(sheet, c), cells, count_used[c], count_left[c], total,
              sum_used.get(c, zero), sum_left.get(c, zero))
        for c, (cells, total) in sorted(sheet.read.items())
    )  # fmt: skip
    rows = len({found.row for found, _ in used})
    place = Place(file.name, sheet.name, "", file.path)
    return Proof(place, sheet.rows, rows, sheet.rows - rows, tallies)


def _left(file: FileReading, sheet: SheetReading, dropped: Sequence[Dropped]) -> list[Left]:
    """What was left out, together by row or by column and reason."""
    groups: dict[tuple[str, str, int], list[Dropped]] = {}
    for drop in dropped:
        at = drop.row if drop.by == "baris" else drop.col
        groups.setdefault((drop.by, drop.why, at), []).append(drop)
    found = []
    for (by, why, at), some in groups.items():
        cell = cell_name(some[0].row + 1, some[0].col)
        place = Place(file.name, sheet.name, cell, file.path)
        text = sheet.labels.get(at, "") if by == "baris" else column_told(sheet, at)
        total = sum((drop.number for drop in some), Decimal(0))
        row = at + 1 if by == "baris" else 0
        found.append(Left(place, row, text, why, len(some), total))
    return found
