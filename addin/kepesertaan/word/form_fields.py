"""Which sheets and columns an input book for a template needs; and the last values of companies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from kepesertaan.data.described import form_words, given_paths, sheet_words
from kepesertaan.domain.described import Described, DescribedField
from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.form import FormColumn, FormPlan, FormSheet
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Raw
from kepesertaan.domain.template_check import Need
from kepesertaan.sheets.plain_table import PlainTable

from .naming import field_name
from .template_data import main_table, named_columns

_EACH = "[*]"
_SHEET = re.compile(r"[^\[\]:*?/\\']{1,31}")  # what Excel takes as the name of a sheet


def plan_form(needs: Sequence[Need], described: Described) -> FormPlan:
    """The input book of a template's fields.

    Single fields become columns of the main sheet, tables sheets of their own with the key;
    what filling gives by itself is left out unless the description asks for it.
    """
    paths = [need.path for need in needs]
    own = [path for path in paths if _EACH not in path and not _has_no_column(path)]
    single = [name for name in own if _is_asked(name, described)]
    single += [one.name for one in described.fields if one.required and one.name not in single]
    tables = _tables(paths)
    photos = any(path.partition(_EACH)[0] in _picture_lists() for path in paths)
    columns = [_column(described.field(name), name) for name in _in_order(single, described)]
    if photos:
        known = {column.name for column in columns}
        columns += [made for word in sheet_words().photos
                    if (made := _photo_column(word, described)).name not in known]  # fmt: skip
    named = {name: _sheet_name(name, described) for name in tables}
    sheets = [_table_sheet(name, tables[name], described, sheet)
              for name, sheet in named.items() if sheet]  # fmt: skip
    if sheets or photos:
        columns = _with_key(columns)
    left_out = [path for path in paths if _has_no_column(path)]
    left_out += [f"{name}{_EACH}" for name, sheet in named.items() if not sheet]
    main = FormSheet(sheet_words().main, tuple(columns))
    return FormPlan((main, *sheets), tuple(left_out))


def _is_asked(name: str, described: Described) -> bool:
    return name not in given_paths() or described.field(name) is not None


def _tables(paths: Iterable[str]) -> dict[str, list[str]]:
    """The columns of each repeated table that a sheet can hold."""
    found: dict[str, list[str]] = {}
    for path in paths:
        root, each, rest = path.partition(f"{_EACH}.")
        if each and path not in given_paths() and not _has_no_column(path):
            found.setdefault(root, []).append(rest)
    return found


def _picture_lists() -> set[str]:
    return {path.partition(_EACH)[0] for path in given_paths() if _EACH in path}


def _has_no_column(path: str) -> bool:
    """Whether no heading leads to a field: ``perusahaan.nama``, ``Nama``."""
    if path in given_paths() or path.partition(_EACH)[0] in _picture_lists():
        return False
    root, each, rest = path.partition(f"{_EACH}.")
    names = (root, rest) if each else (path,)
    return any(field_name(name) != name or not name for name in names)


def _in_order(names: Sequence[str], described: Described) -> list[str]:
    """Described fields in the order of the description, then the others as they come."""
    order = {one.name: number for number, one in enumerate(described.fields)}
    return sorted(names, key=lambda name: order.get(name, len(order)))


def _column(described: DescribedField | None, name: str) -> FormColumn:
    field = described or DescribedField(name, "")
    return FormColumn(name, _heading(field.label, name), field)


def _heading(label: str, name: str) -> str:
    """The heading of a field: its label where that names the field again, else of its name.

    >>> _heading("No. HP", "no_hp"), _heading("Bulan Iuran Terakhir", "iuran_terakhir")
    ('No. HP', 'Iuran Terakhir')
    >>> _heading("", "npp_perusahaan"), _heading("", "Nama")
    ('NPP Perusahaan', 'Nama')
    """
    if field_name(label) == name:
        return label
    capitals = form_words().capitals
    words = [w.upper() if w.upper() in capitals else w.capitalize() for w in name.split("_") if w]
    made = " ".join(words)
    return made if field_name(made) == field_name(name) else name


def _photo_column(word: str, described: Described) -> FormColumn:
    name = field_name(word)
    return _column(described.field(name) or DescribedField(name, word), name)


def _sheet_name(name: str, described: Described) -> str:
    """The sheet of a table: the described one or one made of its name; "" where none leads back."""
    table = described.table(name)
    for sheet in (table.sheet if table else "", _heading("", name)):
        is_main = sheet.casefold() == sheet_words().main.casefold()
        if field_name(sheet) == name and not is_main and _SHEET.fullmatch(sheet):
            return sheet
    return ""


def _table_sheet(name: str, fields: Sequence[str], described: Described, sheet: str) -> FormSheet:
    table = described.table(name)
    known = {one.name: one for one in table.fields} if table else {}
    order = list(known)
    ranked = sorted(fields, key=lambda one: order.index(one) if one in known else len(order))
    columns = [_column(known.get(one), one) for one in ranked]
    return FormSheet(sheet, tuple(_with_key(columns)))


def _with_key(columns: Sequence[FormColumn]) -> list[FormColumn]:
    """The columns with the key in front."""
    word = sheet_words().key
    name = field_name(word)
    known = next((one.field for one in columns if one.name == name), DescribedField(name, word))
    rest = [one for one in columns if one.name != name]
    return [FormColumn(name, word, known, is_key=True), *rest]


def last_values(book: str, tables: Sequence[PlainTable], asked: str = "") -> list[dict[str, Raw]]:
    """The last row of each company by its day, by field name, in the order of the sheet.

    A row without a day counts as older than one with; of equal ones the lower row is the last.
    Raises ``SheetNotRecognised`` where no column tells companies apart.
    """
    table = main_table(book, tables, asked)
    names = {}
    for name, heading in reversed(named_columns(table)):
        names[name] = table.headings.index(heading)
    keys = [name for name in form_words().company if name in names]
    if not keys:
        raise SheetNotRecognised(
            f"{book} lembar '{table.sheet}': tidak ada kolom Nama Perusahaan atau NPP Perusahaan, "
            "jadi nilai terakhir tidak dapat dicari. Beri judul kolom itu, lalu ulangi."
        )
    latest: dict[str, tuple[date, Mapping[str, Raw]]] = {}
    for row in table.rows:
        values = {name: table.value(row, column) for name, column in names.items()}
        company = next((k for k in (_plain(values[key]) for key in keys) if k), "")
        day = _day(values.get(form_words().day))
        if company and (company not in latest or day >= latest[company][0]):
            latest[company] = (day, values)
    return [dict(values) for _, values in latest.values()]


def _plain(value: Raw) -> str:
    return " ".join(shown(value).split()).casefold()


def _day(value: Raw) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.min
