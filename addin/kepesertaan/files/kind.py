"""What a file really is, judged by its content; the extension is only compared with it."""

from __future__ import annotations

import re
import stat
from io import BytesIO
from pathlib import Path
from typing import Literal, TypeAlias

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.files.archive import Archive
from kepesertaan.files.biff import is_locked
from kepesertaan.files.limits import MOST_PACKED
from kepesertaan.files.ole2 import MAGIC, Compound, DamagedCompoundError, open_compound
from kepesertaan.files.unlock import locked
from kepesertaan.files.zipread import read_archive

# "locked": a compound file whose workbook has a password; ``unlock`` opens it.
Kind: TypeAlias = Literal["xlsx", "xls", "xlsb", "ods", "csv", "html", "xml2003", "mhtml", "locked"]

MOST_BYTES = 100 * 1024**2  # of what is no zip file: its readers hold it as a whole
_HEAD_BYTES = 65_536
_OWNER_MARKS = ("~$", ".~")

_CONTENTS: dict[Kind, str] = {
    "xlsx": "buku kerja Excel (.xlsx)",
    "xls": "buku kerja Excel lama (.xls)",
    "xlsb": "buku kerja Excel biner (.xlsb)",
    "ods": "lembar kerja OpenDocument (.ods)",
    "csv": "teks bertabel (CSV)",
    "html": "halaman web",
    "xml2003": "lembar kerja XML 2003",
    "mhtml": "arsip halaman web (MHTML)",
}
_SUFFIXES: dict[Kind, tuple[str, ...]] = {
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "xls": (".xls", ".xlt"),
    "xlsb": (".xlsb",),
    "ods": (".ods", ".ots"),
    "csv": (".csv", ".txt", ".tsv", ".tab"),
    "html": (".html", ".htm"),
    "xml2003": (".xml",),
    "mhtml": (".mht", ".mhtml"),
}
_ANCIENT = "buku kerja Excel sebelum tahun 1993"
_OTHER_MAGIC = (  # what people attach by mistake
    (b"%PDF", "dokumen PDF"),
    (b"{\\rtf", "dokumen RTF"),
    (b"\x89PNG", "gambar"),
    (b"\xff\xd8\xff", "gambar"),
    (b"GIF8", "gambar"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf\x27\x1c", "arsip 7-Zip"),
    (b"\x1f\x8b", "arsip gzip"),
    (b"MZ", "program"),
    (b"\x09\x00\x04\x00", _ANCIENT),
    (b"\x09\x02\x06\x00", _ANCIENT),
    (b"\x09\x04\x06\x00", _ANCIENT),
)
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|tr|meta|style|div)(?![\w:.-])", re.IGNORECASE
)
_XML2003 = re.compile(r"urn:schemas-microsoft-com:office:spreadsheet|progid=.Excel\.Sheet", re.I)
_WORKBOOK = re.compile(r"<(?:\w+:)?Workbook\b")
_TABLE = re.compile(r"<table(?![\w:.-])[^>]*>.*?<t[rdh](?![\w:.-])", re.IGNORECASE | re.DOTALL)
_MHTML = re.compile(r"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_HEADER_LINE = re.compile(r"[\w-]+:")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_MOST_CONTROL = 0.01  # share of control characters above which it is no text


def open_kind(path: Path, most_bytes: int | None = None) -> tuple[Kind, Archive | None]:
    """The kind of a workbook by its content, and of an .xlsx its zip file, open and judged.

    Raises ``UnreadableInput`` for what is none: missing, folder, empty, owner file of an open
    workbook, truncated, something else altogether, or too large: more than ``most_bytes``, else
    ``MOST_PACKED`` for zip files and ``MOST_BYTES`` for all others.
    """
    head = _read_head(path, most_bytes)
    if head.startswith(MAGIC):
        return _judge_compound(path), None
    if _is_zip(head):
        return _judge_zip(path, head if len(head) < _HEAD_BYTES else None)
    return _judge_text(path, head), None


def kind_of_unlocked(path: Path, data: bytes) -> Kind:
    """The kind of a workbook that was locked; raises ``UnreadableInput`` likewise."""
    return "xls" if data.startswith(MAGIC) else _judge_zip(path, data)[0]


def mismatch(path: Path, kind: Kind) -> str | None:
    """An Indonesian note when the name says another kind than the content, else None."""
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES[kind]:
        return None
    named = f"namanya {suffix}" if suffix else "namanya tanpa akhiran"
    return f"{path.name}: {named}, isinya {_CONTENTS[kind]}."


def decode_head(head: bytes) -> str:
    """The beginning of a text file as text, good enough to tell what it is (never fails)."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if looks_utf16(head):
        return head.decode(looks_utf16(head) or "", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def looks_utf16(data: bytes) -> str | None:
    """Codec of UTF-16 without a mark, told by where the NUL bytes stand; None when it is not."""
    sample = data[:4096]
    half = len(sample) // 2
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if half and high > 0.4 * half and low < 0.05 * half:
        return "utf-16-le"
    if half and low > 0.4 * half and high < 0.05 * half:
        return "utf-16-be"
    return None


def _is_zip(head: bytes) -> bool:
    return b"PK\x03\x04" in head[:4096] or head.startswith(b"PK\x05\x06")


def _read_head(path: Path, most_bytes: int | None) -> bytes:
    if path.name.startswith(_OWNER_MARKS):
        raise UnreadableInput(
            f"{path.name} hanya penanda bahwa berkas itu sedang dibuka orang. "
            "Pilih berkas aslinya, tanpa tanda di depan namanya."
        )
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableInput(f"{path.name} adalah folder. Pilih berkas di dalamnya.")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableInput(f"{path.name} bukan berkas biasa. Pilih sebuah buku kerja.")
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        most = MOST_PACKED if _is_zip(head) else MOST_BYTES
        _judge_size(path, status.st_size, most_bytes or most)
        return head
    except OSError as trouble:
        raise UnreadableInput(
            f"{path.name} tidak dapat dibuka: {_why(trouble)}. Periksa letak dan izin berkas itu."
        ) from None


def _why(trouble: OSError) -> str:
    if isinstance(trouble, FileNotFoundError):
        return "berkasnya tidak ada"
    if isinstance(trouble, PermissionError):
        return "Anda tidak diberi izin, atau berkas sedang dipakai"
    return trouble.strerror or "tidak terbaca"


def _judge_size(path: Path, size: int, most_bytes: int) -> None:
    if size == 0:
        raise UnreadableInput(f"{path.name} kosong (0 byte). Minta salinan yang utuh.")
    if size > most_bytes:
        raise UnreadableInput(
            f"{path.name} terlalu besar: {size / 1024**2:.0f} MB, batasnya "
            f"{most_bytes / 1024**2:.0f} MB. Bagi datanya menjadi beberapa berkas."
        )


def _judge_compound(path: Path) -> Kind:
    try:
        compound = open_compound(path.read_bytes())
        return _judge_streams(path, compound)
    except DamagedCompoundError:
        raise UnreadableInput(
            f"{path.name} rusak atau terpotong. Minta salinan yang utuh."
        ) from None


def _judge_streams(path: Path, compound: Compound) -> Kind:
    if compound.has("EncryptionInfo"):
        return "locked"
    if compound.has("EncryptedPackage") or compound.has("\tDRMContent"):
        raise UnreadableInput(
            f"{path.name} dilindungi hak akses kantor (label atau IRM). Minta pemiliknya "
            "menyimpan salinan tanpa perlindungan itu."
        )
    if compound.has("Workbook") or compound.has("Book"):
        return "locked" if is_locked(compound) else "xls"
    raise _not_a_workbook(path, "dokumen Word" if compound.has("WordDocument") else "dokumen lain")


def _judge_zip(path: Path, data: bytes | None = None) -> tuple[Kind, Archive | None]:
    archive = read_archive(path, file=None if data is None else BytesIO(data))
    kind: Kind | None = None
    try:
        kind = _kind_of(path, archive)
    finally:
        if kind != "xlsx":
            archive.file.close()
    return kind, archive if kind == "xlsx" else None


def _kind_of(path: Path, archive: Archive) -> Kind:
    names = archive.by_name.keys()
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "[content_types].xml" not in names:
        return _judge_open_document(path, archive)
    for folder, what in (("word/", "dokumen Word"), ("ppt/", "presentasi")):
        if any(name.startswith(folder) for name in names):
            raise _not_a_workbook(path, what)
    if "[content_types].xml" in names:
        return "xlsx"
    raise _not_a_workbook(path, "arsip ZIP")


def _judge_open_document(path: Path, archive: Archive) -> Kind:
    def text_of(name: str) -> bytes:
        entry = archive.by_name.get(name)
        return b"".join(archive.chunks(entry)) if entry and entry.size < _HEAD_BYTES else b""

    if b"encryption-data" in text_of("meta-inf/manifest.xml"):
        raise locked(path)
    kind = text_of("mimetype")
    if kind and b"spreadsheet" not in kind:
        raise _not_a_workbook(path, "dokumen OpenDocument lain")
    return "ods"


def _judge_text(path: Path, head: bytes) -> Kind:
    text = decode_head(head)
    if "\0" in text or len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        known = (what for magic, what in _OTHER_MAGIC if head.startswith(magic))
        raise _not_a_workbook(path, next(known, "data biner yang tidak dikenal"))
    if text.startswith(("%PDF", "{\\rtf")):
        raise _not_a_workbook(path, "dokumen PDF" if text.startswith("%") else "dokumen RTF")
    beginning = text.lstrip("\ufeff \t\r\n")[:8192]
    if _HEADER_LINE.match(beginning) and _MHTML.search(beginning):
        return "mhtml"
    if beginning.startswith("<"):
        return _judge_markup(path, beginning)
    return "html" if _TABLE.search(text) else "csv"


def _judge_markup(path: Path, beginning: str) -> Kind:
    if _XML2003.search(beginning) and _WORKBOOK.search(beginning):
        return "xml2003"
    if _HTML.search(beginning):
        return "html"
    if beginning.startswith("<?xml"):
        raise _not_a_workbook(path, "berkas XML jenis lain")
    return "csv"


def _not_a_workbook(path: Path, what: str) -> UnreadableInput:
    return UnreadableInput(
        f"{path.name} bukan buku kerja: isinya {what}. "
        "Pilih berkas Excel (.xlsx, .xls), .ods, atau .csv."
    )
