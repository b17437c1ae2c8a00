"""Every button of Kepesertaan.xlam is pressed in LibreOffice, which compiles and runs its VBA.

Real: the file as it is loaded, the callbacks, the checks before a click, the workbook, its sheets
and the files beside it. In place of what LibreOffice has not (tests/ribbon): xlwings' module, the
COM server, message boxes, Excel's Undo list, Protected View. Each click notes what came of it.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import build_addin
from kepesertaan.actions.registry import all_actions

ROOT = Path(__file__).resolve().parent.parent
STUBS = ROOT / "tests" / "ribbon"
pytestmark = pytest.mark.libreoffice

# What the border module does in the test; the rest of it is the real one.
STUBBED = {
    "Beritahu": 'Uji.Catat "beritahu", text',
    "BuatServer": "If Uji.hasServer Then Set BuatServer = New ServerPalsu",
    "BukuAktif": "If Not Uji.hasNoBook Then Set BukuAktif = ActiveWorkbook",
    "KeDepan": 'Uji.Catat "ke depan", book : KeDepan = (LCase(book) <> "tutup.xlsx")',
    "AdaTampilanTerproteksi": "AdaTampilanTerproteksi = Uji.isProtectedView",
    "JendelaExcel": "JendelaExcel = 77",
    "JadwalkanPemanasan": 'Uji.Catat "jadwal", Makro("Hangatkan")',
    "LepaskanEsc": 'Uji.Catat "esc", ""',
    "TawarkanUrungan": 'Uji.Catat "ctrl+z", Makro("UrunganTerakhir")',
}
# Excel as the office has it: no server, xlwings' settings as the installation writes them.
USUAL: dict[str, Any] = {
    "server": False, "fails": False, "protected_view": False, "no_book": False, "changed": 0,
    "ends": 0, "exe": "C:/Kepesertaan/python.exe", "on_path": "false", "cloud": "",
}  # fmt: skip
UNTOUCHED = "Belum ada data yang diubah."
AGAIN = ["segarkan", ""]
OFFER = ["ctrl+z", "'Kepesertaan.xlam'!RibbonKepesertaan.UrunganTerakhir"]


def python(action: str) -> list[str]:
    return ["python", f"import kepesertaan.buttons; kepesertaan.buttons.from_excel('{action}')"]


def scene(*calls: list[Any], answers: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A scene whose last calls are these; see tests/ribbon/klik.py."""
    given = {**USUAL, **(answers or {})}
    return {"calls": [["Siapkan", *given.values()], ["Muat"], *calls], **more}


