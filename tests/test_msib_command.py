"""kepesertaan laporan-akhir end to end, with pages counted by LibreOffice, and its button."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fake_addin import load_addin
from intern import BOOK, changed, pages, read
from kepesertaan import cli
from kepesertaan.actions.registry import all_actions
from kepesertaan.excel.load import load_xlwings
from kepesertaan.run import final_report
from kepesertaan.run.opened import Desk
from kepesertaan.run.opened_buttons import run_opened
from kepesertaan.run.plan import Options
from kepesertaan.word.contents import fill_contents

Run = Callable[..., tuple[int, str, str]]
DAY = "2025-03-10"
MAIN = "word/document.xml"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*args: Any) -> tuple[int, str, str]:
        code = cli.main(["laporan-akhir", *map(str, args), "--per", DAY])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


@pytest.fixture
def intern(tmp_path: Path) -> Path:
    """The workbook with its photos in a folder of its own."""
    shutil.copytree(BOOK.parent / "msib_foto", tmp_path / "msib_foto")
    return Path(shutil.copy(BOOK, tmp_path / "MSIB.xlsx"))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).upper()


@pytest.mark.libreoffice
def test_the_sample_report_from_the_workbook_to_its_pages(run: Run, intern: Path) -> None:
    before = intern.read_bytes()
    out = intern.parent / "keluar"
    code, said, err = run(intern, "--profil", "umum", "--keluar", out, "--pdf")
    assert (code, err) == (0, "")
    first, *_ = said.splitlines()
    assert first.startswith("Kerangka: Bagian awal 100 % · BAB I 100 % · BAB II 100 %")
    assert "102 hari kerja menurut kalender, 100 hari tercatat, 800 jam." in said
    assert "Profil kampus Umum belum dipastikan" in said
    assert sorted(path.name for path in out.iterdir()) == [
        "Laporan MSIB_v1.docx",
        "Laporan MSIB_v1.pdf",
    ]
    made = (out / "Laporan MSIB_v1.docx").read_bytes()
    texts = pages((out / "Laporan MSIB_v1.pdf").read_bytes())
    numbers = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "1"]
    assert [number for number, _ in texts[:9]] == numbers
    entries = lines_of_lists(made)
    assert len(entries) > 35
    for title, number in entries:
        found = [t for n, t in texts if n == number and squeezed(title) in squeezed(t)]
        assert found, (title, number)
    code, said, err = run(intern, "--profil", "umum", "--keluar", out)
    assert (code, err) == (0, "")
    assert (out / "Laporan MSIB_v2.docx").read_bytes() == made
    assert (out / "Laporan MSIB_v1.docx").read_bytes() == made
    assert intern.read_bytes() == before


def lines_of_lists(data: bytes) -> list[tuple[str, str]]:
    """Title and page number of every line of the lists, as they stand in the document."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    found = []
    for p in root.iter("{*}p"):
        style = p.find("{*}pPr/{*}pStyle")
        name = next(iter(style.values())) if style is not None else ""
        if name.startswith("TOC") or name == "TableofFigures":
            parts = "".join(
                t.text if t.tag.endswith("}t") else "\t"
                for r in p.iter("{*}r")
                for t in r.iter("{*}t", "{*}tab")
            )
            title, _, number = parts.rpartition("\t")
            found.append((re.sub(r"^[IVX]+(\.[0-9]+)+ ", "", title), number))
    assert len(fill_contents(data).entries) == len(found)
    return found


