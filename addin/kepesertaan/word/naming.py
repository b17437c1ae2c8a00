"""The field names of templates: a sheet's own headings, written as a tag can hold them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kepesertaan.domain.text import visible

_RESERVED = frozenset({
    "and", "or", "not", "in", "is", "if", "else", "for", "true", "false", "none", "loop",
    "self", "super", "range", "dict", "namespace",
})  # fmt: skip


def field_name(heading: str) -> str:
    """A heading as a field name: lower case, letters, digits and ``_`` only; '' where none is left.

    Case, blanks and signs make no difference. A name that begins with a digit, or that the
    template language keeps for itself, gets ``k_`` in front.

    >>> field_name("No. HP"), field_name("PIC/Jabatan"), field_name("  nama PERUSAHAAN* ")
    ('no_hp', 'pic_jabatan', 'nama_perusahaan')
    >>> field_name("2026"), field_name("Jumlah (Rp)"), field_name("")
    ('k_2026', 'jumlah_rp', '')
    """
    plain = unicodedata.normalize("NFKD", visible(heading)).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    name = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
    return f"k_{name}" if name[:1].isdigit() or name in _RESERVED else name


def field_names(headings: Iterable[str]) -> list[str]:
    """A name for each heading; a name used before gets ``_2``, ``_3`` in reading order.

    >>> field_names(["Foto", "Foto", "", "FOTO 2"])
    ['foto', 'foto_2', '', 'foto_2_2']
    """
    taken: set[str] = set()
    names = []
    for heading in headings:
        name = field_name(heading)
        names.append(_free(name, taken) if name else "")
        taken.add(names[-1])
    return names


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free
