"""Text tables: encoding, delimiter and quotes told from the content; every cell stays text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.table import Raw
from kepesertaan.files.kind import looks_utf16

_DELIMITERS = ";,\t|"  # the earlier one wins where two explain the text equally well
_SAMPLE_CHARS = 65_536
_SAMPLE_ROWS = 200
_LONGEST_CELL = 1_000_000  # characters; longer means a quote that never closes
_SEP_LINE = re.compile(r"(?i)sep=(.)\r?\n?\Z")
_END = "\x1f"  # appended as a last line: read back as a row of its own unless a quote is open
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_delimited(path: Path) -> tuple[list[list[Raw]], list[str]]:
    """Rows of text cells (row i = line i+1 of the table, '' as None) and notices for the user.

    Rows keep the length they have. Raises ``UnreadableInput`` for NUL characters.
    """
    text, notices = decode(path, path.read_bytes())
    delimiter, start = _find_delimiter(text)
    rows, closed = _split(text, start, delimiter, csv.QUOTE_MINIMAL)
    if not closed:
        rows, whole = _split(text, start, delimiter, csv.QUOTE_NONE)
        if not whole:
            raise UnreadableInput(
                f"{path.name} bukan teks bertabel: ada isian yang lebih dari satu juta huruf. "
                "Periksa isi berkas itu."
            )
        notices.append(
            f"{path.name}: ada tanda kutip yang tidak ditutup; "
            "tanda kutip dibaca sebagai huruf biasa."
        )
    return rows, notices


def decode(path: Path, data: bytes) -> tuple[str, list[str]]:
    """Text of a file whose encoding nobody told, and notices (an Indonesian sentence each)."""
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    codec = codec or looks_utf16(data) or "utf-8"
    notices = []
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        if codec == "utf-8":
            text = _decode_windows(data)
            notices = [f"{path.name}: teks dibaca sebagai Windows-1252, bukan UTF-8."]
        else:
            text = data.decode(codec, "replace")
            notices = [f"{path.name}: sebagian huruf rusak dan dibaca sebagai \ufffd."]
    if "\0" in text:
        raise UnreadableInput(
            f"{path.name} rusak: ada karakter NUL di dalam teksnya. Minta salinan yang utuh."
        )
    return text.removeprefix("\ufeff"), notices


def sheet_name(stem: str) -> str:
    """A sheet name Excel accepts, made from a file name.

    >>> sheet_name("data [peserta]: 2026/11 cabang Surabaya Darmo")
    'data peserta 202611 cabang Sura'
    >>> sheet_name("[]")
    'Lembar1'
    """
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "", stem).strip("' ")[:31].strip("' ")
    return name or "Lembar1"


def _decode_windows(data: bytes) -> str:
    """Windows-1252; the five bytes it leaves out become the C1 characters, as Windows does."""
    return data.decode("cp1252", "surrogateescape").translate(
        {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
    )


def _find_delimiter(text: str) -> tuple[str, int]:
    """The delimiter, and where the table starts (after a ``sep=`` line)."""
    end = text.find("\n", 0, 10) + 1
    told = _SEP_LINE.match(text[:end])
    if told:
        return told.group(1), end
    scores = [(_score(text[:_SAMPLE_CHARS], d), -i, d) for i, d in enumerate(_DELIMITERS)]
    return max(scores)[2], 0


def _score(sample: str, delimiter: str) -> float:
    """How well a delimiter explains the sample: share of rows of the usual width, and width.

    A column more weighs as much as one row in a thousand: decimal commas and commas in sentences
    are regular too, but seldom in the heading as well.
    """
    rows = list(_reader(io.StringIO(sample, newline=""), delimiter, csv.QUOTE_MINIMAL))
    widths = [len(row) for row in rows[:_SAMPLE_ROWS] if row]
    if len(rows) > 1 and len(sample) == _SAMPLE_CHARS:
        widths = widths[:-1] or widths
    counted = Counter(width for width in widths if width > 1)
    if not counted:
        return 0.0
    usual, times = max(counted.items(), key=lambda item: (item[1] * (item[0] - 1), item[0]))
    return times / len(widths) + min(usual, 99) / 1000


def _split(text: str, start: int, delimiter: str, quoting: int) -> tuple[list[list[Raw]], bool]:
    """The rows, and whether every quote was closed."""
    lines = io.StringIO(text, newline="")
    lines.seek(start)
    pool: dict[str, str] = {}
    share = pool.setdefault
    rows: list[list[Raw]] = []
    try:
        for row in _reader(_with_end(lines), delimiter, quoting):
            rows.append([share(cell, cell) if cell else None for cell in row])
    except csv.Error:
        return rows, False
    closed = bool(rows) and rows.pop() == [_END]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows, closed


def _with_end(lines: io.StringIO) -> Iterator[str]:
    yield from lines
    yield _END


def _reader(lines: Iterator[str], delimiter: str, quoting: int) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(lines, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
