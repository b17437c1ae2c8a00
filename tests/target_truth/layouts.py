"""All layouts, each registered by its module."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from . import hostile, months, odd, years
from .world import LAYOUTS, Book, World

MODULES = (months, years, odd, hostile)


def book_of(name: str, seed: int) -> Book:
    """One layout's book; the same seed gives the same book."""
    return LAYOUTS[name](World(Random(f"{seed}/{name}")))


def books(seed: int) -> Iterator[tuple[str, Book]]:
    """Every layout once."""
    for name in LAYOUTS:
        yield name, book_of(name, seed)
