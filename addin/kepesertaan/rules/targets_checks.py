"""What the figures themselves contradict, once they are rolled up: for a person to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter
from typing import TypeAlias

from kepesertaan.data.target_words import target_settings
from kepesertaan.domain.iuran import rounded
from kepesertaan.domain.period import Month
from kepesertaan.domain.show import with_comma
from kepesertaan.domain.targets import Figure, Finding, Reading, Side, Span, Strip

from .targets_lines import segment_word
from .targets_months import short_month
from .targets_plans import months_until
from .targets_ratios import RatioLine
from .targets_rollup import Key, Row, unsegmented

_MONTH = attrgetter("month")
_Slot: TypeAlias = tuple[str, str, Month, Side, Span]  # metric, officer, ...
_MOST_DECIMALS = 12  # with the point, that a sheet's number has
_MOST, _LEAST = Decimal(10), Decimal("0.001")  # realisation over target


def contradictions(
    reading: Reading, rows: Sequence[Row], ratios: Sequence[RatioLine] = ()
) -> list[Finding]:
    """Months that do not add up to what is said up to the month; figures without a segment;
    ratios that are not what their parts come to; targets that cannot be in the same unit.
    """
    return [
        *_not_adding_up(rows, reading.month), *_falling(reading),
        *_unlike_earlier(rows, reading), *_without_segment(reading), *_other_ratios(ratios),
        *_out_of_scale(rows), *_too_small(rows),
    ]  # fmt: skip


def _not_adding_up(rows: Sequence[Row], month: Month) -> list[Finding]:
    found = []
    for row in rows:
        alone, done = row.plan.alone, row.plan.done
        if not (alone and done) or row.metric.kind != "arus":
            continue
        added = sum([row.values[at] for at in alone])
        if added != row.value(done):
            found.append(Finding(
                row.amount(done).terms[0].figure.place, "periksa",
                f"{row.metric.label} {segment_word(row.segment)} milik {row.officer}: angka s.d. "
                f"{short_month(month)} {_shown(row.value(done))}, jumlah bulannya "
                f"{_shown(Decimal(added))}. Yang dipakai angka s.d.; periksa lembar bulanannya.",
            ))  # fmt: skip
    return found


def _up_to(reading: Reading) -> list[Strip]:
    """What is realised from January up to months of the year."""
    return [strip for strip in reading.strips if strip.month[0] == reading.month[0]
            and (strip.side, strip.span) == ("realisasi", "sd")]  # fmt: skip


def _from_january(reading: Reading, officers: Collection[str]) -> dict[Key, list[Figure]]:
    """What is realised of flows of some officers from January up to each month, in order."""
    found: dict[Key, list[Figure]] = {}
    for strip in _up_to(reading) if officers else ():
        for one in strip.figures() if strip.officer in officers else ():
            if one.value is not None and reading.metrics[one.metric].kind == "arus":
                found.setdefault((one.metric, one.officer, one.segment), []).append(one)
    return {key: sorted(some, key=_MONTH) for key, some in found.items()}


def _falling(reading: Reading) -> list[Finding]:
    """A flow counted from January that is less than in an earlier month: a correction, or wrong."""
    months = dict.fromkeys((strip.officer, strip.month) for strip in _up_to(reading))
    officers = Counter(officer for officer, _ in months)
    several = {officer for officer, count in officers.items() if count > 1}
    pairs = (two for some in _from_january(reading, several).values() for two in pairwise(some))
    return [
        Finding(
            after.place, "periksa",
            f"{reading.metrics[after.metric].label} {segment_word(after.segment)} milik "
            f"{after.officer}: s.d. {short_month(after.month)} {_shown(after.value)} kurang dari "
            f"s.d. {short_month(before.month)} {_shown(before.value)}. Koreksi, atau salah tulis?",
        )
        for before, after in pairs
        if not reading.metrics[after.metric].below_zero
        and before.value is not None and after.value is not None and after.value < before.value
    ]  # fmt: skip


def _unlike_earlier(rows: Sequence[Row], reading: Reading) -> list[Finding]:
    """Months that are used though they differ from what an earlier sheet counts from January."""
    by_month = [row for row in rows
                if row.metric.kind == "arus" and row.plan.done
                and row.plan.done.parts[0].slot.span == "bulan"]  # fmt: skip
    known = _from_january(reading, {row.officer for row in by_month})
    found = list[Finding]()
    for row in by_month:
        up_to = known.get((row.metric.key, row.officer, row.segment), [])
        if not up_to:
            continue
        last, made = up_to[-1], row.plan.realised
        added = sum((row.value(made[m]) for m in months_until(last.month)), Decimal(0))
        if last.value is not None and added != last.value:
            found.append(Finding(
                last.place, "periksa",
                f"{row.metric.label} {segment_word(row.segment)} milik {row.officer}: angka s.d. "
                f"{short_month(last.month)} {_shown(last.value)}, jumlah bulannya {_shown(added)}. "
                "Yang dipakai jumlah bulan; periksa lembarnya.",
            ))  # fmt: skip
    return found


def _without_segment(reading: Reading) -> list[Finding]:
    """Figures without a segment of who gives the same by segment, which are not used: asked about
    where the segments of their month are missing or come to something else."""
    left, found = unsegmented(reading), dict[tuple[str, ...], Finding]()
    sums = _segment_sums(reading, {(one.metric, one.officer) for one in left})
    for one in left:
        total = sums.get((one.metric, one.officer, one.month, one.side, one.span))
        if one.value is None or total == one.value or one.month > reading.month:
            continue
        whose = f"{reading.metrics[one.metric].label} {one.side} milik {one.officer}"
        if total is None:
            text = (
                f"{whose} bulan {short_month(one.month)} hanya tanpa segmen, bulan lain per segmen. "
                f"Angkanya ({_shown(one.value)}) belum dipakai; pecah per segmen."
            )
        else:
            text = (
                f"{whose} bulan {short_month(one.month)}: tanpa segmen {_shown(one.value)}, jumlah "
                f"segmennya {_shown(total)}. Yang dipakai per segmen; segmen mana yang kurang?"
            )
        found.setdefault((one.metric, one.officer), Finding(one.place, "tanya", text))
    return list(found.values())


def _segment_sums(reading: Reading, wanted: set[tuple[str, str]]) -> dict[_Slot, Decimal]:
    """What the segments of some metrics of officers come to, by month, side and span."""
    found: dict[_Slot, Decimal] = {}
    names = {officer for _, officer in wanted}
    for strip in reading.strips if wanted else ():
        for one in strip.figures() if strip.officer in names else ():
            if one.segment and one.value is not None and (one.metric, one.officer) in wanted:
                slot = (one.metric, one.officer, one.month, one.side, one.span)
                found[slot] = found.get(slot, Decimal(0)) + one.value
    return found


def _other_ratios(ratios: Sequence[RatioLine]) -> list[Finding]:
    most = target_settings().percent_tolerance
    return [
        Finding(
            line.sent.terms[0].figure.place, "periksa",
            f"{line.metric.label} milik {line.officer}: tertulis {_shown(line.sent.value)} %, "
            f"hitungannya {_shown(rounded(line.share, 1))} %. Yang dipakai hitungannya.",
        )
        for line in ratios
        if line.sent and line.share is not None and abs(line.sent.value - line.share) > most
    ]  # fmt: skip


def _out_of_scale(rows: Sequence[Row]) -> list[Finding]:
    """Realisation of ten times its target or a thousandth of it: one of them is in other units."""
    found: dict[tuple[str, str], Finding] = {}
    for row in rows:
        if row.plan.done is None or row.plan.compared is None:
            continue
        done, compared = row.value(row.plan.done), row.value(row.plan.compared)
        if compared <= 0 or ((share := done / compared) < _MOST and not 0 < share <= _LEAST):
            continue
        found.setdefault((row.metric.key, row.officer), Finding(
            row.amount(row.plan.done).terms[-1].figure.place, "periksa",
            f"{row.metric.label} milik {row.officer}: realisasi {_shown(done)} dan target "
            f"{_shown(compared)} terlalu berjauhan. Periksa satuannya di lembar asal.",
        ))  # fmt: skip
    return list(found.values())


def _too_small(rows: Sequence[Row]) -> list[Finding]:
    """Officers all of whose rupiah of a metric are less than a sheet in rupiah ever holds."""
    least, largest = target_settings().least_rupiah, dict[tuple[str, str], tuple[Decimal, Row]]()
    for row in rows:
        plan, key = row.plan, (row.metric.key, row.officer)
        if row.metric.unit != "rupiah" or plan.done is None:
            continue
        most = max(row.value(made) for made in (plan.done, plan.compared) if made is not None)
        if key not in largest or most > largest[key][0]:
            largest[key] = (most, row)
    return [
        Finding(
            row.done.terms[-1].figure.place, "periksa",
            f"{row.metric.label} milik {row.officer} paling banyak Rp{_shown(most)}: kecil untuk "
            "rupiah penuh. Periksa satuannya di lembar asal.",
        )
        for most, row in largest.values()
        if 0 < most < least and row.done is not None
    ]  # fmt: skip


def _shown(value: Decimal) -> str:
    """A number in Indonesian writing; a part of twelfths to two decimals.

    >>> _shown(Decimal("1234.5")), _shown(Decimal(143) / 12)
    ('1.234,5', '11,92')
    """
    near = rounded(value, 2)
    text = f"{near if len(f'{value % 1:f}') > _MOST_DECIMALS else value:,f}"
    return with_comma(text.rstrip("0").rstrip(".") if "." in text else text)
