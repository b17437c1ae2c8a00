"""The frame around the rules: every value is judged once, in a fixed order, and every cell counted.

Order: cell rules of a field (a fix goes on to the next rule, a flag ends it), table rules, row
rules, book rules. Values in the field's settled form are not sent to cell rules, and each distinct
value of a column is judged once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kepesertaan.domain.outcome import Change, Finding, Outcome, tally
from kepesertaan.domain.table import Raw, Table
from kepesertaan.domain.verdict import Verdict

from .blanks import is_empty
from .registry import Context, Rule, rules_of, settled_form
from .view import View
from .words import FIELDS as CODED

Step = tuple[Rule, Verdict]
Steps = tuple[Step, ...]


@dataclass(slots=True)
class _Judged:
    """A view with the steps taken on its cells: ``steps[c][i]``; ``heading`` is per column."""

    view: View
    steps: list[dict[int, Steps]]
    heading: list[list[Step]]


def judge(tables: Sequence[Table], context: Context) -> Outcome:
    """Everything the rules say about the tables of one book."""
    judged = [_judge_cells(table, context) for table in tables]
    for one in judged:
        _judge_tables(one, context)
        _judge_rows(one, context)
    _judge_book(judged, context)
    outcome = Outcome()
    for one in judged:
        _write_out(one, outcome)
    _count(judged, outcome)
    return outcome


@cache
def cell_rules(field: str) -> tuple[Rule, ...]:
    """The cell rules of a field: first the general ones (ISI), then its own, by code."""
    rules = (rule for rule in rules_of("cell") if field in rule.fields)
    return tuple(sorted(rules, key=lambda rule: (not rule.code.startswith("ISI"), rule.code)))


def judge_value(field: str, value: Raw, context: Context) -> tuple[Raw, Steps]:
    """The value after its certain fixes, and the steps that led there."""
    steps: list[Step] = []
    is_settled = settled_form(field, context)
    for rule in cell_rules(field):
        verdict = _ask(rule, (value,), context)
        if verdict.kind == "keep":
            continue
        steps.append((rule, verdict))
        if verdict.kind == "flag":
            break
        value = verdict.value
        if is_settled and is_settled(value):
            break
    return value, tuple(steps)


def _ask(rule: Rule, values: tuple[Raw, ...], context: Context) -> Verdict:
    verdict: Verdict = (
        rule.function(*values, context=context) if rule.wants_context else rule.function(*values)
    )
    return verdict


def _judge_cells(table: Table, context: Context) -> _Judged:
    judged = _Judged(View(table, []), [], [])
    for column in table.columns:
        others = frozenset(column.values) if column.field in CODED else frozenset()
        context = Context(context.today, table.date1904, column.field or "", others)
        values, steps = _judge_column(column.field, column.values, context)
        judged.view.values.append(values)
        judged.view.open.append({i for i, taken in steps.items() if taken[-1][1].kind == "flag"})
        judged.steps.append(steps)
        judged.heading.append([])
    return judged


def _judge_column(
    field: str | None, values: list[Raw], context: Context
) -> tuple[list[Raw], dict[int, Steps]]:
    is_settled = settled_form(field, context) if field else None
    if field is None or is_settled is None:
        return values, {}
    after = list(values)
    steps: dict[int, Steps] = {}
    known: dict[tuple[type, Raw], tuple[Raw, Steps]] = {}
    for i, value in enumerate(values):
        if value is None or is_settled(value) or is_empty(value):
            continue
        key = (type(value), value)
        if key not in known:
            known[key] = judge_value(field, value, context)
        after[i], taken = known[key]
        if taken:
            steps[i] = taken
    return after, steps


def _judge_tables(judged: _Judged, context: Context) -> None:
    for rule in rules_of("table"):
        for col, i, verdict in rule.function(judged.view, context):
            _take(judged, col, i, (rule, verdict))


def _judge_rows(judged: _Judged, context: Context) -> None:
    view = judged.view
    for rule in rules_of("row"):
        columns = [view.values_of(field.lstrip("?")) for field in rule.fields]
        needed = [k for k, field in enumerate(rule.fields) if not field.startswith("?")]
        if any(columns[k] is None for k in needed):
            continue
        filled = [column or [None] * len(view.table.rows) for column in columns]
        targets = [col for col in (view.first_of(field) for field in rule.on) if col is not None]
        for i, values in enumerate(zip(*filled, strict=True)):
            if None in values and any(values[k] is None for k in needed):
                continue
            verdict = _ask(rule, values, context)
            if verdict.kind != "keep":
                for col in targets:
                    _take(judged, col, i, (rule, verdict))


def _judge_book(judged: Sequence[_Judged], context: Context) -> None:
    views = [one.view for one in judged]
    for rule in rules_of("book"):
        for at, col, i, verdict in rule.function(views, context):
            _take(judged[at], col, i, (rule, verdict))


def _take(judged: _Judged, col: int, i: int, step: Step) -> None:
    """Add a step to a cell. A fix takes the place of what was asked about the same cell."""
    if i == View.HEADING:
        judged.heading[col].append(step)
        return
    taken = judged.steps[col].get(i, ())
    if step[1].kind == "fix":
        judged.view.values[col][i] = step[1].value
        judged.view.open[col].discard(i)
        taken = tuple(s for s in taken if s[1].kind == "fix")
    else:
        judged.view.open[col].add(i)
    judged.steps[col][i] = (*taken, step)


def _write_out(judged: _Judged, outcome: Outcome) -> None:
    table = judged.view.table
    for c, column in enumerate(table.columns):
        place = (table.sheet, column.index, column.header, column.field or "")
        for rule, verdict in judged.heading[c]:
            asked = _finding(place, table.header_row, column.header, rule, verdict)
            outcome.findings.append(replace(asked, whole_column=True))
        for i in sorted(judged.steps[c]):
            row = table.rows[i]
            before, after = column.values[i], judged.view.values[c][i]
            fixes = [s for s in judged.steps[c][i] if s[1].kind == "fix"]
            why_not = table.fixed.get((row, column.index))
            if fixes and why_not is None:
                outcome.changes.append(_change(place, row, before, after, fixes))
            elif fixes:
                outcome.findings.append(_blocked(place, row, before, after, fixes, str(why_not)))
            standing = before if why_not else after
            for rule, verdict in judged.steps[c][i]:
                if verdict.kind == "flag":
                    outcome.findings.append(_finding(place, row, standing, rule, verdict))


Place = tuple[str, int, str, str]


def _change(place: Place, row: int, before: Raw, after: Raw, fixes: Sequence[Step]) -> Change:
    sheet, col, header, field = place
    return Change(
        sheet, row, col, header, field, before, after,
        ", ".join(_distinct(rule.code for rule, _ in fixes)),
        " ".join(_distinct(verdict.why or rule.text for rule, verdict in fixes)),
        "; ".join(_distinct(verdict.evidence for _, verdict in fixes if verdict.evidence)),
    )  # fmt: skip


def _blocked(
    place: Place, row: int, before: Raw, after: Raw, fixes: Sequence[Step], why_not: str
) -> Finding:
    change = _change(place, row, before, after, fixes)
    why = f"{change.why} Sel tidak diubah: {why_not}."
    sheet, col, header, field = place
    return Finding(
        sheet, row, col, header, field, before, change.rule, why, after, "Periksa", change.evidence
    )


def _finding(place: Place, row: int, value: Raw, rule: Rule, verdict: Verdict) -> Finding:
    sheet, col, header, field = place
    return Finding(
        sheet, row, col, header, field, value, rule.code,
        verdict.why or rule.text, verdict.value, verdict.level, verdict.evidence,
    )  # fmt: skip


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _count(judged: Sequence[_Judged], outcome: Outcome) -> None:
    """Rows and cells read, and what became of each cell: changed + flagged + untouched = cells."""
    tables = [one.view.table for one in judged]
    outcome.counts = {
        "lembar": len({t.sheet for t in tables}),
        "baris": sum(len(t.rows) for t in tables),
        "tersembunyi": sum(t.hidden for t in tables),
        "sel": sum(len(t.rows) * len(t.columns) for t in tables),
    }
    outcome.counts |= tally(outcome)
