"""What the column Foto says: which photos a name in a cell means."""

from __future__ import annotations

from collections.abc import Sequence

from kepesertaan.domain.photos import Photo, Placed
from kepesertaan.domain.text import visible
from kepesertaan.domain.visits import Visit

_TWINS = {"jpg": "jpeg", "jpeg": "jpg"}  # two endings of the same kind of file


def missing_names(visits: Sequence[Visit], photos: Sequence[Photo]) -> list[tuple[int, str]]:
    """Names in the column Foto that no photo of the folder has: number of the visit, name."""
    return [
        (k, name)
        for k, visit in enumerate(visits)
        for name in visit.photos
        if not any(is_named(photo, name) for photo in photos)
    ]


def named_photos(
    photos: Sequence[Photo], visits: Sequence[Visit]
) -> tuple[dict[str, tuple[int, ...]], dict[str, Placed]]:
    """The visits whose column names a photo; and those whose name there could be another photo's,
    as phones call theirs alike: nobody can tell which one was meant.
    """
    owners: dict[str, tuple[int, ...]] = {}
    unsure: dict[str, Placed] = {}
    for k, visit in enumerate(visits):
        for name in visit.photos:
            meant = _meant(photos, name)
            is_sure = len({photo.digest for photo in meant}) < 2
            said = f"kolom Foto menyebut '{name}', nama {len(meant)} foto; tulis dengan foldernya"
            for photo in meant:
                if is_sure:
                    owners[photo.name] = tuple(dict.fromkeys((*owners.get(photo.name, ()), k)))
                else:
                    unsure[photo.name] = Placed(photo, "periksa", said, k)
    return owners, {name: one for name, one in unsure.items() if name not in owners}


def _meant(photos: Sequence[Photo], name: str) -> list[Photo]:
    """The photos a cell's name fits best: a whole path before a file's name without its ending,
    and the ending as written before its twin.
    """
    fits = [(place, photo) for photo in photos if (place := _likeness(photo, name)) is not None]
    best = min((place for place, _ in fits), default=0)
    return [photo for place, photo in fits if place == best]


def is_named(photo: Photo, name: str) -> bool:
    """Whether a cell's name is the photo's: with or without folder and ending, in any case;
    .jpg and .jpeg are one.
    """
    return _likeness(photo, name) is not None


def _likeness(photo: Photo, name: str) -> int | None:
    path = photo.name.casefold()
    said = visible(name).replace("\\", "/").casefold()
    file = path.rpartition("/")[2]
    twin = _with_twin(path)
    names = (
        path, path.rpartition(".")[0], file, file.rpartition(".")[0], twin,
        twin.rpartition("/")[2],
    )  # fmt: skip
    return names.index(said) if said in names else None


def _with_twin(path: str) -> str:
    """A path with the other ending that its kind of file has, itself where there is none.

    >>> _with_twin("a/img.jpeg"), _with_twin("a.png"), _with_twin("jpg")
    ('a/img.jpg', 'a.png', 'jpg')
    """
    stem, dot, ending = path.rpartition(".")
    return f"{stem}.{_TWINS.get(ending, ending)}" if dot else path
