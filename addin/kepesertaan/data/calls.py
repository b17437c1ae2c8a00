"""The words for calls (calls.toml) as plain data, looked through for mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from .loader import bad_data, load_toml

_LONGEST_LIST = 255  # letters of a drop-down written out in a cell
_TRUTHS = ("reached", "bad_number", "promise", "pause")
_trouble = partial(bad_data, "calls.toml")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a drop-down. ``days``: working days until the next action, 0 for none."""

    word: str
    days: int
    reached: bool = False
    bad_number: bool = False
    promise: bool = False
    pause: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Outcomes (Hasil) and next steps (Tindak lanjut) by word, in the order of the drop-downs."""

    outcomes: dict[str, Word]
    steps: dict[str, Word]
    joint_leave_is_free: bool


@cache
def call_words() -> Words:
    """Those of calls.toml. Raises ``UnreadableInput`` where the file is not as it must be."""
    return read_words(load_toml("calls"))


def read_words(said: dict[str, Any]) -> Words:
    """The same from what was read of the file."""
    free = said.get("calendar", {}).get("joint_leave_is_free")
    if not isinstance(free, bool):
        raise _trouble("[calendar] joint_leave_is_free harus true atau false")
    return Words(_listed(said, "outcome"), _listed(said, "step"), free)


def _listed(said: dict[str, Any], kind: str) -> dict[str, Word]:
    rows = said.get(kind, [])
    words = [_word(row, kind) for row in rows]
    texts = [word.word for word in words]
    if not texts or len(set(texts)) < len(texts):
        raise _trouble(f"[[{kind}]] kosong, atau satu kata ada dua kali")
    if len(",".join(texts)) > _LONGEST_LIST:
        raise _trouble(f"semua kata [[{kind}]] bersama-sama lebih dari {_LONGEST_LIST} huruf")
    return {word.word: word for word in words}


def _word(row: dict[str, Any], kind: str) -> Word:
    text, days = row.get("word"), row.get("days")
    if not isinstance(text, str) or not text.strip() or "," in text:
        raise _trouble(f"[[{kind}]]: word harus kata tanpa koma")
    if type(days) is not int or not 0 <= days <= 60:
        raise _trouble(f"'{text}': days harus 0 sampai 60")
    truths = {name: row[name] for name in _TRUTHS if name in row}
    if not all(isinstance(value, bool) for value in truths.values()):
        raise _trouble(f"'{text}': {', '.join(_TRUTHS)} harus true atau false")
    return Word(text.strip(), days, **truths)
