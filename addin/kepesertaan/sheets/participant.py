"""The participant sheet: one person a row, known by NIK or KPJ."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.table import Column, Raw, Table, column_index, column_letter
from kepesertaan.domain.text import visible

from .columns import choose_fields
from .header import Heading, Merge, Rows, find_heading, merged_texts, read_heading
from .headings import field_named, share_that_looks

IDENTITIES = ("nik", "kpj")
_PERSON = {"nama", "tgl_lahir", "ibu_kandung", "jenis_kelamin", "tempat_lahir", "upah", "hp",
           "nik", "kpj", "npwp", "email"}  # fmt: skip
_TOTAL = re.compile(r"^(SUB\s*-?\s*TOTAL|GRAND\s+TOTAL|TOTAL|JUMLAH|JML|RATA-RATA)\b", re.I)
_NO_HEADING = Heading(-1, -1, {}, {})
_NIK_LENGTH = 16
_IDENTITY_LENGTHS = {10, 11, 13, 14, 15, 16, 17}  # 12 digits are a phone number
_SCIENTIFIC = re.compile(r"[0-9][0-9,.]*E\+?1[0-9]", re.I)
_PROSE = re.compile(r"[A-Za-z]{3}")
_NUMBERING = re.compile(r"^\(?-?([0-9]{1,3})\)?(\.0)?\.?$")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as read: ``rows[i]`` is workbook row i + 1."""

    file: str
    name: str
    rows: Rows
    merges: Sequence[Merge]
    hidden: frozenset[int]  # workbook rows
    fixed: Mapping[tuple[int, int], str]
    date1904: bool
    is_locked: bool = False  # an open sheet that is protected


def find_tables(sheet: Sheet, chosen: Mapping[str, str]) -> list[Table]:
    """Every participant table of a sheet, top down; none when it holds no participants.

    ``chosen`` maps a field to the column letter the user named. Raises ``SheetNotRecognised``
    when a column cannot be told.
    """
    tables: list[Table] = []
    heading = _first_heading(sheet, chosen)
    while heading is not None:
        indices, following = _split_rows(sheet, heading)
        table = _table(sheet, heading, indices, chosen)
        if table is not None:
            tables.append(table)
        heading = following
    return tables


def _first_heading(sheet: Sheet, chosen: Mapping[str, str]) -> Heading | None:
    heading = find_heading(sheet.rows, sheet.merges, accepts=_names_people)
    if heading is None and chosen:
        heading = _heading_above_content(sheet, chosen)
    if heading is None:
        return None
    own = {_index(letters): field for field, letters in chosen.items()}
    return replace(heading, named=heading.named | own)


def _names_people(heading: Heading) -> bool:
    return _is_participant(set(heading.named.values()))


def _heading_above_content(sheet: Sheet, chosen: Mapping[str, str]) -> Heading | None:
    """The row above the first row whose chosen columns hold what the user says they hold."""
    for i, row in enumerate(sheet.rows):
        for field, letters in chosen.items():
            col = _index(letters)
            value = row[col] if col < len(row) else None
            if value is not None and share_that_looks(field, [value]):
                above = merged_texts(sheet.merges, sheet.rows)
                return read_heading(sheet.rows, above, i - 1, 1) if i else _NO_HEADING
    return None


def _split_rows(sheet: Sheet, heading: Heading) -> tuple[list[int], Heading | None]:
    """Row indices of the people under a heading, and the next, different heading."""
    keys = [col for col, field in heading.named.items() if field in IDENTITIES]
    people: list[int] = []
    rows = sheet.rows
    i = heading.last + 1
    while i < len(rows):
        row = rows[i]
        if any(col < len(row) and _is_plain_nik(row[col]) for col in keys):
            people.append(i)
        elif is_total(row):
            pass
        elif any(col < len(row) and _is_identity(row[col]) for col in keys):
            people.append(i)
        elif _names_fields(row):
            again = find_heading(rows[: i + 4], sheet.merges, i)
            if again and again.named != heading.named:
                return people, again
            i = max(i, again.last if again else i)
        elif _is_person(row, heading):
            people.append(i)
        i += 1
    return people, None


