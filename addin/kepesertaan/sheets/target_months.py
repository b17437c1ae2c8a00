"""Months that file, sheet and titles claim, typing mistakes in month names, contradictions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from kepesertaan.data.loader import month_numbers
from kepesertaan.data.written_days import month_word

from .target_words import Said

_LEAST_LETTERS = 4  # JUN and JUL, MEI and MAR differ in one letter: short names only exactly
_LIKE, _APART = 84, 12  # likeness in per cent of the best name, and how far the next month is off
Claim = tuple[int, int]  # year or 0, month or 0


@dataclass(frozen=True, slots=True)
class Told:
    """What one place says of the time. ``span``: "sd" where it says so; ``doubt``: Indonesian.

    ``is_firm``: the doubt stands though another place tells a month.
    ``others``: months other places name instead, where they contradict each other.
    """

    month: int = 0
    year: int = 0
    span: str = ""
    doubt: str = ""
    note: str = ""
    others: tuple[int, ...] = ()
    is_firm: bool = False
    odd_year: str = ""
    as_name: str = ""


def near_month(word: str) -> int:
    """The month a mistyped name can only be, 0 where it is none or could be two.

    >>> near_month("NOVEMBR"), near_month("AGUSTUSS"), near_month("JULLI"), near_month("APRL")
    (11, 8, 7, 4)
    >>> near_month("JUNLI"), near_month("JUK"), near_month("TANJUNG"), near_month("DESI")
    (0, 0, 0, 0)
    >>> near_month("JULO"), near_month("MELI"), near_month("AGUS")
    (0, 0, 0)
    """
    from rapidfuzz import fuzz

    if len(word) < _LEAST_LETTERS or not word.isalpha():
        return 0
    best: dict[int, float] = {}
    for name, number in month_numbers().items():
        if len(name) > 3:
            best[number] = max(best.get(number, 0), fuzz.ratio(word, name))
    (first, number), (second, _) = sorted(((s, n) for n, s in best.items()), reverse=True)[:2]
    return number if first >= _LIKE and first - second >= _APART else 0


def time_of(saids: Iterable[Said]) -> Told:
    """What texts of one place say together of month, year and span."""
    said = list(saids)
    months = _distinct(m for one in said for m in one.months)
    spans = {span for one in said for span in one.spans}
    years = list(dict.fromkeys(y for one in said for y in one.years))
    dated = [] if months else _distinct(m for one in said for m in one.dated)
    year = years[0] if len(years) == 1 else 0
    span = "sd" if "sd" in spans else ""
    numbers = [month for _, month in months]
    odd = next((one.odd_year for one in said if one.odd_year), "")
    if len(numbers) < 2:
        if firm := _firm_doubt(said, is_month=bool(months)):
            return Told(numbers[0] if numbers else 0, 0, span, firm, is_firm=True)
        own = next((y for y, _ in months if y), 0)
        doubt = f"hanya memuat tanggal di bulan {month_word(dated[0][1])}" if dated else ""
        year = own or (0 if dated else year)
        return Told(numbers[0] if numbers else 0, year, span, doubt, odd_year=odd)
    return replace(_range(months, year, span), odd_year=odd)


def _standing(claims: Sequence[tuple[str, Told]]) -> str:
    """The firm doubt of a place that is nearer than any month, or of the month's own place."""
    for where, told in claims:
        if told.is_firm or told.month:
            return f"{where} {told.doubt}" if told.is_firm else ""
    return ""


def _firm_doubt(said: Sequence[Said], *, is_month: bool) -> str:
    """Two years, or a quarter in place of a month; "" for neither. Print dates tell no year, nor do
    texts with other words: regulations have years as well."""
    years = sorted({y for one in said if not (one.dated or one.rest) for y in one.years})
    if len(years) > 1:
        return f"menyebut tahun {' dan '.join(map(str, years[:3]))} sekaligus"
    of_quarter = not is_month and any(one.of_quarter for one in said)
    return "menyebut triwulan atau semester, bukan satu bulan" if of_quarter else ""


