"""What the titles above a target table and the notes below it say, without people's names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kepesertaan.domain.text import visible

from .header import Rows
from .target_block import Block
from .target_given import may_name
from .target_grid import Grid
from .target_months import Told, title_time
from .target_names import named_for_month
from .target_officers import looks_like_name, officer_in, without_names
from .target_persons import name_words, same_person, tidy_name
from .target_words import Said, said

_PIECES = re.compile(r"[();]|, ")
_FOR = re.compile(r"\b(?:UNTUK|KHUSUS)\b", re.I)
_IN = re.compile(r"\bDALAM\b[^();]*\b(?:UNTUK|KHUSUS)\b[^();,]*", re.I)
_BARE_M = re.compile(r"\( *(?:dalam +)?M *\)", re.I)  # million or miliar
_DASH = re.compile(r"(?:^|\s)[-\u2013\u2014|](?:\s|$)")
_BUT = re.compile(r"\b(?:KECUALI|SELAIN)\b", re.I)


def title_saids(titles: Sequence[Sequence[str]], known: Sequence[str]) -> list[Said]:
    """What each title cell says, the nearest to the table first, without people's names."""
    found = list[Said]()
    for cells in reversed(titles):
        line = " ".join(dict.fromkeys(cells))
        if officer_in(cells):
            line = _without_officer(cells)
        found += line_saids(without_names(visible(line), known)[0])
    return found


@lru_cache(maxsize=5000)
def line_saids(line: str) -> tuple[Said, ...]:
    """What a title or note says; units of one metric alone stand by themselves.

    >>> title, unit = line_saids("REKAP TARGET 2026 (dalam jutaan rupiah untuk iuran)")
    >>> title.metrics, title.scales, unit.scales, unit.only_for
    ((), (), ('1000000',), ('iuran',))
    >>> [one.only_for for one in line_saids("TARGET IURAN (dalam jutaan rupiah)")]
    [()]
    """
    line = _BARE_M.sub("(Rp M)", line)
    cut = _IN.sub(lambda match: f";{match[0]};", line)
    pieces = [piece for piece in _PIECES.split(cut) if piece.strip()]
    told = [(piece, said(piece)) for piece in pieces]
    units = [_unit(piece, one) for piece, one in told if _is_unit(piece, one)]
    rest = [(piece, one) for piece, one in told if not _is_unit(piece, one)]
    if not units:
        return (said(line),)
    if (
        len(units) == 1
        and not any(_FOR.search(piece) for piece, one in told if one.scales)
        and (not any(one.counts for _, one in rest))
    ):  # the title's own metric, with its unit
        unit = units[0]
        whole = replace(said(line), only_for=unit.only_for, scales=unit.scales)
        return (replace(whole, is_loose=unit.is_loose),)
    return (said(" ".join(piece for piece, _ in rest)), *units)


def _is_unit(piece: str, told: Said) -> bool:
    """Whether a piece of a title gives the unit of a metric: "iuran dalam jutaan rupiah"."""
    if told.scales and _BUT.search(piece):
        return True
    return bool(told.counts and (told.scales or told.units)) and bool(
        re.search(r"\bDALAM\b", piece, re.I) or (told.scales and _FOR.search(piece))
    )


def _unit(piece: str, told: Said) -> Said:
    scales = ("tanya",) if told.scales and _BUT.search(piece) else told.scales
    return Said(
        scales=scales, units=told.units, only_for=() if _BUT.search(piece) else told.counts,
        is_loose=not told.metrics,
    )  # fmt: skip


def officer_of(titles: Sequence[Sequence[str]], known: Sequence[str]) -> str:
    """The officer titles name: behind a label, or a known person's name alone in a cell.

    Of several behind labels the one who is known; none or two known: all, for it to be asked.
    """
    names = {name_words(name): name for name in known}
    found = [name for cells in titles if (name := officer_in(cells))]
    fullest = [one for one in dict.fromkeys(found)
               if not any(one != other and same_person(one, other) for other in found)]  # fmt: skip
    listed = [one for one in fullest if name_words(one) in names]
    labelled = " / ".join(listed if len(listed) == 1 else fullest or found[:1])
    rows = (cells for cells in titles if sum(map(may_name, cells)) < 2)  # no heading of several
    alone = (names.get(name_words(cell), "") for cells in rows for cell in cells)
    return labelled or next(filter(None, alone), "")


def name_like(titles: Sequence[Sequence[str]]) -> str:
    """Two to four words of a title nothing is known of, perhaps somebody's name.

    >>> name_like([["TARGET 2026"], ["Budi Santoso"]]), name_like([["KC Tanjung Perak"]])
    ('Budi Santoso', '')
    >>> name_like([["TARGET NOV 2026 - Budi Santoso"]]), name_like([["ARK Budi Santoso"]])
    ('Budi Santoso', 'Budi Santoso')
    """
    cells = (cell for cells in titles for cell in cells)
    pieces = (tidy_name(piece) for cell in cells for piece in _DASH.split(visible(cell)))
    return next(filter(looks_like_name, pieces), "")


def _without_officer(cells: Sequence[str]) -> str:
    """The cells of a title line that do not give the officer's name."""
    name = officer_in(cells).upper()
    return " ".join(cell.upper().replace(name, " ") for cell in cells)


def titles_for(block: Block, grid: Grid, known: Sequence[str]) -> tuple[list[Said], Told, str]:
    """What the titles of a table say, the nearest first, of what time, and of whom.

    Those of the first table hold for the others where their own leave it open, but for what is
    counted: that holds on only where a table has no title.
    """
    own = title_saids(block.titles, known)
    first = grid.blocks[0]
    officer = officer_of(block.titles, known) or officer_of(first.titles, known)
    if block is first:
        return own, replace(title_time(own), as_name=_as_name(block.titles, known)), officer
    upper = title_saids(first.titles, known)
    if own:
        upper = [replace(one, metrics=(), weak=(), segments=(), sides=()) for one in upper]
    time, above = title_time(own), title_time(upper)
    if not time.month and not time.doubt:
        time = replace(above, year=time.year or above.year)
    return [*own, *upper], replace(time, year=time.year or above.year), officer


def _as_name(titles: Sequence[Sequence[str]], known: Sequence[str]) -> str:
    """What in titles may be a month or the name of somebody, "" for nothing."""
    cells = (cell for cells in titles if not officer_in(cells) for cell in cells)
    return next(filter(None, (named_for_month(without_names(c, known)[0]) for c in cells)), "")


def units_below(rows: Rows, grid: Grid) -> list[Said]:
    """What notes below the tables say of units: "*) dalam jutaan rupiah"."""
    last = max((block.body[-1] for block in grid.blocks if block.body), default=0)
    below = [*range(last + 1, len(rows)), *(i for b in grid.blocks for i in b.notes)]
    texts = [v for i in below for v in rows[i] if isinstance(v, str) and v.strip()]
    return [
        Said(scales=one.scales, units=one.units, scaled=one.scaled, only_for=one.only_for,
             is_loose=one.is_loose)
        for text in texts for one in line_saids(text) if one.scales
    ]  # fmt: skip
