"""The sample data removed before real use: the ledger is empty, what people set stays."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from data.intake.mending.edits import mend
from data.models import (
    Base,
    BoardEvent,
    CalendarDay,
    CalendarYear,
    DecisionEvent,
    Draw,
    IssuedPaper,
    IssuerRecord,
    NoticeEvent,
    PaperSeries,
    Region,
    RuleChange,
    Setting,
    Visit,
)
from data.models.tables import table_of
from data.records.edit_entries import About
from data.records.registers import SAMPLE
from data.rows.edits import EditKind
from data.rows.errors import InvalidInput, Refused
from data.rows.issues import Changes
from data.rules.freshening import DERIVED, REJUDGING
from data.rules.judging_day import JUDGED_DAY

KEPT = frozenset(
    table_of(one).name
    for one in (
        *(Setting, Region, RuleChange, CalendarYear, CalendarDay, IssuerRecord),
        *(IssuedPaper, PaperSeries),
    )
)
"""What people set, and what never goes; papers must not have been issued of the sample."""
OF_THE_DATA = (SAMPLE, DERIVED, REJUDGING, JUDGED_DAY)
"""Settings that speak of the data and go with it."""


def remove_sample(session: Session, today: date | None = None) -> Changes:
    """Remove all data of a ledger that holds the sample; settings, calendar and issuers stay."""
    told = session.get(Setting, SAMPLE)
    if told is None:
        raise InvalidInput("数据库中的不是演示数据，不能移除。")
    _refuse_papers(session)
    words = f"演示数据 {told.value}，入企检查 {_count(session):,} 次"
    session.expunge_all()
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in KEPT:
            session.execute(delete(table))
    session.execute(delete(Setting).where(Setting.key.in_(OF_THE_DATA)))
    mend(session, About(EditKind.EMPTY, words, "正式使用前移除演示数据"), [], today)
    return Changes(
        count=1, visits=True, plans=True, registers=True, findings=True, batches=True
    )


def _count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Visit)) or 0


def _refuse_papers(session: Session) -> None:
    """Refuse where papers went out of the sample, it was drawn from, or entries speak of it: such
    things never go."""
    for model in (IssuedPaper, NoticeEvent, Draw, BoardEvent, DecisionEvent):
        if session.execute(select(model.id).limit(1)).first() is not None:
            raise Refused(
                "演示数据上已有办理过的文件、重点任务、议定事项或双随机抽取，其记录依规定不能删除。"
                "请在“系统”页另建一个数据库。",
                title="不能移除演示数据",
                code="sample-papers",
            )
