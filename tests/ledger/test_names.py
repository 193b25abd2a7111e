"""Who a cell means: bodies by their names, enterprises by code, old number and name."""

from __future__ import annotations

import pytest

from data.intake.aliases import add_alias, list_aliases, remove_alias
from data.rows.enums import FindingState, IssueLevel
from data.rows.errors import InvalidInput, NotFound
from data.rows.issues import BatchReport
from tests.ledger.deciding import decide
from tests.ledger.test_merging import GOOD, OTHER_GOOD, entry
from tests.ledger.town import Town, differences, visit

WRONG = GOOD[:-1] + ("1" if GOOD[-1] != "1" else "2")


def said(report: BatchReport, level: IssueLevel = IssueLevel.WARNING) -> str:
    """Return all messages of a level in one text."""
    return "\n".join(one.message for one in report.issues if one.level is level)


def alias(town: Town, body: str, name: str) -> None:
    """Accept a name for a body."""
    with town.db.writing("张三", "别名") as session:
        add_alias(session, body, name, "张三")


def codes(town: Town) -> set[object]:
    """Return the codes of the register."""
    return {row["code"] for row in town.rows("enterprise")}


def test_that_an_unknown_body_gets_the_nearest_names_and_is_not_matched(town: Town) -> None:
    report = town.trial(visit(检查单位="市应急管理局"))
    assert report.id is None
    assert said(report, IssueLevel.ERROR) == (
        "单位“市应急管理局”不在单位表中，最接近的是：市应急局、江阴市应急局、澄江街道应急办。"
        "请核对名称或先导入单位表。"
    )


def test_that_unknown_partners_get_the_nearest_names(town: Town) -> None:
    report = town.trial(visit(配合部门="市司法局、无锡市环境局", 实到部门="生态环境局"))
    words = said(report, IssueLevel.ERROR)
    assert report.id is None
    assert "“生态环境局”，最接近的是：市生态环境局" in words


def test_that_the_full_official_name_is_taken_with_a_warning(town: Town) -> None:
    report = town.visits(visit(检查单位="无锡市应急局"))
    assert "“无锡市应急局”按单位表中的“市应急局”处理" in said(report)
    assert town.present() == [{"YJ"}]
    other = town.visits(visit(检查单位="无锡市江阴市应急局", 检查日期="2026-07-07"))
    assert "江阴市应急局" in said(other)


def test_that_a_derived_name_two_bodies_could_claim_is_not_taken(town: Town) -> None:
    town.take("bodies", [
        {"单位编码": "X1", "单位名称": "市粮食局", "层级": "市级"},
        {"单位编码": "X2", "单位名称": "粮食局", "层级": "市级"},
    ])  # fmt: skip
    report = town.trial(visit(检查单位="无锡市粮食局"))
    assert report.id is None
    assert "最接近的是：市粮食局、粮食局" in said(report, IssueLevel.ERROR)


@pytest.mark.parametrize("written", ["市 应急局", "市应急局　", "ＹＪ"])
def test_that_typing_makes_no_difference_and_needs_no_warning(town: Town, written: str) -> None:
    report = town.visits(visit(检查单位=written))
    assert "按单位表中的" not in said(report)
    assert town.present() == [{"YJ"}]


def test_that_an_accepted_name_resolves_until_it_is_taken_back(town: Town) -> None:
    alias(town, "市应急局", "市安全生产监督管理局")
    town.visits(visit(检查单位="市安全生产监督管理局"))
    assert town.present() == [{"YJ"}]
    town.take("bodies", [{"单位编码": "YJ", "单位名称": "市应急局", "层级": "市级"}])
    with town.db.reading() as session:
        assert [(row.name, row.body.code) for row in list_aliases(session)] == [
            ("市安全生产监督管理局", "YJ")
        ]
    with town.db.writing("张三", "别名") as session:
        remove_alias(session, "市安全生产监督管理局")
    report = town.trial(visit(检查单位="市安全生产监督管理局", 检查日期="2026-07-08"))
    assert report.id is None


def test_that_a_name_stands_for_one_body_only(town: Town) -> None:
    alias(town, "YJ", "安监局")
    for body, name, error in (
        ("SF", "安监局", InvalidInput),
        ("SF", "市应急局", InvalidInput),
        ("YJ", "市应急局", InvalidInput),
        ("YJ", " ", InvalidInput),
        ("没有的局", "甲", NotFound),
    ):
        with pytest.raises(error):
            alias(town, body, name)


def test_that_a_register_is_not_undone_while_an_accepted_name_rests_on_it(town: Town) -> None:
    report = town.take("bodies", [{"单位编码": "N1", "单位名称": "市新局", "层级": "市级"}])
    alias(town, "N1", "市老局")
    with pytest.raises(InvalidInput, match="单位别名 1 个"):
        town.undo(report)


