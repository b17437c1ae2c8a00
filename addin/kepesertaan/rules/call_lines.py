"""One line of a filled call list: a call, or why it cannot be recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kepesertaan.data.call_memory import memory_settings
from kepesertaan.data.calls import call_words
from kepesertaan.data.loader import month_numbers
from kepesertaan.domain.calls import Call
from kepesertaan.domain.dates import Window, readings
from kepesertaan.domain.money import rupiah_readings
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import digits_of, visible, whole_number
from kepesertaan.sheets.call_list import (
    FILLED,
    HOUR,
    NEXT_ON,
    NEXT_STEP,
    NOTE,
    NPP,
    OUTCOME,
    PROMISED_AMOUNT,
    PROMISED_ON,
)

_PERSON = re.compile(r"(KPJ|NIK) [0-9A-Z]+")  # a BPU participant without NPP
_NPP = re.compile(r"(?=.*[0-9])[0-9A-Z/]{5,40}")
_NUMBER = re.compile(r"[0-9]{8}")
_HOUR = re.compile(r"([0-9]{1,2})(?:[.:][0-9]{2}){0,2}")
_LAST_HOUR = 23
_LONGEST_NOTE = 2_000  # letters
_TOO_MUCH = 10**15  # rupiah
Cells = Mapping[str, Raw]  # heading -> value


@dataclass(slots=True)
class Line:
    """What was read of a line. ``troubles``: heading and an Indonesian reason, most urgent first."""

    call: Call
    troubles: list[tuple[str, str]] = field(default_factory=list)


def is_blank(cells: Cells) -> bool:
    """Whether the officer filled in nothing: the company was not called."""
    return all(_text(cells.get(name)) == "" for name in FILLED)


def read_line(cells: Cells, day: date, officer: str) -> Line:
    """The call of a filled line, as it was noted on ``day``; not yet looked at for sense."""
    line = Line(Call("", day, "", officer=officer))
    amount = _amount(line, cells.get(PROMISED_AMOUNT))
    line.call = Call(
        _npp(line, cells.get(NPP)),
        day,
        _word(line, OUTCOME, cells, [*call_words().outcomes]),
        _day(line, PROMISED_ON, cells, day),
        amount,
        _word(line, NEXT_STEP, cells, [*call_words().steps]),
        _day(line, NEXT_ON, cells, day),
        _text(cells.get(NOTE))[:_LONGEST_NOTE],
        officer,
        hour=_hour(line, cells.get(HOUR)),
    )
    return line


def troubles_of(call: Call) -> Iterator[tuple[str, str]]:
    """Why a call that could be read cannot be what happened: heading and an Indonesian reason."""
    words = call_words()
    came, step = words.outcomes.get(call.outcome), words.steps.get(call.next_step)
    reached = came is not None and came.reached
    if step and step.promise and not call.promised_on:
        yield PROMISED_ON, f"'{call.next_step}' tanpa tanggal; isi Tgl janji"
    if call.promised_amount is not None and not call.promised_on:
        yield PROMISED_ON, "Nominal janji terisi tanpa tanggal; isi Tgl janji"
    if call.promised_on and came and not reached:
        yield OUTCOME, f"'{call.outcome}' tidak dapat disertai janji; perbaiki Hasil atau Tgl janji"
    yield from _days(PROMISED_ON, call.promised_on, call.day)
    yield from _days(NEXT_ON, call.next_on, call.day)


def _days(name: str, on: date | None, day: date) -> Iterator[tuple[str, str]]:
    if on is None:
        return
    if on < day:
        yield (
            name,
            f"{shown(on)} sudah lewat pada tanggal telepon {shown(day)}; perbaiki tanggalnya",
        )
    elif on > day + timedelta(days=memory_settings().latest_days):
        yield name, f"{shown(on)} terlalu jauh; periksa tahunnya"


def _npp(line: Line, value: Raw) -> str:
    """The key the list has given the line; the list writes it as text, a number was retyped."""
    text = _text(value).upper()
    if isinstance(value, str):
        text = text if _PERSON.fullmatch(text) else digits_of(text)
        is_read = bool(_PERSON.fullmatch(text) or _NPP.fullmatch(text))
    else:
        text = whole_number(value) or ""
        is_read = bool(_NUMBER.fullmatch(text))
    if not is_read:
        line.troubles.append((NPP, "NPP tidak terbaca; salin lagi NPP dari daftar semula"))
    return text


def _word(line: Line, name: str, cells: Cells, words: list[str]) -> str:
    """The word of a drop-down, however its letters are written."""
    text = _text(cells.get(name))
    found = {word.upper(): word for word in words}.get(text.upper(), "")
    if text and not found:
        line.troubles.append((name, f"isian ini bukan pilihan; pilih {', '.join(words)}"))
    elif not text and name == OUTCOME:
        line.troubles.append((name, "Hasil belum dipilih padahal isian lainnya ada; pilih Hasil"))
    return found


def _day(line: Line, name: str, cells: Cells, day: date) -> date | None:
    value = cells.get(name)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _text(value)
    window = Window(day, day + timedelta(days=memory_settings().latest_days))
    found = readings(text, window, month_numbers()) if isinstance(value, str) else ()
    days = {reading.day for reading in found if reading.order != "serial"}
    if len(days) == 1:
        return days.pop()
    if text:
        why = "dapat dibaca sebagai dua tanggal" if days else "bukan tanggal"
        line.troubles.append((name, f"isian ini {why}; tulis misalnya 5 Desember 2026"))
    return None


def _amount(line: Line, value: Raw) -> Decimal | None:
    text = _text(value)
    if not text:
        return None
    is_text = isinstance(value, str)
    found = rupiah_readings(text) if is_text or whole_number(value) is not None else ()
    if len(found) == 1 and 0 < found[0] < _TOO_MUCH:
        return found[0]
    why = "belum jelas, mungkin ribuan" if len(found) > 1 else "bukan jumlah uang"
    line.troubles.append(
        (PROMISED_AMOUNT, f"isian ini {why}; tulis rupiah penuh, misalnya 2500000")
    )
    return None


def _hour(line: Line, value: Raw) -> int | None:
    """The hour of a call: chosen, or written as an hour or a time of the day."""
    if isinstance(value, datetime | time):
        return value.hour
    text = _text(value)
    found = _HOUR.fullmatch(text)
    if found and int(found[1]) <= _LAST_HOUR:
        return int(found[1])
    if text:
        line.troubles.append((HOUR, "isian ini bukan jam; pilih jamnya, misalnya 09"))
    return None


def _text(value: Raw) -> str:
    return visible(value) if isinstance(value, str) else shown(value)
