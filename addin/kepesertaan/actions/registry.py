"""How an action is declared, and the table of all actions: one definition for every surface.

The id is the command, the button and the journal's word. The first line of the docstring is the
screentip and the command's help, the rest the guide's text.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

# What the runner brings: tables of participants, of arrears and payments, a findings book, a
# workbook's journal, filled call lists, arrears for letters, visits, a Word template, a Word
# report, an intern's workbook, target sheets, the page of the guide, what was found on this
# computer, options alone, or nothing.
Needs = Literal[
    "peserta",
    "piutang",
    "temuan",
    "jurnal",
    "riwayat",
    "telepon",
    "surat",
    "kunjungan",
    "templat",
    "laporan",
    "msib",
    "target",
    "panduan",
    "komputer",
    "pilihan",
    "tanpa",
]

# The needs that are a workbook or document, and how the command line names what it wants.
PATHS: dict[Needs, str] = {
    "peserta": "BERKAS ATAU FOLDER",
    "piutang": "BERKAS PIUTANG",
    "temuan": "DAFTAR TEMUAN",
    "jurnal": "BERKAS HASIL",
    "riwayat": "BERKAS HASIL",
    "telepon": "DAFTAR TELEPON",
    "surat": "BERKAS PIUTANG",
    "kunjungan": "BERKAS KUNJUNGAN",
    "templat": "TEMPLAT WORD",
    "laporan": "LAPORAN WORD",
    "msib": "BUKU MSIB",
    "target": "FOLDER ATAU BERKAS",
}

# The groups of the ribbon from left to right, each with the icon of its narrow form.
GROUPS = {
    "Data Peserta": "FormatAsTableGallery",
    "Iuran": "AccountingFormat",
    "Laporan": "FilePrintPreview",
    "Target": "ChartTypeColumnInsertGallery",
    "Riwayat": "FileVersionHistory",
    "Bantuan": "Help",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an action on options alone brings back: for people, and for a program."""

    lines: list[str]
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """One button. ``writes``: whether its outcome is applied to a workbook.

    ``icon`` is a name of addin/ribbon/ikon.txt; without one the action is on the command line
    only. ``keytip``: what is typed after Alt, K. ``large``: the main button of its group.
    """

    id: str
    label: str
    group: str
    needs: Needs
    function: Callable[..., Any]
    icon: str = ""
    keytip: str = ""
    large: bool = False
    writes: bool = False
    options: dict[str, str] = field(default_factory=dict)  # keyword parameter -> its help
    example: str = ""  # one command line, for the guide

    @property
    def needs_book(self) -> bool:
        """Whether it works on an open or named workbook."""
        return self.needs in PATHS and self.needs not in ("templat", "laporan")

    @property
    def help(self) -> str:
        """The first line of the docstring."""
        return (self.function.__doc__ or "").strip().split("\n")[0]

    @property
    def guide(self) -> str:
        """The docstring after its first line, as running text."""
        rest = (self.function.__doc__ or "").strip().split("\n")[1:]
        return "\n".join(line.strip() for line in rest).strip()


def option_flag(name: str) -> str:
    """How an option is written on the command line.

    >>> option_flag("padat_karya")
    '--padat-karya'
    """
    return f"--{name.replace('_', '-')}"


_ACTIONS: dict[str, Action] = {}


def action(
    id: str,
    *,
    label: str,
    group: str,
    needs: Needs,
    icon: str = "",
    keytip: str = "",
    large: bool = False,
    writes: bool = False,
    options: dict[str, str] | None = None,
    example: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a function as the action ``id``."""

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        _ACTIONS[id] = Action(
            id, label, group, needs, function, icon, keytip, large, writes, options or {}, example
        )
        return function

    return declare


def action_named(id: str) -> Action:
    """One action, from the file of its name; no other is loaded. Raises ``KeyError``."""
    name = id.replace("-", "_")
    if id not in _ACTIONS and name in _modules():
        importlib.import_module(f"{__package__}.{name}")
    return _ACTIONS[id]


@cache
def all_actions() -> dict[str, Action]:
    """Every action by id, in the order of the files, whichever was imported first."""
    for name in _modules():
        importlib.import_module(f"{__package__}.{name}")
    return dict(sorted(_ACTIONS.items(), key=lambda item: item[1].function.__module__))


def _modules() -> list[str]:
    package = importlib.import_module(__package__)
    return [module.name for module in pkgutil.iter_modules(package.__path__)]
