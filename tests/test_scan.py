"""Facts of a sheet: the same from usual XML by patterns and from any other by the parser."""

from __future__ import annotations

from pathlib import Path

import pytest

from kepesertaan.domain.edit import (
    IN_HEADER,
    IN_MERGE,
    IN_PIVOT,
    IN_TOTALS,
    LOCKED,
    WITH_FORMULA,
)
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.files import scan
from kepesertaan.files.anysheet import general_sheet
from kepesertaan.files.package import open_package
from kepesertaan.files.scan import SheetFacts, fixed_reasons, scan_sheet
from kepesertaan.files.sheetxml import Area, open_sheet
from test_package import NS, PARTS, RELS, SHEET_TYPE, R, packed

SHEET = "xl/worksheets/sheet1.xml"
ROWS = """
<row r="2" spans="2:4"><c r="B2" t="s"><v>0</v></c><c r="D2" s="3"/></row>
<row r="3" hidden="1"><c r="B3"><v>3578011708459901</v></c><c r="C3" t="e"><v>#N/A</v></c></row>
<row r="4" ht="15"/>
<row r="6"><c r="A6"><f>SUM(B2:B3)</f><v>9007199254740993</v></c>
<c r="B6"><f t="shared" ref="B6:B7" si="0">A6+1</f><v>1</v></c>
<c r="C6" t="inlineStr"><is><t xml:space="preserve">a "XFD1" w</t></is></c></row>
<row r="7" hidden="true"><c r="B7"><f t="shared" si="0"/><v>2</v></c>
<c r="C7" t="str"><f>"x"</f><v>1234567890123456789</v></c></row>
<row r="8"><c r="A8"><f t="array" ref="A8:A9">B2:B3</f><v>1</v></c></row>
<row r="9"><c r="A9"><v>2</v></c><c r="E9" t="b"><v>1</v></c><c r="F9"><v>0.30000000000000004</v></c>
<c r="G9" t="n"><v>0000111122223333</v></c></row>
""".replace("\n", "")
PLAIN = f"<worksheet {NS}><sheetData>{ROWS}</sheetData></worksheet>"
PREFIXED = (
    f"<x:worksheet {NS.replace('xmlns', 'xmlns:x')}><x:sheetData>"
    + ROWS.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    + "</x:sheetData></x:worksheet>"
)
VARIANTS: dict[str, str | bytes] = {
    "plain": PLAIN,
    "prefixed": PREFIXED,
    "prefixed with a capital": PREFIXED.replace("x:", "Xw:").replace("xmlns:x=", "xmlns:Xw="),
    "prefixed with a digit": PREFIXED.replace("x:", "r1w:").replace("xmlns:x=", "xmlns:r1w="),
    "byte order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "utf-16": ('<?xml version="1.0" encoding="utf-16"?>' + PLAIN).encode("utf-16"),
    "latin-1": ('<?xml version="1.0" encoding="ISO-8859-1"?>' + PLAIN).encode("latin-1"),
    "strict": PLAIN.replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
    "comments": PLAIN.replace('<row r="6">', '<!-- <row r="5"><c r="Z5"/></row> --><row r="6">'),
    "cdata": PLAIN.replace("<v>3578011708459901</v>", "<v><![CDATA[3578011708459901]]></v>"),
    "apostrophes": PLAIN.replace('t="e"', "t='e'").replace('r="3"', "r='3'"),
    "blanks around": PLAIN.replace('t="e"', 't = "e"').replace('hidden="1"', 'hidden ="1"'),
    "indented": PLAIN.replace("<row", "\n  <row").replace("<c ", "\n    <c "),
    "other order": PLAIN.replace('<c r="C3" t="e">', '<c t="e" r="C3">'),
    "rows without r": PLAIN.replace('<row r="3"', "<row").replace('<row r="7"', "<row"),
    "cells without r": PLAIN.replace('<c r="C3"', "<c").replace('<c r="C6"', "<c"),
    "alternate content": PLAIN.replace(
        "<sheetData>",
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        '2006"><mc:Choice Requires="x"><row r="999"/></mc:Choice></mc:AlternateContent><sheetData>',
    ),
}


