"""Enumerations stored as small integers, each with the word people see (RULES.md, "Words")."""

from __future__ import annotations

from enum import IntEnum
from typing import Self


class Word(IntEnum):
    """An integer code with a Chinese label."""

    label: str

    def __new__(cls, value: int, label: str) -> Self:
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def at(cls, number: int) -> Self:
        """Return the member of that number; ValueError where there is none."""
        for member in cls:
            if int(member) == number:
                return member
        raise ValueError(number)

    @classmethod
    def of(cls, label: str) -> Self | None:
        """Return the member of that label, or None."""
        return next((member for member in cls if member.label == label), None)


class Told(IntEnum):
    """Flags of what the file of a report tells; an absent or empty column is unknown, not bad."""

    SOURCE = 1
    """计划编号, 来源 or 检查事由."""
    PLAN = 2
    ENTERED = 4
    PUBLISHED = 8
    SCANNED = 16
    RATED = 32
    RESULT = 64
    BADGES = 128
    TESTED = 256


RATINGS = ("非常不满意", "不满意", "一般", "满意", "非常满意")
"""评价, from 1 to 5; from GOOD_RATING on it is good."""
GOOD_RATING = 4


class Level(Word):
    """层级 of a body."""

    CITY = 1, "市级"
    COUNTY = 2, "市（县）区级"
    TOWN = 3, "镇（街道）级"


class CheckType(Word):
    """检查类型."""

    UNKNOWN = 0, "未提供"
    RANDOM = 1, "双随机"
    FOCUS = 2, "重点"
    SPECIAL = 3, "专项"
    DAILY = 4, "日常"
    CASE = 5, "个案"


class Trigger(Word):
    """来源: why a visit was made. PLANNED is 计划内, UNKNOWN 未提供, the others are unplanned."""

    UNKNOWN = 0, "未提供"
    PLANNED = 1, "计划内"
    COMPLAINT = 2, "投诉举报"
    SUPERIOR = 3, "上级交办"
    TRANSFER = 4, "转办移送"
    CLUE = 5, "其他案件线索"
    KEY_FIELD = 6, "重点领域治理部署"
    DATA = 7, "数据监测"
    REQUEST = 8, "企业申请"
    LICENCE = 9, "许可核查"
    FOLLOW_UP = 10, "整改复查"
    EMERGENCY = 11, "突发应急"

    @property
    def unplanned(self) -> bool:
        """Return whether this is a reason other than a plan."""
        return self > Trigger.PLANNED


class Mode(Word):
    """检查方式."""

    ON_SITE = 1, "现场"
    OFF_SITE = 2, "非现场"


class EntryKind(Word):
    """入企类型."""

    CHECK = 1, "行政检查"
    GUIDANCE = 2, "指导服务"
    SURVEY = 3, "走访调研"
    PUBLICITY = 4, "政策宣传"


class Code(Word):
    """亮码, in the order in which the best of several reports counts."""

    ON_TIME = 1, "按时"
    EXEMPT = 2, "免亮码"
    LATE = 3, "补码"
    NONE = 4, "未亮码"
    UNKNOWN = 5, "未提供"


class Result(Word):
    """检查结果 of a line."""

    UNKNOWN = 0, "未提供"
    CLEAN = 1, "未发现问题"
    CORRECT = 2, "责令改正"
    PUNISH = 3, "行政处罚"
    TRANSFER = 4, "移送"
    OTHER = 5, "其他"

    @property
    def problem(self) -> bool | None:
        """Return whether a problem was found, None where that is unknown."""
        if self in (Result.UNKNOWN, Result.OTHER):
            return None
        return self is not Result.CLEAN


class VisitStatus(Word):
    """状态 of a visit."""

    RUNNING = 1, "进行中"
    DONE = 2, "已完成"
    CANCELLED = 3, "已取消"


class TaskStatus(Word):
    """状态 of a task."""

    WAITING = 1, "待实施"
    RUNNING = 2, "进行中"
    DONE = 3, "已完成"
    CANCELLED = 4, "已取消"


class Claim(Word):
    """超频次依据 and what 市司法局 said of it."""

    NONE = 0, "无依据"
    OPEN = 1, "待核验"
    ACCEPTED = 2, "认可"
    REFUSED = 3, "不认可"


class Severity(Word):
    """Severity of a finding."""

    HINT = 1, "提示"
    YELLOW = 2, "黄"
    ORANGE = 3, "橙"
    RED = 4, "红"


