"""What each rule finds (RULES.md, "Rules"); every case has an enterprise of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from data.models import Finding, FindingBody, FindingVisit, Report
from data.rows.enums import Claim
from data.rows.findings import FindingRow
from data.rules.maintenance import rebuild
from data.store.database import Database
from tests.ledger.town import Row, Town, visit

CLAIM = {"超频次依据": "某文件", "依据批准人": "某人", "依据日期": "2024-01-01"}
COLUMNS = ("检查单位", "企业", "检查日期", "检查编号", "任务编号", "计划编号", "牵头部门",
           "检查事项", "来源", "检查事由", "线索编号", "配合部门", "检查方式", "入企类型",
           "到达时间", "执法人员数", "执法证号", "超频次依据", "依据批准人", "依据日期",
           "采用结果编号", "是否紧急", "状态", "亮码时间", "补码原因")  # fmt: skip
HINT, YELLOW, ORANGE, RED = "提示", "黄", "橙", "红"


def made(case: str, number: int, day: str, **cells: object) -> Row:
    """Return a visit that breaks no rule by itself."""
    usual = {"企业": case, "检查编号": f"{case}-{number}", "检查日期": day, "计划编号": "P1",
             "牵头部门": "市应急局", "亮码时间": f"{day} 08:00", "执法人员数": 2, "检查事项": f"项-{case}-{number}"}  # fmt: skip  # noqa: E501
    return visit(**{**usual, **cells})


def series(case: str, month: str, *others: Row, **cells: object) -> list[Row]:
    """Return a visit on the 10th, 11th … of a month, each with its own cells."""
    return [
        made(case, place, f"{month}-{9 + place}", **{**cells, **own})
        for place, own in enumerate(others, start=1)
    ]


def same_item(case: str, year: str, *others: Row) -> list[Row]:
    """Return a visit in January, March … of a year on one item."""
    return [
        made(case, place, f"{year}-{2 * place - 1:02d}-15", 检查事项="J-1", **own)
        for place, own in enumerate(others, start=1)
    ]


def levels(
    case: str, apart: int, *, first: Row | None = None, later: Row | None = None
) -> list[Row]:
    """Return a visit of the city's 应急 and, days later, one of 江阴's on the same item."""
    day = date(2026, 3, 1)
    return [
        made(case, 1, day.isoformat(), 检查事项="J-2", **(first or {})),
        made(case, 2, (day + timedelta(apart)).isoformat(),
             **{"检查事项": "J-2", "检查单位": "江阴市应急局", **(later or {})}),
    ]  # fmt: skip


HB, SC, SF = {"检查单位": "HB"}, {"检查单位": "SC"}, {"检查单位": "SF"}
OFF = {"检查方式": "非现场", "亮码时间": ""}
DAY = "2026-05-06"
NO_PLAN = {"计划编号": "", "牵头部门": ""}
ROWS: list[Row] = [
    *series("上限", "2026-07", {}, {}, {}),
    *series("超限", "2026-07", {}, {}, {}, HB),
    *series("部分", "2026-07", {}, {}, {}, {**SC, **CLAIM}, HB),
    *series("有据", "2026-07", {}, {}, {}, {**SC, **CLAIM}, {**HB, **CLAIM}),
    *series("前据", "2026-07", CLAIM, CLAIM, CLAIM, HB),
    *series("不计", "2026-07", {}, {}, {}, OFF, {"状态": "已取消"}, {"入企类型": "走访调研"}),
    *series("来源", "2026-07", {}, {}, {}, {}, 来源="投诉举报", 检查事由="工单"),
    *series("试算", "2024-07", {}, {}, {}, {}, 检查事项="J-1"),
    *series("首月", "2024-08", {}, {}, {}, {}),
    *series("元月", "2025-01", {}, {}, {}, {}, 检查事项="J-1"),
    *series("二月", "2025-02", {}, {}, {}, {}),
    *series("跨月", "2026-07", {}, {}, {}), made("跨月", 9, "2026-08-01"),
    made("先后", 1, DAY), made("先后", 2, DAY, **SC, 到达时间=f"{DAY} 09:00"),
    made("先后", 3, DAY, **HB, 到达时间=f"{DAY} 08:00"), made("先后", 4, DAY, **SF),
    *[made("编号", place, DAY) for place in (4, 3, 2, 1)],
    *same_item("事项三", "2026", {}, {}, {}),
    *same_item("事项四", "2026", {}, {}, {}, HB),
    *same_item("事项据", "2026", {}, {}, {}, {**HB, **CLAIM}),
    *levels("九十", 90), *levels("九一", 91),
    *levels("采用", 10, later={"采用结果编号": "九十-1"}),
    *levels("举报", 10, later={"来源": "投诉举报", "检查事由": "工单"}),
    *levels("不同项", 10, later={"检查事项": "J-3"}),
    *levels("不同线", 10, later=HB),
    *levels("同级", 10, later={"检查单位": "YJ"}),
    *levels("取消", 10, later={"状态": "已取消"}),
    *levels("同日", 0),
    *levels("同日先", 0, first={"到达时间": "2026-03-01 10:00"},
            later={"到达时间": "2026-03-01 09:00"}),
    made("同行", 1, "2026-03-01", 检查事项="J-2", 配合部门="江阴市应急局"),
    *levels("镇街", 5, later={"检查单位": "澄江街道应急办"}),
    made("无计划", 1, DAY, **NO_PLAN),
    made("临时", 1, DAY, **NO_PLAN, 来源="上级交办", 检查事由="文件"),
    made("仅事由", 1, DAY, **NO_PLAN, 来源="", 检查事由="文件"),
    made("远程", 1, DAY, **NO_PLAN, **OFF),
    made("补码", 1, DAY, 到达时间=f"{DAY} 09:00", 亮码时间=f"{DAY} 09:01", 补码原因="断网"),
    made("到达时", 1, DAY, 到达时间=f"{DAY} 09:00", 亮码时间=f"{DAY} 09:00"),
    made("未亮码", 1, DAY, 亮码时间=""), made("非现场", 1, DAY, **OFF),
    made("紧急", 1, DAY, 亮码时间="", 是否紧急="是", 检查事由="火情"),
    made("紧急无由", 1, DAY, 亮码时间="", 是否紧急="是"),
    made("次日", 1, DAY, 亮码时间="2026-05-07 08:00", 补码原因="断网"),
    made("一人", 1, DAY, 执法人员数=1), made("零人", 1, DAY, 执法人员数=0),
    made("人数空", 1, DAY, 执法人员数=""), made("证号", 1, DAY, 执法人员数="", 执法证号="K1"),
    made("证号二", 1, DAY, 执法人员数="", 执法证号="K1、K2"),
    made("早", 1, "2025-01-02", 执法人员数=1), made("当日", 1, "2025-01-03", 执法人员数=1),
    made("各报", 1, DAY, 执法人员数=1, 任务编号="T1", 配合部门="市市场监管局"),
    made("各报", 2, DAY, 执法人员数=1, 任务编号="T1", **SC),
    made("各报", 3, DAY, 执法人员数=2, 任务编号="T1", **HB, 配合部门="市应急局"),
    made("服务", 1, DAY, 执法人员数=1, 入企类型="指导服务"),
]  # fmt: skip
OTHER_RULES = {
    "R5": {
        "R5:YJ-JY:九十-2:J-2": RED,
        "R5:YJ-JY:举报-2:J-2": ORANGE,
        "R5:YJ-JY:同日-2:J-2": RED,
        "R5:YJ:同日先-1:J-2": RED,
        "R5:YJ-JY-CJ:镇街-2:J-2": RED,
    },
    "R6": {"R6:YJ:无计划-1": RED, "R6:YJ:临时-1": YELLOW, "R6:YJ:仅事由-1": YELLOW,
           "R6:YJ:远程-1": RED},
    "R7": {"R7:YJ:补码-1": YELLOW, "R7:YJ:未亮码-1": RED, "R7:YJ:紧急无由-1": RED,
           "R7:YJ:次日-1": YELLOW},
    "R10": {"R10:YJ:一人-1": RED, "R10:YJ:零人-1": RED, "R10:YJ:证号-1": RED,
            "R10:YJ:当日-1": RED, "R10:YJ:各报-1": RED, "R10:SC:各报-2": RED},
}  # fmt: skip
FREQUENCY = [
    ("R1:上限:2026-07", HINT, "none", 3, (), set()),
    ("R1:超限:2026-07", RED, "none", 4, ("超限-4",), {"HB"}),
    ("R1:部分:2026-07", RED, "some", 5, ("部分-4", "部分-5"), {"HB"}),
    ("R1:有据:2026-07", ORANGE, "all", 5, ("有据-4", "有据-5"), set()),
    ("R1:前据:2026-07", RED, "none", 4, ("前据-4",), {"HB"}),
    ("R1:不计:2026-07", HINT, "none", 3, (), set()),
    ("R1:来源:2026-07", RED, "none", 4, ("来源-4",), {"YJ"}),
    ("R1:跨月:2026-07", HINT, "none", 3, (), set()),
    ("R1:先后:2026-05", RED, "none", 4, ("先后-1",), {"YJ"}),
    ("R1:编号:2026-05", RED, "none", 4, ("编号-4",), {"YJ"}),
    ("R3:事项三:J-1:2026", HINT, "none", 3, (), set()),
    ("R3:事项四:J-1:2026", RED, "none", 4, ("事项四-4",), {"HB"}),
    ("R3:事项据:J-1:2026", ORANGE, "all", 4, ("事项据-4",), set()),
]
SETS = [
    ("R1:试算:2024-07", "2024-07-05", True), ("R1:首月:2024-08", "2024-07-05", False),
    ("R1:元月:2025-01", "2024-07-05", False), ("R1:二月:2025-02", "2025-01-03", False),
    ("R3:试算:J-1:2024", "2024-07-05", True), ("R3:元月:J-1:2025", "2024-07-05", False),
    ("R3:事项四:J-1:2026", "2025-08-27", False), ("R10:YJ:当日-1", "2025-01-03", False),
]  # fmt: skip


@pytest.fixture(scope="module")
def ruled(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The town with every case taken in."""
    folder = tmp_path_factory.mktemp("rules")
    shutil.copy(registered, folder / "台账.sqlite")
    with Database.open(f"sqlite:///{folder / '台账.sqlite'}") as db:
        town = Town(db, folder)
        town.take("plans", [{"计划编号": "P1", "任务名称": "甲", "牵头部门": "市应急局",
                             "检查类型": "重点", "参与部门": "无"}])  # fmt: skip
        report = town.read(town.file(ROWS, COLUMNS))
        assert not report.errors, [one.message for one in report.issues]
        yield town


