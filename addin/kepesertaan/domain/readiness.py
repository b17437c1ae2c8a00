"""What is found on a computer, before anybody says whether it will do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Standing = Literal["whole", "missing", "differs"]


@dataclass(frozen=True, slots=True)
class Installed:
    """Our installation for this user of Windows.

    ``version``: of what was installed, "" when nothing was; ``program``: of the code that runs.
    ``harmed``: files of the environment that are missing or changed. ``excel``, ``word``: their
    major version, 0 where absent. ``policies``: names of the settings that stand in the way.
    ``longest``: characters of our longest path.
    """

    version: str
    program: str
    harmed: int
    addin: Standing
    is_marked: bool
    conf: Standing
    server: Standing
    excel: int
    word: int
    policies: tuple[str, ...]
    longest: int
    is_in_cloud: bool


@dataclass(frozen=True, slots=True)
class Found:
    """``installed``: None where there is no Windows to look at.

    ``places``: path by what it is; ``hashes``: SHA-256 by what it is of.
    """

    system: str
    python: str
    has_calc: bool
    installed: Installed | None = None
    places: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
