"""The options of the commands: which each has, and what was given of them."""

from __future__ import annotations

import os
import sys
from datetime import date
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kepesertaan.actions.registry import Action, option_flag
from kepesertaan.domain.errors import WrongUse

from .indonesian import Named

if TYPE_CHECKING:
    from kepesertaan.run.choices import Choice

_PASSWORD_VARIABLE = "KEPESERTAAN_SANDI"


def options_of(action: Action) -> list[click.Parameter]:
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
        shape["type"] = Named(path_type=Path)
    return shape | {"multiple": choice.is_many}


def _shape(action: Action, name: str) -> dict[str, Any]:
    """How often an option may be given: as the default of the action's parameter says."""
    parameter = signature(action.function).parameters.get(name)
    default = parameter.default if parameter else ""
    return {"is_flag": True} if default is False else {"multiple": isinstance(default, tuple)}


def _metavar(more: dict[str, Any]) -> str | None:
    return None if more.get("is_flag") else "ISI"


def read_options(given: dict[str, Any]) -> Any:
    """The ``Options`` of a run. Raises ``WrongUse`` for those that do not go together."""
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
