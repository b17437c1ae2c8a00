"""One cell changed: its new XML from its old one, and what is remembered of it.

editing = Editing(styles, date1904, column_styles, prefix, opening)
plain_cell(match, edit, editing) -> bytes | None      # a cell matched by ``Shapes.plain``
changed_cell(old, style, edit, editing) -> bytes | None   # any cell, or none (old is None)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kepesertaan.domain.edit import KEEP, WITH_FORMULA, CellEdit, Keep
from kepesertaan.domain.serials import is_date_format
from kepesertaan.domain.table import cell_name

from .befores import Cell, SheetBefores
from .cells import Edit, RefusedError, Restore, content_of, date_format_of
from .package import is_on
from .sheetxml import attributes, end_of_tag
from .spans import with_attribute
from .styles import Styles

LINKED = "sel ini memuat data tertaut atau rumus dinamis"
EXTENSION = re.compile(rb"<(?:[\w.-]+:)?extLst[ >].*</(?:[\w.-]+:)?extLst>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")


@dataclass(frozen=True, slots=True)
class Shapes:
    """How usual cells are written with one prefix."""

    opening: bytes  # up to the column letters
    plain: re.Pattern[bytes]  # a cell with style and type only, holding one value
    cell: re.Pattern[bytes]  # a cell whose address stands first, holding value or formula


@lru_cache(maxsize=8)
def shapes_of(prefix: bytes) -> Shapes:
    """The shapes for ``b""`` or ``b"x:"``."""
    p = re.escape(prefix)
    value = rb"<%sv>[^<]*+</%sv>" % (p, p)
    formula = rb"<%sf(?: [^<>/]*+)?(?:/>|>[^<]*+</%sf>)" % (p, p)
    text = rb"<%sis><%st(?: [^<>/]*+)?>[^<]*+</%st></%sis>" % (p, p, p, p)
    plain = rb'(<%sc r="[A-Z]+\d+")(?: s="(\d{1,9})")?(?: t="\w+")?(?:/>|>(?:%s|%s)?</%sc>)'
    cell = rb'<%sc r="([A-Z]{1,3})(\d+)"(?>(?: [\w:]+="[^<>"]*+")*)'
    cell += rb"(?P<end>/>|>(?:%s(?:%s)?|%s|%s)?</%sc>)\s*+"
    return Shapes(
        b"<" + prefix + b'c r="',
        re.compile(plain % (p, value, text, p)),
        re.compile(cell % (p, formula, value, value, text, p)),
    )


@dataclass(slots=True)
class Editing:
    """What is needed of the sheet while its rows are edited, and what was done so far."""

    styles: Styles
    date1904: bool = False
    column_styles: Sequence[tuple[int, int, int]] = ()
    prefix: bytes = b""
    opening: bytes = b"<sheetData>"  # the tag, noted where a row is made
    before: SheetBefores = field(default_factory=SheetBefores)
    refused: dict[Cell, str] = field(default_factory=dict)
    values_changed: bool = False
    looks: dict[int, tuple[str, str]] = field(default_factory=dict)
    targets: dict[tuple[int, str | None, str | None], int] = field(default_factory=dict)

    def look(self, style: int) -> tuple[str, str]:
        """Fill and number format of a style."""
        if style not in self.looks:
            self.looks[style] = (self.styles.fill_of(style), self.styles.format_of(style))
        return self.looks[style]

    def style_for(self, style: int, edit: CellEdit) -> int:
        """The style a cell gets; its own where the workbook cannot hold another one."""
        form = edit.number_format
        if form is None and (wanted := date_format_of(edit.value)):
            form = None if is_date_format(self.look(style)[1]) else wanted
        if edit.fill is None and form is None:
            return style
        key = style, edit.fill, form
        found = self.targets.get(key)
        if found is None:  # the value is what matters
            found = self.targets[key] = self.styles.clone_or_own(*key)
        return found

    def note(self, edit: Edit, old: bytes | None, style: int) -> None:
        """Remember what stood there; cells are noted in the order of the sheet."""
        self.before.add(edit.row, edit.col, old, self.look(style))
        self.values_changed |= isinstance(edit, Restore) or edit.value is not KEEP


def plain_cell(cell: re.Match[bytes], edit: Edit, editing: Editing) -> bytes | None:
    """The new cell, noted; None when nothing changes."""
    old, style = cell[0], int(cell[2] or 0)
    new = edit.xml if isinstance(edit, Restore) else _plain_change(cell, style, edit, editing)
    if new is None or new == old:
        return None
    editing.note(edit, old, style)
    return new


def _plain_change(
    cell: re.Match[bytes], style: int, edit: CellEdit, editing: Editing
) -> bytes | None:
    old = cell[0]
    wanted = editing.style_for(style, edit)
    if edit.value is KEEP:
        end = old.index(b">") + 1
        return old if wanted == style else _styled(old[:end], wanted) + old[end:]
    try:
        kind, body = content_of(edit.value, editing.prefix, editing.date1904, stood=edit.stood)
    except RefusedError as why:
        editing.refused[edit.row, edit.col] = str(why)
        return None
    look = b' s="%d"' % wanted if wanted or cell[2] else b""
    return _element(cell[1] + look, kind, body, editing.prefix)


def _element(tag: bytes, kind: bytes, body: bytes, prefix: bytes) -> bytes:
    """A cell from its start tag (open at its end), type and inside."""
    if not body:
        return tag + b"/>"
    if kind:
        return b'%s t="%s">%s</%sc>' % (tag, kind, body, prefix)
    return b"%s>%s</%sc>" % (tag, body, prefix)


def _styled(tag: bytes, style: int) -> bytes:
    """A start tag with another style, behind the address when it had none."""
    if re.search(rb"\ss\s*=", tag):
        return with_attribute(tag, "s", str(style))
    end = re.match(rb"""<[^\s/>]+(?:\s+r\s*=\s*(?:"[^"]*"|'[^']*'))?""", tag)
    at = end.end() if end else len(tag)
    return tag[:at] + b' s="%d"' % style + tag[at:]


