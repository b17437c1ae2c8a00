"""Months of target sheets as short words."""

from __future__ import annotations

from collections.abc import Sequence

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.period import Month

_LETTERS = 3
_SPAN = 3  # months in a row that are told by the first and the last


def short_month(month: Month) -> str:
    """A month's first three letters.

    >>> short_month((2026, 8))
    'Agu'
    """
    return str(load_toml("months")[str(month[1])][0])[:_LETTERS].title()


def month_span(months: Sequence[Month]) -> str:
    """Months in order; three or more in a row by the first and the last.

    >>> month_span([(2026, 1), (2026, 2), (2026, 3), (2026, 6), (2026, 7)])
    'Jan s.d. Mar, Jun, Jul'
    """
    runs: list[list[Month]] = []
    for month in months:
        if runs and (month[0] - runs[-1][-1][0]) * 12 + month[1] - runs[-1][-1][1] == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(_run_words([short_month(month) for month in run]) for run in runs)


def _run_words(names: Sequence[str]) -> str:
    return f"{names[0]} s.d. {names[-1]}" if len(names) >= _SPAN else ", ".join(names)
