"""Files of target sheets parted into sources: one officer's month in one sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from typing import TypeAlias

from kepesertaan.domain.period import Month
from kepesertaan.domain.target_prints import fingerprint
from kepesertaan.domain.targets import (
    Finding,
    Level,
    Place,
    Side,
    SourceState,
    Span,
    State,
    Strip,
)
from kepesertaan.sheets.target_cells import NO_CACHE
from kepesertaan.sheets.target_found import NO_YEAR, Ask, Dropped, SheetReading, shown
from kepesertaan.sheets.target_names import BookNames
from kepesertaan.sheets.target_numbers import BROKEN, UNCLEAR
from kepesertaan.sheets.target_persons import same_person

from .call_text import month_words
from .target_nobodys import ask_nobodys, nobodys
from .target_people import People, Whose, Words, whose

ASKED = (UNCLEAR, NO_CACHE, BROKEN)  # why a cell that holds something has no value


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file as read. ``path``: as named to the run; ``trouble``: why it could not be read.

    ``unnamed``: by sheet that asks something, its unknown words that may be somebody's name.
    """

    path: str
    name: str
    names: BookNames | None = None
    sheets: Sequence[SheetReading] = ()
    trouble: str = ""
    notes: Sequence[str] = ()
    unnamed: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(eq=False)
class Source:
    """One officer's month in one sheet while it is being settled."""

    file: FileReading
    sheet: SheetReading
    officer: str
    month: Month
    strips: list[Strip]
    state: State = "baru"
    same_as: str = ""
    notes: list[str] = field(default_factory=list)

    @cached_property
    def print(self) -> str:
        """The fingerprint of its figures: made only where it is compared."""
        return fingerprint(self.strips)

    @property
    def place(self) -> Place:
        """Its sheet."""
        return place_of(self.file, self.sheet)


# Whose figures, of when, of what: officer, month, side, span.
Head: TypeAlias = tuple[str, Month, Side, Span]


@dataclass(slots=True)
class Gathering:
    """What has been gathered so far.

    ``taken``: strips that count the same, each with its source; ``dropped``: by sheet;
    ``unowned``: of sheets whose officer is asked about; ``copied``: those that hold what another
    month's source does.
    """

    month: Month
    today: Month | None = None
    sources: list[Source] = field(default_factory=list)
    unowned: list[Source] = field(default_factory=list)
    copied: dict[Source, Source] = field(default_factory=dict)
    states: list[SourceState] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    taken: dict[Head, list[tuple[Strip, Source]]] = field(default_factory=dict)
    dropped: dict[Place, Dropped] = field(default_factory=dict)
    held: set[tuple[str, Month]] = field(default_factory=set)  # whose cells are asked about
    pairs: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)  # of two files
    like: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)  # of two files
    again: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)  # of file and sheet

    def drop(self, strip: Strip, why: str, places: Iterable[int] | None = None) -> None:
        """Leave figures of a strip out, all if nothing else; those without a value hold no number."""
        at = range(len(strip.values)) if places is None else places
        dropped = self.dropped.setdefault(strip.sheet, Dropped())
        for n in at:
            value = strip.values[n]
            if value is not None:
                dropped.row(strip.rows[n], why, [(strip.col, shown(value, strip.scale))])

    def hold(self, strip: Strip, why: str, places: Sequence[int]) -> Strip:
        """Leave out figures of a strip that are asked about; the strip without their values."""
        self.drop(strip, why, places)
        for at in places:
            strip = strip.without_value(at, UNCLEAR)
        return strip

    def ask(self, place: Place, text: str) -> None:
        """A question whose figures are held back."""
        self.findings.append(Finding(place, "tanya", text))


def words_of(file: FileReading, sheet: SheetReading) -> Words:
    """What a sheet says of its officer."""
    cells = dict.fromkeys(strip.officer for strip in sheet.strips if strip.officer)
    if len(cells) == 1 and same_person(next(iter(cells)), sheet.told_officer):
        cells = {sheet.told_officer: None}  # a column PIC with the first name of the title's
    if not cells and sheet.told_officer:
        cells = {sheet.told_officer: None}
    word = file.names.officer if file.names else ""
    if not cells and sheet.like_name and same_person(word, sheet.like_name):
        cells = {sheet.like_name: None}  # Andi.xlsx, and a title that ends in Andi Pratama
    named = (other for other in file.sheets if other.name_officer and other.strips)
    siblings = len({other.name_officer for other in named})
    return Words(tuple(cells), sheet.name_officer, word, siblings)


