"""The fake Excel against what is documented of the real one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from fake_excel import Excel, counted


@pytest.fixture
def book(excel: Excel, tmp_path: Path) -> Any:
    """An open book with one sheet, A1:C3 filled."""
    made = Workbook()
    for row in (["NIK", "Nama", "Upah"], ["3201010101019901", "Ani", 1.5], [None, "Budi", 2]):
        made.active.append(row)
    path = tmp_path / "peserta.xlsx"
    made.save(path)
    return excel.open(path)[1]


def test_a_block_is_read_in_two_calls(excel: Excel, book: Any) -> None:
    with counted(excel.app()) as calls:
        found = book.sheets[0].used_range.raw_value
    assert found == (("NIK", "Nama", "Upah"), ("3201010101019901", "Ani", 1.5), (None, "Budi", 2.0))
    assert calls.by_name["Range.Value"] == 1
    assert calls.by_name["Worksheet.UsedRange"] == 1


def test_results_of_formulas_survive_saving(excel: Excel, book: Any, tmp_path: Path) -> None:
    book.sheets[0]["E1"].formula = "=C2*2"
    excel.set_result(book, "Sheet", "E1", 3)
    book.save()
    book.close()
    _, again = excel.open(tmp_path / "peserta.xlsx")
    assert again.sheets[0]["E1"].api.Value2 == 3.0
    assert load_workbook(tmp_path / "peserta.xlsx", data_only=True).active["E1"].value == 3
