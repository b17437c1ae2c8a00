"""Make the users' workbooks; the same bytes every time.

python scripts/make_workbooks.py             write workbooks/*.xlsx
python scripts/make_workbooks.py --check     say whether the files there are the ones made now
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import xlsxwriter

from make_templates import parts
from msib_book import pictures, write_msib
from participant_form import write_form
from practice_book import write_practice
from visit_book import write_visits

FOLDER = Path(__file__).resolve().parent.parent / "workbooks"
MADE = datetime(2026, 11, 1)
BOOKS: dict[str, tuple[str, Callable[[xlsxwriter.Workbook], None]]] = {
    "peserta_kosong.xlsx": ("Formulir data peserta", write_form),
    "latihan.xlsx": ("Buku latihan", write_practice),
    "msib.xlsx": ("Buku kerja MSIB", write_msib),
    "kunjungan.xlsx": ("Buku kunjungan", write_visits),
}


def main(args: list[str]) -> int:
    """Write the books, or compare them; 1 when one is not as it would be made now."""
    if args == ["--check"]:
        old = [name for name in BOOKS if not is_fresh(FOLDER / name)]
        old += [name for name, data in pictures().items() if not shows(FOLDER / name, data)]
        for name in old:
            print(f"workbooks/{name} belum yang terbaru; jalankan python scripts/make_workbooks.py")
        return 1 if old else 0
    if args:
        print("Pemakaian: python scripts/make_workbooks.py [--check]")
        return 2
    for name in BOOKS:
        (FOLDER / name).write_bytes(make(name))
        print(f"workbooks/{name}")
    for name, data in pictures().items():
        (FOLDER / name).parent.mkdir(exist_ok=True)
        if not shows(FOLDER / name, data):
            (FOLDER / name).write_bytes(data)
        print(f"workbooks/{name}")
    return 0


def make(name: str) -> bytes:
    """The content of one of the books."""
    title, write = BOOKS[name]
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": title, "author": "Kepesertaan", "created": MADE})
        write(book)
    return made.getvalue()


def is_fresh(path: Path) -> bool:
    """Whether a file has the parts that would be made now.

    The parts and not the bytes, because another zlib packs the same content differently.
    """
    return path.exists() and parts(path.read_bytes()) == parts(make(path.name))


def shows(path: Path, data: bytes) -> bool:
    """Whether a file is the same picture, however it was packed."""
    from PIL import Image

    if not path.exists():
        return False
    there, made = Image.open(path), Image.open(io.BytesIO(data))
    return there.convert("RGB").tobytes() == made.convert("RGB").tobytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
