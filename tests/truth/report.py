"""Print scores as tables, and write every miss to a file."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from .score import Miss, Score, share, total


def by_layout(scores: list[Score]) -> list[str]:
    """One line per layout and one for all."""
    lines = [f"{'layout':20}{'wrong':>6}{'fixed':>15}{'flagged':>15}{'noise':>15}  rows"]
    for one in [*scores, total(scores)]:
        fixed = f"{one.fixed.total()}/{one.to_fix.total()} {share(one.fixed, one.to_fix):.1f}"
        flagged = f"{one.flagged.total()}/{one.to_flag.total()}"
        flagged += f" {share(one.flagged, one.to_flag):.1f}"
        noise = f"{one.noise}/{one.clean} {share(one.noise, one.clean or 1):.2f}"
        rows = f"{one.rows_in} =" if not one.rows_moved else f"{one.rows_moved} moved"
        lines.append(
            f"{one.layout:20}{one.wrong:6}{fixed:>15}{flagged:>15}{noise:>15}  {rows} {one.failed}"
        )
    return lines


def by_kind(scores: list[Score], full: bool) -> list[str]:
    """One line per kind; without full only kinds that missed."""
    whole = total(scores)
    lines = [f"{'kind':44}{'done':>14}"]
    for verb, done, asked in (
        ("fix", whole.fixed, whole.to_fix),
        ("flag", whole.flagged, whole.to_flag),
    ):
        for kind in sorted(asked):
            if full or done[kind] < asked[kind]:
                lines.append(f"{kind:44}{verb:>5} {done[kind]:>4}/{asked[kind]}")
    return lines


def written(miss: Miss) -> str:
    """One miss in one line."""
    head = f"[{miss.layout}] {miss.place}: {miss.before} -> {miss.after}, wanted {miss.expected}"
    return f"{head}  <{miss.note}>" if miss.note else head


def by_miss(scores: list[Score], limit: int | None) -> list[str]:
    """Misses grouped by what and kind; at most limit examples of each."""
    groups: dict[tuple[str, str], list[Miss]] = defaultdict(list)
    for one in scores:
        for miss in one.misses:
            groups[miss.what, miss.kind].append(miss)
    lines = []
    for (what, kind), misses in sorted(groups.items(), key=lambda g: (g[0][0], -len(g[1]))):
        lines.append(f"{what} · {kind} · {len(misses)}")
        lines += [f"    {written(m)}" for m in misses[:limit]]
    return lines


def write_misses(scores: list[Score], path: Path) -> None:
    """Write every miss as text."""
    path.write_text("\n".join(by_miss(scores, None)) + "\n", encoding="utf-8")
