"""The import wizard's logic: which step is next, whether it may be, what each file is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.intake.drafting import draft, with_constant
from data.intake.entries import FileState, Sureness, opinion, try_profile
from data.intake.flow import Flow, Step
from data.intake.looking import Look, candidates
from data.intake.orders import Checked
from data.intake.previewing import tables_of
from data.intake.profiles import Profile, Source
from data.rows.enums import IssueLevel
from data.rows.issues import BatchReport, Issue

GOOD = "检查单位,企业,检查日期,检查事项\n市应急局,江阴甲厂,2026-01-05,YJ-1\n"
LACKING = "检查单位,企业,批示\n市应急局,江阴甲厂,已阅\n"
STRANGE = "dept,firm,when\n市应急局,江阴甲厂,2026-01-05\n"
BODIES = "单位编码,单位名称,层级\nYJ,市应急局,市级\n"


def look(tmp_path: Path, text: str, name: str = "表.csv") -> Look:
    """The first look at a file with this text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (found,) = tables_of(path)
    return found


@pytest.fixture
def flow_of(tmp_path: Path):
    """A flow with a file for each text, all of them looked at."""

    def make(*texts: str) -> Flow:
        paths = [tmp_path / f"{number}.csv" for number, _ in enumerate(texts, 1)]
        flow = Flow().added(paths)
        for number, text in enumerate(texts, 1):
            flow = flow.looked(number, [look(tmp_path, text, f"{number}.csv")])
        return flow

    return make


def report(rows=10, taken=10, wrong=(), number=None, **others) -> BatchReport:
    """A report of a file with an error in each of the rows named."""
    issues = tuple(
        Issue(IssueLevel.ERROR, "a.csv", "", row, "企业", "x", "不对。") for row in wrong
    )
    kept = {"unchanged": 0, "skipped": 0, "rejected": rows - taken, "warnings": 0, **others}
    return BatchReport(
        id=number, file="a.csv", kind="visits", sha256="", rows=rows, taken=taken,
        errors=len(wrong), visits=taken, seconds=0.0, issues=issues, **kept,
    )  # fmt: skip


def checked(flow: Flow, *reports: BatchReport) -> Flow:
    """The flow at its result, with a report for each file."""
    flow = replace(flow.all_confirmed(), step=Step.RESULT)
    return flow.checked({n: Checked(one) for n, one in enumerate(reports, 1)})


def states(flow: Flow) -> list[FileState]:
    """How far each file is."""
    return [one.state for one in flow.files]


# -- choosing files ------------------------------------------------------------------------


def test_that_without_a_file_the_wizard_stays_at_its_first_step():
    flow = Flow()
    assert flow.obstacle == "请先选择文件或文件夹。"
    assert flow.next().step is Step.FILES
    assert not flow.may_go_back


def test_that_a_file_is_listed_once_and_keeps_its_number():
    flow = Flow().added([Path("a.csv"), Path("b.csv"), Path("a.csv")])
    flow = flow.removed(1).added([Path("b.csv"), Path("c.csv")])
    assert [(one.number, one.path.name) for one in flow.files] == [(2, "b.csv"), (3, "c.csv")]


def test_that_the_wizard_waits_until_every_file_was_looked_at(flow_of):
    flow = flow_of(GOOD).added([Path("later.csv")])
    assert states(flow) == [FileState.PROPOSED, FileState.WAITING]
    assert flow.next().step is Step.FILES
    assert flow.failed(2, "实际是 PDF 文档。").next().step is Step.COLUMNS


def test_that_files_none_of_which_can_be_read_lead_nowhere():
    flow = Flow().added([Path("a.xlsx")]).failed(1, "已加密。")
    assert states(flow) == [FileState.UNREADABLE]
    assert "都不能读取" in flow.obstacle


def test_that_an_unreadable_file_does_not_stop_the_others(flow_of):
    flow = flow_of(GOOD).added([Path("b.xlsx")]).failed(2, "已加密。").next().all_confirmed()
    assert flow.obstacle == ""
    assert [one.number for one in flow.orders] == [1]


def test_that_a_workbook_of_several_tables_becomes_a_line_for_each(flow_of, make_book):
    visits = [["检查单位", "企业", "检查日期"], ["市应急局", "江阴甲厂", "2026-01-05"]]
    bodies = [["单位编码", "单位名称", "层级"], ["YJ", "市应急局", "市级"]]
    path = make_book({"一月": visits, "单位": bodies, "说明": [["请于月底前报送"]]})
    found = tables_of(path)
    flow = Flow().added([path, Path("other.csv")]).looked(1, found)
    assert [(one.number, one.sheet, one.kind) for one in flow.files] == [
        (1, "一月", "visits"), (3, "单位", "bodies"), (2, "", ""),
    ]  # fmt: skip
    assert flow.files[0].name == "book.xlsx · 一月"
    flow = flow.removed(2).next().all_confirmed()
    assert [(order.kind, order.sheet) for order in flow.orders] == [
        ("bodies", "单位"), ("visits", "一月"),
    ]  # fmt: skip


