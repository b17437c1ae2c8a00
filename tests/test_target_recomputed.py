"""Every figure of the roll-up's book and page, against a computation that shares nothing with ours.

Thirteen officers' sheets of two years (branch_sheets.py) know their truth; recomputed.py computes from
it by the written rules. Compared is what a person sees in the real command's results.
"""

from __future__ import annotations

import re
import urllib.parse
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction as Exact
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from branch_sheets import METRICS, RATIOS, RUPIAH, YEAR, Truth, truth, visible, write
from kepesertaan import cli
from kepesertaan.actions.target_book.book import book
from kepesertaan.actions.target_book.outlook import whole as in_whole_numbers
from kepesertaan.actions.target_book.rolled import rolled_up
from kepesertaan.data.roll_up_settings import bands
from kepesertaan.domain.targets import Reading
from kepesertaan.files.gridbook import write_grids
from kepesertaan.rules.target_rollup.bands import band_of
from kepesertaan.rules.target_rollup.checks import contradictions
from kepesertaan.rules.target_rollup.lines import whole
from kepesertaan.rules.target_rollup.rows import roll_up
from recalculated import recalculated, same_values
from recomputed import (
    WORDS,
    Forecast,
    Line,
    Row,
    Rows,
    colour,
    days_left,
    forecasts,
    half_up,
    rows_of,
    total,
    written,
)
from target_sample import figure, metrics, strips

SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
KEYS = {label: key for key, (_, _, label) in METRICS.items()}
SEGMENTS = {"PU": "PU", "BPU": "BPU", "Jakon": "JAKON", "PMI": "PMI", "Tanpa segmen": ""}
SPANS = {"bulan itu": "bulan", "s.d. bulan": "sd", "s.d.": "sd", "setahun": "tahun"}
ANY = "apa pun"
NOTHING = ("–", "belum ada", "", None)
MONTHS = (6, 11, 12)


