"""Letters as PDF: beside each letter, and all of them in one."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from kepesertaan.files.save import write_new
from kepesertaan.files.windows import reachable


def refuse_no_pdf() -> None:
    """Raise ``NoPdf`` where no program of this computer makes one."""
    from kepesertaan.word.pdf import pdf_maker, to_pdf

    if not pdf_maker():
        to_pdf([b""])


def letter_pdfs(
    letters: Sequence[Path], documents: Sequence[bytes], whole: Path | None
) -> list[Path]:
    """The PDF of each letter and, beside ``whole``, of all of them; those that stand already stay.

    Raises ``NoPdf``, ``CannotWrite`` or ``FileInUse``.
    """
    from kepesertaan.word.pdf import joined, to_pdf

    named = [
        (path.with_suffix(".pdf"), data) for path, data in zip(letters, documents, strict=True)
    ]
    missing = [(path, data) for path, data in named if not reachable(path).exists()]
    for (path, _), pdf in zip(missing, to_pdf([data for _, data in missing]), strict=True):
        _save(path, pdf.data)
    made = [path for path, _ in named]
    if whole is not None:
        together = whole.with_suffix(".pdf")
        if not reachable(together).exists():
            _save(together, joined([reachable(path).read_bytes() for path in made]).data)
        made.append(together)
    return made


def _save(path: Path, data: bytes) -> None:
    with contextlib.suppress(FileExistsError):  # a colleague made it just now
        write_new(path, data)
