"""The journal on the disk: entries beside a workbook, and which of them its bytes bear out."""

from __future__ import annotations

import contextlib
import getpass
import os
import platform
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kepesertaan import __version__, journal
from kepesertaan.domain.errors import CannotWrite, FileInUse, KepesertaanError
from kepesertaan.files.opened import open_elsewhere
from kepesertaan.files.save import (
    Fingerprint,
    fingerprint,
    sweep_unfinished,
    writable_folder,
    write_new,
)
from kepesertaan.files.temporary import make_folder
from kepesertaan.files.troubles import refusal, told
from kepesertaan.journal import Entry

from .plan import refuse_file

_LANDED = ".jadi"


def folder_beside(workbook: Path) -> Path:
    """Where the entries of a workbook lie."""
    return workbook.parent / journal.FOLDER / "jurnal"


def backups_beside(workbook: Path) -> Path:
    """Where the copies of a workbook from before each change lie."""
    return workbook.parent / journal.FOLDER / "cadangan" / workbook.stem


def read_entries(folder: Path) -> list[Entry]:
    """Every readable entry of a journal folder, oldest first; a damaged one is passed over."""
    entries = []
    done = {path.name.removesuffix(_LANDED) for path in folder.glob(f"*{_LANDED}")}
    for path in sorted(folder.glob(f"*{journal.ENDING}")):
        try:
            entry = journal.decode(path.read_bytes())
            entries.append(replace(entry, confirmed=entry.id in done))
        except (ValueError, OSError):
            continue
    return sorted(entries, key=lambda entry: entry.id)


def damaged_note(folder: Path) -> list[str]:
    """A sentence about entries of a journal folder that cannot be read, when there are any."""
    number = len(list(folder.glob(f"*{journal.ENDING}"))) - len(read_entries(folder))
    if not number:
        return []
    return [
        f"{number} catatan riwayat di folder ini rusak dan dilewati; "
        f"buku sebelum diubah ada di {folder.parent.name}/cadangan."
    ]


def landed(entries: Sequence[Entry], workbook: Path) -> list[Entry]:
    """The runs that really are in the workbook, oldest first.

    Their order is told by what each found and left (SHA-256), not by the clocks of several PCs.
    A run is remembered before its file is put in place, so after a crash an entry may stand for
    a file that never came to be: such entries are left out. A run that made the workbook anew
    (no ``before_sha256``) ends the search backwards. A run in an open book is believed when it is
    confirmed: whether the book was saved afterwards, only its cells tell.
    """
    own = [entry for entry in entries if is_named(entry.file, workbook)]
    if not own or not workbook.exists():
        return []
    current = fingerprint(workbook).sha256
    waiting = [entry for entry in own if not entry.opened]
    found: list[Entry] = []
    while current and (entry := _previous(waiting, found, current, workbook)):
        waiting = [other for other in waiting if other is not entry]
        found.insert(0, entry)
        current = entry.before_sha256
    oldest = "" if current else found[0].id
    for entry in own:
        if entry.opened and entry.confirmed and entry.id > oldest:
            later = (i for i, other in enumerate(found) if other.id > entry.id)
            found.insert(next(later, len(found)), entry)
    return found


def _previous(
    waiting: Sequence[Entry], found: Sequence[Entry], current: str, workbook: Path
) -> Entry | None:
    """The run that left ``current``, or that somebody else's save came after."""
    from .traces import bears_out  # it reads workbooks, most who ask a ledger do not

    made = [entry for entry in waiting if entry.after_sha256 == current]
    if made:
        return made[-1]
    # what somebody put back is older than all that came out of it
    newer = [entry.id for entry in waiting if entry.before_sha256 == current]
    newer += [entry.id for entry in found[:1]]
    older = [entry for entry in waiting if all(entry.id < id_ for id_ in newer)]
    places = {(cell.sheet, cell.row, cell.col) for entry in found for cell in entry.cells}
    return next((e for e in reversed(older) if e.confirmed or bears_out(workbook, e, places)), None)


def is_named(name: str, workbook: Path) -> bool:
    """Whether a name is a workbook's; in other case only where the disk takes it for the same."""
    if name == workbook.name or name.casefold() != workbook.name.casefold():
        return name == workbook.name
    other = workbook.with_name(name)
    return other.exists() and other.samefile(workbook)


def unbroken(entries: Sequence[Entry], current: str) -> list[Entry]:
    """The last runs of a workbook with nobody else's save among them or after them.

    ``current`` is the SHA-256 of the workbook as it is now.
    """
    found: list[Entry] = []
    for entry in reversed(entries):
        if entry.after_sha256 != current:
            break
        found.append(entry)
        current = entry.before_sha256
    return found[::-1]


