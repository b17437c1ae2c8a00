"""Entries of the law in force for a contribution month, and the lines of a bill made from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from kepesertaan.data.dated import Entry
from kepesertaan.data.law import in_force
from kepesertaan.domain.errors import WrongUse
from kepesertaan.domain.iuran import Line, part
from kepesertaan.domain.period import Month, first_day, month_name
from kepesertaan.domain.show import percent, rupiah_exact


def known(file: str, month: Month, **key: str) -> tuple[Entry, ...]:
    """The rows in force on a month's first day. Raises ``WrongUse`` where there are none."""
    rows = in_force(file, first_day(month), **key)
    if not rows:
        what = " ".join([file, *key.values()])
        raise WrongUse(
            f"Data {what} untuk BLTH {month_name(month)} tidak ada; periksa BLTH, "
            "atau lengkapi datanya."
        )
    return rows


def chosen(
    file: str, month: Month, column: str, wanted: Decimal, option: str, **key: str
) -> tuple[Entry, ...]:
    """The rows with a number. Raises ``WrongUse``, with what is offered, where there are none."""
    offered = known(file, month, **key)
    found = tuple(row for row in offered if row.number(column) == wanted)
    if not found:
        choices = ", ".join(row.values[column] for row in offered)
        raise WrongUse(f"{option} {wanted:f} tidak ditawarkan; pilihannya {choices}.")
    return found


def line_of(row: Entry, base: Decimal, words: str, others: Iterable[Entry], month: Month) -> Line:
    """A row of rates.csv on its base, which ``words`` name and ``others`` gave."""
    day, program, payer = first_day(month), row.values["program"], row.values["payer"]
    if row.values["rupiah"]:
        return Line(program, payer, row.number("rupiah"), "tetap", (row.ground(day),))
    rate = row.number("percent")
    grounds = tuple(entry.ground(day) for entry in (row, *others))
    return Line(program, payer, part(base, rate), f"{percent(rate)} x {words}", grounds)


def flat_line(row: Entry, count: int, month: Month) -> Line:
    """A row of pmi.csv, so many times."""
    item, amount = row.values["item"], row.number("rupiah")
    how = f"{count} x {rupiah_exact(amount)}" if count > 1 else "tetap"
    if row.values["months"]:
        how = f"kontrak {row.values['months']} bulan"
    return Line(item, "peserta", amount * count, how, (row.ground(first_day(month)),))


def reliefs(segment: str, program: str, month: Month, traits: Iterable[str]) -> tuple[Entry, ...]:
    """The relief that a payer with those traits has (groups of relief.csv)."""
    rows = in_force("relief", first_day(month), segment=segment, program=program)
    had = {*traits, ""}
    return tuple(
        row
        for row in rows
        if row.values["group"] in had and row.values["not_for"] not in had - {""}
    )


def relieved(line: Line, found: Iterable[Entry], month: Month) -> Line:
    """The line with what is left to pay after relief."""
    for row in found:
        left = row.number("pay_percent")
        line = replace(
            line,
            amount=part(line.amount, left),
            how=f"{line.how}, dibayar {percent(left)}",
            grounds=(*line.grounds, row.ground(first_day(month))),
        )
    return line


def relief_notes(found: Iterable[Entry]) -> list[str]:
    """What the reader must know of relief, each once."""
    rows = tuple(found)
    named = [f"{row.values['name']} diterapkan" for row in rows]
    return list(
        dict.fromkeys([*named, *(row.values["note"] for row in rows if row.values["note"])])
    )
