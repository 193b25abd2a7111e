"""Settings of the joint meeting: what each governs, within which range, and who set it last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.rows.errors import InvalidInput
from data.rows.readings import READINGS

Form = Literal["whole", "share", "choice"]


@dataclass(frozen=True, slots=True)
class SettingText:
    """A setting people may change: its key, what it governs, its default and range.

    The value of a choice is the place of the word chosen.
    """

    key: str
    name: str
    meaning: str
    default: float
    low: float
    high: float
    form: Form
    words: tuple[str, ...] = ()

    def text(self, value: float) -> str:
        """Return a value as it is shown."""
        if self.form == "choice":
            return self.words[int(value)]
        return f"{value:g}" if self.form == "whole" else f"{value:.4g}"

    @property
    def span(self) -> str:
        """Return the range in words."""
        if self.form == "choice":
            return "、".join(self.words)
        return f"{self.text(self.low)} 至 {self.text(self.high)}"

    def read(self, text: str) -> float:
        """Return the value a text says; InvalidInput with what is wrong and what to do."""
        if self.form == "choice":
            return self._place(text.strip())
        stripped = text.strip().replace("％", "%")
        percent = self.form == "share" and stripped.endswith("%")
        try:
            value = float(stripped.removesuffix("%")) / (100 if percent else 1)
        except ValueError as exc:
            raise InvalidInput(
                f"{self.name}“{text}”不是数字，请填 {self.span} 之间的数，"
                f"如 {self.text(self.default)}。"
            ) from exc
        if self.form == "whole" and value != int(value):
            raise InvalidInput(f"{self.name}应为整数，现为 {text}，请改正。")
        if not self.low <= value <= self.high:
            raise InvalidInput(f"{self.name}应在 {self.span} 之间，现为 {text}，请改正。")
        return value

    def _place(self, text: str) -> float:
        """Return the place of the word chosen, however it is written."""
        words = [word.casefold() for word in self.words]
        if text.casefold() not in words:
            raise InvalidInput(f"{self.name}没有“{text}”，可用：{self.span}。")
        return float(words.index(text.casefold()))


MINIMUM = SettingText(
    "ranking.minimum", "排名最少样本", "期内检查少于此次数的单位不排名次，标“样本不足”。",
    20, 1, 10_000, "whole",
)  # fmt: skip
QUALITY = SettingText(
    "ranking.quality", "排名数据质量", "数据质量分（M20）低于此值的单位不排名次，标“数据不全”。",
    0.95, 0, 1, "share",
)  # fmt: skip
NEAR = SettingText(
    "lamp.near", "黄灯幅度", "比例指标未达目标，相差不超过此值的亮黄灯，超过的亮红灯。",
    0.10, 0, 1, "share",
)  # fmt: skip
READING = SettingText(
    "joint.reading", "联合比例口径",
    "M2 缺口、年底推算、合并测算用哪个联合比例；25% 以 M1 为准，其他口径只作参考。",
    0, 0, len(READINGS) - 1, "choice", tuple(READINGS),
)  # fmt: skip
REPEATED = SettingText(
    "ladder.repeated", "黄色预警重复次数", "一个单位一期内黄色预警达到此数的，建议发提醒函。",
    2, 1, 1000, "whole",
)  # fmt: skip
REMIND_DAYS = SettingText(
    "ladder.remind_days", "提醒函反馈期限", "收到提醒函后反馈、提醒合并计划后回应的工作日数。",
    5, 1, 250, "whole",
)
URGE_DAYS = SettingText(
    "ladder.urge_days", "督办函反馈期限", "收到督办函、督导函、约谈通知后反馈的工作日数。",
    10, 1, 250, "whole",
)  # fmt: skip
CIRCULAR_DAYS = SettingText(
    "ladder.circular_days", "通报整改期限", "通报印发后报送整改反馈表的工作日数。",
    10, 1, 250, "whole",
)  # fmt: skip
CHECK_DAYS = SettingText(
    "ladder.check_days", "核对期限", "收到核对单后反馈的工作日数；逾期未反馈的，视为无异议。",
    5, 1, 250, "whole",
)  # fmt: skip
BOARD_NEAR = SettingText(
    "board.near", "重点任务临近天数", "重点任务离完成日期不超过此天数的亮黄灯。",
    15, 0, 365, "whole",
)  # fmt: skip
DEMAND_DAYS = SettingText(
    "demand.days", "统一意见期限", "整改要求不一的，由检查发起部门出具统一意见的工作日数。",
    10, 1, 250, "whole",
)  # fmt: skip
FILING_DAYS = SettingText(
    "filing.days", "补正期限", "备案的检查计划退回后，单位补正报回的工作日数。",
    5, 1, 250, "whole",
)  # fmt: skip
LADDER = (REPEATED, REMIND_DAYS, URGE_DAYS, CIRCULAR_DAYS, CHECK_DAYS)
SETTINGS: dict[str, SettingText] = {
    one.key: one for one in (
        MINIMUM, QUALITY, NEAR, READING, *LADDER, BOARD_NEAR, DEMAND_DAYS, FILING_DAYS
    )
}


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting as it stands; nobody set it where `actor` is empty."""

    about: SettingText
    value: float
    actor: str = ""
    at: str = ""
    version: int = 0

    @property
    def key(self) -> str:
        """Return the key."""
        return self.about.key

    @property
    def text(self) -> str:
        """Return the value as it is shown."""
        return self.about.text(self.value)

    @property
    def signed(self) -> str:
        """Return who set it last, and when."""
        return f"{self.actor} {self.at[:10]}".strip() or "默认值"


def setting_text(key: str) -> SettingText:
    """Return the setting of a key; InvalidInput for an unknown one."""
    if key not in SETTINGS:
        raise InvalidInput(f"没有参数“{key}”，可用：{'、'.join(SETTINGS)}。")
    return SETTINGS[key]
