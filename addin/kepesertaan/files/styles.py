"""Cell styles: what a style looks like, and clones of it with another fill or number format.

styles = read_styles(package)                    # Styles, also when the part is missing
styles.fill_of(index) -> str          "" none, "RRGGBB" solid, else the <fill> element itself
styles.format_of(index) -> str        number format code, "General" by default
styles.clone(index, fill, number_format) -> int  index of the clone; None leaves as it is
styles.result() -> bytes | None       the changed part, None when nothing was added
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property

from .archive import damaged
from .package import Package, is_on
from .remembered import remembered
from .spans import Span, Splice, read_spans, splice, with_attribute
from .xmlgate import MAIN, STRICT, BadXmlError, Coding, decode_part

STYLE_LIMIT = 64_000  # Excel holds 65,490
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
# What Excel calls those it does not call as ECMA-376 does: [MS-OE376] 2.1.739. Setting such a name
# gives the built-in format again; setting the standard's gives one of the workbook's own.
EXCEL_NAMES = {
    14: "m/d/yyyy", 22: "m/d/yyyy h:mm", 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)", 47: "mm:ss.0",
}  # fmt: skip
_DEFAULT = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="%s">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    b'</cellStyleXfs><cellXfs count="1">'
    b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    b"</styleSheet>"
)
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_ITEMS = {"numFmts": "numFmt", "fills": "fill", "cellXfs": "xf"}
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICE, _FALLBACK = _COMPATIBILITY + "AlternateContent", _COMPATIBILITY + "Fallback"
_NO_FILLS = (b'patternType="none"', b'patternType="gray125"')


class Styles:
    """The styles part of one workbook, read once, and what was added to it."""

    def __init__(self, data: bytes, coding: Coding, part: str | None) -> None:
        self.part = part  # None when the workbook has none yet
        self.coding = coding
        self.data = data
        self.root = read_spans(data, 6 if b"AlternateContent" in data else 4)
        self.prefix = self.root.prefix
        self.fills = self._items("fills")
        self.xfs = self._items("cellXfs")
        self.formats = self._formats()
        self.added: dict[str, list[bytes]] = {"numFmts": [], "fills": [], "cellXfs": []}
        self.taken = 0  # style numbers below this are used by cells, even where there is no style
        self._clones: dict[tuple[int, str | None, str | None], int] = {}

    def _items(self, block: str) -> list[bytes]:
        return [self.data[s.start : s.stop] for s in self._spans(block)]

    def _spans(self, block: str) -> Iterator[Span]:
        """The items of a block; of alternatives the one for programs that know no extension."""
        parent, name = self.root.child(block), _ITEMS[block]
        for item in parent.children if parent else ():
            if item.name == name:
                yield item
            elif item.name == _CHOICE:
                yield from (s for branch in item.all(_FALLBACK) for s in branch.all(name))

    def _formats(self) -> dict[int, str]:
        found = dict(BUILT_IN)
        for item in self._spans("numFmts"):
            number = item.attrs.get("numFmtId", "")
            if number.isdigit():
                found[int(number)] = item.attrs.get("formatCode", "")
        return found

    def name_as_excel(self) -> None:
        """From now on call built-in formats as Excel's ``NumberFormat`` does."""
        self.formats |= {number: EXCEL_NAMES[number] for number in self._renamed()}

    def _renamed(self) -> list[int]:
        """Those Excel has another name for, where the workbook gives them no other meaning."""
        return [number for number in EXCEL_NAMES if self.formats[number] == BUILT_IN[number]]

    def _xf(self, index: int) -> bytes:
        """The style as it stands; one that does not exist counts as the first."""
        if not self.xfs:
            self._add("cellXfs", self._element(b'xf numFmtId="0" fontId="0" fillId="0"'))
        return self.xfs[index if index < len(self.xfs) else 0]

    def _element(self, inside: bytes) -> bytes:
        return b"<" + self.prefix + inside + b"/>"

    def _number(self, index: int, attribute: str) -> int:
        found = re.search(rb'\s%s\s*=\s*["\'](\d{1,9})["\']' % attribute.encode(), self._xf(index))
        return int(found[1]) if found else 0

    def fill_of(self, index: int) -> str:
        """ "" for none, ``RRGGBB`` for a solid one, else its element as text."""
        number = self._number(index, "fillId") if self.xfs else 0
        fill = self.fills[number] if number < len(self.fills) else b""
        if number == 0 or not fill or re.search(rb'patternType\s*=\s*["\']none', fill):
            return ""
        solid = re.fullmatch(
            rb'<[^<>]*fill>\s*<[^<>]*patternType="solid"[^<>]*>\s*<[^<>]*fgColor '
            rb'rgb="(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})"\s*/>.*',
            fill,
            re.DOTALL,
        )
        return solid[1].decode().upper() if solid else fill.decode()

    def format_of(self, index: int) -> str:
        """The number format code of a style."""
        number = self._number(index, "numFmtId") if self.xfs else 0
        return self.formats.get(number, "General")

    @cached_property
    def unlocked(self) -> frozenset[int]:
        """Styles whose cells may be written on a protected sheet."""
        found = []
        for index, xf in enumerate(self._spans("cellXfs")):
            protection = xf.child("protection")
            if protection and not is_on(protection.attrs.get("locked", "1")):
                found.append(index)
        return frozenset(found)

    def clone(self, index: int, fill: str | None, number_format: str | None) -> int:
        """Index of the style that looks as ``index`` but for fill and format; added when new.

        Raises ``OverflowError`` when the workbook has as many styles as Excel can hold.
        """
        key = (index, fill, number_format)
        if key not in self._clones:
            self._clones[key] = self._make_clone(*key)
        return self._clones[key]

    def clone_or_own(self, index: int, fill: str | None, number_format: str | None) -> int:
        """The same, but ``index`` itself where Excel holds no more styles."""
        try:
            return self.clone(index, fill, number_format)
        except OverflowError:
            return index

    def _make_clone(self, index: int, fill: str | None, number_format: str | None) -> int:
        xf = self._xf(index)
        end = xf.index(b">") + 1
        tag = xf[:end]
        if fill is not None and fill != self.fill_of(index):
            tag = with_attribute(tag, "fillId", str(self._fill_id(fill)))
            tag = with_attribute(tag, "applyFill", "1")
        if number_format is not None and number_format != self.format_of(index):
            tag = with_attribute(tag, "numFmtId", str(self._format_id(number_format)))
            tag = with_attribute(tag, "applyNumberFormat", "1")
        if tag == xf[:end]:
            return index
        new = tag + xf[end:]
        if new in self.xfs:
            return self.xfs.index(new)
        if max(len(self.xfs), self.taken) >= STYLE_LIMIT:
            raise OverflowError("styles")
        while len(self.xfs) < self.taken:  # cells that point at nothing go on looking like style 0
            self._add("cellXfs", self.xfs[0])
        return self._add("cellXfs", new)

    def _add(self, block: str, item: bytes) -> int:
        items = self.xfs if block == "cellXfs" else self.fills
        items.append(item)
        self.added[block].append(item)
        return len(items) - 1

    def _fill_id(self, fill: str) -> int:
        p = self.prefix
        while len(self.fills) < len(_NO_FILLS):  # Excel draws the first two so, whatever they say
            self._add_fill(_NO_FILLS[len(self.fills)])
        if not fill:
            return 0
        while len(self.fills) <= self._largest("fillId"):  # those that are missing stay empty
            self._add_fill(_NO_FILLS[0])
        item = fill.encode()
        if not fill.startswith("<"):
            colour = self._element(b'fgColor rgb="FF%s"' % item.upper())
            back = self._element(b'bgColor indexed="64"')
            item = b'<%sfill><%spatternFill patternType="solid">%s%s</%spatternFill></%sfill>' % (
                p, p, colour, back, p, p,
            )  # fmt: skip
        return self.fills.index(item) if item in self.fills else self._add("fills", item)

    def _add_fill(self, kind: bytes) -> None:
        p = self.prefix
        inside = self._element(b"patternFill " + kind)
        self._add("fills", b"<%sfill>%s</%sfill>" % (p, inside, p))

    def _largest(self, attribute: str) -> int:
        """The largest number of its kind that the part mentions, whether it is there or not."""
        found = re.findall(rb"""\s%s\s*=\s*["'](\d{1,4})["']""" % attribute.encode(), self.data)
        return max(map(int, found), default=0)

    def _format_id(self, code: str) -> int:
        for number, known in self.formats.items():
            if known == code and (number >= 164 or BUILT_IN.get(number) == code):
                return number  # but never one that the workbook gives another meaning
        for number in self._renamed():
            if EXCEL_NAMES[number] == code:
                return number
        number = max(164, self._largest("numFmtId") + 1, *(n + 1 for n in self.formats))
        self.formats[number] = code
        text = code.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        item = b'numFmt numFmtId="%d" formatCode="%s"' % (number, text.encode())
        self.added["numFmts"].append(self._element(item))
        return number

    def result(self) -> bytes | None:
        """The part with everything added, in its own encoding; None when nothing was."""
        if not any(self.added.values()):
            return None
        splices = [self._splice(block, items) for block, items in self.added.items() if items]
        return self.coding.encode(splice(self.data, splices))

    def _splice(self, block: str, items: list[bytes]) -> Splice:
        span = self.root.child(block)
        body = b"".join(items)
        name = self.prefix + block.encode()
        if span is None:
            at = self._place_of(block)
            return at, at, b'<%s count="%d">%s</%s>' % (name, len(items), body, name)
        total = len(list(self._spans(block))) + len(items)
        tag = self.data[span.start : span.tag_end]
        if "count" in span.attrs:
            tag = with_attribute(tag, "count", str(total))
        if span.is_closed:
            tag = tag[:-2].rstrip() + b">"
            return span.start, span.stop, tag + body + b"</%s>" % name
        end = span.inner_end(self.data)
        inside = self.data[span.tag_end : end]
        return span.start, end, tag + inside + body

    def _place_of(self, block: str) -> int:
        before = _ORDER[: _ORDER.index(block)]
        ends = [s.stop for s in self.root.children if s.name in before]
        return max(ends, default=self.root.tag_end)