def style_of(cell: bytes) -> int:
    """The style index of a cell element."""
    text = attributes(cell[: end_of_tag(cell, 0)]).get(b"s", b"")
    return int(text) if text.isdigit() and len(text) < 10 else 0


def inherited(row: bytes, col: int, editing: Editing) -> int:
    """The style a new cell takes from its row or column."""
    tag = attributes(row[: row.find(b">") + 1])
    if is_on(tag.get(b"customFormat", b"0").decode("ascii", "replace")):
        text = tag.get(b"s", b"")
        return int(text) if text.isdigit() and len(text) < 10 else 0
    return next((s for first, last, s in editing.column_styles if first <= col <= last), 0)


def changed_cell(old: bytes | None, style: int, edit: Edit, editing: Editing) -> bytes | None:
    """What stands there afterwards, b"" for no cell; None when the edit is refused."""
    if isinstance(edit, Restore):
        return edit.xml if edit.xml and is_cell(edit.xml) else b""
    try:
        if old is None:
            return _new_cell(style, edit, editing)
        return _changed_old(old, style, edit, editing)
    except RefusedError as why:
        editing.refused[edit.row, edit.col] = str(why)
        return None


def _new_cell(style: int, edit: CellEdit, editing: Editing) -> bytes:
    kind, body = _content(edit, editing)
    wanted = editing.style_for(style, edit)
    if not body and (wanted == style or not edit.fill):
        return b""
    name = cell_name(edit.row, edit.col).encode()
    tag = b'<%sc r="%s"' % (editing.prefix, name) + (b' s="%d"' % wanted if wanted else b"")
    return _element(tag, kind, body, editing.prefix)


def _content(edit: CellEdit, editing: Editing) -> tuple[bytes, bytes]:
    if isinstance(edit.value, Keep):
        return b"", b""
    return content_of(edit.value, editing.prefix, editing.date1904, stood=edit.stood)


def _changed_old(old: bytes, style: int, edit: CellEdit, editing: Editing) -> bytes:
    end = end_of_tag(old, 0)
    tag, rest = old[:end], old[end:]
    wanted = editing.style_for(style, edit)
    if edit.value is KEEP:
        return old if wanted == style else _styled(tag, wanted) + rest
    if {b"cm", b"vm"} & attributes(tag).keys():
        raise RefusedError(LINKED)
    if _FORMULA.search(rest):
        raise RefusedError(WITH_FORMULA)
    kind, body = _content(edit, editing)
    extension = EXTENSION.search(rest)
    tag = with_attribute(tag, "t", None)
    tag = tag if wanted == style else _styled(tag, wanted)
    name = re.match(rb"<((?:[^\s/>:]+:)?)", tag)
    tag = tag[: -2 if tag.endswith(b"/>") else -1].rstrip()
    body += extension[0] if extension else b""
    return _element(tag, kind, body, name[1] if name else b"")


def is_cell(xml: bytes) -> bool:
    """Whether a ``Before.xml`` is a cell element and not the tags around a missing one."""
    return re.match(rb"<(?:[\w.-]+:)?c[\s/>]", xml) is not None
