"""Photos of phones: what they tell, what goes into a document, which visit they belong to."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from kepesertaan.data.visits import Box, visit_settings
from kepesertaan.domain.photos import Photo, Placed, differing
from kepesertaan.domain.visits import Visit
from kepesertaan.rules.photo_match import Earlier, match_photos
from kepesertaan.rules.photo_names import missing_names
from kepesertaan.word.photos import look_at, prepare

SETTINGS = visit_settings().photos
BOX = Box(1, 100, 100)
DAY = date(2026, 11, 24)


def scene(seed: int, width: int = 320, height: int = 240) -> Image.Image:
    """A picture with something in it: blocks over a shade from dark to light."""
    made = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(made)
    for x in range(width):
        draw.line([(x, 0), (x, height)], fill=(40 + 150 * x // width, 90, 60))
    numbers = random.Random(seed)
    for _ in range(12):
        x, y = numbers.randrange(width), numbers.randrange(height)
        colour = tuple(numbers.randrange(256) for _ in range(3))
        draw.rectangle([x, y, x + width // 5, y + height // 6], fill=colour)
    return made


def saved(
    picture: Image.Image, kind: str = "JPEG", taken: str = "", turn: int = 1, **more: Any
) -> bytes:
    """A file as a phone writes it: with the place it was taken at, and perhaps the time."""
    exif = Image.Exif()
    exif[0x010F] = "PonselRahasia"
    exif[0x0112] = turn
    exif.get_ifd(0x8825).update({1: "S", 2: (7.0, 6.0, 54.0), 3: "E", 4: (112.0, 24.0, 31.0)})
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    made = io.BytesIO()
    picture.save(made, kind, exif=exif, **more)
    return made.getvalue()


def marked() -> Image.Image:
    """Red in the upper left corner, blue in the lower right, as a person would see it."""
    made = Image.new("RGB", (120, 80), "white")
    draw = ImageDraw.Draw(made)
    draw.rectangle([0, 0, 39, 29], fill="red")
    draw.rectangle([80, 50, 119, 79], fill="blue")
    return made


UNTURNED = {
    1: (), 2: (Image.Transpose.FLIP_LEFT_RIGHT,), 3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,), 5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_90,), 7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_270,),
}  # fmt: skip


@pytest.mark.parametrize("turn", UNTURNED)
def test_every_way_a_phone_is_held_ends_upright(turn: int) -> None:
    """What the camera stored is the upright picture turned back, as EXIF says."""
    stored = marked()
    for step in UNTURNED[turn]:
        stored = stored.transpose(step)
    made = prepare(saved(stored, turn=turn, quality=95), BOX, SETTINGS)
    seen = Image.open(io.BytesIO(made.data))
    assert seen.size == (120, 80)
    assert (made.width, made.height) == pytest.approx((42.33, 28.22), abs=0.01)  # not blown up
    upper, lower = seen.getpixel((8, 8)), seen.getpixel((110, 72))
    assert upper[0] > 200 > 90 > upper[2]
    assert lower[2] > 200 > 90 > lower[0]


@pytest.mark.parametrize(
    ("size", "paper"),
    [
        ((4000, 3000), (100, 75)),
        ((3000, 4000), (75, 100)),
        ((4000, 400), (100, 10)),
        ((2000, 2000), (100, 100)),
    ],
)
def test_a_photo_fits_its_box_without_distortion_and_is_small(
    size: tuple[int, int], paper: tuple[int, int]
) -> None:
    data = saved(scene(1, *size), quality=92)
    made = prepare(data, BOX, SETTINGS)
    assert (made.width, made.height) == pytest.approx(paper, abs=0.01)
    seen = Image.open(io.BytesIO(made.data))
    dots = max(seen.size) / 100 * 25.4
    assert dots == pytest.approx(SETTINGS.dots_per_inch, rel=0.01)
    assert seen.width / seen.height == pytest.approx(size[0] / size[1], rel=0.02)
    assert len(made.data) < 200_000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_goes_into_a_document(kind: str) -> None:
    more = {"comment": b"catatan rahasia"} if kind == "JPEG" else {}
    data = saved(scene(2), kind, "2026:11:24 09:12:33", **more)
    assert look_at("a", data, SETTINGS).taken == datetime(2026, 11, 24, 9, 12, 33)
    made = prepare(data, BOX, SETTINGS).data
    seen = Image.open(io.BytesIO(made))
    assert not dict(seen.getexif())
    assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (b"Exif", b"PonselRahasia", b"rahasia", b"GPS", b"http"):
        assert secret not in made
    assert prepare(data, BOX, SETTINGS).data == made  # the same bytes again


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_pictures_of_any_colours_become_plain_ones(mode: str) -> None:
    picture = scene(3).convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        picture = Image.frombytes("I;16", (64, 64), bytes(range(256)) * 32)
    if mode in ("RGBA", "LA"):
        picture.putalpha(0)
    made = io.BytesIO()
    picture.save(made, "JPEG" if mode == "CMYK" else "PNG")
    seen = Image.open(io.BytesIO(prepare(made.getvalue(), BOX, SETTINGS).data))
    assert seen.mode == "RGB"
    if mode in ("RGBA", "LA"):
        assert seen.getpixel((5, 5)) == (255, 255, 255)  # what is transparent is paper


def test_a_huge_picture_takes_little_memory() -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("only Linux tells a process its own peak; others add its parent's")
    data = saved(Image.new("RGBA", (6000, 6000), (200, 30, 30, 255)), "PNG")
    code = (
        "import sys; from kepesertaan.word.photos import look_at, prepare;"
        "from kepesertaan.data.visits import visit_settings; s = visit_settings().photos;"
        "d = sys.stdin.buffer.read(); assert not look_at('a', d, s).trouble;"
        "prepare(d, s.box_for(1), s);"
        "print(next(int(line.split()[1]) // 1024 for line in open('/proc/self/status')"
        " if line.startswith('VmHWM')))"
    )
    ran = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
    assert int(ran.stdout) < 450  # the picture itself is 144 MB; copies of it made 720


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 30,000 by 30,000 dots."""
    head = (30_000).to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    body = b""
    for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")):
        body += (
            len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        )
    return b"\x89PNG\r\n\x1a\n" + body


