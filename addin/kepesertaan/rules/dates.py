"""Dates: real date cells, read from text only where there is one way to read it.

A day and month of at most 12 each are decided by the date inside the row's NIK or by the column's
own unambiguous values; without that proof a person decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from kepesertaan.data.loader import load_toml, month_numbers
from kepesertaan.domain.dates import Reading, Window, readings, serial_reading
from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import visible, whole_number, without_tail
from kepesertaan.domain.verdict import KEEP, Verdict, fix, flag

from .blanks import is_empty
from .nik import same_birth
from .registry import Context, Settled, cell_rule, row_rule, settled_on, table_rule
from .view import View

BIRTH = ("tgl_lahir",)
WORK = ("tgl_kepesertaan", "tgl_mulai_kerja", "tgl_akhir_kontrak", "tgl_na")
FIELDS = (*BIRTH, *WORK)
_ORDERS = {"dmy": "hari-bulan-tahun", "mdy": "bulan-hari-tahun"}
_LEAST_SWAPPED = 8  # so many real dates all on days 1-12 are no chance (4 in 10,000)
_LEAST_PROOF = {"dmy": 1, "mdy": 2}  # day first is the habit here; the other order must show itself


@lru_cache(maxsize=8)
def window_of(field: str, today: date) -> Window:
    """The days the dates of a field can lie between on the day of checking."""
    if field in BIRTH:
        age = load_toml("limits")["age"]
        return Window(_years(today, -age["oldest"] - 1), _years(today, -age["youngest"]))
    work = load_toml("limits")["employment"]
    ahead = work["years_ahead"] if field == "tgl_akhir_kontrak" else 1
    return Window(date(work["first_year"], 1, 1), _years(today, ahead))


def _years(day: date, years: int) -> date:
    day = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return day.replace(year=day.year + years)


@lru_cache(maxsize=200_000)
def read(text: str, window: Window) -> tuple[Reading, ...]:
    """Every way to read a text as a date of a field."""
    return readings(text, window, month_numbers())


@settled_on(*FIELDS)
def _plausible(context: Context) -> Settled:
    """Real dates in the field's window need no rule; grown-ups only where it is a birth date."""
    window = window_of(context.field, context.today)
    first, last = window.first, window.last
    if context.field in BIRTH:
        age = load_toml("limits")["age"]
        first = _years(context.today, -age["oldest"])
        last = _years(context.today, -age["child"])
    return lambda value: type(value) is date and first <= value <= last


def _single(value: Raw, context: Context, orders: tuple[str, ...]) -> Verdict:
    """Fix text with exactly one reading, when that reading is of one of ``orders``."""
    if not isinstance(value, str):
        return KEEP
    found = read(value, window_of(context.field, context.today))
    if len(found) == 1 and found[0].order in orders:
        return fix(found[0].day, f"hanya dapat dibaca {found[0].day:%d-%m-%Y}")
    return KEEP


@cell_rule("TGL-01", field=FIELDS, samples="""
    17 Agustus 1990        ->  (tanggal) 1990-08-17
    17-Agt-90              ->  (tanggal) 1990-08-17
    Jumat, 17 Ags 1990     ->  (tanggal) 1990-08-17
    3 Nopember 1985        ->  (tanggal) 1985-11-03
    17 Agutus 1990         ->  =
    31 Juni 1990           ->  =
""")  # fmt: skip
def month_name(value: Raw, context: Context) -> Verdict:
    """Tanggal dengan nama bulan dijadikan tanggal Excel."""
    return _single(value, context, ("name",))


@cell_rule("TGL-02", field=FIELDS, samples="""
    (angka) 33102   ->  (tanggal) 1990-08-17
    33102           ->  (tanggal) 1990-08-17
    (angka) 1990    ->  =
    (angka) 46100   ->  =
""")  # fmt: skip
def day_number(value: Raw, context: Context) -> Verdict:
    """Nomor hari Excel dikembalikan menjadi tanggal."""
    digits = without_tail(visible(value)) if isinstance(value, str) else whole_number(value)
    window = window_of(context.field, context.today)
    found = serial_reading(digits or "", window, context.date1904)
    return fix(found[0].day, f"nomor hari {digits}") if found else KEEP


@cell_rule("TGL-03", field=FIELDS, samples="""
    1990-08-17              ->  (tanggal) 1990-08-17
    1990/08/17              ->  (tanggal) 1990-08-17
    1990-08-17 00:00:00     ->  (tanggal) 1990-08-17
    19900817                ->  (tanggal) 1990-08-17
    (angka) 19900817        ->  (tanggal) 1990-08-17
    1990-17-08              ->  =
""")  # fmt: skip
def year_first(value: Raw, context: Context) -> Verdict:
    """Tanggal dengan urutan tahun-bulan-hari dijadikan tanggal Excel."""
    text = value if isinstance(value, str) else whole_number(value)
    return _single(text, context, ("ymd",))


