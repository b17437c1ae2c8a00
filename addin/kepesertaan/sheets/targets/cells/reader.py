"""One cell of a target table becomes a figure, a missing figure, or a question."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kepesertaan.data.metrics import metrics
from kepesertaan.domain.period import Month
from kepesertaan.domain.table import Raw
from kepesertaan.domain.targets import Metric, Number, Side, Span, Thing
from kepesertaan.sheets.targets.numbers.amounts import EMPTY, UNCLEAR, Amount, amount_of
from kepesertaan.sheets.targets.table.part import Part

from .decimal_marks import by_marks
from .key import NO_UNIT, Ground, Key, key_of, scale_of, scale_word

NO_CACHE = "rumus belum dihitung"
_THREE, _HUNDRED, _LEAST_PERCENT = 3, 100, 2  # 1.02 may be 102 %
_WORDS = Amount(None, UNCLEAR, "isinya teks, bukan angka; ketik angkanya saja")


@dataclass(slots=True)
class Cell:
    """What became of a cell. ``left``: why its number is no figure; ``ask``: Indonesian, or "".

    ``value`` is in whole units; ``why``: why it is missing; ``worry``: it is used but to be looked
    at; ``no_unit``: rupiah of which no unit is told.
    """

    key: Key | None = None
    value: Number | None = None
    scale: int = 1
    why: str = ""
    left: str = ""
    ask: str = ""
    worry: str = ""
    no_unit: bool = False


NOTHING = Cell()
_NO_THING = Thing("", "")


class Plain(NamedTuple):
    """What a column says of the whole positive numbers in it, to rows that say the rest."""

    side: Side
    span: Span
    month: Month
    scale: int
    officer: str


_NO_COLUMNS: Mapping[int, Plain] = {}


class CellReader:
    """Reads the cells of one table.

    What a column says is found out once for all rows that only name a metric and a segment, a
    unit once for all cells of the same words. ``columns``: those that are no totals, from 0;
    ``formulas``: cells (row from 1) no program has computed; ``merged``: corners (row from 0) of
    merged cells; ``parting``: finds the mark that parts thousands in the table's texts.
    """

    def __init__(
        self,
        ground: Ground,
        columns: Mapping[int, Part],
        formulas: Collection[tuple[int, int]],
        merged: Collection[tuple[int, int]],
        parting: Callable[[], str] = str,
    ) -> None:
        self.columns = columns
        self.odd = {*merged, *((row - 1, c) for row, c in formulas)}  # to be looked at alone
        self._ground, self._formulas, self._merged = ground, formulas, merged
        self._parting = parting
        told = (*ground.titles, *ground.names, *(col.said for col in columns.values()))
        self._is_for_some = any(one.only_for for one in told)  # a unit for some metrics alone
        self._columns: dict[int, Key] = {}
        self._plain: dict[tuple[object, ...], dict[int, Plain]] = {}
        self._units: dict[tuple[object, ...], tuple[int | None, str]] = {}

    def plain(self, row: Part) -> tuple[Thing, Mapping[int, Plain]]:
        """What a row counts, and the columns whose whole positive numbers in it are figures as they
        stand: the same mapping for rows that read alike. None of a row that says more.
        """
        if not row.is_plain:
            return _NO_THING, _NO_COLUMNS
        metric, segments = metrics()[row.said.metrics[0]], row.said.segments
        of = metric.key if self._is_for_some or row.said.only_for else metric.unit
        words = (of, metric.kind == "rasio", row.said.scales, row.said.units, row.own.scales)
        if words not in self._plain:
            both = ((c, self._plain_column(row, c, col, metric)) for c, col in self.columns.items())
            found = {c: plain for c, plain in both if plain}
            same = (known for known in self._plain.values() if known == found)
            self._plain[words] = next(same, found)
        segment = segments[0] if segments else self._ground.segment
        return Thing(metric.key, segment), self._plain[words]

    def left(self, c: int) -> str:
        """Why the numbers of a column are no figures in rows that have plain columns, or ""."""
        col = self.columns[c]
        return "" if col.said.counts else col.why

    def _plain_column(self, row: Part, c: int, col: Part, metric: Metric) -> Plain | None:
        if metric.kind == "rasio" or not col.is_plain:
            return None
        key, (scale, unclear) = self._key(row, c, col), self._unit(row, c, col, metric)
        if key.month is None or scale is None or unclear:
            return None
        return Plain(key.side, key.span, key.month, scale, col.officer)  # type: ignore[arg-type]

    def read(self, i: int, row: Part, c: int, col: Part, value: Raw) -> Cell:
        """The cell in row ``i`` and column ``c`` (from 0)."""
        if col.why and row.is_plain and not col.said.counts and not _is_ratio(row):
            return Cell(left=col.why)
        key = self._key(row, c, col)
        why = _ignored(row, col, key) if row.why or col.why else ""
        if why and not (key.doubt and not col.why and _names_ratio(row)):
            return Cell(left=why)
        amount = EMPTY if value is None else amount_of(value) or _WORDS
        if (i + 1, c) in self._formulas and not amount.value and not amount.doubt:
            amount = Amount(None, NO_CACHE, "rumusnya belum dihitung: buka di Excel lalu simpan")
        if amount.value is not None and (i, c) in self._merged:
            amount = Amount(None, UNCLEAR, "sel digabung: angkanya untuk baris atau kolom mana?")
        if key.doubt:
            is_said = amount.value is not None or bool(amount.doubt)
            return Cell(left=key.doubt, ask=key.doubt) if is_said else NOTHING
        if amount.other is None:
            return self._figure(key, row, c, col, amount)
        return self._parted(
            self._figure(key, row, c, col, amount), (key, row, c, col), amount, value
        )

    def _parted(
        self, cell: Cell, what: tuple[Key, Part, int, Part], amount: Amount, value: Raw
    ) -> Cell:
        """The cell of a text that can be read in two ways: by the other texts of the table, where
        it would be asked about."""
        found, told = by_marks(amount, value, self._parting()) if cell.ask else (amount, "")
        if not told:
            return cell
        cell = self._figure(*what, found)
        cell.worry = cell.worry or ("" if cell.ask else told)
        return cell

    def _key(self, row: Part, c: int, col: Part) -> Key:
        if not (row.is_plain and col.is_plain):
            return key_of(row, col, self._ground)
        found = self._columns.get(c)
        if found is None:
            found = self._columns[c] = key_of(row, col, self._ground)
        if found.doubt:
            return key_of(row, col, self._ground)
        segments = row.said.segments
        segment = segments[0] if segments else self._ground.segment
        return found.of(metrics()[row.said.metrics[0]], segment)

    def _unit(self, row: Part, c: int, col: Part, metric: Metric) -> tuple[int | None, str]:
        key = (c, metric.key, row.said.scales, row.said.units, row.own.scales)
        found = self._units.get(key)
        if found is None:
            found = self._units[key] = scale_of(row, col, self._ground, metric)
        return found

    def _figure(self, key: Key, row: Part, c: int, col: Part, amount: Amount) -> Cell:
        metric = key.metric
        assert metric is not None
        scale, unclear = self._unit(row, c, col, metric)
        if amount.value is None:
            return Cell(key, None, scale or 1, amount.why, amount.doubt, amount.doubt)
        if scale is None:
            return Cell(key, None, 1, UNCLEAR, unclear, unclear)
        if metric.kind == "rasio" and 0 < amount.value <= 1 and not amount.is_percent:
            share = Decimal(amount.value) * _HUNDRED  # Excel keeps 93 % as 0.93
            return Cell(key, share, _HUNDRED, worry="pecahan dibaca persen (0,93 adalah 93 %)")
        doubt = _doubt(amount, scale, metric, key)
        if doubt:
            return Cell(key, None, scale, UNCLEAR, doubt, doubt)
        factor = amount.factor or (1 if amount.shown_in else scale)
        value = amount.value * factor
        if not isinstance(value, int) and value == value.to_integral_value():
            value = int(value)
        worry = _worry(value, amount, metric)
        no_unit = unclear == NO_UNIT and not amount.factor and not amount.is_money
        return Cell(key, value, factor, worry=worry, no_unit=no_unit)


def _worry(value: Number, amount: Amount, metric: Metric) -> str:
    """What is odd about a value that is used, "" for nothing."""
    if value < 0 and not metric.below_zero:
        return "bilangannya negatif; benarkah?"
    if amount.shown_in:
        return f"format selnya menampilkan {scale_word(amount.shown_in)}; isinya dibaca penuh"
    return ""


def _is_ratio(row: Part) -> bool:
    return metrics()[row.said.metrics[0]].kind == "rasio"


def _ignored(row: Part, col: Part, key: Key) -> str:
    """Why a cell is no figure by the words of its row or column; a ratio's own per cent is one."""
    if key.metric is not None and key.metric.kind == "rasio" and key.side:
        is_own = not any("persen" in p.said.roles and not p.said.metrics for p in (row, col))
        if is_own and (row.is_percent or col.is_percent):
            return "" if not (_other(row) or _other(col)) else row.why or col.why
    return row.why or col.why


