"""Every row of the threat table: a foreign file gives its data or one sentence, never more.

Each case is read as a run reads it: in a child process with 1 GiB and two minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

import hostile
from kepesertaan.domain.edit import KEEP, CellEdit
from kepesertaan.domain.errors import CannotKeepWhole, UnreadableInput
from kepesertaan.files.book import BookData
from kepesertaan.files.childproc import run_limited, stop_workers
from kepesertaan.files.edit import Restore, check_result, edit_package
from kepesertaan.files.package import open_package
from kepesertaan.files.read import read_book

MEMORY = 1 << 30
SECONDS = 120.0  # far more than any case takes: a loaded machine must not fail the test

REFUSED = {  # case -> part of the sentence
    "01 bomb spaces.xlsx": "terlalu besar setelah dimekarkan",
    "01b bomb many parts.xlsx": "terlalu besar setelah dimekarkan",
    "01c bomb entries.xlsx": "batasnya 20000",
    "01d bomb lying size.xlsx": "rusak",
    "03 bomb string.xlsx": "terlalu besar setelah dimekarkan",
    "03b bomb text.xlsx": "terlalu panjang",
    "03c bomb attribute.xlsx": "terlalu panjang",
    "03d bomb row.xlsx": "di luar batas Excel",
    "03e bomb behind rows.xlsx": "terlalu banyak unsur",
    "04 bomb deep.xlsx": "bersarang",
    "05 laughs in strings.xlsx": "DTD",
    "06 laughs in sheet.xlsx": "DTD",
    "07 laughs in workbook.xlsx": "DTD",
    "08 quadratic in strings.xlsx": "DTD",
    "09 entity in strings.xlsx": "DTD",
    "10 entity in sheet.xlsx": "DTD",
    "11 entity in workbook.xlsx": "DTD",
    "13 duplicate part.xlsx": "dua kali",
    "14 local name differs.xlsx": "tidak cocok",
    "16 truncated half.xlsx": "terpotong",
    "17 truncated end.xlsx": "terpotong",
    "18 bit flip.xlsx": "rusak",
    "19 zero byte.xlsx": "kosong (0 byte)",
    "20 random.xlsx": "data biner",
    "21c xls cut.xls": "rusak",
    "21d word.xls": "dokumen Word",
    "23b html without table.xls": "tanpa tabel",
    "23c html deep.xls": "tanpa tabel",
    "23d html spans.xls": "lebih besar daripada satu lembar",
    "24b xml2003 laughs.xls": "XML-nya tidak utuh atau tidak wajar",
    "24c xml2003 entity.xls": "XML-nya tidak utuh atau tidak wajar",
    "24d xml2003 cut.xls": "XML-nya tidak utuh atau tidak wajar",
    "27c csv with nul.csv": "NUL",
    "27e csv one line.csv": "satu juta huruf",
    "28b mhtml nested.xls": "rusak",
    "29 encrypted.xlsx": "kata sandi",
    "29a rights managed.xlsx": "hak akses kantor",
    "29b encrypted zip.xlsx": "sandi",
    "31b large area.xlsx": "terpencar",
    "35b chart only.xlsx": "tidak memuat lembar kerja, hanya grafik atau makro",
    "36 row beyond limit.xlsx": "di luar batas Excel",
    "36b column beyond limit.xlsx": "di luar batas Excel",
    "42 control chars raw.xlsx": "karakter kendali",
    "43 control chars charref.xlsx": "karakter kendali",
    "51 relation to itself.xlsx": "bukan lembar kerja",
    "53 utf7 trick.xlsx": "pengodean",
    "56b ods bomb.ods": "terpencar",
    "56c ods laughs.ods": "DTD",
    "~$00 good.xlsx": "penanda",
}

TABLE = [["NAMA", "NIK"], ["BUDI", hostile.NIK]]
NUMBER = int(hostile.NIK)
PAGE = [["NAMA", "NIK"], ["BUDI\u00a0SANTOSO&é", hostile.NIK]]

READ = {  # case -> the sheet's rows as text
    **dict.fromkeys(
        (
            "02 stray format.xlsx",
            "02b stray wide.xlsx",
            "12 traversal names.xlsx",
            "15 prefix junk.xlsx",
            "21 xls renamed.xlsx",
            "25 csv renamed.xlsx",
            "27 utf16.csv",
            "27b utf16 no mark.csv",
            "30 macros.xlsm",
            "32 far corner styled.xlsx",
            "33 lying dimension.xlsx",
            "33b odd dimension.xlsx",
            "34 too small dimension.xlsx",
            "37 merge whole column.xlsx",
            "38 merged header.xlsx",
            "39 hidden row filter.xlsx",
            "40 sheet protected.xlsx",
            "48 no styles.xlsx",
            "49b dde link.xlsx",
            "49c everything carried.xlsm",
            "50 external link.xlsx",
            "52 utf16 sheet.xlsx",
            "54 prefixed.xlsx",
        ),
        TABLE,
    ),
    "21b xls formulas.xls": [["NAMA"], ["BUDI", "7.0", "#N/A", "#DIV/0!"]],
    "22 html renamed.xls": PAGE,
    "23 html renamed.xlsx": PAGE,
    "24 xml2003.xls": [["NAMA", "None", "NIK"], [], ["BUDI", "None", hostile.NIK]],
    "26 semicolon latin1.csv": [
        ["NAMA", "NIK", "UPAH"],
        ["BUDI é; SE", hostile.NIK, "4.375.479,50"],
        ["ANI", hostile.NIK, "1,5"],
    ],
    "27d csv open quote.csv": [["NAMA", "NIK"], ['"BUDI', "1"], ["ANI", "2"]],
    "28 mhtml.xls": PAGE,
    "35 empty sheet.xlsx": [],
    "41 string over 32767.xlsx": [*TABLE, ["x" * 40_000]],
    "44 emoji rtl zwj.xlsx": [*TABLE, ["\u202e👩\u200d👩\u200f"]],
    "45 nan inf.xlsx": [*TABLE, ["#NUM!", "#NUM!", "#VALUE!"]],
    "46 bad string index.xlsx": [*TABLE, ["#REF!"]],
    "46b no strings.xlsx": [*TABLE, ["#REF!"]],
    "46c string index no number.xlsx": [*TABLE, ["#REF!", "#REF!"], ["#REF!"]],
    "47 bad style index.xlsx": [*TABLE, ["5.0"]],
    "49 dde formula.xlsx": [*TABLE, ["0.0"]],
    "56 ods.xlsx": [["NAMA", "NIK"]],
}

NOTICED = {  # case -> part of a notice
    "02 stray format.xlsx": "format sampai baris 1.048.576 diabaikan; data ada di baris 1-2.",
    "02b stray wide.xlsx": "format sampai kolom XFD diabaikan; data ada di kolom A-B.",
    "12 traversal names.xlsx": "tidak ada yang ditulis ke luar",
    "21 xls renamed.xlsx": "namanya .xlsx, isinya buku kerja Excel lama (.xls)",
    "22 html renamed.xls": "namanya .xls, isinya halaman web",
    "25 csv renamed.xlsx": "namanya .xlsx, isinya teks bertabel (CSV)",
    "26 semicolon latin1.csv": "Windows-1252",
    "27d csv open quote.csv": "tanda kutip",
    "30 macros.xlsm": "makro",
    "32 far corner styled.xlsx": "format sampai baris 1.048.576 diabaikan; data ada di baris 1-2.",
    "39 hidden row filter.xlsx": "1 baris tersembunyi",
    "41 string over 32767.xlsx": "sel A3: teksnya melebihi batas Excel (32.767 huruf)",
    "46 bad string index.xlsx": "Lembar Data sel A3: teksnya hilang dari berkas",
    "49 dde formula.xlsx": "DDE",
    "49b dde link.xlsx": "DDE",
    "50 external link.xlsx": "buku lain",
}


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    yield
    stop_workers()


def read(path: Path) -> BookData:
    return run_limited(read_book, (path,), memory_bytes=MEMORY, seconds=SECONDS)


def as_text(book: BookData) -> list[list[str]]:
    return [[str(value) for value in row] for row in book.sheets[0].rows]


def test_every_case_has_its_expectation():
    assert set(REFUSED) | set(READ) | set(FAR) == set(hostile.CASES)
    assert not set(REFUSED) & set(READ)


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_one_sentence(case: str, tmp_path: Path):
    path = hostile.make(case, tmp_path)
    with pytest.raises(UnreadableInput) as caught:
        read(path)
    told = str(caught.value)
    assert REFUSED[case] in told
    assert case in told
    assert "\n" not in told
    assert len(told) < 300
    assert "root:" not in told
    assert [p.name for p in tmp_path.iterdir()] == [case]


@pytest.mark.parametrize("case", READ)
def test_read_whole(case: str, tmp_path: Path):
    book = read(hostile.make(case, tmp_path))
    assert as_text(book) == READ[case]
    assert NOTICED.get(case, "") in " ".join(book.notices)
    assert [p.name for p in tmp_path.iterdir()] == [case]


FAR = ("31 far corner cell.xlsx", "46d string index too far.xlsx")


def test_a_lost_text_beside_far_cells_is_told(tmp_path: Path):
    book = read(hostile.make(FAR[1], tmp_path))
    rows = book.sheets[0].rows
    assert as_text(book)[:2] == TABLE
    assert (str(rows[2][0]), rows[2][-1], rows[-1]) == ("#REF!", "jauh", ["jauh"])
    assert "sel A3: teksnya hilang" in " ".join(book.notices)


def test_a_far_corner_cell_stays_where_it_is(tmp_path: Path):
    sheet = read(hostile.make("31 far corner cell.xlsx", tmp_path)).sheets[0]
    assert sheet.rows[:2] == TABLE
    assert len(sheet.rows) == 1_048_576
    assert sheet.rows[-1][16_383] == "jauh"
    assert not any(sheet.rows[2:-1])


def test_a_far_column_keeps_every_kind_of_value(tmp_path: Path):
    """Rows written regularly and by another hand alike."""
    path = tmp_path / "jauh.xlsx"
    odd = '<row r="4"><c><v>4</v></c>\n<c t="b" r=\'C4\'><v>1</v></c></row>'
    regular = (
        '<row r="5"><c r="A5" s="1"><v>45000</v></c><c r="B5"/><c r="C5" t="e"><v>#N/A</v></c>'
    )
    far = (
        '<c r="XFD5"><v>3578011708459901</v></c></row><row r="9000"><c r="B9000"><v>9</v></c></row>'
    )
    content = hostile.parts(hostile.ROWS + odd + regular + far)
    path.write_bytes(hostile.pack(content))
    rows = read(path).sheets[0].rows
    assert [str(v) for v in rows[3]] == ["4.0", "None", "True"]
    assert [str(v) for v in rows[4][:3]] == ["2023-03-15", "None", "#N/A"]
    assert rows[4][16_383] == NUMBER
    assert rows[8999] == [None, 9.0]


def test_folders_and_missing_files_are_said(tmp_path: Path):
    with pytest.raises(UnreadableInput, match="adalah folder"):
        read_book(tmp_path)
    with pytest.raises(UnreadableInput, match="tidak ada"):
        read_book(tmp_path / "tak ada.xlsx")


def test_the_size_limit_can_be_set(tmp_path: Path):
    path = hostile.make("25 csv renamed.xlsx", tmp_path)
    with pytest.raises(UnreadableInput, match="terlalu besar: 0 MB, batasnya 0 MB"):
        read_book(path, most_bytes=10)


EDITED = [
    case
    for case in [*READ, "31 far corner cell.xlsx"]
    if case.endswith((".xlsx", ".xlsm")) and not case.startswith(("21", "23", "25", "56"))
]


@pytest.mark.parametrize("case", EDITED)
def test_what_can_be_read_is_edited_and_put_back_to_the_byte(tmp_path: Path, case: str) -> None:
    path, made, back = hostile.make(case, tmp_path), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    edits = [
        CellEdit(2, 1, "=cmd|x"),
        CellEdit(2, 0, KEEP, "C6E0B4"),
        CellEdit(3, 0, "isi", "FFD966", "@"),
        CellEdit(9, 4, "baru"),
    ]
    with open_package(path) as package:
        if package.refusal:
            with pytest.raises(CannotKeepWhole):
                edit_package(package, made, {package.sheets[0].name: edits})
            return
        sheet = package.sheets[0]
        result = edit_package(package, made, {sheet.name: edits})
        check_result(package, made, result)
        old = sha256(b"".join(package.chunks(sheet.part))).digest()
    assert len(result.before) + len(result.refused) >= len(edits)
    with open_package(made) as changed:
        undo = [Restore(row, col, before.xml) for (_, row, col), before in result.before.items()]
        edit_package(changed, back, {sheet.name: undo})
    with open_package(back) as undone:
        assert sha256(b"".join(undone.chunks(sheet.part))).digest() == old
