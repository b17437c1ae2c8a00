"""Our own bugs, written whole to a log for IT, without a value of anybody's data."""

from __future__ import annotations

import re
from pathlib import Path

from .own import own_folder


def note_for_it(bug: BaseException | str) -> str:
    """Write a bug or its traceback, values left out, where IT can be given it.

    The sentence that says where; also where nothing can be written.
    """
    import traceback  # only where there is a bug, as what follows it

    text = bug if isinstance(bug, str) else "".join(traceback.format_exception(bug))
    try:
        return f"Mohon serahkan catatan ini kepada petugas TI: {_write_log(without_values(text))}"
    except OSError:
        return "Catatannya tidak dapat ditulis; mohon hubungi petugas TI."


def bug_in(name: str, bug: str) -> str:
    """What is said of a bug that a file brought out."""
    return f"{name}: terjadi kesalahan di aplikasi ini. {note_for_it(bug)}"


def without_values(text: str) -> str:
    """A traceback without the exception's message, which may hold personal data.

    >>> without_values("Traceback:\\n  File x\\nKeyError: 'BUDI'")
    'Traceback:\\n  File x\\nKeyError'
    """
    lines, in_frames = [], False
    for line in text.splitlines():
        if line.startswith(("Traceback", "During", "The above")):
            in_frames = True
        elif in_frames and line and not line.startswith(" "):
            lines.append(line.split(":")[0])
            in_frames = False
        if in_frames:
            lines.append(re.sub(r"\d{6,}", "######", line))
    return "\n".join(lines)


def _write_log(text: str) -> Path:
    import tempfile

    folder = own_folder() / "log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir())
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=folder, prefix="kesalahan-", suffix=".txt", delete=False
    ) as file:
        file.write(text)
    return Path(file.name)
