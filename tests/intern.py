"""The shipped workbook of an invented intern, and changed copies of it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from kepesertaan.actions.report_whole import Whole, write_whole
from kepesertaan.data.campus import shipped_campus
from kepesertaan.data.holiday import free_days
from kepesertaan.domain.document import Photo
from kepesertaan.domain.internship import Internship
from kepesertaan.files.read import read_book
from kepesertaan.sheets.internship import read_internship
from kepesertaan.word.controls import Refilled, refill
from kepesertaan.word.skeleton import skeleton

BOOK = Path(__file__).resolve().parent.parent / "workbooks" / "msib.xlsx"
_NUMBER = re.compile(r"[ivxl]+|[0-9]{1,3}|[A-Z]-[0-9]+")
HEAD = 4  # the row of the headings


def changed(path: Path, change: Callable[[Any], None]) -> Path:
    """A copy of the workbook after a change."""
    book = openpyxl.load_workbook(BOOK)
    change(book)
    book.save(path)
    return path


def read(path: Path = BOOK) -> Internship:
    return read_internship(path.name, read_book(path).sheets)


@cache
def sample() -> Internship:
    return read()


@cache
def holidays() -> dict[Any, str]:
    found = {**free_days(2024, joint_leave=True), **free_days(2025, joint_leave=True)}
    return {day: holiday.name for day, holiday in found.items()}


@cache
def photos() -> dict[str, Photo]:
    folder = BOOK.parent / "msib_foto"
    return {
        f"msib_foto/{path.name}": Photo(path.read_bytes(), 120, 80, "")
        for path in sorted(folder.iterdir())
    }


def whole(work: Internship, profile: str = "umum") -> Whole:
    return write_whole(work, shipped_campus(profile), holidays(), photos())


def fresh(made: Whole, profile: str = "umum") -> bytes:
    return skeleton(shipped_campus(profile).look, made.sections, "Laporan", profile)


def document(work: Internship, profile: str = "umum") -> Refilled:
    """A filled report without page numbers in its lists."""
    made = whole(work, profile)
    return refill(fresh(made, profile), made.contents, "x.docx")


@cache
def sample_document(profile: str = "umum") -> bytes:
    return document(sample(), profile).data


def pages(data: bytes) -> list[tuple[str, str]]:
    """Of each page of a PDF the number printed at its foot or head, and its text."""
    from pypdf import PdfReader

    return [_page(page) for page in PdfReader(io.BytesIO(data)).pages]


def _page(page: Any) -> tuple[str, str]:
    rows: dict[int, str] = {}

    def see(text: str, _user: Any, matrix: list[float], _font: Any, _size: float) -> None:
        if text.strip():
            rows[round(matrix[5])] = rows.get(round(matrix[5]), "") + text.strip()

    text = page.extract_text(visitor_text=see)
    ends = [rows[min(rows)], rows[max(rows)]] if rows else []
    return next((row for row in ends if _NUMBER.fullmatch(row)), ""), text
