"""The sheets that prove the book: what came in, what changed, what adds up, what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kepesertaan.domain.grid import Formula, Grid, Plain
from kepesertaan.domain.period import Month
from kepesertaan.domain.show import count
from kepesertaan.domain.targets import Finding, Missing, Proof, Reading, SourceState, Tally
from kepesertaan.rules.target_rollup.lines import Line, segment_word
from kepesertaan.rules.target_rollup.months import short_month

from . import tables
from .places import LEFT, NONE, OFFICERS, PROOF, QUESTIONS, RECEIVED, SEGMENTS, area, cell, outside
from .plain import Head, Linked, data_sheet, first_row, plain_table, printed_words, room_for_names
from .said import sent_words

CHANGED = "Angka Berubah"
_GREEN, _YELLOW, _RED, _GREY = "C6E0B4", "FFE699", "F4B084", "E7E6E6"
NOT_SENT, WITHHELD = "belum mengirim", "angkanya ditahan"
_STATES = {
    NOT_SENT: _RED, WITHHELD: _RED, "tidak terbaca": _RED, "kosong": _YELLOW, "ganda": _YELLOW,
    "berubah": _YELLOW, "baru": _GREEN, "sama": _GREY,
}  # fmt: skip
_STATE_WORDS = {"sama": "sama seperti rekap lalu"}
_LEVELS = {"tanya": "✗ Tanya", "periksa": "! Periksa"}
_PRINT_LETTERS = 12  # of a fingerprint
_SIDES = {"target": "Target", "realisasi": "Realisasi"}
_SPANS = {"bulan": "bulan itu", "sd": "s.d. bulan", "tahun": "setahun"}


def month_text(month: Month | None) -> str:
    """A month in a table.

    >>> month_text((2026, 11)), month_text(None)
    ('Nov 2026', '–')
    """
    return f"{short_month(month)} {month[0]}" if month else NONE


def received_grid(reading: Reading) -> Grid:
    """The sheet Lembar Masuk: who has not sent, then every sheet with its state."""
    heads = (
        Head("Berkas", 36), Head("Lembar", 16),
        Head("Petugas", room_for_names(reading.officers)), Head("Bulan", 11),
        Head("Keadaan", 22), Head("Baris dibaca", 9, "number"), Head("Dipakai", 9, "number"),
        Head("Tidak dipakai", 9, "number"), Head("Sama dengan", 40, "wrap"),
        Head("Catatan", 46, "wrap"), Head("Sidik isi", 15),
    )  # fmt: skip
    rows: list[Sequence[Plain | Formula | Linked]] = [
        (NONE, NONE, one.officer, month_text(reading.month),
         WITHHELD if one.questions else NOT_SENT, None, None, None, "", _last_sent(one), "")
        for one in reading.missing
    ]  # fmt: skip
    ordered = sorted(reading.sources, key=lambda one: _rank(one, reading.month))
    rows += [_received(state) for state in ordered]
    old = sum(_is_old(one, reading.month) for one in ordered)
    unprinted = f" Tidak ikut dicetak: {count(old)} baris bulan lain yang baik." if old else ""
    notes = (
        f"{sent_words(reading)} petugas sudah mengirim {month_text(reading.month)}"
        f"{_held_words(reading)}. "
        f"{_counted(reading.sources)} dikenali.",
        f"Sidik isi: dua lembar bersidik sama berisi angka yang sama.{unprinted}",
        *reading.notes,
    )
    made = plain_table(
        RECEIVED, f"Lembar masuk {month_text(reading.month)}", notes, heads, rows, (4, _STATES)
    )
    last = first_row(notes) + max(1, len(rows) - old) - 1
    return replace(made, small=True, printed=(0, 0, last, len(heads) - 1))


def _held_words(reading: Reading) -> str:
    return f"; angka {len(reading.withheld)} petugas ditahan" if reading.withheld else ""


def _rank(state: SourceState, month: Month) -> tuple[bool, int]:
    """What needs a look first, then the month's; the others last, each as they came."""
    return _is_old(state, month), list(_STATES).index(state.state)


def _is_old(state: SourceState, month: Month) -> bool:
    """Whether a sheet of another month needs no look."""
    return state.month != month and state.state in ("baru", "sama")


def _last_sent(one: Missing) -> str:
    if one.questions:
        return f"sudah mengirim, angkanya ditahan: {count(one.questions)} pertanyaan"
    if one.is_blank:
        return "lembarnya ada, realisasinya kosong"
    last = one.last
    return f"terakhir mengirim {month_text(last)}" if last else "belum pernah mengirim"


def _counted(sources: Sequence[SourceState]) -> str:
    """How many files and sheets there are; a sheet of a year stands in a row for each month."""
    sheets = {(one.place.file, one.place.path, one.place.sheet) for one in sources}
    files = {sheet[:2] for sheet in sheets}
    months = f" dengan {count(len(sources))} bulan" if len(sources) > len(sheets) else ""
    return f"{count(len(files))} berkas, {count(len(sheets))} lembar{months}"


