"""企业检查频次 (M6–M9, M17, M18, M24)."""

from __future__ import annotations

from data.measures.definitions.words import FREQUENCY, SEED, SHARE, target
from data.rows.enums import Force
from data.rows.measures import Definition

DEFINED = (
    Definition(
        "M6",
        "月检查频次超限",
        "当月有第4次及以后现场检查的企业·月数 ÷ 有现场检查的企业·月数；"
        "同日同任务的多家报告计一次入企。",
        f"{SEED}附件二4",
        SHARE,
        FREQUENCY,
    ),
    Definition(
        "M6.bare",
        "月检查频次超限（无认可依据）",
        "当月第4次及以后的现场检查中有依据未获认可的企业·月数 ÷ 有现场检查的企业·月数。",
        f"{SEED}附件二4",
        SHARE,
        FREQUENCY,
        target("<=", 0, "each", Force.BINDING),
    ),
    Definition(
        "M7",
        "同事项年频次超限",
        "同一企业同一事项当年有第4次及以后现场检查的企业·事项数 ÷ 有现场检查的企业·事项数。",
        f"{SEED}附件二4",
        SHARE,
        FREQUENCY,
    ),
    Definition(
        "M7.bare",
        "同事项年频次超限（无认可依据）",
        "同一企业同一事项当年第4次及以后的现场检查中有依据未获认可的企业·事项数 ÷ "
        "有现场检查的企业·事项数。",
        f"{SEED}附件二4",
        SHARE,
        FREQUENCY,
        target("<=", 0, "each", Force.BINDING),
    ),
    Definition(
        "M8",
        "主体对企业年频次超限",
        "同一单位当年对同一企业的现场检查超出其公布的年度频次上限的企业·单位数 ÷ 有现场检查且"
        "上限已公布的企业·单位数；投诉举报等个案检查不占频次，上限限于事项的按事项计，当年未"
        "公布上限的列入未提供。",
        "国办发〔2024〕54号",
        SHARE,
        FREQUENCY,
        target("<=", 0, "each", Force.BINDING),
    ),
    Definition(
        "M9",
        "检查户次",
        "行政检查入企次数，含非现场；同日同任务的多家报告计一次，已取消的不计。",
        f"{SEED}三（二）",
        "户次",
        FREQUENCY,
        share=False,
    ),
    Definition(
        "M9.people",
        "检查人次",
        "行政检查到场执法人员数之和。",
        f"{SEED}三（二）",
        "人次",
        FREQUENCY,
        share=False,
    ),
    Definition(
        "M9.enterprises",
        "受检企业数",
        "期间内接受行政检查的企业数，同一企业计一户。",
        f"{SEED}三（二）",
        "户",
        FREQUENCY,
        share=False,
    ),
    Definition(
        "M17",
        "检查量同比",
        "本期检查户次 ÷ 上年同期检查户次 − 1；上年同期无记录的不计算。",
        "司法部涉企检查统计",
        SHARE,
        FREQUENCY,
    ),
    Definition(
        "M17.fines",
        "罚没收入同比",
        "本期罚没收入 ÷ 上年同期罚没收入 − 1，以分计；"
        "只比两年都有报表的单位和月份，其余列入未提供。增长超过规则R29所定幅度的提示核实。",
        "司法部涉企检查统计",
        SHARE,
        FREQUENCY,
    ),
    Definition(
        "M18",
        "非现场检查占比",
        "非现场检查次数 ÷ 全部检查次数。",
        f"{SEED}二（六）",
        SHARE,
        FREQUENCY,
    ),
    Definition(
        "M24",
        "差异化监管强度",
        "检查户次 ÷ 登记在册的企业数；按信用等级、专业风险等级、地区分组时取该组的在册企业，"
        "其他分组取全部在册企业。",
        f"{SEED}二（五）",
        "次/户",
        FREQUENCY,
        share=False,
    ),
)
