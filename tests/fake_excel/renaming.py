"""What points to a sheet by its name: followed when the sheet is renamed or copied."""

from __future__ import annotations

import re
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet


def quoted(title: str) -> str:
    """A sheet's name as it stands before the exclamation mark."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", title):
        return title
    doubled = title.replace("'", "''")
    return f"'{doubled}'"


def pointed(text: str, old: str, new: str) -> str:
    """A formula with every mention of the sheet ``old`` made one of ``new``."""
    doubled = re.escape(old.replace("'", "''"))
    return re.sub(
        rf"(?<![\w.\]'])(?:'{doubled}'|{re.escape(old)})!",
        lambda _: f"{quoted(new)}!",
        text,
        flags=re.IGNORECASE,
    )


def follow_rename(book: Workbook, old: str, new: str) -> None:
    """Point formulas, names, drop-downs and charts of the book to the new name."""
    for name in book.defined_names.values():
        name.attr_text = pointed(name.attr_text, old, new)
    for sheet in book.worksheets:
        for cell in sheet._cells.values():
            if getattr(cell, "data_type", "") == "f" and isinstance(cell._value, str):
                cell._value = pointed(cell._value, old, new)
        for name in sheet.defined_names.values():
            name.attr_text = pointed(name.attr_text, old, new)
        for rule in sheet.data_validations.dataValidation:
            rule.formula1 = rule.formula1 and pointed(rule.formula1, old, new)
        point_charts(sheet, old, new)


def point_charts(sheet: Worksheet, old: str, new: str) -> None:
    """Let the charts on a sheet show the cells of another one."""
    for chart in sheet._charts:
        for series in chart.ser:
            for side in ("tx", "cat", "val", "xVal", "yVal"):
                _point_source(getattr(series, side, None), old, new)


def _point_source(source: Any, old: str, new: str) -> None:
    for kind in ("strRef", "numRef"):
        reference = getattr(source, kind, None)
        if reference is not None and reference.f:
            reference.f = pointed(reference.f, old, new)
