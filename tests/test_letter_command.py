"""kepesertaan surat-tagihan end to end: real sheets in, Word letters, register and book out."""

from __future__ import annotations

import io
import json
import re
import subprocess
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as some
from openxml_audit import OpenXmlValidator
from openxml_audit.errors import FileFormat
from pypdf import PdfReader

from kepesertaan import cli
from kepesertaan.data import letters as settings
from kepesertaan.data import loader
from kepesertaan.data import office as office_data
from kepesertaan.domain.arrears import Debt
from kepesertaan.domain.calls import Call
from kepesertaan.domain.errors import Cancelled, ExcelNotReady, UnreadableInput
from kepesertaan.domain.numbers import Claim, Entry
from kepesertaan.files.filename import keep_new, safe_name
from kepesertaan.rules.letter_text import letter_values, month_lines
from kepesertaan.rules.letters import Planned, judge
from kepesertaan.run import opened_letters
from plain_book import book
from pressing import press

DAY = "2026-11-23"
DAY_ITSELF = date.fromisoformat(DAY)
BOOK, FOLDER = f"Daftar Surat {DAY}.xlsx", f"Surat {DAY}"
Run = Callable[..., tuple[int, str, str]]

HEADS = ["NPP", "Nama Perusahaan", "Alamat", "BLTH", "Piutang Iuran", "IBR", "Denda"]
MAJU = [
    [
        "15000001",
        "PT Maju & Jaya <Tbk>",
        "Jl. Melati 1, Malang",
        f"2026-{m:02}",
        8_400_000,
        None,
        None,
    ]
    for m in (9, 10)
]
SINAR = ["15000002", "CV Sinar", None, "2026-10", 1_250_000, None, None]
LUNAS = ["15000003", "PT Lunas", None, "2026-10", 2_000_000, None, None]
BARU = ["15000004", "PT Baru", None, "2026-11", 3_000_000, None, None]
IBR = ["15000005", "PT Diposting", None, "2026-10", 1_000_000, 2_000_000, None]
ARREARS = [HEADS, *MAJU, SINAR, LUNAS, BARU, IBR]
PAID = [["NPP", "Tgl Bayar", "Nominal"], ["15000003", date(2026, 11, 18), 2_000_000]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def call(source: Path, *args: Any, day: str = DAY) -> tuple[int, str, str]:
        out = ["--keluar", str(tmp_path / "HASIL"), "--per", day]
        code = cli.main(["surat-tagihan", str(source), *map(str, args), *out])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def arrears(tmp_path: Path) -> Path:
    return book(tmp_path / "PIUTANG.xlsx", Piutang=ARREARS, Bayar=PAID)


def lines(
    tmp_path: Path, sheet: str = f"Daftar Surat {DAY}", name: str = BOOK
) -> list[dict[str, Any]]:
    work = openpyxl.load_workbook(tmp_path / "HASIL" / name)
    heads, *rows = work[sheet].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows if row[1] is not None]


def summary(tmp_path: Path, name: str = BOOK) -> dict[str, Any]:
    work = openpyxl.load_workbook(tmp_path / "HASIL" / name)
    return {row[0]: row[1:] for row in work["Ringkasan"].iter_rows(values_only=True) if row[0]}


def letters(tmp_path: Path, day: str = DAY) -> list[Path]:
    return sorted((tmp_path / "HASIL" / f"Surat {day}").glob("*.docx"))


def text_of(path: Path) -> str:
    """What a reader sees, in order: paragraphs, and rows of tables."""
    document = docx.Document(io.BytesIO(path.read_bytes()))
    told = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            told += ["| " + " | ".join(c.text for c in row.cells) + " |" for row in block.rows]
        else:
            told.append(block.text)
    return "\n".join(line for line in told if line.strip())


NOTICE = """\
23 November 2026
| Nomor | : | 002/TAG/XI/2026 |
| Lampiran | : | - |
| Perihal | : | Pemberitahuan Tunggakan Iuran |
Yth. Pimpinan
PT Maju & Jaya <Tbk>
NPP 15000001
Jl. Melati 1, Malang
Dengan hormat,
Terima kasih atas kepesertaan PT Maju & Jaya <Tbk> dalam program BPJS Ketenagakerjaan. Menurut \
catatan kami sampai dengan 23 November 2026, iuran untuk 2 bulan (September dan Oktober 2026) \
belum kami terima, dengan rincian sebagai berikut:
| No | Bulan iuran | Jatuh tempo | Iuran | Denda | Jumlah |
| 1 | September 2026 | 15-10-2026 | Rp 8.400.000 | Rp 336.000 | Rp 8.736.000 |
| 2 | Oktober 2026 | 16-11-2026 | Rp 8.400.000 | Rp 168.000 | Rp 8.568.000 |
|  | Jumlah |  | Rp 16.800.000 | Rp 504.000 | Rp 17.304.000 |
Terbilang: tujuh belas juta tiga ratus empat ribu rupiah.
Denda dihitung sampai dengan tanggal surat ini.
Iuran yang dibayar sesudah jatuh tempo dikenai denda 2 % untuk setiap bulan keterlambatan, yang \
ditanggung sepenuhnya oleh pemberi kerja dan dibayarkan bersama iuran berikutnya.
Kami mohon pembayaran dilakukan paling lambat 2 Desember 2026. Iuran berikutnya jatuh tempo pada \
15 Desember 2026.
Bila pembayaran sudah dilakukan, mohon abaikan surat ini dan sampaikan bukti bayarnya kepada \
kami. Bila ada data yang perlu diperbaiki, misalnya jumlah tenaga kerja, kami siap membantu.
Atas perhatian dan kerja sama Bapak/Ibu, kami ucapkan terima kasih."""


