"""The gate for files that should be Word documents: what else they are, in one sentence each."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from . import parts
from .errors import TemplateBroken
from .package import TYPES, read_package

MOST_BYTES = 100 << 20  # of a Word file that is read at all
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED, _OLD = "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
_KINDS = (
    (b"%PDF", "dokumen PDF"), (b"{\\rtf", "dokumen RTF"), (b"<", "halaman web atau XML"),
    (b"\x89PNG", "gambar"), (b"\xff\xd8\xff", "gambar"),
)  # fmt: skip
_NOW = "Buka di Word, lalu simpan sebagai .docx."
_MACRO = "macroEnabled"
_CROWDED = etree.XPath("boolean(//*[count(@*) > 1000])")  # reading so many takes minutes
_OTHERS = {"spreadsheetml": "buku kerja Excel", "presentationml": "salindia PowerPoint",
           "opendocument.text": "dokumen OpenDocument (.odt)"}  # fmt: skip


def open_word(data: bytes, name: str) -> dict[str, bytes]:
    """The members of a Word file. Raises ``TemplateBroken`` for anything else, with what now."""
    _judge_start(data, name)
    members = read_package(data, name)
    _judge_types(members, name)
    try:
        filled = parts.fillable(members)
        crowded = [one for one in filled if _CROWDED(parts.parse(members[one]))]
    except (etree.LxmlError, ValueError) as broken:
        raise TemplateBroken(
            f"{name} rusak: isinya tidak terbaca. Minta salinan yang utuh."
        ) from broken
    if crowded:
        raise TemplateBroken(f"{name} tidak ditulis oleh Word: unsurnya terlalu padat. {_NOW}")
    body = next((member for member, kind in filled.items() if kind == "body"), None)
    if body is None:
        raise TemplateBroken(f"{name} bukan dokumen Word (.docx): tidak ada isinya. {_NOW}")
    if parts.is_strict(members[body]):
        raise TemplateBroken(f"{name} disimpan sebagai Strict Open XML. {_NOW}")
    return members


def _judge_start(data: bytes, name: str) -> None:
    if not data:
        raise TemplateBroken(f"{name} kosong (0 byte). Minta salinan yang utuh.")
    if data.startswith(_OLE):
        if _LOCKED in data:
            raise TemplateBroken(f"{name} berkata sandi. Lepaskan kata sandinya di Word dahulu.")
        what = "dokumen Word lama (.doc)" if _OLD in data else "berkas Office lama"
        raise TemplateBroken(f"{name} adalah {what}. {_NOW}")
    if not data.startswith(b"PK"):
        kind = next((words for start, words in _KINDS if data.lstrip().startswith(start)), "")
        what = f"isinya {kind}" if kind else "isinya tidak dikenal"
        raise TemplateBroken(f"{name} bukan dokumen Word (.docx): {what}. {_NOW}")


def _judge_types(members: Mapping[str, bytes], name: str) -> None:
    said = members.get(TYPES, members.get("mimetype", b"")).decode("utf-8", "replace")
    if _MACRO in said or any(member.lower().endswith("vbaproject.bin") for member in members):
        raise TemplateBroken(
            f"{name} memuat makro (.docm) dan tidak dipakai. Di Word, simpan sebagai .docx biasa."
        )
    for word, what in _OTHERS.items():
        if word in said and "wordprocessingml" not in said:
            raise TemplateBroken(f"{name} bukan dokumen Word (.docx): isinya {what}.")
    if TYPES not in members:
        raise TemplateBroken(f"{name} bukan dokumen Word (.docx). {_NOW}")
