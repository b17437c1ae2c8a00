"""A picture as a value: opaque to templates, drawn where its tag stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

EMU_PER_MM = 36_000
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
_NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_DRAWING = (
    '</w:t></w:r><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0" {spaces}>'
    '<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="1" name="Gambar" descr={alt}/>'
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="Gambar"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{rel}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    '</a:graphic></wp:inline></w:drawing></w:r><w:r><w:t xml:space="preserve">'
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG to be put in a line of text, as it is: turned, cut and fitted before.

    ``width_mm``, ``height_mm``: size on paper. ``alt``: what it shows, for those who cannot see
    it. Raises ``ValueError`` for another kind of data or a size that is none.
    """

    data: bytes = field(repr=False)
    width_mm: float
    height_mm: float
    alt: str

    def __post_init__(self) -> None:
        if not self.kind:
            raise ValueError("a picture must be PNG or JPEG")
        if not (0 < self.width_mm <= 1000 and 0 < self.height_mm <= 1000):
            raise ValueError("a picture needs a size in millimetres")

    @property
    def kind(self) -> str:
        """``png`` or ``jpeg``, '' for anything else."""
        return next((kind for start, kind in _SIGNATURES if self.data.startswith(start)), "")

    def __str__(self) -> str:
        return self.alt


@dataclass(frozen=True, slots=True)
class Xml:
    """Word markup made by our own code, put into the document as it is.

    ``{{ field }}`` puts it inside ``w:t``, ``{{r field }}`` between runs, ``{{p field }}`` between
    paragraphs. Never built from text of users without escaping it.
    """

    markup: str = field(repr=False)

    def __html__(self) -> str:
        return self.markup

    def __str__(self) -> str:
        return re.sub(r"<[^>]*>", "", self.markup)


def drawing(picture: Picture, rel: str) -> str:
    """The markup that ends a run's text, draws the picture ``rel`` and begins the next text."""
    return _DRAWING.format(
        spaces=_NAMESPACES,
        cx=round(picture.width_mm * EMU_PER_MM),
        cy=round(picture.height_mm * EMU_PER_MM),
        alt=quoteattr(picture.alt),
        rel=rel,
    )


# Puts a picture's data into the part being filled and gives its relationship.
placing: ContextVar[Callable[[Picture], str]] = ContextVar("placing")


def place(picture: Picture) -> str:
    """The markup of a picture in the part being filled."""
    return drawing(picture, placing.get()(picture))


def is_opaque(value: Any) -> bool:
    """Whether templates may print a value but never look into it."""
    return isinstance(value, Picture | Xml)
