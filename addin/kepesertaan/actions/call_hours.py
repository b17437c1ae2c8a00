"""The heat maps of the call list: at which hours of which days calls are made and answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kepesertaan.data.calls import call_words
from kepesertaan.domain.call_hours import DAYS, Hours, hours_of
from kepesertaan.domain.calls import Call
from kepesertaan.domain.page import Block, Cell, Form
from kepesertaan.domain.show import count, percent_of

_FEWEST = 30  # calls; fewer say nothing about hours
_HEADS = ("Jam", "Senin", "Selasa", "Rabu", "Kamis", "Jumat")
_FORMS: tuple[Form, ...] = ("text", "number", "number", "number", "number", "number")
_MADE, _REACHED = "9DC3E6", "A9D18E"


def hour_blocks(history: Mapping[str, Sequence[Call]]) -> list[Block]:
    """Calls made, and those in which somebody was reached; one note while there are too few."""
    reached = {word.word for word in call_words().outcomes.values() if word.reached}
    found = hours_of((call for calls in history.values() for call in calls), reached)
    if found.count < _FEWEST:
        note = (
            f"Mulai {_FEWEST} panggilan yang jamnya diisi; baru ada {count(found.count)}. Isi "
            "kolom Jam di daftar."
        )
        return [Block("Panggilan menurut jam dan hari", (), [], (), note=note)]
    weekend = "panggilan pada Sabtu atau Minggu tidak ikut."
    weekend = f"{count(found.weekend)} {weekend}" if found.weekend else ""
    return [
        _map("Panggilan menurut jam dan hari", found, found.made, _MADE, weekend),
        _map("Terhubung menurut jam dan hari", found, found.reached, _REACHED, ""),
    ]


def _map(
    title: str, found: Hours, counts: dict[tuple[int, int], int], colour: str, note: str
) -> Block:
    rows = [(_hour_words(found, hour), *_row(found, counts, hour)) for hour in found.span]
    return Block(title, _HEADS, rows, _FORMS, note=note, heat=colour)


def _row(found: Hours, counts: dict[tuple[int, int], int], hour: int) -> list[Cell]:
    """The counts of an hour; a blank where nobody called then."""
    places = [(hour, day) for day in range(DAYS)]
    return [counts.get(place, 0) if place in found.made else None for place in places]


def _hour_words(found: Hours, hour: int) -> str:
    made = sum(found.made.get((hour, day), 0) for day in range(DAYS))
    reached = sum(found.reached.get((hour, day), 0) for day in range(DAYS))
    told = f", {percent_of(reached, made)} terhubung" if made else ""
    return f"{hour:02}.00\u2013{hour:02}.59: {count(made)} panggilan{told}"
