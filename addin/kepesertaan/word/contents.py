"""Contents, list of tables and list of figures of a Word document, with right page numbers.

Word computes such lists only when a person asks for it; a program that lays out the document can
say earlier on which page each heading stands. The fields stay fields: F9 in Word makes them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from .bookmarks import bookmark_lines, marked
from .docparts import Parts, W, document_name, parse, read_parts, related, write_parts
from .docsettings import ask_update
from .docstyles import Styles, read_styles
from .flow import Para, read_flow
from .list_lines import Look, paragraphs_of, place_lines, text_width
from .listed import Line, Listing, find_lines, find_listings, left_in_boxes, sections_of
from .numbering import read_numbering
from .page_labels import labels_of, read_sections
from .parts import to_bytes
from .sequence import count_sequences, renumber, switches_of, words_of
from .short_lists import drop_short

Kind = Literal["isi", "daftar"]  # headings, or captions of one label
LayOut = Callable[[bytes], bytes]  # a .docx becomes a PDF that keeps bookmarks as destinations

_ROOM = "000"  # stands for a page number while the pages are counted
_PASSES = 3
_EMPTY = "Belum ada judul."
_NO_ITEM = "Tidak ada {}."
_NOTHING = "Dokumen tidak meminta daftar isi; sisipkan lewat Referensi, Daftar Isi di Word."
_COUNTED = (
    "Nomor halaman dihitung dari tata letak PDF. Bila Word memenggal baris lain, tekan Ctrl+A lalu "
    "F9 di Word."
)
_UNCOUNTED = (
    "Nomor halaman belum terisi. Buka di Word dan jawab Ya bila ditanya memperbarui bidang, atau "
    "tekan Ctrl+A lalu F9."
)
_PREFIXED = "Nomor seperti {} diketik di kaki halaman; sesudah F9 Word menulis angkanya saja."
_BOXED = "{} judul atau keterangan di dalam kotak teks tidak masuk daftar."
_RESTARTS = "Keterangan yang mulai lagi tiap bab (\\s) dinomori lain oleh LibreOffice; Word benar."
_RENUMBERED = "{} nomor keterangan diperbarui."
_OTHERWISE = "{} keterangan bernomor lain dari hitungan bidangnya; dibiarkan sampai F9 di Word."
_TRACKED = "Dokumen memuat perubahan terlacak; terima atau tolak dahulu agar nomor halaman pasti."
_STRANGE = "Satu daftar dibiarkan karena ditulis dengan cara yang tidak dikenal: {}."
_CONTINUOUS = "Bagian bersambung yang memulai ulang nomor halaman: periksa nomornya di Word."
_UNSTABLE = "Nomor halaman belum tetap sesudah dihitung ulang; tekan Ctrl+A lalu F9 di Word."
_DROPPED = "Daftar {} ditiadakan karena isinya kurang dari {}."


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list. ``place``: which list, from 0; ``page``: its label as printed or ""."""

    place: int
    kind: Kind
    level: int
    text: str
    bookmark: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """The document with its lists filled. ``notes``: short Indonesian sentences for the user."""

    data: bytes
    notes: list[str] = field(default_factory=list)
    entries: tuple[Entry, ...] = ()


@dataclass(slots=True)
class _Work:
    """A document on the way: its parts, trees, lines and lists."""

    parts: Parts
    main: str
    root: Any
    styles: Styles
    paras: list[Para]
    lines: list[Line]
    listings: list[Listing]
    notes: list[str]


def fill_contents(
    data: bytes,
    lay_out: LayOut | None = None,
    *,
    least: int = 0,
    verify: bool = False,
) -> Filled:
    """The same .docx with every list filled; the same bytes where there is none.

    ``lay_out`` makes the PDF that page numbers are read from; without it the lists have titles
    only, and Word is told to compute them. Lists of tables and figures with fewer than ``least``
    items are left out with their title. ``verify``: lay out once more and compare.
    Raises ``UnreadableInput`` for what is no .docx, and what ``lay_out`` raises.
    """
    work = _read(data)
    if not work.listings:
        return Filled(data, [_NOTHING])
    if gone := drop_short(work.listings, least):
        work = _scan(work, [*work.notes, *(_DROPPED.format(label, least) for label in gone)])
    bookmark_lines(work.root, _unique(work.listings))
    had_styles = len(work.styles.by_id)
    _place(work)
    if len(work.styles.by_id) > had_styles:
        work.parts[related(work.parts, work.main, "styles")[0]] = to_bytes(work.styles.root)
    labels = _counted(work, lay_out, verify) if lay_out else {}
    _number(work.root, labels)
    ask_update(work.parts, work.main, wanted=not labels)
    work.parts[work.main] = to_bytes(work.root)
    entries = _entries(work.listings, labels)
    return Filled(write_parts(work.parts), [*work.notes, *_said(entries, labels)], entries)


