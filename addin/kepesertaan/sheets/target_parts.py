"""What each row and each column of a target table says, and what the sheet says around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from kepesertaan.data.metrics import combined
from kepesertaan.domain.table import Raw

from .target_grid import Block, has_amounts
from .target_heads import Texts, head_text, is_year, month_word
from .target_numbers import text_amount
from .target_officers import (
    may_be_person,
    names_office,
    officer_in,
    tidy_name,
    without_names,
)
from .target_words import NOTHING, SIDES, Said, said, side_word, spelled_side

_OUTLINE = re.compile(r"^\(?(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]|[A-Za-z][.)]|[ivxIVX]{1,4}[.)])\s+")
_WORD = re.compile(r"[^\W\d_]{3}")
_OUTLINE_DIGITS = re.compile(r"^[0-9]{1,2}[.)](?=[^\W\d])")
_IGNORED = ("persen", "capaian", "deviasi", "proyeksi", "lampau", "mingguan", "lain", "nilai")
_WHY = {
    "persen": "persentase, dihitung ulang",
    "capaian": "persentase, dihitung ulang",
    "deviasi": "deviasi atau sisa, dihitung ulang",
    "proyeksi": "proyeksi, dihitung ulang",
    "lampau": "bulan atau tahun lalu, atau pertumbuhan",
    "mingguan": "rincian mingguan",
    "lain": "peringkat, bobot, atau kebutuhan",
    "nilai": "nilai tanpa keterangan",
}


@dataclass(slots=True)
class Part:
    """A row or a column.

    ``own``: what its own words say; ``said``: with what it has from rows above filled in.
    ``why``: why its numbers are no figures, "" for those that may be; ``doubt``: why nothing can be
    said of them. ``is_plain``: it says a row's things alone (one metric, at most one segment), or
    a column's (one side, a month, a span).
    """

    text: str = ""
    said: Said = NOTHING
    own: Said = NOTHING
    officer: str = ""
    why: str = ""
    is_percent: bool = False
    is_total: bool = False
    rest: tuple[str, ...] = ()
    may_be_actual: bool = False
    doubt: str = ""
    is_plain: bool = False


@dataclass(slots=True)
class Around:
    """What is carried from row to row: the section, and the last row that named a metric."""

    section: Said = NOTHING
    last: Said = NOTHING
    officer: str = ""
    filled: dict[int, str] = field(default_factory=dict)


def tell_why(part: Part) -> None:
    """Whether the words of a row or column say that its numbers are no figures."""
    told = part.own
    part.is_percent = told.has_percent or "persen" in told.roles or "capaian" in told.roles
    role = next((role for role in told.roles if role in _IGNORED), "")
    part.why = _WHY.get("persen" if part.is_percent else role, "")
    part.may_be_actual = "capaian" in told.roles and not (
        told.has_percent or "persen" in told.roles or told.sides
    )


def ask_achieved(parts: Sequence[Part]) -> None:
    """Where nothing else is a realisation, CAPAIAN may be one: that is asked about."""
    if any("realisasi" in part.said.sides for part in parts):
        return
    for part in parts:
        if part.may_be_actual:
            part.why, part.is_percent = "", False
            part.doubt = f"'{part.text}' bisa realisasi atau persentase"


def row_parts(
    block: Block, rows: Sequence[Sequence[Raw]], texts: Texts, known: Sequence[str]
) -> dict[int, Part]:
    """Every row of a table that holds amounts or could have held some, in order."""
    around = Around()
    own = {i: _own_row(block, rows[i], i, texts, around, known) for i in block.body}
    around, below = Around(), set(block.notes)
    found: dict[int, Part] = {}
    order = [i for i in block.body if own[i].text or _has_value(block, rows[i])]
    for at, i in enumerate(order):
        following = own[order[at + 1]].said if at + 1 < len(order) else NOTHING
        before = own[order[at - 1]].said if at else NOTHING
        if not _has_value(block, rows[i]) and _is_section(own[i], before, following):
            _enter(around, own[i])
        elif has_amounts(block, rows[i]) or _may_lack(own[i], block, rows[i], is_below=i in below):
            found[i] = _in_context(own[i], around)
    return found


def _may_lack(own: Part, block: Block, row: Sequence[Raw], *, is_below: bool) -> bool:
    """Whether a row without amounts is one of the table, and not a signature below it."""
    if not own.text or own.said.is_known or (own.officer and not is_below):
        return bool(own.text)
    values = (row[c] for c, role in block.roles.items() if role == "nilai" and c < len(row))
    return not any(isinstance(value, str) and text_amount(value) is None for value in values)


def _has_value(block: Block, row: Sequence[Raw]) -> bool:
    """Whether a column of values holds anything, be it a dash."""
    return any(
        c < len(row) and row[c] is not None and row[c] != ""
        for c, role in block.roles.items()
        if role == "nilai" and c in block.heads
    )


def _own_row(
    block: Block, row: Sequence[Raw], i: int, texts: Texts, around: Around, known: Sequence[str]
) -> Part:
    """A row by its own labels, blank ones filled from above where a label at their right is not."""
    labels = {c: _label(row, i, c, texts, role) for c, role in block.roles.items() if role in _TOLD}
    _fill_down(labels, around)
    told = tuple((block.roles[c], text, c in block.sides) for c, text in labels.items() if text)
    sides = tuple(_label(row, i, c, texts, "uraian") for c in block.sides)
    return replace(_labelled(told, sides, tuple(known)))  # a row of its own, to be told more


@lru_cache(maxsize=20_000)
def _labelled(
    labels: tuple[tuple[str, str, bool], ...], told_sides: tuple[str, ...], known: tuple[str, ...]
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
    bare, named = without_names(" ".join(words), known) if known else (" ".join(words), "")
    labelled = officer_in(words)
    if labelled:
        return Part(" ".join(words), officer=labelled)
    told = said(bare)
    part = Part(" ".join(words) or officer, told, told, officer or named, rest=told.rest)
    part.is_total = is_office or told.is_total or any(said(text).is_total for _, text, _ in labels)
    tell_why(part)
    if "" in sides and not part.is_total:
        part.doubt = "target atau realisasi tidak jelas di baris ini"
    return part


_TOLD = ("nomor", "petugas", "uraian", "waktu", "satuan")


def _label(row: Sequence[Raw], i: int, c: int, texts: Texts, role: str) -> str:
    value = row[c] if c < len(row) else None
    if isinstance(value, str) and (value.strip() in ("-", "") or _is_missing(value)):
        return ""
    if isinstance(value, date):
        return head_text(value)
    if isinstance(value, float):
        return _time_word(value) if role == "waktu" else ""
    text = head_text(value) or texts.get((i, c), "")
    return text if role != "nomor" or _WORD.search(text) else ""


def _time_word(number: float) -> str:
    return str(int(number)) if is_year(number) else month_word(int(number))


def _is_missing(text: str) -> bool:
    amount = text_amount(text)
    return amount is not None and amount.value is None and not amount.doubt


def _fill_down(labels: dict[int, str], around: Around) -> None:
    """Give a blank label the text above it, where the row has a label further right."""
    if any(said(text).is_total for text in labels.values() if text):
        around.filled.clear()
        return
    order = sorted(labels)
    for place, c in enumerate(order):
        has_right = any(labels[k] for k in order[place + 1 :])
        if not labels[c] and has_right and c in around.filled:
            labels[c] = around.filled[c]
        elif labels[c]:
            if around.filled.get(c) != labels[c]:
                for k in order[place + 1 :]:
                    around.filled.pop(k, None)
            around.filled[c] = labels[c]


def _is_section(own: Part, before: Said, following: Said) -> bool:
    """Whether a row without values heads the rows below it, and is not one that has none yet."""
    told = own.said
    if own.is_total:
        return False
    if told.counts and told.segments:
        return not (following.counts or following.segments)
    if told.counts:
        return not following.metrics and bool(
            following.segments or following.sides or following.months
        )
    if told.segments:
        only_segment = bool(before.segments) and not before.counts
        return bool(following.counts) and not following.segments and not only_segment
    if told.sides:
        return not following.sides
    if told.months:
        return not following.months and bool(following.counts or following.segments)
    return True


def _enter(around: Around, own: Part) -> None:
    """Begin a section. One of unknown words ends what was before it."""
    told = own.said
    around.last = NOTHING
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


def _in_context(own: Part, around: Around) -> Part:
    """A row with what it has from its section and from the row above it."""
    told, from_above, last = own.said, around.section, around.last
    if not own.is_total:
        if told.metrics:
            around.last = told
        elif told.weak:
            if last.metrics and not last.segments and combined(last.metrics[0], told.weak[0]):
                from_above = replace(from_above, metrics=last.metrics)
            else:
                around.last = told
        elif last.counts and (told.segments or told.sides):
            segments = last.segments if not told.segments else ()
            from_above = replace(from_above, metrics=last.metrics, weak=last.weak,
                                 segments=segments)  # fmt: skip
            if told.segments:
                around.last = replace(last, segments=told.segments)
    own.said = _over(told, from_above)
    own.officer = own.officer or around.officer
    found = own.said
    own.is_plain = len(found.metrics) == 1 and len(found.segments) < 2 and not (
        found.weak or found.sides or found.spans or found.months or found.years
        or own.rest or own.why
    )  # fmt: skip
    return own


def _over(told: Said, below: Said) -> Said:
    """``told``, with what it leaves open from ``below``; a metric of its own ends the segment's."""
    if below is NOTHING:
        return told
    return replace(
        told,
        metrics=told.metrics or below.metrics,
        weak=told.weak or (() if told.metrics else below.weak),
        segments=told.segments or below.segments,
        sides=told.sides or below.sides,
        spans=told.spans or below.spans,
        months=told.months or below.months,
        years=told.years or below.years,
        scales=told.scales or below.scales,
        units=told.units or below.units,
    )
