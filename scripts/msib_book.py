"""The workbook of an intern: sheets to fill, with an invented intern in them, and five pictures."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from kepesertaan.data.internship import groups
from participant_form import FONT, HEAD, HEIGHT, INK, LINE

HERE = Path(__file__).resolve().parent
_ROOM = 400  # rows a table is prepared for
_DAY = "dd-mm-yyyy"
_LONG = 46  # a column so wide is wrapped


def write_msib(book: xlsxwriter.Workbook) -> None:
    """Every sheet, and how to fill them."""
    said, plan = _read("msib_text.toml"), _read("msib_sheets.toml")
    looks = _Looks(book)
    _form(book, looks, "Mahasiswa", said["mahasiswa"], "Isian tentang mahasiswa dan laporannya.")
    _form(book, looks, "Mitra", said["mitra"], "Kantor, mentor, dan dosen.")
    for sheet in plan["sheet"]:
        _table(book, looks, sheet, _rows(said, *sheet["from"]))
    _guide(book, looks, plan["guide"]["lines"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _rows(said: dict[str, Any], name: str, *keys: str) -> list[list[Any]]:
    """The rows of a table: entries by key, texts by group, or the log."""
    if name == "logbook":
        with (HERE / "msib_log.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[1:]
    if keys:
        entries = ({"no": k, **entry} for k, entry in enumerate(said[name], 1))
        return [[entry.get(key) for key in keys] for entry in entries]
    if name == "referensi":
        return [[k, text] for k, text in enumerate(said[name]["daftar"], 1)]
    if name == "narasi":
        numbered = ((key, enumerate(texts, 1)) for key, texts in said[name].items())
        return [[key, k, text] for key, texts in numbered for k, text in texts]
    return [[_group(owner), text] for owner, texts in said[name].items() for text in texts]


def _group(owner: str) -> str:
    """A kind of activity by the first of its names; a role as it is."""
    known = groups()
    return known[owner].names[0].capitalize() if owner in known else owner


class _Looks:
    """The formats of the book."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        frame = {"border": 1, "border_color": LINE}
        self.title = book.add_format({**FONT, "bold": True, "font_size": 14, "font_color": INK})
        self.note = book.add_format({**FONT, "font_color": "#595959"})
        head = {**FONT, **frame, "bold": True, "align": "center", "text_wrap": True}
        self.head = book.add_format({**head, "bg_color": HEAD})
        self.needed = book.add_format({**head, "bg_color": INK, "font_color": "#FFFFFF"})
        self.text = book.add_format({**FONT, **frame, "num_format": "@", "valign": "top"})
        self.long = book.add_format(
            {**FONT, **frame, "num_format": "@", "valign": "top", "text_wrap": True}
        )
        self.day = book.add_format(
            {**FONT, **frame, "num_format": _DAY, "valign": "top", "align": "left"}
        )
        self.number = book.add_format({**FONT, **frame, "valign": "top", "align": "left"})


def _form(book: Any, looks: _Looks, name: str, lines: dict[str, str], note: str) -> None:
    page = _page(book, looks, name, note)
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 70)
    for col, text in enumerate(("Isian", "Isi")):
        page.write_string(3, col, text, looks.needed)
    for row, (label, value) in enumerate(lines.items(), 4):
        page.write_string(row, 0, label, looks.text)
        day = _as_day(value)
        if day:
            page.write_datetime(row, 1, day, looks.day)
        else:
            page.write_string(row, 1, value, looks.text)
    page.freeze_panes(4, 1)


def _table(book: Any, looks: _Looks, sheet: dict[str, Any], rows: list[list[Any]]) -> None:
    page = _page(book, looks, sheet["name"], sheet["note"])
    columns = sheet["columns"]
    page.set_row(3, 30)
    for col, column in enumerate(columns):
        page.set_column(col, col, column["width"], _look_of(looks, column))
        page.write_string(3, col, column["head"], _head(looks, column))
        _limit(page, col, column)
    for row, values in enumerate(rows, 4):
        for col, (column, value) in enumerate(zip(columns, values, strict=True)):
            _write(page, row, col, value, column, looks)
        page.set_row(row, _height(columns, values))
    page.freeze_panes(4, 1)
    page.autofilter(3, 0, 3 + max(len(rows), 1), len(columns) - 1)


