"""The memory of calls on the disk: each save is a new file that nobody changes; reading merges.

The files lie by month of saving in ``.kepesertaan/telepon/2026-11/`` beside the call list, or in
the team's own folder. They hold personal data and take over the rights of the folder they are in;
their names tell only when they were made.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kepesertaan import journal
from kepesertaan.data.call_memory import MemorySettings
from kepesertaan.domain.call_memory import Saved, Verdict, history
from kepesertaan.domain.calls import Call
from kepesertaan.domain.errors import CannotWrite
from kepesertaan.files.rights import open_shared, take_rights
from kepesertaan.files.save import sweep_unfinished, write_new
from kepesertaan.files.troubles import reading, unreadable
from kepesertaan.files.windows import reachable

from .ledger import new_id

ENDING = ".json.gz"
_FORM = 2  # of the content; a later one is not ours to read
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_TRIES = 5  # of a name that is taken
_DATES = ("day", "promised_on", "next_on", "listed", "until")
_AMOUNTS = ("promised_amount", "total")


@dataclass(slots=True)
class Memory:
    """Every record in a folder. ``notes``: Indonesian sentences on files that were passed over."""

    records: list[Saved] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def calls(self) -> Mapping[str, Sequence[Call]]:
        """The calls that stand, by NPP, oldest first, each with what is known of its promise."""
        return history(self.records, self.verdicts)


def calls_folder(book: Path, settings: MemorySettings) -> Path:
    """Where the calls of a list are kept: the team's folder if one is set, else beside the list.

    Raises ``CannotWrite`` when the team's folder is not there: it is never made, since a mistyped
    address would part the team's memory in two.
    """
    if not settings.folder:
        return book.parent / journal.FOLDER / "telepon"
    team = reachable(Path(settings.folder))
    if not team.is_dir():
        raise CannotWrite(
            "Folder bersama untuk hasil telepon (call_memory.toml) tidak dapat dibuka. Periksa "
            "jaringan dan alamat folder itu, lalu ulangi. Belum ada yang dicatat."
        )
    return team


def read_memory(folder: Path, since: date = date.min) -> Memory:
    """What was saved from the month of ``since`` on; empty where nothing was saved yet.

    A file that is damaged or may not be read is passed over and told in ``notes``.
    """
    memory = Memory()
    for path in _files(reachable(folder)):
        if path.parent.name >= f"{since:%Y-%m}":
            _read_into(memory, path)
    return memory


def save_calls(folder: Path, records: Sequence[Saved], now: datetime) -> None:
    """Save calls as one new file; nothing to save, nothing written.

    Raises ``CannotWrite`` or ``FileInUse``; nothing is saved then.
    """
    _save(folder, "calls", [_record_out(record) for record in records], now)


def save_verdicts(folder: Path, verdicts: Sequence[Verdict], now: datetime) -> None:
    """Save what became of promises, likewise."""
    _save(folder, "verdicts", [_plain(asdict(verdict)) for verdict in verdicts], now)


def prune(folder: Path, keep_days: int, now: datetime) -> int:
    """Delete the files saved more than ``keep_days`` ago (0: none); how many.

    Counted from the newest file where that is older than ``now``: a PC whose clock runs ahead must
    not empty the memory. Files in use stay until the next time.
    """
    folder = reachable(folder)
    files = _files(folder)
    if not keep_days or not files:
        return 0
    newest = max(path.name[:8] for path in files)
    limit = min(f"{now:%Y%m%d}", newest)
    oldest = (datetime.strptime(limit, "%Y%m%d") - timedelta(days=keep_days)).strftime("%Y%m%d")
    gone = 0
    for path in files:
        if path.name[:8] < oldest:
            with contextlib.suppress(OSError):
                path.unlink()
                gone += 1
    for month in {path.parent for path in files}:
        with contextlib.suppress(OSError):  # not empty
            month.rmdir()
    return gone


def sweep(folder: Path, now: datetime) -> None:
    """Remove what a save that was cut off left in this month's folder."""
    sweep_unfinished(folder / f"{now:%Y-%m}")


def _files(folder: Path) -> list[Path]:
    """The files of ours, oldest first; others that lie there are none of our business.

    Raises ``UnreadableInput`` for a folder that is there and may not be looked into.
    """
    with reading(folder):
        if not folder.is_dir():
            return []
        months = sorted(entry for entry in folder.iterdir() if _MONTH.fullmatch(entry.name))
        return [path for month in months for path in _files_of(month)]


def _files_of(month: Path) -> list[Path]:
    try:
        found = [entry for entry in month.iterdir() if entry.name.endswith(ENDING)]
    except (FileNotFoundError, NotADirectoryError):  # emptied by a colleague just now; not ours
        return []
    return sorted(path for path in found if path.name[:8].isdigit())


def _read_into(memory: Memory, path: Path) -> None:
    try:
        plain = json.loads(gzip.decompress(path.read_bytes()).decode())
        if plain["form"] > _FORM:
            memory.notes.append(
                f"Catatan telepon {path.name} dibuat versi aplikasi yang lebih baru dan dilewati; "
                "perbarui aplikasi ini."
            )
            return
        records = [_record_in(item) for item in plain.get("calls", [])]
        verdicts = [Verdict(**_values(item)) for item in plain.get("verdicts", [])]
    except FileNotFoundError:  # pruned by a colleague just now
        return
    except (gzip.BadGzipFile, EOFError, zlib.error, *_NOT_OURS):
        memory.notes.append(
            f"Catatan telepon {path.name} rusak dan dilewati; kembalikan dari cadangan folder itu."
        )
        return
    except OSError as error:
        memory.notes.append(str(unreadable(error, path)))
        return
    memory.records += records
    memory.verdicts += verdicts


_NOT_OURS = (ValueError, TypeError, KeyError, AttributeError, InvalidOperation)


def _save(folder: Path, kind: str, items: Sequence[dict[str, Any]], now: datetime) -> None:
    if not items:
        return
    text = json.dumps({"form": _FORM, kind: items}, ensure_ascii=False, separators=(",", ":"))
    data = gzip.compress(text.encode("utf-8", "replace"), mtime=0)
    month = reachable(folder) / f"{now:%Y-%m}"
    open_shared(month)
    for _ in range(_TRIES):
        path = month / f"{new_id(now)}{ENDING}"
        try:
            write_new(path, data)
        except FileExistsError:
            continue
        take_rights(path, month)
        return
    raise CannotWrite(
        f"Folder {month.name} tidak menerima catatan baru; belum ada yang dicatat. Ulangi, dan "
        "bila berulang laporkan kepada petugas TI."
    )


def _record_out(record: Saved) -> dict[str, Any]:
    call = _plain(asdict(record.call))
    call.pop("kept", None)  # comes from verdicts alone
    return {**_plain({k: v for k, v in asdict(record).items() if k != "call"}), "call": call}


def _record_in(item: dict[str, Any]) -> Saved:
    rest = {name: value for name, value in item.items() if name != "call"}
    return Saved(call=Call(**_values(item["call"])), **_values(rest))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Dates in ISO, amounts as digits; what is blank is left out."""
    return {
        name: _shown(value) for name, value in values.items() if value is not None and value != ""
    }


def _shown(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _values(plain: dict[str, Any]) -> dict[str, Any]:
    found = dict(plain)
    for name in plain.keys() & {*_DATES}:
        found[name] = date.fromisoformat(plain[name])
    for name in plain.keys() & {*_AMOUNTS}:
        found[name] = Decimal(plain[name])
    return found