def _received(state: SourceState) -> Sequence[Plain | Formula | Linked]:
    place = state.place
    word = _STATE_WORDS.get(state.state, state.state)
    return (
        Linked(place.file, outside(place)), place.sheet, state.officer or NONE,
        month_text(state.month), word, state.rows_read, state.rows_used, state.rows_left,
        state.same_as, "; ".join(state.notes), state.fingerprint[:_PRINT_LETTERS],
    )  # fmt: skip


def changed_grid(reading: Reading) -> Grid:
    """The sheet Angka Berubah: figures of past months that are not what they were."""
    heads = (
        Head("Metrik", 24), Head("Petugas", room_for_names(reading.officers)),
        Head("Segmen", 13), Head("Bulan", 11),
        Head("Jenis", 11), Head("Cakupan", 11), Head("Semula", 17, "number"),
        Head("Sekarang", 17, "number"), Head("Selisih", 15, "signed"), Head("Berkas", 34),
        Head("Lembar", 16), Head("Sel", 8),
    )  # fmt: skip
    notes = ("Dibandingkan dengan rekap sebelumnya. Rekap ini memakai angka sekarang.",)
    rows: list[Sequence[Plain | Formula | Linked]] = []
    for n, one in enumerate(reading.restated):
        before, after = cell(first_row(notes) + n, 6), cell(first_row(notes) + n, 7)
        gap: Plain | Formula = NONE
        if one.before is not None and one.after is not None:
            gap = Formula(f"{after}-{before}", one.after - one.before)
        rows.append((
            reading.metrics[one.metric].label, one.officer, segment_word(one.segment),
            month_text(one.month), _SIDES[one.side], _SPANS[one.span],
            NONE if one.before is None else one.before, NONE if one.after is None else one.after,
            gap, one.place.file, one.place.sheet, Linked(one.place.cell, outside(one.place)),
        ))  # fmt: skip
    return plain_table(CHANGED, "Angka bulan lalu yang berubah", notes, heads, rows)


def questions_grid(findings: Sequence[Finding]) -> Grid:
    """The sheet Pertanyaan: contradictions that a person has to settle."""
    heads = (
        Head("No", 6, "number"), Head("Tingkat", 12), Head("Berkas", 34), Head("Lembar", 16),
        Head("Sel", 9), Head("Yang perlu dijawab", 96, "wrap"),
    )  # fmt: skip
    notes = ("Tanya: angkanya belum dipakai sampai terjawab. Periksa: angkanya dipakai.",
             "Perbaiki di berkas asal, lalu jalankan rekap lagi dengan --salinan.")  # fmt: skip
    ordered = sorted(findings, key=lambda one: one.level != "tanya")
    rows: list[Sequence[Plain | Formula | Linked]] = [
        (n, _LEVELS[one.level], one.place.file or NONE, one.place.sheet,
         Linked(one.place.cell, outside(one.place)), one.text)
        for n, one in enumerate(ordered, 1)
    ]  # fmt: skip
    words = {_LEVELS["tanya"]: _RED, _LEVELS["periksa"]: _YELLOW}
    return plain_table(QUESTIONS, "Pertanyaan", notes, heads, rows, (1, words))


def left_grid(reading: Reading) -> Grid:
    """The sheet Tidak Dipakai: rows and columns that were left out, and why."""
    heads = (
        Head("Berkas", 36), Head("Lembar", 16), Head("Sel", 9), Head("Baris", 8, "number"),
        Head("Isi", 40, "wrap"), Head("Alasan", 48, "wrap"), Head("Banyak sel", 9, "number"),
        Head("Jumlah tertulis", 20, "written"),
    )  # fmt: skip
    rows: list[Sequence[Plain | Formula | Linked]] = [
        (one.place.file, one.place.sheet, Linked(one.place.cell, outside(one.place)),
         one.row or None, one.text, one.why, one.cells, one.total)
        for one in reading.left
    ]  # fmt: skip
    notes = ("Jumlah menurut yang tertulis di sel, sebelum dikali satuannya."
             f"{printed_words(len(rows))}",)  # fmt: skip
    made = plain_table(LEFT, "Yang tidak dipakai dan alasannya", notes, heads, rows)
    return data_sheet(made, first_row(notes), len(rows))


_PROOF_NOTES = (
    "Setiap kolom angka: dibaca = dipakai + tidak dipakai. Jumlah menurut yang tertulis di sel, "
    "sebelum dikali satuannya.",
    "Baris yang tidak dipakai dan alasannya ada di lembar Tidak Dipakai.",
)
_PROOF_HEADS = (
    Head("Berkas atau metrik", 36), Head("Lembar", 16), Head("Kolom", 26),
    Head("Baris dibaca", 9, "number"), Head("Dipakai", 9, "number"),
    Head("Tidak dipakai", 9, "number"), Head("Sel dibaca", 9, "number"),
    Head("Dipakai", 9, "number"), Head("Tidak dipakai", 9, "number"),
    Head("Jumlah dibaca", 21, "written"), Head("Jumlah dipakai", 21, "written"),
    Head("Jumlah tidak dipakai", 21, "written"), Head("Selisih", 10, "number"),
    Head("Tanda", 8, "band"), Head("Sidik isi", 15),
)  # fmt: skip
_FIRST_TALLY = first_row(_PROOF_NOTES) + 1  # below the row of the whole
_GAP, _READ = 12, 9


