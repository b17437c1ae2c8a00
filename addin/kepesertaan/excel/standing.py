"""How a book stands before a button works: where it is, what may be done to it, what is missing."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kepesertaan.domain.errors import ExcelNotReady

from . import api
from .patience import is_busy, patient_for
from .troubles import excel_errors

NO_BOOK = "Belum ada buku kerja yang terbuka. Buka berkas peserta, lalu klik tombol ini lagi."
CLOSED = (
    "Buku kerja ini sudah tidak terbuka. Buka lagi, lalu klik tombol ini. "
    "Belum ada data yang diubah."
)
TYPING = (
    "Anda sedang mengetik di sebuah sel. Tekan Enter atau Esc, lalu klik tombol ini lagi. "
    "Belum ada data yang diubah."
)
PROTECTED_VIEW = (
    "Berkas ini dibuka dalam Tampilan Terproteksi. Klik Aktifkan Pengeditan di atas lembar, "
    "lalu klik tombol ini lagi."
)
NO_WINDOW = (
    "Tidak ada buku kerja yang dapat diubah. Buka berkas peserta, atau klik Aktifkan Pengeditan "
    "bila berkasnya ada dalam Tampilan Terproteksi, lalu klik tombol ini lagi."
)
UNSAVED = "Simpan dulu buku kerja ini (Ctrl+S), supaya hasil dan cadangan punya tempat."
SETTINGS = (
    "Buku kerja ini memuat lembar kepesertaan.conf, yang dapat menjalankan program lain. "
    "Hapus lembar itu, lalu klik tombol ini lagi. Belum ada data yang diubah."
)
ON_PATH = (
    "Pemasangan Kepesertaan di komputer ini ikut menjalankan program dari folder buku kerja. "
    "Jalankan pemasangannya sekali lagi, atau hubungi petugas TI. Belum ada data yang diubah."
)
UNREACHABLE = (
    "Folder buku kerja ini tidak dapat dibuka. Periksa jaringan; "
    "pekerjaan di komputer ini tetap bisa dilanjutkan."
)
_AT_START = 1.0  # seconds for a busy Excel before anything is done


@dataclass(frozen=True, slots=True)
class Standing:
    """One open book. ``folder``: None when it is not in a folder of this PC or a share."""

    name: str
    address: str  # of its folder, as Excel has it; "" when it was never saved
    folder: Path | None
    is_read_only: bool
    is_shared: bool
    is_structure_locked: bool

    @property
    def path(self) -> Path | None:
        """The book's own file."""
        return self.folder / self.name if self.folder else None

    @property
    def is_closed_to_us(self) -> bool:
        """Whether nothing may be written into the book."""
        return self.is_read_only or self.is_shared


def refuse_busy(app: Any) -> None:
    """Raises ``ExcelNotReady`` while the user types in a cell, or what is in front is protected."""
    try:
        with patient_for(_AT_START):
            ready = api.is_ready(app)
            protected = api.is_protected_view(app)
    except OSError:  # only a window with a book answers for its Excel
        raise ExcelNotReady(NO_WINDOW) from None
    except excel_errors():
        raise ExcelNotReady(TYPING) from None
    if not ready:
        raise ExcelNotReady(TYPING)
    if protected:
        raise ExcelNotReady(PROTECTED_VIEW)


def open_book(app: Any, name: str) -> Any:
    """The open book of a name. Raises ``ExcelNotReady`` when there is none, or Excel is busy."""
    try:
        return app.books[name]
    except KeyError as lost:  # xlwings says so of every error
        if lost.__context__ is not None and is_busy(lost.__context__):
            raise ExcelNotReady(TYPING) from None
        raise ExcelNotReady(CLOSED if len(app.books) else NO_BOOK) from None


def refuse_settings(book: Any) -> None:
    """Raises ``ExcelNotReady`` for a book that could have chosen what xlwings' RunPython runs.

    The add-in looks before it starts Python; this is for a click that came past it.
    """
    if api.sheet_named(api.sheets_of(book), "kepesertaan.conf") is not None:
        raise ExcelNotReady(SETTINGS)
    address = api.book_path(book)
    places = {address, str(Path(address, book.name).with_suffix(".zip"))}
    known = {os.path.normcase(path) for path in sys.path}
    if address and known & {os.path.normcase(place) for place in places}:
        raise ExcelNotReady(ON_PATH)


def read_standing(book: Any) -> Standing:
    """How the book stands. Raises ``ExcelNotReady`` for one that was never saved, or is lost."""
    address = api.book_path(book)
    if not address:
        raise ExcelNotReady(UNSAVED)
    folder = None if "://" in address else Path(address)
    if folder is not None and not folder.is_dir():
        raise ExcelNotReady(UNREACHABLE)
    return Standing(
        book.name,
        address,
        folder,
        api.is_read_only(book),
        api.is_shared(book),
        api.has_locked_structure(book),
    )
