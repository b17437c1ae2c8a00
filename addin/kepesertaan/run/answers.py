"""Which column holds which field, as a person once answered: remembered for each layout.

One small file a layout in the user's own folder; it holds headings' fingerprints and column
letters, no data of anybody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from kepesertaan.files.save import replace_safely

from .own import own_folder

_LATER = "ditanyakan"  # the field whose column the person is going to click on


def answers_for(heading: Sequence[str]) -> dict[str, str]:
    """Field to column letter, for sheets with these heading texts."""
    return {field: letter for field, letter in _read(heading).items() if field != _LATER}


def keep_answer(heading: Sequence[str], field: str, letter: str) -> None:
    """Remember an answer. Raises ``CannotWrite``."""
    known = {name: said for name, said in _read(heading).items() if name != _LATER}
    _write(heading, known | {field: letter})


def ask_later(heading: Sequence[str], field: str) -> None:
    """Remember that the person will click on the column of a field. Raises ``CannotWrite``."""
    _write(heading, _read(heading) | {_LATER: field})


def asked_field(heading: Sequence[str]) -> str | None:
    """The field whose column the person was asked to click on."""
    return _read(heading).get(_LATER)


def _path(heading: Sequence[str]) -> Path:
    known = hashlib.sha256("\n".join(heading).encode("utf-8", "replace")).hexdigest()[:16]
    return own_folder() / "kolom" / f"{known}.json"


def _read(heading: Sequence[str]) -> dict[str, str]:
    try:
        said = json.loads(_path(heading).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _write(heading: Sequence[str], said: dict[str, str]) -> None:
    path = _path(heading)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(said, ensure_ascii=False, indent=1)
    replace_safely(path, lambda temp: temp.write_text(text, encoding="utf-8"))
