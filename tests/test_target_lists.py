"""Long lists among the target sheets of a folder: companies or participants, one a row."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from kepesertaan.run.target_child import Known
from kepesertaan.run.target_sheets import sheets_reading
from kepesertaan.sheets.participant import Sheet
from kepesertaan.sheets.targets.found import SheetReading

OF_TARGETS = ["NAMA PERUSAHAAN", "ALAMAT", "TARGET IURAN", "REALISASI IURAN"]
OF_PEOPLE = ["NAMA", "ALAMAT", "UPAH", "IURAN"]


def list_read(number: int, heads: list[str], rows: int) -> SheetReading:
    table: list[list[Any]] = [
        [
            f"PT Contoh {number}-{n % 10}",
            f"Jalan {number}-{n % 10}",
            float(n % 97 + 1),
            float(n % 89 + 2),
        ]
        for n in range(rows)
    ]
    sheet = Sheet("Andi.xlsx", "Nov", [heads, *table], (), frozenset(), {}, date1904=False)
    (read,) = sheets_reading(Path("Andi.xlsx"), [sheet], [], Known((), 2026)).sheets
    return read


def calls_of(rows: int) -> int:
    """How many calls the reading of a list takes."""
    calls = 0

    def count(_frame: object, event: str, _value: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        list_read(0, OF_TARGETS, rows)
    finally:
        sys.setprofile(None)
    return calls


def test_a_list_twice_as_long_takes_twice_the_work() -> None:
    calls_of(1000)  # what is understood for the first time
    assert calls_of(2000) < 3 * calls_of(1000)


@pytest.mark.parametrize("heads", [OF_TARGETS, OF_PEOPLE])
def test_of_long_lists_nothing_is_kept(heads: list[str]) -> None:
    list_read(0, heads, 10_000)
    tracemalloc.start()
    try:
        for number in range(1, 4):
            list_read(number, heads, 10_000)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] < 300_000
    finally:
        tracemalloc.stop()


def test_a_list_of_companies_is_asked_about_once() -> None:
    read = list_read(0, OF_TARGETS, 1200)
    assert [ask.level for ask in read.asks] == ["tanya"]
    assert not any(strip.has_values for strip in read.strips)
