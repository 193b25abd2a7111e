"""What a paper of the joint meeting is called and how it goes out: kind, form, stage, issuer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Form(Enum):
    """The form of a paper (GB/T 9704-2012): which head, which foot, where the page number."""

    OFFICIAL = "公文"
    LETTER = "信函"
    MINUTES = "纪要"
    BULLETIN = "简报"
    SHEET = "内部页"
    """A working page without head and foot: 一页纸, 核对单, lists."""


class PaperKind(Enum):
    """A paper; the value is its code in commands and file names."""

    BRIEFING = "briefing"
    ONE_PAGE = "onepage"
    CIRCULAR = "circular"
    NAMED_CIRCULAR = "named"
    REMINDER = "reminder"
    URGING = "urging"
    SUPERVISION = "supervision"
    INTERVIEW = "interview"
    REQUEST = "request"
    REPORT = "report"
    SUBMISSION = "submission"
    AGENDA = "agenda"
    MINUTES = "minutes"
    CHECK_SHEET = "check"
    FREQUENCY_LIST = "frequency"
    PLAN_SUMMARY = "plans"
    ANNEXES = "annexes"
    DRAFT_SHEET = "draftsheet"
    WITHDRAWAL = "withdrawal"
    LAW_NOTICE = "lawnotice"
    LAW_OPINION = "lawopinion"
    LAW_DECISION = "lawdecision"
    HAND_OVER = "handover"
    JOINT_LETTER = "joint"
    DRAW_PROMISE = "drawpromise"
    DRAW_CERTIFICATE = "draw"

    @property
    def label(self) -> str:
        """Return the name people use."""
        return _LABELS[self]

    @property
    def form(self) -> Form:
        """Return the form it is set in."""
        return _FORMS.get(self, Form.OFFICIAL)

    @property
    def is_law(self) -> bool:
        """Return whether it is a legal instrument of 行政执法监督 (step 5), no working letter."""
        return self in _LAW


_LAW = (PaperKind.LAW_NOTICE, PaperKind.LAW_OPINION, PaperKind.LAW_DECISION)
_LABELS = {
    PaperKind.BRIEFING: "联席会议简报",
    PaperKind.ONE_PAGE: "一页纸",
    PaperKind.CIRCULAR: "情况通报",
    PaperKind.NAMED_CIRCULAR: "专项通报",
    PaperKind.REMINDER: "提醒函",
    PaperKind.URGING: "督办函",
    PaperKind.SUPERVISION: "督导函",
    PaperKind.INTERVIEW: "约谈通知",
    PaperKind.REQUEST: "请示",
    PaperKind.REPORT: "报告",
    PaperKind.SUBMISSION: "报送通知",
    PaperKind.AGENDA: "会议议程",
    PaperKind.MINUTES: "纪要",
    PaperKind.CHECK_SHEET: "核对单",
    PaperKind.FREQUENCY_LIST: "频次清单",
    PaperKind.PLAN_SUMMARY: "检查计划汇总",
    PaperKind.ANNEXES: "情况通报附件",
    PaperKind.DRAFT_SHEET: "发文稿纸",
    PaperKind.WITHDRAWAL: "撤回函",
    PaperKind.LAW_NOTICE: "行政执法监督通知书",
    PaperKind.LAW_OPINION: "行政执法监督意见书",
    PaperKind.LAW_DECISION: "行政执法监督决定书",
    PaperKind.HAND_OVER: "问题线索移送函",
    PaperKind.JOINT_LETTER: "联合检查函",
    PaperKind.DRAW_PROMISE: "双随机抽取承诺书",
    PaperKind.DRAW_CERTIFICATE: "双随机抽取证明",
}
_FORMS = {
    PaperKind.BRIEFING: Form.BULLETIN,
    PaperKind.ONE_PAGE: Form.SHEET,
    PaperKind.REMINDER: Form.LETTER,
    PaperKind.URGING: Form.LETTER,
    PaperKind.SUPERVISION: Form.LETTER,
    PaperKind.INTERVIEW: Form.LETTER,
    PaperKind.WITHDRAWAL: Form.LETTER,
    PaperKind.HAND_OVER: Form.LETTER,
    PaperKind.JOINT_LETTER: Form.LETTER,
    PaperKind.AGENDA: Form.SHEET,
    PaperKind.MINUTES: Form.MINUTES,
    PaperKind.CHECK_SHEET: Form.SHEET,
    PaperKind.FREQUENCY_LIST: Form.SHEET,
    PaperKind.PLAN_SUMMARY: Form.SHEET,
    PaperKind.ANNEXES: Form.SHEET,
    PaperKind.DRAFT_SHEET: Form.SHEET,
    PaperKind.DRAW_PROMISE: Form.SHEET,
    PaperKind.DRAW_CERTIFICATE: Form.SHEET,
}


class Stage(Enum):
    """稿本标识: how far a text has come."""

    DRAFT = "征求意见稿"
    REVIEW = "送审稿"
    FINAL = "印发稿"


class Disclosure(Enum):
    """公开属性 of a paper; a public one masks enterprises."""

    PUBLIC = "主动公开"
    ON_REQUEST = "依申请公开"
    CLOSED = "不予公开"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: one body or several, the lead body first.

    `names` are full or standard short names as they stand in the mark and under the text;
    `code` is the 机关代字 of the number, `letter_code` that of its letters; `contact` and
    `telephone` stand in the 附注 and at the foot; `law_code` numbers legal instruments.
    `sealed` is False where the issuer has no seal
    (the joint meeting has none: its lead body issues for it).
    """

    id: str
    names: tuple[str, ...]
    mark: str
    code: str
    letter_code: str = ""
    sealed: bool = True
    printed_by: str = ""
    contact: str = ""
    telephone: str = ""
    law_code: str = ""

    def series(self, form: Form, is_law: bool = False) -> str:
        """Return the 机关代字 of a form: letters are numbered apart from other papers.

        Legal instruments have a series of their own or none: "" where it was not set.
        """
        if is_law:
            return self.law_code
        return self.letter_code if form is Form.LETTER and self.letter_code else self.code


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A figure as an issued paper states it."""

    key: str
    text: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class PaperToIssue:
    """A finished paper on its way out: number, figures, the records behind them, its bytes.

    `own` says that the number is of our series; `final` is the text finished in WPS.
    """

    kind: PaperKind
    number: str
    own: bool
    issuer: Issuer
    title: str
    period: str
    recipients: tuple[str, ...]
    disclosure: Disclosure
    made_on: date
    as_of: date
    rulesets: tuple[str, ...]
    snapshot: str
    facts: tuple[StatedFact, ...]
    records: tuple[str, ...]
    pages: int
    pdf: bytes
    final: bytes | None = None


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """An issued paper in the register of papers, without its bytes."""

    id: int
    kind: PaperKind
    number: str
    issuer: str
    title: str
    period: str
    recipients: tuple[str, ...]
    disclosure: str
    made_on: date
    as_of: date
    rulesets: tuple[str, ...]
    snapshot: str
    pages: int
    pdf_sha256: str
    final_sha256: str
    actor: str
    at: str
