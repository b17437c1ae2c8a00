"""docxtpl itself, as it fills one document: what the engine is measured by and falls back to."""

from __future__ import annotations

import html
import io
import re
from functools import lru_cache
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl import DocxTemplate

from . import marks, mend
from .picture import Picture, placing
from .sandbox import environment

_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title", "keywords",
               "category")  # fmt: skip
_NOTES = ("footnotes+xml", "endnotes+xml")
_REMEMBERED = 64  # parts of templates
LONGEST_PROPERTY = 255  # characters Word keeps


_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)


class PlainTemplate(DocxTemplate):  # type: ignore[misc]
    """docxtpl with pictures of ours, marks turned yellow, and end notes filled too."""

    def patch_xml(self, src_xml: str) -> str:
        """docxtpl's patching; an ``&`` typed in a tag is one letter there too."""
        return _patched(src_xml)

    def render_xml_part(self, src_xml: Any, part: Any, context: Any, jinja_env: Any = None) -> Any:
        """A part filled, mended and marked."""
        token = placing.set(lambda picture: _relate(part, picture))
        try:
            filled = super().render_xml_part(src_xml, part, context, jinja_env)
        finally:
            placing.reset(token)
        return marks.highlighted(mend.mended(filled))

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """The file's properties filled; text there is no markup."""
        properties = self.docx.core_properties
        for name in _PROPERTIES:
            typed = getattr(properties, name)
            if "{" in typed:
                filled = jinja_env.from_string(self.patch_xml(typed)).render(context)
                setattr(properties, name, marks.unmarked(html.unescape(filled))[:LONGEST_PROPERTY])

    def render_footnotes(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Foot notes and end notes filled."""
        for part in self.docx.part.package.parts:
            if part.content_type.endswith(_NOTES):
                xml = self.patch_xml(part.blob.decode("utf-8"))
                part._blob = self.render_xml_part(xml, part, context, jinja_env).encode("utf-8")


class _Remembering:
    """The environment, which docxtpl asks to compile the same parts for every document."""

    def from_string(self, source: str) -> Any:
        return _compiled(source)


@lru_cache(maxsize=_REMEMBERED)
def _patched(xml: str) -> str:
    docxtpl = DocxTemplate(io.BytesIO())
    return _TAG.sub(lambda tag: tag[0].replace("&amp;", "&"), docxtpl.patch_xml(xml))


@lru_cache(maxsize=_REMEMBERED)
def _compiled(source: str) -> Any:
    return environment().from_string(source)


def fill_plain(data: bytes, context: dict[str, Any]) -> bytes:
    """The template's bytes filled by docxtpl."""
    document = PlainTemplate(io.BytesIO(data))
    document.render(context, _Remembering())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _relate(part: Any, picture: Picture) -> str:
    image = part.package.get_or_add_image_part(io.BytesIO(picture.data))
    return str(part.relate_to(image, RELATIONSHIP_TYPE.IMAGE))
