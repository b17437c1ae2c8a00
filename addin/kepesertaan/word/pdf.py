"""Word files as PDF: by Word where it is there, else by LibreOffice; told ready once opened.

``to_pdf(documents)`` makes one PDF a document, many in one start of the program. A PDF counts as
made when it was opened again and has pages. Neither program may reach the network or run macros.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from kepesertaan.domain.programs import libreoffice

from .errors import NoPdf
from .pdf_settings import SETTINGS

_AT_ONCE = 100  # documents in one start of the program: command lines have an end
_START, _EACH = 90, 15  # seconds before the program is given up
_SILENT = ("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard",
           "--nolockcheck")  # fmt: skip
_WORD_FILES = "--infilter=MS Word 2007 XML"  # anything else would be printed as text
_NONE = (
    "PDF tidak dibuat: Word dan LibreOffice tidak ada di komputer ini. "
    "Buka dokumennya di komputer yang memiliki Word, lalu simpan sebagai PDF."
)
_FAILED = (
    "PDF dokumen ke-{0} tidak jadi atau tidak dapat dibuka. "
    "Buka dokumen Word-nya, lalu simpan sebagai PDF dari sana."
)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF that was opened. ``maker``: the program that counted its pages."""

    data: bytes = field(repr=False)
    pages: int
    maker: str


def pdf_maker() -> str:
    """The program that would make PDFs here: Word, LibreOffice, or ''."""
    if _has_word():
        return "Word"
    return "LibreOffice" if libreoffice() else ""


def to_pdf(documents: Sequence[bytes], *, destinations: bool = False) -> list[Pdf]:
    """A PDF of each document, in order.

    ``destinations``: keep bookmarks as named destinations, for counting their pages.
    Raises ``NoPdf`` where neither program is there, or a document gives no PDF with pages.
    """
    if not pdf_maker():
        raise NoPdf(_NONE)
    made: list[Pdf] = []
    for start in range(0, len(documents), _AT_ONCE):
        made += _made(documents[start : start + _AT_ONCE], start, destinations)
    return made


def joined(pdfs: Sequence[bytes]) -> Pdf:
    """Many PDFs as one; each keeps the page numbers printed on it. Raises ``NoPdf``."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for data in pdfs:
        writer.append(BytesIO(data), import_outline=False)
    writer.metadata = None
    out = BytesIO()
    writer.write(out)
    return Pdf(out.getvalue(), page_count(out.getvalue()), "Kepesertaan")


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has; 0 for what cannot be opened."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return len(PdfReader(BytesIO(pdf)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return 0


def _made(documents: Sequence[bytes], before: int, destinations: bool) -> list[Pdf]:
    with tempfile.TemporaryDirectory(prefix="kepesertaan-pdf-", ignore_cleanup_errors=True) as temp:
        folder = Path(temp)
        files = [folder / f"{number:04}.docx" for number in range(len(documents))]
        for file, data in zip(files, documents, strict=True):
            file.write_bytes(data)
        made: list[Pdf | None] = [None] * len(files)
        for maker, convert in (("Word", _by_word), ("LibreOffice", _by_libreoffice)):
            left = [file for file, one in zip(files, made, strict=True) if one is None]
            if left:
                convert(left, folder, destinations)
                made = [one or _opened(file, maker) for file, one in zip(files, made, strict=True)]
        for number, one in enumerate(made, before + 1):
            if one is None:
                raise NoPdf(_FAILED.format(number))
        return [one for one in made if one is not None]


def _opened(file: Path, maker: str) -> Pdf | None:
    made = file.with_suffix(".pdf")
    data = made.read_bytes() if made.is_file() else b""
    pages = page_count(data) if data else 0
    return Pdf(data, pages, maker) if pages else None


def _by_libreoffice(files: Sequence[Path], folder: Path, destinations: bool) -> None:
    program = libreoffice()
    if program is None:
        return
    profile = folder / "profil"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    options = {"ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"}}
    kind = "pdf:writer_pdf_Export" + (f":{json.dumps(options)}" if destinations else "")
    own = f"-env:UserInstallation={profile.as_uri()}"
    result = ["--convert-to", kind, "--outdir", str(folder)]
    _run([program, own, *_SILENT, _WORD_FILES, *result, *map(str, files)], len(files))


def _by_word(files: Sequence[Path], folder: Path, destinations: bool) -> None:
    """Word in a process of its own, so that one that waits for an answer can be given up."""
    if _has_word():
        module = "kepesertaan.word.pdf_word"
        kept = "1" if destinations else "0"
        _run([sys.executable, "-m", module, kept, *map(str, files)], len(files))


def _has_word() -> bool:
    if sys.platform != "win32":
        return False
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Word.Application"))
    except OSError:
        return False
    return True


def _run(command: Sequence[str], count: int) -> None:
    """Run a program to its end or for as long as it may take; what it made is looked at later."""
    nowhere = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), nowhere)
    surroundings = os.environ | proxies | {"SAL_USE_VCLPLUGIN": "svp"}
    silent = subprocess.DEVNULL
    process = subprocess.Popen(
        command, stdin=silent, stdout=silent, stderr=silent, env=surroundings,
        start_new_session=True, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip
    try:
        process.wait(_START + _EACH * count)
    except subprocess.TimeoutExpired:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False)
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
