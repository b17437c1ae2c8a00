"""Officers whose figures are already those of others: a team's recap, a name written in two ways.

To count them as well would be to count twice, and nothing in the book would show it. So they are
held back and asked about; who is on the office's list of officers is taken at its word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kepesertaan.domain.targets import Finding, Number, Place, SourceState

from .offices import offices_in_lists
from .people import People, alike, unsettled
from .sources import Gathering, Source
from .vectors import (
    LEAST_DIGITS,
    Key,
    Vector,
    counted,
    digits,
    nobody,
    totals,
    unclear,
    vectors_of,
)

_MOST_OFFICERS = 30  # of whom any may be parts of a recap: trying more takes too long
_MOST_STEPS = 5_000
_MOST_NAMES = 6
_MOST_KEYS = 6  # looked at first
_SEVERAL = 3  # officers whose sum is no chance
_TWICE = 2  # what one more officer may give beside the largest of the others
_LISTED = "Bila memang petugas, tulis namanya di daftar petugas (--petugas), lalu rekap lagi."
_NOT_TWICE = f"Angkanya belum dipakai, supaya tidak terhitung dua kali. {_LISTED}"


def hold_doubles(gathering: Gathering, people: People, expected: Collection[str]) -> None:
    """Hold back the sources of officers who are a sum of others, or perhaps another officer.

    ``expected``: everybody who is to send a sheet.
    """
    _hold_unsettled(gathering, people)
    whose = {source.officer for source in counted(gathering, gathering.month)}
    pairs = alike(whose - nobody(gathering))
    vectors = vectors_of(counted(gathering, gathering.month)) if pairs else {}
    for one, other in pairs:
        if {one, other} <= people.listed or not {one, other} <= vectors.keys():
            continue
        if not _is_same(vectors[one], vectors[other]):
            continue
        second = min((other, one), key=lambda name: len(vectors[name]))
        first = one if second == other else other
        text = (
            f"angka {second} sama dengan angka {first}: satu orang? Angka {second} belum dipakai. "
            "Samakan namanya; bila dua orang, tulis keduanya di daftar petugas (--petugas)."
        )
        _hold(gathering, second, text)
        del vectors[second]
    for name, some in _recaps(gathering, people):
        text = f"angka {name} adalah jumlah {_first_names(some)}: rekap tim? {_NOT_TWICE}"
        _hold(gathering, name, text)
    for name in offices_in_lists(gathering, people.listed):
        text = f"angka {name} hampir sama dengan jumlah petugas lain di daftarnya: kantor atau tim?"
        _hold(gathering, name, f"{text} {_NOT_TWICE}")
    _tell_large(gathering, people, {*expected, *(name for name, _ in gathering.held)})


def _tell_large(gathering: Gathering, people: People, expected: Collection[str]) -> None:
    """Officers who give as much as all the others together, in everything: a recap of a team of
    whom somebody has not sent anything, perhaps. What is left of it for those tells how sure."""
    vectors = vectors_of(counted(gathering, gathering.month))
    missing = sorted(set(expected) - vectors.keys())
    for name, others in _large(vectors, people.listed | nobody(gathering)):
        rest = [a - sum(b) for a, b in zip(vectors[name].values(), others, strict=True)]
        most = [_TWICE * max(b) * len(missing) for b in others]
        several = len(others[0]) >= _SEVERAL
        if several and all(a <= b for a, b in zip(rest, most, strict=True)):
            text = (
                f"angka {name} adalah jumlah semua petugas lain ditambah sebesar satu petugas "
                f"lagi, dan {_first_names(missing)} belum mengirim: rekap tim? Angkanya belum "
                f"dipakai. {_LISTED}"
            )
            _hold(gathering, name, text)
        elif several or missing:
            text = f"Angka {name} paling sedikit sebesar semua petugas lain bersama: rekap tim?"
            gathering.findings.append(Finding(Place(""), "periksa", text))


def _large(
    vectors: Mapping[str, Vector], but: Collection[str]
) -> list[tuple[str, list[tuple[Number, ...]]]]:
    """Those officers, each with what the others give for each of their keys, two of them or more.

    Nothing is found by chance in few digits. ``but``: who is not looked at.
    """
    sums, found = Counter[Key](), []
    for own in vectors.values():
        sums.update(own)
    for name, own in vectors.items():
        if name in but or any(2 * own[key] < sums[key] for key in own):
            continue
        others = [_of_keys(other, own) for one, other in vectors.items() if one != name]
        others = [parts for parts in others if any(parts)]
        if len(others) < 2 or digits(own.values()) < 2 * LEAST_DIGITS:
            continue
        parts = list(zip(*others, strict=True))
        if all(a >= sum(b) for a, b in zip(own.values(), parts, strict=True)):
            found.append((name, parts))
    return found


def _first_names(some: Sequence[str]) -> str:
    return ", ".join(some[:_MOST_NAMES]) + (", ..." if len(some) > _MOST_NAMES else "")


def _hold_unsettled(gathering: Gathering, people: People) -> None:
    """Names that may be either of two officers; beside both in one sheet it is a third."""
    sheets: dict[str, set[Place]] = {}
    for source in gathering.sources:
        sheets.setdefault(source.officer, set()).add(source.place)
    for name, some in unsettled(sorted(sheets)):
        either = " atau ".join(some[:3])
        if name in people.listed or set.intersection(*(sheets[one] for one in (name, *some))):
            text = f"Nama '{name}' bisa {either}; dihitung sebagai petugas sendiri."
            gathering.findings.append(Finding(Place(""), "periksa", text))
        else:
            text = f"nama '{name}' bisa {either}; angkanya belum dipakai. Tulis nama lengkapnya."
            gathering.unowned += _hold(gathering, name, f"{text} {_LISTED}")


def _hold(gathering: Gathering, officer: str, text: str) -> list[Source]:
    """Leave out every source of an officer, and ask; those sources."""
    theirs = [source for source in gathering.sources if source.officer == officer]
    gathering.sources = [source for source in gathering.sources if source.officer != officer]
    for source in theirs:
        for strip in source.strips:
            gathering.drop(strip, "petugas belum jelas")
        state = SourceState(
            source.place, "", source.month, "baru", notes=(f"dibaca milik {officer}: ditahan",)
        )
        gathering.states.append(state)
    place = theirs[0].place
    gathering.ask(place, f"Lembar {place.sheet}: {text}")
    return theirs


def _recaps(gathering: Gathering, people: People) -> Iterator[tuple[str, list[str]]]:
    """Officers that are the sum of others, with these: of the month by any of the others where they
    are not too many to try, of an earlier one by all of them.
    """
    for month in sorted({source.month for source in gathering.sources}, reverse=True):
        whole = totals(gathering, month)
        is_now = month == gathering.month and len(whole) <= _MOST_OFFICERS
        names = [name for name in whole if name not in people.listed | nobody(gathering)
                 and (is_now or 2 * whole[name] == sum(whole.values()))]  # fmt: skip
        if len(whole) < 3 or not names:
            continue
        vectors, unsure = vectors_of(counted(gathering, month)), unclear(gathering, month)
        for name in sorted(names, key=lambda name: -whole[name]):
            if name in vectors and (some := _parts(name, vectors, unsure, by_any=is_now)):
                del vectors[name]
                yield name, some


def _is_same(one: Vector, other: Vector) -> bool:
    """Whether two officers give the same for everything both give, and that is no chance."""
    both = one.keys() & other.keys()
    return digits(one[key] for key in both) >= LEAST_DIGITS and all(
        one[key] == other[key] for key in both
    )


def _parts(
    name: str, vectors: Mapping[str, Vector], unsure: Collection[Key], *, by_any: bool
) -> list[str]:
    """The two officers or more whose sum an officer is in everything that is clear, [] for none."""
    whole = {key: value for key, value in vectors[name].items() if key not in unsure}
    size = digits(whole.values())
    if len(whole) < 2 or size < LEAST_DIGITS or any(value < 0 for value in whole.values()):
        return []
    others = {other: _of_keys(own, whole) for other, own in vectors.items() if other != name}
    others = {other: parts for other, parts in others.items() if any(parts)}
    wanted = list(whole.values())
    everybody = list(others)
    if len(everybody) > 1 and [sum(some) for some in zip(*others.values(), strict=True)] == wanted:
        return everybody
    if not by_any or size < LEAST_DIGITS + len(everybody) / 3:
        return []
    return _some_of(everybody, others, wanted)


def _of_keys(own: Vector, keys: Iterable[Key]) -> list[Number]:
    """What an officer gives for the keys of another; for one without a segment, of all segments."""
    return [own.get(key) or (0 if key[1] else _all_segments(own, key)) for key in keys]


def _all_segments(own: Vector, key: Key) -> Number:
    return sum(
        value for other, value in own.items() if (other[0], *other[2:]) == (key[0], *key[2:])
    )


def _some_of(
    names: Sequence[str], others: Mapping[str, list[Number]], wanted: list[Number]
) -> list[str]:
    """Two names or more whose numbers add up to those wanted, [] where none do.

    Looked for by the few largest numbers; the others must agree as well.
    """
    places = sorted(range(len(wanted)), key=lambda at: -wanted[at])[:_MOST_KEYS]
    few = [[others[name][at] for at in places] for name in names]
    behind = [[sum(some) for some in zip(*few[at:], strict=True)] for at in range(len(few))]
    steps = 0

    def search(at: int, rest: list[Number], chosen: list[str]) -> list[str]:
        nonlocal steps
        steps += 1
        if not any(rest):
            parts = zip(*(others[name] for name in chosen), strict=True)
            return chosen if len(chosen) > 1 and [sum(some) for some in parts] == wanted else []
        if at == len(names) or steps > _MOST_STEPS or _is_beyond(rest, behind[at]):
            return []
        less = [a - b for a, b in zip(rest, few[at], strict=True)]
        taken = search(at + 1, less, [*chosen, names[at]]) if min(less) >= 0 else []
        return taken or search(at + 1, rest, chosen)

    return search(0, [wanted[at] for at in places], [])


def _is_beyond(rest: Sequence[Number], most: Sequence[Number]) -> bool:
    return any(a > b for a, b in zip(rest, most, strict=True))
