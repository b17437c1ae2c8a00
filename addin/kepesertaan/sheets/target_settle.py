"""What a table's figures say about each other: units, totals of segments, stocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from kepesertaan.data.metrics import metrics
from kepesertaan.data.target_words import target_settings
from kepesertaan.domain.period import Month
from kepesertaan.domain.show import with_comma
from kepesertaan.domain.targets import Number

from .target_firms import settle_parts
from .target_found import Asked, Found, Taken
from .target_totals import may_round

_BUT_SEGMENT = itemgetter(0, 1, 2, 4, 5)
_BUT_SPAN = itemgetter(0, 1, 2, 3, 4)
_TOO_LARGE = "menurut satuannya Rp1 triliun atau lebih; satuan atau angkanya keliru?"
Key = Callable[[Found], tuple[Any, ...]]
_Told = tuple[str, Month]  # a metric, and a month


def settle(
    taken: Taken, start: tuple[int, int], no_unit: Mapping[int, Sequence[int]], asked: Asked
) -> None:
    """Everything, in this order; ``start``: the first strip and the first figure of the table."""
    strips, first = start
    _settle_units(taken, no_unit, asked)
    taken.loosen(strips, _of_odd_scale(taken, strips))
    _settle_scales(taken, first, asked)
    settle_parts(taken, start, asked)
    taken.loosen(strips, _of_mixed_segments(taken, start))
    _settle_segments(taken, first, asked)
    taken.loosen(strips, _states(taken, start))
    _settle_stocks(taken, first, asked)


def _of_mixed_segments(taken: Taken, start: tuple[int, int]) -> set[_Told]:
    """The metrics of a table that come with a segment and without one, and their months."""
    strips, found = taken.strips[start[0] :], taken.found[start[1] :]
    shared = {strip.lines for strip in strips}
    bare = {one.metric for one in found if not one.segment}.union(*(one.bare for one in shared))
    split_up = {one.metric for one in found if one.segment}
    both = bare & split_up.union(*(one.split_up for one in shared))
    months = {strip.month for strip in strips} | {one.month for one in found}
    return {(metric, month) for metric in both for month in months}


def _of_odd_scale(taken: Taken, start: int) -> set[_Told]:
    """The metrics in rupiah, and their months, whose unit makes more of them than there can be."""
    most = target_settings().most_rupiah
    scaled = (strip for strip in taken.strips[start:] if strip.scale > 1)
    large = (strip for strip in scaled if _largest(strip.values) >= most)
    return {(metric, strip.month) for strip in large for metric in strip.lines.metrics
            if metrics()[metric].unit == "rupiah"}  # fmt: skip


def _flows() -> set[str]:
    return {key for key, metric in metrics().items() if metric.kind == "arus"}


def _states(taken: Taken, start: tuple[int, int]) -> set[_Told]:
    """The metrics of a table that are no flows and are told "s.d.", and of which months."""
    flows = _flows()
    up_to = {(metric, strip.month) for strip in taken.strips[start[0] :]
             if strip.span == "sd" for metric in strip.lines.metrics}  # fmt: skip
    up_to |= {(one.metric, one.month) for one in taken.found[start[1] :] if one.span == "sd"}
    return {(metric, month) for metric, month in up_to if metric not in flows}


def short(number: Number | float) -> str:
    """A number for a message.

    >>> short(1234567.5), short(12)
    ('1.234.567,50', '12')
    """
    return with_comma(f"{number:,.2f}".removesuffix(".00"))


def _settle_units(taken: Taken, no_unit: Mapping[int, Sequence[int]], asked: Asked) -> None:
    """Rupiah without a unit: whole rupiah where they are large enough, else asked about."""
    least = target_settings().least_rupiah
    for c, places in no_unit.items():
        largest = max(abs(float(taken.found[at].value or 0)) for at in places)
        if largest >= least:
            first = taken.found[places[0]].row
            asked.look("satuan rupiah tidak disebut; dibaca rupiah penuh", (first, c))
            taken.no_unit |= {(taken.found[at].row, c) for at in places}
        elif largest:
            text = (
                "satuan rupiah tidak disebut dan angkanya kecil: ribu, juta, atau rupiah penuh? "
                "Tulis di judul, misalnya 'dalam jutaan rupiah'"
            )
            for at in places:
                asked.hold(text, (taken.found[at].row, c))
                taken.hold(at, "satuan tidak jelas")


def _largest(values: Sequence[Number | None]) -> Number:
    return max((value for value in values if value), default=0)


def _settle_scales(taken: Taken, start: int, asked: Asked) -> None:
    """Amounts that are too large by their unit are asked about: whole rupiah below "jutaan"."""
    most = target_settings().most_rupiah
    for at, found in enumerate(taken.found[start:], start):
        is_rupiah = metrics()[found.metric].unit == "rupiah" and found.scale > 1
        if is_rupiah and found.value is not None and found.value >= most:
            asked.hold(_TOO_LARGE, (found.row, found.col))
            taken.hold(at, "terlalu besar menurut satuannya")


def _groups(
    found: Sequence[Found], places: Iterable[int], key: Key
) -> Iterator[tuple[tuple[Any, ...], list[int]]]:
    """Those places of figures with the same key, where there are several."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for at in places:
        groups.setdefault(key(found[at]), []).append(at)
    return ((key, some) for key, some in groups.items() if len(some) > 1)


