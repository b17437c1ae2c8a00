"""Build Word templates from code: named styles, kop, page numbers by section, tables, signatures.

    document = new_document("Berita Acara")
    letterhead(document)
    write(document, "Berita Acara Kunjungan", "Title")
    data = to_bytes(document)

A template is the same bytes every time. Texts may hold Jinja tags; each text becomes one run, so
that no tag is split. ``**...**`` in a text is bold. Widths are millimetres.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from template_parts import RULE, SHADE, Look, empty_document

_ORDER = ("[Content_Types].xml", "_rels/.rels")
_WHEN = (1980, 1, 1, 0, 0, 0)
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LABEL, _COLON = 44, 4
_LOGO = 24
_REACH = (
    "{% if telepon_kantor %}Telepon {{ telepon_kantor }}{% endif %}"
    "{% if telepon_kantor and surel_kantor %} | {% endif %}"
    "{% if surel_kantor %}Surel {{ surel_kantor }}{% endif %}"
)
REPORT = Look()
LETTER = Look(size=11, line=1.15, left=25, right=20)
ACADEMIC = Look("Times New Roman", 12, 1.5, 30, 30, 30, 40)


def new_document(title: str, look: Look = REPORT) -> Any:
    """An empty python-docx document with the styles of ``template_parts.STYLES``."""
    document = docx.Document(io.BytesIO(empty_document(look)))
    document.core_properties.title = title
    return document


def text_width(document: Any) -> float:
    """Width of the text of the last section."""
    section = document.sections[-1]
    return float((section.page_width - section.left_margin - section.right_margin) / Mm(1))


def write(container: Any, text: str, style: str = "Isi") -> Any:
    """Add a paragraph to a document, header or cell; the paragraph."""
    paragraph = container.add_paragraph(style=style)
    fill(paragraph, text)
    return paragraph


def fill(paragraph: Any, text: str) -> None:
    """Add a text to a paragraph: a run each for plain and ``**bold**``."""
    for k, part in enumerate(_BOLD.split(text)):
        if part:
            paragraph.add_run(part).bold = True if k % 2 else None


def command(container: Any, tag: str) -> None:
    """A line that holds a tag such as ``{%p if rows %}`` and leaves with it."""
    write(container, tag, "Perintah")


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """Add a field such as PAGE, with the text that stands until it is counted."""
    for kind, text in (
        ("begin", ""), ("", f" {instruction} "), ("separate", ""), ("text", shown), ("end", "")
    ):  # fmt: skip
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)


def page_numbers(document: Any, text: str, *, total: str = "NUMPAGES") -> None:
    """Footers of the last section: a text at the left, "Halaman X dari Y" at the right.

    ``total``: NUMPAGES for a document of one section, which LibreOffice counts too and the merge
    of many documents turns into SECTIONPAGES; SECTIONPAGES, which only Word counts, for more.
    """
    section = document.sections[-1]
    footers = [section.footer]
    if section.different_first_page_header_footer:
        footers.append(section.first_page_footer)
    for footer in footers:
        paragraph = _only_paragraph(footer, "footer")
        _rule_above(paragraph)
        fill(paragraph, f"{text}\tHalaman ")
        field(paragraph, "PAGE", "1")
        paragraph.add_run(" dari ")
        field(paragraph, total, "1")


def letterhead(document: Any, running: str, *, logo: str = "{{ logo_kantor or '' }}") -> None:
    """The kop on the first page of the last section, one line of text on the others.

    The cell at the left is for the office's own logo; the one at the right keeps the name centred.
    """
    section = document.sections[-1]
    section.different_first_page_header_footer = True
    width = text_width(document)
    head = section.first_page_header
    kop = _table(head, (_LOGO, width - 2 * _LOGO, _LOGO), 1, "Tabel Polos")
    _fill_cell(kop.cell(0, 0), logo, "Kop Alamat")
    _fill_cell(kop.cell(0, 1), "{{ nama_kantor }}", "Kop Nama Kantor")
    write(kop.cell(0, 1), "{{ alamat_kantor or '' }}", "Kop Alamat")
    write(kop.cell(0, 1), _REACH, "Kop Alamat")
    for cell in kop.rows[0].cells:
        _set(cell._tc.get_or_add_tcPr(), "w:vAlign", val="center")
    _drop_first_paragraph(head)
    line = write(head, "", "Kop Alamat")
    line.paragraph_format.space_after = Pt(10)
    _rule_below(line, 12)
    other = _only_paragraph(section.header, "header")
    fill(other, running)
    other.paragraph_format.space_after = Pt(8)
    _rule_below(other, 4)


def label_table(container: Any, rows: Sequence[tuple[str, str]], width: float) -> Any:
    """Lines "label : value" without borders, all on one page."""
    table = _table(container, (_LABEL, _COLON, width - _LABEL - _COLON), len(rows), "Tabel Polos")
    for row, (label, value) in zip(table.rows, rows, strict=True):
        for cell, text, style in zip(
            row.cells, (label, ":", value), ("Label", "Label", "Nilai"), strict=True
        ):
            _fill_cell(cell, text, style)
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    return table


def grid(
    container: Any,
    heads: Sequence[str],
    widths: Sequence[float],
    cells: Sequence[str],
    *,
    loop: str = "",
) -> Any:
    """A table with repeated heading and one row of cells, repeated by ``loop``.

    ``loop``: what follows ``for``, such as ``"baris in temuan"``.
    """
    lines = [list(cells)]
    if loop:
        blanks = [""] * (len(cells) - 1)
        lines = [[f"{{%tr for {loop} %}}", *blanks], list(cells), ["{%tr endfor %}", *blanks]]
    table = _table(container, widths, 1 + len(lines), "Tabel Kantor")
    for row, texts in zip(table.rows, [list(heads), *lines], strict=True):
        style = "Kepala Tabel" if row._index == 0 else "Isi Tabel"
        for cell, text in zip(row.cells, texts, strict=True):
            _fill_cell(cell, text, style)
    _set(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    for cell in table.rows[0].cells:
        _set(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=SHADE)
    return table


def signatures(container: Any, blocks: Sequence[Sequence[str]], width: float) -> Any:
    """Blocks beside each other, never broken: lines above, name, lines below.

    A block is (role, name, line below...); the room for the signature is above the name.
    """
    table = _table(container, [width / len(blocks)] * len(blocks), 1, "Tabel Polos")
    for cell, (role, name, *below) in zip(table.rows[0].cells, blocks, strict=True):
        _fill_cell(cell, role, "Tanda Tangan")
        write(cell, name, "Nama Penanda Tangan")
        for line in below:
            write(cell, line, "Tanda Tangan")
    return table


def photo_cell(cell: Any, photo: str, *, guard: str = "") -> None:
    """A photo with its caption in an empty cell; both only where ``guard`` holds."""
    before, after = (f"{{% if {guard} %}}", "{% endif %}") if guard else ("", "")
    fill(cell.paragraphs[0], f"{before}{{{{ {photo}.gambar }}}}{after}")
    # Its row is not cut anyhow; kept with the next, LibreOffice begins long tables on a new page.
    cell.paragraphs[0].paragraph_format.keep_with_next = False
    _set(cell._tc.get_or_add_tcPr(), "w:vAlign", val="bottom")
    caption = f"**Foto {{{{ {photo}.nomor }}}}.** {{{{ {photo}.keterangan }}}}"
    write(cell, f"{before}{caption}{after}", "Keterangan Foto")


def plain_table(
    container: Any, widths: Sequence[float], rows: Sequence[Sequence[tuple[str, str]]]
) -> Any:
    """A table without borders; each cell is (text, style)."""
    table = _table(container, widths, len(rows), "Tabel Polos")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, (text, style) in zip(row.cells, cells, strict=True):
            _fill_cell(cell, text, style)
    return table


def to_bytes(document: Any) -> bytes:
    """The document as a .docx; the same document gives the same bytes."""
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [*_ORDER, *sorted(name for name in parts if name not in _ORDER)]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name])
    return made.getvalue()


def _table(container: Any, widths: Sequence[float], rows: int, style: str) -> Any:
    """A table of fixed widths whose rows do not break over pages."""
    if hasattr(container, "add_section"):  # the document itself
        table = container.add_table(rows, len(widths))
    elif hasattr(container, "is_linked_to_previous"):  # a header or footer
        table = container.add_table(rows, len(widths), Mm(sum(widths)))
    else:
        table = container.add_table(rows, len(widths))
    table.style = style
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set(table._tbl.tblPr, "w:tblW", w=str(_twips(sum(widths))), type="dxa")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    for row in table.rows:
        _set(row._tr.get_or_add_trPr(), "w:cantSplit")
    return table


def _twips(width: float) -> int:
    return round(width * 1440 / 25.4)


def _fill_cell(cell: Any, text: str, style: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    fill(paragraph, text)


def _only_paragraph(container: Any, style: str) -> Any:
    container.is_linked_to_previous = False
    paragraph = container.paragraphs[0]
    paragraph.style = style
    return paragraph


def _drop_first_paragraph(container: Any) -> None:
    first = container.paragraphs[0]._p
    first.getparent().remove(first)


_BEFORE = {  # what must stand behind an element in its parent, by the schema
    "w:cantSplit": ("w:tblHeader", "w:jc"),
    "w:tblHeader": ("w:jc",),
    "w:shd": ("w:noWrap", "w:tcMar", "w:vAlign"),
    "w:vAlign": ("w:hideMark",),
    "w:pBdr": ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    "w:tblW": ("w:jc", "w:tblLayout", "w:tblLook"),
}


def _set(parent: Any, tag: str, **attributes: str) -> Any:
    """The child ``tag`` with its attributes, made in its place where it is not there."""
    child = parent.find(qn(tag))
    if child is None:
        child = OxmlElement(tag)
        later = [one for one in parent if one.tag in {qn(name) for name in _BEFORE.get(tag, ())}]
        if later:
            later[0].addprevious(child)
        else:
            parent.append(child)
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), value)
    return child


def _rule_below(paragraph: Any, size: int) -> None:
    _rule(paragraph, "w:bottom", size)


def _rule_above(paragraph: Any) -> None:
    _rule(paragraph, "w:top", 4)


def _rule(paragraph: Any, side: str, size: int) -> None:
    border = _set(paragraph._p.get_or_add_pPr(), "w:pBdr")
    _set(border, side, val="single", sz=str(size), space="4", color=RULE)
