"""Filters and sums of templates that stop before they grow: see ``budget`` for how much is much."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import wraps
from typing import Any

from jinja2 import Undefined, pass_environment
from jinja2.filters import make_attrgetter
from jinja2.utils import _PassArg
from markupsafe import Markup, escape

from .budget import ENTRIES_A_STEP, LONGEST_RANGE, checked, fits, spend, too_much
from .values import written

_OF_NOTHING = frozenset({"d", "default"})  # filters that are asked about nothing on purpose
_SIZED = frozenset({"batch", "slice", "round", "truncate"})  # filters that are told a size
_AT_ONCE = frozenset({"length", "count", "first", "d", "default"})  # cost the same for any length


def bounded(name: str, made: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that leaves nothing alone, counts its cost, and is refused where it would grow."""
    at = 0 if _PassArg.from_obj(made) is None else 1

    @wraps(made)
    def inner(*args: Any, **kwargs: Any) -> Any:
        value = args[at]
        nothing = value is None or isinstance(value, Undefined)
        spend(1 if nothing or name in _AT_ONCE else 1 + _entries(value))
        if nothing and name not in _OF_NOTHING:
            return value
        if name in _SIZED:
            _check_sizes((*args[at + 1 :], *kwargs.values()))
        return checked(made(*args, **kwargs))

    return inner


def check_growth(operator: str, left: Any, right: Any) -> None:
    """Refuse a product, power or pattern that would be too large. Raises ``SecurityError``."""
    if operator == "*":
        for one, times in ((left, right), (right, left)):
            if isinstance(one, str | list | tuple) and isinstance(times, int):
                fits(len(one) * times * (1 if isinstance(one, str) else 10))
    if operator == "**" and (_size(left) > 10**9 or _size(right) > 100):
        raise too_much()


def short_range(*args: int) -> range:
    """``range`` of templates."""
    made = range(*args)
    if len(made) > LONGEST_RANGE:
        raise too_much()
    return made


def step(_nothing: Any, characters: int) -> str:
    """One turn of a loop or macro that prints so many characters of its own."""
    spend(1, max(0, characters))
    return ""


def joined(first: Any, *others: Any) -> Any:
    """``a ~ b``: what both print."""
    parts = [part if hasattr(part, "__html__") else written(part) for part in (first, *others)]
    fits(sum(len(part) for part in parts if isinstance(part, str)))
    marked = any(hasattr(part, "__html__") for part in parts)
    return Markup("").join(map(escape, parts)) if marked else "".join(parts)


def searched(value: Any) -> Any:
    """What ``in`` looks through."""
    spend(1 + _entries(value))
    return value


def made_list(value: Any) -> Any:
    """A list or row written in a template."""
    spend()
    return checked(value)


def replace(value: Any, old: Any, new: Any) -> str:
    """Every ``old`` in the text replaced."""
    text, old, new = written(value), str(old), str(new)
    fits(len(text) + (text.count(old) if old else len(text) + 1) * len(new))
    return text.replace(old, new)


@pass_environment
def join(environment: Any, values: Iterable[Any], d: str = "", attribute: Any = None) -> Any:
    """The entries as they print, ``d`` between them."""
    read = make_attrgetter(environment, attribute) if attribute is not None else None
    parts: list[Any] = []
    size = 0
    for value in values:
        part = read(value) if read else value
        parts.append(part if hasattr(part, "__html__") else written(part))
        size += len(str(parts[-1])) + len(d)
        fits(size)
    if any(hasattr(part, "__html__") for part in parts):
        return escape(d).join(map(escape, parts))
    return str(d).join(parts)


@pass_environment
def total(environment: Any, values: Iterable[Any], attribute: Any = None, start: Any = 0) -> Any:
    """The sum of numbers; empty ones count nothing. Raises ``ValueError`` for what is none."""
    read = make_attrgetter(environment, attribute) if attribute is not None else None
    amount = start
    for value in values:
        number = read(value) if read else value
        if number is None or isinstance(number, Undefined):
            continue
        if not isinstance(number, int | float | Decimal):
            raise ValueError("ada isi yang bukan bilangan untuk dijumlahkan")
        amount = checked(amount + number)
    return amount


def string(value: Any) -> str:
    """A value as it prints."""
    return value if isinstance(value, Markup) else written(value)


def _entries(value: Any) -> int:
    """Steps it costs to go through a value."""
    if isinstance(value, str):
        return len(value) // 100
    sized = hasattr(value, "__len__") and not isinstance(value, Undefined)
    return len(value) // ENTRIES_A_STEP if sized else 0


def _check_sizes(sizes: Iterable[Any]) -> None:
    if any(_size(size) > LONGEST_RANGE for size in sizes):
        raise too_much()


def _size(value: Any) -> float:
    return abs(value) if isinstance(value, int | float) else 0
