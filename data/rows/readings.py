"""The readings of the joint share: which tasks count as all, and which as joint (RULES.md, M1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading: the measure that tells it, and the words for its joint tasks and for all."""

    id: str
    name: str
    joint: str
    whole: str

    @property
    def is_literal(self) -> bool:
        """Return whether it is the sentence of the seed, to which alone the 25 % applies."""
        return self.id == "M1"

    @property
    def title(self) -> str:
        """Return name and measure."""
        return f"{self.name}（{self.id}）"

    @property
    def note(self) -> str:
        """Return what is to be said beside a figure that follows it, empty for the usual one."""
        return "" if self.is_literal else f"按参数设置所选口径“{self.title}”计，作参考。"


READINGS = {
    one.id: one
    for one in (
        Reading("M1", "双随机联合监管比例", "双随机联合任务", "任务"),
        Reading("M1b", "双随机任务联合占比", "双随机联合任务", "双随机任务"),
        Reading("M1c", "联合检查比例", "联合任务", "任务"),
    )
}
LITERAL = READINGS["M1"]
