"""Officers in no list, asked about in one sheet, are read where the folder names them for certain."""

from __future__ import annotations

import json
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from kepesertaan import cli
from kepesertaan.actions.registry import all_actions
from kepesertaan.domain.target_memory import Before
from kepesertaan.domain.targets import Reading
from kepesertaan.rules.target_established import established
from kepesertaan.rules.target_gather import gather
from kepesertaan.rules.target_sources import FileReading
from kepesertaan.run.opened import Desk
from kepesertaan.run.opened_buttons import run_opened
from kepesertaan.run.plan import Options
from kepesertaan.run.target_again import read_twice
from kepesertaan.run.target_child import Known, read_here
from kepesertaan.run.target_store import read_memory
from target_truth.world import Book, Sheet
from target_truth.write import save

Grid = list[list[Any]]
NOV = (2026, 11)
TITLE = ["TARGET DAN REALISASI NOVEMBER 2026"]
TARNO, KUSNO = "Tarno Wijoyo", "Kusno Wiryo"  # no usual given names
NOBODY = Known((), 2026)


def own(officer: str, *, label: str = "Nama: {}") -> Grid:
    """An officer's own sheet, of visits alone."""
    named = [[label.format(officer)]] if label else []
    return [TITLE, *named, ["Uraian", "Target", "Realisasi"], ["Kunjungan", 40, len(officer)]]


def across(*names: str) -> Grid:
    """Targets of everybody, a column for each."""
    return [["TARGET AKUISISI TK NOVEMBER 2026"], ["Segmen", *names],
            ["PU", *(100 + n for n in range(len(names)))],
            ["BPU", *(200 + n for n in range(len(names)))]]  # fmt: skip


def below(*names: str) -> Grid:
    """Targets of everybody, a row for each below a heading that says nothing."""
    rows: Grid = [[name, 100 + n, 90 + n] for n, name in enumerate(names)]
    return [["AKUISISI TK PU NOVEMBER 2026"], ["Uraian", "Target", "Realisasi"], *rows]


def sections(*names: str) -> Grid:
    """Targets of everybody, a section for each."""
    rows: Grid = []
    for n, name in enumerate(names):
        rows += [[name], ["Akuisisi TK PU", 100 + n, 90 + n], ["Akuisisi TK BPU", 200 + n, 190 + n]]
    return [TITLE, ["Uraian", "Target", "Realisasi"], *rows]


SHAPES = {"columns": across, "rows": below, "sections": sections}
Grids = dict[str, Grid]


def write(folder: Path, files: Grids) -> list[Path]:
    return [save(Book(name, [Sheet("Sheet1", grid)], {}), folder) for name, grid in files.items()]


def here(paths: Any, known: Known) -> list[FileReading]:
    return read_here(list(paths), known, progress=lambda _n: None)


def reading(paths: list[Path], known: Known = NOBODY, *, twice: bool = True) -> Reading:
    files = read_twice(paths, known, here) if twice else here(paths, known)
    found = gather(files, Before(), NOV)
    for proof in found.proofs:
        assert all(tally.difference == 0 for tally in proof.tallies)
    return found


def targets(found: Reading) -> dict[str, int]:
    """What everybody's targets of new workers come to."""
    sums: dict[str, int] = {}
    for f in found.figures:
        if (f.metric, f.side) == ("akuisisi", "target") and f.value is not None:
            sums[f.officer] = sums.get(f.officer, 0) + int(f.value)
    return sums


def asked(found: Reading) -> list[str]:
    return [finding.text for finding in found.findings if finding.level == "tanya"]


