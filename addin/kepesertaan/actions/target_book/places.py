"""Names of the book's sheets and columns, and how a formula or a link says where something is."""

from __future__ import annotations

from kepesertaan.domain.table import column_letter
from kepesertaan.domain.targets import Place

SUMMARY = "Ringkasan"
PEOPLE = "Papan Petugas"
OFFICERS = "Per Petugas"
SEGMENTS = "Per Segmen"
RATIOS = "Rasio"
MONTHS = "Bulanan"
OUTLOOK = "Proyeksi"
RECEIVED = "Lembar Masuk"
QUESTIONS = "Pertanyaan"
PROOF = "Bukti Rekonsiliasi"
LEFT = "Tidak Dipakai"
DETAIL = "Rincian"
SOURCES = "Sumber"
CHARTS = "Data Grafik"

NONE = "\u2013"  # where a figure cannot be told
MISSING = "belum ada"
_WILD = "~*?"  # the sign that takes the meaning of the others first
_OPERATORS = ("=", "<", ">")


def cell(row: int, col: int, *, fixed: bool = False) -> str:
    """An address; row and column from 0.

    >>> cell(4, 2), cell(4, 2, fixed=True)
    ('C5', '$C$5')
    """
    letter = column_letter(col)
    return f"${letter}${row + 1}" if fixed else f"{letter}{row + 1}"


def same_as(where: str, said: str) -> str:
    """The criterion of a sum by name: the text at an address itself, without wildcards.

    >>> same_as("$B5", "Ani"), same_as("$B5", "Ani?")
    ('$B5', '"="&SUBSTITUTE($B5,"?","~?")')
    """
    signs = [sign for sign in _WILD if sign in said]
    if not signs and not said.startswith(_OPERATORS):
        return where
    for sign in signs:
        where = f"SUBSTITUTE({where},{text(sign)},{text('~' + sign)})"
    return f'"="&{where}'


def area(sheet: str, first: tuple[int, int], last: tuple[int, int]) -> str:
    """A range of another sheet.

    >>> area("Per Petugas", (4, 0), (9, 2))
    "'Per Petugas'!$A$5:$C$10"
    """
    return f"'{sheet}'!{cell(*first, fixed=True)}:{cell(*last, fixed=True)}"


def one(sheet: str, row: int, col: int) -> str:
    """A cell of another sheet.

    >>> one("Sumber", 4, 6)
    "'Sumber'!$G$5"
    """
    return f"'{sheet}'!{cell(row, col, fixed=True)}"


def inside(sheet: str, first: tuple[int, int], last: tuple[int, int]) -> str:
    """The link to a range of this book.

    >>> inside("Sumber", (4, 0), (8, 12))
    "internal:'Sumber'!A5:M9"
    """
    return f"internal:'{sheet}'!{cell(*first)}:{cell(*last)}"


def outside(place: Place) -> str:
    """The link to a cell of a source file; "" where no link can name the file.

    >>> outside(Place("a.xlsx", "JUM'AT", "D6", "x/a.xlsx")), outside(Place("a#.x", path="a#.x"))
    ("external:x/a.xlsx#'JUM''AT'!D6", '')
    """
    if not place.path or "#" in place.path:
        return ""
    sheet = place.sheet.replace("'", "''")
    where = f"#'{sheet}'!{place.cell or 'A1'}" if sheet else ""
    return f"external:{place.path}{where}"


def text(said: str) -> str:
    r"""A text inside a formula.

    >>> text("belum ada")
    '"belum ada"'
    """
    return '"' + said.replace('"', '""') + '"'
