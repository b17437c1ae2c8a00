"""Answers about small parts, kept while the program runs.

Books made by one program, or from one form, hold the same theme, styles, content types and
relationships to the last byte. What is asked of exactly these bytes again is answered from memory:
nothing is judged less, the same is only not judged twice. Errors are never kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar, TypeVarTuple, cast

SMALL = 1 << 14  # bytes; larger parts are rarely the same in two books
_MOST = 128  # answers of one kind: those asked for last
More = TypeVarTuple("More")
Answer = TypeVar("Answer")


def remembered(judge: Callable[[bytes, *More], Answer]) -> Callable[[bytes, *More], Answer]:
    """``judge`` with a memory for small bytes; its answer is shared and must not be changed."""
    kept = cast("Callable[[bytes, *More], Answer]", lru_cache(_MOST)(judge))

    def recall(data: bytes, *more: *More) -> Answer:
        return (kept if len(data) <= SMALL else judge)(data, *more)

    return recall
