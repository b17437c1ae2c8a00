"""What each row of a target table says, with what it has from the rows above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from kepesertaan.data.metrics import combined
from kepesertaan.sheets.targets.people.given_names import are_names
from kepesertaan.sheets.targets.people.officer_texts import (
    looks_like_name,
    may_be_person,
    names_office,
    officer_in,
    without_names,
)
from kepesertaan.sheets.targets.people.same_person import tidy_name
from kepesertaan.sheets.targets.words.said import (
    NOTHING,
    SIDES,
    Said,
    said,
    side_word,
    spelled_side,
)

from .labels import NUMBER, Form
from .left_above import ask_below_left_out
from .part import NO_METRIC, Part, Parts, part_of, unknown_words

_OUTLINE = re.compile(r"^\(?(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]|[A-Za-z][.)]|[ivxIVX]{1,4}[.)])\s+")
_OUTLINE_DIGITS = re.compile(r"^[0-9]{1,2}[.)](?=[^\W\d])")
_ITEM = re.compile(r"\s*(?:[-*\u2022\u2013>]|\(?[a-z][.)])\s*\w")  # a part of the row above it
Labels = tuple[str, ...]


@dataclass(slots=True)
class _Around:
    """What is carried from row to row: the section, and the last row that named a metric."""

    section: Said = NOTHING
    last: Said = NOTHING
    officer: str = ""
    doubt: str = ""  # of a section or row with unknown words: of rows that say no metric
    loose: str = ""  # the same, of rows that have their metric from above
    under: str = ""  # the same, of all rows: a section that may be headed by an officer's name
    has_names: bool = False  # several rows without numbers may be names


def row_parts(form: Form, known: tuple[str, ...]) -> Parts:
    """Every row of a table that holds amounts or could have held some, in order."""
    own = list(_own_rows(form, known))
    empty, bare, worded = set(form.empty), set(form.bare), set(form.worded)
    around = _Around()
    found: dict[int, Part] = {}
    order = [at for at, part in enumerate(own) if part.text or at not in empty]
    names = [at for at in order if at in empty and looks_like_name(tidy_name(own[at].text))]
    for at in _named(own, [at for at in order if at in empty and at < form.notes], known):
        own[at] = Part(own[at].text, officer=tidy_name(own[at].text))
    around.has_names = len(names) > 1
    before = NOTHING
    for at, after in zip_longest(order, order[1:]):
        part, following = own[at], own[after] if after is not None else Part()
        if at in empty and _is_section(part, before, following):
            _enter(around, part)
        elif at not in bare or _may_lack(part, at in worded, is_below=at >= form.notes):
            is_item = any(_ITEM.match(texts[at]) for _, _, texts in form.labels)
            found[form.body[at]] = _in_context(part, around, is_item=is_item)
        before = part.said
    return ask_below_left_out(found, own, form)


def _named(own: Sequence[Part], sections: Sequence[int], known: tuple[str, ...]) -> list[int]:
    """The sections of unknown words, where all of them are officers' names."""
    unknown = [at for at in sections if own[at].own.rest
               and not (own[at].said.is_known or own[at].officer)]  # fmt: skip
    return unknown if are_names((tidy_name(own[at].text) for at in unknown), known) else []


def _may_lack(own: Part, is_worded: bool, *, is_below: bool) -> bool:
    """Whether a row without amounts is one of the table, and not a signature below it."""
    told = own.said
    if is_below and is_worded and not (told.counts or told.segments):
        return False  # of a signature, whatever its words
    if not own.text or told.is_known or (own.officer and not is_below):
        return bool(own.text)
    return not is_worded


def _own_rows(form: Form, known: tuple[str, ...]) -> Iterator[Part]:
    """Rows by their own labels, blank ones filled from above where one at their right is not."""
    told = [(role, is_side) for role, is_side, _ in form.labels]
    filled: dict[int, str] = {}
    for at in range(len(form.body)):
        labels = _filled_down(
            _without_number([texts[at] for *_, texts in form.labels], filled), filled
        )
        yield _labelled(
            tuple((role, text, is_side)
                  for (role, is_side), text in zip(told, labels, strict=True) if text),
            tuple(texts[at] for texts in form.sides),
            known,
        )  # fmt: skip


def _without_number(labels: Sequence[str], filled: dict[int, str]) -> list[str]:
    """The labels of a row without its number, below which nothing of that column reaches."""
    for c, text in enumerate(labels):
        if text == NUMBER:
            filled.pop(c, None)
    return ["" if text == NUMBER else text for text in labels]


def _filled_down(labels: Sequence[str], filled: dict[int, str]) -> list[str]:
    """The labels of a row, a blank one filled from above where one further right is not.

    ``filled``: of each column the text that reaches down to here.
    """
    if any(said(text).is_total for text in labels if text):
        filled.clear()
        filled |= _total_of_several(labels)
        return list(labels)
    found = list(labels)
    for c, text in enumerate(labels):
        if text:
            if filled.get(c) != text:
                for right in range(c + 1, len(labels)):
                    filled.pop(right, None)
            filled[c] = text
        elif c in filled and any(labels[c + 1 :]):
            found[c] = filled[c]
    return found


def _total_of_several(labels: Sequence[str]) -> dict[int, str]:
    """The column of a total and its word, where the row says of what: others may follow below."""
    at = next(c for c, text in enumerate(labels) if text)
    has_more = said(labels[at]).is_total and any(labels[at + 1 :])
    return {at: labels[at]} if has_more else {}


