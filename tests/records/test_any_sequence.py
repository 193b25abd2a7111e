"""After any sequence of imports, edits, undos and rule changes, what is stored is what is counted.

`verify` makes visits, tallies and findings again from the facts and must find no difference.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from data.intake.importer import ImportOptions
from data.intake.mending.edits import list_edits
from data.intake.mending.edits import take_back as take_edit_back
from data.intake.mending.reports import correct, void
from data.intake.merging import merge, split
from data.intake.resting import resting_on
from data.models import EnterpriseMerge, Finding, Report
from data.rows.enums import Claim, FindingState
from data.rows.errors import InvalidInput
from data.rules.basis import judge_claims
from data.rules.changing import Wish, ask_for_rejudging, change
from data.rules.decisions import decide, take_back
from data.rules.reevaluation import reevaluate
from data.store.database import Database
from tests.ledger.town import Row, Town, visit

TODAY = date(2026, 9, 1)
NAMES = {"E1": "一厂", "E2": "二厂", "E3": "三厂"}
WHOM = st.sampled_from([*NAMES, "新厂"])
WHO = st.sampled_from(["市应急局", "江阴市应急局", "市生态环境局", "市市场监管局"])
DAY = st.sampled_from(["2026-06-30", "2026-07-01", "2026-07-02", "2026-07-20", "2026-08-03"])
CLAIMED = {"超频次依据": "某条", "依据批准人": "甲", "依据日期": "2026-06-01"}
VISIT = st.builds(
    lambda claim, **cells: visit(**cells, **(CLAIMED if claim else {"超频次依据": ""})),
    claim=st.sampled_from([False, False, True]),
    检查单位=WHO,
    企业=WHOM,
    检查日期=DAY,
    检查编号=st.sampled_from(["", "1", "2", "3", "4", "5"]),
    任务编号=st.sampled_from(["", "T1", "T2"]),
    计划编号=st.sampled_from(["", "P1"]),
    来源=st.sampled_from(["", "计划内", "投诉举报"]),
    检查方式=st.sampled_from(["现场", "现场", "非现场"]),
    检查结果=st.sampled_from(["", "未发现问题", "移送"]),
    执法人员数=st.sampled_from([1, 2]),
    执法证号=st.sampled_from(["", "Z1、Z2", "Z3"]),
    到达时间=st.sampled_from(["", "2026-07-01 09:00"]),
    离开时间=st.sampled_from(["", "2026-07-01 09:05"]),
    亮码时间=st.sampled_from(["", "2026-07-01 08:00"]),
    检查事项=st.sampled_from(["", "J-1", "J-2"]),
    结果录入日期=st.sampled_from(["", "2026-07-05", "2026-08-30"]),
)
PLAN = st.fixed_dictionaries(
    {
        "计划编号": st.sampled_from(["P1", "P2"]), "任务名称": st.just("甲"), "牵头部门": WHO,
        "检查类型": st.sampled_from(["双随机", "专项", ""]),
        "计划周期": st.sampled_from(["年度", ""]),
        "是否联合": st.sampled_from(["是", "否", ""]),
        "开始日期": st.sampled_from(["2026-06-01", ""]),
        "结束日期": st.sampled_from(["2026-07-31", ""]),
        "备案日期": st.sampled_from(["", "2026-05-01", "2026-08-01"]),
        "抽查比例": st.sampled_from(["5%", "10%", "根据实际情况确定"]),
    }
)
OTHERS: dict[str, st.SearchStrategy[Row]] = {
    "plans": PLAN,
    "targets": st.fixed_dictionaries(
        {"计划编号": st.sampled_from(["P1", "P2"]), "企业": WHOM, "牵头部门": WHO}
    ),
    "tasks": st.fixed_dictionaries(
        {
            "任务编号": st.sampled_from(["T1", "T2"]),
            "牵头部门": WHO,
            "状态": st.sampled_from(["已完成", "已取消"]),
            "计划编号": st.sampled_from(["", "P1"]),
        }
    ),
    "officers": st.fixed_dictionaries(
        {
            "执法证号": st.sampled_from(["Z1", "Z2"]),
            "单位编码": WHO,
            "有效期止": st.sampled_from(["2026-07-01", "2027-01-01"]),
        }
    ),
    "whitelist": st.fixed_dictionaries(
        {
            "企业": st.sampled_from(["E1", "E2"]),
            "领域": st.just("安全"),
            "监管方式": st.sampled_from(["非现场", "触发式"]),
        }
    ),
    "selfchecks": st.fixed_dictionaries(
        {
            "企业": st.sampled_from(["E1", "E2"]),
            "检查事项": st.just("J-1"),
            "提交日期": st.just("2026-06-01"),
            "审核结果": st.sampled_from(["通过", "不通过"]),
            "审核日期": st.just("2026-06-05"),
        }
    ),
    "complaints": st.fixed_dictionaries(
        {
            "编号": st.sampled_from(["W1", "W2", "W3"]),
            "日期": DAY,
            "被反映单位": WHO,
            "类别": st.sampled_from(["投诉", "申诉", "差评"]),
        }
    ),
    "fines": st.fixed_dictionaries(
        {
            "单位编码": WHO,
            "月份": st.sampled_from(["2025-07", "2026-07"]),
            "金额（元）": st.sampled_from(["100", "500"]),
        }
    ),
    "items": st.sampled_from(
        [
            {"事项编码": "J-2", "事项名称": "第2项", "合并自": ""},
            {"事项编码": "J-2", "事项名称": "第2项", "合并自": "J-1"},
        ]
    ),
    "enterprises": st.sampled_from(
        [{"企业名称": "一厂", "其他编号": "E1", "地区": region} for region in ("江阴市", "宜兴市")]
    ),
    "bodies": st.sampled_from(
        [
            {"单位编码": "HB", "单位名称": "市生态环境局", "层级": "市级", "条线": system}
            for system in ("", "应急")
        ]
    ),
}
WISHES = (
    Wish("R1", "visits_per_month", 2, date(2026, 7, 1)),
    Wish("R1", "visits_per_month", 1, date(2026, 8, 1)),
    Wish("R3", "visits_per_item_year", 1, date(2026, 1, 1)),
    Wish("R5", "recent_days", 5, date(2026, 1, 1)),
    Wish("R2", "on", 1, date(2026, 1, 1)),
    Wish("R13", "on", 1, date(2026, 1, 1)),
)


class AnySequence(RuleBasedStateMachine):
    """People at work on one ledger."""

    file: ClassVar[Path]

    def __init__(self) -> None:
        """Begin with registers alone."""
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="lianxi-sequence-"))
        path = self.folder / "台账.sqlite"
        shutil.copy(self.file, path)
        self.town = Town(Database.open(f"sqlite:///{path}"), self.folder)

    def teardown(self) -> None:
        """Close the ledger."""
        self.town.db.close()
        shutil.rmtree(self.folder)

    def _take(self, kind: str, rows: list[Row]) -> None:
        self.town.take(kind, rows, ImportOptions(only_valid=True, today=TODAY))

    @rule(rows=st.lists(VISIT, min_size=1, max_size=6))
    def visits_come(self, rows: list[Row]) -> None:
        """A body sends visits."""
        self._take("visits", rows)

    @rule(data=st.data(), kind=st.sampled_from(sorted(OTHERS)))
    def others_come(self, data: st.DataObject, kind: str) -> None:
        """A body sends something else."""
        self._take(kind, data.draw(st.lists(OTHERS[kind], min_size=1, max_size=3)))

    @precondition(lambda self: self._batches())
    @rule(data=st.data())
    def a_batch_is_taken_back(self, data: st.DataObject) -> None:
        """Somebody takes a batch back, if nothing rests on it."""
        batch = data.draw(st.sampled_from(self._batches()))
        with self.town.db.reading() as session:
            rests = resting_on(session, batch)
        if not rests:
            from data.intake.importer import undo

            undo(self.town.db, batch, "测试")

    @precondition(lambda self: self._keys())
    @rule(data=st.data(), state=st.sampled_from([FindingState.TRUE, FindingState.EXEMPT]))
    def a_finding_is_decided(self, data: st.DataObject, state: FindingState) -> None:
        """司法局 decides a finding, or takes the last decision back."""
        key = data.draw(st.sampled_from(self._keys()))
        with self.town.db.writing("张三", "认定") as session:
            try:
                decide(session, [key], state, "已核实", "张三", TODAY)
            except InvalidInput:
                take_back(session, [key], "张三", TODAY)

    @precondition(lambda self: self._claims())
    @rule(data=st.data(), verdict=st.sampled_from([Claim.ACCEPTED, Claim.REFUSED]))
    def a_basis_is_judged(self, data: st.DataObject, verdict: Claim) -> None:
        """司法局 accepts or refuses a claimed basis."""
        report = data.draw(st.sampled_from(self._claims()))
        with self.town.db.writing("张三", "核验") as session:
            judge_claims(session, [report], verdict, "已核", "张三", TODAY)

    @rule(wish=st.sampled_from(WISHES))
    def a_rule_changes(self, wish: Wish) -> None:
        """Somebody changes a threshold."""
        try:
            with self.town.db.writing("李四", "改规则") as session:
                change(session, wish, "李四", "试行", TODAY)
                ask_for_rejudging(session, wish)
        except InvalidInput:
            return
        assert reevaluate(self.town.db, "李四", size=3)

    @rule(both=st.sampled_from([("E1", "E2"), ("E2", "E3"), ("E1", "新厂")]))
    def two_become_one(self, both: tuple[str, str]) -> None:
        """Two entries turn out to be one enterprise, or one merge is taken back."""
        with self.town.db.bulk_writing("张三", "合并") as session:
            last = session.scalar(
                select(EnterpriseMerge.id)
                .where(EnterpriseMerge.undone == 0)
                .order_by(EnterpriseMerge.id.desc())
            )
            try:
                if last is not None:
                    split(session, last, today=TODAY)
                else:
                    merge(session, *both, "同一企业", today=TODAY)
            except InvalidInput:
                return

    @precondition(lambda self: self._reports())
    @rule(
        data=st.data(),
        texts=st.sampled_from(
            [{"检查日期": "2026-07-02"}, {"企业": "E2", "来源": "投诉举报"}, {"亮码时间": ""},
             {"超频次依据": "另一条", "执法人员数": "2"}, None]
        ),
    )  # fmt: skip
    def a_report_is_mended(self, data: st.DataObject, texts: dict[str, str] | None) -> None:
        """Somebody corrects a report, or voids it."""
        report = data.draw(st.sampled_from(self._reports()))
        try:
            with self.town.db.writing("张三", "更正") as session:
                if texts is None:
                    void(session, report, "重复", TODAY)
                else:
                    correct(session, report, texts, "来函", 1, TODAY)
        except InvalidInput:
            return

    @precondition(lambda self: self._edits())
    @rule(data=st.data())
    def an_edit_is_taken_back(self, data: st.DataObject) -> None:
        """Somebody takes an edit back, unless something changed since."""
        number = data.draw(st.sampled_from(self._edits()))
        try:
            with self.town.db.writing("张三", "撤回") as session:
                take_edit_back(session, number, "", TODAY)
        except InvalidInput:
            return

    @invariant()
    def everything_stored_is_what_is_counted(self) -> None:
        """Recompute all, and find no difference."""
        assert self.town.verified() == []

    def _batches(self) -> list[int]:
        return [int(str(row["id"])) for row in self.town.rows("batch") if not row["undone"]][3:]

    def _reports(self) -> list[int]:
        return [int(str(row["id"])) for row in self.town.rows("report")]

    def _edits(self) -> list[int]:
        with self.town.db.reading() as session:
            return [one.id for one in list_edits(session, with_changes=False) if one.may_go_back]

    def _keys(self) -> list[str]:
        with self.town.db.reading() as session:
            return list(session.scalars(select(Finding.key).order_by(Finding.key)))

    def _claims(self) -> list[int]:
        with self.town.db.reading() as session:
            claimed = select(Report.id).where(Report.claim != Claim.NONE).order_by(Report.id)
            return list(session.scalars(claimed))


def played(file: Path, examples: int, steps: int) -> None:
    """Play sequences on copies of a ledger."""
    AnySequence.file = file
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_that_any_sequence_of_work_leaves_what_is_counted(registered: Path) -> None:
    played(registered, 2, 10)


@pytest.mark.night
def test_that_any_long_sequence_of_work_leaves_what_is_counted(
    registered: Path, new_town: Callable[[], Town]
) -> None:
    played(registered, 60, 30)
