"""What an office programmer would write: the rules of Bersihkan with pandas and openpyxl.

``python scripts/bench_baseline.py SOURCE FOLDER`` writes the corrected workbook and the findings
book and prints one JSON object with the counts and the CPU seconds of its steps. It is the measure
for ``bench.py`` and shares no code with the package. It is written to be quick where that is
usual: columns with ``.map``, compiled patterns, sets for duplicates, a write-only findings book.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from rapidfuzz import fuzz

from bench_baseline_rules import (
    DECEASED,
    MEANINGS,
    TITLES,
    as_text,
    birth_of,
    check_day,
    check_email,
    check_mobile,
    check_month,
    check_name,
    check_nik,
    check_postcode,
    check_unsure_day,
    check_wage,
    check_word,
    day_first,
    identifier,
    regions,
)  # fmt: skip

COLUMNS = ["Terapkan", "Tingkat", "Lembar", "Sel", "Baris", "Kolom", "Isian Lama", "Isian Baru",
           "Aturan", "Alasan", "Bukti"]  # fmt: skip
GREEN, YELLOW = PatternFill("solid", fgColor="C6E0B4"), PatternFill("solid", fgColor="FFD966")


def checks(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """The result of each cell, a column at a time; empty cells are skipped by ``na_action``."""
    known = regions()
    functions: dict[str, Any] = {
        "NIK": lambda v: check_nik(v, known),
        "NO KK": identifier("Nomor KK", "KK", r"[0-9]{16}", "16"),
        "KPJ": identifier("KPJ", "KPJ", r"[0-9]{11}", "11"),
        "NPP": identifier("NPP", "NPP", r"[0-9]{8}", "8"),
        "NPWP": identifier("NPWP", "NPW", r"[0-9]{15,16}", "15 atau 16"),
        "NAMA LENGKAP": lambda v: check_name(v, TITLES | DECEASED),
        "NAMA IBU KANDUNG": lambda v: check_name(v, DECEASED),
        "TEMPAT LAHIR": lambda v: check_name(v, set()),
        "NO HP": check_mobile, "EMAIL": check_email, "UPAH": check_wage,
        "KODE POS": check_postcode, "BLTH": check_month,
    }  # fmt: skip
    for name, meaning in MEANINGS.items():
        functions[name] = lambda v, meaning=meaning: check_word(v, meaning)
    for name in ("TANGGAL LAHIR", "TGL MULAI KERJA"):
        functions[name] = check_day if day_first(frame[name]) else check_unsure_day
    return {name: frame[name].map(f, na_action="ignore") for name, f in functions.items()}


def fixed(frame: pd.DataFrame, results: dict[str, pd.Series]) -> pd.DataFrame:
    """The frame with the certain fixes, for the rules that look at several cells."""
    out = frame.copy()
    for name, found in results.items():
        new = [r[0] if isinstance(r, tuple) and r[0] is not None else v
               for r, v in zip(found, frame[name], strict=True)]  # fmt: skip
        out[name] = pd.Series(new, dtype=object)
    return out


Lines = list[list[Any]]
Question = tuple[int, str, str, str, str, str]  # row index, column, rule, level, reason, proof


def row_questions(frame: pd.DataFrame) -> list[Question]:
    """NIK against birth date and sex, mother against name, KK against NIK."""
    found: list[Question] = []
    names = ["NIK", "TANGGAL LAHIR", "JENIS KELAMIN", "NAMA LENGKAP", "NAMA IBU KANDUNG", "NO KK"]
    for i, (nik, born, sex, name, mother, kk) in enumerate(
        zip(*(frame[name] for name in names), strict=True)
    ):
        inside = birth_of(nik)
        if inside and isinstance(born, date) and inside != (born.day, born.month, born.year % 100):
            proof = f"NIK memuat {nik[6:12]}, tanggal lahir {born:%d-%m-%Y}"
            for column in names[:2]:
                found.append((i, column, "NIK-11", "Periksa", "Tanggal lahir berbeda.", proof))
        if inside and sex in ("L", "P") and (int(nik[6:8]) > 40) != (sex == "P"):
            for column in ("NIK", "JENIS KELAMIN"):
                found.append((i, column, "NIK-12", "Periksa", "Jenis kelamin berbeda.", sex))
        if name == mother:
            found.append((i, "NAMA IBU KANDUNG", "NAM-08", "Periksa", "Nama ibu sama.", "sama"))
        if kk == nik:
            found.append((i, "NO KK", "KK-06", "Salah", "KK sama dengan NIK.", "sama"))
    return found


def number_twice(frame: pd.DataFrame, name: str, code: str, length: int) -> list[Question]:
    good = frame[name][frame[name].map(lambda v: isinstance(v, str) and len(v) == length)]
    keys = good + "|" + frame.loc[good.index, "BLTH"].astype(str)  # a month each is no duplicate
    twice = keys[keys.duplicated(keep=False)]
    found: list[Question] = []
    for _, rows in twice.groupby(twice, sort=False):
        for i in rows.index:
            others = ", ".join(f"baris {k + 2}" for k in rows.index if k != i)
            found.append((i, name, code, "Salah", f"{name} dipakai dua baris.", others))
    return found


def shared_contact(frame: pd.DataFrame, name: str, code: str) -> list[Question]:
    often = {v: n for v, n in Counter(frame[name].dropna()).items() if n >= 4}
    rows = frame.index[frame[name].isin(list(often))]
    why = "Dipakai banyak peserta."
    return [(i, name, code, "Periksa", why, str(often[frame.at[i, name]])) for i in rows]


def same_person(frame: pd.DataFrame) -> list[Question]:
    """Another KPJ with the same birth date and mother and a similar name."""
    pairs = zip(frame["TANGGAL LAHIR"], frame["NAMA IBU KANDUNG"], strict=True)
    keys = pd.Series([f"{born}|{mother}" for born, mother in pairs])
    same = keys[keys.duplicated(keep=False)]
    names, cards = frame["NAMA LENGKAP"].astype(str).tolist(), frame["KPJ"].tolist()
    found: list[Question] = []
    for _, rows in same.groupby(same, sort=False):
        for i in rows.index:
            others = (k for k in rows.index if k != i and cards[k] != cards[i])
            k = next((k for k in others if fuzz.ratio(names[i], names[k]) >= 90), None)
            if k is not None:
                found.append((i, "KPJ", "GND-03", "Periksa", "Orang yang sama?", f"baris {k + 2}"))
    return found


def duplicate_questions(frame: pd.DataFrame) -> list[Question]:
    """The same number, contact or person in several rows."""
    return [
        *number_twice(frame, "NIK", "GND-01", 16),
        *number_twice(frame, "KPJ", "GND-02", 11),
        *shared_contact(frame, "NO HP", "HP-05"),
        *shared_contact(frame, "EMAIL", "EML-03"),
        *same_person(frame),
    ]


def shown(value: Any) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else as_text(value)


def write_findings(target: Path, changes: Lines, questions: Lines) -> None:
    book = Workbook(write_only=True)
    summary = book.create_sheet("Ringkasan")
    for label, number in (("Diubah", len(changes)), ("Perlu keputusan", len(questions))):
        summary.append([label, number])
    for rule, number in Counter(line[8] for line in changes + questions).items():
        summary.append([rule, number])
    for title, lines in (("Perubahan", changes), ("Perlu Keputusan", questions)):
        page = book.create_sheet(title)
        page.freeze_panes = "A2"
        page.append(COLUMNS)
        for line in lines:
            page.append(line)
        page.auto_filter.ref = f"A1:K{len(lines) + 1}"
    book.save(target)


def apply(
    page: Any, frame: pd.DataFrame, results: dict[str, pd.Series], more: list[Question]
) -> tuple[Lines, Lines]:
    """Write the fixes and colours into the sheet; the lines of the findings book."""
    changes: Lines = []
    questions: Lines = []
    columns = {name: c for c, name in enumerate(frame.columns, 1)}
    for name, found in results.items():
        c, letter = columns[name], get_column_letter(columns[name])
        is_day, is_money = name in ("TANGGAL LAHIR", "TGL MULAI KERJA"), name == "UPAH"
        form = "dd-mm-yyyy" if is_day else "#,##0" if is_money else "@"
        for i, result in found[found.notna()].items():
            new, rule, why, proof = result
            cell, old = page.cell(i + 2, c), shown(frame.at[i, name])
            place = [page.title, f"{letter}{i + 2}", i + 2, name, old]
            if new is None:
                cell.fill = YELLOW
                questions.append(["", "Salah", *place, "", rule, why, proof])
            else:
                cell.value, cell.fill, cell.number_format = new, GREEN, form
                changes.append(["Sudah", "Pasti", *place, shown(new), rule, why, proof])
    for i, name, rule, level, why, proof in more:
        cell = page.cell(i + 2, columns[name])
        cell.fill = YELLOW
        place = [page.title, cell.coordinate, i + 2, name, shown(cell.value)]
        questions.append(["", level, *place, "", rule, why, proof])
    return changes, questions


def main() -> None:
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    clock = [time.process_time()]
    frame = pd.read_excel(source, engine="openpyxl", dtype=object)
    clock.append(time.process_time())
    results = checks(frame)
    after = fixed(frame, results)
    more = row_questions(after) + duplicate_questions(after)
    clock.append(time.process_time())
    book = load_workbook(source)
    clock.append(time.process_time())
    changes, questions = apply(book.worksheets[0], frame, results, more)
    book.save(folder / f"{source.stem}_bersih.xlsx")
    clock.append(time.process_time())
    write_findings(folder / f"{source.stem}_temuan.xlsx", changes, questions)
    clock.append(time.process_time())
    steps = ("impor", "baca", "aturan", "buka", "ubah dan simpan", "temuan")
    seconds = [clock[0], *(b - a for a, b in pairwise(clock))]
    changed = {line[3] for line in changes}
    flagged = {line[3] for line in questions} - changed
    spent = dict(zip(steps, seconds, strict=True))
    print(json.dumps({"diubah": len(changed), "ditandai": len(flagged), "detik": spent}))


if __name__ == "__main__":
    main()
