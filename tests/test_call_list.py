"""kepesertaan daftar-telepon end to end, on real workbooks of three layouts, and its button."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from fake_addin import load_addin
from kepesertaan import cli
from kepesertaan.actions.daftar_telepon import daftar_telepon
from kepesertaan.actions.registry import all_actions
from kepesertaan.data import call_settings, calls, loader
from kepesertaan.domain.calls import Call
from kepesertaan.domain.errors import SheetNotRecognised, UnreadableInput
from kepesertaan.domain.table import Column, Table
from kepesertaan.excel.load import load_xlwings
from kepesertaan.rules import call_text
from kepesertaan.run.opened import Desk
from kepesertaan.run.opened_buttons import run_opened
from kepesertaan.run.plan import Options
from kepesertaan.sheets.call_list import COLUMNS
from plain_book import book

DAY = "2026-11-22"
LIST = f"Daftar Telepon {DAY}"
Run = Callable[..., tuple[int, str, str]]

COMPANY = [
    ["PIUTANG IURAN PER PERUSAHAAN"],
    [],
    ["No", "NPP", "Nama Badan Usaha", "Lama Tunggakan", "BLTH Terakhir Lunas", "Jumlah Tunggakan", "Denda", "Total", "PIC", "No. HP PIC"],
    [1, "15000001", "PT Maju & Jaya", 5, "Mei 2026", 42_000_000, 2_520_000, 44_520_000, "Ibu Sari", "081234567890"],
    [2, 15000002, "CV Sinar", 1, "09/2026", "Rp 1.250.000", None, None, "Bapak Agus", "031-3299999"],
    [3, "15000003", "PT Lunas", 2, "2026-08", 4_000_000, None, None, "Ibu Ani", "081234567892"],
    [None, None, "JUMLAH", None, None, 47_250_000, None, None, None, None],
]  # fmt: skip
MONTHLY = [
    ["NPP", "Perusahaan", "BLTH", "Piutang Iuran", "HP"],
    *[["15000001", "PT Maju & Jaya", f"2026-{m:02}", 8_400_000, "0812-3456-7890"] for m in range(6, 11)],
    ["15000002", "CV Sinar", "2026-10", 1_250_000, "031-3299999"],
    ["15000003", "PT Lunas", "2026-09", 2_000_000, "081234567892"],
    ["15000003", "PT Lunas", "2026-10", 2_000_000, "081234567892"],
]  # fmt: skip
BPU = [
    ["KPJ", "Nama Peserta", "Segmen", "Bulan Tertunggak", "Iuran", "No. WA"],
    ["24000000001", "Budi Santoso", "BPU", "Sep 2026 s.d. Nov 2026", 50_400, "081234567890"],
    ["24000000002", "Siti Aminah", "BPU", "Nov 2026", 16_800, None],
]  # fmt: skip
PAID = [
    ["NPP", "Tgl Bayar", "Nominal"],
    ["15000003", date(2026, 11, 18), 4_000_000],
]  # fmt: skip


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def call(*args: Any) -> tuple[int, str, str]:
        code = cli.main(
            ["daftar-telepon", *map(str, args), "--per", DAY, "--keluar", str(tmp_path / "HASIL")]
        )
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


def made(tmp_path: Path) -> Any:
    return openpyxl.load_workbook(tmp_path / "HASIL" / f"{LIST}.xlsx")


def lines(page: Any) -> list[dict[str, Any]]:
    heads, *rows = page.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows if isinstance(row[0], int | float)]


def board(page: Any) -> dict[str, Any]:
    return {row[0]: row[1:] for row in page.iter_rows(values_only=True) if row[0]}


@pytest.mark.parametrize("rows", [COMPANY, MONTHLY], ids=["company", "company and month"])
def test_every_layout_gives_the_same_list(rows: list[list[Any]], run: Run, tmp_path: Path) -> None:
    source = book(tmp_path / "PIUTANG.xlsx", Piutang=rows)
    before = source.read_bytes()
    paid = book(tmp_path / "BAYAR.xlsx", Bayar=PAID)
    code, out, err = run(source, "--bayar", paid)
    assert (code, err) == (1, "")  # a number is to be mended
    assert len(out.splitlines()) <= 6
    assert "2 perusahaan siap dihubungi per 22-11-2026, 1 punya HP yang benar." in out
    assert source.read_bytes() == before
    found = lines(made(tmp_path)[LIST])
    assert [(one["Perusahaan"], one["NPP"], one["Jumlah"], one["Denda"], one["Total"]) for one in found] == [
        ("PT Maju & Jaya", "15000001", 42_000_000, 2_520_000, 44_520_000),
        ("CV Sinar", "15000002", 1_250_000, 25_000, 1_275_000),
    ]  # fmt: skip
    assert [one["Bulan tertunggak"] for one in found] == ["Juni-Oktober 2026", "Oktober 2026"]
    assert [one["Kolektibilitas"] for one in found] == ["Kurang lancar", "Lancar"]
    assert [one["HP"] for one in found] == ["081234567890", None]


def test_a_bpu_participant_is_a_line_known_by_kpj(run: Run, tmp_path: Path) -> None:
    run(book(tmp_path / "BPU.xlsx", Peserta=BPU))
    found = lines(made(tmp_path)[LIST])
    assert [(one["Perusahaan"], one["NPP"], one["Jumlah"], one["Denda"]) for one in found] == [
        ("Budi Santoso", "KPJ 24000000001", 50_400, 0),
        ("Siti Aminah", "KPJ 24000000002", 16_800, 0),
    ]  # fmt: skip
    assert "BPU 3 bulan, perlindungan akan berakhir" in found[0]["Prioritas"]
    page = made(tmp_path)[LIST]
    told = page["N2"].hyperlink.target + page["O2"].value
    assert "2400000000" not in told


def test_the_sheets_and_their_columns_are_those_agreed(run: Run, tmp_path: Path) -> None:
    run(book(tmp_path / "P.xlsx", Piutang=MONTHLY, Bayar=PAID))
    work = made(tmp_path)
    assert work.sheetnames == [
        LIST,
        "Dikeluarkan",
        "Nomor HP perlu diperbaiki",
        "Selisih",
        "Ringkasan",
    ]
    assert tuple(cell.value for cell in work[LIST][1]) == COLUMNS
    assert COLUMNS[15:22] == (
        "Hasil",
        "Jam",
        "Tgl janji",
        "Nominal janji",
        "Tindak lanjut",
        "Tgl tindak lanjut",
        "Catatan",
    )
    assert [one["Alasan"][:5] for one in lines(work["Dikeluarkan"])] == ["Lunas"]
    assert [one["NPP"] for one in lines(work["Nomor HP perlu diperbaiki"])] == ["15000002"]


def test_cells_take_only_what_can_be_saved(run: Run, tmp_path: Path) -> None:
    run(book(tmp_path / "P.xlsx", Piutang=MONTHLY))
    page = made(tmp_path)[LIST]
    checks = page.data_validations.dataValidation
    by_column = {page[str(check.sqref).split(":")[0][0] + "1"].value: check for check in checks}
    words = calls.call_words()
    assert by_column["Hasil"].formula1 == '"' + ",".join(words.outcomes) + '"'
    assert by_column["Tindak lanjut"].formula1 == '"' + ",".join(words.steps) + '"'
    assert {by_column[name].type for name in ("Tgl janji", "Tgl tindak lanjut")} == {"date"}
    assert by_column["Nominal janji"].type == "decimal"
    assert all(check.showErrorMessage for check in checks)


def test_the_link_opens_the_draft_without_amount_or_numbers(run: Run, tmp_path: Path) -> None:
    run(book(tmp_path / "P.xlsx", Piutang=COMPANY))
    page = made(tmp_path)[LIST]
    link = urlsplit(page["N2"].hyperlink.target)
    assert (link.netloc, link.path) == ("wa.me", "/6281234567890")
    (text,) = parse_qs(link.query)["text"]
    assert "iuran PT Maju & Jaya bulan Juni-Oktober 2026 belum kami terima" in text
    assert "Rp" not in text + page["O2"].value
    (landline,) = (row for row in page.iter_rows(min_row=2) if row[3].value == "15000002")
    assert landline[13].hyperlink is None


def test_the_summary_proves_the_total_and_prints_the_settings(run: Run, tmp_path: Path) -> None:
    run(book(tmp_path / "P.xlsx", Piutang=MONTHLY, Bayar=PAID))
    work = made(tmp_path)
    said = board(work["Ringkasan"])
    assert said["Jumlah iuran di lembar piutang"][:2] == (8, 47_250_000)
    assert said["Di daftar telepon"][:2] == (2, 43_250_000)
    assert said["Dikeluarkan"][:2] == (1, 4_000_000)
    assert said["Selisih \u2713"][1] == 0
    assert said["Lembar pembayaran"][0] == "P.xlsx, lembar Bayar, 1 baris"
    assert said["setiap janji ingkar"][0] == 30
    assert said["Kurang lancar"][:2] in ((1, 44_520_000), ("4", "6"))
    assert any("kolektibilitas.csv" in str(head) for head in said)
    assert len(work["Ringkasan"]._charts) == 3


def test_a_list_that_may_be_filled_in_is_never_replaced(run: Run, tmp_path: Path) -> None:
    source = book(tmp_path / "P.xlsx", Piutang=MONTHLY)
    assert run(source)[0] == 1
    kept = (tmp_path / "HASIL" / f"{LIST}.xlsx").read_bytes()
    code, _, err = run(source)
    assert code == 4
    assert "sudah ada dan mungkin sudah diisi" in err
    assert run(source, "--salinan")[0] == 1
    assert (tmp_path / "HASIL" / f"{LIST}.xlsx").read_bytes() == kept
    assert (tmp_path / "HASIL" / f"{LIST}_salinan.xlsx").read_bytes() == kept  # the same again


def test_trying_writes_nothing(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(book(tmp_path / "P.xlsx", Piutang=MONTHLY), "--uji", "--json")
    assert code == 1
    assert json.loads(out)["per_aturan"]["daftar-telepon"]["daftar"] == 3
    assert not (tmp_path / "HASIL").exists()


def test_where_nobody_owes_anything_the_list_says_so(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(book(tmp_path / "P.xlsx", Piutang=[*MONTHLY[:1], *MONTHLY[7:]], Bayar=PAID))
    assert code == 0
    assert out.startswith("0 perusahaan siap dihubungi")
    work = made(tmp_path)
    assert work[LIST]["A2"].value == "Tidak ada yang perlu ditelepon."
    assert board(work["Ringkasan"])["Selisih \u2713"][1] == 0


def test_two_arrears_sheets_are_asked_about(run: Run, tmp_path: Path) -> None:
    source = book(tmp_path / "P.xlsx", Oktober=MONTHLY, November=MONTHLY[:3], Bayar=PAID)
    code, _, err = run(source)
    assert code == 3
    assert "'Oktober', 'November'" in err
    assert run(source, "--lembar", "Oktober")[0] == 1
    assert len(lines(made(tmp_path)[LIST])) == 2  # the payments of the third sheet count


NOT_ARREARS: dict[str, tuple[dict[str, list[list[Any]]], str]] = {
    "participants": ({"A": [["NIK", "Nama", "Upah"], ["3578011708459901", "Budi", 5]]}, "tidak ada tabel piutang"),
    "payments only": ({"A": PAID}, "tidak ada tabel piutang"),
    "empty": ({"A": []}, "tidak ada tabel piutang"),
}  # fmt: skip


@pytest.mark.parametrize(("sheets", "why"), NOT_ARREARS.values(), ids=list(NOT_ARREARS))
def test_what_is_no_arrears_sheet_is_told(
    sheets: dict[str, Any], why: str, run: Run, tmp_path: Path
) -> None:
    code, _, err = run(book(tmp_path / "P.xlsx", **sheets))
    assert code == 3
    assert why in err


def test_wrong_files_are_told(run: Run, tmp_path: Path) -> None:
    source = book(tmp_path / "P.xlsx", Piutang=MONTHLY)
    assert run(source, source)[0] == 2
    assert run(source, "--bayar", tmp_path / "tidak_ada.xlsx")[0] == 2
    code, _, err = run(source, "--bayar", source)
    assert (code, "tidak ada tabel pembayaran" in err) == (3, True)


def test_merged_names_reach_over_their_months(run: Run, tmp_path: Path) -> None:
    rows = [list(row) for row in MONTHLY[:6]]
    for row in rows[2:]:
        row[0] = row[1] = None
    source = book(tmp_path / "P.xlsx", Piutang=rows)
    assert run(source, "--uji")[1].startswith("1 perusahaan")
    work = openpyxl.load_workbook(source)
    work["Piutang"].merge_cells("A2:A6")
    work["Piutang"].merge_cells("B2:B6")
    work.save(source)
    run(source)
    assert [one["Jumlah"] for one in lines(made(tmp_path)[LIST])] == [42_000_000]


@pytest.mark.libreoffice
def test_an_office_opens_and_prints_the_list(run: Run, tmp_path: Path, soffice: str) -> None:
    run(book(tmp_path / "P.xlsx", Piutang=MONTHLY, Bayar=PAID))
    profile = (tmp_path / "lo").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
               "--outdir", str(tmp_path), str(tmp_path / "HASIL" / f"{LIST}.xlsx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    pdf = (tmp_path / f"{LIST}.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 20_000


# --- what the action is given by others: earlier calls, settings, templates


def table(rows: list[list[Any]]) -> Table:
    names = {
        "NPP": "npp",
        "Perusahaan": "nama_bu",
        "BLTH": "blth",
        "Piutang Iuran": "iuran_piutang",
        "HP": "hp",
    }
    heads, *body = rows
    columns = [
        Column(k, head, names[head], [row[k] for row in body]) for k, head in enumerate(heads)
    ]
    return Table("P.xlsx", "Piutang", tuple(columns), list(range(2, len(body) + 2)))


def test_earlier_calls_show_on_the_line_and_in_the_funnel() -> None:
    history = {
        "15000001": [Call("15000001", date(2026, 11, 3), "Terhubung", promised_on=date(2026, 11, 10), kept=False),
                     Call("15000001", date(2026, 11, 11), "Terhubung", promised_on=date(2026, 11, 24))],
        "15000002": [Call("15000002", date(2026, 11, 3), "Salah nomor")],
    }  # fmt: skip
    found = daftar_telepon([table(MONTHLY)], [], date(2026, 11, 22), history)
    rows = {row[3]: row for row in found.pages[0].rows}
    assert "janji ingkar 1x" in str(rows["15000001"][1])
    assert str(rows["15000001"][22]).startswith(
        "11-11-2026 Terhubung, janji 24-11-2026; 03-11-2026"
    )
    assert "Ingatkan janji bayar 24 November 2026." in str(rows["15000001"][14])
    assert [row[2] for row in found.pages[2].rows] == ["15000002"]
    blocks = {block.title: block for block in found.board.blocks}
    assert [row[1] for row in blocks["Corong"].rows] == [3, 2, 1, 1, 0]
    assert [row[:2] for row in blocks["Janji yang belum dinilai"].rows] == [("24-11-2026", 1)]


def calls_at(*told: tuple[int, int | None, str]) -> dict[str, list[Call]]:
    """Calls on a day of November 2026 and an hour."""
    return {
        f"{n}": [Call(f"{n}", date(2026, 11, day), outcome, hour=hour)]
        for n, (day, hour, outcome) in enumerate(told)
    }


def hours(history: dict[str, list[Call]]) -> dict[str, Any]:
    found = daftar_telepon([table(MONTHLY)], [], date(2026, 11, 22), history).board.blocks
    return {block.title: block for block in found if "jam dan hari" in block.title}


def test_hours_are_shown_once_there_are_thirty_calls() -> None:
    told = [(16, 9, "Terhubung")] * 20 + [(20, 11, "Sibuk")] * 9 + [(21, 9, "Terhubung")]
    unknown = [(16, None, "Terhubung")]  # no hour was noted
    blocks = hours(calls_at(*told, *unknown))
    assert [(block.title, [list(row) for row in block.rows]) for block in blocks.values()] == [
        ("Panggilan menurut jam dan hari", [
            ["09.00–09.59: 20 panggilan, 100 % terhubung", 20, None, None, None, None],
            ["10.00–10.59: 0 panggilan", None, None, None, None, None],
            ["11.00–11.59: 9 panggilan, 0 % terhubung", None, None, None, None, 9],
        ]),
        ("Terhubung menurut jam dan hari", [
            ["09.00–09.59: 20 panggilan, 100 % terhubung", 20, None, None, None, None],
            ["10.00–10.59: 0 panggilan", None, None, None, None, None],
            ["11.00–11.59: 9 panggilan, 0 % terhubung", None, None, None, None, 0],
        ]),
    ]  # fmt: skip
    assert blocks["Panggilan menurut jam dan hari"].note.startswith("1 panggilan pada Sabtu")
    few = hours(calls_at(*told[1:], *unknown))
    assert [(block.title, list(block.rows)) for block in few.values()] == [
        ("Panggilan menurut jam dan hari", [])
    ]
    assert "baru ada 29" in few["Panggilan menurut jam dan hari"].note


def test_the_next_due_date_stands_on_the_line(run: Run, tmp_path: Path) -> None:
    run(book(tmp_path / "P.xlsx", Piutang=MONTHLY))
    assert lines(made(tmp_path)[LIST])[0]["Jatuh tempo berikut"].date() == date(2026, 12, 15)


@pytest.fixture
def template(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def put(**texts: str) -> None:
        call_text._compiled.cache_clear()
        own = {f"{name}.txt": text for name, text in texts.items()}
        monkeypatch.setattr(
            call_text, "template", lambda name: own.get(name, loader.template(name))
        )

    yield put
    call_text._compiled.cache_clear()


def links(rows: list[list[Any]]) -> list[Any]:
    return [
        row[13] for row in daftar_telepon([table(rows)], [], date(2026, 11, 22), {}).pages[0].rows
    ]


def test_a_number_that_a_call_said_is_wrong_opens_no_draft_and_is_listed() -> None:
    for outcome, is_wrong in (("Salah nomor", True), ("Sibuk", False)):
        history = {"15000001": [Call("15000001", date(2026, 11, 3), outcome)]}
        found = daftar_telepon([table(MONTHLY[:6])], [], date(2026, 11, 22), history)
        (row,) = found.pages[0].rows
        assert (row[12], row[13] is None) == ("081234567890", is_wrong)
        assert [bad[2] for bad in found.pages[2].rows] == (["15000001"] if is_wrong else [])
        assert found.lines[0].endswith(f"{0 if is_wrong else 1} punya HP yang benar.")


def test_the_office_writes_its_own_draft(template: Callable[..., None]) -> None:
    template(wa="Halo {{ perusahaan }} {{ jumlah_bulan }}")
    assert links(MONTHLY[:6])[0].address.endswith("?text=Halo%20PT%20Maju%20%26%20Jaya%205")


@pytest.mark.parametrize(
    "text",
    ["{{ nik }}", "{{ perusahaan.upah }}", "{% if %}", "{{ ''.__class__.__mro__ }}", "{{ 1/0 }}"],
)
def test_a_template_that_asks_for_more_is_refused(text: str, template: Callable[..., None]) -> None:
    template(wa=text)
    with pytest.raises(UnreadableInput, match=r"Naskah wa\.txt"):
        links(MONTHLY[:6])


@pytest.mark.parametrize(
    ("name", "has_link"),
    [
        ("PT Maju 24000000001", False),
        ("PT 3578011708459901", False),
        ("PT 2400000000", True),
        ("PT 1 2 3", True),
    ],
)
def test_a_draft_with_a_number_like_a_nik_or_kpj_gets_no_link(name: str, has_link: bool) -> None:
    rows = [MONTHLY[0], ["15000001", name, "2026-10", 5_000_000, "081234567890"]]
    assert [link is not None for link in links(rows)] == [has_link]


BROKEN: dict[str, dict[str, Any]] = {
    "no calendar": {"calendar": {}},
    "no outcomes": {"outcome": []},
    "twice a word": {"outcome": [{"word": "A", "days": 1}, {"word": "A", "days": 1}]},
    "a comma": {"step": [{"word": "A, B", "days": 1}]},
    "days too many": {"step": [{"word": "A", "days": 61}]},
    "days a truth": {"step": [{"word": "A", "days": True}]},
    "too long": {"step": [{"word": "A" * 256, "days": 1}]},
    "no truth": {"step": [{"word": "A", "days": 1, "promise": "ya"}]},
}  # fmt: skip


@pytest.mark.parametrize("other", BROKEN.values(), ids=list(BROKEN))
def test_a_mistyped_word_list_is_told(other: dict[str, Any]) -> None:
    calls.read_words(loader.load_toml("calls"))
    with pytest.raises(UnreadableInput, match=r"calls\.toml"):
        calls.read_words(loader.load_toml("calls") | other)


@pytest.mark.parametrize(
    "other",
    [
        {"source": 1},
        {"score": {}},
        {"message": {"show_amount": 1, "longest": 5}},
        {"office": {"branch": 1}},
    ],
)
def test_a_mistyped_setting_is_told(other: dict[str, Any]) -> None:
    call_settings.read_settings(loader.load_toml("call_list"))
    with pytest.raises(UnreadableInput, match=r"call_list\.toml"):
        call_settings.read_settings(loader.load_toml("call_list") | other)


# --- the button


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rumah").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))


def click(opened: Any) -> Any:
    desk = Desk(lambda _text: True, lambda _step: None)
    return run_opened(
        all_actions()["daftar-telepon"], opened, Options(today=date(2026, 11, 22)), desk
    )


@pytest.fixture
def addin(excel: Any, home: None) -> None:
    load_xlwings()
    load_addin(excel)


def test_the_button_brings_the_same_list_and_changes_no_cell(
    excel: Any, addin: None, run: Run, tmp_path: Path
) -> None:
    source = book(tmp_path / "P.xlsx", Piutang=MONTHLY, Bayar=PAID)
    run(source)
    _, opened = excel.open(source)
    report = click(opened)
    assert [sheet.name for sheet in opened.sheets] == [
        "Piutang", "Bayar", LIST, "Dikeluarkan", "Nomor HP perlu diperbaiki", "Selisih", "Ringkasan",
    ]  # fmt: skip
    saved = tmp_path / "sesudah.xlsx"
    opened.api.SaveCopyAs(str(saved))
    after = openpyxl.load_workbook(saved)
    assert [list(row) for row in after["Piutang"].iter_rows(values_only=True)] == MONTHLY
    same = [list(row) for row in made(tmp_path)[LIST].iter_rows(values_only=True)]
    assert [list(row) for row in after[LIST].iter_rows(values_only=True)] == same
    assert report.lines[0].startswith("2 perusahaan siap dihubungi")
    assert len(report.lines) <= 6


def test_a_second_click_keeps_the_first_list(excel: Any, addin: None, tmp_path: Path) -> None:
    _, opened = excel.open(book(tmp_path / "P.xlsx", Piutang=MONTHLY))
    click(opened)
    opened.sheets["Piutang"].activate()
    click(opened)
    names = [sheet.name for sheet in opened.sheets]
    assert names.count(LIST) == 1
    assert f"{LIST} 2" in names


def test_another_sheet_is_not_taken_for_arrears(excel: Any, addin: None, tmp_path: Path) -> None:
    _, opened = excel.open(book(tmp_path / "P.xlsx", Bayar=PAID))
    with pytest.raises(SheetNotRecognised, match="tabel piutang"):
        click(opened)
    assert len(list(opened.sheets)) == 1
