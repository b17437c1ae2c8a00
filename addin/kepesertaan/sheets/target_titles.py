"""What the titles above a target table say, without people's names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kepesertaan.domain.text import visible

from .target_officers import officer_in, without_names
from .target_words import Said, said


def title_saids(titles: Sequence[Sequence[str]], known: Sequence[str]) -> list[Said]:
    """What each title cell says, the nearest to the table first, without people's names."""
    found = []
    for cells in reversed(titles):
        line = " ".join(dict.fromkeys(cells))
        if officer_in(cells):
            line = _without_officer(cells)
        found.append(said(without_names(visible(line), known)[0]))
    return found


def _without_officer(cells: Sequence[str]) -> str:
    """The cells of a title line that do not give the officer's name."""
    name = officer_in(cells).upper()
    return " ".join(re.sub(re.escape(name), " ", cell.upper()) for cell in cells)
