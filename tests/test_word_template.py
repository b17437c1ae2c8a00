"""Filling a template: values in every part, missing ones marked, the same bytes, sound files."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from docxtpl import DocxTemplate
from jinja2 import Environment
from PIL import Image

from kepesertaan.word.compare import differing_part
from kepesertaan.word.errors import RowRefused, TemplateBroken, ValuesMissing
from kepesertaan.word.picture import Picture, Xml
from kepesertaan.word.soundness import check_document
from kepesertaan.word.template import Rendered, open_template, render
from word_makes import docx, names, p, part, run, table

COMPANY = "PT Maju & Jaya <Tbk>"
ROWS = [{"no": 1, "isi": "A & B"}, {"no": 2.0, "isi": None}]


def fill(data: bytes, /, strict: bool = False, **values: Any) -> Rendered:
    template = open_template(data, "templat.docx")
    made = render(template, values, strict=strict)
    assert (template.plain, template.note) == (False, "")  # ours made it, not docxtpl
    return made


def text(data: bytes, name: str = "word/document.xml") -> str:
    """The text of a part, a line for each paragraph."""
    lines = re.split(r"</w:p>", part(data, name))
    return "\n".join(html.unescape(re.sub(r"<[^>]*>", "", line)).strip() for line in lines).strip()


def sound(data: bytes, pictures: int | None = None) -> bool:
    faults = check_document(data, pictures)
    assert not faults, faults
    return True


def png(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(out, "PNG")
    return out.getvalue()


# --- where values go


def test_values_stand_in_every_part() -> None:
    data = docx(
        p("Isi {{ nama }}"),
        header=p("Kepala {{ nama }}"),
        first_header=p("Pertama {{ nama }}"),
        footer=p("Kaki {{ nama }}"),
        footnotes=("Catatan {{ nama }}",),
        endnotes=("Akhir {{ nama }}",),
        title="Judul {{ nama }}",
    )
    made = fill(data, nama=COMPANY)
    assert made.missing == []
    assert made.notes == []
    found = {
        "word/document.xml": "Isi", "word/header1.xml": "Kepala", "word/header2.xml": "Pertama",
        "word/footer1.xml": "Kaki", "word/footnotes.xml": "Catatan", "word/endnotes.xml": "Akhir",
        "docProps/core.xml": "Judul",
    }  # fmt: skip
    for name, word in found.items():
        assert f"{word} {COMPANY}" in text(made.data, name)
    assert sound(made.data)


def test_a_tag_split_over_runs_is_one_tag() -> None:
    assert text(fill(docx(p("{", "{ na", "ma", " }", "} ya")), nama="PT A").data) == "PT A ya"


def test_a_loop_of_rows_and_a_condition_of_paragraphs() -> None:
    data = docx(
        table(("No", "Isi"), ("{%tr for b in baris %}", ""), ("{{ b.no }}", "{{ b.isi }}"),
              ("{%tr endfor %}", ""))
        + p("{%p if baris|length > 1 %}") + p("Banyak") + p("{%p else %}") + p("Satu")
        + p("{%p endif %}")
    )  # fmt: skip
    made = fill(data, baris=ROWS)
    assert text(made.data).split("\n") == ["No", "Isi", "1", "A & B", "2", "", "Banyak"]
    assert sound(made.data)


def test_lines_and_tabs_of_a_value_are_words_own() -> None:
    xml = part(fill(docx(p("{{ a }}")), a="satu\r\ndua\ttiga").data)
    assert xml.count("<w:br/>") == 1
    assert xml.count("<w:tab/>") == 1
    assert "\n" not in xml.partition("<w:body>")[2]


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert text(fill(docx(p("{{ a }}|")), a="X\x00\x0b\ud800Y").data) == "XY|"


def test_a_value_is_never_taken_for_a_tag() -> None:
    made = fill(docx(p("{{ a }}")), a="{{ 1/0 }}")
    assert text(made.data) == "{{ 1/0 }}"
    assert made.notes == ["Masih ada tanda tag templat (isi dokumen)."]


def test_letters_of_markup_typed_in_a_tag_work() -> None:
    tag = "{% if a < 2 and b > 1 %}{{ 'x & y' }}{% endif %}"
    assert text(fill(docx(p(tag)), a=1, b=2).data) == "x & y"


def test_typographic_quotes_that_word_types_work() -> None:
    assert text(fill(docx(p("{{ baris|join(“-”) }}")), baris=[1, 2]).data) == "1-2"


def test_a_long_title_is_cut_where_word_cuts_it() -> None:
    made = fill(docx(p("a"), title="{{ a }}"), a="x" * 400)
    assert python_docx.Document(io.BytesIO(made.data)).core_properties.title == "x" * 255


# --- what is missing


def test_missing_values_are_marked_and_listed() -> None:
    data = docx(
        p("Nama {{ nama }}, HP {{ no_hp }}."), footer=p("{{ kota|upper }}"), title="{{ a }}"
    )
    made = fill(data, nama=None)
    assert made.missing == ["nama", "no_hp", "kota", "a"]
    assert text(made.data) == "Nama [ISI: nama], HP [ISI: no_hp]."
    assert text(made.data, "word/footer1.xml") == "[ISI: kota]"
    assert "[ISI: a]" in part(made.data, "docProps/core.xml")
    assert sound(made.data)


def test_only_the_marked_words_are_yellow_and_keep_their_look() -> None:
    bold = '<w:r><w:rPr><w:b/><w:u w:val="single"/></w:rPr><w:t>A {{ x }} B</w:t></w:r>'
    xml = part(fill(docx(f"<w:p>{bold}</w:p>")).data)
    yellow = '<w:rPr><w:b/><w:highlight w:val="yellow"/><w:u w:val="single"/></w:rPr>'
    runs = re.findall(r"<w:r>(.*?)<w:t[^>]*>([^<]*)</w:t></w:r>", xml)
    plain = yellow.replace('<w:highlight w:val="yellow"/>', "")
    assert runs == [(plain, "A "), (yellow, "[ISI: x]"), (plain, " B")]


def test_a_highlight_of_the_template_gives_way_to_yellow() -> None:
    green = '<w:r><w:rPr><w:highlight w:val="green"/></w:rPr><w:t>{{ x }}</w:t></w:r>'
    xml = part(fill(docx(f"<w:p>{green}</w:p>")).data)
    assert '<w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t xml:space="preserve">[ISI: x]' in xml


def test_strict_filling_refuses_with_every_name() -> None:
    data = docx(p("{{ nama }} {{ no_hp }} {{ kota }}"))
    with pytest.raises(ValuesMissing, match="belum ada isi untuk nama, kota") as refused:
        fill(data, strict=True, nama="  ", no_hp="0812")
    assert refused.value.fields == ("nama", "kota")
    assert fill(data, strict=True, nama="a", no_hp="b", kota="c").missing == []


NOT_MISSING = [  # tag, values, text: a template may ask about an empty cell
    ("{{ a or '-' }}", {"a": None}, "-"),
    ("{{ a|default('-', true) }}", {"a": None}, "-"),
    ("{{ a|d('-') }}", {}, "-"),
    ("{% if a %}x{% else %}-{% endif %}", {"a": None}, "-"),
    ("{% if a is defined %}x{% else %}-{% endif %}", {}, "-"),
    ("{% for x in a %}{{ x }}{% else %}-{% endfor %}", {"a": None}, "-"),
    ("{{ a.b or '-' }}", {"a": None}, "-"),
    ("{{ (a|tanggal_panjang) or '-' }}", {"a": None}, "-"),
    ("{{ a }}-", {"a": ""}, "-"),
    ("{{ a.b }}-", {"a": {"b": None}}, "-"),
    ("{{ '' if a }}-", {"a": None}, "-"),
]


@pytest.mark.parametrize(("tag", "values", "said"), NOT_MISSING)
def test_an_empty_cell_that_is_asked_about_is_not_missing(
    tag: str, values: dict[str, Any], said: str
) -> None:
    made = fill(docx(p(tag)), **values)
    assert (text(made.data), made.missing) == (said, [])


MISSING = [  # tag, values, text, names: nothing that is used goes missing in silence
    ("{% if a %}x{% endif %}-", {}, "-", ["a"]),
    ("{% for x in a %}{{ x }}{% endfor %}-", {}, "-", ["a"]),
    ("{{ a or '-' }}", {}, "-", ["a"]),
    ("{{ a.b }}", {"a": {}}, "[ISI: b]", ["b"]),
    ("{{ a.b.c }}", {}, "[ISI: a.b.c]", ["a.b.c"]),
    ("{{ a + 1 }}", {"a": None}, "[ISI: a]", ["a"]),
    ("{{ a|rupiah }}", {"a": None}, "[ISI: a]", ["a"]),
    ("{{ a|upper|lower }}", {"a": None}, "[ISI: a]", ["a"]),
    ("{{ 'Sdr. ' ~ a }}", {"a": None}, "Sdr. [ISI: a]", ["a"]),
    ("{% if a > 3 %}x{% endif %}-", {}, "-", ["a"]),
    ("{{ (a if a else b) }}", {"a": None, "b": None}, "[ISI: b]", ["b"]),
]


@pytest.mark.parametrize(("tag", "values", "said", "missing"), MISSING)
def test_a_value_that_is_used_and_not_there_is_told(
    tag: str, values: dict[str, Any], said: str, missing: list[str]
) -> None:
    made = fill(docx(p(tag)), **values)
    assert (text(made.data), made.missing) == (said, missing)


def test_marks_outside_text_leave_a_file_that_opens() -> None:
    cell = "{% cellbg warna %}x"
    data = docx(p("{{p besar }}") + p("a ", "{{r kecil }}", " b") + table((cell, "{{ a }}")))
    made = fill(data)
    assert sorted(made.missing) == ["a", "besar", "kecil", "warna"]
    assert sound(made.data)
    assert 'w:fill="FFFF00"' in part(made.data)
    assert "[ISI: besar]" in text(made.data)


# --- pictures and markup of ours


def test_the_same_picture_is_kept_once_and_each_drawing_has_a_number() -> None:
    red, blue = (Picture(png(c), 40, 30, f"foto <{c}>") for c in ("red", "blue"))
    loop = "{% for f in foto %}{{ f }}{% endfor %}"
    data = docx(p(loop), header=p("{{ logo }}"))
    made = fill(data, foto=[red, blue, red], logo=red)
    media = [name for name in names(made.data) if "media" in name]
    assert len(media) == 2
    both = part(made.data) + part(made.data, "word/header1.xml")
    ids = re.findall(r"<wp:docPr [^>]*?id=\"(\d+)\"", both)
    assert Counter(ids).most_common(1)[0][1] == 1
    assert len(ids) == 4
    assert part(made.data, "word/_rels/document.xml.rels").count("media/") == 2
    assert 'descr="foto &lt;red&gt;"' in part(made.data)
    assert f'cx="{40 * 36000}"' in part(made.data)
    assert sound(made.data, pictures=4)
    shown = python_docx.Document(io.BytesIO(made.data)).inline_shapes
    assert [(s.width.mm, s.height.mm) for s in shown] == [(40, 30)] * 3


def test_a_filled_document_can_be_a_template_again() -> None:
    once = fill(docx(p("{{ a }}") + p("{{ '{' }}{ b }}")), a=Picture(png(), 10, 10, "a")).data
    again = fill(once, b=Picture(png("blue"), 10, 10, "b")).data
    assert sound(again, pictures=2)
    assert len([name for name in names(again) if "media" in name]) == 2


def test_markup_of_ours_goes_in_as_it_is() -> None:
    italic = run("B").replace("<w:r>", "<w:r><w:rPr><w:i/></w:rPr>")
    made = fill(docx(p("a{{r b }}c")), b=Xml(italic))
    assert text(made.data) == "aBc"
    assert "<w:i/>" in part(made.data)


# --- what Word would not open


EMPTY = [  # what filling empties, the body around it
    ("cell", table(("{%p if a %}", "x")).replace(
        "{%p if a %}</w:t></w:r></w:p>", "{%p if a %}</w:t></w:r></w:p>" + p("y") + p("{%p endif %}"))),
    ("row", table(("{%tr for b in kosong %}",), ("{{ b }}",), ("{%tr endfor %}",), ("x",))),
    ("table", table(("{%tr for b in kosong %}",), ("{{ b }}",), ("{%tr endfor %}",))),
    ("cells", table(("{%tc for b in kosong %}", "{{ b }}", "{%tc endfor %}"))),
    ("inner table", table((table(("{%tr for b in kosong %}",), ("{{ b }}",), ("{%tr endfor %}",)),))),
]  # fmt: skip


@pytest.mark.parametrize("body", [c[1] for c in EMPTY], ids=[c[0] for c in EMPTY])
def test_what_filling_empties_still_opens(body: str) -> None:
    assert sound(fill(docx(body), a=False, kosong=[]).data)


def test_a_header_of_nothing_still_opens() -> None:
    data = docx(p("a"), header=p("{%p if a %}") + p("x") + p("{%p endif %}"))
    made = fill(data, a=False)
    assert "<w:p/>" in part(made.data, "word/header1.xml")
    assert sound(made.data)


def test_bookmarks_in_a_loop_get_names_of_their_own() -> None:
    mark = '<w:bookmarkStart w:id="0" w:name="ref"/>{}<w:bookmarkEnd w:id="0"/>'
    data = docx(p("{%p for a in baris %}") + f"<w:p>{mark.format(run('{{ a.no }}'))}</w:p>"
                + p("{%p endfor %}"))  # fmt: skip
    made = fill(data, baris=ROWS)
    assert re.findall(r'w:name="(\w+)"', part(made.data)) == ["ref", "ref_2"]
    assert sound(made.data)


def test_markup_that_would_not_open_is_refused_and_not_made() -> None:
    broken = Xml("<w:p><w:r><w:t>a</w:t></w:r></w:p>")
    with pytest.raises(RowRefused, match="paragraf di dalam paragraf"):
        fill(docx(p("a", "{{r b }}")), b=broken)
    with pytest.raises(RowRefused, match="tidak utuh"):
        fill(docx(p("a", "{{r b }}")), b=Xml("<w:p>"))


def test_a_fault_of_a_later_document_is_found_too() -> None:
    template = open_template(docx(p("a", "{{r b }}") + p("{{ c }}")), "templat.docx")
    good = Xml(run("b"))
    for number in range(3):
        assert render(template, {"b": good, "c": str(number)}).notes == []
    assert "Masih ada tanda tag" in render(template, {"b": good, "c": "{{ x }}"}).notes[0]
    assert render(template, {"b": good, "c": "x"}).notes == []
    with pytest.raises(RowRefused, match="teks di luar paragraf"):
        render(template, {"b": Xml(f"<w:r>{run('b')}</w:r>"), "c": "x"})
    assert render(template, {"b": Xml(""), "c": "x"}).notes == []
    with pytest.raises(RowRefused, match="tulisan di luar teks"):
        render(template, {"b": Xml("lepas"), "c": "x"})
    with pytest.raises(RowRefused, match="menunjuk ke yang tidak ada"):
        render(template, {"b": Xml('<w:hyperlink r:id="r9"/>'), "c": "x"})


def test_blocks_that_cross_a_row_are_refused_in_words() -> None:
    data = docx(table(("{%p if a %}", "x"), ("{%tr endif %}", "y")))
    with pytest.raises(RowRefused, match="tidak berpasangan menurut barisnya"):
        fill(data, a=False)


# --- where a mistake is


BROKEN = [
    (p("a") + p("{{ nama perusahaan }}"), "paragraf 2: tag '{{ nama perusahaan }}': tidak terbaca"),
    (table(("a", "b"), ("c", "{{ x|rupia }}")), "tabel 1 baris 2 kolom 2: tag '{{ x|rupia }}': filter"),
    (p("{% for a in b %}") + p("x"), "paragraf 1: tag '{% for a in b %}': pasangan penutupnya"),
    (p("{% if a %}{% for c in d %}{% endfor %}"), "paragraf 1: tag '{% if a %}': pasangan"),
    (p("a") + p("{% endif %}"), "paragraf 2: tag '{% endif %}': 'endif' tidak punya pembuka"),
    (p("x {{ nama"), "paragraf 1: tag '{{ nama': tag ini tidak ditutup"),
    (p("{{ a }} {% tr for b in c %}"), "paragraf 1: tag '{% tr for b in c %}': perintah 'tr'"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "words"), BROKEN)
def test_a_tag_that_cannot_be_read_is_told_with_its_place(body: str, words: str) -> None:
    with pytest.raises(TemplateBroken) as broken:
        open_template(docx(body), "templat.docx")
    assert f"templat.docx, {words}" in str(broken.value)


def test_a_mistake_in_a_header_is_told_there() -> None:
    with pytest.raises(TemplateBroken, match="kepala halaman pertama, paragraf 1"):
        open_template(docx(p("a"), first_header=p("{{ a b }}")), "templat.docx")


FAILING = [
    ("{{ tanggal|hari }}", "isinya bukan tanggal yang pasti"),
    ("{{ jumlah|terbilang }}", "isinya bukan bilangan bulat untuk terbilang"),
    ("{{ 1 / nol }}", "pembagian dengan nol"),
    ("{{ tanggal + 1 }}", "isinya tidak cocok"),
]


@pytest.mark.parametrize(("tag", "why"), FAILING)
def test_a_value_that_does_not_fit_is_told_with_its_place(tag: str, why: str) -> None:
    data = docx(p("{{ jumlah }}") + table(("a", "{{ jumlah }}"), ("{{ nol }}", tag)))
    values = {"tanggal": "besok 081234567890", "jumlah": 2.5, "nol": 0}
    with pytest.raises(RowRefused) as refused:
        fill(data, **values)
    assert refused.value.place == "tabel 1 baris 2 kolom 2"
    assert f"{tag}': {why}" in str(refused.value)
    assert "0812" not in str(refused.value)


# --- the same as docxtpl, the same bytes


def by_docxtpl(data: bytes, values: dict[str, Any]) -> bytes:
    """The document as docxtpl makes it by itself."""
    document = DocxTemplate(io.BytesIO(data))
    document.render(values, Environment(autoescape=True))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


SAME = {
    "tags": p("A {{ a }} B", " {{ b }}") + p("{{ c }}"),
    "split": p("{", "{ a", " }", "}"),
    "rows": table(("No",), ("{%tr for x in l %}",), ("{{ x }}",), ("{%tr endfor %}",)),
    "columns": table(("{%tc for x in l %}", "{{ x }}", "{%tc endfor %}"), ("a", "b", "c")),
    "colspan": table(("{% colspan n %}a", "b"), ("c", "d")),
    "cellbg": table(("{% cellbg w %}a", "b")),
    "vm": table(("{%tr for x in l %}", ""), ("{% vm %}A", "{{ x }}"), ("{%tr endfor %}", "")),
    "hm": table(("{%tc for x in l %}", "{% hm %}A", "{%tc endfor %}")),
    "merge text": p("a {%- if n %}") + p("b{% endif -%}") + p(" c"),
    "run tag": p("a", "{{r r }}", "b"),
    "paragraph tag": p("{{p q }}"),
    "lines": p("{{ t }}") + p("{{ t }}", style="Judul"),
    "comments": p("a{# b #}c") + p("{#p d #}"),
    "page and paragraph": p("{{ 'a\\fb\\ac' }}"),
    "braces": p("{_{ a }_} {_% b %_}"),
    "macros": p("{% macro m(x) %}{{ x }}!{% endmacro %}{{ m(a) }}"),
    "no grid": table(("{{ a }}", "b")).replace('<w:gridCol w:w="2000"/>', "", 1),
    "content control": f"<w:sdt><w:sdtContent>{p('{{ a }}')}</w:sdtContent></w:sdt>",
    "blank text": p("  {{ a }}  ", "   "),
}
VALUES = {"a": COMPANY, "b": "é 😀", "c": 7, "l": ["x", "y", "z"], "n": 2, "w": "FF0000",
          "t": "satu\ndua\ttiga", "w2": ""}  # fmt: skip


@pytest.mark.parametrize("body", SAME.values(), ids=SAME)
def test_the_engine_makes_what_docxtpl_makes(body: str) -> None:
    run_of, paragraph_of = run("R"), p("P")
    data = docx(body, header=p("{{ a }}"), footer=p("{{ c }}"), footnotes=("{{ a }}",))
    template = open_template(data, "templat.docx")
    made = render(template, VALUES | {"r": Xml(run_of), "q": Xml(paragraph_of)})
    theirs = by_docxtpl(data, VALUES | {"r": _Raw(run_of), "q": _Raw(paragraph_of)})
    assert differing_part(made.data, theirs) == ""
    assert (template.plain, template.note) == (False, "")


class _Raw(str):
    """Markup for docxtpl alone."""

    def __html__(self) -> str:
        return str(self)


def test_a_template_docxtpl_fills_otherwise_is_filled_by_docxtpl_and_told() -> None:
    orphan = f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{p("{{ a }}")}</w:hdr>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    data = docx(p("Isi {{ a }}"), members={"word/header9.xml": orphan.encode()},
                types={"word/header9.xml": kind})  # fmt: skip
    template = open_template(data, "templat.docx")
    first, second = (render(template, {"a": a}) for a in ("PT A", "PT B & C"))
    assert template.plain
    assert "cara cepat memberi hasil lain" in template.note
    assert [text(made.data) for made in (first, second)] == ["Isi PT A", "Isi PT B & C"]
    assert render(template, {}).missing == ["a"]


def test_a_later_document_that_differs_is_noticed() -> None:
    """Rows with more cells than the table has columns: docxtpl adds columns."""
    data = docx(table(("a", "b"), ("{{r sel }}", "c")))
    template = open_template(data, "templat.docx")
    plain = {"sel": Xml(run("x"))}
    wide = {"sel": Xml("</w:p></w:tc><w:tc><w:p>")}
    for number in range(1, 33):
        render(template, wide if number == 32 else plain)
    assert template.columns


def test_the_same_input_gives_the_same_bytes_whatever_came_before() -> None:
    data = docx(p("{{ a }} {{ f }}"), header=p("{{ a }}"), title="{{ a }}")
    picture = Picture(png(), 10, 10, "f")
    template = open_template(data, "templat.docx")
    one = render(template, {"a": "A", "f": picture}).data
    other = render(template, {"a": "B", "f": picture}).data
    for name in ("word/document.xml", "word/header1.xml", "docProps/core.xml"):
        assert (text(one, name)[0], text(other, name)[0]) == ("A", "B"), name
    assert render(template, {"a": "A", "f": picture}).data == one
    assert fill(data, a="A", f=picture).data == one


def test_parts_without_tags_are_carried_as_they_are() -> None:
    extra = b"<x xmlns='urn:x'>  <y/> </x>"
    data = docx(p("{{ a }}"), footer=p("tetap"), members={"customXml/item1.xml": extra})
    made = fill(data, a="A").data
    assert part(made, "customXml/item1.xml").encode() == extra
    assert part(made, "word/footer1.xml") == part(data, "word/footer1.xml")
    assert names(made)[0] == "[Content_Types].xml"


def test_a_dotx_becomes_a_docx() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
    made = fill(docx(p("{{ a }}"), main=kind), a="A").data
    assert "template.main" not in part(made, "[Content_Types].xml")
    assert python_docx.Document(io.BytesIO(made)).paragraphs[0].text == "A"


NO_WORD = [b"", b"PK\x03\x04", b"a,b,c", b"\xd0\xcf\x11\xe0" + b"\0" * 600]


@pytest.mark.parametrize("data", NO_WORD)
def test_what_is_no_word_file_is_told(data: bytes) -> None:
    with pytest.raises(TemplateBroken, match=r"surat\.docx"):
        open_template(data, "surat.docx")


def test_every_shipped_template_fills_sound_and_as_docxtpl_does() -> None:
    folder = Path(open_template.__code__.co_filename).parents[1] / "templates"
    found = sorted(folder.glob("*.docx"))
    assert found
    for path in found:
        template = open_template(path.read_bytes(), path.name)
        made = render(template, {"tanggal": date(2026, 11, 22)})
        assert (template.note, template.plain) == ("", False), path.name
        assert sound(made.data), path.name


def test_a_file_that_swells_when_opened_is_refused() -> None:
    swollen = docx(p("{{ a }}"), members={"customXml/item1.xml": b" " * (33 << 20)})
    assert len(swollen) < 1 << 20
    with pytest.raises(TemplateBroken, match="terlalu besar"):
        open_template(swollen, "templat.docx")
