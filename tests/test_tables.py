"""Finding the participants in sheets as offices type them: text pictures in, tables out."""

from datetime import date

import pytest

from kepesertaan.domain.errors import SheetNotRecognised
from kepesertaan.sheets.headings import field_named, normalise
from kepesertaan.sheets.participant import Sheet, find_tables

A, B, C = ("3578011708909901", "3578015708909902", "3578011708909903")


def sheet(picture: str, merges=(), hidden=()):
    rows = []
    for line in picture.strip("\n").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        rows.append([_value(cell) for cell in cells])
    return Sheet("uji.xlsx", "Data", rows, merges, frozenset(hidden), {}, False)


def _value(text: str):
    if not text:
        return None
    return float(text[1:]) if text.startswith("#") and text[1:].isdigit() else text


def found(picture: str, merges=(), hidden=(), chosen=None):
    return find_tables(sheet(picture, merges, hidden), chosen or {})


def fields_of(table):
    return {column.letter: column.field for column in table.columns if column.field}


def test_titles_numbering_groups_repeats_blanks_and_totals_are_no_people():
    (table,) = found(f"""
        | DAFTAR PESERTA PT CONTOH |      |              |          |
        | Periode November 2026    |      |              |          |
        |                          |      |              |          |
        | No.                      | NIK  | Nama Lengkap | Upah     |
        | (1)                      | (2)  | (3)          | (4)      |
        | DIVISI PRODUKSI          |      |              |          |
        | #1                       | {A}  | BUDI         | #5000000 |
        | #2                       | {B}  | SITI         | #5000000 |
        |                          |      |              |          |
        | No.                      | NIK  | Nama Lengkap | Upah     |
        | #3                       |      | UMAR         | #5000000 |
        | SUB TOTAL                |      |              | #15000000|
        | JUMLAH                   |      |              | #15000000|
        | Surabaya, 22 November 2026 |    |              |          |
    """)
    assert list(table.rows) == [7, 8, 11]
    assert fields_of(table) == {"A": "no_urut", "B": "nik", "C": "nama", "D": "upah"}


def test_a_two_row_heading_with_merged_groups():
    (table,) = found(
        f"""
        | No | NIK | Nama | Tempat dan Tanggal Lahir |           | JK |
        |    |     |      | Tempat                   | Tanggal   |    |
        | #1 | {A} | BUDI | SURABAYA                 | 17-08-1990| L  |
        """,
        merges=[(1, 4, 1, 4), (1, 3, 1, 4), (1, 0, 2, 0), (1, 1, 2, 1)],
    )
    assert fields_of(table) == {
        "A": "no_urut", "B": "nik", "C": "nama", "D": "tempat_lahir", "E": "tgl_lahir", "F": "jenis_kelamin",
    }  # fmt: skip
    assert list(table.rows) == [3]


def test_nik_may_be_the_employee_number():
    (table,) = found(f"""
        | NIK   | Nama | No KTP |
        | 10023 | BUDI | {A}    |
        | 10024 | SITI | {B}    |
    """)
    assert fields_of(table) == {"A": "no_pegawai", "B": "nama", "C": "nik"}


def test_two_columns_that_could_both_be_nik_are_asked_about():
    with pytest.raises(SheetNotRecognised, match=r"A 'NIK' dan C 'No KTP'.*--kolom nik=A"):
        found(f"""
            | NIK | Nama | No KTP |
            | {A} | BUDI | {B}    |
            | {B} | SITI | {C}    |
        """)


def test_the_users_own_choice_settles_it():
    (table,) = found(
        f"""
        | NIK | Nama | No KTP |
        | {A} | BUDI | {B}    |
        """,
        chosen={"nik": "C"},
    )
    assert fields_of(table) == {"B": "nama", "C": "nik"}


def test_headings_that_say_nothing_can_be_named_by_the_user():
    (table,) = found(
        f"""
        | kol1 | kol2 |
        | BUDI | {A}  |
        | SITI | {B}  |
        """,
        chosen={"nik": "B", "nama": "A"},
    )
    assert fields_of(table) == {"A": "nama", "B": "nik"}
    assert list(table.rows) == [2, 3]