def _names_ratio(row: Part) -> bool:
    """Whether a row of percentages names a ratio: it is a figure, or asked about."""
    named = (metrics()[key].kind == "rasio" for key in row.said.metrics)
    return row.is_percent and any(named)


def _other(part: Part) -> bool:
    return bool(part.why) and not part.is_percent


def _doubt(amount: Amount, scale: int, metric: Metric, key: Key) -> str:
    """Why the amount of a cell is not certain, "" where it is."""
    value = amount.value
    assert value is not None
    if amount.is_percent and metric.kind != "rasio":
        return "tertulis persen, padahal ini bukan persentase; tulis tanpa persen"
    if metric.kind == "rasio":
        is_odd = amount.other is not None or (1 < value < _LEAST_PERCENT and not amount.is_percent)
        return "angkanya bisa dibaca dua cara; ketik ulang sebagai angka" if is_odd else ""
    if other := _other_unit(amount, scale, metric):
        return other
    if amount.other is not None and (scale != 1 or amount.factor):
        return "titik atau komanya bisa ribuan atau pecahan; ketik ulang sebagai angka"
    is_broken = not isinstance(value, int)
    if is_broken and scale == 1 and not amount.factor and _counts(metric, key):
        return f"pecahan, padahal satuannya {metric.unit}"
    if is_broken and scale == 1 and metric.unit != "rupiah" and _may_be_thousands(value):
        return "titiknya bisa ribuan yang terbaca pecahan (1.234 menjadi 1,234)"
    return ""