BOOK, WRITE, NONE = "buku|Coba", "buku tulis|Coba", "|Coba"
# name -> scene, and what the person reads (a piece of it), or None where the click goes on
OBSTACLES: dict[str, tuple[dict[str, Any], str]] = {
    "no workbook": (
        scene(["Klik", "coba", BOOK], answers={"no_book": True}),
        "Belum ada buku kerja yang terbuka.",
    ),
    "no workbook and no server": (
        scene(["Klik", "coba", NONE], answers={"no_book": True}),
        "Belum ada buku kerja yang terbuka.",
    ),
    "protected view": (
        scene(["Klik", "coba", BOOK], answers={"protected_view": True}),
        "Tampilan Terproteksi",
    ),
    "protected view with the server": (
        scene(["Klik", "coba", BOOK], answers={"protected_view": True, "server": True}),
        "Tampilan Terproteksi",
    ),
    "settings in a sheet": (
        scene(["Klik", "coba", BOOK], sheets=["Kepesertaan.CONF"]),
        "memuat lembar kepesertaan.conf",
    ),
    "settings in a sheet with the server": (
        scene(["Klik", "coba", NONE], sheets=["kepesertaan.conf"], answers={"server": True}),
        "memuat lembar kepesertaan.conf",
    ),
    "settings beside the workbook": (
        scene(["Klik", "coba", BOOK], saved="buku saya.ods", beside=["kepesertaan.conf"]),
        "ada berkas kepesertaan.conf",
    ),
    "settings where a cloud folder really lies": (
        scene(["Klik", "coba", BOOK], answers={"cloud": "C:/OneDrive/kepesertaan.conf"}),
        "ada berkas kepesertaan.conf",
    ),
    "code in a sheet": (
        scene(["Klik", "coba", BOOK], sheets=["main.py"]),
        "berakhir .py",
    ),
    "no interpreter": (
        scene(["Klik", "coba", BOOK], answers={"exe": ""}),
        "belum terpasang lengkap",
    ),
    "the workbook's folder on the path": (
        scene(["Klik", "coba", BOOK], answers={"on_path": "true"}),
        "belum terpasang lengkap",
    ),
    "an id that is no action's": (
        scene(["Klik", "coba');1", NONE]),
        "Tombol ini tidak dikenal.",
    ),
}
# near misses of the obstacles: the click goes on to Python
CLEAR: dict[str, dict[str, Any]] = {
    "an action of two words": scene(["Klik", "coba", BOOK]),
    "another sheet's name": scene(["Klik", "coba", BOOK], sheets=["kepesertaan.conf lama"]),
    "a name with py inside": scene(["Klik", "coba", BOOK], sheets=["a.pyx"]),
    "another file beside": scene(
        ["Klik", "coba", BOOK], saved="b.ods", beside=["kepesertaan.conf.txt"]
    ),
    "a folder of that name beside": scene(
        ["Klik", "coba", BOOK], saved="b.ods", folders=["kepesertaan.conf"]
    ),
    "protected view, and a button without workbook": scene(
        ["Klik", "coba", NONE], answers={"protected_view": True}
    ),
    "capitals in the settings": scene(["Klik", "coba", BOOK], answers={"on_path": "False"}),
}
# rows, columns, kinds, values, formats, fills: what TulisSel is given
WRITTEN = tuple(
    zip(
        (1.0, 1.0, 1.0, "3578011708909901", "@", "255"),
        (2.0, 1.0, 1.0, "=1+1", "", ""),
        (3.0, 1.0, 2.0, 33102.0, "dd-mm-yyyy", ""),
        (4.0, 1.0, 1.0, "08123", "General", ""),
        (5.0, 1.0, 0.0, "", "", "65280"),
        (1.0, 2.0, 2.0, 5500000.0, "#,##0", "-"),
        (1.0, 3.0, 3.0, "", "@", ""),
        (1.0, 4.0, 1.0, "lama", "", ""),
        (1.0, 4.0, 3.0, "", "", ""),
        strict=True,
    )
)
OTHERS: dict[str, dict[str, Any]] = {
    "loaded": scene(["Hangatkan"]),
    "server without workbook": scene(
        ["Klik", "coba", NONE], answers={"server": True, "no_book": True}
    ),
    "server that stops": scene(["Klik", "coba", BOOK], answers={"server": True, "fails": True}),
    "python that stops": scene(["Klik", "coba", BOOK], answers={"ends": -1}),
    "written": scene(
        ["Klik", "daftar_telepon", WRITE],
        ["Judul", "urungkan", "buku tulis|Urungkan"],
        ["Urung"],
        answers={"server": True, "changed": 12},
    ),
    "written by a button that only reads": scene(
        ["Klik", "coba", BOOK], answers={"server": True, "changed": 3}
    ),
    "ctrl+z from another workbook": scene(
        ["Catatan", "Lain.xlsx", 7], ["Urung"], answers={"server": True}, saved="buku.ods"
    ),
    "ctrl+z after its workbook was closed": scene(
        ["Catatan", "tutup.xlsx", 7], ["Urung"], answers={"server": True}, saved="buku.ods"
    ),
    "labels": scene(
        ["Judul", "urungkan", "buku tulis|Urungkan"],
        ["Catatan", "Lain.xlsx", 7],
        ["Judul", "urungkan", "buku tulis|Urungkan"],
        ["Catatan", "BUKU.ods", 12],
        ["Judul", "urungkan", "buku tulis|Urungkan"],
        ["Catatan", "buku.ods", 0],
        ["Judul", "urungkan", "buku tulis|Urungkan"],
        saved="buku.ods",
    ),
    "enabled": scene(["Aktif", "coba", BOOK]),
    "not enabled": scene(["Aktif", "coba", BOOK], answers={"no_book": True}),
    "cells": scene(
        ["Tulis", "buku.ods", "Sheet1", *WRITTEN],
        saved="buku.ods",
        cells=["A1", "A2", "A3", "A4", "A5", "B1", "C1", "D1"],
    ),
    "cells of a sheet that is gone": scene(
        ["Tulis", "buku.ods", "Hilang", *WRITTEN], saved="buku.ods"
    ),
    "a running job": scene(
        ["Jawab", "Pekerjaan lain masih berjalan."],
        ["Klik", "coba", BOOK],
        ["Bekerja"],
        ["Batalkan"],
        answers={"server": True},
    ),
    "esc when no job runs": scene(["Hangatkan"], ["Batalkan"], answers={"server": True}),
    "esc when the server is gone": scene(
        ["Hangatkan"], ["Bekerja"], ["Batalkan"], answers={"server": True, "fails": True}
    ),
}