@cell_rule("TGL-04", field=FIELDS, samples="""
    17/08/1990    ->  (tanggal) 1990-08-17
    17.8.90       ->  (tanggal) 1990-08-17
    08/17/1990    ->  (tanggal) 1990-08-17
    05-05-1990    ->  (tanggal) 1990-05-05
    17081990      ->  (tanggal) 1990-08-17
    04031990      ->  =
    03/04/1990    ->  =
    31/04/1990    ->  =
""")  # fmt: skip
def one_order(value: Raw, context: Context) -> Verdict:
    """Tanggal berangka yang hanya dapat dibaca satu cara dijadikan tanggal Excel."""
    text = value if isinstance(value, str) else whole_number(value)
    return _single(text, context, ("dmy", "mdy"))


@cell_rule("TGL-05", field=FIELDS, samples="""
    31/04/1990            ->  ?
    30-02-1990            ->  ?
    17 Agutus 1990        ->  ?
    1990-17-08            ->  ?
    (angka) 1990          ->  ?
    tahun 1990            ->  ?
    17/08/15              ->  ?
    03/04/1990            ->  =
    (tanggal) 1990-08-17  ->  =
""")  # fmt: skip
def unreadable(value: Raw, context: Context) -> Verdict:
    """Isian ini bukan tanggal yang ada di kalender atau tidak dapat dibaca pasti."""
    if isinstance(value, date) or is_empty(value):
        return KEEP
    if isinstance(value, str):
        found = read(value, window_of(context.field, context.today))
        if {reading.order for reading in found} == {"dmy", "mdy"} and len(found) == 2:
            return KEEP
        if found:
            return flag(_both(found))
        return flag(f"tertulis '{visible(value)}'")
    return flag("angka ini bukan nomor hari yang wajar")


@cell_rule("TGL-06", field=BIRTH, samples="""
    (tanggal) 2015-08-17  ->  ?
    (tanggal) 1890-08-17  ->  ?
    (tanggal) 2009-08-17  ->  ?
    (tanggal) 1990-08-17  ->  =
    (tanggal) 2008-08-17  ->  =
""")  # fmt: skip
def age(value: Raw, context: Context) -> Verdict:
    """Usia pada tanggal lahir ini di luar usia pekerja yang wajar; cocokkan dengan KTP."""
    if not isinstance(value, date):
        return KEEP
    limits = load_toml("limits")["age"]
    years = age_on(context.today, value)
    if limits["child"] <= years <= limits["oldest"]:
        return KEEP
    young = limits["youngest"] <= years < limits["child"]
    return flag(
        f"usia {years} tahun pada {context.today:%d-%m-%Y}", level="Periksa" if young else "Salah"
    )


@cell_rule("TGL-07", field=WORK, samples="""
    (tanggal) 1890-08-17  ->  ?
    (tanggal) 2090-08-17  ->  ?
    (tanggal) 2020-08-17  ->  =
""")  # fmt: skip
def outside_working_life(value: Raw, context: Context) -> Verdict:
    """Tanggal ini di luar masa kerja yang wajar."""
    if not isinstance(value, date):
        return KEEP
    day = value.date() if isinstance(value, datetime) else value
    window = window_of(context.field, context.today)
    return KEEP if day in window else flag(f"{day:%d-%m-%Y}", level="Periksa")


@table_rule("TGL-08", fields=("tgl_lahir",), samples="""
    03/04/1990   ->  (tanggal) 1990-04-03
    17/08/1990   ->  =
    25/12/1988   ->  =
    31/04/1990   ->  =
""")  # fmt: skip
def day_and_month(view: View, context: Context) -> Iterator[tuple[int, int, Verdict]]:
    """Tanggal yang hari dan bulannya sama-sama paling besar 12 dibaca menurut NIK atau menurut tanggal lain di kolom ini."""
    for field in FIELDS:
        for col in view.columns_of(field):
            unsure = _unsure(view, col, window_of(field, context.today))
            if not unsure:
                continue
            proven = {i: r for i, both in unsure.items() if (r := _by_nik(view, field, i, both))}
            orders = _orders(view, col, window_of(field, context.today))
            orders = orders or Counter(reading.order for reading in proven.values())
            for i, both in unsure.items():
                yield col, i, _decide(both, proven.get(i), orders)


