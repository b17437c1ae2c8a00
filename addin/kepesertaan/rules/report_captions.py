"""Numbers of figures and tables, and the sentences that point to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kepesertaan.domain.number_words import chapter_of_text
from kepesertaan.domain.passages import Caption, Passage, Remark

from .report_headings import chapter_of
from .report_rules import report_rule, spoken

_TWICE = 2
_POINTS = re.compile(
    r"\b(Gambar|Tabel|Grafik|Bagan)\s+(?:([0-9]{1,2}|[IVX]{1,5}|[A-Z])\s?[.-]\s?)?([0-9]{1,3})\b"
    r"(?!\s?[.-]\s?[0-9])",
    re.IGNORECASE,
)


@report_rule("LAP-07", "nomor gambar dan tabel")
def caption_numbers(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Nomor gambar atau tabel yang ganda, melompat, atau memakai nomor bab lain."""
    chapter: int | None = None
    last: dict[tuple[str, str], int] = {}
    times = Counter(one.caption for one in passages if one.caption)
    seen: Counter[Caption] = Counter()
    for k, passage in spoken(passages):
        if passage.level == 1:
            chapter = chapter_of(passage)
        one = passage.caption
        if one is None:
            continue
        seen[one] += 1
        before = last.get((one.label, one.chapter), 0)
        if seen[one] == 1 and (why := _trouble(one, chapter, before)):
            yield Remark(k, why, _words(one, passage.text))
        elif seen[one] == _TWICE:  # told once, however often it stands
            why = f"{_named(one)} ada {times[one]} kali; di Word tekan Ctrl+A lalu F9, atau ganti."
            yield Remark(k, why, _words(one, passage.text))
        last[one.label, one.chapter] = max(one.number, before)


def _trouble(one: Caption, chapter: int | None, last: int) -> str:
    named = _named(one)
    if one.chapter.isdecimal() and chapter is not None and int(one.chapter) != chapter:
        return f"{named} ada di Bab {chapter}; nomor babnya lain."
    if one.number != last + 1:
        before = f"sesudah nomor {last}" if last else "tanpa nomor 1"
        return f"{named} datang {before}; nomornya melompat atau terbalik."
    return ""


def _named(one: Caption) -> str:
    return f"{one.label} " + (f"{one.chapter}." if one.chapter else "") + str(one.number)


def _words(one: Caption, text: str) -> str:
    """The label and number as the caption has them."""
    match = re.match(rf"\s*({re.escape(one.label)}.*?{one.number})\b", text, re.IGNORECASE)
    return match[1] if match else ""


@report_rule("LAP-08", "gambar atau tabel yang ditunjuk tidak ada")
def nowhere(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Kalimat yang menunjuk gambar atau tabel yang tidak punya keterangan di laporan ini."""
    captions = {_key(one.caption) for one in passages if one.caption}
    known = {(label, bool(chapter)) for label, chapter, _ in captions}  # numbered with chapters?
    for k, passage in spoken(passages):
        for match in _POINTS.finditer("" if passage.caption else passage.text):
            label, chapter = match[1].lower(), chapter_of_text(match[2])
            if (label, bool(chapter)) in known and (label, chapter, int(match[3])) not in captions:
                why = f"{match[0]} ditunjuk di sini, tetapi tidak ada keterangan bernomor itu."
                yield Remark(k, why, match[0], passage.text.count(match[0], 0, match.start()) + 1)


def _key(one: Caption) -> tuple[str, str, int]:
    return one.label.lower(), one.chapter, one.number
