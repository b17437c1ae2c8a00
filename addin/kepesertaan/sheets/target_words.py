"""What one text of a target sheet says: metric, segment, side, span, month, unit, role.

    said("Realisasi s.d. November 2026 (Rp juta)")

Nothing is guessed: words nothing is known of are kept in ``rest`` (and numbers that measure: 3
program, menunggak 3 bulan), two meanings of one class side by side; it is for the caller to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeVar

from kepesertaan.data.loader import load_toml
from kepesertaan.data.metrics import metrics, qualifiers, weak_within
from kepesertaan.data.target_words import Meaning, phrase_lengths, phrases, side_letters
from kepesertaan.domain.text import visible

from .target_days import days_as_month
from .target_years import MISTYPED, odd_year

T = TypeVar("T")
Claims = list[tuple[int, int]]  # year or 0, month
_DATE = re.compile(
    r"(?<![0-9])(?:(?P<y>20[0-9]{2})[-/.](?P<m>0?[1-9]|1[0-2])[-/.](?P<d>[0-3]?[0-9])"
    r"|(?P<d2>[0-3]?[0-9])[-/.](?P<m2>0?[1-9]|1[0-2])[-/.](?P<y2>20[0-9]{2}))(?![0-9])"
)
_MONTH = re.compile(
    r"(?<![0-9])(?:(?P<m>0?[1-9]|1[0-2])[-/._](?P<y>20[0-9]{2})"
    r"|(?P<y2>20[0-9]{2})[-/._ ]?(?P<m2>0[1-9]|1[0-2]))(?![0-9])"
)
_NOUGHTS = re.compile(
    r"(?:\bRP\.?|\bIDR|\(|(?<![A-Z])X)\s*1?[.,']?000(?P<more>[.,']?000)?(?![0-9]|[.,][0-9])"
)
_TOKEN = re.compile(
    rf"%|(?<![^\W_]){MISTYPED}(?![^\W_])|[0-9]+|[^\W\d_]+|[<>\u2264\u2265](?==? ?[0-9])"
)
_YEAR = re.compile(r"20[0-9]{2}")
_LAST_DAY = 31
_ALIKE = 3  # letters
SIDES = ("target", "realisasi")
_MEASURED, _AS_OF, _YEARLY, _IN = (
    frozenset(map(str, load_toml("target_words")["number_word"][name]))
    for name in ("measured", "as_of", "yearly", "scale_in")
)


@dataclass(frozen=True, slots=True)
class Said:
    """Everything a text says. Tuples hold distinct meanings in the order of the text.

    ``weak``: metrics of bare names (TK, BU), which beside another metric only say of what it is;
    ``scales``: factors as text, "tanya" for one that is unclear. ``dated``: months of full dates,
    which may be the day of printing. ``months`` and ``dated`` are (year or 0, month).
    """

    metrics: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    months: tuple[tuple[int, int], ...] = ()
    dated: tuple[tuple[int, int], ...] = ()
    years: tuple[int, ...] = ()
    is_total: bool = False
    of_quarter: bool = False  # a quarter or half of a year, which is a total as well
    has_percent: bool = False
    of_year: bool = False  # "Target Tahun ...": targets beside it may be the year's
    year_only: bool = False  # "Tahun 2026": a year, or the span of a column below "Target"
    rest: tuple[str, ...] = ()
    scaled: tuple[str, ...] = ()  # the unit the one scale is of, where several units are named
    only_for: tuple[str, ...] = ()  # the metrics a title gives its unit for, where not for all
    is_loose: bool = False  # ... by a bare name (TK), which may mean others as well
    odd_year: str = ""  # what stands where a year does and is none: 20C26, 20226

    @property
    def counts(self) -> tuple[str, ...]:
        """What it says is counted: its metrics, else the bare names."""
        return self.metrics or self.weak

    @property
    def is_known(self) -> bool:
        """Whether it says anything a heading of a target sheet says."""
        return bool(
            self.counts or self.segments or self.sides or self.spans or self.roles or self.months
            or self.years or self.is_total or self.has_percent
        )  # fmt: skip


NOTHING = Said()


@lru_cache(maxsize=20_000)
def said(text: str) -> Said:
    """What a text says.

    >>> found = said("Realisasi s.d. November 2026 (Rp juta)")
    >>> found.sides, found.spans, found.months, found.scales, found.units
    (('realisasi',), ('sd',), ((2026, 11),), ('1000000',), ('rupiah',))
    >>> said("TK Aktif PU").metrics, said("Akuisisi TK BPU").segments, said("Baju").rest
    (('tk_aktif',), ('BPU',), ('BAJU',))
    """
    bare = days_as_month(visible(text).upper())
    bare = _NOUGHTS.sub(lambda m: " RUPIAH JUTAAN " if m["more"] else " RUPIAH RIBUAN ", bare)
    dated, bare = _taken(_DATE, bare)
    numbered, bare = _taken(_MONTH, bare)
    segments, words = _without_segments(_TOKEN.findall(bare))
    found: dict[str, list[str]] = {"segment": segments}
    months, years, rest, held = [*numbered], list[int](), list[str](), list[tuple[int, int]]()
    at, within = 0, list[str]()
    while at < len(words):
        size, meanings = _longest(words, at)
        for kind, meaning in meanings:
            found.setdefault(kind, []).append(meaning)
            if kind == "metric":
                within += weak_within(tuple(words[at : at + size]))
        if not meanings:
            _number_or_rest(words, at, years, rest)
        elif meanings[0][0] == "month":
            at = _month(words, at, int(meanings[0][1]), months, held, years)
            continue
        at += size
    if "weak" in found:  # "Penambahan TK dan BU" is of both
        found["weak"] += within
    return _settled(found, months, [*dated, *held], years, rest, words)


@lru_cache(maxsize=20_000)
def side_word(text: str) -> str:
    """The side a cell says and nothing else, "lain" for %, deviasi and such, "" for other cells.

    >>> side_word("Target"), side_word("R"), side_word("%"), side_word("Target PU")
    ('target', 'realisasi', 'lain', '')
    """
    told = said(spelled_side(text)) if text else NOTHING
    if told.counts or told.segments or told.months or told.years or told.rest or told.units:
        return ""
    if len(told.sides) == 1:
        return told.sides[0]
    return "lain" if told.roles or told.has_percent else ""


def spelled_side(text: str) -> str:
    """A cell of a column or row of sides with its letter spelled out.

    >>> spelled_side("T"), spelled_side("Realisasi s.d.")
    ('TARGET', 'Realisasi s.d.')
    """
    bare = text.strip(" .:").upper()
    return next((side.upper() for side, some in side_letters().items() if bare in some), text)


def _taken(pattern: re.Pattern[str], text: str) -> tuple[list[tuple[int, int]], str]:
    """The months of a pattern in a text, and the text without them."""
    months = []
    for match in pattern.finditer(text):
        parts = match.groupdict()
        months.append((int(parts["y"] or parts["y2"]), int(parts["m"] or parts["m2"])))
    return months, pattern.sub(" ", text) if months else text


def _without_segments(words: list[str]) -> tuple[list[str], list[str]]:
    """The segments named, and the other words: TK PU BARU is TK BARU of PU."""
    segments, others, at = list[str](), list[str](), 0
    while at < len(words):
        size, meanings = _longest(words, at)
        here = [meaning for kind, meaning in meanings if kind == "segment"]
        if not here:
            size = 1
        segments += here
        others += [] if here else words[at : at + size]
        at += size
    return segments, others


def _longest(words: Sequence[str], at: int) -> tuple[int, tuple[Meaning, ...]]:
    """The longest phrase that begins at a word, and its meanings; none is a size of 1."""
    longest = min(phrase_lengths().get(words[at], 0), len(words) - at)
    for size in range(longest, 0, -1):
        meanings = phrases().get(tuple(words[at : at + size]))
        if meanings:
            return size, meanings
    return 1, ()


def _number_or_rest(words: Sequence[str], at: int, years: list[int], rest: list[str]) -> None:
    word, is_measure = words[at], words[at] != "1" and bool(_MEASURED & set(words[at + 1 : at + 2]))
    if _YEAR.fullmatch(word):
        years.append(int(word))
    elif word != "%" and (is_measure or not (word.isdigit() and len(word) <= 2)):
        rest.append(word)


def _month(
    words: Sequence[str], at: int, month: int, months: Claims, dated: Claims, years: list[int]
) -> int:
    """Take a month's name with its year and day; the place of the next word."""
    following = words[at + 1] if at + 1 < len(words) else ""
    year, size = 0, 1
    if _YEAR.fullmatch(following):
        year, size = int(following), 2
        years.append(year)
    elif re.fullmatch("[2-3][0-9]", following):
        year, size = 2000 + int(following), 2
        years.append(year)
    before = words[at - 1] if at else ""
    has_day = before.isdecimal() and 1 <= int(before) <= _LAST_DAY and len(before) <= 2 and year
    (dated if has_day else months).append((year, month))
    return at + size


