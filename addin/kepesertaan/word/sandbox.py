"""The environment templates are filled in: plain data only, nothing to run, open or wait for.

Templates may print, ask, loop, set and use macros; attributes and calls reach only plain data
(text, numbers, dates, lists, rows), loops and macros. What could grow or go on is bounded by
``budget``. Pictures and markup are opaque. Nothing is computed while a template is compiled.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from . import bounds
from .budget import checked, spend
from .filters import FILTERS
from .missing import Missing
from .picture import Picture, Xml, place
from .values import written

_ROW = frozenset({"items", "keys", "values", "get"})
_DATE = frozenset({"day", "month", "year", "weekday", "isoweekday", "isoformat"})
_CLOCK = frozenset({"hour", "minute", "second", "isoformat"})
_TEXT = frozenset({
    "upper", "lower", "title", "capitalize", "strip", "lstrip", "rstrip", "split", "startswith",
    "endswith",
})  # fmt: skip
_LOOP = frozenset({
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0",
    "previtem", "nextitem", "cycle", "changed",
})  # fmt: skip
_READABLE: tuple[tuple[type, frozenset[str]], ...] = (
    (str, _TEXT),
    (Mapping, _ROW),
    (datetime, _DATE | _CLOCK | {"date", "time"}),
    (date, _DATE),
    (time, _CLOCK),
    (list, frozenset({"index", "count"})),
    (tuple, frozenset({"index", "count", "grouper", "list"})),
    (LoopContext, _LOOP),
    (Macro, frozenset({"name"})),
)
_PRINTED = (str, int, float, Decimal, date, time, list, tuple, type(None))
_FILTERS = {
    "abs", "batch", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first",
    "float", "groupby", "int", "last", "length", "list", "lower", "items", "map", "max", "min",
    "reject", "rejectattr", "reverse", "round", "select", "selectattr", "slice", "sort",
    "title", "trim", "truncate", "unique", "upper", "wordcount",
}  # fmt: skip
_TESTS = {
    "odd", "even", "divisibleby", "defined", "undefined", "none", "boolean", "false", "true",
    "integer", "float", "lower", "upper", "string", "mapping", "number", "sequence", "iterable",
    "in", "==", "eq", "equalto", "!=", "ne", ">", "gt", "greaterthan", ">=", "ge", "<", "lt",
    "lessthan", "<=", "le",
}  # fmt: skip
_OWN = {
    "join": bounds.join, "replace": bounds.replace, "string": bounds.string, "sum": bounds.total,
}  # fmt: skip
_COUNTING = {
    "_step": bounds.step, "_joined": bounds.joined, "_list": bounds.made_list,
    "_searched": bounds.searched,
}  # fmt: skip
_REFUSED = (
    nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block,
    nodes.ScopedEvalContextModifier, nodes.EvalContextModifier,
)  # fmt: skip


_A_CALL = 4  # steps


class Sandbox(ImmutableSandboxedEnvironment):
    """Only plain data, bounded; undefined values are marked, printed values are tidied."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, optimized=False, finalize=_printed, cache_size=0)
        self.undefined = Missing
        self.globals = {"range": bounds.short_range, "dict": dict, "namespace": Namespace}
        self.tests = {name: self.tests[name] for name in _TESTS}
        known = {name: self.filters[name] for name in _FILTERS} | _OWN | FILTERS
        self.filters = {name: bounds.bounded(name, made) for name, made in known.items()}
        self.filters |= _COUNTING

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for refused in tree.find_all(_REFUSED):
            what = f"tag {type(refused).__name__.lower()} tidak dapat dipakai di templat"
            raise TemplateSyntaxError(what, refused.lineno, name, filename)
        _Counted().visit(tree)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read an attribute: the few listed ones of plain data."""
        return any(attr in names for kind, names in _READABLE if isinstance(obj, kind))

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call something: loops, macros, the three globals, listed ones."""
        if isinstance(obj, Macro | LoopContext | Missing):
            return True
        if any(obj is known for known in self.globals.values()):
            return True
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        return owner is not None and self.is_safe_attribute(owner, name, obj)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute in a template; a row's own column comes before a row's method."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if attribute.startswith("_"):
            return self.unsafe_undefined(obj, attribute)
        if isinstance(obj, Missing):
            return obj if attribute in _ROW else obj.inner(attribute)
        if isinstance(obj, Namespace):
            return getattr(obj, attribute, Missing(name=attribute))
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An entry of a list or row in a template."""
        if isinstance(obj, Missing) and not isinstance(argument, str):
            return obj.inner(argument)
        if isinstance(obj, Mapping | list | tuple | str):
            found = _entry(obj, argument)
            if not isinstance(found, Missing) or not isinstance(argument, str):
                return found
        return self.getattr(obj, argument) if isinstance(argument, str) else _entry(obj, argument)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """Refuse at once. Raises ``SecurityError``."""
        raise SecurityError(f"'{attribute}' tidak dapat dipakai di templat")

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """A call in a template."""
        spend(_A_CALL)
        if not __self.is_safe_callable(__obj):
            raise SecurityError("pemanggilan ini tidak dapat dipakai di templat")
        return checked(__context.call(__obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """A sum in a template, refused where it would grow too large."""
        spend()
        if operator == "%" and isinstance(left, str):
            raise SecurityError("pola % pada teks tidak dapat dipakai di templat")
        bounds.check_growth(operator, left, right)
        return checked(super().call_binop(context, operator, left, right))


@cache
def environment() -> Sandbox:
    """The one environment; it holds nothing of any document."""
    return Sandbox()


class _Counted(NodeTransformer):
    """Every turn of a loop, run of a macro, made list and joined text goes through ``bounds``."""

    def visit_Concat(self, node: nodes.Concat) -> Any:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node.nodes[0], "_joined", node.nodes[1:])

    def visit_Compare(self, node: nodes.Compare) -> Any:  # noqa: N802
        self.generic_visit(node)
        for one in node.ops:
            if one.op in ("in", "notin"):
                one.expr = _filtered(one.expr, "_searched", [])
        return node

    def _list(self, node: Any) -> Any:
        self.generic_visit(node)
        stored = getattr(node, "ctx", "load") != "load"
        return node if stored else _filtered(node, "_list", [])

    visit_List = visit_Dict = visit_Tuple = _list  # noqa: N815

    def _body(self, node: Any) -> Any:
        self.generic_visit(node)
        if getattr(node, "test", None) is not None:
            node.test = _filtered(node.test, "_searched", [])
        text = sum(
            len(data.data) for part in node.body for data in part.find_all(nodes.TemplateData)
        )
        counted = _filtered(nodes.Const(""), "_step", [nodes.Const(text)])
        node.body.insert(0, nodes.ExprStmt(counted).set_lineno(node.lineno))
        return node

    visit_For = visit_Macro = visit_CallBlock = _body  # noqa: N815


def _filtered(node: nodes.Node, name: str, args: list[Any]) -> Any:
    made = nodes.Filter(node, name, args, [], None, None)
    return made.set_lineno(getattr(node, "lineno", None) or 1)


@pass_context
def _printed(_context: Context, value: Any) -> Any:
    """What a tag prints: marks, pictures and markup as they are, values as people write them."""
    if type(value) is str:
        text = escape(value)
    elif isinstance(value, Picture):
        text = Markup(place(value))
    elif isinstance(value, Markup | Missing | Xml):
        text = Markup(value.__html__())
    elif isinstance(value, Undefined):
        return ""  # an ``if`` without ``else`` that is not so
    elif isinstance(value, _PRINTED):
        text = escape(written(value))
    else:
        raise ValueError("isi tag ini bukan teks, angka, tanggal, atau gambar")
    spend(0, len(text))
    return text


def _entry(obj: Any, name: Any) -> Any:
    try:
        return obj[name]
    except (TypeError, LookupError):
        return Missing(name=str(name))
