"""What was done to a workbook, so that it can be undone: one immutable file a run.

An entry lies in the folder ``.kepesertaan/jurnal`` beside the workbook and holds personal data, so
it stays under that folder's rights. This module turns entries into bytes and back and says which
runs still stand; it reads and writes no file.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from typing import Any, Literal

from kepesertaan.domain.table import CellError, Raw

FOLDER = ".kepesertaan"
ENDING = ".json.gz"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell a run touched. ``kind`` "tanda": only its colour. Row from 1, column from 0.

    ``xml`` is the cell element as it stood (None: there was none); ``fill`` and ``number_format``
    describe its look, for a book that Excel has saved since; ``mark`` is the fill it got.
    """

    kind: Literal["isi", "tanda"]
    sheet: str
    row: int
    col: int
    header: str
    field: str
    before: Raw
    after: Raw
    rule: str
    xml: str | None = None
    fill: str = ""
    number_format: str = ""
    mark: str | None = None  # None: not known


@dataclass(frozen=True, slots=True)
class Entry:
    """One run. ``undoes``: the runs it takes cells back of, oldest first; ``whole``: those of them
    it takes back whole, as far as they stood.
    """

    id: str
    time: str  # ISO, local
    user: str
    computer: str
    action: str
    version: str
    file: str  # name of the workbook it stands for
    source: str  # name of the workbook it came from
    before_sha256: str
    after_sha256: str
    source_sha256: str = ""  # of the workbook it came from, as it was read
    cells: list[Cell] = field(default_factory=list)
    undoes: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    left: int = 0  # cells an undo left alone, as they were changed since
    findings: str = ""  # name of the findings book
    findings_sha256: str = ""
    rest_sha256: str = ""  # of the file with the lines that did not fit in it
    people: dict[str, list[str]] = field(default_factory=dict)  # "sheet!row" -> fingerprints
    key: str = ""  # what the run depended on: source, rules, options
    report: dict[str, Any] = field(default_factory=dict)  # what it said, to be said again
    opened: bool = False  # done in a book open in Excel: its file was not touched by the run
    confirmed: bool = False  # known to have taken its place; told by a file beside the entry


def encode(entry: Entry) -> bytes:
    """An entry as bytes; the same entry gives the same bytes."""
    plain = {f.name: getattr(entry, f.name) for f in fields(entry)}
    plain["cells"] = [_cell_out(cell) for cell in entry.cells]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8", "surrogatepass"), compresslevel=1, mtime=0)


def decode(data: bytes) -> Entry:
    """The entry of some bytes; ``ValueError`` when they are none."""
    try:
        plain = json.loads(gzip.decompress(data).decode("utf-8", "surrogatepass"))
        cells = [_cell_in(cell) for cell in plain["cells"]]
        return Entry(**plain | {"cells": cells} | _runs_in(plain["undoes"], plain["whole"]))
    except (OSError, EOFError, KeyError, TypeError, zlib.error) as error:
        raise ValueError("not a journal entry") from error


def _runs_in(undoes: Any, whole: Any) -> dict[str, list[str]]:
    """``undoes`` and ``whole``; until November 2026 they were one run or none, and a bool."""
    runs = [undoes] if isinstance(undoes, str) else undoes or []
    return {"undoes": runs, "whole": whole if isinstance(whole, list) else runs if whole else []}


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """The runs that still stand, in the order given (oldest first): not undone, and no undo."""
    stands: dict[str, bool] = {}
    by_id: dict[str, Entry] = {}
    for entry in entries:
        for undone in entry.whole:
            _turn(undone, stands, by_id, now=False)
        by_id[entry.id] = entry
        stands[entry.id] = True
    return [run for id_, run in by_id.items() if stands[id_] and not run.undoes]


def _turn(id_: str, stands: dict[str, bool], by_id: dict[str, Entry], *, now: bool) -> None:
    """Whether a run stands ``now``; what it had undone stands then no more, or again."""
    stands[id_] = now
    for undone in by_id[id_].whole if id_ in by_id else ():
        _turn(undone, stands, by_id, now=not now)


def select(
    entry: Entry,
    *,
    rules: Sequence[str] = (),
    columns: Sequence[str] = (),
    rows: Sequence[tuple[int, int]] = (),
) -> list[Cell]:
    """The cells of a run that fit every given choice; a column by heading, field or letter."""
    from kepesertaan.domain.table import column_letter

    wanted = {column.strip().upper() for column in columns}

    def fits(cell: Cell) -> bool:
        names = {cell.header.upper(), cell.field.upper(), column_letter(cell.col)}
        return (
            (not rules or bool({r.strip() for r in cell.rule.split(",")} & set(rules)))
            and (not wanted or bool(names & wanted))
            and (not rows or any(first <= cell.row <= last for first, last in rows))
        )

    return [cell for cell in entry.cells if fits(cell)]


_KINDS: dict[type, str] = {datetime: "dt", date: "d", time: "t", CellError: "e"}


def _cell_out(cell: Cell) -> list[Any]:
    return [
        cell.kind, cell.sheet, cell.row, cell.col, cell.header, cell.field, _out(cell.before),
        _out(cell.after), cell.rule, cell.xml, cell.fill, cell.number_format, cell.mark,
    ]  # fmt: skip


def _cell_in(plain: list[Any]) -> Cell:
    kind, sheet, row, col, header, name, before, after, *rest = plain
    return Cell(kind, sheet, row, col, header, name, _in(before), _in(after), *rest)


def _out(value: Raw) -> Any:
    kind = _KINDS.get(type(value))
    if kind is None:
        return value
    return {kind: str(value) if isinstance(value, CellError) else value.isoformat()}  # type: ignore[union-attr]


def _in(value: Any) -> Raw:
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]
    ((kind, text),) = value.items()
    readers: dict[str, Callable[[str], Any]] = {
        "dt": datetime.fromisoformat,
        "d": date.fromisoformat,
        "t": time.fromisoformat,
        "e": CellError,
    }
    found: Raw = readers[kind](text)
    return found
