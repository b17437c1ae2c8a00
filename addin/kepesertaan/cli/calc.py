"""The group ``calc``: the same actions on the book that is open in LibreOffice Calc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kepesertaan.actions.registry import Action
from kepesertaan.domain.errors import Cancelled

from .actions import ActionGroup
from .indonesian import HELP, Command
from .options import options_of, read_options
from .saying import say

if TYPE_CHECKING:
    from kepesertaan.run.report import Report


def calc_group() -> click.Group:
    """The same actions on the book that is open in LibreOffice Calc."""
    return ActionGroup(
        _calc_command,
        "calc",
        help="Menekan tombol pada buku yang terbuka di LibreOffice Calc.\n\n"
        "Bekerja pada buku dan lembar yang ada di depan; di Calc, Ctrl+Z sekali mengurungkan "
        "semuanya.",
        context_settings=HELP,
    )


def _calc_command(action: Action) -> click.Command | None:
    if not action.needs_book:
        return None

    def click_button(as_json: bool = False, **given: Any) -> int:
        from kepesertaan.run.in_calc import run_in_calc
        from kepesertaan.run.opened import Desk

        def run() -> list[Report]:
            desk = Desk(_ask, lambda _step: None)  # Calc's own status line tells the steps
            return [run_in_calc(action, read_options(given), desk)]

        return say(run, as_json)

    shared = ("as_json", "today")
    return Command(
        action.id,
        callback=click_button,
        params=[option for option in options_of(action) if option.name in shared],
        help=action.help,
        context_settings=HELP,
    )


def _ask(text: str) -> bool:
    """Whether the person at the terminal says yes. Raises ``Cancelled`` when nobody answers."""
    click.echo(text, err=True)
    try:
        said = click.prompt("Ya atau tidak? [y/t]", default="t", show_default=False, err=True)
    except click.Abort:
        raise Cancelled from None
    return str(said).strip().lower() in ("y", "ya")
