"""Bands of achievement (rag.toml) and settings of projections (projection.toml), looked through."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

from .loader import bad_data, load_toml

_COLOUR = re.compile(r"[0-9A-F]{6}")


@dataclass(frozen=True, slots=True)
class Band:
    """A colour and its word. ``at_least``, ``at_most``: per cent; None in the last, for the rest.

    ``at_most`` is for what is better when it is less.
    """

    word: str
    sign: str
    colour: str  # RRGGBB
    at_least: Decimal | None
    at_most: Decimal | None


@dataclass(frozen=True, slots=True)
class Bands:
    """All bands from the best to the worst."""

    bands: tuple[Band, ...]
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """``december_metrics``: those with the December effect; ``first``: those told first.

    ``unconfirmed``: sentences on what nobody has confirmed.
    """

    december_metrics: frozenset[str]
    december_worth: Decimal
    skip_january: bool
    year_by_twelfths: bool
    first: tuple[str, ...]
    names: Mapping[str, str]
    cards: int
    unconfirmed: tuple[str, ...]


@cache
def bands() -> Bands:
    """Those of rag.toml. Raises ``UnreadableInput`` where they leave a gap or say nothing clear."""
    return read_bands(load_toml("rag"))


@cache
def settings() -> Settings:
    """Those of projection.toml. Raises ``UnreadableInput`` where the file is not as it must be."""
    return read_settings(load_toml("projection"))


def read_bands(said: Mapping[str, Any]) -> Bands:
    """The bands from what was read of the file."""
    try:
        found = tuple(_band(one) for one in said["band"])
        made = Bands(found, str(said["source"]), bool(said["confirmed"]))
    except (KeyError, TypeError, ArithmeticError) as error:
        raise bad_data("rag.toml", "band, source, atau confirmed tidak lengkap") from error
    _refuse_gaps(made.bands)
    return made


def _band(said: Mapping[str, Any]) -> Band:
    return Band(str(said["word"]), str(said["sign"]), str(said["colour"]),
                _number(said.get("at_least")), _number(said.get("at_most")))  # fmt: skip


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _refuse_gaps(found: Sequence[Band]) -> None:
    if len({band.word for band in found}) < max(len(found), 1):
        raise bad_data("rag.toml", "dua band memakai kata yang sama, atau tidak ada band")
    if not all(_COLOUR.fullmatch(band.colour) for band in found):
        raise bad_data("rag.toml", "colour bukan enam angka heksadesimal, misalnya C6E0B4")
    for bounds, falls in (
        ([band.at_least for band in found], True),
        ([band.at_most for band in found], False),
    ):
        if bounds[-1] is not None:
            raise bad_data("rag.toml", "band terakhir harus tanpa batas, karena menampung sisanya")
        if not _in_order(bounds[:-1], falls=falls):
            raise bad_data("rag.toml", "batas band tidak urut dari yang terbaik, atau kosong")


def _in_order(bounds: Sequence[Decimal | None], *, falls: bool) -> bool:
    known = [bound for bound in bounds if bound is not None]
    ordered = all((a > b) if falls else (a < b) for a, b in pairwise(known))
    return ordered and len(known) == len(bounds)


def read_settings(said: Mapping[str, Any]) -> Settings:
    """The settings from what was read of the file."""
    try:
        december, target, summary = said["december"], said["target"], said["summary"]
        parts = (("proyeksi", said), ("Desember", december), ("target per bulan", target))
        unsure = [f"{name} ({one['source']})" for name, one in parts if not one["confirmed"]]
        return Settings(
            frozenset(december["metrics"]), Decimal(str(december["worth"])),
            bool(december["skip_january"]), bool(target["year_by_twelfths"]),
            tuple(summary["first"]), dict(summary["names"]), int(summary["cards"]), tuple(unsure),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise bad_data("projection.toml", "ada bagian yang hilang atau salah jenis") from error
