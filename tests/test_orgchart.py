"""The organisation chart: nothing overlaps, every word fits, shapes can be edited in Word."""

from __future__ import annotations

import io
from itertools import combinations

import pytest
from lxml import etree
from PIL import Image

from kepesertaan.domain.document import OrgChart, Unit
from kepesertaan.word.orgchart import NAMESPACES, chart_xml, ids_used, org_chart
from kepesertaan.word.orglayout import MOST_HIGH, Box, Drawn, lay_out, text_width

BRANCH = (
    Unit("1", "", "Kepala Kantor Cabang"),
    Unit("2", "1", "Kepala Bidang Kepesertaan", "Hendra Saputra", marked=True),
    Unit("3", "1", "Kepala Bidang Pelayanan"),
    Unit("4", "1", "Kepala Bidang Keuangan"),
    Unit("5", "2", "AR", "Bagus Wicaksono"),
    Unit("6", "2", "ARK"),
    Unit("7", "5", "PAP"),
    Unit("8", "6", "PAPK"),
)
MANY = (*BRANCH, *(Unit(f"s{n}", "4", f"Staf Keuangan {n}", "Nama & Gelar") for n in range(8)))
ALONE = (Unit("1", "", "Kepala"),)
TWO_TOPS = (Unit("1", "", "Kepala"), Unit("2", "", "Mitra"), Unit("3", "2", "Staf"))
# three levels below the head: 1 + 5 + 10 + 24 boxes
OFFICE = (
    Unit("k", "", "Kepala Kantor Cabang", "Rina Contoh"),
    *(Unit(f"b{n}", "k", f"Kepala Bidang Kepesertaan {n}") for n in range(5)),
    *(Unit(f"s{n}", f"b{n % 5}", f"Penata Madya {n}", "Nama Contoh") for n in range(10)),
    *(Unit(f"t{n}", f"s{n % 10}", f"Staf {n}", marked=n == 4) for n in range(24)),
)
WIDE = (Unit("k", "", "Kepala"), *(Unit(f"b{n}", "k", f"Bidang {n}") for n in range(12)),
        *(Unit(f"s{n}", f"b{n}", f"Pelaksana {n}") for n in range(12)))  # fmt: skip
LOOSE = (*OFFICE, Unit("x", "", "Kepala Kedua"), Unit("y", "", "Yatim"), Unit("p", "", "Putar"),
         Unit("q", "p", "Putar B"))  # fmt: skip
CHARTS = {
    "loose": LOOSE,
    "office": OFFICE,
    "wide": WIDE,
    "branch": BRANCH,
    "many": MANY,
    "alone": ALONE,
    "two tops": TWO_TOPS,
}


def boxes(drawn: Drawn) -> dict[str, Box]:
    return {box.unit.id: box for box in drawn.boxes}


def overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@pytest.mark.parametrize("units", CHARTS.values(), ids=CHARTS)
@pytest.mark.parametrize("width", [140.0, 227.0])
def test_boxes_stand_apart_inside_the_page_below_their_parents(
    units: tuple[Unit, ...], width: float
) -> None:
    drawn = lay_out(units, width)
    found = boxes(drawn)
    assert list(found)
    assert set(found) == {unit.id for unit in units}
    for one, other in combinations(found.values(), 2):
        assert not overlap(one, other), (one.unit, other.unit)
    for box in found.values():
        assert box.x >= 0
        assert box.x + box.width <= width
        assert box.y >= 0
        assert box.y + box.height <= drawn.height
        if box.unit.above:
            above = found[box.unit.above]
            assert box.y >= above.y + above.height


@pytest.mark.parametrize("units", CHARTS.values(), ids=CHARTS)
def test_every_word_fits_its_box_and_the_box_its_lines(units: tuple[Unit, ...]) -> None:
    drawn = lay_out(units, 140)
    for box in drawn.boxes:
        assert box.lines[: box.bold]
        assert " ".join(box.lines[: box.bold]) == box.unit.title
        assert " ".join(box.lines[box.bold :]) == box.unit.name
        assert all(text_width(line, drawn.points) <= box.width - 2 for line in box.lines)
        assert len(box.lines) * drawn.points * 25.4 / 72 < box.height


def test_many_boxes_at_the_bottom_stand_below_each_other() -> None:
    found = boxes(lay_out(MANY, 140))
    staff = [found[f"s{n}"] for n in range(8)]
    assert len({box.x for box in staff}) == 1
    assert [box.y for box in staff] == sorted({box.y for box in staff})
    few = boxes(lay_out(BRANCH, 140))
    assert few["5"].y == few["6"].y  # few stand beside each other


def test_forty_boxes_stay_readable_on_one_page() -> None:
    drawn = lay_out(OFFICE, 140)
    assert drawn.points >= 6
    assert drawn.height <= MOST_HIGH
    assert lay_out(WIDE, 140).points >= 7
    loose = lay_out(LOOSE, 140)
    assert loose.points >= 6
    assert loose.height <= MOST_HIGH


def test_shapes_are_words_own_with_a_picture_for_old_programs() -> None:
    drawn, picture = org_chart(OrgChart(MANY, "Bagan"), 140)
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    root = etree.fromstring(f"<a {spaces}>{chart_xml(drawn, 'Bagan & kotak', 11, 'rId9')}</a>")
    texts = [
        " ".join(shape.itertext())
        for shape in root.iter("{*}wsp")
        if shape.find("{*}txbx") is not None
    ]
    assert sorted(texts) == sorted(f"{u.title} {u.name}".strip() for u in MANY)
    ids = [int(e.get("id")) for e in root.iter("{*}docPr", "{*}cNvPr") if e.get("name")]
    named = [int(e.get("id")) for e in root.iter("{*}docPr", "{*}cNvPr")]
    assert len(set(ids) - {12}) == len([n for n in named if n != 12])
    assert max(named) < 11 + ids_used(drawn)
    assert {e.get("descr") for e in root.iter("{*}docPr")} == {"Bagan & kotak"}
    fallback = root.find(".//{*}Fallback")
    assert fallback is not None
    assert fallback.find(".//{*}blip").values() == ["rId9"]
    dashed = [s for s in root.iter("{*}wsp") if s.find(".//{*}prstDash") is not None]
    assert [" ".join(s.itertext()) for s in dashed] == ["Kepala Bidang Kepesertaan Hendra Saputra"]
    with Image.open(io.BytesIO(picture)) as image:
        assert image.format == "PNG"
        assert abs(image.width / image.height - drawn.width / drawn.height) < 0.01


def test_the_picture_shows_the_marked_box_and_every_frame() -> None:
    drawn, picture = org_chart(OrgChart(BRANCH, ""), 140)
    with Image.open(io.BytesIO(picture)) as image:
        dots = image.convert("RGB")
        scale = image.width / drawn.width
        for box in drawn.boxes:
            corner = (round((box.x + 1) * scale), round((box.y + box.height / 2) * scale))
            yellow = dots.getpixel(corner) == (255, 230, 153)
            assert yellow == box.unit.marked, box.unit