@pytest.mark.parametrize("shape", SHAPES)
def test_names_that_other_files_are_certain_of_are_read(tmp_path: Path, shape: str) -> None:
    grid = SHAPES[shape](TARNO, KUSNO)
    paths = write(tmp_path, {"a.xlsx": own(TARNO), "b.xlsx": own(KUSNO), "rekap.xlsx": grid})
    first, second = reading(paths, twice=False), reading(paths)
    assert targets(first) == {}
    assert asked(first) != []
    pair = (100, 101) if shape == "rows" else (300, 302)
    assert targets(second) == dict(zip((TARNO, KUSNO), pair, strict=True))
    assert asked(second) == []
    assert second == reading(paths, Known((TARNO, KUSNO), 2026), twice=False)  # as --petugas


def test_one_established_name_beside_usual_ones_is_enough(tmp_path: Path) -> None:
    paths = write(tmp_path, {"a.xlsx": own(TARNO), "rekap.xlsx": across("Andi Pratama", TARNO)})
    assert targets(reading(paths)) == {"Andi Pratama": 300, TARNO: 302}


CERTAIN: dict[str, Grids] = {
    "behind a label": {"a.xlsx": own(TARNO, label="Nama Petugas : {}"), "b.xlsx": own(KUSNO)},
    "an empty form": {"a.xlsx": [*own(TARNO)[:3], ["Kunjungan", None, None]], "b.xlsx": own(KUSNO)},
    "files named for them": {
        f"Target {TARNO} Nov.xlsx": own(TARNO, label=""), f"{KUSNO}.xlsx": own(KUSNO, label=""),
    },
    "a column Petugas": {
        "log.xlsx": [TITLE, ["Petugas", "Uraian", "Target", "Realisasi"],
                     [TARNO, "Kunjungan", 40, 31], [KUSNO, "Kunjungan", 42, 33]],
    },
    "written otherwise": {"a.xlsx": own("TARNO WIJOYO, S.E."), "b.xlsx": own("Sdr. kusno wiryo")},
}  # fmt: skip


@pytest.mark.parametrize("certain", CERTAIN)
def test_where_a_name_is_certain(tmp_path: Path, certain: str) -> None:
    paths = write(tmp_path, CERTAIN[certain] | {"rekap.xlsx": across(TARNO, KUSNO)})
    sums = {name.upper().split(",")[0]: total for name, total in targets(reading(paths)).items()}
    assert {name.removeprefix("SDR. "): total for name, total in sums.items()} == {
        TARNO.upper(): 300, KUSNO.upper(): 302,
    }  # fmt: skip


UNCERTAIN: dict[str, Grids] = {
    "nobody names one of them": {"a.xlsx": own(TARNO)},
    "only asked about elsewhere": {"a.xlsx": own(TARNO), "lain.xlsx": across(TARNO, KUSNO)},
    "cells and file contradict": {"a.xlsx": own(TARNO), "Andi Pratama.xlsx": own(KUSNO)},
    "an office": {"a.xlsx": own("KC Gresik"), "b.xlsx": own("KCP Tuban")},
    "words of the field": {"a.xlsx": own("Target Cabang"), "b.xlsx": own("Iuran")},
    "teams": {"a.xlsx": own("Tim Merah"), "b.xlsx": own("Tim Biru")},
    "two people": {"a.xlsx": own(f"{TARNO} & {KUSNO}"), "b.xlsx": own(TARNO)},
    "short for two": {"a.xlsx": own("Tarno"), "b.xlsx": own("Kusno Tarno"), "c.xlsx": own(TARNO)},
    "one word of a file's name": {
        "Target Gresik.xlsx": own("Gresik", label=""), "Tuban.xlsx": own("Tuban", label=""),
    },
    "a file without figures": {f"{TARNO}.xlsx": [["Catatan"]], f"{KUSNO}.xlsx": [["Catatan"]]},
}  # fmt: skip
HEADS = {
    "an office": ("KC Gresik", "KCP Tuban"),
    "words of the field": ("Target Cabang", "Kota"),
    "teams": ("Tim Merah", "Tim Biru"),
    "short for two": ("Tarno", "Dirgo"),
    "one word of a file's name": ("Gresik", "Tuban"),
}


