"""The lines a user reads after the roll-up, four at most; the run adds where the book is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kepesertaan.data.roll_up_settings import Settings
from kepesertaan.domain.iuran import rounded
from kepesertaan.domain.period import month_name
from kepesertaan.domain.show import count, listed
from kepesertaan.domain.targets import Finding, Missing, Reading
from kepesertaan.rules.call_text import month_words
from kepesertaan.rules.targets_lines import Line
from kepesertaan.rules.targets_months import short_month

from .judged import Judged
from .places import MISSING

_NUMBERS = ("Nol", "Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh", "Delapan", "Sembilan",
            "Sepuluh")  # fmt: skip
_MOST_NAMES = 4
_FIRST = 2  # metrics told where those to be told first have no achievement
_UNREADABLE = 10  # a share from which it is a mistake, not an achievement


def lines(
    reading: Reading,
    wholes: Sequence[Line],
    findings: Sequence[Finding],
    settings: Settings,
    judged: Judged,
) -> list[str]:
    """What happened, how much, who is missing, what to look at."""
    gap = sum((abs(one.difference) for proof in reading.proofs for one in proof.tallies), Decimal())
    parts = [
        f"Rekap selesai. {achieved(wholes, judged, settings, reading)}",
        f"Selisih rekonsiliasi: {number(gap)}.",
    ]
    told = [" ".join(part for part in parts if part)]
    came = " ".join(line for line in (_doubles(reading), _changed(reading)) if line)
    return [
        line
        for line in (*told, _came(reading, _told_first(wholes, settings)), came, _asked(findings))
        if line
    ]


def achieved(wholes: Sequence[Line], judged: Judged, settings: Settings, reading: Reading) -> str:
    """Achievement of the metrics told first, or of others where these have none."""
    told = _told_first(wholes, settings)
    shares = [
        (settings.names.get(line.metric.key, line.metric.label),
         percent(judged.written(line.achieved, line.metric)) + in_brackets(of_some(line, reading)))
        for line in told
    ]  # fmt: skip
    until = month_words((judged.month,)).split(" ")[0]
    if not shares:
        return f"Belum ada capaian yang dapat dihitung s.d. {until}."
    said = ", ".join(f"{in_sentence(name) if n else name} {share}"
                     for n, (name, share) in enumerate(shares))  # fmt: skip
    return f"{said} dari target s.d. {until}."


def _told_first(wholes: Sequence[Line], settings: Settings) -> list[Line]:
    known = {line.metric.key: line for line in wholes if line.achieved is not None}
    return [known[key] for key in settings.first if key in known] or list(known.values())[:_FIRST]


def of_some(line: Line, reading: Reading) -> str:
    """Of how many of those who sent an achievement is, "" where of all."""
    of = len(reading.officers) - len(reading.missing)
    some = len({row.officer for row in line.rows if row.is_paired})
    return f"{some} dari {of} petugas" if some < of else ""


def in_brackets(said: str) -> str:
    """Behind what it is said of; nothing where nothing is said."""
    return f" ({said})" if said else ""


def in_sentence(name: str) -> str:
    """A metric's name inside a sentence.

    >>> in_sentence("Iuran diterima"), in_sentence("TK keluar")
    ('iuran diterima', 'TK keluar')
    """
    return name if name[1:2].isupper() or name[2:3] == "/" else name[:1].lower() + name[1:]


def percent(share: Decimal | None) -> str:
    """A fraction in per cent, rounded half up to one decimal where it has one.

    >>> percent(Decimal("0.84")), percent(Decimal("0.9725")), percent(Decimal(12))
    ('84 %', '97,3 %', '> 999 %')
    """
    if share is not None and share >= _UNREADABLE:
        return "> 999 %"
    shown = f"{rounded((share or Decimal(0)) * 100, 1)}".removesuffix(".0")
    return f"{shown} %".replace(".", ",")


def number(value: Decimal) -> str:
    """A number in Indonesian writing, decimals where it has any."""
    whole = count(int(value))
    rest = f"{abs(value) % 1:f}"[2:].rstrip("0")
    return f"{whole},{rest}" if rest else whole


def people(total: int) -> str:
    """A small count as a sentence begins with it.

    >>> people(2), people(12)
    ('Dua', '12')
    """
    return _NUMBERS[total] if total < len(_NUMBERS) else count(total)


def _came(reading: Reading, told: Sequence[Line]) -> str:
    """Who is missing, and whether what is told is mostly of the month alone."""
    if other := _other_month(reading):
        return f"{_missing(reading)} {other}"
    late = {row.officer for line in told for row in line.lacking
            if any(month < reading.month for month in row.missing)}  # fmt: skip
    if len(late) * 2 <= len({row.officer for line in told for row in line.rows}):
        return _missing(reading)
    return (
        f"{_missing(reading)} Bulan sebelumnya belum lengkap dari {len(late)} petugas; capaian "
        "hanya dari bulan yang ada."
    ).strip()


def _other_month(reading: Reading) -> str:
    """Which month the sheets are of, where nobody has a figure of the month of the roll-up."""
    months = {strip.month for source in reading.sources for strip in source.strips
              if strip.side == "realisasi" and any(strip.values)}  # fmt: skip
    if not months or len(reading.unsent) < len(reading.officers):
        return ""
    return (
        f"Realisasi terakhir di lembarnya {month_words((max(months),))}; bila itu yang dimaksud, "
        f"pakai --bulan {month_name(max(months))}."
    )


def _missing(reading: Reading) -> str:
    held = _withheld(reading)
    if not reading.unsent:
        return held or (everybody_sent(reading) if reading.officers else "")
    names = [f"{one.officer} ({_last(one, reading)})" for one in reading.unsent]
    ending = "angkanya" if len(names) == 1 else "angka mereka"
    who = listed(names, _MOST_NAMES)
    told = f"{people(len(names))} petugas belum mengirim; {ending} tidak ditebak: {who}."
    return f"{told} {held}".strip()


def everybody_sent(reading: Reading) -> str:
    """That nobody is missing, or that nobody says who could be."""
    total = len(reading.officers)
    if reading.is_listed:
        return f"Semua petugas ({total}) sudah mengirim."
    return (
        f"{people(total)} petugas mengirim. Siapa yang belum, hanya diketahui dari daftar "
        "petugas (--petugas) atau rekap bulan lalu."
    )


def sent_words(reading: Reading) -> str:
    """How many sent, and of how many where that is known: 11 dari 13."""
    of, sent = len(reading.officers), len(reading.officers) - len(reading.unsent)
    return f"{sent} dari {of}" if reading.is_listed or sent < of else f"{of}"


def _last(one: Missing, reading: Reading) -> str:
    """What came last of an officer, or that a sheet is there with nothing realised in it."""
    if one.is_blank:
        return f"lembar {short_month(reading.month)} ada, realisasinya kosong"
    if not one.last:
        return "belum pernah"
    year = "" if one.last[0] == reading.month[0] else f" {one.last[0]}"
    return f"terakhir {short_month(one.last)}{year}"


def _withheld(reading: Reading) -> str:
    """Whose file came, but not one figure of the month is certain."""
    names = [f"{one.officer} sudah mengirim, angkanya ditahan: {count(one.questions)} pertanyaan"
             for one in reading.withheld]  # fmt: skip
    rest = len(names) - _MOST_NAMES
    more = f"; {rest} lainnya juga" if rest > 0 else ""
    return f"{'; '.join(names[:_MOST_NAMES])}{more}." if names else ""


def _doubles(reading: Reading) -> str:
    doubles = sum(one.state == "ganda" for one in reading.sources)
    broken = sum(one.state == "tidak terbaca" for one in reading.sources)
    parts = []
    if doubles:
        parts.append(f"{people(doubles)} lembar ganda dihitung sekali")
    if broken:
        parts.append(f"{people(broken).lower()} berkas tidak terbaca" if parts else
                     f"{people(broken)} berkas tidak terbaca")  # fmt: skip
    return "; ".join(parts) + " (lembar Lembar Masuk)." if parts else ""


def _changed(reading: Reading) -> str:
    if not reading.restated:
        return ""
    one = reading.restated[0]
    before, after = (MISSING if v is None else number(v) for v in (one.before, one.after))
    label = reading.metrics[one.metric].label
    who = f"{label} {short_month(one.month)} milik {one.officer} {before} → {after}"
    more = len(reading.restated) - 1
    rest = f", dan {count(more)} lainnya" if more else ""
    return f"Angka lama berubah: {who}{rest} (lembar Angka Berubah)."


def _asked(findings: Sequence[Finding]) -> str:
    asked = sum(one.level == "tanya" for one in findings)
    rest = len(findings) - asked
    parts = [f"{people(asked)} hal perlu dijawab dan menahan angka"] if asked else []
    if rest:
        parts.append(f"{people(rest).lower()} hal lain perlu diperiksa" if parts else
                     f"{people(rest)} hal perlu diperiksa, angkanya dipakai")  # fmt: skip
    return f"{'; '.join(parts)} (lembar Pertanyaan)." if parts else ""
