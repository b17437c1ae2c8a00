"""Workbooks with a password: opened in memory with the right one, told in one sentence otherwise."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import hostile
import locked
from kepesertaan import cli
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.files.read import read_book
from kepesertaan.run.dispatch import run_job
from kepesertaan.run.plan import Options, plan_jobs
from test_command import ROWS, book, values
from test_hostile import TABLE

VARIABLE = "KEPESERTAAN_SANDI"


@pytest.mark.parametrize("name", locked.MAKERS)
def test_the_right_password_opens_it(name: str, tmp_path: Path):
    path = tmp_path / name
    path.write_bytes(locked.MAKERS[name](locked.WORD))
    read = read_book(path, password=locked.WORD)
    assert read.sheets[0].rows == TABLE
    assert "TIDAK berkata sandi" in " ".join(read.notices)
    assert read.untouchable
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", locked.MAKERS)
def test_what_excel_opens_without_asking_needs_no_password(name: str, tmp_path: Path):
    path = tmp_path / name
    path.write_bytes(locked.MAKERS[name](locked.DEFAULT))
    read = read_book(path, password="")
    assert read.sheets[0].rows == TABLE
    assert "sandi bawaan Excel" in " ".join(read.notices)


@pytest.mark.parametrize("name", locked.MAKERS)
@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "dikunci kata sandi. Ulangi dengan --sandi"),
        ("rahasia 99", "salah"),  # a small letter
        (locked.WORD + " dan jauh lebih panjang dari lima belas huruf", "salah"),
        ("密码 \ud800", "salah|tidak dikenal"),
        (None, "hapus kata sandinya"),
    ],
)
def test_without_it_one_sentence(name: str, password: str | None, says: str, tmp_path: Path):
    path = tmp_path / name
    path.write_bytes(locked.MAKERS[name](locked.WORD))
    with pytest.raises(UnreadableInput, match=says) as caught:
        read_book(path, password=password)
    assert name in str(caught.value)
    assert str(password or "?") not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "data",
    [
        hostile.compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": bytes(5000)}),
        hostile.compound({"EncryptionInfo": b"\3\0\3\0" + bytes(5000)}),
        hostile.compound(
            {"EncryptionInfo": b"\4\0\4\0\x40\0\0\0" + hostile.LAUGHS.encode() + b"<a>&j;</a>"}
        ),
        locked.locked_package(locked.package(), locked.DEFAULT)[:-9000],
    ],
)
def test_an_unknown_or_damaged_lock_is_told(data: bytes, tmp_path: Path):
    path = tmp_path / "aneh.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnreadableInput, match=r"tidak dikenal atau rusak|terpotong"):
        read_book(path, password=locked.WORD)


def test_rights_management_is_no_password(tmp_path: Path):
    path = tmp_path / "irm.xlsx"
    path.write_bytes(hostile.compound({"EncryptedPackage": bytes(5000)}))
    with pytest.raises(UnreadableInput, match="hak akses kantor"):
        read_book(path, password=locked.WORD)


# -- a whole run ---------------------------------------------------------------------------------


@pytest.fixture
def source(tmp_path: Path) -> Path:
    plain = io.BytesIO()
    work = openpyxl.load_workbook(book(tmp_path / "x.xlsx", ROWS))
    work.create_sheet("Lain").append([NUMBERED])
    work.save(plain)
    (tmp_path / "x.xlsx").unlink()
    path = tmp_path / "PESERTA.xlsx"
    path.write_bytes(locked.locked_package(plain.getvalue(), locked.WORD))
    return path


NUMBERED = "baris lain"


def test_a_run_makes_an_open_result_and_keeps_the_rest(source, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, locked.WORD)
    before = source.read_bytes()
    code = cli.main(["bersihkan", str(source), "--sandi", "--keluar", str(tmp_path / "H")])
    told = capsys.readouterr()
    assert code == 1
    assert "TIDAK berkata sandi" in told.out
    assert source.read_bytes() == before
    result = tmp_path / "H" / "PESERTA_bersih.xlsx"
    assert values(result)[3][3] == "BUDI SANTOSO"
    assert openpyxl.load_workbook(result)["Lain"]["A1"].value == NUMBERED
    for path in (p for p in tmp_path.rglob("*") if p.is_file()):
        assert locked.WORD.encode() not in path.read_bytes()
    assert locked.WORD not in told.out + told.err
    assert cli.main(["urungkan", str(result)]) in (0, 1)
    assert values(result)[3][3] == "Budi  Santoso"


def test_ticked_lines_are_applied_to_a_locked_book(source, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, locked.WORD)
    found = tmp_path / "HASIL" / "PESERTA_temuan.xlsx"
    assert cli.main(["periksa", str(source), "--sandi"]) == 1
    assert cli.main(["terapkan", str(found)]) == 3
    assert "Ulangi dengan --sandi" in capsys.readouterr().err
    assert cli.main(["terapkan", str(found), "--sandi"]) == 0
    assert values(tmp_path / "HASIL" / "PESERTA_bersih.xlsx")[3][3] == "BUDI SANTOSO"


@pytest.mark.parametrize("name", ["PESERTA.xlsx", "peserta.xls"])
def test_nothing_unlocked_is_written_elsewhere(name, source, tmp_path, monkeypatch):
    if name.endswith(".xls"):
        source = tmp_path / name
        source.write_bytes(locked.old_rc4())
    away = tmp_path / "sementara"
    away.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(away))
    options = Options(date(2026, 11, 22), out=tmp_path / "H", password=locked.WORD)
    job = plan_jobs([source], options)[0]
    with writes() as written:
        run_job("bersihkan", job, options, progress=lambda _text: None)
    assert written
    assert {path for path in written if not path.is_relative_to(tmp_path / "H")} == set()
    assert "password" not in repr(options)
    assert locked.WORD not in repr(replace(options, dry=True))


_watched: list[list[Path]] = []


class writes:  # noqa: N801 - reads like a function
    """The files opened for writing in the meantime."""

    def __enter__(self) -> list[Path]:
        if not hasattr(writes, "hooked"):
            sys.addaudithook(_look)
            writes.hooked = True  # type: ignore[attr-defined]
        _watched.append([])
        return _watched[-1]

    def __exit__(self, *_: object) -> None:
        _watched.pop()


def _look(event: str, args: tuple[object, ...]) -> None:
    if event == "open" and _watched and isinstance(args[2], int):
        writing = args[2] & (os.O_WRONLY | os.O_RDWR)
        if writing and isinstance(args[0], str | os.PathLike):
            _watched[-1].append(Path(args[0]))


def test_the_locked_file_itself_is_never_changed(source, monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, locked.WORD)
    before = source.read_bytes()
    assert cli.main(["bersihkan", str(source), "--sandi", "--di-tempat"]) == 4
    assert "tidak dapat diubah di tempat karena dikunci kata sandi" in capsys.readouterr().err
    assert source.read_bytes() == before


def test_the_password_is_not_logged(source, caplog):
    with caplog.at_level(logging.DEBUG):
        read_book(source, password=locked.WORD)
    assert locked.WORD not in caplog.text


def test_asking_needs_a_terminal(source, monkeypatch, capsys):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert cli.main(["bersihkan", str(source), "--sandi"]) == 2
    assert VARIABLE in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_the_password_is_asked_without_showing_it(source):
    """A real terminal, a real process; the answer must not be echoed."""
    typed = [sys.executable, "-m", "kepesertaan.cli", "bersihkan", str(source), "--sandi", "--uji"]
    terminal = f"import os, pty; os._exit(os.waitstatus_to_exitcode(pty.spawn({typed!r})))"
    clean = {name: value for name, value in os.environ.items() if name != VARIABLE}
    with subprocess.Popen(
        [sys.executable, "-c", terminal], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=clean
    ) as process:
        assert process.stdin
        assert process.stdout
        shown = b"".join(_until(process.stdout, b"Kata sandi berkas: "))
        process.stdin.write(locked.WORD.encode() + b"\n")
        process.stdin.flush()
        shown += process.stdout.read()
        process.stdin.close()
        assert process.wait() == 1, shown
    assert locked.WORD.encode() not in shown
    assert b"4 peserta" in shown


def _until(stream: io.BufferedReader, text: bytes) -> Iterator[bytes]:
    seen = b""
    while text not in seen:
        letter = stream.read(1)
        assert letter, seen
        seen += letter
        yield letter
