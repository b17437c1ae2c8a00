"""Dates that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kepesertaan.data.written_days import WEEKDAYS, long_date
from kepesertaan.domain.passages import Passage, Remark

from .prose_dates import find_dates, find_spans
from .report_rules import report_rule, spoken

_NUMBERS = {**{day.lower(): k for k, day in enumerate(WEEKDAYS)}, "jum'at": 4, "jum\u2019at": 4,
            "ahad": 6}  # fmt: skip
_BEFORE = re.compile(
    r"(?P<until>(?:-|\u2013|/|s\.?d\.?|sampai(?:\s+dengan)?|hingga|dan)\s*)?"
    rf"\b(?P<day>{'|'.join(_NUMBERS)})\s*[,(]?\s*(?:tanggal\s+)?$",
    re.IGNORECASE,
)
_MORE = re.compile(r"^\s*(?:-|\u2013|s\.?d|sampai|hingga)")  # the date begins a period


@report_rule("LAP-05", "hari dan tanggal tidak cocok")
def wrong_weekday(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Hari yang bukan hari dari tanggalnya, dan tanggal yang tidak ada di kalender."""
    for k, passage in spoken(passages):
        text = passage.text
        for found in find_dates(text):
            quote = text[found.start : found.end]
            nth = text.count(quote, 0, found.start) + 1
            if found.day is None:
                yield Remark(k, f"Tanggal {quote} tidak ada di kalender.", quote, nth)
                continue
            match = _BEFORE.search(text[: found.start])
            if not match or match["until"] or _MORE.match(text[found.end :]):
                continue
            right = found.day.weekday()
            if _NUMBERS[match["day"].lower()] != right:
                said = text[match.start("day") : found.end]
                why = f"{long_date(found.day)} adalah hari {WEEKDAYS[right]}, bukan {match['day']}."
                yield Remark(
                    k, why, said, text.count(said, 0, match.start("day")) + 1, WEEKDAYS[right]
                )


@report_rule("LAP-06", "periode terbalik")
def ends_before(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Periode yang berakhir sebelum mulai, biasanya karena tahunnya keliru."""
    for k, passage in spoken(passages):
        for span in find_spans(passage.text):
            if span.last < span.first:
                quote = passage.text[span.start : span.end]
                why = f"Periode {quote} berakhir sebelum mulai; periksa tahunnya."
                yield Remark(k, why, quote, passage.text.count(quote, 0, span.start) + 1)
