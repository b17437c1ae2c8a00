"""Makes a file for every row of the threat table: bombs, tricks, damage, disguises, odd but honest.

``make(name, folder)`` writes one case and returns its path; ``CASES`` maps names to makers.
Everything is built here, byte by byte; no case is larger than about 3 MB on disk.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
NIK = "3578011708459901"

Body = str | bytes
Parts = dict[str, Body]


# -- honest parts, from which every package starts ---------------------------------------------


def text_cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(rows: str, before: str = "", after: str = "", root: str = NS) -> str:
    return f"{DECLARED}<worksheet {root}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


ROWS = (
    f'<row r="1">{text_cell("A1", "NAMA")}{text_cell("B1", "NIK")}</row>'
    f'<row r="2">{text_cell("A2", "BUDI")}{text_cell("B2", NIK)}</row>'
)
USES_STRING = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'


def strings(items: str, doctype: str = "") -> str:
    return f"{DECLARED}{doctype}<sst {NS}>{items}</sst>"


def parts(rows: str = ROWS, **more: Body) -> Parts:
    """A workbook of one sheet "Data"; ``strings`` adds a shared-string part."""
    override = '<Override PartName="/{}" ContentType="{}"/>'
    types = [
        override.format("xl/workbook.xml", f"{SML}.sheet.main+xml"),
        override.format(SHEET, f"{SML}.worksheet+xml"),
        override.format("xl/styles.xml", f"{SML}.styles+xml"),
    ]
    relations = [_relation("rId1", "worksheet", "worksheets/sheet1.xml")]
    relations.append(_relation("rId2", "styles", "styles.xml"))
    result: Parts = {}
    if "strings" in more:
        types.append(override.format(STRINGS, f"{SML}.sharedStrings+xml"))
        relations.append(_relation("rId3", "sharedStrings", "sharedStrings.xml"))
        result[STRINGS] = more["strings"]
    result["[Content_Types].xml"] = (
        f'{DECLARED}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{''.join(types)}</Types>"
    )
    result["_rels/.rels"] = _relations(_relation("rId1", "officeDocument", "xl/workbook.xml"))
    result["xl/workbook.xml"] = workbook()
    result["xl/_rels/workbook.xml.rels"] = _relations("".join(relations))
    result["xl/styles.xml"] = STYLES
    result[SHEET] = more.get("sheet", sheet(rows))
    return result


def workbook(doctype: str = "", after: str = "") -> str:
    return (
        f'{DECLARED}{doctype}<workbook {NS} xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="Data" sheetId="1" r:id="rId1"/></sheets>{after}</workbook>'
    )


STYLES = (
    f'{DECLARED}<styleSheet {NS}><fonts count="1"><font/></fonts><fills count="2">'
    "<fill><patternFill/></fill><fill><patternFill/></fill>"
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def _relation(key: str, kind: str, target: str, more: str = "") -> str:
    return f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"{more}/>'


def _relations(items: str) -> str:
    return f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def pack(content: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in content.items():
            file.writestr(name, body)
    return out.getvalue()


def pack_streamed(content: Parts, name: str, pieces: Iterator[bytes]) -> bytes:
    """The same with one part written piece by piece, so that a bomb costs no memory here."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for other, body in content.items():
            if other != name:
                file.writestr(other, body)
        with file.open(name, "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece)
    return out.getvalue()


# -- bombs ---------------------------------------------------------------------------------------


def _spaces(total: int) -> Iterator[bytes]:
    yield f"{DECLARED}<worksheet {NS}><sheetData>".encode()
    for _ in range(total >> 20):
        yield b" " * (1 << 20)
    yield b"</sheetData></worksheet>"


def bomb_spaces() -> bytes:
    return pack_streamed(parts(), SHEET, _spaces(600 << 20))


def bomb_many_parts() -> bytes:
    """No part too large, all together too large."""
    out = io.BytesIO(pack(parts()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for number in range(5):
            with file.open(f"xl/media/image{number}.bin", "w") as part:
                for _ in range(250):
                    part.write(bytes(1 << 20))
    return out.getvalue()


def bomb_entries() -> bytes:
    return pack({**parts(), **{f"xl/media/{n}.bin": b"" for n in range(20_001)}})


def bomb_lying_size() -> bytes:
    """Says 1,000 bytes in both headers, inflates to 60 MB."""
    content = parts(sheet=b"".join(_spaces(60 << 20)))
    data = bytearray(pack(content))
    struct.pack_into("<I", data, data.find(SHEET.encode()) - 30 + 22, 1000)
    struct.pack_into("<I", data, data.rfind(SHEET.encode()) - 46 + 24, 1000)
    return bytes(data)


def _stray_rows(last: int, cells: str) -> Iterator[bytes]:
    yield f"{DECLARED}<worksheet {NS}><sheetData>{ROWS}".encode()
    for row in range(3, last + 1):
        inside = cells.replace("#", str(row))
        yield f'<row r="{row}">{inside}</row>'.encode()
    yield b"</sheetData></worksheet>"


def stray_format() -> bytes:
    """Formatting dragged down to the last row, eight columns wide; two rows hold values."""
    cells = "".join(f'<c r="{column}#" s="1"/>' for column in "ABCDEFGH")
    return pack_streamed(parts(), SHEET, _stray_rows(1_048_576, cells))


def stray_wide() -> bytes:
    """Formatting to the last column on 300 rows."""
    cells = "".join(f'<c r="{_letters(c)}#" s="1"/>' for c in range(0, 16_384, 3))
    return pack_streamed(parts(), SHEET, _stray_rows(300, cells))


def _letters(index: int) -> str:
    letters, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def bomb_string() -> bytes:
    def pieces() -> Iterator[bytes]:
        yield f"<sst {NS}><si><t>".encode()
        for _ in range(600):
            yield b"A" * (1 << 20)
        yield b"</t></si></sst>"

    return pack_streamed(parts(USES_STRING, strings=""), STRINGS, pieces())


def bomb_text() -> bytes:
    """A text far longer than a cell holds, in a part small enough to pass unjudged."""
    return pack(parts(USES_STRING, strings=strings(f"<si><t>{'A' * (60 << 20)}</t></si>")))


def bomb_attribute() -> bytes:
    return pack(parts(sheet=sheet(f'<row r="1" x="{"A" * (60 << 20)}"/>')))


def bomb_row() -> bytes:
    """More cells in a row than a sheet has columns, none of them with an address."""
    return pack(parts(sheet=sheet(f'<row r="1">{"<c/>" * 4_000_000}</row>')))


def bomb_behind_rows() -> bytes:
    return pack(parts(sheet=sheet(ROWS, after="<x/>" * 4_000_000)))


def bomb_deep() -> bytes:
    deep = "<a>" * 200_000 + "</a>" * 200_000
    return pack(parts(sheet=sheet(ROWS, after=f"<extLst><ext>{deep}</ext></extLst>")))


def bomb_area() -> bytes:
    """Every row has a cell in the last column: no reader can hold that area."""
    cells = '<c r="XFD#"><v>1</v></c>'
    return pack_streamed(parts(), SHEET, _stray_rows(60_000, cells))


# -- document types and entities -------------------------------------------------------------------

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))
    + "]>"
)
QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"A" * 50_000}">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def entity_in_strings(doctype: str, name: str, times: int = 1) -> bytes:
    items = f"<si><t>{f'&{name};' * times}</t></si>"
    return pack(parts(USES_STRING, strings=strings(items, doctype)))