@pytest.mark.parametrize("uncertain", UNCERTAIN)
def test_where_it_is_not_it_stays_asked(tmp_path: Path, uncertain: str) -> None:
    grid = across(*HEADS.get(uncertain, (TARNO, KUSNO)))
    paths = write(tmp_path, UNCERTAIN[uncertain] | {"rekap.xlsx": grid})
    found = reading(paths)
    assert targets(found) == {}
    assert asked(found) == asked(reading(paths, twice=False)) != []


@pytest.mark.parametrize(
    ("second", "sums"), [(KUSNO, {"Tarno": 300, "Dirgo": 302}), ("Tarno Kromo", {})]
)
def test_a_short_name_stands_for_one_alone(
    tmp_path: Path, second: str, sums: dict[str, int]
) -> None:
    names = (TARNO, second, "Dirgo Rekso")
    files = {f"{name}.xlsx": own(name, label="") for name in names}
    found = reading(write(tmp_path, files | {"rekap.xlsx": across("Tarno", "Dirgo")}))
    assert targets(found) == sums
    assert (asked(found) == []) == bool(sums)


LOG = [TITLE, ["Petugas", "Uraian", "Target", "Realisasi"]]
ESTABLISHED: dict[str, tuple[Grid, tuple[str, ...]]] = {
    "offices": (own("KC Gresik"), ()),
    "teams": (own("Tim Merah"), ()),
    "words of the field": (own("Target Cabang"), ()),
    "whose figures are read": ([*LOG, [TARNO, "Kunjungan", 40, 31], [KUSNO, "Kunjungan", "?", "?"]],
                               (TARNO,)),
    "whose figures are asked": ([*LOG, [KUSNO, "Iuran", 12, 11], [], *own("", label="")], ()),
}  # fmt: skip


@pytest.mark.parametrize("case", ESTABLISHED)
def test_what_a_sheet_establishes(tmp_path: Path, case: str) -> None:
    grid, names = ESTABLISHED[case]
    assert established(here(write(tmp_path, {"lembar.xlsx": grid}), NOBODY), ()) == names


def test_who_is_known_already_is_established_by_nobody(tmp_path: Path) -> None:
    files = here(write(tmp_path, {"a.xlsx": own(TARNO), "b.xlsx": own(KUSNO)}), NOBODY)
    assert established(files, (TARNO.upper(),)) == (KUSNO,)
    assert [file.unnamed for file in files] == [{}, {}]  # nothing was asked: nothing is looked at


def test_a_name_beside_other_words_of_a_heading(tmp_path: Path) -> None:
    heads = across(f"Target {TARNO}", f"Target {KUSNO}")
    paths = write(tmp_path, {"a.xlsx": own(TARNO), "b.xlsx": own(KUSNO), "rekap.xlsx": heads})
    assert targets(reading(paths, twice=False)) == {}
    assert targets(reading(paths)) == {TARNO: 300, KUSNO: 302}


def test_a_name_that_may_be_of_two_establishes_nothing(tmp_path: Path) -> None:
    files = {"a.xlsx": own("Tarno"), "b.xlsx": own("Kusno Tarno"), "c.xlsx": own(TARNO)}
    assert established(here(write(tmp_path, files), NOBODY), ()) == ("Kusno Tarno", TARNO)


@pytest.mark.parametrize("label", ["Nama: {}", ""])
def test_columns_in_somebodys_own_sheet_may_be_places(tmp_path: Path, label: str) -> None:
    """Tarno's own sheet has his targets by place; files of the folder are named for those places."""
    theirs = across("Tanjung Perak", "Kali Rungkut")
    theirs[1:1] = [[label.format(TARNO)]] if label else []
    paths = write(tmp_path, {
        "a.xlsx": own(TARNO), "b.xlsx": own("Tanjung Perak"), "c.xlsx": own("Kali Rungkut"),
        "rekap.xlsx" if label else f"{TARNO}.xlsx": theirs,
    })  # fmt: skip
    assert targets(reading(paths)) == {}
    assert asked(reading(paths)) != []


