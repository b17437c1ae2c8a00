"""Lists that are not worth a page: some campuses want none for a single figure or table."""

from __future__ import annotations

from typing import Any

from .docparts import W
from .listed import Listing


def drop_short(listings: list[Listing], least: int) -> list[str]:
    """Take lists of captions with fewer than ``least`` lines out of the document and of the list.

    With the title above and one page break beside them. The labels of those taken out.
    """
    gone = []
    for listing in list(listings):
        if listing.wish.label and len(listing.lines) < least and _drop(listing):
            listings.remove(listing)
            gone.append(listing.wish.label.lower())
    return gone


def _drop(listing: Listing) -> bool:
    toc = listing.toc
    home = toc.start.getparent()
    if toc.stop is None or toc.stop.getparent() is not home:
        return False
    first, last = home.index(toc.start), home.index(toc.stop)
    if first and _has_text(home[first - 1]):
        first -= 1
    block = home[first : last + 1]
    if any(one.find(f".//{W}sectPr") is not None for one in block):
        return False
    after = home[last + 1] if last + 1 < len(home) else None
    before = home[first - 1] if first else None
    spare = next((one for one in (after, before) if one is not None and _only_breaks(one)), None)
    for one in block if spare is None else [*block, spare]:
        home.remove(one)
    return True


def _has_text(element: Any) -> bool:
    return element.tag == W + "p" and any(t.text for t in element.iter(W + "t"))


def _only_breaks(element: Any) -> bool:
    if element.tag != W + "p" or element.find(f"{W}pPr/{W}sectPr") is not None:
        return False
    breaks = [one for one in element.iter(W + "br") if one.get(W + "type") == "page"]
    seen = any(one.tag in (W + "t", W + "drawing", W + "pict") for one in element.iter())
    return bool(breaks) and not seen