WHOLE = saved(scene(4))
BAD = {
    "terpotong": (WHOLE[: len(WHOLE) // 2], "Foto rusak atau terpotong"),
    "kepalanya saja": (WHOLE[:40], "Foto rusak"),
    "bukan foto": (b"halo" * 100, "Isinya bukan foto"),
    "kosong": (b"", "Isinya bukan foto"),
    "bom": (bomb(), "megapiksel"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200, "HEIC"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_photo_is_one_sentence(name: str) -> None:
    data, said = BAD[name]
    photo = look_at("x.jpg", data, SETTINGS)
    assert said in photo.trouble
    assert "\n" not in photo.trouble
    with pytest.raises(ValueError, match=said):
        prepare(data, BOX, SETTINGS)


def test_sizes_are_bounded() -> None:
    small = replace(SETTINGS, most_megapixels=0)
    assert "0 megapiksel" in look_at("a.jpg", WHOLE, small).trouble
    tiny = replace(SETTINGS, most_megabytes=0)
    assert "0 MB" in look_at("a.jpg", WHOLE, tiny).trouble


@pytest.mark.parametrize(
    ("name", "exif", "taken", "day"),
    [
        ("IMG_1.jpg", "2026:11:24 09:12:33", datetime(2026, 11, 24, 9, 12, 33), DAY),
        ("20261125_101112.jpg", "2026:11:24 09:12:33", datetime(2026, 11, 24, 9, 12, 33), DAY),
        ("IMG_20261124_091233.jpg", "", datetime(2026, 11, 24, 9, 12, 33), DAY),
        ("2026-11-24 09.12.33.jpg", "", datetime(2026, 11, 24, 9, 12, 33), DAY),
        ("IMG-20261124-WA0003.jpg", "", None, DAY),
        ("WhatsApp Image 2026-11-24 at 09.12.33.jpeg", "", None, DAY),  # the time of sending
        ("IMG_20261324_091233.jpg", "", None, None),  # no such month
        ("IMG_1.jpg", "0000:00:00 00:00:00", None, None),
        ("99000001.jpg", "", None, None),
    ],
)
def test_when_a_photo_was_taken(
    name: str, exif: str, taken: datetime | None, day: date | None
) -> None:
    photo = look_at(f"Foto/{name}", saved(scene(5), taken=exif), SETTINGS)
    assert (photo.taken, photo.day, photo.trouble) == (taken, day, "")


def test_marks_tell_the_same_picture_from_another() -> None:
    first = look_at("a", saved(scene(6, 1600, 1200), quality=92), SETTINGS)
    again = look_at("b", saved(scene(6, 1600, 1200).resize((640, 480)), quality=40), SETTINGS)
    turned = scene(6, 1600, 1200).transpose(Image.Transpose.ROTATE_90)
    held = look_at("c", saved(turned, turn=6), SETTINGS)
    others = [look_at(str(n), saved(scene(n, 1600, 1200)), SETTINGS) for n in range(7, 15)]
    assert first.digest != again.digest
    assert differing(first.shape, again.shape) <= SETTINGS.alike_bits
    assert differing(first.shape, held.shape) <= SETTINGS.alike_bits
    assert min(differing(first.shape, one.shape) for one in others) > 3 * SETTINGS.alike_bits
    dark = Image.linear_gradient("L").point(lambda level: level // 32).convert("RGB")
    assert look_at("d", saved(dark.rotate(90)), SETTINGS).shape == 0  # says nothing: like nothing


def visit(
    row: int, company: str, npp: str, start: str, end: str, number: str = "", **more: Any
) -> Visit:
    clock = [time.fromisoformat(text) if text else None for text in (start, end)]
    return Visit(
        "Kunjungan", row, {}, {}, more.pop("day", DAY), *clock, company, npp, number, **more
    )


MAJU = visit(2, "PT Maju Jaya", "99000001", "09:00", "10:30", "K-001")
SENTOSA = visit(3, "PT Maju Jaya Sentosa", "99000002", "10:40", "12:00", "K-002")
SINAR = visit(4, "CV Sinar & Rekan", "99000003", "13:00", "14:00", "K-003")
AGAIN = visit(
    5, "CV Sinar & Rekan", "99000003", "09:00", "10:00", "2026-11", day=date(2026, 11, 26)
)
VISITS = [MAJU, SENTOSA, SINAR, AGAIN]


def photo(name: str, at: str = "", day: str = "", digest: str = "", shape: int = 0) -> Photo:
    taken = datetime.fromisoformat(at) if at else None
    when = taken.date() if taken else date.fromisoformat(day) if day else None
    return Photo(name, digest or name, shape, taken, when)


def told(
    photos: Sequence[Photo],
    visits: Sequence[Visit] = VISITS,
    earlier: Sequence[Earlier] = (),
    **more: Any,
) -> list[Placed]:
    return match_photos(photos, visits, replace(SETTINGS, **more), earlier)


# name, when, its visit (None: none), state, a part of the reason. Used only where "cocok".
CASES: list[tuple[Photo, int | None, str, str]] = [
    # by name
    (photo("maju jaya 1.jpg"), 0, "cocok", "nama perusahaan"),
    (photo("PT_MAJU_JAYA_SENTOSA (2).jpg"), 1, "cocok", "nama perusahaan"),  # the longer name
    (photo("MajuJayaSentosa2.jpg"), 1, "cocok", "nama perusahaan"),
    (photo("PTMajuJaya_3.jpg"), 0, "cocok", "nama perusahaan"),
    (photo("Semaju Jaya.jpg"), None, "tidak cocok", "tidak menyebut"),  # another company
    (photo("PT Maju Jaya/IMG_0001.jpg"), 0, "cocok", "nama perusahaan"),  # its folder
    (photo("maju_terus_jaya.jpg"), None, "tidak cocok", "tidak menyebut"),  # near miss
    (photo("99000001_a.jpg"), 0, "cocok", "NPP"),
    (photo("990000012.jpg"), None, "tidak cocok", "tidak menyebut"),  # near miss
    (photo("k001-depan.jpg"), 0, "cocok", "nomor kunjungan"),
    (photo("IMG_001.jpg"), None, "tidak cocok", "tidak menyebut"),  # digits alone say nothing
    (photo("2026-11 rapat.jpg"), None, "tidak cocok", "tidak menyebut"),  # AGAIN has that number
    (photo("K-0011.jpg"), None, "tidak cocok", "tidak menyebut"),
    (photo("K-003 maju jaya.jpg"), 2, "cocok", "nomor kunjungan"),  # the number goes before
    # by name, the date speaks too
    (photo("sinar rekan.jpg", day="2026-11-26"), 3, "cocok", "nama perusahaan"),
    (photo("sinar rekan.jpg"), 2, "periksa", "cocok dengan CV Sinar & Rekan (24-11-2026) dan"),
    (photo("maju jaya.jpg", "2026-11-20T09:30"), 0, "periksa", "berbeda 4 hari"),
    (photo("maju jaya.jpg", "2026-11-24T20:00"), 0, "cocok", "nama perusahaan"),
    # by the clock
    (photo("IMG_1.jpg", "2026-11-24T09:00"), 0, "cocok", "jam foto 09.00"),
    (photo("IMG_1.jpg", "2026-11-24T10:30:40"), 0, "cocok", "jam foto"),  # the last minute
    (photo("IMG_1.jpg", "2026-11-24T12:50"), 2, "cocok", "jam foto"),  # ten minutes before
    (photo("IMG_1.jpg", "2026-11-24T12:44"), 1, "periksa", "di luar jam"),  # 16 before, 44 after
    (photo("IMG_1.jpg", "2026-11-24T10:35"), 0, "periksa", "jam foto cocok dengan"),  # near two
    (photo("IMG_1.jpg", "2026-11-24T10:41"), 1, "cocok", "jam foto"),  # inside goes before near
    (photo("IMG_1.jpg", "2026-11-25T09:30"), None, "tidak cocok", "tidak ada kunjungan pada tanggal"),
    (photo("IMG-20261126-WA0001.jpg", day="2026-11-26"), 3, "periksa", "tanpa jam"),
    (photo("IMG-20261101-WA0001.jpg", day="2026-11-01"), None, "tidak cocok", "tanpa jam"),
    (Photo("maju jaya.jpg", trouble="Foto rusak."), None, "tidak terbaca", "Foto rusak."),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[f"{k} {case[0].name}" for k, case in enumerate(CASES)])
def test_where_a_photo_belongs(case: tuple[Photo, int | None, str, str]) -> None:
    one, owner, state, reason = case
    (placed,) = told([one])
    expected = 1 if reason == "di luar jam" else owner
    assert (placed.state, placed.is_used) == (state, state == "cocok")
    assert reason in placed.reason
    if state == "cocok" or owner is None:
        assert placed.visit == expected


def test_visits_that_overlap_are_never_guessed() -> None:
    other = visit(6, "PT Lain", "99000009", "09:30", "11:00")
    (placed,) = told([photo("IMG.jpg", "2026-11-24T09:45")], [MAJU, other])
    assert (placed.state, placed.is_used) == ("periksa", False)
    assert "PT Maju Jaya (24-11-2026) dan PT Lain (24-11-2026)" in placed.reason


def test_what_a_person_said_in_the_column_is_followed() -> None:
    visits = [replace(MAJU, photos=("IMG_9", "rapat.JPG")), replace(SINAR, photos=("rapat.jpg",))]
    early = photo("img_9.jpg", "2026-11-20T09:00")  # another day: followed, but told
    both = photo("a/Rapat.jpg")
    first, second, third = told([early, both, photo("IMG_90.jpg")], visits)
    assert (first.visit, first.state, first.is_used) == (0, "periksa", True)
    assert "berbeda 4 hari" in first.reason
    assert (second.visit, second.state, second.is_used) == (0, "periksa", True)
    assert "dipasang hanya di yang pertama" in second.reason
    assert third.state == "tidak cocok"
    assert missing_names([replace(MAJU, photos=("hilang.jpg", "img_9"))], [early]) == [
        (0, "hilang.jpg")
    ]


def test_a_name_that_two_phones_gave_is_not_guessed() -> None:
    first, second = photo("hp A/IMG_1.jpg", digest="a"), photo("hp B/IMG_1.jpg", digest="b")
    placed = told([first, second], [replace(MAJU, photos=("IMG_1.jpg",))])
    assert [(one.visit, one.state, one.is_used) for one in placed] == [(0, "periksa", False)] * 2
    assert "nama 2 foto; tulis dengan foldernya" in placed[0].reason
    placed = told([first, second], [replace(MAJU, photos=("hp b/img_1",))])
    assert [one.is_used for one in placed] == [False, True]
    whole = told([photo("IMG_1.jpg", digest="c"), first], [replace(MAJU, photos=("IMG_1.jpg",))])
    assert [one.is_used for one in whole] == [True, False]
    alike = told([first, replace(second, digest="a")], [replace(MAJU, photos=("IMG_1",))])
    assert [one.is_used for one in alike] == [True, False]  # one photo, copied


def test_jpg_and_jpeg_are_one_ending_where_one_photo_fits() -> None:
    visits = [replace(MAJU, photos=("IMG_20.jpg",))]
    for name in ("img_20.jpeg", "IMG_20.JPG", "IMG_20.Jpeg", "hp A/IMG_20.JPEG"):
        assert [one.is_used for one in told([photo(name)], visits)] == [True], name
        assert missing_names(visits, [photo(name)]) == []
    for near in ("IMG_20.png", "IMG_201.jpeg", "IMG_20.jpeg.png"):
        assert not told([photo(near)], visits)[0].is_used, near
        assert missing_names(visits, [photo(near)]) == [(0, "IMG_20.jpg")]
    both = told([photo("IMG_20.jpg"), photo("IMG_20.jpeg")], visits)
    assert [one.is_used for one in both] == [True, False]  # the name as it was written
    two = told([photo("a/IMG_20.jpeg"), photo("b/IMG_20.jpeg")], visits)
    assert [(one.state, one.is_used) for one in two] == [("periksa", False)] * 2
    said = told([photo("a/x.jpeg"), photo("b/x.jpeg")], [replace(MAJU, photos=("b/x.jpg",))])
    assert [one.is_used for one in said] == [False, True]


def test_the_same_photo_is_used_once_in_a_report() -> None:
    first, second = told(
        [photo("maju jaya 1.jpg", digest="x"), photo("maju jaya 2.jpg", digest="x")]
    )
    assert (first.state, first.is_used) == ("cocok", True)
    assert (second.state, second.is_used) == ("periksa", False)
    assert "isi sama dengan maju jaya 1.jpg" in second.reason


@pytest.mark.parametrize(
    ("shapes", "digests", "said"),
    [
        ((1, 2), ("x", "x"), "isi sama dengan"),
        ((2**200 - 1, 2**200 - 2**10), ("x", "y"), "hampir sama dengan"),
    ],
)
def test_a_photo_in_two_reports_is_used_in_neither(
    shapes: tuple[int, int], digests: tuple[str, str], said: str
) -> None:
    pair = [
        photo("maju jaya.jpg", digest=digests[0], shape=shapes[0]),
        photo("99000002.jpg", digest=digests[1], shape=shapes[1]),
    ]
    for placed in told(pair):
        assert (placed.state, placed.is_used) == ("periksa", False)
        assert said in placed.reason
    apart = [
        replace(pair[0], digest="a"),
        replace(pair[1], digest="b", shape=~shapes[0] & (2**256 - 1)),
    ]
    assert all(placed.is_used for placed in told(apart))  # near miss
    unlike = [replace(pair[0], digest="a", shape=0), replace(pair[1], digest="b", shape=0)]
    assert all(placed.is_used for placed in told(unlike))  # pictures that say nothing


def test_a_photo_of_an_earlier_report_is_told() -> None:
    one = photo("maju jaya.jpg", digest="x")
    old = Earlier("2026-10-02_PT Lama.docx", "2026-10-02|99000077|", "x", 0)
    (placed,) = told([one], earlier=[old])
    assert (placed.state, placed.is_used) == ("periksa", False)
    assert "2026-10-02_PT Lama.docx" in placed.reason
    (placed,) = told([one], earlier=[replace(old, key=MAJU.key)])  # its own report, made again
    assert (placed.state, placed.is_used) == ("cocok", True)


def test_a_report_takes_so_many_photos() -> None:
    placed = told([photo(f"maju jaya {n}.jpg") for n in range(4)], most_in_report=3)
    assert [one.is_used for one in placed] == [True, True, True, False]
    assert "sudah memuat 3 foto" in placed[3].reason
