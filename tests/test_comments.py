"""Comments in a copy of a Word file: where they stand, and that nothing else changes."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from openxml_audit.errors import FileFormat

from kepesertaan.word.comments import Comment, add_comments

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def document(fill: Any) -> bytes:
    """A document made by python-docx."""
    made = docx.Document()
    fill(made)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body(data: bytes) -> Any:
    return etree.fromstring(parts(data)["word/document.xml"])


def text_of(data: bytes) -> str:
    return "\n".join(p.text for p in docx.Document(BytesIO(data)).paragraphs)


def commented(data: bytes) -> dict[str, str]:
    """Every comment's text and the words between its marks."""
    tree = body(data)
    notes = etree.fromstring(parts(data)["word/comments.xml"])
    found = {}
    for note in notes.iter(W + "comment"):
        number, inside, words = note.get(W + "id"), False, ""
        for one in tree.iter():
            if one.get(W + "id") == number and one.tag == W + "commentRangeStart":
                inside = True
            elif one.get(W + "id") == number and one.tag == W + "commentRangeEnd":
                inside = False
            elif inside and one.tag == W + "t":
                words += one.text or ""
        said = "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in note)
        found[said] = words
        assert len(tree.findall(f".//{W}commentReference[@{W}id='{number}']")) == 1
    return found


def letter(made: Any) -> None:
    first = made.add_paragraph()
    first.add_run("Kepada ").bold = True
    first.add_run("{{ nama_per")
    first.add_run("ushaan }}").italic = True
    first.add_run(" di tempat")
    table = made.add_table(2, 2)
    table.cell(1, 1).text = "tenggat {{ tgl }} dan {{ tgl }}"
    made.add_paragraph("Penutup")
    made.sections[0].header.paragraphs[0].text = "{{ nomr }}"


PLACES = [
    (Comment("tag", 0, "{{ nama_perushaan }}"), "{{ nama_perushaan }}"),
    (Comment("potongan", 0, "perush"), "perush"),
    (Comment("seluruh alinea", 0), "Kepada {{ nama_perushaan }} di tempat"),
    (Comment("tidak ditemukan", 0, "{{ lain }}"), "Kepada {{ nama_perushaan }} di tempat"),
    (Comment("sel", 4, "{{ tgl }}"), "{{ tgl }}"),
    (Comment("sel kosong", 1), ""),
    (Comment("akhir", 5, "Penutup"), "Penutup"),
]


@pytest.mark.parametrize(("comment", "words"), PLACES, ids=lambda one: getattr(one, "text", ""))
def test_stands_at_its_words(comment: Comment, words: str) -> None:
    made = add_comments(document(letter), [comment])
    assert commented(made) == {comment.text: words}


def test_the_second_of_the_same_words() -> None:
    made = add_comments(document(letter), [Comment("kedua", 4, "{{ tgl }}", nth=2)])
    start = body(made).find(f".//{W}commentRangeStart")
    before = [run.findtext(W + "t") for run in start.itersiblings(W + "r", preceding=True)]
    assert before == ["tenggat {{ tgl }} dan "]
    assert commented(made) == {"kedua": "{{ tgl }}"}


def test_the_words_nearest_to_a_letter() -> None:
    """For who knows a letter and not which of the same words it is."""
    for letter_at, before in ((8, ["tenggat "]), (30, ["tenggat {{ tgl }} dan "])):
        made = add_comments(document(letter), [Comment("x", 4, "{{ tgl }}", letter=letter_at)])
        start = body(made).find(f".//{W}commentRangeStart")
        assert [
            run.findtext(W + "t") for run in start.itersiblings(W + "r", preceding=True)
        ] == before


def test_all_at_once_and_text_and_looks_stay() -> None:
    source = document(letter)
    made = add_comments(source, [comment for comment, _ in PLACES])
    assert commented(made) == {comment.text: words for comment, words in PLACES}
    assert text_of(made) == text_of(source)
    looks = [(r.text, r.bold, r.italic) for r in docx.Document(BytesIO(made)).paragraphs[0].runs]
    seen = [look for look in looks if look[0]]
    assert seen[0] == ("Kepada ", True, None)
    assert "".join(text for text, _, italic in seen if italic) == "ushaan }}"


