"""Two entries of one enterprise: made one exactly, and split again exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from sqlalchemy import select

from data.intake.merging import list_merges, merge, merge_candidates, split
from data.intake.moving import references
from data.models import Base, Enterprise, EnterpriseMerge
from data.rows.enums import FindingState
from data.rows.errors import DataError, InvalidInput
from data.rows.names import MergeCandidate
from tests.ledger.deciding import decide
from tests.ledger.town import Row, Town, differences, visit

GOOD, OTHER_GOOD, MOVED_GOOD = "91320200MA1MTTXX0H", "91320281MA1WABCD2T", "91320281MA1MTTXX0U"
DERIVED = ("visit", "visit_body", "visit_item", "tally", "finding_tally")
MERGED = ("enterprise_merge",)


def entry(**cells: object) -> Row:
    """Return a row of 监管对象."""
    return {"企业名称": "甲厂", "统一社会信用代码": "", "其他编号": "", "地区": "江阴市", **cells}


def merged(town: Town, keep: str, drop: str, why: str = "旧编号相同") -> int:
    """Merge two entries; return the number of the merge."""
    with town.db.writing("张三", "合并") as session:
        merge(session, keep, drop, why)
        return max(session.scalars(select(EnterpriseMerge.id)))


def parted(town: Town, number: int) -> None:
    """Split a merge."""
    with town.db.writing("张三", "拆分") as session:
        split(session, number)


def candidates(town: Town) -> list[MergeCandidate]:
    """Return what is proposed."""
    with town.db.reading() as session:
        return merge_candidates(session)


def derived(town: Town) -> Mapping[str, object]:
    """Return what is derived, findings as people see them, without row numbers of entries."""
    codes = {row["id"]: row["code"] for row in town.rows("enterprise")}
    tables: dict[str, object] = {
        name: sorted(
            repr({key: codes[value] if key == "enterprise_id" else value
                  for key, value in row.items()})
            for row in town.rows(name)
        )
        for name in DERIVED
    }  # fmt: skip
    tables["findings"] = [
        (row.key, row.severity, row.state, row.count, row.beyond, row.record_ids, row.beyond_ids,
         row.bodies, row.subject)
        for row in town.findings()
    ]  # fmt: skip
    tables["measures"] = [
        # M20 counts rows sent, and the second entry was a row of its own.
        (one.id, one.numerator, one.denominator, one.unknown)
        for one in town.measures().measures
        if one.id != "M20"
    ]
    return tables


def without_merges(dump: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return a dump without the log of merges, which outlives a split."""
    return {name: rows for name, rows in dump.items() if name not in MERGED}


def busy_month(drop: str) -> list[Row]:
    """Return visits of one enterprise that E1 and another code name in turn."""
    codes = ("E1", drop, "E1", drop, "E1", drop)
    rows = [
        visit(企业=code, 检查日期=f"2026-07-{place + 6:02d}", 执法人员数=1 + place % 2)
        for place, code in enumerate(codes)
    ]
    joint = {"任务编号": "T1", "检查日期": "2026-07-21", "配合部门": "市生态环境局"}
    rows.append(visit(企业=drop, 亮码时间="2026-07-21 09:00", **joint))
    rows.append(visit(企业="E1", 检查单位="市生态环境局", 亮码时间="2026-07-21 10:00",
                      任务编号="T1", 检查日期="2026-07-21", 配合部门="市应急局"))  # fmt: skip
    rows.append(visit(企业=drop, 检查单位="江阴市应急局", 检查日期="2026-08-01"))
    return rows


def both_ways(new_town: Callable[[], Town]) -> tuple[Town, Town]:
    """Return a town whose enterprise was sent under two codes, and one that knew one."""
    two, one = new_town(), new_town()
    two.take("enterprises", [entry(企业名称="另厂", 其他编号="E9", 地区="宜兴市")])
    two.visits(*busy_month("E9"))
    one.visits(*busy_month("E1"))
    return two, one


def test_that_a_merged_ledger_equals_one_that_knew_one_code(
    new_town: Callable[[], Town],
) -> None:
    two, one = both_ways(new_town)
    assert derived(two) != derived(one)
    merged(two, "E1", "E9")
    assert derived(two) == derived(one)
    assert two.verified() == []
    assert {row.key for row in two.findings("R1")} == {"R1:E1:2026-07"}


def test_that_a_split_ledger_is_as_it_was(new_town: Callable[[], Town]) -> None:
    two, _ = both_ways(new_town)
    before = two.dump()
    parted(two, merged(two, "E1", "E9"))
    assert differences(without_merges(before), without_merges(two.dump())) == {}
    assert two.verified() == []