def entity_in_sheet(doctype: str, name: str) -> bytes:
    body = sheet(f'<row r="1">{text_cell("A1", f"&{name};")}</row>')
    return pack(parts(sheet=body.replace(DECLARED, DECLARED + doctype)))


def entity_in_workbook(doctype: str) -> bytes:
    return pack({**parts(), "xl/workbook.xml": workbook(doctype)})


# -- the container ---------------------------------------------------------------------------------


def traversal_names() -> bytes:
    return pack({**parts(), "../../../evil.txt": b"x", "C:/evil.txt": b"x"})


def duplicate_part() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in parts().items():
            file.writestr(name, body)
        file.writestr("xl/Worksheets/sheet1.xml", sheet(""))
    return out.getvalue()


def local_name_differs() -> bytes:
    data = pack(parts())
    at = data.find(SHEET.encode())
    return data[:at] + b"xl/worksheets/sheet9.xml" + data[at + len(SHEET) :]


def prefix_junk() -> bytes:
    return b"junk before the package" + pack(parts())


def cut_half() -> bytes:
    data = pack(parts())
    return data[: len(data) // 2]


def cut_end() -> bytes:
    return pack(parts())[:-100]


def bit_flip() -> bytes:
    """One bit in the compressed bytes of the theme-like part nobody reads."""
    noise = random.Random(1).randbytes(5000)
    data = bytearray(pack({**parts(), "xl/media/image1.png": noise}))
    data[data.find(noise[:40]) + 2000] ^= 1
    return bytes(data)


def random_bytes() -> bytes:
    return random.Random(2).randbytes(20_000)


def loop_relation() -> bytes:
    content = parts()
    content["xl/_rels/workbook.xml.rels"] = _relations(
        _relation("rId1", "worksheet", "workbook.xml") + _relation("rId9", "styles", "none.xml")
    )
    return pack(content)


def encrypted_zip() -> bytes:
    data = bytearray(pack(parts()))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.find(mark)
        while position >= 0:
            data[position + at] |= 1
            position = data.find(mark, position + 1)
    return bytes(data)


# -- other formats, mostly with a wrong name -------------------------------------------------------


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE2 file ([MS-CFB]) of streams of at least 4096 bytes each, 512-byte sectors."""
    names, table, body, entries = list(streams), [0xFFFFFFFD, 0xFFFFFFFE], b"", []
    entries.append(_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1))
    for number, name in enumerate(names, 1):
        data = streams[name].ljust(4096, b"\0")
        count = -(-len(data) // 512)
        first = len(table)
        table += [*range(first + 1, first + count), 0xFFFFFFFE]
        body += data.ljust(count * 512, b"\0")
        sibling = number + 1 if number < len(names) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first, len(data), right=sibling))
    table += [0xFFFFFFFF] * (128 - len(table))
    entries += [bytes(128)] * (4 - len(entries))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<4H", 62, 3, 0xFFFE, 9)
    head += struct.pack("<H6x3I2I", 6, 0, 1, 1, 0, 4096)
    head += struct.pack("<4I", 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return head + struct.pack("<128I", *table[:128]) + b"".join(entries) + body


def _entry(
    name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<3I", 0xFFFFFFFF, right, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def _label(row: int, col: int, text: str) -> bytes:
    raw = text.encode("latin-1")
    return _record(0x0204, struct.pack("<3HHB", row, col, 0, len(raw), 0) + raw)


def xls_book(rows: bytes = b"", name: str = "Data") -> bytes:
    """A BIFF8 workbook ([MS-XLS]) of one sheet; two text rows unless told otherwise."""
    return compound({"Workbook": xls_stream(rows, name)})


def xls_stream(rows: bytes = b"", name: str = "Data") -> bytes:
    """Its workbook stream."""
    begin = struct.pack("<4H2I", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6)
    cells = rows or _label(0, 0, "NAMA") + _label(0, 1, "NIK") + _label(1, 0, "BUDI")
    cells = cells if rows else cells + _label(1, 1, NIK)
    raw = name.encode("latin-1")
    before = _record(0x0809, begin) + _record(0x0042, struct.pack("<H", 1200))
    length = len(before) + 4 + 8 + len(raw) + 4
    bound = _record(0x0085, struct.pack("<IHBB", length, 0, len(raw), 0) + raw)
    begin_sheet = begin[:2] + struct.pack("<H", 0x10) + begin[4:]
    stream = before + bound + _record(0x000A)
    return stream + _record(0x0809, begin_sheet) + cells + _record(0x000A)


def xls_with_formulas() -> bytes:
    """Text, a formula with a number, one with an error, an error value, a hidden row."""
    number = struct.pack("<d", 7.0)
    error = bytes((2, 0, 42, 0, 0, 0)) + b"\xff\xff"  # #N/A
    formula = b"\x1e\x01\x00"  # the number 1
    rows = _record(0x0208, struct.pack("<8H", 1, 0, 4, 255, 0, 0, 0x20, 0))
    rows += _label(0, 0, "NAMA") + _label(1, 0, "BUDI")
    for col, result in ((1, number), (2, error)):
        body = struct.pack("<3H", 1, col, 0) + result + struct.pack("<HIH", 0, 0, len(formula))
        rows += _record(0x0006, body + formula)
    rows += _record(0x0205, struct.pack("<3H2B", 1, 3, 0, 7, 1))  # #DIV/0!
    return xls_book(rows)


def encrypted_book() -> bytes:
    return compound({"EncryptionInfo": bytes(5000), "EncryptedPackage": random_bytes()})


def word_document() -> bytes:
    return compound({"WordDocument": bytes(5000)})


PAGE = (
    "<html><head><meta charset=windows-1252><style>td{mso-number-format:'\\@'}</style></head>"
    "<body><table border=1><tr><th>NAMA<th>NIK</tr>"
    f"<tr><td>BUDI&nbsp;SANTOSO&amp;&eacute;</td><td>{NIK}</td></tr></table></body></html>"
)


def mhtml() -> bytes:
    head = (
        "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
        'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html; charset=us-ascii\r\n\r\n<html><xml><x:ExcelWorkbook>"
        "<x:Name>Tenaga Kerja</x:Name></x:ExcelWorkbook></xml><frameset></frameset></html>\r\n"
        "--b\r\nContent-Type: text/html; charset=windows-1252\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + PAGE.replace("=", "=3D").encode() + b"\r\n--b--\r\n"


def xml_2003(doctype: str = "", cell: str = "BUDI") -> bytes:
    return (
        f'<?xml version="1.0"?>{doctype}\n<?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Worksheet ss:Name="Data"><Table><Row><Cell><Data ss:Type="String">NAMA</Data></Cell>'
        '<Cell ss:Index="3"><Data ss:Type="String">NIK</Data></Cell></Row>'
        f'<Row ss:Index="3" ss:Hidden="1"><Cell><Data ss:Type="String">{cell}</Data></Cell>'
        f'<Cell ss:Index="3" ss:Formula="=1"><Data ss:Type="Number">{NIK}</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    ).encode()


CSV = f"NAMA,NIK\r\nBUDI,{NIK}\r\n"
CSV_SEMICOLON = f'NAMA;NIK;UPAH\r\n"BUDI é; SE";{NIK};4.375.479,50\r\nANI;{NIK};1,5\r\n'


def open_document(content: str, more: Parts | None = None) -> bytes:
    return pack(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content,
            **(more or {}),
        }
    )


def ods_rows(rows: str, doctype: str = "") -> str:
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    return (
        f'{DECLARED}{doctype}<office:document-content xmlns:office="{urn}:office:1.0" '
        f'xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Data">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def ods_cell(text: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


ODS_ROWS = f"<table:table-row>{ods_cell('NAMA')}{ods_cell('NIK')}</table:table-row>"


def ods_bomb() -> bytes:
    """One value repeated over the whole grid."""
    cell = ods_cell("x", ' table:number-columns-repeated="16384"')
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return open_document(ods_rows(row))


# -- odd sheets ------------------------------------------------------------------------------------


def chart_only() -> bytes:
    content = parts()
    content["xl/_rels/workbook.xml.rels"] = str(content["xl/_rels/workbook.xml.rels"]).replace(
        "/worksheet", "/chartsheet"
    )
    return pack(content)


def _book(rows: str = ROWS, before: str = "", after: str = "", **more: Body) -> bytes:
    return pack(parts(sheet=sheet(rows, before, after), **more))


def macros() -> bytes:
    content = parts()
    types = str(content["[Content_Types].xml"]).replace(
        "sheet.main+xml", "sheet.macroEnabled.main+xml"
    )
    types = types.replace(f"{SML}.sheet.macro", "application/vnd.ms-excel.sheet.macro")
    content["[Content_Types].xml"] = types.replace(
        "</Types>",
        '<Override PartName="/xl/vbaProject.bin" '
        'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
    )
    content["xl/vbaProject.bin"] = bytes(100)
    return pack(content)


def outside_links(body: str) -> bytes:
    content = parts()
    content["[Content_Types].xml"] = str(content["[Content_Types].xml"]).replace(
        "</Types>",
        '<Override PartName="/xl/externalLinks/externalLink1.xml" '
        f'ContentType="{SML}.externalLink+xml"/></Types>',
    )
    content["xl/externalLinks/externalLink1.xml"] = f"<externalLink {NS}>{body}</externalLink>"
    content["xl/_rels/workbook.xml.rels"] = str(content["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        _relation("rId8", "externalLink", "externalLinks/externalLink1.xml") + "</Relationships>",
    )
    content["xl/externalLinks/_rels/externalLink1.xml.rels"] = _relations(
        _relation("rId1", "externalLinkPath", "http://127.0.0.1:9/x.xlsx", ' TargetMode="External"')
    )
    return pack(content)


_CARRIED: dict[str, tuple[str, Body]] = {  # part -> content type, content nobody here looks into
    "xl/vbaProject.bin": ("application/vnd.ms-office.vbaProject", bytes(range(256))),
    "xl/macrosheets/sheet1.xml": ("application/vnd.ms-excel.macrosheet+xml", "<macrosheet/>"),
    "xl/connections.xml": (f"{SML}.connections+xml", f"<connections {NS}/>"),
    "xl/queryTables/queryTable1.xml": (f"{SML}.queryTable+xml", f"<queryTable {NS}/>"),
    "xl/model/item.data": ("application/vnd.openxmlformats-officedocument.model+data", b"\0\1\2"),
    "xl/webextensions/webextension1.xml": ("application/vnd.ms-office.webextension+xml", "<w/>"),
    "xl/activeX/activeX1.xml": ("application/vnd.ms-office.activeX+xml", "<ocx/>"),
    "xl/externalLinks/externalLink1.xml": (
        f"{SML}.externalLink+xml",
        f'<externalLink {NS}><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>',
    ),
    "docMetadata/LabelInfo.xml": ("application/vnd.ms-office.classificationlabels+xml", "<l/>"),
    "customUI/customUI14.xml": ("application/xml", '<customUI onLoad="x"/>'),
}
_FINAL = (
    '<Properties><property name="_MarkAsFinal" pid="2"><bool>true</bool></property></Properties>'
)


def carrying(rows: str = ROWS, after: str = "", final: bool = True) -> bytes:
    """A workbook with one of everything that acts on its own, none of it sound inside."""
    content = parts(rows)
    content["xl/workbook.xml"] = workbook(after=after).replace(
        "</sheets>", '<sheet name="XLM" sheetId="2" r:id="rId7"/></sheets>'
    )
    types = ""
    for name, (kind, body) in _CARRIED.items():
        content[name] = body
        types += f'<Override PartName="/{name}" ContentType="{kind}"/>'
    content["[Content_Types].xml"] = (
        str(content["[Content_Types].xml"])
        .replace(f"{SML}.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
        .replace("</Types>", types + "</Types>")
    )
    xlm = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    more = f'<Relationship Id="rId7" Type="{xlm}" Target="macrosheets/sheet1.xml"/>'
    content["xl/_rels/workbook.xml.rels"] = str(content["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>", more + "</Relationships>"
    )
    if final:
        content["docProps/custom.xml"] = _FINAL
        content["_rels/.rels"] = str(content["_rels/.rels"]).replace(
            "</Relationships>",
            _relation("rId4", "custom-properties", "docProps/custom.xml") + "</Relationships>",
        )
    return pack(content)


def prefixed() -> bytes:
    body = sheet(ROWS, root=f"x:{NS}").replace("x:xmlns", "xmlns:x")
    for tag in ("worksheet", "sheetData", "row", "c", "is", "t"):
        body = body.replace(f"<{tag}>", f"<x:{tag}>").replace(f"<{tag} ", f"<x:{tag} ")
        body = body.replace(f"</{tag}>", f"</x:{tag}>")
    return pack(parts(sheet=body))


def no_styles() -> bytes:
    content = parts()
    del content["xl/styles.xml"]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        text = str(content[name])
        begin = text.find(
            '<Override PartName="/xl/styles' if "Types" in name else '<Relationship Id="rId2"'
        )
        content[name] = text[:begin] + text[text.find("/>", begin) + 2 :]
    return pack(content)


def rows_with(*cells: str) -> str:
    return ROWS + f'<row r="3">{"".join(cells)}</row>'


def _number(ref: str, value: str, style: int = 0) -> str:
    return f'<c r="{ref}" s="{style}"><v>{value}</v></c>'


UTF16_SHEET = sheet(ROWS).replace("UTF-8", "UTF-16").encode("utf-16")
UTF7_SHEET = sheet(ROWS).replace("UTF-8", "UTF-7").replace("<row", "+ADw-row")

_Maker = Callable[[], bytes]


def _const(data: Body) -> _Maker:
    return lambda: data if isinstance(data, bytes) else data.encode()


CASES: dict[str, _Maker] = {
    "01 bomb spaces.xlsx": bomb_spaces,
    "01b bomb many parts.xlsx": bomb_many_parts,
    "01c bomb entries.xlsx": bomb_entries,
    "01d bomb lying size.xlsx": bomb_lying_size,
    "02 stray format.xlsx": stray_format,
    "02b stray wide.xlsx": stray_wide,
    "03 bomb string.xlsx": bomb_string,
    "03b bomb text.xlsx": bomb_text,
    "03c bomb attribute.xlsx": bomb_attribute,
    "03d bomb row.xlsx": bomb_row,
    "03e bomb behind rows.xlsx": bomb_behind_rows,
    "04 bomb deep.xlsx": bomb_deep,
    "05 laughs in strings.xlsx": lambda: entity_in_strings(LAUGHS, "j"),
    "06 laughs in sheet.xlsx": lambda: entity_in_sheet(LAUGHS, "j"),
    "07 laughs in workbook.xlsx": lambda: entity_in_workbook(LAUGHS),
    "08 quadratic in strings.xlsx": lambda: entity_in_strings(QUADRATIC, "a", 50_000),
    "09 entity in strings.xlsx": lambda: entity_in_strings(OUTSIDE, "a"),
    "10 entity in sheet.xlsx": lambda: entity_in_sheet(OUTSIDE, "a"),
    "11 entity in workbook.xlsx": lambda: entity_in_workbook(OUTSIDE),
    "12 traversal names.xlsx": traversal_names,
    "13 duplicate part.xlsx": duplicate_part,
    "14 local name differs.xlsx": local_name_differs,
    "15 prefix junk.xlsx": prefix_junk,
    "16 truncated half.xlsx": cut_half,
    "17 truncated end.xlsx": cut_end,
    "18 bit flip.xlsx": bit_flip,
    "19 zero byte.xlsx": _const(b""),
    "20 random.xlsx": random_bytes,
    "21 xls renamed.xlsx": xls_book,
    "21b xls formulas.xls": xls_with_formulas,
    "21c xls cut.xls": lambda: xls_book()[:1500],
    "21d word.xls": word_document,
    "22 html renamed.xls": _const(PAGE),
    "23 html renamed.xlsx": _const(PAGE),
    "23b html without table.xls": _const("<html><body></body></html>"),
    "23c html deep.xls": _const("<table><tr><td>" * 20_000),
    "23d html spans.xls": _const("<table>" + "<tr><td colspan=1000 rowspan=65534>x" * 300),
    "24 xml2003.xls": xml_2003,
    "24b xml2003 laughs.xls": lambda: xml_2003(LAUGHS, "&j;"),
    "24c xml2003 entity.xls": lambda: xml_2003(OUTSIDE, "&a;"),
    "24d xml2003 cut.xls": lambda: xml_2003()[:-60],
    "25 csv renamed.xlsx": _const(CSV),
    "26 semicolon latin1.csv": _const(CSV_SEMICOLON.encode("cp1252")),
    "27 utf16.csv": _const(CSV.encode("utf-16")),
    "27b utf16 no mark.csv": _const(CSV.encode("utf-16-le")),
    "27c csv with nul.csv": _const("A,B\r\n" * 20_000 + "x\0,y\r\n"),
    "27d csv open quote.csv": _const('NAMA,NIK\r\n"BUDI,1\r\nANI,2\r\n'),
    "27e csv one line.csv": _const("x" * 2_500_000),
    "28 mhtml.xls": mhtml,
    "28b mhtml nested.xls": _const(
        "MIME-Version: 1.0\n"
        + "".join(
            f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000)
        )
    ),
    "29 encrypted.xlsx": encrypted_book,
    "29a rights managed.xlsx": lambda: compound({"EncryptedPackage": bytes(5000)}),
    "29b encrypted zip.xlsx": encrypted_zip,
    "30 macros.xlsm": macros,
    "31 far corner cell.xlsx": lambda: _book(
        ROWS + f'<row r="1048576">{text_cell("XFD1048576", "jauh")}</row>'
    ),
    "31b large area.xlsx": bomb_area,
    "32 far corner styled.xlsx": lambda: _book(
        ROWS + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    ),
    "33 lying dimension.xlsx": lambda: _book(before='<dimension ref="A1:XFD1048576"/>'),
    "33b odd dimension.xlsx": lambda: _book(before='<dimension ref="1:2"/>'),
    "34 too small dimension.xlsx": lambda: _book(before='<dimension ref="A1"/>'),
    "35 empty sheet.xlsx": lambda: _book(""),
    "35b chart only.xlsx": chart_only,
    "36 row beyond limit.xlsx": lambda: _book(
        ROWS + f'<row r="2000000">{_number("A2000000", "1")}</row>'
    ),
    "36b column beyond limit.xlsx": lambda: _book(rows_with(_number("XFE3", "1"))),
    "37 merge whole column.xlsx": lambda: _book(
        after='<mergeCells count="1"><mergeCell ref="D1:D1048576"/></mergeCells>'
    ),
    "38 merged header.xlsx": lambda: _book(
        after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    ),
    "39 hidden row filter.xlsx": lambda: _book(
        ROWS.replace('<row r="2"', '<row r="2" hidden="1"'), after='<autoFilter ref="A1:B2"/>'
    ),
    "40 sheet protected.xlsx": lambda: _book(after='<sheetProtection sheet="1"/>'),
    "41 string over 32767.xlsx": lambda: _book(rows_with(text_cell("A3", "x" * 40_000))),
    "42 control chars raw.xlsx": lambda: _book(rows_with(text_cell("A3", "a\x01b"))),
    "43 control chars charref.xlsx": lambda: _book(rows_with(text_cell("A3", "a&#1;b"))),
    "44 emoji rtl zwj.xlsx": lambda: _book(rows_with(text_cell("A3", "\u202e👩\u200d👩\u200f"))),
    "45 nan inf.xlsx": lambda: _book(
        rows_with(
            *(_number(f"{c}3", v) for c, v in zip("ABCD", ("NaN", "1e999", "x", ""), strict=True))
        )
    ),
    "46 bad string index.xlsx": lambda: _book(
        rows_with('<c r="A3" t="s"><v>99</v></c>'), strings=strings("<si><t>x</t></si>")
    ),
    "46b no strings.xlsx": lambda: _book(rows_with('<c r="A3" t="s"><v>0</v></c>')),
    "46c string index no number.xlsx": lambda: _book(
        rows_with('<c r="A3" t="s"><v>satu</v></c>', '<c r="B3" t="s"><v>-1</v></c>')
        + "<row r='4'><c t='s' r='A4'><v>0.5</v></c></row>",
        strings=strings("<si><t>x</t></si>"),
    ),
    "46d string index too far.xlsx": lambda: _book(
        rows_with('<c r="A3" t="s"><v>99</v></c>', text_cell("XFD3", "jauh"))
        + f'<row r="1048576">{text_cell("A1048576", "jauh")}</row>',
        strings=strings("<si><t>x</t></si>"),
    ),
    "47 bad style index.xlsx": lambda: _book(rows_with(_number("A3", "5", 999))),
    "48 no styles.xlsx": no_styles,
    "49 dde formula.xlsx": lambda: _book(
        rows_with("<c r=\"A3\"><f>cmd|'/c calc'!A0</f><v>0</v></c>")
    ),
    "49b dde link.xlsx": lambda: outside_links('<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'),
    "49c everything carried.xlsm": carrying,
    "50 external link.xlsx": lambda: outside_links("<externalBook/>"),
    "51 relation to itself.xlsx": loop_relation,
    "52 utf16 sheet.xlsx": lambda: pack(parts(sheet=UTF16_SHEET)),
    "53 utf7 trick.xlsx": lambda: pack(parts(sheet=UTF7_SHEET)),
    "54 prefixed.xlsx": prefixed,
    "56 ods.xlsx": lambda: open_document(ods_rows(ODS_ROWS)),
    "56b ods bomb.ods": ods_bomb,
    "56c ods laughs.ods": lambda: open_document(
        ods_rows(f"<table:table-row>{ods_cell('&j;')}</table:table-row>", LAUGHS)
    ),
    "~$00 good.xlsx": _const(b"\x05Budi ".ljust(165)),
}


def make(name: str, folder: Path) -> Path:
    """Write one case; the name ends in the extension the stranger gave it."""
    path = folder / name
    path.write_bytes(CASES[name]())
    return path
