"""Kepesertaan.xlam, read without Excel: every part of the file, its VBA records and its ribbon."""

from __future__ import annotations

import importlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree

import olefile
import pyopenvba
import pytest
import xmlschema
from openxml_audit import OpenXmlValidator
from openxml_audit.errors import FileFormat

import build_addin
from kepesertaan.actions.registry import GROUPS, Action, all_actions
from ribbon.records import Fault, read_container, read_project, unpacked
from ribbon.schema import ribbon_schema

ROOT = Path(__file__).resolve().parent.parent
ADDIN = ROOT / "addin" / "Kepesertaan.xlam"
RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
CALLBACKS = {"onLoad": 1, "onAction": 1}  # how many parameters; each getX has 2


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    """Every part of the committed file."""
    with zipfile.ZipFile(ADDIN) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def vba(parts: dict[str, bytes]) -> bytes:
    return parts["xl/vbaProject.bin"]


@pytest.fixture(scope="module")
def ribbon(parts: dict[str, bytes]) -> ElementTree.Element:
    return ElementTree.fromstring(parts["customUI/customUI14.xml"])


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema10:
    return ribbon_schema()


def buttons(ribbon: ElementTree.Element) -> list[ElementTree.Element]:
    return list(ribbon.iter(f"{RIBBON}button"))


def sources() -> dict[str, str]:
    """Our modules as they stand in addin/ribbon."""
    files = [*(ROOT / "addin" / "ribbon").glob("*.bas"), *(ROOT / "addin" / "ribbon").glob("*.cls")]
    return {path.stem: path.read_text(encoding="utf-8").replace("\n", "\r\n") for path in files}


# --- built again


