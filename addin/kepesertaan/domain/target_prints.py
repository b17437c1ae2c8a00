"""Fingerprints of what figures say, by which the same content is known again in another month."""

from __future__ import annotations

from collections.abc import Iterable

from .target_strips import Number, Strip


def fingerprint(strips: Iterable[Strip]) -> str:
    """SHA-256 over what the figures of an officer's month say, in whatever order they stand."""
    import hashlib  # who only reads and adds up never asks

    lines = sorted(line for strip in strips for line in _lines_of(strip))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _lines_of(strip: Strip) -> list[str]:
    """What each figure says."""
    tail, whys = f"{strip.side}|{strip.span}", strip.whys
    both = zip(strip.things, strip.values, strict=True)
    return [
        f"{metric}|{segment}|{tail}|{plain_value(value)}|{whys.get(at, '')}"
        for at, ((metric, segment), value) in enumerate(both)
    ]


def plain_value(value: Number | None) -> str:
    """A value as digits without idle zeros, "" for none."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value.normalize():f}"