def test_a_company_gets_a_letter_with_its_months(run: Run, arrears: Path, tmp_path: Path) -> None:
    before = arrears.read_bytes()
    code, out, err = run(arrears)
    assert (code, err) == (0, "")
    assert "2 surat ditulis (2 baru) per 23-11-2026." in out
    assert len(out.splitlines()) <= 6
    assert arrears.read_bytes() == before
    assert [path.name for path in letters(tmp_path)] == [
        "001 Surat Pemberitahuan CV Sinar.docx",
        "002 Surat Pemberitahuan PT Maju & Jaya Tbk.docx",
    ]
    said = text_of(letters(tmp_path)[1])
    assert said.startswith(NOTICE)
    assert "Hormat kami,\n…………" in said  # nobody signs yet


def test_the_book_tells_letters_and_who_got_none(run: Run, arrears: Path, tmp_path: Path) -> None:
    run(arrears)
    found = lines(tmp_path)
    assert [(one["Nomor surat"], one["NPP"], one["Total surat"]) for one in found] == [
        ("001/TAG/XI/2026", "15000002", 1_275_000),
        ("002/TAG/XI/2026", "15000001", 17_304_000),
    ]
    page = openpyxl.load_workbook(tmp_path / "HASIL" / BOOK)[f"Daftar Surat {DAY}"]
    link = unquote(page["L2"].hyperlink.target).replace("\\", "/")
    assert (tmp_path / "HASIL" / link).is_file()
    none = {
        one["NPP"]: (one["Alasan"], one["Tindakan"]) for one in lines(tmp_path, "Tidak Ditulis")
    }
    assert none["15000003"][0].startswith("Lunas, dibayar terakhir 18-11-2026")
    assert none["15000004"] == ("Belum jatuh tempo: 2026-11", "Tunggu jatuh tempo")
    assert none["15000005"][0].startswith("IBR belum diposting")
    assert len(none) == 3


def test_the_proof_adds_up_to_the_rupiah(run: Run, arrears: Path, tmp_path: Path) -> None:
    run(arrears)
    board = summary(tmp_path)
    assert board["Jumlah iuran di lembar piutang"][:2] == (6, 24_050_000)
    assert board["Disurati + tidak ditulis"][1] == 24_050_000
    assert board["Selisih ✓"][0] == 0
    assert "Selisih ✗" not in board
    assert board["Perusahaan atau peserta di lembar piutang"][0] == 5
    assert board["Seluruhnya dikeluarkan"][0] == 3


def test_the_same_companies_as_on_the_call_list(run: Run, arrears: Path, tmp_path: Path) -> None:
    run(arrears)
    cli.main(["daftar-telepon", str(arrears), "--per", DAY, "--keluar", str(tmp_path / "HASIL")])
    name = f"Daftar Telepon {DAY}"
    listed = lines(tmp_path, name, f"{name}.xlsx")
    written = {(one["NPP"], one["Iuran"], one["Denda"]) for one in lines(tmp_path)}
    assert {(one["NPP"], one["Jumlah"], one["Denda"]) for one in listed} == written


def test_nobody_but_companies_is_written_to(run: Run, tmp_path: Path) -> None:
    rows = [
        ["KPJ", "NIK", "Nama Peserta", "Segmen", "BLTH", "Iuran"],
        ["24000000001", "3578010101909901", "Budi Santoso", "BPU", "2026-10", 16_800],
    ]
    run(book(tmp_path / "BPU.xlsx", Peserta=rows))
    assert letters(tmp_path) == []
    assert lines(tmp_path, "Tidak Ditulis")[0]["Alasan"] == "Peserta perorangan"
    assert "Budi" not in " ".join(path.name for path in (tmp_path / "HASIL").rglob("*"))


def test_no_identity_number_or_wage_gets_into_a_letter(run: Run, tmp_path: Path) -> None:
    heads = [*HEADS, "NIK", "KPJ", "Upah", "HP"]
    rows = [heads, [*SINAR, "3578010101909901", "24000000001", 4_999_123, "081234567890"]]
    run(book(tmp_path / "P.xlsx", Piutang=rows))
    said = text_of(letters(tmp_path)[0])
    assert "CV Sinar" in said
    for secret in ("3578010101909901", "24000000001", "4999123", "4.999.123", "081234567890"):
        assert secret not in said


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_second_run_on_the_day_gives_the_same_numbers_and_files(
    run: Run, arrears: Path, tmp_path: Path
) -> None:
    run(arrears)
    first = everything(tmp_path / "HASIL")
    code, out, _ = run(arrears)
    assert code == 0
    assert "2 surat ditulis (0 baru)" in out
    assert everything(tmp_path / "HASIL") == first


def test_an_edited_letter_is_never_overwritten(run: Run, arrears: Path, tmp_path: Path) -> None:
    run(arrears)
    edited = letters(tmp_path)[0]
    edited.write_bytes(b"surat yang sudah diubah")
    for _ in range(2):
        code, *_ = run(arrears)
        assert code == 1
    assert edited.read_bytes() == b"surat yang sudah diubah"
    assert [path.stem for path in letters(tmp_path)] == [
        "001 Surat Pemberitahuan CV Sinar",
        "001 Surat Pemberitahuan CV Sinar_v2",
        "002 Surat Pemberitahuan PT Maju & Jaya Tbk",
    ]
    again = lines(tmp_path, name=f"Daftar Surat {DAY}_v2.xlsx")
    assert "berbeda" in again[0]["Periksa sebelum dikirim"]
    assert [one["Nomor surat"] for one in again] == ["001/TAG/XI/2026", "002/TAG/XI/2026"]


