"""The tiles of merges that raise the share: before, after, plans changed, visits saved."""

from __future__ import annotations

from console.loading.tiles import TileFigures
from data.rows.matching import RaiseSheet
from widgets.formats import ABSENT, percent, points, thousands


def raise_tiles(sheet: RaiseSheet) -> tuple[TileFigures, ...]:
    """Return the share before and after, the plans changed and the visits saved."""
    before, after = sheet.before, sheet.after
    aim = f"目标 {sheet.target:.0%}"
    word, status = ("达到", "绿") if sheet.reached else ("未达到", "黄")
    moved = points(after - before) if before is not None and after is not None else ""
    least = f"最少 {sheet.bound} 个，已证明" if sheet.changed <= sheet.bound else sheet.least
    saved = sum(one.saves for one in sheet.merges)
    return (
        _tile("合并前", _share(before), "%", _parts(sheet.joint_before, sheet.tasks_before)),
        _tile("合并后", _share(after), "%",
              f"{_parts(sheet.joint_after, sheet.tasks_after)} {moved}".rstrip(),
              status, f"{word}{aim}"),
        _tile("改动计划", thousands(sheet.changed), "个", least),
        _tile("可少入企", thousands(saved), "次", f"{len(sheet.merges)} 处合并"),
    )  # fmt: skip


def _share(value: float | None) -> str:
    return ABSENT if value is None else percent(value).removesuffix("%")


def _parts(joint: int, tasks: int) -> str:
    return f"{thousands(joint)} / {thousands(tasks)} 个任务"


def _tile(
    name: str, figure: str, unit: str, ratio: str, status: str = "无", word: str = ""
) -> TileFigures:
    return TileFigures(name, name, status, word, figure, unit, ratio, (), None, "", None)
