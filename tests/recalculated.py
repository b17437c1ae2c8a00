"""A book computed anew by LibreOffice, with nothing kept beside its formulas."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

FORMULA = re.compile(rb"(</f>)<v>[^<]*</v>")


def recalculated(path: Path, soffice: str, folder: Path) -> Any:
    """The book with the values LibreOffice comes to."""
    bare = folder / "bare" / path.name
    bare.parent.mkdir()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bare, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                data = FORMULA.sub(rb"\1", data)
            target.writestr(entry.filename, data)
    subprocess.run(
        [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx", "--outdir", str(folder), str(bare)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return openpyxl.load_workbook(folder / path.name, data_only=True)


def same_values(path: Path, computed: Any) -> int:
    """Assert that every formula of a book comes to the value that was kept; how many there are."""
    kept_book = openpyxl.load_workbook(path, data_only=True)
    count = 0
    for page in openpyxl.load_workbook(path):
        for row in page.iter_rows():
            for cell in row:
                if not (isinstance(cell.value, str) and cell.value.startswith("=")):
                    continue
                count += 1
                kept = kept_book[page.title][cell.coordinate].value
                came = computed[page.title][cell.coordinate].value
                where = f"{page.title}!{cell.coordinate} {cell.value}"
                if isinstance(kept, int | float):
                    assert came == pytest.approx(kept, rel=1e-9, abs=1e-9), where
                else:
                    assert (came or "") == (kept or ""), where
    return count