def _read(data: bytes) -> _Work:
    parts = read_parts(data)
    main = document_name(parts)
    root = parse(parts, main)
    styles = read_styles(_tree(parts, main, "styles"))
    counted = count_sequences(read_flow(root), styles)
    off = sum(one.is_off for one in counted)
    changed = renumber(counted)
    work = _scan(_Work(parts, main, root, styles, [], [], [], []), [])
    if changed:
        work.notes.append(_RENUMBERED.format(changed))
    if off > changed:
        work.notes.append(_OTHERWISE.format(off - changed))
    if next(root.iter(W + "ins", W + "del", W + "moveFrom"), None) is not None:
        work.notes.append(_TRACKED)
    if boxed := left_in_boxes(work.listings, work.lines):
        work.notes.append(_BOXED.format(boxed))
    if any("\\s" in switches_of(one.field.instruction) for one in counted):
        work.notes.append(_RESTARTS)
    return work


def _scan(work: _Work, notes: list[str]) -> _Work:
    """The same document with its lines and lists found anew."""
    paras = read_flow(work.root)
    numbering = read_numbering(_tree(work.parts, work.main, "numbering"), work.styles)
    lines = find_lines(paras, work.styles, numbering)
    return replace(
        work, paras=paras, lines=lines, listings=find_listings(paras, lines), notes=notes
    )


def _tree(parts: Parts, main: str, kind: str) -> Any:
    names = related(parts, main, kind)
    return parse(parts, names[0]) if names else None


def _unique(listings: Sequence[Listing]) -> list[Line]:
    lines = {id(line): line for one in listings for _, line in one.lines}
    order = {id(line): k for k, line in enumerate(lines.values())}
    return sorted(lines.values(), key=lambda line: order[id(line)])


def _place(work: _Work) -> None:
    """Write the lists with room for page numbers."""
    widths = _widths(work)
    for listing, width in zip(work.listings, widths, strict=True):
        none = _NO_ITEM.format(listing.wish.label.lower()) if listing.wish.label else _EMPTY
        look = Look(width, none)
        room = {line.bookmark: _ROOM for _, line in listing.lines}
        made = paragraphs_of(listing, look, work.styles, room) if listing.wish.is_known else []
        if not made or not place_lines(listing, made):
            listing.lines = []
            work.notes.append(_STRANGE.format(listing.toc.instruction.strip()))


def _widths(work: _Work) -> list[int]:
    """Twips of text at each list."""
    sections = [one for one, _ in sections_of(work.root, work.paras)]
    where, at = {}, 0
    for para in work.paras:
        where[para.element] = min(at, len(sections) - 1)
        at += para.element.find(f"{W}pPr/{W}sectPr") is not None and not para.in_box
    return [
        text_width(sections[where[one.toc.start]] if sections else None) for one in work.listings
    ]


def _counted(work: _Work, lay_out: LayOut, verify: bool) -> Mapping[str, str]:
    """The page label of each bookmark, laid out until it stays the same where that is asked."""
    found = sections_of(work.root, work.paras)
    sections = read_sections(work.parts, work.main, [one for one, _ in found])
    if any(one.kind == "continuous" and one.start is not None for one in sections[1:]):
        work.notes.append(_CONTINUOUS)
    labels = _lay_out_once(work, lay_out)
    for _ in range(_PASSES * verify):
        _number(work.root, labels)
        again = _lay_out_once(work, lay_out)
        if again == labels:
            return labels
        labels = again
    if verify:
        work.notes.append(_UNSTABLE)
    return labels


def _lay_out_once(work: _Work, lay_out: LayOut) -> Mapping[str, str]:
    found = sections_of(work.root, read_flow(work.root))
    sections = read_sections(work.parts, work.main, [one for one, _ in found])
    lines = _unique(work.listings)
    starts = [first for _, first in found]
    with marked(work.root, [*starts, *(line.para.element for line in lines)]) as names:
        copy = {**work.parts, work.main: to_bytes(work.root)}
    shown = labels_of(
        lay_out(write_parts(copy)), sections, names[: len(starts)], names[len(starts) :]
    )
    pairs = zip(lines, shown, strict=True)
    return {line.bookmark: label for line, label in pairs if label}


def _number(root: Any, labels: Mapping[str, str]) -> None:
    """Write the page numbers into the lists."""
    for para in read_flow(root):
        for one in para.fields if para.in_list else ():
            words = words_of(one.instruction)
            if one.name == "PAGEREF" and len(words) > 1 and one.texts:
                one.texts[0].text = labels.get(words[1], "")


def _kind(listing: Listing) -> Kind:
    return "daftar" if listing.wish.label else "isi"


def _entries(listings: Sequence[Listing], labels: Mapping[str, str]) -> tuple[Entry, ...]:
    return tuple(
        Entry(k, _kind(one), level, line.text, line.bookmark, labels.get(line.bookmark, ""))
        for k, one in enumerate(listings)
        for level, line in one.lines
    )


def _said(entries: Sequence[Entry], labels: Mapping[str, str]) -> list[str]:
    if not labels:
        return [_UNCOUNTED]
    prefixed = next((one.page for one in entries if "-" in one.page), "")
    missing = sum(not one.page for one in entries)
    said = [_COUNTED]
    if prefixed:
        said.append(_PREFIXED.format(prefixed))
    if missing:
        said.append(f"{missing} baris daftar belum bernomor halaman; tekan F9 di Word.")
    return said
