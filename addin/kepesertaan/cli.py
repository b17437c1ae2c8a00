"""The command line, made from the registered actions."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kepesertaan import __version__
from kepesertaan.actions.registry import PATHS, Action, all_actions, option_flag
from kepesertaan.domain.errors import Cancelled, KepesertaanError, WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepesertaan.run.choices import Choice
    from kepesertaan.run.report import Report

_HELP = {"help_option_names": ["--bantuan", "--help", "-h"], "max_content_width": 100}
_WORDS = {
    "Usage:": "Pemakaian:",
    "Options:": "Pilihan:",
    "Commands:": "Perintah:",
    "[OPTIONS]": "[PILIHAN]",
    "COMMAND [ARGS]...": "PERINTAH …",
    "Show this message and exit.": "Tampilkan bantuan ini.",
    "Show the version and exit.": "Tampilkan versi.",
}
_NO_NAME = "Nama berkas atau folder kosong; sebut namanya."


class _Indonesian:
    """Help in Indonesian."""

    def get_help(self, ctx: click.Context) -> str:
        text: str = super().get_help(ctx)  # type: ignore[misc]
        for english, indonesian in _WORDS.items():
            text = text.replace(english, indonesian)
        return text


class _Command(_Indonesian, click.Command):
    pass


class _Group(_Indonesian, click.Group):
    pass


class _Named(click.Path):
    """A file or folder whose name is not empty: "" would be the folder one happens to be in."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if not str(value):
            raise click.BadArgumentUsage(_NO_NAME, ctx)
        return super().convert(value, param, ctx)


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
        _print_trouble(WrongUse(_usage_sentence(error)), "--json" in given)
        return 2
    except KepesertaanError as error:
        _print_trouble(error, as_json=False)
        return error.code
    except Exception as bug:  # noqa: BLE001 - a person must get a sentence, IT the log
        return _tell_bug(bug)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Dibatalkan. Berkas yang belum selesai tidak diubah.", err=True)
        return 130
    return result if isinstance(result, int) else 0


def _tell_bug(bug: Exception) -> int:
    from kepesertaan.run.bugs import note_for_it
    from kepesertaan.run.report import BUG

    click.echo(f"Terjadi kesalahan di aplikasi ini. {note_for_it(bug)}", err=True)
    return BUG


def make_cli() -> click.Group:
    """The group of all commands, one for each action."""
    group = _Group(
        "kepesertaan",
        help="Merapikan, memeriksa, dan melaporkan data kepesertaan.",
        context_settings=_HELP,
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
    for action in all_actions().values():
        group.add_command(_command(action))
    group.add_command(_calc_group())
    return group


def _calc_group() -> click.Group:
    """The same actions on the book that is open in LibreOffice Calc."""
    group = _Group(
        "calc",
        help="Menekan tombol pada buku yang terbuka di LibreOffice Calc.\n\n"
        "Bekerja pada buku dan lembar yang ada di depan; di Calc, Ctrl+Z sekali mengurungkan "
        "semuanya.",
        context_settings=_HELP,
    )
    for action in all_actions().values():
        if action.needs_book:
            group.add_command(_calc_command(action))
    return group


def _calc_command(action: Action) -> click.Command:
    def click_button(as_json: bool = False, **given: Any) -> int:
        from kepesertaan.run.in_calc import run_in_calc
        from kepesertaan.run.opened import Desk

        def run() -> list[Report]:
            desk = Desk(_ask, lambda _step: None)  # Calc's own status line tells the steps
            return [run_in_calc(action, _read_options(given), desk)]

        return _say(run, as_json)

    shared = ("as_json", "today")
    return _Command(
        action.id,
        callback=click_button,
        params=[option for option in _options(action) if option.name in shared],
        help=action.help,
        context_settings=_HELP,
    )


def _ask(text: str) -> bool:
    """Whether the person at the terminal says yes. Raises ``Cancelled`` when nobody answers."""
    click.echo(text, err=True)
    try:
        said = click.prompt("Ya atau tidak? [y/t]", default="t", show_default=False, err=True)
    except click.Abort:
        raise Cancelled from None
    return str(said).strip().lower() in ("y", "ya")


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
                type=_Named(path_type=Path, readable=False),
            )
        )
    if action.needs in (*PATHS, "komputer", "pilihan"):
        params += _options(action)
    text = f"{action.help}\n\n{action.guide}"
    return _Command(
        action.id,
        callback=_callback_of(action),
        params=params,
        help=text,
        short_help=action.help,
        context_settings=_HELP,
    )


_PASSWORD_VARIABLE = "KEPESERTAAN_SANDI"


