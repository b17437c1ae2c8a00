"""The fields of a template held against what the data gives: what is there, missing, unused."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kepesertaan.domain.template_check import Checked, Mistake, Need, Offer, Use
from kepesertaan.domain.text import visible

from .naming import field_name
from .nearest import nearest
from .sandbox import environment
from .template_tags import PartTags, place_of, trouble_of
from .template_traps import PLAIN_DATA, find_traps
from .template_words import mistake

_PLAIN = re.compile(r"[A-Za-z_]\w*(?:\[\d+\])?(?:\.[A-Za-z_]\w*)*")
_HEADING = re.compile(r"[^\W_][\w .,/&()#'’-]*")  # what people write into the heading of a column
_LOOP = re.compile(r"for\s+(\w+)\s+in\s+([\w.]+)")
_SINGLE = re.compile(r"(?<![{%#])\{ ?([^\W\d_][^{}%#|]{0,60}?) ?\}(?!\})")
_STEP = re.compile(r"\[\*\]|\.")
_EACH, _ITEM = "[*]", "[*]."


@dataclass(frozen=True)
class Given:
    """What data gives, and how it is called. ``offers`` is None where there is no data.

    ``silent``: fields that count as used, as filling itself needs them; ``may_lack``: fields that
    stay empty where data does not give them, because the template's description says so.
    """

    offers: Sequence[Offer] | None
    where: str = ""
    silent: frozenset[str] = frozenset()
    may_lack: frozenset[str] = frozenset()

    @cached_property
    def paths(self) -> dict[str, Offer]:
        """Every offer by its path."""
        return {offer.path: offer for offer in self.offers or ()}

    @cached_property
    def columns(self) -> dict[tuple[str, str], Offer]:
        """Every column of a sheet, by sheet and heading, that is there for documents."""
        found: dict[tuple[str, str], Offer] = {}
        for offer in self.offers or ():
            if offer.sheet and offer.path.rpartition(".")[2] not in self.silent:
                found.setdefault((offer.sheet, offer.heading), offer)
        return found

    @cached_property
    def lists(self) -> set[str]:
        """The names of repeated tables."""
        return {root_of(path) for path in self.paths if _EACH in path}

    def gives(self, path: str) -> bool:
        """Whether a field can be used so; of everything where there is no data."""
        return self.offers is None or path in self.paths or path in self.above

    def can_lack(self, path: str) -> bool:
        """Whether a field, or the table it is in, may be missing from the data."""
        return path in self.may_lack or root_of(path) in self.may_lack

    def names_in(self, path: str) -> set[str]:
        """The names that stand beside a field: of the same sheet."""
        prefix = path[: path.rfind(".") + 1]
        found = (one.removeprefix(prefix) for one in self.paths if one.startswith(prefix))
        return {one for one in found if "." not in one}

    def where_of(self, path: str) -> str:
        """The sheet a field would stand in, in words."""
        prefix = path[: path.rfind(".") + 1]
        sheets = [one.sheet for name, one in self.paths.items() if name.startswith(prefix)]
        return f"lembar '{sheets[0]}'" if prefix and sheets else self.where

    @cached_property
    def above(self) -> set[str]:
        """Tables, lines of tables, and whatever else holds what is given."""
        return {path[: cut.start()] for path in self.paths for cut in _STEP.finditer(path)}


def root_of(path: str) -> str:
    """The table a path goes into.

    >>> root_of("temuan[*].tenggat"), root_of("foto_baris[*][*].gambar")
    ('temuan', 'foto_baris')
    """
    return path.partition(_EACH)[0]


def check(parts: Sequence[PartTags], given: Given) -> Checked:
    """Every mistake of a template in reading order, and its fields."""
    mistakes: list[Mistake] = []
    uses: list[Use] = []
    for part in parts:
        headed = list(_headings(part, given))
        renamed = [one for one, _ in headed]
        at = {_at(one) for one in renamed}
        own = [use for use in part.uses if (use.place.paragraph, use.place.letter) not in at]
        found = [one for one in [*part.mistakes, *find_traps(part)] if _at(one) not in at]
        found += [*renamed, *_filters(part), *_singles(part, given)]
        found += _missing(own, part, given)
        mistakes += sorted(_once(found), key=_at)
        uses += [*own, *(use for _, use in headed)]
    needs = _needs(uses, given)
    used = {(need.offer.sheet, need.offer.heading) for need in needs if need.offer}
    unused = [one for column, one in given.columns.items() if column not in used]
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


def _headings(part: PartTags, given: Given) -> Iterator[tuple[Mistake, Use]]:
    """Tags that hold a column's heading where its field name belongs, and what they mean."""
    loops = _loop_names(part)
    for tag in part.tags:
        head, bar, rest = tag.body.partition("|")
        head = head.strip()
        item, dot, inner = head.partition(".")
        prefix = f"{item}." if dot and item in loops and inner else ""
        heading = visible(head.removeprefix(prefix))
        if tag.kind != "expr" or not _HEADING.fullmatch(heading):
            continue
        name = field_name(heading)
        path = f"{loops[item]}{_ITEM}{name}" if prefix else name
        if heading == name or not _is_heading(heading, path, given):
            continue
        known = given.offers is None or path in given.paths
        meant = name if known else nearest(name, given.names_in(path))
        filters = f" | {rest.strip()}" if bar else ""
        better = f"{{{{{tag.prefix} {prefix}{meant}{filters} }}}}" if meant else ""
        if known:
            told = mistake("T01", tag.place, tag.raw, heading=heading, tag=better)
        else:
            where = given.where_of(path)
            told = mistake("T02", tag.place, tag.raw, field=heading, where=where, near=better)
        yield told, Use(path, tag.raw, tag.place)


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
    words = [word for word in re.split(r"[^\w]+", heading) if word]
    capital = all(word[:1].isupper() or word.isdigit() for word in words)
    return capital or trouble_of("expr", heading) is not None


