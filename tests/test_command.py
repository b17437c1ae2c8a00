"""The command line end to end, on real files, as a user types it."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from kepesertaan import cli
from kepesertaan.actions.registry import action_named, all_actions

NIK = "35780117089099{:02}"


def book(path: Path, rows, *, sheet="Juli") -> Path:
    work = openpyxl.Workbook()
    page = work.active
    page.title = sheet
    page.append(["DAFTAR PESERTA PT CONTOH"])
    page.append([])
    page.append(["No", "NIK", "KPJ", "Nama", "Tgl Lahir", "JK", "No. HP", "Upah"])
    for row in rows:
        page.append(row)
    page["D4"].fill = PatternFill("solid", fgColor="FFFF00")
    work.save(path)
    return path


ROWS = [
    [1, "3578 0117 0890 9901", "05012345671", "Budi  Santoso", "17/08/1990", "Laki-laki", "+62 812-3456-7890", "Rp 4.375.479,00"],
    [2, NIK.format(2), "05012345672", "SITI", date(1990, 8, 17), "L", "081234567891", 4500000],
    [3, NIK.format(3), "05012345673", "UMAR", "03/04/1990", "L", "031-3299999", "4500"],
    [4, NIK.format(4), "05012345674", "TONO", date(1990, 8, 17), "L", "=\"0812\"&\"34567892\"", 4500000],
]  # fmt: skip
CHANGED = {"B4", "D4", "E4", "F4", "G4", "H4", "E6"}


@pytest.fixture
def dirty(tmp_path):
    return book(tmp_path / "PESERTA.xlsx", ROWS)


@pytest.fixture
def run(capsys, tmp_path):
    def call(*args):
        code = cli.main([str(arg) for arg in args])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


def values(path: Path, sheet="Juli"):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def cells(path: Path):
    return {
        c.coordinate: c for row in openpyxl.load_workbook(path)["Juli"].iter_rows() for c in row
    }


def lines(path: Path, sheet: str):
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    heads = next(rows)
    return [dict(zip(heads, row, strict=True)) for row in rows if row[3]]


def test_bersihkan_corrects_a_copy_and_lists_the_rest(dirty, run, tmp_path):
    before = dirty.read_bytes()
    code, out, err = run("bersihkan", dirty, "--keluar", tmp_path / "HASIL")
    assert (code, err) == (1, "")
    assert len(out.splitlines()) <= 6
    assert dirty.read_bytes() == before
    result = cells(tmp_path / "HASIL" / "PESERTA_bersih.xlsx")
    assert [result[a].value for a in ("B4", "D4", "E4", "F4", "G4", "H4")] == [
        NIK.format(1), "BUDI SANTOSO", datetime(1990, 8, 17), "L", "081234567890", 4375479,
    ]  # fmt: skip
    assert result["B4"].data_type == "s"
    assert result["E4"].number_format == "dd-mm-yyyy"
    assert (result["E6"].value, result["H6"].value) == (datetime(1990, 4, 3), "4500")
    assert result["G7"].value == ROWS[3][6]  # a formula is never overwritten
    assert len(values(tmp_path / "HASIL" / "PESERTA_bersih.xlsx")) == len(ROWS) + 3
    questions = {
        line["Sel"] for line in lines(tmp_path / "HASIL" / "PESERTA_temuan.xlsx", "Perlu Keputusan")
    }
    assert {"G6", "H6"} <= questions
    done = lines(tmp_path / "HASIL" / "PESERTA_temuan.xlsx", "Perubahan")
    assert {line["Sel"] for line in done} == CHANGED
    assert {line["Terapkan"] for line in done} == {"Sudah"}


def test_only_touched_cells_styles_and_nothing_else_change_in_the_file(dirty, run, tmp_path):
    run("bersihkan", dirty, "--keluar", tmp_path / "HASIL")
    with (
        zipfile.ZipFile(dirty) as old,
        zipfile.ZipFile(tmp_path / "HASIL" / "PESERTA_bersih.xlsx") as new,
    ):
        assert old.namelist() == new.namelist()
        differ = {n for n in old.namelist() if old.read(n) != new.read(n)}
    assert differ == {
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
    }  # openpyxl asks for recalculation itself


def test_running_twice_changes_nothing_the_second_time(dirty, run, tmp_path):
    run("bersihkan", dirty, "--keluar", tmp_path / "A")
    first = tmp_path / "A" / "PESERTA_bersih.xlsx"
    _, out, _ = run("bersihkan", first, "--keluar", tmp_path / "B", "--json")
    assert json.loads(out)["diubah"] == 0
    assert (tmp_path / "B" / "PESERTA_bersih_bersih.xlsx").read_bytes() == first.read_bytes()


def test_repeating_a_run_gives_the_same_bytes(dirty, run, tmp_path):
    for _ in range(2):
        code, _, _ = run("bersihkan", dirty, "--keluar", tmp_path / "A")
        assert code == 1
    again = shutil.copy(tmp_path / "A" / "PESERTA_bersih.xlsx", tmp_path / "one.xlsx")
    temuan = (tmp_path / "A" / "PESERTA_temuan.xlsx").read_bytes()
    run("bersihkan", dirty, "--keluar", tmp_path / "A")
    assert Path(again).read_bytes() == (tmp_path / "A" / "PESERTA_bersih.xlsx").read_bytes()
    assert temuan == (tmp_path / "A" / "PESERTA_temuan.xlsx").read_bytes()


def test_undo_gives_the_original_cell_for_cell(dirty, run, tmp_path):
    run("bersihkan", dirty, "--keluar", tmp_path / "A")
    result = tmp_path / "A" / "PESERTA_bersih.xlsx"
    code, out, _ = run("urungkan", result)
    assert code == 0, out
    with zipfile.ZipFile(dirty) as old, zipfile.ZipFile(result) as new:
        assert old.read("xl/worksheets/sheet1.xml") == new.read("xl/worksheets/sheet1.xml")
    for address, cell in cells(dirty).items():
        assert cells(result)[address].fill.fgColor.rgb == cell.fill.fgColor.rgb
    code, _, err = run("urungkan", result)
    assert code == 2
    assert "sudah diurungkan" in err


def test_undoing_the_undo_brings_the_corrections_back(dirty, run, tmp_path):
    run("bersihkan", dirty, "--keluar", tmp_path / "A")
    result = tmp_path / "A" / "PESERTA_bersih.xlsx"
    cleaned = values(result)
    run("urungkan", result)
    assert values(result) == values(dirty)
    code, out, _ = run("urungkan", result, "--catatan", "2")
    assert (code, values(result)) == (0, cleaned), out
    assert "urungkan" in run("riwayat", result)[1]


@pytest.mark.parametrize(
    ("choice", "back"),
    [
        (["--aturan", "NIK-01"], {"B4"}),
        (["--kolom", "No. HP"], {"G4"}),
        (["--kolom", "H"], {"H4"}),
        (["--baris", "6-6"], {"E6"}),
        (["--kolom", "tgl_lahir", "--baris", "4"], {"E4"}),
    ],
)
def test_undo_of_a_part_leaves_the_rest(dirty, run, tmp_path, choice, back):
    run("bersihkan", dirty, "--keluar", tmp_path / "A")
    result = tmp_path / "A" / "PESERTA_bersih.xlsx"
    cleaned = cells(result)
    code, out, _ = run("urungkan", result, *choice)
    assert code == 0, out
    original, now = cells(dirty), cells(result)
    changed = {a for a in original if now[a].value != cleaned[a].value}
    assert changed == back
    assert all(now[a].value == original[a].value for a in back)


def test_undo_leaves_newer_edits_alone_even_after_another_program_saved(dirty, run, tmp_path):
    run("bersihkan", dirty, "--keluar", tmp_path / "A")
    result = tmp_path / "A" / "PESERTA_bersih.xlsx"
    work = openpyxl.load_workbook(result)
    work["Juli"]["D4"] = "BUDI SANTOSO, JR"
    work.save(result)
    code, out, _ = run("urungkan", result)
    assert code == 1
    assert "Juli!D4" in out
    now, original = cells(result), cells(dirty)
    assert now["D4"].value == "BUDI SANTOSO, JR"
    assert now["B4"].value == original["B4"].value
    assert now["H4"].value == original["H4"].value
    assert now["B4"].fill.fill_type == original["B4"].fill.fill_type


def test_periksa_changes_nothing_and_terapkan_writes_only_what_is_ticked(dirty, run, tmp_path):
    out = tmp_path / "HASIL"
    assert run("periksa", dirty, "--keluar", out)[0] == 1
    findings = out / "PESERTA_temuan.xlsx"
    assert sorted(p.name for p in out.iterdir() if not p.name.startswith(".")) == [findings.name]
    work = openpyxl.load_workbook(findings)
    for row in work["Perubahan"].iter_rows(min_row=2):
        assert row[0].value == "Ya"
        if row[3].value == "D4":
            row[0].value = "Tidak"
    for row in work["Perlu Keputusan"].iter_rows(min_row=2):
        if row[3].value == "H6":
            row[0].value, row[7].value = "Ya", "4500000"
    work.save(findings)
    code, text, _ = run("terapkan", findings)
    assert code == 0, text
    now = cells(out / "PESERTA_bersih.xlsx")
    assert (now["B4"].value, now["D4"].value, now["H6"].value) == (
        NIK.format(1),
        "Budi  Santoso",
        4500000,
    )
    assert run("urungkan", out / "PESERTA_bersih.xlsx")[0] == 0
    assert values(out / "PESERTA_bersih.xlsx") == values(dirty)


def test_terapkan_skips_cells_that_changed_since_and_answers_that_are_wrong(dirty, run, tmp_path):
    out = tmp_path / "HASIL"
    run("periksa", dirty, "--keluar", out)
    work = openpyxl.load_workbook(dirty)
    work["Juli"]["D4"] = "ORANG LAIN"
    work.save(dirty)
    findings = openpyxl.load_workbook(out / "PESERTA_temuan.xlsx")
    for row in findings["Perlu Keputusan"].iter_rows(min_row=2):
        row[0].value, row[7].value = "Ya", "bukan angka"
    findings.save(out / "PESERTA_temuan.xlsx")
    code, text, _ = run("terapkan", out / "PESERTA_temuan.xlsx", "--json")
    report = json.loads(text)
    assert code == 1
    assert any(note.startswith("Juli!D4: isi sel sudah berubah") for note in report["catatan"])
    assert any("belum benar" in note for note in report["catatan"])
    now = cells(out / "PESERTA_bersih.xlsx")
    assert now["D4"].value == "ORANG LAIN"
    assert now["H6"].value == "4500"


def test_terapkan_does_not_give_a_row_what_was_meant_for_another_person(dirty, run, tmp_path):
    rows = [
        [1, "3578010804909901", "05012345671", "BUDI", "08/04/1990", "L", "081234567891", 4500000],
        [2, "3578010408909902", "05012345672", "UMAR", "08/04/1990", "L", "081234567892", 4500000],
    ]
    book(dirty, rows)
    out = tmp_path / "HASIL"
    run("periksa", dirty, "--keluar", out)
    book(dirty, rows[::-1])
    code, text, _ = run("terapkan", out / "PESERTA_temuan.xlsx", "--json")
    report = json.loads(text)
    assert code == 1
    assert (report["diubah"], report["dilewati"]) == (0, 2)
    assert all("orang lain" in note for note in report["catatan"])


def resaved(path: Path) -> None:
    """The workbook as another program saves it: its texts and styles in another order."""
    work = openpyxl.load_workbook(path)
    work["Juli"]["A1"] = "AAA"
    work["Juli"]["K30"] = "CATATAN"
    work.save(path)


def test_undo_in_parts_after_another_program_saved_gives_everybody_his_own(dirty, run, tmp_path):
    run("bersihkan", dirty, "--keluar", tmp_path)
    result, original = tmp_path / "PESERTA_bersih.xlsx", cells(dirty)
    resaved(result)
    for column, address in (("nama", "D4"), ("nik", "B4"), ("hp", "G4"), ("tgl_lahir", "E6")):
        assert run("urungkan", result, "--kolom", column)[0] == 0
        assert cells(result)[address].value == original[address].value
    resaved(result)
    code, out, _ = run("urungkan", result)
    assert code == 0, out
    now = cells(result)
    assert all(now[a].value == c.value for a, c in original.items() if a != "A1")
    assert now["F4"].fill.fill_type is None


def test_terapkan_twice_says_so_and_changes_nothing(dirty, run, tmp_path):
    run("periksa", dirty, "--keluar", tmp_path)
    run("terapkan", tmp_path / "PESERTA_temuan.xlsx")
    before = (tmp_path / "PESERTA_bersih.xlsx").read_bytes()
    code, out, _ = run("terapkan", tmp_path / "PESERTA_temuan.xlsx")
    assert (code, "sudah diterapkan" in out) == (0, True)
    assert (tmp_path / "PESERTA_bersih.xlsx").read_bytes() == before


def test_undoing_the_rest_after_a_part_blames_nobody(dirty, run, tmp_path):
    run("bersihkan", dirty, "--keluar", tmp_path)
    result = tmp_path / "PESERTA_bersih.xlsx"
    run("urungkan", result, "--kolom", "tgl_lahir")
    code, out, _ = run("urungkan", result)
    assert (code, "0 dibiarkan" in out) == (0, True)
    assert values(result) == values(dirty)


def test_undoing_an_older_run_leaves_what_was_applied_later(dirty, run, tmp_path):
    run("bersihkan", dirty, "--keluar", tmp_path)
    work = openpyxl.load_workbook(tmp_path / "PESERTA_temuan.xlsx")
    for row in work["Perlu Keputusan"].iter_rows(min_row=2):
        if row[3].value == "H6":
            row[0].value, row[7].value = "Ya", "4500000"
    work.save(tmp_path / "PESERTA_temuan.xlsx")
    result = tmp_path / "PESERTA_bersih.xlsx"
    assert run("terapkan", tmp_path / "PESERTA_temuan.xlsx")[0] == 0
    assert run("urungkan", result, "--catatan", "1")[0] == 0
    now = cells(result)
    assert (now["H6"].value, now["B4"].value) == (4500000, ROWS[0][1])
    assert run("urungkan", result)[0] == 0
    assert values(result) == values(dirty)


def test_two_files_of_one_name_never_share_a_result(dirty, run, tmp_path):
    other = tmp_path / "lain" / "PESERTA.xlsx"
    other.parent.mkdir()
    book(
        other, [[1, NIK.format(9), "05012345679", "ORANG LAIN", None, "L", "081234567899", 4500000]]
    )
    out = tmp_path / "HASIL"
    _, text, _ = run("bersihkan", dirty, other, "--keluar", out, "--json")
    results = [p for p in json.loads(text)["keluaran"] if "_bersih" in p]
    assert len(set(results)) == 2
    assert run("bersihkan", other, "--keluar", out)[0] == 4


def test_a_crash_before_the_result_stood_leaves_no_phantom_run(dirty, run, tmp_path, monkeypatch):
    from kepesertaan.files import save
    from kepesertaan.run.check import check
    from kepesertaan.run.plan import Options, plan_jobs

    options = Options(date(2026, 11, 22), in_place=True)
    (job,) = plan_jobs([dirty], options)

    def power_cut(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(save, "_put_in_place", power_cut)
    before = dirty.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        check(all_actions()["bersihkan"], job, options, lambda _step: None)
    assert dirty.read_bytes() == before
    work = openpyxl.load_workbook(dirty)
    work["Juli"]["D4"] = "BUDI SANTOSO"
    work.save(dirty)
    code, _, err = run("urungkan", dirty)
    assert (code, "belum punya riwayat" in err) == (3, True)


@pytest.fixture
def cut_off(dirty, monkeypatch):
    """A run in place that a power cut ended when the file stood and nothing more was done."""
    from kepesertaan.run import check
    from kepesertaan.run.plan import Options, plan_jobs

    def power_cut(*_args):
        raise KeyboardInterrupt

    options = Options(date(2026, 11, 22), in_place=True)
    (job,) = plan_jobs([dirty], options)
    original = values(dirty)
    monkeypatch.setattr(check, "confirm", power_cut)
    with pytest.raises(KeyboardInterrupt):
        check.check(all_actions()["bersihkan"], job, options, lambda _step: None)
    monkeypatch.undo()
    assert values(dirty) != original
    return original


def test_a_crash_after_the_file_stood_and_then_a_save_leave_the_run_to_be_undone(
    cut_off, dirty, run
):
    resaved(dirty)
    assert "bersihkan" in run("riwayat", dirty)[1]
    assert run("urungkan", dirty)[0] == 0
    assert [row[:8] for row in values(dirty)][3:7] == [row[:8] for row in cut_off][3:7]


def test_the_list_of_a_run_that_was_cut_off_comes_also_after_a_save(cut_off, dirty, run, tmp_path):
    resaved(dirty)
    cleaned = values(dirty)
    code, out, _ = run("bersihkan", dirty, "--di-tempat")
    assert (code, "terputus" in out, values(dirty)) == (1, True, cleaned)
    assert "jalankan lagi" in out
    assert {line["Sel"] for line in lines(tmp_path / "PESERTA_temuan.xlsx", "Perubahan")} == CHANGED
    resaved(dirty)
    assert "bersihkan" in run("riwayat", dirty)[1]
    assert run("bersihkan", dirty, "--di-tempat")[0] == 1
    assert run("urungkan", dirty, "--catatan", "1")[0] == 0


def test_in_place_backs_up_first(dirty, run, tmp_path):
    before = dirty.read_bytes()
    code, _, _ = run("bersihkan", dirty, "--di-tempat")
    assert code == 1
    assert cells(dirty)["B4"].value == NIK.format(1)
    (copy,) = (tmp_path / ".kepesertaan" / "cadangan" / "PESERTA").iterdir()
    assert copy.read_bytes() == before
    run("urungkan", dirty)
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(dirty) as new:
        assert old.read("xl/worksheets/sheet1.xml") == new.read("xl/worksheets/sheet1.xml")


def test_dry_run_writes_nothing(dirty, run, tmp_path):
    code, out, _ = run("bersihkan", dirty, "--uji")
    assert code == 1
    assert "Uji saja" in out
    assert [p.name for p in tmp_path.iterdir()] == ["PESERTA.xlsx"]


def test_a_result_somebody_edited_is_not_overwritten(dirty, run, tmp_path):
    run("bersihkan", dirty, "--keluar", tmp_path / "A")
    result = tmp_path / "A" / "PESERTA_bersih.xlsx"
    work = openpyxl.load_workbook(result)
    work["Juli"]["D4"] = "DIUBAH ORANG"
    work.save(result)
    before = result.read_bytes()
    code, _, err = run("bersihkan", dirty, "--keluar", tmp_path / "A")
    assert code == 4
    assert "tidak ditimpa" in err
    assert result.read_bytes() == before


def test_a_result_open_in_excel_is_named_and_a_copy_can_be_had(dirty, run, tmp_path):
    run("bersihkan", dirty, "--keluar", tmp_path / "A")
    result = tmp_path / "A" / "PESERTA_bersih.xlsx"
    before = result.read_bytes()
    owner = b"\x04Rina" + b" " * 50 + b"\x04\x00" + "Rina".encode("utf-16-le")
    (tmp_path / "A" / "~$PESERTA_bersih.xlsx").write_bytes(owner.ljust(165))
    for command in ("bersihkan", "urungkan"):
        args = [dirty, "--keluar", tmp_path / "A"] if command == "bersihkan" else [result]
        code, _, err = run(command, *args)
        assert code == 4
        assert "PESERTA_bersih.xlsx sedang dibuka oleh Rina" in err
    assert result.read_bytes() == before
    code, out, _ = run("bersihkan", dirty, "--keluar", tmp_path / "A", "--salinan")
    assert code == 1, out
    assert values(tmp_path / "A" / "PESERTA_bersih_salinan.xlsx") == values(result)
    assert run("urungkan", tmp_path / "A" / "PESERTA_bersih_salinan.xlsx")[0] == 0


def test_json_is_one_object_with_counts_that_add_up(dirty, run, tmp_path):
    _, out, _ = run("bersihkan", dirty, "--keluar", tmp_path / "A", "--json")
    report = json.loads(out)
    assert {
        "berkas",
        "lembar",
        "baris",
        "sel",
        "diubah",
        "ditandai",
        "per_aturan",
        "keluaran",
        "kode",
    } <= set(report)
    assert (report["lembar"], report["baris"], report["sel"], report["diubah"]) == (
        1,
        4,
        32,
        len(CHANGED),
    )
    assert report["kode"] == 1
    assert all(Path(p).exists() for p in report["keluaran"])


def test_a_folder_one_bad_file_does_not_stop_the_rest(dirty, run, tmp_path):
    (tmp_path / "rusak.xlsx").write_bytes(b"PK\x03\x04 bukan buku kerja")
    (tmp_path / "kosong.csv").write_bytes(b"")
    (tmp_path / "~$PESERTA.xlsx").write_bytes(b"x" * 165)
    (tmp_path / "lain.csv").write_text("NIK;Nama\n'3578011708909907;budi\n", encoding="utf-8")
    code, out, _ = run("bersihkan", tmp_path, "--keluar", tmp_path / "A", "--json")
    report = json.loads(out)
    assert code == 3
    assert report["berkas"] == ["PESERTA.xlsx", "kosong.csv", "lain.csv", "rusak.xlsx"]
    assert [r["kode"] for r in report["rincian"]] == [1, 3, 0, 3]
    assert values(tmp_path / "A" / "lain_bersih.xlsx", "lain")[1] == [NIK.format(7), "BUDI"]


@pytest.mark.parametrize("command", ["bersihkan", "periksa"])
def test_a_folder_run_goes_on_where_it_stopped(dirty, run, tmp_path, command):
    book(tmp_path / "KEDUA.xlsx", ROWS[1:2])
    out = tmp_path / "HASIL"
    first = json.loads(run(command, tmp_path, "--keluar", out, "--json")[1])
    made = [path for path in out.iterdir() if path.is_file()]
    for path in made:
        os.utime(path, (1, 1))  # long ago, however coarse the clock of the disk is
    book(tmp_path / "KEDUA.xlsx", ROWS[:1])
    again = json.loads(run(command, tmp_path, "--keluar", out, "--json")[1])
    assert "Sudah selesai sebelumnya" in again["rincian"][1]["catatan"][-1]
    same = {k: v for k, v in again["rincian"][1].items() if k != "catatan"}
    assert same == {k: v for k, v in first["rincian"][1].items() if k != "catatan"}
    redone = {path.name for path in made if path.stat().st_mtime != 1}
    assert redone
    assert all(name.startswith("KEDUA") for name in redone)


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["bersihkan", "tidakada.xlsx"], 3, "tidakada.xlsx"),
        (["bersihkan", "{0}", "--kolom", "nik=9"], 2, "--kolom nik=9"),
        (["bersihkan", "{0}", "--lembar", "Agustus"], 3, "'Juli'"),
        (["bersihkan", "{0}", "--per", "kemarin"], 2, "--per kemarin"),
        (["urungkan", "{0}"], 3, "belum punya riwayat"),
        (["terapkan", "{0}"], 3, "bukan daftar temuan"),
        (["bersih"], 2, "tidak dikenal"),
        (["bersihkan"], 2, "belum disebut"),
        (["bersihkan", "{0}", "--salah"], 2, "--salah"),
        (["bersihkan", ""], 2, "Nama berkas atau folder kosong"),
        (["bersihkan", "{0}", "--keluar", ""], 2, "Nama berkas atau folder kosong"),
        (["bersihkan", "{0}", "--keluar"], 2, "Pilihan --keluar memerlukan isi"),
        (["bersihkan", "{0}", "--di-tempat", "--salinan"], 2, "tidak dapat dipakai bersama"),
        (["periksa", "{0}", "--kolom", "nik=XFE"], 2, "kolom terakhir di Excel XFD"),
        (["urungkan", "{0}", "--baris", "5-"], 2, "tulis misalnya 5-20"),
        (["urungkan", "{0}", "--baris", "30-20"], 2, "terbalik"),
    ],
)
def test_wrong_use_gets_one_sentence_and_its_code(dirty, run, args, code, says):
    given, _, err = run(*[a.format(dirty) for a in args])
    assert given == code
    assert says in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_our_own_bug_is_logged_without_values_and_told_in_one_sentence(
    dirty, run, tmp_path, monkeypatch
):
    from kepesertaan.run import dispatch

    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))

    def broken(*_args, **_options):
        raise dispatch.ChildBug(
            "Traceback (most recent call last):\n  File x\nKeyError: 'BUDI 3578011708909901'"
        )

    monkeypatch.setattr(dispatch, "run_limited", broken)
    code, _, err = run("bersihkan", dirty)
    assert code == 70
    assert len(err.strip().splitlines()) == 1
    (log,) = (tmp_path / "rumah" / ".kepesertaan" / "log").iterdir()
    text = log.read_text(encoding="utf-8")
    assert "KeyError" in text
    assert "BUDI" not in text
    assert "3578011708909901" not in text


def test_help_and_rules_read_off_the_definitions(run):
    _, out, _ = run("--help")
    for name in ("bersihkan", "periksa", "terapkan", "urungkan", "riwayat", "aturan"):
        assert name in out
    code, out, _ = run("aturan")
    assert code == 0
    assert "NIK-01" in out


def test_a_command_loads_its_own_action_and_no_other():
    code = (
        "import sys\n"
        "from kepesertaan import cli\n"
        "cli.main(['rekap', '--help'])\n"
        "own = 'kepesertaan.actions.'\n"
        "print(sorted(name for name in sys.modules if name.startswith(own)), file=sys.stderr)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stderr.strip() == "['kepesertaan.actions.registry', 'kepesertaan.actions.rekap']"


def test_an_action_stands_in_the_file_of_its_name():
    for id, action in all_actions().items():
        assert action.function.__module__ == f"kepesertaan.actions.{id.replace('-', '_')}"
        assert action_named(id) is action
    for other in ("registry", "call_pages", "target_book", "..", "kepesertaan.actions.rekap", ""):
        with pytest.raises(KeyError):
            action_named(other)
