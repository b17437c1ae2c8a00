"""The page for the monthly meeting: a small table and five sentences, computed from the roll-up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kepesertaan.data.office import Office
from kepesertaan.domain.iuran import rounded
from kepesertaan.domain.show import listed
from kepesertaan.domain.target_forecast import Projection
from kepesertaan.domain.target_sums import needed
from kepesertaan.domain.targets import Metric
from kepesertaan.rules.call_text import month_words
from kepesertaan.rules.targets_bands import band_of
from kepesertaan.rules.targets_lines import Line, target_words
from kepesertaan.rules.targets_months import short_month
from kepesertaan.rules.targets_outlook import Outlook

from .outlook import whole
from .places import NONE
from .rolled import Group, RollUp
from .said import everybody_sent, in_brackets, in_sentence, number, of_some, people, percent

NAME = "Rapat_Target"
TEMPLATE = "rapat_bulanan.docx"
_MOST_ROWS = 12
_MOST_NAMES = 6
_SCALES = ((Decimal(10) ** 12, "triliun"), (Decimal(10) ** 9, "miliar"), (Decimal(10) ** 6, "juta"))
_FEW = 10  # below it two decimals
_LEAST_ERROR = Decimal("0.0005")


def meeting_values(made: RollUp, office: Office) -> dict[str, Any]:
    """Everything the template may use, by name: texts, and rows of texts."""
    month = made.reading.month
    return {
        "nama_kantor": office.name, "alamat_kantor": office.address,
        "telepon_kantor": office.phone, "surel_kantor": office.email, "logo_kantor": "",
        "kota": office.city, "bulan": month_words((month,)), "sampai": short_month(month),
        "metrik": [_row(made, group) for group in made.groups[:_MOST_ROWS]],
        "kalimat": sentences(made),
        "lebih": max(0, len(made.groups) - _MOST_ROWS),
        "sebagian": any(_is_of_some(group.outlook) for group in made.groups[:_MOST_ROWS]),
    }  # fmt: skip


def _row(made: RollUp, group: Group) -> dict[str, str]:
    line, metric = group.whole, group.whole.metric
    return {
        "nama": f"{metric.label} ({metric.unit})",
        "target": _amount(line.compared, metric), "realisasi": _amount(line.done, metric),
        "capaian": _share(made, line) + in_brackets(target_words(line).removesuffix(" petugas"))
        if line.achieved is not None
        else NONE,
        "warna": made.judged.word(line.achieved, metric),
        "perkiraan": _projection(group.outlook),
    }  # fmt: skip


def _projection(found: Outlook) -> str:
    """The projection; starred where not everybody is in it."""
    if not found.projections:
        return NONE
    star = "*" if _is_of_some(found) else ""
    return _amount(whole(found.projections[0].value), found.metric) + star


def _is_of_some(found: Outlook) -> bool:
    return bool(found.projections) and found.officers < found.of


def short_amount(value: Decimal, metric: Metric) -> str:
    """An amount as a sentence says it.

    >>> from kepesertaan.domain.targets import Metric
    >>> rupiah = Metric("iuran", "Iuran", "rupiah", "arus", "jumlah", "jumlah")
    >>> short_amount(Decimal(542053933402), rupiah)
    'Rp 542,1 miliar'
    """
    if metric.unit != "rupiah":
        return number(value if value == value.to_integral_value() else rounded(value, 1))
    for size, word in _SCALES:
        if abs(value) >= size:
            shown = value / size
            return f"Rp {number(rounded(shown, 2 if abs(shown) < _FEW else 1))} {word}"
    return f"Rp {number(rounded(value))}"


def _amount(value: Decimal | None, metric: Metric) -> str:
    return NONE if value is None else short_amount(value, metric)


def sentences(made: RollUp) -> list[str]:
    """What to say in the meeting: achievement, segments, officers, the year's end, what lacks."""
    first = [group for group in made.groups if group.whole.achieved is not None][:2]
    if not first:
        return ["Belum ada capaian yang dapat dihitung: target atau realisasi belum ada.",
                _lacking(made)]  # fmt: skip
    return [
        _achieved(made, first), _segments(made, first), _officers(made, first), _ahead(made, first),
        _lacking(made),
    ]  # fmt: skip


def _achieved(made: RollUp, groups: Sequence[Group]) -> str:
    parts = []
    for group in groups:
        line, metric = group.whole, group.whole.metric
        unit = "" if metric.unit == "rupiah" else f" {metric.unit}"
        some = target_words(line)
        parts.append(
            f"{in_sentence(group.name)} {_amount(line.done, metric)}{unit}, {_share(made, line)} "
            f"dari target {_amount(line.compared, metric)}"
            + in_brackets(
                (some and f"hanya yang punya target: {some}") or of_some(line, made.reading)
            )
        )
    return f"Sampai {month_words((made.reading.month,))}: {'; '.join(parts)}."


def _share(made: RollUp, line: Line) -> str:
    return percent(made.judged.written(line.achieved, line.metric))