def confirm(folder: Path, entry: Entry) -> None:
    """Note that a run's file has taken its place: after a crash before this only its bytes tell."""
    with contextlib.suppress(KepesertaanError, FileExistsError):
        write_new(folder / f"{entry.id}{_LANDED}", b"")


def confirm_all(folder: Path, runs: Sequence[Entry]) -> None:
    """Note it for runs that were cut off before they could, while their traces are fresh."""
    for run in runs:
        if not run.confirmed:
            confirm(folder, run)


def remember(folder: Path, entry: Entry, like: Path | None = None) -> Path:
    """Write an entry as a new immutable file, readable by who may read ``like``."""
    path = folder / f"{entry.id}{journal.ENDING}"
    write_new(path, journal.encode(entry), like)
    return path


def entry_for(action: str, target: Path, source: Path) -> Entry:
    """An entry of now, by this user, still without what was done."""
    now = datetime.now().astimezone()
    user, computer = who()
    return Entry(
        new_id(now), now.isoformat(timespec="seconds"), user, computer, action, __version__,
        target.name, seen_from(target, source), "", "",
    )  # fmt: skip


def seen_from(target: Path, source: Path) -> str:
    """A file's path as seen from the folder of another: holds when both move together."""
    try:
        return Path(os.path.relpath(source.resolve(), target.parent.resolve())).as_posix()
    except ValueError:  # another drive
        return source.resolve().as_posix()


def new_id(now: datetime) -> str:
    """A run's id: its time (UTC) and a random tail, so that two runs never share one."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}-{os.urandom(3).hex()}"


def who() -> tuple[str, str]:
    """The user and the computer, as the system names them."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "?"
    return user, platform.node() or "?"


def open_folder(folder: Path) -> None:
    """Make a result folder where it is missing, and find out before any work that it can be used.

    Raises ``CannotWrite`` or ``FileInUse``.
    """
    refuse_file(folder)
    with told(folder):
        make_folder(folder)
    writable_folder(folder)


def swept(workbook: Path, ousted: str) -> list[str]:
    """Remove what runs that were cut off left around a workbook; a sentence when there was any.

    ``ousted``: whose old lock was taken over, which is told too.
    """
    told_ousted = [f"Kunci lama {ousted} diambil alih."] if ousted else []
    folders = {workbook.parent, folder_beside(workbook), backups_beside(workbook)}
    number = sum(sweep_unfinished(folder) for folder in folders)
    if not number:
        return told_ousted
    return [
        *told_ousted,
        f"{number} berkas sementara dari pekerjaan yang terputus sudah dibersihkan.",
    ]


def refuse_edited(path: Path, known: Collection[str]) -> Fingerprint | None:
    """Refuse to replace a result that a person has changed since we made it.

    ``known`` are the SHA-256 of what we wrote under this name. What stands there, None when
    nothing does. Raises ``CannotWrite``.
    """
    if not path.exists():
        return None
    standing = fingerprint(path)
    if standing.sha256 not in known:
        raise edited(path)
    return standing


def refuse_changed(path: Path, seen: Fingerprint) -> None:
    """Refuse to go on with a file somebody has saved since it was read. Raises ``CannotWrite``."""
    if fingerprint(path) != seen:
        raise refusal("changed", path)


def refuse_unwritable(path: Path) -> None:
    """Refuse, before any work, to replace a read-only file. Raises ``CannotWrite``."""
    if path.exists() and not path.stat().st_mode & 0o222:
        raise CannotWrite(
            f"{path.name} hanya boleh dibaca; hapus tanda baca-saja pada berkas itu, lalu ulangi."
        )


def taken(path: Path, why: str) -> KepesertaanError:
    """The sentence for a result that must not be replaced."""
    return CannotWrite(
        f"{path.name} sudah ada dan {why}, jadi tidak ditimpa; pindahkan, atau pakai --salinan."
    )


def refuse_open(path: Path, *, can_copy: bool = False) -> None:
    """Refuse to replace a workbook somebody has open. Raises ``FileInUse`` naming the person.

    ``can_copy``: the command may be told to write beside it instead.
    """
    who_has_it = open_elsewhere(path) if path.exists() else None
    if who_has_it is not None:
        by = f" oleh {who_has_it}" if who_has_it else ""
        instead = ", atau pakai --salinan agar hasilnya ditulis di samping" if can_copy else ""
        raise FileInUse(f"{path.name} sedang dibuka{by}; tutup dahulu, lalu ulangi{instead}.")


def edited(path: Path) -> KepesertaanError:
    """The sentence for a result somebody has changed."""
    return CannotWrite(
        f"{path.name} sudah ada dan bukan lagi seperti yang dibuat aplikasi ini, "
        "jadi tidak ditimpa; pindahkan atau ganti namanya, atau pakai --salinan."
    )
