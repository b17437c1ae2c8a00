"""The sections of a final report: prose of Narasi, with what is built from the other sheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kepesertaan.data.internship import groups
from kepesertaan.domain.campus import Part
from kepesertaan.domain.document import Bars, Grid, OrgChart, Para, Piece, Run, Runs, Unit
from kepesertaan.domain.internship import Module
from kepesertaan.rules.report_text import asked, runs_of, without_numbers

from .report_log import group_pieces, month_pieces, week_pieces
from .report_writing import Writing, day_or_mark, text_of


def part_pieces(part: Part, writing: Writing) -> tuple[Piece, ...]:
    """What stands under a section's heading."""
    build = _BUILDERS.get(part.key)
    pieces = writing.prose(part.key, required=part.required)
    return (*pieces, *(build(writing) if build else ()))


def _structure(writing: Writing) -> list[Piece]:
    units = writing.work.units
    if not writing.need("bagan struktur organisasi (lembar Struktur)", bool(units)):
        return [Para((asked("bagan struktur organisasi, lembar Struktur"),), "tengah")]
    marked = [unit.title for unit in units if unit.marked]
    writing.need("unit penempatan yang disorot di lembar Struktur", bool(marked))
    place = f" Unit penempatan: {', '.join(marked)}." if marked else ""
    tops = ", ".join(unit.title for unit in units if not unit.above)
    alt = f"Bagan struktur organisasi, {len(units)} kotak, puncak: {tops}.{place}"
    where = writing.work.values.get("kantor", "")
    shown = " (garis putus: unit penempatan)" if marked else ""
    return [
        OrgChart(tuple(map(_shown, units)), without_numbers(alt)),
        writing.caption("Gambar", "struktur", f"Struktur Organisasi {where}".strip() + shown),
        *_duties(writing),
    ]


def _shown(unit: Unit) -> Unit:
    """A box without numbers of persons."""
    return replace(unit, title=without_numbers(unit.title), name=without_numbers(unit.name))


def _duties(writing: Writing) -> list[Piece]:
    """What each box of the chart is for, where the sheet says it."""
    said = writing.work.duties_of_units
    rows = [
        (text_of(unit.title), text_of(unit.name) or (Run("-"),), text_of(said[unit.id]))
        for unit in writing.work.units
        if said.get(unit.id)
    ]
    if not rows:
        return []
    return [
        writing.caption("Tabel", "struktur", "Uraian Singkat Struktur Organisasi"),
        Grid(("Jabatan", "Nama", "Uraian"), rows, (3.2, 3, 6.5), alt="Uraian struktur organisasi"),
    ]


def _scope(writing: Writing) -> list[Piece]:
    rows = [row for row in writing.work.scope if row[0] or row[1]]
    if not writing.need("tabel tugas tiap peran (lembar Lingkup)", bool(rows)):
        return [Para((asked("tugas tiap peran, lembar Lingkup"),))]
    lines: list[tuple[Runs, ...]] = []
    for number, role in enumerate(dict.fromkeys(role for role, _ in rows), 1):
        texts = [duty for owner, duty in rows if owner == role and duty]
        text = "\n".join(f"• {text}" for text in texts) if len(texts) > 1 else "".join(texts)
        lines.append(((Run(f"{number}"),), text_of(role), text_of(text)))
    return [
        writing.caption("Tabel", "lingkup", "Peran dan Tugas di Unit Penempatan"),
        Grid(("No.", "Peran", "Tugas"), lines, (1, 3, 9), ("center", "left", "left"),
             alt="Peran dan tugas di unit penempatan"),
    ]  # fmt: skip


def _description(writing: Writing) -> list[Piece]:
    made: list[Piece] = []
    described = {key for key, text in writing.work.descriptions if text}
    for key, group in groups().items():
        if not group.work:
            continue
        writing.need(
            f"uraian kegiatan {group.name.strip('*')} (lembar Deskripsi)", key in described
        )
        made.append(Para(runs_of(group.name, {}), "judul3"))
        texts = [text for owner, text in writing.work.descriptions if owner == key and text]
        made += writing.paragraphs(texts) or [
            Para((asked(f"uraian kegiatan, lembar Deskripsi: {group.name.strip('*')}"),))
        ]
        if key == "microcredential":
            made += _modules(writing)
    return [*made, *group_pieces(writing), *_events(writing)]


