"""Whether the engine takes a template, and whether it can be filled with the rows of a book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kepesertaan.domain.described import Described
from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.template_check import Checked, Mistake, TagPlace
from kepesertaan.domain.visits import Visit

from .plan import Options
from .visit_told import with_headings

if TYPE_CHECKING:
    from kepesertaan.word.template_tags import PartTags

_MOST_ROWS = 500  # that are tried
_MOST_TOLD = 20  # rows; when more fail the template is at fault
_NOWHERE = "Seluruh berkas"


def refusals(members: Mapping[str, bytes], name: str) -> list[Mistake]:
    """What the engine refuses in any template: linked files, programs, fields that read others."""
    from kepesertaan.word.errors import TemplateBroken
    from kepesertaan.word.safety import safe_members

    try:
        safe_members(dict(members), name)
    except TemplateBroken as refused:
        return [_whole_file(str(refused), name)]
    return []


def tried_out(
    data: bytes, name: str, found: Checked, tags: Sequence[PartTags], described: Described | None,
    options: Options,
) -> list[Mistake]:  # fmt: skip
    """What shows only when the template is opened and filled; nothing where it has mistakes.

    Rows are tried where the book of ``--data`` is one of visits.
    """
    from kepesertaan.word.errors import TemplateBroken
    from kepesertaan.word.template import open_template

    if any(one.stops for one in found.mistakes):
        return []
    try:
        template = open_template(data, name)
    except TemplateBroken as refused:
        return [_whole_file(str(refused), name)]
    if not options.own.get("data"):
        return []
    return list(_rows_tried(template, tags, described or Described(), options))


def _rows_tried(
    template: Any, tags: Sequence[PartTags], described: Described, options: Options
) -> Iterator[Mistake]:
    from kepesertaan.data.office import office
    from kepesertaan.data.visits import visit_settings
    from kepesertaan.rules.visit_values import visit_values
    from kepesertaan.word.errors import RowRefused
    from kepesertaan.word.template import render

    from .visits import read_visits

    try:
        book = read_visits(Path(options.own["data"]), options)
    except SheetNotRecognised:
        return  # a book of another kind: only its headings are compared
    told = 0
    for visit in book.visits[:_MOST_ROWS]:
        values = visit_values(visit, described, office(), visit_settings())
        try:
            render(template, {**values, "nomor_laporan": "0", "foto": [], "foto_baris": []})
        except RowRefused as refused:
            yield _row_mistake(refused, template.name, tags, visit, book.fields)
            told += 1
        if told == _MOST_TOLD:
            return


def _row_mistake(
    refused: Any, name: str, tags: Sequence[PartTags], visit: Visit, headings: Mapping[str, str]
) -> Mistake:
    from kepesertaan.word.template_words import mistake

    place = refused.place or _NOWHERE
    said = with_headings(str(refused), headings).removeprefix(name)
    said = said.removeprefix(f", {place}").lstrip(":, ").rstrip(".")
    where = next(
        (
            TagPlace(place, part.part, number - 1)
            for part in tags
            for number, words in part.named.items()
            if words == place
        ),
        TagPlace(place, "", -1),
    )
    return mistake("T15", where, "", row=visit.row, sheet=visit.sheet, sentence=said)


def _whole_file(sentence: str, name: str) -> Mistake:
    from kepesertaan.word.template_words import mistake

    said = sentence.removeprefix(name).lstrip(":, ").rstrip(".")
    return mistake("T14", TagPlace(_NOWHERE, "", -1), "", sentence=said)
