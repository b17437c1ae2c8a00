"""What each column of values of a target table says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kepesertaan.data.loader import load_toml
from kepesertaan.sheets.targets.people.officer_texts import officer_in, without_names
from kepesertaan.sheets.targets.words.said import Said, said

from .part import Part, Parts, part_of

ColumnHeads = tuple[tuple[int, tuple[str, ...]], ...]  # column, its heading's texts
_ALONE = {
    "mingguan": "rincian mingguan tanpa jumlah sebulan",
    "minggu": "rincian mingguan tanpa jumlah sebulan",
    "rata": "rata-rata tanpa jumlah sebulan",
    "proyeksi": "perkiraan tanpa angka sebenarnya",
}
_MARKS = {str(mark): str(word) for mark, word in load_toml("target_words")["mark"].items()}
_WHICH = "dua kolom tidak menyebut isinya: mana angkanya? Tulis Target, Realisasi, atau bulannya"


def column_parts(heads: ColumnHeads, known: tuple[str, ...]) -> Parts:
    """Every column of values; one may be headed by an officer who is known."""
    found = {c: _column(texts, known) for c, texts in heads}
    if len(found) == 1:
        found = {c: _only_value(part) for c, part in found.items()}
    usual = {part.said.sides for part in found.values() if not part.why}
    usual |= {()} if ("realisasi",) in usual else set()
    return _ask_years(_ask_which({c: _ask_alone(part, usual) for c, part in found.items()}))


def _ask_which(columns: Parts) -> Parts:
    """A column headed Nilai or Angka is a score, and one headed Jumlah a total, beside columns that
    say what they are; beside others it may hold the numbers itself: Nilai and Jumlah, Angka and
    Bulan Ini, Jumlah and a column without a heading."""
    scores = {c for c, part in columns.items() if part.said.roles == ("nilai",) and part.why}
    figures = {c: part for c, part in columns.items()
               if not (part.why or (part.said.of_quarter and not part.said.months))}  # fmt: skip
    sums = {c for c, part in figures.items() if part.is_total}
    is_open = bool(scores) or (sums and sums != figures.keys())
    if not is_open or _say_of_what(figures):
        return columns
    return {
        c: replace(part, why="", doubt=_WHICH, is_plain=False) if c in scores | figures.keys()
        else part
        for c, part in columns.items()
    }  # fmt: skip


def _say_of_what(columns: Parts) -> bool:
    """Whether a column says of what or when it is; one year alone says nothing of that."""
    years = {year for part in columns.values() for year in part.said.years}
    return len(years) > 1 or any(
        part.said.sides or part.said.counts or part.said.segments or part.said.months
        or part.officer for part in columns.values()
    )  # fmt: skip


def _ask_years(columns: Parts) -> Parts:
    """Columns headed by a side and a year alone are unclear beside a month of the titles, where the
    latest year has a realisation: it can be of that month alone."""
    bare = {c: part for c, part in columns.items() if part.said.sides and part.said.years
            and not (part.said.months or part.said.spans or part.why)}  # fmt: skip
    latest = max((year for part in bare.values() for year in part.said.years), default=0)
    done = [part for part in bare.values() if "realisasi" in part.said.sides]
    if not any(latest in part.said.years for part in done):
        return columns
    return {c: replace(part, is_bare_year=c in bare) for c, part in columns.items()}


def _ask_alone(part: Part, usual: set[tuple[str, ...]]) -> Part:
    """Weeks, averages and projections are left out where a month's number stands beside them, else
    asked about. ``usual``: the sides of columns of figures.

    Weeks of no side are of what was done; a projection of no side is none of what is asked for.
    """
    doubt = next((_ALONE[role] for role in part.said.roles if role in _ALONE), "")
    is_idle = "proyeksi" in part.said.roles and not part.said.sides
    if not doubt or is_idle or part.said.sides in usual:
        return part
    return replace(part, why="", doubt=doubt)


def _only_value(part: Part) -> Part:
    """The only column of numbers, headed Nilai or Jumlah: its rows say what they are."""
    told = part.said
    says_more = told.sides or told.counts or told.segments or told.months or told.spans or told.rest
    if says_more or not (told.is_total or told.roles == ("nilai",)):
        return part
    bare = replace(told, is_total=False, roles=())
    return part_of(part.text, bare, part.officer, is_total=False)


@lru_cache(maxsize=5000)
def _column(texts: tuple[str, ...], known: tuple[str, ...]) -> Part:
    named = [_named(text, known) for text in texts]
    heads = [bare for bare, _ in named]
    told = _without_years(heads, said(" ".join(map(_spelled, heads))))
    officer = next((name for _, name in named if name), "")
    part = part_of(" ".join(heads), told, officer, is_total=_is_total(heads, told))
    is_plain = len(told.sides) == 1 and not (told.counts or told.segments or part.rest or part.why)
    return replace(part, is_plain=is_plain)


def _spelled(text: str) -> str:
    """A heading of a mark alone by its word: +/- is a difference."""
    return _MARKS.get(re.sub("[ ()]", "", text), text)


def _named(text: str, known: tuple[str, ...]) -> tuple[str, str]:
    """A heading without the officer's name in it, and that name."""
    name = officer_in((text,))
    return ("", name) if name else without_names(text, known)


def _is_total(heads: Sequence[str], told: Said) -> bool:
    """Whether a column is a total; a month below a quarter is none."""
    if not (told.of_quarter and told.months):
        return told.is_total
    leaf = said(heads[-1])
    return leaf.is_total or not leaf.months


def _without_years(heads: Sequence[str], told: Said) -> Said:
    """``told`` without the span of a group "Tahun 2026" that stands over target and realisasi."""
    if told.spans != ("tahun",):
        return told
    leaf = said(heads[-1])
    is_group = any(said(head).year_only for head in heads[:-1])
    if told.months or (is_group and leaf.sides and "tahun" not in leaf.spans):
        return replace(told, spans=())
    return told
