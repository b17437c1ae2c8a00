"""What officers noted about calls is never lost, never doubled, and judged by the payments."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import stat
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kepesertaan.data.call_memory import MemorySettings, memory_settings, read_settings
from kepesertaan.domain.call_memory import (
    Saved,
    Verdict,
    history,
    is_new,
    new_verdicts,
    of_line,
    standing,
)
from kepesertaan.domain.calls import Call
from kepesertaan.domain.errors import CannotWrite, KepesertaanError, UnreadableInput
from kepesertaan.domain.piutang import Payment
from kepesertaan.domain.promises import judge_company, judge_promises
from kepesertaan.run.call_store import (
    calls_folder,
    prune,
    read_memory,
    save_calls,
    save_verdicts,
)

NPP, OTHER = "15009901", "15009902"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
LISTED = date(2026, 11, 22)
NOW = datetime.fromisoformat("2026-11-23T09:00:00+07:00")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX has them")


def call(outcome: str = "Sibuk", day: date = MONDAY, npp: str = NPP, **more: object) -> Call:
    return Call(npp, day, outcome, **more)  # type: ignore[arg-type]


def saved(call: Call, minute: int = 0, by: str = "rina", listed: date = LISTED) -> Saved:
    at = (NOW + timedelta(minutes=minute)).isoformat(timespec="seconds")
    return Saved(replace(call, officer=by), at, listed, "PT CONTOH", Decimal(5_000_000))


# --- the files


def test_what_was_saved_comes_back_whole(tmp_path: Path) -> None:
    full = call(
        "Terhubung", promised_on=date(2026, 12, 1), promised_amount=Decimal("2500000.50"),
        next_step="Janji bayar", next_on=date(2026, 12, 2), note="minta \"rincian\"; é \ud83d\n2",
    )  # fmt: skip
    records = [saved(full), saved(call(npp=OTHER))]
    save_calls(tmp_path, records, NOW)
    back = read_memory(tmp_path)
    assert back.notes == []
    assert back.records[1] == records[1]
    note = back.records[0].call.note  # half a character cannot be stored, the rest is
    assert note == 'minta "rincian"; é ?\n2'
    assert replace(back.records[0].call, note=full.note) == records[0].call
    assert list(read_memory(tmp_path).calls) == [NPP, OTHER]


def test_nothing_to_save_writes_nothing(tmp_path: Path) -> None:
    save_calls(tmp_path / "telepon", [], NOW)
    assert list(tmp_path.iterdir()) == []
    assert read_memory(tmp_path / "telepon").calls == {}


def test_file_names_tell_only_when(tmp_path: Path) -> None:
    save_calls(tmp_path, [saved(call(note="hubungi 081234567890"))], NOW)
    (path,) = (p for p in tmp_path.rglob("*") if p.is_file())
    assert path.parent == tmp_path / "2026-11"
    assert path.name.startswith("20261123T020000")  # its time in UTC
    assert NPP not in str(path)
    assert "0812" not in str(path)


def _one_officer(folder: Path, name: str, start: object, count: int) -> None:
    start.wait()  # type: ignore[attr-defined]
    for n in range(count):
        save_calls(folder, [saved(call(npp=f"{name}{n}"), by=name)], NOW)


def test_officers_saving_at_once_lose_nothing(tmp_path: Path) -> None:
    """Real processes, all in the same second of the same clock."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(3)
    officers = [
        context.Process(target=_one_officer, args=(tmp_path / "telepon", name, start, 15))
        for name in ("ani", "budi", "cici")
    ]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    assert [officer.exitcode for officer in officers] == [0, 0, 0]
    memory = read_memory(tmp_path / "telepon")
    wanted = {f"{name}{n}" for name in ("ani", "budi", "cici") for n in range(15)}
    assert ({r.call.npp for r in memory.records}, len(memory.records)) == (wanted, 45)
    assert memory.notes == []


