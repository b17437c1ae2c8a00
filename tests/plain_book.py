"""A workbook of plain rows, written by a program that is not ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook with these sheets of these rows; its path."""
    work = openpyxl.Workbook()
    work.remove(work.active)
    for name, rows in sheets.items():
        page = work.create_sheet(name)
        for row in rows:
            page.append(row)
    work.save(path)
    return path
