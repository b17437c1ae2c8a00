"""Officers nobody has listed: headings of columns and labels that can only be people's names.

They are where a heading such as Petugas or AR stands over them, or where each holds a usual given
name (``data/given_names.toml``). Other unknown words stay unknown, and are asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kepesertaan.data.loader import load_toml

from .header import Rows
from .target_block import LABELS, Block, is_amount
from .target_heads import Heads, head_text
from .target_officers import BESIDE, may_be_person, names_office
from .target_persons import name_words, same_person, tidy_name
from .target_words import Said, said

PARTS = 0.5  # of the parts of one total
_LONGEST = 5  # words of a name
_OVER = "Petugas: {}"
_LIST = load_toml("given_names")
_GIVEN, _NEVER = frozenset(map(str, _LIST["names"])), frozenset(map(str, _LIST["never"]))
_WORDS = load_toml("target_words")
_TITLES = frozenset(map(str, (*_WORDS["role"]["petugas"], *_WORDS["title_label"]["petugas"])))


@lru_cache(maxsize=5000)
def may_name(text: str) -> bool:
    """Whether a text nothing is known of may be one person's name.

    >>> [may_name(text) for text in ("Tarno", "Andi Pratama", "PT Andi", "KCP Gresik", "Tim A")]
    [True, True, False, False, False]
    """
    words = name_words(text)
    told = said(text)
    is_other = told.is_known or names_office(text) or any(map(str.isdigit, text))
    is_word = 0 < len(words) <= _LONGEST and _NEVER.isdisjoint(words) and BESIDE.isdisjoint(words)
    return is_word and bool(told.rest) and not is_other and may_be_person(text)


@lru_cache(maxsize=5000)
def has_given_name(text: str) -> bool:
    """Whether a text may be a name and holds a usual given name.

    >>> has_given_name("Andi"), has_given_name("Wahyu Tarno"), has_given_name("Tarno")
    (True, True, False)
    """
    return may_name(text) and not _GIVEN.isdisjoint(name_words(text))


def are_names(texts: Iterable[str], known: Sequence[str] = (), *, share: float = 1) -> bool:
    """Whether unknown texts in one place are all people's names: each may be one, and of two at
    least and of that share it is certain, by a given name or by an officer who is known.

    >>> are_names(["Andi", "Budi"]), are_names(["Andi", "Merah"]), are_names(["Andi"])
    (True, False, False)
    >>> are_names(["Andi", "Budi", "Tarno"], share=0.5), are_names(["Andi", "PT Budi"])
    (True, False)
    """
    distinct = list(dict.fromkeys(texts))
    named = sum(is_name(text, known) for text in distinct)
    if named < 2 or not all(map(may_name, distinct)):
        return False
    return named >= share * len(distinct)


def is_name(text: str, known: Sequence[str]) -> bool:
    """Whether a text holds a usual given name, or is of an officer who is known."""
    return has_given_name(text) or any(same_person(text, name) for name in known)


def unnamed_in(rows: Rows) -> frozenset[str]:
    """The unknown words of cells that may be somebody's name.

    >>> sorted(unnamed_in([["Target Tarno", "Realisasi", "PT Andi"], ["Tim A", 1, "tarno"]]))
    ['TARNO']
    """
    texts = {value for row in rows for value in row if isinstance(value, str)}
    return frozenset(filter(may_name, {" ".join(said(text).rest) for text in texts}))


@lru_cache(maxsize=5000)
def heads_people(text: str) -> bool:
    """Whether a heading says that officers' names stand below it.

    >>> heads_people("AR"), heads_people("Nama Petugas"), heads_people("Target")
    (True, True, False)
    """
    return " ".join(text.upper().replace("/", " ").split()) in _TITLES


def names_columns(rows: Rows, i: int, columns: Sequence[int], known: Sequence[str]) -> bool:
    """Whether the cells of a row over the columns of amounts are officers' names: each is one by
    itself, or a heading for names stands over them. ``known``: officers by name."""
    row = rows[i]
    over = [text for c in columns if c < len(row) and (text := head_text(row[c]))]
    names = [text for text in over if not said(text).is_total]
    if len(names) < 2:
        return False
    above = rows[i - 1][: columns[0] + 1] if i else ()
    title = next((text for value in reversed(above) if (text := head_text(value))), "")
    is_below = heads_people(title) and all(map(may_name, names))
    return is_below or are_names(names, known)


def with_people(heads: Heads, known: Sequence[str]) -> Heads:
    """The headings of columns with officers' names told as such: ``Petugas: Andi``."""
    return _with_people(tuple(heads.items()), tuple(known))


@lru_cache(maxsize=500)
def _with_people(items: tuple[tuple[int, tuple[str, ...]], ...], known: tuple[str, ...]) -> Heads:
    heads = dict(items)
    below = {(c, at) for c, texts in heads.items() for at, text in enumerate(texts)
             if at and heads_people(texts[at - 1]) and may_name(text)}  # fmt: skip
    if not (below and _are_all(heads, {c for c, _ in below})):
        below = set(_given(heads, known))
    if not below:
        return heads
    return {
        c: tuple(_told(texts, {at for k, at in below if k == c})) or texts
        for c, texts in heads.items()
    }


def tell_people(block: Block, known: Sequence[str]) -> None:
    """Make the labels of a table its officers where their heading says so, or says nothing and each
    is a name: AR, or Uraian over Andi and Siti."""
    for c, role in block.roles.items():
        first = next((v for v in block.columns[c] if isinstance(v, str) and v.strip()), "")
        if role == "uraian" and may_name(tidy_name(first)) and _are_people(block, c, known):
            block.roles[c] = "petugas"


def _are_people(block: Block, c: int, known: Sequence[str]) -> bool:
    values = [block.columns[k] for k in block.values]
    cells = (value for at, value in enumerate(block.columns[c])
             if any(is_amount(column[at]) for column in values))  # fmt: skip
    texts = (tidy_name(value) for value in cells if isinstance(value, str) and value.strip())
    names = [text for text in texts if not said(text).is_total]
    heads = block.heads.get(c, ())
    is_open = not heads or said(heads[0]) == Said(roles=("uraian",))
    is_said = len(heads) == 1 and heads_people(heads[0])
    return is_said or (is_open and are_names(names, known))


def _are_all(heads: Heads, columns: set[int]) -> bool:
    """Whether the other columns are labels, totals and percentages alone: two columns below
    Petugas, NPK and Kode, are no officers."""
    others = (said(" ".join(texts)) for c, texts in heads.items() if c not in columns)
    return len(columns) > 1 and all(
        told.is_total or told.has_percent or "persen" in told.roles
        or not LABELS.isdisjoint(told.roles) for told in others
    )  # fmt: skip


def _given(heads: Heads, known: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The columns and depths of headings that are names by themselves."""
    unknown = {(c, at): text for c, texts in heads.items() for at, text in enumerate(texts)
               if not said(text).is_known and said(text).rest}  # fmt: skip
    of_total = any(said(" ".join(texts)).is_total for texts in heads.values())
    apart = len({c for c, _ in unknown}) == len(unknown)
    if apart and are_names(unknown.values(), known, share=PARTS if of_total else 1):
        yield from unknown


def _told(texts: Sequence[str], names: set[int]) -> Iterator[str]:
    """The texts of a heading with its name told, without the heading of names over it."""
    for at, text in enumerate(texts):
        if at in names:
            yield _OVER.format(text)
        elif not (heads_people(text) and len(texts) > 1):
            yield text
