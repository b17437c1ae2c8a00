"""The sheets Per Petugas and Per Segmen: each metric's lines and sum, over the sheet Rincian."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from kepesertaan.domain.grid import Formula, Grid, Plain, Spark, Spot, WordColour
from kepesertaan.domain.period import Month, later
from kepesertaan.domain.target_sums import TimeLeft, needed
from kepesertaan.rules.target_rollup.lines import Line, remark
from kepesertaan.rules.target_rollup.months import short_month
from kepesertaan.rules.target_rollup.rows import Amount

from .judged import Judged, band_words
from .places import DETAIL, MISSING, NONE, cell, inside, same_as
from .plain import height_of, room_for, room_for_names
from .sources import SourceRows

FIRST = 4  # row of the first line
Which = Literal["rinci_petugas", "rinci_segmen"]
# The columns of both sheets, by a short name.
AT = {
    name: n
    for n, name in enumerate(
        ("metric", "label", "unit", "target", "done", "share", "gap", "band", "trend", "remark",
         "year", "left", "a_month", "a_week", "now", "past", "growth")
    )
}  # fmt: skip
_REMARK_WIDTH = 58.0
# Widths of what holds no amounts; the columns of amounts are as wide as these need.
_WIDTHS = {"metric": 25.0, "unit": 12.0, "share": 9.0, "band": 11.0, "trend": 10.5,
           "remark": _REMARK_WIDTH, "growth": 11.0}  # fmt: skip
_LEAST_WIDTH = 11.5
Value: TypeAlias = Decimal | None
_SUMS = ("target", "done", "year", "now", "past")  # columns whose figures lead to their origin
_DETAIL_LAST = 16  # the last column of Rincian that is selected
_YEAR = 12
_ZOOM = 85
MONTHS_LEFT, DAYS_LEFT = "sisa_bulan", "sisa_hari_kerja"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet and where its lines stand: metric key and label to the row; "" is the whole."""

    grid: Grid
    row_of: Mapping[tuple[str, str], int] = field(repr=False)


def table(
    sheet: str,
    which: Which,
    groups: Sequence[tuple[Line, Sequence[Line]]],
    judged: Judged,
    placed: SourceRows,
    detail_rows: Mapping[str, tuple[int, int]],
    sparks: Mapping[tuple[str, str], Spark],
) -> Table:
    """The sheet. ``groups``: the whole of a metric and its lines; ``detail_rows``: the first and
    last row of each metric in Rincian; ``sparks``: each line's months.
    """
    spots = [*_top(sheet, judged), *_heads(which, judged.month)]
    row_of: dict[tuple[str, str], int] = {}
    heights: dict[int, float] = {FIRST - 1: 32}
    small: list[Spark] = []
    at = FIRST
    for whole, lines in groups:
        for line in (*lines, whole):
            is_whole = line is whole
            key = (line.metric.key, "" if is_whole else line.label)
            row_of[key] = at
            made = _Line(at, line, which, judged, is_whole=is_whole)
            over = detail_rows[line.metric.key]
            block = inside(DETAIL, (over[0], 0), (over[1], _DETAIL_LAST))
            by_officer = which == "rinci_petugas" and not is_whole
            links = _links(line, placed) if by_officer else dict.fromkeys(_SUMS, block)
            spots += made.spots(links)
            heights[at] = height_of(made.remark, _REMARK_WIDTH)
            if key in sparks:
                small.append(replace(sparks[key], row=at, col=AT["trend"]))
            at += 1
    last = max(at - 1, FIRST)
    colours = tuple(
        WordColour((FIRST, AT["band"], last, AT["band"]), band_words(band), band.colour)
        for band in judged.bands
    )
    grid = Grid(
        sheet, spots, _widths(groups, judged.time), heights=heights,
        frozen=(FIRST, 2), repeat=(FIRST - 1, FIRST - 1),
        filtered=(FIRST - 1, 0, last, len(AT) - 1), sparks=tuple(small), colours=colours,
        column_breaks=(AT["year"],), repeat_columns=(0, 1), zoom=_ZOOM,
    )  # fmt: skip
    return Table(grid, row_of)


def _widths(groups: Sequence[tuple[Line, Sequence[Line]]], time: TimeLeft) -> tuple[float, ...]:
    """As wide as the wholes need, which are the largest."""
    labels = room_for_names(line.label for _, lines in groups for line in lines)
    fixed = {**_WIDTHS, "label": labels}
    amounts: list[Sequence[Value]] = [
        (line.compared, line.done, line.gap, line.year, line.left,
         needed(line.left, time.months), needed(line.left, time.weeks), line.now, line.year_ago)
        for whole, lines in groups for line in (whole, *lines)
    ]  # fmt: skip
    rooms = iter([room_for(some, _LEAST_WIDTH) for some in zip(*amounts, strict=True)])
    return tuple(fixed[name] if name in fixed else next(rooms, _LEAST_WIDTH) for name in AT)


def _links(line: Line, placed: SourceRows) -> dict[str, str]:
    """Where each figure of an officer's line leads: to the rows of Sumber it is made of."""
    past = later(line.month, -_YEAR)
    amounts: dict[str, list[Amount | None]] = {
        "target": [row.compared for row in line.rows], "done": [row.done for row in line.rows],
        "year": [row.year_target for row in line.rows],
        "now": [row.realised.get(line.month) for row in line.rows],
        "past": [row.before.get(past) for row in line.rows if line.month in row.realised],
    }  # fmt: skip
    return {name: placed.link(one for one in some if one) for name, some in amounts.items()}


