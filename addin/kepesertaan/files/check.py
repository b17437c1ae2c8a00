"""Look at a written workbook with fresh eyes: it is whole, and only what should be is new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .package import Package, open_package
from .xmlgate import BadXmlError, judge_wellformed

if TYPE_CHECKING:
    from .edit import EditResult


def check_result(package: Package, target: Path, result: EditResult) -> None:
    """Read the new file to its end: sums, sound XML, untouched entries as they were.

    Raises ``RuntimeError`` (our bug, the file must not be used) when anything is not as it must be,
    ``UnreadableInput`` when the file cannot be read.
    """
    with open_package(target) as new:
        new.check_all()
        expected = (set(package.names) | result.parts) - result.dropped
        if set(new.names) != expected:
            raise RuntimeError("a part was lost or came from nowhere")
        for name in package.names:
            if name not in result.parts | result.dropped and not _is_same(package, new, name):
                raise RuntimeError("an untouched part changed")
        for name in result.parts:
            _check_part(new, name)


def _check_part(new: Package, name: str) -> None:
    try:
        judge_wellformed(new.chunks(name))
    except BadXmlError:
        raise RuntimeError("a changed part is no XML") from None


def _is_same(package: Package, new: Package, name: str) -> bool:
    old_entry, new_entry = package.entry(name), new.entry(name)
    sums = [(e.crc, e.packed, e.size) for e in (old_entry, new_entry)]
    pairs = zip(package.raw(name), new.raw(name), strict=True)
    return sums[0] == sums[1] and all(old == fresh for old, fresh in pairs)
