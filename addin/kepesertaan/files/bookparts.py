"""The parts around the sheets: workbook, relationships, content types, styles.

parts = BookParts(package)
parts.add_sheet(spec, styles); parts.drop_sheet("Log"); parts.put_styles(styles)
parts.ask_for_calculation()
package.write(out, parts.changed, parts.added)
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import count

from .archive import damaged
from .newsheet import SheetSpec, attribute_text, check_name, write_sheet
from .package import Package, SheetPart, is_on
from .relations import relations_name
from .spans import Span, Splice, read_spans, splice, with_attribute
from .styles import Styles
from .xmlgate import BadXmlError, decode_part
from .zipwrite import Content

_TYPES = "[Content_Types].xml"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_AFTER_CALC = (
    "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")


Splicer = Callable[[bytes, Span], list[Splice]]


class BookParts:
    """Parts that are to change (None: to go), and parts that are to come."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.book = package.workbook_part
        self.changed: dict[str, Content | None] = {}
        self.added: dict[str, Content] = {}
        strict = package.is_strict
        self.relations = _STRICT_RELATIONS if strict else _RELATIONS

    def _edit(self, part: str, find: Splicer) -> None:
        """Change a small part by the splices that ``find`` finds for it."""
        name = self.package.entry(part).name
        content = self.changed.get(name)
        data = content if isinstance(content, bytes) else self.package.read(name)
        try:
            text, coding = decode_part(data)
            done = splice(text, find(text, read_spans(text)))
        except BadXmlError as trouble:
            raise damaged(self.package.path, f"bagian {name[-60:]} {trouble}") from None
        if done != text:
            self.changed[name] = coding.encode(done)

    def add_sheet(self, spec: SheetSpec, styles: Styles) -> None:
        """Put a new sheet at the end; ``ValueError`` for a name Excel refuses or that is taken."""
        check_name(spec.name)
        package = self.package
        content = write_sheet(spec, styles, strict=package.is_strict, date1904=package.date1904)
        pattern = posixpath.join(posixpath.dirname(self.book), "worksheets/sheet{}.xml")
        part = self._add_part(map(pattern.format, count(1)), content, "worksheet")
        relation = self._relate(part, "worksheet")

        def find(data: bytes, root: Span) -> list[Splice]:
            block = root.child("sheets")
            if block is None or not block.children:
                raise BadXmlError("tidak memuat lembar")
            return _new_sheet(data, root, block, (spec.name, relation, self.relations))

        self._edit(self.book, find)

    def _add_part(self, names: Iterable[str], content: Content, kind: str) -> str:
        """A part under the first free name, with its content type; the name."""
        part = next(n for n in names if n not in self.added and self.package.is_free(n))
        self.added[part] = content

        def find(data: bytes, root: Span) -> list[Splice]:
            end = root.inner_end(data)
            item = f'Override PartName="/{part}" ContentType="{_TYPE.format(kind)}"/>'
            return [(end, end, b"<" + root.prefix + item.encode())]

        self._edit(_TYPES, find)
        return part

    def _relate(self, part: str, kind: str) -> str:
        """A relationship of the workbook to a part; its id."""
        name = relations_name(self.book)
        used = {relation.id.lower() for relation in self.package.relations(self.book)}
        made = len(self.added)
        found = next(i for n in count(made) if (i := f"rIdK{n}").lower() not in used)

        def find(data: bytes, root: Span) -> list[Splice]:
            end = root.inner_end(data)
            target = posixpath.relpath(part, posixpath.dirname(self.book) or ".")
            item = f'Relationship Id="{found}" Type="{self.relations}/{kind}" Target="{target}"/>'
            return [(end, end, b"<" + root.prefix + item.encode())]

        self._edit(name, find)
        return found

    def drop_sheet(self, name: str) -> None:
        """Take away a sheet that nothing else refers to; ``ValueError`` when it is not there."""
        sheet = self.package.sheet(name)
        if sheet is None:
            raise ValueError("no such sheet")
        self._edit(self.book, partial(_without_sheet, sheet.name))
        self._edit(relations_name(self.book), partial(_without_relation, self, sheet))
        self._edit(_TYPES, lambda _data, root: _without_type(root, sheet))
        for part in (sheet.part, relations_name(sheet.part)):
            if self.package.has(part):
                self.changed[self.package.entry(part).name] = None

    def put_styles(self, styles: Styles) -> None:
        """Write what was added to the styles, as a new part where the workbook has none."""
        data = styles.result()
        if data is None:
            return
        if styles.part is not None:
            self.changed[styles.part] = data
            return
        promised = self._promised_styles()
        if promised:
            self.added[promised] = data
            return
        names = ("xl/styles.xml", *(f"xl/styles{n}.xml" for n in range(1, 99)))  # as readers expect
        self._relate(self._add_part(names, data, "styles"), "styles")

    def _promised_styles(self) -> str | None:
        """The name the workbook gives its styles where there is no such part, in full only."""
        package = self.package
        names = (
            relation.target
            for relation in package.relations(self.book)
            if relation.kind == "styles" and not relation.external
        )
        whole = (name for name in names if package.content_type(name).endswith("styles+xml"))
        return next((name for name in whole if not package.has(name)), None)

    def has_formulas(self, known: Mapping[str, bool]) -> bool:
        """Whether any sheet computes; ``known`` by part where that was found out already."""
        if any(known.values()) or self.package.related(self.book, "calcChain"):
            return True
        sheets = [s.part for s in self.package.sheets if s.kind == "worksheet"]
        return any(self._computes(part) for part in sheets if part not in known)

    def _computes(self, part: str) -> bool:
        tail = b""
        for chunk in self.package.chunks(part):
            if _FORMULA.search(tail + chunk.replace(b"\0", b"")):
                return True
            tail = chunk[-40:].replace(b"\0", b"")
        return False

    def ask_for_calculation(self) -> None:
        """Tell Excel to compute all formulas when it opens the book."""
        self._edit(self.book, _full_calculation)


