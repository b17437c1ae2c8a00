"""The folder of the user's own: settings, answers, logs, and what has no folder of its workbook."""

from __future__ import annotations

from pathlib import Path


def own_folder() -> Path:
    """Where it lies; nothing says that it is there yet."""
    return Path.home() / ".kepesertaan"