def facts_of(sheet: str | bytes, tmp_path: Path, **more: str) -> SheetFacts:
    path = tmp_path / "buku.xlsx"
    path.write_bytes(packed({SHEET: sheet, **more}))
    with open_package(path) as package:
        package.check_all()
        return scan_sheet(package, package.sheets[0])


@pytest.mark.parametrize("sheet", VARIANTS.values(), ids=VARIANTS)
def test_facts(sheet: str | bytes, tmp_path: Path) -> None:
    facts = facts_of(sheet, tmp_path)
    assert facts.used == Area(2, 0, 9, 6)
    assert facts.hidden_rows == {3, 7}
    assert facts.errors == {(3, 2): "#N/A"}
    assert facts.formulas == {(6, 0), (6, 1), (7, 1), (7, 2), (8, 0), (9, 0)}
    assert facts.exact == {
        (3, 1): "3578011708459901",
        (6, 0): "9007199254740993",
        (9, 6): "0000111122223333",
    }
    assert facts.frame.is_ordered
    assert facts.frame.arrays == (Area(8, 0, 9, 0),)


@pytest.mark.parametrize(
    "sheet", [PLAIN, PREFIXED, VARIANTS["indented"], VARIANTS["byte order mark"]]
)
def test_both_ways_cut_the_same_pieces(sheet: str | bytes, tmp_path: Path) -> None:
    path = tmp_path / "buku.xlsx"
    path.write_bytes(packed({SHEET: sheet}))
    with open_package(path) as package:
        whole = package.read(SHEET)
        found = []
        for text in (open_sheet(package, SHEET), general_sheet(package, SHEET)):
            rows = [row for batch in text.rows() for row in batch]
            found.append(rows)
            pieces = [text.head, text.opening, *(xml for _, xml in rows), text.tail]
            assert text.coding.encode(b"".join(pieces)) == whole
        assert found[0] == found[1]
        assert [n for n, _ in found[0]] == [2, 3, 4, 6, 7, 8, 9]


