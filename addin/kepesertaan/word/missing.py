"""Fields without a value: what is done with them is done with nothing, and their names are kept.

A field that the data does not have counts as missing wherever it is used; a field whose cell is
empty counts only where it is printed: ``{% if catatan %}`` is a fair question about a cell.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from jinja2 import Undefined

LEFT, RIGHT = "\ufdd0", "\ufdd1"  # stand around a marked text until the runs are split
seen: ContextVar[dict[str, None] | None] = ContextVar("seen", default=None)


class Missing(Undefined):
    """Nothing, with a name. Any step from it gives nothing again; printing marks the place."""

    __slots__ = ("_empty",)

    def __init__(self, *args: Any, empty: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._empty = empty

    def _used(self) -> None:
        if not self._empty:
            note(self)

    def __str__(self) -> str:
        note(self)
        return f"[ISI: {name_of(self)}]" if name_of(self) else ""

    def __html__(self) -> str:
        return f"{LEFT}{self}{RIGHT}" if name_of(self) else ""

    def __bool__(self) -> bool:
        self._used()
        return False

    def __len__(self) -> int:
        self._used()
        return 0

    def __iter__(self) -> Any:
        self._used()
        return iter(())

    def inner(self, name: object) -> Missing:
        """A column of a row that is not there."""
        return Missing(name=f"{name_of(self)}.{name}", empty=self._empty)

    def _step(self, *_args: Any, **_kwargs: Any) -> Missing:
        note(self)
        return self

    def _never(self, _other: Any) -> bool:
        self._used()
        return False

    def __eq__(self, other: object) -> bool:
        self._used()
        return isinstance(other, Undefined)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return id(type(self))

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _step  # type: ignore[assignment]
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _step  # type: ignore[assignment]
    __mod__ = __rmod__ = __pow__ = __rpow__ = _step  # type: ignore[assignment]
    __neg__ = __pos__ = __call__ = _step  # type: ignore[assignment]
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _never  # type: ignore[assignment]


def empty(name: str) -> Missing:
    """The value of a field whose cell is empty."""
    return Missing(name=name, empty=True)


def name_of(nothing: Undefined) -> str:
    """The name the template used; '' for an ``if`` without ``else``, which may well be nothing."""
    return "" if nothing._undefined_name is None else str(nothing._undefined_name)


def note(nothing: Undefined) -> None:
    """Remember a field as missing in the document being made."""
    names = seen.get()
    if names is not None and name_of(nothing):
        names.setdefault(name_of(nothing))
