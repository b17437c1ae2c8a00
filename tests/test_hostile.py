"""Every row of the threat table: data, or one sentence that names the file; never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

import hostile
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import CellError
from kepesertaan.files.book import BookData
from kepesertaan.files.childproc import run_limited
from kepesertaan.files.kind import find_kind
from kepesertaan.files.read import read_book

SECONDS = 40.0
HONEST = [["NAMA", "NIK"], ["BUDI", hostile.NIK]]
PAGE = [["NAMA", "NIK"], ["BUDI\xa0SANTOSO&é", hostile.NIK]]

# case -> words of the one sentence
REFUSED = {
    "01 bomb spaces.xlsx": "terlalu besar",
    "01b bomb many parts.xlsx": "terlalu besar",
    "01c bomb entries.xlsx": "20007 bagian",
    "01d bomb lying size.xlsx": "rusak",
    "03 bomb string.xlsx": "terlalu besar",
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
    "20 random.xlsx": "bukan buku kerja",
    "21c xls cut.xls": "rusak",
    "21d word.xls": "dokumen Word",
    "23b html without table.xls": "tanpa tabel",
    "23c html deep.xls": "tanpa tabel",
    "23d html spans.xls": "lebih besar daripada satu lembar",
    "24b xml2003 laughs.xls": "rusak",
    "24c xml2003 entity.xls": "rusak",
    "24d xml2003 cut.xls": "rusak",
    "27c csv with nul.csv": "NUL",
    "27e csv one line.csv": "bukan teks bertabel",
    "28b mhtml nested.xls": "rusak",
    "29 encrypted.xlsx": "kata sandi",
    "29b encrypted zip.xlsx": "sandi",
    "31b large area.xlsx": "terpencar",
    "36 row beyond limit.xlsx": "di luar batas Excel",
    "36b column beyond limit.xlsx": "di luar batas Excel",
    "42 control chars raw.xlsx": "karakter kendali",
    "43 control chars charref.xlsx": "karakter kendali",
    "46 bad string index.xlsx": "rusak",
    "51 relation to itself.xlsx": "bukan lembar kerja",
    "53 utf7 trick.xlsx": "pengodean",
    "56b ods bomb.ods": "terpencar",
    "56c ods laughs.ods": "DTD",
    "~$00 good.xlsx": "sedang dibuka",
}

# case -> the rows of its one sheet
READ = {
    "02 stray format.xlsx": HONEST,
    "02b stray wide.xlsx": HONEST,
    "12 traversal names.xlsx": HONEST,
    "15 prefix junk.xlsx": HONEST,
    "21 xls renamed.xlsx": HONEST,
    "21b xls formulas.xls": [["NAMA"], ["BUDI", 7.0, CellError("#N/A"), CellError("#DIV/0!")]],
    "22 html renamed.xls": PAGE,
    "23 html renamed.xlsx": PAGE,
    "24 xml2003.xls": [["NAMA", None, "NIK"], [], ["BUDI", None, int(hostile.NIK)]],
    "25 csv renamed.xlsx": HONEST,
    "26 semicolon latin1.csv": [
        ["NAMA", "NIK", "UPAH"],
        ["BUDI é; SE", hostile.NIK, "4.375.479,50"],
        ["ANI", hostile.NIK, "1,5"],
    ],
    "27 utf16.csv": HONEST,
    "27b utf16 no mark.csv": HONEST,
    "27d csv open quote.csv": [["NAMA", "NIK"], ['"BUDI', "1"], ["ANI", "2"]],
    "28 mhtml.xls": PAGE,
    "30 macros.xlsm": HONEST,
    "32 far corner styled.xlsx": HONEST,
    "33 lying dimension.xlsx": HONEST,
    "34 too small dimension.xlsx": HONEST,
    "35 empty sheet.xlsx": [],
    "37 merge whole column.xlsx": HONEST,
    "38 merged header.xlsx": HONEST,
    "39 hidden row filter.xlsx": HONEST,
    "40 sheet protected.xlsx": HONEST,
    "41 string over 32767.xlsx": [*HONEST, ["x" * 40_000]],
    "44 emoji rtl zwj.xlsx": [*HONEST, ["\u202e👩\u200d👩\u200f"]],
    "45 nan inf.xlsx": [*HONEST, [CellError("#NUM!"), CellError("#NUM!"), "x"]],
    "47 bad style index.xlsx": [*HONEST, [5.0]],
    "48 no styles.xlsx": HONEST,
    "49 dde formula.xlsx": [*HONEST, [0.0]],
    "49b dde link.xlsx": HONEST,
    "50 external link.xlsx": HONEST,
    "52 utf16 sheet.xlsx": HONEST,
    "54 prefixed.xlsx": HONEST,
    "56 ods.xlsx": HONEST[:1],
}
FAR = "31 far corner cell.xlsx"

# case -> words of a notice the user must get
TOLD = {
    "02 stray format.xlsx": "format sampai sel H1048576",
    "12 traversal names.xlsx": "tidak lazim",
    "21 xls renamed.xlsx": "isinya buku kerja Excel lama",
    "22 html renamed.xls": "isinya halaman web",
    "26 semicolon latin1.csv": "Windows-1252",
    "27d csv open quote.csv": "tanda kutip",
    "30 macros.xlsm": "makro",
    "39 hidden row filter.xlsx": "1 baris tersembunyi",
    "49 dde formula.xlsx": "DDE",
    "49b dde link.xlsx": "DDE",
    "50 external link.xlsx": "buku lain",
}


def read(name: str, folder: Path) -> BookData:
    return run_limited(read_book, (hostile.make(name, folder),), seconds=SECONDS)


def test_every_case_is_judged() -> None:
    assert sorted([*REFUSED, *READ, FAR]) == sorted(hostile.CASES)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_one_sentence_that_names_the_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read(name, tmp_path)
    message = str(caught.value)
    assert REFUSED[name] in message
    assert name in message
    assert message.endswith(".")
    assert "\n" not in message
    assert str(tmp_path) not in message
    assert hostile.NIK not in message


@pytest.mark.parametrize("name", READ)
def test_read_as_it_is(name: str, tmp_path: Path) -> None:
    book = read(name, tmp_path)
    assert [sheet.rows for sheet in book.sheets] == [READ[name]]
    assert all(isinstance(n, str) and n.endswith(".") for n in book.notices)
    assert TOLD.get(name, "") in " ".join(book.notices)


def test_a_cell_in_the_far_corner_costs_no_memory(tmp_path: Path) -> None:
    """Calamine aborts the process on this file of 2 KB."""
    rows = (
        run_limited(
            read_book, (hostile.make(FAR, tmp_path),), seconds=SECONDS, memory_bytes=512 << 20
        )
        .sheets[0]
        .rows
    )
    assert rows[:3] == [*HONEST, []]
    assert len(rows) == 1_048_576
    assert rows[-1][-1] == "jauh"
    assert len(rows[-1]) == 16_384


def test_nothing_is_unpacked_or_changed(tmp_path: Path) -> None:
    path = hostile.make("12 traversal names.xlsx", tmp_path)
    before = path.read_bytes()
    read_book(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    folder = tmp_path / "55 folder.xlsx"
    folder.mkdir()
    with pytest.raises(UnreadableInput, match=r"55 folder\.xlsx adalah folder"):
        find_kind(folder)


def test_facts_that_forbid_writing(tmp_path: Path) -> None:
    assert read("38 merged header.xlsx", tmp_path).sheets[0].fixed.keys() == {(1, 1)}
    assert read("38 merged header.xlsx", tmp_path).sheets[0].merged == [(1, 0, 1, 1)]
    assert len(read("40 sheet protected.xlsx", tmp_path).sheets[0].fixed) == 4
    assert read("49 dde formula.xlsx", tmp_path).sheets[0].fixed.keys() == {(3, 0)}
    assert read("39 hidden row filter.xlsx", tmp_path).sheets[0].hidden_rows == {2}
