"""The workbook of the benchmark at any size: the people of ``bench_rows``, streamed to the disk.

``python scripts/bench_pages.py TARGET ROWS SEED [--inline]`` writes the cells the way Excel does
(shared strings, in the order they turn up) or the way many programs do (inline strings). Only the
table of shared strings is held in memory, about 1 GiB at a million rows.
"""

from __future__ import annotations

import argparse
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape

from bench_rows import HEADINGS, dirty, districts, person

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TEXT, DAY, MONEY = 1, 2, 3  # styles
BATCH = 200  # rows written at once
LETTERS = [chr(65 + c) for c in range(len(HEADINGS))]
STYLES = (
    f'{DECLARED}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="dd-mm-yyyy"/></numFmts><fonts count="1"><font/></fonts><fills count="2"><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="164" '
    'applyNumberFormat="1"/><xf numFmtId="3" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
PARTS = ("worksheets/sheet1.xml", "worksheet"), ("styles.xml", "styles")
STRINGS = "sharedStrings.xml", "sharedStrings"


def write(target: Path, rows: int, seed: int, *, inline: bool = False) -> None:
    """Write the workbook to ``target``: heading in row 1, text cells as text, dates as dates."""
    known: dict[str, int] = {}
    kinds = PARTS if inline else (*PARTS, STRINGS)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        for name, text in frame(kinds):
            file.writestr(name, text)
        cell = inline_cell if inline else shared_cell(known)
        put(file, "xl/worksheets/sheet1.xml", sheet(rows, seed, cell))
        if not inline:
            put(file, "xl/sharedStrings.xml", strings(known))


def put(file: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    with file.open(name, "w", force_zip64=True) as part:
        for piece in pieces:
            part.write(piece.encode())


def frame(kinds: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The small parts."""
    types = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{KIND}.{kind}+xml"/>' for name, kind in kinds
    )
    yield (
        "[Content_Types].xml",
        f'{DECLARED}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>{types}</Types>',
    )
    yield "_rels/.rels", relations([("xl/workbook.xml", "officeDocument")])
    yield "xl/_rels/workbook.xml.rels", relations(kinds)
    yield (
        "xl/workbook.xml",
        f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="PESERTA" '
        'sheetId="1" r:id="rId1"/></sheets></workbook>',
    )
    yield "xl/styles.xml", STYLES


def relations(kinds: Iterable[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{name}"/>'
        for n, (name, kind) in enumerate(kinds, 1)
    )
    return f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def sheet(rows: int, seed: int, cell: Callable[[str, str], str]) -> Iterator[str]:
    """The worksheet, some rows at a time."""
    yield (
        f'{DECLARED}<worksheet xmlns="{MAIN}"><dimension ref="A1:{LETTERS[-1]}{rows + 1}"/>'
        '<cols><col min="1" max="20" width="18" customWidth="1"/></cols><sheetData>'
    )
    yield line(1, [cell(f"{at}1", text) for at, text in zip(LETTERS, HEADINGS, strict=True)])
    rng, regions = Random(seed), districts()
    before = person(rng, regions, 0)
    batch: list[str] = []
    for r in range(1, rows + 1):
        clean = person(rng, regions, r)
        values = dirty(rng, clean, before)
        batch.append(line(r + 1, [one(c, r + 1, value, cell) for c, value in enumerate(values)]))
        before = clean
        if len(batch) == BATCH:
            yield "".join(batch)
            batch = []
    yield "".join(batch) + "</sheetData></worksheet>"


def line(number: int, cells: list[str]) -> str:
    return f'<row r="{number}" spans="1:20">{"".join(cells)}</row>'


def one(c: int, row: int, value: Any, cell: Callable[[str, str], str]) -> str:
    """One cell as Excel writes it."""
    if isinstance(value, str):
        return cell(f"{LETTERS[c]}{row}", value)
    if isinstance(value, date):
        return f'<c r="{LETTERS[c]}{row}" s="{DAY}"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    style = f' s="{MONEY}"' if HEADINGS[c] == "UPAH" else ""
    return f'<c r="{LETTERS[c]}{row}"{style}><v>{value:.16g}</v></c>'


def shared_cell(known: dict[str, int]) -> Callable[[str, str], str]:
    def cell(at: str, text: str) -> str:
        return f'<c r="{at}" s="{TEXT}" t="s"><v>{known.setdefault(text, len(known))}</v></c>'

    return cell


def inline_cell(at: str, text: str) -> str:
    return f'<c r="{at}" s="{TEXT}" t="inlineStr"><is>{item(text)}</is></c>'


def item(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{space}>{escape(text)}</t>"


def strings(known: dict[str, int]) -> Iterator[str]:
    """The shared strings, some at a time."""
    yield f'{DECLARED}<sst xmlns="{MAIN}" uniqueCount="{len(known)}">'
    texts = list(known)
    for at in range(0, len(texts), 20 * BATCH):
        yield "".join(f"<si>{item(text)}</si>" for text in texts[at : at + 20 * BATCH])
    yield "</sst>"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("target", type=Path)
    parser.add_argument("rows", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--inline", action="store_true")
    wish = parser.parse_args()
    write(wish.target, wish.rows, wish.seed, inline=wish.inline)


if __name__ == "__main__":
    main()