def test_hidden_rows_are_counted_and_kept():
    (table,) = found(
        f"""
        | NIK | Nama |
        | {A} | BUDI |
        | {B} | SITI |
        """,
        hidden={3},
    )
    assert (list(table.rows), table.hidden) == ([2, 3], 1)


def test_a_sheet_without_people_has_no_table():
    assert found("| NPP | Nama Perusahaan | Piutang |\n| 15007095 | PT CONTOH | #1000 |") == []


def test_two_tables_of_different_layout_on_one_sheet():
    first, second = found(f"""
        | NIK  | Nama | Upah     |
        | {A}  | BUDI | #5000000 |
        |      |      |          |
        | Nama | NIK  | No HP    |
        | SITI | {B}  | 081234567890 |
    """)
    assert fields_of(first) == {"A": "nik", "B": "nama", "C": "upah"}
    assert fields_of(second) == {"A": "nama", "B": "nik", "C": "hp"}


def test_values_stay_as_stored():
    (table,) = find_tables(
        Sheet(
            "u",
            "s",
            [["NIK", "Nama", "Tgl Lahir"], [3578011708909901, " budi ", date(1990, 8, 17)]],
            [],
            frozenset(),
            {},
            False,
        ),
        {},
    )
    assert [c.values for c in table.columns] == [
        [3578011708909901],
        [" budi "],
        [date(1990, 8, 17)],
    ]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("NOMOR_IDENTITAS", "nik"),
        ("No. KTP / NIK", "nik"),
        ("N I K", "nik"),
        ("Tgl. Lahir (dd-mm-yyyy)", "tgl_lahir"),
        ("TANGGALLAHIR", "tgl_lahir"),
        ("Nama Tenaga Kerja", "nama"),
        ("NAMA IBU KANDUNG*", "ibu_kandung"),
        ("NOMOR_IDENTITAS_KPJ", "kpj"),
        ("No. HP/WA", "hp"),
        ("DATA UPAH (RP.)", "upah"),
        ("nama ayah", None),
        ("ayah_nik", None),
        ("L/P", "jenis_kelamin"),
    ],
)
def test_headings_by_their_words(heading, field):
    assert field_named(heading) == field


def test_normalising_twice_changes_nothing():
    for heading in ("Nomor  KTP*", "TGL_AWAL_BEKERJA", "(L/P)", "403 NIK"):
        assert normalise(normalise(heading)) == normalise(heading)


def test_the_first_heading_of_people_is_not_lost_to_a_richer_one_below():
    first, second = found(f"""
        | No | NIK | Nama | Upah     |            |
        | #1 | {A} | BUDI | #5000000 |            |
        | #2 | {B} | SITI | #5000000 |            |
        |    |     |      |          |            |
        | No | NIK | Nama | Upah     | Tgl Keluar |
        | #1 | {C} | UMAR | #5000000 | 01-02-2026 |
    """)
    assert (list(first.rows), list(second.rows)) == ([2, 3], [6])


def test_footers_with_numbers_in_the_nik_column_are_no_people():
    (table,) = found(f"""
        | No | NIK          | Nama       | Tgl Lahir  | Upah     |
        | #1 | {A}          | BUDI       | 17-08-1990 | #5000000 |
        |    | 357801170890 | SITI       | 17-08-1990 | #5000000 |
        | JUMLAH | #12      |            |            | #9000000 |
        |    | 081234567890 | Budi (HRD) |            |          |
        | Dicetak | 22-11-2026 10:30 |   |            |          |
        | 1  | BAGIAN PRODUKSI |         |            |          |
    """)
    assert list(table.rows) == [2, 3]


def test_a_heading_may_hold_a_date_or_an_example():
    (table,) = found(f"""
        | NIK | Nama | Tgl Lahir  | No HP (contoh 081234567890) | Upah per 31/12/2026 |
        | {A} | BUDI | 17-08-1990 | 081234567890                | #5000000            |
    """)
    assert fields_of(table) == {"A": "nik", "B": "nama", "C": "tgl_lahir", "D": "hp"}
