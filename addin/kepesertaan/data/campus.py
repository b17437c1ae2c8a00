"""Campus profiles: what a final report must look like, read from a .toml and checked key by key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from kepesertaan.domain.campus import (
    Approval,
    Campus,
    Chapter,
    Line,
    Look,
    Numerals,
    Part,
    Position,
    Signer,
)
from kepesertaan.domain.errors import UnreadableInput, WrongUse

from .internship import sheet_shapes
from .loader import TEMPLATES

_SIZES = ("judul", "besar", "biasa", "kosong")
LOG_COLUMNS = ("minggu", "tanggal", "jam", "kegiatan", "kelompok", "hasil", "paraf")
COUNTED = ("periode", "lama", "hari_kerja")  # values that are counted, not typed
_SPAN_MARGIN, _SPAN_SIZE, _SPAN_SPACING = (5, 80), (8, 16), (1, 3)
_RESERVED = ("abstrak", "kata_kunci", "kata_pengantar", "referensi")  # parts outside chapters
_ANNEX = "lampiran_"
_PREFIX = "kampus_"
_FIELD = re.compile(r"\{([a-z_]+)\}")


def shipped() -> list[str]:
    """The ids of the profiles of the program."""
    names = sorted(entry.name for entry in TEMPLATES.iterdir())
    return [n.removeprefix(_PREFIX).removesuffix(".toml") for n in names
            if n.startswith(_PREFIX) and n.endswith(".toml")]  # fmt: skip


def shipped_campus(name: str) -> Campus:
    """A profile of the program by its id. Raises ``WrongUse`` for one it has not."""
    if name not in shipped():
        raise WrongUse(
            f"--profil {name} tidak dikenal; pilih {' atau '.join(shipped())}, atau sebut berkas "
            ".toml kampus Anda."
        )
    file = TEMPLATES / f"{_PREFIX}{name}.toml"
    return read_campus(file.read_bytes(), f"{_PREFIX}{name}.toml", name)


def read_campus(data: bytes, name: str, id: str) -> Campus:
    """The profile in a file. Raises ``UnreadableInput`` for a key or value that is not right."""
    try:
        said = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableInput(
            f"Profil {name}: {_toml_trouble(error)} Perbaiki, lalu ulangi."
        ) from error
    return _Profile(name).campus(said, id)


def fields_in(text: str) -> list[str]:
    """The names between braces.

    >>> fields_in("{kota}, {tanggal_pengesahan}")
    ['kota', 'tanggal_pengesahan']
    """
    return _FIELD.findall(text)


def known_fields() -> set[str]:
    """Every name that may stand between braces."""
    shapes = sheet_shapes()
    return {*shapes["mahasiswa"].columns, *shapes["mitra"].columns, *COUNTED, "tanggal_pengesahan"}


def _toml_trouble(error: Exception) -> str:
    found = re.search(r"line (\d+)", str(error))
    return f"baris {found[1]} tidak terbaca sebagai TOML." if found else "bukan teks UTF-8."


class _Profile:
    """Reads values of one file and says where one is wrong."""

    def __init__(self, name: str) -> None:
        self.name = name

    def trouble(self, where: str, what: str) -> UnreadableInput:
        return UnreadableInput(f"Profil {self.name}: {where} {what}. Perbaiki, lalu ulangi.")

    def take(self, table: Mapping[str, Any], where: str, known: Sequence[str]) -> None:
        """Refuse what is no table, or has a key we do not know."""
        if not isinstance(table, dict):
            raise self.trouble(where, "harus berupa tabel")
        strange = next((key for key in table if key not in known), None)
        if strange:
            place = f"kunci '{strange}' di {where}"
            raise self.trouble(place, f"tidak dikenal; yang dikenal: {', '.join(known)}")

    def text(self, table: Mapping[str, Any], key: str, where: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.trouble(f"'{key}' di {where}", "harus berupa teks")
        return self.checked(value, f"'{key}' di {where}")

    def checked(self, text: str, where: str) -> str:
        if any(ord(letter) < 32 for letter in text):
            raise self.trouble(where, "memuat huruf yang tidak terlihat")
        strange = next((name for name in fields_in(text) if name not in known_fields()), None)
        if strange:
            raise self.trouble(where, f"menyebut {{{strange}}} yang tidak dikenal")
        return text

    def number(
        self, table: Mapping[str, Any], key: str, where: str, span: tuple[float, float]
    ) -> float:
        value = table.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.trouble(f"'{key}' di {where}", "harus berupa angka")
        if not span[0] <= value <= span[1]:
            raise self.trouble(f"'{key}' di {where}", f"harus {span[0]:g} sampai {span[1]:g}")
        return float(value)

    def choice(self, table: Mapping[str, Any], key: str, where: str, known: Sequence[str]) -> Any:
        value = table.get(key)
        if value not in known:
            raise self.trouble(f"'{key}' di {where}", f"harus salah satu dari: {', '.join(known)}")
        return value

    def flag(self, table: Mapping[str, Any], key: str, where: str) -> bool:
        value = table.get(key)
        if not isinstance(value, bool):
            raise self.trouble(f"'{key}' di {where}", "harus true atau false")
        return value

    def texts(self, table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        value = table.get(key)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.trouble(f"'{key}' di {where}", "harus berupa daftar teks")
        return tuple(self.checked(one, f"'{key}' di {where}") for one in value)

    def tables(self, table: Mapping[str, Any], key: str, where: str) -> list[dict[str, Any]]:
        value = table.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
            raise self.trouble(f"'{key}' di {where}", "harus berupa daftar yang tidak kosong")
        return value

    def campus(self, said: dict[str, Any], id: str) -> Campus:
        top = "berkas ini"
        self.take(said, top, ("nama", "gaya", "sumber", "dipastikan", "abstrak_paling_banyak_kata",
                              "daftar_paling_sedikit", "halaman", "sampul", "pengesahan", "bab",
                              "log"))  # fmt: skip
        cover, log = said.get("sampul", {}), said.get("log", {})
        self.take(cover, "[sampul]", ("baris",))
        self.take(log, "[log]", ("kolom", "per", "mendatar"))
        return Campus(
            id, self.text(said, "nama", top), self.styles(said), self.text(said, "sumber", top),
            self.flag(said, "dipastikan", top),
            int(self.number(said, "abstrak_paling_banyak_kata", top, (50, 1000))),
            int(self.number(said, "daftar_paling_sedikit", top, (0, 10))),
            self.look(said.get("halaman", {})),
            tuple(self.line(line) for line in self.tables(cover, "baris", "[sampul]")),
            tuple(self.approval(one) for one in self.tables(said, "pengesahan", top)),
            self.chapters(said),
            self.log_columns(log),
            self.choice(log, "per", "[log]", ("minggu", "hari")) == "minggu",
            self.flag(log, "mendatar", "[log]"),
        )  # fmt: skip

    def styles(self, said: dict[str, Any]) -> str:
        """The name of a .docx in the profile's own folder, "" where none is named."""
        name = self.text(said, "gaya", "berkas ini") if "gaya" in said else ""
        if name and not re.fullmatch(r"[^/\\:]+\.docx", name, re.IGNORECASE):
            raise self.trouble("'gaya' di berkas ini", "harus nama berkas .docx di folder profil")
        return name

    def look(self, table: dict[str, Any]) -> Look:
        where = "[halaman]"
        margins = ("margin_atas", "margin_kiri", "margin_bawah", "margin_kanan")
        places = ("nomor_depan", "nomor_awal_bab", "nomor_bab_lanjutan", "nomor_lampiran")
        self.take(table, where, (*margins, "huruf", "ukuran", "spasi", "lekuk", "nomor_bab",
                                 "nomor_keterangan", *places))  # fmt: skip
        numerals, positions = get_args(Numerals), get_args(Position)
        top, left, bottom, right = (
            self.number(table, margin, where, _SPAN_MARGIN) for margin in margins
        )
        front, first, other, annex = (
            self.choice(table, place, where, positions) for place in places
        )
        return Look(
            top, left, bottom, right, self.text(table, "huruf", where),
            self.number(table, "ukuran", where, _SPAN_SIZE),
            self.number(table, "spasi", where, _SPAN_SPACING),
            self.number(table, "lekuk", where, (0, 30)),
            self.choice(table, "nomor_bab", where, numerals),
            self.choice(table, "nomor_keterangan", where, numerals),
            front, first, other, annex,
        )  # fmt: skip

    def line(self, table: dict[str, Any]) -> Line:
        where = "[sampul] baris"
        self.take(table, where, ("teks", "ukuran"))
        size = self.choice(table, "ukuran", where, _SIZES)
        return Line("" if size == "kosong" else self.text(table, "teks", where), size)

    def approval(self, table: dict[str, Any]) -> Approval:
        where = "[[pengesahan]]"
        self.take(table, where, ("judul", "baris", "tanda_tangan"))
        signers = self.tables(table, "tanda_tangan", where)
        return Approval(
            self.text(table, "judul", where), self.texts(table, "baris", where),
            tuple(self.signer(one) for one in signers),
        )  # fmt: skip

    def signer(self, table: dict[str, Any]) -> Signer:
        where = "[[pengesahan.tanda_tangan]]"
        self.take(table, where, ("atas", "bawah"))
        return Signer(self.texts(table, "atas", where), self.texts(table, "bawah", where))

    def chapters(self, said: dict[str, Any]) -> tuple[Chapter, ...]:
        """The chapters; each key of a section once, and none that another part has."""
        found = tuple(self.chapter(one) for one in self.tables(said, "bab", "berkas ini"))
        seen: set[str] = set(_RESERVED)
        for part in (part for chapter in found for part in chapter.parts):
            if part.key in seen or part.key.startswith(_ANNEX):
                what = "sudah dipakai bagian lain; pakai kunci lain"
                raise self.trouble(f"kunci '{part.key}' di [[bab]]", what)
            seen.add(part.key)
        return found

    def chapter(self, table: dict[str, Any]) -> Chapter:
        where = "[[bab]]"
        self.take(table, where, ("judul", "subbab"))
        return Chapter(
            self.text(table, "judul", where),
            tuple(self.part(one) for one in self.tables(table, "subbab", where)),
        )

    def part(self, table: dict[str, Any]) -> Part:
        where = "subbab di [[bab]]"
        self.take(table, where, ("judul", "kunci", "wajib"))
        required = self.flag(table, "wajib", where) if "wajib" in table else True
        return Part(self.text(table, "judul", where), self.key(table, where), required)

    def key(self, table: dict[str, Any], where: str) -> str:
        key = self.text(table, "kunci", where)
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", key):
            raise self.trouble(f"'kunci' di {where}", "hanya huruf kecil, angka, dan garis bawah")
        return key

    def log_columns(self, table: dict[str, Any]) -> tuple[str, ...]:
        columns = self.texts(table, "kolom", "[log]")
        strange = next((name for name in columns if name not in LOG_COLUMNS), None)
        if strange or not columns:
            what = f"harus memuat sebagian dari: {', '.join(LOG_COLUMNS)}"
            raise self.trouble("'kolom' di [log]", what)
        return columns
