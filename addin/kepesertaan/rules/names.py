"""Names of people and places: capitals and single blanks as on the KTP; nothing else is certain.

Titles, M./Moh./Muh., bin/binti are part of a name and are never expanded or dropped.
"""

from __future__ import annotations

import re
from functools import cache

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import CellError, Raw
from kepesertaan.domain.text import has_invisible, visible, without_apostrophe
from kepesertaan.domain.verdict import KEEP, Verdict, fix, flag

from .registry import cell_rule, row_rule, settled

FIELDS = ("nama", "ibu_kandung", "tempat_lahir")
PEOPLE = ("nama", "ibu_kandung")
_PLAIN = re.compile(r"[A-Z]{3,}(?: [A-Z]{2,})*")
_LOOKALIKES = str.maketrans("0158", "OISB")


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(load_toml("names")[kind])


@cache
def _asked_about() -> frozenset[str]:
    return _words("titles") | _words("deceased") | _words("not_a_mother") | _words("dummies")


@settled(*FIELDS)
def _settled(value: Raw) -> bool:
    return (
        isinstance(value, str)
        and _PLAIN.fullmatch(value) is not None
        and _asked_about().isdisjoint((value, *value.split()))
    )


@cell_rule("NAM-01", field=FIELDS, samples="""
    BUDI  SANTOSO     ->  BUDI SANTOSO
    'BUDI             ->  BUDI
    NU'MAN            ->  =
    M. ALI BIN UMAR   ->  =
""")  # fmt: skip
def blanks(value: Raw) -> Verdict:
    """Spasi berlebih, tanda petik di depan, dan karakter tak terlihat dihapus."""
    if not isinstance(value, str):
        return KEEP
    tidy = without_apostrophe(visible(value)).strip()
    if tidy == value or not tidy:
        return KEEP
    return fix(tidy, "karakter tak terlihat" if has_invisible(value) else "spasi atau tanda petik")


@cell_rule("NAM-02", field=FIELDS, samples="""
    Budi Santoso   ->  BUDI SANTOSO
    h. ahmad       ->  H. AHMAD
    BUDI           ->  =
""")  # fmt: skip
def capitals(value: Raw) -> Verdict:
    """Nama ditulis dengan huruf besar seperti pada KTP."""
    if not isinstance(value, str) or value == value.upper():
        return KEEP
    return fix(value.upper(), "hanya besar-kecil huruf yang berubah")


@cell_rule("NAM-03", field=FIELDS, samples="""
    BUD1 SANTOSO   ->  ? BUDI SANTOSO
    081234567890   ->  ?
    (angka) 12     ->  ?
    BUDI SANTOSO   ->  =
""")  # fmt: skip
def holds_digits(value: Raw) -> Verdict:
    """Nama memuat angka."""
    if isinstance(value, CellError):
        return KEEP
    text = shown(value)
    if isinstance(value, str) and not any(char.isdigit() for char in text):
        return KEEP
    meant = text.translate(_LOOKALIKES)
    sure = any(char.isalpha() for char in text) and not any(char.isdigit() for char in meant)
    return flag(
        f"tertulis '{text}'" if len(text) < 6 else "angka di dalam nama", meant if sure else None
    )


@cell_rule("NAM-04", field="nama", samples="""
    AN    ->  ?
    X.    ->  ?
    ANI   ->  =
""")  # fmt: skip
def too_short(value: Raw) -> Verdict:
    """Nama kurang dari tiga huruf; SIPP menolaknya."""
    letters = sum(char.isalpha() for char in str(value))
    return KEEP if letters >= 3 else flag(f"{letters} huruf", level="Periksa")


@cell_rule("NAM-05", field=PEOPLE, samples="""
    ALM. BUDI SANTOSO   ->  ?
    SITI (ALMH)         ->  ?
    ALMIRA SANTOSO      ->  =
""")  # fmt: skip
def deceased(value: Raw) -> Verdict:
    """Nama memuat kata almarhum; pastikan penulisannya dan jalur pelaporannya."""
    found = _found(value, "deceased")
    return flag(f"kata {found}", level="Periksa") if found else KEEP


@cell_rule("NAM-06", field="nama", samples="""
    BUDI SANTOSO, S.E.    ->  ?
    DR. BUDI              ->  ?
    H. BUDI               ->  =
    MOH. ALI              ->  =
    SITI BINTI UMAR       ->  =
""")  # fmt: skip
def title(value: Raw) -> Verdict:
    """Gelar akademik ditulis di kolom GELAR, bukan di nama."""
    found = _found(value, "titles")
    return flag(f"kata {found}", level="Info") if found else KEEP


@cell_rule("NAM-07", field="ibu_kandung", samples="""
    IBU           ->  ?
    MAMA          ->  ?
    IBU SITI      ->  =
""")  # fmt: skip
def not_a_mother(value: Raw) -> Verdict:
    """Isian ini bukan nama ibu kandung."""
    text = visible(str(value)).upper()
    return flag(f"tertulis '{text}'") if text in _words("not_a_mother") else KEEP


@row_rule("NAM-08", fields=("ibu_kandung", "nama"), on=("ibu_kandung",), samples="""
    BUDI SANTOSO | BUDI SANTOSO  ->  ?
    SITI AMINAH | BUDI SANTOSO   ->  =
""")  # fmt: skip
def mother_is_self(mother: Raw, name: Raw) -> Verdict:
    """Nama ibu kandung sama dengan nama peserta."""
    return flag("kedua isian sama", level="Periksa") if mother == name else KEEP


def _found(value: Raw, kind: str) -> str | None:
    words = re.findall(r"[A-Z.]+", str(value).upper())
    return next((word for word in (w.rstrip(".") for w in words) if word in _words(kind)), None)