PATH = [  # day, the letters of CV Sinar, part of why not
    ("2026-11-23", "Surat Pemberitahuan", ""),
    (
        "2026-12-04",
        "",
        "Masa tunggu: Surat Pemberitahuan 23-11-2026, Surat Teguran 1 mulai 07-12-2026",
    ),
    ("2026-12-07", "Surat Teguran 1", ""),
    ("2026-12-21", "Surat Teguran 2", ""),
    ("2027-02-01", "", "Semua tingkat sudah dikirim: Surat Teguran 2 21-12-2026"),
]


def test_letters_come_in_their_order_after_their_waiting_days(run: Run, tmp_path: Path) -> None:
    source = book(tmp_path / "P.xlsx", Piutang=[HEADS, SINAR])
    for day, level, why in PATH:
        run(source, day=day)
        name = f"Daftar Surat {day}"
        assert [one["Tingkat"] for one in lines(tmp_path, name, f"{name}.xlsx")] == [level][
            : bool(level)
        ]
        rest = lines(tmp_path, "Tidak Ditulis", f"{name}.xlsx")
        assert [one["Alasan"] for one in rest] == [why][: bool(why)]
    told = text_of(letters(tmp_path, "2026-12-07")[0])
    assert (
        "Menindaklanjuti Surat Pemberitahuan nomor 001/TAG/XI/2026 tanggal 23 November 2026" in told
    )
    told = text_of(letters(tmp_path, "2026-12-21")[0])
    assert "Menindaklanjuti Surat Teguran 1 nomor 002/TAG/XII/2026 tanggal 7 Desember 2026" in told


def test_a_letter_made_again_still_names_the_one_before(run: Run, tmp_path: Path) -> None:
    source = book(tmp_path / "P.xlsx", Piutang=[HEADS, SINAR])
    run(source)
    for _ in range(2):
        run(source, day="2026-12-07")
    (letter,) = letters(tmp_path, "2026-12-07")
    assert "nomor 001/TAG/XI/2026" in text_of(letter)


def test_a_company_that_has_paid_is_not_written_to_and_its_letter_is_settled(
    run: Run, tmp_path: Path
) -> None:
    source = book(tmp_path / "P.xlsx", Piutang=[HEADS, SINAR, *MAJU])
    run(source)
    paid = [PAID[0], ["15000002", date(2026, 12, 4), 1_250_000]]
    code, out, _ = run(source, "--bayar", book(tmp_path / "B.xlsx", Bayar=paid), day="2026-12-07")
    assert code == 0
    assert "1 surat dicatat lunas." in out
    assert [path.name for path in letters(tmp_path, "2026-12-07")] == [
        "003 Surat Teguran 1 PT Maju & Jaya Tbk.docx"
    ]
    register = lines(tmp_path, "Register", "Daftar Surat 2026-12-07.xlsx")
    assert [(one["Nomor surat"], one["Keadaan"]) for one in register] == [
        ("001/TAG/XI/2026", "lunas"),
        ("002/TAG/XI/2026", "terbuka"),
        ("003/TAG/XII/2026", "terbuka"),
    ]
    later = [HEADS, ["15000002", "CV Sinar", None, "2027-01", 1_250_000, None, None]]
    run(book(tmp_path / "Q.xlsx", Piutang=later), day="2027-02-22")
    assert letters(tmp_path, "2027-02-22")[0].name == "001 Surat Pemberitahuan CV Sinar.docx"


def test_a_wrong_payments_file_does_not_begin_the_path_anew(run: Run, tmp_path: Path) -> None:
    source = book(tmp_path / "P.xlsx", Piutang=[HEADS, SINAR])
    run(source)
    paid = [PAID[0], ["15000002", date(2026, 12, 1), 1_250_000]]
    run(source, "--bayar", book(tmp_path / "SALAH.xlsx", Bayar=paid), day="2026-12-02")
    assert lines(tmp_path, "Register", "Daftar Surat 2026-12-02.xlsx")[0]["Keadaan"] == "lunas"
    run(source, day="2026-12-07")
    assert [one.name for one in letters(tmp_path, "2026-12-07")] == [
        "002 Surat Teguran 1 CV Sinar.docx"
    ]
    told = lines(tmp_path, "Register", "Daftar Surat 2026-12-07.xlsx")[0]
    assert (told["Keadaan"], told["Keterangan"]) == (
        "terbuka", "pernah dicatat lunas, tetapi bulannya masih tertunggak",
    )  # fmt: skip


NOT_SETTLED = [
    ("paid in part", [SINAR], [["15000002", date(2026, 12, 4), 250_000]]),
    ("missing from the new sheet", [LUNAS], []),
    ("received, not posted", [[*SINAR[:5], 9_000_000, None]], []),
    ("without a readable amount", [[*SINAR[:4], "1,25", None, None]], []),
]


