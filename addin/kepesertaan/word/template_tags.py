"""The tags of a Word template with their places, and what is wrong with how they are written.

docxtpl-lint finds tags, blocks and docxtpl's own rules; here each tag is also read alone, so that
one mistake does not hide the next, and the fields are found although some tags are broken.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from docxtpl_lint import core, reader
from jinja2 import Environment, TemplateSyntaxError
from lxml import etree

from kepesertaan.domain.template_check import Mistake, TagPlace, Use
from kepesertaan.domain.text import has_invisible

from . import parts, places
from .letters import W
from .template_words import lint_params, mistake, syntax_words

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LONGEST_TAG = 2_000  # letters; longer ones nobody typed, and reading them may never end
_CLOSERS = {"if": "endif", "for": "endfor", "with": "endwith", "macro": "endmacro",
            "call": "endcall", "filter": "endfilter", "set_block": "endset",
            "autoescape": "endautoescape", "block": "endblock"}  # fmt: skip
_OPENERS = {"endif": "if 1", "endfor": "for a in []", "endwith": "with", "endmacro": "macro a()",
            "endcall": "call a()", "endfilter": "filter upper", "endset_block": "set a",
            "elif": "if 1", "else": "if 1"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: ``kind`` is "expr", "stmt" or "comment"; ``prefix`` "p", "tr", "tc", "r" or "".

    ``body``: what stands in it; ``raw``: all of it, as typed.
    """

    kind: str
    prefix: str
    body: str
    raw: str
    place: TagPlace


