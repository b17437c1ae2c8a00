"""Which column holds which field: by heading, confirmed by content; unsure means ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kepesertaan.domain.errors import ColumnUnsure
from kepesertaan.domain.table import Raw, column_letter

from .header import Heading
from .headings import field_like, fields, label_of, share_that_looks

_SAMPLE = 50
_SURE = 0.5  # at least so much of the sample looks like the field: it is the field
_SURELY_NOT = 0.2


def choose_fields(
    sheet: str,
    heading: Heading,
    rows: Sequence[Sequence[Raw]],
    wanted: Mapping[int, str],
) -> dict[int, str]:
    """Column (from 0) to field. ``wanted`` are the user's own words and win.

    Raises ``ColumnUnsure`` when the content does not settle what a heading names, or when
    two different columns claim a field that a sheet holds once.
    """
    named = dict(wanted)
    taken = set(wanted.values())
    for col, text in heading.texts.items():
        if col in named:
            continue
        field = _confirmed(sheet, heading, rows, col, text)
        if field and not (field in taken and fields()[field].get("single")):
            named[col] = field
    _ask_about_rivals(sheet, heading, rows, named, wanted)
    return named


def _confirmed(
    sheet: str, heading: Heading, rows: Sequence[Sequence[Raw]], col: int, text: str
) -> str | None:
    certain = heading.named.get(col)
    field = certain or field_like(text)
    if field is None:
        return None
    share = share_that_looks(field, sample_of(rows, col))
    if share is None:
        return field if certain else None
    if share >= _SURE or (certain and not fields()[field].get("confirm")):
        return field
    if share <= _SURELY_NOT or not certain:
        return fields()[field].get("otherwise")
    letter = column_letter(col)
    raise ColumnUnsure(
        f"Lembar '{sheet}': kolom {letter} '{text}' belum tentu {label_of(field)} "
        f"({share:.0%} isinya cocok). Tulis --kolom {field}={letter} bila benar, "
        f"atau tunjuk kolom lain.",
        field,
        (letter,),
        tuple(heading.texts.values()),
        f"Kolom mana yang berisi {label_of(field)}? Dugaan: kolom {letter} '{text}' "
        f"({share:.0%} isinya cocok).",
    )


def sample_of(rows: Sequence[Sequence[Raw]], col: int) -> list[Raw]:
    """The first filled values of a column."""
    found: list[Raw] = []
    for row in rows:
        if col < len(row) and row[col] is not None and str(row[col]).strip():
            found.append(row[col])
            if len(found) == _SAMPLE:
                break
    return found


def _ask_about_rivals(
    sheet: str,
    heading: Heading,
    rows: Sequence[Sequence[Raw]],
    named: dict[int, str],
    wanted: Mapping[int, str],
) -> None:
    """Two columns for one single field: drop those that do not look it, else stop and ask."""
    for field in {f for f in named.values() if fields()[f].get("single")}:
        cols = [col for col, f in named.items() if f == field]
        if len(cols) < 2 or _same_content(rows, cols):
            continue
        likely = [
            col for col in cols if (share_that_looks(field, sample_of(rows, col)) or 0) >= _SURE
        ]
        if len(likely) != 1:
            raise _rivals(sheet, heading, field, cols)
        for col in cols:
            if col not in likely and col not in wanted:
                del named[col]


def _same_content(rows: Sequence[Sequence[Raw]], cols: list[int]) -> bool:
    first, *others = ([row[col] if col < len(row) else None for row in rows] for col in cols)
    return all(other == first for other in others)


def _rivals(sheet: str, heading: Heading, field: str, cols: list[int]) -> ColumnUnsure:
    places = " dan ".join(f"{column_letter(c)} '{heading.texts.get(c, '')}'" for c in cols)
    letters = tuple(column_letter(c) for c in cols)
    there_are = f"ada {len(cols)} kolom yang mungkin {label_of(field)}: {places}."
    return ColumnUnsure(
        f"Lembar '{sheet}': {there_are} Pilih satu, misalnya --kolom {field}={letters[0]}.",
        field,
        letters,
        tuple(heading.texts.values()),
        f"Kolom mana yang berisi {label_of(field)}? Di lembar ini {there_are} "
        f"Pakai kolom {letters[0]}?",
    )
