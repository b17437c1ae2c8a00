"""What a row or a column of a target table says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kepesertaan.data.target_words import whole_segment
from kepesertaan.sheets.targets.people.given_names import has_given_name
from kepesertaan.sheets.targets.words.said import NOTHING, Said

_ACTUAL = "'{}' bisa realisasi atau persentase; tulis Realisasi atau %"
_SUM = "jumlah di sebelah kolom capaian: target atau realisasi? Tulis di judulnya"
_PLAN = "rencana di sini bisa target atau perkiraan; bila target, tulis Target"
_MEND = "hapus atau ganti katanya bila angkanya perlu direkap"
NO_METRIC = "ukurannya (TK aktif, iuran, ...) tidak dikenal; tulis di barisnya"
_NAME = "bila nama petugas, tulis Petugas di judulnya"
_IGNORED = ("persen", "capaian", "deviasi", "proyeksi", "rencana", "rata", "lampau", "mingguan",
            "minggu", "lain", "nilai")  # fmt: skip
_WHY = {
    "persen": "persentase, dihitung ulang",
    "capaian": "persentase, dihitung ulang",
    "deviasi": "deviasi atau sisa, dihitung ulang",
    "proyeksi": "proyeksi, dihitung ulang",
    "rencana": "rencana, bukan target",
    "rata": "rata-rata, dihitung ulang",
    "lampau": "bulan atau tahun lalu, atau pertumbuhan",
    "mingguan": "rincian mingguan",
    "minggu": "rincian mingguan",
    "lain": "peringkat, bobot, atau kebutuhan",
    "nilai": "nilai tanpa keterangan",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A row or a column.

    ``own``: what its own words say; ``said``: with what it has from rows above filled in.
    ``why``: why its numbers are no figures, "" for those that may be; ``doubt``: why nothing can be
    said of them. ``is_bare_year``: a column of a year that may be of a month of it alone.
    ``is_plain``: it says a row's things alone (one metric, at most one segment), or
    a column's (one side, a month, a span).
    """

    text: str = ""
    said: Said = NOTHING
    own: Said = NOTHING
    officer: str = ""
    why: str = ""
    is_percent: bool = False
    is_total: bool = False
    rest: tuple[str, ...] = ()
    may_be_actual: bool = False
    doubt: str = ""
    is_plain: bool = False
    is_bare_year: bool = False

    @property
    def is_detail(self) -> bool:
        """Whether it says of what it counts more than a metric and a segment."""
        is_part = any(whole_segment(one) != one for one in self.said.segments)
        return (is_part or bool(self.own.rest)) and not (self.why or self.is_total)

    def doubted(self, doubt: str) -> Part:
        """The same, asked about; what it was asked about already is asked first."""
        return replace(self, doubt=self.doubt or doubt, is_plain=False)


Parts = Mapping[int, Part]  # by row or by column, from 0


def doubted(parts: Parts, places: Collection[int], doubt: str) -> dict[int, Part]:
    """The rows or columns, those in some places asked about."""
    return {at: part.doubted(doubt) if at in places else part for at, part in parts.items()}


def part_of(text: str, told: Said, officer: str = "", *, is_total: bool, doubt: str = "") -> Part:
    """A row or column by its own words, and whether they say that its numbers are no figures."""
    is_percent = told.has_percent or "persen" in told.roles or "capaian" in told.roles
    role = next((role for role in told.roles if role in _IGNORED), "")
    may_be_actual = "capaian" in told.roles and not (
        told.has_percent or "persen" in told.roles or told.sides
    )
    return Part(
        text, told, told, officer, _WHY.get("persen" if is_percent else role, ""), is_percent,
        is_total, told.rest, may_be_actual, doubt,
    )  # fmt: skip


def unknown_words(rest: Sequence[str]) -> str:
    """Why words nothing is known of are asked about, and what to do; never a long number."""
    words = " ".join([word for word in rest if not word.isdigit() or len(word) < 3][:3]).title()
    return f"kata '{words}' tidak dikenal; {_NAME if has_given_name(words) else _MEND}"


def ask_wrapped(parts: Parts) -> Parts:
    """Months without a year before a January that follows December are of another year than those
    behind it: November, Desember, Januari. Of which is asked."""
    order = [(place, part.said.months[0][1]) for place, part in parts.items()
             if len(part.said.months) == 1 and not part.said.years and not part.why]  # fmt: skip
    months = [month for _, month in order]
    at = next((n for n, two in enumerate(pairwise(months), 1) if two == (12, 1)), 0)
    if not at or 1 in months[:at]:
        return parts
    doubt = "bulan sebelum Januari tanpa tahun: tulis tahunnya"
    return doubted(parts, {place for place, _ in order[:at]}, doubt)


def ask_sides(rows: Parts, columns: Parts) -> tuple[Parts, Parts]:
    """Where nothing else is a realisation, CAPAIAN may be one, and RENCANA a target where nothing
    else is: that is asked about."""
    both = (*rows.values(), *columns.values())
    years = {year for part in both if part.may_be_actual for year in part.said.years}
    if not any(_is_done(part, years) for part in both):
        sums = {c for c, part in columns.items() if part.is_total and not part.said.sides}
        if any(part.may_be_actual for part in columns.values()):
            columns = doubted(columns, sums, _SUM)
        rows, columns = (_asked(parts, _may_be_actual, _ACTUAL)
                         for parts in (rows, columns))  # fmt: skip
    if not any("target" in part.said.sides and not (part.why or part.rest) for part in both):
        rows, columns = (_asked(parts, _may_be_target, _PLAN)
                         for parts in (rows, columns))  # fmt: skip
    return rows, columns


def _is_done(part: Part, years: Collection[int]) -> bool:
    """Whether a part is a realisation, and not of other years than achievements beside it."""
    is_other = bool(years) and bool(part.said.years) and set(part.said.years).isdisjoint(years)
    return "realisasi" in part.said.sides and not part.why and not is_other


def _may_be_actual(part: Part) -> bool:
    return part.may_be_actual


def _may_be_target(part: Part) -> bool:
    return "rencana" in part.said.roles and not (part.is_percent or part.rest)


def _asked(parts: Parts, may_be: Callable[[Part], bool], doubt: str) -> Parts:
    return {
        place: replace(part, why="", is_percent=False, doubt=doubt.format(part.text))
        if may_be(part) else part
        for place, part in parts.items()
    }  # fmt: skip
