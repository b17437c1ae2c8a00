"""Text tables and web pages: told by their content, every cell text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import hostile
from kepesertaan.files.book import SheetData
from kepesertaan.files.read import read_book

NIK = hostile.NIK


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def first(path: Path) -> SheetData:
    return read_book(path).sheets[0]


# -- text ------------------------------------------------------------------------------------------

TEXTS: dict[str, tuple[str | bytes, list[list[Any]]]] = {
    "semicolon": ("A;B\n1,5;2\n", [["A", "B"], ["1,5", "2"]]),
    "decimal comma in every row": (
        "A;B;C\n1,5;2,5;3\n4,5;1,5;2\n",
        [["A", "B", "C"], ["1,5", "2,5", "3"], ["4,5", "1,5", "2"]],
    ),
    "comma": ("A,B\n1;2,3\n", [["A", "B"], ["1;2", "3"]]),
    "tab": ("A\tB\n1,2\t3;4\n", [["A", "B"], ["1,2", "3;4"]]),
    "bar": ("A|B\n1|2\n", [["A", "B"], ["1", "2"]]),
    "one column": ("NIK\n1\n2\n", [["NIK"], ["1"], ["2"]]),
    "one column of sentences": (
        "KET\nsatu, dua\ntiga\nempat, lima, enam\n",
        [["KET"], ["satu", " dua"], ["tiga"], ["empat", " lima", " enam"]],
    ),
    "told by sep": ("sep=|\r\nA;B|C\r\n", [["A;B", "C"]]),
    "title rows above": (
        "DAFTAR PESERTA, NOVEMBER\n\nA;B;C\n1;2;3\n4;5;6\n",
        [["DAFTAR PESERTA, NOVEMBER"], [], ["A", "B", "C"], ["1", "2", "3"], ["4", "5", "6"]],
    ),
    "short and long rows": ("A,B,C\n1\n1,2,3,4\n", [["A", "B", "C"], ["1"], ["1", "2", "3", "4"]]),
    "quoted delimiter and newline": (
        'A,B\n"PT X, Tbk","jalan\nbaru"\n"a ""b""",2\n',
        [["A", "B"], ["PT X, Tbk", "jalan\nbaru"], ['a "b"', "2"]],
    ),
    "quote inside": ('A;B\nPT "MAJU";2\n', [["A", "B"], ['PT "MAJU"', "2"]]),
    "empty cells": ('A,,C\n,"",3\n,,\n', [["A", None, "C"], [None, None, "3"]]),
    "no last newline": ("A,B\n1,2", [["A", "B"], ["1", "2"]]),
    "carriage returns only": ("A,B\r1,2\r", [["A", "B"], ["1", "2"]]),
    "blanks and formulas stay text": (
        "A,B\n  x ,=1+1\n\u00a0,0812\n",
        [["A", "B"], ["  x ", "=1+1"], ["\u00a0", "0812"]],
    ),
    "unclosed quote": ('A,B\n"x,1\ny,2\n', [["A", "B"], ['"x', "1"], ["y", "2"]]),
    "windows letters": ("A;B\nJos\xe9;\x80\n".encode("latin-1"), [["A", "B"], ["José", "€"]]),
    "undefined windows byte": (b"A;B\nx\x81\xe9;1\n", [["A", "B"], ["x\x81é", "1"]]),
    "other separators of lines": ("A,B\nx\u2028y\x0bz,1\n", [["A", "B"], ["x\u2028y\x0bz", "1"]]),
}


@pytest.mark.parametrize("case", TEXTS)
def test_text_tables(case: str, tmp_path: Path):
    text, rows = TEXTS[case]
    book = read_book(written(tmp_path, "data.csv", text))
    assert book.sheets[0].rows == rows
    assert (book.kind, book.text_only) == ("csv", True)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_encodings(codec: str, tmp_path: Path):
    path = written(tmp_path, "data.csv", f"NAMA;KOTA;NIK\nNÙR;Bima;{NIK}\n".encode(codec))
    assert first(path).rows == [["NAMA", "KOTA", "NIK"], ["NÙR", "Bima", NIK]]


