"""Installation for one user: what staff and IT rely on, with a home and a registry of nobody's.

The Python environment, pip, our own wheel and all files are real; Windows is not here, so its
registry is a table and "Excel is open" is an answer.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import inspect
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import make_bundle
from fake_home import Home, Table
from kepesertaan.actions.registry import all_actions
from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.install import __main__ as installing
from kepesertaan.install import parts
from kepesertaan.install.__main__ import main
from kepesertaan.install.bundle import Bundle, read_bundle, read_sums
from kepesertaan.install.computer import Computer
from kepesertaan.install.entries import CLSID, conf_bytes, entries_of
from kepesertaan.install.places import Places, mark_of
from kepesertaan.install.record import Record, read_record
from kepesertaan.install.work import install, repair, uninstall

ROOT = Path(__file__).resolve().parent.parent
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


def silent(_line: str) -> None:
    pass


# --- a bundle, made with the same script as the real one ----------------------------------------


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Our own wheel and add-in, pip, and an xlwings that is empty."""
    folder = tmp_path_factory.mktemp("paket")
    wheels = folder / "roda"
    wheels.mkdir()
    make_bundle.own_wheel(wheels)
    pip_wheel(wheels)
    small_wheel(wheels, "xlwings", "0.37.8", {"xlwings/__init__.py": ""})
    shutil.copyfile(ROOT / "addin" / "Kepesertaan.xlam", folder / "Kepesertaan.xlam")
    return finished(folder)


def finished(folder: Path, version: str = "2026.11.1") -> Bundle:
    """The bundle of a folder once its lists are written."""
    (folder / "paket.json").write_text(json.dumps({"versi": version, "python": [HERE]}))
    make_bundle.write_sums(folder)
    return read_bundle(folder)


def pip_wheel(folder: Path) -> None:
    """The pip that this Python has, as a wheel."""
    found = importlib.metadata.distribution("pip")
    target = folder / f"pip-{found.version}-py3-none-any.whl"
    with zipfile.ZipFile(target, "w") as archive:
        for file in found.files or []:
            if file.parts[0] != ".." and file.suffix != ".pyc":
                archive.write(file.locate(), file.as_posix())


def small_wheel(
    folder: Path, name: str, version: str, files: dict[str, str], needs: str = ""
) -> None:
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}"
        archive.writestr(f"{info}/METADATA", about)
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")


@pytest.fixture
def other(bundle: Bundle, tmp_path: Path) -> Callable[[str], Bundle]:
    """The bundle of another version, with something changed."""

    def make(change: str) -> Bundle:
        folder = tmp_path / "paket-lain"
        shutil.copytree(bundle.folder, folder)
        if change == "newer":
            (folder / "Kepesertaan.xlam").write_bytes(bundle.addin + b"baru")
        if change == "pip fails":
            (folder / "roda" / "rusak-1-py3-none-any.whl").write_bytes(b"bukan zip")
        if change == "does not run":
            small_wheel(folder / "roda", "xlwings", "0.37.8", {"xlwings/__init__.py": "1/0"})
        return finished(folder, "2026.12.1")

    return make


# --- an installation, made once and put back before each test -----------------------------------


@pytest.fixture(scope="module")
def made_once(
    bundle: Bundle, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, dict[tuple[str, str], str | int]]:
    folder = tmp_path_factory.mktemp("Rumah Budi Æ")
    home = Home(folder / "rumah", Table())
    home.folder.mkdir()
    install(home.computer, bundle, silent)
    shutil.copytree(home.folder, folder / "asli", symlinks=True)
    return home.folder, folder / "asli", home.registry.values


@pytest.fixture
def home(made_once: tuple[Path, Path, dict[tuple[str, str], str | int]]) -> Home:
    """A computer on which everything is installed."""
    folder, original, values = made_once
    shutil.rmtree(folder)
    shutil.copytree(original, folder, symlinks=True)
    return Home(folder, Table(dict(values)))


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    """A computer on which nothing of ours ever was."""
    folder = tmp_path / "kosong"
    (folder / "AppData" / "Local").mkdir(parents=True)
    return Home(folder, Table({("HKCU\\Software\\Lain", "x"): "tetap"}))