def part_file(gathering: Gathering, file: FileReading, people: People) -> None:
    """The sources of a file, its questions, and what is told of it as a whole."""
    asks: list[tuple[SheetReading, Ask]] = []
    late = _yet_to_come(gathering, file)
    for sheet in file.sheets:
        if late and sheet.guessed_year:
            sheet = _without_guess(gathering, file, sheet, late)
        asks += [(sheet, ask) for ask in sheet.asks]
        asks += [(sheet, ask) for ask in _part_sheet(gathering, file, sheet, people)]
    gathering.findings += _asked(file, asks)
    place = Place(file.name, "", "", file.path)
    if file.trouble:
        state = SourceState(place, "", None, "tidak terbaca", notes=(file.trouble,))
        gathering.states.append(state)
        gathering.ask(place, file.trouble)
    elif not file.sheets:
        gathering.states.append(SourceState(place, "", None, "kosong"))


def _yet_to_come(gathering: Gathering, file: FileReading) -> Month | None:
    """A month after this one that has a realisation in a sheet without a year: its year was guessed
    wrongly, and so were those of the file's other sheets."""
    months = [
        strip.month for sheet in file.sheets for strip in sheet.strips
        if strip.side == "realisasi" and strip.month[0] == sheet.guessed_year and any(strip.values)
    ]  # fmt: skip
    last = max(months, default=None)
    return last if last and gathering.today and last > gathering.today else None


def _without_guess(
    gathering: Gathering, file: FileReading, sheet: SheetReading, late: Month
) -> SheetReading:
    """A sheet without what it has of the year that was guessed, which is asked about."""
    place, kept, held = place_of(file, sheet), list[Strip](), set(sheet.held)
    for strip in sheet.strips:
        if strip.month[0] != sheet.guessed_year:
            kept.append(strip)
            continue
        gathering.drop(strip._replace(sheet=place), "tahunnya tidak disebut")
        held.add((strip.officer or sheet.told_officer, strip.month))
    text = f"tahun tidak disebut, padahal realisasi {month_words((late,))} belum mungkin ada"
    asks = [ask for ask in sheet.asks if not ask.text.startswith(NO_YEAR)]
    asks.append(Ask("tanya", f"{text}; tulis tahunnya di judul"))
    return replace(sheet, strips=kept, held=held, asks=asks)


def _asked(file: FileReading, asks: Sequence[tuple[SheetReading, Ask]]) -> Iterator[Finding]:
    """One line a cause of a file: its first place, and how many cells and sheets it is."""
    causes: dict[tuple[Level, str], list[tuple[SheetReading, Ask]]] = {}
    for sheet, ask in asks:
        causes.setdefault((ask.level, ask.text), []).append((sheet, ask))
    for (level, text), places in causes.items():
        sheet, ask = places[0]
        cells = sum(len(one.cells) for _, one in places)
        sheets = len({one.name for one, _ in places})
        at = f" sel {ask.told}" if ask.told else ""
        if sheets > 1:
            at += f" ({cells} sel di {sheets} lembar)" if cells else f" dan {sheets - 1} lainnya"
        text += f" ({ask.first}: {ask.right})" if ask.right else ""
        place = Place(file.name, sheet.name, ask.first, file.path)
        whole = f"Lembar {sheet.name}{at}: {text}"
        yield Finding(place, level, whole if whole.endswith(("?", ".")) else f"{whole}.")