def _page(book: Any, looks: _Looks, name: str, note: str) -> Any:
    page = book.add_worksheet(name)
    page.hide_gridlines(2)
    page.set_default_row(HEIGHT)
    for row in range(3):
        page.set_row(row, HEIGHT, looks.note)  # the frames of the columns begin below
    page.write_string(0, 0, name.upper(), looks.title)
    page.write_string(1, 0, note, looks.note)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(3)
    return page


def _head(looks: _Looks, column: dict[str, Any]) -> Any:
    return looks.needed if column.get("needed") else looks.head


def _look_of(looks: _Looks, column: dict[str, Any]) -> Any:
    form = column.get("form")
    if form:
        return looks.day if form == "tanggal" else looks.number
    return looks.long if column["width"] >= _LONG else looks.text


def _write(
    page: Any, row: int, col: int, value: Any, column: dict[str, Any], looks: _Looks
) -> None:
    look = _look_of(looks, column)
    if value in (None, ""):
        page.write_blank(row, col, None, look)
    elif column.get("form") == "tanggal":
        page.write_datetime(row, col, date.fromisoformat(value), look)
    elif isinstance(value, int | float):
        page.write_number(row, col, value, looks.number)
    else:
        page.write_string(row, col, value, look)


def _height(columns: Sequence[dict[str, Any]], values: Sequence[Any]) -> float:
    """Points that the longest text of a row needs when wrapped."""
    widths = [column["width"] for column in columns]
    wide = [(w, v) for w, v in zip(widths, values, strict=True) if w >= _LONG and v]
    lines = max((-(-len(str(v)) // round(w * 1.05)) for w, v in wide), default=1)
    return max(HEIGHT, 13.5 * lines + 4)


def _limit(page: Any, col: int, column: dict[str, Any]) -> None:
    """Drop-down, kind of value and hint of a column."""
    choices, form = column.get("choices"), column.get("form")
    rule: dict[str, Any] = {"validate": "any"}
    if choices:
        known = [group.names[0].capitalize() for group in groups().values()]
        rule = {"validate": "list", "source": known if choices == "kelompok" else choices}
    elif form == "tanggal":
        rule = {"validate": "date", "criteria": "between", "minimum": date(2015, 1, 1),
                "maximum": date(2099, 12, 31)}  # fmt: skip
    elif form == "nilai":
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    head, how = column["head"], column["how"]
    hint = {"input_title": head, "input_message": how}
    wrong = {"error_title": head, "error_message": f"Isian belum sesuai. {how}"}
    page.data_validation(4, col, 4 + _ROOM, col, {**rule, **hint, **wrong})


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _guide(book: Any, looks: _Looks, lines: Sequence[str]) -> None:
    page = _page(book, looks, "Petunjuk", "Cara mengisi buku ini.")
    page.set_column(0, 0, 120, looks.long)
    for row, line in enumerate(lines, 3):
        page.write_string(row, 0, f"{row - 2}. {line}", looks.long)
        page.set_row(row, 13.5 * (1 + len(line) // 125) + 4)


def pictures() -> dict[str, bytes]:
    """The invented photos, by path under workbooks/: plain drawings, nobody's face."""
    scenes = [("magang-01", 3, "#DCE6F1"), ("magang-02", 9, "#E2EFDA"), ("magang-03", 4, "#FCE4D6"),
              ("magang-04", 8, "#DDEBF7"), ("magang-05", 7, "#EDE7F6")]  # fmt: skip
    return {f"msib_foto/{name}.png": _scene(people, wall) for name, people, wall in scenes}


def _scene(people: int, wall: str) -> bytes:
    """People as plain shapes in a room with a board."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (960, 640), wall)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 470, 960, 640), fill="#C9B79C")
    pen.rectangle((300, 70, 660, 270), fill="white", outline="#7F7F7F", width=6)
    for k in range(4):
        pen.line((340, 120 + 35 * k, 620 - 60 * (k % 2), 120 + 35 * k), fill="#1F3864", width=6)
    for k in range(people):
        x, y = 90 + k * 780 // max(people - 1, 1), 400 + 40 * (k % 2)
        coat = ("#1F3864", "#BF8F00", "#548235", "#7F7F7F")[k % 4]
        pen.ellipse((x - 28, y - 95, x + 28, y - 35), fill="#8D6E63")
        pen.rounded_rectangle((x - 48, y - 30, x + 48, y + 130), 24, fill=coat)
    made = io.BytesIO()
    image.quantize(32).save(made, "PNG", optimize=True)
    return made.getvalue()
