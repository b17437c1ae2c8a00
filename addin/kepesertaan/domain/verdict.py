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


def fix(value: Raw, evidence: str = "", *, why: str = "") -> Verdict:
    """The value is certainly ``value``; ``why`` (Indonesian) stands for the rule's own text."""
    return Verdict("fix", value, why, evidence)


def flag(
    evidence: str = "", proposal: Raw = None, *, level: Level = "Salah", why: str = ""
) -> Verdict:
    """A person must look; nothing is changed unless the person ticks ``proposal``."""
    return Verdict("flag", proposal, why, evidence, level)
