"""The sheet Rasio: ratios made anew of numerator and denominator, never averaged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from kepesertaan.domain.grid import Formula, Grid, Plain
from kepesertaan.domain.target_sums import achievement
from kepesertaan.domain.targets import Metric
from kepesertaan.rules.target_rollup.lines import segment_word
from kepesertaan.rules.target_rollup.months import short_month
from kepesertaan.rules.target_rollup.ratios import RatioLine, same_target, whole_share
from kepesertaan.rules.target_rollup.rows import Amount

from .judged import Judged, band_words
from .places import NONE, RATIOS, cell
from .plain import Head, Linked, first_row, plain_table, room_for_names
from .sources import SourceRows

_HEADS = (
    Head("Segmen", 13), Head("Pembilang", 14, "number"),
    Head("Penyebut", 14, "number"), Head("Dihitung (%)", 11, "hundredths"),
    Head("Tertulis (%)", 11, "hundredths"), Head("Beda poin", 10, "points"),
    Head("Target (%)", 11, "hundredths"), Head("Terhadap target", 11, "percent"),
    Head("Warna", 12, "band"), Head("Keterangan", 40, "wrap"),
)  # fmt: skip
_NOTES = (
    "Rasio cabang = jumlah pembilang / jumlah penyebut dari petugas yang punya keduanya; persen "
    "petugas tidak pernah dirata-rata.",
    "Persen tanpa pembilang dan penyebut ditulis seperti dikirim dan tidak dijumlahkan.",
)
_ABOVE, _BELOW, _SHARE, _SENT, _TARGET, _AGAINST = 3, 4, 5, 6, 8, 9
FIRST = first_row(_NOTES)
_RowValues = Sequence[Plain | Formula | Linked]


def ratios_grid(lines: Sequence[RatioLine], placed: SourceRows, judged: Judged) -> Grid:
    """The sheet: the officers of each ratio, then the branch."""
    rows: list[_RowValues] = []
    totals: list[int] = []
    for _, group in groupby(lines, key=lambda line: line.metric.key):
        own = list(group)
        start = FIRST + len(rows)
        rows += [_line(start + n, line, placed, judged) for n, line in enumerate(own)]
        totals.append(len(rows))
        rows.append(_whole(start, FIRST + len(rows), own, placed, judged))
    names = Head("Petugas", room_for_names(line.officer for line in lines))
    heads = (Head("Metrik", 26), names, *_HEADS)
    words: Mapping[str, str] = {band_words(band): band.colour for band in judged.bands}
    title = f"Rasio {short_month(judged.month)} {judged.month[0]}"
    return plain_table(RATIOS, title, _NOTES, heads, rows, (10, words), totals)


def _line(at: int, line: RatioLine, placed: SourceRows, judged: Judged) -> _RowValues:
    is_made = line.share is not None
    sent = line.sent.value if line.sent else None
    used = line.share if is_made else sent
    points: Plain | Formula = NONE
    if line.share is not None and sent is not None:
        points = Formula(f"{cell(at, _SENT)}-{cell(at, _SHARE)}", sent - line.share)
    why = "" if is_made else "pembilang atau penyebut belum ada; persen seperti dikirim"
    return (
        line.metric.label, line.officer, segment_word(line.segment),
        _amount(line.above if is_made else None, placed),
        _amount(line.below if is_made else None, placed), _share_value(at, line.share),
        _amount(line.sent, placed), points, _amount(line.target, placed),
        *_judged(at, used, line.target, line.metric, judged, is_made=is_made), why,
    )  # fmt: skip


def _whole(
    start: int,
    at: int,
    lines: Sequence[RatioLine],
    placed: SourceRows,
    judged: Judged,
) -> _RowValues:
    share, target = whole_share(lines), same_target(lines)
    both = [(one.above, one.below) for one in lines if one.share is not None]
    sums: list[Plain | Formula] = [NONE, NONE]
    if both:
        values = (sum((a.value for a, _ in both if a), Decimal(0)),
                  sum((b.value for _, b in both if b), Decimal(0)))  # fmt: skip
        sums = [
            Formula(f"SUM({cell(start, col)}:{cell(at - 1, col)})", value)
            for col, value in zip((_ABOVE, _BELOW), values, strict=True)
        ]
    why = "" if share is not None else "tanpa pembilang dan penyebut tidak ada rasio cabang"
    if share is not None and target is None and any(line.target for line in lines):
        why = "target petugas berbeda-beda; target cabang tidak dirata-rata"
    metric = lines[0].metric
    return (
        metric.label, "Jumlah", "", *sums, _share_value(at, share), None, None,
        _amount(target, placed) if share is not None else NONE,
        *_judged(at, share, target, metric, judged, is_made=True), why,
    )  # fmt: skip


def _share_value(at: int, share: Decimal | None) -> Plain | Formula:
    if share is None:
        return NONE
    return Formula(f"{cell(at, _ABOVE)}/{cell(at, _BELOW)}*100", share)


def _amount(amount: Amount | None, placed: SourceRows) -> Plain | Formula:
    return Formula(placed.formula(amount), amount.value) if amount else NONE


def _judged(
    at: int,
    used: Decimal | None,
    target: Amount | None,
    metric: Metric,
    judged: Judged,
    *,
    is_made: bool,
) -> tuple[Plain | Formula, Plain | Formula]:
    """The ratio against its target, and the band of that."""
    against = achievement(used, target.value if target else None)
    col = _SHARE if is_made else _SENT
    exact = f"{cell(at, col)}/{cell(at, _TARGET)}"
    return (
        judged.share(exact, against, metric),
        judged.colour(cell(at, _AGAINST), against, metric),
    )