def test_that_an_old_number_sent_later_with_its_code_is_one_enterprise(town: Town) -> None:
    town.visits(*[visit(检查日期=f"2026-07-{day:02d}") for day in (6, 7, 8, 9)])
    decide(town, "R1:E1:2026-07", FindingState.TRUE, "核实")
    report = town.take(
        "enterprises", [entry(企业名称="一厂", 统一社会信用代码=GOOD, 其他编号="E1")]
    )
    assert f"现按统一社会信用代码“{GOOD}”归为同一家" in said(report)
    assert codes(town) == {GOOD, "E2", "E3", "E4"}
    (finding,) = town.findings("R1")
    assert (finding.key, finding.state) == (f"R1:{GOOD}:2026-07", FindingState.TRUE)
    town.visits(visit(检查日期="2026-08-01"))
    assert len({row["enterprise_id"] for row in town.rows("visit")}) == 1
    assert town.verified() == []


def test_that_undoing_what_brought_a_code_leaves_all_as_it_was(town: Town) -> None:
    town.visits(*[visit(检查日期=f"2026-07-{day:02d}") for day in (6, 7, 8, 9)])
    decide(town, "R1:E1:2026-07", FindingState.TRUE, "核实")
    before = town.dump()
    town.undo(
        town.take("enterprises", [entry(企业名称="一厂", 统一社会信用代码=GOOD, 其他编号="E1")])
    )
    assert differences(before, town.dump()) == {}


def test_that_an_entry_of_which_only_the_name_is_known_gets_its_code(town: Town) -> None:
    town.visits(visit(企业="丁厂"))
    report = town.take("enterprises", [entry(企业名称="丁厂", 统一社会信用代码=GOOD)])
    assert "“丁厂”原来只有名称" in said(report)
    assert codes(town) == {"E1", "E2", "E3", "E4", GOOD}
    town.visits(visit(企业="戊厂"))
    later = town.visits(visit(企业=OTHER_GOOD, 企业名称="戊厂", 检查日期="2026-07-09"))
    assert "原来只有名称" in said(later)
    assert codes(town) == {"E1", "E2", "E3", "E4", GOOD, OTHER_GOOD}
    assert town.verified() == []


def test_that_one_name_with_two_codes_in_a_file_completes_nothing(town: Town) -> None:
    town.visits(visit(企业="丁厂"))
    town.take("enterprises", [
        entry(企业名称="丁厂", 统一社会信用代码=GOOD),
        entry(企业名称="丁厂", 统一社会信用代码=OTHER_GOOD),
    ])  # fmt: skip
    assert {"丁厂", GOOD, OTHER_GOOD} <= codes(town)


def test_that_a_row_without_code_meets_the_entry_of_its_name(town: Town) -> None:
    town.take("enterprises", [entry(企业名称="丁厂", 统一社会信用代码=GOOD)])
    report = town.take("enterprises", [entry(企业名称="丁厂", 信用等级="B")])
    assert "按同名的已有监管对象处理" in said(report)
    (row,) = [row for row in town.rows("enterprise") if row["name"] == "丁厂"]
    assert (row["code"], row["uscc"], row["credit"]) == (GOOD, GOOD, "B")


def test_that_a_wrong_code_changes_no_key(town: Town) -> None:
    report = town.take(
        "enterprises", [entry(企业名称="一厂", 统一社会信用代码=WRONG, 其他编号="E1")]
    )
    assert "未通过校验" in said(report) and "校验位不符" in said(report)
    assert codes(town) == {"E1", "E2", "E3", "E4"}


def test_that_an_old_number_of_another_code_is_doubted_not_merged(town: Town) -> None:
    town.take("enterprises", [entry(企业名称="丁厂", 统一社会信用代码=GOOD, 其他编号="L1")])
    report = town.take(
        "enterprises", [entry(企业名称="戊厂", 统一社会信用代码=OTHER_GOOD, 其他编号="L1")]
    )
    assert "可能是同一企业" in said(report)
    assert {GOOD, OTHER_GOOD} <= codes(town)


def test_that_a_former_name_of_an_enterprise_still_finds_it(town: Town) -> None:
    town.take("enterprises", [entry(企业名称="一厂（新）", 其他编号="E1")])
    town.visits(visit(企业="一厂"))
    (row,) = [row for row in town.rows("enterprise") if row["code"] == "E1"]
    assert town.counted_visits()[0]["enterprise_id"] == row["id"]


def test_that_a_name_of_two_enterprises_is_named_as_such(town: Town) -> None:
    town.take(
        "enterprises",
        [entry(企业名称="丁厂", 其他编号="L1"), entry(企业名称="丁厂", 其他编号="L2")],
    )
    report = town.visits(visit(企业="丁厂"))
    assert "有几家监管对象都叫“丁厂”" in said(report)


def test_that_a_created_entry_says_what_is_wrong_with_its_code(town: Town) -> None:
    report = town.visits(visit(企业="9132O200MA1MTTXX0H"))
    assert "第 5 位“O”" in said(report)
    assert "9132O200MA1MTTXX0H" in codes(town)
