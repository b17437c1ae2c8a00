"""The catalogue of what target sheets count (metrics.toml)."""

from __future__ import annotations

from functools import cache

from kepesertaan.domain.targets import Metric

from .loader import load_toml


@cache
def metrics() -> dict[str, Metric]:
    """Every metric by its key, in the order of the file."""
    return {key: _metric(key, dict(spec)) for key, spec in load_toml("metrics").items()}


@cache
def metric_names() -> dict[str, str]:
    """The names sheets use, upper case, to the keys of metrics."""
    return {str(n): key for key, spec in load_toml("metrics").items() for n in spec["names"]}


def _metric(key: str, spec: dict[str, object]) -> Metric:
    spec.pop("names")
    for name in ("parts", "unsure_segments"):
        spec[name] = tuple(spec.get(name, ()))  # type: ignore[arg-type]
    return Metric(key, **spec)  # type: ignore[arg-type]
