"""The call list measured against a plain pandas script of the same computation.

``python scripts/bench.py piutang [--rows 100000]``: so many companies of 12 months each, in sheets
of at most a million rows, and a payments book; ours, the script, and the share of reading and
writing, each in a process of its own, one after another in one run. Run as a file, this module is
the script and the maker: ``make FOLDER COMPANIES SEED``, ``plain FOLDER TARGET``, ``steps FOLDER``.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).resolve().parent
DAY = date(2026, 11, 22)
MONTHS = [f"2025-{month}" for month in (11, 12)] + [f"2026-{month:02}" for month in range(1, 11)]
A_SHEET = 1_000_000 // len(MONTHS)  # companies
HEADS = ("NPP", "Nama Perusahaan", "BLTH", "Piutang Iuran", "PIC", "HP PIC")
DRAFT = "Catatan kami per 22 November 2026: iuran {} bulan {} belum kami terima."
_BANDS = ((1, "Lancar"), (4, "Kurang lancar"), (7, "Diragukan"), (10, "Macet"))


def make(folder: Path, companies: int, seed: int) -> None:
    """PIUTANG.xlsx and BAYAR.xlsx: invented companies, a third of which paid some months."""
    import xlsxwriter

    dice = Random(seed)
    owed = xlsxwriter.Workbook(str(folder / "PIUTANG.xlsx"), {"constant_memory": True})
    paid = xlsxwriter.Workbook(str(folder / "BAYAR.xlsx"), {"constant_memory": True})
    receipts = paid.add_worksheet("Bayar")
    receipts.write_row(0, 0, ("NPP", "Tgl Bayar", "Nominal Bayar"))
    dated = paid.add_format({"num_format": "dd-mm-yyyy"})
    line = 0
    for n in range(companies):
        if n % A_SHEET == 0:
            sheet, row = owed.add_worksheet(f"Piutang {n // A_SHEET + 1}"), 1
            sheet.write_row(0, 0, HEADS)
        npp, amount = f"{n:08}", dice.randrange(100_000, 9_000_000)
        phone = f"0812{n:08}" if dice.random() < 0.9 else "031-3299999"
        for month in MONTHS:
            sheet.write_row(row, 0, (npp, f"PT Contoh {n}", month, amount, f"PIC {n}", phone))
            row += 1
        if dice.random() < 1 / 3:
            line += 1
            receipts.write_string(line, 0, npp)
            receipts.write_datetime(line, 1, DAY - timedelta(days=dice.randrange(9)), dated)
            receipts.write_number(line, 2, amount * dice.randrange(1, 13))
    owed.close()
    paid.close()


def plain(folder: Path, target: Path) -> None:
    """What an analyst would write: months left oldest first, denda, class, rank, drafts."""
    import pandas as pd

    clock = [time.process_time()]
    sheets = pd.read_excel(
        folder / "PIUTANG.xlsx", sheet_name=None, dtype={"NPP": str}, engine="openpyxl"
    )
    rows = pd.concat(sheets.values())
    paid = (
        pd.read_excel(folder / "BAYAR.xlsx", dtype={"NPP": str}, engine="openpyxl")
        .groupby("NPP")["Nominal Bayar"]
        .sum()
    )
    clock.append(time.process_time())
    rows = rows.drop_duplicates().sort_values(["NPP", "BLTH"])
    before = rows.groupby("NPP")["Piutang Iuran"].cumsum() - rows["Piutang Iuran"]
    money = rows["NPP"].map(paid).fillna(0)
    rows["sisa"] = (rows["Piutang Iuran"] - (money - before).clip(lower=0)).clip(lower=0)
    rows["telat"] = rows["BLTH"].map({month: len(MONTHS) - k for k, month in enumerate(MONTHS)})
    rows["denda"] = rows["Piutang Iuran"] * rows["telat"] * 2 // 100
    left = rows[rows["sisa"] > 0].copy()
    late = rows["denda"].groupby(rows["NPP"]).sum()
    whole = left.groupby(["NPP", "Nama Perusahaan", "PIC", "HP PIC"], sort=False)
    out = whole.agg(
        bulan=("BLTH", ", ".join), n=("BLTH", "size"), jumlah=("sisa", "sum")
    ).reset_index()
    out["denda"] = out["NPP"].map(late)
    out["total"] = out["jumlah"] + out["denda"]
    out["kelas"] = [next(word for least, word in reversed(_BANDS) if n >= least) for n in out["n"]]
    out["skor"] = out["n"] * 2 + (out["total"] / 1e6).clip(upper=80) * 0.5
    out["naskah"] = [
        DRAFT.format(*pair) for pair in zip(out["Nama Perusahaan"], out["bulan"], strict=True)
    ]
    out = out.sort_values(["skor", "total"], ascending=False)
    clock.append(time.process_time())
    out.to_excel(target / "daftar.xlsx", index=False)
    clock.append(time.process_time())
    names = ("membaca", "menghitung", "menulis")
    spent = dict(zip(names, (b - a for a, b in pairwise(clock)), strict=True))
    print(json.dumps({"daftar": len(out), "jumlah": int(out["jumlah"].sum()), "detik": spent}))


def command(folder: Path, out: Path) -> list[str]:
    """The command line of ours."""
    sheets = json.loads((folder / "lembar.json").read_text(encoding="utf-8"))
    chosen = [part for sheet in sheets for part in ("--lembar", sheet)]
    return ["daftar-telepon", str(folder / "PIUTANG.xlsx"), "--bayar", str(folder / "BAYAR.xlsx"),
            "--per", DAY.isoformat(), "--keluar", str(out), *chosen]  # fmt: skip


def steps(folder: Path) -> None:
    """CPU seconds of our reading, finding, deciding and writing, in this process."""
    from bench import clocked
    from kepesertaan.actions.registry import all_actions
    from kepesertaan.run import call_list
    from kepesertaan.run.dispatch import run_job
    from kepesertaan.run.plan import Options

    spent: dict[str, float] = {}
    for name in ("read_book", "find_arrears", "write_pages"):
        clocked(call_list, name, spent)
    sheets = tuple(json.loads((folder / "lembar.json").read_text(encoding="utf-8")))
    before = time.process_time()
    with tempfile.TemporaryDirectory(prefix="kepesertaan-bench-") as out:
        options = Options(DAY, Path(out), sheets=sheets, payments=folder / "BAYAR.xlsx")
        job = call_list.list_job(folder / "PIUTANG.xlsx", options)
        action = all_actions()["daftar-telepon"]
        report = run_job(action.id, job, options, progress=lambda _text: None)
    total = time.process_time() - before
    counts = report.per_aturan["daftar-telepon"]
    print(json.dumps({"detik": spent, "total": total, "daftar": counts["daftar"]}))


def compare(companies: int, seed: int) -> None:
    """Measure ours, the script and our steps, and print them."""
    from bench import measure

    with tempfile.TemporaryDirectory(prefix="kepesertaan-bench-") as temp:
        folder, out = Path(temp), Path(temp, "keluar")
        out.mkdir()
        sheets = [f"Piutang {n + 1}" for n in range(-(-companies // A_SHEET))]
        (folder / "lembar.json").write_text(json.dumps(sheets), encoding="utf-8")
        own = [sys.executable, str(Path(__file__).resolve())]
        measure([*own, "make", temp, str(companies), str(seed)], said=False)
        line = [sys.executable, "-m", "kepesertaan.cli", *command(folder, out), "--json"]
        ours = measure(line, good=(0, 1))
        theirs = measure([*own, "plain", temp, str(out)])
        parts = measure([*own, "steps", temp]).said
    _print(companies, ours, theirs, parts)


def _print(companies: int, ours: Any, theirs: Any, parts: dict[str, Any]) -> None:
    print(f"{companies:,} companies x {len(MONTHS)} months")
    print(f"{'':18}{'CPU s':>9}{'wall s':>9}{'peak MiB':>10}")
    for name, cost in (("ours", ours), ("pandas", theirs)):
        print(f"{name:18}{cost.cpu:9.2f}{cost.wall:9.2f}{cost.peak:10.0f}")
    listed = ours.said["per_aturan"]["daftar-telepon"]["daftar"]
    print(f"companies listed: {listed} ours, {theirs.said['daftar']} pandas")
    print(
        "pandas by step, CPU s: "
        + ", ".join(f"{k} {v:.2f}" for k, v in theirs.said["detik"].items())
    )
    spent, total = parts["detik"], parts["total"]
    disk = spent["read_book"] + spent["write_pages"]
    print("ours by step, CPU s: " + ", ".join(f"{k} {v:.2f}" for k, v in spent.items()))
    print(f"of our {total:.1f} CPU s in one process, reading and writing {disk / total:.0%}")
    print(f"pandas / ours: CPU {theirs.cpu / ours.cpu:.1f}x  wall {theirs.wall / ours.wall:.1f}x")


if __name__ == "__main__":
    what, folder, *rest = sys.argv[1:]
    if what == "make":
        make(Path(folder), int(rest[0]), int(rest[1]))
    elif what == "plain":
        plain(Path(folder), Path(rest[0]))
    else:
        steps(Path(folder))
