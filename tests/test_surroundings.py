"""What is odd around a workbook: a damaged note, names Excel does not take, no room for a log."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

import hostile
from kepesertaan import cli
from kepesertaan.run import bugs
from test_command import ROWS, book, values

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*args: object) -> tuple[int, str, str]:
        code = cli.main([str(arg) for arg in args])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


@pytest.mark.parametrize("at", [-1, -5, 0, 40], ids="byte {}".format)
def test_a_damaged_note_stops_nobody_else(tmp_path: Path, run: Run, at: int) -> None:
    first, second = (book(tmp_path / name, ROWS) for name in ("A.xlsx", "B.xlsx"))
    run("bersihkan", first, "--keluar", tmp_path)
    (note,) = (tmp_path / ".kepesertaan" / "jurnal").glob("*.gz")
    data = bytearray(note.read_bytes())
    data[at] ^= 0xFF
    note.write_bytes(data)
    assert run("bersihkan", second, "--keluar", tmp_path)[0] == 1
    before = values(tmp_path / "B_bersih.xlsx")
    assert run("urungkan", tmp_path / "B_bersih.xlsx")[0] == 0
    assert values(tmp_path / "B_bersih.xlsx") != before
    code, _, err = run("urungkan", tmp_path / "A_bersih.xlsx")
    assert (code, "riwayat" in err) == (3, True)
    assert run("riwayat", tmp_path / "A_bersih.xlsx")[1].splitlines()[1] == (
        "1 catatan riwayat di folder ini rusak dan dilewati; "
        "buku sebelum diubah ada di .kepesertaan/cadangan."
    )


NAMES = ["Data peserta aktif bulan November 2026", "a/b", "'x'"]


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_name_that_excel_does_not_take(tmp_path: Path, run: Run, name: str) -> None:
    heading = ["No", "NIK", "KPJ", "Nama", "Tgl Lahir", "JK"]
    rows = ("".join(map(hostile.ods_cell, map(str, row[:6]))) for row in [heading, *ROWS])
    content = hostile.ods_rows("".join(f"<table:table-row>{row}</table:table-row>" for row in rows))
    content = content.replace('name="Data"', f'name="{name}"')
    path = tmp_path / "P.ods"
    path.write_bytes(hostile.open_document(content))
    code, _, err = run("bersihkan", path)
    assert (code, err.count("\n")) == (4, 1)
    assert err.startswith(f"Nama lembar {name[:40]} tidak dapat disimpan sebagai .xlsx")
    assert run("periksa", path)[0] in (0, 1)  # nothing is written there


@pytest.mark.skipif(os.name == "nt", reason="named pipes live elsewhere there")
def test_a_pipe_is_no_workbook(tmp_path: Path, run: Run) -> None:
    os.mkfifo(tmp_path / "pipa.xlsx")
    code, _, err = run("bersihkan", tmp_path / "pipa.xlsx")
    assert (code, err) == (3, "pipa.xlsx bukan berkas biasa; pilih berkas atau folder.\n")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may read everything")
def test_a_file_nobody_lets_us_read(tmp_path: Path, run: Run) -> None:
    path = book(tmp_path / "P.xlsx", ROWS)
    path.chmod(0)
    code, _, err = run("bersihkan", path)
    assert (code, "P.xlsx" in err, "hak" in err) == (3, True, True)


def test_the_guide_where_the_home_takes_nothing(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rumah").touch()
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))
    code, out, err = run("bantuan")
    assert (code, out, err.count("\n")) == (4, "", 1)


@pytest.mark.skipif(os.name == "nt", reason="a folder without rights is another thing there")
def test_a_bug_is_told_also_where_no_log_can_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for name in ("HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    assert bugs.note_for_it(KeyError("x")) == (
        "Catatannya tidak dapat ditulis; mohon hubungi petugas TI."
    )


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_results_are_for_no_more_eyes_than_their_source(tmp_path: Path, run: Run) -> None:
    source = book(tmp_path / "P.xlsx", ROWS)
    source.chmod(0o600)
    run("bersihkan", source)
    run("urungkan", tmp_path / "HASIL" / "P_bersih.xlsx")
    made = [p for p in (tmp_path / "HASIL").rglob("*") if p.is_file() and p.suffix != ".jadi"]
    assert len(made) >= 4  # result, list, a note for each run, a copy
    assert {oct(path.stat().st_mode & 0o777) for path in made} == {"0o600"}