def _part_sheet(
    gathering: Gathering, file: FileReading, sheet: SheetReading, people: People
) -> list[Ask]:
    """The sources of one sheet; figures of nobody are left out. What to ask about its officer."""
    words = words_of(file, sheet)
    several = len({people.person(name) for name in words.cells}) > 1
    owner = Whose() if several else whose(words, people)
    if owner.doubt:
        gathering.held |= {
            (name, f.month) for name in _claimed(words, people) for f in sheet.strips
        }
        return _ask_owner(gathering, file, sheet, owner)
    groups, place = defaultdict[tuple[str, Month], list[Strip]](list), place_of(file, sheet)
    loose = nobodys(sheet, words, people)
    for strip in loose:
        gathering.drop(strip._replace(sheet=place), "petugas tidak disebut")
    for strip in sheet.strips if not loose else filter(attrgetter("officer"), sheet.strips):
        officer = people.person(strip.officer) if several else owner.officer
        groups[officer, strip.month].append(strip._replace(officer=officer, sheet=place))
    for (officer, month), some in sorted(groups.items()):
        source = Source(file, sheet, officer, month, some)
        source.notes += [f"petugas dibaca dari {owner.note}"] if owner.note else []
        gathering.sources.append(source)
    _note_held(gathering, sheet, owner, people)
    if not groups:
        _tell_nothing(gathering, Source(file, sheet, owner.officer, (0, 0), []), people)
    return [*_other_name(sheet, words, owner), *ask_nobodys(loose)]


def _claimed(words: Words, people: People) -> set[str]:
    """Everybody who is known and whom a sheet or its file may be of."""
    cells = {people.person(name) for name in words.cells if name in people.names}
    return {*cells, *filter(None, (people.match(words.sheet), people.match(words.file)))}


def _other_name(sheet: SheetReading, words: Words, owner: Whose) -> list[Ask]:
    """A remark where a title looks like the name of somebody else."""
    like, officer = sheet.like_name, owner.officer
    if words.cells or not (like and sheet.strips):
        return []
    if same_person(like, officer) or same_person(officer, like):
        return []
    text = f"judulnya menyebut '{like}', dibaca milik {officer} ({owner.note}); benarkah?"
    return [Ask("periksa", text)]


def _note_held(gathering: Gathering, sheet: SheetReading, owner: Whose, people: People) -> None:
    """Whose cells are asked about, and for when."""
    for name, month in sheet.held:
        officer = owner.officer or (people.person(name) if name in people.names else "")
        gathering.held |= {(officer, month)} if officer else set()


def _tell_nothing(gathering: Gathering, source: Source, people: People) -> None:
    """A sheet without figures: an empty form, or one whose numbers are all asked about.

    The name of a file without a single figure makes nobody an officer.
    """
    sheet = source.sheet
    is_asked = any(ask.level == "tanya" for ask in sheet.asks)
    is_theirs = sheet.held or sheet.told_officer or source.officer in people.names.values()
    state: State = "baru" if is_asked else "kosong"
    notes = ("semua angkanya ditahan: lihat pertanyaannya",) if is_asked else ()
    officer = source.officer if is_theirs else ""
    months = {month for _, month in sheet.held if month[1]}
    month = sheet.month or (next(iter(months)) if len(months) == 1 else None)
    gathering.states.append(SourceState(source.place, officer, month, state, notes=notes))


def _ask_owner(
    gathering: Gathering, file: FileReading, sheet: SheetReading, owner: Whose
) -> list[Ask]:
    """Leave out the figures of a sheet of nobody; the question, none where it has none."""
    place = place_of(file, sheet)
    has_values = any(strip.has_values for strip in sheet.strips)
    state: State = "baru" if has_values else "kosong"
    gathering.states.append(SourceState(place, "", sheet.month, state, notes=(owner.doubt,)))
    months = defaultdict[Month, list[Strip]](list)
    for strip in sheet.strips:
        gathering.drop(strip._replace(sheet=place), "petugas belum jelas")
        months[strip.month].append(strip)
    called = f"lembar {sheet.name} ({file.name})"
    gathering.unowned += [Source(file, sheet, called, month, some)
                          for month, some in months.items()]  # fmt: skip
    doubt = f"{owner.doubt} Angkanya" if owner.doubt.endswith("?") else f"{owner.doubt}; angkanya"
    text = (
        f"{doubt} belum dipakai. Tulis 'Nama: ...' yang benar di atas tabelnya "
        "dan samakan nama berkasnya, lalu rekap lagi."
    )
    return [Ask("tanya", text)] if has_values else []


def place_of(file: FileReading, sheet: SheetReading) -> Place:
    """A sheet of a file."""
    return Place(file.name, sheet.name, "", file.path)