def test_what_is_installed_where(home: Home, bundle: Bundle) -> None:
    places = home.places
    assert places.addin.read_bytes() == bundle.addin
    assert places.addin.relative_to(home.folder).as_posix() == (
        "AppData/Roaming/Microsoft/Excel/XLSTART/Kepesertaan.xlam"
    )
    said = subprocess.run(
        [places.python, "-I", "-c", "import kepesertaan; print(kepesertaan.__version__)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == importlib.metadata.version("kepesertaan")
    values = home.registry.values
    classes = "HKCU\\Software\\Classes"
    assert values[f"{classes}\\Kepesertaan.Server\\CLSID", ""] == CLSID
    assert values[f"{classes}\\CLSID\\{CLSID}\\LocalServer32", ""] == (
        f'"{places.pythonw}" -I -m kepesertaan.server'
    )


def test_every_file_is_compiled_and_in_the_record(home: Home) -> None:
    places = home.places
    record = read_record(places.record)
    assert record is not None
    files = {
        str(path)
        for folder in (places.root, places.start, places.own)
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and path != places.record
    }
    assert set(record.files) == files
    for path, digest in record.files.items():
        assert hashlib.sha256(Path(path).read_bytes()).hexdigest() == digest
    sources = [path for path in files if path.endswith(".py") and "site-packages" in path]
    compiled = [path for path in files if path.endswith(".pyc")]
    assert len(compiled) == len(sources) > 50
    assert {(key, name) for key, name, _ in record.entries} == set(home.registry.values)


def test_the_settings_are_what_the_vba_reads() -> None:
    places = Places(Path("C:/Æ/Local/Kepesertaan"), Path("x"), Path("y"), is_windows=True)
    assert conf_bytes(places) == (
        b'"INTERPRETER_WIN","%LOCALAPPDATA%\\Kepesertaan\\venv\\Scripts\\pythonw.exe"\r\n'
        b'"ADD_WORKBOOK_TO_PYTHONPATH","false"\r\n'
    )
    vba = (ROOT / "addin" / "ribbon" / "RibbonKepesertaan.bas").read_text(encoding="utf-8")
    for name in ("INTERPRETER_WIN", "ADD_WORKBOOK_TO_PYTHONPATH"):
        assert f'GetConfig("{name}"' in vba


def test_the_vba_asks_for_the_server_that_is_registered(home: Home) -> None:
    vba = (ROOT / "addin" / "ribbon" / "BatasKepesertaan.bas").read_text(encoding="utf-8")
    assert 'SERVER As String = "Kepesertaan.Server"' in vba
    assert any(key.endswith("\\Kepesertaan.Server") for key, _ in home.registry.values)


def test_a_second_time_changes_nothing(home: Home, bundle: Bundle) -> None:
    before, home.is_open = home.state(), True
    (said,) = install(home.computer, bundle, silent)
    assert "sudah terpasang dan utuh; tidak ada yang diubah" in said
    assert repair(home.computer, silent) == [said]
    assert home.state() == before


def site(home: Home) -> Path:
    return next(home.places.venv.rglob("site-packages")) / "kepesertaan"


BREAKS: dict[str, tuple[Callable[[Home], object], str]] = {
    "a module was changed": (
        lambda h: (site(h) / "buttons.py").write_text("x"),
        "lingkungan Python",
    ),
    "the add-in is another": (lambda h: h.places.addin.write_bytes(b"lain"), "add-in di Excel"),
    "the add-in is gone": (lambda h: h.places.addin.unlink(), "add-in di Excel"),
    "the add-in is marked": (
        lambda h: mark_of(h.places.addin).write_text("[ZoneTransfer]\nZoneId=3"),
        "add-in di Excel",
    ),
    "the settings were changed": (lambda h: h.places.conf.write_text("x"), "setelan"),
    "the registration is gone": (
        lambda h: h.registry.values.clear(),
        "pendaftaran di akun Windows",
    ),
}


@pytest.mark.parametrize("what", BREAKS)
def test_what_is_broken_is_mended_and_nothing_else_touched(home: Home, what: str) -> None:
    breaks, part = BREAKS[what]
    before = home.state()
    breaks(home)
    assert home.state() != before
    said = repair(home.computer, silent)
    assert said[0].endswith(f" terpasang: {part}.")
    assert home.state() == before


def test_a_broken_copy_of_the_bundle_is_mended_from_the_bundle_only(
    home: Home, bundle: Bundle
) -> None:
    before = home.state()
    (home.places.package / "Kepesertaan.xlam").write_bytes(b"lain")
    with pytest.raises(KepesertaanError, match=r"Jalankan pasang\.cmd"):
        repair(home.computer, silent)
    install(home.computer, bundle, silent)
    assert home.state() == before


def test_a_newer_bundle_takes_the_place_of_the_old(
    home: Home, other: Callable[[str], Bundle]
) -> None:
    newer = other("newer")
    said = install(home.computer, newer, silent)
    assert "Kepesertaan 2026.12.1 terpasang" in said[0]
    assert home.places.addin.read_bytes() == newer.addin
    assert not list(home.places.root.glob("*-lama"))


@pytest.mark.parametrize(("was", "change"), [("installed", "does not run"), ("empty", "pip fails")])
def test_what_fails_half_way_is_taken_back(
    home: Home, empty: Home, other: Callable[[str], Bundle], was: str, change: str
) -> None:
    target = home if was == "installed" else empty
    before = target.state()
    with pytest.raises(KepesertaanError, match="dikembalikan seperti semula"):
        install(target.computer, other(change), silent)
    log = target.places.own / "log" / "pemasangan.txt"
    assert log.read_text(encoding="utf-8")
    shutil.rmtree(log.parent)
    if was == "empty":
        target.places.own.rmdir()
    assert target.state() == before


def test_a_registry_that_refuses_takes_all_back(home: Home, bundle: Bundle) -> None:
    home.places.conf.write_text("lama")
    home.places.addin.unlink()
    for entry in home.registry.values:
        home.registry.values[entry] = "lama"
    before, home.registry.refuses = home.state(), True
    with pytest.raises(KepesertaanError, match="tidak mengizinkan pendaftaran"):
        install(home.computer, bundle, silent)
    assert home.state() == before


@pytest.mark.parametrize("stood", ["the new one", "only half"])
def test_an_installation_that_was_cut_off_is_settled(
    home: Home, bundle: Bundle, stood: str
) -> None:
    before = home.state()
    for folder in (home.places.venv, home.places.package):
        if stood == "only half":
            folder.rename(parts.old_self(folder))
            folder.mkdir()
            (folder / "setengah").write_text("jadi")
        else:
            parts.old_self(folder).mkdir()
    install(home.computer, bundle, silent)
    assert home.state() == before


def test_an_open_excel_is_told_before_anything_changes(
    home: Home, empty: Home, bundle: Bundle
) -> None:
    home.places.addin.unlink()
    for target in (home, empty):
        before, target.is_open = target.state(), True
        with pytest.raises(KepesertaanError, match="Excel sedang terbuka") as told:
            install(target.computer, bundle, silent)
        assert told.value.code == 4
        assert target.state() == before
    with pytest.raises(KepesertaanError, match="Excel sedang terbuka"):
        uninstall(home.computer, silent)


def test_uninstall_leaves_the_computer_as_it_was_and_says_what_it_left(
    empty: Home, home: Home
) -> None:
    home.registry.values["HKCU\\Software\\Lain", "x"] = "tetap"
    said = uninstall(home.computer, silent)
    assert home.state() == {"HKCU\\Software\\Lain|x": "tetap"}
    assert any(".kepesertaan di samping buku kerja) tidak dihapus" in line for line in said)
    assert uninstall(home.computer, silent) == [
        "Kepesertaan tidak terpasang di akun ini; tidak ada yang dihapus."
    ]


def test_uninstall_keeps_journals_answers_and_files_of_others(home: Home) -> None:
    kept = {
        home.folder / "Dokumen" / ".kepesertaan" / "jurnal.json": "riwayat",
        home.places.own / "kolom" / "a.json": "jawaban",
        home.places.root / "catatan saya.txt": "milik orang",
        home.places.start / "LAIN.xlam": "milik orang",
    }
    for path, text in kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    said = uninstall(home.computer, silent)
    left = [path for path in home.folder.rglob("*") if path.is_file()]
    assert sorted(left) == sorted(kept)
    assert {path: path.read_text() for path in kept} == kept
    assert str(home.places.own) in said[2]
    assert str(home.places.root) in said[3]


def test_uninstall_without_a_record_still_takes_all_away(home: Home) -> None:
    home.places.record.unlink()
    uninstall(home.computer, silent)
    assert [path for path in home.folder.rglob("*") if path.is_file()] == []
    assert home.registry.values == {}


# --- the bundle ---------------------------------------------------------------------------------


@pytest.mark.parametrize("harm", ["changed", "missing", "no list", "no about"])
def test_a_damaged_bundle_is_refused(bundle: Bundle, tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "paket"
    shutil.copytree(bundle.folder, folder)
    addin = folder / "Kepesertaan.xlam"
    if harm == "changed":
        addin.write_bytes(addin.read_bytes()[:-1] + b"x")
    else:
        {"missing": addin, "no list": folder / "SHA256SUMS", "no about": folder / "paket.json"}[
            harm
        ].unlink()
    with pytest.raises(KepesertaanError, match="Salin ulang seluruh folder paket") as told:
        read_bundle(folder)
    assert told.value.code == 3


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/x", "C:x", "a\\x", "a//x", ""])
def test_a_list_that_leads_out_of_the_bundle_is_refused(name: str) -> None:
    assert read_sums(f"{'0' * 64}  a/x\n") == {"a/x": "0" * 64}
    with pytest.raises(ValueError, match="sha256sum"):
        read_sums(f"{'0' * 64}  {name}\n")


def test_another_python_is_told(empty: Home, bundle: Bundle) -> None:
    with pytest.raises(KepesertaanError, match=r"untuk Python 3\.99"):
        install(empty.computer, replace(bundle, pythons=("3.99",)), silent)


def test_python_of_the_store_is_told(
    empty: Home, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "base_prefix", r"C:\Program Files\WindowsApps\Python.3.11")
    with pytest.raises(KepesertaanError, match="Microsoft Store"):
        install(empty.computer, bundle, silent)


# --- the command line ---------------------------------------------------------------------------


def test_the_work_runs_from_inside_the_wheel_with_nothing_installed(
    bundle: Bundle, tmp_path: Path
) -> None:
    (wheel,) = bundle.wheels.glob("kepesertaan-*.whl")
    for args, code in (["--bantuan"], 0), (["pasang"], 2), (["copot"], 2):
        ended = subprocess.run(
            [sys.executable, "-S", "-P", "-m", "kepesertaan.install", *args],
            env={"PYTHONPATH": str(wheel), "HOME": str(tmp_path)},
            cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert ended.returncode == code, ended.stderr
        assert "Traceback" not in ended.stderr
    if sys.platform != "win32":
        assert "untuk Windows" in ended.stderr


def test_the_command_line_says_what_it_did(
    home: Home, bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    def on() -> Computer:
        return home.computer

    assert main(["pasang", str(bundle.folder)], on) == 0
    assert "tidak ada yang diubah" in capsys.readouterr().out
    home.places.addin.unlink()
    assert main(["perbaiki"], on) == 0
    assert "Memasang add-in di Excel" in capsys.readouterr().out
    assert main(["pasang", str(home.folder)], on) == 3
    assert "Salin ulang" in capsys.readouterr().err
    assert main(["copot"], on) == 0
    assert "tidak dihapus" in capsys.readouterr().out
    assert main(["pasang"], on) == 2


def test_our_own_bug_is_one_sentence(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(home.folder))

    def broken() -> Computer:
        raise RuntimeError("BUDI")

    assert main(["copot"], broken) == 70
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert "BUDI" not in err


def test_what_is_in_use_for_a_moment_is_tried_again() -> None:
    tries = iter([PermissionError, PermissionError, None])

    def change() -> None:
        trouble = next(tries)
        if trouble:
            raise trouble

    parts.once_free(change)
    assert list(tries) == []


def test_a_record_that_is_not_ours_is_none(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    for text in ("", "[]", '{"lain": 1}', "null"):
        path.write_text(text)
        assert read_record(path) is None
    assert Record().files == {}


# --- the scripts that offices start -------------------------------------------------------------


def scripts_text(name: str) -> str:
    return (ROOT / "scripts" / name).read_text(encoding="ascii")  # PowerShell 5.1 reads ANSI


def test_everything_the_bundle_and_its_scripts_name_is_there() -> None:
    assert [source for source in make_bundle.FILES.values() if not (ROOT / source).is_file()] == []
    for work in ("pasang", "perbaiki", "copot"):
        text = (ROOT / "scripts" / f"{work}.cmd").read_bytes().decode("ascii")
        assert f'-File "%~dp0install.ps1" {work} ' in text
        assert text.endswith("\r\n")
        assert text.count("\n") == 1  # copot removes the file that runs: nothing may be read on
    text = scripts_text("install.ps1")
    assert "[ValidateSet('pasang', 'perbaiki', 'copot')]" in text
    made = {"paket.json", "roda", "python", "kepesertaan-*.whl", "python-3.*-amd64.exe"}
    assert set(re.findall(r"Join-Path \$PSScriptRoot '([^']+)'|-Filter '([^']+)'", text)) == {
        (name, "") if "*" not in name else ("", name) for name in made
    }


def test_install_ps1_calls_the_command_line_as_it_is() -> None:
    text = scripts_text("install.ps1")
    assert "@('-P', '-m', 'kepesertaan.install', $Kerja)" in text
    assert "if ($Kerja -eq 'pasang') { $arguments += $PSScriptRoot }" in text
    assert "$env:PYTHONPATH = $wheel.FullName" in text
    (usage,) = re.findall(r'USAGE = """(.*?)"""', inspect.getsource(installing), re.S)
    assert re.findall(r"^  (\w+)", usage, re.M) == ["pasang", "perbaiki", "copot"]


def test_the_checklist_names_only_what_there_is() -> None:
    text = scripts_text("check_on_windows.ps1")
    expected = set(re.findall(r"^    '([a-z-]+)' +=", text, re.M))
    buttons = {action.id for action in all_actions().values() if action.icon}
    assert expected <= buttons
    ordered = re.findall(r"'([a-z-]+)'", re.findall(r"\$order = (.*)", text)[0])
    assert set(ordered) <= buttons
    assert "RibbonKepesertaan" not in text  # through the ribbon or the server, past no check
    assert "'customUI/customUI14.xml'" in text
    assert "latihan.xlsx" in make_bundle.FILES
    assert ".Jalankan($button.Id, $excel.Hwnd, $book.Name)" in text
    vba = (ROOT / "addin" / "ribbon" / "RibbonKepesertaan.bas").read_text(encoding="utf-8")
    assert "server.Jalankan(id, BatasKepesertaan.JendelaExcel(), NamaBuku())" in vba


def test_what_it_is_told_is_what_is_done() -> None:
    text = (ROOT / "docs" / "untuk-ti.md").read_text(encoding="utf-8")
    places = Places(Path("L/Kepesertaan"), Path("A/Microsoft/Excel/XLSTART"), Path("U/.kepesertaan"), True)  # fmt: skip
    for path in (places.venv, places.package, places.record, places.addin, places.conf):
        assert path.as_posix()[2:].replace("/", "\\") in text
    for key, _, _ in entries_of(places, "1"):
        assert any(named in key for named in ("Kepesertaan.Server", CLSID, "Uninstall"))
    for guid in ("d4f940ab-401b-4efc-aadc-ad5f3c50688a", "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"):
        assert guid.upper() in text
    assert "AllLocationsDisabled" in text


def test_a_bundle_that_lacks_a_needed_wheel_is_not_made(tmp_path: Path) -> None:
    needs = "Requires-Dist: lain; platform_system == 'Windows'\n"
    small_wheel(tmp_path, "satu", "1", {}, needs)
    with pytest.raises(make_bundle.CannotMake, match=r"satu-1-py3-none-any\.whl needs lain"):
        make_bundle.refuse_missing(tmp_path, "3.11")
    small_wheel(tmp_path, "lain", "1", {}, "Requires-Dist: tiada; platform_system == 'Linux'\n")
    make_bundle.refuse_missing(tmp_path, "3.11")


def test_what_is_pinned_for_offices_is_what_the_program_needs() -> None:
    pinned = {canonicalize_name(line.split("==")[0]) for line in make_bundle.needed()}
    asked = {
        canonicalize_name(Requirement(line).name) for line in make_bundle.project()["dependencies"]
    }
    assert asked | {"pip", "pywin32"} <= pinned
    assert not {"pytest", "openpyxl", "setuptools"} & pinned


def test_offices_get_every_example_workbook() -> None:
    given = {source for source in make_bundle.FILES.values() if source.startswith("workbooks/")}
    assert given == {
        f"workbooks/{path.relative_to(ROOT / 'workbooks').as_posix()}"
        for path in (ROOT / "workbooks").rglob("*.*")
        if path.is_file() and path.suffix in (".xlsx", ".png")
    }


def test_what_those_packages_need_is_pinned_too() -> None:
    pinned = {canonicalize_name(line.split("==")[0]) for line in make_bundle.needed()}
    windows = {"extra": "", "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}
    for name in pinned - {"pywin32", "colorama"}:  # of Windows alone, and they need nothing
        for line in importlib.metadata.requires(name) or ():
            asked = Requirement(line)
            if asked.marker is None or asked.marker.evaluate(windows):
                assert canonicalize_name(asked.name) in pinned, f"{name} needs {asked.name}"
