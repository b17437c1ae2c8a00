"""The sheet Papan Petugas: every officer's achievement of every metric, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kepesertaan.domain.grid import Area, Formula, Grid, Spot, WordColour
from kepesertaan.rules.target_rollup.lines import Line
from kepesertaan.rules.target_rollup.months import short_month

from .judged import Judged, band_words
from .places import MISSING, NONE, OFFICERS, PEOPLE, inside, one
from .plain import height_of, room_for_names
from .tables import AT

FIRST = 5  # row of the first officer
_MOST = 10  # metrics; the others are on Per Petugas
_SHARE_WIDTH, _WORD_WIDTH, _REMARK_WIDTH = 8.5, 11.0, 38.0
_NO_TARGET, _ALL = "tanpa target", "semua metrik"
_A_PAGE = 45  # officers


def people_grid(
    groups: Sequence[tuple[Line, Sequence[Line]]],
    judged: Judged,
    rows: Mapping[tuple[str, str], int],
) -> Grid | None:
    """The sheet; None where no metric has a target. ``rows``: those of Per Petugas."""
    judgeable = [group for group in groups if group[0].achieved is not None]
    told = judgeable[:_MOST]
    if not told:
        return None
    wholes = [whole for whole, _ in told]
    by_name, tell = _by_name(told), _Told(judged, rows)
    spots = [*_top(judged, len(told), len(judgeable)), *_heads(wholes)]
    heights = {FIRST - 2: 32.0}
    ordered = sorted(by_name, key=lambda name: _rank(by_name[name].values(), judged, name))
    for at, name in enumerate(ordered, FIRST):
        lines = [by_name[name].get(whole.metric.key) for whole in wholes]
        remark = _remark(lines)
        spots += [Spot(at, 0, name, "text lined"), *tell.spots(at, name, lines, "lined")]
        spots.append(Spot(at, 1 + 2 * len(wholes), remark, "wrap lined"))
        heights[at] = max(15.75, height_of(remark, _REMARK_WIDTH))
    last = FIRST + len(ordered)
    spots += [Spot(last, 0, "Cabang", "text total"), *tell.spots(last, "", wholes, "total")]
    spots.append(Spot(last, 1 + 2 * len(wholes), None, "text total"))
    pairs = (_SHARE_WIDTH, _WORD_WIDTH) * len(wholes)
    return Grid(
        PEOPLE, spots, (room_for_names(ordered), *pairs, _REMARK_WIDTH), heights=heights,
        frozen=(FIRST, 1), repeat=(FIRST - 2, FIRST - 1), merges=_merges(len(wholes)),
        colours=_colours(len(wholes), last, judged), down=-(-len(ordered) // _A_PAGE),
    )  # fmt: skip


def _by_name(groups: Sequence[tuple[Line, Sequence[Line]]]) -> dict[str, dict[str, Line]]:
    """Each officer's lines by metric key."""
    found: dict[str, dict[str, Line]] = {}
    for whole, lines in groups:
        for line in lines:
            found.setdefault(line.label, {})[whole.metric.key] = line
    return found


def _rank(lines: Iterable[Line], judged: Judged, name: str) -> tuple[Sequence[int], str]:
    """Who has most of the worst colour comes first, then of the next."""
    words = [judged.word(line.achieved, line.metric) for line in lines]
    return [-words.count(band_words(band)) for band in reversed(judged.bands)], name


def _top(judged: Judged, shown: int, total: int) -> list[Spot]:
    until = f"{short_month(judged.month)} {judged.month[0]}"
    some = (
        f" {shown} dari {total} metrik; yang lain di lembar Per Petugas." if shown < total else ""
    )
    return [
        Spot(0, 0, f"Papan petugas s.d. {until}", "title"),
        Spot(1, 0, "Capaian setiap petugas terhadap target s.d. bulan dari yang ada realisasinya; "
                   "yang paling banyak merah di atas. Klik persen untuk rinciannya."
                   f"{some}", "note"),
    ]  # fmt: skip


def _heads(wholes: Sequence[Line]) -> list[Spot]:
    spots = [Spot(FIRST - 2, 0, None, "text head"), Spot(FIRST - 1, 0, "Petugas", "text head")]
    for n, whole in enumerate(wholes):
        col = 1 + 2 * n
        spots += [
            Spot(FIRST - 2, col, whole.metric.label, "text head"),
            Spot(FIRST - 1, col, "Capaian", "right head"),
            Spot(FIRST - 1, col + 1, "Warna", "text head"),
        ]
    end = 1 + 2 * len(wholes)
    return [*spots, Spot(FIRST - 2, end, None, "text head"),
            Spot(FIRST - 1, end, "Belum lengkap", "text head")]  # fmt: skip


def _merges(count: int) -> tuple[Area, ...]:
    return tuple((FIRST - 2, 1 + 2 * n, FIRST - 2, 2 + 2 * n) for n in range(count))


@dataclass(frozen=True, slots=True)
class _Told:
    """What lines are told by: how they are judged, and where they stand on Per Petugas."""

    judged: Judged
    rows: Mapping[tuple[str, str], int]

    def spots(self, at: int, name: str, lines: Sequence[Line | None], emphasis: str) -> list[Spot]:
        """Percentage and colour of each metric; ``name``: "" of the branch."""
        spots = []
        for n, line in enumerate(lines):
            share = self.judged.written(line.achieved, line.metric) if line else None
            col = 1 + 2 * n
            if line is None or share is None:
                why = _why_none(line)
                spots += [Spot(at, col, NONE, f"right quiet {emphasis}"),
                          Spot(at, col + 1, why, f"text quiet {emphasis}")]  # fmt: skip
                continue
            row = self.rows[line.metric.key, name]
            link = inside(OFFICERS, (row, 0), (row, 0))
            word = self.judged.word(line.achieved, line.metric)
            spots += [
                Spot(at, col, Formula(one(OFFICERS, row, AT["share"]), share),
                     f"percent {emphasis}", link),
                Spot(at, col + 1, Formula(one(OFFICERS, row, AT["band"]), word),
                     f"band {emphasis}"),
            ]  # fmt: skip
        return spots


def _why_none(line: Line | None) -> str:
    if line is None:
        return NONE
    return MISSING if line.done is None else _NO_TARGET


def _remark(lines: Sequence[Line | None]) -> str:
    """The metrics of which months are missing."""
    known = [line for line in lines if line]
    lacking = [line.metric.label for line in known if line.lacking]
    return _ALL if len(lacking) == len(known) > 1 else ", ".join(lacking)


def _colours(count: int, last: int, judged: Judged) -> tuple[WordColour, ...]:
    return tuple(
        WordColour((FIRST, 2 + 2 * n, last, 2 + 2 * n), band_words(band), band.colour)
        for n in range(count)
        for band in judged.bands
    )
