"""Where a tag stands, in the words of the person who has the document open."""

from __future__ import annotations

import pytest

from kepesertaan.word.package import read_package
from kepesertaan.word.parts import parse
from kepesertaan.word.places import (
    document_tags,
    inner_of,
    marked_lines,
    part_words,
    place_of_line,
    unclosed,
)
from word_makes import docx, field, names, p, part, run, table

BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"


def places(data: bytes) -> list[tuple[str, str]]:
    return [(tag.text, tag.place) for tag in document_tags(read_package(data, "t"))]


PLACES = [
    (p("a") + p("b {{ x }}"), "paragraf 2"),
    (p("a") + table(("b",)) + p("{{ x }}"), "paragraf 2"),
    (table(("a",)) + table(("a", "b"), ("c", "{{ x }}")), "tabel 2 baris 2 kolom 2"),
    (table((p("a") + p("{{ x }}"),)), "tabel 1 baris 1 kolom 1"),
    (table(("a", table(("b",), ("{{ x }}",)) + "<w:p/>")),
     "tabel 1 baris 1 kolom 2, tabel di dalamnya baris 2 kolom 1"),
    (p("a", more=BOX.format(p("b") + p("{{ x }}"))), "kotak teks di paragraf 1"),
    (f"<w:sdt><w:sdtContent>{p('a')}{p('{{ x }}')}</w:sdtContent></w:sdt>", "paragraf 2"),
    (p("{", "{ x", " }", "}"), "paragraf 1"),
    (f"<w:p>{field('HYPERLINK {{ x }}')}</w:p>", "paragraf 1"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "place"), PLACES)
def test_the_place_of_a_tag_in_the_body(body: str, place: str) -> None:
    assert places(docx(body)) == [("{{ x }}", place)]


def test_the_place_of_a_tag_elsewhere() -> None:
    data = docx(
        p("{{ a }}"), header=p("x") + p("{{ b }}"), first_header=table(("{{ c }}",)),
        footer=p("{{ d }}"), footnotes=("x", "{{ e }}"), endnotes=("{{ f }}",), title="{{ g }}",
    )  # fmt: skip
    assert places(data) == [
        ("{{ a }}", "paragraf 1"),
        ("{{ b }}", "kepala halaman, paragraf 2"),
        ("{{ c }}", "kepala halaman pertama, tabel 1 baris 1 kolom 1"),
        ("{{ d }}", "kaki halaman, paragraf 1"),
        ("{{ e }}", "catatan kaki 2"),
        ("{{ f }}", "catatan akhir 1"),
        ("{{ g }}", "properti berkas (judul)"),
    ]


def test_headers_of_later_sections_are_told_apart() -> None:
    second = '<w:p><w:pPr><w:sectPr><w:headerReference w:type="even" r:id="r7"/></w:sectPr></w:pPr></w:p>'
    data = docx(second, header=p("a"), rels=(("r7", "header", "header7.xml"),))
    words = part_words(read_package(data, "t"))
    assert words == {"word/header7.xml": "kepala halaman genap",
                     "word/header1.xml": "kepala halaman bagian 2"}  # fmt: skip
    assert "word/header1.xml" in names(data)


SAID = [
    ("{{ nama }}", "nama"), ("{{nama}}", "nama"), ("{%- if a -%}", "if a"), ("{%p if a %}", "if a"),
    ("{{r teks }}", "teks"), ("{%tr  for x   in y %}", "for x in y"), ("{{ “a” }}", '"a"'),
    ("{{ tr }}", "tr"), ("{{ printer }}", "printer"),
]  # fmt: skip


@pytest.mark.parametrize(("tag", "inner"), SAID)
def test_what_a_tag_says(tag: str, inner: str) -> None:
    assert inner_of(tag) == inner


UNCLOSED = [
    (p("a") + p("{{ nama"), "{{ nama", "paragraf 2"),
    (p("{% if a") + p("{{ b }}"), "{% if a", "paragraf 1"),
    (p("{{ a ") + p("b {{ c }}"), "{{ a ", "paragraf 1"),
    (table(("{{ a }", "{{ b }}")), "{{ a }", "tabel 1 baris 1 kolom 1"),
]


@pytest.mark.parametrize(("body", "said", "place"), UNCLOSED)
def test_the_first_tag_that_nobody_closed(body: str, said: str, place: str) -> None:
    found = unclosed("word/document.xml", "body", parse(part(docx(body)).encode()))
    assert found
    assert (found.text, found.place) == (said, place)


CLOSED = [p("{{ a }} {% b %}"), p("{# {{ a }} #}"), p("{{ '}' }}"), p("} }} %}"), p("{", "{ a }}")]


@pytest.mark.parametrize("body", CLOSED)
def test_a_tag_that_is_closed_is_left_alone(body: str) -> None:
    assert unclosed("word/document.xml", "body", parse(part(docx(body)).encode())) is None


def test_the_line_of_an_error_is_the_number_of_its_tag() -> None:
    body = p("{{ a }}") + p("{{ a }}", "\n") + p("{{ b }}") + p(run("x"))
    tags = document_tags(read_package(docx(body), "t"))
    source = "{{ a }}\n{{ a }}{%- if loop.first %}{{ b }}{{ a }}"
    assert marked_lines(source) == "{{\n a }} {{\n a }}{%-\n if loop.first %}{{\n b }}{{\n a }}"
    found = [place_of_line(line, source, tags) for line in (2, 3, 4, 5, 6)]
    assert [tag and tag.place for tag in found] == [
        "paragraf 1", "paragraf 2", "paragraf 2", "paragraf 3", "paragraf 3",
    ]  # fmt: skip
