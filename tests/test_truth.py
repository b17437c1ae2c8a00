"""The cleaning command against dirty workbooks with known truth.

The truth is made from the requirement's words alone (see tests/truth), never from the rules.
`python -m tests.truth FOLDER --seed N` shows the same at full size, with every miss.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest

from truth.generate import generate
from truth.read import COLUMNS
from truth.report import by_layout, by_miss
from truth.run import run_command, score_folder
from truth.score import Score, score_file, share, total


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
    assert [s.layout for s in scores if s.rows_moved] == []
    assert share(whole.fixed, whole.to_fix) >= 99, told
    assert share(whole.flagged, whole.to_flag) >= 98, told
    assert share(whole.noise, whole.clean) <= 0.2, told


def test_the_same_seed_gives_the_same_truth(tmp_path: Path) -> None:
    first = generate(tmp_path / "a", 7, rows=40, big=60)
    again = generate(tmp_path / "b", 7, rows=40, big=60)
    other = generate(tmp_path / "c", 8, rows=40, big=60)
    assert first == again
    assert first != other


# ---- the judge itself, tried on an ideal, an idle and a careless cleaner ----------------------


def judged(folder: Path, layout: str, how: str) -> Score:
    """Answer one .xlsx layout from its truth (ideal), not at all (idle) or wrongly (careless)."""
    truth = json.loads((folder / "truth" / f"{layout}.json").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(folder / "in" / f"{layout}.xlsx")
    findings = openpyxl.Workbook()
    changes, questions = findings.active, findings.create_sheet("Perlu Keputusan")
    changes.title = "Perubahan"
    changes.append(COLUMNS)
    questions.append(COLUMNS)
    for item in truth["cells"] if how != "idle" else []:
        line = [None, None, item["sheet"], item["cell"]]
        cell = book[item["sheet"]][item["cell"]]
        if how == "careless":
            cell.value = "SALAH"
            changes.append(line)
        elif item["expect"] == "flag":
            questions.append(line)
        elif item["expect"] == "fix":
            kind, value = item["values"][0]
            cell.value = dt.date.fromisoformat(value) if kind == "date" else value
            cell.number_format = "dd-mm-yyyy" if kind == "date" else cell.number_format
            changes.append(line)
    (folder / "out").mkdir(exist_ok=True)
    book.save(folder / "out" / f"{layout}_bersih.xlsx")
    findings.save(folder / "out" / f"{layout}_temuan.xlsx")
    return score_file(truth, folder)


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judge")
    generate(folder, 1, rows=60, big=60)
    return folder


@pytest.mark.parametrize("layout", ["polos", "kepala_dua", "banyak_lembar", "tanggal_campur"])
def test_the_judge_passes_an_ideal_answer(dirty: Path, layout: str) -> None:
    score = judged(dirty, layout, "ideal")
    assert (score.failed, score.misses, score.noise) == ("", [], 0)
    assert score.fixed == score.to_fix
    assert score.flagged == score.to_flag


def test_the_judge_sees_idleness(dirty: Path) -> None:
    score = judged(dirty, "polos", "idle")
    assert (score.wrong, score.fixed.total(), score.flagged.total()) == (0, 0, 0)
    assert len(score.misses) == score.to_fix.total() + score.to_flag.total()


def test_the_judge_sees_every_wrong_change(dirty: Path) -> None:
    score = judged(dirty, "judul", "careless")
    truth = json.loads((dirty / "truth" / "judul.json").read_text(encoding="utf-8"))
    assert score.wrong == len(truth["cells"])


def test_the_judge_fails_a_missing_answer(dirty: Path) -> None:
    truth = json.loads((dirty / "truth" / "sinonim.json").read_text(encoding="utf-8"))
    score = score_file(truth, dirty)
    assert score.failed
    assert score.to_fix.total() > 0
    assert score.fixed.total() == 0
