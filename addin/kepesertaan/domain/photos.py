"""What is known of a photo without looking at it again, and where it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

State = Literal["cocok", "periksa", "tidak cocok", "tidak terbaca"]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of the folder. ``name``: its path below the folder; ``digest``: SHA-256 of the file;
    ``shape``: 256 marks of what it shows, 0 where that says nothing; ``taken``: the camera's
    clock, or that of the name; ``day``: the same, or the day a name tells; ``trouble``: why it
    cannot be read, "" for nothing.
    """

    name: str
    digest: str = ""
    shape: int = 0
    taken: datetime | None = None
    day: date | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a photo belongs. ``visit``: number of the visit in its list; of a photo to be looked at
    the likely one, if any; ``is_used``: whether it goes into that visit's report.
    """

    photo: Photo
    state: State
    reason: str
    visit: int | None = None
    is_used: bool = False


def differing(one: int, other: int) -> int:
    """In how many marks two shapes differ.

    >>> differing(0b1011, 0b0010)
    2
    """
    return (one ^ other).bit_count()
