"""What one cell of a target table counts: metric, segment, side, span, month, and its unit.

A row and a column each say a part; what neither says comes from the titles, then from the names of
sheet and file. Where two of them contradict each other there is no answer but a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from kepesertaan.data.metrics import combined, metrics
from kepesertaan.data.target_words import whole_segment
from kepesertaan.data.written_days import month_word
from kepesertaan.domain.period import Month
from kepesertaan.domain.targets import Metric

from .target_months import Told
from .target_parts import NO_METRIC, Part, unknown_words
from .target_spans import Unclear, span_of
from .target_words import NOTHING, Said, said

_OF_YEAR = "realisasi 'tahun' bisa s.d. bulan ini atau setahun penuh; tulis s.d. bulan apa"
NO_UNIT = "tidak disebut"
_BRACKETS = re.compile(r"\([^)]*\)")
_SCALE_WORDS = {
    "1000": "ribuan", "1000000": "jutaan", "1000000000": "miliaran", "1000000000000": "triliunan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """What a table stands in, as ``ground_of`` makes it. ``titles``: the nearest first; ``names``:
    of sheet and file.

    ``year``: for months without one; ``time``: what titles and names agree on; ``has_rupiah``:
    the table counts rupiah as well.
    """

    titles: tuple[Said, ...]
    names: tuple[Said, ...]
    time: Told
    year: int
    has_rupiah: bool = False

    @property
    def segment(self) -> str:
        """The segment the titles or the names name, "" where none or several."""
        found = next((s.segments for s in (*self.titles, *self.names) if s.segments), ())
        return found[0] if len(found) == 1 else ""


def ground_of(
    titles: Iterable[Said], names: Iterable[Said], time: Told, year: int, *, has_rupiah: bool
) -> Ground:
    """A ground without words of no meaning, as officers' names: those of one form are equal. What
    it says of a part of a segment, as PU Besar, is of the segment: its sheets have no other."""
    heard = [tuple(filter(None, map(_known_of, some))) for some in (titles, names)]
    return Ground(heard[0], heard[1], time, year, has_rupiah)


@lru_cache(maxsize=5000)
def _known_of(told: Said) -> Said | None:
    segments = tuple(dict.fromkeys(map(whole_segment, told.segments)))
    known = replace(told, rest=(), segments=segments)
    return known if known != NOTHING else None


class Key(NamedTuple):
    """What a cell counts; ``doubt`` is why it cannot be said (Indonesian), "" where it can.

    ``span`` is as said, beside the number or around it.
    """

    metric: Metric | None = None
    segment: str = ""
    side: str = ""
    span: str = ""
    month: Month | None = None
    doubt: str = ""

    def of(self, metric: Metric, segment: str) -> Key:
        """The same column's cell in a row of another metric and segment."""
        return Key(metric, segment, self.side, self.span, self.month)


def key_of(row: Part, col: Part, ground: Ground) -> Key:
    """What the cell where a row and a column meet counts."""
    if row.doubt or col.doubt:
        return Key(doubt=row.doubt or col.doubt)
    try:
        metric = metrics()[_metric(row, col, ground)]
        segment = _one("segmen", row.said.segments, col.said.segments, ground, "segments")
        side = _one("sisi", row.said.sides, col.said.sides, ground, "sides")
        if not side:
            raise Unclear("target atau realisasi tidak disebut; tulis di judul kolom atau barisnya")
        span = span_of(row, col, (*ground.titles, *ground.names), ground.time, side)
        month = _month(row, col, ground, span)
        _refuse_rest(row, col)
    except Unclear as doubt:
        return Key(doubt=str(doubt))
    if span == "tahun" and side == "realisasi" and _is_this_year(month, ground):
        return Key(doubt=_OF_YEAR)
    return Key(metric, segment, side, span, month)


