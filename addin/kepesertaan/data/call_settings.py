"""Settings of the call list (call_list.toml) as plain data, looked through for mistakes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, partial
from typing import Any

from .loader import bad_data, load_toml

_trouble = partial(bad_data, "call_list.toml")


@dataclass(frozen=True, slots=True)
class Score:
    """Points of a line, as call_list.toml says."""

    month: float
    most_months: int
    million: float
    most_millions: int
    class_rises: float
    broken_promise: float
    most_broken: int
    promise_due: float
    follow_up_due: float
    bpu_lapses: float
    bpu_lapse_months: int
    never_reached: float
    waiting: float


@dataclass(frozen=True, slots=True)
class Office:
    """What a draft ends with."""

    branch: str
    officer: str
    phone: str


@dataclass(frozen=True, slots=True)
class Message:
    """What drafts and scripts say. ``longest``: letters of a draft that gets a link."""

    show_amount: bool
    longest: int


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier campaign's funnel, to compare with."""

    label: str
    listed: int
    good_number: int
    reached: int
    promised: int
    source: str


@dataclass(frozen=True, slots=True)
class CallSettings:
    """All of them; ``source`` of the whole, and whether somebody confirmed it."""

    office: Office
    message: Message
    score: Score
    reference: Reference
    source: str
    confirmed: bool


@cache
def call_settings() -> CallSettings:
    """Those of call_list.toml. Raises ``UnreadableInput`` where the file is not as it must be."""
    return read_settings(load_toml("call_list"))


def read_settings(said: dict[str, Any]) -> CallSettings:
    """The same from what was read of the file."""
    source, confirmed = said.get("source"), said.get("confirmed")
    if not isinstance(source, str) or not isinstance(confirmed, bool):
        raise _trouble("source atau confirmed tidak ada")
    return CallSettings(
        _section(said, "office", Office), _section(said, "message", Message),
        _section(said, "score", Score), _section(said, "reference", Reference), source, confirmed,
    )  # fmt: skip


def _section(said: dict[str, Any], name: str, shape: type[Any]) -> Any:
    section = said.get(name, {})
    kinds: dict[str, tuple[type, ...]] = {
        "str": (str,), "bool": (bool,), "int": (int,), "float": (int, float)
    }  # fmt: skip
    values = {}
    for one in fields(shape):
        value = section.get(one.name)
        is_bool = isinstance(value, bool)
        if not isinstance(value, kinds[str(one.type)]) or is_bool != (one.type == "bool"):
            raise _trouble(f"[{name}] {one.name} tidak ada atau bukan jenis yang benar")
        values[one.name] = value
    return shape(**values)
