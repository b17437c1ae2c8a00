"""Templates cannot run anything, read anything, or go on for ever, wherever a tag stands."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kepesertaan.word.errors import RowRefused, TemplateBroken, TemplateUnsafe
from kepesertaan.word.picture import Picture, Xml
from kepesertaan.word.sandbox import environment
from kepesertaan.word.template import open_template, render
from word_makes import PNG, changed, docx, field, p, part, run, table

PLACES: dict[str, Callable[[str], bytes]] = {
    "isi": lambda tag: docx(p(tag)),
    "sel": lambda tag: docx(table((tag, "b"))),
    "kepala": lambda tag: docx(p("a"), header=p(tag)),
    "kaki": lambda tag: docx(p("a"), footer=p(tag)),
    "judul": lambda tag: docx(p("a"), title=tag),
    "catatan kaki": lambda tag: docx(p("a"), footnotes=(tag,)),
    "catatan akhir": lambda tag: docx(p("a"), endnotes=(tag,)),
}
DATA: dict[str, Any] = {
    "nama": "PT Contoh",
    "tanggal": date(2026, 11, 22),
    "baris": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}],
    "foto": Picture(PNG, 10, 10, "foto"),
    "bagan": Xml(run("x")),
    "angka": 7,
    "perintah": "LINK",
}
RUN = "os.popen('touch {canary}').read()"
PAYLOADS = [
    "''.__class__.__mro__",
    "''['__class__']",
    "''|attr('__class__')",
    "nama.__class__.__base__.__subclasses__()",
    "[].__class__.__base__.__subclasses__()",
    "nama['__class__']['__mro__']",
    "cycler.__init__.__globals__." + RUN,
    "joiner.__init__.__globals__." + RUN,
    "namespace.__init__.__globals__." + RUN,
    "lipsum.__globals__." + RUN,
    "lipsum(n=100000)",
    "self.__init__.__globals__." + RUN,
    "self._TemplateReference__context",
    "self",
    "range.__class__",
    "dict.__base__.__subclasses__()",
    "dict.mro()",
    "dict.fromkeys('abc')",
    "namespace(a=1).__class__",
    "namespace(a=1)._Namespace__attrs",
    "namespace(a=1)['__class__']",
    "namespace(__class__=1).__class__.__mro__",
    "(1).__class__",
    "(1).to_bytes(9999999,'big')",
    "tanggal.__class__",
    "tanggal.strftime('%1000000000d')",
    "tanggal.replace(year=1)",
    "tanggal.today()",
    "nama.format(nama)",
    "'{0.__class__}'.format(nama)",
    "'{0.__class__}'.format_map(baris[0])",
    "'%1000000000d' % 1",
    "'%s' % nama",
    "'%s'|format(nama)",
    "nama.encode()",
    "nama.join(baris)",
    "nama.translate({78: 'x'})",
    "nama.zfill(10**9)",
    "nama.center(10**9)",
    "nama.ljust(10**9)",
    "nama.expandtabs(10**9)",
    "nama|center(10**9)",
    "nama|indent(10**9)",
    "nama|tojson",
    "nama|pprint",
    "nama|safe",
    "nama|urlize",
    "nama|xmlattr",
    "{'a': nama}|xmlattr",
    "nama|filesizeformat",
    "baris|random",
    "baris|map('attr','__class__')|list",
    "baris|map(attribute='__class__')|list",
    "baris|map(attribute='a.__class__')|list",
    "baris|selectattr('__class__')|list",
    "baris|rejectattr('a.__class__')|list",
    "baris|groupby('__class__')|list",
    "baris|sort(attribute='__class__')",
    "baris|sum(attribute='__class__')",
    "baris|join('', attribute='__class__')",
    "baris|unique(attribute='__class__')|list",
    "baris|min(attribute='__class__')",
    "baris|map('tidak_ada')|list",
    "baris|map('format', 1)|list",
    "baris is filter",
    "baris is callable",
    "baris.append(1)",
    "baris.clear()",
    "baris[0].update(a=1)",
    "baris[0].pop('a')",
    "baris[0].__class__",
    "foto.tpl.docx.save('{canary}')",
    "foto.data",
    "foto.__class__",
    "foto['data']",
    "foto()",
    "bagan.markup",
    "bagan.__html__()",
    "foto.tpl.new_subdoc('/etc/passwd')",
    "foto|string|attr('__class__')",
    "nama.upper.__self__.__class__",
    "nama.upper.__func__",
    "nama.upper",
    "baris[0].items",
    "nama()",
    "angka()",
    "dict",
    "range",
    "namespace",
    "range(3)",
    "loop.__init__.__globals__",
    "environment.__class__",
    "context.__class__",
    "caller.__globals__",
    "get_flashed_messages.__globals__." + RUN,
    "config.__class__.__init__.__globals__." + RUN,
    "request.application.__globals__." + RUN,
]
BLOCKS = [
    "{% include '/etc/passwd' %}",
    "{% include nama %}",
    "{% import '/etc/passwd' as x %}",
    "{% from 'os' import popen %}",
    "{% extends '/etc/passwd' %}",
    "{% block a %}{{ self.a() }}{% endblock %}",
    "{% autoescape false %}{{ nama }}{% endautoescape %}",
    "{% do baris.append(1) %}",
    "{% debug %}",
    "{% for a in baris %}{{ loop.__class__ }}{% endfor %}",
    "{% for a in baris %}{{ loop._iterable }}{% endfor %}",
    "{% for a in baris %}{{ loop }}{% endfor %}",
    "{% macro m() %}{{ m.__globals__ }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ m._func.__globals__ }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ m._environment }}{% endmacro %}{{ m() }}",
    "{% macro m() %}a{% endmacro %}{{ m.__init__.__globals__ }}",
    "{% macro m() %}a{% endmacro %}{{ m }}",
    "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}a{% endcall %}",
    "{% set ns = namespace() %}{% set ns.__class__ = 1 %}{{ ns.__class__.__mro__ }}",
    "{% set x = nama.__class__ %}",
    "{% if ''.__class__ %}a{% endif %}",
    "{% filter format %}a{% endfilter %}",
    "{% with x = nama.__class__ %}{% endwith %}",
]
TAGS = [f"{{{{ {payload} }}}}" for payload in PAYLOADS] + BLOCKS
# Names that a template language elsewhere knows are nothing here: they turn up as missing.
UNKNOWN = ("lipsum", "foto.tpl", "dict.mro")


def fill(data: bytes) -> Any:
    return render(open_template(data, "templat.docx"), DATA)


@pytest.mark.parametrize("tag", TAGS)
def test_a_template_reaches_nothing_but_its_data(tag: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    typed = tag.replace("{canary}", str(canary))
    for place, made in PLACES.items():
        with pytest.raises((TemplateBroken, RowRefused)) as refused:
            fill(made(typed))
        assert "templat.docx" in str(refused.value), place
    assert not canary.exists()


def said(data: bytes) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", part(data).partition("<w:body>")[2]))


BOMBS = [
    "{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}",
    "{% for a in range(9999) %}{% for b in range(9999) %}long text{% endfor %}{% endfor %}",
    "{% for a in range(10000) %}{% for b in range(10000) if b < 0 %}{% endfor %}{% endfor %}",
    "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = [n.x, n.x]|join %}"
    "{% endfor %}",
    "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x %}{{ n.x }}{{ n.x }}"
    "{% endset %}{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for a in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}"
    "{{ n.x }}",
    "{% set n = namespace(x=(1,)) %}{% for a in range(99) %}{% set n.x = (n.x, n.x) %}{% endfor %}",
    "{% set n = namespace(x={}) %}{% for a in range(99) %}{% set n.x = {1: n.x, 2: n.x} %}"
    "{% endfor %}",
    "{% set n = namespace(x={}) %}{% for a in range(99) %}{% set n.x = dict(a=n.x, b=n.x) %}"
    "{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for a in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}",
    "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% macro m() %}{{ caller() }}{{ caller() }}{% endmacro %}{% macro k() %}{% call m() %}"
    "{{ k() }}{% endcall %}{% endmacro %}{{ k() }}",
    "{% for a in range(9) recursive %}{{ loop(range(9)) }}{% endfor %}",
    "{{ 'x' * 10**9 }}",
    "{{ 10**9 * 'x' }}",
    "{{ [1] * 10**9 }}",
    "{{ (1,) * 10**9 }}",
    "{{ 9**(9**9) }}",
    "{{ (9**99)**99 }}",
    "{{ 2.0**99999 }}",
    "{% set n = namespace(x=9) %}{% for a in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "{{ range(999999999) }}",
    "{{ range(10**12)|list|length }}",
    "{{ ('x'*999)|replace('x', 'y'*999999) }}",
    "{{ ('x'*99999)|replace('', 'y'*99999) }}",
    "{{ [1]|batch(10**9, 'x')|list }}",
    "{{ [1]|slice(10**9)|list }}",
    "{{ 1|round(10**9, 'ceil') }}",
    "{{ ('a '*400000).split()|length }}",
    "{{ range(10000)|map('replace', '', 'x'*90000)|list|length }}",
    "{{ range(10000)|map('string')|join('x'*99999) }}",
    "{% for a in range(10000) %}{{ range(10000)|list|sort|first }}{% endfor %}",
    "{% set l = range(10000)|list %}{% for a in l %}{% if -1 in l %}{% endif %}{% endfor %}",
    "{{ 5|_step(-10**9) }}{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}"
    "{% endfor %}",
    "{{" + "(" * 3000 + "1" + ")" * 3000 + "}}",
    "{{ " + "-" * 9000 + "1 }}",
    "{{ 1" + "[0]" * 9000 + " }}",
    "{% if 1 %}" * 600 + "{% endif %}" * 600,
    "{% for a in range(9) %}" * 30 + "{% endfor %}" * 30,
    "{% for a in range(9999) %}" + "x" * 4_000 + "{% endfor %}",
    "{{ ('x'*900000 + 'x'*900000)|length }}",
    "{{ a " * 20_000,
]


@pytest.mark.parametrize("bomb", BOMBS, ids=[bomb[:40] for bomb in BOMBS])
def test_a_template_that_would_not_end_is_refused(bomb: str) -> None:
    with pytest.raises((TemplateBroken, RowRefused)) as refused:
        fill(docx(p(bomb)))
    assert "templat.docx" in str(refused.value)


ALLOWED = [  # what templates of offices do stays possible
    ("{{ nama|upper }}", "PT CONTOH"),
    ("{{ nama.upper() }}", "PT CONTOH"),
    ("{{ nama.split(' ')[1] }}", "Contoh"),
    ("{{ tanggal.year }}-{{ tanggal.month }}", "2026-11"),
    ("{{ baris[1].b }}{{ baris[0]['a'] }}", "y1"),
    ("{{ baris|length }}{{ baris|sum(attribute='a') }}", "23"),
    ("{{ baris|map(attribute='b')|join(', ') }}", "x, y"),
    ("{{ baris|selectattr('a', 'gt', 1)|map(attribute='b')|first }}", "y"),
    ("{% for k, v in baris[0].items() %}{{ k }}={{ v }};{% endfor %}", "a=1;b=x;"),
    ("{% for r in baris %}{{ loop.index }}{{ r.b }}{{ ',' if not loop.last }}{% endfor %}",
     "1x,2y"),
    ("{% for k, isi in baris|groupby('a') %}{{ k }}{{ isi|length }}{% endfor %}", "1121"),
    ("{% for a in [1,2] %}{{ loop.cycle('g','h') }}{% endfor %}", "gh"),
    ("{% set ns = namespace(t=0) %}{% for r in baris %}{% set ns.t = ns.t + r.a %}{% endfor %}"
     "{{ ns.t }}", "3"),
    ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(nama) }}", "<PT Contoh>"),
    ("{% set x %}{{ nama }}{% endset %}{{ x }}", "PT Contoh"),
    ("{{ 'a' ~ angka ~ 1.5 }}", "a71,5"),
    ("{{ 2**10 + 7 // 2 }}", "1027"),
    ("{{ 10 % 3 }}{{ 'x' * 3 }}{{ [1] * 2 }}", "1xxx1, 1"),
    ("{{ 'ya' if 'x' in 'xyz' else 'tidak' }}", "ya"),
    ("{% for i in range(3) %}{{ i }}{% endfor %}", "012"),
    ("{{ angka|rupiah }}|{{ tanggal|hari }}", "Rp 7|Minggu"),
    ("{{ '<b>' }}{{ nama|replace('PT', '&') }}", "<b>& Contoh"),
    ("{{ baris|batch(1)|list|length }}", "2"),
    ("{{ 3.14159|round(2) }}", "3,14"),
    ("{{ '1 & 2' | e }}", "1 & 2"),
]  # fmt: skip


@pytest.mark.parametrize(("tag", "text"), ALLOWED)
def test_what_offices_write_in_templates_works(tag: str, text: str) -> None:
    assert said(fill(docx(p(tag))).data) == text


def test_globals_are_three_and_filters_few() -> None:
    made = environment()
    assert sorted(made.globals) == ["dict", "namespace", "range"]
    outside = {"attr", "format", "pprint", "random", "safe", "tojson", "xmlattr", "urlize", "map_"}
    assert not outside & set(made.filters)


SETTINGS = "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"
OUTSIDE = [  # id, more of the package, words of the refusal
    ("macro type", {"main": "application/vnd.ms-word.document.macroEnabled.main+xml"}, "makro"),
    ("vba part", {"rels": (("r9", "vbaProject", "vbaProject.bin"),),
                  "members": {"word/vbaProject.bin": b"x"},
                  "defaults": {"bin": "application/vnd.ms-office.vbaProject"}}, "makro"),
    ("linked picture", {"rels": (("r9", "image", "http://contoh.invalid/a.png"),)}, "ditautkan"),
    ("picture on a share", {"rels": (("r9", "image", "file://server/a.png"),)}, "ditautkan"),
    ("linked object", {"rels": (("r9", "oleObject", "file:///c:/a.xls"),)}, "OLE"),
    ("other document inside", {"rels": (("r9", "aFChunk", "a.html"),),
                               "members": {"word/a.html": b"<p>x</p>"},
                               "defaults": {"html": "text/html"}}, "dokumen lain"),
    ("sub document", {"rels": (("r9", "subDocument", "http://contoh.invalid/a"),)}, "subdokumen"),
    ("frame", {"rels": (("r9", "frame", "http://contoh.invalid/a"),)}, "ditautkan"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "words"), [c[1:] for c in OUTSIDE], ids=[c[0] for c in OUTSIDE])
def test_a_template_that_brings_programs_or_links_is_refused(more: Any, words: str) -> None:
    with pytest.raises(TemplateBroken, match=words):
        open_template(docx(p("{{ nama }}"), **more), "templat.docx")


FIELDS = ["INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "DDE", "DDEAUTO", "LINK", "DATABASE", "RD",
          "MACROBUTTON", "includepicture"]  # fmt: skip


@pytest.mark.parametrize("word", FIELDS)
@pytest.mark.parametrize("where", ["isi", "kaki"])
def test_a_field_that_reads_or_runs_is_refused(word: str, where: str) -> None:
    typed = f"<w:p>{field(f'{word} {chr(34)}c:/a.txt{chr(34)}')}</w:p>"
    data = docx(typed) if where == "isi" else docx(p("a"), footer=typed)
    with pytest.raises(TemplateUnsafe, match=word.upper()):
        open_template(data, "templat.docx")


def test_a_field_split_over_runs_or_simple_is_seen() -> None:
    split = field("DDEAUTO c").replace("DDE", "DD</w:instrText></w:r><w:r><w:instrText>E")
    simple = '<w:fldSimple w:instr=" DDE c x "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    for typed in (split, simple):
        with pytest.raises(TemplateUnsafe, match="DDE"):
            open_template(docx(f"<w:p>{typed}</w:p>"), "templat.docx")


@pytest.mark.parametrize("name", ["PAGE", "SECTIONPAGES", "DATE", "HYPERLINK x", "REF a", "SEQ a"])
def test_fields_of_documents_stay(name: str) -> None:
    made = fill(docx(f"<w:p>{field(name)}</w:p>" + p("{{ nama }}")))
    assert name in part(made.data)


SPELLED = [
    "{{ 'INCLUDE' }}{{ 'TEXT' }} a",
    "{% for c in 'DDE' %}{{ c }}{% endfor %} c",
    "{{ perintah }} a",
]


@pytest.mark.parametrize("instruction", SPELLED)
def test_a_field_spelled_by_tags_is_refused_when_filled(instruction: str) -> None:
    with pytest.raises((TemplateUnsafe, RowRefused), match="mengambil isi dari luar"):
        fill(docx(f"<w:p>{field(instruction)}</w:p>"))


def test_values_are_text_and_never_markup_or_tags() -> None:
    value = "</w:t></w:r><w:r><w:instrText>DDE</w:instrText></w:r>{{ 1/0 }}{% for %}"
    made = render(open_template(docx(p("{{ a }}")), "t.docx"), {"a": value})
    text = part(made.data)
    assert "&lt;w:instrText&gt;" in text
    assert "<w:instrText>" not in text
    assert "{{ 1/0 }}{% for %}" in text


def test_links_that_open_by_themselves_are_taken_out_and_told() -> None:
    settings = (
        '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<w:attachedTemplate r:id="r1"/><w:zoom w:percent="100"/></w:settings>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/attachedTemplate" Target="file:///s:/kantor.dotm" TargetMode="External"/>'
        "</Relationships>"
    )
    data = docx(
        p("{{ nama }}"),
        rels=(("r9", "settings", "settings.xml"),),
        members={"word/settings.xml": settings.encode(),
                 "word/_rels/settings.xml.rels": links.encode()},
        types={"word/settings.xml": SETTINGS},
    )  # fmt: skip
    template = open_template(data, "templat.docx")
    assert "templat lain tidak diikuti" in template.note
    made = render(template, DATA).data
    assert "attachedTemplate" not in part(made, "word/settings.xml")
    assert "zoom" in part(made, "word/settings.xml")
    assert "kantor.dotm" not in part(made, "word/_rels/settings.xml.rels")


def test_an_element_of_too_many_attributes_is_refused() -> None:
    def with_many(number: int) -> bytes:
        many = " ".join(f'a{k}="1"' for k in range(number))
        return docx(f"<w:p {many}><w:r><w:t>{{{{ nama }}}}</w:t></w:r></w:p>")

    open_template(with_many(50), "T.docx")
    with pytest.raises(TemplateBroken, match="terlalu padat"):
        open_template(with_many(300_000), "T.docx")


def test_a_hyperlink_to_a_site_stays() -> None:
    link = '<w:hyperlink r:id="r9"><w:r><w:t>{{ nama }}</w:t></w:r></w:hyperlink>'
    data = docx(f"<w:p>{link}</w:p>", rels=(("r9", "hyperlink", "https://contoh.invalid/"),))
    assert "contoh.invalid" in part(fill(data).data, "word/_rels/document.xml.rels")


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(
            lambda xml: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + xml, id="x"
        ),
        pytest.param(lambda xml: xml.replace("<w:body>", "<w:body>&b;"), id="entity"),
        pytest.param(lambda xml: xml[:-20], id="cut"),
    ],
)
def test_a_part_that_is_no_plain_markup_is_refused(damage: Callable[[str], str]) -> None:
    data = docx(p("{{ nama }}"))
    xml = damage(part(data).partition("?>\n")[2])
    with pytest.raises(TemplateBroken):
        open_template(changed(data, document=xml), "templat.docx")