def test_the_order_of_files_says_nothing(tmp_path: Path) -> None:
    files = {"a.xlsx": own(TARNO), "b.xlsx": own(KUSNO.upper()), "c.xlsx": across(TARNO, KUSNO),
             "d.xlsx": own(KUSNO)}  # fmt: skip
    found = [targets(reading(list(paths))) for paths in permutations(write(tmp_path, files))]
    assert found == [{TARNO: 300, KUSNO: 302}] * len(found)


def test_only_sheets_that_asked_are_read_again(tmp_path: Path) -> None:
    calls: list[list[str]] = []

    def read(paths: Any, known: Known) -> list[FileReading]:
        calls.append([path.name for path in paths])
        return here(paths, known)

    usual = write(tmp_path, {"a.xlsx": own(TARNO), "b.xlsx": own(KUSNO)})
    read_twice(usual, NOBODY, read)
    assert calls == [["a.xlsx", "b.xlsx"]]
    more = write(
        tmp_path, {"rekap.xlsx": across(TARNO, KUSNO), "lain.xlsx": across("Segi", "Rona")}
    )
    read_twice([*usual, *more], NOBODY, read)
    assert calls[1:] == [["a.xlsx", "b.xlsx", "rekap.xlsx", "lain.xlsx"], ["rekap.xlsx"]]


def test_of_a_file_only_the_sheets_that_asked_change(tmp_path: Path) -> None:
    theirs = [TITLE, ["Nama: Dirgo Rekso"], *across(TARNO, KUSNO)[1:]]  # it may be by places
    sheets = [Sheet("Tarno", own(TARNO)), Sheet("Kusno", own(KUSNO)), Sheet("Dirgo", theirs),
              Sheet("Rekap", across(TARNO, KUSNO))]  # fmt: skip
    path = save(Book("buku.xlsx", sheets, {}), tmp_path)
    assert targets(reading([path])) == {TARNO: 300, KUSNO: 302}
    (first,), (second,) = here([path], NOBODY), read_twice([path], NOBODY, here)
    same = [a == b for a, b in zip(first.sheets, second.sheets, strict=True)]
    assert same == [True, True, True, False]


