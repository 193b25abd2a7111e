"""Plans as rows, what they lack, whom they meet and their records, the same on both engines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.records.plan_detail import plan_detail, records_of_plan
from data.records.plan_gaps import gaps_by_body, plan_ids_in
from data.records.plan_overlaps import list_overlaps, shared_enterprises
from data.records.plans import list_plans
from data.rows.period import Period
from data.rows.plans import RUNS, PlanFilter
from data.store.database import Database
from tests.ledger.conftest import registers
from tests.ledger.planning import DECOY, plan, targets
from tests.ledger.town import Town, visit

YEAR = Period.parse("2026")


def test_that_plans_read_the_same_on_both_engines(database: Database, tmp_path: Path) -> None:
    town = Town(database, tmp_path)
    registers(town)
    town.take("plans", [DECOY, plan("A"), plan("B", "江阴市应急局", 抽查比例="")])
    whom = ("E1", "E2")
    town.take("targets", [*targets("A", "市应急局", *whom), *targets("B", "江阴市应急局", *whom)])
    town.visits(visit(计划编号="A", 检查编号="1", 检查日期="2026-05-02"))
    with database.reading() as session:
        rows = list_plans(session, PlanFilter(YEAR, RUNS), date(2026, 6, 1))
        assert [(one.key, one.progress_words, one.findings) for one in rows] == [
            ("YJ:A", "1/2", 1), ("YJ-JY:B", "0/2", 2),
        ]  # fmt: skip
        county = PlanFilter(YEAR, region="江阴市")
        assert [one.key for one in list_plans(session, county, date(2026, 6, 1))] == ["YJ-JY:B"]
        detail = plan_detail(session, rows[0].id)
        assert ([one.code for one in detail.open_targets], len(detail.visits)) == (["E2"], 1)
        assert len(records_of_plan(session, "YJ:A")) == 1
        lacking = {one.body.code: one.lacks["ratio"] for one in gaps_by_body(session, YEAR)}
        assert lacking == {"YJ": 0, "YJ-JY": 1}
        assert plan_ids_in(session, YEAR, "lack:ratio") == (rows[1].id,)
        (pair,) = list_overlaps(session, county)
        assert pair.finding == "R8:YJ:A|YJ-JY:B" == f"R8:{pair.key}"
        assert [one.code for one in shared_enterprises(session, [pair])[0]] == ["E1", "E2"]