def test_made_twice_gives_the_same_bytes_and_the_file_in_the_repository() -> None:
    made = [
        build_addin.packed(
            build_addin.parts(build_addin.sources(), build_addin.ribbon_xml(all_actions()))
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert made[0] == ADDIN.read_bytes()


def test_an_old_file_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(build_addin, "ADDIN", tmp_path / "Kepesertaan.xlam")
    assert build_addin.main(["--check"]) == 1
    assert build_addin.main([]) == 0
    assert build_addin.main(["--check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "addin/Kepesertaan.xlam sesuai."


_INSIDE = 'Public Const XLWINGS_VERSION As String = "0.37.8"\n'


@pytest.mark.parametrize(
    ("module", "installed", "pinned"),
    [
        (_INSIDE, "0.37.8", "xlwings==0.37.7\n"),
        (_INSIDE, "0.37.9", "xlwings==0.37.8\n"),
        (_INSIDE.replace("0.37.8", "0.38.0"), "0.37.8", "xlwings==0.37.8\n"),
        ("", "0.37.8", "xlwings==0.37.8\n"),
        (_INSIDE, "0.37.8", ""),
    ],
)
def test_two_versions_of_xlwings_are_refused(module: str, installed: str, pinned: str) -> None:
    build_addin.check_versions(_INSIDE, "0.37.8", "xlwings==0.37.8  # why\n")
    with pytest.raises(build_addin.CannotBuild):
        build_addin.check_versions(module, installed, pinned)


@pytest.mark.parametrize("times", [0, 2])
def test_another_module_of_xlwings_is_refused(times: int) -> None:
    line = 'Public Const PROJECT_NAME As String = "myaddin"\n'
    assert build_addin.with_project(line) == line.replace("myaddin", "kepesertaan")
    with pytest.raises(build_addin.CannotBuild):
        build_addin.with_project(line * times)


# --- the VBA project


def test_every_record_is_as_specified(vba: bytes) -> None:
    project = read_project(vba)
    assert project.name == "Kepesertaan"
    assert project.kinds == {
        "ThisWorkbook": "Document",
        "Sheet1": "Document",
        "RibbonKepesertaan": "Module",
        "BatasKepesertaan": "Module",
        "SelKepesertaan": "Module",
        "xlwings": "Module",
    }
    assert {name: libid.split("#")[0] for name, libid in project.references.items()} == {
        "stdole": r"*\G{00020430-0000-0000-C000-000000000046}",
        "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}",
    }


@pytest.mark.parametrize("name", ["blank_excel_addin.xlam", "blank_workbook.xlsb"])
def test_the_strict_reader_accepts_what_excel_writes(name: str) -> None:
    path = Path(pyopenvba.__file__).parent / "_templates" / "blank_files" / name
    with zipfile.ZipFile(path) as archive:
        project = read_project(archive.read("xl/vbaProject.bin"), strict=False)
    assert list(project.modules) == ["ThisWorkbook", "Sheet1", "Module1"]


def test_the_texts_are_the_sources(vba: bytes) -> None:
    texts = read_project(vba).modules
    theirs = texts.pop("xlwings")
    assert texts == sources()
    found = importlib.util.find_spec("xlwings")
    assert found is not None
    assert found.origin is not None
    shipped = (Path(found.origin).parent / "xlwings_custom_addin.bas").read_bytes().decode("ascii")
    differing = [
        (before, after)
        for before, after in zip(
            shipped.splitlines(), theirs.removesuffix("\r\n").split("\r\n"), strict=True
        )
        if before != after
    ]
    assert differing == [
        (
            'Public Const PROJECT_NAME As String = "myaddin"',
            'Public Const PROJECT_NAME As String = "kepesertaan"',
        )
    ]


def by_oletools(code: str) -> object:
    """What a few lines with oletools print as JSON; apart, for the warnings of its own parts."""
    command = [sys.executable, "-W", "ignore", "-c", code, str(ADDIN)]
    ended = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return json.loads(ended.stdout)


def test_olevba_reads_exactly_the_same_texts(vba: bytes) -> None:
    read = by_oletools(
        "import json, sys; from oletools.olevba import VBA_Parser\n"
        "macros = VBA_Parser(sys.argv[1]).extract_macros()\n"
        "print(json.dumps({name.rpartition('.')[0]: text for _, _, name, text in macros}))"
    )
    texts = read_project(vba).modules
    assert read == texts


def test_nothing_runs_by_opening_the_file() -> None:
    """mraptor's three signs: runs by itself, writes files, starts programs."""
    signs = by_oletools(
        "import json, sys\nfrom oletools.olevba import VBA_Parser\n"
        "from oletools.mraptor import MacroRaptor\n"
        "texts = [text for *_, text in VBA_Parser(sys.argv[1]).extract_macros()]\n"
        "found = MacroRaptor('\\n'.join(texts)); found.scan()\n"
        "print(json.dumps([found.autoexec, found.suspicious]))"
    )
    assert signs == [False, False]


@pytest.mark.parametrize("name", sorted(sources()))
def test_our_modules_start_no_program_and_ask_no_address(name: str) -> None:
    words = r"\b(Shell|WScript|cmd|powershell|Declare|Lib|http|URLDownload\w*|Environ|Kill|Open)\b"
    code = re.sub(r"(?m)'.*|^Attribute.*|\"[^\"\n]*\"", "", sources()[name])
    assert re.findall(words, code, re.I) == []
    assert re.findall(r"CreateObject", code) == (
        ["CreateObject"] if name == "BatasKepesertaan" else []
    )


def test_other_readers_of_containers_agree(vba: bytes) -> None:
    with olefile.OleFileIO(io.BytesIO(vba)) as found:
        assert not found.parsing_issues
        listed = {"/".join(path): found.openstream(path).read() for path in found.listdir()}
    assert listed == read_container(vba)


def _flip(place: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


def _swap(before: bytes, after: bytes) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        assert before in data
        return data.replace(before, after, 1)

    return changed


FAULTS = {
    "signature": _flip(0),
    "version": _flip(26),
    "first sector of the FAT": _flip(76),
    "cut off": lambda data: data[:-512],
    "a sector nobody owns": lambda data: data[:632] + b"\xfe\xff\xff\xff" + data[636:],
    "cache": _swap(bytes.fromhex("cc61ffff"), bytes.fromhex("cc61b500")),
    "no end of a name": _swap("dir\0".encode("utf-16-le"), b"d\0i\0r\0x\0"),
    "not compressed": lambda data: re.sub(
        rb"(?s)(\x01.)[\xb0-\xbf](.Attribut)", rb"\g<1>2\g<2>", data
    ),
    "project name": _swap(b'Name="Kepesertaan"', b'Name="Kepesertaam"'),
    "a module less": _swap(b"Module=xlwings\r\n", b""),
    "protected": _swap(b'DPB="', b'DPB="00'),
    "window": _swap(b"xlwings=0, 0", b"xlwingz=0, 0"),
    "name map": _swap(b"xlwings\0x\0", b"xlwings\0y\0"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_strict_reader_bites(vba: bytes, fault: str) -> None:
    broken = FAULTS[fault](vba)
    assert broken != vba
    with pytest.raises((Fault, ValueError, KeyError, IndexError)):
        read_project(broken)


def test_a_directory_of_records_must_end_where_it_ends(vba: bytes) -> None:
    """What pyOpenVBA leaves behind the last record, and in its cookies."""
    project = importlib.import_module("vba_project")
    streams = read_container(vba)
    directory = unpacked(streams["VBA/dir"])
    for wrong in (
        directory + bytes(4),
        directory.replace(b"\x13\0\x02\0\0\0\xff\xff", b"\x13\0\x02\0\0\0\0\0"),
    ):
        changed = {**streams, "VBA/dir": project.compress(wrong)}
        with pytest.raises(Fault):
            read_project(project.compound_file(changed))
    assert read_project(project.compound_file(streams)).name == "Kepesertaan"


def test_the_library_alone_still_does_not_do() -> None:
    """When this fails, our own container can go: docs/keputusan/berkas-xlam.md."""
    project = importlib.import_module("vba_project")
    raw = project.written(build_addin.sources())[project.VBA_PART]
    with pytest.raises(Fault, match="storage VBA has a stream"):
        read_project(raw)


def test_containers_of_any_size() -> None:
    """Empty, small and large streams, one by one and together."""
    compound_file = importlib.import_module("compound").compound_file
    sizes = (0, 1, 63, 64, 65, 511, 512, 4095, 4096, 4097, 70_000)
    streams = {f"VBA/s{size}": bytes([size % 251]) * size for size in sizes}
    for some in ({}, {"a": b""}, *({path: data} for path, data in streams.items()), streams):
        assert read_container(compound_file(some)) == some
    assert read_container(compound_file({f"VBA/m{i}": b"x" * i * 40 for i in range(200)}))
    with pytest.raises(ValueError, match="too much"):
        compound_file({"a": bytes(8_000_000)})


# --- the package


def test_the_package_is_whole(parts: dict[str, bytes]) -> None:
    types = ElementTree.fromstring(parts["[Content_Types].xml"])
    overrides = {node.get("PartName") for node in types if node.tag.endswith("Override")}
    defaults = {node.get("Extension") for node in types if node.tag.endswith("Default")}
    assert overrides <= {f"/{name}" for name in parts}
    for name in parts.keys() - {"[Content_Types].xml"}:
        assert f"/{name}" in overrides or name.rsplit(".", 1)[1] in defaults
    assert reached(parts) == {name for name in parts if not name.endswith(".rels")} - {
        "[Content_Types].xml"
    }


def reached(parts: dict[str, bytes]) -> set[str]:
    """Every part that a relationship leads to."""
    found: set[str] = set()
    for name, content in parts.items():
        if name.endswith(".rels"):
            folder = normpath(join(name, "../.."))
            for link in ElementTree.fromstring(content):
                target = normpath(join(folder, link.get("Target", "")))
                assert target in parts, f"{name}: {target}"
                found.add(target)
    return found


def test_code_names_are_the_document_modules(parts: dict[str, bytes], vba: bytes) -> None:
    names = {
        re.findall(pattern, parts[part].decode())[0]
        for part, pattern in (
            ("xl/workbook.xml", r'<workbookPr[^>]*codeName="(\w+)"'),
            ("xl/worksheets/sheet1.xml", r'<sheetPr codeName="(\w+)"'),
        )
    }
    kinds = read_project(vba).kinds
    assert names == {name for name, kind in kinds.items() if kind == "Document"}


def test_the_zip_says_nothing_of_who_and_when() -> None:
    with zipfile.ZipFile(ADDIN) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.compress_type, entry.create_system, entry.extra) == (0, 0, b"")
        assert b"William" not in b"".join(archive.read(name) for name in archive.namelist())


def test_the_open_xml_rules_hold(tmp_path: Path, parts: dict[str, bytes]) -> None:
    """The Open XML SDK's rules for every part; the same file with a fault is refused."""
    check = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)
    assert check.validate(str(ADDIN)).errors == []
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"<sheetData/>", b"<sheetDate/>")
    broken = tmp_path / "rusak.xlam"
    broken.write_bytes(build_addin.packed({**parts, "xl/worksheets/sheet1.xml": sheet}))
    assert check.validate(str(broken)).errors


# --- the ribbon


def test_the_ribbon_is_valid(schema: xmlschema.XMLSchema10, parts: dict[str, bytes]) -> None:
    assert list(schema.iter_errors(io.BytesIO(parts["customUI/customUI14.xml"]))) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('size="large"', 'size="huge"'),
        ('id="periksa"', 'id="1periksa"'),
        ('id="periksa"', 'id="bersihkan"'),
        ('keytip="B"', 'keytip="BERS"'),
        ('label="Periksa"', 'lable="Periksa"'),
        ('label="Periksa"', f'label="{"x" * 1025}"'),
        ("<button ", "<knob "),
        ('onLoad="RibbonKepesertaan.Muat"', 'onload="RibbonKepesertaan.Muat"'),
        ("<tabs>", "<tabs/><tabs>"),
        ("/2009/07/", "/2006/01/"),
    ],
)
def test_the_schema_bites(
    schema: xmlschema.XMLSchema10, parts: dict[str, bytes], before: str, after: str
) -> None:
    text = parts["customUI/customUI14.xml"].decode("utf-8")
    assert before in text
    assert not schema.is_valid(io.BytesIO(text.replace(before, after, 1).encode("utf-8")))


def test_an_attribute_is_given_or_asked_for_but_not_both(ribbon: ElementTree.Element) -> None:
    for node in ribbon.iter():
        asked = {name[3].lower() + name[4:] for name in node.attrib if name.startswith("get")}
        assert not asked & set(node.attrib)
        assert not {"image", "imageMso"} <= set(node.attrib)


def test_every_callback_is_there(ribbon: ElementTree.Element) -> None:
    text = sources()["RibbonKepesertaan"]
    callbacks = {
        (name, value)
        for node in ribbon.iter()
        for name, value in node.attrib.items()
        if name.startswith(("on", "get"))
    }
    assert {name for name, _ in callbacks} == {"onLoad", "onAction", "getEnabled", "getLabel"}
    for name, value in callbacks:
        module, sub = value.split(".")
        assert module == "RibbonKepesertaan"
        (given,) = re.findall(rf"^Public Sub {sub}\((.*)\)\r$", text, re.M)
        wanted = r"\w+ As IRibbonU?I?(Control)?"
        if CALLBACKS.get(name) is None:
            wanted = r"control As IRibbonControl, ByRef returnedVal"
        assert re.fullmatch(wanted, given), f"{name}: {given}"


def test_every_action_with_an_icon_has_one_button_in_its_group(ribbon: ElementTree.Element) -> None:
    placed = Counter(
        (button.get("id"), group.get("label"))
        for group in ribbon.iter(f"{RIBBON}group")
        for button in group
    )
    wanted = {
        (action.id.replace("-", "_"), action.group)
        for action in all_actions().values()
        if action.icon
    }
    assert dict(placed) == dict.fromkeys(wanted, 1)
    groups = [group.get("label") for group in ribbon.iter(f"{RIBBON}group")]
    assert groups == [name for name in GROUPS if name in groups]


def test_a_button_says_what_its_action_says(ribbon: ElementTree.Element) -> None:
    by_id = {action.id: action for action in all_actions().values()}
    for button in buttons(ribbon):
        action = by_id[str(button.get("id")).replace("_", "-")]
        marks, label = str(button.get("tag")).split("|")
        assert label == action.label
        assert button.get("label", label) == label
        assert ("tulis" in marks.split()) == action.writes
        assert ("buku" in marks.split()) == action.needs_book
        assert ("getEnabled" in button.attrib) == action.needs_book
        assert ("getLabel" in button.attrib) == (action.id == "urungkan")
        assert button.get("screentip") == action.help
        assert button.get("supertip", "").split() == action.guide.split()


def test_every_action_shows_how_it_is_called() -> None:
    for action in all_actions().values():
        assert action.example.split()[:2] == ["kepesertaan", action.id]


def test_the_undo_that_the_vba_names_is_a_button() -> None:
    named = re.findall(r'UNDO_ID As String = "(.*)"', sources()["RibbonKepesertaan"])
    action = all_actions()[named[0]]
    assert (action.needs, action.writes, bool(action.icon)) == ("jurnal", True, True)


def test_a_large_button_comes_first_and_alone(ribbon: ElementTree.Element) -> None:
    for group in ribbon.iter(f"{RIBBON}group"):
        assert [button.get("size") for button in group][1:] == ["normal"] * (len(group) - 1)


def test_keytips_and_icons_tell_the_buttons_apart(ribbon: ElementTree.Element) -> None:
    tips = [str(button.get("keytip")) for button in buttons(ribbon)]
    assert all(re.fullmatch("[A-IK-X][A-Z]{0,2}", tip) for tip in tips)
    for tip in tips:
        assert [other for other in tips if other.startswith(tip)] == [tip]
    listed = (ROOT / "addin" / "ribbon" / "ikon.txt").read_text(encoding="utf-8")
    known = {line.split()[0] for line in listed.splitlines() if line and line[0] != "#"}
    images = [str(button.get("imageMso")) for button in buttons(ribbon)]
    assert len(set(images)) == len(images)
    assert {node.get("imageMso") for node in ribbon.iter()} - {None} <= known
    assert set(GROUPS.values()) <= known


def _action(**given: object) -> Action:
    def example() -> None:
        """Melakukan sesuatu."""

    plain = {"id": "coba", "label": "Coba", "group": "Iuran", "icon": "Help", "keytip": "C"}
    return Action(**{**plain, "needs": "tanpa", "function": example, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given",
    [
        {"id": "Coba"},
        {"id": "1coba"},
        {"group": "Lain"},
        {"icon": "CleanUp"},
        {"keytip": ""},
        {"keytip": "J"},
        {"keytip": "Ya"},
        {"label": "Daftar Telepon Baru"},
        {"label": "Daftar telepon"},
        {"function": lambda: None},
    ],
    ids=str,
)
def test_an_action_that_cannot_have_its_button_stops_the_build(given: dict[str, object]) -> None:
    ribbon_xml = importlib.import_module("ribbon_xml")
    assert b'id="coba"' in ribbon_xml.ribbon_xml({"coba": _action()})
    with pytest.raises(ribbon_xml.WrongAction):
        ribbon_xml.ribbon_xml({"coba": _action(**given)})


@pytest.mark.parametrize(
    "given", [{"keytip": "C"}, {"keytip": "CA"}, {"keytip": "D", "large": True}]
)
def test_two_actions_that_get_in_each_others_way_stop_the_build(given: dict[str, object]) -> None:
    ribbon_xml = importlib.import_module("ribbon_xml")
    first = _action(large=True)
    assert ribbon_xml.ribbon_xml({"a": first, "b": _action(id="lain", keytip="D")})
    with pytest.raises(ribbon_xml.WrongAction):
        ribbon_xml.ribbon_xml({"a": first, "b": _action(id="lain", **given)})


def test_a_new_action_gets_its_button_without_more(schema: xmlschema.XMLSchema10) -> None:
    ribbon_xml = importlib.import_module("ribbon_xml")
    new = _action(id="daftar-telepon", label="Daftar Telepon", keytip="D", icon="AutoDial")
    made = ribbon_xml.ribbon_xml({**all_actions(), new.id: new})
    assert schema.is_valid(io.BytesIO(made))
    (button,) = (b for b in buttons(ElementTree.fromstring(made)) if b.get("keytip") == "D")
    assert (button.get("id"), button.get("label")) == ("daftar_telepon", "Daftar Telepon")