def read_styles(package: Package) -> Styles:
    """The styles of a workbook; a fresh set when it has none."""
    found = package.related(package.workbook_part, "styles")
    part = package.entry(found[0].target).name if found else None
    try:
        data, coding = decode_part(package.read(part)) if part else (b"", Coding("utf-8", b""))
        if not part or read_spans(data, 1).is_closed:
            data = _DEFAULT % (STRICT if package.is_strict else MAIN).encode()
        return Styles(data, coding, part)
    except BadXmlError as trouble:
        raise damaged(package.path, f"bagian gaya {trouble}") from None


def format_codes(package: Package) -> frozenset[str]:
    """The number formats the cell styles of a workbook have; none where its styles are damaged."""
    found = package.related(package.workbook_part, "styles")
    return _codes_in(package.read(found[0].target)) if found else frozenset()


@remembered
def _codes_in(data: bytes) -> frozenset[str]:
    try:
        styles = Styles(*decode_part(data), None)
    except BadXmlError:
        return frozenset()
    return frozenset(styles.format_of(index) for index in range(len(styles.xfs)))


def largest_style(package: Package, least: int, known: Collection[str] = ()) -> int:
    """The largest style number of at least ``least`` that a sheet uses; -1 when there is none.

    Some programs write cells whose style does not exist: a style added under that number would
    change their look. The parts ``known`` are passed over.
    """
    find = style_finder(least)
    largest = -1
    for part in {sheet.part for sheet in package.sheets} - set(known):
        tail = b""
        for chunk in package.chunks(part):
            piece = chunk.replace(b"\0", b"") if chunk.find(b"\0", 0, 64) >= 0 else chunk
            largest = max(largest, find((tail + piece).replace(b"style=", b"s=")))
            tail = piece[-24:]
    return largest


