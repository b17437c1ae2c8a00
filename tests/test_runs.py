"""Whole runs as a user types them: parts of an undo, copies, locks, old notes, folders, failures."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from kepesertaan import cli
from kepesertaan.run.ledger import confirm, folder_beside, read_entries, remember
from test_command import CHANGED, NIK, ROWS, book, cells, resaved, values
from test_lock import lock_left, posix_only

Run = Callable[..., tuple[int, str, str]]
ALL_BUTTONS = ("bersihkan", "periksa", "terapkan", "urungkan")
FIX, FLAG, BLUE, YELLOW = "C6E0B4", "FFD966", "0000FF", "FFFF00"


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    return book(tmp_path / "PESERTA.xlsx", ROWS)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*args: object) -> tuple[int, str, str]:
        code = cli.main([str(arg) for arg in args])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


@pytest.fixture
def result(dirty: Path, run: Run, tmp_path: Path) -> Path:
    """The book cleaned: seven cells green, three yellow; D4 was bright yellow before."""
    run("bersihkan", dirty, "--keluar", tmp_path)
    return tmp_path / "PESERTA_bersih.xlsx"


def colours(path: Path) -> dict[str, str]:
    return {a: c.fill.fgColor.rgb[2:] for a, c in cells(path).items() if c.fill.fill_type}


def by_hand(path: Path, **new: object) -> None:
    """A person gives cells a value, or with ``B4="#0000FF"`` a colour, and saves."""
    work = openpyxl.load_workbook(path)
    for address, value in new.items():
        if str(value).startswith("#"):
            work["Juli"][address].fill = PatternFill("solid", fgColor=str(value)[1:])
        else:
            work["Juli"][address] = value
    work.save(path)


# --- only the colours


def test_the_colours_go_and_the_corrected_values_stay(result: Path, dirty: Path, run: Run) -> None:
    cleaned = values(result)
    assert set(colours(result).values()) == {FIX, FLAG}
    code, out, _ = run("urungkan", result, "--tanda")
    assert (code, out.splitlines()) == (
        0,
        ["PESERTA_bersih.xlsx: 10 tanda warna dihapus; isi sel tetap."],
    )
    assert colours(result) == colours(dirty) == {"D4": YELLOW}
    assert values(result) == cleaned


def test_colours_taken_away_come_back_and_values_can_still_be_undone(
    result: Path, dirty: Path, run: Run
) -> None:
    before = colours(result)
    run("urungkan", result, "--tanda")
    assert run("urungkan", result, "--catatan", "2")[0] == 0
    assert colours(result) == before
    run("urungkan", result, "--tanda")
    assert run("urungkan", result)[0] == 0
    assert values(result) == values(dirty)
    assert colours(result) == {"D4": YELLOW}


def test_colours_a_person_gave_since_are_left_and_counted(result: Path, run: Run) -> None:
    by_hand(result, B4="#" + BLUE, G4="081200000000")
    code, out, _ = run("urungkan", result, "--tanda")
    assert code == 1
    assert "9 tanda warna dihapus" in out
    assert "1 sel tetap berwarna seperti yang Anda beri" in out
    assert colours(result) == {"B4": BLUE, "D4": YELLOW}
    assert cells(result)["G4"].value == "081200000000"


def test_colours_of_a_part_go(result: Path, run: Run) -> None:
    code, out, _ = run("urungkan", result, "--tanda", "--kolom", "nik", "--uji", "--json")
    assert (code, json.loads(out)["tanda"]) == (0, 2)
    run("urungkan", result, "--tanda", "--kolom", "nik")
    assert set(CHANGED) - set(colours(result)) == {"B4"}
    assert not any(address.startswith("B") for address in colours(result))


def test_colours_of_two_runs_go_to_what_was_there_first(
    result: Path, dirty: Path, run: Run, tmp_path: Path
) -> None:
    answer(tmp_path / "PESERTA_temuan.xlsx", H6="4500000")
    assert run("terapkan", tmp_path / "PESERTA_temuan.xlsx")[0] == 0
    assert colours(result)["H6"] == FIX
    assert run("urungkan", result, "--tanda")[0] == 0
    assert colours(result) == colours(dirty)
    assert cells(result)["H6"].value == 4500000


def answer(findings: Path, **answers: str) -> None:
    """A person ticks questions and gives the new values."""
    work = openpyxl.load_workbook(findings)
    for row in work["Perlu Keputusan"].iter_rows(min_row=2):
        if row[3].value in answers:
            row[0].value, row[7].value = "Ya", answers[row[3].value]
    work.save(findings)


def test_undo_leaves_colours_a_person_gave_since(result: Path, dirty: Path, run: Run) -> None:
    by_hand(result, B4="#" + BLUE, H6="#" + BLUE)
    code, out, _ = run("urungkan", result)
    assert code == 1
    assert "2 sel tetap berwarna" in out
    assert values(result) == values(dirty)
    assert colours(result) == {"B4": BLUE, "H6": BLUE, "D4": YELLOW}


# --- what cannot go back


def protected(path: Path) -> None:
    """A person protects the sheet and saves."""
    work = openpyxl.load_workbook(path)
    work["Juli"].protection.sheet = True
    work.save(path)


@pytest.mark.parametrize(
    ("how", "left"),
    [
        ((), 10),
        (("--tanda",), 10),
        (("--kolom", "nik"), 2),
        (("--catatan", "1"), 10),
        (("--uji",), 10),
    ],
)
def test_an_undo_that_protection_forbids_says_so_and_leaves_no_trace(
    result: Path, run: Run, how: tuple[str, ...], left: int
) -> None:
    protected(result)
    before, told = result.read_bytes(), run("riwayat", result)[1]
    code, out, _ = run("urungkan", result, *how)
    assert code == 1
    assert f"{left} sel dibiarkan: lembarnya dilindungi" in out
    assert not any(f"{n} sel dikembalikan" in out for n in range(1, 11))
    assert (result.read_bytes(), run("riwayat", result)[1]) == (before, told)


def test_an_undo_of_a_half_done_undo_empties_no_cell(run: Run, tmp_path: Path) -> None:
    """One of two sheets is protected after the run: the other goes back, and both stay whole."""
    path = book(tmp_path / "DUA.xlsx", ROWS)
    work = openpyxl.load_workbook(path)
    work.copy_worksheet(work["Juli"]).title = "Agustus"
    work.save(path)
    run("bersihkan", path, "--keluar", tmp_path)
    cleaned = tmp_path / "DUA_bersih.xlsx"
    protected(cleaned)
    july, august = values(cleaned), values(cleaned, "Agustus")
    code, out, _ = run("urungkan", cleaned)
    assert code == 1
    assert "7 sel dikembalikan" in out
    assert "sel dibiarkan: lembarnya dilindungi" in out
    assert values(cleaned) == july
    assert values(cleaned, "Agustus") == values(path, "Agustus")
    assert run("urungkan", cleaned, "--catatan", "2")[0] == 0
    assert (values(cleaned), values(cleaned, "Agustus")) == (july, august)


def test_a_half_done_undo_goes_on_once_protection_is_off(
    result: Path, dirty: Path, run: Run
) -> None:
    protected(result)
    run("urungkan", result)
    work = openpyxl.load_workbook(result)
    work["Juli"].protection.sheet = False
    work.save(result)
    assert run("urungkan", result)[0] == 0
    assert values(result) == values(dirty)


def test_a_nik_stored_as_a_number_comes_back_with_all_its_digits(run: Run, tmp_path: Path) -> None:
    """The run made it text; another program has saved since, so its XML cannot be put back."""
    path = book(tmp_path / "ANGKA.xlsx", [[1, int(NIK.format(1)), *ROWS[1][2:]], *ROWS[1:]])
    run("bersihkan", path, "--keluar", tmp_path)
    cleaned = tmp_path / "ANGKA_bersih.xlsx"
    assert cells(cleaned)["B4"].value == NIK.format(1)
    resaved(cleaned)
    code, out, _ = run("urungkan", cleaned, "--kolom", "nik", "--json")
    report = json.loads(out)
    assert (code, report["diubah"], report["dilewati"]) == (0, 1, 0)
    assert cells(cleaned)["B4"].value == int(NIK.format(1))


# --- rows that hold another person now


ONE_OF_TWO = [
    [1, NIK.format(1), "05012345671", "BUDI", "17/08/1990", "Laki-laki", "081234567891", 4500000],
    [2, NIK.format(2), "05012345672", "UMAR", "17/08/1990", "L", "081234567892", 4500000],
]


def turned(path: Path) -> None:
    """A person sorts the rows the other way round and saves; marks stay where they are."""
    work = openpyxl.load_workbook(path)
    page = work["Juli"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
    for number, row in enumerate(reversed(rows), 4):
        for col, value in enumerate(row, 1):
            page.cell(number, col).value = value
    work.save(path)


def test_undo_gives_nobody_what_was_another_persons(run: Run, tmp_path: Path) -> None:
    """After the sort UMAR stands where BUDI stood, and both are "L"."""
    path = book(tmp_path / "P.xlsx", ONE_OF_TWO)
    run("bersihkan", path, "--keluar", tmp_path)
    cleaned = tmp_path / "P_bersih.xlsx"
    turned(cleaned)
    sorted_rows = values(cleaned)
    code, out, _ = run("urungkan", cleaned, "--kolom", "jk")
    assert code == 1
    assert "1 sel dibiarkan: barisnya kini berisi orang lain" in out
    assert values(cleaned) == sorted_rows
    turned(cleaned)
    assert run("urungkan", cleaned)[0] == 0
    assert values(cleaned) == values(path)


def test_undo_knows_a_person_by_the_new_nik_and_name_too(
    result: Path, dirty: Path, run: Run
) -> None:
    """The run itself has tidied both; another program saves, and a person corrects the NIK."""
    by_hand(result, B4=NIK.format(9))
    code, out, _ = run("urungkan", result)
    assert (code, "6 sel dikembalikan" in out, "1 dibiarkan" in out) == (1, True, True)
    assert cells(result)["D4"].value == cells(dirty)["D4"].value


def test_colours_from_before_are_given_to_nobody_else(run: Run, tmp_path: Path) -> None:
    """D4 was yellow and is green now; yellow was meant for who stood there."""
    rows = [[*ONE_OF_TWO[0][:3], "Budi  Santoso", *ONE_OF_TWO[0][4:]], ONE_OF_TWO[1]]
    path = book(tmp_path / "P.xlsx", rows)
    run("bersihkan", path, "--keluar", tmp_path)
    cleaned = tmp_path / "P_bersih.xlsx"
    turned(cleaned)
    code, out, _ = run("urungkan", cleaned, "--tanda")
    assert (code, "1 sel dibiarkan: barisnya kini berisi orang lain" in out) == (1, True)
    assert colours(cleaned) == {"D4": FIX}


# --- what the history says


def states(out: str) -> list[str]:
    """The last two columns of each line of Riwayat."""
    return [" | ".join(line.split("  ")[-2:]) for line in (_squeezed(x) for x in out.splitlines())]


def _squeezed(line: str) -> str:
    return "  ".join(part.strip() for part in line.split("  ") if part.strip())


def test_the_history_tells_parts_and_what_was_left(result: Path, run: Run) -> None:
    assert states(run("riwayat", result)[1]) == ["7 sel diubah, 3 ditandai | berlaku"]
    run("urungkan", result, "--kolom", "nik")
    assert states(run("riwayat", result)[1])[0].endswith("kecuali 1 sel yang sudah dikembalikan")
    by_hand(result, D4="BUDI SANTOSO, JR")
    run("urungkan", result)
    told = states(run("riwayat", result)[1])
    assert told[0].endswith("| sudah diurungkan sebagian, 1 sel dibiarkan")
    assert told[1:] == [
        "1 sel dikembalikan, 1 warna dikembalikan | mengurungkan nomor 1",
        "5 sel dikembalikan, 2 warna dikembalikan | mengurungkan nomor 1",
    ]


def test_what_an_undo_took_away_stands_again_after_its_own_undo(result: Path, run: Run) -> None:
    run("urungkan", result)
    assert states(run("riwayat", result)[1])[0].endswith("| sudah diurungkan")
    run("urungkan", result, "--catatan", "2")
    assert states(run("riwayat", result)[1])[0].endswith("| berlaku")


def test_a_run_that_was_undone_and_done_again_stands_whole(dirty: Path, run: Run) -> None:
    run("bersihkan", dirty, "--di-tempat")
    run("urungkan", dirty)
    run("bersihkan", dirty, "--di-tempat")
    told = [line.split(" | ")[1] for line in states(run("riwayat", dirty)[1])]
    assert told == ["sudah diurungkan", "mengurungkan nomor 1", "berlaku"]


def test_undoing_the_undo_of_an_undo_takes_the_run_back_again(
    result: Path, dirty: Path, run: Run
) -> None:
    for number in ("1", "2", "3"):
        assert run("urungkan", result, "--catatan", number)[0] == 0
    assert values(result) == values(dirty)
    assert states(run("riwayat", result)[1])[0].endswith("| sudah diurungkan")
    code, _, err = run("urungkan", result)
    assert (code, "sudah diurungkan" in err) == (2, True)


def test_a_part_that_reaches_over_two_runs_takes_back_only_what_it_touched(
    result: Path, dirty: Path, run: Run, tmp_path: Path
) -> None:
    """The last run has one cell and so has the choice, but it is a cell of the first run."""
    answer(tmp_path / "PESERTA_temuan.xlsx", H6="4500000")
    run("terapkan", tmp_path / "PESERTA_temuan.xlsx")
    assert run("urungkan", result, "--kolom", "nama")[0] == 0
    told = states(run("riwayat", result)[1])
    assert [line.split(" | ")[1] for line in told] == [
        "berlaku kecuali 1 sel yang sudah dikembalikan", "berlaku", "mengurungkan nomor 1"
    ]  # fmt: skip
    assert run("urungkan", result)[0] == 0
    assert cells(result)["H6"].value == "4500"
    assert states(run("riwayat", result)[1])[1].endswith("| sudah diurungkan")
    assert run("urungkan", result)[0] == 0
    assert values(result) == values(dirty)


def test_a_part_with_all_cells_of_two_runs_takes_both_back_and_its_undo_brings_both(
    dirty: Path, run: Run
) -> None:
    run("bersihkan", dirty, "--di-tempat")
    by_hand(dirty, A8=5, B8=NIK.format(5), C8="05012345675", D8="Joko  Susilo", F8="L")
    before = values(dirty)
    run("bersihkan", dirty, "--di-tempat")
    after = values(dirty)
    assert run("urungkan", dirty, "--baris", "1-99")[0] == 0
    assert (values(dirty)[3][1], values(dirty)[7][3]) == (ROWS[0][1], "Joko  Susilo")
    states_now = [line.split(" | ")[1] for line in states(run("riwayat", dirty)[1])]
    assert states_now == ["sudah diurungkan", "sudah diurungkan", "mengurungkan nomor 1, 2"]
    assert run("urungkan", dirty, "--catatan", "3")[0] == 0
    assert values(dirty) == after != before
    states_now = [line.split(" | ")[1] for line in states(run("riwayat", dirty)[1])]
    assert states_now[:2] == ["berlaku", "berlaku"]


def test_an_undo_written_by_an_older_version_still_counts(result: Path, run: Run) -> None:
    """It named one run, and said by yes or no whether that was taken back whole."""
    run("urungkan", result)
    path = sorted(folder_beside(result).glob("*.json.gz"))[-1]
    plain = json.loads(gzip.decompress(path.read_bytes()))
    plain |= {"undoes": plain["undoes"][0], "whole": True}
    path.write_bytes(gzip.compress(json.dumps(plain).encode()))
    told = [line.split(" | ")[1] for line in states(run("riwayat", result)[1])]
    assert told == ["sudah diurungkan", "mengurungkan nomor 1"]
    assert run("urungkan", result)[0] == 2


def actions(out: str) -> list[str]:
    """The button of each line of Riwayat."""
    return [word for line in out.splitlines() for word in line.split() if word in ALL_BUTTONS]


@posix_only
def test_officers_in_two_time_zones_see_one_order(dirty: Path, run: Run, tmp_path: Path) -> None:
    """Jayapura is two hours ahead of Jakarta, where the second run is done."""
    findings, result = tmp_path / "PESERTA_temuan.xlsx", tmp_path / "PESERTA_bersih.xlsx"
    run_in("Asia/Jayapura", "bersihkan", dirty, "--keluar", tmp_path)
    answer(findings, H6="4500000")
    run_in("Asia/Jakarta", "terapkan", findings)
    assert actions(run("riwayat", result)[1]) == ["bersihkan", "terapkan"]
    assert "1 sel dikembalikan" in run("urungkan", result)[1]
    assert cells(result)["H6"].value == "4500"


def run_in(zone: str, *args: object) -> None:
    """A command on a computer in a time zone."""
    code = "import sys; from kepesertaan.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, *map(str, args)]
    done = subprocess.run(command, env=os.environ | {"TZ": zone}, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr


def test_a_clock_that_is_an_hour_late_puts_no_run_before_what_it_came_from(
    result: Path, run: Run, tmp_path: Path
) -> None:
    answer(tmp_path / "PESERTA_temuan.xlsx", H6="4500000")
    run("terapkan", tmp_path / "PESERTA_temuan.xlsx")
    folder = folder_beside(result)
    last = read_entries(folder)[-1]
    late = replace(last, id=f"{int(last.id[:8]) - 1}{last.id[8:]}")
    for path in folder.glob(f"{last.id}*"):
        path.unlink()
    remember(folder, late)
    confirm(folder, late)
    assert actions(run("riwayat", result)[1]) == ["bersihkan", "terapkan"]
    assert "1 sel dikembalikan" in run("urungkan", result)[1]
    assert cells(result)["H6"].value == "4500"


def test_a_workbook_put_back_from_a_copy_has_only_the_runs_it_holds(dirty: Path, run: Run) -> None:
    first = dirty.read_bytes()
    run("bersihkan", dirty, "--di-tempat")
    second = dirty.read_bytes()
    by_hand(dirty, A8=5, B8=NIK.format(5), C8="05012345675", D8="Joko  Susilo", F8="L")
    run("bersihkan", dirty, "--di-tempat")
    assert actions(run("riwayat", dirty)[1]) == ["bersihkan", "bersihkan"]
    dirty.write_bytes(second)
    assert actions(run("riwayat", dirty)[1]) == ["bersihkan"]
    dirty.write_bytes(first)
    assert "belum punya riwayat" in run("riwayat", dirty)[1]


def test_the_history_is_found_by_a_name_in_other_case_where_the_disk_knows_none(
    result: Path, run: Run, tmp_path: Path
) -> None:
    """As on Windows, one file has both names; where they are two files, each has its own."""
    other = tmp_path / "peserta_BERSIH.xlsx"
    other.write_bytes(result.read_bytes())
    assert "belum punya riwayat" in run("riwayat", other)[1]
    other.unlink()
    os.link(result, other)
    assert actions(run("riwayat", other)[1]) == ["bersihkan"]


# --- counts


def test_questions_and_cells_are_told_apart(run: Run, tmp_path: Path) -> None:
    """E6 is changed and asked about all the same."""
    code, out, _ = run("bersihkan", book(tmp_path / "P.xlsx", ROWS), "--keluar", tmp_path / "A")
    assert code == 1
    assert "7 sel dirapikan, 3 sel perlu keputusan Anda, 22 sel utuh." in out
    assert "4 pertanyaan: pada 3 sel itu, 1 sel yang juga diubah." in out
    pages = openpyxl.load_workbook(tmp_path / "A" / "P_temuan.xlsx")
    asked = [row[3] for row in pages["Perlu Keputusan"].iter_rows(min_row=2, values_only=True)]
    assert (len(asked), len(set(asked) & CHANGED), len(set(asked) - CHANGED)) == (4, 1, 3)
    told = {row[0]: row[1] for row in pages["Ringkasan"].iter_rows(values_only=True)}
    assert told["Pertanyaan di Perlu Keputusan"] == 4
    assert told["  di antaranya sel yang juga diubah"] == 1
    assert NIK.format(2) in {row[1] for row in values(tmp_path / "P.xlsx")}


# --- locks of other PCs


@posix_only
def test_an_old_lock_is_taken_over_only_when_told_to(dirty: Path, run: Run, tmp_path: Path) -> None:
    lock_left(tmp_path / "PESERTA_bersih.xlsx", "PC-LAIN", hours=30)
    code, _, err = run("bersihkan", dirty, "--keluar", tmp_path)
    assert code == 4
    assert "Sri di komputer PC-LAIN" in err
    assert err.endswith("jalankan lagi dengan --ambil-alih.\n")
    assert not (tmp_path / "PESERTA_bersih.xlsx").exists()
    code, out, _ = run("bersihkan", dirty, "--keluar", tmp_path, "--ambil-alih")
    assert code == 1
    assert "Kunci lama Sri di komputer PC-LAIN sejak " in out


# --- a long history


def test_the_whole_history_is_told(result: Path, run: Run) -> None:
    for _ in range(4):
        run("urungkan", result, "--catatan", "1")
        run("urungkan", result, "--catatan", "2")
    told = run("riwayat", result)[1].splitlines()
    assert len(told) == 9
    assert [line.split()[0] for line in told] == [str(n) for n in range(1, 10)]


def test_advice_is_only_given_where_it_can_be_followed(
    result: Path, dirty: Path, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "~$PESERTA_bersih.xlsx").write_bytes(b"\x03Sri" + b" " * 161)
    copy, none = (
        run("bersihkan", dirty, "--keluar", tmp_path)[2],
        run("urungkan", result)[2],
    )
    assert ("--salinan" in copy, "--salinan" in none) == (True, False)
    assert none == "PESERTA_bersih.xlsx sedang dibuka oleh Sri; tutup dahulu, lalu ulangi.\n"
