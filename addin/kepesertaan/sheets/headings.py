"""Headings as people write them, and which field they name."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import visible

_WORDS = {
    "NOMOR": "NO", "NOMER": "NO", "NMR": "NO", "TANGGAL": "TGL", "TG": "TGL", "TGGL": "TGL",
    "NM": "NAMA", "ALMT": "ALAMAT",
}  # fmt: skip
_DATE_HINTS = {"DD", "MM", "YYYY", "YY", "HH", "BB", "TTTT"}
_LEAST_LIKENESS = 90


@cache
def fields() -> dict[str, dict[str, Any]]:
    """What is known of each field: label, names, looks, confirm, single, otherwise."""
    return load_toml("headers")


def label_of(field: str) -> str:
    """The name of a field as users read it."""
    return str(fields()[field]["label"])


@cache
def normalise(heading: str) -> str:
    """A heading in the form headings are compared in.

    >>> normalise("Nomor  KTP*"), normalise("Tanggal_Lahir (dd/mm/yyyy)"), normalise("403 NIK")
    ('NO KTP', 'TGL LAHIR', 'NIK')
    """
    text = visible(heading).upper()
    text = re.sub(r"\([^)]*\)?", " ", text).strip() or text.strip("() ")
    words = re.sub(r"[_./:*\\,\-\"'\n]", " ", text).split()
    words = [_WORDS.get(word, word) for word in words]
    words = [word for word in words if word not in _DATE_HINTS] or words
    while len(words) > 1 and re.fullmatch(r"[0-9]+[A-Z]?", words[0]):
        words = words[1:]
    return " ".join(words)


@cache
def field_named(heading: str, kind: str = "") -> str | None:
    """The field a heading names for certain: same words, in any order or glued together.

    ``kind``: whose own words count as well, as ``only`` in headers.toml says, and come first.
    """
    words = normalise(heading)
    names, glued, bags = _names(kind)
    return names.get(words) or glued.get(_glued(words)) or bags.get(_bag(words))


@cache
def field_like(heading: str) -> str | None:
    """The field whose name is written nearly so (a typing mistake); to be confirmed by content."""
    from rapidfuzz import fuzz, process

    words = normalise(heading)
    if len(words) < 5:
        return None
    names = _names("")[0]
    best = process.extractOne(words, list(names), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
    return names[best[0]] if best else None


def share_that_looks(field: str, sample: list[Raw]) -> float | None:
    """The share of ``sample`` that looks like the field; None when nothing can be said."""
    pattern = fields()[field].get("looks")
    if not pattern or not sample:
        return None
    looks = re.compile(pattern)
    return sum(bool(looks.match(_tidied(value))) for value in sample) / len(sample)


def _tidied(value: Raw) -> str:
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return re.sub(r"[ .\-'`/_]|\.0$", "", visible(str(value))).upper()


def _glued(words: str) -> str:
    """Headings typed without blanks: TANGGALLAHIR is TGL LAHIR."""
    return words.replace(" ", "").replace("TANGGAL", "TGL").replace("NOMOR", "NO")


def _bag(words: str) -> str:
    parts = sorted(set(words.split()) - {"DAN"})
    return " ".join(parts) if len(parts) > 1 else ""


@cache
def _names(kind: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Name to field: as written, glued together, as a bag of words only one field has."""
    common = {field: spec for field, spec in fields().items() if "only" not in spec}
    own = {field: spec for field, spec in fields().items() if kind and spec.get("only") == kind}
    known = common | own
    names = {normalise(name): field for field, spec in known.items() for name in spec["names"]}
    glued = {_glued(name): field for name, field in names.items()}
    bags: dict[str, set[str]] = {}
    for name, field in names.items():
        bags.setdefault(_bag(name), set()).add(field)
    alone = {bag: next(iter(owners)) for bag, owners in bags.items() if bag and len(owners) == 1}
    return names, glued, alone
