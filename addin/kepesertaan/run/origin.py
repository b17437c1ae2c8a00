"""Which workbook the lines of a findings book speak of, and which one they may change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PureWindowsPath

from kepesertaan.domain.errors import CannotWrite, UnreadableInput
from kepesertaan.files.save import Fingerprint
from kepesertaan.journal import Entry
from kepesertaan.sheets.findings import Origin

from .ledger import folder_beside, landed, read_entries
from .plan import FINDINGS, RESULT, Options


def base_and_target(findings: Path, origin: Origin, options: Options) -> tuple[Path, Path]:
    """The workbook the lines speak of, and where the result goes.

    The result of the run that made the list, or an earlier one of the same source, is changed in
    place; so is the source with ``--di-tempat``. Raises ``UnreadableInput`` or ``CannotWrite``.
    """
    source = _named(findings, origin.source, origin)
    if origin.result:
        result = _existing(_named(findings, origin.result, origin), findings)
        entries = read_entries(folder_beside(result))
        if not any(e.file == result.name and _is_of(e, origin) for e in entries):
            raise UnreadableInput(
                f"{result.name} tidak dibuat bersama {findings.name}; buat ulang daftar temuan "
                "dengan periksa."
            )
        return result, result
    if options.in_place:
        return _existing(source, findings), source
    ending = ".xlsm" if source.suffix.lower() == ".xlsm" else ".xlsx"
    name = findings.stem.removesuffix(FINDINGS) + RESULT + ending
    result = (options.out or findings.parent) / name
    if not result.exists():
        return _existing(source, findings), result
    _refuse_of_other(result, findings, origin)
    return result, result


def people_listed(
    findings: Path, origin: Origin, base: Path, target: Path, now: Fingerprint
) -> dict[str, list[str]]:
    """Who stood in the rows of a list when it was made, as ``people.moved_people`` takes it.

    ``now`` is of ``base``. Nobody need be known where it still is what the list was made from;
    else raises ``UnreadableInput``.
    """
    runs = _runs_of(origin, [findings, base, target])
    if not runs and not (origin.source_sha256 and now.sha256.startswith(origin.source_sha256)):
        raise UnreadableInput(
            f"{base.name} sudah berubah sejak {findings.name} dibuat, dan siapa yang ada di tiap "
            "baris saat itu tidak tercatat lagi; buat ulang daftar temuan dengan periksa."
        )
    people: dict[str, list[str]] = {}
    for run in runs:
        for row, prints in run.people.items():
            people.setdefault(row, []).extend(prints)
    return people


def _runs_of(origin: Origin, beside: Sequence[Path]) -> list[Entry]:
    """The runs on the content a list was made from, as the journals beside some files tell."""
    folders = {folder_beside(path): None for path in beside}
    return [e for folder in folders for e in read_entries(folder) if _is_of(e, origin)]


def _is_of(run: Entry, origin: Origin) -> bool:
    return bool(origin.source_sha256) and run.source_sha256.startswith(origin.source_sha256)


def _named(findings: Path, name: str, origin: Origin) -> Path:
    """A file a list names. Of absolute addresses (another drive's) only those our journal knows."""
    if PureWindowsPath(name).anchor:
        known = {run.source for run in _runs_of(origin, [findings])}
        if name not in known:
            raise UnreadableInput(
                f"{findings.name} menunjuk berkas di luar foldernya, jadi tidak diterapkan; "
                "buat ulang daftar temuan dengan periksa."
            )
    return findings.parent / name


def _existing(workbook: Path, findings: Path) -> Path:
    if not workbook.exists():
        raise UnreadableInput(
            f"{workbook.name} yang disebut di {findings.name} tidak ditemukan; "
            "kembalikan berkas itu ke tempat semula, lalu ulangi."
        )
    return workbook


def _refuse_of_other(result: Path, findings: Path, origin: Origin) -> None:
    """Refuse a result whose first run was on another source, or that is not ours."""
    runs = landed(read_entries(folder_beside(result)), result)
    if not runs or not _is_of(runs[0], origin):
        raise CannotWrite(
            f"{result.name} sudah ada dan tidak berasal dari isi yang diperiksa untuk "
            f"{findings.name}, jadi tidak diubah; pindahkan, atau pakai --keluar."
        )
