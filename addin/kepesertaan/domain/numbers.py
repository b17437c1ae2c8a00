"""Numbers of documents: how a kind is numbered, what a number was taken for, what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
FIELDS = ("nomor", "kode", "bulan", "bulan_romawi", "tahun")
MarkKind = Literal["batal", "lunas"]

_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Numbering:
    """How documents of a kind are numbered. ``kind`` is the folder of its register; ``pattern`` is
    as ``{{ nomor }}/{{ kode }}/{{ bulan_romawi }}/{{ tahun }}``; ``digits``: the least of a number;
    ``first``: where an office goes on that numbered by hand before; ``yearly``: anew each year.
    """

    kind: str
    pattern: str
    code: str = ""
    digits: int = 3
    first: int = 1
    yearly: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """What a number is taken for. ``key`` and ``what`` (as NPP and level) and the day together are
    one document: it never gets a second number while the first one stands. ``facts`` are kept.
    """

    day: date
    key: str
    what: str
    officer: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What people call it: the fact ``nama``, so that a later name changes no old document."""
        return self.facts.get("nama", self.what)

    @property
    def same(self) -> tuple[date, str, str]:
        """What makes it the same document as another claim's."""
        return self.day, self.key, self.what


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a numbered document: void, or settled by payment."""

    kind: MarkKind
    day: date
    why: str
    officer: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A number that was taken. ``written``: as it stands on the document, for ever."""

    number: int
    written: str
    claim: Claim
    marks: tuple[Mark, ...] = ()

    def marked(self, kind: MarkKind) -> Mark | None:
        """The mark of that kind, None without one."""
        return next((mark for mark in self.marks if mark.kind == kind), None)

    @property
    def stands(self) -> bool:
        """Whether it was not made void."""
        return self.marked("batal") is None


def written_number(numbering: Numbering, number: int, day: date) -> str:
    """A number as the office writes it. Raises ``ValueError`` for a field it does not know.

    >>> form = Numbering("surat", "B/{{ nomor }}/{{ kode }}/{{ bulan_romawi }}/{{ tahun }}", "IUR")
    >>> written_number(form, 7, date(2026, 11, 22))
    'B/007/IUR/XI/2026'
    """
    values = {
        "nomor": f"{number:0{numbering.digits}}", "kode": numbering.code,
        "bulan": f"{day.month:02}", "bulan_romawi": ROMAN[day.month - 1], "tahun": str(day.year),
    }  # fmt: skip
    unknown = [name for name in _FIELD.findall(numbering.pattern) if name not in values]
    if unknown or "nomor" not in _FIELD.findall(numbering.pattern):
        raise ValueError(unknown[0] if unknown else "nomor")
    return _FIELD.sub(lambda found: values[found[1]], numbering.pattern)


def standing(entries: Iterable[Entry]) -> dict[tuple[date, str, str], Entry]:
    """The documents that were not made void, by what makes them the same."""
    return {entry.claim.same: entry for entry in entries if entry.stands}