@pytest.fixture(scope="module")
def found(ruled: Town) -> dict[str, FindingRow]:
    """All findings by key."""
    return {row.key: row for row in ruled.findings()}


@pytest.mark.parametrize("rule", OTHER_RULES)
def test_that_a_rule_finds_what_breaks_it_and_nothing_else(ruled: Town, rule: str) -> None:
    assert ruled.judged(rule) == OTHER_RULES[rule]


@pytest.mark.parametrize(("key", "severity", "claimed", "count", "beyond", "charged"), FREQUENCY)
def test_that_a_cap_charges_those_beyond_it_without_a_claim(
    ruled: Town, found: dict[str, FindingRow], key: str, severity: str, claimed: str, count: int,
    beyond: tuple[str, ...], charged: set[str],
) -> None:  # fmt: skip
    finding = found[key]
    numbers = {row["id"]: str(row["number"]) for row in ruled.rows("visit")}
    assert (finding.severity.label, finding.claimed_basis) == (severity, claimed)
    assert (finding.count, len(finding.record_ids)) == (count, count)
    assert sorted(numbers[one] for one in finding.beyond_ids) == sorted(beyond)
    assert {body.code for body in finding.bodies} == charged


def test_that_no_cap_is_reached_by_others(found: dict[str, FindingRow]) -> None:
    frequent = {key for key in found if key.startswith(("R1:", "R3:"))}
    assert frequent == {row[0] for row in FREQUENCY} | {row[0] for row in SETS} - {SETS[-1][0]}


