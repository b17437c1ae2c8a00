"""A chart of bars as Word's own chart, with the workbook its numbers are edited in."""

from __future__ import annotations

import io
from datetime import datetime
from xml.sax.saxutils import escape

from kepesertaan.domain.document import Bars

from .orgchart import NAMESPACES

_COLOURS = ("A6B8D4", "1F3864", "BF8F00", "7F7F7F")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace '
    f'xmlns:c="{NAMESPACES["c"]}" xmlns:a="{NAMESPACES["a"]}" xmlns:r="{NAMESPACES["r"]}">'
)
_CATEGORIES, _VALUES = 111_111_111, 222_222_222  # ids of the axes


def chart_part(bars: Bars) -> bytes:
    """word/charts/….xml; its workbook is relationship rId1."""
    series = "".join(_series(bars, k) for k in range(len(bars.series)))
    return (
        f'{_HEAD}<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted '
        'val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping '
        f'val="clustered"/><c:varyColors val="0"/>{series}<c:gapWidth val="60"/>'
        f'<c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/></c:barChart>{_axes(bars)}'
        '</c:plotArea>'
        + (f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text(900)}</c:legend>'
           if len(bars.series) > 1 else "")
        + '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()  # fmt: skip


def chart_book(bars: Bars) -> bytes:
    """The workbook behind the chart."""
    import xlsxwriter

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": datetime(2026, 11, 1)})
        page = book.add_worksheet("Data")
        page.set_column(0, 0, 40)
        for k, name in enumerate(bars.names, 1):
            page.write_string(k, 0, name)
        for col, (name, values) in enumerate(bars.series, 1):
            page.write_string(0, col, name)
            page.write_column(1, col, values)
    return made.getvalue()


def graphic(rid: str) -> str:
    """What stands in the drawing for the chart of that relationship."""
    return (
        f'<a:graphic><a:graphicData uri="{NAMESPACES["c"]}"><c:chart r:id="{rid}"/>'
        "</a:graphicData></a:graphic>"
    )


def _series(bars: Bars, k: int) -> str:
    name, values = bars.series[k]
    col, last = "BCDEFGH"[k], len(bars.names) + 1
    names = "".join(
        f'<c:pt idx="{i}"><c:v>{escape(n)}</c:v></c:pt>' for i, n in enumerate(bars.names)
    )
    points = "".join(f'<c:pt idx="{i}"><c:v>{v:g}</c:v></c:pt>' for i, v in enumerate(values))
    return (
        f'<c:ser><c:idx val="{k}"/><c:order val="{k}"/><c:tx><c:strRef><c:f>Data!${col}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt>'
        f'</c:strCache></c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr val="{_COLOURS[k % 4]}"/>'
        f'</a:solidFill></c:spPr><c:invertIfNegative val="0"/><c:dLbls>{_text(800)}'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName '
        'val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>Data!$A$2:$A${last}</c:f><c:strCache><c:ptCount "
        f'val="{len(bars.names)}"/>{names}</c:strCache></c:strRef></c:cat><c:val><c:numRef>'
        f"<c:f>Data!${col}$2:${col}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef></c:val></c:ser>'
    )


def _axes(bars: Bars) -> str:
    line = (
        '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="7F7F7F"/></a:solidFill></a:ln>'
        "</c:spPr>"
    )
    grid = (
        '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/>'
        "</a:solidFill></a:ln></c:spPr></c:majorGridlines>"
    )
    title = (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900" b="0"/></a:pPr><a:r>'
        f'<a:rPr lang="id-ID" sz="900" b="0"/><a:t>{escape(bars.axis)}</a:t></a:r></a:p></c:rich>'
        '</c:tx><c:overlay val="0"/></c:title>'
    )
    most = f'<c:max val="{bars.most:g}"/>' if bars.most else ""
    return (
        f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="minMax"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" '
        'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{line}{_text(900)}<c:crossAx val="{_VALUES}"/>'
        '<c:crosses val="autoZero"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/>{most}<c:min '
        f'val="0"/></c:scaling><c:delete val="0"/><c:axPos val="l"/>{grid}{title}<c:numFmt '
        'formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark '
        f'val="none"/><c:tickLblPos val="nextTo"/>{_text(900)}<c:crossAx val="{_CATEGORIES}"/>'
        '<c:crosses val="autoZero"/></c:valAx>'
    )


def _text(size: int) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{size}"/></a:pPr><a:endParaRPr '
        'lang="id-ID"/></a:p></c:txPr>'
    )