def _settled(
    found: dict[str, list[str]],
    months: list[tuple[int, int]],
    dated: list[tuple[int, int]],
    years: list[int],
    rest: list[str],
    words: Sequence[str],
) -> Said:
    spans = _once(found.get("span", ()))
    plain, named = found.get("words", ()), _metrics(found.get("metric", ()))
    idle = {word for key in named for word in qualifiers(key)} if len(named) == 1 else set()
    rest = [word for word in rest if word not in idle]
    if any(metrics()[key].kind == "stok" for key in named) and ("1", "BULAN") in pairwise(words):
        rest.append("1")
    # "Tahun 2026" beside nothing that says whose year it is
    year_only = spans == ("tahun",) and bool(years) and not found.get("side")
    if dated and (_AS_OF & set(words) or "sd" in spans):
        months, dated = [*months, *dated], []
    of_year = any(a == "TARGET" and b in _YEARLY for a, b in pairwise(words))
    return Said(
        named, _once(found.get("weak", ())),
        _once(found.get("segment", ())),
        _once(found.get("side", ())), spans, _once(found.get("role", ())),
        _scales(found, words, rest), _once(found.get("unit", ())), _once(months), _once(dated),
        _once([*years, *(y for y, _ in months if y)]), bool({"total", "triwulan"} & set(plain)),
        "triwulan" in plain, "%" in words, of_year,
        year_only, tuple(rest), _scaled(words), odd_year=odd_year(words),
    )  # fmt: skip


