"""Where the boxes and lines of an organisation chart stand; all lengths in mm.

Parents stand over the middle of their children. With many boxes at the bottom, those of one parent
stand in a column below each other, so that the chart still fits across a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kepesertaan.domain.document import Unit

from .orgtree import Node, narrowed, tree

MOST_ACROSS = 7
MOST_HIGH = 200.0  # of a page with its caption
Line = tuple[float, float, float, float]
_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)  # points
_WIDEST, _BETWEEN, _DOWN, _STEP_IN, _STEP_MORE = 40.0, 3.0, 9.0, 4.0, 2.4
_PADDING = 1.1
_READABLE = 7.5  # points: larger letters are no reason for fewer columns
_SAFETY = 1.06  # letters are a little wider than our table says
_POINT = 25.4 / 72
_LINE = 1.22  # height of a line in letters
_NARROW, _WIDE = "fijlrtI.,:;'|()[] /-", "mwMW@%"


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its wrapped lines; the first ``bold`` lines are the title."""

    unit: Unit
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    bold: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The whole chart. ``lines`` are x1, y1, x2, y2; ``points``: size of the letters."""

    width: float
    height: float
    points: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def lay_out(units: Sequence[Unit], width: float) -> Drawn:
    """The chart over ``width``. Units must hang together: each ``above`` is known, none circles.

    Of charts with fewer and fewer columns the one with the largest letters that fits a page.
    """
    usual = _drawn(units, width, MOST_ACROSS, _SIZES[0])
    if sum(root.holds for root in tree(units)) <= MOST_ACROSS:
        return usual
    for largest in (_SIZES[0], 7.0, 6.0, 5.0):
        tried = [_drawn(units, width, most, largest) for most in range(MOST_ACROSS, 1, -1)]
        fitting = [one for one in tried if one.height <= MOST_HIGH and not _is_broken(one)]
        if fitting:
            return max(fitting, key=lambda one: min(one.points, _READABLE))
    return min(tried, key=lambda one: one.height)


def _is_broken(drawn: Drawn) -> bool:
    """Whether a word is wider than its box."""
    return any(
        text_width(line, drawn.points) > box.width - 2 * _PADDING
        for box in drawn.boxes
        for line in box.lines
    )


def _drawn(units: Sequence[Unit], width: float, most: int, largest: float) -> Drawn:
    """The chart in about so many columns, with letters of ``largest`` points at most."""
    roots = narrowed(tree(units), most)
    leaves = sum(root.holds for root in roots)
    slot = width / max(leaves, 1)
    box = min(_WIDEST, slot - _BETWEEN)
    steps = max((root.steps for root in roots), default=0)
    inside = _STEP_IN + _STEP_MORE * (steps - 1) if steps else 0.0
    points = min(largest, _letters(units, box - 2 * _PADDING - inside))
    place = 0.0
    for root in roots:
        place = _across(root, place, slot)
    boxes: list[Box] = []
    lines: list[Line] = []
    _down(roots, 0.5, box, points, boxes, lines)
    bottom = max((b.y + b.height for b in boxes), default=0.0) + 0.5
    return Drawn(width, bottom, points, tuple(boxes), tuple(lines))


def _letters(units: Sequence[Unit], room: float) -> float:
    """The largest letters in which every word fits the boxes; 5 points where none do."""
    words = [word for unit in units for word in f"{unit.title} {unit.name}".split()]
    fits = (p for p in _SIZES if all(text_width(word, p) <= room for word in words))
    return next(fits, _SIZES[-1])


def wrapped(text: str, width: float, points: float) -> list[str]:
    """Lines of a text that fit ``width`` mm, by the usual widths of sans serif letters.

    >>> wrapped("Kepala Bidang Kepesertaan", 24, 8)
    ['Kepala Bidang', 'Kepesertaan']
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, points) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def text_width(text: str, points: float) -> float:
    """About how wide a text is in mm, bold letters of a sans serif font."""
    units = sum(0.33 if c in _NARROW else 0.89 if c in _WIDE else 0.72 if c.isupper() else 0.58
                for c in text)  # fmt: skip
    return units * points * _POINT * _SAFETY


