"""Word templates filled with values: ``open_template`` once, ``render`` for each row.

docxtpl does the template work once; each row makes only the parts with tags. The first document
and some later ones are also made by docxtpl alone and compared; where they differ, docxtpl alone
makes all the rest and ``Template.note`` says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2.exceptions import TemplateError
from lxml import etree

from . import compare, locate, missing, parts, places, soundness
from .budget import TooMuch, one_document
from .errors import RowRefused, ValuesMissing
from .fill import fill
from .plain import fill_plain
from .prepare import Prepared, prepare
from .values import is_blank, tidied

_COMPARED_AGAIN = 32  # the first document, then the 32nd, the 1024th, …
_FAILURES = (
    TemplateError, ValueError, TypeError, ArithmeticError, LookupError, RecursionError,
    etree.XMLSyntaxError,
)  # fmt: skip


@dataclass(slots=True)
class Template:
    """A template ready to be filled again and again, by one thread at a time.

    ``name``: as the user knows it. ``note``: what the user should know of it, '' where nothing.
    """

    name: str
    ready: Prepared = field(repr=False)
    note: str = ""
    count: int = 0  # documents made
    columns: bool = False  # docxtpl adjusts the columns of tables
    plain: bool = False  # docxtpl alone makes the documents


@dataclass(frozen=True, slots=True)
class Rendered:
    """One filled document: its bytes, the fields that had no value, and what to look at in it."""

    data: bytes = field(repr=False)
    missing: list[str]
    notes: list[str] = field(default_factory=list)


def open_template(data: bytes, name: str) -> Template:
    """A Word file (.docx or .dotx) as a template.

    Raises ``TemplateBroken`` with the place in words for what is no Word file or holds a tag that
    cannot be read; ``TemplateUnsafe`` for programs, linked files, and fields that read others.
    """
    ready = prepare(data, name)
    return Template(name, ready, " ".join(ready.notes))


def render(template: Template, values: Mapping[str, Any], *, strict: bool = False) -> Rendered:
    """The template filled with one row's values.

    ``values``: field names to text, numbers, dates, lists, rows (dicts), ``Picture`` or ``Xml``;
    None is an empty cell. What is missing is marked yellow and listed; ``strict`` refuses it
    (``ValuesMissing``). Raises ``RowRefused`` for values the template cannot take, ``TypeError``
    for values that are no plain data.
    """
    context = {name: _field(name, value) for name, value in values.items()}
    names: dict[str, None] = {}
    token = missing.seen.set(names)
    try:
        with one_document():
            data, faults = _made(template, context)
    except _FAILURES as refused:
        raise _refused(template, context, refused) from refused
    finally:
        missing.seen.reset(token)
    fatal = [fault.text for fault in faults if fault.fatal]
    if fatal:
        raise RowRefused(f"{template.name}: Word tidak akan membuka hasilnya. {' '.join(fatal)}")
    if strict and names:
        raise ValuesMissing(
            f"{template.name}: belum ada isi untuk {', '.join(names)}.", tuple(names)
        )
    return Rendered(data, list(names), [fault.text for fault in faults])


def _field(name: str, value: Any) -> Any:
    tidy = tidied(value)
    return missing.empty(name) if tidy != "" and is_blank(tidy) else tidy


def _made(template: Template, context: dict[str, Any]) -> tuple[bytes, list[soundness.Fault]]:
    template.count += 1
    if template.plain:
        return _made_plain(template, context)
    data, faults = fill(template.ready, context, template.columns)
    if not _is_compared(template.count) or not _difference(template, data, context):
        return data, faults
    if not template.columns:
        template.columns = True
        data, faults = fill(template.ready, context, True)
        difference = _difference(template, data, context)
        if not difference:
            return data, faults
    else:
        difference = _difference(template, data, context)
    template.plain = True
    template.note = (
        f"{template.note} {template.name}: cara cepat memberi hasil lain ({difference}), jadi "
        "dokumen dibuat dengan cara yang lebih lambat."
    ).strip()
    return _made_plain(template, context)


def _made_plain(template: Template, context: dict[str, Any]) -> tuple[bytes, list[soundness.Fault]]:
    data = fill_plain(template.ready.data, context)
    return data, soundness.check_document(data)


def _is_compared(count: int) -> bool:
    while count % _COMPARED_AGAIN == 0:
        count //= _COMPARED_AGAIN
    return count == 1


def _difference(template: Template, data: bytes, context: dict[str, Any]) -> str:
    """The part that docxtpl makes differently; '' also where docxtpl cannot make it at all."""
    try:
        with one_document():
            plain = fill_plain(template.ready.data, context)
    except Exception:  # noqa: BLE001  # docxtpl stumbles over tables without a grid and the like
        return ""
    return compare.differing_part(data, plain)


def _refused(template: Template, context: dict[str, Any], failed: BaseException) -> RowRefused:
    why = locate.sentence(failed)
    if isinstance(failed, etree.XMLSyntaxError):
        why = (
            "tag {%p …%}, {%tr …%}, atau {%tc …%} tidak berpasangan menurut barisnya, "
            "sehingga dokumen tidak utuh"
        )
    tag = None if isinstance(failed, TooMuch | etree.XMLSyntaxError) else _place(template, context)
    if tag is None:
        return RowRefused(f"{template.name}: {why}.")
    where = locate.at(template.name, tag.place)
    return RowRefused(f"{where}: tag '{tag.text}': {why}.", tag.place)


def _place(template: Template, context: dict[str, Any]) -> places.Tag | None:
    """The tag that fails, found by filling part after part once more."""
    words = places.part_words(template.ready.members)
    for part in template.ready.parts:
        root = parts.parse(template.ready.members[part.member])
        tags = places.part_tags(part.member, part.kind, root, words.get(part.member, ""))
        with one_document():
            tag = locate.failing_tag(part.source, context, tags)
        if tag is not None:
            return tag
    return None
