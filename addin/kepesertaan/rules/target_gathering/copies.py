"""Last month's sheet under this month's name: what it says is realised is old, and asked about.

That everything somebody did comes to the very same again in another month is no chance where three
kinds of work or more agree in many digits. A stock may stay the same, and a few small numbers too.
"""

from __future__ import annotations

from collections.abc import Iterable

from kepesertaan.data.metrics import metrics
from kepesertaan.domain.period import Month, later
from kepesertaan.domain.target_memory import Before
from kepesertaan.domain.targets import Strip
from kepesertaan.rules.call_text import month_words

from .sources import Gathering, Source
from .vectors import digits

_FEWEST_FLOWS, _FEWEST_DIGITS = 3, 8


def is_old_copy(source: Source, first: Source, actual: Iterable[Strip]) -> bool:
    """Whether a source and one that says the same is realised are of two months of one officer, and
    that is no chance. ``actual``: what both say."""
    is_another_month = source.officer == first.officer and source.month != first.month
    return is_another_month and _is_no_chance(actual)


def _is_no_chance(actual: Iterable[Strip]) -> bool:
    flows = {thing.metric: value for strip in actual
             for thing, value in zip(strip.things, strip.values, strict=True)
             if value and metrics()[thing.metric].kind == "arus"}  # fmt: skip
    values = set(flows.values())
    return len(values) >= _FEWEST_FLOWS and digits(values) >= _FEWEST_DIGITS


def without_copied(gathering: Gathering, before: Before) -> dict[Source, list[Strip]]:
    """The strips of copied sheets without what they say is realised, which is asked about.

    ``before``: last month's figures may be remembered alone.
    """
    old = {source: (first.month, f"{first.file.name} lembar {first.sheet.name}")
           for source, first in gathering.copied.items()}  # fmt: skip
    last = later(gathering.month, -1)
    for source in gathering.sources if before.last else ():
        if source.month == gathering.month and source not in old and _is_of(source, last, before):
            old[source] = (last, "rekap bulan itu")
    return {source: _without(gathering, source, *where) for source, where in old.items()}


def _is_of(source: Source, month: Month, before: Before) -> bool:
    """Whether everything a source says is realised is what was remembered of another month."""
    known = before.figures
    actual = [strip for strip in source.strips if strip.side == "realisasi"]
    for strip in actual:
        for (metric, segment), value in zip(strip.things, strip.values, strict=True):
            key = (metric, source.officer, month, segment, strip.side, strip.span)
            if value and known.get(key) != value:
                return False
    return _is_no_chance(actual)


def _without(gathering: Gathering, source: Source, month: Month, where: str) -> list[Strip]:
    text = (
        f"Lembar {source.sheet.name}: semua realisasi {source.officer} bulan "
        f"{month_words((source.month,))} sama persis dengan bulan {month_words((month,))} "
        f"({where}): salinan yang belum diisi? Angkanya belum dipakai; isi yang baru, lalu rekap "
        "lagi."
    )
    gathering.ask(source.place, text)
    kept = []
    for strip in source.strips:
        filled = [at for at, value in enumerate(strip.values) if value is not None]
        is_copied = strip.side == "realisasi"
        kept.append(gathering.hold(strip, "salinan bulan lain", filled) if is_copied else strip)
    return kept