class FindingState(Word):
    """State of a finding in its life."""

    OPEN = 1, "待核实"
    TRUE = 2, "属实"
    DISPUTED = 3, "有异议"
    UNFOUNDED = 4, "不成立"
    EXEMPT = 5, "尽职免责"
    CORRECTED = 6, "已整改"


class SubjectKind(Word):
    """What a finding is about."""

    ENTERPRISE = 1, "企业"
    VISIT = 2, "入企检查"
    PLAN = 3, "检查计划"
    BODY = 4, "单位"
    TASK = 5, "检查任务"
    NOTICE = 6, "通知"
    DEMAND = 7, "整改要求"


class RecordKind(Word):
    """Records a finding rests on beside visits."""

    PLAN = 1, "检查计划"
    COMPLAINT = 2, "企业投诉申诉"
    FINE = 3, "罚没收入"
    SELFCHECK = 4, "自查材料"
    REPORT = 5, "检查报告"
    TASK = 6, "检查任务"
    WHITELIST = 7, "白名单"
    LACK = 8, "计划缺项"
    NOTICE = 9, "督促文件"
    REMINDER = 10, "合并提醒"


class PlanLack(Word):
    """What a plan lacks or did too late (R16, R19): the ids of its records of kind LACK."""

    ITEMS = 1, "检查事项或者场景"
    SCOPE = 2, "检查对象范围"
    RATIO = 3, "抽查比例"
    PARTNERS = 4, "参与检查的部门"
    WINDOW = 5, "检查时间范围"
    LATE_FILING = 6, "备案"
    APPROVAL = 7, "批准"
    FILING = 8, "备案"
    PUBLICATION = 9, "公布"


class PlanStanding(Word):
    """How far a plan is on a day; UNKNOWN where it does not say what it means to visit, or when."""

    WAITING = 1, "未开始"
    RUNNING = 2, "执行中"
    DONE = 3, "已完成"
    OVERDUE = 4, "到期未完成"
    UNKNOWN = 5, "不能确定"


class Role(Word):
    """角色 of a body in 1+3+N+8."""

    LEAD = 1, "1"
    CORE = 2, "3"
    MEMBER = 3, "N"
    REGION = 4, "8"
    OTHER = 5, "其他"


class Force(Word):
    """效力: whether a rule or target may open a paper."""

    BINDING = 1, "有据"
    HINT = 2, "参考"


class IssueLevel(Word):
    """Level of an intake message."""

    ERROR = 1, "错误"
    WARNING = 2, "警告"


class OfficerKind(Word):
    """类别 of an officer's certificate."""

    UNKNOWN = 0, "未提供"
    ENFORCEMENT = 1, "行政执法"
    SUPERVISION = 2, "执法监督"
    ASSISTANT = 3, "执法辅助"


class OfficerStatus(Word):
    """状态 of an officer's certificate; who is in the register is valid unless told otherwise."""

    VALID = 1, "有效"
    SUSPENDED = 2, "暂停"
    REVOKED = 3, "注销"


class WhiteMode(Word):
    """监管方式 the white list gives an enterprise in a field (R14: the last is never judged)."""

    EXEMPT = 1, "免检免扰"
    OFF_SITE = 2, "非现场"
    TRIGGERED = 3, "触发式"
    REMINDING = 4, "提示性"


class SelfCheckResult(Word):
    """审核结果 of a self-check; an empty cell is not decided yet."""

    UNKNOWN = 0, "未提供"
    WAITING = 1, "待审核"
    ACCEPTED = 2, "通过"
    REFUSED = 3, "不通过"


class ComplaintKind(Word):
    """类别 of what an enterprise complains of."""

    UNKNOWN = 0, "未提供"
    COMPLAINT = 1, "投诉"
    APPEAL = 2, "申诉"
    BAD_RATING = 3, "差评"
    CONTRADICTION = 4, "反映要求不一"


class Channel(Word):
    """渠道 a complaint came by."""

    UNKNOWN = 0, "未提供"
    HOTLINE = 1, "12345"
    SERVICE_PLATFORM = 2, "锡企服务平台"
    MESSAGE_BOARD = 3, "惠企留言板"
    CHAMBER = 4, "工商联商会"
    SCAN_RATING = 5, "扫码评价"
    OTHER = 6, "其他"


class AuditResult(Word):
    """核查结果: what a check on paper afterwards found of a visit (M21)."""

    TRUE = 1, "属实"
    PARTLY = 2, "部分不属实"
    UNTRUE = 3, "不属实"
    UNPROVEN = 4, "无法核实"


class Confirmation(Word):
    """核对结果: what a body says of a fact it is asked about."""

    TRUE = 1, "属实"
    DISPUTED = 2, "有异议"
    CORRECTED = 3, "更正"