def _new_sheet(data: bytes, root: Span, block: Span, sheet: tuple[str, str, str]) -> list[Splice]:
    name, relation, namespace = sheet
    known = [item.attrs.get("name", "").lower() for item in block.children]
    if name.lower() in known:
        raise ValueError("a sheet of this name is there already")
    ids = [int(i) for s in block.children if (i := s.attrs.get("sheetId", "")).isdigit()]
    tag = data[root.start : root.tag_end]
    found = re.search(rb"""\sxmlns:([\w.-]+)\s*=\s*["']%s["']""" % namespace.encode(), tag)
    prefix = found[1].decode() if found else "r"
    declared = "" if found else f' xmlns:r="{namespace}"'
    item = (
        f'sheet{declared} name="{attribute_text(name)}" sheetId="{max(ids, default=0) + 1}" '
        f'{prefix}:id="{relation}"/>'
    )
    end = block.inner_end(data)
    return [(end, end, b"<" + root.prefix + item.encode())]


def _without_sheet(name: str, data: bytes, root: Span) -> list[Splice]:
    """Without the sheet; names of other sheets and the open tab keep pointing where they did."""
    block = root.child("sheets")
    sheets = block.children if block else []
    index = next(n for n, item in enumerate(sheets) if item.attrs.get("name") == name)
    if len(sheets) == 1:
        raise ValueError("the only sheet")
    gone = [sheets[index]]
    block = root.child("definedNames")
    names = block.children if block else []
    own = [item for item in names if item.attrs.get("localSheetId") == str(index)]
    if block and own:
        gone += [block] if len(own) == len(names) else own
    return [(s.start, s.stop, b"") for s in gone] + _shifted(data, root, index)


def _shifted(data: bytes, root: Span, index: int) -> list[Splice]:
    """Sheet numbers behind a dropped sheet, one less."""
    names = root.child("definedNames")
    views = root.child("bookViews")
    places = [(item, "localSheetId", index) for item in (names.children if names else [])]
    for item in views.children if views else []:  # of the sheet itself: the one before it
        places += [(item, "activeTab", index - 1), (item, "firstSheet", index - 1)]
    splices: list[Splice] = []
    for item, key, last in places:
        number = item.attrs.get(key, "")
        if number.isdigit() and int(number) > max(last, 0):
            tag = with_attribute(data[item.start : item.tag_end], key, str(int(number) - 1))
            splices.append((item.start, item.tag_end, tag))
    return splices


def _without_relation(parts: BookParts, sheet: SheetPart, _data: bytes, root: Span) -> list[Splice]:
    ids = {
        r.id for r in parts.package.relations(parts.book) if r.target.lower() == sheet.part.lower()
    }
    return [(r.start, r.stop, b"") for r in root.children if r.attrs.get("Id") in ids]


def _without_type(root: Span, sheet: SheetPart) -> list[Splice]:
    part = "/" + sheet.part.lower()
    return [
        (item.start, item.stop, b"")
        for item in root.children
        if item.attrs.get("PartName", "").lower() == part
    ]


def _full_calculation(data: bytes, root: Span) -> list[Splice]:
    calc = root.child("calcPr")
    if calc is not None:
        tag = data[calc.start : calc.tag_end]
        if is_on(calc.attrs.get("fullCalcOnLoad")):
            return []
        return [(calc.start, calc.tag_end, with_attribute(tag, "fullCalcOnLoad", "1"))]
    later = [span.start for span in root.children if span.name in _AFTER_CALC]
    at = min(later, default=root.inner_end(data))
    return [(at, at, b'<%scalcPr fullCalcOnLoad="1"/>' % root.prefix)]
