"""Numbers that Word puts before paragraphs by itself, and numbers in other scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .docparts import W
from .docstyles import Styles, style_of

_VAL = W + "val"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_SWITCHES = {"roman": "Roman", "alphabetic": "Letter", "arabic": "decimal"}
_LEVELS = 9
_SLOT = re.compile(r"%([1-9])")


def number_text(number: int, form: str) -> str:
    """A number as Word writes it in a format of its own names; digits for those not known.

    >>> number_text(4, "lowerRoman"), number_text(28, "upperLetter"), number_text(3, "decimalZero")
    ('iv', 'BB', '03')
    """
    if form in ("lowerRoman", "upperRoman") and number > 0:
        made = _roman(number)
    elif form in ("lowerLetter", "upperLetter") and number > 0:
        made = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form == "decimalZero":
        return f"{number:02}"
    elif form == "numberInDash":
        return f"- {number} -"
    else:
        return str(number)
    return made.upper() if form.startswith("upper") else made


def field_form(switch: str) -> str:
    """The format that a field forces by its format switch, "" for none.

    >>> field_form("ROMAN"), field_form("roman"), field_form("MERGEFORMAT")
    ('upperRoman', 'lowerRoman', '')
    """
    kind = _SWITCHES.get(switch.lower(), "")
    if kind in ("", "decimal"):
        return kind
    return ("upper" if switch[:1].isupper() else "lower") + kind


def _roman(number: int) -> str:
    made = ""
    for value, sign in _ROMAN:
        made += sign * (number // value)
        number %= value
    return made


@dataclass(slots=True)
class _Level:
    start: int
    form: str
    text: str
    style: str
    is_legal: bool


@dataclass(slots=True)
class Numbering:
    """The lists of a document and where they have got to; ``label`` is asked in reading order."""

    lists: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = field(default_factory=dict)
    _at: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def label(self, paragraph: Any, styles: Styles) -> str:
        """The number before a paragraph ("BAB II", "2.1", "a."), "" for none or a bullet."""
        which, level = self._number_of(paragraph, styles)
        if which not in self.lists:
            return ""
        key, levels, starts = self.lists[which]
        if level not in levels:
            return ""
        at = self._at.setdefault(key, [None] * _LEVELS)
        if starts and which not in self._begun:
            for one, start in starts.items():
                at[one] = start - 1
        self._begun.add(which)
        before = at[level]
        at[level] = levels[level].start if before is None else before + 1
        at[level + 1 :] = [None] * (_LEVELS - level - 1)
        return _label(levels, at, level)

    def _number_of(self, paragraph: Any, styles: Styles) -> tuple[str, int]:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = style_of(paragraph)
        which, level = _pair(own)
        if not which:
            which, styled = _pair(styles.setting(style, "pPr/numPr"))
            level = styled if level is None else level
        if level is None and which in self.lists:
            names = {one.get(W + "styleId") for one in styles.chain(style)}
            found = (k for k, one in self.lists[which][1].items() if one.style in names)
            level = next(found, 0)
        return which, level or 0


def read_numbering(root: Any, styles: Styles) -> Numbering:
    """The lists of the tree of numbering.xml, or of none."""
    made = Numbering()
    if root is None:
        return made
    plans = {one.get(W + "abstractNumId"): one for one in root.iter(W + "abstractNum")}
    nums = {one.get(W + "numId"): one for one in root.iter(W + "num")}
    for which, one in nums.items():
        key = _value(one, "abstractNumId")
        plan = _followed(plans.get(key), plans, nums, styles)
        if plan is None:
            continue
        levels = {int(lvl.get(W + "ilvl", "0")): _level(lvl) for lvl in plan.iter(W + "lvl")}
        starts = {}
        for change in one.iter(W + "lvlOverride"):
            place = int(change.get(W + "ilvl", "0"))
            if (begin := _value(change, "startOverride")).isdecimal():
                starts[place] = int(begin)
            for lvl in change.iter(W + "lvl"):
                levels[place] = _level(lvl)
        made.lists[which or ""] = (plan.get(W + "abstractNumId", ""), levels, starts)
    return made


def _followed(plan: Any, plans: dict[Any, Any], nums: dict[Any, Any], styles: Styles) -> Any:
    """The list that a list borrows from by way of a style, or the list itself."""
    link = "" if plan is None else _value(plan, "numStyleLink")
    if not link:
        return plan
    for other in plans.values():
        if _value(other, "styleLink") == link:
            return other
    which, _ = _pair(styles.setting(link, "pPr/numPr"))
    return plans.get(_value(nums[which], "abstractNumId")) if which in nums else plan


def _level(lvl: Any) -> _Level:
    start = _value(lvl, "start")
    return _Level(
        int(start) if start.isdecimal() else 0,
        _value(lvl, "numFmt") or "decimal",
        _value(lvl, "lvlText"),
        _value(lvl, "pStyle"),
        lvl.find(W + "isLgl") is not None,
    )


def _label(levels: dict[int, _Level], at: list[int | None], level: int) -> str:
    here = levels[level]
    if here.form in ("bullet", "none"):
        return ""

    def number(match: re.Match[str]) -> str:
        one = int(match[1]) - 1
        if one not in levels:
            return ""
        count = at[one]
        form = "decimal" if here.is_legal and one != level else levels[one].form
        return number_text(levels[one].start if count is None else count, form)

    return _SLOT.sub(number, here.text).strip()


def _pair(numbered: Any) -> tuple[str, int | None]:
    """The list and level that a ``w:numPr`` names; list "0" means no list."""
    if numbered is None:
        return "", None
    level = _value(numbered, "ilvl")
    return _value(numbered, "numId"), int(level) if level.isdecimal() else None


def _value(element: Any, name: str) -> str:
    found = element.find(W + name)
    return "" if found is None else str(found.get(_VAL, ""))
