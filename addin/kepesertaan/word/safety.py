"""What a template may not bring along: programs, other files, addresses that open by themselves.

Harmless leftovers (a link to the office's Normal.dotm, a mail-merge source) are taken out and
told; what changes the document or reads other files is refused with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from . import parts
from .errors import TemplateBroken, TemplateUnsafe
from .parts import w

# Fields that read another file, ask another program, or run something when Word updates them.
_FIELDS = frozenset({
    "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "DDE", "DDEAUTO", "LINK", "DATABASE",
    "MACROBUTTON", "RD", "ADDIN", "PRINT", "HTMLCONTROL", "CONTROL",
})  # fmt: skip
_PROGRAMS = {
    "vbaProject": "makro",
    "wordVbaData": "makro",
    "attachedToolbars": "makro",
    "control": "kontrol ActiveX",
    "activeXControlBinary": "kontrol ActiveX",
    "oleObject": "objek OLE",
    "aFChunk": "dokumen lain di dalamnya",
    "subDocument": "subdokumen",
}
_DROPPED = {
    "attachedTemplate": "tautan ke templat lain",
    "mailMergeSource": "sumber mail merge",
    "mailMergeHeaderSource": "sumber mail merge",
}
_OPENS_ON_CLICK = frozenset({"hyperlink"})
_WITHOUT = {"attachedTemplate": "attachedTemplate", "mailMergeSource": "mailMerge",
            "mailMergeHeaderSource": "mailMerge"}  # fmt: skip


def safe_members(members: dict[str, bytes], name: str) -> tuple[dict[str, bytes], list[str]]:
    """The members without leftovers that reach outside, and one sentence for each kind taken out.

    Raises ``TemplateUnsafe`` for programs, linked files, and fields that read or run something;
    ``TemplateBroken`` for a part that is no XML or no Word document.
    """
    _check_markup(members, name)
    members = dict(members)
    notes: dict[str, None] = {}
    for member in [one for one in members if one.endswith(".rels")]:
        owner = parts.owner_of(member)
        for rel in parts.relations(members, owner):
            _check_relation(rel, name)
            if rel.kind in _DROPPED:
                notes.setdefault(f"{name}: {_DROPPED[rel.kind]} tidak diikuti dan dibuang.")
                _drop(members, owner, rel)
    return members, list(notes)


def forbidden_field(root: Any) -> str:
    """The first field word in a part that reads or runs something, '' where there is none."""
    return next((word for word in _field_words(root) if word in _FIELDS), "")


def _check_markup(members: dict[str, bytes], name: str) -> None:
    for member, content in members.items():
        if not member.endswith((".xml", ".rels")):
            continue
        try:
            root = parts.parse(content)
        except etree.XMLSyntaxError as broken:
            raise TemplateBroken(f"{name} rusak: {member} tidak dapat dibaca.") from broken
        if root.getroottree().docinfo.doctype:
            raise TemplateUnsafe(f"{name}: {member} memuat DOCTYPE, yang tidak dipakai Word.")
        word = forbidden_field(root)
        if word:
            raise TemplateUnsafe(
                f"{name}: bidang {word} mengambil isi dari luar dan tidak dipakai. "
                "Hapus bidang itu di Word (Alt+F9 menampilkannya)."
            )


def _check_relation(rel: parts.Relation, name: str) -> None:
    if rel.kind in _PROGRAMS:
        raise TemplateUnsafe(
            f"{name}: memuat {_PROGRAMS[rel.kind]}, yang tidak dipakai. "
            "Hapus di Word, lalu simpan sebagai .docx."
        )
    if rel.external and rel.kind not in _OPENS_ON_CLICK and rel.kind not in _DROPPED:
        what = "gambar" if rel.kind == "image" else rel.kind
        raise TemplateUnsafe(
            f"{name}: {what} ditautkan ke berkas lain, tidak disimpan di dalam templat. "
            "Sisipkan langsung (bukan tautan), lalu simpan lagi."
        )


def _drop(members: dict[str, bytes], owner: str, rel: parts.Relation) -> None:
    root = parts.parse(members[parts.rels_name(owner)])
    for one in list(root):
        if one.get("Id") == rel.id:
            root.remove(one)
    members[parts.rels_name(owner)] = parts.to_bytes(root)
    root = parts.parse(members[owner])
    for one in list(root.iter(w(_WITHOUT[rel.kind]))):
        one.getparent().remove(one)
    members[owner] = parts.to_bytes(root)


def _field_words(root: Any) -> Iterator[str]:
    """The first word of each field; a field's instruction may be split over many runs."""
    instruction: list[str] = []
    for one in root.iter(w("fldChar"), w("instrText"), w("fldSimple")):
        if one.tag == w("instrText"):
            instruction.append(one.text or "")
            continue
        yield from _words("".join(instruction))
        instruction = []
        if one.tag == w("fldSimple"):
            yield from _words(one.get(w("instr")) or "")
    yield from _words("".join(instruction))


def _words(instruction: str) -> Iterator[str]:
    yield from re.findall(r"[A-Za-z]+", instruction.upper())[:1]
