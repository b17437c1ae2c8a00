"""The words of target sheets as one table of phrases, and the settings of the roll-up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from .loader import load_toml, month_numbers
from .metrics import metric_names, weak_names

Meaning = tuple[str, str]  # a class of words ("side", "metric", ...) and what is meant
_CLASSES = ("side", "span", "role", "segment", "scale", "unit", "words")


@dataclass(frozen=True, slots=True)
class TargetSettings:
    """What an office decides; amounts in whole rupiah, the tolerance in percentage points."""

    officers: tuple[str, ...]
    least_rupiah: Decimal
    most_rupiah: Decimal
    percent_tolerance: Decimal
    stock_in_two_columns: str


@cache
def target_settings() -> TargetSettings:
    """The settings as they are now."""
    found = load_toml("target_settings")
    return TargetSettings(
        tuple(found["officers"]),
        Decimal(found["least_rupiah"]),
        Decimal(found["most_rupiah"]),
        Decimal(found["percent_tolerance"]),
        found["stock_in_two_columns"],
    )


@cache
def phrases() -> dict[tuple[str, ...], tuple[Meaning, ...]]:
    """What each phrase means, as a tuple of upper-case words; one phrase may mean several."""
    found: dict[tuple[str, ...], tuple[Meaning, ...]] = {}
    for phrase, meaning in _meanings():
        key = tuple(phrase.split())
        found[key] = (*found.get(key, ()), meaning)
    return found


@cache
def side_letters() -> dict[str, list[str]]:
    """Single letters for the sides, in columns that say nothing else."""
    return dict(load_toml("target_words")["side_letter"])


@cache
def phrase_lengths() -> dict[str, int]:
    """Of each word that begins a phrase, how many words the longest such phrase has."""
    found: dict[str, int] = {}
    for first, *more in phrases():
        found[first] = max(found.get(first, 0), 1 + len(more))
    return found


def _meanings() -> Iterator[tuple[str, Meaning]]:
    for name, key in metric_names().items():
        yield name, ("metric", key)
    for name, key in weak_names().items():
        yield name, ("weak", key)
    for name, number in month_numbers().items():
        yield name, ("month", str(number))
    words = load_toml("target_words")
    for kind in _CLASSES:
        for meaning, names in words[kind].items():
            for name in names:
                yield name.rstrip("."), (kind, str(meaning))