# -- the kind: proposed, never assumed ------------------------------------------------------


def test_that_a_recognised_kind_is_proposed_and_not_taken_without_a_word(flow_of):
    flow = flow_of(GOOD).next()
    assert flow.files[0].kind == "visits"
    assert states(flow) == [FileState.PROPOSED]
    assert flow.obstacle == "请确认表类和列。"
    assert flow.next().step is Step.COLUMNS
    assert flow.confirmed(1).next().step is Step.RESULT


def test_that_the_proposal_says_what_speaks_for_it(flow_of):
    sureness, why = opinion(flow_of(GOOD).files[0])
    assert sureness is Sureness.SURE
    assert why == "必需列齐全（检查单位、企业、检查日期），另认出 1 列。"


def test_that_headers_which_fit_two_kinds_alike_propose_none(tmp_path):
    header = ["计划编号", "企业", "牵头部门", "参与部门", "任务编号", "状态"]
    found = candidates(header)
    assert {one.kind for one in found if one.fits} >= {"targets", "tasks"}
    both = Look(look(tmp_path, GOOD).head, 1, (), tuple(one for one in found if one.fits))
    tied = tuple(replace(one, matched=4, exact=4) for one in both.candidates)
    flow = Flow().added([Path("a.csv")]).looked(1, [replace(both, candidates=tied)])
    assert states(flow) == [FileState.UNKNOWN]
    assert opinion(flow.files[0])[0] is Sureness.UNSURE
    flow = flow.next().all_confirmed()
    assert "选择表类" in flow.obstacle and flow.next().step is Step.COLUMNS


def test_that_a_table_of_unknown_headers_is_shown_and_waits_for_a_kind(flow_of):
    flow = flow_of(STRANGE).next()
    assert flow.files[0].look.head.header == ("dept", "firm", "when")
    assert states(flow) == [FileState.UNKNOWN]
    flow = flow.with_kind(1, "visits")
    assert states(flow) == [FileState.INCOMPLETE]
    assert flow.files[0].missing == ("检查单位", "企业", "检查日期")


def test_that_a_missing_required_column_is_named_and_cannot_be_confirmed(flow_of):
    flow = flow_of(LACKING).next().all_confirmed().confirmed(1)
    assert states(flow) == [FileState.INCOMPLETE]
    assert "缺少必需列“检查日期”" in flow.obstacle
    assert opinion(flow.files[0])[0] is Sureness.LACKING


def test_that_a_constant_stands_for_a_missing_column(flow_of):
    flow = flow_of(LACKING).next()
    one = flow.files[0]
    mapping = with_constant(draft("1.csv", "visits", one.match), "检查日期", "2026-01-05")
    flow = flow.with_profile(1, mapping)
    assert states(flow) == [FileState.PROPOSED]
    assert flow.confirmed(1).next().step is Step.RESULT


def test_that_one_key_confirms_all_that_can_be_confirmed(flow_of):
    flow = flow_of(GOOD, LACKING, BODIES).next().all_confirmed()
    assert states(flow) == [FileState.CONFIRMED, FileState.INCOMPLETE, FileState.CONFIRMED]
    assert flow.left_out(2).obstacle == ""


def test_that_another_kind_has_to_be_confirmed_anew(flow_of):
    flow = flow_of(GOOD).next().all_confirmed()
    assert states(flow.with_kind(1, "targets"))[0] is not FileState.CONFIRMED


def test_that_a_mapping_of_another_kind_goes_with_the_kind(flow_of):
    flow = flow_of(STRANGE).next()
    mapping = Profile("甲", "visits", {"检查单位": Source("dept")})
    flow = flow.with_profile(1, mapping)
    assert flow.files[0].kind == "visits"
    assert flow.with_kind(1, "bodies").files[0].profile is None
    assert flow.with_kind(1, "visits").files[0].profile == mapping


def test_that_a_mapping_that_asks_for_other_columns_says_which(flow_of):
    one = flow_of(GOOD).files[0]
    wrong = Profile("甲", "visits", {"检查单位": Source("dept")})
    assert "要求的列“dept”" in try_profile(one, wrong)
    right = Profile("甲", "visits", {"检查单位": Source("检查单位")})
    assert try_profile(one, right) == ""


def test_that_files_are_taken_in_the_order_of_their_kinds(flow_of):
    flow = flow_of(GOOD, BODIES).next().all_confirmed()
    assert [order.kind for order in flow.orders] == ["bodies", "visits"]


def test_that_a_file_left_out_is_not_taken_and_can_come_back(flow_of):
    flow = flow_of(GOOD, BODIES).next().left_out(1).all_confirmed()
    assert states(flow) == [FileState.LEFT_OUT, FileState.CONFIRMED]
    assert [order.kind for order in flow.orders] == ["bodies"]
    assert states(flow.left_out(1, False)) == [FileState.PROPOSED, FileState.CONFIRMED]


def test_that_leaving_out_every_file_leads_nowhere(flow_of):
    assert flow_of(GOOD).next().left_out(1).obstacle == "没有要导入的文件。"


