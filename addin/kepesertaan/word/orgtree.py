"""The boxes of an organisation chart as a tree, and which of them stand below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kepesertaan.domain.document import Unit

_LOOSE = 3  # boxes of a tree of its own that may stand among others like it


@dataclass(slots=True)
class Node:
    """A box with what hangs below it."""

    unit: Unit | None  # None: it only holds trees of their own
    children: list[Node]
    column: bool = False  # all below it stands below each other
    groups: list[list[Node]] = field(default_factory=list)  # its children in so many columns
    x: float = 0.0  # of its middle

    @property
    def holds(self) -> int:
        """Places it needs across."""
        if self.groups:
            return len(self.groups)
        return 1 if self.column or not self.children else sum(c.holds for c in self.children)

    @property
    def size(self) -> int:
        """Boxes in it."""
        return 1 + sum(child.size for child in self.children)

    @property
    def steps(self) -> int:
        """How far the deepest box of its columns stands in."""
        if self.groups:
            return 1 + max(_depth(child) for group in self.groups for child in group)
        if self.column:
            return _depth(self)
        return max((child.steps for child in self.children), default=0)


def _depth(node: Node) -> int:
    return 1 + max(map(_depth, node.children)) if node.children else 0


def tree(units: Sequence[Unit]) -> list[Node]:
    """The tops with what hangs below them. Each ``above`` is known or empty, none circles."""
    nodes = {unit.id: Node(unit, []) for unit in units}
    roots: list[Node] = []
    for unit in units:
        parent = nodes.get(unit.above)
        (parent.children if parent else roots).append(nodes[unit.id])
    return roots


def narrowed(roots: list[Node], most: int) -> list[Node]:
    """Columns instead of rows, from the bottom up, until ``most`` stand across."""
    if sum(root.holds for root in roots) <= most:
        return roots
    for root in roots:
        _stand_below(root)
    roots = _gathered(roots) if sum(root.holds for root in roots) > most else roots
    for depth in range(max(map(_depth, roots)), 0, -1):
        if sum(root.holds for root in roots) <= most:
            return roots
        for node in (n for root in roots for n in _at_depth(root, depth)):
            node.column = bool(node.children)
    for root in sorted(roots, key=lambda one: -one.holds):
        others = sum(one.holds for one in roots if one is not root)
        if others + root.holds > most and root.holds > 1:
            root.groups = _grouped(root.children, max(1, most - others))
    return roots


def _gathered(roots: list[Node]) -> list[Node]:
    """The tops; small ones beside a larger one go into a column of their own at the end."""
    largest = max(roots, key=lambda root: root.size)
    loose = [root for root in roots if root is not largest and root.size <= _LOOSE]
    if len(loose) <= 1:
        return roots
    kept = [root for root in roots if root not in loose]
    return [*kept, Node(None, loose, column=True)]


def _at_depth(node: Node, depth: int) -> list[Node]:
    if not depth:
        return [node]
    return [found for child in node.children for found in _at_depth(child, depth - 1)]


def _grouped(nodes: list[Node], number: int) -> list[list[Node]]:
    """The nodes in their order in so many groups of about as many boxes."""
    whole = sum(node.size for node in nodes)
    groups: list[list[Node]] = [[] for _ in range(number)]
    before = 0
    for node in nodes:
        groups[min(number - 1, (2 * before + node.size) * number // (2 * whole))].append(node)
        before += node.size
    return [group for group in groups if group]


def _stand_below(node: Node) -> None:
    """Columns instead of rows for what has nothing below it."""
    node.column = bool(node.children) and not any(child.children for child in node.children)
    for child in node.children:
        _stand_below(child)
