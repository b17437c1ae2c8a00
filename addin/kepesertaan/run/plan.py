"""Which files are worked on, and where each result goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any

from kepesertaan.domain.errors import CannotWrite, UnreadableInput, WrongUse
from kepesertaan.domain.table import column_index
from kepesertaan.files.troubles import reading

OUT = "HASIL"
_LAST_COLUMN = column_index("XFD")
RESULT, FINDINGS = "_bersih", "_temuan"
_ENDINGS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt", ".htm", ".html"}


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may say about a run. ``columns`` maps a field to a column letter."""

    today: date
    out: Path | None = None
    sheets: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    in_place: bool = False
    dry: bool = False
    resume: bool = False  # of a folder: what is done already is not done again
    copy: bool = False  # where a result stands already, write beside it
    rules: tuple[str, ...] = ()  # for undo
    headings: tuple[str, ...] = ()  # for undo
    rows: tuple[tuple[int, int], ...] = ()  # for undo
    run: str = ""  # for undo: the run's number in the history
    password: str = field(default="", repr=False)  # of locked files; never stored or shown
    marks: bool = False  # for undo: only the colours
    take_over: bool = False  # an old lock of another PC
    payments: Path | None = None  # of a call list
    report: bool = False  # of saved calls: with the report of the day
    own: dict[str, Any] = field(default_factory=dict)  # the action's own options, by name

    @property
    def is_part(self) -> bool:
        """Whether only a part of what was done is to be taken back."""
        return bool(self.rules or self.headings or self.rows or self.marks)

    def may_take(self, _question: str) -> bool:
        """The answer to the question whether an old lock is taken over."""
        return self.take_over


@dataclass(frozen=True, slots=True)
class Job:
    """One file and the names of its results; ``result`` keeps macros by keeping .xlsm."""

    source: Path
    result: Path
    findings: Path


def plan_jobs(paths: Sequence[Path], options: Options) -> list[Job]:
    """One job a file, folders opened one level deep; results never share a name."""
    sources = [source for path in paths for source in _sources(path)]
    if not sources:
        raise UnreadableInput(
            "Tidak ada berkas Excel, CSV, atau ODS yang dapat dikerjakan; periksa nama foldernya."
        )
    taken: set[Path] = set()
    return [_job(source, options, taken) for source in dict.fromkeys(sources)]


def _sources(path: Path) -> list[Path]:
    with reading(path):
        if path.exists() and not (path.is_dir() or path.is_file()):
            raise UnreadableInput(f"{path.name} bukan berkas biasa; pilih berkas atau folder.")
        if not path.is_dir():
            return [path]
        return sorted(entry for entry in path.iterdir() if _is_source(entry))


def _is_source(path: Path) -> bool:
    return (
        path.is_file()
        and path.suffix.lower() in _ENDINGS
        and not path.name.startswith(("~$", ".~", "."))
        and not path.stem.endswith((RESULT, FINDINGS, FINDINGS + "_lanjutan"))
    )


def _folder(source: Path, options: Options) -> Path:
    if options.out is not None:
        return options.out
    return source.parent if options.in_place else source.parent / OUT


def _job(source: Path, options: Options, taken: set[Path]) -> Job:
    """The job of a file; a name another file of this run has gets the ending, then a number."""
    folder = _folder(source, options)
    ending = ".xlsm" if source.suffix.lower() == ".xlsm" else ".xlsx"
    kind = source.suffix.lstrip(".").lower()
    numbered = (f"{source.stem}_{n}" for n in count(2))
    stems = chain((source.stem, f"{source.stem}_{kind}"), numbered)
    stem = next(s for s in stems if _lower(folder / s) not in taken)
    taken.add(_lower(folder / stem))
    result = source if options.in_place else folder / f"{stem}{RESULT}{ending}"
    return Job(source, result, folder / f"{stem}{FINDINGS}.xlsx")


def _lower(path: Path) -> Path:
    return Path(str(path).lower())


def result_job(source: Path, options: Options, name: str) -> Job:
    """The job whose one result is the book ``name`` of the day."""
    folder = options.out or source.parent / OUT
    target = folder / f"{name} {options.today.isoformat()}.xlsx"
    return Job(source, target, target)


def beside(job: Job) -> Job:
    """The same job with results under the first free name: ``NAMA_bersih_salinan.xlsx``."""
    from kepesertaan.files.findings import rest_path

    for tail in ("", "_salinan", *(f"_salinan{n}" for n in range(2, 1000))):
        result, findings = (tailed(path, tail) for path in (job.result, job.findings))
        if not any(path.exists() for path in (result, findings, rest_path(findings))):
            return Job(job.source, result, findings)
    return job


def tailed(path: Path, tail: str) -> Path:
    """The path with letters added to the name before its ending."""
    return path.with_name(path.stem + tail + path.suffix)


def read_columns(texts: Sequence[str]) -> dict[str, str]:
    """The user's ``nik=D``; ``WrongUse`` for a field we do not know."""
    from kepesertaan.sheets.headings import fields

    chosen = {}
    for text in texts:
        name, _, letters = text.partition("=")
        name = name.strip().lower()
        known = [one for one, spec in fields().items() if spec.get("only") != "kunjungan"]
        if name not in known or not letters.strip().isalpha():
            raise WrongUse(
                f"--kolom {text} tidak dikenal; tulis isian dan huruf kolom, misalnya nik=D. "
                f"Isian: {', '.join(known)}."
            )
        if len(letters.strip()) > 3 or column_index(letters.strip()) > _LAST_COLUMN:
            raise WrongUse(f"--kolom {text}: kolom itu tidak ada; kolom terakhir di Excel XFD.")
        if name in chosen:
            raise WrongUse(f"--kolom {name} disebut dua kali; pilih satu kolom saja.")
        chosen[name] = letters.strip().upper()
    return chosen


def read_rows(texts: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The user's ``5-20`` or ``7``; ``WrongUse`` for anything else."""
    ranges = []
    for text in texts:
        first, dash, last = text.partition("-")
        if not first.strip().isdecimal() or (dash and not last.strip().isdecimal()):
            raise WrongUse(f"--baris {text} tidak dikenal; tulis misalnya 5-20.")
        ranges.append((int(first), int(last or first)))
        if ranges[-1][0] > ranges[-1][1]:
            raise WrongUse(f"--baris {text} terbalik; tulis misalnya 5-20.")
    return tuple(ranges)


def refuse_file(folder: Path) -> None:
    """Raise ``CannotWrite`` where a folder for results, or one it would lie in, is a file."""
    for place in (folder, *folder.parents):
        if place.is_file():
            raise CannotWrite(
                f"{place.name} adalah berkas, bukan folder; hasil tidak dapat ditulis di sana. "
                "Pilih folder lain."
            )
