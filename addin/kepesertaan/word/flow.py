"""The paragraphs of a document in reading order: what a person sees of them, and their fields.

Deleted text, hidden text, field instructions and the second copy of a text box are not seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .docparts import MC, W

_PASSED = frozenset(
    W + name
    for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr",
                 "sdtEndPr", "sectPr", "instrText", "delText", "delInstrText", "rt")
) | {MC + "Fallback"}  # fmt: skip
_SIGNS = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
}  # fmt: skip
_BLANKS = re.compile(r"[ \t\n\r]+")
_NO = ("0", "false", "off", "none")


@dataclass(slots=True)
class Field:
    """A field. ``begin``, ``end``: its fldChar elements, the fldSimple itself in ``begin``."""

    begin: Any
    start: Any  # the paragraph it begins in
    instruction: str = ""
    end: Any = None
    stop: Any = None  # the paragraph it ends in
    shows: bool = False  # past its instruction: what follows is its result
    texts: list[Any] = field(default_factory=list)  # the w:t of its result, outside inner fields

    @property
    def name(self) -> str:
        """The first word of the instruction in capitals."""
        return (self.instruction.split() or [""])[0].upper()


@dataclass(slots=True)
class Para:
    """A paragraph. ``pieces``: its texts with whether they are italic, tabs and breaks as such."""

    element: Any
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)  # that begin in it
    in_list: bool = False  # a line of a table of contents
    in_box: bool = False
    in_table: bool = False

    @property
    def text(self) -> str:
        """All of its text."""
        return "".join(text for text, _ in self.pieces)


def read_flow(root: Any) -> list[Para]:
    """The paragraphs below an element, those in tables, controls and text boxes too."""
    reader = _Reader()
    reader.walk(root)
    return reader.paras


class _Reader:
    """Goes through a tree once, with the fields that are open on the way."""

    def __init__(self) -> None:
        self.paras: list[Para] = []
        self._open: list[Field] = []
        self._para: Para | None = None
        self._boxes = self._tables = 0
        self._italic = self._hidden = False

    def walk(self, element: Any) -> None:
        """Read what an element holds."""
        for child in element:
            tag = child.tag
            if tag in _PASSED or not isinstance(tag, str):
                if tag == W + "instrText":
                    self._instruct(child)
                continue
            step = _STEPS.get(tag)
            if step:
                step(self, child)
            elif tag in _SIGNS:
                self._add(_SIGNS[tag])
            else:
                self.walk(child)

    def _paragraph(self, element: Any) -> None:
        outer = self._para
        in_list = any(one.name == "TOC" for one in self._open)
        here = Para(element, [], [], in_list, self._boxes > 0, self._tables > 0)
        self._para = here
        self.paras.append(here)
        self.walk(element)
        self._para = outer

    def _table(self, element: Any) -> None:
        self._tables += 1
        self.walk(element)
        self._tables -= 1

    def _box(self, element: Any) -> None:
        kept, self._open = self._open, []
        tables, self._tables = self._tables, 0
        self._boxes += 1
        self.walk(element)
        self._boxes -= 1
        self._open, self._tables = kept, tables

    def _run(self, element: Any) -> None:
        look = element.find(W + "rPr")
        kept = self._italic, self._hidden
        self._italic, self._hidden = is_on(look, "i"), is_on(look, "vanish")
        self.walk(element)
        self._italic, self._hidden = kept

    def _text(self, element: Any) -> None:
        if self._open and self._open[-1].shows:
            self._open[-1].texts.append(element)
        self._add(element.text or "")

    def _add(self, text: str) -> None:
        seen = self._para is not None and not self._hidden and all(one.shows for one in self._open)
        if seen and self._para:
            self._para.pieces.append((text, self._italic))

    def _instruct(self, element: Any) -> None:
        if self._open and not self._open[-1].shows:
            self._open[-1].instruction += element.text or ""

    def _simple(self, element: Any) -> None:
        one = self._begin(element)
        if one is None:
            return
        one.instruction, one.shows = element.get(W + "instr", ""), True
        self.walk(element)
        self._end(element)

    def _mark(self, element: Any) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._begin(element)
        elif kind == "separate" and self._open:
            self._open[-1].shows = True
            if self._para and self._open[-1].name == "TOC":
                self._para.in_list = True
        elif kind == "end" and self._open:
            self._end(element)

    def _begin(self, element: Any) -> Field | None:
        if self._para is None:
            return None
        one = Field(element, self._para.element)
        self._open.append(one)
        self._para.fields.append(one)
        return one

    def _end(self, element: Any) -> None:
        one = self._open.pop()
        one.end = element
        one.stop = self._para.element if self._para else None


_STEPS = {
    W + "p": _Reader._paragraph,
    W + "tbl": _Reader._table,
    W + "r": _Reader._run,
    W + "t": _Reader._text,
    W + "fldChar": _Reader._mark,
    W + "fldSimple": _Reader._simple,
    W + "txbxContent": _Reader._box,
}


def is_on(properties: Any, name: str) -> bool:
    """Whether a switch such as ``w:i`` is set in properties (None: no properties)."""
    found = None if properties is None else properties.find(W + name)
    return found is not None and found.get(W + "val", "1") not in _NO


def tidy(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The pieces of a heading on one line: single blanks, none at the ends, like pieces joined.

    >>> tidy([("BAB I", False), ("\\n", False), (" Studi ", False), ("case", True), (" ", True)])
    [('BAB I Studi ', False), ('case', True)]
    """
    joined: list[tuple[str, bool]] = []
    after = " "
    for text, italic in pieces:
        line = _BLANKS.sub(" ", text)
        if after == " ":
            line = line.lstrip(" ")
        if not line:
            continue
        after = line[-1]
        if joined and (joined[-1][1] == italic or line == " "):
            joined[-1] = (joined[-1][0] + line, joined[-1][1])
        else:
            joined.append((line, italic))
    if joined:
        joined[-1] = (joined[-1][0].rstrip(), joined[-1][1])
    return [one for one in joined if one[0]]
