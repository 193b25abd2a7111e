"""Words that definitions share: sources, units, and the dimensions the joint meeting tracks."""

from __future__ import annotations

from data.rows.enums import Force
from data.rows.measures import Target

SEED = "若干措施（2024年7月5日）"
TEN = "无锡市规范涉企行政检查十项举措（2025年8月27日）"
OWN = "本台设定"
USAGE, PLANS, FREQUENCY, JOINT, CODE, LEVELS, OTHER = (
    "平台使用度",
    "检查计划制订",
    "企业检查频次",
    "联合检查比例",
    "“亮码”入企",
    "层级间联动",
    "数据质量",
)
DIMENSIONS = (USAGE, PLANS, FREQUENCY, JOINT, CODE, LEVELS)
SHARE, COUNT = "比例", "次"


def target(op: str, value: float, scope: str, force: Force) -> Target:
    """Return a target: `op` is >= or <=, `scope` city or each."""
    return Target(op, value, scope, force)