def _filters(part: PartTags) -> Iterator[Mistake]:
    known = [name for name in environment().filters if not name.startswith("_")]
    for name, tag in part.filters:
        if name in known:
            continue
        near = nearest(name, known)
        better = re.sub(rf"\|(\s*){name}\b", rf"|\g<1>{near}", tag.raw) if near else ""
        yield mistake("DTL104", tag.place, tag.raw, name=name, near=better)


def _singles(part: PartTags, given: Given) -> Iterator[Mistake]:
    """Names of fields between single brackets."""
    for paragraph in part.paragraphs:
        for found in _SINGLE.finditer(paragraph.text):
            name = field_name(found[1])
            if name in given.paths:
                place = place_of(paragraph, found.start() + 1, part)
                better = f"{{{{ {name} }}}}"
                yield mistake("T08", place, found.group(), raw=found.group(), tag=better)


def _missing(uses: Sequence[Use], part: PartTags, given: Given) -> Iterator[Mistake]:
    """Fields that the data does not give, or not in this way."""
    if given.offers is None:
        return
    looped = {path for path, _ in part.loops}
    for use in uses:
        if use.path in looped and use.tag.startswith("{%"):
            yield from _looped(use, given)
        elif not (given.gives(use.path) or _is_spared(use, looped, given)):
            yield from _absent(use, given)
    for path, tag in part.printed:
        if path in given.lists and tag.kind == "expr" and not tag.prefix:
            yield mistake("T12", tag.place, tag.raw, field=path)


def _is_spared(use: Use, looped: set[str], given: Given) -> bool:
    """Whether a field may be missing, or what is wrong with it is said at the loop around it."""
    root = root_of(use.path)
    is_told = root != use.path and root in looped and root not in given.lists
    return use.optional or given.can_lack(use.path) or is_told


def _looped(use: Use, given: Given) -> Iterator[Mistake]:
    """A loop over what is no table, or not there."""
    spared = use.optional or given.can_lack(use.path)
    if use.path in given.lists or spared or _EACH in use.path:
        return
    if use.path in given.paths:
        yield mistake("T10", use.place, use.tag, field=use.path, where=given.where)
    else:
        near = _swapped(use, given.lists)
        yield mistake("T13", use.place, use.tag, field=use.path, near=near)


def _absent(use: Use, given: Given) -> Iterator[Mistake]:
    if "." in use.path and _parent(use.path) in given.paths:
        yield from _inner(use, given)
        return
    name, where = use.path.rpartition(".")[2], given.where_of(use.path)
    yield mistake("T02", use.place, use.tag, field=name, where=where, near=_near(use, given))


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
    whole = field_name(use.path)
    if whole in given.paths and whole != use.path:
        typed = r"\s*\.\s*".join(map(re.escape, use.path.split(".")))
        return re.sub(typed, whole, use.tag)
    near = _swapped(use, given.names_in(use.path))
    if near or "." in use.path:
        return near
    name = use.path
    near = _swapped(use, given.lists)
    if near:
        return near
    table = next((path for path in given.paths if path.endswith(f"{_ITEM}{name}")), "")
    root = root_of(table)
    return f"{{{{ baris.{name} }}}} di dalam {{%tr for baris in {root} %}}" if table else ""


def _swapped(use: Use, names: Collection[str]) -> str:
    """The tag with the name that comes nearest, "" where none comes near."""
    name = use.path.rpartition(".")[2]
    close = nearest(name, names)
    return re.sub(rf"\b{re.escape(name)}\b", close, use.tag) if close else ""


def _needs(uses: Sequence[Use], given: Given) -> list[Need]:
    """Each field once, in reading order, with all its places; tables by their columns."""
    places: dict[str, list[Use]] = {}
    for use in uses:
        places.setdefault(use.path, []).append(use)
    above = {path[: cut.start()] for path in places for cut in _STEP.finditer(path)}
    needs = []
    for path, found in places.items():
        if path in above and path not in given.paths:
            continue  # a table is told by its columns
        where = tuple(dict.fromkeys(use.place for use in found))
        offer = given.paths.get(path) or _list_offer(path, given)
        optional = given.can_lack(path) or all(use.optional for use in found)
        needs.append(Need(path, where, offer, optional))
    return needs


def _list_offer(path: str, given: Given) -> Offer | None:
    """A whole table or line that is used without its columns; or a part of a value."""
    if path in given.above:
        return next(one for name, one in given.paths.items() if name.startswith(path))
    return given.paths.get(_parent(path))
