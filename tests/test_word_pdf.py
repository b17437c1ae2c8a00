"""PDF: made by a program that is there, counted as made only when it opens and has pages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from kepesertaan.word import pdf, pdf_word
from kepesertaan.word.errors import NoPdf
from kepesertaan.word.pdf import joined, page_count, pdf_maker, to_pdf
from word_makes import docx, p


def some_pdf(pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pages_are_counted_by_opening() -> None:
    assert page_count(some_pdf(3)) == 3
    for broken in (b"", b"%PDF-1.7", some_pdf()[:80], b"PK\x03\x04"):
        assert page_count(broken) == 0


def test_a_pdf_that_does_not_open_does_not_count_as_made(tmp_path: Path) -> None:
    for name, data in (("a", some_pdf(2)), ("b", some_pdf()[:80]), ("c", b"")):
        (tmp_path / f"{name}.pdf").write_bytes(data)
    made = [pdf._opened(tmp_path / f"{name}.docx", "Word") for name in "abcd"]
    assert [one and one.pages for one in made] == [2, None, None, None]


def test_many_are_joined_in_order() -> None:
    one = joined([some_pdf(2), some_pdf(1)])
    assert (one.pages, len(PdfReader(io.BytesIO(one.data)).pages)) == (3, 3)


def test_a_computer_without_a_program_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "libreoffice", lambda: None)
    monkeypatch.setattr(pdf, "_has_word", lambda: False)
    assert pdf_maker() == ""
    with pytest.raises(NoPdf, match="Word dan LibreOffice tidak ada"):
        to_pdf([docx(p("a"))])


@pytest.mark.libreoffice
def test_what_gives_no_pdf_is_told_by_its_number(soffice: str) -> None:
    assert soffice
    bookmark = '<w:bookmarkStart w:id="1" w:name="bab"/><w:bookmarkEnd w:id="1"/>'
    good = docx(f"<w:p>{bookmark}<w:r><w:t>a</w:t></w:r></w:p>")
    with pytest.raises(NoPdf, match="dokumen ke-2 tidak jadi"):
        to_pdf([good, b"bukan dokumen"])
    (kept,) = to_pdf([good], destinations=True)
    assert [name.lstrip("/") for name in PdfReader(io.BytesIO(kept.data)).named_destinations] == [
        "bab"
    ]


class FakeWord:
    """Word as far as it is asked: documents open, export and close; what was done is kept."""

    def __init__(self, refuse: str) -> None:
        self.refuse, self.done = refuse, []  # type: ignore[var-annotated]
        self.Documents = self
        self.Visible, self.DisplayAlerts, self.AutomationSecurity = True, 1, 1

    def OpenNoRepairDialog(self, **how: Any) -> Any:  # noqa: N802
        if self.refuse in how["FileName"]:
            raise OSError("Word says no")
        assert how["ReadOnly"]
        self.done.append(("open", Path(how["FileName"]).name))
        return self

    def ExportAsFixedFormat(self, **how: Any) -> None:  # noqa: N802
        assert self.AutomationSecurity == 3
        assert how["ExportFormat"] == 17
        Path(how["OutputFileName"]).write_bytes(some_pdf())

    def Close(self, changes: int) -> None:  # noqa: N802
        self.done.append(("close", changes))

    def Quit(self, changes: int) -> None:  # noqa: N802
        self.done.append(("quit", changes))


def test_word_is_ended_and_goes_on_after_a_file_it_does_not_open(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.docx" for name in ("a", "rusak", "b")]
    word = FakeWord("rusak")
    assert pdf_word.export(word, files, destinations=True) == 1
    assert word.done == [
        ("open", "a.docx"),
        ("close", 0),
        ("open", "b.docx"),
        ("close", 0),
        ("quit", 0),
    ]
    assert not word.Visible
    assert [file.with_suffix(".pdf").exists() for file in files] == [True, False, True]
