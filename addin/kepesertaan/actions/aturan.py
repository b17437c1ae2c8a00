"""Button Aturan: every rule, its text and its examples, read off the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Raw
from kepesertaan.rules.registry import Rule, all_rules
from kepesertaan.rules.report_rules import report_rules
from kepesertaan.rules.samples import Sample, samples_of

from .registry import action


@action(
    "aturan",
    label="Aturan",
    group="Bantuan",
    needs="tanpa",
    example="kepesertaan aturan",
)
def aturan() -> Iterator[str]:
    """Menampilkan semua aturan: bunyi, isian yang diperiksa, dan contohnya."""
    for rule in all_rules().values():
        yield f"{rule.code}  {rule.text}"
        yield f"        Isian: {', '.join(field.lstrip('?') for field in rule.fields)}"
        yield from (f"        {line}" for line in example_lines(rule))
        yield ""
    for one in report_rules():
        yield f"{one.code}  {one.text}"
        yield "        Laporan Word: periksa-laporan"
        yield ""


def example_lines(rule: Rule) -> list[str]:
    """The samples of a rule as a user reads them."""
    return [_example(sample) for sample in samples_of(rule)]


def _example(sample: Sample) -> str:
    before = " dengan ".join(_typed(value) for value in sample.values)
    if sample.kind == "keep":
        return f"{before}  tetap"
    if sample.kind == "fix":
        return f"{before}  menjadi  {_typed(sample.expected)}"
    proposal = f", mungkin {shown(sample.expected)}" if sample.expected is not None else ""
    return f"{before}  ditanyakan{proposal}"


def _typed(value: Raw) -> str:
    """A value with its kind where that is not text."""
    if isinstance(value, int | float):
        return f"{shown(value)} (angka)"
    return f"{shown(value)} (tanggal)" if isinstance(value, date) else shown(value)
