"""kepesertaan periksa-laporan: every rule on cases and near misses, and the whole on documents."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from kepesertaan import cli
from kepesertaan.data.report_words import report_words
from kepesertaan.domain.number_words import number_of_words
from kepesertaan.domain.passages import Caption, Passage, Remark
from kepesertaan.domain.terbilang import in_words
from kepesertaan.rules.report_rules import judge_report, report_rules
from kepesertaan.word.passages import read_passages
from long_report import field

Run = Callable[..., tuple[int, str, str]]


def found(code: str, *texts: str | Passage) -> list[Remark]:
    """The remarks of one rule about paragraphs."""
    passages = [one if isinstance(one, Passage) else Passage(one, upright=one) for one in texts]
    return [remark for rule, remark in judge_report(passages) if rule.code == code]


def quotes(code: str, *texts: str | Passage) -> list[str]:
    return [one.quote for one in found(code, *texts)]


SPELLING = [
    ("Badan Penyelenggara Jaminan Sosisal", ["Sosisal"]),
    ("program BOJS Ketengakerjaan", ["BOJS", "Ketengakerjaan"]),
    ("divisi Kpesertaan", ["Kpesertaan"]),
    ("modul microdential", ["microdential"]),
    ("modul Micro credential", ["Micro credential"]),
    ("KETENAGAKERJAN", ["KETENAGAKERJAN"]),
    ("Universtas dan Univeritas", ["Universtas", "Univeritas"]),
    ("Accout Representatve", ["Representatve"]),
    ("Struktru organisasi", ["Struktru"]),
    ("Jamnan Sosial oleh BPJ Ketenagakerjaan", ["Jamnan", "BPJ Ketenagakerjaan"]),
    ("Acount Representative", ["Acount Representative"]),
    # near misses: right words
    ("Badan Penyelenggara Jaminan Sosial Ketenagakerjaan", []),
    ("penyelenggaraan, diselenggarakan, terselenggara, penyelenggaranya", []),
    ("pelindungan dan perlindungan, kepesertaannya, ketenagakerjaannya", []),
    ("bersertifikat, bersertifikasi, sertifikasi, tersertifikasi", []),
    ("mahasiswa dan mahasiswi; administratif, administrator, administrasi", []),
    ("kesesatan, kesehatan, keselamatan, kesempatan", []),
    ("microcredential, microcredentials", []),
    ("representative, representatif, representation, presentasi", []),
    ("perubahan perusahaan, pengusaha, perusak", []),
    ("menyelenggara, nyelenggara, pkesertaan", []),
    ("konstruksi, instruktur, struktural, strukturnya", []),
    ("BPJS, BPJT, BPJPH, BPS, BPR", []),
    ("pembangunan, pembangkangan, pembangkit", []),
    ("tulis ke kpesertaan@bpjs.test atau https://kpesertaan.test", []),
]


@pytest.mark.parametrize(("text", "words"), SPELLING, ids=[text for text, _ in SPELLING])
def test_misspelt_words_and_only_those(text: str, words: list[str]) -> None:
    assert quotes("LAP-01", text) == words


def test_what_is_to_be_written_is_never_itself_remarked() -> None:
    words = report_words()
    right = {*words.watched, *words.right, *words.wrong.values()}
    assert not found("LAP-01", *sorted(right), *(word.upper() for word in sorted(right)))
    assert not set(words.wrong) & {word.lower() for word in right}


LEFTOVERS = [
    ("kantor {{ kantor }} dan {% if x %}", ["{{ kantor }}", "{% if x %}"]),
    ("di [ISI: alamat kantor]", ["[ISI: alamat kantor]"]),
    ("oleh [Nama mentor]", ["[Nama mentor]"]),
    ("Lorem ipsum dolor", ["Lorem ipsum"]),
    ("nomor xxx dan xxxxx", ["xxx", "xxxxx"]),
    ("PT XXX, nomor XXXX", ["XXX", "XXXX"]),
    ("lihat Error! Reference source not found.", ["Error! Reference source not found"]),
    ("Error! Bookmark not defined.", ["Error! Bookmark not defined"]),
    ("TODO tulis ini", ["TODO"]),
    ("«Nama_Perusahaan»", ["«Nama_Perusahaan»"]),
    ("Nama mentor: ________", [": ________"]),
    ("NIP: …………", [": …………"]),
    ("xxx, xxx, xxx", ["xxx"]),  # once a paragraph
    # near misses
    ("menurut [1] dan [12, 13], [isian] [sic]", []),
    ("Bab XXX, abad XXX, angkatan ke-XXX", []),
    ("todo list, taxxxi", []),
    ("(....................)  ______________", []),
    ("Kalimat {biasa} dan [namanya saja]", []),
    ("a << b >> c", []),
]


@pytest.mark.parametrize(("text", "words"), LEFTOVERS, ids=[text for text, _ in LEFTOVERS])
def test_leftovers_of_a_template(text: str, words: list[str]) -> None:
    assert quotes("LAP-02", text) == words


PERIOD = "19 Agustus 2022 - 6 Januari 2023"
DURATIONS = [
    (f"Magang {PERIOD} selama 5 (lima) bulan.", "4 bulan 19 hari; teks menulis 5 (lima) bulan."),
    (f"Magang {PERIOD} selama lima bulan.", "teks menulis lima bulan."),
    (f"Magang {PERIOD}, 12 minggu.", "20 minggu 1 hari; teks menulis 12 minggu."),
    (f"Magang {PERIOD}, 200 hari.", "141 hari; teks menulis 200 hari."),
    ("Magang 19-08-2022 s.d. 06/01/2023 selama 5 bulan.", "4 bulan 19 hari; teks menulis 5 bulan."),
    ("Magang 19-08-2022 - 18-01-2023 selama 5 bulan.", ""),
    ("1 Februari s.d. 31 Mei 2022 selama 3 bulan", "lamanya 4 bulan; teks menulis 3 bulan."),
    # near misses
    (f"Magang {PERIOD} selama sekitar 5 (lima) bulan.", ""),
    (f"Magang {PERIOD}, 20 minggu.", ""),
    (f"Magang {PERIOD}, 100 hari.", ""),
    (f"Magang {PERIOD}, 98 hari kerja.", ""),
    ("1 Februari 2022 sampai dengan 30 Juni 2022 selama 5 (lima) bulan", ""),
    ("1 Februari - 30 Juni 2022 selama lima bulan", ""),
    ("1 Februari - 28 Juni 2022 selama 5 bulan", ""),
    ("16 Agustus 2022 - 31 Desember 2022 (4 bulan)", "lamanya 4 bulan 16 hari; teks menulis 4 bulan."),
    (f"Magang {PERIOD}. Perusahaan menunggak 3 bulan.", ""),
    (f"Magang {PERIOD} dengan tunggakan 3 bulan terakhir", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), DURATIONS, ids=[text for text, _ in DURATIONS])
def test_a_duration_is_that_of_its_period(text: str, why: str) -> None:
    remarks = found("LAP-03", text)
    assert [one.why[-len(why) :] for one in remarks] == [why] * bool(why)


def test_a_duration_is_held_against_the_period_stated_elsewhere() -> None:
    period = f"Periode {PERIOD}"
    assert quotes("LAP-03", period, "Program magang ini dijalani selama 5 (lima) bulan.") == [
        "5 (lima) bulan"
    ]
    assert quotes("LAP-03", period, "Magang ini berlangsung 6 (enam) bulan.") == ["6 (enam) bulan"]
    assert quotes("LAP-03", period, "Peserta program magang menunggu selama 3 bulan.") == []
    assert quotes("LAP-03", period, "Peserta menunggak selama 5 bulan.") == []
    assert quotes("LAP-03", "Program magang ini dijalani selama 5 (lima) bulan.") == []


PERIODS: dict[str, tuple[list[str], list[str]]] = {
    "a day apart": ([PERIOD, PERIOD, "18 Agustus 2022 - 6 Januari 2023"], ["18 Agustus 2022 - 6 Januari 2023"]),
    "the rarer comes first": (["19 Agustus 2022 s.d. 31 Desember 2022", PERIOD, PERIOD], ["19 Agustus 2022 s.d. 31 Desember 2022"]),
    "another month": ([PERIOD, PERIOD, "19 Agustus 2022 - 6 Desember 2022"], ["19 Agustus 2022 - 6 Desember 2022"]),
    "once each": ([PERIOD, "19 Agustus 2022 - 30 Desember 2022"], ["19 Agustus 2022 - 30 Desember 2022"]),
    "written otherwise": ([PERIOD, "19 agustus – 6 januari 2023", "19 Agu 2022 sampai dengan 6 Jan 2023"], []),
    "a part of it": ([PERIOD, "1 Oktober 2022 - 15 Desember 2022"], []),
    "last year's": ([PERIOD, "19 Agustus 2021 - 6 Januari 2022"], []),
    "a week in it": ([PERIOD, "22 Agustus 2022 - 26 Agustus 2022", "22 Agustus 2022 - 27 Agustus 2022"], []),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "odd"), PERIODS.values(), ids=list(PERIODS))
def test_one_period_is_stated_one_way(texts: list[str], odd: list[str]) -> None:
    assert quotes("LAP-03", *(f"Magang berlangsung {text} di kantor." for text in texts)) == odd


TWICE = [
    ("5 (empat) bulan", ["5 (empat)"]),
    ("sebanyak 12 (dua belas orang) peserta dan 21 (dua puluh)", ["21 (dua puluh)"]),
    ("Rp1.500.000 (satu juta lima ratus rupiah)", []),  # stuck to Rp: still read below
    ("Rp 1.500.000 (satu juta lima ratus rupiah)", ["1.500.000 (satu juta lima ratus rupiah)"]),
    ("selama lima (4) bulan", ["lima (4)"]),
    ("dua puluh lima (52) orang", ["dua puluh lima (52)"]),
    # near misses
    ("5 (Lima) bulan, 25 (dua puluh lima), 100 (seratus), 1.000 (seribu)", []),
    ("11 (sebelas), 19 (sembilan belas), 215 (dua ratus lima belas)", []),
    ("Rp 2.400.000 (dua juta empat ratus ribu rupiah)", []),
    ("3 (buah) modul, 4 (empta) orang, 2 (II), pasal 5 (a)", []),
    ("5 (empat di antaranya perempuan) orang", []),
    ("2,5 (dua koma lima) dan 7 (tujuh koma lima)", []),
    ("ruang satu (2 lantai) dan lima (5) orang", []),
]


@pytest.mark.parametrize(("text", "words"), TWICE, ids=[text for text, _ in TWICE])
def test_digits_and_words_say_the_same(text: str, words: list[str]) -> None:
    assert quotes("LAP-04", text) == words


@pytest.mark.parametrize(
    ("words", "number"),
    [("nol", 0), ("sepuluh", 10), ("sebelas", 11), ("dua belas", 12), ("dua puluh", 20),
     ("sembilan puluh sembilan", 99), ("seratus lima", 105), ("dua ratus sebelas", 211),
     ("seribu", 1000), ("sebelas ribu", 11000), ("tiga ratus dua puluh ribu seratus", 320100),
     ("satu juta", 1000000), ("dua miliar tiga juta", 2003000000), ("lima orang", None), ("", None)],
)  # fmt: skip
def test_numbers_in_words(words: str, number: int | None) -> None:
    assert number_of_words(words) == number


def test_numbers_in_words_are_read_back() -> None:
    numbers = (*range(1300), *range(1995, 10**6, 7919), 10**6, 12_345_678, 2_003_000_000)
    assert [n for n in numbers if number_of_words(in_words(n)) != n] == []


WEEKDAYS = [
    ("Senin, 20 Agustus 2022", ["Senin, 20 Agustus 2022"]),
    ("pada hari Jumat tanggal 19/08/2023", ["Jumat tanggal 19/08/2023"]),
    ("31 September 2022", ["31 September 2022"]),
    ("29 Februari 2023", ["29 Februari 2023"]),
    ("30-02-2022", ["30-02-2022"]),
    # near misses
    ("Sabtu, 20 Agustus 2022; Jum'at, 19 Agustus 2022; Ahad, 21 Agustus 2022", []),
    ("Senin-Jumat, 20 Agustus 2022", []),
    ("Senin sampai dengan Jumat, 20 Agustus 2022", []),
    ("Senin, 20 Agustus 2022 - 25 Agustus 2022", []),  # what day a period has is not told
    ("29 Februari 2024, 31-12-2022", []),
    ("nomor 12.13.2022 dan versi 1.31.2.2022", []),
    ("Senin di kantor, lalu 20 Agustus 2022", []),
]


@pytest.mark.parametrize(("text", "words"), WEEKDAYS, ids=[text for text, _ in WEEKDAYS])
def test_weekdays_fit_their_dates(text: str, words: list[str]) -> None:
    assert quotes("LAP-05", text) == words


def test_a_period_that_ends_before_it_begins() -> None:
    wrong = "19 Agustus 2022 - 6 Januari 2022"
    assert quotes(
        "LAP-06", f"Magang {wrong}", f"Magang {PERIOD}", "19 Agustus - 6 Januari 2023"
    ) == [wrong]


def heading(text: str, level: int, number: str = "") -> Passage:
    return Passage(text, kind="judul", level=level, number=number)


def caption(label: str, chapter: str, number: int) -> Passage:
    told = f"{label} {chapter}.{number} Alur" if chapter else f"{label} {number} Alur"
    return Passage(told, kind="keterangan", caption=Caption(label, chapter, number))


CHAPTERS = [heading("BAB I AWAL", 1), heading("BAB II LEMBAGA", 1)]
CAPTIONS: dict[str, tuple[list[Passage], list[str]]] = {
    "in order": ([CHAPTERS[0], caption("Gambar", "1", 1), caption("Tabel", "1", 1), caption("Gambar", "1", 2), CHAPTERS[1], caption("Gambar", "2", 1)], []),
    "without chapters": ([CHAPTERS[0], caption("Gambar", "", 1), CHAPTERS[1], caption("Gambar", "", 2)], []),
    "double": ([caption("Gambar", "1", 1), caption("Gambar", "1", 1)], ["Gambar 1.1 ada 2 kali; di Word tekan Ctrl+A lalu F9, atau ganti."]),
    "nobody counted": ([caption("Gambar", "1", 9)] * 5, ["Gambar 1.9 datang tanpa nomor 1; nomornya melompat atau terbalik.", "Gambar 1.9 ada 5 kali; di Word tekan Ctrl+A lalu F9, atau ganti."]),
    "gap": ([caption("Gambar", "1", 1), caption("Gambar", "1", 3), caption("Gambar", "1", 4)], ["Gambar 1.3 datang sesudah nomor 1; nomornya melompat atau terbalik."]),
    "no first": ([caption("Tabel", "1", 2)], ["Tabel 1.2 datang tanpa nomor 1; nomornya melompat atau terbalik."]),
    "of another chapter": ([CHAPTERS[1], caption("Gambar", "1", 1)], ["Gambar 1.1 ada di Bab 2; nomor babnya lain."]),
    "in an appendix": ([CHAPTERS[1], heading("LAMPIRAN C", 1), caption("Gambar", "C", 1), caption("Gambar", "C", 2)], []),
}  # fmt: skip


@pytest.mark.parametrize(("passages", "why"), CAPTIONS.values(), ids=list(CAPTIONS))
def test_captions_are_numbered_without_gaps(passages: list[Passage], why: list[str]) -> None:
    assert [one.why for one in found("LAP-07", *passages)] == why


def test_a_figure_that_is_pointed_to_is_there() -> None:
    captions = [caption("Gambar", "2", 1), caption("Tabel", "", 1)]
    texts = [
        "Lihat Gambar 2.1, Gambar II.1 dan gambar 2.2.",
        "Tabel 1 dan Tabel 7",
        "Grafik 9, Gambar 2.1.3, Gambar 5",
    ]
    assert quotes("LAP-08", *captions, *texts) == ["gambar 2.2", "Tabel 7"]
    assert quotes("LAP-08", *texts) == []  # a report without captions


HEADINGS: dict[str, tuple[list[Passage], list[str]]] = {
    "roman": ([CHAPTERS[0], heading("I.1 A", 2), heading("I.2 B", 2), CHAPTERS[1], heading("II.1 C", 2), heading("II.1.1 D", 3)], []),
    "arabic": ([heading("BAB 1", 1), heading("1.1 A", 2), heading("1.1.1 B", 3), heading("1.2 C", 2), heading("BAB 2", 1)], []),
    "by Word": ([heading("AWAL", 1, "BAB I"), heading("A", 2, "I.1"), heading("B", 2, "I.2")], []),
    "without numbers": ([heading("Kata Pengantar", 1), heading("A. Umum", 2), heading("3. Khusus", 2), heading("2022", 1)], []),
    "gap": ([CHAPTERS[0], heading("I.1 A", 2), heading("I.3 B", 2)], ["Subbab I.3 datang sesudah nomor 1; nomornya melompat atau terbalik."]),
    "double": ([CHAPTERS[0], heading("I.1 A", 2), heading("I.1 B", 2)], ["Subbab I.1 ada dua kali."]),
    "of another chapter": ([CHAPTERS[0], heading("II.1 A", 2)], ["Subbab II.1 ada di Bab 1."]),
    "chapter twice": ([CHAPTERS[0], CHAPTERS[0]], ["Bab I ada dua kali."]),
    "chapter left out": ([CHAPTERS[0], heading("BAB III", 1)], ["Bab III datang sesudah nomor 1; nomornya melompat atau terbalik."]),
    "below another": ([CHAPTERS[0], heading("I.1 A", 2), heading("I.3.1 B", 3)], ["Subbab I.3.1 tidak berada di bawah subbab induknya."]),
}  # fmt: skip


@pytest.mark.parametrize(("passages", "why"), HEADINGS.values(), ids=list(HEADINGS))
def test_chapters_are_numbered_without_gaps(passages: list[Passage], why: list[str]) -> None:
    assert [one.why for one in found("LAP-09", *passages)] == why


SECRETS = [
    ("NIK 3578011708459901 milik peserta", ["3578011708459901"]),
    ("3578 0117 0845 9901 dan 357801 170845 9901", ["3578 0117 0845 9901", "357801 170845 9901"]),
    ("hubungi 0812-3456-7890 atau +62 812 3456 7890", ["0812-3456-7890", "+62 812 3456 7890"]),
    ("KPJ 24000000001 atas nama", ["24000000001"]),
    ("No. Peserta: 24000000001", ["24000000001"]),
    ("NIK:3578011708459901, NIK/3578011708459901", ["3578011708459901"] * 2),
    ("KPJ:24000000001", ["24000000001"]),
    ("Nomor kepesertaan 24000000001", ["24000000001"]),
    # near misses
    ("NIM 19081010001", []),  # eleven digits as well
    ("NIP 199001012015041001", []),  # eighteen digits
    ("Rp 12.500.000 13.500.000", []),
    ("nomor 500.5.7.10/239/438.5.14/2025", []),
    ("https://contoh.test/3578011708459901 10.1234/3578011708459901", []),
    ("telepon kantor (031) 3299999", []),
    ("KPJ berisi 11 angka", []),
]


@pytest.mark.parametrize(("text", "numbers"), SECRETS, ids=[text for text, _ in SECRETS])
def test_personal_numbers_are_found_but_not_said(text: str, numbers: list[str]) -> None:
    remarks = found("LAP-10", text)
    assert [one.quote for one in remarks] == numbers
    assert all(
        one.is_secret and not any(c.isdigit() for c in one.why.replace("16", "").replace("11", ""))
        for one in remarks
    )


def test_a_column_of_kpj_is_known_by_its_heading() -> None:
    rows = [
        Passage("KPJ", table=1),
        Passage("24000000001", table=1),
        Passage("24000000001", table=2),
    ]
    assert [one.passage for one in found("LAP-10", *rows)] == [1]


NAMES: dict[str, tuple[list[str], list[str]]] = {
    "one letter": (["Bapak Ahmad Fauzan hadir", "Ahmad Fauzan pulang", "Ahmad Fauzen menulis"], ["Ahmad Fauzen"]),
    "an institution": (["Universitas Pembaharuan Nusantara"] * 3 + ["Universitas Pembaharun Nusantara"], ["Universitas Pembaharun"]),
    "a link between": (["Rapat dan Ahmad Fauzan", "Ahmad Fauzan dan Siti", "Budi dan Fauzen dan Ahmad"], []),
    "capitals only": (["Ahmad Fauzan", "AHMAD FAUZAN", "Ahmad Fauzan"], []),
    "twice each": (["Ahmad Fauzan", "Ahmad Fauzan", "Ahmad Fauzen", "Ahmad Fauzen"], []),
    "once each": (["Ahmad Fauzan", "Ahmad Fauzen"], []),
    "a short word": (["Andi Sari", "Andi Sari", "Andi Sara"], []),
    "two letters of a long word": (["Bagus Wicaksono", "Bagus Wicaksono", "Bagus Wicaksana"], ["Bagus Wicaksana"]),
    "an ending": (["Kantor Cabang Surabaya", "Kantor Cabang Surabaya", "Kantor Cabangnya"], []),
    "words of the language": (["Lingkup Kegiatan dan kegiatan", "Lingkup Kegiatan", "Lingkup Keliatan keliatan"], []),
    "other first names": (["Rina Wulandari", "Rina Wulandari", "Rini Wulandari"], []),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "odd"), NAMES.values(), ids=list(NAMES))
def test_names_are_written_one_way(texts: list[str], odd: list[str]) -> None:
    assert quotes("LAP-11", *texts) == odd


def test_foreign_words_are_asked_about_once_and_only_upright() -> None:
    pages = [
        heading("Dashboard", 1),
        Passage("modul dashboard", upright="modul □□□□□□□□□"),
        Passage("dashboard dan Dashboard", upright="dashboard dan Dashboard"),
        Passage("dashboard-nya", upright="dashboard-nya"),
        Passage(mark := "[ISI: lembar Logbook]", upright=mark),
        heading("REFERENSI", 1),
        Passage("Machine Learning", upright="Machine Learning"),
    ]
    (remark,) = found("LAP-12", *pages)
    assert (remark.passage, remark.quote) == (2, "dashboard")
    assert remark.why == "Kata asing 'dashboard' belum dicetak miring (2 kali)."


def test_lines_of_a_list_are_passed_over_but_for_broken_fields() -> None:
    line = Passage("Kpesertaan Error! Bookmark not defined.", kind="daftar")
    assert [rule.code for rule, _ in judge_report([line])] == ["LAP-02"]


def test_every_rule_says_what_it_looks_for() -> None:
    rules = report_rules()
    assert [one.code for one in rules] == [f"LAP-{n:02}" for n in range(1, 13)]
    assert all(one.text.endswith(".") and len(one.label) < 60 for one in rules)


def report() -> docx.document.Document:
    """A report with a fault in each kind of place."""
    made = docx.Document()
    made.add_paragraph("LAPORAN AKHIR")
    made.add_paragraph(f"Periode {PERIOD}")
    made.add_paragraph("BAB I PENDAHULUAN", style="Heading 1")
    para = made.add_paragraph("BPJS ")
    para.add_run("Ketenaga").bold = True
    para.add_run("kerjan di Surabaya")
    made.add_paragraph("Magang selama 5 (lima) bulan, lihat Gambar 1.2. NIK 3578011708459901.")
    table = made.add_table(1, 2)
    table.cell(0, 1).text = "Senin, 20 Agustus 2022"
    shown = made.add_paragraph("Gambar 1.", style="Caption")
    field(shown, "SEQ Gambar", "1")
    shown.add_run(" Alur")
    made.sections[0].header.paragraphs[0].text = "Divisi Kpesertaan"
    other = made.add_section()
    other.header.is_linked_to_previous = False
    other.header.paragraphs[0].text = "Divisi Kpesertaan"  # said once
    return made


def saved(document: docx.document.Document, path: Path) -> Path:
    document.save(path)
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def call(*args: Any) -> tuple[int, str, str]:
        code = cli.main(["periksa-laporan", *map(str, args), "--keluar", str(tmp_path / "HASIL")])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)["Temuan"].iter_rows(min_row=2, values_only=True))


def test_a_report_gives_a_list_and_a_copy_with_comments(run: Run, tmp_path: Path) -> None:
    source = saved(report(), tmp_path / "laporan.docx")
    before = source.read_bytes()
    code, out, err = run(source)
    assert (code, err) == (1, "")
    assert len(out.splitlines()) <= 6
    assert "6 hal perlu dilihat" in out
    assert source.read_bytes() == before
    rows = rows_of(tmp_path / "HASIL" / "laporan_periksa.xlsx")
    assert [(row[1], row[2][:6], row[3]) for row in rows] == [
        ("BAB I PENDAHULUAN, paragraf 1", "LAP-01", "Ketenagakerjan"),
        ("BAB I PENDAHULUAN, paragraf 2", "LAP-03", "5 (lima) bulan"),
        ("BAB I PENDAHULUAN, paragraf 2", "LAP-08", "Gambar 1.2"),
        ("BAB I PENDAHULUAN, paragraf 2", "LAP-10", "(tidak ditulis)"),
        ("BAB I PENDAHULUAN, tabel ke-1 baris 1 kolom 2", "LAP-05", "Senin, 20 Agustus 2022"),
        ("kepala halaman", "LAP-01", "Kpesertaan"),
    ]
    copy = tmp_path / "HASIL" / "laporan_periksa.docx"
    assert texts(copy) == texts(source)  # the text is not edited
    with zipfile.ZipFile(copy) as archive:
        comments = archive.read("word/comments.xml").decode()
        assert archive.read("word/header1.xml") == zipfile.ZipFile(source).read("word/header1.xml")
    assert comments.count("<w:comment ") == 6
    assert "Kepala halaman: 'Kpesertaan' barangkali 'Kepesertaan'. [LAP-01]" in comments
    for place in (out, comments, str(rows)):
        assert "3578011708459901" not in place


def texts(path: Path) -> list[str]:
    return [one.text for one in docx.Document(str(path)).element.body.iter(qn("w:t"))] and [
        "".join(t.text for t in p.iter(qn("w:t"))) for p in docx.Document(str(path)).element.body.iter(qn("w:p"))
    ]  # fmt: skip


def test_the_same_report_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    source = saved(report(), tmp_path / "laporan.docx")
    for _ in range(2):
        run(source)
    for ending in ("xlsx", "docx"):
        one, two = (tmp_path / "HASIL" / f"laporan_periksa{tail}.{ending}" for tail in ("", "_v2"))
        assert one.read_bytes() == two.read_bytes()  # and the first one stays


def test_a_clean_report_says_so(run: Run, tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Badan Penyelenggara Jaminan Sosial Ketenagakerjaan.")
    code, out, _ = run(saved(made, tmp_path / "bersih.docx"))
    assert code == 0
    assert out.startswith("1 paragraf diperiksa; tidak ada yang perlu dilihat.")
    assert [path.name for path in (tmp_path / "HASIL").iterdir()] == ["bersih_periksa.xlsx"]


def test_trying_writes_nothing_and_counts(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(saved(report(), tmp_path / "laporan.docx"), "--uji", "--json")
    assert code == 1
    counts = json.loads(out)["per_aturan"]["periksa-laporan"]
    assert counts == {"temuan": 6, "LAP-01": 2, "LAP-03": 1, "LAP-05": 1, "LAP-08": 1, "LAP-10": 1}
    assert not (tmp_path / "HASIL").exists()


def test_a_folder_gives_its_reports_but_no_copies_of_ours(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "laporan"
    folder.mkdir()
    saved(report(), folder / "a.docx")
    saved(report(), folder / "a_periksa.docx")
    (folder / "~$a.docx").write_bytes(b"x")
    code, out, _ = run(folder, "--json")
    assert (code, json.loads(out)["berkas"]) == (1, "a.docx")
    assert run(tmp_path / "HASIL" / "..", "--uji")[0] == 3  # a folder without reports


def test_what_is_deleted_or_hidden_is_not_read() -> None:
    made = docx.Document()
    para = made.add_paragraph("Tampak ")
    para.add_run("Kpesertaan").font.hidden = True
    gone = parse_xml(
        f'<w:del {nsdecls("w")} w:id="1" w:author="x"><w:r><w:delText>BOJS</w:delText></w:r></w:del>'
    )
    para._p.append(gone)
    para.add_run("miring").italic = True
    target = BytesIO()
    made.save(target)
    (passage,) = read_passages(target.getvalue())
    assert (passage.text, passage.upright) == ("Tampak miring", "Tampak □□□□□□")


KINDS = [
    ("BAB I PENDAHULUAN", "judul"),
    ("BAB II\nLEMBAGA & MITRA", "judul"),
    ("BAB I PENDAHULUAN .......... 1", "daftar"),
    ("1.1 Latar Belakang..........iv", "daftar"),
    ("Gambar 2.1 Alur .......... A-12", "daftar"),
    ("BAB I membahas latar belakang", "teks"),
    ("BAB II PENUTUP 12", "teks"),
    ("Bab III", "teks"),
    ("Tempat, tanggal .....", "teks"),
    ("( ................ )", "teks"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[text for text, _ in KINDS])
def test_chapters_and_lists_typed_by_hand_are_known(text: str, kind: str) -> None:
    made = docx.Document()
    made.add_paragraph(text)
    target = BytesIO()
    made.save(target)
    (passage,) = read_passages(target.getvalue())
    assert (passage.kind, passage.level) == (kind, int(kind == "judul"))


def bomb() -> bytes:
    target = BytesIO()
    saved_document = BytesIO()
    report().save(saved_document)
    with (
        zipfile.ZipFile(saved_document) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(b"</w:body>", b" " * (40 << 20) + b"</w:body>")
            new.writestr(name, content)
    return target.getvalue()


def entities() -> bytes:
    target = BytesIO()
    report().save(target)
    return rewritten(
        target.getvalue(), b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document'
    )


def rewritten(data: bytes, before: bytes, after: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name, content.replace(before, after, 1) if name == "word/document.xml" else content
            )
    return target.getvalue()


def book() -> bytes:
    target = BytesIO()
    openpyxl.Workbook().save(target)
    return target.getvalue()


LOCKED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(504)
    + "EncryptedPackage".encode("utf-16-le")
    + bytes(600)
)
OLD = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(504)
    + "WordDocument".encode("utf-16-le")
    + bytes(600)
)
BAD: dict[str, tuple[Callable[[], bytes] | bytes, str]] = {
    "empty": (b"", "kosong (0 byte)"),
    "old": (OLD, "dokumen Word lama (.doc)"),
    "locked": (LOCKED, "berkata sandi"),
    "pdf": (b"%PDF-1.4", "dokumen PDF"),
    "a workbook": (book, "buku kerja Excel"),
    "text": (b"halo", "bukan dokumen Word (.docx)"),
    "cut": (b"PK\x03\x04" + bytes(300), "bukan berkas Word .docx yang utuh"),
    "bomb": (bomb, "terlalu besar"),
    "entities": (entities, "rusak"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "why"), BAD.values(), ids=list(BAD))
def test_what_is_no_report_is_told_in_a_sentence(
    data: Callable[[], bytes] | bytes, why: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "laporan.docx"
    path.write_bytes(data if isinstance(data, bytes) else data())
    code, out, err = run(path)
    assert (code, out) == (3, "")
    assert why in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "HASIL").exists()


def test_a_report_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, _, err = run(tmp_path / "tidak_ada.docx")
    assert code == 3
    assert "tidak_ada.docx tidak ada" in err
