"""The name that was probably meant where a name is not known."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

_LIKENESS = 0.75  # of names: 1 is the same; below, two names are two things


def nearest(name: str, names: Collection[str]) -> str:
    """The same words in another order, else what is written nearly so; "" where none comes near.

    >>> nearest("pic_jabatan", ["nama_pic", "jabatan_pic"]), nearest("catatn", ["catatan"])
    ('jabatan_pic', 'catatan')
    >>> nearest("nama_pic", ["nama_petugas", "jam_mulai"])
    ''
    """
    words = sorted(name.split("_"))
    same = [one for one in sorted(names) if sorted(one.split("_")) == words]
    close = same or get_close_matches(name, sorted(names), 1, _LIKENESS)
    return close[0] if close else ""
