"""The report before it is filled: sections, page numbers, fixed words, empty content controls."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from kepesertaan.domain.campus import Look, Position
from kepesertaan.domain.document import Block, Piece, Section

from .look import TWIPS, W, numbering_xml, settings_xml, styles_xml
from .opc import MAIN, OFFICE, Package, pack, set_relations
from .pieces import NSDECLS, Parts, block_xml, field, piece_xml
from .theme import fonts_xml, theme_xml
from .versions import profile_words

_A4 = (11906, 16838)  # twips
_EDGE = 708  # of headers and footers
_WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TINY = (  # the paragraph that ends a section
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
)
_ALIGN = {"tengah": "center", "kanan": "right"}
_THEME = "word/theme/theme1.xml"
_NOWHERE: Position = "tanpa"


def skeleton(
    look: Look,
    sections: Sequence[Section],
    title: str,
    profile: str,
    styles: bytes | None = None,
) -> bytes:
    """The .docx with every section and its empty controls.

    ``profile``: id of the campus profile; ``styles``: word/styles.xml instead of ours.
    """
    package = Package({})
    known: dict[str, tuple[str, str, bool]] = {}
    for name, data in (
        ("styles", styles or styles_xml(look)), ("numbering", numbering_xml(look)),
        ("settings", settings_xml()), ("fontTable", fonts_xml(look.font, "Arial")),
    ):  # fmt: skip
        package.parts[f"word/{name}.xml"] = data
        package.types[f"word/{name}.xml"] = f"{_WORDS}.{name}+xml"
        known[f"rId{len(known) + 1}"] = (f"{OFFICE}/{name}", f"word/{name}.xml", False)
    package.parts[_THEME] = theme_xml(look.font)
    package.types[_THEME] = "application/vnd.openxmlformats-officedocument.theme+xml"
    known[f"rId{len(known) + 1}"] = (f"{OFFICE}/theme", _THEME, False)
    parts = Parts(package, known)
    body = _body(look, sections, parts)
    package.parts[MAIN] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:document {NSDECLS}><w:body>{body}</w:body></w:document>"
    ).encode()
    package.types[MAIN] = f"{_WORDS}.document.main+xml"
    set_relations(package, MAIN, known)
    _add_properties(package, title, profile_words(profile))
    return pack(package)


def _body(look: Look, sections: Sequence[Section], parts: Parts) -> str:
    made = []
    for k, section in enumerate(sections):
        parts.width = text_width(look, landscape=section.landscape)
        made += [_content_xml(piece, parts) for piece in section.content]
        end = _section_xml(look, section, parts)
        is_last = k == len(sections) - 1
        made.append(end if is_last else f"<w:p><w:pPr>{_TINY}{end}</w:pPr></w:p>")
    return "".join(made)


def text_width(look: Look, *, landscape: bool = False) -> float:
    """The width of the text in mm.

    >>> from kepesertaan.domain.campus import Look
    >>> look = Look(30, 40, 30, 30, "", 12, 1.5, 10, "arab", "arab", *["tanpa"] * 4)
    >>> text_width(look), text_width(look, landscape=True)
    (140, 227)
    """
    return (297 if landscape else 210) - look.left - look.right


def _content_xml(piece: Piece | Block, parts: Parts) -> str:
    if isinstance(piece, Block):
        return block_xml(piece.id, piece.title)
    return piece_xml(piece, parts)


def _section_xml(look: Look, section: Section, parts: Parts) -> str:
    first, other = _positions(look, section)
    references = "".join(
        _reference(area, kind, position, section.prefix, parts)
        for area in ("header", "footer")
        for kind, position in (("default", other), ("first", first))
    )
    width, height = _A4[::-1] if section.landscape else _A4
    turned = ' w:orient="landscape"' if section.landscape else ""
    form = {"depan": "lowerRoman"}.get(section.kind, "decimal")
    start = ' w:start="1"' if section.restart else ""
    margins = "".join(
        f' w:{side}="{round(getattr(look, side) * TWIPS)}"'
        for side in ("top", "right", "bottom", "left")
    )
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"'
        f'{turned}/><w:pgMar{margins} w:header="{_EDGE}" w:footer="{_EDGE}" w:gutter="0"/>'
        f'<w:pgNumType w:fmt="{form}"{start}/>{"<w:titlePg/>" if first != other else ""}</w:sectPr>'
    )


def _positions(look: Look, section: Section) -> tuple[Position, Position]:
    """Where the page number stands on the first page of a section, and on the others."""
    if section.kind == "sampul":
        return _NOWHERE, _NOWHERE
    if section.kind == "bab":
        return look.chapter_first_number, look.chapter_number
    position = look.front_number if section.kind == "depan" else look.appendix_number
    return position, position


def _reference(area: str, kind: str, position: Position, prefix: str, parts: Parts) -> str:
    side, _, align = position.partition(" ")
    is_here = (side == "atas") == (area == "header") and bool(align)
    stem = f"{align}{f'_{prefix.lower()}' if prefix else ''}" if is_here else "kosong"
    name = f"word/{area}_{stem}.xml"
    if name not in parts.package.parts:
        inside = _number(align, prefix) if is_here else "<w:p/>"
        tag = "hdr" if area == "header" else "ftr"
        parts.package.parts[name] = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<w:{tag} xmlns:w="{W}">{inside}</w:{tag}>'
        ).encode()
        parts.package.types[name] = f"{_WORDS}.{area}+xml"
    return f'<w:{area}Reference w:type="{kind}" r:id="{parts.relate(area, name)}"/>'


def _number(align: str, prefix: str) -> str:
    before = f'<w:r><w:t xml:space="preserve">{escape(prefix)}-</w:t></w:r>' if prefix else ""
    shown = field("PAGE", "<w:r><w:t>1</w:t></w:r>")
    style = "Header" if align == "kanan" else "Footer"
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{_ALIGN[align]}"/></w:pPr>'
        f"{before}{shown}</w:p>"
    )


def _add_properties(package: Package, title: str, keywords: str) -> None:
    core = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>id-ID</dc:language>"
        f"<cp:keywords>{escape(keywords)}</cp:keywords></cp:coreProperties>"
    )
    package.parts["docProps/core.xml"] = core.encode()
    package.types["docProps/core.xml"] = (
        "application/vnd.openxmlformats-package.core-properties+xml"
    )
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    set_relations(
        package,
        "",
        {
            "rId1": (f"{OFFICE}/officeDocument", MAIN, False),
            "rId2": (kind, "docProps/core.xml", False),
        },
    )
