"""The same person or number twice in the book. Nothing is ever deleted; a person decides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date

from kepesertaan.domain.table import Raw
from kepesertaan.domain.verdict import Verdict, flag

from .registry import Context, book_rule
from .view import View

Place = tuple[int, int, int]  # view, column, row index
_LIKE = 90
_SAME_PEOPLE = 0.5
_NAMED = 3  # so many partners are named
_MOST_ALIKE = 50  # more people of one birth date and mother are no family


@book_rule("GND-01", fields=("nik",), samples="""
    3578011708909901  ->  ?
    3578011708909902
    3578011708909901  ->  ?
""")  # fmt: skip
def nik_twice(views: Sequence[View], context: Context) -> Iterator[tuple[int, int, int, Verdict]]:
    """NIK ini dipakai lebih dari satu baris; pastikan milik siapa."""
    yield from _twice(views, "nik", re.compile(r"[0-9]{16}"))


@book_rule("GND-02", fields=("kpj",), samples="""
    05012345671  ->  ?
    05012345672
    05012345671  ->  ?
""")  # fmt: skip
def kpj_twice(views: Sequence[View], context: Context) -> Iterator[tuple[int, int, int, Verdict]]:
    """KPJ ini dipakai lebih dari satu baris; pastikan milik siapa."""
    yield from _twice(views, "kpj", re.compile(r"[0-9]{11}"))


@book_rule("GND-03", fields=("kpj", "nama", "tgl_lahir", "ibu_kandung"), samples="")
def other_kpj(views: Sequence[View], context: Context) -> Iterator[tuple[int, int, int, Verdict]]:
    """Orang yang sama tampaknya punya KPJ lain: tanggal lahir dan ibu kandung sama, nama serupa."""
    groups: dict[Hashable, list[Place]] = defaultdict(list)
    for at, view in enumerate(views):
        born, mother = view.values_of("tgl_lahir"), view.values_of("ibu_kandung")
        col = view.first_of("kpj")
        if born is None or mother is None or col is None or view.first_of("nama") is None:
            continue
        for i, key in enumerate(zip(born, mother, strict=True)):
            if _is_known(key) and view.values[col][i] is not None:
                groups[key].append((at, col, i))
    for places in groups.values():
        yield from _alike(views, places)


def _is_known(key: tuple[Raw, Raw]) -> bool:
    """Whether birth date and mother are both really given."""
    born, mother = key
    return isinstance(born, date) and isinstance(mother, str) and len(mother) > 2


def _alike(views: Sequence[View], places: list[Place]) -> Iterator[tuple[int, int, int, Verdict]]:
    from rapidfuzz import fuzz

    for place in places if 1 < len(places) <= _MOST_ALIKE else ():
        for other in places:
            if place == other or _kpj(views, place) == _kpj(views, other):
                continue
            if fuzz.ratio(_name(views, place), _name(views, other)) >= _LIKE:
                yield (
                    *place,
                    flag(f"serupa dengan {_partners(views, place, [other])}", level="Periksa"),
                )
                break


def _kpj(views: Sequence[View], place: Place) -> Raw:
    at, col, i = place
    return views[at].values[col][i]


def _name(views: Sequence[View], place: Place) -> str:
    return str((views[place[0]].values_of("nama") or [""])[place[2]])


def _twice(
    views: Sequence[View], field: str, form: re.Pattern[str]
) -> Iterator[tuple[int, int, int, Verdict]]:
    """Flag every row whose number stands in another row too, with the partner's place."""
    groups = _groups(views, field, form)
    elsewhere = _sheets_of_the_same_people(views, groups.values())
    for places in groups.values():
        if len(places) < 2:
            continue
        for place in places:
            others, number = _others(place, places, elsewhere)
            if others:
                yield (*place, flag(f"sama dengan {_partners(views, place, others, number)}"))


def _others(
    place: Place, places: list[Place], elsewhere: set[frozenset[int]]
) -> tuple[list[Place], int]:
    """A few partners of a place, and how many there are in all."""
    if elsewhere:
        places = [p for p in places if frozenset((p[0], place[0])) not in elsewhere or p == place]
    few = [p for p in places[: _NAMED + 1] if p != place][:_NAMED]
    return few, len(places) - 1


def _groups(
    views: Sequence[View], field: str, form: re.Pattern[str]
) -> dict[Hashable, list[Place]]:
    """Places by number; where the sheet has a contribution month, by number and month."""
    groups: dict[Hashable, list[Place]] = defaultdict(list)
    for at, view in enumerate(views):
        col = view.first_of(field)
        if col is None:
            continue
        months = view.values_of("blth") or [None] * len(view.values[col])
        for i, (value, month) in enumerate(zip(view.values[col], months, strict=True)):
            if isinstance(value, str) and form.fullmatch(value):
                groups[value, month].append((at, col, i))
    return groups


def _sheets_of_the_same_people(
    views: Sequence[View], groups: Iterable[list[Place]]
) -> set[frozenset[int]]:
    """Pairs of tables that mostly hold the same people (a month each, say): no duplicates."""
    shared: dict[frozenset[int], int] = defaultdict(int)
    for places in groups:
        tables = sorted({place[0] for place in places})
        for k, one in enumerate(tables):
            for other in tables[k + 1 :]:
                shared[frozenset((one, other))] += 1
    return {
        pair
        for pair, number in shared.items()
        if number > _SAME_PEOPLE * min(len(views[at].table.rows) for at in pair)
    }


def _partners(views: Sequence[View], place: Place, others: list[Place], number: int = 1) -> str:
    names = []
    for at, _col, i in others:
        here = at == place[0] or views[at].table.sheet == views[place[0]].table.sheet
        row = f"baris {views[at].row_number(i)}"
        names.append(row if here else f"lembar '{views[at].table.sheet}' {row}")
    more = f" dan {number - len(others)} lainnya" if number > len(others) else ""
    return ", ".join(names) + more