def buttons() -> list[tuple[str, str]]:
    """Id and tag of every button of the file."""
    with zipfile.ZipFile(ROOT / "addin" / "Kepesertaan.xlam") as archive:
        root = ElementTree.fromstring(archive.read("customUI/customUI14.xml"))
    return [(b.get("id", ""), b.get("tag", "")) for b in root.iter() if b.tag.endswith("button")]


EVERY_BUTTON = scene(*(["Klik", *button] for button in buttons()))
EVERY_BUTTON_BY_SERVER = scene(
    *(["Klik", *button] for button in buttons()), answers={"server": True}, saved="buku.ods"
)
# Faults put into the VBA: module, text, what replaces it.
BROKEN = {
    "a line that does not compile": ("RibbonKepesertaan", "    hasRecorded = False\n", "    = False\n"),
    "an If without its end": ("RibbonKepesertaan", "        Exit Sub\n    End If\n    hasRec", "    hasRec"),
    "a misspelt RunPython": ("RibbonKepesertaan", "xlwings.RunPython(", "xlwings.RunPyton("),
    "a misspelt border": ("RibbonKepesertaan", "BatasKepesertaan.BukuAktif()", "BatasKepesertaan.Buku()"),
    "a name nobody declared": ("RibbonKepesertaan", "Dim ended As Variant\n", "\n"),
    "the tag for the id": ("RibbonKepesertaan", 'Replace(control.ID, "_", "-")', "control.Tag"),
    "another callback": ("RibbonKepesertaan", "Public Sub Klik(", "Public Sub Tekan("),
    "no refresh": ("RibbonKepesertaan", "ribbon.Invalidate", "hasRecorded = False"),
    "a border that does not compile": ("BatasKepesertaan", "On Error Resume Next  ' nothing", "On Err"),
}  # fmt: skip


@pytest.fixture(scope="module")
def python_with_uno() -> str:
    """A Python that can talk to LibreOffice: the system's, or the one LibreOffice brings."""
    program = shutil.which("soffice") or shutil.which("libreoffice") or "soffice"
    beside = Path(program).resolve().parent
    for candidate in ("/usr/bin/python3", str(beside / "python"), str(beside / "python.exe")):
        if shutil.which(candidate):
            found = subprocess.run(
                [candidate, "-c", "import uno"], capture_output=True, check=False
            )
            if found.returncode == 0:
                return candidate
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.fail("CI must have python3-uno", pytrace=False)
    pytest.skip("python3-uno is not installed")


