"""What one document may cost: steps, characters and seconds. Templates cannot hang the run."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from jinja2.exceptions import SecurityError

STEPS = 1_000_000  # turns of loops, calls, filters, entries gone through in one document
CHARACTERS = 30_000_000  # of output in one document; Word itself gives up earlier
SECONDS = 20.0  # of this thread's processor time
LONGEST = 1_000_000  # characters of one value made by a template
WIDEST = 200_000  # entries, inner ones counted, of one list made by a template
ENTRIES_A_STEP = 4
LONGEST_RANGE = 10_000
MOST_BITS = 4_096  # of a whole number
_TOO_MUCH = "templat terlalu berat: ulangan, teks, atau waktunya melewati batas satu dokumen"


class TooMuch(SecurityError):
    """The template asks for more than one document may cost."""


class Budget:
    """What is left for the document being made."""

    __slots__ = ("characters", "steps", "until")

    def __init__(self) -> None:
        self.steps, self.characters = STEPS, CHARACTERS
        self.until = time.thread_time() + SECONDS

    def spend(self, steps: int, characters: int) -> None:
        """Take from what is left. Raises ``TooMuch`` when nothing is."""
        self.steps -= steps
        self.characters -= characters
        if self.steps < 0 or self.characters < 0:
            raise too_much()
        if self.steps % 64 < steps and time.thread_time() > self.until:
            raise too_much()


_current: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def one_document() -> Iterator[None]:
    """A new budget for what is made inside."""
    token = _current.set(Budget())
    try:
        yield
    finally:
        _current.reset(token)


def spend(steps: int = 1, characters: int = 0) -> None:
    """Take from the current document's budget; no limit where no document is being made."""
    budget = _current.get()
    if budget is not None:
        budget.spend(steps, characters)


def too_much() -> TooMuch:
    """The error for a template that asks for too much."""
    return TooMuch(_TOO_MUCH)


def fits(size: float) -> None:
    """Refuse a text that would have more characters than allowed. Raises ``TooMuch``."""
    if size > LONGEST:
        raise too_much()


def checked(value: Any) -> Any:
    """The value if it is not too large. Raises ``TooMuch``."""
    if isinstance(value, str):
        fits(len(value))
        spend(0, len(value))
    elif isinstance(value, list | tuple | Mapping):
        spend(_weight(value, WIDEST) // ENTRIES_A_STEP)
    elif isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise too_much()
    return value


def _weight(value: Any, most: int) -> int:
    """Entries of a list or row, inner ones counted as often as they are met, up to ``most``."""
    weight = 0
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        inner = inner.values() if isinstance(inner, Mapping) else inner
        weight += len(inner)
        if weight > most:
            raise too_much()
        waiting += [one for one in inner if isinstance(one, list | tuple | Mapping)]
    return weight
