"""How a rule is declared, and the table of all rules.

A rule's code is for ever; its docstring is the text the user reads; its samples are its tests and
its table in the guide. Four scopes: a cell of a field, the fields of a row, a table, the book.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from kepesertaan.domain.table import Raw

Scope = Literal["cell", "row", "table", "book"]
Settled = Callable[[Raw], bool]
SettledOn = Callable[["Context"], Settled]


@dataclass(frozen=True, slots=True)
class Context:
    """What a judgement may depend on besides the values; nothing here reads a clock or a disk."""

    today: date
    date1904: bool = False
    field: str = ""  # the field under judgement, for cell rules that serve several
    others: frozenset[Raw] = frozenset()  # the column's distinct words, where a code needs them


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``fields``: for a cell rule each field it judges; for a row rule its arguments."""

    code: str
    scope: Scope
    fields: tuple[str, ...]
    function: Callable[..., Any]
    samples: str = ""
    on: tuple[str, ...] = ()  # row rule: the fields whose cells get the verdict
    wants_context: bool = False

    @property
    def text(self) -> str:
        """The rule in one Indonesian sentence: the first paragraph of its docstring."""
        return " ".join((self.function.__doc__ or "").split("\n\n")[0].split())


_RULES: dict[str, Rule] = {}
_SETTLED: dict[str, SettledOn] = {}


def cell_rule(code: str, *, field: str | tuple[str, ...], samples: str) -> Callable[..., Any]:
    """Declare a rule on one value: ``function(value[, context]) -> Verdict``."""
    fields = (field,) if isinstance(field, str) else field
    return _declare(code, "cell", fields, samples, ())


def row_rule(
    code: str, *, fields: tuple[str, ...], on: tuple[str, ...], samples: str
) -> Callable[..., Any]:
    """Declare a rule on fields of one row: ``function(*values[, context]) -> Verdict``.

    ``?field`` may be missing: its value is None then. Rows without the others are passed over.
    """
    return _declare(code, "row", fields, samples, on)


def table_rule(code: str, *, fields: tuple[str, ...], samples: str) -> Callable[..., Any]:
    """Declare a rule on a table: ``function(view, context)`` yields (column, index, Verdict)."""
    return _declare(code, "table", fields, samples, ())


def book_rule(code: str, *, fields: tuple[str, ...], samples: str) -> Callable[..., Any]:
    """Declare a rule on all tables: ``function(views, context)`` yields (view, col, i, Verdict)."""
    return _declare(code, "book", fields, samples, ())


def settled(*fields: str) -> Callable[[Settled], Settled]:
    """Declare when a value needs no rule: it has the field's form and nothing to ask about."""

    def declare(function: Settled) -> Settled:
        for field in fields:
            _SETTLED[field] = lambda _context: function
        return function

    return declare


def settled_on(*fields: str) -> Callable[[SettledOn], SettledOn]:
    """The same where it depends on the day of checking: ``function(context)`` makes the test."""

    def declare(function: SettledOn) -> SettledOn:
        for field in fields:
            _SETTLED[field] = function
        return function

    return declare


def _declare(
    code: str, scope: Scope, fields: tuple[str, ...], samples: str, on: tuple[str, ...]
) -> Callable[..., Any]:
    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        if code in _RULES:
            raise ValueError(f"two rules called {code}")
        wants = "context" in inspect.signature(function).parameters
        _RULES[code] = Rule(code, scope, fields, function, samples, on, wants)
        return function

    return declare


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by code, in the order of the files and of the rules in them."""
    package = importlib.import_module(__package__)
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{__package__}.{module.name}")
    return dict(sorted(_RULES.items()))


def rules_of(scope: Scope) -> Iterator[Rule]:
    """The rules of one scope, by code."""
    return (rule for rule in all_rules().values() if rule.scope == scope)


def settled_form(field: str, context: Context) -> Settled | None:
    """When a value of the field needs no cell rule; None for a field without rules."""
    all_rules()
    make = _SETTLED.get(field)
    return make(context) if make else None