def test_that_the_other_code_number_and_name_resolve_ever_after(town: Town) -> None:
    town.take("enterprises", [entry(企业名称="另厂", 其他编号="E9")])
    town.visits(visit(企业="E9"))
    merged(town, "E1", "E9")
    kept = next(row["id"] for row in town.rows("enterprise") if row["code"] == "E1")
    town.visits(visit(企业="E9", 检查日期="2026-07-07"))
    town.visits(visit(企业="另厂", 检查日期="2026-07-08"))
    town.take("enterprises", [entry(企业名称="另厂", 其他编号="E9")])
    assert {row["enterprise_id"] for row in town.rows("visit")} == {kept}
    assert len(town.rows("enterprise")) == 4


def test_that_reports_without_number_become_one_report(new_town: Callable[[], Town]) -> None:
    """One body, one day, no 检查编号: under one code the two rows are one report."""
    two, one = new_town(), new_town()
    two.take("enterprises", [entry(企业名称="另厂", 其他编号="E9", 地区="江阴市")])
    for place, town in ((0, two), (1, one)):
        second = ("E9", "E1")[place]
        town.visits(
            visit(到达时间="2026-07-06 10:00", 执法人员数=2),
            visit(企业=second, 检查事项="J-2", 到达时间="2026-07-06 09:00", 检查结果="责令改正"),
        )
        town.visits(visit(企业=second, 检查事项="J-1", 检查结果="行政处罚", 执法人员数=3))
    before = two.dump()
    number = merged(two, "E1", "E9")
    assert len(two.rows("report")) == 1
    assert derived(two) == derived(one)
    lines = [
        sorted((row["item_id"], row["result"]) for row in town.rows("report_line"))
        for town in (two, one)
    ]
    assert lines[0] == lines[1]
    parted(two, number)
    assert differences(without_merges(before), without_merges(two.dump())) == {}


def test_that_the_kept_entry_takes_the_better_code_and_what_it_lacks(town: Town) -> None:
    town.take("enterprises", [entry(企业名称="甲厂", 统一社会信用代码=GOOD, 信用等级="C")])
    merged(town, "E4", GOOD)
    (kept,) = [row for row in town.rows("enterprise") if row["code"] == GOOD]
    assert (kept["name"], kept["credit"], kept["uscc"]) == ("四厂", "A", GOOD)
    assert kept["region_id"] is not None
    town.visits(visit(企业="E4"))
    assert town.counted_visits()[0]["enterprise_id"] == kept["id"]


def test_that_targets_both_entries_have_in_a_plan_stay_one(town: Town) -> None:
    town.take("enterprises", [entry(企业名称="另厂", 其他编号="E9")])
    town.take("plans", [{"计划编号": "P1", "任务名称": "一", "牵头部门": "市应急局"}])
    town.take("targets", [{"计划编号": "P1", "企业": "E1", "参与部门": ""}])
    town.take("targets", [{"计划编号": "P1", "企业": "E9", "参与部门": "市司法局"}])
    before = town.dump()
    number = merged(town, "E1", "E9")
    (target,) = town.rows("plan_target")
    law = next(row["id"] for row in town.rows("body") if row["code"] == "SF")
    assert target["partners"] == str(law)
    parted(town, number)
    assert differences(without_merges(before), without_merges(town.dump())) == {}


def test_that_what_people_decided_follows_a_merge_and_comes_back(town: Town) -> None:
    town.take("enterprises", [entry(企业名称="另厂", 其他编号="E9")])
    town.visits(*[visit(企业="E9", 检查日期=f"2026-07-{day:02d}") for day in (6, 7, 8, 9)])
    decide(town, "R1:E9:2026-07", FindingState.TRUE, "核实")
    before = town.dump()
    number = merged(town, "E1", "E9")
    (finding,) = town.findings("R1")
    assert (finding.key, finding.state) == ("R1:E1:2026-07", FindingState.TRUE)
    parted(town, number)
    assert differences(without_merges(before), without_merges(town.dump())) == {}


def test_that_a_batch_a_merge_rests_on_is_not_undone_before_the_split(town: Town) -> None:
    report = town.take("enterprises", [entry(企业名称="另厂", 其他编号="E9")])
    number = merged(town, "E1", "E9")
    with pytest.raises(InvalidInput, match="监管对象合并 1 处"):
        town.undo(report)
    parted(town, number)
    town.undo(report)
    assert "E9" not in {row["code"] for row in town.rows("enterprise")}