def _options(action: Action) -> list[click.Parameter]:
    """The options of a command: those its kind has in common, and the action's own."""
    from kepesertaan.run.choices import CHOICES

    common = [(f"{c.flag} {c.name}", _shape_of(c)) for c in CHOICES if c.applies(action)]
    own = [
        (f"{option_flag(name)} own_{name}", {**_shape(action, name), "help": text})
        for name, text in action.options.items()
    ]
    return [
        click.Option(names.split(), metavar=_metavar(more), **more)
        for names, more in (*common, *own)
    ]


def _shape_of(choice: Choice) -> dict[str, Any]:
    """What click is told of a shared option."""
    shape: dict[str, Any] = {"help": choice.help}
    if choice.is_flag:  # False would let click take the option without a value
        shape["is_flag"] = True
    if choice.is_path:
        shape["type"] = _Named(path_type=Path)
    return shape | {"multiple": choice.is_many}


def _shape(action: Action, name: str) -> dict[str, Any]:
    """How often an option may be given: as the default of the action's parameter says."""
    parameter = signature(action.function).parameters.get(name)
    default = parameter.default if parameter else ""
    return {"is_flag": True} if default is False else {"multiple": isinstance(default, tuple)}


def _metavar(more: dict[str, Any]) -> str | None:
    return None if more.get("is_flag") else "ISI"


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
        _print_trouble(error, as_json)
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
            _print_trouble(error, as_json)
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
            options = _read_options(given)
            with _progress(shown=not as_json) as show:
                return run_files(action, berkas, options, show)

        return _say(work, as_json)

    return run


def _say(run: Callable[[], list[Report]], as_json: bool) -> int:
    """Run, and tell what came of it or why it could not be; the exit code."""
    from kepesertaan.run.report import worst

    try:
        reports = run()
    except KepesertaanError as error:
        _print_trouble(error, as_json)
        return error.code
    _print_reports(reports, as_json)
    return worst(reports)


def _read_options(given: dict[str, Any]) -> Any:
    from kepesertaan.run.plan import Options, read_columns, read_rows

    if given.get("in_place") and given.get("copy"):
        raise WrongUse("--di-tempat dan --salinan tidak dapat dipakai bersama; pilih satu.")
    return Options(
        today=_day(given.get("today")),
        out=given.get("keluar"),
        sheets=given.get("lembar") or (),
        columns=read_columns(given.get("kolom") or ()),
        in_place=bool(given.get("in_place")),
        dry=bool(given.get("dry")),
        copy=bool(given.get("copy")),
        password=_password() if given.get("ask_password") else "",
        rules=tuple(code.upper() for code in given.get("own_aturan") or ()),
        headings=given.get("own_kolom") or (),
        rows=read_rows(given.get("own_baris") or ()),
        run=given.get("own_catatan") or "",
        marks=bool(given.get("own_tanda")),
        report=bool(given.get("own_laporan")),
        take_over=bool(given.get("take_over")),
        payments=Path(given["own_bayar"]) if given.get("own_bayar") else None,
        own={name[4:]: value for name, value in given.items() if name.startswith("own_")},
    )


def _day(text: str | None) -> date:
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"--per {text} bukan tanggal; tulis misalnya 2026-11-22.") from None


def _password() -> str:
    """The password of locked files: of a scheduled run from the environment, else asked for."""
    told = os.environ.get(_PASSWORD_VARIABLE)
    if told:
        return told
    if not sys.stdin.isatty():
        raise WrongUse(
            "--sandi tidak dapat bertanya di sini; isi variabel lingkungan "
            f"{_PASSWORD_VARIABLE} atau jalankan di terminal."
        )
    return str(click.prompt("Kata sandi berkas", hide_input=True, err=True))


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[[str], None]]:
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


def _print_trouble(error: KepesertaanError, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"kode": error.code, "catatan": [str(error)]}, ensure_ascii=False))
    else:
        click.echo(str(error), err=True)


def _usage_sentence(error: click.UsageError) -> str:
    name = error.ctx.command_path if error.ctx else "kepesertaan"
    more = f"lihat {name} --help."
    if isinstance(error, click.NoSuchOption):
        return f"Pilihan {error.option_name} tidak dikenal; {more}"
    if error.message == _NO_NAME:
        return _NO_NAME
    if isinstance(error, click.BadOptionUsage):
        return f"Pilihan {error.option_name} memerlukan isi; {more}"
    if isinstance(error, click.MissingParameter):
        return f"Berkas atau folder belum disebut; {more}"
    if "No such command" in error.message:
        return f"Perintah itu tidak dikenal; {more}"
    return f"Perintah tidak dapat dibaca; {more}"


if __name__ == "__main__":
    sys.exit(main())
