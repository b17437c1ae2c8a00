"""Click in Indonesian: help texts, file names that may not be empty, what was used wrongly."""

from __future__ import annotations

from typing import Any

import click

HELP = {"help_option_names": ["--bantuan", "--help", "-h"], "max_content_width": 100}
_WORDS = {
    "Usage:": "Pemakaian:",
    "Options:": "Pilihan:",
    "Commands:": "Perintah:",
    "[OPTIONS]": "[PILIHAN]",
    "COMMAND [ARGS]...": "PERINTAH …",
    "Show this message and exit.": "Tampilkan bantuan ini.",
    "Show the version and exit.": "Tampilkan versi.",
}
NO_NAME = "Nama berkas atau folder kosong; sebut namanya."


class _Indonesian:
    """Help in Indonesian."""

    def get_help(self, ctx: click.Context) -> str:
        text: str = super().get_help(ctx)  # type: ignore[misc]
        for english, indonesian in _WORDS.items():
            text = text.replace(english, indonesian)
        return text


class Command(_Indonesian, click.Command):
    """A command whose help is Indonesian."""


class Group(_Indonesian, click.Group):
    """A group whose help is Indonesian."""


class Named(click.Path):
    """A file or folder whose name is not empty: "" would be the folder one happens to be in."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """The path. Raises ``click.UsageError`` for an empty name."""
        if not str(value):
            raise click.BadArgumentUsage(NO_NAME, ctx)
        return super().convert(value, param, ctx)


def usage_sentence(error: click.UsageError) -> str:
    """What was used wrongly, in one sentence."""
    name = error.ctx.command_path if error.ctx else "kepesertaan"
    more = f"lihat {name} --help."
    if isinstance(error, click.NoSuchOption):
        return f"Pilihan {error.option_name} tidak dikenal; {more}"
    if error.message == NO_NAME:
        return NO_NAME
    if isinstance(error, click.BadOptionUsage):
        return f"Pilihan {error.option_name} memerlukan isi; {more}"
    if isinstance(error, click.MissingParameter):
        return f"Berkas atau folder belum disebut; {more}"
    if "No such command" in error.message:
        return f"Perintah itu tidak dikenal; {more}"
    return f"Perintah tidak dapat dibaca; {more}"