def _metric(row: Part, col: Part, ground: Ground) -> str:
    told = tuple(dict.fromkeys((*row.said.metrics, *col.said.metrics)))
    weak = tuple(dict.fromkeys((*row.said.weak, *col.said.weak)))
    if len(told) > 1:
        joined = said(f"{row.text} {col.text}").metrics
        if len(joined) != 1:
            raise Unclear(f"dua ukuran disebut: {_labels(told)}; tulis satu saja")
        told = joined
    metric = told[0] if told else _around(ground)
    if weak and not metric and all(map(_is_in_brackets, (row, col))):
        raise Unclear("hanya satuannya yang tertulis; tulis ukurannya (TK aktif, akuisisi, ...)")
    return _of_what(metric, weak)


def _is_in_brackets(part: Part) -> bool:
    """Whether a part names no bare TK or BU but in brackets, as a unit: Target (TK)."""
    return not part.said.weak or (
        bool(part.own.weak) and not said(_BRACKETS.sub(" ", part.text)).weak
    )


def _of_what(metric: str, weak: tuple[str, ...]) -> str:
    """The metric with a bare TK or BU beside it: akuisisi TK, akuisisi BU, or TK aktif alone."""
    if len(weak) > 1:
        raise Unclear(f"dua ukuran disebut: {_labels(weak)}; tulis satu saja")
    if metric and weak and weak[0] != metric:
        found = combined(metric, weak[0])
        if not found:
            raise Unclear(f"dua ukuran disebut: {_labels((metric, *weak))}; tulis satu saja")
        return found
    if metric or weak:
        return metric or weak[0]
    raise Unclear(NO_METRIC)


def _labels(keys: Sequence[str]) -> str:
    return " dan ".join(metrics()[key].label for key in keys[:3])


def _around(ground: Ground) -> str:
    """The metric of the titles or names, "" where none or several."""
    for around in (*ground.titles, *ground.names):
        if len(around.metrics) == 1:
            weak = [key for key in around.weak if key != around.metrics[0]]
            return _of_what(around.metrics[0], tuple(weak))
        if around.metrics or len(around.weak) > 1:
            return ""
        if around.weak:
            return around.weak[0]
    return ""


def _one(what: str, in_row: Sequence[str], in_col: Sequence[str], ground: Ground, name: str) -> str:
    told = tuple(dict.fromkeys((*in_row, *in_col)))
    if len(told) > 1:
        raise Unclear(f"dua {what} disebut: {' dan '.join(told)}; pisahkan atau pilih satu")
    if told:
        return told[0]
    for around in (*ground.titles, *ground.names):
        found: tuple[str, ...] = getattr(around, name)
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def _month(row: Part, col: Part, ground: Ground, span: str) -> Month:
    months = tuple(dict.fromkeys((*row.said.months, *col.said.months)))
    if len({m for _, m in months}) > 1:
        months = _cumulative(months, span)
    years = [y for y in dict.fromkeys((*row.said.years, *col.said.years)) if y]
    if len(years) > 1:
        raise Unclear(f"dua tahun disebut: {years[0]} dan {years[1]}; tulis satu saja")
    if months:
        own = next((y for y, _ in months if y), 0) or (years[0] if years else 0)
        return own or _year(ground), months[0][1]
    return _ground_month(years, ground, span)


def _cumulative(months: Sequence[tuple[int, int]], span: str) -> tuple[tuple[int, int], ...]:
    if len(months) == 2 and months[0][1] == 1 and span == "sd":
        return (months[1],)
    names = " dan ".join(month_word(month) for _, month in months[:2])
    raise Unclear(f"dua bulan disebut: {names}; tulis satu saja")


def _ground_month(years: Sequence[int], ground: Ground, span: str) -> Month:
    time = ground.time
    if time.doubt and not (years and time.month and not time.others and "tahun" in time.doubt):
        raise Unclear(time.doubt)
    if span == "tahun":
        year = years[0] if years else _year(ground)
        is_past = time.year and year < time.year
        return (year, 12) if is_past or not time.month else (year, time.month)
    if not time.month:
        raise Unclear(
            "bulannya tidak disebut di judul, nama lembar, atau nama berkas; tulis di judulnya"
        )
    if years and time.year and years[0] != time.year:
        return years[0], time.month
    return (years[0] if years else _year(ground)), time.month


