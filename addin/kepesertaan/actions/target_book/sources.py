"""The sheet Sumber: every figure of the book with its file, sheet and cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from kepesertaan.domain.grid import Grid, Lazily, Spot
from kepesertaan.domain.period import first_day
from kepesertaan.domain.show import count
from kepesertaan.domain.targets import Figure
from kepesertaan.rules.target_rollup.lines import segment_word
from kepesertaan.rules.target_rollup.rows import Amount, Row, Term

from .places import SOURCES, cell, inside, one, outside
from .plain import data_sheet, printed_words, room_for_names

_HEADS = ("Metrik", "Petugas", "Segmen", "Bulan", "Jenis", "Cakupan", "Nilai", "Satuan",
          "Berkas", "Lembar", "Sel", "Tertulis", "Dikali")  # fmt: skip
_WIDTHS = (12, 10, 10, 10.5, 15, 12, 30, 14, 6.5, 14, 10)
_VALUE, _CELL = 6, 10
_FIRST = 4  # row of the first figure
_SIDES = {"target": "Target", "realisasi": "Realisasi"}
_SPANS = {"bulan": "bulan itu", "sd": "s.d. bulan", "tahun": "setahun"}
_SPAN_ORDER = {"bulan": 0, "sd": 1, "tahun": 2}
Key: TypeAlias = tuple[str, str, str, str, str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SourceRows:
    """On which row of the sheet each figure stands."""

    row_of: Mapping[Key, int]
    figures: Sequence[Figure]

    def formula(self, amount: Amount) -> str:
        """The amount as a formula over the sheet."""
        plain = sorted(self._row(t) for t in amount.terms if (t.times, t.over) == (1, 1))
        parts = [_run(first, last) for first, last in _runs(plain)]
        parts += [self._weighted(t) for t in amount.terms if (t.times, t.over) != (1, 1)]
        if len(parts) == 1 and ":" in parts[0]:
            return f"SUM({parts[0]})"
        whole = [f"SUM({part})" if ":" in part else part for part in parts]
        return "+".join(whole).replace("+-", "-")

    def link(self, amounts: Iterable[Amount]) -> str:
        """The link to the rows from the first to the last figure of some amounts."""
        rows = [self._row(term) for amount in amounts for term in amount.terms]
        if not rows:
            return ""
        return inside(SOURCES, (min(rows), 0), (max(rows), len(_HEADS) - 1))

    def _row(self, term: Term) -> int:
        return self.row_of[_key(term)]

    def _weighted(self, term: Term) -> str:
        where = one(SOURCES, self._row(term), _VALUE)
        sign = "-" if term.times < 0 else ""
        times = f"*{abs(term.times)}" if abs(term.times) != 1 else ""
        return f"{sign}{where}{times}" + (f"/{term.over}" if term.over != 1 else "")


def _key(term: Term) -> Key:
    strip, (metric, segment) = term.strip, term.strip.things[term.at]
    return (metric, strip.officer, segment, strip.side, strip.span, strip.month)


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring rows joined.

    >>> _runs([3, 4, 5, 9])
    [(3, 5), (9, 9)]
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return [(first, last) for first, last in runs]


def _run(first: int, last: int) -> str:
    start = one(SOURCES, first, _VALUE)
    return start if first == last else f"{start}:{cell(last, _VALUE, fixed=True)}"


def used_figures(rows: Sequence[Row], more: Sequence[Amount]) -> dict[Key, Figure]:
    """The figures that stand in the book, each once, in the order of the rows."""
    found: dict[Key, Term] = {}
    for amount in (*(amount for row in rows for amount in _amounts(row)), *more):
        found |= {_key(term): term for term in amount.terms}
    return {key: term.figure for key, term in found.items()}


def _amounts(row: Row) -> list[Amount]:
    single = (row.year_target, row.target, row.done, row.compared)
    many = (*row.realised.values(), *row.targets.values(), *row.before.values())
    return [amount for amount in (*many, *single) if amount]


def place_figures(figures: Mapping[Key, Figure], order: Sequence[str]) -> SourceRows:
    """Where each figure will stand: by metric, officer, segment, kind, span and month."""
    ranks = {key: n for n, key in enumerate(order)}

    def rank(key: Key) -> tuple[object, ...]:
        metric, officer, segment, side, span, month = key
        return ranks.get(metric, len(ranks)), officer, segment, side, _SPAN_ORDER[span], month

    keys = sorted(figures, key=rank)
    return SourceRows({key: _FIRST + n for n, key in enumerate(keys)}, [figures[k] for k in keys])


def sources_grid(placed: SourceRows, labels: Mapping[str, tuple[str, str]], read: int) -> Grid:
    """The sheet. ``labels``: label and unit of each metric; ``read``: how many were read."""
    said = (
        f"{count(len(placed.figures))} angka dari {count(read)} yang terbaca dipakai di buku ini."
    )
    spots = [
        Spot(0, 0, "Sumber setiap angka", "title"),
        Spot(1, 0, f"{said} Klik kolom Sel untuk membuka berkas asalnya.", "note"),
        Spot(
            2,
            0,
            "Lembar ini dikunci tanpa sandi agar tidak terurut ulang: lembar Rincian "
            f"menunjuk barisnya. Nilai = Tertulis x Dikali.{printed_words(len(placed.figures))}",
            "note",
        ),
    ]
    spots += [Spot(_FIRST - 1, k, head, _head_look(k)) for k, head in enumerate(_HEADS)]

    def every() -> Iterator[Spot]:
        yield from spots
        for n, figure in enumerate(placed.figures):
            yield from _figure_spots(_FIRST + n, figure, labels)

    last = _FIRST + max(len(placed.figures), 1) - 1
    widths = (23, room_for_names({figure.officer for figure in placed.figures}), *_WIDTHS)
    made = Grid(
        SOURCES, Lazily(every), widths, frozen=(_FIRST, 0), repeat=(_FIRST - 1, _FIRST - 1),
        filtered=(_FIRST - 1, 0, last, len(_HEADS) - 1), locked=True,
    )  # fmt: skip
    return data_sheet(made, _FIRST, len(placed.figures))


def _head_look(col: int) -> str:
    return "right head" if col in (_VALUE, 11, 12) else "text head"


def _figure_spots(row: int, figure: Figure, labels: Mapping[str, tuple[str, str]]) -> list[Spot]:
    label, unit = labels[figure.metric]
    value = figure.value or Decimal(0)
    link = outside(figure.place)
    month: date = first_day(figure.month)
    return [
        Spot(row, 0, label), Spot(row, 1, figure.officer),
        Spot(row, 2, segment_word(figure.segment)), Spot(row, 3, month, "month"),
        Spot(row, 4, _SIDES[figure.side]), Spot(row, 5, _SPANS[figure.span]),
        Spot(row, _VALUE, value, _number_look(value)), Spot(row, 7, unit),
        Spot(row, 8, figure.place.file), Spot(row, 9, figure.place.sheet),
        Spot(row, _CELL, figure.place.cell, "text link" if link else "text", link),
        Spot(row, 11, value / figure.scale if figure.scale else value, "written"),
        Spot(row, 12, figure.scale, "number"),
    ]  # fmt: skip


def _number_look(value: Decimal) -> str:
    return "number" if value == value.to_integral_value() else "written"
