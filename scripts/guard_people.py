"""No real person's data: find what could be somebody's NIK in the files of the repository.

    python scripts/guard_people.py [FILE ...]     without names: every file git knows or would add

A number is taken for a NIK when it is 16 digits (blanks, dots, hyphens between them or not) with a
province from 11 on and a birth date that can be. Invented people have a serial from 9900 to 9999,
which no register has reached. Names the file and the place, never the number. Looks into .xlsx,
.docx, .ods and other zips, into .xls as far as its text, and not into PDF streams or pictures.
"""

from __future__ import annotations

import html
import io
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INVENTED = range(9900, 10000)
# Numbers that look like somebody's NIK and are nobody's: each with the reason.
ALLOWED = {
    "3578011708450000": "sample of the rule on serial 0000: never issued, counting starts at 0001",
}
_SKIPPED = {".git", ".venv", "HASIL", "__pycache__", "build", "dist"}
_MARK = r"[ .\-\u00a0]?"
_SIXTEEN = re.compile(rf"(?<![0-9])(?<!0\.)[0-9](?:{_MARK}[0-9]){{15}}(?![0-9])")
_SCIENTIFIC = re.compile(r"(?<![0-9.,])([1-9])[.,]([0-9]{15})[eE]\+?15(?![0-9])")
_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"(?:[^>]*/>|[^>]*>.*?</c>)', re.S)
_TAG = re.compile(r"<[^>]*>")


def main(names: list[str]) -> int:
    """Print every place; 1 when there is one."""
    paths = [Path(name) for name in names] or list(files_of_the_repository())
    places = [place for path in paths if path.is_file() for place in places_in(path)]
    for place in places:
        print(f"{place}: mungkin NIK orang sungguhan; pakai nomor urut 9900-9999")
    if not places:
        print(f"{len(paths)} berkas: tidak ada NIK orang sungguhan.")
    return 1 if places else 0


def files_of_the_repository() -> Iterator[Path]:
    """Tracked and new files by git; all but what is made where there is no git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        yield from (ROOT / name for name in listed.decode().split("\0") if name)
    except (OSError, subprocess.CalledProcessError):
        for path in sorted(ROOT.rglob("*")):
            if not _SKIPPED.intersection(path.relative_to(ROOT).parts):
                yield path


def places_in(path: Path) -> Iterator[str]:
    """File and place of everything in a file, its name included, that could be somebody's NIK."""
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    if any(may_be_somebodys(number) for number in numbers_in(path.name)):
        yield f"{shown.parent} (nama berkas)"
    else:
        yield from (f"{shown}{place}" for place in places_in_bytes(path.read_bytes()))


def places_in_bytes(data: bytes) -> Iterator[str]:
    """Places inside a file's content: a line, or an entry of a zip and what is in it."""
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = {name: archive.read(name) for name in archive.namelist()}
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, zlib.error):
            entries = {}  # a hostile sample; its bytes are read as they are
        for name, content in entries.items():
            yield from (f" > {name}{place}" for place in places_in_bytes(content))
        if entries:
            return
    text = text_of(data)
    if text.lstrip().startswith(("<?xml", "<worksheet", "<sst", "<w:document")):
        yield from places_in_markup(text)
    else:
        for number, line in enumerate(text.split("\n"), 1):
            if any(may_be_somebodys(found) for found in numbers_in(line)):
                yield f", baris {number}"


def text_of(data: bytes) -> str:
    """The text of a file in whatever encoding; digits of UTF-16 in a binary file included."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.replace(b"\0", b"").decode("utf-8", "replace")


def places_in_markup(text: str) -> Iterator[str]:
    """Cells, the running number of a text, a paragraph or a tag that holds one."""
    if "<w:" in text:
        kind, parts = "paragraf", [_TAG.sub("", part) for part in text.split("</w:p>")]
    elif "<sst" in text:
        kind, parts = "teks", [_TAG.sub("", part) for part in text.split("</si>")]
    else:
        kind, parts = "bagian", re.split("[<>]", _CELL.sub("", text))
        for cell in _CELL.finditer(text):
            if _holds(_TAG.sub(" ", cell[0])):
                yield f", sel {cell[1]}"
    yield from (f", {kind} ke-{i}" for i, part in enumerate(parts, 1) if _holds(part))


def _holds(text: str) -> bool:
    return any(may_be_somebodys(number) for number in numbers_in(html.unescape(text)))


def numbers_in(text: str) -> Iterator[str]:
    """Every 16 digits in a row or in groups, and numbers written with an exponent."""
    for match in _SIXTEEN.finditer(text):
        yield re.sub(r"[^0-9]", "", match[0])
    for match in _SCIENTIFIC.finditer(text):
        yield match[1] + match[2]


def may_be_somebodys(number: str) -> bool:
    """Whether 16 digits could be the NIK of a living person.

    >>> [may_be_somebodys(f"357801170890{serial}") for serial in ("99" + "01", "01" + "23")]
    [False, True]
    """
    day, month, serial = int(number[6:8]) % 40, int(number[8:10]), int(number[12:])
    if serial in INVENTED or number in ALLOWED or len(set(number)) < 3:
        return False
    return number[:2] >= "11" and int(number[6:8]) < 72 and 1 <= day <= 31 and 1 <= month <= 12


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
