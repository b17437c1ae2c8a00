"""Foreign words that are not in italics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kepesertaan.data.report_words import report_words
from kepesertaan.domain.passages import Passage, Remark

from .report_rules import report_rule, spoken

_MARK = re.compile(r"\[ISI:[^\[\]]*\]")  # what is still missing, told by another rule


@report_rule("LAP-12", "kata asing belum miring")
def upright_foreign(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Kata asing dari daftar kantor yang belum dicetak miring; disebut sekali untuk setiap kata."""
    prose = list(_prose(passages))
    for word in report_words().foreign:
        form = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
        found = [(k, match) for k, text in prose for match in form.finditer(text)]
        if found:
            k, match = found[0]
            nth = passages[k].text.count(match[0], 0, match.start()) + 1
            more = f" ({len(found)} kali)" if len(found) > 1 else ""
            yield Remark(k, f"Kata asing '{match[0]}' belum dicetak miring{more}.", match[0], nth)


def _prose(passages: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    """Running text of the body with its upright letters only, without tables and references."""
    is_listing = False
    for k, passage in spoken(passages):
        if passage.level:
            is_listing = passage.text.strip().lower() in report_words().bibliography
        elif not (is_listing or passage.table or passage.part or passage.caption):
            yield k, _MARK.sub(lambda match: " " * len(match[0]), passage.upright)
