"""A group of commands made from the registered actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from kepesertaan.actions.registry import Action, action_named, all_actions

from .indonesian import Group


class ActionGroup(Group):
    """A command for each action that ``make`` makes one of; only what is asked for is loaded."""

    def __init__(self, make: Callable[[Action], click.Command | None], *args: Any, **named: Any):
        super().__init__(*args, **named)
        self._make = make

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, for the help."""
        made = [action.id for action in all_actions().values() if self._make(action)]
        return sorted([*made, *super().list_commands(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None where there is none."""
        try:
            return self._make(action_named(cmd_name))
        except KeyError:
            return super().get_command(ctx, cmd_name)
