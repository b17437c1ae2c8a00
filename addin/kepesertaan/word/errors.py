"""What can be wrong with a template or with one row of values, as sentences for the user."""

from __future__ import annotations

from kepesertaan.domain.errors import CannotWrite, UnreadableInput


class TemplateBroken(UnreadableInput):
    """The template is no Word file, is damaged, or a tag in it cannot be read.

    ``place``: where in the document, in words; empty where it is the whole file.
    """

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place


class TemplateUnsafe(TemplateBroken):
    """The template holds what could run code, read other files or never end."""


class RowRefused(UnreadableInput):
    """This row gives no document; other rows may. ``place``: where in the template, in words."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place


class ValuesMissing(RowRefused):
    """Strict filling met fields without a value. ``fields``: their names as the template says."""

    def __init__(self, message: str, fields: tuple[str, ...]) -> None:
        super().__init__(message)
        self.fields = fields


class NoPdf(CannotWrite):
    """A PDF cannot be made on this computer, or not of this document."""
