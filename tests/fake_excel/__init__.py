"""A fake Excel for tests: xlwings' own Windows engine, unmodified, over real .xlsx files.

    with running() as excel:
        app, book = excel.open(path)          # xlwings.App, xlwings.Book
        with counted(app) as calls:
            book.sheets[0].range("A1:A9").raw_value
        assert calls.total <= 2               # calls.by_name says which

In tests, ask for the fixture ``excel``; when the test ends it also looks whether anything was asked
that this fake does not know.

The cells are those of an openpyxl workbook; formulas are not calculated: they have the results
their file holds, or those given with ``Excel.set_result``.

Each rule of Excel names its source: a page ("its page" is the member's page in Microsoft's VBA
reference), a public issue, ``xlwings/_xlwindows.py``, or [facts], a trial written down by the
project; [K] marks what is common knowledge without a page, to be proven on a PC with Excel.
"""

from __future__ import annotations

from fake_excel.com import Calls, HangsForEver, OutsideTheFake, WaitsForUser, com_error
from fake_excel.session import Excel, counted, running

__all__ = (
    "Calls", "Excel", "HangsForEver", "OutsideTheFake", "WaitsForUser", "com_error", "counted",
    "running",
)  # fmt: skip
