"""Pieces of a document as the XML of its body."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kepesertaan.domain.document import (
    Bars,
    Caption,
    Grid,
    Listing,
    OrgChart,
    Para,
    Photo,
    Piece,
    Run,
    Runs,
    Signatures,
)

from .look import STYLES, TWIPS
from .opc import OFFICE, Package, Relations, set_relations
from .orgchart import NAMESPACES, chart_xml, frame_xml, ids_used, org_chart, picture_xml
from .scorechart import chart_book, chart_part, graphic

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_CHART_SIZE = (140.0, 75.0)
_LISTS = {"": r'TOC \o "1-3" \h \z \u'}
MARK = "kpst"  # of our content controls
_BUILDING_BLOCK = '<w:docPartObj><w:docPartGallery w:val="Isian laporan"/></w:docPartObj>'
NSDECLS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


@dataclass(slots=True)
class Parts:
    """New parts that pieces bring into a package, and the ids they use.

    ``relations`` are those of the main part. ``width``: of the text, in mm, where pieces stand.
    """

    package: Package
    relations: Relations
    next_id: int = 1
    width: float = 150.0

    def take_ids(self, count: int) -> int:
        """The first of so many free ids."""
        first = self.next_id
        self.next_id += count
        return first

    def relate(self, kind: str, target: str) -> str:
        """The relationship that leads to a part."""
        for rid, known in self.relations.items():
            if known == (f"{OFFICE}/{kind}", target, False):
                return rid
        number = 1
        while f"rIdK{number}" in self.relations:
            number += 1
        self.relations[f"rIdK{number}"] = (f"{OFFICE}/{kind}", target, False)
        return f"rIdK{number}"

    def add_picture(self, data: bytes) -> str:
        """A picture's relationship; the same picture is kept once."""
        ending = "png" if data.startswith(b"\x89PNG") else "jpeg"
        name = f"word/media/{hashlib.sha256(data).hexdigest()[:16]}.{ending}"
        self.package.parts[name] = data
        return self.relate("image", name)

    def add_chart(self, bars: Bars) -> str:
        """A chart's relationship."""
        data = chart_part(bars)
        stem = hashlib.sha256(data).hexdigest()[:16]
        name, book = f"word/charts/{stem}.xml", f"word/embeddings/{stem}.xlsx"
        self.package.parts[name] = data
        self.package.parts[book] = chart_book(bars)
        self.package.types[name] = _CHART_TYPE
        set_relations(self.package, name, {"rId1": (f"{OFFICE}/package", book, False)})
        return self.relate("chart", name)


def body_xml(pieces: Sequence[Piece], parts: Parts) -> str:
    """The XML of pieces; two tables after each other are kept apart."""
    return "".join(piece_xml(piece, parts) for piece in pieces)


def piece_xml(piece: Piece, parts: Parts) -> str:
    """The XML of one piece."""
    made: str = _WRITERS[type(piece)](piece, parts)
    return made


def runs_xml(runs: Runs, base: str = "") -> str:
    """Runs of text. ``base``: properties that each run has before its own."""
    return "".join(
        field_xml(run) if run.field else _run(run.text, _letters(run, base)) for run in runs
    )


def block_xml(id: str, title: str) -> str:
    """An empty content control for pieces.

    It says that it is a building block: LibreOffice 7.4 forgets the letters of the first paragraph
    of a plain one (seen 2026-11-28).
    """
    return _control(id, title, "<w:p/>", _BUILDING_BLOCK)


def field_xml(run: Run) -> str:
    """An empty content control for a value within a paragraph, in the letters of the run."""
    letters = "<w:r><w:rPr><w:b/></w:rPr></w:r>" if run.bold else ""
    return _control(run.field, run.field.replace("_", " "), letters)


def _control(id: str, title: str, inside: str, kind: str = "") -> str:
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(title)}/>"
        f"<w:tag w:val={quoteattr(f'{MARK}:{id}:')}/>"
        f'<w:id w:val="0"/>{kind}</w:sdtPr>'
        f"<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )


def _letters(run: Run, base: str) -> str:
    inside = (
        base
        + ("<w:b/>" if run.bold else "")
        + ("<w:i/>" if run.italic else "")
        + ('<w:highlight w:val="yellow"/>' if run.missing else "")
    )
    return f"<w:rPr>{inside}</w:rPr>" if inside else ""


def _run(text: str, letters: str) -> str:
    lines = [
        "<w:tab/>".join(
            f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else ""
            for part in line.split("\t")
        )
        for line in text.split("\n")
    ]
    return f"<w:r>{letters}{'<w:br/>'.join(lines)}</w:r>"


