"""The options that several commands share: for the command line, and for its page in the guide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kepesertaan.actions.registry import Action

_TABLES = ("peserta", "piutang")  # what looks for tables in a workbook
_READS = (*_TABLES, "surat")  # what reads them, each with results of its own kind
_WHOLE_BOOKS = (*_TABLES, "temuan")  # what runs on whole workbooks and has a result of its own


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: its ``flag``, the ``name`` its value is given under, and which commands have it.

    Without ``is_flag`` it has a value, a folder where ``is_path``; ``is_many``: any number of them.
    """

    flag: str
    name: str
    help: str
    applies: Callable[[Action], bool]
    is_flag: bool = False
    is_many: bool = False
    is_path: bool = False


def _always(_action: Action) -> bool:
    return True


def _checks(action: Action) -> bool:
    return action.needs in _TABLES


def _reads(action: Action) -> bool:
    return action.needs in _READS


def _names_result(action: Action) -> bool:
    return _checks(action) or action.needs == "target"


def _makes_books(action: Action) -> bool:
    return action.needs in (*_WHOLE_BOOKS, "telepon", "surat", "kunjungan", "msib", "target")


def _works_with_templates(action: Action) -> bool:
    return action.needs in ("templat", "kunjungan")


def _names_sheets(action: Action) -> bool:
    return _reads(action) or _works_with_templates(action)


def _unlocks(action: Action) -> bool:
    return _makes_books(action) or _works_with_templates(action)


def _names_folder(action: Action) -> bool:
    return _unlocks(action) or action.needs == "laporan"


def _has_result(action: Action) -> bool:
    return action.needs in _WHOLE_BOOKS


def _checks_or_writes(action: Action) -> bool:
    return (
        action.writes
        or _reads(action)
        or action.needs in ("telepon", "kunjungan", "msib", "laporan", "target")
    )


def _locks(action: Action) -> bool:
    return action.writes or action.needs in ("peserta", "temuan")


def _writes_whole_books(action: Action) -> bool:
    return action.writes and _has_result(action)


CHOICES = (
    Choice("--json", "as_json", "Satu objek JSON di keluaran.", _always, is_flag=True),
    Choice(
        "--uji",
        "dry",
        "Hanya menghitung; tidak ada berkas yang ditulis.",
        _checks_or_writes,
        is_flag=True,
    ),
    Choice("--lembar", "lembar", "Hanya lembar ini (boleh diulang).", _names_sheets, is_many=True),
    Choice(
        "--kolom",
        "kolom",
        "Kolom sebuah isian bila judul tak jelas: nik=D.",
        _reads,
        is_many=True,
    ),
    Choice(
        "--keluar",
        "keluar",
        "Folder hasil; tanpa ini folder HASIL di samping berkas.",
        _names_folder,
        is_path=True,
    ),
    Choice(
        "--per",
        "today",
        "Tanggal pemeriksaan, daftar, surat, atau telepon: 2026-11-22; tanpa ini hari ini.",
        _makes_books,
    ),
    Choice(
        "--sandi",
        "ask_password",
        "Tanyakan kata sandi berkas yang dikunci; tidak terlihat.",
        _unlocks,
        is_flag=True,
    ),
    Choice(
        "--salinan",
        "copy",
        "Bila hasil sudah ada atau sedang dibuka, tulis di samping.",
        _names_result,
        is_flag=True,
    ),
    Choice(
        "--di-tempat",
        "in_place",
        "Ubah berkas aslinya; dicadangkan lebih dahulu.",
        _writes_whole_books,
        is_flag=True,
    ),
    Choice(
        "--ambil-alih",
        "take_over",
        "Ambil alih kunci lama dari komputer lain.",
        _locks,
        is_flag=True,
    ),
)
