"""The outline of a final report in words, and the sheets of what a person should look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kepesertaan.data.written_days import weekday
from kepesertaan.domain.internship import Problem
from kepesertaan.domain.logbook import Oddity
from kepesertaan.domain.page import Page, PageColumn
from kepesertaan.domain.show import percent_of

from .report_writing import Need

OUTLINE, LOG, ENTRIES = "Kerangka", "Logbook", "Isian"
_MOST_TOLD = 3


def outline_line(needs: Mapping[str, Sequence[Need]]) -> str:
    """How complete each chapter is.

    >>> outline_line({"BAB I": [Need("", "a", True), Need("", "b", False)]})
    'BAB I 50 %'
    """
    return " · ".join(f"{group} {_complete(found)}" for group, found in needs.items() if found)


def missing_lines(needs: Mapping[str, Sequence[Need]]) -> list[str]:
    """What is missing, a line a chapter."""
    lines = []
    for group, found in needs.items():
        missing = list(dict.fromkeys(f"{n.part}: {n.what}" for n in found if not n.is_there))
        if missing:
            more = f" dan {len(missing) - _MOST_TOLD} lainnya" if len(missing) > _MOST_TOLD else ""
            lines.append(f"{group} belum ada: {'; '.join(missing[:_MOST_TOLD])}{more}.")
    return lines


def _complete(found: Sequence[Need]) -> str:
    there = sum(need.is_there for need in found)
    share = percent_of(there, len(found))
    return "99 %" if share == "100 %" and there < len(found) else share


def note_pages(
    needs: Mapping[str, Sequence[Need]], odd: Sequence[Oddity], problems: Sequence[Problem]
) -> list[Page]:
    """The sheets of the book of notes."""
    rows = [
        (group, need.part, need.what, "ada" if need.is_there else "belum ada")
        for group, found in needs.items()
        for need in dict.fromkeys(found)
    ]
    days = [(o.day, weekday(o.day), o.kind, o.text, o.place) for o in odd]
    return [
        Page(OUTLINE, _columns(("Bab", 14), ("Bagian", 36), ("Yang diperlukan", 60),
                               ("Keadaan", 14)), rows, 1),
        Page(LOG, (PageColumn("Tanggal", 13, "date"),
                   *_columns(("Hari", 10), ("Jenis", 18), ("Keterangan", 70), ("Tempat", 22))),
             days, 1),
        Page(ENTRIES, _columns(("Tempat", 24), ("Yang perlu dilihat", 90)),
             [(problem.place, problem.text) for problem in problems], 1),
    ]  # fmt: skip


def _columns(*heads: tuple[str, float]) -> tuple[PageColumn, ...]:
    return tuple(PageColumn(head, width, "wrap") for head, width in heads)
