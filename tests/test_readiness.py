"""Periksa Kesiapan: what a person is told of this computer, what IT is asked, and the letter."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fake_addin import load_addin
from fake_home import Home
from kepesertaan import __version__, buttons
from kepesertaan.actions.kesiapan import Check, is_ready, kesiapan, lacking, letter, lines_of
from kepesertaan.cli import main
from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.install import look as looking
from kepesertaan.install.entries import OWN_KEYS, conf_bytes, server_entries
from kepesertaan.install.look import look
from kepesertaan.install.places import mark_of
from kepesertaan.install.record import Record, hashes_below, write_record

YES = 6  # the id of the button in Win32
TODAY = date(2026, 11, 22)
SECURITY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
RULES = (
    r"HKLM\Software\Policies\Microsoft\Windows Defender"
    r"\Windows Defender Exploit Guard\ASR\Rules"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A computer on which all is well; the files are small stand-ins with a true record."""
    found = Home(tmp_path / "rumah")
    places = found.places
    files = {
        places.python: b"python",
        places.venv / "modul.py": b"1",
        places.addin: b"add-in",
        places.conf: conf_bytes(places),
    }
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    hashes = {k: v for folder in (places.root, places.start, places.own)
              for k, v in hashes_below(folder).items()}  # fmt: skip
    write_record(places.record, Record(__version__, "f" * 64, "", hashes))
    for key, name, value in server_entries(places.pythonw):
        found.registry.values[key, name] = value
    for program in ("Excel", "Word"):
        current = rf"HKCR\{program}.Application\CurVer"
        found.registry.values[current, ""] = f"{program}.Application.16"
    monkeypatch.setenv("HOME", str(found.folder))
    monkeypatch.setattr(looking, "this_computer", lambda: found.computer)
    return found


def checked() -> list[Check]:
    return kesiapan(look())


def test_a_whole_installation_lacks_nothing(home: Home) -> None:
    checks = checked()
    assert is_ready(checks)
    assert lacking(checks) == ["Kesiapan: 10 dari 10."]
    assert lines_of(checks)[-1] == "Kesiapan: 10 dari 10."


def set_to(key: str, name: str, value: str | int) -> Callable[[Home], None]:
    def change(home: Home) -> None:
        home.registry.values[key, name] = value

    return change


def forget(*keys: str) -> Callable[[Home], None]:
    def change(home: Home) -> None:
        for key, name in list(home.registry.values):
            if key in keys:
                del home.registry.values[key, name]

    return change


CASES: list[tuple[Callable[[Home], Any], str, str, str]] = [
    # what was done to the computer; the check that says so; what it says; what IT is asked
    (lambda h: h.places.record.unlink(), "Program", "Jalankan pasang.cmd", ""),
    (lambda h: (h.places.venv / "modul.py").unlink(), "Program", "1 berkas program", "karantina"),
    (lambda h: (h.places.venv / "modul.py").write_text("2"), "Program", "1 berkas", "karantina"),
    (lambda h: write_record(h.places.record, Record("2020.1.1")), "Program", "2020.1.1", ""),
    (lambda h: h.places.addin.unlink(), "Add-in", "tidak ada di folder XLSTART", ""),
    (lambda h: h.places.addin.write_bytes(b"x"), "Add-in", "bukan yang dipasang", ""),
    (lambda h: mark_of(h.places.addin).touch(), "Tanda internet", "makronya diblokir", "IP"),
    (lambda h: h.places.conf.unlink(), "Setelan", "hilang atau berubah", ""),
    (lambda h: h.places.conf.write_text("x"), "Setelan", "hilang atau berubah", ""),
    (forget(*OWN_KEYS), "Pendaftaran", "belum terdaftar", "HKCU"),
    (forget(OWN_KEYS[0]), "Pendaftaran", "belum terdaftar", "HKCU"),
    (forget(r"HKCR\Excel.Application\CurVer"), "Excel", "tidak ditemukan", "Excel 2016"),
    (set_to(r"HKCR\Excel.Application\CurVer", "", "Excel.Application.15"), "Excel", "lama", "2016"),
    (set_to(SECURITY, "VBAWarnings", 4), "Kebijakan", "mematikan makro", "VBAWarnings"),
    (set_to(SECURITY, "VBAWarnings", 3), "Kebijakan", "mematikan makro", "VBAWarnings"),
    (
        set_to(rf"{SECURITY}\Trusted Locations", "AllLocationsDisabled", 1),
        "Kebijakan", "lokasi tepercaya", "XLSTART",
    ),
    (
        set_to(RULES, "d4f940ab-401b-4efc-aadc-ad5f3c50688a", "1"),
        "Kebijakan", "menjalankan program lain", "Kepesertaan.Server",
    ),
    (
        set_to(RULES, "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b", "1"),
        "Kebijakan", "memanggil fungsi Windows", "Kepesertaan.xlam",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "what", "says", "asks"), CASES)
def test_what_is_lacking_is_said_with_what_to_do(
    home: Home, change: Callable[[Home], Any], what: str, says: str, asks: str
) -> None:
    change(home)
    checks = checked()
    (said,) = [check for check in checks if check.what == what]
    assert said.state == "✗"
    assert says in f"{said.text} {said.now}"
    assert said.now
    assert asks in said.it
    assert bool(said.it) == bool(asks)
    assert ("Perlu TI" in lines_of(checks)[-1]) == any(check.it for check in checks)