DAMAGE = {
    "empty": lambda data: b"",
    "cut off": lambda data: data[:-9],
    "one bit": lambda data: data[:30] + bytes([data[30] ^ 4]) + data[31:],
    "not ours": lambda data: gzip.compress(b'{"form":1,"calls":[{"x":1}]}'),
    "no object": lambda data: gzip.compress(b"[1]"),
    "not even text": lambda data: gzip.compress(b"\xff\xfe"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_told_and_passed_over(tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    save_calls(tmp_path, [saved(call())], NOW)
    (path,) = (p for p in tmp_path.rglob("*") if p.is_file())
    path.write_bytes(damage(path.read_bytes()))
    save_calls(tmp_path, [saved(call(npp=OTHER))], NOW)
    memory = read_memory(tmp_path)
    assert list(memory.calls) == [OTHER]
    assert memory.notes == [
        f"Catatan telepon {path.name} rusak dan dilewati; kembalikan dari cadangan folder itu."
    ]


def test_a_file_of_a_later_version_is_told_and_passed_over(tmp_path: Path) -> None:
    save_calls(tmp_path, [saved(call())], NOW)
    (path,) = (p for p in tmp_path.rglob("*") if p.is_file())
    path.write_bytes(gzip.compress(b'{"form":3,"anrufe":[]}'))
    assert "versi aplikasi yang lebih baru" in read_memory(tmp_path).notes[0]


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    save_calls(tmp_path, [saved(call())], NOW)
    (tmp_path / "2026-11" / "catatan.txt").write_text("rapat", encoding="utf-8")
    (tmp_path / "2026-11" / ".~kpst-x.tmp").write_bytes(b"")
    assert len(read_memory(tmp_path).records) == 1
    assert prune(tmp_path, 1, NOW + timedelta(days=4000)) == 0


def test_reading_since_a_day_leaves_out_earlier_months(tmp_path: Path) -> None:
    for month in (9, 10, 11):
        save_calls(tmp_path, [saved(call(npp=f"1500990{month}"))], NOW.replace(month=month))
    assert len(read_memory(tmp_path, date(2026, 10, 31)).records) == 2


@posix_only
def test_new_files_have_the_rights_of_the_folder(tmp_path: Path) -> None:
    """A colleague of the group reads them, others do not, whatever the umask of the one who saved."""
    team = tmp_path / "tim"
    team.mkdir()
    team.chmod(0o770)
    before = os.umask(0o077)
    try:
        save_calls(team / ".kepesertaan" / "telepon", [saved(call())], NOW)
    finally:
        os.umask(before)
    found = {p.relative_to(team).name: stat.S_IMODE(p.stat().st_mode) for p in team.rglob("*")}
    (path,) = (p for p in team.rglob("*") if p.is_file())
    assert found.pop(path.name) == 0o660
    assert found == {".kepesertaan": 0o770, "telepon": 0o770, "2026-11": 0o770}


def as_nobody(work: Callable[[], object]) -> str:
    """What a colleague without rights is told, in a process of its own; "" for nothing."""
    ours, childs = os.pipe()
    pid = os.fork()
    if pid == 0:
        said = b"?"
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            work()
            said = b""
        except KepesertaanError as error:
            said = str(error).encode()
        finally:
            os.write(childs, said)
            os._exit(0)
    os.close(childs)
    with os.fdopen(ours, "rb") as answer:
        said = answer.read()
    os.waitpid(pid, 0)
    return said.decode()


@posix_only
def test_a_folder_without_rights_is_told_and_not_taken_for_empty() -> None:
    with TemporaryDirectory() as made:  # not pytest's own: nobody else may pass through that
        folder = Path(made)
        save_calls(folder, [saved(call())], NOW)
        folder.chmod(0o555)
        assert "tidak berhak menulis" in as_nobody(
            lambda: save_calls(folder, [saved(call())], NOW.replace(month=12))
        )
        (folder / "2026-11").chmod(0o300)
        assert "mintalah hak baca" in as_nobody(lambda: read_memory(folder))
        (folder / "2026-11").chmod(0o700)
        folder.chmod(0o700)


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "telepon").write_text("bukan folder", encoding="utf-8")
    with pytest.raises(CannotWrite):
        save_calls(tmp_path / "telepon", [saved(call())], NOW)


# --- the age the office sets

AGES = [  # saved days ago, kept for, is deleted
    (0, 30, False),
    (30, 30, False),
    (31, 30, True),
    (5000, 0, False),
]


@pytest.mark.parametrize(("ago", "keep", "gone"), AGES)
def test_what_is_older_than_the_age_is_deleted(
    tmp_path: Path, ago: int, keep: int, gone: bool
) -> None:
    save_calls(tmp_path, [saved(call())], NOW - timedelta(days=ago))
    save_calls(tmp_path, [saved(call(npp=OTHER))], NOW)
    assert prune(tmp_path, keep, NOW) == gone
    assert len(read_memory(tmp_path).records) == 2 - gone
    assert len(list(tmp_path.iterdir())) == (1 if gone or not ago else 2)


def test_a_clock_that_runs_ahead_does_not_empty_the_memory(tmp_path: Path) -> None:
    save_calls(tmp_path, [saved(call())], NOW)
    assert prune(tmp_path, 30, NOW + timedelta(days=9000)) == 0


# --- where it lies and how long: settings

SETTINGS = MemorySettings("", 1095, 0, 366)


def test_beside_the_list_or_where_the_office_says(tmp_path: Path) -> None:
    book = tmp_path / "HASIL" / "Daftar Telepon.xlsx"
    assert calls_folder(book, SETTINGS) == tmp_path / "HASIL" / ".kepesertaan" / "telepon"
    team = tmp_path / "tim"
    with pytest.raises(CannotWrite, match=r"Periksa jaringan.*Belum ada yang dicatat"):
        calls_folder(book, replace(SETTINGS, folder=str(team)))
    assert not team.exists()
    team.mkdir()
    assert calls_folder(book, replace(SETTINGS, folder=str(team))) == team


def test_the_settings_we_ship_are_read() -> None:
    assert memory_settings() == SETTINGS


WRONG = [
    {"memory": {"folder": 5, "keep_days": 1}},
    {"memory": {"folder": "", "keep_days": "lama"}},
    {"memory": {"folder": "", "keep_days": -1}},
    {"memory": {"folder": "", "keep_days": True}},
    {"memory": {"folder": "", "keep_days": 1}, "promise": {"grace_days": 0}},
    {},
]


@pytest.mark.parametrize("said", WRONG)
def test_wrong_settings_are_told(said: dict[str, object]) -> None:
    with pytest.raises(UnreadableInput, match=r"call_memory\.toml"):
        read_settings(said)


# --- what is new, what stands

A, B = call("Sibuk"), call("Terhubung", note="minta rincian")
NEW = [  # id, records there already, the line as it is now, new
    ("first", [], saved(A), True),
    ("the same list again", [saved(A)], saved(A, 5), False),
    ("the same list the next day", [saved(A)], saved(replace(A, day=TUESDAY), 5), False),
    ("a colleague's copy of the same", [saved(A)], saved(A, 5, "toni"), False),
    ("a correction", [saved(A)], saved(B, 5), True),
    ("another note only", [saved(B)], saved(replace(B, note="minta rincian lagi"), 5), True),
    ("back to the first", [saved(A), saved(B, 1)], saved(A, 5), True),
    ("an old copy after a colleague's correction", [saved(A), saved(B, 1, "toni")], saved(A, 5), False),
    ("a next date of ours", [saved(replace(A, next_on=TUESDAY))], saved(A, 5), False),
    ("another next date", [saved(replace(A, next_on=TUESDAY))], saved(replace(A, next_on=MONDAY), 5), True),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "now", "new"), [c[1:] for c in NEW], ids=[c[0] for c in NEW])
def test_a_line_is_recorded_when_it_says_something_new(
    earlier: list[Saved], now: Saved, new: bool
) -> None:
    assert is_new(now, earlier) == new


LATER = saved(replace(A, day=TUESDAY), 1440)
STANDS = [  # id, records, the calls that stand
    ("one", [saved(A)], [A]),
    ("two officers at once said the same", [saved(A), saved(A, 0, "toni")], [A]),
    ("a correction on the same day", [saved(A), saved(B, 3)], [B]),
    ("a correction saved later of an earlier day", [saved(A), saved(B, 9000)], [B]),
    ("another call the next day", [saved(B), LATER], [B, LATER.call]),
    ("the same words the next day are no call", [saved(A), LATER], [A]),
    ("next month's list", [saved(A), saved(A, 9, listed=date(2026, 12, 20))], [A, A]),
]


@pytest.mark.parametrize(("records", "stand"), [c[1:] for c in STANDS], ids=[c[0] for c in STANDS])
def test_what_stands(records: list[Saved], stand: list[Call]) -> None:
    for order in (records, records[::-1]):
        found = [replace(r.call, officer="") for r in standing(order)]
        assert found == [replace(c, officer="") for c in stand]


@given(
    some.permutations(
        [saved(c, n, by) for n, (c, by) in enumerate([(A, "x"), (B, "y"), (A, "x"), (B, "x")])]
    )
)
def test_the_order_of_the_files_does_not_matter(records: Sequence[Saved]) -> None:
    assert len(of_line(records)[LISTED, NPP]) == 4
    assert [r.call.outcome for r in standing(records)] == ["Terhubung"]


# --- promises

DUE = date(2026, 11, 30)
PROMISE = call("Terhubung", promised_on=DUE, promised_amount=Decimal(500))
ANY = replace(PROMISE, promised_amount=None)
AGAIN = replace(PROMISE, day=date(2026, 11, 28), promised_on=date(2026, 12, 5))
DEC = date(2026, 12, 1)


def paid(*payments: tuple[int, int]) -> list[Payment]:
    """(day of November, amount); a day above 30 lies in December."""
    return [Payment(date(2026, 10, 31) + timedelta(days=d), Decimal(a)) for d, a in payments]


PROMISES = [  # id, calls, payments, known until, grace, states
    ("no promise", [A], paid((25, 500)), DEC, 0, [None]),
    ("paid in time", [PROMISE], paid((25, 500)), DEC, 0, ["ditepati"]),
    ("paid on the day of the call", [PROMISE], paid((23, 500)), DEC, 0, ["ditepati"]),
    ("paid before the call", [PROMISE], paid((22, 500)), DEC, 0, ["ingkar"]),
    ("paid on the promised day", [PROMISE], paid((30, 500)), DUE, 0, ["ditepati"]),
    ("paid a day late", [PROMISE], paid((31, 500)), DEC, 0, ["ingkar"]),
    ("paid a day late within the grace", [PROMISE], paid((31, 500)), DEC, 1, ["ditepati"]),
    ("in instalments", [PROMISE], paid((24, 200), (30, 300)), DEC, 0, ["ditepati"]),
    ("a rupiah short", [PROMISE], paid((25, 499)), DEC, 0, ["ingkar"]),
    ("more than promised", [PROMISE], paid((25, 900)), DEC, 0, ["ditepati"]),
    ("nothing paid, payments not yet known", [PROMISE], [], date(2026, 11, 29), 0, ["terbuka"]),
    ("nothing paid, the day itself not over", [PROMISE], [], DUE, 0, ["terbuka"]),
    ("nothing paid", [PROMISE], [], DEC, 0, ["ingkar"]),
    ("nothing paid, within the grace", [PROMISE], [], DEC, 1, ["terbuka"]),
    ("no amount: any payment", [ANY], paid((25, 1)), DEC, 0, ["ditepati"]),
    ("no amount: nothing", [ANY], [], DEC, 0, ["ingkar"]),
    ("no amount: a payment of nothing", [ANY], paid((25, 0)), DEC, 0, ["ingkar"]),
    ("promised anew before it was due", [PROMISE, AGAIN], [], DEC, 0, ["diganti", "terbuka"]),
    ("promised anew on the last day", [PROMISE, replace(AGAIN, day=DUE)], [], DEC, 0, ["diganti", "terbuka"]),
    ("promised anew after it was due", [PROMISE, replace(AGAIN, day=DEC)], [], DEC, 0, ["ingkar", "terbuka"]),
    ("one payment keeps one promise", [PROMISE, AGAIN], paid((29, 500)), date(2026, 12, 6), 0, ["ditepati", "ingkar"]),
    ("what is left over keeps the next", [PROMISE, AGAIN], paid((29, 1000)), date(2026, 12, 6), 0, ["ditepati", "ditepati"]),
    ("a payment after what is known", [PROMISE], paid((30, 500)), date(2026, 11, 29), 0, ["terbuka"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("calls", "payments", "until", "grace", "states"),
    [c[1:] for c in PROMISES],
    ids=[c[0] for c in PROMISES],
)
def test_a_promise_is_judged_by_the_payments(
    calls: list[Call], payments: list[Payment], until: date, grace: int, states: list[str | None]
) -> None:
    assert judge_company(calls, payments, until, grace) == states


@given(
    some.lists(some.tuples(some.integers(20, 45), some.integers(0, 800)), max_size=5),
    some.integers(20, 45),
    some.integers(1, 300),
)
def test_paying_more_never_breaks_a_promise(
    payments: list[tuple[int, int]], day: int, more: int
) -> None:
    calls, until = [PROMISE], date(2026, 12, 20)
    before = judge_company(calls, paid(*payments), until)
    after = judge_company(calls, paid(*payments, (day, more)), until)
    assert before == after or after == ["ditepati"]


def test_what_was_judged_is_remembered_when_the_payments_are_gone(tmp_path: Path) -> None:
    save_calls(tmp_path, [saved(PROMISE), saved(replace(PROMISE, npp=OTHER))], NOW)
    calls = read_memory(tmp_path).calls
    assert [c.kept for some in calls.values() for c in some] == [None, None]
    judged = judge_promises(calls, {NPP: paid((25, 500))}, DEC)
    verdicts = new_verdicts(calls, judged, DEC)
    save_verdicts(tmp_path, verdicts, NOW)
    again = read_memory(tmp_path).calls
    assert {npp: c.kept for npp, (c,) in again.items()} == {NPP: True, OTHER: False}
    without = judge_promises(again, {}, date(2027, 1, 31))
    assert {npp: c.kept for npp, (c,) in without.items()} == {NPP: True, OTHER: False}
    assert new_verdicts(again, without, date(2027, 1, 31)) == []


def test_a_payment_posted_late_clears_a_broken_promise() -> None:
    records = [saved(PROMISE)]
    broken = Verdict(NPP, MONDAY, DUE, kept=False, until=DEC)
    calls = history(records, [broken])
    judged = judge_promises(calls, {NPP: paid((29, 500))}, DEC)
    late = new_verdicts(calls, judged, DEC)
    assert late == [replace(broken, kept=True)]
    for order in ([broken, *late], [*late, broken]):
        assert [c.kept for c in history(records, order)[NPP]] == [True]
