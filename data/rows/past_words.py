"""What differs between two days, in words: the same in window, command line and export."""

from __future__ import annotations

from data.rows.past import Cause, CauseKind, Side

MOST_KINDS = 4
SMALL = 0.1
"""Differences below so many percentage points show a second decimal."""
WITHOUT_BATCH = {
    CauseKind.JUDGED: "市司法局认定",
    CauseKind.MERGED: "监管对象合并或拆分",
    CauseKind.RULES: "规则限值调整",
    CauseKind.DUE: "到了应办的日期",
    CauseKind.FOLLOWED: "同一企业的其他记录或设置有变",
}


def number_words(side: Side, share: bool) -> str:
    """Return a number as it stood on a day: 25.0%（5／20）, 312, or — where nothing counts."""
    if side.value is None:
        return "—"
    if share:
        below = "" if side.denominator is None else f"（{side.numerator:,}／{side.denominator:,}）"
        return f"{side.value:.1%}{below}"
    return f"{side.value:,.0f}" if side.value == int(side.value) else f"{side.value:,.2f}"


def change_words(change: float | None, share: bool) -> str:
    """Return a difference with its sign; of fractions in percentage points."""
    if change is None:
        return "—"
    if share:
        points = change * 100
        return _signed(f"{points:+.{1 if abs(points) >= SMALL else 2}f} 个百分点")
    return _signed(f"{change:+,.0f}" if change == int(change) else f"{change:+,.2f}")


def _signed(text: str) -> str:
    return text.replace("-", "−")


def cause_words(cause: Cause) -> str:
    """Return a cause in one line: kind, whose, which file, how many visits, what it changed."""
    where = WITHOUT_BATCH.get(cause.kind, "")
    if cause.batch is not None:
        where = f"批次 {cause.batch}（{cause.file}）"
    parts = [cause.kind.value, cause.body.name if cause.body else "", where]
    parts.append(f"涉及入企 {cause.visits:,} 次" if cause.visits else "")
    parts.append(moved_words(cause))
    return "　".join(part for part in parts if part)


def moved_words(cause: Cause) -> str:
    """Return what a cause brought into and took out of the number."""
    sides = (
        ("分子", cause.added, cause.removed),
        ("分母", cause.added_below, cause.removed_below),
    )
    words = [
        f"{name}{f' +{added:,}' if added else ''}{f' −{removed:,}' if removed else ''}"
        for name, added, removed in sides
        if added or removed
    ]
    return "，".join(words)


def summary_words(causes: tuple[Cause, ...]) -> str:
    """Return the kinds of the causes with the visits concerned, most first, in one line."""
    counts: dict[CauseKind, int] = {}
    for cause in causes:
        moved = cause.added + cause.removed + cause.added_below + cause.removed_below
        counts[cause.kind] = counts.get(cause.kind, 0) + (cause.visits or moved)
    ordered = sorted(counts.items(), key=lambda one: -one[1])
    return "、".join(f"{kind.value} {count:,} 次" for kind, count in ordered[:MOST_KINDS])
