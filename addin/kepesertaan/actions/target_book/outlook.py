"""The sheet Proyeksi: where each metric may stand in December, and how wrong this has been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kepesertaan.data.roll_up_settings import Settings
from kepesertaan.domain.grid import Grid, Plain, Spot
from kepesertaan.domain.iuran import rounded
from kepesertaan.domain.target_forecast import Projection
from kepesertaan.domain.target_sums import achievement
from kepesertaan.rules.target_rollup.lines import segment_word
from kepesertaan.rules.target_rollup.outlook import Outlook

from .judged import Judged
from .places import NONE, OUTLOOK, cell
from .plain import height_of, room_for_names
from .said import number

FIRST = 7  # row of the first line
BRANCH = "Cabang"
_HEADS = ("Metrik", "Siapa", "Cara", "Dipakai", "Perkiraan Des", "Terendah", "Tertinggi",
          "Target setahun", "Terhadap target", "Rata-rata meleset", "Banyak uji", "Uji ke depan",
          "Dari petugas", "Catatan")  # fmt: skip
_EXACT = 9  # decimals that a projection is computed with
_TEXTS = (0, 1, 2, 3, 12, 13)
_VALUE, _TARGET, _SHARE, _ERROR, _NOTE = 4, 7, 8, 9, 13
_WIDTHS = (14, 9, 17, 17, 17, 17, 11, 11, 9, 10, 12, 52)
_NO_RANGE = "rentang belum dapat dihitung: uji masa lalu kurang dari tiga"
_NOTES = (
    "Perkiraan, bukan kenyataan. Rentang: dari kesalahan terendah sampai tertinggi bila cara yang "
    "sama dipakai di bulan-bulan lalu.",
    "Hanya dari petugas dan segmen yang semua bulannya ada. Di bawah enam bulan tidak ada "
    "perkiraan. Yang dipakai: cara yang paling sedikit meleset.",
    "Desember dihitung {} bulan biasa untuk iuran (cara linier dan laju); cara musiman "
    "mengambilnya dari tahun lalu.",
    "Cabang dahulu, lalu segmen dan petugas dari metrik yang punya target. Masing-masing dihitung "
    "sendiri, jadi jumlahnya dapat berbeda dari perkiraan cabang.",
)


def outlook_grid(
    branch: Sequence[Outlook],
    parts: Sequence[tuple[str, Outlook]],
    settings: Settings,
    judged: Judged,
) -> Grid:
    """The sheet: of each metric of the branch all variants, the one that was least wrong first;
    of its ``parts``, segments and officers, that one alone.
    """
    spots = [Spot(0, 0, "Proyeksi akhir tahun", "title")]
    spots += [
        Spot(1 + n, 0, note.format(number(settings.december_worth)), "note")
        for n, note in enumerate(_NOTES)
    ]
    spots += [
        Spot(FIRST - 1, n, head, "text head" if n in _TEXTS else "right head")
        for n, head in enumerate(_HEADS)
    ]
    heights: dict[int, float] = {FIRST - 1: 32}
    last = FIRST
    for last, values in enumerate(_lines(branch, parts), FIRST):
        spots += values.spots(last, judged)
        heights[last] = height_of(values.note, _WIDTHS[-1])
    names = room_for_names(label for label, _ in parts)
    return Grid(
        OUTLOOK, spots, (25, names, *_WIDTHS), heights=heights, frozen=(FIRST, 2),
        repeat=(FIRST - 1, FIRST - 1), filtered=(FIRST - 1, 0, last, len(_HEADS) - 1),
    )  # fmt: skip


def _lines(branch: Sequence[Outlook], parts: Sequence[tuple[str, Outlook]]) -> Iterator[_Projected]:
    for one in branch:
        for n, made in enumerate(one.projections or (None,)):
            yield _Projected(BRANCH, one, made, is_used=n == 0)
    for label, one in parts:
        yield _Projected(label, one, next(iter(one.projections), None), is_used=True)


class _Projected:
    """One line being written: a projection, or why there is none."""

    def __init__(
        self, label: str, found: Outlook, made: Projection | None, *, is_used: bool
    ) -> None:
        self._label, self._found, self._made, self._is_used = label, found, made, is_used
        self.note = _note(found, made) if made else found.why_none

    def spots(self, at: int, judged: Judged) -> list[Spot]:
        """Its cells."""
        found, made = self._found, self._made
        emphasis = "total" if made and self._is_used and self._label == BRANCH else "lined"
        values = self._values(made) if made else (NONE,) * (len(_HEADS) - 3)
        row = (found.metric.label, self._label, *values, self.note)
        spots = [_spot(at, n, value, emphasis) for n, value in enumerate(row) if n != _SHARE]
        share = _share(found, made) if made else None
        told = judged.share(f"{cell(at, _VALUE)}/{cell(at, _TARGET)}", share, found.metric)
        look = "percent" if share is not None else "right quiet"
        return [*spots, Spot(at, _SHARE, told, f"{look} {emphasis}")]

    def _values(self, made: Projection) -> tuple[Plain, ...]:
        found, tested = self._found, made.tested
        return (
            made.variant, "ya" if self._is_used else "",
            whole(made.value), whole(made.low), whole(made.high), found.target, None,
            tested.average, len(tested.errors), f"{tested.ahead} bulan" if tested.errors else NONE,
            f"{found.officers} dari {found.of}" if found.of > 1 else "",
        )  # fmt: skip


def _share(found: Outlook, made: Projection) -> Decimal | None:
    is_above = found.target is not None and found.target > 0
    return achievement(whole(made.value), found.target) if is_above else None


def whole(value: Decimal | None) -> Decimal | None:
    """A projection without decimals it cannot have.

    >>> whole(Decimal(65) / 6 * 3)  # 32,5, but for the last digit
    Decimal('33')
    """
    return None if value is None else rounded(rounded(value, _EXACT))


def _spot(at: int, col: int, value: Plain, emphasis: str) -> Spot:
    if value is None or (value == NONE and col not in _TEXTS):
        return Spot(at, col, NONE, f"right quiet {emphasis}")
    if col in _TEXTS:
        return Spot(at, col, value, f"{'wrap' if col == _NOTE else 'text'} {emphasis}")
    if isinstance(value, str):
        return Spot(at, col, value, f"right {emphasis}")
    return Spot(at, col, value, f"{'percent' if col == _ERROR else 'number'} {emphasis}")


def _note(found: Outlook, made: Projection) -> str:
    notes = []
    if made.low is None:
        notes.append(_NO_RANGE)
    elif made.tested.ahead < made.ahead:
        notes.append(
            f"diuji {made.tested.ahead} bulan ke depan, padahal sampai Desember {made.ahead} "
            "bulan: rentang dapat lebih lebar"
        )
    if found.unsure:
        segments = ", ".join(segment_word(segment) for segment in found.unsure)
        notes.append(f"{segments}: jenis belum dipastikan")
    return "; ".join(notes)