@pytest.mark.parametrize(
    ("rows", "paid"), [case[1:] for case in NOT_SETTLED], ids=[case[0] for case in NOT_SETTLED]
)
def test_what_is_not_surely_paid_stays_open(
    rows: list[list[Any]], paid: list[list[Any]], run: Run, tmp_path: Path
) -> None:
    run(book(tmp_path / "P.xlsx", Piutang=[HEADS, SINAR]))
    run(book(tmp_path / "Q.xlsx", Piutang=[HEADS, *rows], Bayar=[PAID[0], *paid]), day="2026-12-07")
    register = lines(tmp_path, "Register", "Daftar Surat 2026-12-07.xlsx")
    assert register[0]["Keadaan"] == "terbuka"


def of(*months: str) -> list[list[Any]]:
    return [HEADS, *(["15000002", "CV Sinar", None, m, 1_250_000, None, None] for m in months)]


def letter_of(run: Run, tmp_path: Path, day: str, sheet: list[list[Any]]) -> dict[str, Any]:
    run(book(tmp_path / f"{day}.xlsx", Piutang=sheet), day=day)
    name = f"Daftar Surat {day}"
    return lines(tmp_path, name, f"{name}.xlsx")[0]


def test_who_pays_each_month_late_is_never_warned_for_months_it_paid(
    run: Run, tmp_path: Path
) -> None:
    days = {"2026-09-21": "2026-08", "2026-10-20": "2026-09", "2026-11-23": "2026-10"}
    told = [letter_of(run, tmp_path, day, of(month)) for day, month in days.items()]
    assert [one["Tingkat"] for one in told] == ["Surat Pemberitahuan"] * 3
    assert [one["Surat sebelumnya"] for one in told] == [None] * 3
    look = "Bulan di surat 002/TAG/X/2026 tidak lagi tertunggak, jadi dimulai dari awal"
    assert told[2]["Periksa sebelum dikirim"] == look
    run(tmp_path / "2026-11-23.xlsx", day="2026-11-23")  # again: the same numbers and book
    assert not (tmp_path / "HASIL" / f"Daftar Surat {DAY}_v2.xlsx").exists()
    register = lines(tmp_path, "Register")
    assert [one["Keadaan"] for one in register] == ["terbuka"] * 3
    gone = "bulannya tidak ada lagi di lembar piutang"
    assert [one["Keterangan"] for one in register] == [gone, gone, None]


STILL_OWED = [
    ("one month of the letter before", of("2026-09", "2026-10"), of("2026-10", "2026-11")),
    (
        "months counted from a day the sheet does not tell",
        of("2026-10"),
        [["NPP", "Nama Perusahaan", "Jumlah Bulan", "Piutang"], ["15000002", "CV Sinar", 1, 5e5]],
    ),
]


@pytest.mark.parametrize(
    ("first", "then"), [case[1:] for case in STILL_OWED], ids=[case[0] for case in STILL_OWED]
)
def test_the_path_goes_on_where_a_month_may_still_be_owed(
    first: list[list[Any]], then: list[list[Any]], run: Run, tmp_path: Path
) -> None:
    letter_of(run, tmp_path, DAY, first)
    assert letter_of(run, tmp_path, "2026-12-21", then)["Tingkat"] == "Surat Teguran 1"


PAYMENTS = [
    ("in part", 250_000, "Pembayaran Bapak/Ibu sebesar Rp 250.000 sudah kami perhitungkan; denda"),
    ("not at all", 0, ""),
]


@pytest.mark.parametrize(("paid", "told"), [c[1:] for c in PAYMENTS], ids=[c[0] for c in PAYMENTS])
def test_a_letter_says_what_was_paid_meanwhile(
    paid: int, told: str, run: Run, tmp_path: Path
) -> None:
    received = [PAID[0], ["15000002", date(2026, 11, 20), paid]]
    run(book(tmp_path / "P.xlsx", Piutang=[HEADS, SINAR], Bayar=received[: 1 + bool(paid)]))
    text = text_of(letters(tmp_path)[0])
    assert (told in text) if told else "perhitungkan" not in text


def test_a_month_of_any_letter_keeps_the_path(run: Run, tmp_path: Path) -> None:
    letter_of(run, tmp_path, "2026-10-20", of("2026-09"))
    letter_of(run, tmp_path, DAY, of("2026-09", "2026-10"))
    told = letter_of(run, tmp_path, "2026-12-21", of("2026-10", "2026-11"))
    assert told["Tingkat"] == "Surat Teguran 2"


def test_an_older_sheet_settles_no_later_letter(run: Run, tmp_path: Path) -> None:
    letter_of(run, tmp_path, DAY, of("2026-09", "2026-10"))
    paid = [PAID[0], ["15000002", date(2026, 10, 20), 1_250_000]]
    source = book(tmp_path / "LAMA.xlsx", Piutang=of("2026-09"), Bayar=paid)
    _, out, _ = run(source, day="2026-10-26")
    assert "dicatat lunas" not in out
    (told,) = lines(tmp_path, "Register", "Daftar Surat 2026-10-26.xlsx")
    assert told["Keadaan"] == "terbuka"


def test_a_company_renamed_on_the_day_keeps_one_file_name_a_number(
    run: Run, tmp_path: Path
) -> None:
    run(book(tmp_path / "P.xlsx", Piutang=[HEADS, SINAR]))
    renamed = [SINAR[0], "PT Sinar Baru", *SINAR[2:]]
    code, *_ = run(book(tmp_path / "Q.xlsx", Piutang=[HEADS, renamed]))
    assert code == 1
    stem = "001 Surat Pemberitahuan CV Sinar"
    assert [path.stem for path in letters(tmp_path)] == [stem, f"{stem}_v2"]