def proof_grid(reading: Reading, wholes: Sequence[Line], last_rows: Mapping[str, int]) -> Grid:
    """The sheet Bukti Rekonsiliasi: the book's own sums, then each column of each source.

    ``last_rows``: the last row of the sheets Per Petugas and Per Segmen.
    """
    prints = _fingerprints(reading)
    rows: list[Sequence[Plain | Formula | Linked]] = []

    def tell(tallies: Iterable[tuple[Proof, Tally]]) -> None:
        for proof, tally in tallies:
            at = _FIRST_TALLY + len(rows)
            rows.append(_tally(at, proof, tally, prints.get(_sheet_key(proof), "")))

    every = [(proof, tally) for proof in reading.proofs for tally in proof.tallies]
    tell(one for one in every if one[1].difference)  # what a person must see comes first
    for line in wholes:
        for sheet in (OFFICERS, SEGMENTS) if line.done is not None else ():
            rows.append(_own_sum(_FIRST_TALLY + len(rows), line, sheet, last_rows[sheet]))
    tell(one for one in every if not one[1].difference)
    gap = sum((abs(tally.difference) for _, tally in every), Decimal())
    notes = (*_PROOF_NOTES[:-1], _PROOF_NOTES[-1] + printed_words(len(rows)))
    made = plain_table(
        PROOF, "Bukti rekonsiliasi", notes, _PROOF_HEADS, [_whole(len(rows), gap), *rows],
        (13, {"✓": _GREEN, "✗": _RED}), totals=(0,),
    )  # fmt: skip
    return data_sheet(made, _FIRST_TALLY - 1, len(rows))


def _whole(rows: int, gap: Decimal) -> Sequence[Plain | Formula | Linked]:
    first, last = cell(_FIRST_TALLY, _GAP), cell(_FIRST_TALLY + max(rows, 1) - 1, _GAP)
    formula = Formula(f"SUMPRODUCT(ABS({first}:{last}))", _rounded(gap))
    return ("Selisih seluruhnya", "", f"{count(rows)} pemeriksaan", *(None,) * 9, formula,
            _tick(_FIRST_TALLY - 1, gap), "")  # fmt: skip


def _tick(at: int, gap: Decimal) -> Formula:
    said = "✗" if round(gap, 2) else "✓ 0"
    return Formula(f'IF(ROUND({cell(at, _GAP)},2)=0,"✓ 0","✗")', said)


def _sheet_key(proof: Proof) -> tuple[str, str]:
    return proof.place.path or proof.place.file, proof.place.sheet


def _fingerprints(reading: Reading) -> dict[tuple[str, str], str]:
    """The fingerprint of a sheet of one officer's month; of several how many there are."""
    found: dict[tuple[str, str], list[str]] = {}
    for state in reading.sources:
        key = state.place.path or state.place.file, state.place.sheet
        found.setdefault(key, []).append(state.fingerprint[:_PRINT_LETTERS])
    return {key: some[0] if len(some) == 1 else f"{len(some)} sidik" for key, some in found.items()}


def _tally(
    at: int, proof: Proof, tally: Tally, fingerprint: str
) -> Sequence[Plain | Formula | Linked]:
    read, used, left = (cell(at, _READ + n) for n in range(3))
    return (
        Linked(proof.place.file, outside(proof.place)), proof.place.sheet, tally.column,
        proof.rows_read, proof.rows_used, proof.rows_left,
        tally.cells_read, tally.cells_used, tally.cells_left,
        tally.sum_read, tally.sum_used, tally.sum_left,
        Formula(f"ROUND({read}-{used}-{left},6)", _rounded(tally.difference)),
        _tick(at, tally.difference), fingerprint,
    )  # fmt: skip


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.000001")) if value else Decimal(0)


def _own_sum(at: int, line: Line, sheet: str, last: int) -> Sequence[Plain | Formula | Linked]:
    """Realisation in Rincian, less the lines of another sheet: the same twice."""
    key, done = cell(at, 0), line.done or Decimal(0)
    columns = [area(sheet, (tables.FIRST, n), (last, n)) for n in (tables.AT["done"], 0, 1)]
    lines = f'SUMIFS({columns[0]},{columns[1]},{key},{columns[2]},"<>Jumlah")'
    read, used = cell(at, _READ), cell(at, _READ + 1)
    return (
        line.metric.label, "buku ini", f"Rincian lawan {sheet}", *(None,) * 6,
        Formula(f"SUMIFS(rinci_realisasi,rinci_metrik,{key})", done), Formula(lines, done), None,
        Formula(f"ROUND({read}-{used},6)", 0), _tick(at, Decimal(0)), "",
    )  # fmt: skip
