"""The dated tables: what stands in them can be looked through, and what is wrong is said."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise

import pytest

from kepesertaan.data import holiday, law
from kepesertaan.data.dated import Shape, read_dated
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.rules.wage import umk_at

STEPS = Shape(key=("from",), numbers=("from", "to"), blank=("to",), ladder="from", top="to")
RATE = Shape(
    key=("who",),
    numbers=("percent", "rupiah"),
    blank=("percent", "rupiah"),
    either=("percent", "rupiah"),
    words={"who": ("PU", "BPU")},
)
HEAD = "who,percent,rupiah,since,until,source,confirmed"
GOOD = "PU,2,,2020-01-01,2020-12-31,PP 1,true"


def read(*lines: str, shape: Shape = RATE) -> list[date]:
    return [entry.since for entry in read_dated("coba", "\n".join(lines), shape)]


@pytest.mark.parametrize("name", law.FILES)
def test_every_table_of_ours_is_whole(name: str) -> None:
    found = law.entries(name)
    assert found or name == "kalender_tambahan"
    assert all(entry.source for entry in found)


def test_every_dated_table_is_among_those_looked_through() -> None:
    folder = files(law.__package__)
    tables = {entry.name for entry in folder.iterdir() if entry.name.endswith(".csv")}
    assert tables == {f"{name}.csv" for name in law.FILES}


@pytest.mark.parametrize("name", tomllib.loads((files(law.__package__) / "law.toml").read_text()))
def test_every_setting_of_ours_is_whole(name: str) -> None:
    assert law.setting(name).ground.source


def test_what_is_not_certain_in_our_data() -> None:
    unsure = [f"{n} {e.since}" for n in law.FILES for e in law.entries(n) if not e.confirmed]
    assert [text for text in unsure if not text.startswith("umk")] == [
        "jp_ceiling 2021-03-01",
        "jkp 2021-02-02",
        "penalty 2015-07-01",
        "penalty 2020-08-01",
        "penalty 2021-02-01",
        "due_dates 2021-01-01",
        "due_dates 2015-07-01",
        "due_dates 2020-08-01",
        "due_dates 2021-02-01",
        *["kolektibilitas 2015-07-01"] * 5,
    ]
    settings = ("rounding", "due", "penalty", "ppn", "jp_ceiling")
    assert [n for n in settings if not law.setting(n).ground.unsure] == ["jp_ceiling"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((HEAD.replace(",source", ""), "PU,2,,2020-01-01,,true"), "coba.csv: kolom source tidak ada"),
        ((HEAD, "PU,2,,2020-01-01,,,true"), "baris 2: kolom source kosong"),
        (("# remark", "", HEAD, "PU,2,,2020-01-01,, ,true"), "baris 4: kolom source kosong"),
        ((HEAD, "PU,2,,01-01-2020,,PP 1,true"), "baris 2: since '01-01-2020' bukan tanggal"),
        ((HEAD, "PU,2,,,,PP 1,true"), "baris 2: since '' bukan tanggal"),
        ((HEAD, "PU,2,,2020-01-01,2020-02-30,PP 1,true"), "baris 2: until '2020-02-30' bukan tanggal"),
        ((HEAD, "PU,2,,2020-01-01,2019-12-31,PP 1,true"), "baris 2: until lebih dahulu daripada since"),
        ((HEAD, "PU,2,,2020-01-01,,PP 1,ya"), "baris 2: confirmed harus true atau false"),
        ((HEAD, "PU,2,,2020-01-01,,PP 1,"), "baris 2: confirmed harus true atau false"),
        ((HEAD, 'PU,"2,5",,2020-01-01,,PP 1,true'), "baris 2: percent '2,5' bukan angka"),
        ((HEAD, "PU,-2,,2020-01-01,,PP 1,true"), "baris 2: percent '-2' bukan angka 0 atau lebih"),
        ((HEAD, "PU,NaN,,2020-01-01,,PP 1,true"), "baris 2: percent 'NaN' bukan angka 0 atau lebih"),
        ((HEAD, "PU,,,2020-01-01,,PP 1,true"), "baris 2: isi tepat satu dari percent dan rupiah"),
        ((HEAD, "PU,2,5,2020-01-01,,PP 1,true"), "baris 2: isi tepat satu dari percent dan rupiah"),
        ((HEAD, "pu,2,,2020-01-01,,PP 1,true"), "baris 2: who 'pu' tidak dikenal (PU, BPU)"),
        ((HEAD, "PU,2,,2020-01-01,,PP 1"), "baris 2: jumlah kolomnya tidak sama dengan judul"),
        ((HEAD, "PU,2,,2020-01-01,,PP 1, pasal 2,true"), "baris 2: jumlah kolomnya tidak sama"),
        ((HEAD, GOOD, "PU,3,,2020-12-31,,PP 2,true"), "baris 2 dan 3: masa berlakunya tumpang tindih"),
        ((HEAD, "PU,3,,2019-01-01,,PP 2,true", GOOD), "baris 2 dan 3: masa berlakunya tumpang tindih"),
        ((HEAD, GOOD, "PU,3,,2021-01-02,,PP 2,true"), "baris 2 dan 3: ada hari di antara keduanya"),
    ],
)  # fmt: skip
def test_a_broken_table_is_one_sentence_with_its_line(lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(UnreadableInput) as told:
        read(*lines)
    assert str(told.value).startswith("Data coba.csv")
    assert said in str(told.value)


def test_near_misses_of_a_broken_table_are_read() -> None:
    assert len(read(HEAD, GOOD, "PU,3,,2021-01-01,,PP 2,false")) == 2
    assert len(read(HEAD, GOOD, "BPU,3,,2020-12-31,,PP 2,true")) == 2
    assert len(read(HEAD, "PU,3,,2021-01-01,,PP 2,true", "", "# remark", GOOD)) == 2
    assert read(HEAD, 'PU,0,,2020-01-01,,"PP 1, pasal 2",true') == [date(2020, 1, 1)]
    gaps = Shape(key=("who",), gaps=True)
    assert len(read(HEAD, GOOD, "PU,3,,2021-01-02,,PP 2,true", shape=gaps)) == 2


STEP_HEAD = "from,to,since,until,source,confirmed"
WHOLE = ("0,0", "1,3", "4,")


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (("1,3", "4,"), "from terkecil harus 0"),
        (("0,0", "2,3", "4,"), "batasnya tidak bersambung tanpa celah"),
        (("0,1", "1,3", "4,"), "batasnya tidak bersambung tanpa celah"),
        (("0,0", "1,", "4,"), "batasnya tidak bersambung tanpa celah"),
        (("0,0", "1,3", "4,9"), "to terakhir harus kosong"),
    ],
)
def test_classes_with_a_gap_are_refused(steps: tuple[str, ...], said: str) -> None:
    def lines(chosen: tuple[str, ...]) -> list[str]:
        return [STEP_HEAD, *(f"{step},2020-01-01,,kantor,true" for step in chosen)]

    assert len(read(*lines(WHOLE), shape=STEPS)) == 3
    with pytest.raises(UnreadableInput, match=said):
        read(*lines(steps), shape=STEPS)


def test_classes_may_change_as_a_whole_on_a_day() -> None:
    old = [f"{step},2020-01-01,2025-12-31,kantor,true" for step in WHOLE]
    new = [f"{step},2026-01-01,,kantor,true" for step in ("0,0", "1,6", "7,")]
    assert len(read(STEP_HEAD, *old, *new, shape=STEPS)) == 6
    with pytest.raises(UnreadableInput, match="to terakhir harus kosong"):
        read(STEP_HEAD, *old, *new[:2], shape=STEPS)


SECTION = {"since": date(2020, 1, 1), "source": "kantor", "confirmed": True}


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": ""},
        {"since": "2020-01-01"},
        {"confirmed": "ya"},
        {"step": "calendarmonth"},
    ],
)
def test_a_broken_setting_is_one_sentence(wrong: dict[str, object]) -> None:
    whole = {"penalty": {**SECTION, "step": "calendar_month"}}
    assert law.read_setting("penalty", whole).values["step"] == "calendar_month"
    for broken in ({"penalty": whole["penalty"] | wrong}, {}):
        with pytest.raises(UnreadableInput, match=r"^Data law\.toml bagian \[penalty\]: "):
            law.read_setting("penalty", broken)


@pytest.mark.parametrize("name", ["rates", "jp_ceiling", "bpu_bands", "jakon_tiers", "penalty"])
def test_no_day_is_left_out_since_the_law_began(name: str) -> None:
    rows = sorted({(e.since, e.until) for e in law.entries(name)}, key=lambda row: row[0])
    assert rows[0][0] == date(2015, 7, 1)
    assert any(until is None for _, until in rows)
    for (_, until), (since, _) in pairwise(rows):
        assert until is None or since - until <= timedelta(days=1)


# --- the calendar the office may add to


OWN = """kind,name,since,until,source,confirmed
libur,Pilkada,2026-12-15,,SKB,true
cuti bersama,Hari kantor,2026-12-16,2026-12-17,SKB,false
kerja,Tetap buka,2026-12-25,,kantor,true
"""


def test_days_the_office_added_count() -> None:
    own = read_dated("kalender_tambahan", OWN, law.FILES["kalender_tambahan"])
    national, both, next_year = (
        holiday.with_added(year, own, joint_leave=joint)
        for year, joint in ((2026, False), (2026, True), (2027, True))
    )
    assert national[date(2026, 12, 15)].name == "Pilkada"
    assert date(2026, 12, 16) not in national
    assert [both[date(2026, 12, day)].sure for day in (16, 17)] == [False, False]
    assert date(2026, 12, 25) not in both
    assert next_year == holiday.free_days(2027, joint_leave=True)


@pytest.mark.parametrize(
    ("place", "day", "umk"),
    [
        ("3578", "2024-12-31", 4725479),
        ("3578", "2025-01-01", 4961753),
        ("3578", "2025-10-31", 4961753),
        ("3578", "2025-11-01", 5032635),
        ("3578", "2025-12-31", 5032635),
        ("3578", "2026-01-01", 5288796),
        ("3578", "2021-12-31", None),
        ("3501", "2023-12-31", 2157270.25),
        ("3501", "2024-01-01", None),  # the table of 2024 was not found
        ("3501", "2025-01-01", 2364287),
    ],
)
def test_the_umk_of_a_place_on_a_day(place: str, day: str, umk: float | None) -> None:
    found = umk_at(place, date.fromisoformat(day))
    assert (found and found[1]) == umk


@pytest.mark.parametrize(("column", "wrong"), [("day", "0"), ("day", "32"), ("shift", "maju")])
def test_a_due_day_that_no_month_has_is_refused(column: str, wrong: str) -> None:
    row = {"segment": "PU", "day": "31", "months_after": "1", "shift": "berikut"}
    shape = law.FILES["due_dates"]
    head = "segment,day,months_after,shift,since,until,source,confirmed"

    def line(values: dict[str, str]) -> str:
        return ",".join([*values.values(), "2020-01-01", "", "kantor", "true"])

    assert len(read(head, line(row), shape=shape)) == 1
    with pytest.raises(UnreadableInput, match=f"{column} '{wrong}' tidak dikenal"):
        read(head, line(row | {column: wrong}), shape=shape)
