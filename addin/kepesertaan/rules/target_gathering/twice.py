"""Figures that count the same thing in several cells, sheets or files: which of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kepesertaan.data.metrics import metrics
from kepesertaan.domain.target_prints import plain_value
from kepesertaan.domain.targets import Finding, Number, Strip, Thing
from kepesertaan.rules.call_text import month_words
from kepesertaan.sheets.targets.numbers.amounts import UNCLEAR

from .sources import Gathering, Source

_DIFFERENT = "angka berbeda di berkas lain"


class _Spot(NamedTuple):
    """A figure: the number of its strip, its place in it, the strip and whose it is."""

    n: int
    at: int
    strip: Strip
    source: Source

    @property
    def value(self) -> Number | None:
        return self.strip.values[self.at]

    @property
    def cell(self) -> str:
        return self.strip.cell(self.at)


def settle_head(gathering: Gathering, some: Sequence[tuple[Strip, Source]]) -> list[Strip]:
    """What stands of strips of one officer, month, side and span: each thing once.

    A value goes before none; equal ones count once; of different ones none counts until somebody
    says which is right.
    """
    strips = [strip for strip, _ in some]
    things = [thing for strip in strips for thing in strip.things]
    if len(set(things)) == len(things):
        return strips
    spots: dict[Thing, list[_Spot]] = {}
    for spot in _in_order(some):
        spots.setdefault(spot.strip.things[spot.at], []).append(spot)
    stand = [set[int]() for _ in strips]
    for places in spots.values():
        held = [spot for spot in places if spot.value is not None]
        first = held[0] if held else places[-1]
        stand[first.n].add(first.at)
        if _are_different(gathering, held):
            strips[first.n] = strips[first.n].without_value(first.at, UNCLEAR)
    return [strip.only(sorted(at)) for strip, at in zip(strips, stand, strict=True) if at]


def _in_order(some: Sequence[tuple[Strip, Source]]) -> list[_Spot]:
    """Every figure in the order people read: by source, row and column."""
    ranks = {source: rank for rank, source in enumerate(dict.fromkeys(who for _, who in some))}
    spots = [_Spot(n, at, strip, source) for n, (strip, source) in enumerate(some)
             for at in range(len(strip.things))]  # fmt: skip
    return sorted(spots, key=lambda s: (ranks[s.source], s.strip.rows[s.at], s.strip.col))


def _are_different(gathering: Gathering, held: Sequence[_Spot]) -> bool:
    """Whether the values for one thing differ; then all are left out, else all but the first."""
    different = [n for n, spot in enumerate(held) if spot.value != held[0].value]
    same = held[1 : different[0]] if different else held[1:]
    for spot in same:
        _tell_again(gathering, held[0], spot)
        gathering.drop(spot.strip, f"sudah ada di {held[0].source.file.name}", [spot.at])
    if not different:
        return False
    for spot in (*held[different[0] :], held[0]):
        gathering.drop(spot.strip, _DIFFERENT, [spot.at])
    _ask(gathering, held[0], held[different[0]])
    return True


def _tell_again(gathering: Gathering, first: _Spot, again: _Spot) -> None:
    """Tell of a number that stands twice in one column: two parts may have the same number."""
    is_column = first.source is again.source and first.strip.col == again.strip.col
    if is_column and first.value:
        place = again.strip.sheet._replace(cell=again.cell)
        text = f"sama dengan sel {first.cell}, juga angkanya; dihitung sekali. Benarkah?"
        gathering.again.setdefault((place.path, place.sheet), []).append(
            Finding(place, "periksa", f"Lembar {first.source.sheet.name} sel {again.cell}: {text}")
        )


def _ask(gathering: Gathering, first: _Spot, second: _Spot) -> None:
    strip, owner, other = first.strip, first.source, second.source
    metric, segment = strip.things[first.at]
    text = (
        f"{metrics()[metric].label} {segment} {strip.side} {strip.officer} bulan "
        f"{month_words((strip.month,))} berbeda: {plain_value(first.value)} di {owner.file.name} "
        f"({owner.sheet.name} {first.cell}) dan {plain_value(second.value)} di {other.file.name} "
        f"({other.sheet.name} {second.cell}). Pakai yang mana? "
        "Hapus atau perbaiki yang salah."
    )
    place = second.strip.sheet._replace(cell=second.cell)
    finding = Finding(place, "tanya", " ".join(text.split()))
    gathering.pairs.setdefault((owner.file.path, other.file.path), []).append(finding)
