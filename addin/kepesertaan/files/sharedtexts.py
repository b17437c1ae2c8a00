"""The shared strings of a workbook; calamine is asked about those that are not plain to see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .archive import damaged
from .asking import ask
from .book import MOST_AREA
from .limits import LONGEST
from .package import Package
from .plainvalues import ODD
from .sheetxml import UnusualXmlError
from .xmlgate import has_forbidden

_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*\?>)?\s*<sst(?:\s[^<>]*)?>")
_UTF8 = re.compile(rb"""<\?xml[^<>]*encoding=["'](?!utf-8["'])""", re.IGNORECASE)
_PLAIN = re.compile(r'<si><t( xml:space="preserve")?+>([^<]*+)</t></si>')
_ITEM = re.compile(r"<si>(.*?)</si>|<si/>", re.DOTALL)
_END = b"</si>"
_MOST_ASKED = 50_000  # texts at once


def read_shared(package: Package) -> list[str | None]:
    """Every shared string, None for empty ones.

    Raises ``UnusualXmlError`` when the part is written in another way, and ``UnreadableInput`` when
    it holds more texts than any sheet we read can use.
    """
    found = package.related(package.workbook_part, "sharedStrings")
    texts: list[Any] = []
    odd: list[tuple[int, bytes]] = []
    for region in _regions(package.chunks(found[0].target)) if found else ():
        texts += _texts_of(region, len(texts), odd)
        if len(texts) > MOST_AREA:
            raise damaged(package.path, "teksnya terlalu banyak")
        if len(odd) >= _MOST_ASKED:
            _put_asked(package, texts, odd)
    _put_asked(package, texts, odd)
    return texts


def _regions(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Pieces of whole items; the part is judged as far as its items are not."""
    buffer, is_open = b"", False
    for chunk in chunks:
        buffer += chunk
        head = None if is_open else _HEAD.match(buffer)
        if head and not _UTF8.search(head[0]):
            is_open, buffer = True, buffer[head.end() :]
        cut = buffer.rfind(_END) + len(_END)
        if is_open and cut >= len(_END):
            yield _judged(buffer[:cut])
            buffer = buffer[cut:]
        if len(buffer) > LONGEST:
            raise UnusualXmlError("a long text")
    if not is_open or buffer.strip() not in (b"</sst>", b""):
        raise UnusualXmlError("something else than texts")


def _judged(region: bytes) -> bytes:
    if b"<!" in region or b"<?" in region or b"xmlns" in region or has_forbidden(region):
        raise UnusualXmlError("not plain")
    return region


def _texts_of(region: bytes, first: int, odd: list[tuple[int, bytes]]) -> list[Any]:
    """The texts of some items; the odd ones are left to be asked about."""
    try:
        xml = region.decode()
    except UnicodeDecodeError:
        raise UnusualXmlError("no UTF-8") from None
    pairs: list[tuple[str, str]] = _PLAIN.findall(xml)
    if len(pairs) == xml.count("<si") and not ("&" in xml or "_x" in xml or "\r" in xml):
        texts = [t if s or t.strip() == t else ODD for s, t in pairs]
        if ODD not in texts:
            return [text or None for text in texts]
    items = list(_ITEM.finditer(xml))
    if len(items) != xml.count("<si"):
        raise UnusualXmlError("texts of another kind")
    texts = [_plain_text(item[0]) for item in items]
    odd += [
        (first + i, b"<is>%s</is>" % (items[i][1] or "").encode())
        for i, text in enumerate(texts)
        if text is ODD
    ]
    return texts


def _plain_text(item: str) -> Any:
    found = _PLAIN.fullmatch(item)
    if not found or "&" in item or "_x" in item or "\r" in item:
        return ODD
    text = found[2]
    return text or None if found[1] or text.strip() == text else ODD


def _put_asked(package: Package, texts: list[Any], odd: list[tuple[int, bytes]]) -> None:
    if odd:
        values = ask(package, [(b' t="inlineStr"', inside) for _, inside in odd])
        for (at, _), value in zip(odd, values, strict=True):
            texts[at] = value
    odd.clear()
