"""Which photo belongs to which visit: by the visit's own column, by name, by the camera's clock.

The column is what a person said and is followed. A name or a clock that fits one visit is
followed too; whatever fits several, contradicts a date, or shows what another report shows, is
listed to be looked at and not used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kepesertaan.data.visits import PhotoSettings
from kepesertaan.domain.photos import Photo, Placed, differing
from kepesertaan.domain.visits import Visit

from .photo_names import named_photos

_WORD = re.compile(r"[a-z]+|[0-9]+")
_LEAST_NPP, _LEAST_NAME, _LEAST_GLUED = 6, 3, 6
_BY_COLUMN = "disebut di kolom Foto"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A photo of a report that was made before. ``report``: its file name."""

    report: str
    key: str  # of its visit
    digest: str
    shape: int


def match_photos(
    photos: Sequence[Photo],
    visits: Sequence[Visit],
    settings: PhotoSettings,
    earlier: Sequence[Earlier] = (),
) -> list[Placed]:
    """Where each photo belongs, in the order given."""
    named, unsure = named_photos(photos, visits)
    placed = [
        unsure.get(photo.name) or _placed(photo, named.get(photo.name, ()), visits, settings)
        for photo in photos
    ]
    placed = _without_doubles(placed, visits, settings)
    placed = [_seen_before(one, visits, earlier, settings) for one in placed]
    return _at_most(placed, settings.most_in_report)


def _placed(
    photo: Photo, named: Sequence[int], visits: Sequence[Visit], settings: PhotoSettings
) -> Placed:
    if photo.trouble:
        owner = named[0] if named else None
        return Placed(photo, "tidak terbaca", photo.trouble, owner)
    if named:
        return _by_column(photo, named, visits)
    fits, how = _fitting(photo, visits, settings)
    if not fits:
        return _by_clock(photo, visits, settings)
    return _by_name(photo, fits, how, visits, settings)


def _by_column(photo: Photo, named: Sequence[int], visits: Sequence[Visit]) -> Placed:
    visit = visits[named[0]]
    if len(named) > 1:
        labels = " dan ".join(visits[k].label for k in named)
        reason = f"{_BY_COLUMN} oleh {labels}; dipasang hanya di yang pertama"
        return Placed(photo, "periksa", reason, named[0], True)
    off = _days_off(photo, visit)
    if off:
        return Placed(photo, "periksa", f"{_BY_COLUMN}, tetapi {off}", named[0], True)
    return Placed(photo, "cocok", _BY_COLUMN, named[0], True)


def _by_name(
    photo: Photo, fits: Sequence[int], how: str, visits: Sequence[Visit], settings: PhotoSettings
) -> Placed:
    if len(fits) > 1 and photo.day:
        same_day = [k for k in fits if visits[k].day == photo.day]
        in_hours = _in_hours(photo.taken, visits, same_day, settings) if photo.taken else []
        fits = in_hours if len(in_hours) == 1 else (same_day or fits)
    if len(fits) > 1:
        return Placed(photo, "periksa", f"{how} cocok dengan {_labels(fits, visits)}", fits[0])
    off = _days_off(photo, visits[fits[0]])
    if off:
        return Placed(photo, "periksa", f"{how} cocok, tetapi {off}", fits[0])
    return Placed(photo, "cocok", f"{how} di nama berkas", fits[0], True)


def _by_clock(photo: Photo, visits: Sequence[Visit], settings: PhotoSettings) -> Placed:
    if photo.taken is None:
        same_day = [k for k, visit in enumerate(visits) if photo.day and visit.day == photo.day]
        if same_day:
            reason = f"tanpa jam; tanggalnya sama dengan {_labels(same_day, visits)}"
            return Placed(photo, "periksa", reason, same_day[0])
        return Placed(photo, "tidak cocok", "nama tidak menyebut kunjungan dan foto tanpa jam")
    fits = _in_hours(photo.taken, visits, range(len(visits)), settings)
    if len(fits) == 1:
        return Placed(photo, "cocok", f"jam foto {photo.taken:%H.%M}", fits[0], True)
    if fits:
        return Placed(photo, "periksa", f"jam foto cocok dengan {_labels(fits, visits)}", fits[0])
    return _off_hours(photo, photo.taken, visits)


def _off_hours(photo: Photo, taken: datetime, visits: Sequence[Visit]) -> Placed:
    same_day = [k for k, visit in enumerate(visits) if visit.day == photo.day]
    if not same_day:
        reason = f"tidak ada kunjungan pada tanggal foto {taken:%d-%m-%Y}"
        return Placed(photo, "tidak cocok", reason)
    reason = f"jam foto {taken:%H.%M} di luar jam {_labels(same_day, visits)}"
    return Placed(photo, "periksa", reason, same_day[0])


def _in_hours(
    taken: datetime, visits: Sequence[Visit], among: Sequence[int], settings: PhotoSettings
) -> list[int]:
    """The visits whose hours hold the moment; else those near whose hours it lies."""
    inside = [k for k in among if _holds(visits[k], taken, 0)]
    return inside or [k for k in among if _holds(visits[k], taken, settings.minutes_around)]


def _holds(visit: Visit, taken: datetime, minutes: int) -> bool:
    if not (visit.day and visit.start and visit.end):
        return False
    around = timedelta(minutes=minutes)
    first = datetime.combine(visit.day, visit.start) - around
    last = datetime.combine(visit.day, visit.end.replace(second=59)) + around
    return first <= taken <= last