@table_rule("TGL-11", fields=("tgl_lahir",), samples="")
def swapped_by_excel(view: View, context: Context) -> Iterator[tuple[int, int, Verdict]]:
    """Hari dan bulan kolom ini mungkin tertukar saat dibuka di Excel berbahasa lain; cocokkan dengan sumbernya."""
    for field in FIELDS:
        for col in view.columns_of(field):
            values = view.table.columns[col].values
            real = [v for v in values if isinstance(v, date)]
            texts = _orders(view, col, window_of(field, context.today))
            if (
                len(real) >= _LEAST_SWAPPED
                and sum(texts.values()) >= _LEAST_SWAPPED
                and all(v.day <= 12 for v in real)
            ):
                proof = f"{len(real)} tanggal Excel semuanya hari 1-12, {sum(texts.values())} teks di atas 12"
                yield col, view.HEADING, flag(proof, level="Periksa")


def _unsure(view: View, col: int, window: Window) -> dict[int, tuple[Reading, ...]]:
    """The values with two readings, one an order, that nothing has been said about."""
    found = {}
    for i, value in enumerate(view.values[col]):
        if isinstance(value, str) and i not in view.open[col]:
            both = read(value, window)
            if [reading.order for reading in both] == ["dmy", "mdy"]:
                found[i] = both
    return found


def _orders(view: View, col: int, window: Window) -> Counter[str]:
    """How many numeric dates of the column, as stored, can only be read in each order."""
    orders: Counter[str] = Counter()
    for value in view.table.columns[col].values:
        if isinstance(value, str):
            found = read(value, window)
            if len(found) == 1 and found[0].order in _ORDERS and found[0].day.day > 12:
                orders[found[0].order] += 1
    return orders


def _by_nik(view: View, field: str, i: int, both: tuple[Reading, ...]) -> Reading | None:
    niks = view.values_of("nik") if field in BIRTH else None
    matching = [reading for reading in both if niks and same_birth(niks[i], reading.day)]
    return matching[0] if len(matching) == 1 else None


def _decide(both: tuple[Reading, ...], proven: Reading | None, orders: Counter[str]) -> Verdict:
    against = proven and orders and proven.order not in orders
    if proven and not against:
        return fix(proven.day, f"NIK baris ini memuat {proven.day:%d-%m-%y}")
    if len(orders) == 1 and not against:
        order, number = orders.most_common(1)[0]
        if number >= _LEAST_PROOF[order]:
            day = next(reading.day for reading in both if reading.order == order)
            return fix(day, f"{number} tanggal lain di kolom ini berurutan {_ORDERS[order]}")
    why = "Hari dan bulan tidak dapat dibedakan; pilih salah satu menurut KTP atau dokumen."
    if proven and against:
        why = "NIK dan urutan tanggal lain di kolom ini bertentangan; pilih menurut KTP."
    return flag(_both(both), both[0].day, why=why, level="Periksa")


def _both(found: tuple[Reading, ...]) -> str:
    return "dapat dibaca " + " atau ".join(f"{reading.day:%d-%m-%Y}" for reading in found)


def age_on(today: date, born: date) -> int:
    """Full years lived on a day.

    >>> age_on(date(2026, 8, 16), date(1990, 8, 17))
    35
    """
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


@row_rule("TGL-09", fields=("tgl_mulai_kerja", "tgl_akhir_kontrak"), on=("tgl_akhir_kontrak",), samples="""
    (tanggal) 2024-01-01 | (tanggal) 2023-12-31  ->  ?
    (tanggal) 2024-01-01 | (tanggal) 2024-12-31  ->  =
""")  # fmt: skip
def ends_before_start(start: Raw, end: Raw) -> Verdict:
    """Akhir kontrak tidak boleh mendahului awal bekerja."""
    if not (isinstance(start, date) and isinstance(end, date)):
        return KEEP
    if (end.year, end.month, end.day) > (start.year, start.month, start.day):
        return KEEP
    return flag(f"mulai {start:%d-%m-%Y}, berakhir {end:%d-%m-%Y}")


@row_rule("TGL-10", fields=("tgl_lahir", "segmen"), on=("tgl_lahir",), samples="""
    (tanggal) 1955-08-17 | BPU  ->  ?
    (tanggal) 1990-08-17 | BPU  ->  =
    (tanggal) 1955-08-17 | PU   ->  =
""")  # fmt: skip
def too_old_for_bpu(born: Raw, segment: Raw, context: Context) -> Verdict:
    """Peserta BPU baru harus berusia di bawah 65 tahun; peserta lama boleh diteruskan."""
    if segment != "BPU" or not isinstance(born, date):
        return KEEP
    years = age_on(context.today, born)
    if years < load_toml("limits")["age"]["bpu_oldest"]:
        return KEEP
    return flag(f"usia {years} tahun", level="Info")