def test_a_delimiter_deep_in_a_long_text(tmp_path: Path):
    lines = ["NAMA;KET"] + [f"ORANG {n};a, b, c" for n in range(20_000)]
    rows = first(written(tmp_path, "data.csv", "\n".join(lines))).rows
    assert len(rows) == 20_001
    assert rows[-1] == ["ORANG 19999", "a, b, c"]


def test_sheet_names_follow_the_file(tmp_path: Path):
    name = "data [cabang] surabaya darmo 2026-11 final.csv"
    assert first(written(tmp_path, name, "A,B\n")).name == "data cabang surabaya darmo 2026"


# -- web pages -------------------------------------------------------------------------------------

PAGES: dict[str, tuple[str, list[list[Any]]]] = {
    "end tags left out": (
        "<table><tr><th>A<th>B<tr><td>1<td>2</table>",
        [["A", "B"], ["1", "2"]],
    ),
    "spans": (
        "<table><tr><td rowspan=2>A<td colspan=2>B<td>C</tr><tr><td>1<td>2<td>3</tr></table>",
        [["A", "B", None, "C"], [None, "1", "2", "3"]],
    ),
    "blanks": (
        "<table><tr><td>\n  a   b \t<b>c</b>&nbsp;d\n</td></tr></table>",
        [["a b c\u00a0d"]],
    ),
    "line breaks": ("<table><tr><td>a<br>b<p>c</p></table>", [["a\nb\nc"]]),
    "text around": (
        "<title>x</title><h2>DATA</h2><style>td{}</style><p>Bulan<br>ini</p><table><tr><td>1</table>",
        [["DATA"], ["Bulan\nini"], ["1"]],
    ),
    "two tables": (
        "<table><tr><td>1</table><table><tr><td>2</table>",
        [["1"], ["2"]],
    ),
    "exact digits from Excel": (
        f'<table><tr><td x:num="{NIK}">3,57801E+15</td><td x:num="45000">15/03/2023</td></tr></table>',
        [[NIK, "15/03/2023"]],
    ),
    "empty cells": (
        "<table><tr><td></td><td>&#160;</td><td></td></tr></table>",
        [[None, "\u00a0"]],
    ),
    "script": ("<table><tr><td>1<script>alert(2)</script></td></tr></table>", [["1"]]),
    "nonsense spans": (
        '<table><tr><td colspan="x">1<td rowspan="-3">2<td colspan="0">3</table>',
        [["1", "2", "3"]],
    ),
}


@pytest.mark.parametrize("case", PAGES)
def test_web_pages(case: str, tmp_path: Path):
    page, rows = PAGES[case]
    book = read_book(written(tmp_path, "data.xls", f"<html><body>{page}</body></html>"))
    assert book.sheets[0].rows == rows
    assert (book.kind, book.text_only) == ("html", True)


def test_spans_are_merges(tmp_path: Path):
    page = "<table><tr><td rowspan=2>A<td colspan=2>B</tr><tr><td>1<td>2</table>"
    sheet = first(written(tmp_path, "data.xls", page))
    assert sheet.merged == [(1, 0, 2, 0), (1, 1, 1, 2)]


@pytest.mark.parametrize(
    ("meta", "codec"),
    [
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset='windows-1252'>", "cp1252"),
        ('<meta http-equiv=Content-Type content="text/html; charset=iso-8859-1">', "cp1252"),
        ("<meta charset=utf-7>", "utf-8"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("", "utf-16"),
    ],
)
def test_page_encodings(meta: str, codec: str, tmp_path: Path):
    page = f"<html><head>{meta}</head><table><tr><td>José</table></html>"
    assert first(written(tmp_path, "data.xls", page.encode(codec))).rows == [["José"]]
