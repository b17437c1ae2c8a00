"""From the lines of an intern's workbook to what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kepesertaan.data.internship import groups
from kepesertaan.domain.document import Unit
from kepesertaan.domain.internship import (
    Annex,
    Event,
    Internship,
    LogEntry,
    Module,
    Shift,
    Stage,
)
from kepesertaan.domain.table import SheetRows

from .cell_values import Reader, days_of, period_of
from .headings import normalise
from .msib import Line, find_sheets

_LOSES_DIGITS = 10**15
_ORDINALS = ("no", "nomor")
_BRACKETED = re.compile(r"\[(\d{1,3})\]")
_YES = ("YA", "Y", "X", "1", "V", "TRUE")
_ANNEXES = {
    "LOG": "log", "LOG ACTIVITY": "log", "LOGBOOK": "log", "FOTO": "foto", "DOKUMENTASI": "foto",
    "TEKS": "teks", "NARASI": "teks", "BERKAS": "berkas", "GAMBAR": "berkas",
}  # fmt: skip


def read_internship(file: str, sheets: Sequence[SheetRows]) -> Internship:
    """The whole workbook. Raises ``SheetNotRecognised`` where the book is another one."""
    book = find_sheets(file, sheets)
    reader = Reader(list(book.problems))
    lines = book.lines
    who = lines["mahasiswa"][0] if lines["mahasiswa"] else None
    first = reader.day(who, "mulai") if who else None
    last = reader.day(who, "selesai") if who else None
    if who and first and last and last < first:
        reader.note(who, "selesai", "tanggal selesai mendahului tanggal mulai.")
        first = last = None
    _note_lost_digits([*lines["mahasiswa"], *lines["mitra"]], reader)
    units = tuple(_units(lines["struktur"], reader))
    return Internship(
        values={**_values(lines["mahasiswa"]), **_values(lines["mitra"])},
        first=first,
        last=last,
        units=units,
        duties_of_units={line.text("id"): line.text("uraian") for line in lines["struktur"]},
        scope=tuple((ln.text("peran"), ln.text("tugas")) for ln in lines["lingkup"]),
        descriptions=tuple(
            (_group(ln, reader), ln.text("uraian"))
            for ln in _named(lines["deskripsi"], "kelompok", reader)
        ),
        modules=tuple(_modules(lines["modul"], reader)),
        log=tuple(_log(lines["logbook"], reader)),
        events=tuple(_events(lines["event"], reader)),
        stages=tuple(_stages(lines["proyek"], reader)),
        shifts=tuple(_shifts(lines["jadwal"], reader)),
        prose=_prose(lines["narasi"], reader),
        references=tuple(_references(lines["referensi"], reader)),
        annexes=tuple(_annexes(lines["lampiran"], reader)),
        problems=tuple(reader.problems),
    )


def _note_lost_digits(lines: Sequence[Line], reader: Reader) -> None:
    """Numbers of persons typed as numbers: Excel forgets the digits after the fifteenth."""
    for line in lines:
        for name, value in line.values.items():
            if isinstance(value, int | float) and abs(value) >= _LOSES_DIGITS:
                text = "diketik sebagai angka, jadi angka di belakangnya hilang; ketik ulang "
                text += "sebagai teks."
                reader.note(line, name, text)


def _values(lines: Sequence[Line]) -> dict[str, str]:
    return {name: line.text(name) for line in lines for name in line.values}


def _units(lines: Sequence[Line], reader: Reader) -> list[Unit]:
    """The boxes; one that hangs under an unknown box or in a circle is told and hung at the top."""
    ids: dict[str, str] = {}
    for line in lines:
        id = line.text("id")
        if not id or id in ids:
            reader.note(line, "id", "id kosong." if not id else f"id {id} sudah dipakai.")
            continue
        ids[id] = line.text("atasan")
    units, seen = [], set()
    for line in lines:
        id = line.text("id")
        if not id or id in seen:
            continue
        seen.add(id)
        above = ids[id]
        if above and above not in ids:
            reader.note(line, "atasan", f"atasan {above} tidak ada di kolom Id.")
            above = ""
        elif above and _circles(id, ids):
            reader.note(line, "atasan", f"{id} menjadi atasan dirinya sendiri.")
            above = ids[id] = ""
        marked = line.text("sorot").upper() in _YES
        units.append(Unit(id, above, line.text("jabatan"), line.text("nama"), marked))
    return units


def _circles(id: str, above: dict[str, str]) -> bool:
    met, now = set(), id
    while now and now in above and now not in met:
        met.add(now)
        now = above[now]
    return bool(now) and now in met


def _modules(lines: Sequence[Line], reader: Reader) -> list[Module]:
    return [
        Module(
            line.text("nama"), line.text("pokok"), reader.number(line, "pre"),
            reader.number(line, "post"),
        )
        for line in _named(lines, "nama", reader)
    ]  # fmt: skip


def _named(lines: Sequence[Line], name: str, reader: Reader) -> Iterator[Line]:
    """Lines that have a value there; those without one are told, but for mere ordinals."""
    for line in lines:
        if line.text(name):
            yield line
        elif any(line.text(field) for field in line.values if field not in _ORDINALS):
            reader.note(line, name, f"{name} kosong; baris ini tidak dipakai.")


def _log(lines: Sequence[Line], reader: Reader) -> list[LogEntry]:
    found = []
    for line in lines:
        day = reader.day(line, "tanggal")
        if day is None:
            if not line.text("tanggal"):
                reader.note(line, "tanggal", "tanggal kosong; baris ini tidak dipakai.")
            continue
        spans = reader.spans(line, "jam", "jam_mulai", "jam_selesai")
        start, end = (spans[0][0], spans[-1][1]) if spans else (-1, -1)
        if not line.text("kegiatan"):
            reader.note(line, "kegiatan", "kegiatan kosong.")
        found.append(
            LogEntry(
                line.place(), day, start, end, line.text("kegiatan"), _group(line, reader),
                line.text("hasil"), line.text("bukti"),
                spans if len(spans) > 1 else (),
            )
        )  # fmt: skip
    return found


def _group(line: Line, reader: Reader) -> str:
    text = line.text("kelompok")
    if not text:
        return ""
    words = normalise(text.replace("*", ""))
    found = next((g.key for g in groups().values() if words in map(normalise, g.names)), "")
    if not found:
        known = ", ".join(group.names[0].capitalize() for group in groups().values())
        reader.note(line, "kelompok", f"kelompok '{text}' tidak dikenal; pilih {known}.")
    return found


def _events(lines: Sequence[Line], reader: Reader) -> list[Event]:
    return [
        Event(
            line.text("nama"), reader.day(line, "tanggal"), line.text("tempat"),
            line.text("uraian"), line.text("foto"), line.text("keterangan"),
        )
        for line in _named(lines, "nama", reader)
    ]  # fmt: skip


def _stages(lines: Sequence[Line], reader: Reader) -> list[Stage]:
    return [
        Stage(
            line.text("tahap"), reader.day(line, "mulai"), reader.day(line, "selesai"),
            line.text("uraian"), line.text("hasil"),
        )
        for line in _named(lines, "tahap", reader)
    ]  # fmt: skip


def _shifts(lines: Sequence[Line], reader: Reader) -> list[Shift]:
    found = []
    for line in lines:
        days = days_of(line.text("hari"))
        if not days:
            reader.note(line, "hari", f"hari '{line.text('hari')}' tidak terbaca; Senin-Jumat?")
        start, end = reader.hours(line, "jam")
        rest_start, rest_end = reader.hours(line, "istirahat")
        first, last = period_of(line.text("periode"))
        found.append(
            Shift(
                line.text("periode"), line.text("hari"), line.text("jam"), days, start, end,
                rest_start, rest_end, first, last,
            )
        )  # fmt: skip
    return found


def _prose(lines: Sequence[Line], reader: Reader) -> dict[str, tuple[str, ...]]:
    """Paragraphs by key, in the order of their numbers, of equal ones as they stand."""
    found: dict[str, list[tuple[float, str]]] = {}
    for line in lines:
        key, text = line.text("kunci").lower().replace(" ", "_"), line.text("teks")
        if not key:
            reader.note(line, "kunci", "kunci kosong; teks ini tidak dipakai.")
        elif text:
            at = line.values.get("paragraf")
            order = float(at) if isinstance(at, int | float) else len(found.get(key, ())) + 1.0
            found.setdefault(key, []).append((order, text))
    return {
        key: tuple(text for _, text in sorted(texts, key=lambda one: one[0]))
        for key, texts in found.items()
    }


def _references(lines: Sequence[Line], reader: Reader) -> list[str]:
    """Sources in the order of their numbers, of unnumbered ones as they stand.

    A source that gets another number than the sheet gives it is told.
    """
    found = []
    for place, line in enumerate(_named(lines, "teks", reader), 1):
        match = _BRACKETED.match(line.text("teks"))
        digits = line.text("nomor").strip("[]. ") or (match[1] if match else "")
        number = int(digits) if digits.isdecimal() else 0
        found.append((number, place, line))
    if all(number for number, _, _ in found):
        found.sort(key=lambda one: one[:2])
    for k, (number, _, line) in enumerate(found, 1):
        if number and number != k:
            reader.note(
                line, "nomor", f"nomor {number} menjadi [{k}] di laporan; urutkan nomornya."
            )
    return [line.text("teks") for _, _, line in found]


def _annexes(lines: Sequence[Line], reader: Reader) -> list[Annex]:
    found = []
    for line in lines:
        letter = line.text("huruf").upper().removeprefix("LAMPIRAN").strip()
        if not letter:
            reader.note(line, "huruf", "huruf lampiran kosong; baris ini tidak dipakai.")
            continue
        kind = normalise(line.text("isi") or "teks")
        if kind not in _ANNEXES:
            reader.note(line, "isi", f"'{line.text('isi')}' tidak dikenal; pilih log, foto, teks, "
                        "atau berkas.")  # fmt: skip
        found.append(
            Annex(letter, line.text("judul"), _ANNEXES.get(kind, "teks"), line.text("berkas"),
                  line.text("keterangan"))
        )  # fmt: skip
    return found
