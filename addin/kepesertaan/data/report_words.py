"""What periksa-laporan looks for (laporan.toml) as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from kepesertaan.domain.errors import UnreadableInput

from .loader import load_toml


@dataclass(frozen=True, slots=True)
class ReportWords:
    """All words in lower case but the right forms and the words to write."""

    wrong: dict[str, str]
    watched: tuple[str, ...]
    right: frozenset[str]
    leftovers: tuple[str, ...]
    broken: tuple[str, ...]
    prompts: tuple[str, ...]
    hints: tuple[str, ...]
    before_roman: tuple[str, ...]
    period: tuple[str, ...]
    other_spans: tuple[str, ...]
    about: tuple[str, ...]
    same_share: float
    shortest_days: int
    slack_days: int
    foreign: tuple[str, ...]
    bibliography: tuple[str, ...]
    kpj: tuple[str, ...]
    source: str
    confirmed: bool


@cache
def report_words() -> ReportWords:
    """Those of laporan.toml. Raises ``UnreadableInput`` where the file is not as it must be."""
    said = load_toml("laporan")
    try:
        return _read(said)
    except (KeyError, TypeError, ValueError, AttributeError) as trouble:
        raise UnreadableInput(
            f"Data laporan.toml: {trouble} tidak ada atau bukan jenis yang benar. Perbaiki berkas "
            "itu, lalu ulangi."
        ) from None


def _read(said: dict[str, Any]) -> ReportWords:
    left, period = said["sisa"], said["periode"]
    return ReportWords(
        {wrong.lower(): str(right) for wrong, right in said["salah"].items()},
        tuple(said["dijaga"]["kata"]),
        frozenset(word.lower() for word in said["dijaga"]["benar"]),
        tuple(left["kata"]), tuple(left["rusak"]), tuple(left["ketik"]),
        _lower(left["kurung"]), _lower(left["sebelum_romawi"]),
        _lower(period["kata"]), _lower(period["lain"]), _lower(period["kira_kira"]),
        float(period["sama"]), int(period["terpendek"]), int(period["longgar"]),
        _lower(said["asing"]["kata"]), _lower(said["asing"]["pustaka"]),
        _lower(said["nomor"]["kpj"]), str(said["source"]), bool(said["confirmed"]),
    )  # fmt: skip


def _lower(words: list[str]) -> tuple[str, ...]:
    return tuple(word.lower() for word in words)
