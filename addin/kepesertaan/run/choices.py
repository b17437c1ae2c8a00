"""The options that several commands share: for the command line, and for its page in the guide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from kepesertaan.actions.registry import Action, Needs

# Which commands have an option, by what their action needs.
_ALL: frozenset[Needs] = frozenset(get_args(Needs))
_CHECKED: frozenset[Needs] = frozenset({"peserta", "piutang"})  # tables are looked for in a book
_READ: frozenset[Needs] = _CHECKED | {"surat"}  # tables are read, for results of any kind
_TEMPLATES: frozenset[Needs] = frozenset({"templat", "kunjungan"})
_CHANGED: frozenset[Needs] = frozenset({"peserta", "temuan"})  # a whole book is written again
_MAKE_BOOKS: frozenset[Needs] = _READ | {"temuan", "telepon", "kunjungan", "msib", "target"}
_LOCKED: frozenset[Needs] = _MAKE_BOOKS | _TEMPLATES  # may have a password


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: its ``flag``, and the ``name`` its value is given under.

    ``needs``: which commands have it. Without ``is_flag`` it has a value, a folder where
    ``is_path``; ``is_many``: any number of them; ``only_writes``: of those commands only the ones
    that write into a workbook.
    """

    flag: str
    name: str
    help: str
    needs: frozenset[Needs]
    is_flag: bool = False
    is_many: bool = False
    is_path: bool = False
    only_writes: bool = False

    def applies(self, action: Action) -> bool:
        """Whether the command of the action has this option."""
        return action.needs in self.needs and (action.writes or not self.only_writes)


CHOICES = (
    Choice("--json", "as_json", "Satu objek JSON di keluaran.", _ALL, is_flag=True),
    Choice(
        "--uji",
        "dry",
        "Hanya menghitung; tidak ada berkas yang ditulis.",
        _MAKE_BOOKS | {"jurnal", "laporan"},
        is_flag=True,
    ),
    Choice(
        "--lembar", "lembar", "Hanya lembar ini (boleh diulang).", _READ | _TEMPLATES, is_many=True
    ),
    Choice(
        "--kolom",
        "kolom",
        "Kolom sebuah isian bila judul tak jelas: nik=D.",
        _READ,
        is_many=True,
    ),
    Choice(
        "--keluar",
        "keluar",
        "Folder hasil; tanpa ini folder HASIL di samping berkas.",
        _LOCKED | {"laporan"},
        is_path=True,
    ),
    Choice(
        "--per",
        "today",
        "Tanggal pemeriksaan, daftar, surat, atau telepon: 2026-11-22; tanpa ini hari ini.",
        _MAKE_BOOKS,
    ),
    Choice(
        "--sandi",
        "ask_password",
        "Tanyakan kata sandi berkas yang dikunci; tidak terlihat.",
        _LOCKED,
        is_flag=True,
    ),
    Choice(
        "--salinan",
        "copy",
        "Bila hasil sudah ada atau sedang dibuka, tulis di samping.",
        _CHECKED | {"target"},
        is_flag=True,
    ),
    Choice(
        "--di-tempat",
        "in_place",
        "Ubah berkas aslinya; dicadangkan lebih dahulu.",
        _CHANGED,
        is_flag=True,
        only_writes=True,
    ),
    Choice(
        "--ambil-alih",
        "take_over",
        "Ambil alih kunci lama dari komputer lain.",
        _CHANGED | {"jurnal"},
        is_flag=True,
    ),
)
