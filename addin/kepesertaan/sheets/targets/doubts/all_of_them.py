"""What around a table makes of its rows or columns a question: a title that says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from kepesertaan.data.written_days import month_word
from kepesertaan.sheets.header import Rows
from kepesertaan.sheets.targets.around.titles import officer_of
from kepesertaan.sheets.targets.grid.block import VALUE, Block, is_amount
from kepesertaan.sheets.targets.grid.numbered_months import asked_numbers
from kepesertaan.sheets.targets.table.beside import ask_team
from kepesertaan.sheets.targets.table.part import Part, doubted
from kepesertaan.sheets.targets.table.words import TableWords
from kepesertaan.sheets.targets.words.claimed_months import Told
from kepesertaan.sheets.targets.words.said import Said, said

from .achieved import achieved
from .details import with_details
from .officers_across import asked_officers
from .pivot_filters import asked_pivot
from .revised_targets import revised

_CALLED = {"proyeksi": "proyeksi", "rata": "rata-rata"}
_NO_FIGURES = set(_CALLED)
_ACHIEVED = "judulnya menyebut capaian: tulis Target atau Realisasi di judul kolom atau barisnya"
_LOOKED_AT = 40  # rows of a table in which its labels are looked at


class Near(NamedTuple):
    """What stands around a table: ``titles`` above it, the nearest first, the sheet's ``name``,
    what they and labels and the file's name say (``all``), the ``month`` a title or name says,
    and the ``time`` of all of them.

    ``known``: officers by name; ``first_titles``: of the first table of the sheet.
    """

    titles: Sequence[Said]
    name: Said
    all: Sequence[Said]
    month: int
    time: Told
    known: Sequence[str]
    first_titles: Sequence[Sequence[str]]


def asked(words: TableWords, block: Block, near: Near) -> TableWords:
    """The words of a table with what its numbers and what stands around it make unclear."""
    words = achieved(words, block)
    words = asked_title(asked_segment(words, near.titles, near.name), block.titles)
    words = asked_side(asked_row_sides(words), near.all)
    words = asked_shift(asked_achieved(words, near), block)
    words = asked_beside_bare(asked_score(asked_team(words, block, near), near.month), block)
    words = asked_numbers(asked_month(words, near.month), block, near.time)
    words = asked_officers(revised(words, block), block, near.known)
    return asked_pivot(with_details(words, block), block)


def asked_team(words: TableWords, block: Block, near: Near) -> TableWords:
    """A table below the first one may be of a team or the office instead of the sheet's officer."""
    if officer_of(block.titles, near.known):
        return words
    rows = ask_team(words.rows, block.titles, near.first_titles)
    return words if rows is words.rows else replace(words, rows=rows)


def asked_segment(words: TableWords, titles: Sequence[Said], name: Said) -> TableWords:
    """The words of a table whose rows name no segment are unclear where title and sheet's name
    give two: a copy whose title is still the old one."""
    title = next((told.segments for told in titles if told.segments), ())
    both = len(title) == len(name.segments) == 1 and title != name.segments
    if not both or any(col.said.segments for col in words.columns.values()):
        return words
    doubt = f"judul menyebut segmen {title[0]} tetapi nama lembar {name.segments[0]}"
    bare = {i for i, part in words.rows.items() if not part.said.segments}
    return replace(words, rows=doubted(words.rows, bare, doubt))


def asked_title(words: TableWords, titles: Sequence[Sequence[str]]) -> TableWords:
    """The words of a table are unclear where its title begins with what no figure is, PROYEKSI or
    RATA-RATA, and no column of it is that."""
    begun = (said(cell) for cells in titles for cell in cells if _NO_FIGURES & _begins(cell))
    found = {role for told in begun if not told.sides for role in told.roles} & _NO_FIGURES
    if not found or any(found & set(col.said.roles) for col in words.columns.values()):
        return words
    doubt = f"judulnya menyebut {_CALLED[min(found)]}: benarkah ini target dan realisasi?"
    return replace(words, rows=doubted(words.rows, words.rows, doubt))


def _begins(title: str) -> set[str]:
    """The roles of the first two words of a title."""
    return set(said(" ".join(title.replace("-", " ").split()[:2])).roles)


def asked_side(words: TableWords, around: Sequence[Said]) -> TableWords:
    """A column that says nothing of its own has not the title's side where another column says
    that side itself. ``around``: what titles and names say, the nearest first."""
    title = next((told.sides for told in around if told.sides), ())
    told = {side for col in words.columns.values() if not col.why for side in col.said.sides}
    if any("rencana" in col.said.roles for col in words.columns.values()):
        told.add("target")
    if not told & set(title) or any(row.said.sides for row in words.rows.values()):
        return words
    doubt = "target atau realisasi tidak disebut"
    silent = {c for c, col in words.columns.items() if _says_nothing(col)}
    return replace(words, columns=doubted(words.columns, silent, doubt)) if silent else words


def asked_row_sides(words: TableWords) -> TableWords:
    """A row that says no side has not that of a name or title where both are said by rows."""
    if any(col.said.sides for col in words.columns.values()):
        return words
    said_ones = {side for row in words.rows.values() for side in row.said.sides}
    said_ones |= {"target" for row in words.rows.values() if "rencana" in row.said.roles}
    silent = {i for i, row in words.rows.items()
              if not (row.said.sides or row.why or row.is_total)}  # fmt: skip
    doubt = "target atau realisasi tidak disebut di baris ini"
    is_told = len(said_ones) > 1 and silent
    return replace(words, rows=doubted(words.rows, silent, doubt)) if is_told else words


