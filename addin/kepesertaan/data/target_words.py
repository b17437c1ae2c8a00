"""The words of target sheets as one table of phrases, and the settings of the roll-up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import permutations, product

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
def segment_parts() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Parts of a segment by the size of firms: the name of each, its segment and its sizes.

    >>> segment_parts()["PU Menengah dan Besar"]
    ('PU', ('besar', 'menengah'))
    """
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for segment, sizes in _part_sizes():
        found[_part_name(segment, sizes)] = (segment, tuple(sorted(sizes)))
    return found


def whole_segment(segment: str) -> str:
    """The segment a part belongs to, any other as it is.

    >>> whole_segment("PU Besar"), whole_segment("BPU")
    ('PU', 'BPU')
    """
    return segment_parts().get(segment, (segment, ()))[0]


def _part_sizes() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each segment that has parts with one size, or two of them in either order."""
    words = load_toml("target_words")["firm_size"]
    sizes = [key for key in words if key not in ("of", "before", "between")]
    for count in (1, 2):
        yield from ((str(words["of"]), some) for some in permutations(sizes, count))


def _part_name(segment: str, sizes: Sequence[str]) -> str:
    return f"{segment} {' dan '.join(map(str.title, sizes))}"


def _part_names() -> Iterator[tuple[str, str]]:
    """Every phrase for a part of a segment, and the part's name: PU Skala Kecil Mikro."""
    words = load_toml("target_words")
    how = words["firm_size"]
    for segment, sizes in _part_sizes():
        name = _part_name(segment, sizes)
        named = (words["segment"][segment], how["before"], how["between"])
        for own, before, between in product(*named):
            said = f" {between} ".join(str(how[size]) for size in sizes)
            yield " ".join(f"{own} {before} {said}".split()), name


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
    for name, part in _part_names():
        yield name, ("segment", part)