@pytest.mark.parametrize(("key", "ruleset", "trial"), SETS)
def test_that_a_finding_is_judged_by_the_set_of_its_first_day(
    found: dict[str, FindingRow], key: str, ruleset: str, trial: bool
) -> None:
    assert (found[key].ruleset, found[key].trial) == (ruleset, trial)


def test_that_a_repeat_across_levels_charges_the_later_body(found: dict[str, FindingRow]) -> None:
    charged = {key: {body.code for body in found[key].bodies} for key in OTHER_RULES["R5"]}
    assert charged == {key: {key.split(":")[1]} for key in OTHER_RULES["R5"]}


def test_that_findings_are_tracked_by_those_the_rules_name(found: dict[str, FindingRow]) -> None:
    for key, finding in found.items():
        tracks = {body.code for body in finding.tracked_by}
        assert tracks == ({"YJ"} if key.startswith("R5") else {"SF", "SC"}), key


def test_that_findings_of_a_visit_charge_who_was_present(found: dict[str, FindingRow]) -> None:
    assert [body.code for body in found["R6:YJ:无计划-1"].bodies] == ["YJ"]
    assert [body.code for body in found["R10:SC:各报-2"].bodies] == ["SC"]
    assert [body.code for body in found["R10:YJ:各报-1"].bodies] == ["YJ"]