@pytest.fixture
def no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without Word and LibreOffice."""
    monkeypatch.setattr("shutil.which", lambda *_args, **_more: None)
    monkeypatch.setattr(
        Path, "exists", lambda self, _old=Path.exists: "LibreOffice" not in str(self) and _old(self)
    )


def in_process(source: Path, folder: str = "keluar", **own: Any) -> Any:
    options = Options(today=date.fromisoformat(DAY), out=source.parent / folder, own=own)
    action = all_actions()["laporan-akhir"]
    return final_report.report_of(action, read(source), source, options, lambda _step: None)


def test_without_a_program_for_pages_the_report_is_made_and_says_so(
    intern: Path, no_pages: None
) -> None:
    report = in_process(intern, pdf=True)
    assert report.kode == 0
    assert any("Nomor halaman belum terisi" in line for line in report.lines)
    assert any(line.startswith("PDF tidak dibuat") for line in report.lines)
    assert [Path(path).name for path in report.keluaran] == ["Laporan MSIB_v1.docx"]


def test_what_is_to_be_looked_at_goes_into_a_book_of_notes(intern: Path, no_pages: None) -> None:
    def change(book: Any) -> None:
        log = book["Logbook"]
        log.delete_rows(20)  # a day without an entry
        log["B5"].value = "17.00-08.00"
        book["Narasi"].delete_rows(5, 3)  # the abstract and its words
        book["Mitra"]["B11"].value = None
        book["Logbook"]["C6"].value = "Menemui peserta 3578011708459901"
        book["Logbook"]["F6"].value = "3578011708459901.jpg"
        book["Narasi"]["A15"].value = "latar_belakangg"
        book["Narasi"]["C20"].value = "Menurut [1] dan [2, 7]."

    source = changed(intern, change)
    (source.parent / "msib_foto" / "magang-02.png").write_bytes(b"bukan foto")
    (source.parent / "msib_foto" / "magang-03.png").unlink()
    report = in_process(source)
    assert report.kode == 1
    text = "\n".join(report.lines)
    assert "1 hari kerja tanpa catatan: 21-10-2024." in text
    assert "jam selesai 08.00 tidak sesudah jam mulai 17.00" in text
    assert "Abstrak: teks Narasi 'abstrak'" in text
    assert "Lampiran D: foto msib_foto/magang-03.png" in text
    assert "magang-02.png: " in text
    assert "Narasi, kunci latar_belakangg: tidak ada di kerangka laporan" in text
    assert "maksudnya 'latar_belakang'?" in text
    assert "Logbook baris 6: memuat nomor seperti NIK atau KPJ" in text
    assert "3578011708459901" not in text + json.dumps(report.as_json())
    notes = source.parent / "keluar" / "Laporan MSIB_v1 catatan.xlsx"
    book = openpyxl.load_workbook(notes)
    assert book.sheetnames == ["Kerangka", "Logbook", "Isian"]
    missing = [r for r in book["Kerangka"].iter_rows(values_only=True) if r[3] == "belum ada"]
    assert ("Bagian awal", "Abstrak", "teks Narasi 'abstrak'", "belum ada") in missing
    kinds = [row[2] for row in book["Logbook"].iter_rows(min_row=2, values_only=True)]
    assert sorted(kinds) == ["jam terbalik", "kosong"]
    cells = [str(c) for page in book for row in page.iter_rows(values_only=True) for c in row]
    assert not any("3578011708459901" in cell for cell in cells)
    assert [cell for cell in cells if "dirujuk" in cell] == [
        "sumber [7] dirujuk, tetapi tidak ada di lembar Referensi."
    ]


def test_pictures_are_taken_from_the_books_own_folder_only(intern: Path, no_pages: None) -> None:
    outside = intern.parent.parent / f"{intern.parent.name}-lain.png"
    shutil.copy(intern.parent / "msib_foto" / "magang-01.png", outside)

    def change(book: Any) -> None:
        book["Event"]["E5"].value = f"../{outside.name}"
        book["Event"]["E6"].value = "msib_foto\\magang-03.png"  # as Windows writes it

    report = in_process(changed(intern, change))
    text = "\n".join(report.lines)
    assert f"foto ../{outside.name}" in text
    assert "magang-03" not in text


def test_the_versions_of_another_profile_are_left_alone(intern: Path, no_pages: None) -> None:
    in_process(intern)
    other = "\n".join(in_process(intern, profil="Teknik").lines)
    assert "Laporan MSIB_v1.docx dibuat dengan profil lain, jadi tidak dilanjutkan" in other
    third = "\n".join(in_process(intern).lines)
    assert "Dilanjutkan dari Laporan MSIB_v1.docx." in third
    assert "profil lain" not in third
    folder = intern.parent / "keluar"
    one, two, three = ((folder / f"Laporan MSIB_v{n}.docx").read_bytes() for n in (1, 2, 3))
    assert one == three
    alone = in_process(intern, folder="lain", profil="teknik")
    assert two == Path(alone.keluaran[0]).read_bytes()


UMUM = Path(final_report.__file__).parents[1] / "templates" / "kampus_umum.toml"


def rewritten(path: Path, change: Callable[[bytes], bytes], to: Path, part: str) -> None:
    """A copy of a .docx with one part changed."""
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    found[part] = change(found[part])
    with zipfile.ZipFile(to, "w") as archive:
        for name, data in found.items():
            archive.writestr(name, data)


def test_a_profile_of_ones_own_is_taken_from_a_file_with_styles_made_in_word(
    intern: Path, no_pages: None
) -> None:
    from kepesertaan.domain.errors import UnreadableInput

    own = intern.parent / "kampus_saya.toml"
    text = UMUM.read_text(encoding="utf-8")
    own.write_text(text.replace("Times New Roman", "Georgia"), encoding="utf-8")
    first = Path(in_process(intern, profil="kampus_saya.toml").keluaran[0])  # beside the workbook
    with zipfile.ZipFile(first) as archive:
        assert b"Georgia" in archive.read("word/styles.xml")
    own.write_text(text.replace("# gaya", "gaya"), encoding="utf-8")
    with pytest.raises(UnreadableInput, match=r"berkas gaya gaya\.docx tidak ada"):
        in_process(intern, profil="kampus_saya.toml", baru=True)
    styled = intern.parent / "gaya.docx"
    rewritten(first, lambda d: d.replace(b"Georgia", b"Cambria"), styled, "word/styles.xml")
    again = Path(in_process(intern, profil="kampus_saya.toml", baru=True).keluaran[0])
    with zipfile.ZipFile(again) as archive:
        assert b"Cambria" in archive.read("word/styles.xml")
    rewritten(first, lambda d: d.replace(b'"JudulDepan"', b'"Lain"'), styled, "word/styles.xml")
    with pytest.raises(UnreadableInput, match=r"gaya\.docx tidak memuat gaya JudulDepan"):
        in_process(intern, profil="kampus_saya.toml", baru=True)


TROUBLE = [
    (["--profil", "negeri"], 2, "--profil negeri tidak dikenal"),
    (["--profil", "tidak_ada.toml"], 2, "--profil tidak_ada.toml: berkas itu tidak ada"),
    (["--segarkan", "bab lima"], 2, "--segarkan bab lima tidak dikenal; pilih semua atau:"),
]


@pytest.mark.parametrize(("options", "code", "said"), TROUBLE)
def test_a_wrong_option_is_one_sentence_and_nothing_is_written(
    options: list[str], code: int, said: str, run: Run, intern: Path
) -> None:
    done, out, err = run(intern, "--keluar", intern.parent / "keluar", *options)
    assert (done, out) == (code, "")
    assert err.startswith(said)
    assert len(err.splitlines()) == 1
    assert not (intern.parent / "keluar").exists()


def test_a_broken_last_version_is_told_and_left(intern: Path, no_pages: None) -> None:
    from kepesertaan.domain.errors import UnreadableInput

    folder = intern.parent / "keluar"
    folder.mkdir()
    broken = folder / "Laporan MSIB_v7.docx"
    broken.write_bytes(b"PK\x03\x04 rusak")
    with pytest.raises(UnreadableInput, match=r"Laporan MSIB_v7\.docx"):
        in_process(intern)
    report = in_process(intern, baru=True)
    assert [Path(path).name for path in report.keluaran] == ["Laporan MSIB_v8.docx"]
    assert broken.read_bytes() == b"PK\x03\x04 rusak"


def test_a_version_emptied_by_another_program_is_not_written_over(
    intern: Path, no_pages: None
) -> None:
    from kepesertaan.domain.errors import UnreadableInput

    path = Path(in_process(intern).keluaran[0])
    tags = re.compile(rb'<w:tag w:val="kpst:[^"]*"/>')
    rewritten(path, lambda data: tags.sub(b"", data), path, "word/document.xml")
    with pytest.raises(UnreadableInput, match="tidak lagi memuat tempat isian"):
        in_process(intern)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rumah").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))


@pytest.fixture
def addin(excel: Any, home: None) -> None:
    load_xlwings()
    load_addin(excel)


def test_the_button_writes_the_same_report_beside_the_open_book(
    excel: Any, addin: None, intern: Path, no_pages: None
) -> None:
    by_file = Path(in_process(intern).keluaran[0]).read_bytes()
    _, opened = excel.open(intern)
    desk = Desk(lambda _text: True, lambda _step: None)
    action = all_actions()["laporan-akhir"]
    report = run_opened(action, opened, Options(today=date.fromisoformat(DAY)), desk)
    assert len(report.lines) <= 6
    assert report.lines[0].startswith("Kerangka: ")
    made = intern.parent / "HASIL" / "Laporan MSIB_v1.docx"
    assert report.lines[-1] == f"Hasil: {made}"
    assert made.read_bytes() == by_file
    rewritten(made, lambda d: d.replace(b"Pembagian tugas", b"Pembagian kerja"), made, MAIN)
    again = run_opened(action, opened, Options(today=date.fromisoformat(DAY)), desk)
    assert again.lines[1] == "Suntingan Anda dipertahankan di 1 bagian: II.2 Lingkup Pekerjaan."
    assert again.lines[-1] == f"Hasil: {made.with_name('Laporan MSIB_v2.docx')}"