def paragraph(style: str, inside: str, more: str = "") -> str:
    """A paragraph in the style of that key; ``more``: further properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{STYLES[style]}"/>{more}</w:pPr>{inside}</w:p>'


def field(instruction: str, result: str) -> str:
    """A complex field with what it shows now."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin")
        + f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        + mark.format("separate") + result + mark.format("end")
    )  # fmt: skip


def _para(piece: Para, _parts: Parts) -> str:
    return paragraph(piece.style, runs_xml(piece.runs))


def _caption(piece: Caption, _parts: Parts) -> str:
    restart = r" \r 1" if piece.ordinal == 1 else ""
    number = field(
        rf"SEQ {piece.label} \* ARABIC{restart}", f"<w:r><w:t>{piece.ordinal}</w:t></w:r>"
    )
    keep = "<w:keepNext/>" if piece.label == "Tabel" else ""
    start = _run(f"{piece.label} {piece.chapter}.", "")
    return paragraph("keterangan", f"{start}{number}{_run(' ', '')}{runs_xml(piece.runs)}", keep)


def _grid(piece: Grid, parts: Parts) -> str:
    whole = round(parts.width * TWIPS)
    widths = [round(whole * share / sum(piece.widths)) for share in piece.widths]
    style = "tabel_kecil" if piece.small else "tabel"
    aligns = piece.aligns or ("left",) * len(widths)
    head = "".join(
        _cell(width, paragraph(style, runs_xml(_head(text)),
                               '<w:keepNext/><w:jc w:val="center"/>'), head=True)
        for width, text in zip(widths, piece.heads, strict=True)
    )  # fmt: skip
    rows = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            _cell(width, paragraph(style, runs_xml(runs), f'<w:jc w:val="{align}"/>'))
            for width, runs, align in zip(widths, row, aligns, strict=True)
        )
        + "</w:tr>"
        for row in piece.rows
    )
    alt = f"<w:tblDescription w:val={quoteattr(piece.alt)}/>" if piece.alt else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TabelLaporan"/><w:tblW w:w="{sum(widths)}" '
        'w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" '
        'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="0"/>'
        f"{alt}</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/>"
        f"</w:trPr>{head}</w:tr>{rows}</w:tbl>"
    )


def _head(text: str) -> Runs:
    """A heading in bold letters, ``*asing*`` in italic ones as well."""
    parts = enumerate(text.split("*"))
    return tuple(Run(part, bold=True, italic=k % 2 == 1) for k, part in parts if part)


def _cell(width: int, inside: str, *, head: bool = False) -> str:
    middle = '<w:vAlign w:val="center"/>' if head else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{middle}</w:tcPr>{inside}</w:tc>'


def _org(piece: OrgChart, parts: Parts) -> str:
    drawn, picture = org_chart(piece, parts.width)
    rid = parts.add_picture(picture)
    inside = chart_xml(drawn, piece.alt, parts.take_ids(ids_used(drawn)), rid)
    return paragraph("gambar", f"<w:r>{inside}</w:r>")


def _bars(piece: Bars, parts: Parts) -> str:
    width, height = min(_CHART_SIZE[0], parts.width), _CHART_SIZE[1]
    frame = frame_xml(
        width, height, piece.alt, parts.take_ids(1), graphic(parts.add_chart(piece)), "Grafik"
    )
    return paragraph("gambar", f"<w:r>{frame}</w:r>")


def _photo(piece: Photo, parts: Parts) -> str:
    rid = parts.add_picture(piece.data)
    inside = picture_xml(piece.width, piece.height, piece.alt, parts.take_ids(1), rid)
    return paragraph("gambar", f"<w:r>{inside}</w:r>")


def _signatures(piece: Signatures, parts: Parts) -> str:
    """A table without lines: who, the space for the signatures, the names."""
    count = max(len(piece.columns), 1)
    width = round(parts.width * TWIPS / count)
    grid = f'<w:gridCol w:w="{width}"/>' * count
    above = "".join(_signature((*above, *([()] * 4)), width) for above, _ in piece.columns)
    below = "".join(_signature(below or ((),), width) for _, below in piece.columns)
    row = "<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>"
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * count}" w:type="dxa"/><w:tblLayout '
        f'w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{row.format(above)}{row.format(below)}</w:tbl>"
    )


def _signature(lines: tuple[Runs, ...], width: int) -> str:
    return _cell(width, "".join(paragraph("ttd", runs_xml(runs)) for runs in lines))


def _listing(piece: Listing, _parts: Parts) -> str:
    instruction = _LISTS.get(piece.label, rf'TOC \h \z \c "{piece.label}"')
    return paragraph("rata", field(instruction, _run("", "")))


_WRITERS: dict[type, Any] = {
    Para: _para, Caption: _caption, Grid: _grid, OrgChart: _org, Bars: _bars, Photo: _photo,
    Signatures: _signatures, Listing: _listing,
}  # fmt: skip
