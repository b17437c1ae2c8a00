"""The sheet Rincian: every metric of every officer and segment, the data all totals are over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kepesertaan.domain.grid import Formula, Grid, Lazily, Plain, Spot
from kepesertaan.domain.period import Month, later
from kepesertaan.rules.target_rollup.lines import segment_word
from kepesertaan.rules.target_rollup.months import short_month
from kepesertaan.rules.target_rollup.plans import months_until
from kepesertaan.rules.target_rollup.rows import Amount, Row

from .places import DETAIL, MISSING, area, cell
from .plain import data_sheet, printed_words, room_for, room_for_names
from .sources import SourceRows

FIRST = 5  # row of the first line
_TWELVE = 12
_LEAST_WIDTH = 11
# The columns, by the name their range has in the book, and how each is headed.
COLUMNS = {
    "rinci_metrik": "Metrik", "rinci_petugas": "Petugas", "rinci_segmen": "Segmen",
    "rinci_satuan": "Satuan", "rinci_setahun": "Target setahun", "rinci_target": "Target s.d.",
    "rinci_realisasi": "Realisasi s.d.", "rinci_pembanding": "Target pembanding",
    "rinci_dibanding": "Realisasi dibanding", "rinci_setahun_lengkap": "Target setahun, lengkap",
    "rinci_realisasi_lengkap": "Realisasi, lengkap", "rinci_bulan_ini": "Bulan ini",
    "rinci_tahun_lalu": "Bulan sama tahun lalu", "rinci_bulan_pasangan": "Bulan ini, berpasangan",
    "rinci_lalu_pasangan": "Tahun lalu, berpasangan", "rinci_cara": "Asal target s.d.",
    "rinci_kurang": "Bulan kurang", "rinci_semua": "Semua bulan",
}  # fmt: skip
AT = {name: n for n, name in enumerate(COLUMNS)}
REALISED = len(COLUMNS)  # column of January
TARGETS = REALISED + _TWELVE
_WIDTH = TARGETS + _TWELVE
_TEXTS = frozenset(("rinci_metrik", "rinci_petugas", "rinci_segmen", "rinci_satuan", "rinci_cara",
                    "rinci_kurang"))  # fmt: skip


def names(count: int) -> dict[str, str]:
    """The defined names of the columns; of the months ``bulan_r01`` and ``bulan_t01`` and so on."""
    last = FIRST + max(count, 1) - 1
    found = {name: area(DETAIL, (FIRST, n), (last, n)) for name, n in AT.items()}
    for n in range(_TWELVE):
        for letter, start in (("r", REALISED), ("t", TARGETS)):
            col = start + n
            found[f"bulan_{letter}{n + 1:02}"] = area(DETAIL, (FIRST, col), (last, col))
    return found


def detail_grid(rows: Sequence[Row], placed: SourceRows, month: Month) -> Grid:
    """The sheet; the rows in the order given."""
    spots = [
        Spot(0, 0, "Rincian per metrik, petugas, dan segmen", "title"),
        Spot(
            1,
            0,
            "Semua jumlah di lembar lain dihitung dari lembar ini. Klik angka untuk melihat "
            f"barisnya di lembar Sumber.{printed_words(len(rows))}",
            "note",
        ),
        Spot(
            2,
            0,
            "Target pembanding: target bulan-bulan yang ada realisasinya. Bulan yang belum "
            "ada dibiarkan kosong, tidak dihitung nol.",
            "note",
        ),
    ]
    spots += _heads(month)

    def every() -> Iterator[Spot]:
        yield from spots
        for n, row in enumerate(rows):
            yield from _row_spots(FIRST + n, row, placed, month)

    last = FIRST + max(len(rows), 1) - 1
    amounts = room_for(_largest(rows), _LEAST_WIDTH)
    months = room_for(_largest_months(rows), _LEAST_WIDTH)
    names = room_for_names(row.officer for row in rows)
    widths = (24, names, 13, 12, *(amounts,) * 11, 22, 16, 9, *(months,) * (2 * _TWELVE))
    made = Grid(
        DETAIL, Lazily(every), widths, heights={FIRST - 2: 20, FIRST - 1: 32}, frozen=(FIRST, 3),
        repeat=(FIRST - 2, FIRST - 1), filtered=(FIRST - 1, 0, last, _WIDTH - 1), across=3,
        repeat_columns=(0, 2),
    )  # fmt: skip
    return data_sheet(made, FIRST, len(rows))


def _largest(rows: Sequence[Row]) -> list[Decimal]:
    amounts = [one for row in rows for one in (row.year_target, row.target, row.done)]
    return [one.value for one in amounts if one]


def _largest_months(rows: Sequence[Row]) -> list[Decimal]:
    return [one.value for row in rows for some in (row.realised, row.targets)
            for one in some.values()]  # fmt: skip


def _heads(month: Month) -> list[Spot]:
    top, row = FIRST - 2, FIRST - 1
    year = month[0]
    spots = [
        Spot(row, n, head, "text head" if name in _TEXTS else "right head")
        for n, (name, head) in enumerate(COLUMNS.items())
    ]
    for start, said in ((REALISED, f"Realisasi {year}"), (TARGETS, f"Target {year}")):
        spots.append(Spot(top, start, said, "block"))
        spots += [
            Spot(row, start + n, short_month((year, n + 1)), "right head") for n in range(_TWELVE)
        ]
    return spots


def _row_spots(at: int, row: Row, placed: SourceRows, month: Month) -> list[Spot]:
    metric = row.metric
    texts: dict[str, Plain] = {
        "rinci_metrik": metric.label, "rinci_petugas": row.officer,
        "rinci_segmen": segment_word(row.segment), "rinci_satuan": metric.unit,
        "rinci_cara": row.target.basis if row.target else _no_target(row),
        "rinci_kurang": ", ".join(short_month(one) for one in row.missing),
    }  # fmt: skip
    spots = [Spot(at, AT[name], value) for name, value in texts.items()]
    past = row.before.get(later(month, -_TWELVE))
    amounts: dict[str, Amount | None] = {
        "rinci_setahun": row.year_target, "rinci_target": row.target, "rinci_realisasi": row.done,
        "rinci_bulan_ini": row.realised.get(month), "rinci_tahun_lalu": past,
    }  # fmt: skip
    spots += [_amount(at, AT[name], amount, placed) for name, amount in amounts.items()]
    spots += _paired(at, row, placed, month, past)
    spots.append(Spot(at, AT["rinci_semua"], _every_month(at, row, month), "number"))
    for start, known, until in (
        (REALISED, row.realised, month[1]),
        (TARGETS, row.targets, 0),
    ):
        spots += _months(at, start, known, months_until((month[0], _TWELVE)), until, placed)
    return spots


def _no_target(row: Row) -> str:
    """Why there is no target up to the month."""
    return "belum lengkap" if row.plan.targets or row.plan.year_target else "tidak ada target"


def _amount(at: int, col: int, amount: Amount | None, placed: SourceRows, none: str = "") -> Spot:
    if amount is None:
        return Spot(at, col, none or None, "number quiet")
    formula = Formula(placed.formula(amount), amount.value)
    return Spot(at, col, formula, "number", placed.link([amount]), amount.basis)


def _months(
    at: int,
    start: int,
    known: Mapping[Month, Amount],
    months: Sequence[Month],
    until: int,
    placed: SourceRows,
) -> list[Spot]:
    """The cells of months; those up to ``until`` that are not there say so."""
    return [
        _amount(at, start + n, known.get(month), placed, MISSING if n < until else "")
        for n, month in enumerate(months)
        if month in known or n < until
    ]


def _every_month(at: int, row: Row, month: Month) -> Formula:
    """1 where every month up to the month is there, else 0."""
    first, last = cell(at, REALISED), cell(at, REALISED + month[1] - 1)
    return Formula(f"IF(COUNT({first}:{last})={month[1]},1,0)", int(row.plan.is_steady))


def _paired(at: int, row: Row, placed: SourceRows, month: Month, past: Amount | None) -> list[Spot]:
    """The columns that hold an amount only where its counterpart is there."""
    now = row.realised.get(month)
    here = {name: cell(at, n) for name, n in AT.items()}
    compared = _if("ISNUMBER({rinci_target}),ISNUMBER({rinci_realisasi})", "rinci_target")
    if row.compared and row.compared != row.target:
        compared = placed.formula(row.compared)
    texts = {
        "rinci_pembanding": compared,
        "rinci_dibanding": _if("ISNUMBER({rinci_pembanding})", "rinci_realisasi"),
        "rinci_setahun_lengkap": _if(
            'ISNUMBER({rinci_setahun}),ISNUMBER({rinci_realisasi}),{rinci_kurang}=""',
            "rinci_setahun",
        ),
        "rinci_realisasi_lengkap": _if("ISNUMBER({rinci_setahun_lengkap})", "rinci_realisasi"),
        "rinci_bulan_pasangan": _if(
            "ISNUMBER({rinci_bulan_ini}),ISNUMBER({rinci_tahun_lalu})", "rinci_bulan_ini"
        ),
        "rinci_lalu_pasangan": _if("ISNUMBER({rinci_bulan_pasangan})", "rinci_tahun_lalu"),
    }
    values = {
        "rinci_pembanding": row.compared if row.is_paired else None,
        "rinci_dibanding": row.done if row.is_paired else None,
        "rinci_setahun_lengkap": row.year_target if row.plan.is_whole else None,
        "rinci_realisasi_lengkap": row.done if row.plan.is_whole else None,
        "rinci_bulan_pasangan": now if past else None,
        "rinci_lalu_pasangan": past if now else None,
    }
    spots = []
    for name, formula in texts.items():
        amount = values[name]
        value: Decimal | str = amount.value if amount else ""
        spots.append(Spot(at, AT[name], Formula(formula.format(**here), value), "number"))
    return spots


def _if(tests: str, name: str) -> str:
    test = f"AND({tests})" if tests.count("(") > 1 else tests
    return f'IF({test},{{{name}}},"")'
