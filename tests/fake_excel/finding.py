"""``Range.Find``: the next cell whose text matches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from fake_excel import areas
from fake_excel.areas import Box
from fake_excel.com import ComObject, OutsideTheFake, method
from fake_excel.entry import written

if TYPE_CHECKING:
    from fake_excel.worksheet import Worksheet

VALUES, FORMULAS = -4163, -4123  # XlFindLookIn
WHOLE = 1  # XlLookAt
BY_ROWS, NEXT = 1, 1  # XlSearchOrder, XlSearchDirection


def pattern(what: str, *, whole: bool, match_case: bool) -> re.Pattern[str]:
    """``*`` any text, ``?`` one character, ``~`` before one of them: itself (Find's help page)."""
    parts = re.findall(r"~[*?~]|.", what, re.DOTALL)
    signs = {"*": ".*", "?": "."}
    text = "".join(signs.get(part) or re.escape(part[-1]) for part in parts)
    text = rf"\A{text}\Z" if whole else text
    return re.compile(text, re.DOTALL | (0 if match_case else re.IGNORECASE))


class Finding(ComObject):
    """The part of ``Range`` that searches."""

    _sheet: Worksheet
    _boxes: list[Box]

    @method
    def Find(
        self,
        What: str,
        After: Any = None,
        LookIn: int = FORMULAS,
        LookAt: int = 2,
        SearchOrder: int = BY_ROWS,
        SearchDirection: int = NEXT,
        MatchCase: bool = False,
        MatchByte: bool = False,
        SearchFormat: bool = False,
    ) -> Any:
        """The first match after ``After`` going round, Nothing without one (its page).

        Looking at values passes over hidden rows and columns; looking at formulas does not, except
        over rows that a filter hides [K].
        """
        if LookIn not in (VALUES, FORMULAS) or SearchFormat:
            raise OutsideTheFake("searching notes or formats")
        wanted = pattern(str(What), whole=LookAt == WHOLE, match_case=bool(MatchCase))
        start = After._boxes[0][:2] if After is not None else self._boxes[0][:2]

        def key(place: tuple[int, int]) -> tuple[int, int]:
            return place if SearchOrder == BY_ROWS else place[::-1]

        ahead = SearchDirection == NEXT
        places = sorted(self._searched(LookIn), key=key, reverse=not ahead)
        turn = sum(key(p) <= key(start) if ahead else key(p) >= key(start) for p in places)
        for place in (*places[turn:], *places[:turn]):
            if wanted.search(self._said(place, LookIn)):
                return self._sheet._range((*place, *place))
        return None

    def _searched(self, look_in: int) -> list[tuple[int, int]]:
        sheet = self._sheet
        boxes = self._boxes if look_in == FORMULAS else sheet._visible(self._boxes)
        out = {row for box in self._boxes for row in sheet._filtered_rows(box)}
        held = (place for place in sheet._grid.filled() if place[0] not in out)
        return [place for place in held if areas.holds(boxes, *place)]

    def _said(self, place: tuple[int, int], look_in: int) -> str:
        if look_in == FORMULAS:
            return self._sheet._grid.formula_text(*place)
        content = self._sheet._grid.shown(*place)
        if isinstance(content, float) and self._sheet._grid.number_format(*place) != "General":
            raise OutsideTheFake("searching values as number formats show them")
        return written(content) if isinstance(content, float) else str(content)
