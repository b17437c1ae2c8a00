"""Which number is printed on a page: from the sections of a document and its footers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from .docparts import Parts, R, W, parse, relations
from .flow import read_flow
from .numbering import field_form, number_text
from .sequence import switches_of

_PREFIX = re.compile(r"(?:^|\s)([A-Z]{1,4}\s?[-\u2013.]\s?)$")
_VAL = W + "val"
_LINE = 30.0  # points: a heading at the top of a page may have space before it


@dataclass(frozen=True, slots=True)
class Section:
    """How a section numbers its pages. ``start``: None to count on; ``prefix``: typed before."""

    start: int | None
    form: str
    prefix: str
    kind: str  # nextPage, continuous, oddPage, evenPage
    top: float = 72.0  # margin in points


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a PDF: page from 0, and points from the upper edge of the page."""

    page: int
    below: float


def read_sections(parts: Parts, main: str, properties: Sequence[Any]) -> list[Section]:
    """The sections by their ``w:sectPr``, with what their footers and headers print."""
    names = dict(relations(parts, main, "footer") + relations(parts, main, "header"))
    found, standing = [], dict[tuple[str, str], str]()
    for one in properties:
        for kind in ("footer", "header"):
            for ref in one.iter(f"{W}{kind}Reference"):
                standing[kind, ref.get(W + "type", "default")] = names.get(ref.get(R + "id"), "")
        printed = [p for name in standing.values() if name and (p := _printed(parts, name))]
        prefix, switch = next((p for p in printed if any(p)), ("", ""))
        numbers = one.find(W + "pgNumType")
        start, form = (None, "") if numbers is None else _numbers(numbers)
        kind = one.find(W + "type")
        found.append(
            Section(
                start, field_form(switch) or form or "decimal", prefix,
                "nextPage" if kind is None else kind.get(_VAL, "nextPage"), _top(one),
            )
        )  # fmt: skip
    return found


def _top(properties: Any) -> float:
    margin = properties.find(W + "pgMar")
    twips = "" if margin is None else margin.get(W + "top", "")
    return int(twips) / 20 if twips.isdecimal() else 72.0


def _numbers(element: Any) -> tuple[int | None, str]:
    start = element.get(W + "start", "")
    return (int(start) if start.isdecimal() else None), element.get(W + "fmt", "")


def _printed(parts: Parts, name: str) -> tuple[str, str] | None:
    """What a footer prints before the page number, and the form it forces; None without one."""
    for para in read_flow(parse(parts, name)):
        for one in para.fields:
            if one.name == "PAGE":
                match = _PREFIX.search(_before(para.element, one.begin))
                form = switches_of(one.instruction).get("\\*", "")
                return (match[1] if match else ""), form
    return None


def _before(paragraph: Any, begin: Any) -> str:
    """The text of a paragraph before a field."""
    text = ""
    for one in paragraph.iter():
        if one is begin:
            break
        text += (one.text or "") if one.tag == W + "t" else "\t" if one.tag == W + "tab" else ""
    return text


def read_spots(pdf: bytes) -> dict[str, Spot]:
    """The place of each bookmark of a PDF by its name; none where the PDF cannot be read.

    LibreOffice keeps bookmarks as named destinations, Word as lines of the outline.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(pdf))
        heights = [float(page.mediabox.height) for page in reader.pages]
        named = {str(name).lstrip("/"): one for name, one in reader.named_destinations.items()}
        places = {**dict(_outline(reader.outline)), **named}
        found = {}
        for name, place in places.items():
            page = reader.get_destination_page_number(place)
            if page is not None and page >= 0:
                top = float(place.top) if isinstance(place.top, int | float) else 0.0
                found[name] = Spot(page, heights[page] - top)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return found


def _outline(items: Any) -> Iterator[tuple[str, Any]]:
    for one in items:
        if isinstance(one, list):
            yield from _outline(one)
        else:
            yield str(one.title), one


def label_pages(sections: Sequence[Section], starts: Sequence[Spot], last: int) -> list[str]:
    """The printed number of each page from 0 to ``last``; ``starts``: where each section begins.

    A page has the number of the section that stands at its top.
    """
    pairs = zip(sections, starts, strict=True)
    firsts = [spot.page + _begins_below(one, spot) * (k > 0) for k, (one, spot) in enumerate(pairs)]
    labels = [""] * (last + 1)
    number = 1
    for section, first, end in zip(sections, firsts, (*firsts[1:], last + 1), strict=True):
        if first >= end:
            continue
        number = _begin(section, number)
        for page in range(first, end):
            labels[page] = section.prefix + number_text(number, section.form)
            number += 1
    return labels


def _begins_below(section: Section, spot: Spot) -> bool:
    return section.kind == "continuous" and spot.below > section.top + _LINE


def _begin(section: Section, number: int) -> int:
    if section.start is not None:
        return section.start
    parity = {"oddPage": 1, "evenPage": 0}.get(section.kind, number % 2)
    return number + (number % 2 != parity)


def labels_of(
    pdf: bytes, sections: Sequence[Section], starts: Sequence[str], wanted: Sequence[str]
) -> list[str]:
    """The printed number at each wanted bookmark, "" where the PDF does not hold it.

    ``starts``: the bookmarks of the sections; without all of them every number is "".
    """
    spots = read_spots(pdf)
    if not all(name in spots for name in starts):
        return [""] * len(wanted)
    last = max((spot.page for spot in spots.values()), default=0)
    labels = label_pages(sections, [spots[name] for name in starts], last)
    return [labels[spots[name].page] if name in spots else "" for name in wanted]
