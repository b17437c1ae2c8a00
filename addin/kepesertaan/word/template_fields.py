"""The fields of a template held against what the data gives: what is there, missing, unused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from kepesertaan.domain.template_check import Checked, Mistake, Need, Offer, Use

from .naming import field_name
from .sandbox import environment
from .template_tags import PartTags, Tag
from .template_traps import PLAIN_DATA, find_traps
from .template_words import mistake

_PLAIN = re.compile(r"[A-Za-z_]\w*(?:\[\d+\])?(?:\.[A-Za-z_]\w*)*")
_HEADING = re.compile(r"[^\W_][\w .,/&()#'’-]*")  # what people write into the heading of a column
_LOOP = re.compile(r"for\s+(\w+)\s+in\s+([\w.]+)")
_SINGLE = re.compile(r"(?<![{%#])\{ ?([^\W\d_][^{}%#|]{0,60}?) ?\}(?!\})")
_LIKENESS = 0.75  # of names: 1 is the same; below, two names are two things
_ITEM = "[*]."


@dataclass(frozen=True)
class Given:
    """What data gives, and how it is called. ``offers`` is None where there is no data."""

    offers: Sequence[Offer] | None
    where: str = ""

    @cached_property
    def paths(self) -> dict[str, Offer]:
        """Every offer by its path."""
        return {offer.path: offer for offer in self.offers or ()}

    @cached_property
    def lists(self) -> set[str]:
        """The names of repeated tables."""
        return {path.partition(_ITEM)[0] for path in self.paths if _ITEM in path}

    def gives(self, path: str) -> bool:
        """Whether a field can be used so; of everything where there is no data."""
        return self.offers is None or path in self.paths or path in self.lists


def check(parts: Sequence[PartTags], given: Given) -> Checked:
    """Every mistake of a template in reading order, and its fields."""
    mistakes: list[Mistake] = []
    uses: list[Use] = []
    for part in parts:
        renamed = list(_headings(part, given))
        at = {_at(one) for one in renamed}
        own = [use for use in part.uses if (use.place.paragraph, use.place.letter) not in at]
        found = [one for one in [*part.mistakes, *find_traps(part)] if _at(one) not in at]
        found += [*renamed, *_filters(part), *_singles(part, given)]
        found += _missing(own, part, given)
        mistakes += sorted(_once(found), key=_at)
        uses += own
    needs = _needs(uses, given)
    used = {need.path for need in needs}
    unused = [one for one in given.offers or () if one.path not in used and one.sheet]
    return Checked(mistakes, needs, unused, given.where)


def _at(one: Mistake) -> tuple[int, int]:
    return one.place.paragraph, one.place.letter


def _once(mistakes: Sequence[Mistake]) -> Iterator[Mistake]:
    """The same mistake at the same place said once; an unsafe tag is nothing else."""
    unsafe = {_at(one) for one in mistakes if one.code == "T05"}
    seen = set()
    for one in mistakes:
        key = (*_at(one), one.text)
        if key not in seen and (one.code == "T05" or _at(one) not in unsafe):
            seen.add(key)
            yield one


def _headings(part: PartTags, given: Given) -> Iterator[Mistake]:
    """Tags that hold a column's heading where its field name belongs."""
    loops = _loop_names(part)
    for tag in part.tags:
        head, bar, rest = tag.body.partition("|")
        head = head.strip()
        item, dot, inner = head.partition(".")
        prefix = f"{item}." if dot and item in loops and inner else ""
        heading = head.removeprefix(prefix)
        if tag.kind != "expr" or not _HEADING.fullmatch(heading):
            continue
        name = field_name(heading)
        path = f"{loops[item]}{_ITEM}{name}" if prefix else name
        if heading != name and _is_heading(heading, path, given):
            better = f"{{{{{tag.prefix} {prefix}{name}{f' | {rest.strip()}' if bar else ''} }}}}"
            yield mistake("T01", tag.place, tag.raw, heading=heading, tag=better)


def _loop_names(part: PartTags) -> dict[str, str]:
    """What each loop calls a line, and the list it goes through."""
    found = (_LOOP.match(tag.body) for tag in part.tags if tag.kind == "stmt")
    return {one[1]: one[2] for one in found if one}


def _is_heading(heading: str, path: str, given: Given) -> bool:
    """Whether a text is a heading of the data, or looks like one where that cannot be seen."""
    if given.offers is not None and path in given.paths:
        return True
    if _PLAIN.fullmatch(heading):
        return False
    words = re.split(r"[^\w]+", heading)
    return " " in heading.strip() or all(word[:1].isupper() for word in words if word)


