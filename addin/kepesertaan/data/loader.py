"""The one loader of dated data: TOML and CSV beside this file, read once."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_toml(name: str) -> dict[str, Any]:
    """The TOML file ``name`` (without ending) of this folder."""
    return tomllib.loads(_text(f"{name}.toml"))


@cache
def load_csv(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the CSV file ``name`` (without ending); ``#`` begins a remark line."""
    lines = (line for line in _text(f"{name}.csv").splitlines() if not line.startswith("#"))
    return tuple(csv.DictReader(lines))


def in_force(rows: Iterable[dict[str, str]], day: date) -> dict[str, str] | None:
    """The newest row whose ``since`` (ISO date) is not after ``day``; None before the first."""
    known = [row for row in rows if row["since"] <= day.isoformat()]
    return max(known, key=lambda row: row["since"], default=None)


@cache
def month_numbers() -> dict[str, int]:
    """Month names and abbreviations, upper case, to their numbers."""
    return {word: int(n) for n, words in load_toml("months").items() for word in words}


@cache
def data_fingerprint() -> str:
    """SHA-256 over every data file: it changes when the office edits one."""
    digest = hashlib.sha256()
    for entry in sorted(files(__package__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".toml", ".csv")):
            digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