def test_the_command_reads_them_and_expects_nobody_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        tmp_path, {"a.xlsx": own(TARNO), "b.xlsx": own(KUSNO), "rekap.xlsx": across(TARNO, KUSNO)}
    )
    cli.main(["rekap", str(tmp_path), "--bulan", "2026-11", "--petugas", TARNO, "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["ditandai"] == 0
    record = read_memory(tmp_path / "HASIL" / ".kepesertaan" / "target")[0][0]
    assert {name: total for (metric, name, _, segment, side, _), total in record.figures.items()
            if (metric, segment, side) == ("akuisisi", "PU", "target")} == {TARNO: 100, KUSNO: 101}  # fmt: skip


def test_the_button_reads_them_too(excel: Any, addin: None, tmp_path: Path) -> None:
    """The open book is the one that asks, changed and not saved; the names are in closed ones."""
    write(tmp_path / "masuk", {"a.xlsx": own(TARNO), "b.xlsx": own(KUSNO)})
    (path,) = write(tmp_path / "masuk", {"rekap.xlsx": across(TARNO, KUSNO)})
    _, opened = excel.open(path)
    opened.sheets[0].range("C3").value = 500
    options = Options(date(2026, 11, 29), own={"bulan": "2026-11"})
    desk = Desk(lambda _text: True, lambda _step: None)
    report = run_opened(all_actions()["rekap"], opened, options, desk)
    assert report.ditandai == 0
    record = read_memory(tmp_path / "masuk" / "HASIL" / ".kepesertaan" / "target")[0][0]
    assert {name: total for (metric, name, _, segment, side, _), total in record.figures.items()
            if (metric, segment, side) == ("akuisisi", "PU", "target")} == {TARNO: 100, KUSNO: 500}  # fmt: skip


MIXED: dict[str, Grid] = {
    "the office first, then sections": [
        TITLE, ["Uraian", "Target", "Realisasi"], ["Akuisisi TK PU", 777, None],
        ["Andi Pratama"], ["Akuisisi TK BPU", 5, 4], ["Sari Dewi"], ["Akuisisi TK BPU", 3, 2],
    ],
    "one officer among rows of nobody": [
        TITLE, ["Uraian", "Target", "Realisasi"], ["Akuisisi TK PU", 777, 666],
        [TARNO], ["Akuisisi TK BPU", 5, 4],
    ],
}  # fmt: skip


OFFICE_FIRST, ONE = MIXED
BESIDE = [("lembar.xlsx", OFFICE_FIRST, "B3"), ("Andi Pratama.xlsx", OFFICE_FIRST, "B3"),
          ("lembar.xlsx", ONE, "B3, C3")]  # fmt: skip


@pytest.mark.parametrize(("file", "mixed", "cells"), BESIDE)
def test_figures_of_nobody_beside_those_of_officers_are_asked(
    tmp_path: Path, file: str, mixed: str, cells: str
) -> None:
    found = reading(write(tmp_path, {"a.xlsx": own(TARNO), file: MIXED[mixed]}))
    assert max(targets(found).values()) == 5
    assert any(f"sel {cells}: petugasnya tidak disebut" in text for text in asked(found))


def test_a_title_of_the_second_table_tells_whose_the_first_is(tmp_path: Path) -> None:
    """Near miss: a table of nobody above the one that names the sheet's only officer."""
    table: Grid = [["Uraian", "Target", "Realisasi"], ["Akuisisi TK PU", 77, 66]]
    more: Grid = [["Uraian", "Target", "Realisasi"], ["Akuisisi TK BPU", 7, 6]]
    grid = [TITLE, *table, [], [f"Nama: {TARNO}"], *more]
    assert targets(reading(write(tmp_path, {"lembar.xlsx": grid}))) == {TARNO: 84}


def test_one_officer_by_the_files_name_too_owns_all_of_it(tmp_path: Path) -> None:
    """Near miss: the file is named for the one officer a section of it names."""
    (path,) = write(tmp_path, {f"{TARNO}.xlsx": MIXED["one officer among rows of nobody"]})
    assert targets(reading([path], Known((TARNO,), 2026))) == {TARNO: 782}


def test_a_name_alone_above_a_table_is_whose_it_is(tmp_path: Path) -> None:
    """Whose a sheet is was asked, though its title is the name of an officer of the folder."""
    grid: Grid = [TITLE, [TARNO], ["Uraian", "Target", "Realisasi"], ["Akuisisi TK PU", 77, 66]]
    paths = write(tmp_path, {"a.xlsx": own(TARNO), "lembar.xlsx": grid})
    assert targets(reading(paths, twice=False)) == {}
    assert targets(reading(paths)) == {TARNO: 77}


def test_a_heading_of_several_is_no_title_of_one(tmp_path: Path) -> None:
    """A row of names, one of them known, is not whose the table below it is; a name alone is."""
    office: Grid = [["REKAP NOVEMBER 2026"], ["Uraian", "Target", "Realisasi"],
                    ["Akuisisi TK PU", 777, 666]]  # fmt: skip
    paths = write(
        tmp_path, {"a.xlsx": own(TARNO), "c.xlsx": [*across(TARNO, "Merah"), [], *office]}
    )
    assert targets(reading(paths)) == {}
    (alone,) = write(tmp_path, {"d.xlsx": [[TARNO, "KC Gresik"], *office]})
    assert targets(reading([alone], Known((TARNO,), 2026))) == {TARNO: 777}
