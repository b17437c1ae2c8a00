"""Photos of phones: looked at once, then turned upright, fitted, and freed of what they tell.

What goes into a document is a new JPEG that holds the picture and nothing else: no place, no
camera, no comment. A photo that cannot be read is a sentence, never an exception.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PIL import Image, UnidentifiedImageError

from kepesertaan.data.visits import Box, PhotoSettings
from kepesertaan.domain.photos import Photo

ENDINGS = frozenset(
    (".jpg", ".jpeg", ".jfif", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic", ".heif")
)
_KINDS = ("JPEG", "PNG", "WEBP", "BMP", "GIF")
_HEIC = re.compile(rb"....ftyp(heic|heix|hevc|hevx|heim|heis|mif1|msf1)", re.DOTALL)
_DAMAGE = (
    OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, IndexError, OverflowError,
    MemoryError, struct.error, Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
_MEGA = 1_000_000
_REDUCIBLE = frozenset(("L", "LA", "RGB", "RGBA", "CMYK", "I", "F"))
_ORIENTATION, _EXIF, _TAKEN, _DIGITISED, _CHANGED = 0x0112, 0x8769, 0x9003, 0x9004, 0x0132
_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_CLOCK = re.compile(
    r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)[-_ T.]+([0-2]\d)[-_.]?([0-5]\d)[-_.]?([0-5]\d)"
)
# "... 2026-11-24 at 09.12.33" is when a photo was sent: only its day is taken.
_DAY = re.compile(r"(?<!\d)(20\d\d)([-_.]?)([01]\d)\2([0-3]\d)(?!\d)")
_SIDE = 16  # marks across and down
_FLAT = 6.0  # grey levels a picture must vary by for its marks to say anything
_LEAST_DPI = 72  # a small picture is not blown up beyond this


@dataclass(frozen=True, slots=True)
class Prepared:
    """A JPEG for a document, and its size on paper in mm."""

    data: bytes
    width: float
    height: float


def look_at(name: str, data: bytes, settings: PhotoSettings) -> Photo:
    """What a photo tells; ``trouble`` says in one sentence why it cannot be used."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        with _opened(data, settings) as picture:
            taken, day = _moment(name, picture)
            return Photo(name, digest, _shape(picture), taken, day)
    except _Unfit as unfit:
        return Photo(name, digest, trouble=str(unfit))


def prepare(data: bytes, box: Box, settings: PhotoSettings) -> Prepared:
    """The photo upright and fitted into ``box`` without distortion.

    Raises ``ValueError`` with the sentence ``look_at`` gives for a photo that cannot be used.
    """
    try:
        with _opened(data, settings) as picture:
            return _prepared(picture, box, settings)
    except _Unfit as unfit:
        raise ValueError(str(unfit)) from unfit


class _Unfit(Exception):
    """Why a photo cannot be used, in one Indonesian sentence."""


@contextlib.contextmanager
def _opened(data: bytes, settings: PhotoSettings) -> Iterator[Image.Image]:
    """The picture; whatever its decoder meets inside the block becomes ``_Unfit``."""
    if len(data) > settings.most_megabytes * _MEGA:
        raise _Unfit(too_large(settings))
    if _HEIC.match(data):
        raise _Unfit(
            "Foto HEIC belum dapat dibaca. Simpan sebagai JPG, atau di iPhone pilih Pengaturan > "
            "Kamera > Format > Paling Kompatibel."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_KINDS) as picture:
                width, height = picture.size
                if width * height > settings.most_megapixels * _MEGA:
                    raise _Unfit(_too_many(settings))
                yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _Unfit(_too_many(settings)) from error
    except UnidentifiedImageError as error:
        raise _Unfit("Isinya bukan foto yang dikenal; simpan ulang sebagai JPG.") from error
    except _DAMAGE as error:
        raise _Unfit("Foto rusak atau terpotong; salin ulang dari ponselnya.") from error


