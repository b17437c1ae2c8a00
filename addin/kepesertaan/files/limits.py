"""How much a file may hold, and why: an honest workbook passes, what only fills memory does not.

Sizes that a file declares are judged before anything is inflated; what it really holds is judged
while it streams by, a piece at a time, so that no part is ever in memory as a whole. Each bound is
a limit of Excel itself or was measured in November 2026:

- ``part``, ``total``: the participant sheet of 1,048,575 rows x 20 columns has a worksheet of 870
  MiB and shared strings of 231 MiB, or a worksheet of 1,262 MiB with inline strings. No sheet that
  can be read (``book.MOST_AREA`` cells) needs twice as much.
- ``ratio``: of 33,006 entries of 2,291 strangers' workbooks none is packed more than 121 : 1; made
  on purpose, a million like rows without addresses reach 172 : 1 with the usual compression, with
  addresses 30 : 1. Blanks reach 1,000 : 1. Small parts are left alone: they do no harm.
- ``MOST_PACKED``: the two sheets above are files of 169 and 185 MiB; a quick compressor makes them
  half as large again.
- ``LONGEST``: 32,767 letters of a cell, each written as ``_xHHHH_`` or as a reference, are at most
  350 KiB without a tag between them; formulas and attributes are shorter. Readers hold each text
  and each tag in memory. In parts that hold no cells pictures may be longer: up to ``SMALL_PART``.
- ``LONGEST_ROW``: a row of 16,384 cells of 4,000 letters.
- ``AROUND``: what stands before or behind the rows: a million merged areas are 32 MiB.
- ``SMALL_PART``: parts read as a whole (workbook, styles, relationships): Excel's 65,490 cell
  styles are some 15 MiB.
- ``MOST_ELEMENTS``: of what is read as a tree; two million elements take 280 MiB.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MIB = 1 << 20
MOST_PACKED = 400 * MIB
LONGEST = 1 * MIB
LONGEST_ROW = 64 * MIB
AROUND = 32 * MIB
SMALL_PART = 64 * MIB
MOST_ELEMENTS = 2_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a zip file may hold; ``part`` and ``total`` in inflated bytes, declared and actual."""

    entries: int = 20_000
    part: int = 2048 * MIB
    total: int = 3072 * MIB
    ratio: int = 200  # inflated bytes to packed ones ...
    free: int = 64 * MIB  # ... of parts larger than this

    def trouble(self, sizes: Iterable[tuple[int, int]]) -> str | None:
        """Why entries of these (inflated, packed) sizes are refused, in Indonesian; else None."""
        sizes = list(sizes)
        sums = sum(size for size, _ in sizes), sum(packed for _, packed in sizes)
        largest = max((max(pair) for pair in sizes), default=0)
        if largest > self.part or sums[0] > self.total:
            return f"batas {self.total // MIB} MB"
        if any(size > self.free and size > self.ratio * packed for size, packed in (*sizes, sums)):
            return f"lebih dari {self.ratio} kali ukuran berkasnya"
        return None


LIMITS = Limits()
OTHER = Limits(part=512 * MIB, total=1024 * MIB)  # formats whose readers hold a part as a whole
