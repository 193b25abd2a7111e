"""“亮码”入企 (M3–M5)."""

from __future__ import annotations

from data.measures.definitions.words import CODE, OWN, SEED, SHARE, target
from data.rows.enums import Force
from data.rows.measures import Definition

DEFINED = (
    Definition(
        "M3",
        "亮码率",
        "现场检查中按时亮码（到达前或到达时）的次数 ÷ 需亮码且亮码情况已知的现场检查次数；"
        "免亮码不计，文件未提供亮码时间的列入未提供。",
        f"{SEED}附件二7；目标为{OWN}",
        SHARE,
        CODE,
        target(">=", 1.0, "each", Force.HINT),
    ),
    Definition(
        "M3.made",
        "赋码率",
        "已生成行政行为码的现场检查次数 ÷ 需亮码且亮码情况已知的现场检查次数；已亮码的视为已有码。",
        f"{SEED}附件二7；分步由{OWN}",
        SHARE,
        CODE,
    ),
    Definition(
        "M3.shown",
        "赋码后亮码率",
        "已亮码（含补码）的现场检查次数 ÷ 已生成行政行为码的现场检查次数。",
        f"{SEED}附件二7；分步由{OWN}",
        SHARE,
        CODE,
    ),
    Definition(
        "M4.late",
        "补码率",
        "现场检查中事后补码的次数 ÷ 需亮码且亮码情况已知的现场检查次数。",
        f"{SEED}附件二7",
        SHARE,
        CODE,
    ),
    Definition(
        "M4.overdue",
        "逾期补码率",
        "晚于检查日10日补码的现场检查次数 ÷ 需亮码且亮码情况已知的现场检查次数。",
        f"{SEED}附件二7；10日参照深圳市做法",
        SHARE,
        CODE,
    ),
    Definition(
        "M5.scan",
        "企业扫码率",
        "企业已扫码的现场检查次数 ÷ 已亮码（含补码）且扫码情况已知的现场检查次数。",
        f"{SEED}附件二7",
        SHARE,
        CODE,
    ),
    Definition(
        "M5.rated",
        "扫码评价率",
        "企业已评价的检查次数 ÷ 已完成且评价情况已知的检查次数。",
        f"{SEED}附件二7",
        SHARE,
        CODE,
    ),
    Definition(
        "M5.good",
        "评价满意率",
        "评价为满意、非常满意的检查次数 ÷ 企业已评价的检查次数；一次入企有多个评价的取最低。",
        f"{SEED}附件二7",
        SHARE,
        CODE,
    ),
    Definition(
        "M5.answer",
        "扫码后评价率",
        "企业扫码后已评价的现场检查次数 ÷ 企业已扫码、检查已完成且评价情况已知的现场检查次数。",
        f"{SEED}附件二7；分步由{OWN}",
        SHARE,
        CODE,
    ),
)