def _segments(made: RollUp, groups: Sequence[Group]) -> str:
    parts = [_worst(made, group) for group in groups]
    said = "; ".join(part for part in parts if part)
    return f"Menurut segmen: {said}." if said else "Angka per segmen belum ada."


def _worst(made: RollUp, group: Group) -> str:
    known = [line for line in group.segments if line.gap is not None]
    if len(known) < 2:
        return ""
    metric = group.whole.metric
    worst = min(known, key=lambda line: line.gap or Decimal(0))
    if metric.good_when == "turun":
        worst = max(known, key=lambda line: line.gap or Decimal(0))
    gap = worst.gap or Decimal(0)
    is_short = gap > 0 if metric.good_when == "turun" else gap < 0
    if not is_short:
        return f"{in_sentence(group.name)} semua segmen mencapai target"
    side = "di atas" if gap > 0 else "di bawah"
    return (
        f"{in_sentence(group.name)} terjauh {side} target pada {worst.label}, "
        f"{short_amount(abs(gap), metric)} ({_share(made, worst)})"
    )


def _officers(made: RollUp, groups: Sequence[Group]) -> str:
    parts = []
    for group in groups:
        known = [line for line in group.officers if line.achieved is not None]
        good = [line for line in known if _is_best(made, line)]
        parts.append(
            f"{len(good)} dari {len(known)} petugas mencapai target {in_sentence(group.name)}"
        )
    return f"{'; '.join(parts)}; rincian di lembar Per Petugas."


def _is_best(made: RollUp, line: Line) -> bool:
    return band_of(line.achieved, line.metric, made.judged.bands) == made.judged.bands[0]


def _ahead(made: RollUp, groups: Sequence[Group]) -> str:
    if not made.judged.time.months:
        parts = [part for group in groups if (part := _year_end(group))]
        return f"Akhir tahun: {'; '.join(parts)}." if parts else "Tahun sudah selesai."
    parts = [part for group in groups for part in (_left(made, group), _projected(group)) if part]
    return f"Sampai Desember: {'; '.join(parts)}."


def _year_end(group: Group) -> str:
    """How a year ended against its target; "" where no year's target is known."""
    line, metric = group.whole, group.whole.metric
    if line.left is None:
        return ""
    whose = _of_officers(line)
    name = in_sentence(group.name)
    if not line.left:
        return f"{name} mencapai target setahun{whose}"
    amount = short_amount(line.left, metric)
    if metric.good_when == "turun":
        return f"{name} {amount} di atas target setahun{whose}"
    return f"{name} kurang {amount} dari target setahun{whose}"


def _of_officers(line: Line) -> str:
    """Of how many officers what is left is; nothing where of all."""
    some, everybody = line.with_left
    return f" ({some} dari {everybody} petugas)" if some < everybody else ""


def _left(made: RollUp, group: Group) -> str:
    line, metric = group.whole, group.whole.metric
    a_week = needed(line.left, made.judged.time.weeks)
    if not line.left or a_week is None:
        return ""
    return (
        f"{in_sentence(group.name)} masih perlu {short_amount(line.left, metric)}"
        f"{_of_officers(line)}, "
        f"{short_amount(rounded(a_week, 1), metric)} per minggu"
    )


def _projected(group: Group) -> str:
    found = group.outlook
    if not found.projections:
        return f"perkiraan {in_sentence(group.name)} tidak dibuat ({found.why_none})"
    best, metric = found.projections[0], found.metric
    said = f"perkiraan {in_sentence(group.name)} {_amount(whole(best.value), metric)}"
    said += f" dari {found.officers} petugas" if found.officers < found.of else ""
    if best.low is None:
        return f"{said}, rentangnya belum dapat dihitung"
    missed = f"uji masa lalu meleset rata-rata {_error(best.tested.average)}"
    return f"{said} ({_range(best, metric)}{missed})"


def _range(made: Projection, metric: Metric) -> str:
    """From the lowest to the highest; nothing where both are written alike."""
    low, high = (_amount(whole(end), metric) for end in (made.low, made.high))
    return f"{low} sampai {high}; " if low != high else ""


def _error(average: Decimal | None) -> str:
    """A mean error that is not written as none."""
    return percent(average) if average is None or average >= _LEAST_ERROR else "di bawah 0,1 %"


def _lacking(made: RollUp) -> str:
    reading = made.reading
    gap = sum((abs(one.difference) for proof in reading.proofs for one in proof.tallies), Decimal())
    proof = f"Selisih rekonsiliasi {number(gap)}."
    held = [one.officer for one in reading.withheld]
    if held:
        proof = f"Angka ditahan sampai pertanyaannya terjawab: {', '.join(held)}. {proof}"
    if not reading.unsent:
        if held:
            return f"Semua petugas sudah mengirim. {proof}"
        if not reading.is_listed:
            return f"{people(len(reading.officers))} petugas mengirim. {proof}"
        return f"{everybody_sent(reading)} {proof}"
    names = [one.officer for one in reading.unsent]
    who = f"{people(len(names))} petugas belum mengirim ({listed(names, _MOST_NAMES)})"
    return f"{who}; angkanya tidak ditebak. {proof}"