@lru_cache(maxsize=20_000)
def _labelled(
    labels: tuple[tuple[str, str, bool], ...], told_sides: Labels, known: tuple[str, ...]
) -> Part:
    """A row by the roles and texts of its labels."""
    officer, is_office, words = "", False, list[str]()
    for role, text, is_side in labels:
        if role == "petugas" and may_be_person(text):
            officer = tidy_name(text)
            is_office = is_office or names_office(text)
        elif not (is_side and side_word(text) in SIDES):
            words.append(_OUTLINE_DIGITS.sub("", _OUTLINE.sub("", text)))
    sides = [side_word(text) for text in told_sides]
    words += [spelled_side(text) for text, side in zip(told_sides, sides, strict=True)
              if side in SIDES]  # fmt: skip
    bare, named = without_names(" ".join(words), known)
    labelled = officer_in(words)
    if labelled:
        return Part(" ".join(words), officer=labelled)
    told = said(bare)
    is_total = is_office or told.is_total or any(said(text).is_total for _, text, _ in labels)
    doubt = "target atau realisasi tidak jelas di baris ini: tulis salah satunya"
    return part_of(
        " ".join(words) or officer, told, officer or named, is_total=is_total,
        doubt=doubt if "" in sides and not is_total else "",
    )  # fmt: skip


def _is_section(own: Part, before: Said, behind: Part) -> bool:
    """Whether a row without values heads the rows below it, and is not one that has none yet.

    ``before`` says what the row above does, ``behind`` is the row below.
    """
    told, following = own.said, behind.said
    if own.is_total:
        return False
    if told.counts and told.segments:
        is_one_of_many = bool(before.counts and before.segments)
        return not (following.counts or following.segments or is_one_of_many)
    if told.counts:
        return not following.metrics and bool(
            following.segments
            or following.sides
            or following.months
            or (told.metrics and following.weak)
        )
    if told.segments:
        only_segment = bool(before.segments) and not before.counts
        says_more = following.counts or following.sides or following.months or behind.officer
        return bool(says_more) and not following.segments and not only_segment
    if told.sides:
        return not following.sides
    if told.months:
        return not following.months and bool(following.counts or following.segments)
    return True


def _enter(around: _Around, own: Part) -> None:
    """Begin a section. One of unknown words ends what was before it."""
    told = own.said
    around.last = NOTHING
    around.doubt = unknown_words(own.rest) if own.rest and not own.officer else ""
    around.loose = ""
    is_name = around.has_names and not own.officer and looks_like_name(tidy_name(own.text))
    around.under = f"'{tidy_name(own.text)}' nama petugas? Tulis 'Nama: ...'" if is_name else ""
    if own.officer:
        around.officer = own.officer
        return
    old = around.section
    inside = bool(told.sides or told.segments) and not told.counts
    around.section = Said(
        metrics=old.metrics if inside else told.metrics,
        weak=old.weak if inside else told.weak,
        segments=told.segments or (old.segments if told.sides else ()),
        sides=told.sides, spans=told.spans, scales=told.scales, units=told.units,
        months=told.months, years=told.years,
    )  # fmt: skip


def _in_context(own: Part, around: _Around, *, is_item: bool) -> Part:
    """A row with what it has from its section and from the row above it."""
    above = around.section if own.is_total else _from_above(own.said, around)
    found = _over(own.said, above)
    is_plain = len(found.metrics) == 1 and len(found.segments) < 2 and not (
        found.weak or found.sides or found.spans or found.months or found.years
        or own.rest or own.why
    )  # fmt: skip
    doubt = own.doubt or _doubt_above(own, above, around, is_item=is_item)
    return replace(own, said=found, officer=own.officer or around.officer, doubt=doubt,
                   is_plain=is_plain and not doubt)  # fmt: skip


def _doubt_above(own: Part, above: Said, around: _Around, *, is_item: bool) -> str:
    """Why it is unclear what a row counts that says no metric: unknown words stand above it."""
    told = own.said
    if around.under:
        return around.under
    if told.metrics:
        around.doubt = unknown_words(own.rest) if own.rest and not own.is_total else ""
        around.loose = ""
        return ""
    if told.weak and own.rest:
        around.doubt = unknown_words(own.rest)
    elif own.rest and not (told.is_known or own.officer or is_item):
        around.loose = NO_METRIC
    if around.doubt and own.rest and not told.is_known:
        return unknown_words(own.rest)
    is_from_above = bool(told.weak or above.counts)
    return around.doubt or (around.loose if is_from_above and told.is_known else "")


def _from_above(told: Said, around: _Around) -> Said:
    """What a row has from its section and the row above it, which it may become itself."""
    section, last = around.section, around.last
    if told.metrics:
        around.last = told
    elif told.weak:
        if last.metrics and not last.segments and combined(last.metrics[0], told.weak[0]):
            return replace(section, metrics=last.metrics)
        around.last = told
    elif last.counts and (told.segments or told.sides):
        segments = last.segments if not told.segments else ()
        if told.segments:
            around.last = replace(last, segments=told.segments)
        return replace(section, metrics=last.metrics, weak=last.weak, segments=segments)
    return section


def _over(told: Said, below: Said) -> Said:
    """``told``, with what it leaves open from ``below``; a metric of its own ends the segment's."""
    if below is NOTHING:
        return told
    is_other = bool(told.metrics and below.metrics) and told.metrics != below.metrics
    return replace(
        told,
        metrics=told.metrics or below.metrics,
        weak=told.weak or (() if told.metrics else below.weak),
        segments=told.segments or (() if is_other else below.segments),
        sides=told.sides or below.sides,
        spans=told.spans or below.spans,
        months=told.months or below.months,
        years=told.years or below.years,
        scales=told.scales or below.scales,
        units=told.units or below.units,
    )
