"""Marked texts in a filled part: runs are split so that only the marked words turn yellow."""

from __future__ import annotations

import re

from .missing import LEFT, RIGHT

_MARK = re.compile(f"{LEFT}([^{RIGHT}]*){RIGHT}")
_RUN = re.compile(r"<w:r(?: [^>]*)?>(?:(?!</?w:r[ >]).)*?</w:r>", re.DOTALL)
_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_HIGHLIGHT = '<w:highlight w:val="yellow"/>'
_AFTER_HIGHLIGHT = re.compile(
    r"<w:(?:u|effect|bdr|shd|fitText|vertAlign|rtl|cs|em|lang|eastAsianLayout|specVanish|oMath)\b"
)
_FILL = "FFFF00"


def highlighted(xml: str) -> str:
    """The part with every mark as yellow text, or as a harmless value inside an attribute."""
    if LEFT not in xml:
        return xml
    xml = _RUN.sub(_split_run, xml)
    return _MARK.sub(_outside_text, xml) if LEFT in xml else xml


def unmarked(text: str) -> str:
    """Plain text (a property of the file) without marks."""
    return text.replace(LEFT, "").replace(RIGHT, "")


def _split_run(match: re.Match[str]) -> str:
    run = match[0]
    if LEFT not in run:
        return run
    found = _PROPERTIES.search(run)
    properties = found[0] if found else ""
    begin = run[: run.index(">") + 1] + properties
    return _TEXT.sub(lambda text: _split_text(text[1], begin, properties), run)


def _split_text(text: str, begin: str, properties: str) -> str:
    if LEFT not in text:
        return f'<w:t xml:space="preserve">{text}</w:t>'
    yellow = begin.removesuffix(properties) + _with_highlight(properties)
    spaced = '<w:t xml:space="preserve">'
    return (
        f"{spaced}"
        + _MARK.sub(
            lambda mark: f"</w:t></w:r>{yellow}{spaced}{mark[1]}</w:t></w:r>{begin}{spaced}", text
        )
        + "</w:t>"
    )


def _with_highlight(properties: str) -> str:
    inner = properties.removeprefix("<w:rPr>").removesuffix("</w:rPr>")
    inner = re.sub(r"<w:highlight [^>]*/>", "", inner)
    after = _AFTER_HIGHLIGHT.search(inner)
    at = after.start() if after else len(inner)
    return f"<w:rPr>{inner[:at]}{_HIGHLIGHT}{inner[at:]}</w:rPr>"


def _outside_text(match: re.Match[str]) -> str:
    """A mark outside ``w:t``: in an attribute, between runs, or between paragraphs."""
    xml, at = match.string, match.start()
    if xml.rfind("<", 0, at) > xml.rfind(">", 0, at):
        return _FILL if xml.endswith('w:fill="', 0, at) else "1"
    run = f"<w:r><w:rPr>{_HIGHLIGHT}</w:rPr><w:t>{match[1]}</w:t></w:r>"
    opened = max(xml.rfind("<w:p>", 0, at), xml.rfind("<w:p ", 0, at))
    return run if opened > xml.rfind("</w:p>", 0, at) else f"<w:p>{run}</w:p>"
