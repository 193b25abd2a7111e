"""备案台账 as rows: a plan from its receipt to its 备案编号, and what a period saw of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.rows.demands import LEAD, RANDOM_LEAD
from data.rows.enums import CheckType, Word
from data.rows.plans import FIELDS, PlanRow


class Receiver(Word):
    """Who receives plans: 双随机 ones 市市场监管局, the others 市司法局 (seed, task 4 and 8)."""

    JUSTICE = 1, LEAD
    MARKET = 2, RANDOM_LEAD


RECEIPT_CODES = {Receiver.JUSTICE: "锡司收备", Receiver.MARKET: "锡市监收备"}
FILING_CODES = {Receiver.JUSTICE: "锡司备", Receiver.MARKET: "锡市监备"}
"""The series of 收件编号 and 备案编号, each with a year of its own; no paper goes by them."""


class FilingState(Word):
    """Where a plan stands with its receiver on a day.

    UNSEEN, CLAIMED and AMENDED are never registered: nobody received the plan; its own file says
    that it was filed; it was changed since it was returned.
    """

    UNSEEN = 0, "未收件"
    RECEIVED = 1, "待审查"
    RETURNED = 2, "退回补正"
    TAKEN = 3, "已受理"
    AMENDED = 4, "已补正"
    CLAIMED = 5, "填报已备案"


WAITING = (FilingState.RECEIVED, FilingState.AMENDED)
"""What the receiver has to look at."""
LATE = "逾期未补正"


def receiver_of(kind: CheckType) -> Receiver:
    """Return who receives a plan of a type."""
    return Receiver.MARKET if kind is CheckType.RANDOM else Receiver.JUSTICE


def lack_words(lacks: tuple[str, ...]) -> str:
    """Return fields of the seed in words, such as 抽查比例、参与部门."""
    return "、".join(FIELDS[one] for one in lacks)


@dataclass(frozen=True, slots=True)
class FilingRow:
    """A plan with what its receiver did; `id` is None where nothing was registered.

    `lacks` are the fields it was returned for, keys of FIELDS; what it lacks now stands in `plan`.
    """

    plan: PlanRow
    state: FilingState
    receiver: Receiver
    filing: str = ""
    """备案编号: of the register, else what its own file says."""
    id: int | None = None
    receipt: str = ""
    received: date | None = None
    sender: str = ""
    handler: str = ""
    returned: date | None = None
    lacks: tuple[str, ...] = ()
    reason: str = ""
    due: date | None = None
    returns: int = 0
    back: date | None = None
    taken: date | None = None
    filed: date | None = None
    note: str = ""
    version: int = 0
    overdue: bool = False

    @property
    def key(self) -> str:
        """Return what names the plan: 编码:编号."""
        return self.plan.key

    @property
    def word(self) -> str:
        """Return the state in one word."""
        return LATE if self.overdue else self.state.label

    @property
    def asked(self) -> str:
        """Return what was to be completed: the fields it was returned for, and the reason."""
        fields = f"缺{lack_words(self.lacks)}" if self.lacks else ""
        return "；".join(filter(None, (fields, self.reason)))


@dataclass(frozen=True, slots=True)
class FilingEvent:
    """One entry of the history: what was done, by whom, on which day, and whether taken back.

    `day` is the day it was entered as of, `at` the moment (UTC, ISO).
    """

    edit: int
    subject: str
    actor: str
    day: date
    at: str
    why: str
    undone: bool
    back_actor: str = ""


@dataclass(frozen=True, slots=True)
class FilingCount:
    """What a receiver's register says of a period; `days` are working days, receipt to taking.

    `received`, `returned` and `taken` count plans with that day in the period; `open` waits for
    the receiver, `out` for the body, `late` is what of it is overdue.
    """

    receiver: Receiver
    received: int
    returned: int
    taken: int
    days: float | None
    open: int
    out: int
    late: int

    @property
    def moved(self) -> str:
        """Return what moved within the period, in words; empty where nothing did."""
        if not (self.received or self.returned or self.taken):
            return ""
        mean = "" if self.days is None else f"（平均{self.days:.1f}个工作日）"
        return (f"{self.receiver.label}收件{self.received}件，退回补正{self.returned}件，"
                f"受理{self.taken}件{mean}")

    @property
    def sentence(self) -> str:
        """Return the counts in a sentence."""
        late = f"，其中逾期{self.late}件" if self.late else ""
        rest = f"待审查{self.open}件，待补正{self.out}件{late}"
        return f"{self.moved or f'{self.receiver.label}本期没有登记'}；{rest}。"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A plan as it arrives; an empty number is the next of the receiver's series.

    `seen`, here and below, is the version of the filing that the person looked at.
    """

    day: date
    sender: str = ""
    number: str = ""
    receiver: Receiver | None = None
    note: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class SendBack:
    """A plan returned: None for what it lacks by R16, and for the day the setting gives."""

    day: date
    lacks: tuple[str, ...] | None = None
    reason: str = ""
    due: date | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Taking:
    """A plan taken; without 备案日期 it is the day of taking, an empty number is the next."""

    day: date
    number: str = ""
    filed: date | None = None
    note: str = ""
    seen: int | None = None