@pytest.mark.parametrize(
    "change",
    [
        set_to(SECURITY, "VBAWarnings", 2),
        set_to(rf"{SECURITY}\Trusted Locations", "AllLocationsDisabled", 0),
        set_to(RULES, "d4f940ab-401b-4efc-aadc-ad5f3c50688a", "2"),
        set_to(RULES, "be9ba2d9-53ea-4cdc-84e5-9b1eeee46550", "1"),
        lambda h: (h.places.start / "LAIN.xlam").touch(),
        lambda h: (h.places.venv / "baru.pyc").touch(),
    ],
)
def test_what_does_no_harm_is_not_told(home: Home, change: Callable[[Home], None]) -> None:
    change(home)
    assert lacking(checked()) == ["Kesiapan: 10 dari 10."]


def test_a_path_windows_cannot_reach(home: Home) -> None:
    deep = home.places.venv / "/".join(["x" * 100] * 3)
    write_record(home.places.record, Record(__version__, files={str(deep): "0" * 64}))
    (said,) = [check for check in checked() if check.what == "Alamat"]
    assert "terlalu panjang" in said.text
    assert "LongPathsEnabled" in said.it


def test_onedrive_is_told_but_not_counted(home: Home) -> None:
    folders = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
    home.registry.values[folders, "Personal"] = r"C:\Users\x\OneDrive - Kantor\Documents"
    checks = checked()
    assert "Urungkan hanya dapat dari komputer ini" in lines_of(checks)[-2]
    assert lacking(checks) == ["Kesiapan: 10 dari 10."]


def test_without_windows_it_says_what_it_cannot_see(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.undo()
    if sys.platform == "win32":
        pytest.skip("this is Windows")
    assert main(["kesiapan"]) == 0
    out = capsys.readouterr().out
    assert "? Tidak dapat diperiksa di sini: Program, Add-in, Tanda internet" in out
    assert out.splitlines()[-1] == "Kesiapan: 1 dari 9. 8 tidak dapat diperiksa di sini."


# --- the letter ---------------------------------------------------------------------------------


def test_the_letter_is_one_page_with_requests_paths_and_hashes(home: Home) -> None:
    home.registry.values[SECURITY, "VBAWarnings"] = 4
    home.places.conf.unlink()
    found = look()
    text = letter(found, kesiapan(found), TODAY)
    assert "Tanggal: 22 November 2026" in text
    assert "1. Kebijakan: izinkan makro di lokasi tepercaya (VBAWarnings)." in text
    assert str(home.places.addin) in text
    assert hashes_below(home.places.start)[str(home.places.addin)] in text
    assert "f" * 64 in text
    assert "✗ Setelan" in text
    assert len(text.splitlines()) <= 50


def test_the_command_writes_the_letter_once_and_answers_programs(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.places.addin.unlink()
    wanted = tmp_path / "surat.txt"
    assert main(["kesiapan", "--surat", str(wanted)]) == 1
    assert f"Surat untuk TI: {wanted}" in capsys.readouterr().out
    before = wanted.read_bytes()
    assert before.startswith(b"\xef\xbb\xbfPERMINTAAN")
    assert b"\r\n" in before
    assert main(["kesiapan", "--surat", str(wanted)]) == 4
    assert "tidak ditimpa" in capsys.readouterr().err
    assert wanted.read_bytes() == before
    assert main(["kesiapan", "--surat", str(tmp_path / "surat.pdf")]) == 2
    capsys.readouterr()
    assert main(["kesiapan", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["kode"] == 1
    assert [one["hal"] for one in said["pemeriksaan"] if one["tanda"] == "✗"] == ["Add-in"]


# --- the button ---------------------------------------------------------------------------------


def test_the_button_tells_what_is_lacking_and_offers_the_letter(
    home: Home, excel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    book = tmp_path / "buku.xlsx"
    subprocess.run([sys.executable, "-c", _BOOK, str(book)], check=True)
    app, _ = excel.open(book)
    load_addin(excel)
    buttons.click("kesiapan", app, book.name)
    assert [text for _, text in excel.desktop.shown] == ["Kesiapan: 10 dari 10."]
    home.registry.values[SECURITY, "VBAWarnings"] = 4
    excel.desktop.shown.clear()
    excel.desktop.answers += [YES]
    buttons.click("kesiapan", app, book.name)
    question, told = (text for _, text in excel.desktop.shown)
    assert question.startswith("✗ Kebijakan: Kebijakan kantor mematikan makro Excel.")
    assert question.endswith("Buat surat untuk petugas TI?")
    assert len(told.splitlines()) <= 6
    path = home.folder / ".kepesertaan" / "surat-untuk-ti.txt"
    assert opened == [path.as_uri()]
    assert "VBAWarnings" in path.read_text(encoding="utf-8-sig")


_BOOK = "import sys, xlsxwriter; b = xlsxwriter.Workbook(sys.argv[1]); b.add_worksheet(); b.close()"


def test_a_letter_that_cannot_be_written_is_told(home: Home, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("x")
    with pytest.raises(KepesertaanError, match=r"surat\.txt"):
        looking.write_letter(tmp_path / "berkas" / "surat.txt", "x")