def _days_off(photo: Photo, visit: Visit) -> str:
    """How far the photo's day is from the visit's, in words; "" where it is not or cannot be told."""
    if photo.day is None or visit.day is None or photo.day == visit.day:
        return ""
    days = abs((photo.day - visit.day).days)
    return f"tanggal foto {photo.day:%d-%m-%Y} berbeda {days} hari dari kunjungan"


def _labels(fits: Sequence[int], visits: Sequence[Visit]) -> str:
    more = f" dan {len(fits) - 2} lainnya" if len(fits) > 2 else ""
    return " dan ".join(visits[k].label for k in fits[:2]) + more


def _fitting(
    photo: Photo, visits: Sequence[Visit], settings: PhotoSettings
) -> tuple[list[int], str]:
    """The visits a photo's name or folder speaks of, and by what."""
    path = photo.name.rpartition(".")[0].casefold() if "." in photo.name else photo.name.casefold()
    words = _WORD.findall(path)
    for how, fits in (
        ("nomor kunjungan", [k for k, v in enumerate(visits) if _has_number(words, v.number)]),
        ("NPP", [k for k, v in enumerate(visits) if _has_npp(words, v.npp)]),
        ("nama perusahaan", _with_company(words, visits, settings)),
    ):
        if fits:
            return fits, how
    return [], ""


def _has_number(words: Sequence[str], number: str) -> bool:
    """Whether a visit's number stands in the name; bare digits are too common to say anything."""
    own = _WORD.findall(number.casefold())
    return len(own) > 1 and not all(map(str.isdigit, own)) and _position(words, own) >= 0


def _has_npp(words: Sequence[str], npp: str) -> bool:
    digits = "".join(filter(str.isdigit, npp))
    return len(digits) >= _LEAST_NPP and digits in words


def _with_company(
    words: Sequence[str], visits: Sequence[Visit], settings: PhotoSettings
) -> list[int]:
    """The visits to the company the name speaks of; of names inside each other the longest."""
    forms = {form.casefold() for form in settings.legal_forms}
    found: dict[int, list[str]] = {}
    for k, visit in enumerate(visits):
        whole = _WORD.findall(visit.company.casefold())
        own = [word for word in whole if word not in forms]
        if own and _names(words, own, whole):
            found[k] = own
    longest = max((len("".join(own)) for own in found.values()), default=0)
    return [k for k, own in found.items() if len("".join(own)) == longest]


def _names(words: Sequence[str], own: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether a file's words hold a company's, apart or glued, with its legal form or without."""
    glued = "".join(own)
    if len(glued) < _LEAST_NAME:
        return False
    if _position(words, own) >= 0:
        return True
    runs = ("".join(words[k : k + n]) for n in range(1, len(whole) + 1) for k in range(len(words)))
    return len(glued) >= _LEAST_GLUED and any(run in (glued, "".join(whole)) for run in runs)


def _position(words: Sequence[str], own: Sequence[str]) -> int:
    places = range(len(words) - len(own) + 1)
    return next((k for k in places if list(words[k : k + len(own)]) == list(own)), -1)


def _without_doubles(
    placed: Sequence[Placed], visits: Sequence[Visit], settings: PhotoSettings
) -> list[Placed]:
    """The same picture twice in a report is used once; in two reports it is to be looked at."""
    done: list[Placed] = []
    for one in placed:
        done.append(_after(one, done, placed, visits, settings))
    return done


def _after(
    one: Placed,
    done: Sequence[Placed],
    placed: Sequence[Placed],
    visits: Sequence[Visit],
    settings: PhotoSettings,
) -> Placed:
    if not one.is_used or one.visit is None:
        return one
    for other in done:
        if other.visit == one.visit and other.is_used and other.photo.digest == one.photo.digest:
            return replace(
                one, state="periksa", reason=f"isi sama dengan {other.photo.name}", is_used=False
            )
    for other in placed:
        if other.is_used and other.visit not in (None, one.visit) and (
            how := _alike(one.photo, other.photo.digest, other.photo.shape, settings)
        ):  # fmt: skip
            label = visits[other.visit].label if other.visit is not None else ""
            said = f"{how} {other.photo.name} pada {label}"
            by_column = one.reason.startswith(_BY_COLUMN)
            return replace(one, state="periksa", reason=f"{one.reason}; {said}", is_used=by_column)
    return one


def _seen_before(
    one: Placed, visits: Sequence[Visit], earlier: Sequence[Earlier], settings: PhotoSettings
) -> Placed:
    if not one.is_used or one.visit is None:
        return one
    for old in earlier:
        how = _alike(one.photo, old.digest, old.shape, settings)
        if how and old.key != visits[one.visit].key:
            by_column = one.reason.startswith(_BY_COLUMN)
            reason = f"{one.reason}; {how} foto di laporan {old.report}"
            return replace(one, state="periksa", reason=reason, is_used=by_column)
    return one


def _alike(photo: Photo, digest: str, shape: int, settings: PhotoSettings) -> str:
    """In which way two photos are the same; "" where they are not."""
    if photo.digest == digest:
        return "isi sama dengan"
    if photo.shape and shape and differing(photo.shape, shape) <= settings.alike_bits:
        return "hampir sama dengan"
    return ""


def _at_most(placed: Sequence[Placed], most: int) -> list[Placed]:
    counts = dict.fromkeys((one.visit for one in placed), 0)
    kept = []
    for one in placed:
        if one.is_used:
            counts[one.visit] += 1
            if counts[one.visit] > most:
                reason = f"laporan sudah memuat {most} foto"
                one = replace(one, state="periksa", reason=reason, is_used=False)
        kept.append(one)
    return kept