def style_finder(least: int) -> Callable[[bytes], int]:
    """The largest style number of at least ``least`` in rows; -1 when there is none.

    >>> find = style_finder(12)
    >>> find(b"<c r='A1' s='9'/><row s='44'>"), find(b'<row s="13"/><c s="12"/>'), find(b"")
    (44, 13, -1)
    """
    number = _number_from(least)
    usual = re.compile(rb's="(%s)"' % number)  # begins with letters: looked for fastest
    other = re.compile(rb"""s=["'](%s)["']""" % number)

    def find(rows: bytes) -> int:
        pattern = other if b"'" in rows and b"='" in rows else usual
        return max(map(int, pattern.findall(rows)), default=-1)

    return find


def _number_from(least: int) -> bytes:
    """A pattern for whole numbers of at most seven digits that are not below ``least``.

    >>> import re; [n for n in (7, 19, 20, 99, 100) if re.fullmatch(_number_from(19), b"%d" % n)]
    [19, 20, 99, 100]
    """
    digits = str(least)
    choices = [rb"[1-9]\d{%d,6}" % len(digits), digits.encode()]
    for at, digit in enumerate(digits):
        if digit != "9":
            rest = len(digits) - at - 1
            choices.append(b"%s[%d-9]\\d{%d}" % (digits[:at].encode(), int(digit) + 1, rest))
    return b"|".join(choices)
