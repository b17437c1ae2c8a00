"""An input book for a template, as plain data: sheets of columns a person fills in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .described import DescribedField
from .table import Raw


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column: the field it fills and how that is described. ``is_key`` joins the sheets."""

    name: str
    heading: str
    field: DescribedField
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet: one row a document, or one row a line of a repeated table."""

    name: str
    columns: tuple[FormColumn, ...]


@dataclass(frozen=True, slots=True)
class FormPlan:
    """The sheets, the main one first; ``left_out``: fields a sheet cannot hold, as tags say them.

    ``last``: for each company the values of its last visit, by field name.
    """

    sheets: tuple[FormSheet, ...]
    left_out: tuple[str, ...] = ()
    last: Sequence[Mapping[str, Raw]] = ()
