"""What roll-ups found, on the disk: each is a new file that nobody changes; reading merges.

The files lie in ``.kepesertaan/target/`` beside the results. They hold officers' names and sums,
no participant's data, and take over the rights of the folder they are in.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kepesertaan import journal
from kepesertaan.domain.errors import CannotWrite
from kepesertaan.domain.period import Month
from kepesertaan.domain.target_memory import FigureKey, Remembered
from kepesertaan.domain.targets import Reading
from kepesertaan.files.troubles import reading
from kepesertaan.files.windows import reachable

ENDING = ".json.gz"
_FORM = 1
_TRIES = 5  # of a name that is taken
_NOT_OURS = (ValueError, TypeError, KeyError, AttributeError, InvalidOperation, EOFError,
             zlib.error, gzip.BadGzipFile)  # fmt: skip


def memory_folder(results: Path) -> Path:
    """Where the memory of the roll-ups lies whose books are in ``results``."""
    return results / journal.FOLDER / "target"


def read_memory(folder: Path) -> tuple[list[Remembered], list[str]]:
    """Every roll-up remembered, oldest first, and sentences on files that were passed over.

    Raises ``UnreadableInput`` for a folder that is there and may not be looked into.
    """
    folder = reachable(folder)
    with reading(folder):
        paths = sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else []
    records, notes = list[Remembered](), list[str]()
    for path in paths:
        try:
            records.append(_record_in(path))
        except (OSError, *_NOT_OURS):
            notes.append(
                f"Catatan rekap {path.name} rusak dan dilewati; yang berubah sejak "
                "rekap itu tidak dapat didaftar."
            )
    return records, notes


def remember(folder: Path, found: Reading, known: Sequence[Remembered], now: datetime) -> None:
    """Save what a roll-up found as one new file; nothing when the last one said the same.

    Raises ``CannotWrite`` or ``FileInUse``.
    """
    from kepesertaan.files.save import write_new

    from .ledger import new_id

    plain = _record_out(found)
    same = [record for record in known if record.month == found.month]
    if same and _said(same[-1]) == _said(_record_of(plain, "")):
        return
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    data = gzip.compress(text.encode(), mtime=0)
    for _ in range(_TRIES):
        try:
            write_new(folder / f"{new_id(now)}{ENDING}", data)
            return
        except FileExistsError:
            continue
    raise CannotWrite(
        "Catatan rekap tidak dapat disimpan di folder hasil; periksa hak tulis folder itu."
    )


def _said(record: Remembered) -> tuple[Any, ...]:
    return record.figures, record.prints, record.officers


def _record_out(found: Reading) -> dict[str, Any]:
    prints: dict[tuple[str, Month], list[str]] = {}
    for source in found.sources:
        if source.month and source.officer and source.fingerprint:
            prints.setdefault((source.officer, source.month), []).append(source.fingerprint)
    return {
        "form": _FORM,
        "month": list(found.month),
        "officers": list(found.officers),
        "figures": [
            [f.metric, f.officer, *f.month, f.segment, f.side, f.span, str(f.value)]
            for f in found.figures
            if f.value is not None
        ],
        "prints": [[*key[1], key[0], sorted(set(some))] for key, some in sorted(prints.items())],
    }


def _record_in(path: Path) -> Remembered:
    plain = json.loads(gzip.decompress(path.read_bytes()).decode())
    if plain["form"] > _FORM:
        raise ValueError("made by a newer version")
    return _record_of(plain, path.name)


def _record_of(plain: dict[str, Any], name: str) -> Remembered:
    figures: dict[FigureKey, Decimal] = {}
    for metric, officer, year, month, segment, side, span, value in plain["figures"]:
        figures[metric, officer, (year, month), segment, side, span] = Decimal(value)
    prints = {
        (officer, (year, month)): frozenset(some) for year, month, officer, some in plain["prints"]
    }
    year, month = plain["month"]
    return Remembered((year, month), name, figures, prints, tuple(plain["officers"]))