def test_the_pdf_of_a_letter_that_was_deleted_is_told(run: Run, tmp_path: Path) -> None:
    run(book(tmp_path / "P.xlsx", Piutang=[HEADS, SINAR]))
    (letter,) = letters(tmp_path)
    letter.rename(letter.with_suffix(".pdf"))
    (tmp_path / "HASIL" / BOOK).unlink()
    (told,) = run(tmp_path / "P.xlsx") and lines(tmp_path)
    assert told["Periksa sebelum dikirim"].startswith("PDF lama dengan nama ini masih ada")


def call(day: int, step: str) -> Call:
    return Call("15000002", date(2026, 11, day), "Terhubung", next_step=step)


CALLED = [
    ("a dispute after its pause", [call(3, "Sengketa data")], "Sengketa data menurut telepon 03-11-2026"),
    ("said to be paid", [call(3, "Tidak ada"), call(9, "Sudah bayar")], "Sudah bayar menurut telepon 09-11-2026"),
    ("nobody answered since", [call(3, "Sengketa data"), call(9, "")], "Sengketa data menurut telepon 03-11-2026"),
    ("the matter has ended", [call(3, "Sengketa data"), call(9, "Tidak ada")], ""),
    ("a promise is judged by payments", [call(3, "Janji bayar")], ""),
    ("a word that was dropped", [call(3, "Kirim faks")], ""),
    ("never called", [], ""),
]  # fmt: skip


@pytest.mark.parametrize(("calls", "look"), [c[1:] for c in CALLED], ids=[c[0] for c in CALLED])
def test_what_was_said_on_the_phone_is_looked_at_before_a_letter(
    calls: list[Call], look: str
) -> None:
    assert judged_look(calls) == [look][: bool(look)]


def judged_look(calls: list[Call], paid_before: int = 0) -> list[str]:
    debt = Debt(
        "15000002", "CV Sinar", "PU", ((2026, 10),), Decimal(5), Decimal(0), Decimal(0), False,
        "Lancar", "", date(2026, 12, 15), None, Decimal(0), "", None,
        paid_before=Decimal(paid_before),
    )  # fmt: skip
    planned = judge(debt, [], calls, DAY_ITSELF, settings.letter_settings(), "")
    assert isinstance(planned, Planned)
    return list(planned.look)


def test_money_paid_before_the_day_of_the_sheet_is_looked_at() -> None:
    assert [look.rsplit(": ")[-1] for look in judged_look([], paid_before=3)] == ["cek posting"]


def test_a_void_number_is_shown_and_never_used_again(
    run: Run, arrears: Path, tmp_path: Path
) -> None:
    run(arrears)
    code, out, _ = run(arrears, "--batal", "001/tag/XI/2026", "--alasan", "salah alamat")
    assert code == 0
    assert "Surat Pemberitahuan 001/TAG/XI/2026 untuk CV Sinar dibatalkan: salah alamat." in out
    code, out, _ = run(arrears, "--batal", "001/TAG/XI/2026", "--alasan", "lagi")
    assert "sudah batal sejak 23-11-2026: salah alamat" in out
    run(arrears)
    register = lines(tmp_path, "Register", f"Daftar Surat {DAY}_v2.xlsx")
    assert [(one["Nomor surat"], one["NPP"], one["Keadaan"]) for one in register] == [
        ("001/TAG/XI/2026", "15000002", "batal"),
        ("002/TAG/XI/2026", "15000001", "terbuka"),
        ("003/TAG/XI/2026", "15000002", "terbuka"),
    ]
    assert register[0]["Keterangan"] == "salah alamat"


WRONG = [
    (["--batal", "009/TAG/XI/2026", "--alasan", "salah alamat"], "tidak ada di register"),
    (["--batal", "001/TAG/XI/2026"], "--alasan"),
    (["--batal", "001/TAG/XI/2026", "--alasan", " - "], "--alasan"),
    (["--alasan", "salah alamat"], "--batal"),
    (["--tingkat", "somasi"], "pilih pemberitahuan, teguran-1, teguran-2"),
]


@pytest.mark.parametrize(("args", "told"), WRONG)
def test_wrong_use_is_told_and_changes_nothing(
    args: list[str], told: str, run: Run, arrears: Path, tmp_path: Path
) -> None:
    run(arrears)
    before = everything(tmp_path / "HASIL")
    code, _, err = run(arrears, *args)
    assert code == 2
    assert told in err
    assert everything(tmp_path / "HASIL") == before


def test_only_the_wanted_level_is_written(run: Run, tmp_path: Path) -> None:
    run(book(tmp_path / "P.xlsx", Piutang=[HEADS, SINAR]))
    run(
        book(tmp_path / "Q.xlsx", Piutang=[HEADS, SINAR, *MAJU]), "--tingkat", "Teguran 1",
        day="2026-12-07",
    )  # fmt: skip
    assert [one.name for one in letters(tmp_path, "2026-12-07")] == [
        "002 Surat Teguran 1 CV Sinar.docx"
    ]
    rest = lines(tmp_path, "Tidak Ditulis", "Daftar Surat 2026-12-07.xlsx")
    assert [(one["NPP"], one["Alasan"]) for one in rest] == [
        ("15000001", "Tingkat lain: gilirannya Surat Pemberitahuan")
    ]


def test_a_dry_run_takes_no_number(run: Run, arrears: Path, tmp_path: Path) -> None:
    code, out, _ = run(arrears, "--uji")
    assert code == 0
    assert "2 surat akan ditulis" in out
    assert not (tmp_path / "HASIL").exists()
    run(arrears)
    before = everything(tmp_path / "HASIL")
    run(arrears, "--uji", "--batal", "001/TAG/XI/2026", "--alasan", "salah alamat")
    assert everything(tmp_path / "HASIL") == before


