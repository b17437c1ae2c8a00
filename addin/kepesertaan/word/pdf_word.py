"""Word files as PDF by Word itself, in a process of its own.

``python -m kepesertaan.word.pdf_word 0|1 FILE.docx …`` writes FILE.pdf beside each; 1 keeps
bookmarks. Word runs unseen, opens files read-only, and runs no macros.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_PDF = 17  # wdExportFormatPDF
_NO_BOOKMARKS, _WORD_BOOKMARKS = 0, 2  # wdExportCreateBookmarks
_NO_MACROS = 3  # msoAutomationSecurityForceDisable
_NOT_SAVED = 0  # wdDoNotSaveChanges


def export(word: Any, files: Sequence[Path], destinations: bool) -> int:
    """Let a Word application write a PDF of each file; how many it did not open or write.

    The application is ended afterwards.
    """
    failed = 0
    try:
        word.Visible = False
        word.DisplayAlerts = 0
        word.AutomationSecurity = _NO_MACROS
        for file in files:
            failed += not _export_one(word, file, destinations)
    finally:
        word.Quit(_NOT_SAVED)
    return failed


def _export_one(word: Any, file: Path, destinations: bool) -> bool:
    document = None
    try:
        document = word.Documents.OpenNoRepairDialog(
            FileName=str(file), ConfirmConversions=False, ReadOnly=True, AddToRecentFiles=False
        )
        document.ExportAsFixedFormat(
            OutputFileName=str(file.with_suffix(".pdf")),
            ExportFormat=_PDF,
            OpenAfterExport=False,
            CreateBookmarks=_WORD_BOOKMARKS if destinations else _NO_BOOKMARKS,
        )
    except Exception:  # noqa: BLE001  # whatever Word says: the next file may do
        return False
    finally:
        if document is not None:
            with contextlib.suppress(Exception):
                document.Close(_NOT_SAVED)
    return True


def main(arguments: Sequence[str]) -> int:
    """The command line above."""
    import pythoncom
    import win32com.client

    pythoncom.CoInitialize()
    word = win32com.client.DispatchEx("Word.Application")
    return export(word, [Path(name) for name in arguments[1:]], arguments[0] == "1")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
