"""The sheet Ringkasan: cards, what to say, all metrics, charts, and the rules that were used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kepesertaan.data.roll_up_settings import Bands, Settings
from kepesertaan.domain.grid import Area, Drawing, Formula, Grid, Plain, Spark, Spot, WordColour
from kepesertaan.domain.targets import Reading
from kepesertaan.rules.call_text import month_words
from kepesertaan.rules.target_rollup.lines import Line, target_words
from kepesertaan.rules.target_rollup.months import short_month
from kepesertaan.rules.target_rollup.outlook import Outlook

from .arranged import arranged, on_one_page
from .judged import BAND_DOWN, BAND_UP, Judged, band_words
from .notes import notes_on
from .outlook import whole
from .places import NONE, OFFICERS, SUMMARY, inside, one
from .said import sent_words
from .tables import AT, DAYS_LEFT, MONTHS_LEFT

_WIDTHS = (38, 16.5, 16.5, 10.5, 16.5, 12, 16.5, 16.5, 16.5, 16.5, 13, 13)
_CARDS = ((0, 1), (2, 4), (5, 7), (8, 10))  # first and last column of the cards in a row
_CARD_ROWS = 7  # with a blank one below
_ZOOM = 85  # so that it fits a screen of 1366 pixels
_RULE_ROWS = 6
_TIME_COL, _NOTE_COL = 4, 7
_ON_PAPER = (
    "Untuk dicetak: lembar bertab biru. Lembar bertab abu-abu adalah data untuk layar.",
    "Cara menghitung dan yang belum dipastikan ada di bawah grafik, tidak ikut dicetak.",
)
_FORECAST_NOTE = (
    "Perkiraan miring: hanya dari petugas dan segmen yang semua bulannya ada, jadi dapat di bawah "
    "realisasi semua petugas; cara dan kesalahannya di lembar Proyeksi. Target setahun hanya bila "
    "semua petugas punya."
)
_MILLIARD, _MILLION = Decimal(10) ** 10, Decimal(10) ** 7


@dataclass(frozen=True, slots=True)
class Told:
    """A metric as the summary tells it: its name there, its whole, and its outlook."""

    name: str
    line: Line
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class Board:
    """The sheet, and the names of the cells that hold bands and the time left."""

    grid: Grid
    names: Mapping[str, str]


def board(
    reading: Reading,
    told: Sequence[Told],
    said: Sequence[str],
    judged: Judged,
    rules: tuple[Bands, Settings],
    rows: Mapping[tuple[str, str], int],
    charts: Sequence[Sequence[Drawing]],
    sparks: Mapping[tuple[str, str], Spark],
) -> Board:
    """The sheet. ``said``: the lines of the message; ``rows``: those of Per Petugas."""
    built = _Built(judged, rows)
    built.heading(reading, said)
    at = built.cards(_for_cards(told)[: rules[1].cards], 4 + len(said))
    at = built.table(told, sparks, at)
    breaks: list[int] = []
    names, at = built.rules(rules[0], on_one_page(at, _RULE_ROWS, breaks))
    drawings, at = arranged(charts, at + 1, breaks)
    printed = (0, 0, at - 1, len(_WIDTHS) - 1)
    built.notes(notes_on(*rules, [one.line.metric for one in told]), at + 1)
    grid = Grid(
        SUMMARY, built.spots, _WIDTHS, heights=built.heights, merges=tuple(built.merges),
        drawings=tuple(drawings), sparks=tuple(built.sparks), colours=tuple(built.colours),
        breaks=tuple(breaks), printed=printed, zoom=_ZOOM, down=1,
    )  # fmt: skip
    return Board(grid, names)


def _for_cards(told: Sequence[Told]) -> list[Told]:
    """The metrics that have something to show, those with an achievement first."""
    known = [one for one in told if one.line.done is not None]
    return sorted(known, key=lambda one: one.line.achieved is None)


class _Built:
    """The sheet while it is made: cells, merged areas, heights."""

    def __init__(self, judged: Judged, rows: Mapping[tuple[str, str], int]) -> None:
        self._judged, self._rows = judged, rows
        self.spots: list[Spot] = []
        self.merges: list[Area] = []
        self.heights: dict[int, float] = {}
        self.colours: list[WordColour] = []
        self.sparks: list[Spark] = []

    def _put(self, row: int, col: int, value: Plain | Formula, look: str, link: str = "") -> None:
        self.spots.append(Spot(row, col, value, look, link))

    def _across(
        self, row: int, cols: tuple[int, int], value: Plain | Formula, look: str, link: str = ""
    ) -> None:
        """A value over several columns."""
        if cols[1] > cols[0]:
            self.merges.append((row, cols[0], row, cols[1]))
        self._put(row, cols[0], value, look, link)

    def heading(self, reading: Reading, said: Sequence[str]) -> None:
        """Title and the lines of the message."""
        month = month_words((reading.month,))
        self._put(0, 0, f"Rekap Target {month}", "title")
        held = f" ({len(reading.withheld)} ditahan)" if reading.withheld else ""
        self._put(1, 0, f"{sent_words(reading)} petugas masuk{held} untuk {month}. "
                        "Klik angka untuk melihat asalnya; setiap angka punya berkas, lembar, dan "
                        "sel di lembar Sumber.", "note")  # fmt: skip
        for n, line in enumerate(said):
            self._put(2 + n, 0, line, "plain" if n else "plain strong")

    def cards(self, told: Sequence[Told], at: int) -> int:
        """Cards in rows of four; the row after them."""
        for n, metric in enumerate(told):
            self._card(metric, at + n // len(_CARDS) * _CARD_ROWS, _CARDS[n % len(_CARDS)])
        return at + -(-len(told) // len(_CARDS)) * _CARD_ROWS

    def _card(self, told: Told, at: int, cols: tuple[int, int]) -> None:
        line = told.line
        row = self._rows[line.metric.key, ""]
        link = inside(OFFICERS, (row, 0), (row, 0))
        self.heights[at + 1] = 30
        self._across(at, cols, f"{told.name} ({line.metric.unit})", "card_name edge")
        share = self._of("share", row, self._judged.written(line.achieved, line.metric))
        self._across(at + 1, cols, share, "percent card_value edge", link)
        word = self._of("band", row, self._word(line))
        self._across(at + 2, cols, word, "boxed band edge")
        self.colours += self._words((at + 2, cols[0], at + 2, cols[1]))
        form = _short_form(line)
        for n, (name, column, value) in enumerate(
            (("Realisasi", "done", line.done), ("Target", "target", line.compared)), 3
        ):
            self._put(at + n, cols[0], name, "card_note")
            self._across(
                at + n, (cols[0] + 1, cols[1]), self._of(column, row, value), f"{form} edge"
            )
        whose = f"; capaian dari {some}" if (some := target_words(line)) else ""
        self._across(at + 5, cols, _completeness(line) + whose, "card_note edge")

    def _of(self, name: str, row: int, value: Decimal | str | None) -> Plain | Formula:
        """A cell of Per Petugas."""
        return NONE if value is None else Formula(one(OFFICERS, row, AT[name]), value)

    def _word(self, line: Line) -> str | None:
        return None if line.achieved is None else self._judged.word(line.achieved, line.metric)

    def _words(self, where: Area) -> list[WordColour]:
        return [WordColour(where, band_words(band), band.colour) for band in self._judged.bands]

    def table(self, told: Sequence[Told], sparks: Mapping[tuple[str, str], Spark], at: int) -> int:
        """All metrics; the row after them."""
        until = short_month(self._judged.month)
        self._put(at, 0, "Semua metrik selain rasio", "block")
        heads = ("Metrik", f"Target s.d. {until}", f"Realisasi s.d. {until}", "Capaian", "Deviasi",
                 "Warna", "Target setahun", "Perkiraan Des", "Terendah", "Tertinggi", "Lengkap",
                 "Tren bulanan")  # fmt: skip
        left = {"Metrik", "Warna", "Tren bulanan", "Lengkap"}
        for n, head in enumerate(heads):
            self._put(at + 1, n, head, "text head" if head in left else "right head")
        self.heights[at + 1] = 32
        first = at + 2
        for n, metric in enumerate(told):
            self._metric(first + n, metric)
            if spark := sparks.get((metric.line.metric.key, "")):
                self.sparks.append(replace(spark, row=first + n, col=len(heads) - 1))
        end = first + len(told)
        self.colours += self._words((first, 5, max(end - 1, first), 5))
        notes = [_FORECAST_NOTE, *_of_some(told)]
        for n, note in enumerate(notes):
            self._put(end + n, 0, note, "note")
        return end + len(notes) + 1

    def _metric(self, at: int, told: Told) -> None:
        line = told.line
        row = self._rows[line.metric.key, ""]
        link = inside(OFFICERS, (row, 0), (row, 0))
        self._put(at, 0, f"{line.metric.label} ({line.metric.unit})", "wrap lined", link)
        some, everybody = line.with_year
        year = line.year if some == everybody else None  # part of a year's target misleads
        cells: tuple[tuple[str, Decimal | str | None, str], ...] = (
            ("target", line.compared, "number"), ("done", line.done, "number"),
            ("share", self._judged.written(line.achieved, line.metric), "percent"),
            ("gap", line.gap, "signed"), ("band", self._word(line), "band"),
            ("year", year, "number"),
        )  # fmt: skip
        part = " slanted" if target_words(line) else ""
        for n, (name, value, look) in enumerate(cells, 1):
            shown = look if value is not None else "right quiet"
            shown += part if name in ("share", "gap") else ""
            self._put(at, n, self._of(name, row, value), f"{shown} lined", link)
        best = told.outlook.projections[:1]
        ends = [(p.value, p.low, p.high) for p in best]
        of_part = " slanted" if told.outlook.officers < told.outlook.of else ""
        for n, end in enumerate(ends[0] if ends else (None,) * 3, 7):
            look = "right quiet" if end is None else f"number{of_part}"
            self._put(at, n, NONE if end is None else whole(end), f"{look} lined")
        self._put(at, 10, _completeness(line).removesuffix(" petugas lengkap"), "text lined")
        self._put(at, 11, None, "text lined")

    def rules(self, bands: Bands, at: int) -> tuple[dict[str, str], int]:
        """Bands, the time left, what to print; the names of cells formulas ask, the row after."""
        names = self._bands(bands, at) | self._time(at)
        for n, note in enumerate(_ON_PAPER, 2):
            self._put(at + n, _NOTE_COL, note, "note")
        return names, at + 2 + len(bands.bands)

    def _bands(self, bands: Bands, at: int) -> dict[str, str]:
        names: dict[str, str] = {}
        unsure = "" if bands.confirmed else ", belum dipastikan"
        self._put(at, 0, f"Aturan warna (% dari target s.d. bulan){unsure}", "block")
        for n, head in enumerate(("Warna", "Mulai dari", "Bila turun lebih baik: sampai")):
            self._put(at + 1, n, head, "right head" if n else "text head")
        self.heights[at + 1] = 32
        for n, band in enumerate(bands.bands, 1):
            row = at + 1 + n
            self._put(row, 0, band_words(band), "band lined")
            self.colours += self._words((row, 0, row, 0))
            for col, bound, name in ((1, band.at_least, BAND_UP), (2, band.at_most, BAND_DOWN)):
                rest = "selebihnya"
                share = rest if bound is None else bound / 100
                self._put(row, col, share, f"{'percent' if bound is not None else 'right'} lined")
                if bound is not None:
                    names[name.format(n)] = one(SUMMARY, row, col)
        return names

    def _time(self, at: int) -> dict[str, str]:
        left = self._judged.time
        found = {}
        for n, (label, name, value) in enumerate(
            (("Sisa bulan", MONTHS_LEFT, left.months), ("Sisa hari kerja", DAYS_LEFT, left.days)), 2
        ):
            self._put(at + n, _TIME_COL, label, "text lined")
            self._put(at + n, _TIME_COL + 1, value, "number lined")
            found[name] = one(SUMMARY, at + n, _TIME_COL + 1)
        return found

    def notes(self, notes: Sequence[str], at: int) -> None:
        """How it was computed; this is not printed."""
        self._put(at, 0, "Cara menghitung", "block")
        for n, note in enumerate(notes, 1):
            self._put(at + n, 0, note, "plain")


def _of_some(told: Sequence[Told]) -> list[str]:
    """Which achievements are of some officers alone, as not all have a target."""
    named = [f"{one.line.metric.label} ({some})" for one in told
             if (some := target_words(one.line))]  # fmt: skip
    if not named:
        return []
    return [f"Capaian miring: hanya dari petugas dan segmen yang punya target: {', '.join(named)}."]


def _short_form(line: Line) -> str:
    """How a card writes an amount."""
    if line.metric.unit == "rupiah" and line.done is not None:
        if abs(line.done) >= _MILLIARD:
            return "card_note milliards"
        if abs(line.done) >= _MILLION:
            return "card_note millions"
    return "card_note number"


def _completeness(line: Line) -> str:
    return "{} dari {} petugas lengkap".format(*line.complete)
