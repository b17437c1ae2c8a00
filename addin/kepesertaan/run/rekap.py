"""Run Rekap Target on folders or files: reads every sheet, writes a new book, changes nothing."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kepesertaan.actions.registry import Action
from kepesertaan.domain.errors import CannotWrite, KepesertaanError, UnreadableInput
from kepesertaan.domain.show import count

from .plan import OUT, Options, refuse_file, tailed
from .report import Report
from .target_again import read_twice
from .target_files import folders_told, open_told, read_targets, target_files
from .target_reading import Past, gathered, known_of, past_of
from .target_store import memory_folder, remember

if TYPE_CHECKING:  # loaded while the children read
    from kepesertaan.actions.target_book.rolled import RollUp
    from kepesertaan.domain.targets import Reading

Progress = Callable[[str], None]
WRITING = "menulis"


@dataclass(slots=True)
class Made:
    """What came of a run: the reading, its roll-up, what was written, what went wrong."""

    reading: Reading
    rolled: RollUp
    written: list[Path]
    notes: list[str]


def roll_up(action: Action, paths: Sequence[Path], options: Options, progress: Progress) -> Report:
    """Roll up the target sheets of folders or files into one new book.

    Raises ``KepesertaanError``; nothing has been written then.
    """
    gc.disable()  # very many small values, none of them a cycle
    try:
        return _roll_up(action, paths, options, progress)
    finally:
        gc.enable()


def _roll_up(action: Action, paths: Sequence[Path], options: Options, progress: Progress) -> Report:
    sources = target_files(paths)
    folder = options.out or _home(paths) / OUT
    refuse_file(folder)
    past = past_of(memory_folder(folder), options)
    read = partial(read_targets, progress=progress, meanwhile=partial(load_rest, options))
    files = read_twice(sources, known_of(past, options), read)
    progress("menghitung")
    before = [*past.notes, *folders_told(paths), *open_told(sources)]
    reading = noted(gathered(files, past, options), before)
    refuse_nothing(reading)
    made = Made(reading, action.function(reading), [], list(reading.notes))
    if not options.dry:
        progress(WRITING)
        from kepesertaan.actions.target_book.rolled import file_name

        target = folder / f"{file_name(reading)}.xlsx"
        write_book(made, free_name(target, copy=options.copy), past)
    return report_of(_named(paths), made, dry=options.dry)


def load_rest(options: Options) -> None:
    """Load what comes after reading, while the children read."""
    import kepesertaan.actions.target_book.rolled
    import kepesertaan.rules.target_gathering.gather

    if not options.dry:
        import kepesertaan.actions.target_book.book
        import kepesertaan.files.gridbook
        import kepesertaan.run.meeting_page
        import kepesertaan.word.template  # noqa: F401 - loading them is the purpose


def noted(reading: Reading, notes: Sequence[str]) -> Reading:
    """A reading with what is to be said before its own notes."""
    return replace(reading, notes=(*notes, *reading.notes))


def refuse_nothing(reading: Reading) -> None:
    """Raise ``UnreadableInput`` where nothing of anybody was read: a book would say nothing."""
    if reading.strips or reading.officers:
        return
    why = [finding.text for finding in reading.findings]
    if not why:
        told = [f"{one.place.file}: {note}." for one in reading.sources for note in one.notes]
        why = [*told[:1], "Pakai berkas petugas: tabelnya perlu judul Target dan Realisasi."]
    raise UnreadableInput(" ".join(["Tidak ada lembar target yang terbaca.", *why[:2]]))


def _home(paths: Sequence[Path]) -> Path:
    return paths[0] if paths[0].is_dir() else paths[0].parent


def _named(paths: Sequence[Path]) -> str:
    return paths[0].resolve().name if len(paths) == 1 else f"{len(paths)} berkas"


def write_book(made: Made, target: Path, past: Past) -> None:
    """Write the book of a roll-up, and remember it. Raises ``CannotWrite`` or ``FileInUse``."""
    from kepesertaan.actions.target_book.book import book
    from kepesertaan.files.gridbook import write_grids
    from kepesertaan.files.save import replace_safely

    from .ledger import open_folder
    from .meeting_page import write_meeting_page

    open_folder(target.parent)
    grids = book(made.rolled)
    replace_safely(target, lambda temp: write_grids(temp, grids), create_only=True)
    made.written.append(target)
    try:
        made.written.append(write_meeting_page(made.rolled, target.parent))
    except KepesertaanError as trouble:  # the book stands without it
        made.notes.append(str(trouble))
    keep(made, past)


def keep(made: Made, past: Past) -> None:
    """Remember the roll-up for next month; the book stands even where that fails."""
    try:
        remember(past.folder, made.reading, past.records, datetime.now().astimezone())
    except KepesertaanError as trouble:
        text = "Rekap ini jadi, tetapi tidak tercatat untuk dibandingkan bulan depan."
        made.notes.append(f"{text} {trouble}")


def free_name(target: Path, *, copy: bool) -> Path:
    """Where the book goes. Raises ``CannotWrite`` where one of that month stands already."""
    if not target.exists():
        return target
    if not copy:
        raise CannotWrite(
            f"{target.name} sudah ada dan mungkin sudah diberi catatan. Pakai --salinan, atau "
            "pindahkan berkas itu dahulu."
        )
    tails = ("_salinan", *(f"_salinan{n}" for n in range(2, 1000)))
    return next(made for tail in tails if not (made := tailed(target, tail)).exists())


def report_of(name: str, made: Made, *, dry: bool = False) -> Report:
    """What is said of a roll-up."""
    rolled, reading = made.rolled, made.reading
    lines = [*rolled.lines, *_first_of(made.notes)]
    if made.written:
        lines.append(
            f"Hasil: {', '.join([str(made.written[0]), *(p.name for p in made.written[1:])])}"
        )
    if dry:
        lines.append("Uji saja: tidak ada berkas yang ditulis.")
    asked = sum(finding.level == "tanya" for finding in rolled.findings)
    return Report(
        name, lembar=len(reading.proofs), baris=sum(proof.rows_read for proof in reading.proofs),
        sel=sum(tally.cells_read for proof in reading.proofs for tally in proof.tallies),
        ditandai=asked, keluaran=[path.as_posix() for path in made.written],
        catatan=[*rolled.lines, *made.notes], per_aturan={"rekap": rolled.counts},
        kode=int(rolled.has_findings or bool(made.notes)), lines=lines,
    )  # fmt: skip


def _first_of(notes: Sequence[str]) -> list[str]:
    """One line for all notes, which stand in the book.

    >>> _first_of(["Satu.", "Dua.", "Tiga."])
    ['Satu. Ada 2 catatan lain (lembar Lembar Masuk).']
    """
    others = f" Ada {count(len(notes) - 1)} catatan lain (lembar Lembar Masuk)."
    return [notes[0] + (others if notes[1:] else "")] if notes else []