def _modules(writing: Writing) -> list[Piece]:
    modules = writing.work.modules
    if not writing.need("tabel modul (lembar Modul)", bool(modules)):
        return [Para((asked("modul dan nilainya, lembar Modul"),))]
    both = [m for m in modules if m.pre is not None and m.post is not None]
    writing.need("nilai pre-test dan post-test semua modul", len(both) == len(modules))
    rows = [
        ((Run(str(k)),), text_of(m.name), text_of(m.topic), _score(m.pre), _score(m.post))
        for k, m in enumerate(modules, 1)
    ]
    heads = ("No.", "Modul", "Pokok bahasan", "*Pre-test*", "*Post-test*")
    table: list[Piece] = [
        writing.caption("Tabel", "modul", "Modul *Microcredential* dan Nilainya"),
        Grid(heads, rows, (1, 4, 5, 1.7, 1.7), ("center", "left", "left", "center", "center"),
             alt="Modul microcredential dengan nilai pre-test dan post-test"),
    ]  # fmt: skip
    return [*table, *(_scores(both, modules, writing) if both else ())]


def _scores(both: list[Module], modules: tuple[Module, ...], writing: Writing) -> list[Piece]:
    names = tuple(f"Modul {k}" for k, module in enumerate(modules, 1) if module in both)
    pre = tuple(module.pre or 0 for module in both)
    post = tuple(module.post or 0 for module in both)
    alt = "Grafik batang nilai: " + "; ".join(
        f"{name}, pre-test {a:g}, post-test {b:g}"
        for name, a, b in zip(names, pre, post, strict=True)
    )
    return [
        Bars(names, (("Pre-test", pre), ("Post-test", post)), "Nilai", alt, 100),
        writing.caption("Gambar", "nilai", "Nilai *Pre-test* dan *Post-test* Tiap Modul"),
    ]


def _score(value: float | None) -> Runs:
    return (asked("nilai"),) if value is None else (Run(f"{value:g}".replace(".", ",")),)


def _events(writing: Writing) -> list[Piece]:
    events = writing.work.events
    if not events:
        return []
    rows = [
        (
            (Run(str(k)),), text_of(event.name), day_or_mark(event.day, "tanggal"),
            text_of(event.where) or (asked("tempat"),), text_of(event.text),
        )
        for k, event in enumerate(events, 1)
    ]  # fmt: skip
    return [
        writing.caption("Tabel", "event", "Kegiatan Pendukung"),
        Grid(("No.", "Kegiatan", "Tanggal", "Tempat", "Uraian"), rows, (1, 3.2, 2.4, 2.6, 4.4),
             ("center", "left", "left", "left", "left"), alt="Kegiatan pendukung"),
    ]  # fmt: skip


def _schedule(writing: Writing) -> list[Piece]:
    shifts = writing.work.shifts
    made: list[Piece] = []
    if writing.need("jam kerja (lembar Jadwal)", bool(shifts)):
        rows = [
            (
                writing.runs(shift.period or "{periode}"), text_of(shift.days_text),
                text_of(shift.hours_text), _rest(shift.rest_start, shift.rest_end),
            )
            for shift in shifts
        ]  # fmt: skip
        made += [
            writing.caption("Tabel", "jadwal", "Jadwal Kerja"),
            Grid(("Periode", "Hari", "Jam", "Istirahat"), rows, (5, 2.5, 2.5, 2.5),
                 ("left", "center", "center", "center"), alt="Jadwal kerja"),
        ]  # fmt: skip
    else:
        made.append(Para((asked("hari dan jam kerja, lembar Jadwal"),)))
    return [*made, *month_pieces(writing)]


def _rest(start: int, end: int) -> Runs:
    from kepesertaan.domain.logbook import clock

    return (Run(f"{clock(start)}-{clock(end)}"),) if start >= 0 else (Run("-"),)


def _course(writing: Writing) -> list[Piece]:
    stages = writing.work.stages
    made: list[Piece] = []
    if writing.need("tahapan proyek (lembar Proyek)", bool(stages)):
        rows = [
            (
                (Run(str(k)),), text_of(stage.name),
                (*day_or_mark(stage.first, "mulai"), Run(" s.d. "),
                 *day_or_mark(stage.last, "selesai")),
                text_of(stage.text), text_of(stage.result) or (asked("hasil"),),
            )
            for k, stage in enumerate(stages, 1)
        ]  # fmt: skip
        made += [
            writing.caption("Tabel", "proyek", "Tahapan Proyek"),
            Grid(("No.", "Tahap", "Waktu", "Uraian", "Hasil"), rows, (1, 2.3, 2.8, 4, 3.2),
                 ("center", "left", "left", "left", "left"), alt="Tahapan proyek"),
        ]  # fmt: skip
    else:
        made.append(Para((asked("tahapan proyek, lembar Proyek"),)))
    return [*made, *week_pieces(writing)]


_BUILDERS: dict[str, Callable[[Writing], list[Piece]]] = {
    "struktur": _structure,
    "lingkup": _scope,
    "deskripsi": _description,
    "jadwal": _schedule,
    "pelaksanaan": _course,
}
