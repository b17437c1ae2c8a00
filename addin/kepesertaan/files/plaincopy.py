"""The same values in the one layout calamine is sure to read, made in memory where a file is odd.

Calamine looks for parts under fixed names, takes ``\\`` in targets for a letter, and finds nothing,
without a word, in a part that is not UTF-8, in a value that is a CDATA section, and behind a
comment inside a value. Excel reads all of these.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from kepesertaan.files.package import Package, SheetPart
from kepesertaan.files.relations import relations_name
from kepesertaan.files.xmlgate import MAIN, encoding_of, parse_tree, utf8_chunks

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedStrings.xml"}
_DECLARED = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>")


def is_plain(package: Package, sheets: Sequence[SheetPart]) -> bool:
    """Whether calamine finds and reads all that it needs of the file as it is."""
    workbook = package.workbook_part
    if workbook != "xl/workbook.xml" or b"\\" in package.read(relations_name(workbook)):
        return False
    used = _found(package)
    if any(part.lower() != _KINDS[kind].lower() for kind, part in used.items()):
        return False
    small = ("[Content_Types].xml", relations_name(""), workbook, relations_name(workbook))
    names = [*small, *_KINDS.values(), *used.values(), *(sheet.part for sheet in sheets)]
    return all(_is_utf8(package, name) for name in names if package.has(name))


def plain_copy(
    package: Package,
    sheets: Sequence[SheetPart],
    instead: Mapping[str, bytes],
    *,
    alone: bool = False,
) -> io.BytesIO:
    """A workbook of the worksheets alone; ``instead`` replaces the content of some sheet parts.

    ``alone``: without styles and shared texts.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        used = {} if alone else _found(package)
        for name, text in _frame(package, sheets, used):
            file.writestr(name, text)
        for number, sheet in enumerate(sheets, 1):
            new = instead.get(sheet.part)
            content = [new] if new is not None else _recoded(package, sheet.part)
            _write(file, f"xl/worksheets/sheet{number}.xml", content)
        for kind, part in used.items():
            _write(file, _KINDS[kind], _recoded(package, part))
    return out


def _found(package: Package) -> dict[str, str]:
    related = ((kind, package.related(package.workbook_part, kind)) for kind in _KINDS)
    return {kind: package.entry(found[0].target).name for kind, found in related if found}


def _is_utf8(package: Package, name: str) -> bool:
    return encoding_of(next(package.chunks(name), b"")) in ("utf-8", "ascii")


def _recoded(package: Package, part: str) -> Iterator[bytes]:
    """The part in UTF-8, without its declaration."""
    chunks = utf8_chunks(package.chunks(part))
    yield _DECLARED.sub(b"", next(chunks, b"").removeprefix("\ufeff".encode()))
    yield from chunks


def without_marks(xml: bytes) -> bytes:
    """A part in UTF-8 without comments, CDATA sections and instructions; the same where none is."""
    head = _DECLARED.match(xml)
    inside = xml[head.end() :] if head else xml
    if b"<!" not in inside and b"<?" not in inside:
        return xml
    plain: bytes = ET.tostring(parse_tree(xml, encoding="utf-8"), encoding="utf-8")
    return plain


def _write(file: zipfile.ZipFile, name: str, content: Iterable[bytes]) -> None:
    with file.open(name, "w", force_zip64=True) as part:
        for piece in content:
            part.write(piece)


def _frame(
    package: Package, sheets: Sequence[SheetPart], used: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The parts that hold the others together."""
    from xml.sax.saxutils import quoteattr  # loads all of urllib, for odd files alone

    yield "[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>'
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    targets += [(kind, _KINDS[kind].removeprefix("xl/")) for kind in used]
    yield "xl/_rels/workbook.xml.rels", _relations(targets)
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" state="{sheet.state}" r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, 1)
    )
    epoch = '<workbookPr date1904="1"/>' if package.date1904 else ""
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">{epoch}<sheets>{listed}</sheets></workbook>',
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'