def _top(sheet: str, judged: Judged) -> list[Spot]:
    """Title and notes, short enough for the columns that are printed on every page."""
    left = judged.time
    past = f"{short_month(judged.month)} {judged.month[0] - 1}"
    rest = f"Sisa {left.months} bulan, {left.days} hari kerja." if left.months else "Akhir tahun."
    return [
        Spot(0, 0, f"{sheet} s.d. {short_month(judged.month)} {judged.month[0]}", "title"),
        Spot(1, 0, f"Klik angka untuk asalnya. {rest}", "note"),
        Spot(2, 0, f"Target dan {past} hanya dari yang ada realisasinya.", "note"),
    ]


def _heads(which: Which, month: Month) -> list[Spot]:
    now = f"{short_month(month)} {month[0]}"
    past = f"{short_month(month)} {month[0] - 1}"
    heads = (
        "Metrik", "Petugas" if which == "rinci_petugas" else "Segmen", "Satuan",
        f"Target s.d. {short_month(month)}", f"Realisasi s.d. {short_month(month)}", "Capaian",
        "Deviasi", "Warna", "Tren bulanan", "Keterangan", "Target setahun", "Sisa sampai Des",
        "Perlu per bulan", "Perlu per minggu", now, past, "Ubah dari tahun lalu",
    )  # fmt: skip
    left = {"Metrik", "Petugas", "Segmen", "Satuan", "Warna", "Tren bulanan", "Keterangan"}
    return [
        Spot(FIRST - 1, n, head, "text head" if head in left else "right head")
        for n, head in enumerate(heads)
    ]


class _Line:
    """One line being written: its formulas, each with what it comes to."""

    def __init__(
        self, at: int, line: Line, which: Which, judged: Judged, *, is_whole: bool
    ) -> None:
        self._at, self._line, self._judged = at, line, judged
        self.remark = remark(line, named=which == "rinci_petugas")  # there names say enough
        self._emphasis = "total" if is_whole else "lined"
        metric = cell(at, AT["metric"]).replace("A", "$A", 1)
        label = same_as(cell(at, AT["label"]).replace("B", "$B", 1), line.label)
        self._keys = f"rinci_metrik,{metric}" + ("" if is_whole else f",{which},{label}")

    def spots(self, links: Mapping[str, str]) -> list[Spot]:
        """All its cells."""
        line, at = self._line, self._at
        texts: dict[str, Plain] = {
            "metric": line.metric.label, "label": line.label, "unit": line.metric.unit,
            "remark": self.remark,
        }  # fmt: skip
        looks = {"remark": "wrap", "metric": "text", "label": "text", "unit": "text"}
        spots = [
            Spot(at, AT[name], value, f"{looks[name]} {self._emphasis}")
            for name, value in texts.items()
        ]
        spots.append(Spot(at, AT["trend"], None, f"text {self._emphasis}"))
        return [*spots, *self._sums(links), *self._judgement(), *self._ahead()]

    def _sums(self, links: Mapping[str, str]) -> list[Spot]:
        line = self._line
        columns: tuple[tuple[str, str, Value], ...] = (
            ("target", "rinci_pembanding", line.compared),
            ("done", "rinci_realisasi", line.done),
            ("year", "rinci_setahun", line.year),
            ("now", "rinci_bulan_ini", line.now),
            ("past", "rinci_lalu_pasangan", line.year_ago),
        )
        spots = []
        for name, column, value in columns:
            none = MISSING if name in ("done", "now") else NONE
            made = self._spot(name, self._sum(column), value, "number", none)
            if value is not None and links[name]:
                made = replace(made, link=links[name], tip="Lihat asal angka")
            spots.append(made)
        return spots

    def _sum(self, column: str) -> str:
        return f"SUMIFS({column},{self._keys})"

    def _judgement(self) -> list[Spot]:
        line = self._line
        target, share = cell(self._at, AT["target"]), cell(self._at, AT["share"])
        gap = cell(self._at, AT["gap"])
        past, now = self._sum("rinci_lalu_pasangan"), self._sum("rinci_bulan_pasangan")
        told = self._judged.share(f"({target}+{gap})/{target}", line.achieved, line.metric)
        word = self._judged.colour(share, line.achieved, line.metric)
        looks = ("percent", "band") if line.achieved is not None else ("right quiet", "text quiet")
        return [
            Spot(self._at, AT["share"], told, f"{looks[0]} {self._emphasis}"),
            self._spot("gap", f"{self._sum('rinci_dibanding')}-{target}", line.gap, "signed"),
            Spot(self._at, AT["band"], word, f"{looks[1]} {self._emphasis}"),
            self._spot("growth", f"{now}/{past}-1", line.growth, "signed_percent"),
        ]

    def _ahead(self) -> list[Spot]:
        line, time = self._line, self._judged.time
        done, year = self._sum("rinci_realisasi_lengkap"), self._sum("rinci_setahun_lengkap")
        less = line.metric.good_when == "turun"
        left = f"MAX(0,{done}-{year})" if less else f"MAX(0,{year}-{done})"
        here = cell(self._at, AT["left"])
        look = "number" if line.metric.unit == "rupiah" else "decimal"
        return [
            self._spot("left", left, line.left, "number"),
            self._spot("a_month", f"{here}/{MONTHS_LEFT}", needed(line.left, time.months), look),
            self._spot("a_week", f"{here}/({DAYS_LEFT}/5)", needed(line.left, time.weeks), look),
        ]

    def _spot(self, name: str, formula: str, value: Value, look: str, none: str = NONE) -> Spot:
        """A formula where there is something to tell, else the word for nothing."""
        told: Plain | Formula = none if value is None else Formula(formula, value)
        if value is None:
            look = "right quiet"
        return Spot(self._at, AT[name], told, f"{look} {self._emphasis}")
