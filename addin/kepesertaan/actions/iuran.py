"""Command iuran: what is owed for one month, line by line, with what each figure rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.errors import WrongUse
from kepesertaan.domain.iuran import Bill, Ground, Line, rounded
from kepesertaan.domain.money import rupiah_readings
from kepesertaan.domain.period import Month, month_name
from kepesertaan.domain.show import rupiah, rupiah_exact
from kepesertaan.rules.iuran import (
    PROGRAMS,
    RISKS,
    ROUTES,
    SECTORS,
    bill_bpu,
    bill_migrant,
    bill_project,
    bill_project_wages,
    bill_pu,
    places,
)
from kepesertaan.rules.piutang import Due, due
from kepesertaan.sheets.month_text import month_of

from .registry import Answer, action, option_flag

_TOO_MUCH = 10**15  # rupiah; exact arithmetic has 28 digits
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
_USED = {  # segment -> the options it uses
    "PU": ("upah", "kelas", "program", "padat_karya"),
    "BPU": ("upah", "program", "sektor", "apbn"),
    "JAKON": ("upah", "nilai", "termasuk_ppn"),
    "PMI": ("kontrak", "jalur", "bulan_tambahan", "jht"),
}
_OPTIONS = {
    "segmen": "PU, BPU, JAKON, atau PMI.",
    "blth": "Bulan iuran, misalnya 2026-11; untuk PMI bulan pembayaran.",
    "upah": "Upah sebulan (PU, JAKON) atau penghasilan sebulan (BPU), rupiah.",
    "kelas": "PU: kelas risiko JKK, 1 sampai 5 atau I sampai V.",
    "program": "PU: JKK, JKM, JHT, JP (tanpa ini keempatnya); BPU: tanpa ini JKK dan JKM.",
    "padat_karya": "PU: perusahaan mendapat keringanan JKK padat karya.",
    "sektor": "BPU: angkutan atau lain; perlu bila diskon bulan itu berbeda.",
    "apbn": "BPU: iuran dibayar APBN atau APBD.",
    "nilai": "JAKON: nilai kontrak tanpa PPN, rupiah.",
    "termasuk_ppn": "JAKON: --nilai sudah termasuk PPN.",
    "kontrak": "PMI: lama kontrak dalam bulan: 6, 12, atau 24.",
    "jalur": "PMI: pelaksana (penempatan) atau perseorangan.",
    "bulan_tambahan": "PMI: bulan di luar masa kontrak.",
    "jht": "PMI: JHT sebulan, rupiah.",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options as they were given."""

    given: dict[str, str | bool | tuple[str, ...]]

    def text(self, name: str) -> str:
        return str(self.given.get(name) or "").strip()

    def has(self, name: str) -> bool:
        return bool(self.given.get(name))

    def words(self, name: str) -> tuple[str, ...]:
        found = self.given.get(name) or ()
        texts = (found,) if isinstance(found, str) else tuple(found) if found is not True else ()
        return tuple(word.upper() for text in texts for word in text.replace(",", " ").split())


@action(
    "iuran",
    label="Hitung Iuran",
    group="Iuran",
    needs="pilihan",
    options=_OPTIONS,
    example="kepesertaan iuran --segmen PU --blth 2026-11 --upah 5032635 --kelas 3",
)
def iuran(
    *,
    program: tuple[str, ...] = (),
    padat_karya: bool = False,
    apbn: bool = False,
    termasuk_ppn: bool = False,
    **texts: str,
) -> Answer:
    """Menghitung iuran satu bulan, baris demi baris, dengan sumber setiap angka.

    Ketentuan dipilih menurut BLTH: tarif, batas upah JP, keringanan, dan diskon yang berlaku pada
    bulan itu. Angka yang belum dikonfirmasi disebut; bandingkan dengan tagihan SIPP.
    """
    flags = {"padat_karya": padat_karya, "apbn": apbn, "termasuk_ppn": termasuk_ppn}
    asked = _Asked({**texts, **flags, "program": program})
    segment = _segment(asked)
    month = _month(asked)
    _refuse_unused(asked, segment)
    bill = _BILLS[segment](asked, month)
    when = due(segment, month) if segment in PROGRAMS else None
    return Answer(_lines(segment, month, bill, when), _data(segment, month, bill, when))


