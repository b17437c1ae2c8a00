"""The changed cells of a new workbook are read again before it takes its place.

What is planted here are bugs of ours that leave a sound workbook with another value in it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kepesertaan.domain.table import Raw
from kepesertaan.files import celledit
from kepesertaan.files.cells import content_of
from test_command import dirty, resaved, run, values
from test_others import Run, during, files

__all__ = ["dirty", "run"]  # fixtures
Content = tuple[bytes, bytes]
BUGS: dict[str, Callable[[Raw, Content], Content]] = {
    "another digit": lambda _, c: (c[0], c[1].replace(b"0812", b"0899")),
    "a blank lost": lambda _, c: (c[0], c[1].replace(b"BUDI SANTOSO", b"BUDISANTOSO")),
    "a date a day off": lambda _, c: (c[0], c[1].replace(b"<v>33102", b"<v>33103")),
    "money as text": lambda v, c: content_of(str(v), b"", False) if v == 4375479 else c,
    "text as a number": lambda v, c: (b"", b"<v>1</v>") if str(v).startswith("3578") else c,
    "nothing": lambda v, c: (b"", b"") if v == "BUDI SANTOSO" else c,
    "a letter that is no number": lambda v, c: (b"", b"<v>x</v>") if v == 4375479 else c,
}


@pytest.mark.parametrize("bug", BUGS)
@pytest.mark.parametrize("in_place", [False, True], ids=["beside", "in place"])
def test_a_wrong_value_is_never_put_in_place(
    dirty: Path, monkeypatch: pytest.MonkeyPatch, bug: str, in_place: bool
) -> None:
    before = dirty.read_bytes()

    def wrong(value: Raw, prefix: bytes, date1904: bool, *, stood: bool = False) -> Content:
        return BUGS[bug](value, content_of(value, prefix, date1904, stood=stood))

    monkeypatch.setattr(celledit, "content_of", wrong)
    with pytest.raises(RuntimeError, match=r"a (written )?cell"):
        during("bersihkan", dirty, in_place=in_place)
    assert dirty.read_bytes() == before
    assert files(dirty.parent / "HASIL") == set()
    assert files(dirty.parent) == {"PESERTA.xlsx"}
    assert not list(dirty.parent.rglob("*.gz"))
    monkeypatch.undo()
    assert during("bersihkan", dirty, in_place=in_place).diubah == 7


def test_every_cell_is_looked_at_also_where_they_are_read_in_parts(
    dirty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kepesertaan.files.readback._AT_ONCE", 2)
    assert during("bersihkan", dirty).diubah == 7
    last = "E6"
    assert values(dirty.parent / "HASIL" / "PESERTA_bersih.xlsx")[5][4] is not None, last


@pytest.mark.parametrize(
    "odd",
    [
        lambda xml: xml.replace("<row ", "<!-- -->\n<row "),
        lambda xml: xml.encode("utf-16"),
        lambda xml: xml.replace(' r="4"', "", 1),
    ],
    ids=["comments", "UTF-16", "a row without number"],
)
def test_sheets_written_in_an_unusual_way_are_read_again_too(
    dirty: Path, monkeypatch: pytest.MonkeyPatch, odd: Callable[[str], str | bytes]
) -> None:
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(dirty) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(dirty, "w") as book:
        for name, data in parts.items():
            book.writestr(name, odd(data.decode()) if name == part else data)
    wrong = BUGS["another digit"]
    with monkeypatch.context() as planted:
        planted.setattr(
            celledit, "content_of", lambda v, p, d, **_more: wrong(v, content_of(v, p, d))
        )
        with pytest.raises(RuntimeError, match="does not hold what was written"):
            during("bersihkan", dirty)
    assert files(dirty.parent / "HASIL") == set()
    assert during("bersihkan", dirty).diubah == 7


def test_an_undo_reads_again_what_it_writes(
    dirty: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("bersihkan", dirty)
    result = dirty.parent / "HASIL" / "PESERTA_bersih.xlsx"
    resaved(result)  # so that values go back, and not the cells' own XML
    saved = result.read_bytes()
    with monkeypatch.context() as planted:
        planted.setattr(celledit, "content_of", lambda v, p, d, **_more: content_of(f"{v}!", p, d))
        with pytest.raises(RuntimeError, match="does not hold what was written"):
            during("urungkan", result)
    assert result.read_bytes() == saved
    assert during("urungkan", result).diubah == 7
