"""The final report: what stands in it, what a second run keeps, and that Word can open it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from intern import document, fresh, holidays, photos, sample, sample_document, whole
from kepesertaan.actions.report_whole import write_whole
from kepesertaan.data.campus import shipped_campus
from kepesertaan.domain.document import Contents, Run, plain
from kepesertaan.domain.internship import Annex, Internship, LogEntry
from kepesertaan.rules.report_text import runs_of
from kepesertaan.word.annexes import with_annexes
from kepesertaan.word.contents import fill_contents
from kepesertaan.word.controls import refill
from kepesertaan.word.left_lists import lists_in, note_left, with_lists
from kepesertaan.word.look import STYLES
from kepesertaan.word.versions import profile_of, typed_beside

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "word/document.xml"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body(data: bytes) -> Any:
    return etree.fromstring(parts(data)[MAIN])


def with_main(data: bytes, change: Callable[[str], str], **more: bytes) -> bytes:
    """The document after a change of its main part."""
    found = parts(data) | more
    text = found[MAIN].decode()
    found[MAIN] = change(text).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return made.getvalue()


def lines(data: bytes) -> list[str]:
    """Every paragraph's text, without what only old programs see."""
    root = body(data)
    for old in list(root.iter("{*}Fallback")):
        old.getparent().remove(old)
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]


def controls(data: bytes) -> dict[str, Any]:
    found = {}
    for control in body(data).iter(f"{W}sdt"):
        found[control.find(f"{W}sdtPr/{W}tag").get(f"{W}val").split(":")[1]] = control
    return found


