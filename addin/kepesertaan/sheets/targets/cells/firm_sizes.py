"""PU by the size of firms: PU Besar and PU Kecil are parts of PU, and add up to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kepesertaan.data.metrics import metrics
from kepesertaan.data.target_words import segment_parts, whole_segment
from kepesertaan.domain.table import cell_name
from kepesertaan.domain.targets import Number
from kepesertaan.sheets.targets.found import Asked, Found, Taken

_LARGEST, _SMALL = "besar", frozenset(("kecil", "mikro"))
_LACKS = "hanya {}: tambahkan skala usaha lainnya, atau tulis {} bila ini seluruhnya"
_APART = "{} di beberapa kolom: tambahkan kolom {} yang menjumlahkannya"
_EMPTY = "skala usaha lainnya kosong: isi, atau tulis 0 bila nihil"
_RATIO = "persentase {} tidak dapat dijumlahkan: tambahkan baris {}"
_WHY = "bagian segmen yang tidak lengkap"


def are_whole(parts: Sequence[str]) -> bool:
    """Whether parts are all of their segment: from the largest firms to small ones, each once.

    >>> are_whole(["PU Besar", "PU Kecil"]), are_whole(["PU Besar dan Menengah", "PU Mikro"])
    (True, True)
    >>> are_whole(["PU Besar", "PU Menengah"]), are_whole(["PU Besar", "PU Besar", "PU Kecil"])
    (False, False)
    """
    sizes = [size for part in parts for size in segment_parts()[part][1]]
    return len(set(sizes)) == len(sizes) and _LARGEST in sizes and not _SMALL.isdisjoint(sizes)


def settle_parts(taken: Taken, start: tuple[int, int], asked: Asked) -> None:
    """The figures of the parts of a segment in a table become the segment's: their sum, where they
    are all of it and stand below each other; else they are asked about."""
    strips, first = start
    shared, parts = {strip.lines for strip in taken.strips[strips:]}, segment_parts()
    odd = {lines for lines in shared if any(segment in parts for _, segment in lines.things)}
    taken.loosen(strips, {(metric, strip.month) for strip in taken.strips[strips:]
                          if strip.lines in odd for metric in strip.lines.metrics})  # fmt: skip
    gone = list[int]()
    for places in list(_groups(taken, first)):
        gone += _settle_group(taken, places, asked)
    for at in sorted(gone, reverse=True):
        del taken.found[at]


def _groups(taken: Taken, first: int) -> Iterator[list[int]]:
    """The places of the parts of each segment, metric, officer, month, side and span."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for at, one in enumerate(taken.found[first:], first):
        if one.segment in segment_parts():
            key = one._replace(segment=whole_segment(one.segment))[:6]
            groups.setdefault(key, []).append(at)
    yield from groups.values()


def _settle_group(taken: Taken, places: Sequence[int], asked: Asked) -> Sequence[int]:
    """Make one figure of parts, or ask about them; the places of figures that are no more."""
    some = [taken.found[at] for at in places]
    doubt = _doubt(some)
    for at, one in zip(places, some, strict=True):
        taken.found[at] = one._replace(segment=whole_segment(one.segment))
    if not any(one.value is not None for one in some):
        return places[1:] if not doubt else ()
    if not doubt:
        _add_up(taken, places[0], some, asked)
        return places[1:]
    for at, one in zip(places, some, strict=True):
        if one.value is not None:
            asked.hold(doubt, (one.row, one.col))
            taken.hold(at, _WHY)
    return ()


def _doubt(some: Sequence[Found]) -> str:
    """Why parts cannot be added up, "" where they can be."""
    names, whole = _names(some), whole_segment(some[0].segment)
    if not are_whole([one.segment for one in some]):
        return _LACKS.format(names, whole)
    if len({(one.col, one.scale) for one in some}) > 1:
        return _APART.format(names, whole)
    if metrics()[some[0].metric].kind == "rasio":
        return _RATIO.format(names, whole)
    values = [one.value for one in some]
    return _EMPTY if None in values and values.count(None) < len(values) else ""


def _names(some: Sequence[Found]) -> str:
    return " dan ".join(dict.fromkeys(one.segment for one in some))


def _add_up(taken: Taken, at: int, some: Sequence[Found], asked: Asked) -> None:
    """Let a figure be the sum of the parts: the numbers of the others are in it."""
    total: Number = sum(one.value or 0 for one in some)
    taken.found[at] = taken.found[at]._replace(value=total)
    first, *others = some
    for one in others:
        why = (
            f"dijumlahkan ke {taken.found[at].segment} di sel {cell_name(first.row + 1, first.col)}"
        )
        taken.dropped.row(one.row, why, [(one.col, 0)])
    text = f"{taken.found[at].segment} adalah jumlah {_names(some)}"
    asked.look(text, *((one.row, one.col) for one in some))