def test_that_what_the_rules_found_agrees_with_the_facts(ruled: Town) -> None:
    assert ruled.verified() == []


def test_that_a_clue_number_alone_is_no_reason(town: Town) -> None:
    town.visits(visit(检查编号="1", 来源="", 线索编号="X-1"), visit(检查编号="2", 企业="E2"))
    assert town.judged("R6")["R6:YJ:1"] == RED


def accept(town: Town, numbers: list[str], claim: Claim = Claim.ACCEPTED) -> None:
    """Let 市司法局 say what it thinks of the claims of some reports."""
    with town.db.writing("测试", "核验") as session:
        session.execute(update(Report).where(Report.number.in_(numbers)).values(claim=claim))
        rebuild(session)


def july(claims: int) -> list[Row]:
    """Return five visits to one enterprise; the last ones claim a basis."""
    return [
        visit(检查编号=f"A{day}", 检查日期=f"2026-07-0{day}",
              **(CLAIM if day > 5 - claims else {}))
        for day in range(1, 6)
    ]  # fmt: skip


def test_that_a_group_with_accepted_claims_alone_is_unfounded(town: Town) -> None:
    town.visits(*july(2))
    accept(town, ["A4"])
    (finding,) = town.findings("R1")
    assert (finding.state.label, finding.severity.label) == ("待核实", ORANGE)
    accept(town, ["A5"])
    (finding,) = town.findings("R1")
    assert finding.state.label == "不成立"
    assert town.share("M6") == (1, 1)
    assert town.share("M6.bare") == (0, 1)


def test_that_an_unfounded_group_is_open_again_with_a_visit_without_claim(town: Town) -> None:
    town.visits(*july(2))
    with town.db.bulk_writing("测试", "删去后重算") as session:
        for model in (FindingVisit, FindingBody, Finding):
            session.execute(delete(model))
    accept(town, ["A4", "A5"])
    assert [one.state.label for one in town.findings("R1")] == ["不成立"]
    town.visits(visit(检查编号="A7", 检查日期="2026-07-20"))
    (finding,) = town.findings("R1")
    assert (finding.state.label, finding.severity.label) == ("待核实", RED)


def test_that_a_refused_claim_is_none(town: Town) -> None:
    town.visits(*july(2))
    accept(town, ["A4", "A5"], Claim.REFUSED)
    (finding,) = town.findings("R1")
    assert (finding.severity.label, finding.claimed_basis) == (RED, "none")


def test_that_items_merged_in_the_catalogue_are_one(town: Town) -> None:
    town.visits(
        *[visit(检查编号=f"A{month}", 检查日期=f"2026-0{month}-01",
                检查事项="J-1" if month % 2 else "J-2") for month in range(1, 5)]
    )  # fmt: skip
    assert town.judged("R3") == {}
    town.take("items", [{"事项编码": "J-1", "事项名称": "第1项", "合并自": "J-2"}])
    assert town.judged("R3") == {"R3:E1:J-1:2026": RED}
