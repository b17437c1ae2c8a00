"""One cell of a target table becomes a figure, a missing figure, or a question."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from kepesertaan.domain.table import Raw
from kepesertaan.domain.targets import Metric

from .target_keys import Ground, Key, key_of, scale_of
from .target_numbers import EMPTY, UNCLEAR, Amount, amount_of
from .target_parts import Part

NO_CACHE = "rumus belum dihitung"
NO_UNIT = "tidak disebut"
_WORDS = Amount(None, UNCLEAR, "isinya teks, bukan angka")


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of a cell. ``left``: why its number is no figure; ``ask``: Indonesian, or "".

    ``value`` is in whole units; ``why``: why it is missing; ``worry``: it is used but to be looked
    at; ``no_unit``: rupiah of which no unit is told.
    """

    key: Key | None = None
    value: Decimal | None = None
    scale: Decimal = Decimal(1)
    why: str = ""
    left: str = ""
    ask: str = ""
    worry: str = ""
    no_unit: bool = False


NOTHING = Cell()


class CellReader:
    """Reads the cells of one table; the meaning of a row and column is found out once."""

    def __init__(self, ground: Ground, formulas: Collection[tuple[int, int]]) -> None:
        self._ground, self._formulas = ground, formulas

    def read(self, i: int, row: Part, c: int, col: Part, value: Raw) -> Cell:
        """The cell in row ``i`` and column ``c`` (from 0)."""
        key = key_of(row, col, self._ground)
        why = _ignored(row, col, key)
        if why:
            return Cell(left=why)
        amount = EMPTY if value is None else amount_of(value) or _WORDS
        if amount.why == "kosong" and (i + 1, c) in self._formulas:
            amount = Amount(None, NO_CACHE, "rumusnya belum dihitung: buka di Excel lalu simpan")
        if key.doubt:
            is_said = amount.value is not None or bool(amount.doubt)
            return Cell(left=key.doubt, ask=key.doubt) if is_said else NOTHING
        return self._figure(key, row, col, amount)

    def _figure(self, key: Key, row: Part, col: Part, amount: Amount) -> Cell:
        metric = key.metric
        assert metric is not None
        scale, unclear = scale_of(row, col, self._ground, metric)
        if amount.value is None:
            ask = amount.doubt
            return Cell(key, None, scale or Decimal(1), amount.why, ask=ask)
        if scale is None:
            return Cell(key, None, Decimal(1), UNCLEAR, unclear, unclear)
        doubt = _doubt(amount, scale, metric, key)
        if doubt:
            return Cell(key, None, scale, UNCLEAR, doubt, doubt)
        factor = Decimal(amount.factor or scale)
        value = _whole(amount, scale, metric) * factor
        worry = "bilangannya negatif" if value < 0 and metric.key != "net" else ""
        no_unit = unclear == NO_UNIT and not amount.factor and not amount.is_money
        return Cell(key, value, factor, worry=worry, no_unit=no_unit)


def _ignored(row: Part, col: Part, key: Key) -> str:
    """Why a cell is no figure by the words of its row or column; a ratio's own per cent is one."""
    if key.metric is not None and key.metric.kind == "rasio" and key.side:
        is_own = not any("persen" in p.said.roles and not p.said.metrics for p in (row, col))
        if is_own and (row.is_percent or col.is_percent):
            return "" if not (_other(row) or _other(col)) else row.why or col.why
    return row.why or col.why


def _other(part: Part) -> bool:
    return bool(part.why) and not part.is_percent


def _whole(amount: Amount, scale: Decimal, metric: Metric) -> Decimal:
    """The reading of the digits that is certain here; ``_doubt`` has said that there is one."""
    assert amount.value is not None
    return amount.value


def _doubt(amount: Amount, scale: Decimal, metric: Metric, key: Key) -> str:
    """Why the amount of a cell is not certain, "" where it is."""
    value = amount.value
    assert value is not None
    if amount.is_percent and metric.kind != "rasio":
        return "tertulis persen, padahal ini bukan persentase"
    if metric.kind == "rasio":
        return "" if amount.other is None else "angkanya bisa dibaca dua cara"
    if (amount.factor or amount.is_money) and scale != 1:
        return "satuan di selnya berbeda dari satuan di judul"
    if amount.is_money and metric.unit != "rupiah":
        return f"tertulis rupiah, padahal satuannya {metric.unit}"
    if amount.other is not None and (scale != 1 or amount.factor):
        return "titik atau komanya bisa ribuan atau pecahan"
    is_broken = value != value.to_integral_value()
    if is_broken and scale == 1 and not amount.factor and _counts(metric, key):
        return f"pecahan, padahal satuannya {metric.unit}"
    return ""


def _counts(metric: Metric, key: Key) -> bool:
    """A target may be a twelfth of a year's; what happened is whole."""
    return metric.unit != "rupiah" and key.side == "realisasi"
