"""Workbooks that carry everything other programs write: whole ones, and odd but legal bytes.

``make(name, folder)`` writes one of ``BOOKS`` and returns its path. The whole ones come from
XlsxWriter and openpyxl; what those cannot write (pivots, slicers, controls, macros, threaded
comments) is built here part by part, and the odd ones are the same parts written in other ways.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from test_package import CT, NS, RELS, SHEET_TYPE, R, Unseekable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
BOOK, SHEET, STYLES = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"
TYPES, ROOT, BOOK_RELS = "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"
SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"
Parts = dict[str, str | bytes]


def _picture() -> io.BytesIO:
    def block(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">2I5B", 4, 4, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x30\x90\xd0" * 4) * 4)
    blocks = block(b"IHDR", head) + block(b"IDAT", rows) + block(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + blocks)


def _by_xlsxwriter(path: Path) -> None:
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet("Iuran")
    page.write_row(0, 0, ["NPP", "Bulan", "Upah", "Iuran"])
    for row in range(1, 12):
        page.write_row(row, 0, [f"AA{row:06}", date(2026, 1, 1), 4_500_000 + row])
        page.write_formula(row, 3, f"=C{row + 1}*0.057", None, 256_500)
    page.add_table(13, 0, 16, 2, {"name": "Rekap", "total_row": True, "columns": [
        {"header": "NPP", "total_string": "Jumlah"}, {"header": "L"},
        {"header": "P", "total_function": "sum"}]})  # fmt: skip
    page.merge_range("F1:H2", "gabungan")
    page.write_dynamic_array_formula("J2:J4", "=_xlfn.UNIQUE(A2:A4)", None, "AA000001")
    page.write_array_formula("K2:K3", "{=C2:C3*2}", None, 9)
    page.write_rich_string("F4", "tebal ", book.add_format({"bold": True}), "sekali")
    page.write_comment("A2", "Catatan petugas")
    page.write_url("F6", "https://example.org/a?b=1&c=2", string="tautan")
    page.data_validation("B2:B12", {"validate": "list", "source": ["1", "2"]})
    page.data_validation("C2:C12", {"validate": "integer", "criteria": ">", "value": 0})
    page.conditional_format("C2:C12", {"type": "data_bar", "data_bar_2010": True})
    page.conditional_format("D2:D12", {"type": "3_color_scale"})
    page.conditional_format(
        "A2:A12", {"type": "duplicate", "format": book.add_format({"bg_color": "#FF0000"})}
    )
    page.add_sparkline("I2", {"range": "Iuran!C2:C12", "markers": True})
    page.insert_image("M2", "a.png", {"image_data": _picture()})
    page.insert_textbox("M8", "kotak teks")
    page.insert_button("M12", {"macro": "hitung", "caption": "Hitung"})
    page.insert_checkbox("F8", True)
    page.embed_image("F9", "b.png", {"image_data": _picture()})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Iuran!$C$2:$C$12", "trendline": {"type": "linear"}})
    page.insert_chart("P2", chart)
    page.set_header("&L&G", {"image_left": "c.png", "image_data_left": _picture()})
    page.set_row(5, None, None, {"hidden": True, "level": 1})
    page.set_column("B:B", 14, book.add_format({"num_format": "dd/mm/yyyy"}))
    page.freeze_panes(1, 1)
    page.autofilter("A1:D12")
    page.ignore_errors({"number_stored_as_text": "A2:A12"})
    page.set_background(_picture())
    pages = book.add_worksheet("Terkunci")
    pages.write("A1", 1)
    pages.write("A2", 2, book.add_format({"locked": False}))
    pages.protect()
    sheet = book.add_chartsheet("Grafik")
    other = book.add_chart({"type": "pie"})
    other.add_series({"values": "=Iuran!$C$2:$C$12"})
    sheet.set_chart(other)
    book.define_name("tarif", "=0.057")
    book.set_custom_property("unit", "Kepesertaan")
    book.close()


def _by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Data"
    for row in range(1, 9):
        page.append([f"A{row}", row, row * 1.5, date(2026, 11, row)])
    chart = BarChart()
    chart.add_data(Reference(page, min_col=2, min_row=1, max_row=8))
    page.add_chart(chart, "H2")
    page["A2"].comment = Comment("catatan", "petugas")
    rule = DataValidation(type="list", formula1='"L,P"')
    rule.add("E2:E9")
    page.add_data_validation(rule)
    page.conditional_formatting.add(
        "B2:B9", ColorScaleRule("min", None, "FFFFFF", "max", None, "00FF00")
    )
    page.merge_cells("F1:G2")
    table = book.create_sheet("Tabel")
    table.append(["NIK", "Nama"])
    table.append(["3578010101909903", "Budi"])
    table.add_table(Table(displayName="Peserta", ref="A1:B2"))
    book.create_sheet("Rahasia").sheet_state = "veryHidden"
    book.save(path)


# -- parts written here ------------------------------------------------------------------------

STYLE = (
    f'<styleSheet {NS}><numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\-mm"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
ROWS = (
    '<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2" spans="1:3"><c r="A2" s="1"><v>46000</v></c><c r="B2"><v>5</v></c>'
    '<c r="C2"><f>B2*2</f><v>10</v></c></row><row r="3"/>'
    '<row r="4"><c r="A4" t="inlineStr"><is><t>dalam &amp; sel</t></is></c>'
    '<c r="C4" t="b"><v>1</v></c></row>'
)
STRINGS = f'<sst {NS} count="2" uniqueCount="2"><si><t>Tanggal</t></si><si><t>Jumlah</t></si></sst>'


def _sheet(rows: str = ROWS, head: str = "", tail: str = "", root: str = "") -> str:
    return (
        f'<worksheet {NS} xmlns:r="{R}"{root}>{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'
    )


def _plain(**more: str | bytes) -> Parts:
    """A workbook of one sheet with styles and shared strings; ``more`` replaces parts by role."""
    body: Parts = {
        TYPES: f'<Types xmlns="{CT}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/>' + _kind(BOOK, "sheet.main") + _kind(SHEET, "worksheet")
        + _kind(STYLES, "styles") + _kind("xl/sharedStrings.xml", "sharedStrings") + "</Types>",
        ROOT: _relations(("rId1", "officeDocument", BOOK)),
        BOOK: f'<workbook {NS} xmlns:r="{R}"><workbookPr/><bookViews><workbookView/></bookViews>'
        '<sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
        BOOK_RELS: _relations(("rId1", "worksheet", "worksheets/sheet1.xml"),
                              ("rId2", "styles", "styles.xml"),
                              ("rId3", "sharedStrings", "sharedStrings.xml")),
        SHEET: _sheet(),
        STYLES: STYLE,
        "xl/sharedStrings.xml": STRINGS,
    }  # fmt: skip
    names = {"types": TYPES, "book": BOOK, "book_rels": BOOK_RELS, "sheet": SHEET, "styles": STYLES}
    return body | {names[key]: text for key, text in more.items()}


def _kind(part: str, kind: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{SHEET_TYPE}.{kind}+xml"/>'


def _relations(*items: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{kind if ":" in kind else f"{R}/{kind}"}" Target="{to}"/>'
        for key, kind, to in items
    )
    return f'<Relationships xmlns="{RELS}">{inside}</Relationships>'


def _pack(body: Parts, **options: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", options.get("method", zipfile.ZIP_DEFLATED)) as file:
        for name, text in body.items():
            file.writestr(name, text)
    return out.getvalue()


def _carrying() -> Parts:
    """Pivot, slicer, control, macro, threaded comment, external link, custom XML: parts by hand."""
    ms = "http://schemas.microsoft.com/office"
    body = _plain()
    more = {
        "xl/pivotCache/pivotCacheDefinition1.xml": (
            f'<pivotCacheDefinition {NS} xmlns:r="{R}" r:id="rId1"/>', "pivotCacheDefinition"),
        "xl/pivotCache/pivotCacheRecords1.xml": (
            f'<pivotCacheRecords {NS} count="0"/>', "pivotCacheRecords"),
        "xl/pivotTables/pivotTable1.xml": (
            f'<pivotTableDefinition {NS} name="P" cacheId="1"><location ref="H3:I6" '
            'firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/></pivotTableDefinition>',
            "pivotTable"),
        "xl/externalLinks/externalLink1.xml": (f"<externalLink {NS}/>", "externalLink"),
    }  # fmt: skip
    types = str(body[TYPES]).replace("</Types>", "")
    for name, (text, kind) in more.items():
        body[name] = text
        types += _kind(name, kind)
    others = {
        "xl/vbaProject.bin": (b"\xd0\xcf\x11\xe0" + bytes(99), "application/vnd.ms-office.vbaProject"),
        "xl/slicers/slicer1.xml": ("<slicers/>", "application/vnd.ms-excel.slicer+xml"),
        "xl/ctrlProps/ctrlProp1.xml": (
            f'<formControlPr xmlns="{X14}" objectType="CheckBox"/>',
            "application/vnd.ms-excel.controlproperties+xml"),
        "xl/threadedComments/threadedComment1.xml": (
            "<ThreadedComments/>", "application/vnd.ms-excel.threadedcomments+xml"),
        "customXml/item1.xml": ("<a>tetap</a>", "application/xml"),
    }  # fmt: skip
    for name, (content, kind) in others.items():
        body[name] = content
        types += f'<Override PartName="/{name}" ContentType="{kind}"/>'
    body[TYPES] = types + "</Types>"
    body[BOOK_RELS] = str(body[BOOK_RELS]).replace(
        "</Relationships>",
        f'<Relationship Id="rId4" Type="{ms}/2006/relationships/vbaProject" Target="vbaProject.bin"'
        f'/><Relationship Id="rId5" Type="{R}/pivotCacheDefinition" Target="pivotCache/'
        f'pivotCacheDefinition1.xml"/><Relationship Id="rId6" Type="{R}/externalLink" '
        'Target="externalLinks/externalLink1.xml"/></Relationships>',
    )
    body["xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels"] = _relations(
        ("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml")
    )
    body[SHEET_RELS] = _relations(
        ("rId1", "pivotTable", "../pivotTables/pivotTable1.xml"),
        ("rId2", f"{ms}/2007/relationships/slicer", "../slicers/slicer1.xml"),
        ("rId3", "ctrlProp", "../ctrlProps/ctrlProp1.xml"),
        ("rId4", f"{ms}/2017/10/relationships/threadedComment",
         "../threadedComments/threadedComment1.xml"),
    )  # fmt: skip
    body[ROOT] = _relations(
        ("rId1", "officeDocument", BOOK), ("rId2", "customXml", "customXml/item1.xml")
    )
    body[SHEET] = _sheet(
        tail='<phoneticPr fontId="0"/><extLst><ext uri="{A8765BA9-456A-4dab-B4F3-ACF838C121DE}" '
        f'xmlns:x14="{X14}"><x14:slicerList><x14:slicer r:id="rId2"/></x14:slicerList></ext></extLst>'
    )
    body[BOOK] = str(body[BOOK]).replace(
        "</sheets>",
        '</sheets><externalReferences><externalReference r:id="rId6"/></externalReferences>'
        '<calcPr calcId="191029"/><pivotCaches><pivotCache cacheId="1" r:id="rId5"/></pivotCaches>',
    )
    return body


def _prefixed() -> Parts:
    """Every element of the main namespace behind ``x:``."""
    body = _plain()
    for name in (BOOK, SHEET, STYLES, "xl/sharedStrings.xml"):
        text = str(body[name]).replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
        body[name] = re.sub(r"<(/?)(?=\w)", r"<\1x:", text)
    return body


def _strict() -> Parts:
    body = _plain()
    for name in (BOOK, SHEET, STYLES, "xl/sharedStrings.xml", BOOK_RELS, ROOT):
        text = str(body[name]).replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        body[name] = text.replace(R, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    body[SHEET] = str(body[SHEET]).replace(
        '<row r="3"/>', '<row r="3"><c r="A3" s="1" t="d"><v>2026-11-22</v></c></row>'
    )
    return body


def _alternate() -> Parts:
    def choice(inside: str, other: str) -> str:
        return (
            f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x14">{inside}</mc:Choice>'
            f"<mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>"
        )

    root = f' xmlns:mc="{MC}" xmlns:x14="{X14}" xmlns:xr="urn:xr" mc:Ignorable="xr" xr:uid="{{1}}"'
    book = str(_plain()[BOOK]).replace("<workbookPr/>", "<workbookPr/>" + choice("<a/>", ""))
    return _plain(
        sheet=_sheet(
            head='<sheetPr/><dimension ref="A1:C4"/>',
            tail=choice('<controls><control name="c" shapeId="1"/></controls>', ""),
            root=root,
        ),
        book=book.replace("<workbook ", f'<workbook xmlns:x14="{X14}" '),
    )


def _absolute() -> Parts:
    body = _plain()
    body[BOOK_RELS] = _relations(
        ("rId1", "worksheet", "/xl/worksheets/sheet1.xml"), ("rId2", "styles", "\\xl\\styles.xml"),
        ("rId3", "sharedStrings", "/xl/sharedStrings.xml"),
    )  # fmt: skip
    body[ROOT] = _relations(("rId1", "officeDocument", "/xl/workbook.xml"))
    return body


def _elsewhere() -> Parts:
    """The workbook part under another name, sheet and styles beside it."""
    names = {BOOK: "buku.xml", SHEET: "isi/lembar.xml", STYLES: "gaya.xml",
             BOOK_RELS: "_rels/buku.xml.rels", "xl/sharedStrings.xml": "teks.xml"}  # fmt: skip
    body = {names.get(name, name): text for name, text in _plain().items()}
    types = str(body[TYPES])
    for old, new in names.items():
        types = types.replace(f'"/{old}"', f'"/{new}"')
    return body | {
        TYPES: types,
        ROOT: _relations(("rId1", "officeDocument", "buku.xml")),
        names[BOOK_RELS]: _relations(
            ("rId1", "worksheet", "isi/lembar.xml"), ("rId2", "styles", "gaya.xml"),
            ("rId3", "sharedStrings", "teks.xml")),
    }  # fmt: skip


def _without_styles() -> Parts:
    body = _plain(sheet=_sheet(ROWS.replace(' s="1"', "")))
    del body[STYLES]
    body[TYPES] = str(body[TYPES]).replace(_kind(STYLES, "styles"), "")
    body[BOOK_RELS] = str(body[BOOK_RELS]).replace(
        f'<Relationship Id="rId2" Type="{R}/styles" Target="styles.xml"/>', ""
    )
    return body


def _streamed() -> bytes:
    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in _plain().items():
            file.writestr(name, text)
    return bytes(out.data)


def _wide() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in _plain().items():
            with file.open(name, "w", force_zip64=True) as entry:
                entry.write(str(text).encode())
    return out.getvalue()


def _as_windows() -> bytes:
    """Folder entries, backslashes in names, the content types last, a comment of the file."""
    body = _plain()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.comment = b"dibuat oleh aplikasi lain"
        file.writestr("xl/", "")
        for name in reversed(body):
            info = zipfile.ZipInfo("x")
            info.filename = name.replace("/", "\\")
            file.writestr(info, body[name])
    return out.getvalue()


def _declared(text: str | bytes, encoding: str, codec: str) -> bytes:
    return (f'<?xml version="1.0" encoding="{encoding}"?>' + str(text)).encode(codec)


SHARED = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1+1</f><v>2</v></c>'
    '</row><row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>3</v></c></row>'
    '<row r="3"><c r="B3"><f t="shared" si="0"/><v>1</v></c><c r="D3"><f t="array" ref="D3:E4">'
    'A1:B2</f><v>1</v></c><c r="E3"><v>2</v></c></row><row r="4"><c r="D4"><v>2</v></c>'
    '<c r="F4" cm="1"><f t="array" ref="F4">_xlfn.UNIQUE(A1:A2)</f><v>1</v></c></row>'
)
IMPLIED = "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row/><row><c t='str'><v>a</v></c></row>"
ODD = (
    "<!-- <row r='9'> --><row r='1'><!-- x --><c r='A1'><v>1</v></c><?tanda?><c r='C1' t='str'>"
    "<v><![CDATA[<c r='B1'/>]]></v></c></row>\n  <row   r = '3'  >\n<c  r='B3' s=''  />\n</row>"
)
LOCKED = "<workbookPr/><workbookProtection lockStructure='1'/>"

_MADE: dict[str, Callable[[], Parts | bytes]] = {
    "plain": _plain,
    "pivot, slicer, control, macro, comment": _carrying,
    "prefixed namespaces": _prefixed,
    "strict": _strict,
    "alternate contents": _alternate,
    "absolute targets": _absolute,
    "workbook part elsewhere": _elsewhere,
    "no styles": _without_styles,
    "data descriptors": _streamed,
    "zip64": _wide,
    "backslashes and folders": _as_windows,
    "stored": lambda: _pack(_plain(), method=zipfile.ZIP_STORED),
    "1904": lambda: _plain(
        book=str(_plain()[BOOK]).replace("<workbookPr/>", '<workbookPr date1904="1"/>')
    ),
    "utf-16 sheet": lambda: _plain(sheet=_declared(_sheet(), "UTF-16", "utf-16")),
    "latin-1 sheet": lambda: _plain(sheet=_declared(_sheet(), "ISO-8859-1", "latin-1")),
    "byte order marks": lambda: {n: str(t).encode("utf-8-sig") for n, t in _plain().items()},
    "shared, array and dynamic formulas": lambda: _plain(sheet=_sheet(SHARED)),
    "rows and cells without addresses": lambda: _plain(sheet=_sheet(IMPLIED)),
    "comments and odd spelling": lambda: _plain(sheet=_sheet(ODD)),
    "no rows": lambda: _plain(sheet=_sheet("").replace("<sheetData></sheetData>", "<sheetData/>")),
    "merges and column looks": lambda: _plain(
        sheet=_sheet(
            head='<cols><col min="2" max="9" style="1"/></cols>',
            tail='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
        )
    ),
    "locked structure": lambda: _plain(book=str(_plain()[BOOK]).replace("<workbookPr/>", LOCKED)),
    "names list that is empty": lambda: _plain(
        book=str(_plain()[BOOK]).replace("</sheets>", "</sheets><definedNames/><calcPr/>")
    ),
    "styles that close themselves": lambda: _plain(
        sheet=_sheet(ROWS.replace(' s="1"', "")),
        styles=f"<styleSheet {NS}><fills/><cellXfs/></styleSheet>",
    ),
}
_WRITTEN = {"XlsxWriter": _by_xlsxwriter, "openpyxl": _by_openpyxl}
BOOKS = (*_WRITTEN, *_MADE)


def make(name: str, folder: Path) -> Path:
    """Write one workbook into a folder."""
    path = folder / "asal.xlsx"
    if name in _WRITTEN:
        _WRITTEN[name](path)
    else:
        made = _MADE[name]()
        path.write_bytes(made if isinstance(made, bytes) else _pack(made))
    return path
