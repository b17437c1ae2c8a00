"""SEQ fields: the numbers of figures, tables and chapters, counted as Word counts them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from .docparts import SPACE, W
from .docstyles import Styles, heading_style_level
from .flow import Field, Para
from .numbering import field_form, number_text

_WORDS = re.compile(r'"[^"]*"|\S+')
_TAKES = ("\\*", "\\r", "\\s")


def label_of(one: Field) -> str:
    """What a SEQ field counts: "Gambar"; "" for other fields. Word writes blanks as underscores."""
    words = words_of(one.instruction)
    is_named = one.name == "SEQ" and len(words) > 1 and words[1][:1] != "\\"
    return words[1].replace("_", " ") if is_named else ""


def words_of(instruction: str) -> list[str]:
    """The words of a field instruction, without quotation marks.

    >>> words_of('TOC \\\\h \\\\c "Gambar"')
    ['TOC', '\\\\h', '\\\\c', 'Gambar']
    """
    return [word.strip('"') for word in _WORDS.findall(instruction)]


def switches_of(instruction: str, takes: Sequence[str] = _TAKES) -> dict[str, str]:
    """Each switch of an instruction in lower case with its value, "" where it has none."""
    words = words_of(instruction)
    found = {}
    for k, word in enumerate(words):
        if word[:1] == "\\":
            value = words[k + 1] if word.lower() in takes and k + 1 < len(words) else ""
            found[word.lower()] = "" if value[:1] == "\\" else value
    return found


@dataclass(frozen=True, slots=True)
class Counted:
    """A SEQ field with the number it should show; ``before``: what its paragraph begins with."""

    field: Field
    label: str
    number: str
    before: str

    @property
    def shown(self) -> str:
        """The number it shows now."""
        return "".join(t.text or "" for t in self.field.texts)

    @property
    def is_off(self) -> bool:
        """Whether it shows another number than it should."""
        return bool(self.number) and self.shown != self.number


def count_sequences(paras: Sequence[Para], styles: Styles) -> list[Counted]:
    """Every SEQ field outside lists, counted as Word would at F9; hidden ones have no number."""
    at: dict[str, int] = {}
    since: dict[tuple[str, int], bool] = {}  # a heading of the level has come since the last one
    found = []
    for para in paras:
        level = heading_style_level(para.element, styles)
        if level and para.text.strip():
            since.update({key: True for key in since if level <= key[1]})
        for one in para.fields if not para.in_list else ():
            if label := label_of(one):
                number = _next(label, one, at, since)
                found.append(Counted(one, label, number, _start_of(para, one)))
    return found


def _start_of(para: Para, one: Field) -> str:
    """The text of a paragraph before a field: "Gambar 2."."""
    shown = "".join(t.text or "" for t in one.texts)
    return para.text.partition(shown)[0] if shown else para.text


def renumber(counted: Sequence[Counted]) -> int:
    """Write the numbers of labels that cannot be right as they are shown; how many were changed.

    Without a number, twice the same, or another than a field says itself: nobody counted them yet.
    """
    stale = {one.label for one in counted if _is_stale(one)}
    told = Counter((one.label, one.before, one.shown) for one in counted if one.number)
    stale |= {label for (label, _, _), times in told.items() if times > 1}
    return sum(
        _write(one.field, one.number) for one in counted if one.is_off and one.label in stale
    )


def _is_stale(one: Counted) -> bool:
    said = switches_of(one.field.instruction).get("\\r", "")
    blank = not one.shown.strip(" 0")
    return bool(one.number) and (blank or (said.isdecimal() and one.is_off))


def _next(label: str, one: Field, at: dict[str, int], since: dict[tuple[str, int], bool]) -> str:
    switches = switches_of(one.instruction)
    number = at.get(label, 0) + ("\\c" not in switches)
    level = switches.get("\\s", "")
    if level.isdecimal():
        key = (label, int(level))
        number = 1 if since.get(key) else number
        since[key] = False
    if switches.get("\\r", "").isdecimal():
        number = int(switches["\\r"])
    at[label] = number
    form = field_form(switches.get("\\*", "")) or "decimal"
    return "" if "\\h" in switches else number_text(number, form)


def _write(one: Field, text: str) -> bool:
    """Put a result into a field."""
    if one.texts:
        for t in one.texts:
            t.text = ""
        one.texts[0].text = text
    else:
        _insert(one, text)
    return True


def _insert(one: Field, text: str) -> None:
    """A run with the result where the field has none yet."""
    run = etree.Element(W + "r")
    etree.SubElement(run, W + "t").text = text
    run[0].set(SPACE, "preserve")
    if one.begin.tag == W + "fldSimple":
        one.begin.append(run)
    elif one.end is not None:
        _before(one, run)


def _before(one: Field, run: Any) -> None:
    last = one.end.getparent()
    if not one.shows:
        mark = etree.Element(W + "r")
        etree.SubElement(mark, W + "fldChar").set(W + "fldCharType", "separate")
        last.addprevious(mark)
    last.addprevious(run)
