"""The sheet Kunjungan: a visit a row, in any layout; repeated rows of the other sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.domain.show import count, shown
from kepesertaan.domain.table import CellError, Raw, cell_names, column_letter
from kepesertaan.domain.text import visible
from kepesertaan.domain.visits import Visit

from .header import Heading, find_heading
from .headings import fields
from .participant import Sheet, is_numbering, is_total
from .visit_report import OURS
from .visit_times import Days, clock_times, read_days, serial_days

SHEET = "Kunjungan"
NOTHING = (
    "tidak ada tabel kunjungan. Pastikan ada baris judul seperti Tanggal, Nama Perusahaan, Jam "
    "Mulai, Nama PIC, Hasil, dan Tindak Lanjut."
)
NamesOf = Callable[[Sequence[str]], list[str]]
_KIND = "kunjungan"
_WHO = ("nama_perusahaan", "lokasi", "no_kunjungan", "judul_kegiatan")
_LEAST_FIELDS = 5  # of a visit, that a heading must name
_OF_DAYS = ("tanggal", "tgl")  # how the names of fields that are days begin
_LISTED = re.compile(r"[;,\n]+")


@dataclass(frozen=True, slots=True)
class VisitBook:
    """The visits of a book. ``fields``: every field name the sheet gives, with its heading;
    ``notes``: Indonesian sentences on rows that belong to no visit.
    """

    sheet: str
    visits: list[Visit]
    fields: Mapping[str, str]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Region:
    """A table as read: rows of values by field name."""

    sheet: str
    heading: Heading
    names: Mapping[str, int]  # field name -> column
    rows: list[tuple[int, Sequence[Raw]]]  # index from 0
    notes: tuple[str, ...] = ()


def find_visits(
    file: str, sheets: Sequence[Sheet], names_of: NamesOf, asked: Sequence[str] = ()
) -> VisitBook:
    """The visits of a book, with the rows of its other sheets that belong to them.

    ``names_of`` makes field names of headings; ``asked``: the sheet the user named, if any. Raises
    ``SheetNotRecognised`` where no sheet holds visits, or several do and none was named.
    """
    found = [(sheet, heading) for sheet in sheets if (heading := _visit_heading(sheet))]
    sheet, heading = _single(file, found, asked)
    region, left = _without_foot(_region(sheet, heading, names_of))
    others = [
        _region(other, below, names_of)
        for other in sheets
        if other.name not in (sheet.name, *OURS) and (below := _linked_heading(other))
    ]
    visits = [*_visits(region, sheet.date1904)]
    if not visits:
        raise SheetNotRecognised(
            f"{file}: lembar '{sheet.name}' belum berisi kunjungan; isi satu kunjungan satu baris."
        )
    known = {name: heading.texts[col] for name, col in region.names.items() if col in heading.texts}
    linked, notes = _linked(visits, others, names_of)
    hidden = _hidden(visits, sheet)
    return VisitBook(sheet.name, linked, known, [*left, *hidden, *region.notes, *notes])


def is_visit_sheet(sheet: Sheet) -> bool:
    """Whether a sheet holds visits."""
    return _visit_heading(sheet) is not None


def tells_of_visits(sheet: Sheet) -> bool:
    """Whether a sheet holds visits, or rows that belong to some."""
    return is_visit_sheet(sheet) or _linked_heading(sheet) is not None


def _visit_heading(sheet: Sheet) -> Heading | None:
    heading = find_heading(sheet.rows, sheet.merges, accepts=_is_visits, kind=_KIND)
    return heading if heading and _is_visits(heading) else None


def _is_visits(heading: Heading) -> bool:
    named = set(heading.named.values())
    own = {name for name in named if fields()[name].get("only") == _KIND}
    return "tanggal" in named and bool(named & set(_WHO)) and len(own) >= _LEAST_FIELDS


def _linked_heading(sheet: Sheet) -> Heading | None:
    heading = find_heading(sheet.rows, sheet.merges, accepts=_is_linked, kind=_KIND)
    return heading if heading and _is_linked(heading) else None


def _is_linked(heading: Heading) -> bool:
    named = set(heading.named.values())
    by_day = "tanggal" in named and bool(named & {"npp_perusahaan", "nama_perusahaan"})
    return ("no_kunjungan" in named or by_day) and len(heading.texts) > 1


def _single(
    file: str, found: Sequence[tuple[Sheet, Heading]], asked: Sequence[str]
) -> tuple[Sheet, Heading]:
    """The sheet of the visits: the one asked for, else the only one, else the one named so."""
    if asked:
        found = [one for one in found if one[0].name.casefold() in map(str.casefold, asked)]
    if not found:
        raise SheetNotRecognised(f"{file}: {NOTHING}")
    named = [one for one in found if SHEET.casefold() in one[0].name.casefold()]
    likely = named or list(found)
    if len(likely) > 1:
        names = ", ".join(f"'{sheet.name}'" for sheet, _ in likely)
        raise SheetNotRecognised(
            f"{file}: ada {len(likely)} lembar kunjungan ({names}). Sebut yang dipakai dengan "
            "--lembar."
        )
    return likely[0]


def _region(sheet: Sheet, heading: Heading, names_of: NamesOf) -> _Region:
    cols = sorted(set(heading.texts) | set(heading.named))
    own = names_of([heading.texts.get(col, column_letter(col)) for col in cols])
    names = {name: col for name, col in zip(own, cols, strict=True) if name}
    for col in cols:
        if col in heading.named:
            names.setdefault(heading.named[col], col)
    rows = [
        (i, sheet.rows[i])
        for i in range(heading.last + 1, len(sheet.rows))
        if _is_filled(sheet.rows[i], heading)
    ]
    return _with_days(_Region(sheet.name, heading, names, rows), sheet.date1904)


def _with_days(region: _Region, date1904: bool) -> _Region:
    """The table with the bare numbers of its columns of days as days, told in sentences."""
    rows, notes = [*region.rows], []
    for col in sorted({c for name, c in region.names.items() if name.startswith(_OF_DAYS)}):
        days = serial_days([_at(row, col) for _, row in rows], date1904)
        for k, day in days.items():
            index, row = rows[k]
            rows[k] = index, [*row[:col], day, *row[col + 1 :]]
        if days:
            notes.append(_told_days(region, col, days))
    return replace(region, rows=rows, notes=tuple(notes))


def _told_days(region: _Region, col: int, days: Mapping[int, date]) -> str:
    k, day = next(iter(days.items()))
    cells = cell_names([(region.rows[k][0] + 1, col) for k in days])
    return (
        f"Kolom {region.heading.texts.get(col, column_letter(col))}: {count(len(days))} bilangan "
        f"tanpa format tanggal ({cells}) dibaca sebagai tanggal, {text_of(region.rows[k][1][col])} "
        f"sebagai {shown(day)}; periksa harinya, lalu beri format tanggal di Excel."
    )


def _without_foot(region: _Region) -> tuple[_Region, list[str]]:
    """The table without what stands below it: who signs, and where and when. Told in a sentence."""
    column = region.names.get("tanggal", -1)
    dated = [k for k, (_, row) in enumerate(region.rows) if text_of(_at(row, column))]
    after = range(dated[-1] + 1 if dated else len(region.rows), len(region.rows))
    gap = next((k for k in after if region.rows[k][0] > region.rows[k - 1][0] + 1), None)
    if gap is None:
        return region, []
    rows = ", ".join(str(index + 1) for index, _ in region.rows[gap:][:5])
    note = f"Baris {rows} di bawah tabel tidak bertanggal; tidak dijadikan laporan."
    return replace(region, rows=region.rows[:gap]), [note]


def _hidden(visits: Sequence[Visit], sheet: Sheet) -> list[str]:
    number = sum(visit.row in sheet.hidden for visit in visits)
    return [f"{count(number)} kunjungan di baris tersembunyi ikut dibaca."] if number else []


def _is_filled(row: Sequence[Raw], heading: Heading) -> bool:
    """Whether a row tells something: two filled cells, or whom the visit is about."""
    filled = [col for col in heading.texts if text_of(_at(row, col))]
    who = [col for col in filled if heading.named.get(col) in _WHO]
    if not who and len(filled) < 2:
        return False
    is_told = any(letter.isalpha() for col in who for letter in text_of(_at(row, col)))
    return not is_numbering(row) and (is_told or not is_total(row))


def _visits(region: _Region, date1904: bool) -> Iterator[Visit]:
    column = region.names.get("tanggal", -1)
    days = read_days([_at(row, column) for _, row in region.rows], date1904)
    for (index, row), day in zip(region.rows, days, strict=True):
        yield _visit(region, index, row, day)


def _visit(region: _Region, index: int, row: Sequence[Raw], day: Days) -> Visit:
    values, errors = _values(region, row)
    start, end, troubles = clock_times(values.get("jam_mulai"), values.get("jam_selesai"))
    values |= {"tanggal": day.day or values.get("tanggal")}
    values |= {name: at for name, at in (("jam_mulai", start), ("jam_selesai", end)) if at}
    return Visit(
        region.sheet, index + 1, values, {}, day.day, start, end,
        text_of(values.get("nama_perusahaan")), text_of(values.get("npp_perusahaan")),
        text_of(values.get("no_kunjungan")), _listed(values.get("foto")),
        tuple(trouble for trouble in (day.trouble, *troubles, *errors) if trouble),
    )  # fmt: skip


def _values(region: _Region, row: Sequence[Raw]) -> tuple[dict[str, Raw], list[str]]:
    """The row by field name, and what is said of its error cells, which count as empty."""
    values = {name: _at(row, col) for name, col in region.names.items()}
    wrong = {
        region.names[name]: value for name, value in values.items() if isinstance(value, CellError)
    }
    said = [
        f"Kolom {region.heading.texts.get(col, column_letter(col))} berisi {value}."
        for col, value in wrong.items()
    ]
    return {n: None if isinstance(v, CellError) else v for n, v in values.items()}, said


def _listed(value: Raw) -> tuple[str, ...]:
    text = "\n".join(visible(line) for line in shown(value).split("\n"))
    return tuple(name.strip() for name in _LISTED.split(text) if name.strip())


def _linked(
    visits: Sequence[Visit], regions: Sequence[_Region], names_of: NamesOf
) -> tuple[list[Visit], list[str]]:
    """The visits with their rows of the other sheets, and what belongs to none or to several."""
    rows: list[dict[str, list[Mapping[str, Raw]]]] = [{} for _ in visits]
    notes: list[str] = []
    for region in regions:
        name = names_of([region.sheet])[0]
        if not name:
            continue
        notes += [f"Lembar {region.sheet} k{note[1:]}" for note in region.notes]
        for own in rows:
            own[name] = []
        days = read_days([_at(row, region.names.get("tanggal", -1)) for _, row in region.rows])
        for (index, row), day in zip(region.rows, days, strict=True):
            owners = _owners(visits, region, row, day)
            if len(owners) == 1:
                rows[owners[0]][name].append(_values(region, row)[0])
                continue
            what = "cocok dengan lebih dari satu kunjungan" if owners else "tidak punya kunjungan"
            notes.append(f"Lembar {region.sheet} baris {index + 1} {what}; tidak dipakai.")
    return [replace(visit, rows=own) for visit, own in zip(visits, rows, strict=True)], notes


def _owners(visits: Sequence[Visit], region: _Region, row: Sequence[Raw], day: Days) -> list[int]:
    """The visits a row of another sheet belongs to: by number, else by day and NPP or company."""
    told = {
        name: text_of(_at(row, region.names[name])).casefold()
        for name in ("no_kunjungan", "npp_perusahaan", "nama_perusahaan")
        if name in region.names
    }
    if told.get("no_kunjungan"):
        number = told["no_kunjungan"]
        return [k for k, visit in enumerate(visits) if visit.number.casefold() == number]
    if day.day is None:
        return []
    who = told.get("npp_perusahaan") or told.get("nama_perusahaan")
    return [
        k
        for k, visit in enumerate(visits)
        if who and visit.day == day.day and who in (visit.npp, visit.company.casefold())
    ]


def text_of(value: Raw) -> str:
    """A cell as one line of text.

    >>> text_of(99000001.0), text_of("  PT  Maju "), text_of(None)
    ('99000001', 'PT Maju', '')
    """
    return visible(shown(value))


def _at(row: Sequence[Raw], col: int) -> Raw:
    return row[col] if 0 <= col < len(row) else None