def _other_unit(amount: Amount, scale: int, metric: Metric) -> str:
    """Why the unit a cell says itself is not its metric's, "" where it says none or that."""
    if scale != 1 and (amount.is_money or amount.factor not in (0, scale)):
        return "satuan di selnya berbeda dari satuan di judul; samakan"
    if scale != 1 and amount.shown_in not in (0, scale):
        return f"format selnya menampilkan {scale_word(amount.shown_in)}, judulnya lain; samakan"
    if amount.is_money and metric.unit != "rupiah":
        return f"tertulis rupiah, padahal satuannya {metric.unit}"
    if amount.unit and not _may_be(amount.unit, metric):
        return f"tertulis {amount.unit}, padahal satuannya {metric.unit}"
    return ""


def _may_be(unit: str, metric: Metric) -> bool:
    """Whether a cell's own unit may be a metric's; firms that were visited count the visits."""
    return unit == metric.unit or (unit, metric.unit) == ("badan usaha", "kali")


def _may_be_thousands(value: Number) -> bool:
    """Whether a fraction has exactly three decimals, as 1.234 typed where a point is a comma."""
    return value > 1 and -Decimal(str(value)).as_tuple().exponent == _THREE  # type: ignore[operator]


def _counts(metric: Metric, key: Key) -> bool:
    """A target may be a twelfth of a year's; what happened is whole."""
    return metric.unit != "rupiah" and key.side == "realisasi"
