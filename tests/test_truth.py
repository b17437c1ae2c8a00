"""The cleaning command against an independent judge: invented workbooks with known truth."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = ["Terapkan", "Tingkat", "Lembar", "Sel", "Baris", "Kolom", "Isian Lama", "Isian Baru",
           "Aturan", "Alasan", "Bukti"]  # fmt: skip


def judge(out: Path, *options: str) -> tuple[int, dict]:
    """Run the judge as a program; its exit code and its score."""
    command = [sys.executable, "-m", "tests.truth", str(out), "--size", "kecil", "--json", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (out / "score.json").exists(), done.stdout + done.stderr
    return done.returncode, json.loads((out / "score.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("seed", [1, 2])
def test_held_out_truth(tmp_path: Path, seed: int) -> None:
    _, score = judge(tmp_path, "--seed", str(seed))
    total = score["total"]
    shown = "\n".join(score["notes"] + score["misses"][:60])
    assert total["wrong"] == 0, shown
    assert total["rows_lost"] == 0, shown
    assert total["fixed"] >= 99, shown
    assert total["flagged"] >= 98, shown
    assert total["clean_flagged"] <= 0.2, shown


# ---- the judge itself: an ideal, an idle and a careless cleaner ------------------------------


def write_answer(out: Path, layout: str, mend: bool) -> None:
    """Answer one .xlsx layout from its truth: all right (mend), or every cell overwritten."""
    truth = json.loads((out / "truth" / f"{layout}.json").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(out / "in" / f"{layout}.xlsx")
    findings = openpyxl.Workbook()
    changes, questions = findings.active, findings.create_sheet("Perlu Keputusan")
    changes.title = "Perubahan"
    changes.append(COLUMNS)
    questions.append(COLUMNS)
    for item in truth["cells"]:
        line = [None, None, item["sheet"], item["cell"]]
        cell = book[item["sheet"]][item["cell"]]
        if item["expect"] == "flag" and mend:
            questions.append(line)
        elif item["expect"] == "fix" or not mend:
            kind, value = item["values"][0] if mend else ["text", "SALAH"]
            cell.value = dt.date.fromisoformat(value) if kind == "date" else value
            changes.append(line)
    (out / "out").mkdir(exist_ok=True)
    book.save(out / "out" / f"{layout}_bersih.xlsx")
    findings.save(out / "out" / f"{layout}_temuan.xlsx")


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("judge")
    command = [sys.executable, "-m", "tests.truth", str(out), "--size", "kecil", "--no-run"]
    subprocess.run(command, cwd=ROOT, check=True)
    return out


@pytest.mark.parametrize("layout", ["polos", "kepala_dua", "banyak_lembar", "tanggal_campur"])
def test_judge_passes_the_ideal_answer(dirty: Path, layout: str) -> None:
    write_answer(dirty, layout, mend=True)
    code, score = judge(dirty, "--score-only", "--only", layout)
    assert (code, score["misses"], score["notes"]) == (0, [], [])


def test_judge_fails_idleness(dirty: Path) -> None:
    code, score = judge(dirty, "--score-only", "--only", "besar")
    assert code == 1
    assert score["total"]["fixed"] == 0
    assert score["total"]["wrong"] == 0


def test_judge_sees_every_wrong_change(dirty: Path) -> None:
    truth = json.loads((dirty / "truth" / "judul.json").read_text(encoding="utf-8"))
    write_answer(dirty, "judul", mend=False)
    code, score = judge(dirty, "--score-only", "--only", "judul")
    assert code == 1
    assert score["total"]["wrong"] == len(truth["cells"])


def test_generation_is_the_same_each_time(dirty: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.truth", str(tmp_path), "--size", "kecil", "--no-run"]
    subprocess.run(command, cwd=ROOT, check=True)
    for path in sorted((dirty / "truth").iterdir()):
        assert path.read_bytes() == (tmp_path / "truth" / path.name).read_bytes()
