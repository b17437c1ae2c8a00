"""The findings book of a run, from its tables and outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from pathlib import Path

from kepesertaan.actions.quality import column_quality, rule_counts
from kepesertaan.domain.outcome import Outcome
from kepesertaan.domain.table import Table
from kepesertaan.files.findings import Summary, rest_of, write_findings
from kepesertaan.sheets.findings import Line, Origin, by_urgency, change_line, question_line


def findings_into(
    target: Path,
    origin: Origin,
    day: date,
    tables: Sequence[Table],
    outcome: Outcome,
    notes: Sequence[str],
    tick: str,
    named: Path | None = None,
) -> list[Line]:
    """Write the book to ``target``; the lines that did not fit. ``tick`` stands at each change.

    ``named`` is the book's later name where that is not ``target``.
    """
    changes = [change_line(c, tick) for c in outcome.changes]
    questions = [question_line(f) for f in by_urgency(outcome.findings)]
    summary = Summary(
        origin, day, outcome.counts,
        [(*astuple(q), q.good) for q in column_quality(tables, outcome)],
        [astuple(r) for r in rule_counts(outcome)],
        list(notes),
    )  # fmt: skip
    write_findings(target, summary, changes, questions, named)
    return rest_of(changes, questions)
