"""Contents and lists of a Word document: what stands in them, and that their numbers are printed."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree
from pypdf import PdfReader, PdfWriter

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.word.contents import fill_contents
from kepesertaan.word.page_labels import Section, Spot, label_pages
from long_report import Report, field, long_report, printed_pages

EXPORT = (
    'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
)
LayOut = Callable[[bytes], bytes]


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"-env:UserInstallation={tmp_path_factory.mktemp('profil').as_uri()}"


@pytest.fixture
def lay_out(soffice: str, profile: str, tmp_path: Path) -> LayOut:
    def convert(data: bytes) -> bytes:
        source = tmp_path / "laporan.docx"
        source.write_bytes(data)
        command = [soffice, profile, "--headless", "--convert-to", EXPORT, "--outdir", tmp_path]
        subprocess.run(
            [*map(str, command), str(source)], check=True, capture_output=True, timeout=120
        )
        return source.with_suffix(".pdf").read_bytes()

    return convert


def body(data: bytes) -> Any:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def shown(data: bytes) -> list[str]:
    """The text of each paragraph as it is stored, without instructions."""
    w = qn("w:p").removesuffix("p")
    return [
        "".join(t.text or "" if t.tag == w + "t" else "\t" for t in p.iter(w + "t", w + "tab") if t.getparent().tag == w + "r")
        for p in body(data).iter(w + "p")
    ]  # fmt: skip


@pytest.mark.libreoffice
def test_the_lists_name_the_numbers_that_the_pages_print(lay_out: LayOut) -> None:
    report = long_report()
    filled = fill_contents(report.data(), lay_out)
    pages = [page.extract_text() for page in PdfReader(BytesIO(lay_out(filled.data))).pages]
    assert len(pages) > 40
    printed = printed_pages(pages)
    listed = [[(one.text, one.page) for one in filled.entries if one.place == k] for k in range(3)]
    assert listed[0] == [(text, printed[mark]) for text, mark in report.marks]
    for k, label in ((1, "Gambar"), (2, "Tabel")):
        assert listed[k] == [(text, printed[mark]) for text, mark in report.captions[label]]
    numbers = {page for _, page in listed[0]}
    assert {"i", "ii", "v", "1", "36", "A-1", "B-1"} <= numbers
    contents = " ".join(" ".join(pages[2:5]).split())  # as printed, not as stored
    assert re.search(r"BAB III Studi case 3\.+ ?19 III\.1", contents)
    assert any("A-1" in note for note in filled.notes)
    again = fill_contents(filled.data, lay_out, verify=True)
    assert again.data == filled.data


@pytest.mark.libreoffice
def test_long_lists_in_front_of_the_text_move_no_number(lay_out: LayOut) -> None:
    """The contents alone take more than nine pages, and count on into the text."""
    made = Report()
    made.number(made.doc.sections[0], "decimal", 7, "")
    made.listing("Daftar Isi", 'TOC \\o "1-2" \\h')
    for k in range(420):
        made.heading(f"Bagian {k} " + "panjang " * (k % 14), 2)
    filled = fill_contents(made.data(), lay_out, verify=True)
    printed = printed_pages(
        [p.extract_text() for p in PdfReader(BytesIO(lay_out(filled.data))).pages]
    )
    assert [one.page for one in filled.entries] == [printed[mark] for _, mark in made.marks]
    assert int(filled.entries[1].page) - int(filled.entries[0].page) > 9


@pytest.mark.libreoffice
def test_sections_within_a_page_and_on_odd_pages_count_as_printed(lay_out: LayOut) -> None:
    made = Report()
    made.number(made.doc.sections[0], "lowerRoman", 1, "")
    made.listing("Daftar Isi", 'TOC \\o "1-2" \\h')
    begins = (
        WD_SECTION.ODD_PAGE, WD_SECTION.ODD_PAGE, WD_SECTION.CONTINUOUS, WD_SECTION.EVEN_PAGE,
        WD_SECTION.CONTINUOUS,
    )  # fmt: skip
    for k, begin in enumerate(begins):
        new = made.doc.add_section(begin)
        new.footer.is_linked_to_previous = False
        made.number(new, "decimal", None, "")
        title = made.heading(f"Bagian {k}", 1)
        title.paragraph_format.page_break_before = k == len(begins) - 1
        made.fill(7)
        made.heading(f"Akhir {k}", 2)
    filled = fill_contents(made.data(), lay_out)
    printed = printed_pages(
        [p.extract_text() for p in PdfReader(BytesIO(lay_out(filled.data))).pages]
    )
    assert [one.page for one in filled.entries] == [printed[mark] for _, mark in made.marks]


def test_without_a_layout_titles_stand_and_word_is_asked(tmp_path: Path) -> None:
    report = long_report(chapters=1, sections=2)
    filled = fill_contents(report.data())
    assert [one.text for one in filled.entries if one.place == 0] == [
        text for text, _ in report.marks
    ]
    assert {one.page for one in filled.entries} == {""}
    assert "BAB I Studi case 1\t" in shown(filled.data)
    assert "updateFields" in part(filled.data, "word/settings.xml")
    assert filled.notes[-1].startswith("Nomor halaman belum terisi. Buka di Word")
    assert fill_contents(filled.data).data == filled.data


def test_the_fields_stay_alive_and_every_line_has_its_target() -> None:
    filled = fill_contents(long_report(chapters=2, sections=3).data())
    root = body(filled.data)
    kinds = [one.get(qn("w:fldCharType")) for one in root.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("end") == kinds.count("separate")
    instructions = [one.text.strip() for one in root.iter(qn("w:instrText"))]
    assert 'TOC \\o "1-3" \\h \\z \\u' in instructions
    assert 'TOC \\h \\z \\c "Tabel"' in instructions
    names = [one.get(qn("w:name")) for one in root.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))
    assert "_Toc123" in names  # was there before, and is used
    anchors = [one.get(qn("w:anchor")) for one in root.iter(qn("w:hyperlink"))]
    assert anchors == [one.bookmark for one in filled.entries]
    assert set(anchors) <= set(names)
    ids = [one.get(qn("w:id")) for one in root.iter(qn("w:bookmarkStart"))]
    assert len(ids) == len(set(ids))
    styles = part(filled.data, "word/styles.xml")
    assert all(
        f'w:name w:val="{name}"' in styles for name in ("toc 1", "toc 3", "table of figures")
    )
    tab = (
        next(root.iter(qn("w:hyperlink")))
        .getparent()
        .find(f"{qn('w:pPr')}/{qn('w:tabs')}/{qn('w:tab')}")
    )
    assert (tab.get(qn("w:val")), tab.get(qn("w:leader"))) == ("right", "dot")
    assert "Judul di kotak" not in {one.text for one in filled.entries}
    assert "1 judul atau keterangan di dalam kotak teks tidak masuk daftar." in filled.notes


def test_italic_words_of_a_title_are_italic_in_the_list() -> None:
    root = body(fill_contents(long_report(chapters=1, sections=1).data()).data)
    (line,) = (p for p in root.iter(qn("w:hyperlink")) if "Studi" in "".join(p.itertext()))
    texts = {
        "".join(run.itertext()): run.find(f"{qn('w:rPr')}/{qn('w:i')}") is not None
        for run in line.iter(qn("w:r"))
    }
    assert (texts["BAB I Studi "], texts["case"], texts[" 1"]) == (False, True, False)


def document(*blocks: str) -> bytes:
    """A document of the given body XML."""
    made = docx.Document()
    for block in blocks:
        made.element.body.insert(-1, parse_xml(block.replace(">", f" {nsdecls('w')}>", 1)))
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def p(inner: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inner}</w:p>"


def r(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def fld(instruction: str, result: str = "") -> str:
    told = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    return mark("begin") + told + mark("separate") + result + mark("end")


TOC = p(fld('TOC \\o "1-3" \\h \\u', r("lama")))
H1 = "Heading1"

TITLES: dict[str, tuple[str, list[str]]] = {
    "plain": (p(r("Judul"), H1), ["Judul"]),
    "in pieces": (p(r("Ju") + r("dul"), H1), ["Judul"]),
    "break and tab": (p(r("BAB I") + "<w:r><w:br/></w:r>" + "<w:r><w:tab/></w:r>" + r("AWAL"), H1), ["BAB I AWAL"]),
    "empty": (p("", H1) + "", []),
    "blanks": (p(r("  "), H1), []),
    "signs": (p(r("A &amp; B &lt;C&gt;"), H1), ["A & B <C>"]),
    "inserted": (p(f'<w:ins w:id="1" w:author="x">{r("Baru")}</w:ins>', H1), ["Baru"]),
    "deleted": (p('<w:del w:id="1" w:author="x"><w:r><w:delText>Lama</w:delText></w:r></w:del>' + r("Sisa"), H1), ["Sisa"]),
    "moved away": (p(f'<w:moveFrom w:id="1" w:author="x">{r("Pindah")}</w:moveFrom>', H1), []),
    "hidden": (p(r("Tampak") + r(" gaib", "<w:vanish/>"), H1), ["Tampak"]),
    "a field": (p(r("Bab ") + fld("SEQ Bab \\* ROMAN", r("I")), H1), ["Bab I"]),
    "nested fields": (p(r("Bab ") + mark("begin") + "<w:r><w:instrText> IF </w:instrText></w:r>" + fld("PAGE", r("9")) + mark("separate") + r("satu") + mark("end"), H1), ["Bab satu"]),
    "simple field": (p(r("Bab ") + f'<w:fldSimple w:instr=" SEQ Bab ">{r("8")}</w:fldSimple>', H1), ["Bab 8"]),
    "linked": (p(f'<w:hyperlink w:anchor="x">{r("Tautan")}</w:hyperlink>', H1), ["Tautan"]),
    "in a control": (f"<w:sdt><w:sdtContent>{p(r('Kendali'), H1)}</w:sdtContent></w:sdt>", ["Kendali"]),
    "footnote": (p(r("Judul") + '<w:r><w:footnoteReference w:id="2"/></w:r>', H1), ["Judul"]),
    "a box with half a field": (p(f"<w:r><w:pict><w:txbxContent><w:p>{mark('begin')}</w:p></w:txbxContent></w:pict></w:r>" + r("Judul"), H1), ["Judul"]),
    "fourth level": (p(r("Empat"), "Heading4"), []),
    "outline": (p(r("Garis"), "", '<w:outlineLvl w:val="2"/>'), ["Garis"]),
    "outline too deep": (p(r("Garis"), "", '<w:outlineLvl w:val="3"/>'), []),
    "outline of text": (p(r("Isi"), "", '<w:outlineLvl w:val="9"/>'), []),
    "running text": (p(r("Isi")), []),
}  # fmt: skip


@pytest.mark.parametrize(("block", "texts"), TITLES.values(), ids=list(TITLES))
def test_what_is_listed_of_a_title(block: str, texts: list[str]) -> None:
    filled = fill_contents(document(TOC, block, p(r("Akhir"))))
    assert [one.text for one in filled.entries] == texts
    is_tracked = any("perubahan terlacak" in note for note in filled.notes)
    assert is_tracked == any(mark in block for mark in ("w:ins ", "w:del ", "w:moveFrom "))
    if not texts:
        assert "Belum ada judul." in shown(filled.data)


def test_old_lines_go_and_what_stands_around_a_list_stays() -> None:
    old = (
        p(r("Sebelum ") + mark("begin") + "<w:r><w:instrText>TOC \\o</w:instrText></w:r>" + mark("separate") + r("usang 1")),
        p(r("usang 2") + fld("PAGEREF _Toc1 \\h", r("9"))),
        p(mark("end") + r("Sesudah")),
    )  # fmt: skip
    filled = fill_contents(document(*old, p(r("Judul"), H1)))
    assert shown(filled.data)[:4] == ["Sebelum ", "Judul\t", "Sesudah", "Judul"]
    assert fill_contents(filled.data).data == filled.data


def test_a_list_may_begin_in_the_paragraph_where_another_ends() -> None:
    """As Word leaves two lists that were put in one after the other."""
    one, two = "TOC \\h \\c Gambar_2.", 'TOC \\h \\c "Tabel"'

    def told(instruction: str) -> str:
        return f"<w:r><w:instrText> {instruction} </w:instrText></w:r>{mark('separate')}"

    lists = (
        p(mark("begin") + told(one) + r("usang")),
        p(r("usang") + mark("end") + mark("begin") + told(two)),
        p(r("usang juga") + mark("end")),
    )
    captions = (
        p(r("Gambar 2.") + fld("SEQ Gambar_2.", r("1")) + r(" Alur")),
        p(r("Tabel ") + fld("SEQ Tabel", r("1")) + r(" Isi")),
    )
    filled = fill_contents(document(*lists, *captions))
    assert shown(filled.data)[:3] == ["Gambar 2.1 Alur\t", "Tabel 1 Isi\t", "Gambar 2.1 Alur"]
    assert fill_contents(filled.data).data == filled.data


def bookmark(name: str, number: int) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def test_bookmarks_stay_whole_and_each_title_has_its_own() -> None:
    ends = '<w:bookmarkEnd w:id="{}"/>'.format
    blocks = (
        p(mark("begin") + "<w:r><w:instrText>TOC \\o</w:instrText></w:r>" + mark("separate") + bookmark("separuh", 5) + r("usang")),
        p(mark("end")),
        p(ends(5) + r("Biasa") + bookmark("_Toc9000001", 6) + ends(6)),
        p(bookmark("_Toc7", 7) + r("Satu") + ends(7), H1),
        p(bookmark("_Toc7", 8) + r("Dua") + ends(8), H1),
    )  # fmt: skip
    filled = fill_contents(document(*blocks))
    root = body(filled.data)
    starts = {one.get(qn("w:id")) for one in root.iter(qn("w:bookmarkStart"))}
    assert starts == {one.get(qn("w:id")) for one in root.iter(qn("w:bookmarkEnd"))}
    assert "5" not in starts
    assert [one.bookmark for one in filled.entries] == ["_Toc9000002", "_Toc9000003"]


WISHES: dict[str, tuple[str, list[str]]] = {
    "levels": ('TOC \\o "2-2"', ["Dua"]),
    "no switch": ("TOC", ["Satu", "Dua", "Tiga"]),
    "outline only": ("TOC \\u", ["Satu", "Dua", "Tiga", "Garis"]),
    "styles of one's own": ('TOC \\t "Subtitle,1"', ["Anak judul"]),
    "in Indonesian Windows": ('TOC \\h \\t "Subtitle;1"', ["Anak judul"]),
    "captions": ('TOC \\c "Gambar"', ["Gambar 1 Alur"]),
    "captions in another case": ('TOC \\c "gambar"', ["Gambar 1 Alur"]),
    "captions of another label": ('TOC \\c "Grafik"', []),
}


@pytest.mark.parametrize(("instruction", "texts"), WISHES.values(), ids=list(WISHES))
def test_a_list_holds_what_its_field_asks_for(instruction: str, texts: list[str]) -> None:
    blocks = (
        p(r("Satu"), H1), p(r("Dua"), "Heading2"), p(r("Tiga"), "Heading3"),
        p(r("Garis"), "", '<w:outlineLvl w:val="0"/>'), p(r("Anak judul"), "Subtitle"),
        p(r("Gambar ") + fld("SEQ Gambar", r("1")) + r(" Alur"), "Caption"),
    )  # fmt: skip
    filled = fill_contents(document(p(fld(instruction)), *blocks))
    assert [one.text for one in filled.entries] == texts
    linked = "w:hyperlink" in part(filled.data, "word/document.xml")
    assert linked == ("\\h" in instruction)


def test_a_list_that_cannot_be_understood_is_left_and_told() -> None:
    data = document(p(fld("TOC \\f x", r("lama"))), p(r("Judul"), H1))
    filled = fill_contents(data)
    assert "lama" in shown(filled.data)
    assert any("cara yang tidak dikenal: TOC \\f x" in note for note in filled.notes)


def test_a_document_without_a_list_stays_as_it_is() -> None:
    data = document(p(r("Judul"), H1))
    filled = fill_contents(data)
    assert filled.data == data
    assert filled.notes == [
        "Dokumen tidak meminta daftar isi; sisipkan lewat Referensi, Daftar Isi di Word."
    ]


def test_entries_tell_what_is_listed_where() -> None:
    found = fill_contents(long_report(chapters=1, sections=2).data())
    assert [one.kind for one in found.entries if one.place < 2][-1] == "daftar"
    assert [
        one.level for one in found.entries if one.text.startswith(("BAB I Studi", "I.1 B", "Hasil"))
    ] == [1, 2, 3, 3]
    assert [one.text for one in found.entries if one.place == 2] == [
        "Tabel 1.1 Jumlah 1 #008#",
        "Tabel 1.2 Jumlah 2 #012#",
    ]


SEQUENCES: dict[str, tuple[list[str], list[str]]] = {
    "counting": (["SEQ G", "SEQ G", "SEQ T", "SEQ G"], ["1", "2", "1", "3"]),
    "again": (["SEQ G", "SEQ G \\c", "SEQ G"], ["1", "1", "2"]),
    "restart": (["SEQ G", "SEQ G \\r 1", "SEQ G \\r 7", "SEQ G"], ["1", "1", "7", "8"]),
    "by chapter": (["SEQ G \\s 1", "SEQ G \\s 1", "#", "SEQ G \\s 1"], ["1", "2", "1"]),
    "letters": (["SEQ G \\* ALPHABETIC", "SEQ G \\* roman", "SEQ G \\* MERGEFORMAT"], ["A", "ii", "3"]),
    "hidden": (["SEQ G \\h", "SEQ G"], ["0", "2"]),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "numbers"), SEQUENCES.values(), ids=list(SEQUENCES))
def test_captions_are_counted_as_word_counts_them(fields: list[str], numbers: list[str]) -> None:
    blocks = [p(r("Bab"), H1) if one == "#" else p(fld(one, r("0"))) for one in fields]
    filled = fill_contents(document(p(fld('TOC \\c "G"')), *blocks))
    texts = [text for text in shown(filled.data) if text.isalnum() and text != "Bab"]
    assert texts[-len(numbers) :] == numbers
    told = [note for note in filled.notes if "nomor keterangan diperbarui" in note]
    assert bool(told) is True
    assert any("LibreOffice" in note for note in filled.notes) == (numbers == ["1", "2", "1"])


KEPT: dict[str, tuple[list[tuple[str, str]], list[str], int]] = {
    "as shown": ([("SEQ G", "4"), ("SEQ G", "7")], ["4", "7"], 2),
    "right": ([("SEQ G", "1"), ("SEQ G", "2")], ["1", "2"], 0),
    "twice the same": ([("SEQ G", "1"), ("SEQ G", "1")], ["1", "2"], 0),
    "none": ([("SEQ G", "1"), ("SEQ G", "")], ["1", "2"], 0),
    "another than it says itself": ([("SEQ G \\r 1", "3"), ("SEQ G", "4")], ["1", "2"], 0),
    "of another label": ([("SEQ G", "5"), ("SEQ T", "0")], ["5", "1"], 1),
}


@pytest.mark.parametrize(("fields", "numbers", "left"), KEPT.values(), ids=list(KEPT))
def test_numbers_that_people_see_are_kept_unless_nobody_counted_them(
    fields: list[tuple[str, str]], numbers: list[str], left: int
) -> None:
    blocks = [p(r("Gambar ") + fld(one, r(number) if number else "")) for one, number in fields]
    filled = fill_contents(document(p(fld('TOC \\c "G"')), *blocks))
    assert [text.split()[-1] for text in shown(filled.data)[-len(fields) :]] == numbers
    told = [note for note in filled.notes if "dibiarkan sampai F9" in note]
    assert [note.split()[0] for note in told] == [str(left)] * bool(left)


def test_a_list_of_one_thing_can_be_left_out_with_its_title() -> None:
    def made(*captions: str) -> bytes:
        page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        lists = (TOC, page, p(r("DAFTAR GAMBAR"), H1), p(fld('TOC \\h \\c "Gambar"')), page)
        blocks = (p(r(f"{one} ") + fld("SEQ Gambar") + r(" x"), "Caption") for one in captions)
        return document(*lists, p(r("BAB I"), H1), *blocks)

    one, two = made("Gambar"), made("Gambar", "Gambar")
    kept = fill_contents(one)
    assert "DAFTAR GAMBAR" in shown(kept.data)
    dropped = fill_contents(one, least=2)
    assert shown(dropped.data) == ["BAB I\t", "", "BAB I", "Gambar 1 x"]
    assert "Daftar gambar ditiadakan karena isinya kurang dari 2." in dropped.notes
    assert "DAFTAR GAMBAR" in shown(fill_contents(two, least=2).data)


def test_an_empty_list_says_so() -> None:
    filled = fill_contents(document(p(fld('TOC \\h \\c "Gambar"'))))
    assert shown(filled.data) == ["Tidak ada gambar."]
    assert fill_contents(filled.data).data == filled.data


def section(
    start: int | None = None, form: str = "decimal", prefix: str = "", kind: str = "nextPage"
) -> Section:
    return Section(start, form, prefix, kind)


ROMAN = "lowerRoman"
LABELS: dict[str, tuple[list[Section], list[Spot], list[str]]] = {
    "one": ([section()], [Spot(0, 72)], ["1", "2", "3"]),
    "restart": ([section(1, ROMAN), section(1)], [Spot(0, 72), Spot(2, 72)], ["i", "ii", "1", "2"]),
    "counting on": ([section(4, ROMAN), section()], [Spot(0, 72), Spot(2, 72)], ["iv", "v", "6"]),
    "appendices": ([section(), section(1, prefix="A-"), section(1, prefix="B-")], [Spot(0, 72), Spot(1, 72), Spot(3, 72)], ["1", "A-1", "A-2", "B-1"]),
    "within a page": ([section(), section(kind="continuous"), section()], [Spot(0, 72), Spot(0, 300), Spot(2, 72)], ["1", "2", "3"]),
    "within a page, other form": ([section(1, ROMAN), section(1, kind="continuous")], [Spot(0, 72), Spot(1, 300)], ["i", "ii", "1"]),
    "at the top of a page": ([section(1, ROMAN), section(1, kind="continuous")], [Spot(0, 72), Spot(1, 80)], ["i", "1", "2"]),
    "odd page": ([section(), section(kind="oddPage")], [Spot(0, 72), Spot(2, 72)], ["1", "2", "3"]),
    "odd page, blank left out": ([section(), section(kind="oddPage")], [Spot(0, 72), Spot(1, 72)], ["1", "3", "4"]),
    "two on a page": ([section(), section(kind="continuous"), section(9, kind="continuous")], [Spot(0, 72), Spot(0, 200), Spot(0, 300)], ["1", "9", "10"]),
}  # fmt: skip


@pytest.mark.parametrize(("sections", "starts", "labels"), LABELS.values(), ids=list(LABELS))
def test_pages_are_numbered_as_their_sections_say(
    sections: list[Section], starts: list[Spot], labels: list[str]
) -> None:
    assert label_pages(sections, starts, len(labels) - 1) == labels


@pytest.mark.libreoffice
def test_a_form_forced_in_the_footer_is_the_one_that_is_listed(lay_out: LayOut) -> None:
    made = Report()
    foot = made.doc.sections[0].footer.paragraphs[0]
    foot.add_run("Halaman <<")
    field(foot, "PAGE \\* roman", "1")
    foot.add_run(">>")
    made.listing("Daftar Isi", 'TOC \\o "1-2" \\h')
    made.heading("Satu", 1).paragraph_format.page_break_before = True
    filled = fill_contents(made.data(), lay_out)
    printed = printed_pages(
        [p.extract_text() for p in PdfReader(BytesIO(lay_out(filled.data))).pages]
    )
    assert (
        [one.page for one in filled.entries]
        == [printed[mark] for _, mark in made.marks]
        == ["i", "ii"]
    )


def outlined(data: bytes) -> bytes:
    """A PDF such as Word makes: each bookmark a line of the outline, here a page for each."""
    writer = PdfWriter()
    for mark in body(data).iter(qn("w:bookmarkStart")):
        page = writer.add_blank_page(595, 842)
        writer.add_outline_item(title=mark.get(qn("w:name")), page_number=page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pages_are_read_from_an_outline_too() -> None:
    data = document(TOC, p(r("Satu"), H1), p(r("Dua"), H1))
    filled = fill_contents(data, outlined)
    # A page each: the section, then each title's passing mark before its lasting one.
    assert [one.page for one in filled.entries] == ["2", "4"]
    again = fill_contents(fill_contents(data).data, outlined)  # was without numbers before
    assert "updateFields" not in part(again.data, "word/settings.xml")


def test_a_layout_that_tells_nothing_leaves_numbers_open() -> None:
    filled = fill_contents(document(TOC, p(r("Judul"), H1)), lambda _data: b"%PDF-1.4 rusak")
    assert [one.page for one in filled.entries] == [""]
    assert filled.notes[-1].startswith("Nomor halaman belum terisi.")


BROKEN = {
    "empty": b"",
    "text": b"bukan dokumen",
    "cut": document(TOC)[:-400],
    "old": b"\xd0\xcf\x11\xe0" + bytes(600),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=list(BROKEN))
def test_what_is_no_document_is_told_in_a_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match=r"simpan lagi sebagai \.docx"):
        fill_contents(data)


def test_nothing_else_of_the_document_is_touched() -> None:
    data = long_report(chapters=1, sections=1).data()
    filled = fill_contents(data).data
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(BytesIO(filled)) as after:
        assert before.namelist() == after.namelist()
        touched = {n for n in before.namelist() if before.read(n) != after.read(n)}
    assert touched == {"word/document.xml", "word/styles.xml", "word/settings.xml"}
