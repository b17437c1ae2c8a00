"""What the command line says: reports, troubles, bugs, and what is being done."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kepesertaan.domain.errors import KepesertaanError

if TYPE_CHECKING:
    from kepesertaan.run.report import Report


def say(run: Callable[[], list[Report]], as_json: bool) -> int:
    """Run, and tell what came of it or why it could not be; the exit code."""
    from kepesertaan.run.report import worst

    try:
        reports = run()
    except KepesertaanError as error:
        print_trouble(error, as_json)
        return error.code
    _print_reports(reports, as_json)
    return worst(reports)


@contextmanager
def progress(*, shown: bool) -> Iterator[Callable[[str], None]]:
    """A line on standard error that says what is being done; nothing when nobody looks."""
    if not shown or not sys.stderr.isatty():
        yield lambda _text: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("") as status:
        yield lambda text: status.update(f"{text} …")


def _print_reports(reports: list[Report], as_json: bool) -> None:
    from kepesertaan.run.report import lines_for_people, together

    if as_json:
        click.echo(json.dumps(together(reports), ensure_ascii=False))
        return
    alone_and_failed = len(reports) == 1 and reports[0].kode >= 2
    for line in lines_for_people(reports):
        click.echo(line, err=alone_and_failed)


def print_trouble(error: KepesertaanError, as_json: bool) -> None:
    """Why nothing came of it."""
    if as_json:
        click.echo(json.dumps({"kode": error.code, "catatan": [str(error)]}, ensure_ascii=False))
    else:
        click.echo(str(error), err=True)


def tell_bug(bug: Exception) -> int:
    """Say that it was our mistake and where IT finds more; the exit code."""
    from kepesertaan.run.bugs import note_for_it
    from kepesertaan.run.report import BUG

    click.echo(f"Terjadi kesalahan di aplikasi ini. {note_for_it(bug)}", err=True)
    return BUG