def _bill_of_pu(asked: _Asked, month: Month) -> Bill:
    risk = asked.text("kelas").upper()
    risk = _one_of("kelas", _ROMAN.get(risk, risk), RISKS)
    programs = _programs(asked, "PU") or PROGRAMS["PU"]
    wage = _money(asked, "upah")
    return bill_pu(wage, risk, month, programs, labour_intensive=asked.has("padat_karya"))


def _bill_of_bpu(asked: _Asked, month: Month) -> Bill:
    sector = asked.text("sektor").lower()
    if sector:
        _one_of("sektor", sector, SECTORS)
    programs = _programs(asked, "BPU") or ("JKK", "JKM")
    income = _money(asked, "upah")
    return bill_bpu(income, month, programs, sector=sector, from_budget=asked.has("apbn"))


def _bill_of_project(asked: _Asked, month: Month) -> Bill:
    if asked.has("upah") == asked.has("nilai"):
        raise WrongUse("Untuk JAKON sebut salah satu: --nilai kontrak atau --upah sebulan.")
    if asked.has("nilai"):
        return bill_project(_money(asked, "nilai"), month, with_ppn=asked.has("termasuk_ppn"))
    if asked.has("termasuk_ppn"):
        raise WrongUse("--termasuk-ppn hanya untuk --nilai kontrak, bukan --upah.")
    return bill_project_wages(_money(asked, "upah"), month)


def _bill_of_migrant(asked: _Asked, month: Month) -> Bill:
    route = _one_of("jalur", asked.text("jalur").lower(), ROUTES)
    extra = _count(asked, "bulan_tambahan") if asked.has("bulan_tambahan") else 0
    jht = _money(asked, "jht", whole_month=False) if asked.has("jht") else Decimal(0)
    return bill_migrant(month, _count(asked, "kontrak"), route, extra, jht)


_BILLS: dict[str, Callable[[_Asked, Month], Bill]] = {
    "PU": _bill_of_pu,
    "BPU": _bill_of_bpu,
    "JAKON": _bill_of_project,
    "PMI": _bill_of_migrant,
}


def _segment(asked: _Asked) -> str:
    said = asked.text("segmen").upper()
    words = load_toml("values")["segmen"]
    return _one_of("segmen", next((name for name in _USED if said in words[name]), said), _USED)


def _month(asked: _Asked) -> Month:
    text = asked.text("blth")
    found = month_of(text)
    if found is None:
        raise WrongUse(_asks("blth", text, "tulis misalnya 2026-11"))
    return found


def _programs(asked: _Asked, segment: str) -> tuple[str, ...]:
    said = asked.words("program")
    for word in said:
        _one_of("program", word, PROGRAMS[segment])
    return tuple(name for name in PROGRAMS[segment] if name in said)


def _money(asked: _Asked, name: str, *, whole_month: bool = True) -> Decimal:
    """A rupiah amount above 0; one that could mean thousands only where it is no month's."""
    text = asked.text(name)
    found = rupiah_readings(text)
    amounts = found if whole_month else found[:1]
    if len(amounts) != 1 or not 0 < amounts[0] < _TOO_MUCH:
        raise WrongUse(_asks(name, text, "tulis rupiah penuh, misalnya 5032635 atau 5.032.635,50"))
    return amounts[0]


def _count(asked: _Asked, name: str) -> int:
    text = asked.text(name)
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 3):
        raise WrongUse(_asks(name, text, "tulis jumlah bulan, misalnya 24"))
    return int(text)


