"""Calls about arrears as an officer noted them: plain data, amounts in rupiah."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Call:
    """One remembered call. ``npp``: what stood in the column NPP of the list (a BPU participant
    without NPP: ``KPJ ...``). ``outcome`` and ``next_step`` are words of data/calls.toml.

    ``kept``: whether the promise was kept; None without a promise and while nobody can know.
    ``hour``: in which it was made (0 to 23), None where the officer did not say.
    """

    npp: str
    day: date
    outcome: str
    promised_on: date | None = None
    promised_amount: Decimal | None = None
    next_step: str = ""
    next_on: date | None = None
    note: str = ""
    officer: str = ""
    kept: bool | None = None
    hour: int | None = None