@pytest.mark.parametrize("profile", ["umum", "teknik"])
def test_word_finds_nothing_to_repair(profile: str, tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "laporan.docx"
    path.write_bytes(sample_document(profile))
    found = OpenXmlValidator().validate(path)
    assert [str(error) for error in found.errors] == []
    ids = [e.get("id") for e in body(sample_document(profile)).iter("{*}docPr")]
    assert len(ids) == len(set(ids)) > 5
    main = parts(sample_document(profile))[MAIN]
    assert main.count(b'w:fldCharType="begin"') == main.count(b'w:fldCharType="end"') > 15


def heads_of(data: bytes) -> list[str]:
    """Titles of the highest level, in their order."""
    return [
        "".join(p.itertext()).strip()
        for p in body(data).iter(f"{W}p")
        if (s := p.find(f"{W}pPr/{W}pStyle")) is not None
        and s.get(f"{W}val") in ("Heading1", "JudulDepan", "JudulLampiran")
    ]


def test_the_parts_stand_in_their_order() -> None:
    assert heads_of(sample_document()) == [
        "LEMBAR PENGESAHAN KAMPUS", "LEMBAR PENGESAHAN MITRA", "ABSTRAK", "KATA PENGANTAR",
        "DAFTAR ISI", "DAFTAR TABEL", "DAFTAR GAMBAR", "PENDAHULUAN",
        "ORGANISASI ATAU LINGKUNGAN ORGANISASI MITRA MSIB",
        "PENATAAN DATA PESERTA DAN PENGINGAT IURAN", "PENUTUP", "REFERENSI",
        "LAMPIRAN AKERANGKA ACUAN KERJA", "LAMPIRAN BLOG ACTIVITY", "LAMPIRAN CDOKUMEN TEKNIK",
        "LAMPIRAN DDOKUMENTASI KEGIATAN",
    ]  # fmt: skip


def test_captions_are_fields_that_begin_anew_in_every_chapter() -> None:
    root = body(sample_document())
    shown, codes = [], {}
    for p in root.iter(f"{W}p"):
        style = p.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") == "Caption":
            text = "".join(t.text for t in p.iter(f"{W}t"))
            number = " ".join(text.split()[:2])
            shown.append(number)
            codes[number] = p.find(f".//{W}instrText").text.split()
    assert [n for n in shown if n.startswith("Gambar")] == [
        "Gambar 2.1", "Gambar 2.2", "Gambar 3.1", *(f"Gambar D.{n}" for n in range(1, 6)),
    ]  # fmt: skip
    assert [n for n in shown if n.startswith("Tabel")] == [
        *(f"Tabel 2.{n}" for n in range(1, 8)), "Tabel 3.1", "Tabel 3.2",
    ]  # fmt: skip
    for number, code in codes.items():
        assert code[:2] == ["SEQ", number.split()[0]]
        assert (code[-2:] == ["\\r", "1"]) == number.endswith(".1")


def test_text_names_the_figures_that_are_there() -> None:
    text = "\n".join(lines(sample_document()))
    assert "digambarkan pada Gambar 2.1" in text
    assert "disajikan pada Tabel 2.3 dan Gambar 2.2" in text
    assert "Tabel 3.2 dan Gambar 3.1" in text
    assert "selama 5 (lima) bulan" in text
    assert "memuat 102 (seratus dua) hari kerja" in text
    assert "{" not in text
    assert "*" not in text


def test_pages_are_numbered_as_the_profile_says() -> None:
    found = [
        (e.find(f"{W}pgNumType").get(f"{W}fmt"), e.find(f"{W}pgNumType").get(f"{W}start"),
         e.find(f"{W}titlePg") is not None, e.find(f"{W}pgSz").get(f"{W}orient"))
        for e in body(sample_document()).iter(f"{W}sectPr")
    ]  # fmt: skip
    assert found[1] == ("lowerRoman", "1", False, None)
    assert found[2:7] == [("decimal", "1", True, None), *[("decimal", None, True, None)] * 4]
    assert [turned for *_, turned in found[7:]] == [None, "landscape", None, None]
    sizes = [e.find(f"{W}pgSz") for e in body(sample_document()).iter(f"{W}sectPr")]
    wide = [int(e.get(f"{W}w")) > int(e.get(f"{W}h")) for e in sizes]
    assert wide == [e.get(f"{W}orient") == "landscape" for e in sizes]
    teknik = [
        e.find(f"{W}titlePg") is not None
        for e in body(sample_document("teknik")).iter(f"{W}sectPr")
    ]
    assert not any(teknik)  # the same place on every page
    footers = [n for n in parts(sample_document()) if n.startswith("word/footer_tengah_")]
    assert sorted(footers) == [f"word/footer_tengah_{letter}.xml" for letter in "abcd"]


def table_after(caption: str, data: bytes) -> list[list[str]]:
    """The rows of the table below a caption."""
    for p in body(data).iter(f"{W}p"):
        if "".join(p.itertext()).endswith(caption):
            rows = p.getnext().findall(f"{W}tr")
            return [["".join(c.itertext()) for c in row.findall(f"{W}tc")] for row in rows]
    raise AssertionError(caption)


def test_days_and_hours_of_months_and_weeks_are_counted() -> None:
    saturday = {**holidays(), date(2024, 10, 5): "Hari besar pada hari Sabtu"}
    made = write_whole(sample(), shipped_campus("umum"), saturday, photos())
    data = refill(fresh(made), made.contents, "x").data
    months = table_after("Hari Kerja Menurut Kalender Indonesia", data)
    assert months[1] == ["Oktober 2024", "23", "0", "23"]
    assert months[4] == ["Januari 2025", "19", "4", "19"]
    assert months[-1] == ["Seluruhnya", "102", "7", "100"]
    groups = table_after("Rekap Kegiatan Menurut Kelompok", data)
    assert groups[-1] == ["Seluruhnya", "104", "100", "800", "100,0 %"]
    assert [row[-1] for row in groups[1:-1]] == ["15,5 %", "43,0 %", "41,5 %"]
    assert [row[0] for row in groups[1:-1]] == ["Microcredential", "Proyek", "Working experience"]
    weeks = table_after("Ringkasan Kegiatan Mingguan", data)
    assert weeks[1][:3] == ["1", "1-4 Okt 2024", "4"]
    assert weeks[14][:3] == ["14", "30 Des 2024-3 Jan 2025", "4"]
    assert weeks[22][1] == "24-28 Feb 2025"
    assert sum(float(row[-1].replace(",", ".")) for row in weeks[1:]) == 800


def test_a_photo_of_an_event_and_the_log_is_shown_once_with_the_words_of_the_event() -> None:
    found = lines(sample_document())
    assert "Gambar D.2 Sosialisasi kepada pedagang pasar, 18 Oktober 2024" in found
    assert sum("pedagang pasar, 18 Oktober" in line for line in found) == 1


def test_the_log_has_the_columns_of_the_campus() -> None:
    for profile, heads, rows in (
        ("umum", ["Minggu", "Kegiatan", "Hasil", "Validasi/Paraf pembimbing"], 22),
        (
            "teknik",
            ["Tanggal", "Jam", "Kegiatan", "Kelompok", "Hasil", "Validasi/Paraf pembimbing"],
            106,
        ),
    ):
        table = controls(sample_document(profile))["lampiran_b"].find(f".//{W}tbl")
        found = table.findall(f"{W}tr")
        assert ["".join(cell.itertext()) for cell in found[0].findall(f"{W}tc")] == heads
        assert len(found) - 1 == rows


def test_the_chart_of_scores_is_words_own_with_its_workbook() -> None:
    from openpyxl import load_workbook

    found = parts(sample_document())
    charts = [name for name in found if name.startswith("word/charts/") and name.endswith(".xml")]
    assert len(charts) == 2
    books = [load_workbook(io.BytesIO(found[n])) for n in found if n.startswith("word/embeddings/")]
    scores = next(book.active for book in books if book.active.max_row == 9)
    assert [cell.value for cell in scores[2]] == ["Modul 1", 62, 88]
    alts = [e.get("descr") for e in body(sample_document()).iter("{*}docPr")]
    assert any("Modul 8, pre-test 75, post-test 96" in alt for alt in alts)
    assert all(alts)


MISSING: list[tuple[dict[str, Any], str]] = [
    ({"units": ()}, "[ISI: bagan struktur organisasi, lembar Struktur]"),
    ({"modules": ()}, "[ISI: modul dan nilainya, lembar Modul]"),
    ({"log": ()}, "[ISI: kegiatan, lembar Logbook]"),
    ({"references": ()}, "[ISI: sumber, lembar Referensi]"),
    ({"stages": ()}, "[ISI: tahapan proyek, lembar Proyek]"),
    ({"first": None, "last": None}, "[ISI: tanggal mulai dan selesai, lembar Mahasiswa]"),
    ({"values": {}}, "[ISI: judul]"),
    ({"prose": {}}, "[ISI: Narasi, kunci latar belakang]"),
    ({"shifts": ()}, "[ISI: hari dan jam kerja, lembar Jadwal]"),
]


@pytest.mark.parametrize(("change", "mark"), MISSING, ids=[m for _, m in MISSING])
def test_what_is_missing_is_marked_yellow_and_lowers_its_chapter(
    change: dict[str, Any], mark: str
) -> None:
    work = replace(sample(), **change)
    root = body(document(work).data)
    marked = {
        r.findtext(f"{W}t")
        for r in root.iter(f"{W}r")
        if r.find(f"{W}rPr/{W}highlight") is not None
    }
    assert mark in marked
    needs = whole(work).writing.needs
    assert any(not need.is_there for found in needs.values() for need in found)


def test_nothing_is_marked_in_a_whole_report() -> None:
    assert b"w:highlight" not in parts(sample_document())[MAIN]
    needs = whole(sample()).writing.needs
    assert all(need.is_there for found in needs.values() for need in found)


TYPED = [
    ("5*3*2 = 30", [("5*3*2 = 30", False)]),
    ("2 * 3 dan * bintang", [("2 * 3 dan * bintang", False)]),
    ("**tebal** sekali", [("**tebal** sekali", False)]),
    ("*tidak ditutup", [("*tidak ditutup", False)]),
    ("di*posting* lalu *file*nya.", [("di", False), ("posting", True), (" lalu ", False), ("file", True), ("nya.", False)]),
    ("*x* & *dua kata* <a>", [("x", True), (" & ", False), ("dua kata", True), (" <a>", False)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "runs"), TYPED)
def test_stars_that_mark_nothing_stay(text: str, runs: list[tuple[str, bool]]) -> None:
    assert [(run.text, run.italic) for run in runs_of(text, {})] == runs


def test_each_line_of_a_cell_is_a_paragraph() -> None:
    prose = {**sample().prose, "tujuan": ("Dua hal:\n- butir *satu*\n2) butir dua",)}
    root = body(document(replace(sample(), prose=prose)).data)
    found = {"".join(t.text or "" for t in p.iter(f"{W}t")): p for p in root.iter(f"{W}p")}
    styles = [found[text].find(f"{W}pPr/{W}pStyle").get(f"{W}val")
              for text in ("Dua hal:", "butir satu", "2)butir dua")]  # fmt: skip
    assert styles == [STYLES["isi"], STYLES["butir"], STYLES["nomor"]]


def test_a_role_stands_once_with_all_its_duties() -> None:
    scope = (("AR", "satu"), ("Kasir", "dua"), ("AR", "tiga"))
    found = lines(document(replace(sample(), scope=scope)).data)
    at = found.index("Kasir")
    assert found[at - 4 : at + 2] == ["1", "AR", "• satu• tiga", "2", "Kasir", "dua"]


def test_modules_of_one_name_keep_their_numbers() -> None:
    twice = (*sample().modules, sample().modules[0])
    chart = b"".join(d for n, d in parts(document(replace(sample(), modules=twice)).data).items()
                     if "charts/" in n)  # fmt: skip
    assert b"<c:v>Modul 9</c:v>" in chart


def test_days_outside_the_internship_are_not_counted() -> None:
    first = sample().log[0]
    early = replace(first, day=first.day - timedelta(days=7), activity="Terlalu dini")
    found = lines(document(replace(sample(), log=(early, *sample().log))).data)
    assert found == lines(sample_document())


def test_saturdays_of_the_schedule_are_working_days() -> None:
    shift = replace(sample().shifts[0], days=frozenset(range(6)))
    six = lines(document(replace(sample(), shifts=(shift,))).data)
    usual = lines(sample_document())
    days = [d for d in (sample().first + timedelta(k) for k in range(151)) if d.weekday() == 5]
    more = sum(day not in holidays() for day in days)
    at, was = (
        found.index("Seluruhnya", found.index("Februari 2025")) + 1 for found in (six, usual)
    )
    assert int(six[at]) == int(usual[was]) + more


def test_the_students_own_number_of_eleven_digits_stays() -> None:
    number = "20210990123"
    prose = {**sample().prose, "saran": (f"NPM {number}, KPJ 99000009901.",)}
    own = replace(sample(), prose=prose, values={**sample().values, "nim": number})
    assert f"NPM {number}, KPJ [nomor disembunyikan]." in lines(document(own).data)
    other = replace(own, values=sample().values)
    assert number not in "\n".join(lines(document(other).data))


def test_numbers_of_persons_come_in_by_no_other_door() -> None:
    nik = "3578011708459901"
    unit = replace(sample().units[0], name=f"Budi {nik}", title=f"Kepala {nik}")
    entry = replace(sample().log[0], evidence=f"{nik}.jpg")
    work = replace(sample(), units=(unit, *sample().units[1:]), log=(entry, *sample().log[1:]))
    assert all(nik.encode() not in data for data in parts(document(work).data).values())


NUMBERS = [
    ("NIK/3578011708459901/a", True), ("NIK3578011708459901", True),
    ("doi 10.1177/3578011708459901", False), ("pii/S3578011708459901", False),
    ("-3578011708459901", True), ("357801 170845 9901", True),
    ("NIK 3578011708459901 milik peserta", True), ("KPJ 99000009901", True),
    ("3578 0117 0845 9901", True), ("NIP 198704122012129901", False),
    ("ISBN 978-602-0000-00-1", False), ("4.500.000.000.000", False), ("357801170845990", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "is_personal"), NUMBERS)
def test_numbers_of_participants_never_come_into_the_report(text: str, is_personal: bool) -> None:
    first = sample().log[0]
    work = replace(
        sample(),
        prose={**sample().prose, "saran": (text,)},
        log=(LogEntry(first.place, first.day, 480, 1020, text, "kerja", text), *sample().log[1:]),
        scope=(("AR", text),),
    )
    found = "\n".join(lines(document(work).data))
    assert ("[nomor disembunyikan]" in found) == is_personal
    assert (text in found) != is_personal


def again(data: bytes, work: Internship, refresh: tuple[str, ...] = ()) -> Any:
    return refill(data, whole(work).contents, "v1.docx", refresh)


def test_the_same_workbook_gives_the_same_bytes() -> None:
    assert document(sample()).data == sample_document()
    done = again(sample_document(), sample())
    assert done.data == sample_document()
    assert (done.kept, done.absent, done.left) == ([], [], [])


def newer() -> Internship:
    """A week later: another text and another score."""
    prose = {**sample().prose, "lingkup": ("Teks lingkup yang baru.",)}
    modules = (replace(sample().modules[0], post=99.0), *sample().modules[1:])
    return replace(sample(), prose=prose, modules=modules)


def test_what_nobody_edited_follows_the_workbook() -> None:
    done = again(sample_document(), newer())
    assert done.kept == []
    assert "Teks lingkup yang baru." in lines(done.data)
    assert done.data == document(newer()).data
    values = b"".join(data for name, data in parts(done.data).items() if "charts/" in name)
    assert b"<c:v>99</c:v>" in values
    assert len(parts(done.data)) == len(parts(sample_document()))  # no chart is left behind


def in_scope(text: str, old: str, new: str) -> str:
    """A change after the heading II.2, where the block on the scope stands."""
    start = text.index("Lingkup Pekerjaan</w:t>")
    assert old in text[start:]
    return text[:start] + text[start:].replace(old, new, 1)


def without_a_role(text: str) -> str:
    """The table of roles without that of PAP."""
    start = text.index("Lingkup Pekerjaan</w:t>")
    row = text.rindex("<w:tr>", start, text.index(">PAP</w:t>", start))
    return text[:row] + text[text.index("</w:tr>", row) + len("</w:tr>") :]


MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
BOX_OFF = re.compile(r'(<wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x=")(\d+)')
EDITS: dict[str, tuple[Callable[[str], str], str]] = {
    "a word": (lambda t: in_scope(t, "Pembagian tugas", "Pembagian kerja"), "lingkup"),
    "bold": (lambda t: in_scope(t, '<w:r><w:t xml:space="preserve">Pembagian', '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Pembagian'), "lingkup"),
    "a paragraph": (lambda t: in_scope(t, "<w:tbl>", "<w:p><w:r><w:t>Tambahan.</w:t></w:r></w:p><w:tbl>"), "lingkup"),
    "a row less": (without_a_role, "lingkup"),
    "a moved box": (lambda t: BOX_OFF.sub(lambda m: f"{m[1]}{int(m[2]) + 36000}", t, count=1), "struktur"),
    "a formula": (lambda t: in_scope(t, "<w:tbl>", f"<w:p><m:oMath {MATH}><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p><w:tbl>"), "lingkup"),
    "another formula": (lambda t: in_scope(t, "Pembagian tugas", f"Pembagian </w:t></w:r><m:oMath {MATH}><m:r><m:t>a+b</m:t></m:r></m:oMath><w:r><w:t>tugas"), "lingkup"),
    "a symbol": (lambda t: in_scope(t, "Pembagian tugas", 'Pembagian </w:t><w:sym w:font="Symbol" w:char="F0B0"/><w:t>tugas'), "lingkup"),
    "a comment of the lecturer": (lambda t: in_scope(t, "Pembagian tugas", 'Pembagian </w:t></w:r><w:r><w:commentReference w:id="0"/></w:r><w:r><w:t>tugas'), "lingkup"),
    "a footnote": (lambda t: in_scope(t, "Pembagian tugas", 'Pembagian </w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>tugas'), "lingkup"),
    "red letters": (lambda t: in_scope(t, '<w:r><w:t xml:space="preserve">Pembagian', '<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t xml:space="preserve">Pembagian'), "lingkup"),
    "a new page": (lambda t: in_scope(t, '<w:r><w:t xml:space="preserve">Pembagian', '<w:r><w:br w:type="page"/></w:r><w:r><w:t xml:space="preserve">Pembagian'), "lingkup"),
    "a box of another colour": (lambda t: t.replace('<a:srgbClr val="FFFFFF"/>', '<a:srgbClr val="CCFFCC"/>', 1), "struktur"),
    "the title": (lambda t: t.replace("PENATAAN DATA PESERTA DAN PENGINGAT IURAN DENGAN", "MENATA DATA PESERTA DENGAN", 1), "judul_kapital"),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_kept_and_told(edit: str) -> None:
    change, id = EDITS[edit]
    edited = with_main(sample_document(), change)
    assert edited != sample_document()
    done = again(edited, sample())
    assert done.kept == [id]
    assert done.outdated == []
    theirs, ours = controls(edited)[id], controls(done.data)[id]
    assert ["".join(theirs.itertext())] == ["".join(ours.itertext())]
    assert again(done.data, sample()).data == done.data


def test_an_edited_part_whose_values_changed_is_told_and_can_be_filled_again() -> None:
    edited = with_main(sample_document(), EDITS["a word"][0])
    done = again(edited, newer())
    assert (done.kept, done.outdated) == (["lingkup"], ["lingkup"])
    assert "Teks lingkup yang baru." not in lines(done.data)
    anew = again(edited, newer(), ("lingkup",))
    assert anew.kept == []
    assert anew.data == document(newer()).data


NO_EDITS: dict[str, Callable[[str], str]] = {
    "runs split": lambda t: in_scope(t, "Pembagian tugas", 'Pembagian </w:t></w:r><w:r><w:t xml:space="preserve">tugas'),
    "marks of spelling": lambda t: in_scope(t, '<w:r><w:t xml:space="preserve">Pembagian', '<w:proofErr w:type="spellStart"/><w:r><w:lastRenderedPageBreak/><w:t xml:space="preserve">Pembagian'),
    "revision ids": lambda t: t.replace("<w:p>", '<w:p w:rsidR="00AA11BB">'),
    "numbers of captions": lambda t: re.sub(r"(separate\"/></w:r><w:r><w:t>)\d", r"\g<1>7", t),
    "old picture dropped": lambda t: re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "<mc:Fallback/>", t, flags=re.S),
}  # fmt: skip


@pytest.mark.parametrize("change", NO_EDITS)
def test_what_word_does_on_saving_is_no_edit(change: str) -> None:
    saved = with_main(sample_document(), NO_EDITS[change])
    assert saved != sample_document()
    assert again(saved, newer()).kept == []
    assert "Teks lingkup yang baru." in lines(again(saved, newer()).data)


def test_a_replaced_picture_is_kept() -> None:
    first, second, *_ = (photo.data for photo in photos().values())
    name = next(n for n, data in parts(sample_document()).items() if data == first)
    done = again(with_main(sample_document(), lambda t: t, **{name: second}), sample())
    assert done.kept == ["lampiran_d"]
    assert parts(done.data)[name] == second


def test_text_typed_beside_our_parts_stays_and_is_told() -> None:
    typed = "<w:p><w:r><w:t>Kalimat saya sendiri.</w:t></w:r></w:p>"
    edited = with_main(sample_document(), lambda t: in_scope(t, "<w:sdt>", f"{typed}<w:sdt>"))
    made = whole(newer())
    assert typed_beside(edited, fresh(made), "v1.docx") == ["Kalimat saya sendiri."]
    done = again(edited, newer())
    found = lines(done.data)
    assert found.index("Kalimat saya sendiri.") + 1 == found.index("Teks lingkup yang baru.")
    listed = fill_contents(sample_document(), None).data
    assert typed_beside(listed, fresh(made), "v1.docx") == []  # lines of the lists are nobody's


def test_a_look_changed_in_word_stays() -> None:
    styles = parts(sample_document())["word/styles.xml"].replace(b"Times New Roman", b"Georgia")
    edited = with_main(sample_document(), lambda t: t, **{"word/styles.xml": styles})
    done = again(edited, newer())
    assert parts(done.data)["word/styles.xml"] == styles


def footers_of(data: bytes) -> list[list[str]]:
    """The parts of heads and feet of every section, in their order."""
    rels = etree.fromstring(parts(data)["word/_rels/document.xml.rels"])
    target = {rel.get("Id"): rel.get("Target") for rel in rels}
    return [
        [target[e.values()[-1]] for e in section.iter(f"{W}headerReference", f"{W}footerReference")]
        for section in body(data).iter(f"{W}sectPr")
    ]


def test_appendices_that_come_later_are_added_and_those_that_go_are_left() -> None:
    early = replace(sample(), annexes=sample().annexes[:2])
    begun = document(early).data
    made = whole(sample())
    longer = with_annexes(begun, fresh(made), "v1.docx")
    done = refill(longer, made.contents, "v1.docx")
    assert done.absent == []
    assert lines(done.data) == lines(sample_document())
    assert [e.find(f"{W}pgSz").get(f"{W}orient") for e in body(done.data).iter(f"{W}sectPr")][-4:] == [
        None, "landscape", None, None,
    ]  # fmt: skip
    assert footers_of(done.data) == footers_of(sample_document())
    assert with_annexes(longer, fresh(made), "v1.docx") == longer
    other = (replace(sample().annexes[0], title="Surat Tugas"), *sample().annexes[1:])
    renamed = refill(done.data, whole(replace(sample(), annexes=other)).contents, "v2.docx").data
    assert "LAMPIRAN ASURAT TUGAS" in heads_of(renamed)
    back = refill(done.data, whole(early).contents, "v2.docx")
    assert back.left == ["lampiran_c", "lampiran_d"]
    assert lines(back.data) == lines(sample_document())


def test_a_list_left_out_for_being_short_comes_back_when_it_is_not() -> None:
    few_things = replace(sample(), modules=(), units=())
    short = document(few_things, "teknik").data
    few = fill_contents(short, None, least=4).data
    assert lists_in(few, "x") == ["Tabel", "Gambar"]
    none = fill_contents(short, None, least=99).data
    assert lists_in(none, "x") == []
    assert "DAFTAR GAMBAR" not in heads_of(none)
    for gone in (["Tabel"], ["Gambar"], ["Tabel", "Gambar"]):
        left = note_left(none, gone, "x")
        assert profile_of(left, "x") == "teknik"
        back = with_lists(left, fresh(whole(sample(), "teknik"), "teknik"), "x")
        assert lists_in(back, "x") == gone
        heads = [line for line in heads_of(back) if line.startswith("DAFTAR ")]
        assert heads == ["DAFTAR ISI", *(f"DAFTAR {label.upper()}" for label in gone)]
    both = with_lists(note_left(none, ["Tabel", "Gambar"], "x"), short, "x")
    second = refill(both, whole(few_things, "teknik").contents, "x").data
    again = note_left(fill_contents(second, None, least=99).data, ["Tabel", "Gambar"], "x")
    assert again == note_left(none, ["Tabel", "Gambar"], "x")  # a second run, byte for byte
    assert with_lists(none, short, "x") == none  # a person may have deleted them


def test_a_report_tells_its_profile() -> None:
    assert profile_of(sample_document("teknik"), "x") == "teknik"


def test_every_value_of_the_contents_has_a_name_for_people() -> None:
    contents: Contents = whole(sample()).contents
    assert set(contents.titles) == set(contents.blocks)
    assert plain(contents.fields["judul_kapital"]).startswith("PENATAAN DATA")
    assert contents.fields["nim"] == (Run("220810907"),)


def test_an_appendix_may_hold_a_picture_and_a_text(tmp_path: Any) -> None:
    annexes = (Annex("A", "Surat", "berkas", "msib_foto/magang-01.png", "Surat keterangan"),
               Annex("A", "Surat", "berkas", "tidak_ada.png", "Surat kedua"))  # fmt: skip
    found = "\n".join(lines(document(replace(sample(), annexes=annexes)).data))
    assert "Gambar A.1 Surat keterangan" in found
    assert "[ISI: foto tidak ada.png]" in found