def _settle_segments(taken: Taken, start: int, asked: Asked) -> None:
    """A number without a segment beside numbers of segments is their total."""
    leave: list[int] = []
    if {bool(found.segment) for found in taken.found[start:]} != {True, False}:
        return
    for _, places in _groups(taken.found, range(start, len(taken.found)), _BUT_SEGMENT):
        whole = [at for at in places if not taken.found[at].segment]
        parts = [at for at in places if taken.found[at].segment]
        if not whole or not parts:
            continue
        leave += whole
        total: Number = sum(taken.found[at].value or 0 for at in parts)
        for at in whole:
            found = taken.found[at]
            slack = may_round(float(total), found.scale)
            if found.value is not None and abs(float(found.value - total)) > slack:
                text = (f"angka tanpa segmen berbeda dari jumlah segmennya ({short(total)}); "
                        "segmen mana yang kurang?")  # fmt: skip
                asked.hold(text, (found.row, found.col))
    taken.leave(leave, "jumlah segmen")


def _settle_stocks(taken: Taken, start: int, asked: Asked) -> None:
    """A stock has no "s.d.": it is the state at the end of the month; two that differ are asked."""
    flows = _flows()
    found, leave = taken.found, list[int]()
    states = [at for at in range(start, len(found)) if found[at].metric not in flows]
    if not any(found[at].span == "sd" for at in states):
        return
    for _, places in _groups(found, states, _BUT_SPAN):
        totals = [at for at in places if found[at].span == "sd"]
        months = [at for at in places if found[at].span == "bulan"]
        if totals and months:
            leave += _choose(taken, totals, months, asked)
    taken.leave(leave, "keadaan akhir bulan yang sama")
    for at in range(start, len(found)):
        if found[at].span == "sd" and found[at].metric not in flows:
            found[at] = found[at]._replace(span="bulan")


def _choose(taken: Taken, totals: list[int], months: list[int], asked: Asked) -> list[int]:
    """Which of two numbers for the state at the end of a month are taken out."""
    first, second = _values(taken, totals), _values(taken, months)
    if first == second or not (first and second):
        return months if first and not second else totals
    choice = target_settings().stock_in_two_columns
    if choice == "tanya":
        text = ("keadaan akhir bulan tertulis 'bulan ini' dan 's.d.' dengan angka berbeda; "
                "mana yang dipakai?")  # fmt: skip
        asked.hold(text, *((taken.found[at].row, taken.found[at].col) for at in totals + months))
        for at in totals + months:
            taken.hold(at, "dua angka untuk keadaan akhir bulan")
    return months if choice == "sd" else totals


def _values(taken: Taken, places: Sequence[int]) -> set[Number | None]:
    return {taken.found[at].value for at in places} - {None}
