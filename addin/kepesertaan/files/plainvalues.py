"""Values of cells written the plain way; calamine is asked about all that is not plain to see.

Plain are shared strings, digits under a style that shows no date, whole days under one that does,
error values, truth values, and text without references, escapes, or blanks that may be cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from math import inf, isfinite
from typing import Any, Final
from xml.sax.saxutils import unescape

from kepesertaan.domain.table import CellError

from .asking import ask
from .package import Package
from .plainrows import Cells
from .sheetxml import UnusualXmlError, attributes
from .styles import read_styles

ODD: Final[Any] = object()  # stands for a value calamine is to be asked about
MOST_DIGITS = 21  # of a number kept as int; longer ones are no identifiers
_EXACT = 16  # digits from which a float is not exact
_NUMBER = b"0123456789+-.eE"
_FIRST_DAY, _LAST_DAY = 61, 2_900_000  # serial days that calamine counts on one by one
_SAMPLES = (_FIRST_DAY, 45_000, _LAST_DAY)
_MOST_KNOWN = 1_000_000  # texts
_TRUTHS: dict[bytes, Any] = {b"1": True, b"0": False}
Reader = Callable[[Sequence[bytes]], list[Any]]


@dataclass(slots=True)
class Styles:
    """Style numbers by what numbers are under them (b"": no style); others are asked about."""

    numbers: set[bytes] = field(default_factory=set)
    days: dict[bytes, int] = field(default_factory=dict)  # ordinal of the day before serial day 1


def sort_styles(package: Package) -> Styles:
    """Ask calamine once what it makes of numbers under each style of a workbook."""
    names = [b"", *(b"%d" % style for style in range(len(read_styles(package).xfs)))]
    looks = [b' s="%s"' % name if name else b"" for name in names]
    values = iter(ask(package, [(look, b"<v>%d</v>" % n) for look in looks for n in _SAMPLES]))
    styles = Styles()
    for name in names:
        given = [next(values) for _ in _SAMPLES]
        if given == list(map(float, _SAMPLES)):
            styles.numbers.add(name)
            continue
        days = [value.toordinal() for value in given if type(value) is date]
        starts = {day - n for day, n in zip(days, _SAMPLES, strict=False)}
        if len(days) == len(given) and len(starts) == 1:
            styles.days[name] = starts.pop()
    return styles


class Values:
    """Reads the cells of one workbook; ``shared`` are its shared strings, None for empty ones.

    ``UnusualXmlError`` where a cell is not what its attributes say.
    """

    def __init__(self, package: Package, shared: Sequence[str | None]) -> None:
        self.shared = shared
        self.styles = sort_styles(package)
        self.readers: dict[bytes, Reader | None] = {}  # by attributes; None for inline strings
        self.texts: dict[str, str] = {}  # equal texts become one
        self.errors: dict[bytes, CellError] = {}
        self.days: dict[bytes, dict[bytes, date]] = {}  # by style and text

    def of_column(self, cells: Cells) -> list[Any]:
        """The values of a column's cells, ``ODD`` where calamine is to be asked."""
        if len(self.texts) > _MOST_KNOWN:
            self.texts.clear()
        kinds = set(cells.attributes)
        if len(kinds) == 1:
            return self._of_kind(kinds.pop(), cells)
        result: list[Any] = [None] * len(cells.attributes)
        for kind in kinds:
            at = [i for i, given in enumerate(cells.attributes) if given == kind]
            few = Cells(*([texts[i] for i in at] for texts in cells))
            for i, value in zip(at, self._of_kind(kind, few), strict=True):
                result[i] = value
        return result

    def _of_kind(self, kind: bytes | None, cells: Cells) -> list[Any]:
        """The values of cells with the same attributes."""
        if kind is None:
            return [None] * len(cells.attributes)
        if kind not in self.readers:
            self.readers[kind] = self._reader(attributes(kind))
        read = self.readers[kind]
        given, other = (cells.values, cells.texts) if read else (cells.texts, cells.values)
        if other.count(None) != len(other):
            raise UnusualXmlError("another value than the attributes say")
        if read is None:
            return self._inline(cells.texts, cells.spaces)
        held = [text for text in given if text is not None]
        if len(held) == len(given):
            return read(held)
        values = iter(read(held)) if held else iter(())
        return [None if text is None else next(values) for text in given]

    def _reader(self, told: dict[bytes, bytes]) -> Reader | None:
        kind, style = told.get(b"t", b"n"), told.get(b"s", b"")
        if kind == b"n":
            return partial(self._numbers, style)
        if kind not in (b"s", b"str", b"b", b"e", b"inlineStr"):
            raise UnusualXmlError("another type of cell")
        readers: dict[bytes, Reader] = {
            b"s": self._shared, b"str": self._strings, b"e": self._errors, b"b": self._truths,
        }  # fmt: skip
        return readers.get(kind)

    def _shared(self, values: Sequence[bytes]) -> list[Any]:
        if not b"".join(values).isdigit():
            return [ODD] * len(values)
        try:
            return list(map(self.shared.__getitem__, map(int, values)))
        except (IndexError, ValueError):
            raise UnusualXmlError("a shared string that is not there") from None

    def _numbers(self, style: bytes, values: Sequence[bytes]) -> list[Any]:
        """Numbers, and dates where the style shows days; long whole numbers keep their digits."""
        is_short = max(map(len, values)) < _EXACT and style in self.styles.numbers
        if is_short and not b"".join(values).translate(None, _NUMBER):
            with suppress(ValueError):
                numbers: list[Any] = list(map(float, values))
                if inf not in numbers and -inf not in numbers:
                    return numbers
        known = self.days.setdefault(style, {})
        return [known.get(value) or self._number(style, value) for value in values]

    def _number(self, style: bytes, value: bytes) -> Any:
        start = self.styles.days.get(style)
        if value.isdigit() and len(value) >= _EXACT:
            return int(value) if len(value) <= MOST_DIGITS else ODD
        if value.isdigit() and start is not None and _FIRST_DAY <= int(value) <= _LAST_DAY:
            day = self.days[style][value] = date.fromordinal(start + int(value))
            return day
        if style in self.styles.numbers and value and not value.translate(None, _NUMBER):
            with suppress(ValueError):
                return number if isfinite(number := float(value)) else ODD
        return ODD

    def _strings(self, values: Sequence[bytes]) -> list[Any]:
        return self._settled([value.decode() for value in values])

    def _inline(self, texts: Sequence[bytes | None], spaces: Sequence[bytes | None]) -> list[Any]:
        """Without ``xml:space`` calamine cuts off the blanks around a text."""
        given: list[Any] = [None if text is None else text.decode() for text in texts]
        pairs = zip(given, spaces, strict=True)
        return self._settled([t if t is None or s or t.strip() == t else ODD for t, s in pairs])

    def _settled(self, texts: list[Any]) -> list[Any]:
        share = self.texts.setdefault
        return [
            text
            if text is None or text is ODD
            else ODD
            if "&" in text or "_x" in text or "\r" in text
            else share(text, text) or None
            for text in texts
        ]

    def _truths(self, values: Sequence[bytes]) -> list[Any]:
        return [_TRUTHS.get(value, ODD) for value in values]

    def _errors(self, values: Sequence[bytes]) -> list[Any]:
        return [self.errors.setdefault(v, CellError(unescape(v.decode()))) for v in values]
