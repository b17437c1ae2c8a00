"""The checks of a filled document: each finds its fault and leaves what is nearly one alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kepesertaan.word.mend import mended
from kepesertaan.word.soundness import check_document
from word_makes import PNG, changed, docx, field, p, part, row, run, table

MARK = '<w:bookmarkStart w:id="{0}" w:name="{1}"/><w:bookmarkEnd w:id="{0}"/>'
BLIP = (
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="9" cy="9"/>'
    '<wp:docPr id="{0}" name="G"/><a:graphic><a:graphicData uri="x"><a:blip r:embed="{1}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
IMAGE = {
    "rels": (("r9", "image", "media/a.png"),),
    "members": {"word/media/a.png": PNG},
    "defaults": {"png": "image/png"},
}
CELL = "<w:tc><w:tcPr/>{}</w:tc>"
TABLE = "<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl>"


def in_row(cells: str) -> str:
    return TABLE.format(f"<w:tr>{cells}</w:tr>") + p("a")


CASES = [  # the words of the fault, the broken body, what is nearly the same and sound
    ("sel tabel tanpa paragraf", in_row(CELL.format("")), in_row(CELL.format("<w:p/>"))),
    ("sel tabel tanpa paragraf", in_row("<w:tc/>"), in_row(f"<w:tc>{p('a')}</w:tc>")),
    ("berakhir dengan tabel", in_row(CELL.format(table(("a",)))),
     in_row(CELL.format(table(("a",)) + "<w:p/>"))),
    ("baris tabel tanpa sel", TABLE.format(f"<w:tr/>{row(('a',))}"), table(("a",))),
    ("baris tabel tanpa sel", TABLE.format(f"<w:tr><w:trPr/></w:tr>{row(('a',))}"),
     TABLE.format(f"<w:tr><w:sdt><w:sdtContent>{CELL.format(p('a'))}</w:sdtContent></w:sdt></w:tr>")),
    ("tabel tanpa baris", TABLE.format(""), table(("a",))),
    ("paragraf di dalam paragraf", f"<w:p>{p('a')}</w:p>", p("a") + p("b")),
    ("paragraf di dalam paragraf", f"<w:p><w:r>{p('a')}</w:r></w:p>",
     f"<w:p><w:r><w:pict><w:txbxContent>{p('a')}</w:txbxContent></w:pict></w:r></w:p>"),
    ("tabel di dalam paragraf", f"<w:p>{table(('a',))}</w:p>", p("a") + table(("a",))),
    ("teks di luar paragraf", run("a"), p("a")),
    ("teks di luar paragraf", f"<w:p><w:r>{run('a')}</w:r></w:p>",
     f'<w:p><w:ins w:id="1" w:author="a">{run("a")}</w:ins></w:p>'),
    ("tulisan di luar teks", "<w:p>lepas</w:p>", "<w:p> \n</w:p>"),
    ("tidak berpasangan", '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>',
     f"<w:p>{field('PAGE')}</w:p>"),
    ("tidak berpasangan", '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>' * 2,
     f"<w:p>{field('IF 1')[:-len('</w:r>')]}</w:r>{field('PAGE')}</w:p>"),
    ("mengambil isi dari luar", f"<w:p>{field('INCLUDETEXT a')}</w:p>",
     f"<w:p>{field('REF INCLUDETEXT')}</w:p>"),
    ("menunjuk ke yang tidak ada", '<w:p><w:hyperlink r:id="r8"><w:r/></w:hyperlink></w:p>',
     '<w:p><w:hyperlink w:anchor="a"><w:r/></w:hyperlink></w:p>'),
    ("Gaya Asing tidak ada", p("a", style="Asing"), p("a", style="Judul")),
    ("Masih ada tanda tag", p("Halo {{ nama }}"), p("Halo { nama }")),
    ("Masih ada tanda tag", p("Halo {", "% if a"), p("Diskon 5%", "} {")),
    ("dipakai lebih dari sekali", f"<w:p>{MARK.format(1, 'a')}{MARK.format(1, 'b')}</w:p>",
     f"<w:p>{MARK.format(1, 'a')}{MARK.format(2, 'b')}</w:p>"),
    ("dipakai lebih dari sekali", f"<w:p>{MARK.format(1, 'a')}{MARK.format(2, 'a')}</w:p>",
     f"<w:p>{MARK.format(1, 'a')}{MARK.format(2, 'A2')}</w:p>"),
    ("tidak berpasangan", '<w:p><w:bookmarkStart w:id="1" w:name="a"/></w:p>',
     f"<w:p>{MARK.format(1, 'a')}</w:p>"),
    ("huruf kendali", p("a\ufdd0"), p("a\ufdcf")),
]  # fmt: skip
IDS = [f"{number}-{case[0]}" for number, case in enumerate(CASES)]


@pytest.mark.parametrize(("words", "broken", "sound"), CASES, ids=IDS)
def test_a_fault_is_found_and_a_near_miss_is_not(words: str, broken: str, sound: str) -> None:
    said = [fault.text for fault in check_document(docx(broken))]
    assert [text for text in said if words in text], said
    assert check_document(docx(sound)) == []


def test_faults_name_the_part_they_are_in() -> None:
    said = check_document(docx(p("a"), footer="<w:p>lepas</w:p>"))
    assert [fault.text for fault in said] == ["1 tulisan di luar teks (kaki halaman)."]


def test_pictures_are_counted_and_their_numbers_differ() -> None:
    twice = f"<w:p>{BLIP.format(1, 'r9')}{BLIP.format(2, 'r9')}</w:p>"
    assert check_document(docx(twice, **IMAGE), pictures=2) == []
    assert "Ada 2 gambar, seharusnya 3" in check_document(docx(twice, **IMAGE), pictures=3)[0].text
    same = docx(twice.replace('id="2"', 'id="1"'), **IMAGE)
    assert [fault.text for fault in check_document(same)] == [
        "Nomor gambar dipakai lebih dari sekali."
    ]


def test_drawings_of_header_and_body_share_no_number() -> None:
    drawing = f"<w:p>{BLIP.format(1, 'r9')}</w:p>".replace(' r:embed="r9"', "")
    said = check_document(docx(drawing, header=drawing))
    assert "Nomor gambar" in said[0].text


def test_a_picture_that_is_not_there_is_found() -> None:
    data = docx(f"<w:p>{BLIP.format(1, 'r9')}</w:p>", rels=IMAGE["rels"])
    assert "word/media/a.png tidak ada" in check_document(data)[0].text


def test_a_part_of_no_kind_is_found() -> None:
    data = docx(f"<w:p>{BLIP.format(1, 'r9')}</w:p>", rels=IMAGE["rels"], members=IMAGE["members"])
    assert "Jenis bagian word/media/a.png" in check_document(data)[0].text


DAMAGE: list[tuple[str, Callable[[str], str]]] = [
    ("ampersand", lambda xml: xml.replace("isi", "a & b")),
    ("control", lambda xml: xml.replace("isi", "a\x0bb")),
    ("prefix", lambda xml: xml.replace("isi", "<x:y/>")),
    ("cut", lambda xml: xml[:-30]),
]


@pytest.mark.parametrize("damage", [case[1] for case in DAMAGE], ids=[case[0] for case in DAMAGE])
def test_what_is_no_xml_is_found(damage: Callable[[str], str]) -> None:
    data = docx(p("isi"))
    broken = changed(data, document=damage(part(data)))
    assert [fault.text for fault in check_document(broken)] == [
        "Ada bagian yang bukan XML yang utuh."
    ]


MENDED = [  # markup after filling, markup that opens
    ("<w:tc></w:tc>", "<w:tc><w:p/></w:tc>"),
    ("<w:tc/>", "<w:tc><w:p/></w:tc>"),
    ('<w:tc w:id="1"><w:tcPr><w:tcW w:w="1"/></w:tcPr> \n</w:tc>',
     '<w:tc w:id="1"><w:tcPr><w:tcW w:w="1"/></w:tcPr><w:p/></w:tc>'),
    ("<w:hdr></w:hdr>", "<w:hdr><w:p/></w:hdr>"),
    ("<w:footnote></w:footnote>", "<w:footnote><w:p/></w:footnote>"),
    ("<w:tbl><w:tblPr/><w:tblGrid/></w:tbl>", "<w:p/>"),
    ("<w:tr></w:tr><w:tr><w:trPr><w:x/></w:trPr></w:tr><w:tr><w:tc><w:p/></w:tc></w:tr>",
     "<w:tr><w:tc><w:p/></w:tc></w:tr>"),
    ("<w:tc><w:tbl><w:tblPr/></w:tbl></w:tc>", "<w:tc><w:p/></w:tc>"),
    ("<w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc>",
     "<w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/></w:tc>"),
    ("<w:tc><w:tcPr/><w:p/></w:tc>", "<w:tc><w:tcPr/><w:p/></w:tc>"),
    ("<w:trPr/><w:tcPr/>", "<w:trPr/><w:tcPr/>"),
]  # fmt: skip


@pytest.mark.parametrize(("filled", "opens"), MENDED)
def test_what_word_would_refuse_is_mended(filled: str, opens: str) -> None:
    assert mended(filled) == opens


def test_mending_a_large_part_takes_steps_by_its_length() -> None:
    """Many cells without an end in sight: a pattern that looked back would never finish."""
    cells = "<w:tc><w:tcPr><w:x>" * 60_000
    assert mended(cells) == cells
