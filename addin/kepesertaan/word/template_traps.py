"""Traps of templates that the syntax does not show: torn tags, cells left empty, unsafe tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from kepesertaan.domain.template_check import Mistake

from .letters import W, letters, paragraph_text
from .naming import field_name
from .sandbox import environment
from .template_tags import PartTags, Tag, alone, keyword, place_of, trouble_of
from .template_words import holder_words, mistake

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CLOSING = {"}}": "{{", "%}": "{%"}
_PARAGRAPH_TAG = re.compile(r"\{%-?p (.*?)-?%\}", re.DOTALL)
_ROW_TAG = re.compile(r"\{[{%]-?(?:tr|tc) ")
# One of each kind that tags may ask something.
PLAIN_DATA: tuple[Any, ...] = ("", {}, [], datetime(2000, 1, 1))
_MERGED = re.compile(r'MERGEFIELD\s+(?:"([^"]+)"|([^\s"\\]+))', re.IGNORECASE)
_OWN_CALLS = frozenset({"caller"})


def find_traps(made: PartTags) -> list[Mistake]:
    """Every trap of a part."""
    every = list(made.tree.iter(W + "p"))
    known = [one for one in made.paragraphs if one.index <= len(every)]
    pairs = [(one, every[one.index - 1]) for one in known if one.text]
    return [
        *(found for one, paragraph in pairs for found in _torn(one, paragraph, made)),
        *(found for one, _ in pairs for found in _strays(one, made)),
        *(found for one in known for found in _merge_fields(one, every[one.index - 1], made)),
        *_empty_cells(made, pairs),
        *unsafe_tags(made.tags),
    ]


def _torn(one: Any, paragraph: Any, made: PartTags) -> Iterator[Mistake]:
    """Tags of which a part stands inside a link, a field or a revision and a part outside."""
    for tag in _TAG.finditer(paragraph_text(paragraph)):
        at, holders = 0, []
        for piece, text in letters(paragraph):
            if at < tag.end() and tag.start() < at + len(text):
                holders.append(piece.getparent().getparent())
            at += len(text)
        apart = [holder for holder in holders if holder is not holders[0]]
        if apart:
            outer = next(h for h in (*apart, *holders) if h.tag != W + "p")
            inside = holder_words(outer.tag.removeprefix(W))
            place = place_of(one, tag.start() + 1, made)
            yield mistake("T04", place, tag.group(), inside=inside)


def _strays(one: Any, made: PartTags) -> Iterator[Mistake]:
    """Closing brackets of no tag, in paragraphs where nothing else is wrong."""
    told = any(m.place.paragraph == one.index - 1 for m in made.mistakes)
    spans = any(m.code in ("DTL001", "DTL002", "T09") for m in made.mistakes)
    if told or spans:
        return
    rest = _TAG.sub(lambda tag: " " * len(tag.group()), one.text)
    for close, open_ in _CLOSING.items():
        if close in rest:
            place = place_of(one, rest.index(close) + 1, made)
            yield mistake("T07", place, close, close=close, open=open_)


def _merge_fields(one: Any, paragraph: Any, made: PartTags) -> Iterator[Mistake]:
    """Fields of Word's own mail merge, which stay as they are when a template is filled."""
    pieces = [
        (piece.text or "") if piece.tag == W + "instrText" else piece.get(W + "instr", "")
        for piece in paragraph.iter(W + "instrText", W + "fldSimple")
        if next(piece.iterancestors(W + "p")) is paragraph
    ]
    for found in _MERGED.finditer("".join(pieces)):
        name = found[1] or found[2]
        tag = f"{{{{ {field_name(name)} }}}}"
        yield mistake("T17", place_of(one, 1, made), f"«{name}»", name=name, tag=tag)


def _empty_cells(made: PartTags, pairs: Sequence[tuple[Any, Any]]) -> Iterator[Mistake]:
    """Cells of which nothing stays when a condition is false or a list empty."""
    known = {id(paragraph): one for one, paragraph in pairs}
    for cell in made.tree.iter(W + "tc"):
        inside = [child for child in cell if child.tag != W + "tcPr"]
        texts = [paragraph_text(child) if child.tag == W + "p" else None for child in inside]
        if None in texts or any(_ROW_TAG.search(text or "") for text in texts):
            continue
        tags = [_PARAGRAPH_TAG.search(text or "") for text in texts]
        first = next((k for k, tag in enumerate(tags) if tag), None)
        if first is None or _least([tag[1].strip() if tag else None for tag in tags]) != 0:
            continue
        one, tag = known[id(inside[first])], tags[first]
        if tag:
            place = place_of(one, tag.start() + 1, made)
            yield mistake("T03", place, tag.group(), raw=tag.group())


def _least(commands: Sequence[str | None]) -> int | None:
    """How many paragraphs (None) are left at least; None where blocks go beyond the cell.

    >>> _least(["if a", None, "endif"]), _least(["if a", None, "else", None, "endif"])
    (0, 1)
    """
    stack = [[0]]
    closed: list[bool] = []  # whether a block has an else
    for command in commands:
        word = keyword(command) if command is not None else ""
        if word in ("if", "for"):
            stack.append([0])
            closed.append(False)
        elif word in ("else", "elif") and closed:
            stack[-1].append(0)
            closed[-1] = closed[-1] or word == "else"
        elif word in ("endif", "endfor") and closed:
            branches = stack.pop()
            stack[-1][-1] += min(branches) if closed.pop() else 0
        elif command is None:
            stack[-1][-1] += 1
        elif word in ("else", "elif", "endif", "endfor"):
            return None
    return None if closed else stack[0][0]


def unsafe_tags(tags: Sequence[Tag]) -> Iterator[Mistake]:
    """Tags the sandbox would refuse when filled in: they reach for what is no data."""
    macros = {m[1] for tag in tags if (m := re.match(r"macro\s+(\w+)", tag.body))}
    for tag in tags:
        if tag.kind == "comment" or trouble_of(tag.kind, tag.body) is not None:
            continue
        try:
            unsafe = _reaches_out(alone(tag.kind, tag.body), macros)
        except RecursionError:
            unsafe = True
        if unsafe:
            yield mistake("T05", tag.place, tag.raw)


def _reaches_out(source: str, macros: set[str]) -> bool:
    tree = Environment(autoescape=True).parse(source)
    return not _is_taken(source) or any(
        _is_unsafe(node, macros) for node in tree.find_all(nodes.Node)
    )


def _is_taken(source: str) -> bool:
    """Whether the sandbox takes a template at all."""
    try:
        environment().parse(source)
    except TemplateSyntaxError:
        return False
    return True


def _is_unsafe(node: nodes.Node, macros: set[str]) -> bool:
    if isinstance(node, nodes.Getattr):
        return node.attr.startswith("_")
    if isinstance(node, nodes.Getitem):
        return isinstance(node.arg, nodes.Const) and str(node.arg.value).startswith("_")
    return isinstance(node, nodes.Call) and not _may_call(node.node, macros)


def _may_call(called: nodes.Node, macros: set[str]) -> bool:
    if isinstance(called, nodes.Name):
        return called.name in macros | _OWN_CALLS | environment().globals.keys()
    if not isinstance(called, nodes.Getattr):
        return False
    is_loop = isinstance(called.node, nodes.Name) and called.node.name == "loop"
    return is_loop or any(
        environment().is_safe_attribute(value, called.attr, None) for value in PLAIN_DATA
    )
