"""What came of a book against its truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .world import Book, Key


@dataclass(frozen=True)
class Verdict:
    """``wrong``: figures with a value that is not the truth. ``lost``: true values not read."""

    wrong: list[tuple[Key, Decimal, Decimal | None]]
    lost: list[Key]
    read: int


def judge(book: Book, got: Mapping[Key, Decimal | None]) -> Verdict:
    """``got``: every figure that was read, by what it counts."""
    valued = {key: value for key, value in got.items() if value is not None}
    wrong = [(k, v, book.truth.get(k)) for k, v in valued.items() if not near(v, book.truth.get(k))]
    lost = [key for key, value in book.truth.items() if value is not None and key not in valued]
    return Verdict(wrong, lost, len(valued))


def near(one: Decimal, other: Decimal | None) -> bool:
    """Equal but for the last digit of a float."""
    return other is not None and abs(one - other) <= max(
        Decimal("1e-6"), abs(other) * Decimal("1e-12")
    )