def _differing(claims: Iterable[str]) -> str:
    return f"{' tetapi '.join(claims)}; samakan"


def _range(months: Sequence[Claim], year: int, span: str) -> Told:
    """January to a month is cumulative; a whole year is no month; other pairs are unclear."""
    numbers = [month for _, month in months]
    own = {y for y, _ in months if y}
    year = next(iter(own)) if len(own) == 1 else year
    if len(numbers) == 2 and numbers[0] == 1 and len(own) < 2:
        return Told(0, year) if numbers[1] == 12 and not span else Told(numbers[1], year, "sd")
    names = " dan ".join(map(month_word, numbers[:3]))
    return Told(0, year, span, f"menyebut bulan {names} sekaligus")


def _distinct(months: Iterable[Claim]) -> list[Claim]:
    """The months named, one without a year standing for the same with one."""
    found = list(dict.fromkeys(months))
    dated = {month for year, month in found if year}
    return [(year, month) for year, month in found if year or month not in dated]


def title_time(saids: Sequence[Said]) -> Told:
    """What titles say, the nearest to the table first; a month that is mistyped is told or asked.

    Only behind BULAN or PERIODE: other words are no months.
    """
    told = time_of(reversed(saids))
    words = [word for one in saids if "waktu" in one.roles and not (one.months or one.dated)
             for word in one.rest]  # fmt: skip
    if told.month or told.doubt or not words:
        return told
    near = {number: word for word in words if (number := near_month(word))}
    if len(near) != 1:
        return Told(
            0, told.year, told.span, f"menyebut bulan '{words[0].title()}' yang tidak dikenal"
        )
    ((number, word),) = near.items()
    note = f"judul '{word.title()}' dibaca bulan {month_word(number)}"
    return Told(number, told.year, told.span, "", note)


def name_time(name: str, said: Said, *, may_mistype: bool) -> Told:
    """What the name of a sheet says; ``may_mistype``: its neighbours are named for months."""
    told = time_of([said])
    if told.month or told.doubt or not may_mistype:
        return told
    near = {number for word in said.rest if (number := near_month(word))}
    if len(near) != 1:
        return told
    (number,) = near
    return Told(
        number, told.year, told.span, "", f"nama lembar '{name}' dibaca bulan {month_word(number)}"
    )


def agree(claims: Sequence[tuple[str, Told]], book_months: Collection[int]) -> Told:
    """One time of several places, the nearest to the cells first; a contradiction is a doubt.

    ``claims``: (name of the place in Indonesian, what it says). The file's own month counts only
    where the book is not about several.
    """
    claims = [
        (where, Told(0, told.year, told.span) if where == "nama berkas" and len(book_months) > 1
         else told)
        for where, told in claims
    ]  # fmt: skip
    doubts = [f"{where} {told.doubt}" for where, told in claims if told.doubt and not told.month]
    months = {told.month: where for where, told in reversed(claims) if told.month}
    years = {told.year: where for where, told in reversed(claims) if told.year}
    month = next((told.month for _, told in claims if told.month), 0)
    year = next((told.year for _, told in claims if told.year), 0)
    span = next((told.span for _, told in claims if told.span and told.month in (month, 0)), "")
    note = next((told.note for _, told in claims if told.note), "")
    doubt = _standing(claims) or ("" if month else next(iter(doubts), ""))
    if not (doubt or year):
        doubt = next((f"{where} menyebut tahun '{told.odd_year}' yang tidak dikenal"
                      for where, told in claims if told.odd_year), "")  # fmt: skip
    if len(months) > 1:
        doubt = _differing(f"{where} menyebut bulan {month_word(m)}" for m, where in months.items())
    elif month and all(told.as_name for _, told in claims if told.month):
        where, name = next((where, told.as_name) for where, told in claims if told.month)
        doubt = f"{where} '{name}': bulan atau nama orang? Tulis bulannya di judul"
        return Told(0, year, span, doubt, note)
    elif len(years) > 1:
        doubt = _differing(f"{where} menyebut tahun {y}" for y, where in years.items())
    return Told(month, year, span, doubt, note, tuple(m for m in months if m != month))
