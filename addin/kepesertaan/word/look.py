"""The styles and numbering of a report, as a campus profile asks for them."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from kepesertaan.domain.campus import Look

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# key of a piece -> id of the style
STYLES = {
    "isi": "Isi", "rata": "IsiTanpaLekuk", "nomor": "Nomor", "butir": "Butir", "tengah": "Tengah",
    "judul1": "Heading1", "judul2": "Heading2", "judul3": "Heading3",
    "judul_depan": "JudulDepan", "judul_lampiran": "JudulLampiran",
    "sampul_judul": "SampulJudul", "sampul_besar": "SampulBesar", "sampul_biasa": "SampulBiasa",
    "sampul_kosong": "SampulKosong", "subjudul": "Subjudul",
    "keterangan": "Caption", "sumber": "Sumber", "gambar": "Gambar",
    "tabel": "IsiTabel", "tabel_kecil": "IsiTabelKecil", "pustaka": "Pustaka", "ttd": "TandaTangan",
}  # fmt: skip
TWIPS = 1440 / 25.4  # of a millimetre
_HANGING = 567
_NUMBERS = {"romawi": "upperRoman", "arab": "decimal"}


def styles_xml(look: Look) -> bytes:
    """word/styles.xml."""
    line = round(240 * look.spacing)
    indent = round(look.indent * TWIPS)
    body = f'<w:spacing w:after="0" w:line="{line}" w:lineRule="auto"/>'
    single = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    made = [
        _defaults(look),
        _style("Normal", "Normal", "", "", default=True),
        _style("Isi", "Isi", body + f'<w:ind w:firstLine="{indent}"/><w:jc w:val="both"/>'),
        _style("IsiTanpaLekuk", "Isi tanpa lekuk", body + '<w:jc w:val="both"/>'),
        _style("Nomor", "Nomor", f'<w:tabs><w:tab w:val="left" w:pos="{_HANGING}"/></w:tabs>{body}'
               f'<w:ind w:left="{_HANGING}" w:hanging="{_HANGING}"/><w:jc w:val="both"/>'),
        _style("Butir", "Butir", '<w:numPr><w:numId w:val="2"/></w:numPr>'
               f'{body}<w:jc w:val="both"/>'),
        _style("Tengah", "Tengah", single + '<w:jc w:val="center"/>'),
        *_headings(look),
        _style("SampulJudul", "Sampul judul", _gap(0, 240) + '<w:jc w:val="center"/>',
               '<w:b/><w:sz w:val="32"/><w:szCs w:val="32"/>'),
        _style("SampulBesar", "Sampul besar", _gap(0, 120) + '<w:jc w:val="center"/>',
               '<w:b/><w:sz w:val="28"/><w:szCs w:val="28"/>'),
        _style("SampulKosong", "Sampul kosong", _gap(0, 320)),
        _style("SampulBiasa", "Sampul biasa", _gap(0, 60) + '<w:jc w:val="center"/>'),
        _style("Subjudul", "Subjudul", "<w:keepNext/><w:keepLines/>" + _gap(180, 60), "<w:b/>"),
        _style("Caption", "caption", _gap(160, 120) + '<w:jc w:val="center"/>',
               _size(look.size - 1)),
        _style("Sumber", "Sumber", _gap(60, 180) + '<w:jc w:val="center"/>', _size(look.size - 2)),
        _style("Gambar", "Gambar", "<w:keepNext/>" + _gap(120, 60) + '<w:jc w:val="center"/>'),
        _style("IsiTabel", "Isi tabel", _gap(20, 20), _size(look.size - 1)),
        _style("IsiTabelKecil", "Isi tabel kecil", _gap(20, 20), _size(10)),
        _style("Pustaka", "Pustaka", f'<w:tabs><w:tab w:val="left" w:pos="{_HANGING}"/></w:tabs>'
               + _gap(0, 120) + f'<w:ind w:left="{_HANGING}" w:hanging="{_HANGING}"/>'
               '<w:jc w:val="both"/>'),
        _style("TandaTangan", "Tanda tangan", "<w:keepNext/><w:keepLines/>" + _gap(0, 0)),
        *_contents_styles(look),
        _style("Header", "header", single), _style("Footer", "footer", single),
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/></w:style>',
        _TABLES,
    ]  # fmt: skip
    return _part("styles", "".join(made))


def numbering_xml(look: Look) -> bytes:
    """word/numbering.xml: chapters and sections (list 1), and bullets (list 2)."""
    form = _NUMBERS[look.chapters]
    heads = [
        _level(0, form, "BAB %1", "Heading1", "nothing", ""),
        _level(1, "decimal", "%1.%2", "Heading2", "tab", _ind(_HANGING + 142)),
        _level(2, "decimal", "%1.%2.%3", "Heading3", "tab", _ind(_HANGING + 283)),
    ]
    bullet = _level(0, "bullet", "•", "", "tab", _ind(_HANGING))
    return _part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{"".join(heads)}'
        '</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:multiLevelType '
        f'w:val="singleLevel"/>{bullet}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>',
    )


def settings_xml() -> bytes:
    """word/settings.xml."""
    return _part(
        "settings",
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        "<w:doNotExpandShiftReturn/>"  # else a justified line that ends in a break is stretched
        "<w:compatSetting "
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="id-ID"/><w:decimalSymbol w:val=","/>'
        '<w:listSeparator w:val=";"/>',
    )


def _part(name: str, inside: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{name} xmlns:w="{W}">'
        f"{inside}</w:{name}>"
    ).encode()


def _defaults(look: Look) -> str:
    font = quoteattr(look.font)
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii={font} w:eastAsia={font} "
        f"w:hAnsi={font} w:cs={font}/>{_size(look.size)}"
        '<w:lang w:val="id-ID" w:eastAsia="id-ID" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )


def _headings(look: Look) -> list[str]:
    keep = "<w:keepNext/><w:keepLines/>"

    def number(level: int) -> str:
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'

    big = f"<w:b/>{_size(look.size + 2)}"
    centre = '<w:jc w:val="center"/>'
    return [
        _style("Heading1", "heading 1", keep + number(0) + _gap(0, 360) + centre
               + '<w:outlineLvl w:val="0"/>', big, then="Isi"),
        _style("Heading2", "heading 2", keep + number(1) + _gap(240, 120)
               + '<w:outlineLvl w:val="1"/>', "<w:b/>", then="Isi"),
        _style("Heading3", "heading 3", keep + number(2) + _gap(180, 60)
               + '<w:outlineLvl w:val="2"/>', "<w:b/>", then="Isi"),
        _style("JudulDepan", "Judul depan", keep + "<w:pageBreakBefore/>" + _gap(0, 360) + centre
               + '<w:outlineLvl w:val="0"/>', big, then="Isi"),
        _style("JudulLampiran", "Judul lampiran", keep + _gap(0, 240) + centre
               + '<w:outlineLvl w:val="0"/>', big, then="Isi"),
    ]  # fmt: skip


def _contents_styles(look: Look) -> list[str]:
    right = round((210 - look.left - look.right) * TWIPS)
    stop = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{right}"/></w:tabs>'
    made = [
        _style(f"TOC{level}", f"toc {level}", stop + _gap(0, 60)
               + f'<w:ind w:left="{284 * (level - 1)}"/>')
        for level in (1, 2, 3)
    ]  # fmt: skip
    figures = stop + _gap(0, 60) + f'<w:ind w:left="{_HANGING}" w:hanging="{_HANGING}"/>'
    return [*made, _style("TableofFigures", "table of figures", figures)]


def _style(
    id: str, name: str, paragraph: str, letters: str = "", *, default: bool = False, then: str = ""
) -> str:
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    nxt = f'<w:next w:val="{then}"/>' if then else ""
    flag = ' w:default="1"' if default else ""
    ours = "" if default or name[0].islower() else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{flag}{ours} w:styleId="{id}"><w:name w:val="{name}"/>{based}'
        f"{nxt}<w:qFormat/>"
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{letters}</w:rPr>" if letters else "")
        + "</w:style>"
    )


def _gap(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _ind(hanging: int) -> str:
    return f'<w:pPr><w:ind w:left="{hanging}" w:hanging="{hanging}"/></w:pPr>'


def _level(level: int, form: str, text: str, style: str, suffix: str, indent: str) -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    suff = "" if suffix == "tab" else f'<w:suff w:val="{suffix}"/>'
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}{suff}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{indent}</w:lvl>'
    )


_RULE = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" '
    'w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="TabelLaporan"><w:name '
    'w:val="Tabel laporan"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    f"{_RULE}</w:tblBorders></w:tblPr>"
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" '
    'w:color="auto" w:fill="E7EDF5"/></w:tcPr></w:tblStylePr></w:style>'
)