def _filters(part: PartTags) -> Iterator[Mistake]:
    known = [name for name in environment().filters if not name.startswith("_")]
    for name, tag in part.filters:
        if name in known:
            continue
        near = get_close_matches(name, known, 1, _LIKENESS)
        better = re.sub(rf"\|(\s*){name}\b", rf"|\g<1>{near[0]}", tag.raw) if near else ""
        yield mistake("DTL104", tag.place, tag.raw, name=name, near=better)


def _singles(part: PartTags, given: Given) -> Iterator[Mistake]:
    """Names of fields between single brackets."""
    from .template_tags import place_of

    for paragraph in part.paragraphs:
        for found in _SINGLE.finditer(paragraph.text):
            name = field_name(found[1])
            if name in given.paths:
                place = place_of(paragraph, found.start() + 1, part.part)
                better = f"{{{{ {name} }}}}"
                yield mistake("T08", place, found.group(), raw=found.group(), tag=better)


def _missing(uses: Sequence[Use], part: PartTags, given: Given) -> Iterator[Mistake]:
    """Fields that the data does not give, or not in this way."""
    if given.offers is None:
        return
    looped = {path for path, _ in part.loops}
    for use in uses:
        root = use.path.partition(_ITEM)[0]
        if given.gives(use.path) or use.optional:
            if use.path in given.paths and use.path in looped and use.tag.startswith("{%"):
                yield mistake("T10", use.place, use.tag, field=use.path, where=given.where)
        elif _ITEM in use.path and root in given.paths:
            continue  # said at the loop
        elif "." in use.path and _parent(use.path) in given.paths:
            yield from _inner(use, given)
        else:
            near = _near(use, given)
            name = use.path.rpartition(".")[2]
            yield mistake("T02", use.place, use.tag, field=name, where=given.where, near=near)
    for path, tag in part.printed:
        if path in given.lists and tag.kind == "expr" and not tag.prefix:
            yield mistake("T12", tag.place, tag.raw, field=path)


def _parent(path: str) -> str:
    return path.rpartition(".")[0]


def _inner(use: Use, given: Given) -> Iterator[Mistake]:
    """A part of a single value that values do not have."""
    parent, _, inner = use.path.rpartition(".")
    if any(environment().is_safe_attribute(value, inner, None) for value in PLAIN_DATA):
        return
    joined = field_name(use.path)
    better = joined if joined in given.paths else parent
    yield mistake("T11", use.place, use.tag, field=parent, inner=inner, tag=f"{{{{ {better} }}}}")


def _near(use: Use, given: Given) -> str:
    """The tag that was probably meant, "" where none comes near."""
    head, dot, name = use.path.rpartition(".")
    prefix = head + dot
    siblings = [path.removeprefix(prefix) for path in given.paths if path.startswith(prefix)]
    close = get_close_matches(name, [one for one in siblings if "." not in one], 1, _LIKENESS)
    if not close and not dot:
        close = get_close_matches(name, sorted(given.lists), 1, _LIKENESS)
    if close:
        return re.sub(rf"\b{re.escape(name)}\b", close[0], use.tag)
    table = next((path for path in given.paths if path.endswith(f"{_ITEM}{name}")), "")
    root = table.partition(_ITEM)[0]
    return f"{{{{ baris.{name} }}}} di dalam {{%tr for baris in {root} %}}" if table else ""


def _needs(uses: Sequence[Use], given: Given) -> list[Need]:
    """Each field once, in reading order, with all its places; tables by their columns."""
    places: dict[str, list[Use]] = {}
    for use in uses:
        places.setdefault(use.path, []).append(use)
    tables = {path.partition(_ITEM)[0] for path in places if _ITEM in path}
    needs = []
    for path, found in places.items():
        if path in tables:
            continue
        where = tuple(dict.fromkeys(use.place for use in found))
        offer = given.paths.get(path) or _list_offer(path, given)
        needs.append(Need(path, where, offer, all(use.optional for use in found)))
    return needs


def _list_offer(path: str, given: Given) -> Offer | None:
    """A whole table that is asked about without its columns; or a part of a value."""
    if path in given.lists:
        return next(one for one in given.paths.values() if one.path.startswith(path + _ITEM))
    return given.paths.get(_parent(path))