# --- what a letter says


def test_a_letter_says_until_when_the_office_knows(run: Run, tmp_path: Path) -> None:
    title = ["PIUTANG IURAN PER 20 NOVEMBER 2026"]
    code, out, _ = run(book(tmp_path / "P.xlsx", Piutang=[title, HEADS, SINAR]))
    assert code == 0
    assert "per 20-11-2026" in out
    said = text_of(letters(tmp_path)[0])
    assert said.startswith("23 November 2026")
    assert "catatan kami sampai dengan 20 November 2026" in said
    old = ["PIUTANG IURAN PER 20 AGUSTUS 2026"]
    rows = [old, HEADS, [*SINAR[:3], "2026-06", *SINAR[4:]]]
    code, out, _ = run(book(tmp_path / "Q.xlsx", Piutang=rows))
    assert code == 1
    assert "mintakan lembar terbaru" in out
    assert len(out.splitlines()) <= 6


def test_an_estimate_is_called_one(run: Run, tmp_path: Path) -> None:
    rows = [["NPP", "Nama Badan Usaha", "Lama Tunggakan", "Jumlah Tunggakan"],
            ["15000001", "PT Maju", 3, 1_000_000], ["15000002", "CV Sinar", 1, 1_000_000]]  # fmt: skip
    code, *_ = run(book(tmp_path / "P.xlsx", Piutang=rows))
    assert code == 1
    said = text_of(letters(tmp_path)[1])
    assert "pembagian rata" in said
    assert [re.findall(r"Rp ([\d.]+)", line)[0] for line in said.splitlines() if "| " in line and "2026 |" in line and "Rp" in line] == [
        "333.333", "333.333", "333.334",
    ]  # fmt: skip
    assert "dihitung mundur" in lines(tmp_path)[1]["Periksa sebelum dikirim"]


def test_money_not_yet_posted_is_taken_off(run: Run, tmp_path: Path) -> None:
    row = [*SINAR[:5], 500_000, None]
    run(book(tmp_path / "P.xlsx", Piutang=[HEADS, row]))
    said = text_of(letters(tmp_path)[0])
    assert "| 2 | Dana diterima, belum dibukukan |  | (Rp 500.000) | Rp 0 | (Rp 500.000) |" in said
    assert "|  | Jumlah |  | Rp 750.000 | Rp 25.000 | Rp 775.000 |" in said
    assert "tujuh ratus tujuh puluh lima ribu rupiah" in said


def test_denda_of_months_paid_late_has_a_line(run: Run, tmp_path: Path) -> None:
    paid = [PAID[0], ["15000001", date(2026, 11, 20), 8_400_000]]
    run(book(tmp_path / "P.xlsx", Piutang=[HEADS, *MAJU], Bayar=paid))
    said = text_of(letters(tmp_path)[0])
    assert "untuk 1 bulan (Oktober 2026)" in said
    assert "| 2 | Denda bulan yang dibayar terlambat |  | Rp 0 | Rp 336.000 | Rp 336.000 |" in said
    assert "|  | Jumlah |  | Rp 8.400.000 | Rp 504.000 | Rp 8.904.000 |" in said


def test_a_figure_the_sheet_gives_otherwise_is_looked_at(run: Run, tmp_path: Path) -> None:
    row = [*SINAR[:6], 99_000]
    code, *_ = run(book(tmp_path / "P.xlsx", Piutang=[HEADS, row]))
    assert code == 1
    assert "lembar Selisih" in lines(tmp_path)[0]["Periksa sebelum dikirim"]
    assert lines(tmp_path, "Selisih")[0]["NPP"] == "15000002"


def test_law_that_nobody_confirmed_is_told_in_the_book_and_not_in_the_letter(
    run: Run, arrears: Path, tmp_path: Path
) -> None:
    known = settings.letter_settings().law
    assert [known[one].confirmed for one in ("denda", "setor")] == [True, False]
    run(arrears)
    said = text_of(letters(tmp_path)[0])
    assert "dikenai denda 2 %" in said
    assert "Pasal 19" not in said
    told = " ".join(summary(tmp_path))
    assert "Pasal 19" in told
    assert "tidak dimuat di surat: belum dipastikan" in told
    assert "Surat Teguran 1: urutan dan hari kerja" in told


def test_the_denda_sentence_holds_for_every_month_or_is_left_out(run: Run, tmp_path: Path) -> None:
    months = ["2020-12", "2021-03"]  # half a per cent, and two
    rows = [["15000002", "CV Sinar", None, month, 1_000_000, None, None] for month in months]
    run(book(tmp_path / "P.xlsx", Piutang=[HEADS, *rows]))
    assert "dikenai denda" not in text_of(letters(tmp_path)[0])


amounts = some.lists(some.decimals(0, 10**9, places=2), min_size=1, max_size=12)


