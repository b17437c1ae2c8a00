"""Word files for tests, as small as Word files get, built from the markup of their parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{_DRAWING}wordprocessingDrawing" '
    f'xmlns:a="{_DRAWING}main"'
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cfc00000030101 00c9fe92ef0000000049454e44ae426082".replace(" ", "")
)


def p(*texts: str, style: str = "", more: str = "") -> str:
    """A paragraph; each text is a run, as it is typed. ``more``: markup after them."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(map(run, texts))}{more}</w:p>"


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field(instruction: str, shown: str = "1") -> str:
    """A field such as PAGE."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
    return begin + code + separate + run(shown) + end


def table(*rows: tuple[str, ...]) -> str:
    """A table of cells; a cell is markup, or a text."""
    columns = "".join('<w:gridCol w:w="2000"/>' for _ in rows[0])
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(map(row, rows))}</w:tbl>"
    )


def row(cells: tuple[str, ...]) -> str:
    """A row of a table."""
    made = (cell if cell.startswith("<w:") else p(cell) for cell in cells)
    width = '<w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>'
    return f"<w:tr>{''.join(f'<w:tc>{width}{cell}</w:tc>' for cell in made)}</w:tr>"


def docx(
    body: str = "",
    *,
    header: str = "",
    first_header: str = "",
    footer: str = "",
    footnotes: tuple[str, ...] = (),
    endnotes: tuple[str, ...] = (),
    title: str = "",
    rels: tuple[tuple[str, str, str], ...] = (),
    members: Mapping[str, bytes] | None = None,
    types: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
    main: str = f"{_WORD}document.main+xml",
    section: str = "",
) -> bytes:
    """A Word file. ``rels``: id, kind, target of more relationships of the body; a target that is
    an address is external. ``members``, ``types``, ``defaults``: more parts, their content types.
    """
    parts: dict[str, str] = {}
    kinds: dict[str, str] = {"word/document.xml": main, "word/styles.xml": f"{_WORD}styles+xml"}
    links = [("rId1", "styles", "styles.xml"), *rels]
    ends = ""
    for name, markup, kind in (
        ("header1", header, "default"),
        ("header2", first_header, "first"),
        ("footer1", footer, "default"),
    ):
        if markup:
            what = name[:6]
            parts[f"word/{name}.xml"] = _root("hdr" if what == "header" else "ftr", markup)
            kinds[f"word/{name}.xml"] = f"{_WORD}{what}+xml"
            links.append((f"rId{name}", what, f"{name}.xml"))
            ends += f'<w:{what}Reference w:type="{kind}" r:id="rId{name}"/>'
    for name, texts in (("footnotes", footnotes), ("endnotes", endnotes)):
        if texts:
            parts[f"word/{name}.xml"] = _root(name, _notes(name[:-1], texts))
            kinds[f"word/{name}.xml"] = f"{_WORD}{name}+xml"
            links.append((f"rId{name}", name, f"{name}.xml"))
    first = "<w:titlePg/>" if first_header else ""
    size = (
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" '
        'w:left="1440" w:header="720" w:footer="720" w:gutter="0"/>'
    )
    parts["word/document.xml"] = (
        f"<w:document {NAMES}><w:body>{body}<w:sectPr>{ends}{section}{size}{first}</w:sectPr>"
        "</w:body></w:document>"
    )
    parts["word/styles.xml"] = _styles()
    parts["docProps/core.xml"] = _core(title)
    kinds["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    parts["word/_rels/document.xml.rels"] = relationships(*links)
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{_REL}"><Relationship Id="rId1" Type="{R}/officeDocument" '
        'Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats'
        '.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    )
    content = {name: f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'.encode()
               for name, xml in parts.items()} | dict(members or {})  # fmt: skip
    content = {"[Content_Types].xml": _content_types(kinds | dict(types or {}), defaults),
               **content}  # fmt: skip
    return zipped(content)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def part(data: bytes, name: str = "word/document.xml") -> str:
    """The markup of a part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def names(data: bytes) -> list[str]:
    """The members of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def changed(data: bytes, **parts: str) -> bytes:
    """A Word file with other markup for some parts: ``document``, ``header1``, … ."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    return zipped(content | {f"word/{name}.xml": xml.encode() for name, xml in parts.items()})


def relationships(*links: tuple[str, str, str]) -> str:
    """A part of relationships: id, kind, target."""
    made = "".join(
        f'<Relationship Id="{id_}" Type="{R}/{kind}" Target="{escape(target)}"'
        + (' TargetMode="External"/>' if "//" in target or "\\" in target else "/>")
        for id_, kind, target in links
    )
    return f'<Relationships xmlns="{_REL}">{made}</Relationships>'


def _root(tag: str, markup: str) -> str:
    return f"<w:{tag} {NAMES}>{markup}</w:{tag}>"


def _notes(kind: str, texts: tuple[str, ...]) -> str:
    marks = "".join(
        f'<w:{kind} w:type="{type_}" w:id="{number}"><w:p><w:r><w:{tag}/></w:r></w:p></w:{kind}>'
        for number, (type_, tag) in enumerate(
            (("separator", "separator"), ("continuationSeparator", "continuationSeparator")), -1
        )
    )
    return marks + "".join(
        f'<w:{kind} w:id="{number}">{p(text)}</w:{kind}>' for number, text in enumerate(texts, 1)
    )


def _styles() -> str:
    ids = (("paragraph", "Normal", "Normal"), ("paragraph", "Judul", "heading 1"))
    made = "".join(
        f'<w:style w:type="{kind}" w:styleId="{id_}"{" w:default=" + chr(34) + "1" + chr(34) if id_ == "Normal" else ""}>'
        f'<w:name w:val="{name}"/></w:style>'
        for kind, id_, name in ids
    )
    return f"<w:styles {NAMES}>{made}</w:styles>"


def _core(title: str) -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    )


def _content_types(kinds: Mapping[str, str], defaults: Mapping[str, str] | None) -> bytes:
    known = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
    } | dict(defaults or {})
    made = "".join(f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in known.items())
    made += "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in kinds.items())
    return f'<Types xmlns="{_TYPES}">{made}</Types>'.encode()
