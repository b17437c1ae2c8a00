"""The script that runs docxtpl's own tests through our engine, on tests made here."""

from __future__ import annotations

from pathlib import Path

import pytest

import docxtpl_tests
from word_makes import PNG, docx, p, table

SCRIPT = """
from docxtpl import DocxTemplate, InlineImage, RichText
from docx.shared import Mm
tpl = DocxTemplate("templates/{0}.docx")
context = {{"nama": "PT A & B <Tbk>", "baris": [1, 2], "x": RichText("tebal", bold=True)}}
{1}
tpl.render(context, autoescape=True)
tpl.save("output/{0}.docx")
"""
CASES = {  # name: template, more of the script
    "sama": (docx(p("{{ nama }}{{r x }}") + table(("{%tr for b in baris %}",), ("{{ b }}",),
                                                  ("{%tr endfor %}",))), ""),
    "gambar": (docx(p("{{ foto }}")),
               'context["foto"] = InlineImage(tpl, "templates/a.png", width=Mm(20))'),
    "beda": (docx(p("{{ nama }}")), 'context["nama"] = "a\\x07b"'),
    "kosong": (docx(p("{{ tidak_ada }}")), ""),
    "objek": (docx(p("{{ f }}")), 'context["f"] = print'),
}  # fmt: skip


def test_templates_are_counted_by_how_they_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.png").write_bytes(PNG)
    for name, (template, more) in CASES.items():
        (tmp_path / "templates" / f"{name}.docx").write_bytes(template)
        (tmp_path / f"{name}.py").write_text(SCRIPT.format(name, more), encoding="utf-8")
    (tmp_path / "tanpa.py").write_text("pass", encoding="utf-8")
    assert docxtpl_tests.main([str(tmp_path)]) == 0
    *lines, counts = capsys.readouterr().out.splitlines()
    kinds = {line[24:].strip().split(" ")[0]: line[:24].strip() for line in lines}
    assert kinds == {
        "sama": docxtpl_tests.EQUAL, "gambar": docxtpl_tests.EQUAL, "beda": docxtpl_tests.DIFFERS,
        "kosong": docxtpl_tests.MARKED, "objek": docxtpl_tests.OTHER, "tanpa": docxtpl_tests.NONE,
    }  # fmt: skip
    assert "sama 2" in counts
    assert not (tmp_path / "output").exists()
