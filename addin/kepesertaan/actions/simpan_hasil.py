"""Button Simpan Hasil."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from kepesertaan.data.calls import call_words
from kepesertaan.domain.call_memory import Remembered, Saved, history, is_new, of_line
from kepesertaan.domain.call_report import due_between
from kepesertaan.domain.calls import Call
from kepesertaan.domain.outcome import Finding
from kepesertaan.domain.page import Board, Page
from kepesertaan.domain.table import Raw, Table
from kepesertaan.domain.text import visible, whole_number
from kepesertaan.rules.call_lines import is_blank, read_line, troubles_of
from kepesertaan.rules.calls import next_day, working_day_after
from kepesertaan.sheets.call_list import NPP, TOTAL

from .call_report import daily_report, troubles_page
from .registry import action

_COMPANY = "Perusahaan"


@dataclass(frozen=True, slots=True)
class Noting:
    """Who saves, when (ISO time in UTC), and the day the calls were made."""

    officer: str
    at: str
    day: date


@dataclass(slots=True)
class Noted:
    """What is to be recorded, what is not and why, and how many lines of each kind there were.

    ``baris`` = ``dicatat`` + ``sudah`` (recorded before) + ``kosong`` (not called) +
    ``dilengkapi`` (lines with a problem). ``jatuh_tempo``: promises due up to ``next_day``, the
    next working day.
    """

    new: list[Saved] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    report: Board | None = None
    pages: list[Page] = field(default_factory=list)
    next_day: date | None = None

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets that are made."""
        return [page.name for page in self.pages] + ([self.report.name] if self.report else [])


@action(
    "simpan-hasil",
    label="Simpan Hasil",
    group="Iuran",
    needs="telepon",
    icon="FileSave",
    keytip="N",
    options={"laporan": "Buat juga laporan hari itu: terhubung, tidak terhubung, dan angkanya."},
    example='kepesertaan simpan-hasil "HASIL/Daftar Telepon 2026-11-22.xlsx" --laporan',
)
def simpan_hasil(
    lists: Sequence[tuple[date, Table]],
    memory: Remembered,
    noting: Noting,
    *,
    laporan: bool = False,
) -> Noted:
    """Mencatat hasil telepon dari daftar yang sudah diisi; catatan petugas lain tidak tertimpa.

    Isian yang sudah dicatat tidak dicatat lagi, jadi daftar yang sama boleh disimpan berkali-kali.
    Isian yang berubah menjadi catatan baru: di hari yang sama sebagai perbaikan, di hari lain
    sebagai panggilan berikutnya; isian yang dikosongkan tidak menghapus catatannya. Baris yang
    belum benar tidak dicatat dan disebutkan satu per satu. Daftar telepon sendiri tidak diubah.
    Catatan tersimpan di .kepesertaan/telepon di samping daftar, atau di folder bersama yang diatur
    kantor; folder itu memuat data pribadi.
    """
    noted = Noted(counts=dict.fromkeys(("baris", "dicatat", "sudah", "kosong", "dilengkapi"), 0))
    earlier = of_line(memory.records)
    for listed, table in lists:
        _note_list(listed, table, earlier, noting, noted)
    records = [*memory.records, *noted.new]
    calls = history(records, memory.verdicts)
    noted.next_day = working_day_after(noting.day)
    noted.counts |= _sums(noted.new)
    noted.counts["jatuh_tempo"] = due_between(calls, noting.day, noted.next_day)
    if laporan:
        noted.report = daily_report(records, calls, noting.day, memory.since)
    if noted.problems:
        noted.pages.append(troubles_page(noted.problems))
    return noted


def _sums(new: Sequence[Saved]) -> dict[str, int]:
    reached = {word.word for word in call_words().outcomes.values() if word.reached}
    promises = [record.call for record in new if record.call.promised_on]
    return {
        "dicatat": len(new),
        "terhubung": sum(record.call.outcome in reached for record in new),
        "janji": len(promises),
        "nominal_janji": int(sum(call.promised_amount or Decimal(0) for call in promises)),
    }


def _note_list(
    listed: date,
    table: Table,
    earlier: dict[tuple[date, str], list[Saved]],
    noting: Noting,
    noted: Noted,
) -> None:
    lines = [
        {column.header: column.values[i] for column in table.columns}
        for i in range(len(table.rows))
    ]
    places = {column.header: column.index for column in table.columns}
    doubled = _filled_twice(lines, noting)
    for row, cells in zip(table.rows, lines, strict=True):
        noted.counts["baris"] += 1
        if is_blank(cells):
            noted.counts["kosong"] += 1
            continue
        line = read_line(cells, noting.day, noting.officer)
        record = Saved(line.call, noting.at, listed, _text(cells, _COMPANY), _total(cells))
        known = earlier.setdefault((listed, line.call.npp), [])
        if not line.troubles and not is_new(record, known):
            noted.counts["sudah"] += 1
            continue
        troubles = [*line.troubles, *troubles_of(line.call)]
        if line.call.npp in doubled:
            troubles.append((NPP, "NPP ini terisi di lebih dari satu baris; sisakan satu hasil"))
        if troubles:
            noted.counts["dilengkapi"] += 1
            noted.problems += [
                Finding(table.sheet, row, places[name], name, name, cells.get(name), "", why)
                for name, why in troubles
            ]
            continue
        record = replace(record, call=_with_next_day(record))
        known.append(record)
        noted.new.append(record)


def _filled_twice(lines: Sequence[Mapping[str, Raw]], noting: Noting) -> set[str]:
    """The NPP with more than one filled line whose answers differ."""
    calls = {
        read_line(cells, noting.day, noting.officer).call for cells in lines if not is_blank(cells)
    }
    return {npp for npp, number in Counter(call.npp for call in calls).items() if number > 1}


def _with_next_day(record: Saved) -> Call:
    call = record.call
    if call.next_on:
        return call
    return replace(call, next_on=next_day(call.outcome, call.next_step, call.promised_on, call.day))


def _text(cells: Mapping[str, Raw], name: str) -> str:
    value = cells.get(name)
    return visible(value) if isinstance(value, str) else ""


def _total(cells: Mapping[str, Raw]) -> Decimal | None:
    digits = whole_number(cells.get(TOTAL))
    return Decimal(digits) if digits is not None else None
