"""The parts of an empty Word document, lean: A4, named styles, lists, settings; nothing unused."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from kepesertaan.word.look import settings_xml
from kepesertaan.word.theme import fonts_xml, theme_xml

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
A4_WIDTH, A4_HEIGHT = 11906, 16838  # twentieths of a point
INK, RULE, SHADE, QUIET = "1F3864", "8EA9C8", "E8EEF6", "595959"


@dataclass(frozen=True, slots=True)
class Look:
    """How a document looks: font, size (points), line spacing, margins (mm)."""

    font: str = "Arial"
    size: float = 10.5
    line: float = 1.15
    top: float = 20
    right: float = 20
    bottom: float = 20
    left: float = 25

    @property
    def text_width(self) -> float:
        """Width of the text on A4, mm."""
        return 210 - self.left - self.right


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; sizes in points, spacing before and after in points."""

    name: str
    base: str = "Normal"
    size: float = 0  # change against the look's size
    bold: bool = False
    italic: bool = False
    colour: str = ""
    align: str = ""
    before: float = 0
    after: float = 0
    line: float = 0  # 0: the look's own
    keep_next: bool = False
    level: int = -1  # outline level from 0
    list_number: int = 0  # number of the list in numbering.xml
    caps: bool = False
    tab: bool = False  # a tab stop at the right margin
    dots: bool = False  # dots up to that tab stop
    indent: float = 0  # mm


# Built-in names stay English: Word shows them in the user's own language.
STYLES = (
    Style("Title", size=5.5, bold=True, colour=INK, align="center", after=2, caps=True, line=1),
    Style("heading 1", size=1, bold=True, colour=INK, before=12, after=4, keep_next=True, level=0),
    Style("heading 2", size=0.5, bold=True, before=10, after=4, keep_next=True, level=1),
    Style("heading 3", bold=True, italic=True, before=8, after=3, keep_next=True, level=2),
    Style("header", size=-2, colour=QUIET, line=1, tab=True),
    Style("footer", size=-2, colour=QUIET, line=1, tab=True),
    Style("caption", size=-1.5, italic=True, align="center", before=2, after=6, line=1),
    Style("toc 1", before=4, tab=True, dots=True),
    Style("toc 2", indent=6, tab=True, dots=True),
    Style("toc 3", indent=12, tab=True, dots=True),
    Style("table of figures", tab=True, dots=True),
    Style("Isi", align="both", after=6),
    Style("Isi Rapat", after=0),
    Style("Isi Sambung", align="both", before=6, after=6),
    Style("Penutup", align="both", before=6, after=6, keep_next=True),
    Style("Tempat Tanggal", align="right", before=4, after=4, keep_next=True),
    Style("Nomor Dokumen", size=0.5, align="center", after=8, line=1),
    Style("Butir", after=3, list_number=1),
    Style("Butir Angka", after=3, list_number=2),
    Style("Label", size=-0.5, colour=QUIET, before=1.5, after=1.5, line=1),
    Style("Nilai", size=-0.5, before=1.5, after=1.5, line=1),
    Style("Kepala Tabel", size=-1, bold=True, colour=INK, before=2, after=2, line=1,
          keep_next=True),
    Style("Isi Tabel", size=-1, before=2, after=2, line=1),
    Style("Kop Nama Kantor", size=2.5, bold=True, colour=INK, align="center", line=1),
    Style("Kop Alamat", size=-1.5, colour=QUIET, align="center", before=2, line=1),
    Style("Foto", align="center", before=3, after=2, line=1, keep_next=True),
    Style("Keterangan Foto", size=-2, colour=QUIET, align="center", after=3, line=1),
    Style("Tanda Tangan", align="center", line=1, keep_next=True),
    Style("Nama Penanda Tangan", bold=True, align="center", before=48, line=1, keep_next=True),
    Style("Perintah", size=-4.5, colour=QUIET, line=1),  # lines that leave with their command
)  # fmt: skip


