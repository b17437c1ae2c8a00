"""Every rule keeps its own word: the samples in its file, junk, and running twice."""

import random
from datetime import date, datetime, time

import pytest

from kepesertaan.domain.table import CellError, Column, Table
from kepesertaan.domain.verdict import KEEP, Verdict
from kepesertaan.rules.judge import cell_rules, judge, judge_value
from kepesertaan.rules.registry import Context, all_rules, settled_form
from kepesertaan.rules.samples import samples_of
from kepesertaan.rules.view import View

TODAY = date(2026, 11, 24)
CELL_AND_ROW = [r for r in all_rules().values() if r.scope in ("cell", "row")]
TABLES = [r for r in all_rules().values() if r.scope in ("table", "book") and r.samples]


def check(verdict: Verdict, sample) -> None:
    assert (verdict.kind, verdict.value) == (sample.kind, sample.expected), sample.line


@pytest.mark.parametrize(
    ("rule", "sample"),
    [pytest.param(r, s, id=f"{r.code} {s.line}") for r in CELL_AND_ROW for s in samples_of(r)],
)
def test_a_cell_or_row_rule_does_what_its_samples_say(rule, sample):
    context = Context(TODAY, field=sample.field)
    given = {"context": context} if rule.wants_context else {}
    check(rule.function(*sample.values, **given), sample)


@pytest.mark.parametrize("rule", TABLES, ids=lambda r: r.code)
def test_a_table_rule_does_what_its_samples_say(rule):
    samples = samples_of(rule)
    fields = list(dict.fromkeys(s.field for s in samples))
    for field in fields:
        own = [s for s in samples if s.field == field]
        values = [s.values[0] for s in own]
        table = Table("uji.xlsx", "Uji", (Column(0, field, field, values),), range(2, len(own) + 2))
        view = View(table, [list(values)], [set()])
        said = {}
        if rule.scope == "table":
            said = {i: v for _, i, v in rule.function(view, Context(TODAY))}
        else:
            said = {i: v for _, _, i, v in rule.function([view], Context(TODAY))}
        for i, sample in enumerate(own):
            check(said.get(i, KEEP), sample)


@pytest.mark.parametrize(
    "rule", [r for r in all_rules().values() if r.samples], ids=lambda r: r.code
)
def test_every_rule_has_a_near_miss_and_a_text(rule):
    kinds = {s.kind for s in samples_of(rule)}
    assert "keep" in kinds
    assert kinds - {"keep"}
    assert rule.text.endswith(".")


JUNK = [
    "", " ", "\u200b", "'", "=1+1", "+62", "@SUM(A1)", "-", "0", "1" * 400, "\ud800", "½", "NaN", "1E400", "é" * 3,
    "3578011708459901", float("nan"), float("inf"), -1.0, 0.0, 1e300, 2**70, True, False,
    date(1, 1, 1), date(9999, 12, 31), datetime(1990, 8, 17, 1, 2), time(1, 2), CellError("#N/A"), "99/99/9999",
    "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦", "0812\n0813", "a@b", "Rp", "jt", "4,5,5jt",
]  # fmt: skip
FIELDS = sorted({f for r in CELL_AND_ROW for f in r.fields})


@pytest.mark.parametrize("field", FIELDS)
def test_no_junk_raises_and_every_fix_is_stable(field):
    rng = random.Random(1)
    context = Context(TODAY, field=field)
    junk = JUNK + [
        "".join(rng.choices("0123456789 ./-'OIlEe+ABC\u00a0", k=rng.randint(1, 20)))
        for _ in range(400)
    ]
    for value in junk:
        settled = settled_form(field, context)
        if settled:
            settled(value)
        after, steps = judge_value(field, value, context)
        if steps and steps[-1][1].kind == "fix":
            again, more = judge_value(field, after, context)
            assert again == after, (value, after, again)
            assert not [s for s in more if s[1].kind == "fix"]


def test_a_fix_on_a_formula_cell_becomes_a_question():
    values = ["0812-3456-7890", "0812-3456-7891"]
    table = Table(
        "uji.xlsx",
        "Uji",
        (Column(3, "No. HP", "hp", values),),
        [2, 3],
        {(3, 3): "sel berisi rumus"},
    )
    outcome = judge([table], Context(TODAY))
    assert [(c.cell, c.after) for c in outcome.changes] == [("D2", "081234567890")]
    assert [(f.cell, f.proposal) for f in outcome.findings] == [("D3", "081234567891")]
    assert "rumus" in outcome.findings[0].why


def test_every_cell_is_counted_once():
    columns = (
        Column(0, "NIK", "nik", ["3578 0117 0845 0000", "3578011708459901", "12", None]),
        Column(1, "Nama", "nama", ["budi", "SITI", "ALI", "UMAR"]),
        Column(2, "Alamat", "alamat", [" a  b ", None, "x", "y"]),
    )
    counts = judge([Table("u", "L", columns, [2, 3, 4, 5])], Context(TODAY)).counts
    assert counts["sel"] == 12
    assert counts["diubah"] + counts["ditandai"] + counts["utuh"] == 12
    assert (counts["diubah"], counts["ditandai"]) == (2, 2)  # A2, B2; A4 is short, A5 empty


def test_general_rules_come_first():
    assert cell_rules("nik")[0].code == "ISI-01"


def dates_beside_niks(pairs):
    niks, dates = zip(*pairs, strict=True)
    columns = (
        Column(0, "NIK", "nik", list(niks)),
        Column(1, "Tgl Lahir", "tgl_lahir", list(dates)),
    )
    outcome = judge([Table("u", "L", columns, range(2, len(pairs) + 2))], Context(TODAY))
    fixed = {c.row: c.after for c in outcome.changes}
    asked = {f.row for f in outcome.findings if f.rule == "TGL-08"}
    return fixed, asked


def test_the_nik_decides_day_and_month():
    fixed, asked = dates_beside_niks(
        [("3578010304909901", "03/04/1990"), ("3578010403909902", "03/04/1990")]
    )
    assert fixed == {2: date(1990, 4, 3), 3: date(1990, 3, 4)}
    assert not asked


def test_a_nik_against_the_columns_own_order_is_asked_about_and_spoils_no_other_row():
    fixed, asked = dates_beside_niks(
        [
            ("3578011708909901", "17/08/1990"),
            ("3578012512889902", "25/12/1988"),
            ("3578010403959903", "03/04/1995"),
            ("rusak", "05/06/1991"),
        ]
    )
    assert (fixed[5], asked) == (date(1991, 6, 5), {4})
