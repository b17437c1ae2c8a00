"""Rupiah without a unit that is a thousandth of what else is known: asked about, not used.

A sheet that gives no unit is read as whole rupiah. Where the same officer's other months, or half of
the other officers and three at least, give some thousand (or million) times as much for the very
same, it is in thousands (or millions). A small office alone is never so far off in everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from statistics import median
from typing import NamedTuple, TypeAlias

from kepesertaan.data.metrics import metrics
from kepesertaan.domain.period import Month
from kepesertaan.domain.show import rupiah
from kepesertaan.domain.target_memory import Before
from kepesertaan.domain.targets import Strip
from kepesertaan.sheets.target_keys import scale_word

from .call_text import month_words
from .target_sources import Gathering, Source
from .target_vectors import Key

Known: TypeAlias = dict[Key, dict[tuple[str, Month], Decimal]]  # of each officer and month
_FACTORS = (1_000, 1_000_000)
_AROUND = 4  # times a factor, more or less
_FAR = 100  # times as much, at least
_FEWEST_MONTHS, _FEWEST_OFFICERS = 2, 3


class _Usual(NamedTuple):
    """What is given elsewhere, by whom, and how many times that is a value; 0: about the same."""

    factor: int
    amount: Decimal
    whose: str


def ask_magnitudes(
    gathering: Gathering, before: Before, but: Collection[Source]
) -> dict[Source, list[Strip]]:
    """Ask about such rupiah, once for an officer's sheet; the strips of its sources without it.

    ``but``: what is asked about already.
    """
    doubtful = [source for source in gathering.sources
                if source.sheet.no_unit and source not in but]  # fmt: skip
    known = _known(gathering.sources, before) if doubtful else {}
    asked, held = set[tuple[str, str, str]](), dict[Source, list[Strip]]()
    for source in doubtful:
        values = [(n, at) for n, strip in enumerate(source.strips) for at in _unsure(source, strip)]
        usual = [(place, found) for place in values
                 if (found := _usual(source.strips[place[0]], place[1], known))]  # fmt: skip
        factors = {found.factor for _, found in usual}
        if len(factors) != 1 or 0 in factors:
            continue
        sheet = (source.place.path, source.place.sheet, source.officer)
        if sheet not in asked:
            gathering.ask(source.place, _text(source, *usual[0]))
        asked.add(sheet)
        held[source] = _without(gathering, source, values)
    return held


def _unsure(source: Source, strip: Strip) -> list[int]:
    """The places of a strip of rupiah without a unit."""
    cells = source.sheet.no_unit
    return [at for at, value in enumerate(strip.values) if value and value > 0
            and (strip.rows[at], strip.col) in cells
            and metrics()[strip.things[at].metric].unit == "rupiah"]  # fmt: skip


def _known(sources: Iterable[Source], before: Before) -> Known:
    """Everything in rupiah that is given, and what the last roll-up remembers."""
    found: Known = {}
    for (metric, officer, month, segment, side, span), value in before.figures.items():
        if metric in metrics() and metrics()[metric].unit == "rupiah" and value > 0:
            found.setdefault((metric, segment, side, span), {})[officer, month] = value
    for source in sources:
        for strip in source.strips:
            for (metric, segment), given in zip(strip.things, strip.values, strict=True):
                if given and given > 0 and metrics()[metric].unit == "rupiah":
                    key = (metric, segment, strip.side, strip.span)
                    found.setdefault(key, {})[strip.officer, strip.month] = Decimal(given)
    return found


def _usual(strip: Strip, at: int, known: Known) -> _Usual | None:
    """What is usual in place of a value, None where too little is known of it."""
    (metric, segment), value = strip.things[at], Decimal(strip.values[at] or 0)
    same = known[metric, segment, strip.side, strip.span].items()
    own = [v for (who, month), v in same if who == strip.officer and month != strip.month]
    others = [v for (who, month), v in same if who != strip.officer and month == strip.month]
    found = [_of(own, _FEWEST_MONTHS, value, "bulan lain"),
             _of(others, _FEWEST_OFFICERS, value, "petugas lain")]  # fmt: skip
    return max(filter(None, found), key=lambda one: one.factor > 0, default=None)


def _of(some: Sequence[Decimal], fewest: int, value: Decimal, whose: str) -> _Usual | None:
    if len(some) < fewest:
        return None
    far = [other for other in some if other >= _FAR * value]
    usual = median(far) if len(far) >= fewest and 2 * len(far) >= len(some) else Decimal(0)
    near = (f for f in _FACTORS if f * value <= _AROUND * usual <= _AROUND**2 * f * value)
    return _Usual(next(near, 0), usual, whose)


def _text(source: Source, place: tuple[int, int], usual: _Usual) -> str:
    at, strip = place[1], source.strips[place[0]]
    label = metrics()[strip.things[at].metric].label
    return (
        f"Lembar {source.sheet.name} sel {strip.cell(at)}: {label} {source.officer} bulan "
        f"{month_words((source.month,))} {rupiah(float(strip.values[at] or 0))}, {usual.whose} "
        f"sekitar {rupiah(float(usual.amount))}: dalam {scale_word(usual.factor)}? Satuannya tidak "
        "disebut dan angkanya belum dipakai; tulis 'dalam rupiah' atau satuannya di judul."
    )


def _without(
    gathering: Gathering, source: Source, values: Sequence[tuple[int, int]]
) -> list[Strip]:
    strips = list(source.strips)
    for n, at in values:
        strips[n] = gathering.hold(strips[n], "satuan tidak jelas", [at])
    return strips
