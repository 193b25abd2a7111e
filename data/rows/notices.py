"""A paper of the accountability ladder in its life: steps, states, deeds, clocks (RULES.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.rows.enums import Confirmation, Word
from data.rows.findings import Named
from data.rows.papers import PaperKind
from data.rows.period import Period


class NoticeState(Word):
    """Where a paper stands in its life."""

    DRAFT = 1, "拟稿"
    CHECKING = 2, "核对"
    REVIEW = 3, "审核"
    APPROVED = 4, "待签发"
    SIGNED = 5, "已签发"
    ISSUED = 6, "已印发"
    RECEIVED = 7, "已签收"
    REPLIED = 8, "已反馈"
    RETURNED = 9, "已退回"
    CLOSED = 10, "已办结"
    ARCHIVED = 11, "已归档"
    WITHDRAWN = 12, "已撤回"
    DROPPED = 13, "已作废"


class Deed(Word):
    """What somebody did with a paper; each is an entry of its own that stays."""

    OPEN = 1, "立项"
    EDIT = 2, "修改"
    CHECK = 3, "送核对"
    CHECKED = 4, "核对完成"
    SUBMIT = 5, "送审"
    SEND_BACK = 6, "退回修改"
    REVIEW = 7, "审核"
    COSIGN = 8, "会签"
    SIGN = 9, "签发"
    NUMBER = 10, "登记编号"
    ISSUE = 11, "印发"
    RECEIVE = 12, "签收"
    REMIND = 13, "催办"
    ASK_MORE_TIME = 14, "申请延期"
    GRANT = 15, "准予延期"
    DENY = 16, "不准延期"
    REPLY = 17, "书面反馈"
    RETURN = 18, "退回反馈"
    CLOSE = 19, "办结"
    ESCALATE = 20, "升级办理"
    EXEMPT = 21, "尽职免责"
    WITHDRAW = 22, "撤回"
    DROP = 23, "作废"
    ARCHIVE = 24, "归档"


S, D = NoticeState, Deed
BEFORE_ISSUE = (S.DRAFT, S.CHECKING, S.REVIEW, S.APPROVED, S.SIGNED)
OUT = (S.ISSUED, S.RECEIVED, S.RETURNED)
"""States in which the clock of an answer runs."""
MOVES: Mapping[Deed, Mapping[NoticeState, NoticeState]] = {
    D.EDIT: {S.DRAFT: S.DRAFT, S.CHECKING: S.CHECKING},
    D.CHECK: {S.DRAFT: S.CHECKING},
    D.CHECKED: {S.CHECKING: S.DRAFT},
    D.SUBMIT: {S.DRAFT: S.REVIEW},
    D.SEND_BACK: {S.REVIEW: S.DRAFT, S.APPROVED: S.DRAFT, S.SIGNED: S.DRAFT},
    D.REVIEW: {S.REVIEW: S.APPROVED},
    D.COSIGN: {S.REVIEW: S.REVIEW, S.APPROVED: S.APPROVED},
    D.SIGN: {S.APPROVED: S.SIGNED},
    D.ISSUE: {S.SIGNED: S.ISSUED},
    D.RECEIVE: {S.ISSUED: S.RECEIVED},
    D.REMIND: {state: state for state in OUT},
    D.ASK_MORE_TIME: {state: state for state in OUT},
    D.GRANT: {state: state for state in OUT},
    D.DENY: {state: state for state in OUT},
    D.REPLY: {state: S.REPLIED for state in (*OUT, S.REPLIED)},
    D.RETURN: {S.REPLIED: S.RETURNED},
    D.CLOSE: {S.REPLIED: S.CLOSED, S.RECEIVED: S.CLOSED, S.ISSUED: S.CLOSED},
    D.ESCALATE: {state: state for state in (*OUT, S.REPLIED)},
    D.EXEMPT: {
        state: S.CLOSED for state in (*OUT, S.REPLIED)
    } | {state: S.DROPPED for state in BEFORE_ISSUE},
    D.WITHDRAW: {state: S.WITHDRAWN for state in (*OUT, S.REPLIED, S.CLOSED)},
    D.DROP: {state: S.DROPPED for state in BEFORE_ISSUE},
    D.ARCHIVE: {S.CLOSED: S.ARCHIVED, S.WITHDRAWN: S.ARCHIVED, S.DROPPED: S.ARCHIVED},
}  # fmt: skip
"""Which deed leads from which state to which; what is not here cannot be done."""

STEPS: Mapping[PaperKind, int] = {
    PaperKind.REMINDER: 1, PaperKind.URGING: 2, PaperKind.SUPERVISION: 2, PaperKind.CIRCULAR: 3,
    PaperKind.NAMED_CIRCULAR: 3, PaperKind.INTERVIEW: 4, PaperKind.LAW_NOTICE: 5,
    PaperKind.LAW_OPINION: 5, PaperKind.LAW_DECISION: 5, PaperKind.HAND_OVER: 6,
}  # fmt: skip
"""The step of the ladder a paper stands on; 撤回函 stands on none."""
NAMING = (PaperKind.CIRCULAR, PaperKind.NAMED_CIRCULAR)
"""Papers that name bodies before others: only after the right of reply."""
ANSWERED = (
    PaperKind.REMINDER, PaperKind.URGING, PaperKind.SUPERVISION, PaperKind.NAMED_CIRCULAR,
    PaperKind.INTERVIEW, PaperKind.LAW_NOTICE, PaperKind.LAW_OPINION, PaperKind.LAW_DECISION,
)  # fmt: skip
"""Papers one body must answer by a day."""
NAMED_FROM = 3
"""From this step on 尽职免责 comes too late."""


def lacks_answer(kind: PaperKind, state: NoticeState) -> bool:
    """Return whether a paper that must be answered was not, so that it cannot be closed."""
    return kind in ANSWERED and state in OUT


def may_exempt(kind: PaperKind) -> bool:
    """Return whether a matter may still end for 尽职免责."""
    return STEPS.get(kind, 0) < NAMED_FROM


def deeds_of(state: NoticeState, kind: PaperKind) -> tuple[Deed, ...]:
    """Return what people may do to a paper in a state; signing takes the steps before it along.

    核对 is sent for a whole period, not for one paper.
    """
    found = [deed for deed, moves in MOVES.items() if state in moves]
    if state in (S.DRAFT, S.REVIEW):
        found.append(D.SIGN)
    left_out = {D.CHECK, D.CHECKED}
    if lacks_answer(kind, state):
        left_out.add(D.CLOSE)
    if not may_exempt(kind):
        left_out.add(D.EXEMPT)
    return tuple(deed for deed in found if deed not in left_out)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A paper in the register of the ladder; days are None where they are not set.

    `previous` is the paper it follows (escalation) or withdraws; `overdue` is judged as of the
    day the list was asked for, `left` the working days until the deadline (negative: past it),
    None where no calendar is published or no clock runs.
    """

    id: int
    kind: PaperKind
    state: NoticeState
    period: str
    body: Named | None
    title: str
    reason: str
    drafter: str
    reviewer: str
    signer: str
    number: str
    issued_paper: int | None
    issued_on: date | None
    received_on: date | None
    deadline: date | None
    replied_on: date | None
    closed_on: date | None
    previous: int | None
    version: int
    overdue: bool = False
    left: int | None = None
    keys: tuple[str, ...] = ()

    @property
    def step(self) -> int:
        """Return the step of the ladder, 0 for a paper that stands on none."""
        return STEPS.get(self.kind, 0)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One deed in a paper's life."""

    id: int
    notice: int
    deed: Deed
    before: NoticeState
    after: NoticeState
    actor: str
    at: str
    day: date
    note: str = ""
    due: date | None = None
    attachment: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A figure or finding a body was asked to confirm (核对单), and what it answered."""

    id: int
    number: str
    body: Named
    period: str
    is_finding: bool
    key: str
    name: str
    told: str
    sent_on: date
    due: date | None
    verdict: Confirmation | None = None
    correction: str = ""
    note: str = ""
    settled: str = ""
    """How the answer was settled by a person: empty while it waits."""


@dataclass(frozen=True, slots=True)
class CheckedBody:
    """A body's 核对单 of a period: items sent, answered, disputed, not settled; the last day."""

    body: Named
    sent: int
    answered: int
    disputed: int
    waiting: int
    overdue: int
    due: date | None


@dataclass(frozen=True, slots=True)
class KindStatistics:
    """What became of the papers of a kind issued in a period; days are means, None for none."""

    kind: PaperKind
    issued: int
    closed: int
    overdue: int
    reminded: int
    asked: int
    granted: int
    returned: int
    escalated: int
    drafting_days: float | None
    answer_days: float | None
    closing_days: float | None


@dataclass(frozen=True, slots=True)
class Offender:
    """A body that got papers again: how many, the highest step, findings of the rules since."""

    body: Named
    papers: int
    highest: int
    findings_after: int


@dataclass(frozen=True, slots=True)
class LadderStatistics:
    """The ladder over a period: each kind of paper, and the bodies that got several."""

    period: Period
    kinds: tuple[KindStatistics, ...]
    offenders: tuple[Offender, ...]