@limits(deadline=None)  # the first one reads the calendar
@given(amounts, some.decimals(0, 10**6, places=2), some.decimals(0, 10**6, places=3))
def test_a_letters_table_adds_up_to_the_rupiah(
    owed: list[Decimal], late: Decimal, ibr: Decimal
) -> None:
    fines = tuple(amount * Decimal("0.02") for amount in owed)
    months = tuple((2025, month) for month in range(1, len(owed) + 1))
    whole, fine = sum(owed, Decimal(0)), sum(fines, late)
    debt = Debt("1", "PT", "PU", months, whole, fine, ibr, False, "", "", date(2026, 1, 1), None,
                Decimal(0), "", None, tuple(owed), fines)  # fmt: skip
    found = month_lines(debt)
    half_up = [int(part.quantize(Decimal(1), "ROUND_HALF_UP")) for part in (whole, fine, ibr)]
    assert sum(line.amount for line in found) == half_up[0] - half_up[2]
    assert sum(line.fine for line in found) == half_up[1]
    assert all(abs(line.amount - part) < 1 for line, part in zip(found, owed, strict=False))


# --- templates


def test_the_office_may_have_its_own_template(run: Run, arrears: Path, tmp_path: Path) -> None:
    own = tmp_path / "templat"
    own.mkdir()
    document = docx.Document()
    document.add_paragraph("{{ nomor }} untuk {{ perusahaan }}: {{ total }}")
    document.save(str(own / "surat_pemberitahuan.docx"))
    run(arrears, "--templat", own)
    assert text_of(letters(tmp_path)[0]) == "001/TAG/XI/2026 untuk CV Sinar: Rp 1.275.000"


BROKEN = [
    ("{{ nomor }} {{ gaji }}", "gaji", 2),
    ("{{ nomor ", "surat_pemberitahuan.docx", 3),
    ("{% for x in rincian %}", "surat_pemberitahuan.docx", 3),
]


@pytest.mark.parametrize(("text", "told", "code"), BROKEN)
def test_a_template_that_cannot_be_filled_takes_no_number(
    text: str, told: str, code: int, run: Run, arrears: Path, tmp_path: Path
) -> None:
    own = tmp_path / "templat"
    own.mkdir()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(own / "surat_pemberitahuan.docx"))
    found, _, err = run(arrears, "--templat", own)
    assert (found, told in err) == (code, True)
    assert not (tmp_path / "HASIL").exists()


def test_a_folder_without_templates_is_told(run: Run, arrears: Path, tmp_path: Path) -> None:
    code, _, err = run(arrears, "--templat", tmp_path)
    assert code == 2
    assert "surat_pemberitahuan.docx" in err


@pytest.mark.parametrize("name", ["surat_pemberitahuan", "surat_teguran_1", "surat_teguran_2"])
def test_every_field_of_a_template_is_described_and_given(name: str) -> None:
    described = tomllib.loads(
        (Path(loader.__file__).parents[1] / "templates" / f"{name}.toml").read_text()
    )
    debt = Debt("1", "PT", "PU", ((2026, 9),), Decimal(9), Decimal(1), Decimal(0), False, "", "",
                date(2026, 12, 15), None, Decimal(0), "", None, (Decimal(9),), (Decimal(1),))  # fmt: skip
    known = settings.letter_settings()
    entry = Entry(1, "1", Claim(date(2026, 11, 23), "1", known.levels[0].id))
    values = letter_values(
        Planned(debt, known.levels[0], None, DAY_ITSELF, ()), entry, known, office_data.office()
    )
    assert {one["name"] for one in described["field"]} | {"rincian"} == values.keys()
    (rows,) = described["table"]
    assert {one["name"] for one in rows["field"]} == values["rincian"][0].keys()
    assert described["kind"] == "surat"
    assert described["official"] is False
    assert "kontan.co.id" in described["note"]


# --- settings


def said() -> dict[str, Any]:
    return json.loads(json.dumps(loader.load_toml("letters"), default=str))


ODD = [
    ("no levels", lambda s: s.update(level=[])),
    ("a level twice", lambda s: s["level"].append(s["level"][0])),
    ("waits too short", lambda s: s["level"][1].update(wait_days=7)),
    ("an unknown sentence", lambda s: s["level"][0].update(law=["somasi"])),
    ("an unknown number", lambda s: s["number"].update(pattern="{{ nomor }}/{{ cabang }}")),
    ("a number without one", lambda s: s["number"].update(pattern="{{ tahun }}")),
    ("numbers of two years alike", lambda s: s["number"].update(pattern="{{ nomor }}/{{ kode }}")),
    ("days that are none", lambda s: s["level"][1].update(wait_days=True)),
    ("yes instead of true", lambda s: s["number"].update(yearly="ya")),
    ("an unknown field of the law", lambda s: s["law"][0].update(text="{{ upah }}")),
]


