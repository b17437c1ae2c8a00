"""The sentences for mistakes in templates, in Indonesian: data/template_rules.toml.

What docxtpl-lint and Jinja say in English is told by rule code and by pattern; what is not known
is told in general words, never in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.template_check import Mistake, TagPlace

_UNREAD = "isi tag tidak dapat dibaca"


@cache
def rules() -> dict[str, Any]:
    """The whole file."""
    return load_toml("template_rules")


def mistake(code: str, place: TagPlace, tag: str, /, **params: Any) -> Mistake:
    """A mistake of a rule in words. ``near``: a tag that was probably meant."""
    said = rules()[code]
    words = {name: _word(value) for name, value in params.items()}
    near = said.get("dekat", "") if params.get("near") else ""
    remedy = near.format(tag=params["near"]) if near else said["saran"].format_map(words)
    text = said["apa"].format_map(words)
    return Mistake(code, place, tag, text, remedy, said.get("henti", True))


def syntax_words(message: str) -> str:
    """What Jinja says about a tag, in Indonesian.

    >>> syntax_words("expected token 'end of print statement', got 'perusahaan'")
    "tag tidak terbaca mulai dari 'perusahaan'; nama isian tidak boleh memuat spasi atau tanda baca"
    >>> syntax_words("something new")
    'isi tag tidak dapat dibaca'
    """
    for known in rules()["jinja"]:
        found = re.search(known["pattern"], message)
        if found and "end of" not in " ".join(found.groups()):
            return str(known["text"].format(*found.groups()))
    return _UNREAD


def lint_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """What docxtpl-lint says about a mistake, its English words replaced."""
    said = dict(params)
    if "msg" in said:
        said["msg"] = syntax_words(str(said["msg"]))
    return said


def holder_words(element: str) -> str:
    """What holds a part of a torn tag, in words: of the name of a Word element."""
    return str(rules()["tempat"].get(element, "bagian lain"))


def _word(value: Any) -> Any:
    return rules()["kata"].get(value, value) if isinstance(value, str) else value
