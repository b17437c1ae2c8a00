"""Invented layouts of target sheets: every figure is right or asked about, none is wrong."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from kepesertaan.domain.target_memory import Before
from kepesertaan.domain.targets import Reading
from kepesertaan.files.read import read_book
from kepesertaan.rules.target_gathering.gather import gather
from kepesertaan.run.target_child import Known
from kepesertaan.run.target_sheets import as_reading
from target_truth.judge import judge
from target_truth.layouts import MODULES, book_of
from target_truth.shake import shaken
from target_truth.world import LAYOUTS, Key
from target_truth.write import save

MONTH = (2026, 11)


def test_there_are_sixty_layouts() -> None:
    assert MODULES
    assert len(LAYOUTS) >= 60


def read(path: Path, officers: tuple[str, ...] = ()) -> Reading:
    return gather([as_reading(read_book(path), Known(officers, 2026))], Before(), MONTH, officers)


def keys_of(reading: Reading) -> dict[Key, Decimal | None]:
    found: dict[Key, Decimal | None] = {}
    for f in reading.figures:
        key = (f.metric, f.officer, f.month, f.segment, f.side, f.span)
        assert key not in found, key
        found[key] = f.value
    return found


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_figure_is_right_or_asked_about(name: str, seed: int, tmp_path: Path) -> None:
    book = book_of(name, seed)
    reading = read(save(book, tmp_path))
    asked = [finding.text for finding in reading.findings if finding.level == "tanya"]
    verdict = judge(book, keys_of(reading))
    assert not verdict.wrong
    if book.asks:
        assert asked
    else:
        assert not asked
        assert not verdict.lost
    for proof in reading.proofs:
        assert proof.rows_read == proof.rows_used + proof.rows_left
        for tally in proof.tallies:
            assert tally.difference == 0
            assert tally.cells_read == tally.cells_used + tally.cells_left


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_book_laid_out_a_little_differently_is_never_read_wrong(
    name: str, tmp_path: Path
) -> None:
    book = shaken(book_of(name, 109), Random(f"109{name}"))
    reading = read(save(book, tmp_path))
    asked = [finding.text for finding in reading.findings if finding.level == "tanya"]
    book.truth = {(m, who.casefold(), *rest): v for (m, who, *rest), v in book.truth.items()}  # type: ignore[misc]
    got = {(m, who.casefold(), *rest): v for (m, who, *rest), v in keys_of(reading).items()}
    verdict = judge(book, got)  # type: ignore[arg-type]
    assert not verdict.wrong
    assert asked or not (verdict.lost or book.asks)


def forget() -> None:
    """What understanding remembers of the sheets it has seen."""
    for name, module in list(sys.modules.items()):
        for held in vars(module).values() if name.startswith("kepesertaan.sheets.") else ():
            if hasattr(held, "cache_clear"):
                held.cache_clear()


def test_what_was_read_before_changes_no_reading(tmp_path: Path) -> None:
    alone, books = {}, {}
    known = Known(("Andi Pratama", "Siti Aminah"), 2026)
    for n, name in enumerate(LAYOUTS):
        folder = tmp_path / str(n)
        folder.mkdir()
        books[name] = read_book(save(book_of(name, 3), folder))
        forget()
        alone[name] = repr(as_reading(books[name], known))
    forget()
    for name in Random(1).sample(list(LAYOUTS), len(LAYOUTS)):
        assert repr(as_reading(books[name], known)) == alone[name], name
