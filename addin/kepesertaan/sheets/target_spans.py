"""Whether a cell of a target table is of one month, of January up to it, or of the whole year."""

from __future__ import annotations

from collections.abc import Sequence

from kepesertaan.data.written_days import month_word

from .target_months import Told
from .target_parts import Part
from .target_words import Said

_OF_YEAR = "judulnya menyebut target tahun; tulis Target Tahun atau Target Bulan di kolomnya"


class Unclear(Exception):
    """Why a cell's meaning is unclear, in Indonesian."""


def span_of(row: Part, col: Part, around: Sequence[Said], time: Told, side: str) -> str:
    """The span: bulan, sd or tahun. Raises ``Unclear``.

    ``around``: what titles and names say, the nearest first; ``time``: on what they agree.
    """
    own = _own_span(row, col, side)
    if own:
        if own == "tahun" and (row.is_bare_year or col.is_bare_year):
            _refuse_bare_year(time)
        return own
    if side == "target" and any(told.of_year for told in around):
        raise Unclear(_OF_YEAR)
    if any("minggu" in told.roles for told in around):
        raise Unclear("judul atau nama menyebut minggu: tulis 'bulan ini' atau 's.d.' di kolomnya")
    return time.span or "bulan"


def _own_span(row: Part, col: Part, side: str) -> str:
    """The span a row and a column say, "" where they leave it open."""
    told = set(row.said.spans) | set(col.said.spans)
    months = row.said.months or col.said.months
    if any(part.said.of_quarter and not part.said.months for part in (row, col)):
        raise Unclear("triwulan atau semester, bukan satu bulan")
    for span in ("sd", "bulan"):
        if span in told:
            return span
    if "tahun" in told and not (months and row.said.months != col.said.months):
        return "tahun"
    if months:
        return "bulan"
    has_year = col.said.years or row.said.years
    return "tahun" if has_year and side in (*row.said.sides, *col.said.sides) else ""


def _refuse_bare_year(time: Told) -> None:
    """Of 2025 and 2026 in a sheet of November, whether the years or their Novembers are meant."""
    if time.month and time.span != "sd":
        month = month_word(time.month)
        raise Unclear(f"tahun saja di kolomnya: setahun penuh atau {month} saja? Tulis bulannya")
