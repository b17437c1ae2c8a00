"""What filling leaves behind that Word would not open, mended on the text of a filled part."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count

_HOLDERS = "tc|hdr|ftr|footnote|endnote|txbxContent"
_EMPTY = re.compile(
    rf"(</w:tcPr>|<w:tcPr/>|<w:(?:{_HOLDERS})(?: [^<>]*)?(?<!/)>)\s*(</w:(?:{_HOLDERS})>)"
)
_EMPTY_TAG = re.compile(rf"<w:({_HOLDERS})((?: [^<>]*)?)/>")
_TABLE_LAST = re.compile(r"</w:tbl>\s*</w:tc>")
_ROW_END = re.compile(r"(?:<w:tr(?: [^<>]*)?>|</w:trPr>|<w:trPr/>|</w:tblPrEx>)\s*</w:tr>")
_ROW = re.compile(
    r"<w:tr(?: [^<>]*)?(?<!/)>\s*(?:(?><w:tblPrEx>.*?</w:tblPrEx>)\s*)?"
    r"(?:<w:trPr/>|(?><w:trPr>.*?</w:trPr>))?\s*</w:tr>",
    re.DOTALL,
)
_TABLE_END = re.compile(r"(?:<w:tbl>|</w:tblPr>|<w:tblPr/>|</w:tblGrid>|<w:tblGrid/>)\s*</w:tbl>")
_TABLE = re.compile(
    r"<w:tbl>\s*(?:<w:tblPr/>|(?><w:tblPr>.*?</w:tblPr>))?\s*"
    r"(?:<w:tblGrid/>|(?><w:tblGrid>.*?</w:tblGrid>))?\s*</w:tbl>",
    re.DOTALL,
)
_PICTURE_ID = re.compile(r'(<wp:docPr\b[^>]*?\sid=")[^"]*(")')
_BOOKMARK = re.compile(r"<w:bookmark(Start|End)\b[^>]*?/>")
_ID = re.compile(r'(w:id=")([^"]*)(")')
_NAME = re.compile(r'(w:name=")([^"]*)(")')


def mended(xml: str) -> str:
    """A filled part with a paragraph in each empty cell, without rows and tables of nothing.

    A template's ``{%p if %}`` may leave a cell empty, ``{%tc for %}`` a row, ``{%tr for %}`` a
    table; Word refuses each of them.
    """
    if _may_end_badly(xml, "</w:tc></w:tr>", "w:tr") and _ROW_END.search(xml):
        xml = _ROW.sub("", xml)
    if _may_end_badly(xml, "</w:tr></w:tbl>", "w:tbl") and _TABLE_END.search(xml):
        xml = _TABLE.sub("<w:p/>", xml)
    if _may_end_badly(xml, "</w:p></w:tc>", "w:tc") or _has_other_holders(xml):
        xml = _TABLE_LAST.sub("</w:tbl><w:p/></w:tc>", xml)
        xml = _EMPTY_TAG.sub(r"<w:\1\2><w:p/></w:\1>", xml)
        xml = _EMPTY.sub(r"\1<w:p/>\2", xml)
    return _with_own_bookmarks(xml)


def _may_end_badly(xml: str, good: str, tag: str) -> bool:
    """Whether not every element of a kind ends as it should; a quick count before slow patterns."""
    return xml.count(good) != xml.count(f"</{tag}>") or f"<{tag}/>" in xml


def _has_other_holders(xml: str) -> bool:
    return "</w:txbxContent>" in xml or not xml.startswith("<w:body")


def with_own_picture_ids(xml: str, after: int) -> str:
    """A part whose drawings are numbered from ``after + 1``."""
    if "<wp:docPr" not in xml:
        return xml
    numbers = count(after + 1)
    return _PICTURE_ID.sub(lambda found: f"{found[1]}{next(numbers)}{found[2]}", xml)


def _with_own_bookmarks(xml: str) -> str:
    """Bookmarks that a loop repeated get numbers and names of their own."""
    if "<w:bookmarkStart" not in xml:
        return xml
    begun = [found for found in _BOOKMARK.finditer(xml) if found[1] == "Start"]
    ids = [found[2] for found in map(_ID.search, (one[0] for one in begun)) if found]
    if len(set(ids)) == len(ids):
        return xml
    numbers: dict[str, str] = {}
    names: Counter[str] = Counter()
    used = iter(range(1, len(ids) + 1))

    def renumber(found: re.Match[str]) -> str:
        tag = found[0]
        old = _ID.search(tag)
        if old is None:
            return tag
        if found[1] == "Start":
            numbers[old[2]] = str(next(used))
            tag = _NAME.sub(lambda name: _own_name(name, names), tag)
        return _ID.sub(rf"\g<1>{numbers.get(old[2], old[2])}\g<3>", tag)

    return _BOOKMARK.sub(renumber, xml)


def _own_name(found: re.Match[str], names: Counter[str]) -> str:
    names[found[2]] += 1
    suffix = f"_{names[found[2]]}" if names[found[2]] > 1 else ""
    return f"{found[1]}{found[2][: 40 - len(suffix)]}{suffix}{found[3]}"
