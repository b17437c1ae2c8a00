"""Where the charts of the summary stand, and where its pages begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kepesertaan.domain.grid import Drawing

_PAGE_ROWS = 48  # at the scale the summary is printed, with its taller rows
_ROW_PIXELS = 21
_CHART_ROWS = 24  # at least, so that two metrics fill a page
_BAR_PIXELS, _AROUND = 20, 120  # of a bar with its name; of a chart's title, axis and legend
_LEFT_WIDTH, _RIGHT_WIDTH, _GAP = 780, 660, 12  # pixels
_RIGHT_COL = 6


def on_one_page(at: int, rows: int, breaks: list[int]) -> int:
    """The row itself; noted as the first of a page where so many rows go over its end."""
    if at + rows - (breaks[-1] if breaks else 0) > _PAGE_ROWS:
        breaks.append(at)
    return at


def arranged(
    charts: Sequence[Sequence[Drawing]], at: int, breaks: list[int]
) -> tuple[list[Drawing], int]:
    """Each metric's charts side by side, officers at the left, the others at the right, and the row
    after them. ``breaks``: the rows that begin a page, to which those of the charts are added.
    """
    made: list[Drawing] = []
    for some in charts:
        rows = _rows(some)
        at = on_one_page(at, rows, breaks)
        bars = [one for one in some if one.kind == "bar"]
        others = [one for one in some if one.kind != "bar"]
        height = rows * _ROW_PIXELS - _GAP
        made += [replace(one, row=at, col=0, width=_LEFT_WIDTH, height=height) for one in bars]
        share = rows // max(len(others), 1)
        for n, one in enumerate(others):
            col, width = (_RIGHT_COL, _RIGHT_WIDTH) if bars else (0, _LEFT_WIDTH)
            made.append(replace(one, row=at + n * share, col=col, width=width,
                                height=share * _ROW_PIXELS - _GAP))  # fmt: skip
        at += rows if some else 0
    return made, at


def _rows(charts: Sequence[Drawing]) -> int:
    """As many as the names of the longest chart need, but no more than a page has."""
    bars = max((one.bars for one in charts), default=0)
    return min(_PAGE_ROWS, max(_CHART_ROWS, -(-(bars * _BAR_PIXELS + _AROUND) // _ROW_PIXELS)))
