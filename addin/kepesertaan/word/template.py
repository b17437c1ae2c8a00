"""Word templates filled with values: ``open_template`` once, ``render`` for each row."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docxtpl import DocxTemplate
from jinja2.exceptions import SecurityError, TemplateError

from . import marks, missing
from .budget import one_document
from .errors import RowRefused, TemplateBroken, ValuesMissing
from .picture import Picture, placing
from .sandbox import environment
from .values import is_blank, tidied


@dataclass(frozen=True, slots=True)
class Template:
    """A template ready to be filled again and again. ``name``: as the user knows it."""

    name: str
    data: bytes = field(repr=False)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One filled document: its bytes, the fields that had no value, and what to look at in it."""

    data: bytes = field(repr=False)
    missing: list[str]
    notes: list[str] = field(default_factory=list)


def open_template(data: bytes, name: str) -> Template:
    """A Word file as a template. Raises ``TemplateBroken`` with the place in words."""
    try:
        DocxTemplate(io.BytesIO(data)).get_docx()
    except Exception as broken:
        raise TemplateBroken(f"{name} bukan berkas Word .docx yang utuh.") from broken
    return Template(name, data)


def render(template: Template, values: Mapping[str, Any], *, strict: bool = False) -> Rendered:
    """The template filled with one row's values.

    ``values``: field names to text, numbers, dates, lists, rows (dicts), ``Picture`` or ``Xml``;
    None is an empty cell. What is missing is marked yellow and listed; ``strict`` refuses it
    (``ValuesMissing``). Raises ``RowRefused`` for values the template cannot take.
    """
    context = {name: _field(name, value) for name, value in values.items()}
    names: dict[str, None] = {}
    token = missing.seen.set(names)
    try:
        with one_document():
            data = _plain(template, context)
    except (TemplateError, SecurityError, ValueError, TypeError, ArithmeticError) as refused:
        raise RowRefused(f"{template.name}: {refused}.") from refused
    finally:
        missing.seen.reset(token)
    if strict and names:
        raise ValuesMissing(f"Belum ada isi untuk: {', '.join(names)}.", tuple(names))
    return Rendered(data, list(names))


def _field(name: str, value: Any) -> Any:
    tidy = tidied(value)
    return missing.empty(name) if is_blank(tidy) and tidy != "" else tidy


class _Plain(DocxTemplate):  # type: ignore[misc]
    """docxtpl as it is, with marks turned yellow."""

    def render_xml_part(self, src_xml: Any, part: Any, context: Any, jinja_env: Any = None) -> Any:
        token = placing.set(lambda picture: _relate(part, picture))
        try:
            return marks.highlighted(super().render_xml_part(src_xml, part, context, jinja_env))
        finally:
            placing.reset(token)


def _relate(part: Any, picture: Picture) -> str:
    return str(part.get_or_add_image(io.BytesIO(picture.data))[0])


def _plain(template: Template, context: dict[str, Any]) -> bytes:
    document = _Plain(io.BytesIO(template.data))
    document.render(context, environment())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
