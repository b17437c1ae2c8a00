"""A starter template as a .docx: a new body and page numbers; styles and kop are the base's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from kepesertaan.domain.starter import Starter, StarterLine, StarterTable

from . import parts
from .gate import open_word
from .package import write_members
from .parts import R, W, w

_DOTS = "." * 30
_LEAST, _LABEL_SHARE, _NUMBER = 4000, 0.33, 900  # twentieths of a point; share of the width
_PHOTOS = (
    ("{%p if foto %}", "Perintah"), ("Dokumentasi", "Heading2"),
    ("{%p for f in foto %}", "Perintah"), ("{{ f.gambar }}", "Foto"),
    ("Foto {{ f.nomor }}. {{ f.keterangan }}", "KeteranganFoto"), ("{%p endfor %}", "Perintah"),
    ("{%p endif %}", "Perintah"),
)  # fmt: skip


def starter_document(starter: Starter, base: bytes, name: str) -> bytes:
    """The template as a Word file; ``base`` is a sound template, ``name`` its file name.

    Raises ``TemplateBroken`` where the base is none.
    """
    members = open_word(base, name)
    kinds = parts.fillable(members)
    main = next(member for member, kind in kinds.items() if kind == "body")
    tree = parts.parse(members[main])
    body = tree.find(w("body"))
    section = body.find(w("sectPr"))
    made = etree.fromstring(f'<w:body xmlns:w="{W}">{_body(starter, _width(section))}</w:body>')
    body[:] = [*made, section] if section is not None else list(made)
    core = next((member for member, kind in kinds.items() if kind == "core"), None)
    changed = {main: parts.to_bytes(tree)} | _margins(members, main, section, starter.title)
    if core:
        changed[core] = parts.to_bytes(_titled(parts.parse(members[core]), starter.title))
    return write_members(members | changed)


def _body(starter: Starter, width: int) -> str:
    pieces = [
        _paragraph(starter.title, "Title"),
        _pairs(starter.lines, width),
        *(piece for table in starter.tables for piece in _repeated(table, width)),
        *(_photos() if starter.has_photos else ()),
        _paragraph("", "Isi"),
        _signatures(starter.signers, width),
        _paragraph("", "Isi"),
    ]
    return "".join(pieces)


def _width(section: Any) -> int:
    """Width of the text of a section, in twentieths of a point."""
    if section is None:
        return 2 * _LEAST
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    sides = (int(margins.get(w(side), 0)) for side in ("left", "right"))
    return max(int(size.get(w("w"))) - sum(sides), _LEAST)


def _margins(members: Mapping[str, bytes], main: str, section: Any, title: str) -> dict[str, bytes]:
    """Headers and footers, but the first page's header: they may use fields that are not there."""
    made: dict[str, bytes] = {}
    targets = {one.id: one.target for one in parts.relations(members, main)}
    for reference in () if section is None else section:
        part = targets.get(reference.get(f"{{{R}}}id"), "")
        is_header = reference.tag == w("headerReference")
        if part not in members or (is_header and reference.get(w("type")) == "first"):
            continue
        tree = parts.parse(members[part])
        inside = _paragraph("", "Header") if is_header else _footer(title)
        tree[:] = list(etree.fromstring(f'<w:p xmlns:w="{W}">{inside}</w:p>'))
        made[part] = parts.to_bytes(tree)
    return made


def _footer(title: str) -> str:
    words = "".join(
        f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{field}'
        for text, field in (
            (f"{escape(title)} | Halaman ", _field("PAGE")), (" dari ", _field("NUMPAGES"))
        )
    )  # fmt: skip
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="right"/></w:pPr>{words}</w:p>'


def _field(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _titled(core: Any, title: str) -> Any:
    for one in core:
        if one.tag.endswith("}title"):
            one.text = title
    return core


def _paragraph(text: str, style: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _cell(texts: Iterable[str], width: int, style: str, span: int = 1) -> str:
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    inside = "".join(_paragraph(text, style) for text in texts)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}</w:tcPr>{inside}</w:tc>'


def _row(cells: Iterable[str], *, is_heading: bool = False) -> str:
    more = "<w:tblHeader/>" if is_heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{''.join(cells)}</w:tr>"


def _table(rows: Iterable[str], widths: Sequence[int], *, has_lines: bool) -> str:
    kind = "single" if has_lines else "none"
    size = 4 if has_lines else 0
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{s} w:val="{kind}" w:sz="{size}" w:color="7F7F7F"/>' for s in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def _pairs(lines: Sequence[StarterLine], width: int) -> str:
    label = round(width * _LABEL_SHARE)
    widths = (label, width - label)
    rows = [
        _row((_cell([line.label], widths[0], "Label"), _cell([line.tag], widths[1], "Nilai")))
        for line in lines
    ]
    return _table(rows, widths, has_lines=True) if rows else ""


def _repeated(table: StarterTable, width: int) -> list[str]:
    """A title and a table whose middle row repeats; the rows with commands leave when filled."""
    columns = [StarterLine("No", "{{ loop.index }}"), *table.columns]
    rest = (width - _NUMBER) // max(len(table.columns), 1)
    widths = (_NUMBER, *[rest] * len(table.columns))
    rows = [
        _row(_cells([one.label for one in columns], widths, "KepalaTabel"), is_heading=True),
        _command(f"{{%tr for baris in {table.name} %}}", widths),
        _row(_cells([one.tag for one in columns], widths, "IsiTabel")),
        _command("{%tr endfor %}", widths),
    ]
    return [_paragraph(table.title, "Heading2"), _table(rows, widths, has_lines=True)]


def _cells(texts: Sequence[str], widths: Sequence[int], style: str) -> list[str]:
    return [_cell([text], width, style) for text, width in zip(texts, widths, strict=True)]


def _command(text: str, widths: Sequence[int]) -> str:
    """A row of one cell across the table."""
    return _row([_cell([text], sum(widths), "Perintah", span=len(widths))])


def _photos() -> list[str]:
    return [_paragraph(text, style) for text, style in _PHOTOS]


def _signatures(signers: Sequence[StarterLine], width: int) -> str:
    if not signers:
        return ""
    each = width // len(signers)
    cells = [
        _cell([f"{one.label},", "", "", "", one.tag or f"({_DOTS})"], each, "TandaTangan")
        for one in signers
    ]
    return _table([_row(cells)], [each] * len(signers), has_lines=False)
