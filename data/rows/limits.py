"""The thresholds of the rules in words people see, with the values each may take."""

from __future__ import annotations

from dataclasses import dataclass

MINUTES = 1439


@dataclass(frozen=True, slots=True)
class LimitWords:
    """A threshold's name, its unit, the least and the most it may be; shares are no whole."""

    title: str
    unit: str
    low: float
    high: float
    is_whole: bool = True

    def text(self, value: float) -> str:
        """Return a value as it is shown: shares as percentages, minutes of the day as a time."""
        if self.unit == "时刻":
            return f"{int(value) // 60}:{int(value) % 60:02d}"
        if not self.is_whole:
            return f"{value * 100:g}%"
        return f"{value:g} {self.unit}".strip()

    @property
    def span(self) -> str:
        """Return the values allowed, in words."""
        return f"{self.text(self.low)}至{self.text(self.high)}"


LIMITS: dict[tuple[str, str], LimitWords] = {
    ("R1", "visits_per_month"): LimitWords("每月次数", "次", 1, 31),
    ("R2", "per_day"): LimitWords("每日次数", "次", 1, 31),
    ("R2", "per_week"): LimitWords("每周次数", "次", 1, 100),
    ("R3", "visits_per_item_year"): LimitWords("每事项每年次数", "次", 1, 366),
    ("R4", "same_field"): LimitWords("“同类”口径（0 同一事项，1 同一领域）", "", 0, 1),
    ("R5", "recent_days"): LimitWords("“近期”日数", "日", 1, 366),
    ("R7", "overdue_days"): LimitWords("补码注明日数", "日", 1, 366),
    ("R8", "shared_targets"): LimitWords("相同对象户数", "户", 1, 10000),
    ("R8", "shared_days"): LimitWords("时间重合日数", "日", 1, 366),
    ("R9", "short_minutes"): LimitWords("停留分钟数", "分钟", 1, 480),
    ("R9", "same_results"): LimitWords("一日内空白、雷同户数", "户", 2, 1000),
    ("R9", "overlap_minutes"): LimitWords("时间重合分钟数", "分钟", 0, 480),
    ("R10", "officers"): LimitWords("最少执法人员", "人", 1, 2),
    ("R12", "first_day"): LimitWords("每月起始日", "日", 1, 31),
    ("R12", "last_day"): LimitWords("每月截止日", "日", 1, 31),
    ("R13", "opens"): LimitWords("上班时间", "时刻", 0, MINUTES),
    ("R13", "closes"): LimitWords("下班时间", "时刻", 0, MINUTES),
    ("R16", "annual_month"): LimitWords("备案截止月", "月", 1, 12),
    ("R16", "annual_day"): LimitWords("备案截止日", "日", 1, 31),
    ("R17", "days"): LimitWords("录入工作日数", "个工作日", 1, 366),
    ("R18", "complaints"): LimitWords("每月件数", "件", 1, 1000),
    ("R20", "share"): LimitWords("主张依据比例", "", 0, 1, False),
    ("R25", "lead_days"): LimitWords("提前日数", "日", 1, 366),
    ("R27", "stands_days"): LimitWords("自查结果有效日数", "日", 1, 3660),
    ("R29", "growth"): LimitWords("罚没增幅", "", 0, 10, False),
}


def limit_words(rule: str, name: str) -> LimitWords:
    """Return how a threshold is called; one without words of its own takes any value from 0 on."""
    return LIMITS.get((rule, name), LimitWords(name, "", 0, 1_000_000, True))


def value_of(rule: str, name: str, text: str) -> float | None:
    """Read a value as people write it: 2, 30%, 0.3, 8:30; None where it is none."""
    words = limit_words(rule, name)
    text = text.strip()
    try:
        if words.unit == "时刻" and ":" in text.replace("：", ":"):
            hours, minutes = text.replace("：", ":").split(":")
            return int(hours) * 60 + int(minutes)
        if text.endswith(("%", "％")):
            return float(text[:-1]) / 100
        return float(text)
    except ValueError:
        return None
