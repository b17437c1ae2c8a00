"""Button Periksa Kesiapan: what this computer lacks, what to do now, and a letter to IT."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Literal

from kepesertaan.data.written_days import long_date
from kepesertaan.domain.readiness import Found, Installed

from .registry import action

State = Literal["✓", "✗", "?", "i"]
OLDEST_EXCEL = 16  # the version that 2016, 2019, 2021 and 365 call themselves
LONGEST_PATH = 259  # characters that Windows lets a program use unless it is told otherwise
_MEND = "Tutup Excel, lalu jalankan perbaiki.cmd di {paket}."
_POLICIES = {  # name of the policy -> what it does, what IT is asked
    "macros": (
        "Kebijakan kantor mematikan makro Excel.",
        "izinkan makro di lokasi tepercaya (VBAWarnings)",
    ),
    "locations": (
        "Kebijakan kantor mematikan semua lokasi tepercaya.",
        "izinkan folder XLSTART akun ini sebagai lokasi tepercaya (AllLocationsDisabled)",
    ),
    "children": (
        "Kebijakan kantor melarang Excel menjalankan program lain; tombol hanya bekerja lewat "
        "pendaftaran server.",
        "pastikan Kepesertaan.Server boleh dijalankan Windows (aturan ASR D4F940AB)",
    ),
    "calls": (
        "Kebijakan kantor melarang makro memanggil fungsi Windows; add-in mungkin ditolak.",
        "kecualikan Kepesertaan.xlam dari aturan ASR 92E97FA1",
    ),
}


@dataclass(frozen=True, slots=True)
class Check:
    """``what``: in a word or two; ``now``: what to do, "" for nothing; ``it``: what IT is asked."""

    what: str
    state: State
    text: str
    now: str = ""
    it: str = ""


@action(
    "kesiapan",
    label="Periksa Kesiapan",
    group="Bantuan",
    needs="komputer",
    icon="FileDocumentInspect",
    keytip="S",
    options={"surat": "Tulis surat permintaan untuk petugas TI ke berkas .txt ini."},
    example="kepesertaan kesiapan --surat SURAT.txt",
)
def kesiapan(found: Found) -> list[Check]:
    """Memeriksa apakah komputer ini siap, dan apa yang masih kurang.

    Setiap hal disebut dengan langkah berikutnya. Bila ada yang hanya dapat diubah petugas TI,
    suratnya dapat dibuat: satu halaman berisi permintaan, alamat berkas, dan sidik SHA-256. Tidak
    ada yang dipasang atau diubah.
    """
    here = found.installed
    general = [Check("Python", "✓", f"Python {found.python}."), _calc(found)]
    if here is None:
        text = f"{found.system} bukan Windows: pemasangan di Excel tidak dapat diperiksa di sini."
        unknown = [Check(what, "?", "Hanya dapat diperiksa di Windows.") for what, _ in _ON_WINDOWS]
        return [Check("Sistem", "i", text), *general, *unknown]
    package = found.places.get("paket", "folder paket")
    looked = [_with(judge(here), what, package) for what, judge in _ON_WINDOWS]
    return [Check("Sistem", "✓", f"{found.system}."), *looked, *general, _word(here), *_cloud(here)]


def is_ready(checks: Sequence[Check]) -> bool:
    """Whether nothing is lacking."""
    return all(check.state != "✗" for check in checks)


def lines_of(checks: Sequence[Check]) -> list[str]:
    """Every check as a line, and the line for the helpdesk."""
    return [*_lines(checks), summary(checks)]


def as_data(checks: Sequence[Check]) -> list[dict[str, str]]:
    """Every check for a program."""
    names = ("hal", "tanda", "keadaan", "langkah", "ti")
    return [dict(zip(names, astuple(check), strict=True)) for check in checks]


def lacking(checks: Sequence[Check]) -> list[str]:
    """Only what is lacking, and the line for the helpdesk."""
    missing = [_line(check) for check in checks if check.state == "✗"]
    return [*missing, summary(checks)] if missing else [summary(checks)]


def summary(checks: Sequence[Check]) -> str:
    """One line that can be read out to the helpdesk."""
    counted = [check for check in checks if check.state != "i"]
    good = sum(check.state == "✓" for check in counted)
    unknown = sum(check.state == "?" for check in counted)
    text = f"Kesiapan: {good} dari {len(counted)}."
    if unknown:
        text += f" {unknown} tidak dapat diperiksa di sini."
    asked = [check.what for check in checks if check.it]
    return f"{text} Perlu TI: {', '.join(asked)}." if asked else text


def letter(found: Found, checks: Sequence[Check], today: date) -> str:
    """The request to IT: one page of plain text."""
    asked = [f"{n}. {check.what}: {check.it}." for n, check in enumerate(_asked(checks), 1)]
    return "\n".join(
        [
            "PERMINTAAN KEPADA PETUGAS TI",
            f"Tanggal: {long_date(today)}",
            "",
            "Mohon bantuan agar add-in Kepesertaan dapat dipakai di komputer ini. Add-in bekerja",
            "tanpa hak admin dan tanpa jaringan; yang dipasang hanya untuk akun ini.",
            "",
            "YANG DIMINTA",
            *(asked or ["Tidak ada; surat ini hanya untuk diketahui."]),
            "",
            "KEADAAN SEKARANG",
            f"{found.system}; Python {found.python}",
            *_lines([check for check in checks if check.what not in ("Sistem", "Python")]),
            "",
            "ALAMAT BERKAS",
            *(f"{what}: {path}" for what, path in found.places.items()),
            "",
            "SIDIK SHA-256",
            *(f"{what}:\n  {digest}" for what, digest in found.hashes.items()),
            *([] if found.hashes else ["Belum ada berkas yang dipasang di sini."]),
            "",
            summary(checks),
            "",
        ]
    )


def _asked(checks: Sequence[Check]) -> list[Check]:
    return [check for check in checks if check.it]


def _lines(checks: Sequence[Check]) -> list[str]:
    unknown = [check.what for check in checks if check.state == "?"]
    known = [_line(check) for check in checks if check.state != "?"]
    text = f"? Tidak dapat diperiksa di sini: {', '.join(unknown)}."
    return [*known, text] if unknown else known


def _line(check: Check) -> str:
    return f"{check.state} {check.what}: {check.text} {check.now}".rstrip()


def _with(check: Check, what: str, package: str) -> Check:
    now = check.now.replace("{paket}", package)
    return Check(what, check.state, check.text, now, check.it)


# --- judgements ---------------------------------------------------------------------------------


def _good(text: str) -> Check:
    return Check("", "✓", text)


def _bad(text: str, now: str, it: str = "") -> Check:
    return Check("", "✗", text, now, it)


def _program(here: Installed) -> Check:
    if not here.version:
        return _bad("Belum dipasang di akun ini.", "Jalankan pasang.cmd dari folder paket.")
    if here.harmed:
        return _bad(
            f"{here.harmed} berkas program hilang atau berubah, mungkin oleh antivirus.",
            _MEND,
            "jangan karantina folder program ini; cocokkan sidik SHA-256",
        )
    if here.version != here.program:
        return _bad(
            f"Terpasang versi {here.version}, yang berjalan versi {here.program}.",
            "Jalankan pasang.cmd dari folder paket terbaru.",
        )
    return _good(f"Versi {here.version}, utuh.")


def _addin(here: Installed) -> Check:
    if here.addin == "missing":
        return _bad("Kepesertaan.xlam tidak ada di folder XLSTART.", _MEND)
    if here.addin == "differs":
        return _bad("Kepesertaan.xlam di XLSTART bukan yang dipasang.", _MEND)
    return _good("Ada di XLSTART dan sama dengan yang dipasang.")


def _mark(here: Installed) -> Check:
    if here.is_marked:
        return _bad(
            "Windows menandai add-in ini berasal dari internet, jadi makronya diblokir.",
            _MEND,
            "salin paket dari server bernama, bukan dari surel atau alamat IP",
        )
    return _good("Add-in tidak bertanda dari internet.")


def _conf(here: Installed) -> Check:
    if here.conf != "whole":
        return _bad("Setelan kepesertaan.conf hilang atau berubah.", _MEND)
    return _good("Menunjuk Python yang dipasang.")


def _server(here: Installed) -> Check:
    if here.server != "whole":
        return _bad(
            "Kepesertaan.Server belum terdaftar di akun ini; klik menjadi lambat.",
            _MEND,
            "izinkan pendaftaran HKCU\\Software\\Classes\\Kepesertaan.Server",
        )
    return _good("Kepesertaan.Server terdaftar di akun ini.")


def _excel(here: Installed) -> Check:
    if not here.excel:
        return _bad(
            "Excel tidak ditemukan.",
            "Pakai perintah kepesertaan, atau mintalah Excel.",
            "pasang Excel 2016 atau lebih baru untuk Windows",
        )
    if here.excel < OLDEST_EXCEL:
        return _bad(
            "Excel ini terlalu lama.",
            "Mintalah versi yang lebih baru.",
            "pasang Excel 2016 atau lebih baru",
        )
    return _good("Excel 2016 atau lebih baru.")


def _policy(here: Installed) -> Check:
    found = [_POLICIES[name] for name in here.policies]
    if found:
        texts, asked = zip(*found, strict=True)
        return _bad(" ".join(texts), "Kirim surat untuk TI.", "; ".join(asked))
    return _good("Tidak ditemukan kebijakan yang menghalangi.")


def _path(here: Installed) -> Check:
    if here.longest > LONGEST_PATH:
        return _bad(
            f"Alamat berkas program terlalu panjang ({here.longest} karakter).",
            "Kirim surat untuk TI.",
            "aktifkan alamat panjang Windows (LongPathsEnabled)",
        )
    return _good(f"Alamat berkas terpanjang {here.longest} karakter.")


def _word(here: Installed) -> Check:
    text = "Word ada." if here.word else "Word tidak ada; hanya diperlukan untuk laporan."
    return Check("", "i", text)


def _calc(found: Found) -> Check:
    text = "ada" if found.has_calc else "tidak ada; hanya pengganti bila Excel tidak ada"
    return Check("LibreOffice", "i", f"LibreOffice {text}.")


def _cloud(here: Installed) -> list[Check]:
    text = (
        "Folder Dokumen ada di OneDrive; riwayat buku kerja di sana disimpan di komputer ini, "
        "jadi Urungkan hanya dapat dari komputer ini."
    )
    return [Check("OneDrive", "i", text)] if here.is_in_cloud else []


_ON_WINDOWS: tuple[tuple[str, Callable[[Installed], Check]], ...] = (
    ("Program", _program),
    ("Add-in", _addin),
    ("Tanda internet", _mark),
    ("Setelan", _conf),
    ("Pendaftaran", _server),
    ("Excel", _excel),
    ("Kebijakan", _policy),
    ("Alamat", _path),
)