@dataclass(slots=True)
class PartTags:
    """The tags of one part of the file, and its tree."""

    part: str
    tree: Any
    paragraphs: list[Any]  # docxtpl-lint's
    named: dict[int, str]  # the place of each in words, counted from 1
    tags: list[Tag] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    filters: list[tuple[str, Tag]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    loops: list[tuple[str, Tag]] = field(default_factory=list)  # what is looped over
    printed: list[tuple[str, Tag]] = field(default_factory=list)  # fields printed as they are


def read_tags(members: Mapping[str, bytes]) -> list[PartTags]:
    """Body, headers, footers, notes and properties of a Word file that has passed the gate.

    Raises ``lxml.etree.XMLSyntaxError`` for a part that is no XML.
    """
    words = places.part_words(members)
    return [
        _part_tags(part, kind, parts.parse(members[part]), words.get(part, ""))
        for part, kind in parts.fillable(members).items()
    ]


def _part_tags(part: str, kind: str, tree: Any, words: str) -> PartTags:
    if kind == "core":
        paragraphs, named = _properties(part, tree)
    else:
        said = [place for _, place in places.paragraph_places(kind, tree)]
        named = {k: ", ".join(filter(None, (words, place))) for k, place in enumerate(said, 1)}
        paragraphs = _paragraphs(tree)
    made = PartTags(part, tree, paragraphs, named)
    issues: list[Any] = []
    found = core.scan_tags("", paragraphs, issues)
    issues += core.check_blocks("", found) + core.check_docxtpl_tags("", found, paragraphs)
    tags = [(one, _tag(one, made)) for one in found]
    made.tags = [tag for _, tag in tags]
    made.mistakes = [*_told(issues, made), *_deleted(made)]
    broken = list(_broken(tags, made))
    _analyse(_healed(found, [id(one) for one in broken]), made)
    return made


def _paragraphs(tree: Any) -> list[Any]:
    """docxtpl-lint's paragraphs of a part, without the second copy of text boxes."""
    copies = {
        number
        for number, one in enumerate(tree.iter(W + "p"), 1)
        if next(one.iterancestors(_FALLBACK), None) is not None
    }
    alone = BytesIO()
    with zipfile.ZipFile(alone, "w") as archive:
        archive.writestr("word/document.xml", etree.tostring(tree))
    return [
        replace(one, text="", deleted_code="") if one.index in copies else one
        for one in reader.iter_paragraphs(alone)
    ]


def _properties(part: str, tree: Any) -> tuple[list[Any], dict[int, str]]:
    """The properties of a file that hold tags, as paragraphs."""
    tags = places.part_tags(part, "core", tree)
    named = dict.fromkeys(tag.place for tag in tags)
    texts = {place: " ".join(tag.text for tag in tags if tag.place == place) for place in named}
    made = [reader.Paragraph("core", k, (), 0, text) for k, text in enumerate(texts.values(), 1)]
    return made, dict(enumerate(texts, 1))


def place_of(paragraph: Any, column: int, made: PartTags) -> TagPlace:
    """The place of docxtpl-lint's paragraph and letter (from 1)."""
    words = made.named.get(paragraph.index, "")
    return TagPlace(words, made.part, paragraph.index - 1, max(column - 1, 0))


def _tag(one: Any, made: PartTags) -> Tag:
    return Tag(one.kind, one.prefix, one.body, one.raw, place_of(one.para, one.col, made))


def _told(issues: Sequence[Any], made: PartTags) -> Iterator[Mistake]:
    by_index = {one.index: one for one in made.paragraphs}
    for issue in issues:
        paragraph = by_index[issue.location.paragraph]
        place = place_of(paragraph, issue.location.column, made)
        end = by_index.get(issue.params.get("end_para", 0))
        torn = issue.rule == "DTL002" and end is not None and end.cells != paragraph.cells
        code = "T09" if torn else issue.rule
        params = lint_params(issue.params)
        if code == "DTL101":  # closed in the way it was opened
            prefix = re.match(r"\{%-?(p|tr|tc)?", issue.snippet)
            params["close"] = f"{{%{(prefix and prefix[1]) or ''} end{params['kw']} %}}"
        yield mistake(code, place, issue.snippet, **params)


def _deleted(made: PartTags) -> Iterator[Mistake]:
    for one in made.paragraphs:
        if one.deleted_code:
            yield mistake("DTL003", place_of(one, 1, made), one.deleted_code[:60])


def _broken(tags: Sequence[tuple[Any, Tag]], made: PartTags) -> Iterator[Any]:
    """The tags that cannot be read even alone, their mistakes noted."""
    told = {(m.place.paragraph, m.place.letter) for m in made.mistakes if m.code != "DTL002"}
    for one, tag in tags:
        trouble = None if one.kind == "comment" else trouble_of(one.kind, one.body)
        if trouble is None:
            continue
        yield one
        if (tag.place.paragraph, tag.place.letter) in told:
            continue
        made.mistakes.append(_unreadable(one, tag, trouble))


def _unreadable(one: Any, tag: Tag, trouble: str) -> Mistake:
    """What is wrong with a tag that cannot be read, as near as it can be told."""
    if has_invisible(one.raw.replace("\u00a0", " ")):
        return mistake("T18", tag.place, tag.raw)
    if one.kind == "stmt" and one.body.split()[:2] == ["else", "if"]:
        better = "{%" + one.prefix + " elif " + one.body.split(None, 2)[-1] + " %}"
        return mistake("T06", tag.place, tag.raw, tag=better)
    return mistake("DTL103", tag.place, tag.raw, msg=syntax_words(trouble))


def trouble_of(kind: str, body: str) -> str | None:
    """What Jinja has against a tag that stands alone with its partner, None for nothing."""
    if len(body) > _LONGEST_TAG:
        return "?"
    try:
        Environment(autoescape=True).parse(alone(kind, body))
    except TemplateSyntaxError as error:
        return error.message or "?"
    except RecursionError:
        return "?"
    return None


def alone(kind: str, body: str) -> str:
    """A tag as a whole template.

    >>> alone("stmt", "elif x > 1"), alone("expr", "nama|upper")
    ('{% if 1 %}{% elif x > 1 %}{% endif %}', '{{ nama|upper }}')
    """
    if kind == "expr":
        return "{{ " + body + " }}"
    word = keyword(body)
    if word in core.CELL_TAGS:
        rest = body.split(None, 1)[1:]
        return "{{ " + rest[0] + " }}" if rest else ""
    before = f"{{% {_OPENERS[word]} %}}" if word in _OPENERS else ""
    closer = _CLOSERS.get(word) or {"elif": "endif", "else": "endif"}.get(word)
    return before + "{% " + body + " %}" + (f"{{% {closer} %}}" if closer else "")


def keyword(body: str) -> str:
    """The first word of a command; "set_block" and "endset_block" for a set over several lines."""
    word = (body.split() or [""])[0]
    if word == "set" and "=" not in body:
        return "set_block"
    return "endset_block" if word == "endset" else word


def _healed(found: Sequence[Any], broken: Sequence[int]) -> list[Any]:
    """The tags without broken ones, every block closed, so that the rest can be understood."""
    kept: list[Any] = []
    stack: list[tuple[str, Any]] = []
    for one in found:
        word = keyword(one.body) if one.kind == "stmt" else ""
        if id(one) in broken and word not in core.BLOCKS:
            continue
        if id(one) in broken:
            one = replace(one, body=_OPENERS.get(f"end{word}", "if 1"))
        is_inner = word.startswith("end") or word in core.MIDDLE
        if word in core.BLOCKS:
            stack.append((word, one))
        if not is_inner or _closes(word, stack, kept):
            kept.append(one)
    kept += [_closer(word, opener) for word, opener in reversed(stack)]
    return kept


def _closes(word: str, stack: list[tuple[str, Any]], kept: list[Any]) -> bool:
    """Whether an end, else or elif has its block; blocks left open in between are closed."""
    if word in core.MIDDLE:
        return bool(stack) and stack[-1][0] in core.MIDDLE[word]
    wanted = word.removeprefix("end")
    if all(name != wanted for name, _ in stack):
        return False
    while stack[-1][0] != wanted:
        kept.append(_closer(*stack.pop()))
    stack.pop()
    return True


def _closer(word: str, opener: Any) -> Any:
    return replace(opener, body=_CLOSERS[word], kind="stmt")


def _analyse(tags: Sequence[Any], made: PartTags) -> None:
    """Note the fields, filters, loops and prints of tags that can be read."""
    try:
        found = core.analyse(list(tags))
    except RecursionError:
        first = _tag(tags[0], made)
        made.mistakes.append(mistake("T16", first.place, first.raw))
        return
    optional = tuple(found.guarded)
    for path, one in found.uses:
        guarded = path in optional or path.startswith(tuple(f"{name}." for name in optional))
        tag = _tag(one, made)
        made.uses.append(Use(path.replace("[]", "[*]"), tag.raw, tag.place, guarded))
    made.filters = [(name, _tag(one, made)) for name, one in found.filters]
    made.loops = [(p.replace("[]", "[*]"), _tag(one, made)) for p, one in found.iterables]
    made.printed = [(p.replace("[]", "[*]"), _tag(o, made)) for p, o, _ in found.outputs]
    for issue in core.check_jinja("", found):
        if issue.rule != "DTL104":  # the filters are ours
            made.mistakes += _told([issue], made)
