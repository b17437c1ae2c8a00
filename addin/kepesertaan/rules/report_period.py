"""The period of an internship: stated the same everywhere, and as long as is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kepesertaan.data.report_words import report_words
from kepesertaan.data.written_days import long_date
from kepesertaan.domain.number_words import WORDS, number_of_words
from kepesertaan.domain.passages import Passage, Remark

from .prose_dates import Span, find_spans, months_and_days
from .report_rules import report_rule, spoken

_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z])")
_NUMBER = "|".join(sorted(WORDS, key=len, reverse=True))
_DURATION = re.compile(
    r"(?<![\w.,-])(?:(\d{1,3})\s*(?:\(\s*[A-Za-z ]+?\s*\))?"
    rf"|((?:{_NUMBER})(?:\s(?:{_NUMBER}))*)(?:\s*\(\s*\d{{1,3}}\s*\))?)"
    r"\s+(bulan|minggu|hari)\b(?!\s+kerja)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:terakhir|pertama|sekali|ke\b|berturut|berjalan|lalu|sebelum)", re.I)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class _Stated:
    passage: int
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class _Duration:
    start: int
    quote: str
    number: int
    unit: str
    is_rough: bool


@report_rule("LAP-03", "periode dan lama kegiatan bertentangan")
def contradicting(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Periode yang ditulis berbeda di tempat lain, dan lama kegiatan yang tidak sesuai periodenya."""
    stated = [one for k, passage in spoken(passages) for one in _stated(k, passage.text)]
    yield from _two_ways(passages, stated)
    main = _main(stated)
    for k, passage in spoken(passages):
        for sentence, offset in _sentences(passage.text):
            spans = [span for span in find_spans(sentence) if span.first <= span.last]
            durations = list(_durations(sentence))
            own = spans[0] if len(spans) == 1 and len(durations) == 1 else None
            period = own or (main if not spans and _is_about(sentence) else None)
            for one in durations if period else ():
                yield from _judged(k, passage.text, offset, one, period)


def _stated(k: int, text: str) -> Iterator[_Stated]:
    for span in find_spans(text):
        if span.days >= report_words().shortest_days:
            yield _Stated(k, span, text[span.start : span.end])


def _days(one: _Stated) -> tuple[str, str]:
    return long_date(one.span.first), long_date(one.span.last)


def _main(stated: Sequence[_Stated]) -> Span | None:
    """The period that is stated most often, the first of several."""
    counts = Counter(_days(one) for one in stated)
    best = max(stated, key=lambda one: counts[_days(one)], default=None)
    return best.span if best else None


def _two_ways(passages: Sequence[Passage], stated: Sequence[_Stated]) -> Iterator[Remark]:
    counts = Counter(_days(one) for one in stated)
    for one in stated:
        others = [
            two for two in stated if _days(two) != _days(one) and _is_same(one.span, two.span)
        ]
        usual = max(others, key=lambda two: counts[_days(two)], default=None)
        if usual is None or not _is_odd(one, usual, counts):
            continue
        first, last = _days(usual)
        why = f"Periode di sini berbeda dari {first} - {last} ({passages[usual.passage].place})."
        nth = passages[one.passage].text.count(one.quote, 0, one.span.start) + 1
        yield Remark(one.passage, why, one.quote, nth)


def _is_odd(one: _Stated, usual: _Stated, counts: Counter[tuple[str, str]]) -> bool:
    """Whether this is the one to look at: the rarer, or the later of two equally frequent."""
    mine, theirs = counts[_days(one)], counts[_days(usual)]
    return mine < theirs or (mine == theirs and one.passage > usual.passage)


def _is_same(one: Span, two: Span) -> bool:
    """Whether two periods share so many days that one is meant."""
    if one.last < one.first or two.last < two.first:
        return False
    common = (min(one.last, two.last) - max(one.first, two.first)).days + 1
    whole = (max(one.last, two.last) - min(one.first, two.first)).days + 1
    return common >= report_words().same_share * whole


def _sentences(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    for match in [*_SENTENCE.finditer(text), None]:
        end = match.start() if match else len(text)
        yield text[at:end], at
        at = match.end() if match else end


def _durations(sentence: str) -> Iterator[_Duration]:
    for match in _DURATION.finditer(sentence):
        digits, words, unit = match.groups()
        number = int(digits) if digits else number_of_words(words)
        if number is None or _AFTER.match(sentence[match.end() :]):
            continue
        before = sentence[: match.start()].lower().rstrip()
        rough = any(before.endswith(word) for word in report_words().about)
        yield _Duration(match.start(), match[0], number, unit.lower(), rough)


@cache
def _about() -> re.Pattern[str]:
    words = "|".join(map(re.escape, report_words().period))
    return re.compile(
        rf"\b(?:{words})\b[^.;]*\b(?:selama|berlangsung|berdurasi|dilaksanakan|dijalani)\s+(?:\S+\s+)?$",
        re.IGNORECASE,
    )


def _is_about(sentence: str) -> bool:
    """Whether the duration of a sentence is that of the internship: "magang ... selama 5 bulan"."""
    if any(word in sentence.lower() for word in report_words().other_spans):
        return False
    found = next(_DURATION.finditer(sentence), None)
    return found is not None and _about().search(sentence[: found.start()]) is not None


def _judged(k: int, text: str, offset: int, one: _Duration, span: Span | None) -> Iterator[Remark]:
    if span is None or _fits(one, span):
        return
    length = _length(one, span)
    why = (
        f"Periode {long_date(span.first)} - {long_date(span.last)} lamanya {length}; teks menulis "
        f"{one.quote}."
    )
    yield Remark(k, why, one.quote, text.count(one.quote, 0, offset + one.start) + 1)


def _fits(one: _Duration, span: Span) -> bool:
    slack = report_words().slack_days
    if one.unit == "hari":
        return one.number <= span.days  # fewer may be working days
    if one.unit == "minggu":
        return abs(span.days / _WEEK - one.number) <= 1
    months, days = months_and_days(span.first, span.last)
    if one.is_rough:
        return one.number in (months, months + 1)
    return (one.number == months and days <= slack) or (
        one.number == months + 1 and days >= 31 - 1 - slack
    )


def _length(one: _Duration, span: Span) -> str:
    if one.unit == "hari":
        return f"{span.days} hari"
    if one.unit == "minggu":
        return f"{span.days // _WEEK} minggu {span.days % _WEEK} hari"
    months, days = months_and_days(span.first, span.last)
    return f"{months} bulan {days} hari" if days else f"{months} bulan"
