"""How a rule about a report's text is declared, and the table of all of them.

A rule is a pure function over plain paragraphs; its docstring is the sentence users read.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kepesertaan.domain.passages import Passage, Remark

Judge = Callable[[Sequence[Passage]], Iterable[Remark]]
_MODULES = ("dates", "fields", "foreign", "headings", "captions", "names", "numbers", "period",
            "spelling")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportRule:
    """``code`` is for ever; ``label``: what it looks for, in a few words."""

    code: str
    label: str
    judge: Judge

    @property
    def text(self) -> str:
        """The rule in one Indonesian sentence."""
        return " ".join((self.judge.__doc__ or "").split("\n\n")[0].split())


_RULES: dict[str, ReportRule] = {}


def report_rule(code: str, label: str) -> Callable[[Judge], Judge]:
    """Declare ``function(passages) -> remarks`` as a rule."""

    def declare(judge: Judge) -> Judge:
        _RULES[code] = ReportRule(code, label, judge)
        return judge

    return declare


@cache
def report_rules() -> tuple[ReportRule, ...]:
    """Every rule in the order of the codes."""
    package = __name__.rsplit(".", 1)[0]
    for name in _MODULES:
        importlib.import_module(f"{package}.report_{name}")
    return tuple(_RULES[code] for code in sorted(_RULES))


def judge_report(passages: Sequence[Passage]) -> Iterator[tuple[ReportRule, Remark]]:
    """Every remark of every rule, in the order of the text."""
    found = [(rule, one) for rule in report_rules() for one in rule.judge(passages)]
    return iter(sorted(found, key=lambda pair: (pair[1].passage, pair[0].code)))


def spoken(passages: Sequence[Passage]) -> Iterator[tuple[int, Passage]]:
    """The passages that people wrote, without the lines of lists, each with its index."""
    return ((k, one) for k, one in enumerate(passages) if one.kind != "daftar")