def test_every_other_part_stays_byte_for_byte_and_runs_are_repeatable() -> None:
    source = document(letter)
    made = add_comments(source, [Comment("x", 0, "Kepada")])
    assert made == add_comments(source, [Comment("x", 0, "Kepada")])
    old, new = parts(source), parts(made)
    touched = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert {name for name in old if old[name] != new[name]} == touched
    assert new.keys() - old.keys() == {"word/comments.xml"}
    assert add_comments(source, []) == source


def test_earlier_comments_stay() -> None:
    once = add_comments(document(letter), [Comment("pertama\ndua baris", 0, "Kepada")])
    twice = add_comments(once, [Comment("kedua", 0, "da {{ nama"), Comment("ketiga", 5)])
    assert commented(twice) == {
        "pertama\ndua baris": "Kepada",
        "kedua": "da {{ nama",
        "ketiga": "Penutup",
    }
    ids = [c.get(W + "id") for c in etree.fromstring(parts(twice)["word/comments.xml"])]
    assert ids == ["0", "1", "2"]


def test_header_comment_goes_to_the_first_paragraph_and_names_the_place() -> None:
    made = add_comments(
        document(letter),
        [
            Comment("kolom 'nomr' tidak ada", 0, "{{ nomr }}", part="word/header1.xml"),
            Comment("juga", 0, part="word/header1.xml", place="kepala halaman, alinea 1"),
        ],
    )
    assert list(commented(made)) == [
        "Kepala halaman 1: kolom 'nomr' tidak ada", "Kepala halaman, alinea 1: juga",
    ]  # fmt: skip


def test_inside_links_fields_breaks_and_text_boxes() -> None:
    def fill(made: Any) -> None:
        paragraph = made.add_paragraph("awal")
        link = etree.SubElement(paragraph._p, W + "hyperlink")
        etree.SubElement(etree.SubElement(link, W + "r"), W + "t").text = "tautan {{ a }}"
        run = paragraph.add_run("satu")
        run.add_break()
        run.add_text("dua tiga")
        box = etree.SubElement(paragraph.add_run()._r, W + "pict")
        inner = etree.SubElement(etree.SubElement(box, W + "txbxContent"), W + "p")
        etree.SubElement(etree.SubElement(inner, W + "r"), W + "t").text = "kotak {{ b }}"

    made = add_comments(
        document(fill),
        [
            Comment("tautan", 0, "{{ a }}"),
            Comment("putus", 0, "satu dua"),
            Comment("kotak", 1, "b"),
        ],
    )
    found = commented(made)
    assert found["tautan"] == "tautan {{ a }}"
    assert found["putus"] == "satudua"
    assert found["kotak"].startswith("awal")  # on the paragraph the box hangs on
    assert all(mark.getparent().tag == W + "p" for mark in body(made).iter(W + "commentRangeStart"))
    assert not body(made).findall(f".//{W}txbxContent//{W}commentReference")


def test_control_characters_do_not_break_the_file() -> None:
    made = add_comments(document(letter), [Comment("a\x0bb\x00 & <c> \ud800", 0)])
    assert list(commented(made)) == ["ab & <c> "]


def test_the_result_is_valid_for_word(tmp_path: Path) -> None:
    source, target = tmp_path / "a.docx", tmp_path / "b.docx"
    source.write_bytes(document(letter))
    target.write_bytes(add_comments(source.read_bytes(), [comment for comment, _ in PLACES]))
    before, after = (_complaints(path) for path in (source, target))
    assert after == before


def _complaints(path: Path) -> list[str]:
    """What Microsoft's schema has against a file."""
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(str(path))
    return [f"{one.part_uri}: {one.description}" for one in result.errors]
