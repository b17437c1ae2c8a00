"""Where the boxes and lines of an organisation chart stand; all lengths in mm.

Parents stand over the middle of their children. With many boxes at the bottom, those of one parent
stand in a column below each other, so that the chart still fits across a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kepesertaan.domain.document import Unit

MOST_ACROSS = 7
_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)  # points
_WIDEST, _BETWEEN, _DOWN, _STEP_IN = 40.0, 3.0, 9.0, 4.0
_PADDING = 1.1
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
    lines: tuple[tuple[float, float, float, float], ...]


@dataclass(slots=True)
class _Node:
    unit: Unit
    children: list[_Node]
    column: bool = False  # its children stand below each other
    x: float = 0.0  # of its middle

    @property
    def holds(self) -> int:
        """Places it needs across."""
        return 1 if self.column or not self.children else sum(c.holds for c in self.children)


def lay_out(units: Sequence[Unit], width: float) -> Drawn:
    """The chart over ``width``. Units must hang together: each ``above`` is known, none circles."""
    roots = _tree(units)
    leaves = sum(root.holds for root in roots)
    if leaves > MOST_ACROSS:
        for root in roots:
            _stand_below(root)
        leaves = sum(root.holds for root in roots)
    slot = width / max(leaves, 1)
    box = min(_WIDEST, slot - _BETWEEN)
    step = _STEP_IN if any(map(_has_column, roots)) else 0.0
    points = _letters(units, box - 2 * _PADDING - step)
    place = 0.0
    for root in roots:
        place = _across(root, place, slot)
    boxes: list[Box] = []
    lines: list[tuple[float, float, float, float]] = []
    _down(roots, 0.5, box, points, boxes, lines)
    bottom = max((b.y + b.height for b in boxes), default=0.0) + 0.5
    return Drawn(width, bottom, points, tuple(boxes), tuple(lines))


def _has_column(node: _Node) -> bool:
    return node.column or any(_has_column(child) for child in node.children)


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


def _tree(units: Sequence[Unit]) -> list[_Node]:
    nodes = {unit.id: _Node(unit, []) for unit in units}
    roots: list[_Node] = []
    for unit in units:
        parent = nodes.get(unit.above)
        (parent.children if parent else roots).append(nodes[unit.id])
    return roots


def _stand_below(node: _Node) -> None:
    """Columns instead of rows for what has nothing below it."""
    node.column = bool(node.children) and not any(child.children for child in node.children)
    for child in node.children:
        _stand_below(child)


def _across(node: _Node, place: float, slot: float) -> float:
    """Set the middles from ``place`` on; the place after it."""
    if node.column or not node.children:
        node.x = place + slot / 2
        return place + slot
    for child in node.children:
        place = _across(child, place, slot)
    node.x = (node.children[0].x + node.children[-1].x) / 2
    return place


def _down(
    row: Sequence[_Node],
    y: float,
    width: float,
    points: float,
    boxes: list[Box],
    lines: list[tuple[float, float, float, float]],
) -> None:
    """Boxes of a row, all as high as its highest, then what hangs below it."""
    if not row:
        return
    made = [_box(node.unit, node.x - width / 2, y, width, points) for node in row]
    height = max(box.height for box in made)
    boxes += [_as_high(box, height) for box in made]
    bottom = y + height
    below: list[_Node] = []
    for node in row:
        if node.column:
            _column(node, bottom, width, points, boxes, lines)
        elif node.children:
            lines += _branches(node, bottom)
            below += node.children
    _down(below, bottom + _DOWN, width, points, boxes, lines)


def _branches(node: _Node, bottom: float) -> list[tuple[float, float, float, float]]:
    middle, end = bottom + _DOWN / 2, bottom + _DOWN
    first, last = node.children[0].x, node.children[-1].x
    across = [(first, middle, last, middle)] if last > first else []
    stubs = [(child.x, middle, child.x, end) for child in node.children]
    return [(node.x, bottom, node.x, middle), *across, *stubs]


def _column(
    node: _Node,
    bottom: float,
    width: float,
    points: float,
    boxes: list[Box],
    lines: list[tuple[float, float, float, float]],
) -> None:
    left = node.x - width / 2
    y = bottom + _DOWN / 2
    middle = y
    for child in node.children:
        box = _box(child.unit, left + _STEP_IN, y, width - _STEP_IN, points)
        middle = y + box.height / 2
        boxes.append(box)
        lines.append((left + _STEP_IN / 2, middle, left + _STEP_IN, middle))
        y += box.height + _BETWEEN
    lines.append((left + _STEP_IN / 2, bottom, left + _STEP_IN / 2, middle))


def _box(unit: Unit, x: float, y: float, width: float, points: float) -> Box:
    room = width - 2 * _PADDING
    title, name = wrapped(unit.title, room, points), wrapped(unit.name, room, points)
    height = (len(title) + len(name)) * points * _POINT * _LINE + 2 * _PADDING
    return Box(unit, x, y, width, height, (*title, *name), len(title))


def _as_high(box: Box, height: float) -> Box:
    return Box(box.unit, box.x, box.y, box.width, height, box.lines, box.bold)
