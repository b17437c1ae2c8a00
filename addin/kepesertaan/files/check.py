"""Look at a written workbook with fresh eyes: it is whole, and only what should be is new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from .archive import damaged
from .befores import SheetBefores
from .checksheet import is_faithful
from .package import Package, open_package
from .xmlgate import BadXmlError, judge_wellformed

if TYPE_CHECKING:
    from .edit import EditResult


def check_result(package: Package, target: Path, result: EditResult) -> None:
    """Read the new file to its end: sums, sound XML, untouched entries and rows as they were.

    Raises ``RuntimeError`` (our bug, the file must not be used) when anything is not as it must be,
    ``UnreadableInput`` when the file cannot be read.
    """
    with open_package(target) as new:
        expected = (set(package.names) | result.parts) - result.dropped
        if set(new.names) != expected:
            raise RuntimeError("a part was lost or came from nowhere")
        for name in package.names:
            if name not in result.parts | result.dropped and not _is_same(package, new, name):
                raise RuntimeError("an untouched part changed")
        for name in result.parts:
            _check_part(package, new, name, _befores(package, name, result))


def _befores(package: Package, part: str, result: EditResult) -> SheetBefores | None:
    """What stood in the edited cells of a part, when it is a sheet of the old book."""
    sheets = (sheet for sheet in package.sheets if sheet.part == part)
    return next((result.before.sheets.get(sheet.name) for sheet in sheets), None)


def _check_part(package: Package, new: Package, name: str, befores: SheetBefores | None) -> None:
    faithful = is_faithful(package, new, name, befores) if befores else None
    if faithful is False:
        raise RuntimeError("more than the edited cells changed")
    if faithful is None:
        new.check(name)
        if not _is_sound(new, name):
            _blame(package, name)


def _is_sound(package: Package, name: str) -> bool:
    try:
        judge_wellformed(package.chunks(name))
    except BadXmlError:
        return False
    return True


def _blame(package: Package, name: str) -> NoReturn:
    """A part that is no XML was that before, or we broke it."""
    if package.has(name) and not _is_sound(package, name):
        raise damaged(package.path, f"bagian {name[-60:]} bukan XML yang utuh")
    raise RuntimeError("a changed part is no XML")


def _is_same(package: Package, new: Package, name: str) -> bool:
    old_entry, new_entry = package.entry(name), new.entry(name)
    sums = [(e.crc, e.packed, e.size) for e in (old_entry, new_entry)]
    pairs = zip(package.raw(name), new.raw(name), strict=True)
    if sums[0] != sums[1] or any(old != fresh for old, fresh in pairs):
        return False
    for _ in new.chunks(name):  # to its end, where the sums are checked
        pass
    return True
