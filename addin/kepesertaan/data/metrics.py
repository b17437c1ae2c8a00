"""The catalogue of what target sheets count (metrics.toml)."""

from __future__ import annotations

from functools import cache

from kepesertaan.domain.targets import Metric

from .loader import load_toml

_WORDS = ("names", "weak_names", "qualifiers")


@cache
def metrics() -> dict[str, Metric]:
    """Every metric by its key, in the order of the file."""
    return {key: _metric(key, dict(spec)) for key, spec in load_toml("metrics").items()}


@cache
def metric_names() -> dict[str, str]:
    """The names sheets use, upper case, to the keys of metrics."""
    return {str(n): key for key, spec in load_toml("metrics").items() for n in spec["names"]}


@cache
def weak_names() -> dict[str, str]:
    """Names that are a metric alone, but beside another metric's name only say of what it is."""
    found = ((n, key) for key, spec in load_toml("metrics").items()
             for n in spec.get("weak_names", ()))  # fmt: skip
    return {str(name): key for name, key in found}


@cache
def weak_within(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """The metrics whose bare names stand in the words of another's name.

    >>> weak_within(("AKUISISI", "TK")), weak_within(("AKUISISI", "BU")), weak_within(("IURAN",))
    (('tk_aktif',), ('bu_aktif',), ())
    """
    return tuple(dict.fromkeys(weak_names()[word] for word in phrase if word in weak_names()))


@cache
def qualifiers(key: str) -> frozenset[str]:
    """The words that beside a metric's name change nothing, upper case."""
    return frozenset(map(str, load_toml("metrics")[key].get("qualifiers", ())))


@cache
def combined(key: str, weak: str) -> str:
    """The metric of a name of ``key`` beside a weak name of ``weak``; "" where there is none.

    >>> combined("akuisisi", "bu_aktif"), combined("akuisisi", "tk_aktif")
    ('bu_baru', 'akuisisi')
    >>> combined("iuran", "tk_aktif")
    ''
    """
    ours = [name for name, owner in metric_names().items() if owner == key]
    theirs = [name for name, owner in weak_names().items() if owner == weak]
    names = metric_names()
    both = (text for a in ours for b in theirs for text in (f"{a} {b}", f"{b} {a}"))
    found = {names[text] for text in both if text in names}
    return next(iter(found)) if len(found) == 1 else ""


def _metric(key: str, spec: dict[str, object]) -> Metric:
    spec = {name: value for name, value in spec.items() if name not in _WORDS}
    for name in ("parts", "unsure_segments"):
        spec[name] = tuple(spec.get(name, ()))  # type: ignore[arg-type]
    return Metric(key, **spec)  # type: ignore[arg-type]
