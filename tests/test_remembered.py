"""What is remembered of small parts changes no judgement: not of its near copies, not of its owner."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.files.package import open_package
from kepesertaan.files.read import read_book
from kepesertaan.files.remembered import SMALL, remembered
from test_package import NS, PARTS, RELS, R, packed

THEME, SHEET = "xl/theme/theme1.xml", "xl/worksheets/sheet1.xml"
GOOD = '<?xml version="1.0" encoding="UTF-8"?><a:theme xmlns:a="b"><a:c>Kantor</a:c></a:theme>'


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def lying(data: bytes, name: str, local_at: int, central_at: int) -> bytes:
    """Both headers of one entry with another number, the content as it was."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        start = file.getinfo(name).header_offset
    central = data.index(name.encode(), data.index(b"PK\x01\x02")) - 46
    out = bytearray(data)
    for at in (start + local_at, central + central_at):
        struct.pack_into("<I", out, at, struct.unpack_from("<I", out, at)[0] ^ 1)
    return bytes(out)


NEAR: list[tuple[str, Callable[[], bytes]]] = [
    ("another checksum", lambda: lying(packed({THEME: GOOD}), THEME, 14, 16)),
    ("another size", lambda: lying(packed({THEME: GOOD}), THEME, 22, 24)),
    ("a DTD", lambda: packed({THEME: GOOD.replace("?><a", "?><!DOCTYPE a><a")})),
    ("a control character", lambda: packed({THEME: GOOD.replace("K", "\x02")})),
    ("another encoding", lambda: packed({THEME: GOOD.replace("UTF-8", "UTF-7")})),
    ("too deep", lambda: packed({THEME: GOOD.replace("Kantor", "<d>" * 300)})),
]


@pytest.mark.parametrize("make", [near[1] for near in NEAR], ids=[near[0] for near in NEAR])
def test_a_near_copy_of_a_good_part_is_refused_every_time(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    good = written(tmp_path / "baik.xlsx", packed({THEME: GOOD}))
    bad = written(tmp_path / "buruk.xlsx", make())
    for _ in range(2):
        assert read_book(good).sheets[0].rows == [[1.0]]
        with pytest.raises(UnreadableInput, match=r"buruk\.xlsx"):
            read_book(bad)


def test_the_same_relationships_lead_each_owner_to_its_own_parts(tmp_path: Path) -> None:
    near = PARTS["_rels/.rels"].replace("xl/workbook.xml", "lain/workbook.xml")
    sheet = PARTS[SHEET].replace("<v>1</v>", "<v>2</v>")
    types = PARTS["[Content_Types].xml"].replace("/xl/", "/lain/")
    moved: dict[str, str | bytes | None] = dict.fromkeys(PARTS)
    moved |= {name.replace("xl/", "lain/"): body for name, body in PARTS.items()}
    moved |= {
        "[Content_Types].xml": types,
        "_rels/.rels": near,
        "lain/worksheets/sheet1.xml": sheet,
    }
    first = written(tmp_path / "a.xlsx", packed())
    second = written(tmp_path / "b.xlsx", packed(moved))
    assert [read_book(path).sheets[0].rows for path in (first, second, first)] == [
        [[1.0]], [[2.0]], [[1.0]],
    ]  # fmt: skip


def test_a_part_is_judged_as_what_it_is_in_this_book(tmp_path: Path) -> None:
    vml = "<a><br></a>&nbsp;"
    with open_package(written(tmp_path / "a.xlsx", packed({"xl/a.vml": vml}))) as package:
        package.check_all()
    with (
        open_package(written(tmp_path / "b.xlsx", packed({"xl/a.xml": vml}))) as package,
        pytest.raises(UnreadableInput, match=r"b\.xlsx"),
    ):
        package.check_all()


def test_notices_and_tables_do_not_leak_into_the_next_book(tmp_path: Path) -> None:
    rels = f'<Relationships xmlns="{RELS}"><Relationship Id="t" Type="{R}/table" Target="../t.xml"/></Relationships>'
    table = {
        "xl/worksheets/_rels/sheet1.xml.rels": rels,
        "xl/t.xml": f'<table {NS} ref="A1:A2" displayName="T"/>',
        "xl/connections.xml": f"<connections {NS}/>",
        "[Content_Types].xml": PARTS["[Content_Types].xml"].replace(
            "</Types>",
            '<Override PartName="/xl/connections.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.connections+xml"/></Types>',
        ),
    }
    with_table = written(tmp_path / "a.xlsx", packed(dict(table)))
    plain = written(tmp_path / "b.xlsx", packed())
    for _ in range(2):
        book, other = read_book(with_table), read_book(plain)
        assert book.sheets[0].fixed
        assert any("sambungan data" in notice for notice in book.notices)
        assert (other.sheets[0].fixed, other.notices) == ({}, [])


def test_only_small_bytes_are_remembered_and_errors_never() -> None:
    asked: list[bytes] = []

    @remembered
    def judge(data: bytes, most: int) -> int:
        asked.append(data)
        if len(data) > most:
            raise UnreadableInput("terlalu panjang")
        return len(data)

    small, large = b"k" * SMALL, b"k" * (SMALL + 1)
    assert [judge(data, 1 << 20) for data in (small, bytes(small), large, large)] == [
        SMALL, SMALL, SMALL + 1, SMALL + 1,
    ]  # fmt: skip
    assert asked == [small, large, large]
    for _ in range(2):
        with pytest.raises(UnreadableInput, match="panjang"):
            judge(small, 5)
    assert asked[3:] == [small, small]