def _across(node: Node, place: float, slot: float) -> float:
    """Set the middles from ``place`` on; the place after it."""
    if node.groups or node.column or not node.children:
        node.x = place + slot * node.holds / 2
        return place + slot * node.holds
    for child in node.children:
        place = _across(child, place, slot)
    node.x = (node.children[0].x + node.children[-1].x) / 2
    return place


def _down(
    row: Sequence[Node],
    y: float,
    width: float,
    points: float,
    boxes: list[Box],
    lines: list[Line],
) -> None:
    """Boxes of a row, all as high as its highest, then what hangs below it."""
    if not row:
        return
    made = [_box(node.unit, node.x - width / 2, y, width, points) for node in row if node.unit]
    height = max(box.height for box in made)
    boxes += [_as_high(box, height) for box in made]
    bottom = y + height
    below: list[Node] = []
    for node in row:
        if node.groups:
            _columns(node, bottom, width, points, boxes, lines)
        elif node.column:
            ends = (node.x - width / 2, node.x + width / 2)
            top, step = (bottom, _STEP_IN) if node.unit else (y - _BETWEEN, 0.0)
            _column(node.children, ends, top, step, points, boxes, lines)
        elif node.children:
            lines += _branches(node, bottom)
            below += node.children
    _down(below, bottom + _DOWN, width, points, boxes, lines)


def _branches(node: Node, bottom: float) -> list[Line]:
    middle, end = bottom + _DOWN / 2, bottom + _DOWN
    first, last = node.children[0].x, node.children[-1].x
    across = [(first, middle, last, middle)] if last > first else []
    stubs = [(child.x, middle, child.x, end) for child in node.children]
    return [(node.x, bottom, node.x, middle), *across, *stubs]


def _columns(
    node: Node,
    bottom: float,
    width: float,
    points: float,
    boxes: list[Box],
    lines: list[Line],
) -> None:
    """The groups of a node's children beside each other, each a column."""
    slot = width + _BETWEEN
    first = node.x - len(node.groups) * slot / 2 + _BETWEEN / 2
    middle = bottom + _DOWN / 2
    trunks = []
    for k, group in enumerate(node.groups):
        left = first + k * slot
        trunks.append(left + _STEP_IN / 2)
        _column(group, (left, left + width), middle, _STEP_IN, points, boxes, lines)
    lines.append((node.x, bottom, node.x, middle))
    lines.append((min(*trunks, node.x), middle, max(*trunks, node.x), middle))


def _column(
    nodes: Sequence[Node],
    ends: tuple[float, float],
    top: float,
    step: float,
    points: float,
    boxes: list[Box],
    lines: list[Line],
) -> float:
    """Boxes below each other, each with what hangs below it a step further in; where they end."""
    left, right = ends
    y = top + (_DOWN / 2 if step == _STEP_IN else _BETWEEN)
    middle = y
    for node in nodes:
        if node.unit is None:
            continue
        box = _box(node.unit, left + step, y, right - left - step, points)
        middle = y + box.height / 2
        boxes.append(box)
        lines += [(left + step / 2, middle, left + step, middle)] if step else []
        y += box.height
        if node.children:
            inner = (left + step, right)
            y = _column(node.children, inner, y, _STEP_MORE, points, boxes, lines)
        y += _BETWEEN
    lines += [(left + step / 2, top, left + step / 2, middle)] if step else []
    return y - _BETWEEN


def _box(unit: Unit, x: float, y: float, width: float, points: float) -> Box:
    room = width - 2 * _PADDING
    title, name = wrapped(unit.title, room, points), wrapped(unit.name, room, points)
    height = (len(title) + len(name)) * points * _POINT * _LINE + 2 * _PADDING
    return Box(unit, x, y, width, height, (*title, *name), len(title))


def _as_high(box: Box, height: float) -> Box:
    return Box(box.unit, box.x, box.y, box.width, height, box.lines, box.bold)
