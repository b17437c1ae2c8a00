"""Whether Word is asked to compute fields when a person opens the document."""

from __future__ import annotations

from lxml import etree

from .docparts import Parts, W, parse, related
from .parts import to_bytes

_LATER = frozenset(
    W + name
    for name in ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids",
                 "attachedSchema", "themeFontLang", "clrSchemeMapping",
                 "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade",
                 "captions", "readModeInkLockDown", "smartTagType", "schemaLibrary",
                 "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator")
)  # fmt: skip


def ask_update(parts: Parts, main: str, *, wanted: bool) -> None:
    """Set or take away ``w:updateFields``; a document without settings is left as it is."""
    for name in related(parts, main, "settings"):
        root = parse(parts, name)
        old = root.find(W + "updateFields")
        if old is not None:
            root.remove(old)
        if wanted:
            made = etree.Element(W + "updateFields")
            made.set(W + "val", "true")
            later = (k for k, one in enumerate(root) if one.tag in _LATER or one.tag[: len(W)] != W)
            root.insert(next(later, len(root)), made)
        if wanted or old is not None:
            parts[name] = to_bytes(root)