def empty_document(look: Look) -> bytes:
    """A document without text, as a .docx."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in _parts(look).items():
            archive.writestr(name, _HEAD + part if isinstance(part, str) else part)
    return made.getvalue()


def style_id(name: str) -> str:
    """The id of a style.

    >>> style_id("heading 1"), style_id("Isi Tabel")
    ('Heading1', 'IsiTabel')
    """
    return "".join(word[0].upper() + word[1:] for word in name.split())


def _parts(look: Look) -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml", _OFFICE),
            ("metadata/core-properties", "docProps/core.xml", f"{_PACKAGE}/relationships"),
            ("extended-properties", "docProps/app.xml", _OFFICE),
        ),
        "docProps/core.xml": _core(),
        "docProps/app.xml": (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
            'extended-properties"><Application>Microsoft Office Word</Application></Properties>'
        ),
        "word/document.xml": _body(look),
        "word/_rels/document.xml.rels": _relations(
            *((kind, f"{kind}.xml", _OFFICE) for kind in _WORD_PARTS),
            ("theme", "theme/theme1.xml", _OFFICE),
        ),
        "word/styles.xml": _styles(look),
        "word/settings.xml": settings_xml(),
        "word/fontTable.xml": fonts_xml(look.font, "Symbol"),
        "word/numbering.xml": _numbering(),
        "word/theme/theme1.xml": theme_xml(look.font),
    }


_WORD_PARTS = ("styles", "settings", "fontTable", "numbering")


def _content_types() -> str:
    own = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for kind in _WORD_PARTS
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>{own}'
        '<Override PartName="/word/theme/theme1.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.theme+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
        f'package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType='
        f'"application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _relations(*relations: tuple[str, str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{base}/{kind}" Target="{target}"/>'
        for n, (kind, target, base) in enumerate(relations, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _core() -> str:
    made = '<dcterms:{0} xsi:type="dcterms:W3CDTF">2026-11-01T00:00:00Z</dcterms:{0}>'
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:title></dc:title><dc:creator>Kepesertaan</dc:creator>"
        f"{made.format('created')}{made.format('modified')}<dc:language>id-ID</dc:language>"
        "</cp:coreProperties>"
    )


def _body(look: Look) -> str:
    sides = {side: round(getattr(look, side) * 1440 / 25.4)
             for side in ("top", "right", "bottom", "left")}  # fmt: skip
    margins = " ".join(f'w:{side}="{width}"' for side, width in sides.items())
    return (
        f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"><w:body><w:sectPr>'
        f'<w:pgSz w:w="{A4_WIDTH}" w:h="{A4_HEIGHT}"/>'
        f'<w:pgMar {margins} w:header="567" w:footer="510" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:cols w:space="708"/></w:sectPr></w:body></w:document>'
    )


def _numbering() -> str:
    lists = (("bullet", "\u2022", ""), ("decimal", "%1.", ""))
    shapes = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="397" '
        f'w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>'
        for n, (form, text, _) in enumerate(lists, 1)
    )
    numbers = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(1, len(lists) + 1)
    )
    return f'<w:numbering xmlns:w="{_MAIN}">{shapes}{numbers}</w:numbering>'


def _styles(look: Look) -> str:
    fonts = f'<w:rFonts w:ascii="{look.font}" w:hAnsi="{look.font}" w:eastAsia="{look.font}" ' \
            f'w:cs="{look.font}"/>'  # fmt: skip
    size = round(look.size * 2)
    return (
        f'<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="id-ID" w:eastAsia="id-ID" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="{round(look.line * 240)}" '
        'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/></w:style><w:style w:type="character" w:default="1" '
        'w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        + "".join(_style(one, look) for one in STYLES)
        + _table_styles()
        + '<w:style w:type="numbering" w:default="1" w:styleId="NoList">'
        '<w:name w:val="No List"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style></w:styles>'
    )


def _style(one: Style, look: Look) -> str:
    custom = "" if one.name[0].islower() or one.name == "Title" else ' w:customStyle="1"'
    follows = '<w:next w:val="Isi"/>' if one.level >= 0 or one.name == "Title" else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id(one.name)}">'
        f'<w:name w:val="{one.name}"/><w:basedOn w:val="{style_id(one.base)}"/>{follows}'
        f"<w:qFormat/><w:pPr>{_paragraph(one, look)}</w:pPr><w:rPr>{_run(one, look)}</w:rPr>"
        "</w:style>"
    )


def _paragraph(one: Style, look: Look) -> str:
    line = f' w:line="{round(one.line * 240)}" w:lineRule="auto"' if one.line else ""
    stop = round(look.text_width * 1440 / 25.4)
    leader = ' w:leader="dot"' if one.dots else ""
    parts = (
        "<w:keepNext/>" if one.keep_next else "",
        "<w:keepLines/>" if one.level >= 0 else "",
        f'<w:numPr><w:numId w:val="{one.list_number}"/></w:numPr>' if one.list_number else "",
        f'<w:tabs><w:tab w:val="right"{leader} w:pos="{stop}"/></w:tabs>' if one.tab else "",
        f'<w:spacing w:before="{round(one.before * 20)}" w:after="{round(one.after * 20)}"{line}/>',
        f'<w:ind w:left="{round(one.indent * 1440 / 25.4)}"/>' if one.indent else "",
        f'<w:jc w:val="{one.align}"/>' if one.align else "",
        f'<w:outlineLvl w:val="{one.level}"/>' if one.level >= 0 else "",
    )
    return "".join(parts)


def _run(one: Style, look: Look) -> str:
    size = round((look.size + one.size) * 2)
    parts = (
        "<w:b/><w:bCs/>" if one.bold else "",
        "<w:i/><w:iCs/>" if one.italic else "",
        "<w:caps/>" if one.caps else "",
        f'<w:color w:val="{one.colour}"/>' if one.colour else "",
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if one.size else "",
    )
    return "".join(parts)


def _table_styles() -> str:
    sides = (("top", 0), ("left", 85), ("bottom", 0), ("right", 85))
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
    cells = f"<w:tblCellMar>{margins}</w:tblCellMar>"
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"{cells}</w:tblPr></w:style>"
        '<w:style w:type="table" w:customStyle="1" w:styleId="TabelPolos">'
        '<w:name w:val="Tabel Polos"/><w:basedOn w:val="TableNormal"/></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="TabelKantor">'
        '<w:name w:val="Tabel Kantor"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" '
        f'w:fill="{SHADE}"/></w:tcPr></w:tblStylePr></w:style>'
    )