def is_total(row: Sequence[Raw]) -> bool:
    """Whether a cell of the row begins with the word of a total."""
    return any(isinstance(value, str) and _TOTAL.match(visible(value)) for value in row)


def _is_plain_nik(value: Raw) -> bool:
    return isinstance(value, str) and len(value) == _NIK_LENGTH and value.isdigit()


def _is_identity(value: Raw) -> bool:
    """Whether an identity cell holds a number of about the right length, however damaged."""
    if isinstance(value, str):
        bare = "".join(char for char in value if char.isalnum())
        digits = sum(map(str.isdigit, bare))
        return bool(_SCIENTIFIC.search(value)) or (
            len(bare) in _IDENTITY_LENGTHS and 4 * digits > 3 * len(bare) and digits == _run(bare)
        )
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else 0
    return number == number and 10**8 <= abs(number) < 10**18


def _run(bare: str) -> int:
    """Digits in a text but for look-alike letters: prose around a number has other letters too."""
    return sum(char.isdigit() for char in bare) if not _PROSE.search(bare) else -1


def _names_fields(row: Sequence[Raw]) -> bool:
    texts = [value for value in row if isinstance(value, str) and value.strip()]
    if len(texts) < 3:
        return False
    found = {field_named(text) for text in texts if len(text) < 60} - {None}
    return len(found) >= max(3, len(texts) // 2)


def is_numbering(row: Sequence[Raw]) -> bool:
    """Whether the row only numbers the columns: (1) (2) (3) ..."""
    filled = [visible(str(value)) for value in row if value is not None and str(value).strip()]
    matches = [_NUMBERING.match(text) for text in filled]
    if len(filled) < 3 or not all(matches):
        return False
    numbers = [int(match[1]) for match in matches if match]
    return all(b - a == 1 for a, b in pairwise(numbers))


def _is_person(row: Sequence[Raw], heading: Heading) -> bool:
    """Whether a row without identity numbers is a person all the same (not a title or a total)."""
    filled = {
        col: row[col]
        for col in heading.texts
        if col < len(row) and row[col] is not None and str(row[col]).strip()
    }
    if not filled or is_numbering(row):
        return False
    known = {heading.named[col] for col in filled if col in heading.named}
    numbered = "no_urut" in known and _counts(row, heading)
    known -= {"no_urut"}
    if "nama" in known:
        enough = 2 if numbered else 3  # a number and a title alone may be a group of rows
        return len(known) >= enough or (len(known) >= 2 and len(heading.named) <= 4)
    return len(known & _PERSON) >= 3


def _counts(row: Sequence[Raw], heading: Heading) -> bool:
    """Whether the row carries a running number."""
    col = next(col for col, field in heading.named.items() if field == "no_urut")
    value = row[col] if col < len(row) else None
    return str(value).removesuffix(".0").rstrip(".").isdecimal()


def _table(
    sheet: Sheet, heading: Heading, indices: list[int], chosen: Mapping[str, str]
) -> Table | None:
    sample = [sheet.rows[i] for i in indices]
    wanted = {_index(letters): field for field, letters in chosen.items()}
    named = choose_fields(sheet.name, heading, sample, wanted)
    if not _is_participant(set(named.values())):
        return None
    hidden = sum(1 for i in indices if i + 1 in sheet.hidden)
    columns = tuple(
        Column(
            col, heading.texts.get(col, column_letter(col)), named.get(col), _values(sample, col)
        )
        for col in sorted(set(heading.texts) | set(named))
    )
    rows = [i + 1 for i in indices]
    return Table(
        sheet.file, sheet.name, columns, rows, sheet.fixed, hidden, sheet.date1904, heading.last + 1
    )


def _is_participant(named: set[str]) -> bool:
    has_identity = any(field in named for field in IDENTITIES)
    return (has_identity and len(named & _PERSON) >= 2) or {"nama", "tgl_lahir"} <= named


def _values(rows: Sequence[Sequence[Raw]], col: int) -> list[Raw]:
    return [row[col] if col < len(row) else None for row in rows]


def _index(letters: str) -> int:
    try:
        return column_index(letters)
    except ValueError:
        raise SheetNotRecognised(
            f"Kolom '{letters}' bukan huruf kolom Excel; tulis misalnya --kolom nik=D."
        ) from None
