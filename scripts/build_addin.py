"""Build addin/Kepesertaan.xlam from addin/ribbon/, the registered actions and xlwings.

    python scripts/build_addin.py            write it
    python scripts/build_addin.py --check    say whether the committed one is fresh

The same sources give the same bytes on every machine: entries are stored, in a fixed order and with
a fixed date.
"""

from __future__ import annotations

import importlib.util
import io
import re
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

from kepesertaan.actions.registry import all_actions
from ribbon_xml import ribbon_xml
from vba_project import DOCUMENTS, addin_parts

ROOT = Path(__file__).resolve().parents[1]
ADDIN = ROOT / "addin" / "Kepesertaan.xlam"
SOURCES = ROOT / "addin" / "ribbon"
OURS = (*DOCUMENTS, "RibbonKepesertaan", "BatasKepesertaan", "SelKepesertaan")
PROJECT = "kepesertaan"  # names the settings that xlwings reads: ~/.kepesertaan/kepesertaan.conf
RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_LINK = (
    '<Relationship Id="rId4" Type="http://schemas.microsoft.com/office/2007/relationships/ui/'
    f'extensibility" Target="{RIBBON_PART}"/></Relationships>'
)
_CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"\
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Kepesertaan</dc:title>\
<dc:creator>Kepesertaan</dc:creator><dc:description>Merapikan, memeriksa, dan melaporkan data \
kepesertaan langsung dari Excel.</dc:description></cp:coreProperties>
"""
_EARLIEST = (1980, 1, 1, 0, 0, 0)


class CannotBuild(Exception):
    """Why the add-in cannot be built."""


def main(args: list[str]) -> int:
    """Write the add-in, or say whether the committed one is fresh."""
    built = packed(parts(sources(), ribbon_xml(all_actions())))
    if "--check" in args:
        fresh = ADDIN.exists() and ADDIN.read_bytes() == built
        print(f"addin/{ADDIN.name} " + ("sesuai." if fresh else "usang: jalankan build_addin.py."))
        return 0 if fresh else 1
    ADDIN.write_bytes(built)
    return 0


def sources() -> dict[str, str]:
    """Every VBA module of the add-in: ours, then xlwings' own."""
    endings = {name: "cls" if name in DOCUMENTS else "bas" for name in OURS}
    ours = {
        name: (SOURCES / f"{name}.{ending}").read_text(encoding="utf-8")
        for name, ending in endings.items()
    }
    return {**ours, "xlwings": xlwings_module()}


def xlwings_module() -> str:
    """xlwings' module for add-ins, with the name of our settings.

    Raises ``CannotBuild`` where the module, the package and constraints.txt differ in version, or
    the line with the name is not there exactly once.
    """
    spec = importlib.util.find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise CannotBuild("xlwings is not installed")
    path = Path(spec.origin).parent / "xlwings_custom_addin.bas"
    text = path.read_text(encoding="ascii")
    check_versions(text, version("xlwings"), (ROOT / "constraints.txt").read_text(encoding="utf-8"))
    return with_project(text)


def check_versions(module: str, installed: str, constraints: str) -> None:
    """Raise ``CannotBuild`` unless all three name one version of xlwings."""
    inside = re.findall(r'^Public Const XLWINGS_VERSION As String = "(.*)"', module, re.M)
    pinned = re.findall(r"^xlwings==([0-9.]+)", constraints, re.M)
    if not inside == pinned == [installed]:
        raise CannotBuild(
            f"xlwings differs: module {inside}, installed {installed}, constraints.txt {pinned}"
        )


def with_project(module: str) -> str:
    """The module with our project's name in place of the example's."""
    line = r'^Public Const PROJECT_NAME As String = ".*"'
    text, found = re.subn(
        line, f'Public Const PROJECT_NAME As String = "{PROJECT}"', module, flags=re.M
    )
    if found != 1:
        raise CannotBuild(f"xlwings' module has {found} lines with PROJECT_NAME")
    return text


def parts(modules: dict[str, str], ribbon: bytes) -> dict[str, bytes]:
    """Every part of the package by its name."""
    found = addin_parts(modules, "Kepesertaan")
    links = found["_rels/.rels"].decode("utf-8").replace("</Relationships>", _RIBBON_LINK)
    return {
        **found,
        "_rels/.rels": links.encode("utf-8"),
        "docProps/core.xml": _CORE.encode("utf-8"),
        RIBBON_PART: ribbon,
    }


def packed(entries: dict[str, bytes]) -> bytes:
    """A zip of the entries that is the same wherever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.create_system = 0
            archive.writestr(entry, content)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
