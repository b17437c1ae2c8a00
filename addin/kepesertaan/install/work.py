"""Install, mend and take away: either whole, or as it was before.

Installing and mending are one thing: each part that is not as the bundle says is put in place,
and nothing else is touched. The record is written last; what it does not vouch for is put in
place again the next time.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

from kepesertaan.domain.errors import CannotWrite, FileInUse, UnreadableInput
from kepesertaan.files.lock import locked_for_run
from kepesertaan.files.save import measured
from kepesertaan.files.troubles import told

from .bundle import Bundle, differing, read_bundle, refuse_python
from .computer import Computer
from .entries import OWN_KEYS, entries_of
from .parts import (
    PARTS,
    Job,
    Part,
    bring_back,
    files_below,
    old_self,
    once_free,
    registry_told,
    venv_is_whole,
)
from .places import Places, mark_of
from .record import Record, hashes_below, read_record, write_record

Show = Callable[[str], None]
JOURNALS = ".kepesertaan"  # the folder of a workbook's journal and backups, beside it


def install(computer: Computer, bundle: Bundle, show: Show) -> list[str]:
    """Make the computer hold what the bundle says; what was done, as sentences.

    Raises ``KepesertaanError``; everything is then as it was before.
    """
    refuse_python(bundle)
    places = computer.places
    with ExitStack() as folders:
        made = _make_folders(places, folders)
        with locked_for_run(places.record):
            _settle(places)
            job = Job(computer, bundle, read_record(places.record))
            broken = [part for part in PARTS if not part.is_whole(job)]
            if broken:
                refuse_open_excel(computer)
                _put(broken, job, made, show)
        folders.pop_all()
    if not broken:
        return [f"Kepesertaan {bundle.version} sudah terpasang dan utuh; tidak ada yang diubah."]
    return [
        f"Kepesertaan {bundle.version} terpasang: {', '.join(part.name for part in broken)}.",
        "Buka Excel; tab Kepesertaan ada di sebelah tab Tampilan.",
    ]


def repair(computer: Computer, show: Show) -> list[str]:
    """Mend by the copy of the bundle that was kept. Raises ``KepesertaanError``."""
    try:
        bundle = read_bundle(computer.places.package)
    except UnreadableInput:
        raise UnreadableInput(
            "Salinan paket di komputer ini hilang atau rusak, jadi tidak ada yang diperbaiki. "
            "Jalankan pasang.cmd dari folder paket yang Anda terima."
        ) from None
    return install(computer, bundle, show)


def uninstall(computer: Computer, show: Show) -> list[str]:
    """Take all of ours away, but not the journals; what was done, as sentences.

    Raises ``FileInUse`` or ``CannotWrite`` for what cannot be taken away now.
    """
    places = computer.places
    record = read_record(places.record)
    if not _is_there(computer, record):
        return ["Kepesertaan tidak terpasang di akun ini; tidak ada yang dihapus."]
    refuse_open_excel(computer)
    show("Menghapus Kepesertaan …")
    for path in (places.addin, mark_of(places.addin), places.conf):
        with told(path):
            path.unlink(missing_ok=True)
    _forget_entries(computer, record)
    for folder in (places.venv, places.package):
        _remove(folder)
        _remove(old_self(folder))
    places.record.unlink(missing_ok=True)
    _remove_empty(record.folders if record else [], places)
    return ["Kepesertaan sudah dihapus dari akun ini.", *_left(places)]


def refuse_open_excel(computer: Computer) -> None:
    """Raise ``FileInUse`` while Excel is open."""
    if computer.excel_is_open():
        raise FileInUse(
            "Excel sedang terbuka. Simpan pekerjaan Anda, tutup semua jendela Excel, lalu "
            "jalankan lagi. Belum ada yang diubah."
        )


# --- installing ---------------------------------------------------------------------------------


def _make_folders(places: Places, undo: ExitStack) -> list[str]:
    """The folders that were not there, the outermost first; undone, gone again when empty."""
    made: list[str] = []
    for folder in (places.root, places.start, places.own):
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        with told(folder):
            folder.mkdir(parents=True, exist_ok=True)
        made += [str(path) for path in reversed(missing)]
    undo.callback(_remove_empty, made)
    return made


def _put(broken: list[Part], job: Job, made: list[str], show: Show) -> None:
    places = job.computer.places
    with ExitStack() as undo:
        for part in broken:
            show(f"Memasang {part.name} …")
            part.put(job, undo)
        write_record(places.record, _record_of(job, made))
        undo.pop_all()
    for folder in (places.venv, places.package):
        shutil.rmtree(old_self(folder), ignore_errors=True)  # else taken away the next time


def _settle(places: Places) -> None:
    """Finish what an installation that was cut off left: the new self if it is whole, or the old.

    The record was written last, so it vouches for one of the two.
    """
    record = read_record(places.record)
    for folder in (places.venv, places.package):
        if not old_self(folder).exists():
            continue
        if folder == places.venv:
            stands = venv_is_whole(folder, record)
        else:
            stands = not differing(Path(), files_below(folder, record))
        if stands and record:
            _remove(old_self(folder))
        else:
            bring_back(folder)


def _record_of(job: Job, made: list[str]) -> Record:
    places = job.computer.places
    before = job.record.folders if job.record else []
    with told(places.record):
        files = {
            **hashes_below(places.package),
            **hashes_below(places.venv),
            **{str(path): measured(path).sha256 for path in (places.conf, places.addin)},
        }
    return Record(
        version=job.bundle.version,
        id=job.bundle.id,
        python=sys.executable,
        files=files,
        entries=entries_of(places, job.bundle.version),
        folders=[*before, *(path for path in made if path not in before)],
    )


# --- taking away --------------------------------------------------------------------------------


def _is_there(computer: Computer, record: Record | None) -> bool:
    places = computer.places
    paths = (places.addin, places.conf, places.venv, places.package)
    names = _entry_names(places, record)
    in_registry = any(computer.registry.read(key, name) is not None for key, name in names)
    return bool(record) or in_registry or any(path.exists() for path in paths)


def _entry_names(places: Places, record: Record | None) -> list[tuple[str, str]]:
    known = [*(record.entries if record else []), *entries_of(places, "")]
    return list(dict.fromkeys((key, name) for key, name, _ in known))


def _forget_entries(computer: Computer, record: Record | None) -> None:
    with registry_told():
        for key, name in _entry_names(computer.places, record):
            computer.registry.remove(key, name)
        for key in OWN_KEYS:
            computer.registry.prune(key)


def _remove(folder: Path) -> None:
    if not folder.exists():
        return
    try:
        once_free(lambda: shutil.rmtree(folder))
    except OSError as error:
        raise CannotWrite(
            f"Folder {folder} belum dapat dihapus karena masih dipakai. Tutup Excel dan jendela "
            "lain, tunggu sebentar, lalu jalankan lagi."
        ) from error


def _remove_empty(folders: list[str], places: Places | None = None) -> None:
    for path in [*reversed(folders), *([str(places.root)] if places else [])]:
        with suppress(OSError):  # not empty: it holds what is not ours
            Path(path).rmdir()


def _left(places: Places) -> list[str]:
    lines = [
        f"Riwayat dan cadangan (folder {JOURNALS} di samping buku kerja) tidak dihapus; "
        "hapus sendiri bila tidak diperlukan lagi."
    ]
    if places.own.exists():
        lines.append(f"Catatan dan jawaban Anda tetap ada di {places.own}.")
    if places.root.exists():
        lines.append(f"Folder {places.root} masih memuat berkas lain, jadi dibiarkan.")
    return lines