def test_that_going_back_loses_nothing(flow_of):
    flow = flow_of(GOOD).next().all_confirmed().next()
    back = flow.back().back()
    assert back.step is Step.FILES and not back.may_go_back
    assert states(back) == [FileState.CONFIRMED]


# -- the check ------------------------------------------------------------------------------


def test_that_nothing_is_imported_before_it_was_checked(flow_of):
    flow = flow_of(GOOD).next().all_confirmed().next()
    assert flow.obstacle == "尚未检查完，请稍候。"
    assert flow.next().step is Step.RESULT


def test_that_a_good_file_may_be_imported(flow_of):
    flow = checked(flow_of(GOOD), report())
    assert states(flow) == [FileState.GOOD]
    assert flow.next().step is Step.TAKE


def test_that_a_file_with_errors_is_offered_with_its_right_rows(flow_of):
    flow = checked(flow_of(GOOD), report(taken=0, wrong=[3]))
    assert states(flow) == [FileState.WRONG]
    assert "仅导入正确行" in flow.obstacle
    chosen = flow.with_choice(True)
    assert not chosen.is_checked and "尚未检查" in chosen.obstacle
    chosen = checked(chosen, report(taken=9, wrong=[3]))
    assert states(chosen) == [FileState.PARTLY]
    assert chosen.next().step is Step.TAKE


def test_that_a_file_without_a_right_row_offers_no_such_choice(flow_of):
    flow = checked(flow_of(GOOD), report(rows=2, taken=0, wrong=[2, 3]))
    assert "错误工作簿" in flow.obstacle


def test_that_errors_in_one_file_do_not_stop_the_other(flow_of):
    flow = checked(flow_of(GOOD, BODIES), report(taken=0, wrong=[3]), report())
    assert states(flow) == [FileState.WRONG, FileState.GOOD]
    assert flow.next().step is Step.TAKE


def test_that_a_file_taken_before_may_be_taken_again(flow_of):
    flow = checked(flow_of(GOOD), report(taken=0, unchanged=10, rejected=0, repeated=True))
    assert states(flow) == [FileState.REPEATED]
    assert flow.obstacle == ""


@pytest.mark.parametrize(
    "change",
    [
        lambda flow: flow.left_out(2),
        lambda flow: flow.with_kind(1, "targets"),
        lambda flow: flow.with_profile(1, Profile("甲", "visits", {"企业": Source("企业")})),
        lambda flow: flow.with_choice(True),
        lambda flow: flow.added([Path("new.csv")]),
        lambda flow: flow.removed(2),
    ],
)
def test_that_any_change_makes_a_new_check_necessary(flow_of, change):
    flow = checked(flow_of(GOOD, BODIES), report(), report())
    assert flow.is_checked
    assert not change(flow).is_checked


def test_that_choosing_the_same_again_keeps_the_check(flow_of):
    flow = checked(flow_of(GOOD), report())
    assert flow.with_choice(False) is flow


# -- the import -----------------------------------------------------------------------------


def test_that_nothing_can_be_done_while_the_import_is_under_way(flow_of):
    flow = checked(flow_of(GOOD), report()).next()
    assert flow.step is Step.TAKE
    assert flow.obstacle and not flow.may_go_back and flow.next() is flow


def test_that_a_stopped_import_returns_to_the_result(flow_of):
    flow = checked(flow_of(GOOD), report()).next().stopped()
    assert flow.step is Step.RESULT and flow.is_checked


def test_that_the_end_says_of_each_file_what_became_of_it(flow_of):
    flow = checked(flow_of(GOOD, GOOD, GOOD, GOOD), *[report()] * 4).next()
    flow = flow.taken({
        1: report(number=7), 2: report(taken=9, wrong=[3], number=8), 3: report(taken=0, wrong=[3]),
        4: report(taken=0, unchanged=10, number=2, repeated=True),
    })  # fmt: skip
    assert flow.step is Step.DONE
    assert states(flow) == [
        FileState.TAKEN, FileState.TAKEN_PARTLY, FileState.NOT_TAKEN, FileState.REPEATED,
    ]  # fmt: skip


def test_that_files_a_cancel_left_over_are_shown_as_not_taken(flow_of):
    flow = checked(flow_of(GOOD, BODIES), report(), report()).next().taken({2: report(number=1)})
    assert states(flow) == [FileState.NOT_TAKEN, FileState.TAKEN]


@pytest.mark.parametrize(
    ("texts", "step", "number"),
    [((GOOD, LACKING), Step.COLUMNS, 2), ((GOOD, STRANGE, LACKING), Step.COLUMNS, 2)],
)
def test_that_the_file_that_needs_the_person_comes_first(flow_of, texts, step, number):
    assert replace(flow_of(*texts), step=step).attention == number


def test_that_in_the_result_the_file_with_errors_comes_first(flow_of):
    flow = checked(flow_of(GOOD, GOOD), report(), report(taken=0, wrong=[3]))
    assert flow.attention == 2
