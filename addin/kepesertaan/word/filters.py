"""Filters for Indonesian documents; empty values pass through them unchanged.

Each raises ``ValueError`` with an Indonesian sentence, without the value itself, for a value it
cannot take. Dates typed as text that can be read in more than one way stay as they were typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kepesertaan.data.loader import month_numbers
from kepesertaan.data.written_days import long_date, month_word, weekday
from kepesertaan.domain.dates import Window, readings
from kepesertaan.domain.money import rupiah_readings
from kepesertaan.domain.numbers import ROMAN
from kepesertaan.domain.show import count, rupiah_exact
from kepesertaan.domain.terbilang import in_words, rupiah_in_words

from .values import clock_time, written

_ANY_DAY = Window(date(1901, 1, 1), date(2100, 12, 31))


def tanggal_panjang(value: Any) -> str:
    """``22 November 2026``.

    >>> tanggal_panjang(date(2026, 11, 22)), tanggal_panjang("2026-11-22"), tanggal_panjang("besok")
    ('22 November 2026', '22 November 2026', 'besok')
    """
    day = _day(value)
    return long_date(day) if day else written(value)


def tanggal_pendek(value: Any) -> str:
    """``22-11-2026``."""
    day = _day(value)
    return day.strftime("%d-%m-%Y") if day else written(value)


def tanggal_terbilang(value: Any) -> str:
    """The day, month and year in words.

    >>> tanggal_terbilang(date(2026, 11, 22))
    'dua puluh dua bulan November tahun dua ribu dua puluh enam'
    """
    day = _sure_day(value)
    return f"{in_words(day.day)} bulan {month_word(day.month)} tahun {in_words(day.year)}"


def hari(value: Any) -> str:
    """The day of the week, ``Minggu``."""
    return weekday(_sure_day(value))


def bulan(value: Any) -> str:
    """The month in words, of a date or of its number from 1 to 12."""
    return month_word(_month(value))


def tahun(value: Any) -> str:
    """The year of a date."""
    return str(_sure_day(value).year)


def bulan_romawi(value: Any) -> str:
    """The month as letter numbers write it, of a date or of its number: ``XI``."""
    return ROMAN[_month(value) - 1]


def jam(value: Any) -> str:
    """``09.30``, of a time, a date with a time, or text such as ``9:30``.

    >>> jam(time(9, 30)), jam("9:30"), jam(0.5), jam("pagi")
    ('09.30', '09.30', '12.00', 'pagi')
    """
    if isinstance(value, datetime):
        return clock_time(value.time())
    if isinstance(value, float) and 0 <= value < 1:  # a day's share, as sheets keep times
        minutes = round(value * 1440)
        return clock_time(time(minutes // 60 % 24, minutes % 60))
    if isinstance(value, str):
        return _clock_text(value)
    return written(value)


def terbilang(value: Any) -> str:
    """A whole number in words: ``dua ribu``."""
    return in_words(_whole(value, "terbilang"))


def rupiah(value: Any) -> str:
    """``Rp 4.375.479``, with cents where there are any.

    >>> rupiah(4375479), rupiah(0.5), rupiah("Rp 4.375.479,00")
    ('Rp 4.375.479', 'Rp 0,50', 'Rp 4.375.479')
    """
    amount = _amount(value, "rupiah")
    return ("-" if amount < 0 else "") + rupiah_exact(abs(amount))


def rupiah_terbilang(value: Any) -> str:
    """Whole rupiah in words: ``dua ribu rupiah``."""
    return rupiah_in_words(_whole(value, "rupiah_terbilang"))


def angka(value: Any, desimal: int = 0) -> str:
    """A number with points between thousands and ``desimal`` decimals.

    >>> angka(1234567), angka(1234.5, 1), angka(-2)
    ('1.234.567', '1.234,5', '-2')
    """
    places = min(max(int(desimal), 0), 6)
    amount = _amount(value, "angka").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, rest = f"{abs(amount):f}".partition(".")
    return ("-" if amount < 0 else "") + count(int(whole)) + (f",{rest}" if rest else "")


def huruf_besar(value: Any) -> str:
    """Capital letters throughout."""
    return written(value).upper()


def huruf_kecil(value: Any) -> str:
    """Small letters throughout."""
    return written(value).lower()


def huruf_awal(value: Any) -> str:
    """A capital at the beginning, the rest as it is.

    >>> huruf_awal("dua ribu rupiah")
    'Dua ribu rupiah'
    """
    text = written(value)
    return text[:1].upper() + text[1:]


FILTERS: dict[str, Callable[..., str]] = {
    made.__name__: made
    for made in (
        tanggal_panjang, tanggal_pendek, tanggal_terbilang, hari, bulan, tahun, bulan_romawi, jam,
        terbilang, rupiah, rupiah_terbilang, angka, huruf_besar, huruf_kecil, huruf_awal,
    )
}  # fmt: skip


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    found = readings(value, _ANY_DAY, month_numbers())
    return found[0].day if len(found) == 1 else None


def _sure_day(value: Any) -> date:
    day = _day(value)
    if day is None:
        raise ValueError("isinya bukan tanggal yang pasti; tulis sebagai tanggal di Excel")
    return day


def _month(value: Any) -> int:
    whole = isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
    number = int(value) if whole else _sure_day(value).month
    if not 1 <= number <= 12:
        raise ValueError("isinya bukan bulan 1 sampai 12")
    return number


def _clock_text(text: str) -> str:
    hours, _, minutes = text.strip().replace(":", ".").partition(".")
    if not (hours.isdecimal() and minutes[:2].isdecimal() and len(minutes) in (2, 5)):
        return text
    inside = int(hours) < 24 and int(minutes[:2]) < 60
    return clock_time(time(int(hours), int(minutes[:2]))) if inside else text


def _amount(value: Any, what: str) -> Decimal:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Decimal(str(value))
    found = rupiah_readings(value) if isinstance(value, str) else ()
    if len(found) != 1:
        raise ValueError(f"isinya bukan bilangan yang pasti untuk {what}; tulis sebagai angka")
    return found[0]


def _whole(value: Any, what: str) -> int:
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    amount = _amount(value, what)
    if amount != int(amount):
        raise ValueError(f"isinya bukan bilangan bulat untuk {what}")
    if abs(amount) >= 10**15:
        raise ValueError(f"isinya terlalu besar untuk {what}")
    return int(amount)
