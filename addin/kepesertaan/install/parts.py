"""The parts of an installation: of each whether it is whole, and how it is put in place.

Putting a part in place leaves on ``undo`` what takes it back. A folder is put in place beside its
old self, which is kept under another name until everything stands.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kepesertaan.domain.errors import CannotWrite, FileInUse
from kepesertaan.files.lock import PAUSES
from kepesertaan.files.save import replace_safely
from kepesertaan.files.troubles import told

from .bundle import Bundle, differing, hash_of
from .computer import Computer
from .entries import conf_bytes, entries_of
from .places import SUMS, mark_of
from .record import Record

OLD = "-lama"  # how a folder's old self is called until the new one stands
_SMOKE = (
    "import kepesertaan.buttons; from kepesertaan.excel.load import load_xlwings; load_xlwings()"
)


@dataclass(frozen=True, slots=True)
class Job:
    """What is to stand where; ``record`` of what stood last, None where nothing did."""

    computer: Computer
    bundle: Bundle
    record: Record | None


@dataclass(frozen=True, slots=True)
class Part:
    """``name`` as the user reads it."""

    name: str
    is_whole: Callable[[Job], bool]
    put: Callable[[Job, ExitStack], None]


def old_self(folder: Path) -> Path:
    """Where a folder's old self waits until the new one stands."""
    return folder.with_name(folder.name + OLD)


def set_aside(folder: Path, undo: ExitStack) -> None:
    """Make room for a new folder; undone, the old one is back. Raises ``FileInUse``."""
    if folder.exists():
        _rename(folder, old_self(folder))
        undo.callback(bring_back, folder)
    else:
        undo.callback(shutil.rmtree, folder, ignore_errors=True)


def bring_back(folder: Path) -> None:
    """Put a folder's old self in its place again."""
    shutil.rmtree(folder, ignore_errors=True)
    _rename(old_self(folder), folder)


def once_free(change: Callable[[], object]) -> None:
    """Do it; where Windows says that something is in use, again for 10 s: our server ends some
    seconds after Excel. Raises ``OSError``.
    """
    for pause in PAUSES:
        try:
            change()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    change()


def _rename(old: Path, new: Path) -> None:
    try:
        once_free(lambda: old.rename(new))
    except OSError as error:
        raise FileInUse(
            f"Folder {old} sedang dipakai. Tutup Excel, tunggu sebentar, lalu jalankan lagi."
        ) from error


# --- the copy of the bundle ---------------------------------------------------------------------


def _package_is_whole(job: Job) -> bool:
    folder = job.computer.places.package
    return hash_of(folder / SUMS) == job.bundle.id and not differing(folder, job.bundle.sums)


def _put_package(job: Job, undo: ExitStack) -> None:
    """Copied byte by byte: what Windows noted of a download does not come along."""
    folder = job.computer.places.package
    set_aside(folder, undo)
    with told(folder):
        for name in (*job.bundle.sums, SUMS):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((job.bundle.folder / name).read_bytes())


# --- the Python environment ---------------------------------------------------------------------


def venv_is_whole(venv: Path, record: Record | None) -> bool:
    """Whether every file that was installed is as it was."""
    inside = files_below(venv, record)
    return bool(inside) and all(hash_of(Path(path)) == digest for path, digest in inside.items())


def files_below(folder: Path, record: Record | None) -> dict[str, str]:
    """The recorded files of a folder."""
    files = record.files if record else {}
    return {path: digest for path, digest in files.items() if Path(path).is_relative_to(folder)}


def _venv_is_whole(job: Job) -> bool:
    if job.record is None or job.record.id != job.bundle.id:
        return False
    return venv_is_whole(job.computer.places.venv, job.record)


def _put_venv(job: Job, undo: ExitStack) -> None:
    places = job.computer.places
    set_aside(places.venv, undo)
    python, pip = str(places.python), str(job.bundle.pip)
    offline = ("--no-index", "--find-links", str(job.bundle.wheels), "--no-deps", "--no-compile")
    compiled = ("-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash")
    _run(job, sys.executable, "-I", "-m", "venv", "--without-pip", str(places.venv))
    _run(job, python, "-I", pip, "install", "--isolated", *offline, *job.bundle.packages)
    _run(job, python, "-I", *compiled, str(places.venv), may_fail=True)  # old files of pywin32
    _run(job, python, "-I", "-c", _SMOKE)


def _run(job: Job, *command: str, may_fail: bool = False) -> None:
    ended = subprocess.run(
        command,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=_clean_environment(),
        cwd=job.computer.places.root,
        check=False,
    )
    if ended.returncode and not may_fail:
        log = job.computer.places.own / "log" / "pemasangan.txt"
        with told(log):
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_bytes(ended.stdout + ended.stderr)
        raise CannotWrite(
            "Lingkungan Python tidak dapat disiapkan; semuanya dikembalikan seperti semula. "
            f"Mohon serahkan catatan ini kepada petugas TI: {log}"
        )


def _clean_environment() -> dict[str, str]:
    """Without what leads Python or pip elsewhere, the settings of the computer's pip included."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(("PYTHON", "PIP_", "__PYVENV"))
    }
    return {**kept, "PIP_CONFIG_FILE": os.devnull}


# --- settings, registry, add-in -----------------------------------------------------------------


def _conf_is_whole(job: Job) -> bool:
    return _bytes_of(job.computer.places.conf) == conf_bytes(job.computer.places)


def _put_conf(job: Job, undo: ExitStack) -> None:
    _put_file(job.computer.places.conf, conf_bytes(job.computer.places), undo)


def _registry_is_whole(job: Job) -> bool:
    registry = job.computer.registry
    wanted = entries_of(job.computer.places, job.bundle.version)
    return all(registry.read(key, name) == value for key, name, value in wanted)


def _put_registry(job: Job, undo: ExitStack) -> None:
    registry = job.computer.registry
    for key, name, value in entries_of(job.computer.places, job.bundle.version):
        before = registry.read(key, name)
        undo.callback(registry.prune, key)
        with registry_told():
            registry.write(key, name, value)
        if isinstance(before, str):
            undo.callback(registry.write, key, name, before)
        else:
            undo.callback(registry.remove, key, name)


def _addin_is_whole(job: Job) -> bool:
    addin = job.computer.places.addin
    return _bytes_of(addin) == job.bundle.addin and not mark_of(addin).exists()


def _put_addin(job: Job, undo: ExitStack) -> None:
    addin = job.computer.places.addin
    with told(addin):
        mark_of(addin).unlink(missing_ok=True)
    _put_file(addin, job.bundle.addin, undo)


def _put_file(path: Path, data: bytes, undo: ExitStack) -> None:
    before = _bytes_of(path)
    if before is None:
        undo.callback(path.unlink, missing_ok=True)
    else:
        undo.callback(path.write_bytes, before)
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_safely(path, lambda temp: temp.write_bytes(data))


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


@contextmanager
def registry_told() -> Iterator[None]:
    """Turn a registry that refuses into a sentence."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(
            "Windows tidak mengizinkan pendaftaran program di akun ini (HKCU). "
            "Sampaikan kepada petugas TI, lalu jalankan lagi."
        ) from error


PARTS = (
    Part("salinan paket", _package_is_whole, _put_package),
    Part("lingkungan Python", _venv_is_whole, _put_venv),
    Part("setelan", _conf_is_whole, _put_conf),
    Part("pendaftaran di akun Windows", _registry_is_whole, _put_registry),
    Part("add-in di Excel", _addin_is_whole, _put_addin),
)