def test_rows_across_many_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row r="{n}"><c r="C{n}"><v>{n}</v></c></row>' for n in range(3, 9000))
    sheet = f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>"
    monkeypatch.setattr("kepesertaan.files.archive.CHUNK", 777)
    assert facts_of(sheet, tmp_path).used == Area(3, 2, 8999, 2)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"/><c r="XFD1"/><c r="B1"/></row><row r="1048576"><c r="A1048576"/></row>',
        "<row r='1'><c r='A1'/></row><row r='1048576'><c r='XFD1048576'/></row>",
    ],
)
def test_a_far_cell_is_seen(rows: str, tmp_path: Path) -> None:
    used = facts_of(f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>", tmp_path).used
    assert used is not None
    assert (used.bottom, used.right) == (1_048_576, 16_383)


def test_stray_rows_without_cells_do_not_count(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="B1"/></row><row r="1048576" ht="15" customHeight="1"/>'
    facts = facts_of(f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>", tmp_path)
    assert facts.used == Area(1, 1, 1, 1)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048577"><c r="A1048577"/></row>',
        '<row r="1"><c r="A1048577"/></row>',
        '<row r="1"><c r="XFE1"/></row>',
        '<row r="0"><c r="A0"/></row>',
        '<row r="1"><c r="1"/></row>',
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<row r="1" ht="15"><c r="A1"><v></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="</row>',
        '<row r="1"',
        '<row r="99999999999999999999"/>',
    ],
)
def test_unsound_sheets_are_refused(rows: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        facts_of(f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>", tmp_path)


@pytest.mark.parametrize("kind", ["", ' t="e"'])
def test_a_value_that_is_no_utf8_is_refused(kind: str, tmp_path: Path) -> None:
    row = f'<row r="1"><c r="A1"{kind}><v>a?</v></c></row>'
    sheet = f"<worksheet {NS}><sheetData>{row}</sheetData></worksheet>"
    with pytest.raises(UnreadableInput, match="lembar Data: isinya bukan XML yang utuh"):
        facts_of(sheet.encode().replace(b"?", b"\xff"), tmp_path)


def test_rows_out_of_order_are_told(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2"/></row><row r="1"><c r="A1"/></row>'
    facts = facts_of(f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>", tmp_path)
    assert not facts.frame.is_ordered
    assert facts.used == Area(1, 0, 2, 0)


def test_a_huge_array_formula_is_an_area_only(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">1</f></c></row>'
    facts = facts_of(f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>", tmp_path)
    assert facts.formulas == {(1, 0)}
    assert fixed_reasons(facts, [(500, 500)])


STYLES = (
    f'<styleSheet {NS}><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="0" applyProtection="1"><protection locked="0"/></xf></cellXfs></styleSheet>'
)
TAIL = (
    '<sheetProtection sheet="1"/><autoFilter ref="A1:C4"/><mergeCells count="1">'
    '<mergeCell ref="B2:C3"/></mergeCells><tableParts><tablePart r:id="t"/></tableParts>'
)


def test_what_must_not_be_written(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" s="1"/>' for c in "ABCDEF") + "</row>"
        for n in range(1, 5)
    )
    rows = rows.replace('<c r="E4" s="1"/>', '<c r="E4" s="1"><f>1</f><v>1</v></c>')
    rows = rows.replace('<c r="F4" s="1"/>', '<c r="F4"/>')
    head = f'<worksheet {NS} xmlns:r="{R}"><cols><col min="2" max="3" style="1" hidden="1"/></cols>'
    sheet = f"{head}<sheetData>{rows}</sheetData>{TAIL}</worksheet>"
    relation = f'<Relationship Id="{{}}" Type="{R}/{{}}" Target="{{}}"/>'
    rels = relation.format("t", "table", "../t.xml") + relation.format("p", "pivotTable", "/p.xml")
    book_rels = PARTS["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", relation.format("s", "styles", "styles.xml") + "</Relationships>"
    )
    facts = facts_of(
        sheet,
        tmp_path,
        **{
            "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{RELS}">{rels}'
            "</Relationships>",
            "xl/t.xml": f'<table {NS} ref="A1:A4" totalsRowCount="1" displayName="T"/>',
            "p.xml": f'<pivotTableDefinition {NS}><location ref="D1:D2"/></pivotTableDefinition>',
            "xl/styles.xml": STYLES,
            "xl/_rels/workbook.xml.rels": book_rels,
        },
    )
    every = [(row, col) for row in range(1, 5) for col in range(6)]
    assert fixed_reasons(facts, every) == {
        (1, 0): IN_HEADER,
        (4, 0): IN_TOTALS,
        (2, 2): IN_MERGE,
        (3, 1): IN_MERGE,
        (3, 2): IN_MERGE,
        (1, 3): IN_PIVOT,
        (2, 3): IN_PIVOT,
        (4, 4): WITH_FORMULA,
        (4, 5): LOCKED,
    }
    frame = facts.frame
    assert (frame.autofilter, frame.column_styles) == (Area(1, 0, 4, 2), ((1, 2, 1),))
    assert frame.hidden_columns == ((1, 2),)
    assert SHEET_TYPE in PARTS["[Content_Types].xml"]


def test_usual_rows_are_read_without_the_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_parser(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(scan, "list_cells", no_parser)
    assert facts_of(PLAIN, tmp_path).used == Area(2, 0, 9, 6)


@pytest.mark.parametrize(
    "data",
    [
        "<sheetData><row r='1'/></sheetData><sheetData><row r='2'/></sheetData>",
        "<sheetData/><sheetData><row r='2'/></sheetData>",
        "<sheetData><row r='1'/></sheetData></sheetData>",
        "",
    ],
)
def test_a_sheet_has_its_data_once(data: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        facts_of(f"<worksheet {NS}>{data}</worksheet>", tmp_path)
