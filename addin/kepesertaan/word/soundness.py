"""Whether Word will open a filled document: what it refuses, and what should be looked at.

``check_document(data)`` looks at a whole file; ``part_faults`` at one filled part. Each check is
one question to the markup. LibreOffice opens nearly anything, so it proves none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from . import package, parts, safety
from .parts import R, W, w

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NAMES = {"w": W, "r": R, "wp": _WP, "a": _A}
_TAG = re.compile(r"\{\{|\{%")
_CONTROL = re.compile("[\x7f\ufdd0-\ufdef]")  # strict XML keeps the others out
_WORDS = {
    "body": "isi dokumen", "header": "kepala halaman", "footer": "kaki halaman",
    "footnotes": "catatan kaki", "endnotes": "catatan akhir",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a document. ``fatal``: Word would not open it, or not safely."""

    text: str
    fatal: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What a part may refer to: relationship ids of the part and style ids of the document."""

    rels: Collection[str]
    styles: Collection[str]


_Check = Callable[[Any, Known], Iterator[Fault]]


def check_document(data: bytes, pictures: int | None = None) -> list[Fault]:
    """Every fault of a Word file. ``pictures``: how many drawings of pictures it should have.

    Raises ``TemplateBroken`` for what is no zip.
    """
    members = package.read_package(data, "Dokumen")
    try:
        faults = file_faults(members)
        styles = style_ids(members)
        roots = {
            member: (kind, parts.parse(members[member]))
            for member, kind in parts.fillable(members).items()
            if kind in _WORDS
        }
    except (etree.XMLSyntaxError, KeyError):
        return [Fault("Ada bagian yang bukan XML yang utuh.")]
    for member, (kind, root) in roots.items():
        ids = {rel.id for rel in parts.relations(members, member)}
        faults += part_faults(kind, root, Known(ids, styles))
    numbers = [number for _kind, root in roots.values() for number in drawing_numbers(root)]
    faults += repeated_numbers(numbers)
    if pictures is not None:
        faults += picture_faults((root for _kind, root in roots.values()), pictures)
    return faults


def part_faults(kind: str, root: Any, known: Known) -> list[Fault]:
    """The faults of one part."""
    return markup_faults(kind, root, known) + text_faults(kind, root, known)


def markup_faults(kind: str, root: Any, known: Known) -> list[Fault]:
    """The faults of a part that do not depend on what its texts say."""
    return _found(_OF_MARKUP, kind, root, known)


def text_faults(kind: str, root: Any, known: Known) -> list[Fault]:
    """The faults of a part that are in what its texts say."""
    return _found(_OF_TEXT, kind, root, known)


def _found(checks: Sequence[_Check], kind: str, root: Any, known: Known) -> list[Fault]:
    where = _WORDS.get(kind, kind)
    found = [fault for check in checks for fault in check(root, known)]
    return [Fault(f"{fault.text} ({where}).", fault.fatal) for fault in found]


def file_faults(members: Mapping[str, bytes]) -> list[Fault]:
    """Members of no content type, and relationships to parts that are not there."""
    types = parts.content_types(members)
    faults = [
        Fault(f"Jenis bagian {member} tidak disebut.")
        for member in members
        if member != package.TYPES and not parts.type_of(member, types)
    ]
    for rels in (member for member in members if member.endswith(".rels")):
        for rel in parts.relations(members, parts.owner_of(rels)):
            if not rel.external and rel.target.partition("#")[0] not in members:
                faults.append(Fault(f"Bagian {rel.target} tidak ada di dalam berkas."))
    return faults


def style_ids(members: Mapping[str, bytes]) -> frozenset[str]:
    """The ids of every style of a document."""
    styles = members.get("word/styles.xml")
    root = parts.parse(styles) if styles else etree.Element("none")
    return frozenset(str(one.get(w("styleId"))) for one in root.iter(w("style")))


def drawing_numbers(root: Any) -> list[str]:
    """The numbers of a part's drawings."""
    return list(_drawings(root))


def repeated_numbers(numbers: Sequence[str]) -> list[Fault]:
    """Drawings of one document that share a number."""
    repeated = len(set(numbers)) < len(numbers)
    return [Fault("Nomor gambar dipakai lebih dari sekali.", False)] if repeated else []


def picture_faults(roots: Iterator[Any], expected: int) -> list[Fault]:
    """A count of pictures that is not the expected one."""
    count = sum(len(_blips(root)) for root in roots)
    said = f"Ada {count} gambar, seharusnya {expected}."
    return [] if count == expected else [Fault(said, False)]


