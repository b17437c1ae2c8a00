"""The mobile number to call, or why there is none."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kepesertaan.domain.show import shown
from kepesertaan.domain.table import Raw
from kepesertaan.domain.text import visible

from .judge import judge_value
from .phones import FORM, mobile
from .registry import Context


@lru_cache(maxsize=None, typed=True)
def number_of(value: Raw) -> tuple[str, str]:
    """The number as 08..., "" for none; and what is wrong with the cell, "" for nothing.

    >>> number_of("+62 812-3456-7890"), number_of(None)
    (('081234567890', ''), ('', 'Nomor HP kosong.'))
    """
    if isinstance(value, str) and FORM.fullmatch(value):
        return value, ""
    if value is None or not visible(shown(value)):
        return "", "Nomor HP kosong."
    tidied, steps = judge_value("hp", value, Context(date.max))
    flags = [
        f"{rule.text} ({verdict.evidence})" for rule, verdict in steps if verdict.kind == "flag"
    ]
    proposals = [v.value for _, v in steps if v.kind == "flag" and isinstance(v.value, str)]
    number = tidied if isinstance(tidied, str) and FORM.fullmatch(tidied) else ""
    first = mobile(proposals[0]) if proposals and not number else None
    is_list = any(rule.code == "HP-02" for rule, _ in steps)
    return (number or (first or "" if is_list else "")), "; ".join(flags)
