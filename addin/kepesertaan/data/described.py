"""Descriptions of templates (the .toml beside each) and what filling gives by itself."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from kepesertaan.domain.described import FORMS, Described, DescribedField, DescribedTable
from kepesertaan.domain.errors import UnreadableInput

from .loader import load_toml


@dataclass(frozen=True, slots=True)
class SheetWords:
    """How sheets of a data book belong together: names of the main sheet and of its key."""

    main: str
    key: str
    photos: tuple[str, ...]


@cache
def sheet_words() -> SheetWords:
    """Those of template_given.toml."""
    said = load_toml("template_given")["sheets"]
    return SheetWords(said["main"], said["key"], tuple(said["photos"]))


@dataclass(frozen=True, slots=True)
class FormWords:
    """How input books are made: rows to fill, how companies are told apart, what is taken over."""

    empty_rows: int
    company: tuple[str, ...]
    day: str
    carried: frozenset[str]
    capitals: frozenset[str]


@cache
def form_words() -> FormWords:
    """Those of template_given.toml."""
    said = load_toml("template_given")
    form = said["form"]
    return FormWords(
        form["empty_rows"], tuple(form["company"]), form["day"], frozenset(form["carried"]),
        frozenset(said["words"]["capitals"]),
    )  # fmt: skip


def computed_by(kind: str) -> str:
    """The command that fills templates of a kind from what it computes; "" where headings do."""
    return str(load_toml("template_given")["computed"].get(kind, ""))


@cache
def starter_base() -> str:
    """The shipped template that starter templates take styles, kop and page numbers from."""
    return str(load_toml("template_given")["starter"]["base"])


@cache
def signers() -> dict[str, tuple[str, ...]]:
    """Who signs a starter template, and the fields that may hold the name, the likeliest first."""
    said = load_toml("template_given")["signers"]
    return {role: tuple(fields) for role, fields in said.items()}


@cache
def given_paths() -> dict[str, str]:
    """Fields that filling gives by itself, and where it takes them from."""
    return {one["path"]: one["from"] for one in load_toml("template_given")["given"]}


def read_described(text: str, name: str) -> Described:
    """A description from its file. Raises ``UnreadableInput`` where it is not as it must be."""
    try:
        said = tomllib.loads(text)
        tables = tuple(
            DescribedTable(one["name"], one["sheet"], _fields(one)) for one in said.get("table", [])
        )
        kind = str(said.get("kind", ""))
        return Described(str(said.get("title", "")), _fields(said), tables, kind)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError):
        raise UnreadableInput(
            f"{name} tidak terbaca sebagai daftar isian templat. Perbaiki atau pindahkan berkas "
            "itu, lalu ulangi."
        ) from None


def _fields(said: dict[str, Any]) -> tuple[DescribedField, ...]:
    return tuple(_field(one) for one in said.get("field", []))


def _field(said: dict[str, Any]) -> DescribedField:
    name = str(said["name"])
    form = said.get("form", "text")
    if form not in FORMS:
        raise ValueError(form)
    return DescribedField(
        name, str(said.get("label", name)), form, said.get("example"),
        bool(said.get("required", False)), tuple(map(str, said.get("choices", ()))),
    )  # fmt: skip
