"""What a rule says about a value: keep it, fix it, or let a person look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .table import Raw

Level = Literal["Pasti", "Salah", "Periksa", "Info"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """``fix``: exactly one value it can be. ``flag``: a person must look; ``value`` proposes."""

    kind: Literal["keep", "fix", "flag"]
    value: Raw = None
    why: str = ""
    evidence: str = ""
    level: Level = "Pasti"


KEEP = Verdict("keep")


def fix(value: Raw, why: str, evidence: str = "") -> Verdict:
    """The value is certainly ``value``; ``why`` is one Indonesian sentence naming the evidence."""
    return Verdict("fix", value, why, evidence)


def flag(
    why: str, proposal: Raw = None, *, level: Level = "Salah", evidence: str = ""
) -> Verdict:
    """A person must look; nothing is changed unless the person ticks ``proposal``."""
    return Verdict("flag", proposal, why, evidence, level)
