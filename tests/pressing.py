"""Press a button on an open book, as one person does who answers every question alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from kepesertaan.actions.registry import all_actions
from kepesertaan.run.opened import Desk
from kepesertaan.run.opened_buttons import run_opened
from kepesertaan.run.plan import Options


def press(button: str, opened: Any, day: str, answer: bool = True) -> tuple[Any, list[str]]:
    """What the button reported on that day, and what it asked."""
    asked: list[str] = []

    def ask(text: str) -> bool:
        asked.append(text)
        return answer

    desk = Desk(ask, lambda _step: None)
    options = Options(today=date.fromisoformat(day))
    return run_opened(all_actions()[button], opened, options, desk), asked