def _one_of(name: str, said: str, choices: Sequence[str] | dict[str, tuple[str, ...]]) -> str:
    if said not in choices:
        raise WrongUse(_asks(name, said, f"pilihannya {', '.join(choices)}"))
    return said


def _asks(name: str, said: str, what_now: str) -> str:
    wrong = (
        f"{option_flag(name)} {said} tidak dikenal"
        if said
        else f"{option_flag(name)} belum disebut"
    )
    return f"{wrong}; {what_now}."


def _refuse_unused(asked: _Asked, segment: str) -> None:
    allowed = ("segmen", "blth", *_USED[segment])
    for name in asked.given:
        if asked.has(name) and name not in allowed:
            raise WrongUse(f"{option_flag(name)} tidak dipakai untuk {segment}; hapus pilihan itu.")


def _lines(segment: str, month: Month, bill: Bill, when: Due | None) -> list[str]:
    said = [f"Iuran {segment}, BLTH {month_name(month)}", ""]
    for line in bill.lines:
        said += _line(line)
    whole = rounded(bill.total)
    said += ["", f"Total: {rupiah_exact(_shown(bill.total))}, dibulatkan {rupiah(int(whole))}"]
    if len(bill.payers) > 1:
        shares = (f"{who} {rupiah_exact(_shown(bill.total_of(who)))}" for who in bill.payers)
        said.append(f"Terdiri atas: {', '.join(shares)}")
    if bill.about:
        said += ["", "JKP tidak ditagih; bila peserta memenuhi syaratnya:"]
        said += [text for line in bill.about for text in _line(line)]
    if when:
        said += ["", _due_words(when)]
    said += [f"Catatan: {note}." for note in bill.notes]
    unsure = _unsure(bill, when)
    if unsure:
        said += ["", "Belum dikonfirmasi:"]
        said += [f"- {ground.where}: {ground.unsure}; {ground.source}" for ground in unsure]
    return said


def _line(line: Line) -> list[str]:
    amount = rupiah_exact(_shown(line.amount))
    sources = dict.fromkeys(ground.source for ground in line.grounds)
    head = f"{line.program} ({line.payer}): {amount} = {line.how}"
    return [head, *(f"    {source}" for source in sources)]


def _due_words(when: Due) -> str:
    moved = f", digeser karena {', '.join(when.moved_by)}" if when.moved_by else ""
    return f"Jatuh tempo: {when.day:%d-%m-%Y}{moved}"


def _shown(amount: Decimal) -> Decimal:
    return rounded(amount, places())


def _unsure(bill: Bill, when: Due | None) -> list[Ground]:
    more = when.grounds if when else ()
    return list(dict.fromkeys((*bill.unconfirmed, *(ground for ground in more if ground.unsure))))


def _data(segment: str, month: Month, bill: Bill, when: Due | None) -> dict[str, object]:
    return {
        "segmen": segment,
        "blth": month_name(month),
        "rincian": [_line_data(line) for line in bill.lines],
        "total": str(_shown(bill.total)),
        "total_bulat": int(rounded(bill.total)),
        "per_pembayar": {who: str(_shown(bill.total_of(who))) for who in bill.payers},
        "jkp_tidak_ditagih": [_line_data(line) for line in bill.about],
        "jatuh_tempo": when.day.isoformat() if when else None,
        "digeser_karena": list(when.moved_by) if when else [],
        "catatan": list(bill.notes),
        "belum_dikonfirmasi": [_ground_data(ground) for ground in _unsure(bill, when)],
    }


def _line_data(line: Line) -> dict[str, object]:
    return {
        "program": line.program,
        "pembayar": line.payer,
        "jumlah": str(_shown(line.amount)),
        "hitungan": line.how,
        "sumber": [_ground_data(ground) for ground in line.grounds],
    }


def _ground_data(ground: Ground) -> dict[str, str]:
    return {"letak": ground.where, "sumber": ground.source, "belum_pasti": ground.unsure}
