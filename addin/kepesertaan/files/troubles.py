"""Which trouble an ``OSError`` is, and the one Indonesian sentence a user gets for it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kepesertaan.domain.errors import CannotWrite, FileInUse, KepesertaanError, UnreadableInput

from .windows import TROUBLE_OF_WINERROR

TROUBLE_OF_ERRNO = {
    getattr(errno, name): kind
    for kind, names in {
        "in use": "EBUSY ETXTBSY EAGAIN EDEADLK",
        "no right": "EACCES EPERM",
        "read-only disk": "EROFS",
        "full": "ENOSPC EDQUOT EFBIG",
        "exists": "EEXIST",
        "too long": "ENAMETOOLONG",
        "gone": "ESTALE EHOSTDOWN EHOSTUNREACH ENETDOWN ENETUNREACH ENOTCONN ECONNRESET "
        "ECONNABORTED ETIMEDOUT ENODEV ENXIO ENOMEDIUM",
    }.items()
    for name in names.split()
    if hasattr(errno, name)
}

SENTENCES = {
    "in use": "{name} sedang dipakai program lain; tutup dahulu, lalu jalankan lagi.",
    "read-only": "{name} bertanda hanya-baca sehingga tidak diubah; "
    "hapus tanda itu pada Properti file atau simpan sebagai salinan.",
    "no right": "Anda tidak berhak menulis di folder {folder}; {name} belum disimpan. "
    "Mintalah hak tulis atau pilih folder lain.",
    "read-only disk": "Folder {folder} hanya dapat dibaca; {name} belum disimpan. "
    "Pilih folder lain.",
    "full": "Ruang simpan di folder {folder} penuh; {name} belum disimpan. "
    "Kosongkan ruang, lalu jalankan lagi.",
    "too long": "Alamat {name} di folder {folder} terlalu panjang untuk disimpan; "
    "pendekkan nama file atau pindahkan ke folder yang lebih dekat.",
    "gone": "Folder {folder} tidak dapat dijangkau; {name} belum disimpan. "
    "Periksa sambungan ke folder bersama, lalu jalankan lagi.",
    "not a file": "{name} bukan file biasa sehingga tidak diubah; pilih file buku kerja.",
    "exists": "{name} sudah ada di folder {folder} dan tidak ditimpa; pakai nama lain.",
    "changed": "{name} sudah diubah orang lain sejak dibaca; tidak ada yang disimpan. "
    "Jalankan lagi agar isi terbaru yang dipakai.",
    "unsound": "{name} tidak tersimpan utuh pada penyimpanan dan tidak dipakai; "
    "isi semula tetap ada. Jalankan lagi.",
    "unknown": "{name} tidak dapat disimpan karena gangguan pada penyimpanan (kode {code}); "
    "isi semula tetap ada. Jalankan lagi, dan bila berulang laporkan kepada petugas TI.",
}

READ_SENTENCES = {
    "in use": "{name} sedang dipakai program lain sehingga tidak dapat dibaca; tutup dahulu, "
    "lalu jalankan lagi.",
    "no right": "Anda tidak berhak membaca {name} di folder {folder}; mintalah hak baca.",
    "too long": "Alamat {name} di folder {folder} terlalu panjang; pendekkan nama file atau "
    "pindahkan ke folder yang lebih dekat.",
    "gone": "{name} tidak dapat dibaca karena folder {folder} tidak dapat dijangkau. "
    "Periksa sambungan ke folder bersama, lalu jalankan lagi.",
    "missing": "{name} tidak dapat dibaca; periksa apakah file dan foldernya masih ada.",
    "unknown": "{name} tidak dapat dibaca karena gangguan pada penyimpanan (kode {code}). "
    "Jalankan lagi, dan bila berulang laporkan kepada petugas TI.",
}


def plain(path: Path) -> str:
    """A path as the user knows it, without the prefix for long Windows paths."""
    return str(path).replace("\\\\?\\UNC\\", "\\\\").replace("\\\\?\\", "")


def refusal(kind: str, path: Path, code: int = 0) -> KepesertaanError:
    """``FileInUse`` or ``CannotWrite`` for a trouble of ``SENTENCES`` with ``path``."""
    sentence = _filled(SENTENCES[kind], path, code)
    return FileInUse(sentence) if kind == "in use" else CannotWrite(sentence)


def _filled(sentence: str, path: Path, code: int) -> str:
    name, folder = path.name, plain(path.parent)
    return sentence.format(
        name=name if len(name) <= 80 else name[:77] + "…",
        folder=folder if len(folder) <= 100 else "…" + folder[-99:],
        code=code,
    )


def trouble_of(error: OSError, folder_there: bool = True) -> str:
    """The key of ``SENTENCES``; a missing name is a missing folder when the folder is not there."""
    winerror = getattr(error, "winerror", None)
    if winerror in TROUBLE_OF_WINERROR:
        return TROUBLE_OF_WINERROR[winerror]
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return "unknown" if folder_there else "gone"
    return TROUBLE_OF_ERRNO.get(error.errno or 0, "unknown")


def explained(error: OSError, path: Path) -> KepesertaanError:
    """The error for the user when ``path`` could not be written."""
    return refusal(trouble_of(error, _is_there(path.parent)), path, _code(error))


def unreadable(error: OSError, path: Path) -> KepesertaanError:
    """``UnreadableInput`` or ``FileInUse``: the error for the user when ``path`` was not read."""
    kind = trouble_of(error, _is_there(path.parent))
    if error.errno in (errno.ENOENT, errno.ENOTDIR) and kind == "unknown":
        kind = "missing"
    sentence = _filled(READ_SENTENCES.get(kind, READ_SENTENCES["unknown"]), path, _code(error))
    return FileInUse(sentence) if kind == "in use" else UnreadableInput(sentence)


def _code(error: OSError) -> int:
    return getattr(error, "winerror", None) or error.errno or 0


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn every ``OSError`` of the block into a sentence on ``path``, which is only read."""
    try:
        yield
    except OSError as error:
        raise unreadable(error, path) from error


@contextmanager
def told(path: Path, passing: type[OSError] | None = None) -> Iterator[None]:
    """Turn every ``OSError`` of the block, but one of ``passing``, into a sentence on ``path``."""
    try:
        yield
    except OSError as error:
        if passing and isinstance(error, passing):
            raise
        raise explained(error, path) from error