def _path(path: str) -> Any:
    return etree.XPath(path, namespaces=_NAMES, smart_strings=False)


_drawings = _path("//wp:docPr/@id")
_blips = _path("//a:blip[@r:embed]")
_whole_text = _path("string(/)")
_fields = _path("//w:fldChar/@w:fldCharType")
_references = _path("//@r:*")
_styles = [_path(f"//w:{kind}Style/@w:val") for kind in ("p", "r", "tbl")]
_marks_begun = _path("//w:bookmarkStart/@w:id")
_marks_ended = _path("//w:bookmarkEnd/@w:id")
_mark_names = _path("//w:bookmarkStart/@w:name")
_WRONG = (  # paths by parent and child are many times quicker than conditions on elements
    ("//w:p/w:p | //w:r/w:p", "paragraf di dalam paragraf"),
    ("//w:p/w:tbl | //w:r/w:tbl", "tabel di dalam paragraf"),
    ("//w:r/w:r | //w:body/w:r | //w:tc/w:r", "teks di luar paragraf"),
    ("//w:tc[not(w:p)][not(w:tbl or w:sdt or w:customXml)]", "sel tabel tanpa paragraf"),
    ("//w:tc/w:tbl[not(following-sibling::*)]", "sel tabel yang berakhir dengan tabel"),
    ("//w:tr[not(w:tc)][not(w:sdt or w:customXml)]", "baris tabel tanpa sel"),
    ("//w:tbl[not(w:tr)][not(w:sdt or w:customXml)]", "tabel tanpa baris"),
    ("//w:p/text()[normalize-space()] | //w:r/text()[normalize-space()] | "
     "//w:body/text()[normalize-space()] | //w:tc/text()[normalize-space()]",
     "tulisan di luar teks"),
)  # fmt: skip
_EACH_WRONG = [(_path(path), text) for path, text in _WRONG]
_ANY_WRONG = _path(
    " or ".join(f"boolean({one})" for path, _ in _WRONG for one in path.split(" | "))
)


def _structure(root: Any, _known: Known) -> Iterator[Fault]:
    if _ANY_WRONG(root):
        for path, text in _EACH_WRONG:
            count = len(path(root))
            if count:
                yield Fault(f"{count} {text}")


def _leftover_tags(root: Any, _known: Known) -> Iterator[Fault]:
    if _TAG.search(_whole_text(root)):
        yield Fault("Masih ada tanda tag templat", False)


def _control_characters(root: Any, _known: Known) -> Iterator[Fault]:
    if _CONTROL.search(_whole_text(root)):
        yield Fault("Ada huruf kendali yang tidak dapat dicetak", False)


def _open_fields(root: Any, _known: Known) -> Iterator[Fault]:
    depth = lowest = 0
    for kind in _fields(root):
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        lowest = min(lowest, depth)
    if depth or lowest:
        yield Fault("Ada bidang (field) yang tidak berpasangan")


def _outside_fields(root: Any, _known: Known) -> Iterator[Fault]:
    word = safety.forbidden_field(root)
    if word:
        yield Fault(f"Bidang {word} mengambil isi dari luar")


def _missing_relations(root: Any, known: Known) -> Iterator[Fault]:
    count = len({id_ for id_ in _references(root) if id_} - set(known.rels))
    if count:
        yield Fault(f"{count} gambar atau tautan menunjuk ke yang tidak ada")


def _unknown_styles(root: Any, known: Known) -> Iterator[Fault]:
    unknown = sorted({name for used in _styles for name in used(root)} - set(known.styles))
    if unknown:
        yield Fault(f"Gaya {', '.join(unknown[:3])} tidak ada di dokumen", False)


def _bookmarks(root: Any, _known: Known) -> Iterator[Fault]:
    begun, names = _marks_begun(root), _mark_names(root)
    if not begun:
        return
    if len(set(begun)) < len(begun) or len(set(names)) < len(names):
        yield Fault("Penanda (bookmark) dipakai lebih dari sekali", False)
    if set(begun) ^ set(_marks_ended(root)):
        yield Fault("Penanda (bookmark) tidak berpasangan", False)


_OF_MARKUP = (_structure, _open_fields, _missing_relations, _unknown_styles, _bookmarks)
_OF_TEXT = (_leftover_tags, _control_characters, _outside_fields)
