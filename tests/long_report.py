"""A long report for tests: every way to number chapters and pages, and what hides in documents.

Every heading and caption is followed by a mark such as ``#012#`` on the same page, and every page
prints its own number between ``<<`` and ``>>``, so that a reader of the PDF needs no bookmark.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt


def field(paragraph: Any, instruction: str, shown: str) -> None:
    for kind, text in (
        ("begin", ""),
        ("", instruction),
        ("separate", ""),
        ("t", shown),
        ("end", ""),
    ):
        run = paragraph.add_run()
        if kind == "t":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            one = OxmlElement("w:instrText")
            one.set(qn("xml:space"), "preserve")
            one.text = f" {text} "
            run._r.append(one)


class Report:
    """The document while it is written; ``marks``: text and mark of each heading, as listed."""

    def __init__(self) -> None:
        self.doc = docx.Document()
        self.doc.styles["Normal"].font.name = "Liberation Serif"
        self.doc.styles["Normal"].font.size = Pt(12)
        self.marks: list[tuple[str, str]] = []
        self.captions: dict[str, list[tuple[str, str]]] = {"Gambar": [], "Tabel": []}
        self._count = 0

    def mark(self) -> str:
        self._count += 1
        return f"#{self._count:03}#"

    def heading(self, text: str, level: int, pieces: tuple[tuple[str, bool], ...] = ()) -> Any:
        """A heading with its mark; ``pieces``: its runs where they are not one plain text."""
        para = self.doc.add_paragraph(style=f"Heading {level}")
        for one, italic in pieces or ((text, False),):
            para.add_run(one).italic = italic or None
        mark = self.mark()
        self.marks.append((text, mark))
        self.doc.add_paragraph(f"{mark} mulai di sini.").paragraph_format.keep_together = True
        return para

    def fill(self, paragraphs: int) -> None:
        for k in range(paragraphs):
            self.doc.add_paragraph(f"Kalimat {k} tentang kegiatan di kantor cabang. " * 12)

    def caption(self, label: str, chapter: int, text: str, *, first: bool) -> None:
        mark = self.mark()
        para = self.doc.add_paragraph(style="Caption")
        para.add_run(f"{label} {chapter}.")
        field(para, f"SEQ {label} \\* ARABIC" + " \\r 1" * first, "9")
        para.add_run(f" {text} {mark}")
        number = 1 + sum(one.startswith(f"{label} {chapter}.") for one, _ in self.captions[label])
        self.captions[label].append((f"{label} {chapter}.{number} {text} {mark}", mark))

    def listing(self, title: str, instruction: str, *, in_control: bool = False) -> None:
        self.heading(title, 1).paragraph_format.page_break_before = True
        para = self.doc.add_paragraph()
        field(para, instruction, "Klik kanan, lalu perbarui.")
        if in_control:
            control = parse_xml(
                f"<w:sdt {nsdecls('w')}><w:sdtPr><w:docPartObj><w:docPartGallery "
                'w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent/></w:sdt>'
            )
            para._p.addprevious(control)
            control[1].append(para._p)

    def section(
        self, form: str, start: int | None, prefix: str = "", *, wide: bool = False
    ) -> None:
        """A new section from here on, with its own footer."""
        made = self.doc.add_section(WD_SECTION.NEW_PAGE)
        made.footer.is_linked_to_previous = False
        self.number(made, form, start, prefix)
        made.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        made.page_width, made.page_height = (Cm(29.7), Cm(21)) if wide else (Cm(21), Cm(29.7))

    def number(self, section: Any, form: str, start: int | None, prefix: str) -> None:
        numbers = OxmlElement("w:pgNumType")
        numbers.set(qn("w:fmt"), form)
        if start is not None:
            numbers.set(qn("w:start"), str(start))
        for old in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(old)
        section._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")
        para = section.footer.paragraphs[0]
        para.add_run("Laporan <<")
        para.add_run(f" {prefix}" if prefix else "")
        field(para, "PAGE", "1")
        para.add_run(">>")

    def data(self) -> bytes:
        target = BytesIO()
        self.doc.save(target)
        return target.getvalue()


def long_report(chapters: int = 4, sections: int = 9) -> Report:
    """A report of more than 40 pages."""
    made = Report()
    first = made.doc.sections[0]
    first.page_width, first.page_height = Cm(21), Cm(29.7)
    made.doc.add_paragraph("LAPORAN AKHIR")
    made.section("lowerRoman", 1)
    made.heading("Kata Pengantar", 1)
    made.listing("Daftar Isi", 'TOC \\o "1-3" \\h \\z \\u', in_control=True)
    made.listing("Daftar Gambar", 'TOC \\h \\z \\c "Gambar"')
    made.listing("Daftar Tabel", 'TOC \\h \\z \\c "Tabel"')
    made.section("decimal", 1)
    for chapter in range(1, chapters + 1):
        _chapter(made, chapter, sections)
    _traps(made)
    for letter in "AB":
        made.section("decimal", 1, f"{letter}-", wide=letter == "B")
        made.heading(f"Lampiran {letter}", 1)
        made.fill(24)
        made.heading(f"Foto {letter}", 2)
    return made


def _chapter(made: Report, chapter: int, sections: int) -> None:
    roman = ("", "I", "II", "III", "IV", "V")[chapter]
    para = made.heading(
        f"BAB {roman} Studi case {chapter}", 1,
        ((f"BAB {roman}\n", False), ("\tStudi ", False), ("case", True), (f" {chapter}", False)),
    )  # fmt: skip
    para.paragraph_format.page_break_before = True
    for k in range(1, sections + 1):
        made.heading(f"{roman}.{k} Bagian {k}", 2)
        made.fill(4)
        made.caption("Gambar", chapter, f"Alur {k}", first=k == 1)
        made.caption("Tabel", chapter, f"Jumlah {k}", first=k == 1)
        made.heading("Hasil", 3)  # the same words in every part


def _traps(made: Report) -> None:
    """What must not be listed, or is listed in spite of where it stands."""
    doc = made.doc
    doc.add_paragraph("   ", style="Heading 1")
    table = doc.add_table(1, 1)
    cell = table.cell(0, 0).paragraphs[0]
    cell.style = doc.styles["Heading 2"]
    cell.add_run("Judul di tabel")
    mark = made.mark()
    table.cell(0, 0).add_paragraph(mark)
    made.marks.append(("Judul di tabel", mark))
    known = made.heading("Sudah bertanda", 2)
    for kind, at in (("Start", 1), ("End", len(known._p))):
        one = OxmlElement(f"w:bookmark{kind}")
        one.set(qn("w:id"), "77")
        if kind == "Start":
            one.set(qn("w:name"), "_Toc123")
        known._p.insert(at + (kind == "End"), one)
    by_field = made.heading("Bab 7 dengan bidang", 2, (("Bab ", False),))
    field(by_field, "SEQ Bab \\r 7", "3")
    by_field.add_run(" dengan bidang")
    outline = made.heading("Tingkat garis besar", 2)
    outline.style = doc.styles["Normal"]
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "1")
    outline._p.get_or_add_pPr().append(level)
    gone = doc.add_paragraph("Dihapus", style="Heading 1")
    change = parse_xml(f'<w:del {nsdecls("w")} w:id="900" w:author="A"/>')
    gone._p.append(change)
    change.append(gone._p.r_lst[0])
    for text in list(change.iter(qn("w:t"))):
        text.tag = qn("w:delText")
    _boxed(doc)
    _numbered(made)


def _boxed(doc: Any) -> None:
    para = doc.add_paragraph("Di samping kotak.")
    inner = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Judul di kotak</w:t></w:r></w:p>'
    )
    para._p.append(parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape style="width:9cm;height:2cm">'
        f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    ))  # fmt: skip


def _numbered(made: Report) -> None:
    """Headings that Word numbers by itself: 1., 1.1, 1.2."""
    part = made.doc.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{k}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for k, (form, text) in enumerate((("upperRoman", "BAB %1"), ("decimal", "%1.%2")))
    )
    plan = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="990">{levels}</w:abstractNum>'
    )
    part.insert(0, plan)
    part.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="990"><w:abstractNumId w:val="990"/></w:num>')
    )
    for text, level in (
        ("BAB I Bernomor", 0),
        ("I.1 Anak", 1),
        ("I.2 Anak", 1),
        ("BAB II Kedua", 0),
        ("II.1 Anak", 1),
    ):
        para = made.heading(text, level + 1, ((text.split(" ", 1 + (level == 0))[-1], False),))
        numbers = parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="990"/></w:numPr>'
        )
        para._p.get_or_add_pPr().append(numbers)


def printed_pages(texts: list[str]) -> dict[str, str]:
    """The printed page number of each mark, from the texts of a PDF's pages."""
    found: dict[str, str] = {}
    for text in texts:
        (number,) = re.findall(r"<<\s*([^<>]*?)\s*>>", text) or [""]
        for mark in re.findall(r"#\d{3}#", text):
            found[mark] = number  # the last: captions stand in their list as well
    return found
