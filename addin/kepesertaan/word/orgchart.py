"""An organisation chart as shapes that can be edited in Word, with a picture where it has none."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape, quoteattr

from kepesertaan.domain.document import OrgChart

from .orglayout import Box, Drawn, lay_out

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_EMU = 36_000  # of a millimetre
_PLAIN, _MARKED = ("FFFFFF", "44546A", 9525), ("FFE699", "BF8F00", 19050)
_FONT = "Arial"
_DOTS = 8  # of the picture in a millimetre


def org_chart(chart: OrgChart, width: float) -> tuple[Drawn, bytes]:
    """Where everything stands over ``width`` mm, and the picture (PNG)."""
    drawn = lay_out(chart.units, width)
    return drawn, picture_of(drawn)


def chart_xml(drawn: Drawn, alt: str, id: int, picture: str) -> str:
    """The run's content: shapes, or the picture of relationship ``picture`` where Word is old.

    Uses the ids ``id`` and ``id + 1`` for the drawings and the following ones for its shapes.
    """
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wpg">{_shapes(drawn, alt, id)}</mc:Choice>'
        f"<mc:Fallback>{picture_xml(drawn.width, drawn.height, alt, id + 1, picture)}"
        "</mc:Fallback></mc:AlternateContent>"
    )


def ids_used(drawn: Drawn) -> int:
    """How many ids ``chart_xml`` uses."""
    return 2 + len(drawn.boxes) + len(drawn.lines)


def frame_xml(width: float, height: float, alt: str, id: int, graphic: str, kind: str) -> str:
    """An inline drawing of that size in mm."""
    size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{id}" name="{kind} {id}" '
        f"descr={quoteattr(alt)}/><wp:cNvGraphicFramePr/>{graphic}</wp:inline></w:drawing>"
    )


def picture_xml(width: float, height: float, alt: str, id: int, rid: str) -> str:
    """An inline picture of that size in mm."""
    size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
    graphic = (
        f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr '
        f'id="{id}" name="Gambar {id}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip '
        f'r:embed="{rid}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"
    )
    return frame_xml(width, height, alt, id, graphic, "Gambar")


def _shapes(drawn: Drawn, alt: str, id: int) -> str:
    whole = f'cx="{round(drawn.width * _EMU)}" cy="{round(drawn.height * _EMU)}"'
    first = id + 2
    lines = [_line(line, first + k) for k, line in enumerate(drawn.lines)]
    first += len(lines)
    boxes = [_shape(box, drawn.points, first + k) for k, box in enumerate(drawn.boxes)]
    graphic = (
        f'<a:graphic><a:graphicData uri="{NAMESPACES["wpg"]}"><wpg:wgp><wpg:cNvGrpSpPr/>'
        f'<wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext {whole}/><a:chOff x="0" y="0"/>'
        f"<a:chExt {whole}/></a:xfrm></wpg:grpSpPr>{''.join(lines)}{''.join(boxes)}</wpg:wgp>"
        "</a:graphicData></a:graphic>"
    )
    return frame_xml(drawn.width, drawn.height, alt, id, graphic, "Bagan")


def _line(line: tuple[float, float, float, float], id: int) -> str:
    x1, y1, x2, y2 = (round(value * _EMU) for value in line)
    return (
        f'<wps:wsp><wps:cNvPr id="{id}" name="Garis {id}"/><wps:cNvCnPr/><wps:spPr><a:xfrm>'
        f'<a:off x="{x1}" y="{y1}"/><a:ext cx="{x2 - x1}" cy="{y2 - y1}"/></a:xfrm>'
        '<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr '
        'val="595959"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>'
    )


def _shape(box: Box, points: float, id: int) -> str:
    fill, edge, width = _MARKED if box.unit.marked else _PLAIN
    x, y, cx, cy = (round(value * _EMU) for value in (box.x, box.y, box.width, box.height))
    dash = '<a:prstDash val="dash"/>' if box.unit.marked else ""
    return (
        f'<wps:wsp><wps:cNvPr id="{id}" name={quoteattr("Kotak " + box.unit.id)}/><wps:cNvSpPr/>'
        f'<wps:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
        '<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val 8000"/></a:avLst>'
        f'</a:prstGeom><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill><a:ln w="{width}">'
        f'<a:solidFill><a:srgbClr val="{edge}"/></a:solidFill>{dash}</a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{_words(box, points)}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr wrap="square" lIns="36000" tIns="18000" rIns="36000" bIns="18000" '
        'anchor="ctr" anchorCtr="0"><a:noAutofit/></wps:bodyPr></wps:wsp>'
    )


def _words(box: Box, points: float) -> str:
    """The title and, below it, the name: as paragraphs that Word wraps itself."""
    texts = [(box.unit.title, True), *([(box.unit.name, False)] if box.unit.name else [])]
    size = round(points * 2)
    return "".join(
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="{_FONT}" '
        f'w:hAnsi="{_FONT}" w:cs="{_FONT}"/>{"<w:b/>" if bold else ""}<w:color w:val="000000"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr><w:t xml:space="preserve">'
        f"{escape(text)}</w:t></w:r></w:p>"
        for text, bold in texts
    )


def picture_of(drawn: Drawn) -> bytes:
    """The same chart as PNG."""
    from PIL import Image, ImageDraw, ImageFont

    size = (round(drawn.width * _DOTS), round(drawn.height * _DOTS))
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for line in drawn.lines:
        pen.line([value * _DOTS for value in line], fill="#595959", width=3)
    letters = drawn.points * 25.4 / 72 * _DOTS
    font = ImageFont.load_default(letters * 0.95)
    for box in drawn.boxes:
        fill, edge, width = _MARKED if box.unit.marked else _PLAIN
        corners = [v * _DOTS for v in (box.x, box.y, box.x + box.width, box.y + box.height)]
        pen.rounded_rectangle(corners, 8, f"#{fill}", f"#{edge}", max(2, width // 4000))
        top = corners[1] + (corners[3] - corners[1] - len(box.lines) * letters * 1.22) / 2
        middle = (corners[0] + corners[2]) / 2
        for k, text in enumerate(box.lines):
            weight = 1 if k < box.bold else 0
            where = (middle, top + k * letters * 1.22)
            pen.text(where, text, "black", font, anchor="ma", stroke_width=weight * 0.5)
    made = io.BytesIO()
    image.quantize(32).save(made, "PNG", optimize=True)
    return made.getvalue()