def too_large(settings: PhotoSettings) -> str:
    """The sentence for a file that is not even read."""
    return f"Berkas lebih dari {settings.most_megabytes} MB; kecilkan dahulu."


def _too_many(settings: PhotoSettings) -> str:
    return f"Gambar lebih dari {settings.most_megapixels} megapiksel; kecilkan dahulu."


def _prepared(picture: Image.Image, box: Box, settings: PhotoSettings) -> Prepared:
    turn = _turn(picture)
    width, height = picture.size
    across, down = (height, width) if turn >= 5 else (width, height)
    scale = min(box.width / across, box.height / down, 25.4 / _LEAST_DPI)  # mm for each pixel
    dots = min(1.0, scale * settings.dots_per_inch / 25.4)  # pixels kept of each
    size = (max(1, round(width * dots)), max(1, round(height * dots)))
    small = _plain(picture, size).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    for step in _TURNS.get(turn, ()):
        small = small.transpose(step)
    made = io.BytesIO()
    clean = Image.new("RGB", small.size)
    clean.paste(small)
    clean.save(made, "JPEG", quality=settings.quality, optimize=True)
    return Prepared(made.getvalue(), max(across * scale, 0.1), max(down * scale, 0.1))


def _plain(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture in red, green and blue on white; of a JPEG only as fine as ``size`` needs."""
    picture.draft("RGB", size)
    picture.load()
    picture = _reduced(picture, size)
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        return picture.convert("I").point(lambda level: level / 256).convert("L").convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    return picture.convert("RGB")


def _reduced(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A large picture made smaller before it is copied, still twice as fine as needed."""
    times = min(picture.width // (2 * size[0]), picture.height // (2 * size[1]))
    if times < 2 or picture.mode not in _REDUCIBLE or "transparency" in picture.info:
        return picture
    return picture.reduce(times)


def _turn(picture: Image.Image) -> int:
    value = picture.getexif().get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _shape(picture: Image.Image) -> int:
    """A mark for each neighbour that is brighter, upright; 0 for a picture that is all alike."""
    turn = _turn(picture)
    grey = _plain(picture, (256, 256)).convert("L")
    for step in _TURNS.get(turn, ()):
        grey = grey.transpose(step)
    small = grey.resize((_SIDE + 1, _SIDE), Image.Resampling.BOX)
    levels = list(small.tobytes())
    mean = sum(levels) / len(levels)
    spread = (sum((level - mean) ** 2 for level in levels) / len(levels)) ** 0.5
    if spread < _FLAT:
        return 0
    marks = 0
    for row in range(_SIDE):
        for col in range(_SIDE):
            here = row * (_SIDE + 1) + col
            marks = marks << 1 | (levels[here] < levels[here + 1])
    return marks


def _moment(name: str, picture: Image.Image) -> tuple[datetime | None, date | None]:
    """When a photo was taken, by its camera or else its name; its day where no more is told."""
    exif = picture.getexif()
    inner = exif.get_ifd(_EXIF)
    for value in (inner.get(_TAKEN), inner.get(_DIGITISED), exif.get(_CHANGED)):
        taken = _clock_of(value)
        if taken:
            return taken, taken.date()
    stem = name.rpartition("/")[2]
    clock = _CLOCK.search(stem)
    if clock:
        taken = _valid(*map(int, clock.groups()))
        if taken:
            return taken, taken.date()
    found = _DAY.search(stem)
    day = _valid(int(found[1]), int(found[3]), int(found[4])) if found else None
    return None, day.date() if day else None


def _clock_of(value: Any) -> datetime | None:
    found = re.match(r"(\d{4})[:\-](\d\d)[:\-](\d\d)[ T](\d\d):(\d\d):(\d\d)", str(value or ""))
    return _valid(*map(int, found.groups())) if found else None


def _valid(*numbers: int) -> datetime | None:
    try:
        return datetime(*numbers) if numbers[0] >= 2000 else None  # type: ignore[arg-type]
    except ValueError:
        return None
