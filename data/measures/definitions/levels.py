"""层级间联动 (M15)."""

from __future__ import annotations

from data.measures.definitions.words import LEVELS, SEED, SHARE
from data.rows.measures import Definition

DEFINED = (
    Definition(
        "M15",
        "结果互认率",
        "采用已有检查结果的次数 ÷ 近期内同一条线其他层级对同一企业同一事项已有检查结果的次数"
        "；按检查·事项计，“近期”按规则R5的期限，两级一同入企的不计。",
        f"{SEED}附件二8",
        SHARE,
        LEVELS,
    ),
)