@dataclass
class Made:
    """A roll-up of a month: what was in the sheets, and what came of it."""

    month: int
    known: Truth
    folder: Path
    said: str
    book: Any
    page: Any
    rows: dict[str, Rows]

    def line(self, metric: str, officer: str = "", segment: str | None = None) -> Line:
        """The line of the whole, an officer or a segment."""
        rows = [one for one in self.rows[metric]
                if (not officer or one[0] == officer) and (segment is None or one[1] == segment)]  # fmt: skip
        return Line(metric, rows, self.month)

    def table(self, sheet: str, head: int) -> Iterator[tuple[dict[str, Any], tuple[Any, ...]]]:
        """The rows below the headings: by heading, and as cells."""
        page = self.book[sheet]
        heads = [cell.value for cell in page[head]]
        for cells in page.iter_rows(min_row=head + 1):
            if cells[0].value is not None:
                yield dict(zip(heads, [cell.value for cell in cells], strict=True)), cells


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Made]:
    """The roll-ups of three months, made one after the other as an office does."""
    base = tmp_path_factory.mktemp("cabang")
    found = {}
    for month in MONTHS:
        known = visible(truth(is_restated=month > 6), (YEAR, month))
        folder = base / f"masuk {month}"
        write(known, folder)
        cli.main(
            [
                "rekap",
                str(folder),
                "--bulan",
                f"{YEAR}-{month:02}",
                "--keluar",
                str(base / "HASIL"),
                "--json",
            ]
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl knows no sparklines
            book = openpyxl.load_workbook(
                base / "HASIL" / f"Rekap_Target_{YEAR}-{month:02}.xlsx", data_only=True
            )
        page = docx.Document(str(base / "HASIL" / f"Rapat_Target_{YEAR}-{month:02}.docx"))
        said = "\n".join(str(book["Ringkasan"].cell(n, 1).value or "") for n in range(1, 9))
        found[month] = Made(month, known, folder, said, book, page, rows_of(known, month))
    return found


class Checked:
    """What was compared; at the end nothing may differ."""

    def __init__(self) -> None:
        self.count, self.wrong = 0, list[tuple[str, Any, Any]]()

    def same(self, where: str, got: Any, want: Any) -> None:
        """A cell: a number as near as a spreadsheet keeps it, nothing as a dash or a word for it."""
        self.count += 1
        if want is ANY:
            is_same = got not in (*NOTHING, "tidak ada target", "belum lengkap")
        elif want is None:
            is_same = got in NOTHING
        elif isinstance(want, Exact):
            is_same = isinstance(got, int | float) and abs(got - want) <= 1e-9 * max(1, abs(want))
        else:
            is_same = got == want
        if not is_same:
            self.wrong.append((where, got, float(want) if isinstance(want, Exact) else want))

    def share(self, where: str, got: Any, want: Exact | None) -> None:
        """A percentage as it is shown, to one decimal."""
        shown = (
            got
            if got in NOTHING
            else float(half_up(Exact(Decimal(repr(got))).limit_denominator(10**12), 3))
        )
        self.same(where, shown, want)

    def is_right(self, least: int) -> None:
        assert self.wrong == []
        assert self.count >= least


@pytest.mark.parametrize("month", MONTHS)
def test_each_officers_and_segments_line(made: dict[int, Made], month: int) -> None:
    check, one, until = Checked(), made[month], SHORT[month - 1]
    months, weeks = 12 - month, Exact(days_left(month), 5)
    for sheet, head in (("Per Petugas", "Petugas"), ("Per Segmen", "Segmen")):
        seen = list[tuple[str, str]]()
        for told, _ in one.table(sheet, 4):
            metric, label = KEYS[told["Metrik"]], told[head]
            seen.append((metric, label))
            whose = (
                {}
                if label == "Jumlah"
                else {"officer": label}
                if head == "Petugas"
                else {"segment": SEGMENTS[label]}
            )
            line = one.line(metric, **whose)
            wanted = {
                f"Target s.d. {until}": line.target, f"Realisasi s.d. {until}": line.done, "Deviasi": line.gap,
                "Warna": line.word, "Target setahun": line.year, "Sisa sampai Des": line.left,
                "Perlu per bulan": line.left / months if line.left is not None and months else None,
                "Perlu per minggu": line.left / weeks if line.left is not None and weeks else None,
                f"{until} {YEAR}": line.now, f"{until} {YEAR - 1}": line.past, "Ubah dari tahun lalu": line.growth,
            }  # fmt: skip
            for name, want in wanted.items():
                check.same(f"{sheet} {metric} {label} {name}", told[name], want)
            check.share(f"{sheet} {metric} {label}", told["Capaian"], line.written)
            check_remark(check, f"{sheet} {metric} {label}", str(told["Keterangan"] or ""), line)
        labels = {
            (m, o if head == "Petugas" else s)
            for m, rows in one.rows.items()
            if m not in RATIOS
            for o, s, _ in rows
        }
        assert Counter(seen) == Counter([*((m, {v: k for k, v in SEGMENTS.items()}.get(x, x)) for m, x in labels),
                                         *((m, "Jumlah") for m in one.rows if m not in RATIOS)])  # fmt: skip
    check.is_right(1000)


def check_remark(check: Checked, where: str, remark: str, line: Line) -> None:
    """Of how many officers the year's target is, and what is left of it."""
    of, is_of_several = len(line.officers), len(line.officers) > 1
    year, left = (
        line.officers_with(has)
        for has in (lambda row: row.year is not None, lambda row: row.is_whole)
    )
    for word, some, value in (("target setahun", year, line.year), ("sisanya", left, line.left)):
        found = re.search(rf"{word}(?: dan sisanya)?: (\d+) dari (\d+) petugas", remark)
        is_told = is_of_several and value is not None and some < of
        check.same(
            f"{where} {word}",
            found and (int(found[1]), int(found[2])),
            (some, of) if is_told else None,
        )
    without = [
        officer for officer, _, row in line.rows if row.done is not None and row.compared is None
    ]
    check.same(f"{where} tanpa target", "tidak ada target" in remark, bool(without))
    check.same(
        f"{where} akhir tahun",
        "dibanding target akhir tahun" in remark,
        any(row.is_years_end for _, _, row in line.rows),
    )


@pytest.mark.parametrize("month", MONTHS)
def test_each_row_of_the_data_and_each_month(made: dict[int, Made], month: int) -> None:
    check, one = Checked(), made[month]
    for told, cells in one.table("Rincian", 5):
        metric, officer, segment = KEYS[told["Metrik"]], told["Petugas"], SEGMENTS[told["Segmen"]]
        row = next(r for o, s, r in one.rows[metric] if (o, s) == (officer, segment))
        now, past = row.made.get(month), row.before.get(month)
        wanted = {
            "Target setahun": row.year, "Target s.d.": row.target, "Realisasi s.d.": row.done, "Target pembanding": row.compared,
            "Realisasi dibanding": row.done if row.compared is not None else None,
            "Target setahun, lengkap": row.year if row.is_whole else None, "Realisasi, lengkap": row.done if row.is_whole else None,
            "Bulan ini": now, "Bulan sama tahun lalu": past, "Bulan ini, berpasangan": None if past is None else now,
            "Tahun lalu, berpasangan": None if now is None else past, "Semua bulan": int(row.is_steady),
            "Asal target s.d.": origin(row),
            "Bulan kurang": ", ".join(SHORT[m - 1] for m in row.missing) or None,
        }  # fmt: skip
        for name, want in wanted.items():
            check.same(f"Rincian {metric} {officer} {segment} {name}", told[name], want)
        for n in range(12):
            check.same(
                f"Rincian {metric} {officer} {segment} {n + 1}",
                cells[18 + n].value,
                row.made.get(n + 1) if n < month else None,
            )
            check.same(
                f"Rincian {metric} {officer} {segment} target {n + 1}",
                cells[30 + n].value,
                row.targets.get(n + 1),
            )
    for told, cells in one.table("Bulanan", 4):
        metric, kind, label = KEYS[told["Metrik"]], told["Kelompok"], told["Baris"]
        own = [
            r
            for r in one.rows[metric]
            if kind == "Cabang" or label in (r[0], {v: k for k, v in SEGMENTS.items()}[r[1]])
        ]
        for n in range(1, 13):
            check_month(
                check,
                f"Bulanan {metric} {label} {n}",
                cells[3 + n],
                (metric, kind, label),
                own,
                n,
                month,
            )
    check.is_right(3000)


def origin(row: Row) -> str | None:
    """What is said where there is no target up to the month; else a way that is there."""
    if row.target is not None:
        return ANY
    return "belum lengkap" if row.targets or row.year is not None else "tidak ada target"


def check_month(
    check: Checked, where: str, cell: Any, of: tuple[str, str, str], rows: Rows, n: int, until: int
) -> None:
    """A cell of the sheet of months."""
    metric, kind, label = of
    target, done = (
        total(rows, lambda row: row.targets.get(n)),
        total(rows, lambda row: row.made.get(n)),
    )
    if (kind, label) == ("Cabang", "Target"):
        check.same(where, cell.value, target)
        if target is not None:
            is_part = any(n not in r.targets for _, _, r in rows)
            check.same(f"{where} miring", bool(cell.font.i), is_part)
    elif n > until:
        check.same(where, cell.value, None)
    elif (kind, label) == ("Cabang", "Capaian"):
        is_told = (
            done is not None
            and target is not None
            and target > 0
            and all(n in r.made and n in r.targets for _, _, r in rows)
        )
        check.share(
            where,
            cell.value,
            written(done / target, metric) if is_told and done is not None and target else None,
        )
    elif (kind, label) == ("Cabang", "Petugas masuk"):
        everybody = {o for o, _, _ in rows}
        check.same(
            where,
            cell.value,
            f"{len(everybody - {o for o, _, r in rows if n not in r.made})} dari {len(everybody)}",
        )
    else:
        check.same(where, cell.value, done)
        if done is not None:
            check.same(
                f"{where} miring", bool(cell.font.i), any(n not in r.made for _, _, r in rows)
            )


@pytest.mark.parametrize("month", [6, 11])
def test_each_projection_its_range_and_the_way_chosen(made: dict[int, Made], month: int) -> None:
    check, one = Checked(), made[month]
    told: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for line, _ in one.table("Proyeksi", 7):
        told.setdefault((KEYS[line["Metrik"]], line["Siapa"]), []).append(line)
    for (metric, who), lines in told.items():
        rows = [
            r
            for r in one.rows[metric]
            if who == "Cabang" or (r[1] == SEGMENTS[who] if who in SEGMENTS else r[0] == who)
        ]
        found = forecasts(metric, rows, month)
        if who != "Cabang":
            found = found[:1] if who in SEGMENTS or all(row.is_steady for _, _, row in rows) else []
        check.same(
            f"{metric} {who}", [line["Cara"] for line in lines], [one.way for one in found] or ["–"]
        )
        for n, (line, want) in enumerate(zip(lines, found, strict=False)):
            check_forecast(check, f"{metric} {who} {want.way}", line, want, rows, is_used=n == 0)
    assert {metric for metric, who in told if who == "Cabang"} == set(one.rows) - RATIOS
    check.is_right(300)


def check_forecast(
    check: Checked, where: str, line: dict[str, Any], want: Forecast, rows: Rows, *, is_used: bool
) -> None:
    """A line of the sheet of projections."""
    steady = [row for _, _, row in rows if row.is_steady]
    year = (
        None
        if any(row.year is None for row in steady)
        else sum((row.year or Exact(0) for row in steady), Exact(0))
    )
    officers, of = len({o for o, _, r in rows if r.is_steady}), len({o for o, _, _ in rows})
    for name, value in (
        ("Perkiraan Des", want.value),
        ("Terendah", want.low),
        ("Tertinggi", want.high),
    ):
        check.same(f"{where} {name}", line[name], None if value is None else half_up(value, 0))
    for name, told in (
        ("Rata-rata meleset", want.error), ("Banyak uji", want.trials), ("Target setahun", year), ("Dipakai", "ya" if is_used else None),
        ("Uji ke depan", f"{want.ahead} bulan" if want.trials else None), ("Dari petugas", f"{officers} dari {of}" if of > 1 else None),
    ):  # fmt: skip
        check.same(f"{where} {name}", line[name], told)
    metric = KEYS[line["Metrik"]]
    check.share(
        f"{where} terhadap",
        line["Terhadap target"],
        written(half_up(want.value, 0) / year, metric) if year else None,
    )


@pytest.mark.parametrize("month", MONTHS)
def test_ratios_and_the_board_of_officers(made: dict[int, Made], month: int) -> None:
    check, one = Checked(), made[month]
    parts = {
        m: {o: r.made.get(month) for o, _, r in one.rows[m]} for m in ("bu_tepat_waktu", "bu_aktif")
    }
    own = {o: r for o, _, r in one.rows["itw"]}
    for told, _ in one.table("Rasio", 5):
        above, below = (parts[m].get(told["Petugas"]) for m in ("bu_tepat_waktu", "bu_aktif"))
        sent = own[told["Petugas"]].made.get(month) if told["Petugas"] in own else None
        if told["Petugas"] == "Jumlah":
            both = [
                o
                for o in own
                if parts["bu_tepat_waktu"][o] is not None and parts["bu_aktif"][o] is not None
            ]
            above, below = (
                sum((parts[m][o] or Exact(0) for o in both), Exact(0))
                for m in ("bu_tepat_waktu", "bu_aktif")
            )
        share = above / below * 100 if above is not None and below else None
        for name, want in (("Pembilang", above), ("Penyebut", below), ("Dihitung (%)", share), ("Tertulis (%)", sent), ("Target (%)", Exact(95)),
                           ("Beda poin", sent - share if sent is not None and share is not None else None), ("Warna", colour(share and share / 95, "itw"))):  # fmt: skip
            check.same(f"Rasio {told['Petugas']} {name}", told[name], want)
        check.share(
            f"Rasio {told['Petugas']}",
            told["Terhadap target"],
            written(share and share / 95, "itw"),
        )
    assert one.book["Rasio"]["A1"].value == f"Rasio {SHORT[month - 1]} {YEAR}"
    page = one.book["Papan Petugas"]
    heads = [(cell.column - 1, KEYS[cell.value]) for cell in page[4] if cell.value in KEYS]
    judged = [m for m in one.rows if m not in RATIOS and one.line(m).share is not None]
    some = f" {len(heads)} dari {len(judged)} metrik, lainnya di Per Petugas."
    assert str(page["A2"].value).endswith(some if len(heads) < len(judged) else "rinciannya.")
    order = list[str]()
    for cells in page.iter_rows(min_row=6):
        name = cells[0].value
        order.append(name)
        for col, metric in heads:
            line = one.line(metric, "" if name == "Cabang" else name)
            none = "–" if not line.rows else "belum ada" if line.done is None else "tanpa target"
            check.share(f"Papan {name} {metric}", cells[col].value, line.written)
            check.same(f"Papan {name} {metric}", cells[col + 1].value, line.word or none)
    words = {
        name: Counter(one.line(metric, name).word for _, metric in heads) for name in order[:-1]
    }
    assert order == [
        *sorted(words, key=lambda name: ([-words[name][word] for word in reversed(WORDS)], name)),
        "Cabang",
    ]
    check.is_right(200)


@pytest.mark.parametrize("month", MONTHS)
def test_the_summary_and_what_its_charts_stand_on(made: dict[int, Made], month: int) -> None:
    check, one = Checked(), made[month]
    for told, cells in one.table("Ringkasan", heading_row(one)):
        label = re.sub(r" \((orang|rupiah|badan usaha|kali)\)$", "", str(told["Metrik"]))
        if label not in KEYS or told["Lengkap"] is None:
            break
        metric = KEYS[label]
        line, year = (
            one.line(metric),
            one.line(metric).officers_with(lambda row: row.year is not None),
        )
        best = (forecasts(metric, one.rows[metric], month) or [None])[0]
        ends = [None] * 3 if best is None else [best.value, best.low, best.high]
        values = [line.target, line.done, None, line.gap, line.word, line.year if year == len(line.officers) else None,
                  *(None if end is None else half_up(end, 0) for end in ends)]  # fmt: skip
        for n, want in enumerate(values, 1):
            if n != 3:
                check.same(f"Ringkasan {metric} {n}", cells[n].value, want)
        check.share(f"Ringkasan {metric}", cells[3].value, line.written)
        check.same(f"Ringkasan {metric} lengkap", told["Lengkap"], line.complete)
        check.same(f"Ringkasan {metric} miring", bool(cells[3].font.i), bool(some_of(line)))
        is_part = len({o for o, _, r in line.rows if r.is_steady}) < len(line.officers)
        check.same(
            f"Ringkasan {metric} perkiraan", bool(cells[7].font.i), best is not None and is_part
        )
        check.same(f"Ringkasan {metric} catatan", note_of(one, label), some_of(line) or None)
    else:
        pytest.fail("the table has no end")
    grid = [
        [cell.value for cell in cells] for cells in one.book["Data Grafik"].iter_rows(min_row=4)
    ]
    for n, told_row in enumerate(grid):
        if found := re.match(r"(Kepesertaan|Iuran): (.*)", str(told_row[0] or "")):
            block = grid[
                n + 2 : next((k for k in range(n + 2, len(grid)) if grid[k][0] is None), len(grid))
            ]
            check_chart(
                check, one, {"Kepesertaan": "tk_aktif", "Iuran": "iuran"}[found[1]], found[2], block
            )
    check.is_right(200)


def some_of(line: Line) -> str:
    """Of how many officers the achievement is, where not of all that is realised."""
    done = {o for o, _, r in line.rows if r.done is not None}
    without = {o for o, _, r in line.rows if r.done is not None and r.compared is None}
    is_told = without and line.target is not None
    return f"{len(done - without)} dari {len(done)} petugas" if is_told else ""


def note_of(one: Made, label: str) -> str | None:
    """What the note below the table says of a metric's achievement."""
    notes = [str(cell.value) for cell in one.book["Ringkasan"]["A"] if cell.value]
    said = [
        re.search(rf"{re.escape(label)} \((\d+ dari \d+ petugas)\)", note)
        for note in notes
        if note.startswith("Capaian miring")
    ]
    return next((found[1] for found in said if found), None)


def heading_row(one: Made) -> int:
    """The row that heads the table of all metrics."""
    return next(cell.row for cell in one.book["Ringkasan"]["A"] if cell.value == "Metrik")


def check_chart(check: Checked, one: Made, metric: str, title: str, block: list[list[Any]]) -> None:
    """What a chart stands on: officers' bars, the year's course, or the steps of segments."""
    whole_line = one.line(metric)
    if title.startswith("capaian"):
        lines = {name: one.line(metric, name) for name in whole_line.officers}
        order = sorted(
            lines, key=lambda name: (lines[name].share is None, -(lines[name].share or 0), name)
        )
        marked = [
            f"{name} –"
            if lines[name].share is None
            else f"{name}*"
            if lines[name].lacking
            else name
            for name in order
        ]
        check.same(f"batang {metric}", [row[0] for row in block], marked)
        for name, row in zip(order, block, strict=True):
            if (share := lines[name].share) is not None:
                near = next(
                    x
                    for x in (share, lines[name].written)
                    if x is not None
                    and abs(x - Exact(Decimal(repr(row[1] + row[3])))) < Exact(1, 10**9)
                )
                for got, want in zip(
                    row[1:4],
                    (min(near, Exact(1)), max(Exact(0), 1 - near), max(Exact(0), near - 1)),
                    strict=True,
                ):
                    check.same(f"batang {metric} {name}", got, want)
    elif title.startswith("dari target"):
        at = whole_line.target or Exact(0)
        check.same(f"tangga {metric}", block[0][2], at)
        for row in block[1:-1]:
            gap = one.line(metric, segment=SEGMENTS[row[0]]).gap or Exact(0)
            for got, want in zip(
                row[1:5],
                (min(at, at + gap), Exact(0), max(Exact(0), gap), max(Exact(0), -gap)),
                strict=True,
            ):
                check.same(f"tangga {metric} {row[0]}", got, want)
            at += gap
        check.same(f"tangga {metric}", block[-1][2], at)
        check.same(
            f"tangga {metric}",
            block[-1][0],
            "Realisasi bertarget" if some_of(whole_line) else "Realisasi",
        )
    else:
        check_course(check, one, metric, block)


def target_line(steady: list[Row], metric: str, n: int, until: int) -> Exact | None:
    """The target up to a month, of a stock that of the month; a year's alone by twelfths."""
    even = [row for row in steady if not any(month in row.targets for month in range(1, until + 1))]
    rest = [row for row in steady if row not in even]
    months = range(1, n + 1) if metric == "iuran" else (n,)
    if any(month not in row.targets for row in rest for month in months) or any(
        row.year is None for row in even
    ):
        return None
    own = sum((row.targets[month] for row in rest for month in months), Exact(0))
    share = Exact(n, 12) if metric == "iuran" else 1
    return own + sum((row.year * share for row in even if row.year is not None), Exact(0))


def check_course(check: Checked, one: Made, metric: str, block: list[list[Any]]) -> None:
    """The course of those with every month."""
    steady = [row for _, _, row in one.rows[metric] if row.is_steady]
    best = (forecasts(metric, one.rows[metric], one.month) or [None])[0]
    so_far = Exact(0)
    for n, row in enumerate(block, 1):
        if n <= one.month:
            so_far = sum((r.made[n] for r in steady), so_far if metric == "iuran" else Exact(0))
        check.same(f"garis {metric} {n} target", row[1], target_line(steady, metric, n, one.month))
        check.same(f"garis {metric} {n}", row[2], so_far if n <= one.month else None)
        ends = [None] * 3 if best is None or n < one.month else [best.value, best.low, best.high]
        for got, end in zip(row[3:6], ends, strict=True):
            on_the_way = (
                None
                if end is None
                else half_up(so_far + (end - so_far) * (n - one.month) / (12 - one.month), 0)
            )
            check.same(f"garis {metric} {n} perkiraan", got, on_the_way)


@pytest.mark.parametrize("month", MONTHS)
def test_each_figure_stands_where_its_source_says(made: dict[int, Made], month: int) -> None:
    check, one = Checked(), made[month]
    books, used = dict[str, Any](), Counter[Any]()
    for told, cells in one.table("Sumber", 4):
        at = (KEYS[told["Metrik"]], told["Petugas"], SEGMENTS[told["Segmen"]], told["Jenis"].lower(), SPANS[told["Cakupan"]],
              (told["Bulan"].year, told["Bulan"].month))  # fmt: skip
        used[at] += 1
        file, sheet, cell = told["Berkas"], told["Lembar"], told["Sel"]
        if file not in books:
            books[file] = openpyxl.load_workbook(one.folder / file, data_only=True)
        check.same(f"{at}", told["Nilai"], Exact(one.known[at]))
        check.same(
            f"{at} sel", told["Tertulis"], Exact(Decimal(repr(books[file][sheet][cell].value)))
        )
        check.same(f"{at} kali", told["Tertulis"] * told["Dikali"], Exact(one.known[at]))
        link = cells[10].hyperlink
        assert urllib.parse.unquote(f"{link.target}#{link.location}").endswith(
            f"{file}#'{sheet}'!{cell}"
        )
    assert set(used.values()) == {1}
    counts = f"{number(Exact(len(used)))} angka dari {number(Exact(len(one.known)))} yang terbaca"
    assert str(one.book["Sumber"]["A2"].value).startswith(f"{counts} dipakai di buku ini.")
    needed = {
        key
        for key in one.known
        if key[0] not in RATIOS and key[3:5] == ("realisasi", "bulan") and key[5] <= (YEAR, month)
    }
    assert needed <= set(used)
    check.is_right(3000)


@pytest.mark.parametrize("month", MONTHS)
def test_each_column_of_a_file_is_added_up_again(made: dict[int, Made], month: int) -> None:
    check, one = Checked(), made[month]
    books, columns = dict[str, Any](), Counter[str]()
    for told, cells in one.table("Bukti Rekonsiliasi", 5):
        file, sheet, column = (cell.value for cell in cells[:3])
        if sheet in (None, "buku ini"):
            check.same(f"{file} {column}", told["Selisih"], Exact(0))
            continue
        if file not in books:
            books[file] = openpyxl.load_workbook(one.folder / file, data_only=True)
        page, letter = books[file][sheet], column.split(" ")[0]
        first = next(cell.row for cell in page["A"] if cell.value in ("No", "Petugas")) + 1
        numbers = [
            Exact(Decimal(repr(cell.value)))
            for cell in page[letter][first - 1 :]
            if isinstance(cell.value, int | float)
        ]
        rows = sum(
            any(isinstance(cell.value, int | float) for cell in row)
            for row in page.iter_rows(min_row=first)
        )
        columns[file] += 1
        read, used, left, added, added_used, added_left, gap, sign = (
            cell.value for cell in cells[6:14]
        )
        for name, got, want in (
            ("baris", told["Baris dibaca"], Exact(rows)), ("sel", read, Exact(len(numbers))), ("dipakai", used + left, Exact(read)), ("jumlah", added, sum(numbers, Exact(0))),
            ("jumlah dipakai", added_used + added_left, Exact(Decimal(repr(added)))), ("selisih", gap, Exact(0)), ("tanda", sign, "✓ 0"),
        ):  # fmt: skip
            check.same(f"{file} {sheet} {column} {name}", got, want)
    assert set(columns) == {path.name for path in one.folder.glob("*.xlsx")}
    rows = [(told["Berkas"], told["Lembar"], told["Bulan"]) for told, _ in one.table("Lembar Masuk", 5) if told["Berkas"] != "–"]  # fmt: skip
    counts = f"{len(columns)} berkas, {len({row[:2] for row in rows})} lembar dengan {len(set(rows))} bulan dikenali."
    assert str(one.book["Lembar Masuk"]["A2"].value).endswith(counts)
    sent = {(key[1], key[5]) for key in one.known}
    assert len(rows) == len(sent)
    check.is_right(1000)


def number(value: Exact) -> str:
    """In Indonesian writing."""
    text = f"{abs(int(value)):,}".replace(",", ".")
    part = str(float(abs(value) % 1))[2:].rstrip("0")
    return ("-" if value < 0 else "") + text + (f",{part}" if part else "")


def amount(value: Exact | None, metric: str) -> str:
    """As the page writes it."""
    if value is None:
        return "–"
    if metric not in RUPIAH:
        return number(value if value.denominator == 1 else half_up(value, 1))
    for size, word in ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta")):
        if abs(value) >= size:
            return f"Rp {number(half_up(value / size, 2 if abs(value) < 10 * size else 1))} {word}"
    return f"Rp {number(half_up(value, 0))}"


def percent(share: Exact | None) -> str:
    if share is None:
        return "–"
    return "> 999 %" if share >= 10 else f"{number(share * 100)} %"


@pytest.mark.parametrize("month", MONTHS)
def test_the_page_for_the_meeting_and_the_message(made: dict[int, Made], month: int) -> None:
    check, one = Checked(), made[month]
    for row in one.page.tables[0].rows[1:]:
        cells = [cell.text for cell in row.cells]
        metric = KEYS[re.sub(r" \((orang|rupiah|badan usaha|kali)\)$", "", cells[0])]
        line, found = one.line(metric), forecasts(metric, one.rows[metric], month)
        star = (
            "*"
            if found
            and len({o for o, _, r in one.rows[metric] if r.is_steady}) < len(line.officers)
            else ""
        )
        forecast = amount(half_up(found[0].value, 0), metric) + star if found else "–"
        whose = some_of(line).removesuffix(" petugas")
        for got, want in zip(
            cells[1:],
            (
                amount(line.target, metric),
                amount(line.done, metric),
                percent(line.written)
                + (f" ({whose})" if whose and line.written is not None else ""),
                line.word or "–",
                forecast,
            ),
            strict=True,
        ):
            check.same(f"Rapat {metric}", got, want)
    workers, money = one.line("tk_aktif"), one.line("iuran")
    text = "\n".join(paragraph.text for paragraph in one.page.paragraphs)
    for said in (
        f"kepesertaan {amount(workers.done, 'tk_aktif')} orang, {percent(workers.written)} dari target {amount(workers.target, 'tk_aktif')} (hanya yang punya target: {some_of(workers)});",
        f"iuran {amount(money.done, 'iuran')}, {percent(money.written)} dari target {amount(money.target, 'iuran')}",
        *(f"{sum(line.word == WORDS[0] for line in lines)} dari {sum(line.share is not None for line in lines)} petugas mencapai target {name}"
          for name, lines in (("kepesertaan", [one.line("tk_aktif", o) for o in workers.officers]), ("iuran", [one.line("iuran", o) for o in money.officers]))),
    ):  # fmt: skip
        assert said in text
    for name, metric, line in (("kepesertaan", "tk_aktif", workers), ("iuran", "iuran", money)):
        some, of = line.officers_with(lambda row: row.is_whole), len(line.officers)
        whose = "" if some == of else f" ({some} dari {of} petugas)"
        if month == 12 and line.left:
            assert f"{name} kurang {amount(line.left, metric)} dari target setahun{whose}" in text
        elif line.left:
            assert f"{name} masih perlu {amount(line.left, metric)}{whose}, " in text
    assert (
        f"Kepesertaan {percent(workers.written)}, iuran {percent(money.written)} dari target s.d."
        in one.said
    )
    assert (
        "412" in one.said
        or "Angka lama berubah: Iuran diterima Mei milik Dewi Anggraini" in one.said
    ) == (month == 11)
    late = {
        6: (),
        11: ("Hana Maharani (terakhir Sep)", "Kartika Sari (terakhir Sep)"),
        12: ("Hana Maharani (terakhir Sep)",),
    }[month]
    assert all(name in one.said for name in late)
    assert one.said.count("(terakhir") == len(late)
    check.is_right(30)


def test_twelfths_of_several_officers_add_up_to_a_whole() -> None:
    """Three officers whose sheets have different histories: a twelfth of their years is 25 together."""
    years = {"Ani": 173, "Budi": 77, "Cici": 50}
    given = [figure("kunjungan", name, (YEAR, 1), "", side, value, span) for name, year in years.items()
             for side, span, value in (("target", "tahun", year), ("realisasi", "bulan", 25 if name == "Ani" else 0))]  # fmt: skip
    given += [figure("kunjungan", "Budi", (YEAR - 1, 1), "", "realisasi", 5)]
    given += [figure("kunjungan", "Cici", (YEAR - 1, 12), "", "realisasi", 5)]
    rows = roll_up(
        Reading((YEAR, 1), strips(given), metrics(), ("Ani", "Budi", "Cici")), by_twelfths=True
    )
    line = whole(rows, rows[0].metric, (YEAR, 1))
    assert (line.done, line.compared, line.achieved, line.gap) == (25, 25, 1, 0)
    assert band_of(line.achieved, line.metric, bands().bands) == bands().bands[0]


def test_a_half_is_rounded_up_though_a_third_is_in_it() -> None:
    assert in_whole_numbers(Decimal(65) / 6 * 3) == 33
    assert in_whole_numbers(Decimal("32.4999999")) == 32
    assert in_whole_numbers(None) is None


@pytest.mark.parametrize("month", MONTHS)
def test_what_is_to_be_looked_at_is_asked_of_a_person(made: dict[int, Made], month: int) -> None:
    """A correction below zero is; a net growth below zero is ordinary and is not."""
    texts = [str(told["Yang perlu dijawab"]) for told, _ in made[month].table("Pertanyaan", 5)]
    assert any("negatif" in text for text in texts)
    assert not any("Pertumbuhan bersih" in text for text in texts)
    assert (
        f"{len(texts)} hal perlu diperiksa, angkanya dipakai (lembar Pertanyaan)."
        in made[month].said
    )


def test_a_twelfth_is_told_to_two_decimals() -> None:
    given = [figure("kunjungan", "Ani", (YEAR, 11), "", side, value, span)
             for side, span, value in (("target", "tahun", 13), ("realisasi", "sd", 427))]  # fmt: skip
    reading = Reading((YEAR, 11), strips(given), metrics(), ("Ani",))
    (found,) = contradictions(reading, roll_up(reading, by_twelfths=True))
    assert "realisasi 427 dan target 11,92 terlalu berjauhan" in found.text


@pytest.mark.libreoffice
@pytest.mark.filterwarnings("ignore:Sparkline")
def test_libreoffice_computes_the_charts_target_of_who_gives_the_years_alone(
    soffice: str, tmp_path: Path
) -> None:
    """Two officers with targets a month or a year, and what their book comes to anew."""
    given = [figure("iuran", name, (YEAR, month), "PU", side, 100 * month, span)
             for month in range(1, 4) for name, side, span in (
                 ("Ani", "target", "bulan"), ("Ani", "realisasi", "bulan"), ("Budi", "target", "tahun"), ("Budi", "realisasi", "bulan"))]  # fmt: skip
    rolled = rolled_up(Reading((YEAR, 3), strips(given), metrics(), ("Ani", "Budi")))
    path = tmp_path / "rekap.xlsx"
    write_grids(path, book(rolled))
    (tmp_path / "anew").mkdir()
    computed = recalculated(path, soffice, tmp_path / "anew")
    assert same_values(path, computed) > 50
    lines = [[cell.value for cell in cells[:3]] for cells in computed["Data Grafik"].iter_rows()]
    at = next(n for n, line in enumerate(lines) if line[0] == "Jan")
    assert [line[1] for line in lines[at : at + 4]] == [125, 350, 675, None]
