"""The theme and the table of fonts of a Word document we make; its styles name their own."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COLOURS = {
    "dk2": "1F3864", "lt2": "E8EEF6", "accent1": "1F3864", "accent2": "2E75B6",
    "accent3": "8EA9C8", "accent4": "548235", "accent5": "BF8F00", "accent6": "C55A11",
    "hlink": "0563C1", "folHlink": "954F72",
}  # fmt: skip


def theme_xml(font: str) -> bytes:
    """word/theme/theme1.xml with one font."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items()
    )
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface={quoteattr(font)}/><a:ea typeface=""/>'
        f'<a:cs typeface=""/></a:{kind}Font>'
        for kind in ("major", "minor")
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{_HEAD}<a:theme xmlns:a="{_DRAWING}" name="Kantor"><a:themeElements>'
        '<a:clrScheme name="Kantor"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
        f'<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>{colours}</a:clrScheme>'
        f'<a:fontScheme name="Kantor">{fonts}</a:fontScheme><a:fmtScheme name="Kantor">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    ).encode()


def fonts_xml(*names: str) -> bytes:
    """word/fontTable.xml."""
    fonts = "".join(f"<w:font w:name={quoteattr(name)}/>" for name in dict.fromkeys(names))
    return f'{_HEAD}<w:fonts xmlns:w="{_WORDS}">{fonts}</w:fonts>'.encode()
