"""Words of closed columns: the vocabulary and the other ways people write them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from data.intake.values.base import (
    BROKEN_CELL,
    MISSING,
    PLACEHOLDERS,
    Fault,
    Number,
    Text,
    is_error_cell,
    plain,
)

OTHER_WAYS: dict[str, str] = {
    "市级": "市 市本级 设区市级 city",
    "市（县）区级": (
        "县级 区级 区县级 县区级 县(区)级 县(市、区)级 县(市)区级 市县区级 市(县)区 区 县"
    ),
    "镇（街道）级": "镇级 街道级 镇街级 镇街 乡镇级 乡镇(街道)级 镇(街道)",
    "双随机": "随机 双随机抽查 随机抽查 双随机检查 双随机、一公开 双随机一公开 双随机联合抽查",
    "重点": "重点检查 重点监管",
    "专项": "专项检查 专项整治 专项行动",
    "日常": "日常检查 日常监管 日常巡查",
    "个案": "个案检查 个案处理",
    "计划内": "计划 计划检查 年度计划 按计划 计划内检查",
    "投诉举报": "投诉 举报 投诉举报核查 信访 投诉举报检查",
    "上级交办": "上级部署 领导交办 上级交办检查",
    "转办移送": "转办 移送 转办交办 部门移送",
    "其他案件线索": "案件线索 其他线索",
    "重点领域治理部署": "重点领域治理",
    "数据监测": "监测 数据监测预警",
    "企业申请": "申请 依申请",
    "许可核查": "许可 许可现场核查",
    "整改复查": "复查 整改复核",
    "突发应急": "应急 突发事件 应急检查",
    "现场": "现场检查 实地 实地检查",
    "非现场": "非现场检查 非现场监管 线上 线上检查 远程 书面 书面检查 网络监测",
    "行政检查": "检查 执法检查",
    "指导服务": "指导 服务",
    "走访调研": "走访 调研",
    "政策宣传": "宣传",
    "未发现问题": "未发现 合格 符合 符合要求 无问题 未见异常 正常 通过 未发现违法行为",
    "责令改正": "责令整改 限期整改 责令限期改正 责令限期整改 限期改正 当场改正",
    "行政处罚": "处罚 立案处罚",
    "移送": "移交 移送处理 移送其他部门",
    "已完成": "完成 已办结 办结 已结束",
    "进行中": "进行 实施中 检查中",
    "已取消": "取消 作废",
    "待实施": "未开始 未实施 待检查",
    "有效": "正常 在用 在岗 有效期内",
    "暂停": "暂扣 停用 暂停使用",
    "注销": "吊销 收回 失效 过期 离岗 调离 退休",
    "行政执法": "执法 执法证 行政执法证 行政执法人员 执法人员",
    "执法监督": "监督 行政执法监督 行政执法监督证 执法监督人员",
    "执法辅助": "辅助 辅助人员 执法辅助人员 协管 协管员",
    "免检免扰": "免检 免扰 无事不扰 免检免打扰",
    "触发式": "触发式监管 触发式检查",
    "提示性": "提示性监管 提示 提醒",
    "待审核": "审核中 未审核 待审",
    "通过": "审核通过 已通过 合格 认可",
    "不通过": "审核不通过 未通过 不合格 不认可 退回",
    "投诉": "投诉举报",
    "反映要求不一": "要求不一 要求不一致 整改要求不一致 标准不一",
    "12345": "12345热线 12345平台 市长热线 政务服务便民热线 政务热线",
    "锡企服务平台": "锡企服务",
    "惠企留言板": "留言板",
    "工商联商会": "工商联 商会 工商联(商会) 工商联、商会",
    "扫码评价": "扫码 入企码 亮码评价",
    "属实": "无异议 确认 情况属实 真实",
    "部分不属实": "部分属实 部分失实",
    "不属实": "失实 不实 虚假 不真实",
    "无法核实": "无法查实 无法查证",
    "有异议": "异议 不认可",
    "更正": "需更正 修改 需修改",
    "非常不满意": "1 1分 1星 很不满意",
    "不满意": "2 2分 2星",
    "一般": "3 3分 3星 基本满意",
    "满意": "4 4分 4星",
    "非常满意": "5 5分 5星 很满意",
}
"""Each word of a vocabulary with the other ways people write it."""
TRUE_WORDS = {"是", "有", "y", "yes", "1", "true", "√", "✓", "✔", "1.0", "对", "需要"}
FALSE_WORDS = {"否", "无", "n", "no", "0", "false", "×", "✗", "x", "0.0", "不是", "没有", "不"}
MANY = 12


def _folded(word: str) -> str:
    return plain(word).replace(" ", "").lower()


@cache
def dictionary(words: tuple[str, ...]) -> dict[str, str]:
    """Return every way to write these words, folded, with the word itself."""
    found = {_folded(word): word for word in words}
    for word in words:
        for alias in OTHER_WAYS.get(word, "").split():
            found.setdefault(_folded(alias), word)
    return found


def parse_word(text: str, words: Sequence[str], free: bool = False) -> Text:
    """Read a word of a vocabulary; a free column keeps another word, with a warning."""
    folded = _folded(text)
    if not folded or folded in PLACEHOLDERS or folded == "未提供":
        return "", None
    if is_error_cell(folded.upper()):
        return "", BROKEN_CELL
    found = dictionary(tuple(words)).get(folded)
    if found:
        return found, None
    if free:
        return plain(text), Fault("不在规定用词中，已按原文保留，是否发现问题按未知处理。", True)
    return "", Fault(f"不在规定用词中，请改为：{'、'.join(words[:MANY])}。")


def parse_yes_no(text: str) -> Number:
    """Read yes or no as 1 or 0."""
    folded = _folded(text)
    if not folded or folded in PLACEHOLDERS:
        return MISSING, None
    if is_error_cell(folded.upper()):
        return MISSING, BROKEN_CELL
    if folded in TRUE_WORDS:
        return 1, None
    if folded in FALSE_WORDS:
        return 0, None
    return MISSING, Fault("不是“是”或“否”，请改为是或否。")
