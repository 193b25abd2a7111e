"""What findings are about, and who tracks them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Body, Demand, Finding, FindingRecord, Notice, Plan, Task
from data.rows.enums import CheckType, Level, PlanLack, RecordKind, SubjectKind
from data.rows.findings import Named
from data.rows.matching import VerdictRow
from data.rules.reminders import reminders_of
from data.store.bulk import id_filter

JUSTICE, MARKET = "市司法局", "市市场监管局"
BY_TYPE = frozenset({"R8", "R16", "R19", "R23"})
"""Rules of plans: 双随机 ones are tracked by 市市场监管局, the others by 市司法局 (RULES.md)."""


PAIRED = {"R8": "{0}与{1}", "R25": "{0}（上级计划{1}）"}
"""Rules about two plans, and how both are named: the finding's own first."""

GONE = Named("", "（已撤销）")
"""Stands for what a finding that people decided on was about, where its batch was taken back."""


class Subjects:
    """The plans, tasks, bodies and papers that findings are about."""

    def __init__(self, session: Session, findings: Sequence[Finding]) -> None:
        """Read the names of those that are about no enterprise."""
        self._names: dict[tuple[int, int], Named] = {}
        queries = (
            (SubjectKind.PLAN, Plan.id, select(Plan.id, Plan.number, Plan.name)),
            (SubjectKind.TASK, Task.id, select(Task.id, Task.number, Task.number)),
            (SubjectKind.BODY, Body.id, select(Body.id, Body.code, Body.name)),
            (SubjectKind.NOTICE, Notice.id, select(Notice.id, Notice.number, Notice.title)),
            (SubjectKind.DEMAND, Demand.id, select(Demand.id, Demand.id, Demand.matter)),
        )
        for kind, key, query in queries:
            ids = [one.subject_id for one in findings if one.subject_kind == kind]
            if ids:
                for one, text, words in session.execute(query.where(id_filter(key, ids))):
                    self._names[kind, one] = Named(str(text), words or str(text))
        plans = [one for one in findings if one.subject_kind == SubjectKind.PLAN]
        self._lacks: dict[int, list[PlanLack]] = defaultdict(list)
        self._pairs: dict[int, Named] = {}
        self._reminders: dict[int, VerdictRow] = {}
        if plans:
            self._read_records(session, plans)

    def _read_records(self, session: Session, findings: Sequence[Finding]) -> None:
        """Read what plans lack, and the second plan of findings about two."""
        query = (
            select(FindingRecord.finding_id, FindingRecord.kind, FindingRecord.record_id)
            .where(id_filter(FindingRecord.finding_id, [one.id for one in findings]))
            .order_by(FindingRecord.record_id)
        )
        own = {one.id: one for one in findings}
        others: dict[int, int] = {}
        entries: dict[int, int] = {}
        for one, kind, record in session.execute(query):
            if kind == RecordKind.LACK:
                self._lacks[one].append(PlanLack.at(record))
            elif kind == RecordKind.REMINDER:
                entries[one] = record
            elif record != own[one].subject_id and own[one].rule in PAIRED:
                others[one] = record
        told = reminders_of(session, list(entries.values())) if entries else {}
        self._reminders = {one: told[entry] for one, entry in entries.items()}
        rows = session.execute(
            select(Plan.id, Plan.number, Plan.name).where(id_filter(Plan.id, others.values()))
        )
        names = {row.id: Named(row.number, row.name or row.number) for row in rows}
        for one, other in others.items():
            first, second = self._alone(own[one]), names.get(other, GONE)
            words = PAIRED[own[one].rule].format(f"“{first.name}”", f"“{second.name}”")
            self._pairs[one] = Named(f"{first.code}|{second.code}", words)

    def lacks(self, finding: Finding) -> Sequence[PlanLack]:
        """Return what a finding says its plan lacks."""
        return self._lacks.get(finding.id, ())

    def reminder(self, finding: Finding) -> VerdictRow | None:
        """Return the reminder of merging two plans that a finding rests on."""
        return self._reminders.get(finding.id)

    def of(self, finding: Finding) -> Named:
        """Return code and name of a finding's subject; of a pair of plans both."""
        return self._pairs.get(finding.id) or self._alone(finding)

    def _alone(self, finding: Finding) -> Named:
        return self._names.get((finding.subject_kind, finding.subject_id), GONE)


class Trackers:
    """Who tracks a finding (RULES.md, "Tracks")."""

    def __init__(self, session: Session) -> None:
        """Read the bodies, and the types of plans when first asked."""
        self._session = session
        self._types: dict[int, int] | None = None
        rows = session.execute(select(Body.code, Body.name, Body.level, Body.system)).all()
        by_name = {row.name: Named(row.code, row.name) for row in rows}
        self._justice, self._market = (
            by_name.get(name, Named("", name)) for name in (JUSTICE, MARKET)
        )
        self._systems = {row.code: row.system for row in rows}
        self._heads = {
            row.system: Named(row.code, row.name)
            for row in rows
            if row.level == Level.CITY and row.system
        }

    def of(self, finding: Finding, charged: Sequence[Named]) -> tuple[Named, ...]:
        """Return the bodies that track a finding."""
        if finding.rule in BY_TYPE and finding.subject_kind == SubjectKind.PLAN:
            random = self._type_of(finding.subject_id) == CheckType.RANDOM
            return (self._market,) if random else (self._justice,)
        both = (self._justice, self._market)
        if finding.rule != "R5":
            return both
        heads = [self._heads.get(self._systems.get(one.code, "")) for one in charged]
        return tuple(dict.fromkeys(head for head in heads if head)) or both

    def _type_of(self, plan: int) -> int:
        if self._types is None:
            self._types = {
                row.id: row.type for row in self._session.execute(select(Plan.id, Plan.type))
            }
        return self._types.get(plan, 0)
