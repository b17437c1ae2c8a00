"""A Word document laid out as PDF by LibreOffice, with bookmarks as named destinations."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from kepesertaan.domain.errors import CannotWrite

_FILTER = (
    'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
)
_SECONDS = 180


def _program() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    there = Path(r"C:\Program Files\LibreOffice\program\soffice.exe")
    return found or (str(there) if sys.platform == "win32" and there.exists() else None)


def can_lay_out() -> bool:
    """Whether LibreOffice is here."""
    return _program() is not None


def lay_out(data: bytes) -> bytes:
    """The PDF of a .docx. Raises ``CannotWrite`` where LibreOffice does not make one."""
    with TemporaryDirectory(prefix="kepesertaan-") as folder:
        source = Path(folder) / "laporan.docx"
        source.write_bytes(data)
        profile = (Path(folder) / "profil").as_uri()
        command = [
            _program() or "soffice", f"-env:UserInstallation={profile}", "--headless",
            "--convert-to", _FILTER, "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            pass
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise CannotWrite("LibreOffice tidak dapat menata dokumen ini; tutup, lalu ulangi.")
        return made.read_bytes()
