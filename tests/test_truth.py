"""The cleaning command against dirty workbooks with known truth.

The truth is made from the requirement's words alone (see tests/truth), never from the rules.
`python -m tests.truth FOLDER --seed N` shows the same at full size, with every miss.
"""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("openpyxl")

from truth.generate import generate
from truth.report import by_layout, by_miss
from truth.run import run_command, score_folder
from truth.score import share, total


@pytest.mark.parametrize("seed", [1, 2])
def test_bersihkan_against_known_truth(seed: int, tmp_path: Path) -> None:
    generate(tmp_path, seed, rows=60, big=250)
    assert run_command(tmp_path) == ""
    scores = score_folder(tmp_path)
    whole = total(scores)
    told = "\n".join([*by_layout(scores), *by_miss(scores, 2)])
    assert not whole.failed, told
    assert whole.to_fix.total() > 500, "the truth itself has too little to fix"
    assert whole.to_flag.total() > 300, "the truth itself has too little to flag"
    assert whole.wrong == 0, told
    assert [s.layout for s in scores if s.rows_in != s.rows_out] == []
    assert share(whole.fixed, whole.to_fix) >= 99, told
    assert share(whole.flagged, whole.to_flag) >= 98, told
    assert share(whole.noise, whole.clean) <= 0.2, told


def test_the_same_seed_gives_the_same_truth(tmp_path: Path) -> None:
    first = generate(tmp_path / "a", 7, rows=40, big=60)
    again = generate(tmp_path / "b", 7, rows=40, big=60)
    other = generate(tmp_path / "c", 8, rows=40, big=60)
    assert first == again
    assert first != other
