"""A sheet that is one table below a title and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kepesertaan.domain.grid import Formula, Grid, Plain, Spot, WordColour
from kepesertaan.domain.show import count

_LINE_HEIGHT = 13.5  # points, of ordinary letters
_LEAST_ROOM, _MOST_ROOM = 18.0, 42.0  # of names
_PRINTED_ROWS = 60  # of data, which fill a page
_RIGHT = {"number", "decimal", "hundredths", "written", "percent", "points", "signed", "right"}


@dataclass(frozen=True, slots=True)
class Linked:
    """A value that opens a link."""

    value: Plain
    link: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its heading, width, and how its cells look."""

    text: str
    width: float
    look: str = "text"


def room_for(values: Iterable[Decimal | None], least: float) -> float:
    """The width of a column of whole numbers, with their signs.

    >>> room_for([Decimal(1234567), None], 5), room_for([], 9.5)
    (11, 9.5)
    """
    longest = max((len(f"{value:+,.0f}") for value in values if value is not None), default=0)
    return max(least, longest + 1)


def room_for_names(names: Iterable[str]) -> float:
    """The width of a column of officers' names.

    >>> room_for_names(["Ani"]), room_for_names(["Raden Mas Aditya Kusumonegoro"])
    (18.0, 31.0)
    """
    longest = max((len(name) for name in names), default=0)
    return min(_MOST_ROOM, max(_LEAST_ROOM, longest + 2.0))


def height_of(text: str, width: float) -> float:
    """The height of a row whose text is wrapped in a column of that width.

    >>> height_of("belum lengkap", 40), height_of("belum lengkap; " * 4, 40)
    (13.5, 27.0)
    """
    return _LINE_HEIGHT * max(1, -(-len(text) // int(width * 0.95)))


def data_sheet(grid: Grid, first: int, rows: int) -> Grid:
    """A sheet of data for the screen: of its rows from ``first`` on one page is printed."""
    last = first + max(1, min(rows, _PRINTED_ROWS)) - 1
    printed = (0, 0, last, len(grid.widths) - 1)
    return replace(grid, small=True, paper=False, printed=printed, down=1)


def printed_words(rows: int) -> str:
    """What a sheet of so many rows says of its print; "" where all of it is printed."""
    if rows <= _PRINTED_ROWS:
        return ""
    some = f"{_PRINTED_ROWS} dari {count(rows)} baris"
    return f" Untuk layar: yang dicetak hanya {some}; baris lain: pilih, lalu Cetak Pilihan."


def first_row(notes: Sequence[str]) -> int:
    """The row of the first line below so many notes."""
    return len(notes) + 3


def plain_table(
    name: str,
    title: str,
    notes: Sequence[str],
    heads: Sequence[Head],
    rows: Sequence[Sequence[Plain | Formula | Linked]],
    colours: tuple[int, Mapping[str, str]] = (0, {}),
    totals: Sequence[int] = (),
) -> Grid:
    """The sheet. ``colours``: a column whose words get colours; ``totals``: rows that are sums."""
    first = first_row(notes)
    spots = [Spot(0, 0, title, "title")]
    spots += [Spot(1 + n, 0, note, "note") for n, note in enumerate(notes)]
    spots += [
        Spot(first - 1, n, head.text, "right head" if _is_right(head) else "text head")
        for n, head in enumerate(heads)
    ]
    heights: dict[int, float] = {first - 1: 32}
    for n, row in enumerate(rows):
        emphasis = "total" if n in totals else "lined"
        spots += [
            _spot(first + n, k, value, head, emphasis)
            for k, (value, head) in enumerate(zip(row, heads, strict=True))
        ]
        heights[first + n] = _row_height(heads, row)
    if not rows:
        spots.append(Spot(first, 0, "Tidak ada.", "note"))
    last = first + max(len(rows), 1) - 1
    col, words = colours
    return Grid(
        name, spots, tuple(head.width for head in heads), heights=heights, frozen=(first, 0),
        repeat=(first - 1, first - 1), filtered=(first - 1, 0, last, len(heads) - 1),
        colours=tuple(WordColour((first, col, last, col), w, c) for w, c in words.items()),
    )  # fmt: skip


def _is_right(head: Head) -> bool:
    return head.look.split()[0] in _RIGHT


def _spot(row: int, col: int, value: Plain | Formula | Linked, head: Head, emphasis: str) -> Spot:
    if isinstance(value, Linked):
        link = value.link if value.value else ""
        look = f"{head.look} link" if link else head.look
        return Spot(row, col, value.value, f"{look} {emphasis}", link)
    look = head.look
    if isinstance(value, str) and _is_right(head):
        look = "right quiet"
    return Spot(row, col, value, f"{look} {emphasis}")


def _row_height(heads: Sequence[Head], row: Sequence[Plain | Formula | Linked]) -> float:
    pairs = zip(heads, row, strict=True)
    wrapped = [height_of(value, head.width) for head, value in pairs
               if head.look == "wrap" and isinstance(value, str)]  # fmt: skip
    return max(wrapped, default=_LINE_HEIGHT)
