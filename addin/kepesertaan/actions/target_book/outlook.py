"""The sheet Proyeksi: where each metric may stand in December, and how wrong this has been."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kepesertaan.data.roll_up_settings import Settings
from kepesertaan.domain.grid import Grid, Plain, Spot
from kepesertaan.domain.iuran import rounded
from kepesertaan.domain.target_forecast import Projection
from kepesertaan.domain.target_sums import achievement
from kepesertaan.rules.targets_lines import segment_word
from kepesertaan.rules.targets_outlook import Outlook

from .judged import Judged
from .places import NONE, OUTLOOK, cell
from .said import number

FIRST = 6  # row of the first line
_HEADS = ("Metrik", "Cara", "Dipakai", "Perkiraan Des", "Terendah", "Tertinggi", "Target setahun",
          "Terhadap target", "Rata-rata meleset", "Banyak uji", "Uji ke depan", "Dari petugas",
          "Catatan")  # fmt: skip
_VALUE, _TARGET, _SHARE = 3, 6, 7
_WIDTHS = (26, 14, 9, 18, 18, 18, 18, 11, 11, 9, 11, 12, 60)
_NO_RANGE = "rentang belum dapat dihitung: uji masa lalu kurang dari tiga"


def outlook_grid(found: Sequence[Outlook], settings: Settings, judged: Judged) -> Grid:
    """The sheet; of each metric the variant that was least wrong comes first."""
    spots = [
        Spot(0, 0, "Proyeksi akhir tahun", "title"),
        Spot(1, 0, "Perkiraan, bukan kenyataan. Rentang: dari kesalahan terendah sampai tertinggi "
                   "bila cara yang sama dipakai di bulan-bulan lalu.", "note"),
        Spot(2, 0, "Hanya dari petugas yang semua bulannya ada. Di bawah enam bulan tidak ada "
                   "perkiraan. Yang dipakai: cara yang paling sedikit meleset.", "note"),
        Spot(3, 0, "Desember dihitung "
                   f"{number(settings.december_worth)} bulan biasa untuk iuran "
                   "(cara linier dan laju); cara musiman mengambilnya dari tahun lalu.", "note"),
    ]  # fmt: skip
    left = {"Metrik", "Cara", "Dipakai", "Catatan", "Dari petugas"}
    spots += [
        Spot(FIRST - 1, n, head, "text head" if head in left else "right head")
        for n, head in enumerate(_HEADS)
    ]
    at = FIRST
    for one in found:
        lines = _lines(at, one, judged)
        spots += [spot for line in lines for spot in line]
        at += len(lines)
    return Grid(
        OUTLOOK, spots, _WIDTHS, heights={FIRST - 1: 32}, frozen=(FIRST, 2),
        repeat=(FIRST - 1, FIRST - 1), filtered=(FIRST - 1, 0, max(at - 1, FIRST), len(_HEADS) - 1),
    )  # fmt: skip


def _lines(at: int, one: Outlook, judged: Judged) -> list[list[Spot]]:
    if not one.projections:
        values: tuple[Plain, ...] = (one.metric.label, NONE, NONE, *(NONE,) * 9, one.why_none)
        return [[_spot(at, n, value, "lined") for n, value in enumerate(values)]]
    return [
        _line(at + n, one, projection, judged, is_used=n == 0)
        for n, projection in enumerate(one.projections)
    ]


def _line(at: int, one: Outlook, made: Projection, judged: Judged, *, is_used: bool) -> list[Spot]:
    tested = made.tested
    share = achievement(whole(made.value), one.target) if one.target and one.target > 0 else None
    emphasis = "total" if is_used else "lined"
    values: tuple[Plain, ...] = (
        one.metric.label, made.variant, "ya" if is_used else "",
        whole(made.value), whole(made.low), whole(made.high), one.target, None,
        tested.average, len(tested.errors), f"{tested.ahead} bulan" if tested.errors else NONE,
        f"{one.officers} dari {one.of}", _note(one, made),
    )  # fmt: skip
    spots = [_spot(at, n, value, emphasis) for n, value in enumerate(values) if n != _SHARE]
    told = judged.share(f"{cell(at, _VALUE)}/{cell(at, _TARGET)}", share, one.metric)
    look = "percent" if share is not None else "right quiet"
    return [*spots, Spot(at, _SHARE, told, f"{look} {emphasis}")]


def whole(value: Decimal | None) -> Decimal | None:
    """A projection without decimals it cannot have."""
    return None if value is None else rounded(value)


def _spot(at: int, col: int, value: Plain, emphasis: str) -> Spot:
    if value is None:
        return Spot(at, col, NONE, f"right quiet {emphasis}")
    if col in (0, 1, 2, 11, 12):
        return Spot(at, col, value, f"{'wrap' if col == 12 else 'text'} {emphasis}")
    if isinstance(value, str):
        return Spot(at, col, value, f"right {emphasis}")
    return Spot(at, col, value, f"{'percent' if col == 8 else 'number'} {emphasis}")


def _note(one: Outlook, made: Projection) -> str:
    notes = []
    if made.low is None:
        notes.append(_NO_RANGE)
    elif made.tested.ahead < made.ahead:
        notes.append(
            f"diuji {made.tested.ahead} bulan ke depan, padahal sampai Desember {made.ahead} "
            "bulan: rentang dapat lebih lebar"
        )
    if one.unsure:
        segments = ", ".join(segment_word(segment) for segment in one.unsure)
        notes.append(f"{segments}: jenis belum dipastikan")
    return "; ".join(notes)
