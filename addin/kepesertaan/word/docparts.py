"""The parts of a .docx: which is the text, what it points to, and their XML trees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from kepesertaan.domain.errors import UnreadableInput

from .package import TYPES, read_package, write_members
from .parts import relations_in, rels_name

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_NAME = "Dokumen itu"
_NOT_WORD = "Isi berkas bukan dokumen Word (.docx). Buka di Word, lalu simpan sebagai .docx."
_OLD_STRICT = "Dokumen disimpan sebagai Strict Open XML. Simpan ulang di Word sebagai .docx biasa."
_DAMAGED = "Dokumen Word rusak: bagian {} tidak terbaca. Minta salinan yang utuh."

Parts = dict[str, bytes]


def read_parts(data: bytes) -> Parts:
    """Every part of a .docx by its name, in the order of the file.

    Raises ``UnreadableInput`` for what is no .docx, is damaged, or too large.
    """
    parts = read_package(data, _NAME)
    main = document_name(parts)
    if _STRICT in parts[main][:4096]:
        raise UnreadableInput(_OLD_STRICT)
    return parts


def write_parts(parts: Parts) -> bytes:
    """A .docx of parts; the same parts give the same bytes."""
    return write_members(parts)


def parse(parts: Mapping[str, bytes], name: str) -> Any:
    """The tree of a part. Raises ``UnreadableInput`` where it is no well-formed XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(parts[name], parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableInput(_DAMAGED.format(name)) from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableInput(_DAMAGED.format(name))
    return root


def document_name(parts: Mapping[str, bytes]) -> str:
    """The part with the text. Raises ``UnreadableInput`` where there is none."""
    found = related(parts, "", "officeDocument")
    if not found or "wordprocessingml" not in _types(parts):
        raise UnreadableInput(_NOT_WORD)
    return found[0]


def related(parts: Mapping[str, bytes], part: str, kind: str) -> list[str]:
    """The names of the parts that a part points to as ``kind``: "styles", "footer"."""
    return [name for _, name in relations(parts, part, kind)]


def relations(parts: Mapping[str, bytes], part: str, kind: str) -> list[tuple[str, str]]:
    """Id and name of each part that a part points to as ``kind``; those that are there."""
    rels = rels_name(part)
    if rels not in parts:
        return []
    return [
        (one.id, one.target)
        for one in relations_in(parse(parts, rels), part)
        if one.kind == kind and not one.external and one.target in parts
    ]


def _types(parts: Mapping[str, bytes]) -> str:
    return parts.get(TYPES, b"").decode("utf-8", "replace")
