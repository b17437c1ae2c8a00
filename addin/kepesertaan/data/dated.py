"""Dated entries of the law: read from CSV, looked through for what cannot be, and found by day.

Every row has since and until (days; until empty: still in force), source and confirmed. The office
may edit the files, so each trouble is one Indonesian sentence with file and line.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import groupby, pairwise

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.iuran import Ground

from .loader import bad_data

_DATED = ("since", "until", "source", "confirmed")
_TRUTH = {"true": True, "false": False, "": True}  # since_confirmed may be left out
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a file must be like.

    ``key``: the columns that tell rows of one day apart; ``numbers``: decimal columns, 0 or more,
    empty only where ``blank`` names them; ``either``: columns of which a row fills exactly one;
    ``words``: what may stand in a column; ``gaps``: whether days between two rows of one key may
    have none; ``ladder``: the column whose values at any day climb from 0, and ``top``: the column
    of each step's last whole number, which must meet the next step.
    """

    key: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gaps: bool = False
    ladder: str = ""
    top: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One row: ``values`` by column as written, and the line of the file it stands on."""

    file: str
    line: int
    since: date
    until: date | None
    source: str
    confirmed: bool
    since_confirmed: bool
    values: dict[str, str] = field(repr=False)

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def number(self, column: str) -> Decimal:
        """A decimal column."""
        return Decimal(self.values[column])

    def ground(self, day: date) -> Ground:
        """What a figure of that day rests on, when it rests on this row.

        Where only the beginning is unconfirmed, that matters within a year after it.
        """
        unsure = "" if self.confirmed else "isi belum dikonfirmasi"
        if not unsure and not self.since_confirmed and day - self.since < _YEAR:
            unsure = "awal berlaku belum dikonfirmasi"
        where = f"{self.file}.csv baris {self.line} (sejak {self.since})"
        return Ground(where, self.source, unsure)


def read_dated(file: str, text: str, shape: Shape) -> tuple[Entry, ...]:
    """The rows of a CSV text, ``#`` beginning a remark line, in the order of the file.

    Raises ``UnreadableInput`` for a missing column, date, source or number, for two rows of one
    key on one day, for a gap, and for a ladder that does not climb from 0 step by step.
    """
    entries = tuple(_entries(file, text, shape))
    for _, rows in groupby(sorted(entries, key=_order(shape)), key=lambda e: _key(e, shape)):
        for before, after in pairwise(rows):
            _refuse_neighbours(before, after, shape)
    if shape.ladder:
        for day in sorted({entry.since for entry in entries}):
            _refuse_ladder([entry for entry in entries if entry.covers(day)], shape)
    return entries


def on_day(entries: Iterable[Entry], day: date) -> tuple[Entry, ...]:
    """The rows in force on a day."""
    return tuple(entry for entry in entries if entry.covers(day))


def _entries(file: str, text: str, shape: Shape) -> Iterator[Entry]:
    numbered = [(n, line) for n, line in enumerate(text.splitlines(), 1) if _is_row(line)]
    rows = csv.DictReader(line for _, line in numbered)
    wanted = {*_DATED, *shape.key, *shape.numbers, *shape.words}
    lacking = sorted(wanted - {*(rows.fieldnames or ())})
    if lacking:
        raise UnreadableInput(f"Data {file}.csv: kolom {', '.join(lacking)} tidak ada. Tambahkan.")
    for (number, _), row in zip(numbered[1:], rows, strict=True):
        yield _entry(file, number, row, shape)


def _is_row(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _entry(file: str, line: int, row: dict[str, str], shape: Shape) -> Entry:
    if None in row or None in row.values():
        raise _trouble(file, line, "jumlah kolomnya tidak sama dengan judul")
    if not row["source"].strip():
        raise _trouble(file, line, "kolom source kosong")
    since = _day(file, line, "since", row["since"])
    until = _day(file, line, "until", row["until"]) if row["until"] else None
    if until and until < since:
        raise _trouble(file, line, "until lebih dahulu daripada since")
    _refuse_contents(file, line, row, shape)
    truths = {name: row.get(name, "") for name in ("confirmed", "since_confirmed")}
    if row["confirmed"] == "" or not all(text in _TRUTH for text in truths.values()):
        raise _trouble(file, line, "confirmed harus true atau false")
    confirmed, since_confirmed = (_TRUTH[text] for text in truths.values())
    return Entry(file, line, since, until, row["source"], confirmed, since_confirmed, row)


def _refuse_contents(file: str, line: int, row: dict[str, str], shape: Shape) -> None:
    for column in shape.numbers:
        _refuse_number(file, line, column, row[column], may_be_empty=column in shape.blank)
    if shape.either and sum(row[column] != "" for column in shape.either) != 1:
        raise _trouble(file, line, f"isi tepat satu dari {' dan '.join(shape.either)}")
    for column, known in shape.words.items():
        if row[column] not in known:
            choices = ", ".join(word or "kosong" for word in known)
            raise _trouble(file, line, f"{column} '{row[column]}' tidak dikenal ({choices})")


def _refuse_number(file: str, line: int, column: str, text: str, *, may_be_empty: bool) -> None:
    if text == "" and may_be_empty:
        return
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _trouble(file, line, f"{column} '{text}' bukan angka") from None
    if not number.is_finite() or number < 0:
        raise _trouble(file, line, f"{column} '{text}' bukan angka 0 atau lebih")


def _day(file: str, line: int, column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _trouble(
            file, line, f"{column} '{text}' bukan tanggal, misalnya 2026-01-01"
        ) from None


def _refuse_neighbours(before: Entry, after: Entry, shape: Shape) -> None:
    place = f"{before.line} dan {after.line}"
    if before.until is None or after.since <= before.until:
        raise _trouble(before.file, place, "masa berlakunya tumpang tindih")
    if not shape.gaps and after.since - before.until > timedelta(days=1):
        raise _trouble(before.file, place, "ada hari di antara keduanya tanpa ketentuan")


def _refuse_ladder(entries: list[Entry], shape: Shape) -> None:
    steps = sorted(entries, key=lambda entry: entry.number(shape.ladder))
    if steps[0].number(shape.ladder) != 0:
        raise _trouble(steps[0].file, steps[0].line, f"{shape.ladder} terkecil harus 0")
    if not shape.top:
        return
    for before, after in pairwise(steps):
        last = before.values[shape.top]
        if last == "" or Decimal(last) + 1 != after.number(shape.ladder):
            place = f"{before.line} dan {after.line}"
            raise _trouble(before.file, place, "batasnya tidak bersambung tanpa celah")
    if steps[-1].values[shape.top]:
        raise _trouble(steps[-1].file, steps[-1].line, f"{shape.top} terakhir harus kosong")


def _order(shape: Shape) -> Callable[[Entry], tuple[tuple[str, ...], date]]:
    return lambda entry: (_key(entry, shape), entry.since)


def _key(entry: Entry, shape: Shape) -> tuple[str, ...]:
    return tuple(entry.values[column] for column in shape.key)


def _trouble(file: str, line: int | str, what: str) -> UnreadableInput:
    return bad_data(f"{file}.csv baris {line}", what)