def _year(ground: Ground) -> int:
    if ground.time.doubt and "tahun" in ground.time.doubt:
        raise Unclear(ground.time.doubt)
    return ground.time.year or ground.year


def _is_this_year(month: Month, ground: Ground) -> bool:
    return month[0] == (ground.time.year or ground.year) and month[1] < 12


def _refuse_rest(row: Part, col: Part) -> None:
    for part in (row, col):
        if part.rest:
            raise Unclear(unknown_words(part.rest))


def scale_of(row: Part, col: Part, ground: Ground, metric: Metric) -> tuple[int | None, str]:
    """What the cell's number counts in (1, 1000, ...), or None and why it is unclear.

    The text is ``NO_UNIT`` where nothing says so for rupiah.
    """
    if _is_in_rupiah(row, col, ground, metric):
        return None, f"satuannya rupiah, padahal ukurannya dalam {metric.unit}"
    scales: dict[str, None] = {}
    for told in (row.said, col.said, *ground.titles, *ground.names):
        if told.scales:
            is_for, doubt = _is_for(told, metric, row, ground)
            if doubt:
                return None, doubt
            scales |= dict.fromkeys(told.scales) if is_for else {}
    if "tanya" in scales:
        return None, "satuannya (Rp M, atau salah ketik): ribu, juta, atau miliar? Tulis di judul"
    if len(scales) > 1:
        return None, f"dua satuan disebut: {' dan '.join(map(scale_word, scales))}; pilih satu"
    if scales:
        return int(next(iter(scales))), ""
    named = any(
        "rupiah" in told.units and (not told.only_for or metric.key in told.only_for)
        for told in (row.said, col.said, *ground.titles)
    )
    return 1, "" if metric.unit != "rupiah" or named else NO_UNIT


def _is_in_rupiah(row: Part, col: Part, ground: Ground, metric: Metric) -> bool:
    """Whether a row says rupiah of heads, or a column does in a table of nothing in rupiah."""
    if metric.unit in ("rupiah", "%"):
        return False
    told = (row.said,) if ground.has_rupiah else (row.said, col.said)
    return any(one.units == ("rupiah",) for one in told)


def scale_word(scale: str | int) -> str:
    """A factor as a title gives it; "tanya" is none.

    >>> scale_word("1000000"), scale_word(1000), scale_word("tanya")
    ('jutaan', 'ribuan', 'itu')
    """
    return _SCALE_WORDS.get(str(scale), "itu")


def _is_for(told: Said, metric: Metric, row: Part, ground: Ground) -> tuple[bool, str]:
    """Whether a unit is meant for a metric: "juta rupiah" is not for people. Or why it is unclear.

    Millions without a noun are rupiah where a table has any.
    """
    if told.only_for and metric.key not in told.only_for:
        return _is_for_another(told, metric)
    units = set(told.scaled or told.units) & {"rupiah", "orang", "badan usaha", "kali"}
    if len(units) > 1:
        return False, "satuannya disebut untuk lebih dari satu ukuran; tulis di judul kolomnya"
    if units:
        return metric.unit in units, ""
    if metric.unit == "rupiah" or (told is row.said and row.own.scales):
        return True, ""
    if metric.unit == "%":
        return False, ""
    if ground.has_rupiah and told.scales != ("1000",):
        return False, ""
    return False, f"satuan {scale_word(told.scales[0])} untuk ukuran apa? Tulis di judul kolomnya"


def _is_for_another(told: Said, metric: Metric) -> tuple[bool, str]:
    """A unit given for other metrics: none of this one's, unless a bare name may mean it too."""
    if told.is_loose and metric.unit in {metrics()[key].unit for key in told.only_for}:
        return False, "satuan di judul untuk ukuran ini juga?"
    return False, ""
