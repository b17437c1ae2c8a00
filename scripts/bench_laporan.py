"""Visit reports by the hundred, measured against one DocxTemplate a document.

``python scripts/bench.py laporan [--rows 200]``: two-page reports of the shipped template
"berita acara kunjungan", each with a photo of its own that is ready to be put in; ours, and a plain
docxtpl script (one shared environment, autoescape), one after another in one run, each in a process
of its own that reads photos and writes every report. Then ours with ten times as many, for memory,
and what making a photo ready costs. Run as a file, this module is each of them: ``make FOLDER N``,
``ours FOLDER N``, ``plain FOLDER N``, ``photos FOLDER``.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
import tomllib
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE.parent / "addin" / "kepesertaan" / "templates"
NAME = "berita_acara_kunjungan_2"
WIDTH_MM, HEIGHT_MM = 80.0, 60.0
PHOTOS = 200  # different ones; more reports use them again
_PHONE = (4000, 3000)  # pixels of a phone's photo


def make(folder: Path, count: int) -> None:
    """So many different thumbnails of about 190 KB, and one photo as phones take them."""
    from PIL import Image

    dice = Random(1)
    del count
    for number in range(PHOTOS):
        noise = Image.effect_noise((640, 480), 40 + dice.random() * 20)
        noise.save(folder / f"{number}.jpg", "JPEG", quality=88)
    wide = Image.effect_noise((1000, 750), 50).resize(_PHONE).convert("RGB")
    wide.save(folder / "telepon.jpg.asli", "JPEG", quality=90)


def values(number: int) -> dict[str, Any]:
    """One report's values, without the photo: the template's own example, invented companies."""
    described = tomllib.loads((TEMPLATES / f"{NAME}.toml").read_text(encoding="utf-8"))
    row = {one["name"]: one["example"] for one in described["field"]}
    for table in described["table"]:
        line = {one["name"]: one["example"] for one in table["field"]}
        row[table["name"]] = [line | {"no": n} for n in range(1, 9)]
    office = {"nama_kantor": "Kantor Contoh", "alamat_kantor": "Jalan Contoh 1", "logo_kantor": "",
              "telepon_kantor": "", "surel_kantor": ""}  # fmt: skip
    return row | office | {"nama_perusahaan": f"PT Contoh {number} & Rekan", "foto_baris": []}


def ours(folder: Path, count: int) -> None:
    """Our engine; prints CPU seconds of all reports and of opening the template."""
    from kepesertaan.word.picture import Picture
    from kepesertaan.word.template import open_template, render

    row = values(0)
    before = time.process_time()
    template = open_template((TEMPLATES / f"{NAME}.docx").read_bytes(), NAME)
    opened = time.process_time()
    for number in range(count):
        data = (folder / f"{number % PHOTOS}.jpg").read_bytes()
        photo = Picture(data, WIDTH_MM, HEIGHT_MM, "foto")
        made = render(template, with_photo(row, number, photo))
        (folder / f"kami-{number % PHOTOS}.docx").write_bytes(made.data)
    now = time.process_time()
    print(json.dumps({"detik": now - before, "templat": opened - before, "catatan": template.note,
                      "per_ms": (now - opened) / count * 1000}))  # fmt: skip


def plain(folder: Path, count: int) -> None:
    """What a script with docxtpl does."""
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage
    from jinja2 import Environment

    from kepesertaan.word.filters import FILTERS

    row = values(0)
    environment = Environment(autoescape=True)
    environment.filters |= FILTERS
    before = time.process_time()
    for number in range(count):
        document = DocxTemplate(TEMPLATES / f"{NAME}.docx")
        file = io.BytesIO((folder / f"{number % PHOTOS}.jpg").read_bytes())
        photo = InlineImage(document, file, Mm(WIDTH_MM), Mm(HEIGHT_MM))
        document.render(with_photo(row, number, photo), environment)
        document.save(folder / f"mereka-{number % PHOTOS}.docx")
    now = time.process_time()
    print(json.dumps({"detik": now - before, "per_ms": (now - before) / count * 1000}))


def with_photo(row: dict[str, Any], number: int, photo: Any) -> dict[str, Any]:
    shown = {"gambar": photo, "nomor": 1, "keterangan": "Ruang produksi"}
    return row | {"nama_perusahaan": f"PT Contoh {number} & Rekan", "foto": [shown]}


def photos(folder: Path) -> None:
    """CPU seconds of making one photo of a phone ready."""
    from kepesertaan.data.visits import Box, visit_settings
    from kepesertaan.word.photos import prepare

    data = (folder / "telepon.jpg.asli").read_bytes()
    settings, box = visit_settings().photos, Box(1, WIDTH_MM, HEIGHT_MM)
    before = time.process_time()
    sizes = [len(prepare(data, box, settings).data) for _ in range(5)]
    spent = (time.process_time() - before) / len(sizes)
    print(json.dumps({"detik": spent, "kilobita": sizes[0] / 1024, "asli": len(data) / 1024}))


def compare(count: int) -> None:
    """Measure ours, docxtpl, ours with ten times as many, and a photo; print them."""
    from bench import measure

    own = [sys.executable, str(Path(__file__).resolve())]
    with tempfile.TemporaryDirectory(prefix="kepesertaan-bench-") as temp:
        measure([*own, "make", temp, str(count)], said=False)
        mine = measure([*own, "ours", temp, str(count)])
        theirs = measure([*own, "plain", temp, str(count)])
        many = measure([*own, "ours", temp, str(10 * count)])
        photo = measure([*own, "photos", temp]).said
    _print(count, mine, theirs, many, photo)


def _print(count: int, mine: Any, theirs: Any, many: Any, photo: dict[str, Any]) -> None:
    print(f"{count} reports of two pages, a ready photo each; {date.today()}")
    print(f"{'':22}{'CPU s':>9}{'wall s':>9}{'peak MiB':>10}{'ms a report':>13}")
    named = (("ours", mine), ("docxtpl", theirs), (f"ours, {10 * count}", many))
    for name, cost in named:
        print(f"{name:22}{cost.cpu:9.2f}{cost.wall:9.2f}{cost.peak:10.0f}"
              f"{cost.said['per_ms']:13.2f}")  # fmt: skip
    ratio = theirs.said["detik"] / mine.said["detik"]
    print(
        f"docxtpl / ours: CPU of the reports {ratio:.1f}x, whole process with its start "
        f"{theirs.cpu / mine.cpu:.1f}x; opening the template {mine.said['templat'] * 1000:.0f} ms"
    )
    whole = mine.cpu + count * photo["detik"]
    print(
        f"a photo of 12 megapixels ({photo['asli']:.0f} KB) made ready: "
        f"{photo['detik'] * 1000:.0f} ms; so {count} reports from raw photos {whole:.1f} CPU s"
    )
    print(mine.said["catatan"] or "no note on the template: made by the quick way throughout")


if __name__ == "__main__":
    what, folder, *rest = sys.argv[1:]
    if what == "photos":
        photos(Path(folder))
    else:
        {"make": make, "ours": ours, "plain": plain}[what](Path(folder), int(rest[0]))
