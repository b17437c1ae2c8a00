"""Workbooks of every make are edited and put back whole, and the judge of that is not blind.

The judge is the one that ``scripts/corpus.py`` runs over thousands of workbooks of strangers.
"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import corpus_judge
import corpus_mutate
import makes
from kepesertaan.files.package import open_package

CARRIED = {
    "XlsxWriter": ["charts", "chart sheets", "pictures", "drawings", "tables", "notes", "sparklines",
                   "conditional formats", "drop-downs and rules", "cell metadata", "links",
                   "merged areas", "headers", "extensions", "VML drawings"],
    "openpyxl": ["charts", "tables", "notes", "conditional formats", "drop-downs and rules"],
    "pivot, slicer, control, macro, comment": [
        "pivot tables", "pivot caches", "slicers", "controls", "macros", "comments",
        "external links", "extensions"],
    "alternate contents": ["alternate contents"],
}  # fmt: skip


@pytest.mark.parametrize("name", makes.BOOKS)
def test_every_make_of_workbook_is_edited_and_put_back(tmp_path: Path, name: str) -> None:
    verdict = corpus_judge.judge(makes.make(name, tmp_path), tmp_path)
    assert (verdict.faults, verdict.refusal) == ([], "")
    assert verdict.counts["cells edited"] >= 4
    assert verdict.counts["sheets added"] == (name != "locked structure")
    carried = [f for f in CARRIED.get(name, []) if not verdict.counts[f"feature: {f}"]]
    assert not carried


def repacked(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The file with its parts changed behind the program's back."""
    with zipfile.ZipFile(path) as file:
        body = {name: file.read(name) for name in file.namelist()}
    change(body)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in body.items():
            file.writestr(name, content)


def put(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(body: dict[str, bytes]) -> None:
        assert old in body[name]
        body[name] = body[name].replace(old, new, 1)

    return change


SLICER = b'<Relationship Id="rId2"'
LOSSES: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "a part": (lambda body: body.pop("xl/vbaProject.bin"), "part lost: xl/vbaproject.bin"),
    "bytes of a part": (put("customXml/item1.xml", b"tetap", b"TETAP"), "part changed"),
    "a reference": (
        put("xl/worksheets/_rels/sheet1.xml.rels", b"slicer1.xml", b"slicer2.xml"),
        "nothing leads to xl/slicers/slicer1.xml",
    ),
    "a content type": (put(makes.TYPES, b"vbaProject", b"vba"), "1 macros lost"),
    "a name of the workbook": (put(makes.BOOK, b'<pivotCache cacheId="1" ', b"<pivotCache "), "lost"),
    "a style": (put(makes.STYLES, b'<xf numFmtId="164" fontId="0" fillId="0"', b'<xf numFmtId="164" fontId="0" fillId="1"'), "xf"),
    "an untouched cell": (put(makes.SHEET, b"<f>B2*2</f>", b"<f>B2*3</f>"), "cell C2 changed"),
    "the sheet around its cells": (put(makes.SHEET, b"<x14:slicer ", b"<x14:slice "), "around"),
    "an edited cell": (put(makes.SHEET, b"3578011708.5", b"3578011708.25"), "3578011708.25"),
    "a namespace": (put(makes.STYLES, b'<patternFill patternType="solid">', b'<patternFill xmlns="" patternType="solid">'), "inside"),
    "the added sheet's drop-down": (put("xl/worksheets/sheet2.xml", b"Nonaktif,", b""), "added sheet lacks its drop-downs"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "said"), LOSSES.values(), ids=LOSSES)
def test_a_loss_is_seen(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None], said: str
) -> None:
    path = makes.make(
        "plain" if "added" in said else "pivot, slicer, control, macro, comment", tmp_path
    )
    before = corpus_judge.readers.read_openpyxl(path)
    with open_package(path) as package:
        trial = corpus_judge.run_trial(package, tmp_path / "hasil.xlsx")
        repacked(trial.target, change)
        verdict = corpus_judge.Verdict()
        corpus_judge.judge_trial(trial, before, None, verdict)
    assert any(said in fault for fault in verdict.faults), verdict.faults


@pytest.mark.parametrize("name", makes.BOOKS)
def test_broken_workbooks_are_refused_or_edited_and_put_back(tmp_path: Path, name: str) -> None:
    """Refused in our own words: any other exception fails. The numbers make the mutants."""
    whole = makes.make(name, tmp_path).read_bytes()
    for number in range(8):
        path = tmp_path / "mutan.xlsx"
        path.write_bytes(corpus_mutate.mutant(whole, random.Random(number)))
        _, faults = corpus_mutate.attempt(path, tmp_path)
        assert not faults, number