def asked_achieved(words: TableWords, near: Near) -> TableWords:
    """A title of achievements does not let rows and columns be targets by a name of file or sheet
    alone: Capaian Kepesertaan in Target Andi.xlsx."""
    is_of_done = any("capaian" in told.roles for told in near.titles)
    if not is_of_done or any(told.sides for told in near.titles):
        return words
    if any(col.said.sides for col in words.columns.values() if not col.why):
        if any(row.said.sides for row in words.rows.values()):
            return words
        silent = {c for c, col in words.columns.items() if not (col.why or col.said.sides)}
        return replace(words, columns=doubted(words.columns, silent, _ACHIEVED))
    sideless = {i for i, row in words.rows.items() if not row.said.sides}
    return replace(words, rows=doubted(words.rows, sideless, _ACHIEVED))


def asked_score(words: TableWords, month: int) -> TableWords:
    """A column headed Nilai or Angka, which is no figure beside others, may hold those of the
    title's month where the others say months, and not that one."""
    figures = [col for col in words.columns.values() if not (col.why or col.is_total)]
    months = {number for col in figures for _, number in col.said.months}
    if not month or month in months or not all(col.said.months for col in figures):
        return words
    scores = {c for c, col in words.columns.items() if col.said.roles == ("nilai",) and col.why}
    text = f"tidak menyebut isinya: angka {month_word(month)}? Tulis bulannya di judul kolomnya"
    columns = {c: replace(col, why="") if c in scores else col for c, col in words.columns.items()}
    return replace(words, columns=doubted(columns, scores, text)) if scores and months else words


def asked_beside_bare(words: TableWords, block: Block) -> TableWords:
    """A row whose words say nothing of what it counts, as Cabang or Cadangan, is not one more of
    what a row without any words counts."""
    filled = {i for at, i in enumerate(block.body)
              if any(is_amount(block.columns[c][at]) for c in block.values)}  # fmt: skip
    rows = {i: part for i, part in words.rows.items() if i in filled}
    bare = {i for i, part in rows.items() if not part.text.strip() and not part.why}
    idle = {i for i, part in rows.items() if part.text.strip() and _is_idle(part)}
    doubt = "kata di baris ini tidak menyebut isinya, dan ada baris tanpa kata: mana angkanya?"
    return replace(words, rows=doubted(words.rows, idle, doubt)) if bare and idle else words


def _is_idle(part: Part) -> bool:
    return not (part.own.is_known or part.officer or part.rest or part.why or part.is_total)


def _says_nothing(col: Part) -> bool:
    """Whether a column of figures says no more than a span or a year."""
    told = col.said
    return not (col.why or told.sides or told.months or told.counts or told.segments)


def names_sides(rows: Rows, block: Block, titles: Sequence[Said], name: Said) -> bool:
    """Whether a table says target or realisasi; of a list of people nothing more is ever told."""
    heads = [said(" ".join(texts)) for texts in block.heads.values()]
    if block.sides or any(one.sides or "capaian" in one.roles for one in (*heads, *titles)):
        return True
    labels = [c for c, role in block.roles.items() if role != VALUE]
    cells = (rows[i][c] for i in block.body[:_LOOKED_AT] for c in labels if c < len(rows[i]))
    told = [said(cell) for cell in cells if isinstance(cell, str)]
    return any(one.sides or (name.sides and one.counts and not one.rest) for one in told)


def asked_shift(words: TableWords, block: Block) -> TableWords:
    """A row whose first value is missing and that has one behind the last heading, where no other
    row has any, may be shifted: its values stand below other headings than their own."""
    headed = [c for c in block.values if c in block.heads]
    behind = [c for c in block.values if c not in block.heads and headed and c > headed[-1]]
    if len(headed) < 2 or len(behind) != 1:
        return words
    held = [at for at, value in enumerate(block.columns[behind[0]]) if is_amount(value)]
    rows = dict(words.rows)
    for at in held if len(held) == 1 else ():
        i, part = block.body[at], words.rows.get(block.body[at])
        if part and not is_amount(block.columns[headed[0]][at]):
            rows[i] = part.doubted("angka di baris ini tampak bergeser dari judul kolomnya")
    return words if rows == words.rows else replace(words, rows=rows)


def asked_month(words: TableWords, month: int) -> TableWords:
    """The words of a table whose realisation is of one month alone, and not of that of its title or
    sheet, are unclear: a copy whose heading is still the old one."""
    done = [part for part in words.columns.values()
            if not (part.why or part.is_total) and part.said.sides != ("target",)]  # fmt: skip
    named = {number for part in done for _, number in part.said.months}
    if not month or len(named) != 1 or month in named or not all(p.said.months for p in done):
        return words
    told, title = (month_word(number) for number in (*named, month))
    doubt = f"judul kolomnya {told} tetapi judul atau nama lembarnya {title}"
    of_months = {c for c, part in words.columns.items() if part.said.months}
    return replace(words, columns=doubted(words.columns, of_months, doubt))
