"""The command line, made from the registered actions: ``main`` and one command for each.

actions.py: the group, which loads the action that is asked for; options.py: what can be given to
them; calc.py: the group for the book open in Calc; saying.py: what people and programs are told;
indonesian.py: click's own words.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kepesertaan import __version__
from kepesertaan.actions.registry import PATHS, Action
from kepesertaan.domain.errors import KepesertaanError, WrongUse

from .actions import ActionGroup
from .calc import calc_group
from .indonesian import HELP, Command, Named, usage_sentence
from .options import options_of, read_options
from .saying import print_trouble, progress, say, tell_bug

if TYPE_CHECKING:
    from kepesertaan.run.report import Report


def main(args: list[str] | None = None) -> int:
    """Run the command line; the exit code. Never shows a traceback to a user."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        result = make_cli().main(args, prog_name="kepesertaan", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message())
        return 2
    except click.UsageError as error:
        given = sys.argv[1:] if args is None else args
        print_trouble(WrongUse(usage_sentence(error)), "--json" in given)
        return 2
    except KepesertaanError as error:
        print_trouble(error, as_json=False)
        return error.code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Dibatalkan. Berkas yang belum selesai tidak diubah.", err=True)
        return 130
    except Exception as bug:  # noqa: BLE001 - a person must get a sentence, IT the log
        return tell_bug(bug)
    return result if isinstance(result, int) else 0


def make_cli() -> click.Group:
    """The group of all commands, one for each action."""
    group = ActionGroup(
        _command,
        "kepesertaan",
        help="Merapikan, memeriksa, dan melaporkan data kepesertaan.",
        context_settings=HELP,
    )
    group.params.append(
        click.Option(
            ["--versi"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            help="Tampilkan versi.",
            callback=_show_version,
        )
    )
    group.add_command(calc_group())
    return group


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(__version__)
        ctx.exit()


def _command(action: Action) -> click.Command:
    params: list[click.Parameter] = []
    if action.needs in PATHS:
        params.append(
            click.Argument(
                ["berkas"],
                nargs=-1,
                required=True,
                metavar=f"{PATHS[action.needs]}…",
                type=Named(path_type=Path, readable=False),
            )
        )
    if action.needs in (*PATHS, "komputer", "pilihan"):
        params += options_of(action)
    text = f"{action.help}\n\n{action.guide}"
    return Command(
        action.id,
        callback=_callback_of(action),
        params=params,
        help=text,
        short_help=action.help,
        context_settings=HELP,
    )


def _callback_of(action: Action) -> Callable[..., int]:
    if action.needs in PATHS:
        return _callback(action)
    if action.needs == "komputer":
        return _readiness
    if action.needs == "pilihan":
        return _answering(action)
    return lambda: _print_lines(action)


def _readiness(as_json: bool = False, own_surat: str | None = None) -> int:
    from kepesertaan.actions.kesiapan import as_data, is_ready
    from kepesertaan.install.look import readiness

    try:
        checks, said = readiness(date.today(), Path(own_surat) if own_surat else None)
    except KepesertaanError as error:
        print_trouble(error, as_json)
        return error.code
    code = 0 if is_ready(checks) else 1
    if as_json:
        whole = {"kode": code, "pemeriksaan": as_data(checks), "catatan": said[-1:]}
        said = [json.dumps(whole, ensure_ascii=False)]
    for line in said:
        click.echo(line)
    return code


def _answering(action: Action) -> Callable[..., int]:
    def answer(as_json: bool = False, **given: Any) -> int:
        options = {
            name.removeprefix("own_"): value for name, value in given.items() if value is not None
        }
        try:
            found = action.function(**options)
        except KepesertaanError as error:
            print_trouble(error, as_json)
            return error.code
        whole = json.dumps({"kode": 0, **found.data}, ensure_ascii=False)
        for line in [whole] if as_json else found.lines:
            click.echo(line)
        return 0

    return answer


def _print_lines(action: Action) -> int:
    from kepesertaan.guide import write_page

    brought = [write_page()] if action.needs == "panduan" else []
    for line in action.function(*brought):
        click.echo(line)
    return 0


def _callback(action: Action) -> Callable[..., int]:
    def run(berkas: tuple[Path, ...], as_json: bool = False, **given: Any) -> int:
        from kepesertaan.run.dispatch import run_files

        def work() -> list[Report]:
            options = read_options(given)
            with progress(shown=not as_json) as show:
                return run_files(action, berkas, options, show)

        return say(work, as_json)

    return run