def test_that_undoing_a_correction_after_a_merge_and_a_split_restores_the_right_enterprise(
    town: Town,
) -> None:
    town.take("enterprises", [entry(企业名称="另厂", 其他编号="E9")])
    town.visits(visit(企业="E9", 检查编号="N1"))
    before = town.dump()
    number = merged(town, "E1", "E9")
    later = town.visits(visit(企业="E9", 检查编号="N1", 检查结果="责令改正"))
    parted(town, number)
    town.undo(later)
    assert differences(without_merges(before), without_merges(town.dump())) == {}
    assert town.verified() == []


def test_that_undoing_a_correction_made_before_a_merge_stays_with_the_kept_enterprise(
    town: Town,
) -> None:
    town.take("enterprises", [entry(企业名称="另厂", 其他编号="E9")])
    town.visits(visit(企业="E9", 检查编号="N1"))
    later = town.visits(visit(企业="E9", 检查编号="N1", 检查结果="责令改正"))
    merged(town, "E1", "E9")
    town.undo(later)
    kept = next(row["id"] for row in town.rows("enterprise") if row["code"] == "E1")
    assert [row["enterprise_id"] for row in town.counted_visits()] == [kept]
    assert town.verified() == []


def test_that_a_register_sent_after_a_merge_survives_the_split(town: Town) -> None:
    town.take("enterprises", [entry(企业名称="另厂", 其他编号="E9", 行业门类="制造业")])
    number = merged(town, "E1", "E9")
    town.take("enterprises", [entry(企业名称="一厂", 其他编号="E1", 信用等级="D")])
    parted(town, number)
    rows = {str(row["code"]): row for row in town.rows("enterprise")}
    assert (rows["E1"]["credit"], rows["E1"]["section"]) == ("D", "")
    assert rows["E9"]["section"] == "制造业"


def test_that_merges_are_split_in_reverse_order(town: Town) -> None:
    first = merged(town, "E1", "E2")
    second = merged(town, "E3", "E1")
    with pytest.raises(InvalidInput, match="先拆分后来的合并"):
        parted(town, first)
    parted(town, second)
    parted(town, first)
    assert {row["code"] for row in town.rows("enterprise")} == {"E1", "E2", "E3", "E4"}
    with town.db.reading() as session:
        assert [row.undone for row in list_merges(session)] == [True, True]


def test_that_nothing_is_merged_without_a_reason_or_with_itself(town: Town) -> None:
    for keep, drop, why in (("E1", "E1", "同"), ("E1", "E2", " "), ("E1", "没有这家", "同")):
        with pytest.raises(DataError):
            merged(town, keep, drop, why)
    assert len(town.rows("enterprise")) == 4


def test_that_only_what_may_be_one_enterprise_is_proposed(town: Town) -> None:
    town.take(
        "enterprises",
        [
            entry(企业名称="一厂", 统一社会信用代码=GOOD),
            entry(企业名称="一厂", 统一社会信用代码="", 其他编号="X1", 地区="宜兴市"),
            entry(企业名称="丙厂", 统一社会信用代码=OTHER_GOOD, 其他编号="L7"),
            entry(企业名称="丙厂", 统一社会信用代码="", 其他编号="L8"),
        ],
    )
    found = {(one.keep.code, one.drop.code): one.reason for one in candidates(town)}
    assert ("E1", "X1") not in found and ("X1", "E1") not in found
    assert found.pop((GOOD, "E1")) == "名称相同、地区不相矛盾"
    assert found.pop((OTHER_GOOD, "L8")) == "名称相同、地区不相矛盾"
    assert found == {}


def test_that_one_organisation_under_two_registrars_is_proposed_first(town: Town) -> None:
    town.take(
        "enterprises",
        [
            entry(企业名称="甲厂", 统一社会信用代码=GOOD),
            entry(企业名称="甲厂（江阴）", 统一社会信用代码=MOVED_GOOD),
        ],
    )
    (one,) = candidates(town)
    assert {one.keep.code, one.drop.code} == {GOOD, MOVED_GOOD}
    assert one.reason == "统一社会信用代码的主体标识码相同"


def test_that_every_table_that_names_an_enterprise_can_be_moved() -> None:
    assert all("id" in table.c for table, _ in references())
    named = {table.name for table in Base.metadata.sorted_tables if "enterprise_id" in table.c}
    stay = {"visit", "finding"}
    assert named - stay <= {table.name for table, _ in references()}
    assert Enterprise.__tablename__ not in named
