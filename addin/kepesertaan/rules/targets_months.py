"""Months of target sheets as short words."""

from __future__ import annotations

from collections.abc import Sequence

from kepesertaan.data.written_days import month_word
from kepesertaan.domain.period import Month, month_runs

_LETTERS = 3
_SPAN = 3  # months in a row that are told by the first and the last


def short_month(month: Month) -> str:
    """A month's first three letters.

    >>> short_month((2026, 8))
    'Agu'
    """
    return month_word(month[1])[:_LETTERS]


def month_span(months: Sequence[Month]) -> str:
    """Months in order; three or more in a row by the first and the last.

    >>> month_span([(2026, 1), (2026, 2), (2026, 3), (2026, 6), (2026, 7)])
    'Jan s.d. Mar, Jun, Jul'
    """
    runs = month_runs(months)
    return ", ".join(_run_words([short_month(month) for month in run]) for run in runs)


def _run_words(names: Sequence[str]) -> str:
    return f"{names[0]} s.d. {names[-1]}" if len(names) >= _SPAN else ", ".join(names)