@pytest.fixture(scope="module")
def answers(
    python_with_uno: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """What came of every scene, by its name; one LibreOffice plays them all."""
    folder = tmp_path_factory.mktemp("klik")
    scenes = {
        "every button": EVERY_BUTTON,
        "every button by server": EVERY_BUTTON_BY_SERVER,
        **{name: one for name, (one, _) in OBSTACLES.items()},
        **CLEAR,
        **OTHERS,
    }
    sources = build_addin.sources()
    runs = [request(ROOT / "addin" / "Kepesertaan.xlam", sources, list(scenes.values()))]
    for i, (module, before, after) in enumerate(BROKEN.values()):
        assert before in sources[module]
        changed = {**sources, module: sources[module].replace(before, after)}
        path = folder / f"rusak{i}" / "Kepesertaan.xlam"
        path.parent.mkdir()
        path.write_bytes(
            build_addin.packed(build_addin.parts(changed, build_addin.ribbon_xml(all_actions())))
        )
        runs.append(request(path, changed, [EVERY_BUTTON]))
    good, *broken = press(python_with_uno, folder, runs)
    return {
        **dict(zip(scenes, good, strict=True)),
        **{name: given[0] for name, given in zip(BROKEN, broken, strict=True)},
    }


def request(addin: Path, sources: dict[str, str], scenes: list[dict[str, Any]]) -> dict[str, Any]:
    stubs = {
        name: (STUBS / f"{name}.bas").read_text(encoding="utf-8") for name in ("xlwings", "Uji")
    }
    border = stubbed(sources["BatasKepesertaan"])
    server = (STUBS / "ServerPalsu.cls").read_text(encoding="utf-8")
    return {
        "addin": str(addin),
        "replaced": {**stubs, "BatasKepesertaan": border},
        "classes": {"ServerPalsu": server},
        "scenes": scenes,
    }


def stubbed(module: str) -> str:
    """The border module with the bodies of ``STUBBED``."""
    for name, body in STUBBED.items():
        pattern = rf"(?ms)^(Public (Sub|Function) {name}\(.*?\n).*?^(End \2)"
        module, found = re.subn(pattern, lambda m, body=body: f"{m[1]}    {body}\n{m[3]}", module)
        assert found == 1, name
    return f"Option VBASupport 1\n{module}"


def press(python_with_uno: str, folder: Path, runs: list[dict[str, Any]]) -> list[Any]:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    asked = json.dumps({"soffice": program, "folder": str(folder), "runs": runs})
    ended = subprocess.run(
        [python_with_uno, str(STUBS / "klik.py")],
        input=asked,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return list(json.loads(ended.stdout))


def notes(answer: dict[str, Any]) -> list[list[list[str]]]:
    """What each call noted, after the two that prepare the scene."""
    return [noted for _, noted in answer["calls"][2:]]


def results(answer: dict[str, Any]) -> list[Any]:
    return [result for result, _ in answer["calls"][2:]]


def ids() -> list[str]:
    return [action.id for action in all_actions().values() if action.icon]


def test_each_button_gives_its_id_to_python(answers: dict[str, Any]) -> None:
    pressed = notes(answers["every button"])
    assert pressed == [[python(id.replace("_", "-")), AGAIN] for id, _ in buttons()]
    assert sorted(id.replace("_", "-") for id, _ in buttons()) == sorted(ids())
    for noted in pressed:
        command = noted[0][1]
        assert '"' not in command  # it travels in double quotes
        ast.parse(command)


def test_each_button_gives_its_id_to_the_server_with_window_and_workbook(
    answers: dict[str, Any],
) -> None:
    pressed = notes(answers["every button by server"])
    wanted = [f"{id.replace('_', '-')},77,buku.ods" for id, _ in buttons()]
    assert pressed == [[["server", line], AGAIN] for line in wanted]


@pytest.mark.parametrize("name", OBSTACLES)
def test_an_obstacle_is_told_and_no_python_is_started(answers: dict[str, Any], name: str) -> None:
    ((told, again),) = notes(answers[name])
    assert told[0] == "beritahu"
    assert OBSTACLES[name][1] in told[1]
    assert told[1].endswith(UNTOUCHED)
    assert again == AGAIN


@pytest.mark.parametrize("name", CLEAR)
def test_what_is_no_obstacle_goes_on(answers: dict[str, Any], name: str) -> None:
    assert notes(answers[name]) == [[python("coba"), AGAIN]]


def test_loading_plans_the_start_of_the_server(answers: dict[str, Any]) -> None:
    macro = "'Kepesertaan.xlam'!RibbonKepesertaan.Hangatkan"
    assert answers["loaded"]["calls"][1][1] == [["jadwal", macro]]
    assert notes(answers["loaded"]) == [[]]


def test_help_works_without_a_workbook(answers: dict[str, Any]) -> None:
    assert notes(answers["server without workbook"]) == [[["server", "coba,77,"], AGAIN]]


@pytest.mark.parametrize(
    ("name", "first"), [("server that stops", "server"), ("python that stops", "python")]
)
def test_a_button_that_stopped_is_not_started_again(
    answers: dict[str, Any], name: str, first: str
) -> None:
    ((started, told, again),) = notes(answers[name])
    assert (started[0], told[0], again) == (first, "beritahu", AGAIN)
    assert told[1].startswith("Pekerjaan terhenti sebelum selesai. Klik Riwayat")


def test_what_was_written_can_be_undone_by_ctrl_z_and_is_counted(answers: dict[str, Any]) -> None:
    clicked, _, undone = notes(answers["written"])
    book = answers["written"]["title"]
    assert clicked == [["server", f"daftar-telepon,77,{book}"], OFFER, AGAIN, OFFER, AGAIN]
    assert results(answers["written"])[1] == "Urungkan (12)"
    assert undone[:2] == [["ke depan", book], ["server", f"urungkan,77,{book}"]]


def test_ctrl_z_brings_the_workbook_that_was_written_to_the_front(answers: dict[str, Any]) -> None:
    _, undone = notes(answers["ctrl+z from another workbook"])
    assert [kind for kind, _ in undone] == ["ke depan", "server", "segarkan"]
    assert undone[0] == ["ke depan", "Lain.xlsx"]


def test_ctrl_z_for_a_closed_workbook_undoes_no_other(answers: dict[str, Any]) -> None:
    _, undone = notes(answers["ctrl+z after its workbook was closed"])
    assert [kind for kind, _ in undone] == ["ke depan", "beritahu", "segarkan"]
    assert undone[1][1].startswith("Buku kerja tutup.xlsx sudah tidak terbuka.")
    assert undone[1][1].endswith(UNTOUCHED)


def test_a_button_that_only_reads_offers_no_undo_of_its_own(answers: dict[str, Any]) -> None:
    (noted,) = notes(answers["written by a button that only reads"])
    assert noted.count(OFFER) == 1  # the one that Python recorded


def test_the_label_counts_the_cells_of_the_workbook_in_front(answers: dict[str, Any]) -> None:
    labels = [result for result in results(answers["labels"]) if result]
    assert labels == ["Urungkan", "Urungkan", "Urungkan (12)", "Urungkan"]


def test_buttons_are_enabled_with_a_workbook(answers: dict[str, Any]) -> None:
    assert results(answers["enabled"]) == [True]
    assert results(answers["not enabled"]) == [False]


def test_cells_are_written_in_one_call_and_stay_what_they_are(answers: dict[str, Any]) -> None:
    """Excel's numbers of colours have red in the low byte, LibreOffice's in the high one."""
    assert results(answers["cells"]) == ["1"]
    red, green, none = 0xFF0000, 0x00FF00, -1
    assert answers["cells"]["cells"] == {
        "A1": [red, "3578011708909901", "TEXT", "@"],
        "A2": [none, "=1+1", "TEXT", "General"],
        "A3": [none, "17-08-1990", "VALUE", "DD-MM-YYYY"],
        "A4": [none, "08123", "TEXT", "General"],
        "A5": [green, "", "EMPTY", "General"],
        "B1": [none, "5,500,000", "VALUE", "#,##0"],
        "C1": [none, "", "EMPTY", "@"],
        "D1": [none, "", "EMPTY", "General"],
    }


def test_an_error_at_writing_is_told_to_python_and_not_let_out(answers: dict[str, Any]) -> None:
    (answer,) = results(answers["cells of a sheet that is gone"])
    assert re.fullmatch(r"Galat \d+", answer)


def test_what_the_server_says_at_once_is_told_and_esc_reaches_it(answers: dict[str, Any]) -> None:
    _, clicked, _, escaped = notes(answers["a running job"])
    assert ["beritahu", "Pekerjaan lain masih berjalan."] in clicked
    assert escaped == [["batal", ""]]


@pytest.mark.parametrize("name", ["esc when no job runs", "esc when the server is gone"])
def test_esc_is_given_back_where_nothing_is_at_work(answers: dict[str, Any], name: str) -> None:
    assert notes(answers[name])[-1] == [["batal", ""], ["esc", ""]]


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_vba_does_not_pass(answers: dict[str, Any], fault: str) -> None:
    with pytest.raises((AssertionError, ValueError)):
        test_each_button_gives_its_id_to_python({"every button": answers[fault]})