MISTYPED = [
    ("a bracket is missing", b"[office\nname = 1", "office.toml baris 1: tulisannya tidak terbaca"),
    ("a quote is missing", b'[office]\nname = "BPJS\ncity = ""', "office.toml baris 2: tulis"),
    ("cut off", b"[office]\nname =", "office.toml baris terakhir: tulisannya"),
    ("a share written with double quotes", b'[office]\nname = "\\\\x\\iuran"', "baris 2: tulis"),
    ("saved in another way", '[office]\nname = "Toko Kopi Café"'.encode("cp1252"), "sebagai UTF-8"),
    ("gone", None, "office.toml: berkas itu tidak ada"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "told"), [case[1:] for case in MISTYPED], ids=[case[0] for case in MISTYPED]
)
def test_a_mistyped_file_of_the_office_is_named_with_its_line(
    data: bytes | None, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if data is not None:
        (tmp_path / "office.toml").write_bytes(data)
    monkeypatch.setattr(loader, "FOLDER", tmp_path)
    with pytest.raises(UnreadableInput, match=told):
        loader.load_toml.__wrapped__("office")


@pytest.mark.parametrize("spoil", [case[1] for case in ODD], ids=[case[0] for case in ODD])
def test_settings_that_cannot_be_are_refused(spoil: Callable[[Any], None]) -> None:
    settings.read_settings(said())
    other = said()
    spoil(other)
    with pytest.raises(UnreadableInput, match=r"letters\.toml"):
        settings.read_settings(other)


NAMES = [
    ("PT Maju & Jaya", "PT Maju & Jaya"),
    ("CV A/B: 50% #1?", "CV A B 50 1"),
    ("  PT\tDua  Spasi. ", "PT Dua Spasi"),
    ("...", "tanpa nama"),
    ("x" * 200, "x" * 80),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_company_name_as_a_file_name(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_new_files_take_the_first_free_version(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    kept = [keep_new(path, data) for data in (b"1", b"2", b"1", b"2", b"3")]
    assert [(one.name, new) for one, new in kept] == [
        ("a.docx", True), ("a_v2.docx", True), ("a.docx", False), ("a_v2.docx", False),
        ("a_v3.docx", True),
    ]  # fmt: skip


# --- Word and LibreOffice


@pytest.mark.libreoffice
def test_letters_are_sound_and_end_with_their_last_paragraph(
    run: Run, tmp_path: Path, soffice: str
) -> None:
    rows = [["15000001", "PT Maju & Jaya", "Jl. Melati 1", f"2026-{m:02}", 8_400_000.25, None, None]
            for m in range(2, 11)]  # fmt: skip
    source = book(tmp_path / "P.xlsx", Piutang=[HEADS, *rows, SINAR])
    for day in ("2026-11-23", "2026-12-07", "2026-12-21"):
        run(source, day=day)
    made = sorted((tmp_path / "HASIL").rglob("*.docx"))
    assert len(made) == 6
    for path in made:
        found = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path)
        assert not found.errors, found.errors
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *made]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for path in made:
        told = [page.extract_text() for page in PdfReader(tmp_path / f"{path.stem}.pdf").pages]
        assert len(told) == 1 or ("Teguran 2 PT" in path.name and len(told) == 2)
        assert "{{" not in "".join(told)
        assert "Bila pembayaran sudah" in told[-1]
        assert "Hormat kami" in told[-1]


@pytest.mark.libreoffice
def test_all_letters_come_as_one_document_and_as_pdf(
    run: Run, arrears: Path, tmp_path: Path, soffice: str
) -> None:
    run(arrears, "--gabung", "--pdf")
    first = everything(tmp_path / "HASIL")
    assert {name for name in first if name.endswith((".docx", ".pdf"))} == {
        f"{stem}{ending}"
        for stem in (
            "001 Surat Pemberitahuan CV Sinar",
            "002 Surat Pemberitahuan PT Maju & Jaya Tbk",
            f"Semua Surat {DAY}",
        )
        for ending in (".docx", ".pdf")
    }
    said = text_of(tmp_path / "HASIL" / f"Semua Surat {DAY}.docx")
    assert said.index("001/TAG/XI/2026") < said.index("002/TAG/XI/2026")
    pages = PdfReader(tmp_path / "HASIL" / f"Semua Surat {DAY}.pdf").pages
    assert ["CV Sinar" in page.extract_text() for page in pages] == [True, False]
    run(arrears, "--gabung", "--pdf")
    assert everything(tmp_path / "HASIL") == first


# --- the button


def click(opened: Any, answer: bool = True) -> tuple[Any, list[str]]:
    return press("surat-tagihan", opened, DAY, answer)


def test_the_button_writes_the_same_letters_beside_the_book(
    excel: Any, addin: None, arrears: Path, run: Run, tmp_path: Path
) -> None:
    app, opened = excel.open(arrears)
    report, asked = click(opened)
    assert "2 surat akan ditulis di" in asked[0]
    assert len(report.lines) <= 6
    assert BOOK in [one.name for one in app.books]
    by_button = everything(tmp_path / "HASIL" / FOLDER)
    cells = [
        list(row) for row in openpyxl.load_workbook(arrears)["Piutang"].iter_rows(values_only=True)
    ]
    assert cells == ARREARS
    run(arrears)
    assert everything(tmp_path / "HASIL" / FOLDER) == by_button


@pytest.mark.libreoffice
def test_the_button_works_in_calc(
    office: Any, arrears: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rumah").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))
    opened = office.books.open(str(arrears))
    report, _ = click(opened)
    assert report.lines[0] == "2 surat ditulis (2 baru) per 23-11-2026."
    assert len(letters(tmp_path)) == 2
    (made,) = (other for other in office.books if other.name == BOOK)
    assert made.sheets[0].range("B2").raw_value == "001/TAG/XI/2026"
    for one in (made, opened):
        one.close()


def test_no_number_is_taken_when_the_person_says_no(
    excel: Any, addin: None, arrears: Path, tmp_path: Path
) -> None:
    _, opened = excel.open(arrears)
    with pytest.raises(Cancelled):
        click(opened, answer=False)
    assert not (tmp_path / "HASIL").exists()


def test_a_book_without_a_folder_gets_no_letters(
    excel: Any, addin: None, arrears: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, opened = excel.open(arrears)
    known = opened_letters.read_standing(opened)
    from dataclasses import replace

    monkeypatch.setattr(opened_letters, "read_standing", lambda _book: replace(known, folder=None))
    with pytest.raises(ExcelNotReady, match="folder"):
        click(opened)
