"""Many documents as one: each keeps its header, footer, page numbers, lists, notes and pictures."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from openxml_audit import OpenXmlValidator
from openxml_audit.errors import FileFormat

from kepesertaan.word import pdf
from kepesertaan.word.merge import merge
from kepesertaan.word.package import read_package
from kepesertaan.word.parts import parse, relations, w
from kepesertaan.word.pdf import joined, page_count, to_pdf
from kepesertaan.word.picture import Picture
from kepesertaan.word.soundness import check_document
from kepesertaan.word.template import open_template, render
from word_makes import PNG, changed, docx, field, names, p, part, run

NUMBERING = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
LISTED = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>{}</w:p>'
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
TOTAL = f"<w:p>{run('{{ nama }} ')}{field('PAGE')}{run(' dari ')}{field('NUMPAGES')}</w:p>"


def template(body: str, **more: Any) -> bytes:
    return docx(body, header=p("Kepala {{ nama }}"), footer=TOTAL, **more)


def reports(data: bytes, *rows: dict[str, Any]) -> list[bytes]:
    opened = open_template(data, "t.docx")
    return [render(opened, row).data for row in rows]


TWO_PAGES = template(
    f"<w:p>{run('Satu {{ nama }}')}{field('NUMPAGES')}</w:p>"
    + BREAK
    + p("Dua {{ nama }} {{ foto }}")
)
ROWS = [{"nama": f"PT Contoh {n} & Rekan", "foto": Picture(PNG, 10, 10, "f")} for n in (1, 2, 3)]


def sections(data: bytes) -> list[Any]:
    return list(python_docx.Document(io.BytesIO(data)).sections)


def test_each_report_keeps_its_header_footer_and_first_page() -> None:
    merged = merge(reports(TWO_PAGES, *ROWS))
    found = sections(merged)
    assert [s.header.paragraphs[0].text for s in found] == [f"Kepala {r['nama']}" for r in ROWS]
    assert all(r["nama"] in s.footer.paragraphs[0].text for s, r in zip(found, ROWS, strict=True))
    assert (
        re.findall(r'<w:pgNumType w:start="1"/>', part(merged))
        == ['<w:pgNumType w:start="1"/>'] * 3
    )
    assert check_document(merged, pictures=3) == []


def test_how_many_pages_counts_the_reports_own() -> None:
    merged = merge(reports(TWO_PAGES, *ROWS))
    footers = [part(merged, name) for name in names(merged) if "footer" in name]
    assert len(footers) == 3
    for xml in (*footers, part(merged)):
        assert "SECTIONPAGES" in xml
        assert "NUMPAGES" not in xml


def test_the_same_picture_and_the_same_header_are_kept_once() -> None:
    data = docx(p("{{ nama }} {{ foto }}"), header=p("Kantor"))
    merged = merge(reports(data, *ROWS))
    assert len([name for name in names(merged) if "media/" in name]) == 1
    assert len([name for name in names(merged) if "header" in name]) == 1


def test_a_report_without_a_header_gets_none_from_the_one_before() -> None:
    with_header, without = docx(p("a"), header=p("Kepala")), docx(p("b"))
    merged = merge([with_header, without, with_header])
    assert [s.header.paragraphs[0].text for s in sections(merged)] == ["Kepala", "", "Kepala"]
    assert not any(s.header.is_linked_to_previous for s in sections(merged))


def test_lists_begin_anew_in_each_report() -> None:
    data = template(
        LISTED.format(run("a")) + LISTED.format(run("b")) + p("{{ nama }}"),
        rels=(("r9", "numbering", "numbering.xml"),),
        members={"word/numbering.xml": NUMBERING.encode()},
        types={"word/numbering.xml": f"{WORD}numbering+xml"},
    )
    merged = merge(reports(data, *ROWS))
    assert re.findall(r'w:numId w:val="(\d)"', part(merged)) == ["1", "1", "2", "2", "3", "3"]
    numbering = part(merged, "word/numbering.xml")
    assert numbering.count("<w:startOverride") == 2
    assert numbering.count("<w:abstractNum ") == 1
    assert check_document(merged) == []


def test_notes_and_bookmarks_go_along() -> None:
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    mark = '<w:bookmarkStart w:id="0" w:name="ref"/>{}<w:bookmarkEnd w:id="0"/>'
    data = docx(
        f"<w:p>{mark.format(run('{{ nama }}'))}{note}</w:p><w:p>{field('REF ref')}</w:p>",
        footnotes=("Catatan {{ nama }}",),
    )
    merged = merge(reports(data, *ROWS))
    notes = part(merged, "word/footnotes.xml")
    for number, row in enumerate(ROWS, 1):
        assert (
            f'w:id="{number}"><w:p><w:r><w:t xml:space="preserve">Catatan PT Contoh {number}'
            in notes
        )
        assert row["nama"].replace("&", "&amp;") in notes
    assert re.findall(r'footnoteReference w:id="(\d)"', part(merged)) == ["1", "2", "3"]
    assert re.findall(r" REF (\w+)", part(merged)) == ["ref", "ref_2", "ref_3"]
    assert check_document(merged) == []


def test_a_report_that_ends_with_a_table_or_has_sections_of_its_own() -> None:
    wide = ('<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/><w:pgSz w:w="16838" w:h="11906"/>'
            "</w:sectPr></w:pPr></w:p>")  # fmt: skip
    ends = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    merged = merge([docx(wide + p("a") + ends), docx(p("b"))])
    found = sections(merged)
    assert [s.page_width.mm > 250 for s in found] == [True, False, False]
    assert "continuous" not in part(merged)
    assert check_document(merged) == []


def test_styles_only_a_later_report_has_come_along() -> None:
    data = docx(p("a", style="Judul"))
    styles = part(data, "word/styles.xml").replace("Judul", "Lain")
    other = changed(docx(p("b", style="Lain")), styles=styles)
    assert check_document(merge([data, other])) == []


def test_merging_gives_the_same_bytes_and_refers_to_all_it_holds() -> None:
    made = reports(TWO_PAGES, *ROWS)
    merged = merge(made)
    assert merged == merge(made)
    members = read_package(merged, "t")
    reached = {rel.target for name in ("", *members) for rel in relations(members, name)}
    kept = {name for name in members if not name.endswith(".rels")}
    assert kept - reached == {"[Content_Types].xml"}


def test_one_alone_stays_as_it_is_and_none_is_a_mistake() -> None:
    assert merge([b"x"]) == b"x"
    with pytest.raises(ValueError, match="nothing"):
        merge([])


def test_a_validator_finds_nothing_in_a_merged_file(tmp_path: Path) -> None:
    validator = OpenXmlValidator(FileFormat.MICROSOFT_365)
    path = tmp_path / "gabung.docx"
    shipped = Path(pdf.__file__).parents[1] / "templates" / "berita_acara_kunjungan_2.docx"
    visits = [{"nama_perusahaan": row["nama"]} for row in ROWS]
    made = reports(shipped.read_bytes(), *visits)
    small = reports(TWO_PAGES, *ROWS)
    for data in (small[0], merge(small), made[0], merge(made)):
        path.write_bytes(data)
        said = [one.description for one in validator.validate(path).errors]
        assert [text for text in said if "required relationship" not in text] == []


@pytest.mark.libreoffice
def test_pages_of_the_merged_file_are_the_pages_of_all(soffice: str) -> None:
    assert soffice
    made = reports(TWO_PAGES, *ROWS)
    *each, whole = to_pdf([*made, merge(made)])
    assert [one.pages for one in each] == [2, 2, 2]
    assert whole.pages == 6
    assert {one.maker for one in each} == {"LibreOffice"}
    together = [one.data for one in each]
    assert (joined(together).pages, page_count(joined(together).data)) == (6, 6)
    assert joined(together) == joined(together)


def test_reports_of_different_templates_bring_their_own_lists_and_notes() -> None:
    def listed(form: str) -> dict[str, Any]:
        numbering = NUMBERING.replace('"decimal"', f'"{form}"').encode()
        return {"rels": (("r9", "numbering", "numbering.xml"),),
                "members": {"word/numbering.xml": numbering},
                "types": {"word/numbering.xml": f"{WORD}numbering+xml"}}  # fmt: skip

    note = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    plain = docx(p("polos"))
    letters = docx(LISTED.format(run("a")) + note, footnotes=("Catatan",), **listed("upperLetter"))
    numbers = docx(LISTED.format(run("b")), **listed("decimal"))
    merged = merge([plain, letters, numbers, letters])
    used = re.findall(r'w:numId w:val="(\d+)"', part(merged))
    assert len(set(used)) == 3
    root = parse(part(merged, "word/numbering.xml").encode())
    forms = {a.get(w("abstractNumId")): a.find(f".//{w('numFmt')}").get(w("val"))
             for a in root.iter(w("abstractNum"))}  # fmt: skip
    abstract = {n.get(w("numId")): n.find(w("abstractNumId")).get(w("val"))
                for n in root.iter(w("num"))}  # fmt: skip
    assert [forms[abstract[one]] for one in used] == ["upperLetter", "decimal", "upperLetter"]
    assert len(forms) == 2
    assert re.findall(r'footnoteReference w:id="(\d)"', part(merged)) == ["1", "2"]
    assert part(merged, "word/footnotes.xml").count("Catatan") == 2
    assert check_document(merged) == []


def test_a_part_a_report_lost_does_not_stop_the_others() -> None:
    broken = docx(p("a"), rels=(("r9", "image", "NULL"),))
    assert len(sections(merge([docx(p("b")), broken]))) == 2