def _scaled(words: Sequence[str]) -> tuple[str, ...]:
    """Of "orang dan juta rupiah": rupiah, which its one scale is of; else nothing.

    "Rp ribu orang" may be both, and says both.
    """
    order, at = list[Meaning](), 0
    while at < len(words):
        size, meanings = _longest(words, at)
        order += [one for one in meanings if one[0] in ("scale", "unit")] or [("", "")]
        at += size
    places = [k for k, (kind, _) in enumerate(order) if kind == "scale"]
    if len(places) != 1 or len({unit for kind, unit in order if kind == "unit"}) < 2:
        return ()
    near = [order[k] for k in (places[0] - 1, places[0] + 1) if 0 <= k < len(order)]
    units = tuple(unit for kind, unit in near if kind == "unit")
    return units if len(units) < 2 or order[places[0]][1] == "1000" else ("rupiah",)


def _scales(
    found: dict[str, list[str]], words: Sequence[str], rest: Sequence[str]
) -> tuple[str, ...]:
    """The factors named; "dalam jutaaan rupiah" names one nobody can be sure of."""
    scales = _once(found.get("scale", ()))
    return scales if scales or not _may_be_scales(words) & set(rest) else ("tanya",)


def _may_be_scales(words: Sequence[str]) -> set[str]:
    """The words where a factor stands: behind "dalam", or beside rupiah and beginning like one."""
    found = {b for a, b in pairwise(words) if a in _IN}
    for a, b in pairwise(words):
        for word, beside in ((a, b), (b, a)):
            is_money = ("unit", "rupiah") in phrases().get((beside,), ())
            found |= {word} if is_money and word[:_ALIKE] in _scale_starts() else set()
    return found


@cache
def _scale_starts() -> frozenset[str]:
    """How the names of factors begin: JUT, RIB, MIL, ..."""
    return frozenset(
        name[0][:_ALIKE] for name, meanings in phrases().items()
        if len(name) == 1 and len(name[0]) > _ALIKE and meanings[0][0] == "scale"
    )  # fmt: skip


def _metrics(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key in _once(found) if key in metrics())


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
