"""情况通报 and notices: who is named and who is not, what is masked, what is asked of whom."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from data.rows.briefing import DimensionRow, FigureRow
from data.rows.circular import Clock, DisputedFigure, Indicator
from data.rows.enums import FindingState, Force, Severity
from data.rows.errors import InvalidInput
from data.rows.findings import Named
from data.rows.measures import Target
from data.rows.papers import Disclosure, PaperKind
from reports.content import Cell, Document, Paragraph, TableBlock, plain
from reports.lint import check
from reports.lint.checking import texts_of
from reports.papers.circular import Terms, circular
from reports.papers.circular_parts import lagging, named, praise, problem_sentences
from reports.papers.lists import draft_sheet, frequency_list, plan_summary
from reports.papers.masking import mask_code, mask_name
from reports.papers.meetings import agenda, minutes
from reports.papers.notices import check_sheet, named_circular, notice
from reports.papers.summaries import one_page, report, request, submission
from reports.pdf import write_pdf
from reports.templates import copy_to, load
from tests.reports.papers.made import BODY, CLOCKS, ENTERPRISE, ISSUER, body, problem, rows
from tests.reports.pdf.made import opened
from tests.reports.sample import briefing_rows

TERMS = Terms("锡司发〔2026〕12号")
TEXTS = load()
CODE = DimensionRow("“亮码”入企", ())


def whole(document: Document) -> str:
    """Return everything a document says."""
    return "\n".join(text for _, text in texts_of(document))


def test_that_a_circular_without_problems_names_nobody():
    document = circular(rows(), ISSUER, TEXTS, TERMS)
    assert "未发现需要通报的问题" in whole(document)
    assert [annex.title for annex in document.annexes] == [
        "各单位六项指标一览表", "问题清单", "整改反馈表", "数字依据清单",
    ]  # fmt: skip
    assert check(document) == []


def test_that_problems_are_named_with_their_bodies_and_counts():
    market = Named("SC", "市市场监管局")
    found = (problem(1), problem(2), problem(3, bodies=(market,)))
    document = circular(rows(found), ISSUER, TEXTS, TERMS)
    assert "未亮码3条，涉及市应急局（2条）、市市场监管局（1条）。" in whole(document)
    assert check(document) == []


def test_that_only_what_was_verified_is_called_true():
    found = (problem(1), problem(2, state=FindingState.TRUE))
    assert list(problem_sentences(found)) == [
        "未亮码2条（经核实属实1条），涉及市应急局（2条）。"
    ]  # fmt: skip
    true = list(problem_sentences(found[1:]))
    assert true == ["未亮码1条（经核实属实），涉及市应急局（1条）。"]
    assert list(problem_sentences(found[:1])) == ["未亮码1条，涉及市应急局（1条）。"]


def test_that_many_bodies_are_counted_after_the_first_eight():
    pairs = [(f"第{n}局", 10 - n) for n in range(9)]
    assert named(pairs).endswith("第7局（3条）等9个单位")
    assert named(pairs[:8]).endswith("第7局（3条）")


def test_that_a_body_with_too_few_visits_is_not_praised():
    many = [body(f"B{n}", f"第{n}局", 40, 0.9 + n / 100) for n in range(3)]
    few = body("F", "小局", 3, 1.0)
    told = plain(praise([*many, few], CODE))
    assert told.startswith("市级部门中，亮码率居前的有第2局（92.0%）") and "小局" not in told
    assert praise([*many[:2], few], CODE) == ""


def test_that_ties_in_the_third_place_are_all_named():
    tied = [body(f"B{n}", f"第{n}局", 40, 0.9) for n in range(4)]
    assert plain(praise(tied, CODE)).count("局（") == 4


def test_that_bodies_that_fall_behind_are_named_with_their_figures_and_small_ones_are_not():
    six = [body(f"B{n}", f"第{n}局", 40, 0.4 + n / 10) for n in range(6)]
    few = body("F", "小局", 3, 0.0)
    told = plain(lagging([*six, few], CODE))
    assert told == "市级部门中，亮码率靠后的有第0局（40.0%）、第1局（50.0%）、第2局（60.0%）。"
    assert lagging(six[:5], CODE) == ""
    alike = [body(f"B{n}", f"第{n}局", 40, 1.0) for n in range(6)]
    assert lagging(alike, CODE) == ""


def test_that_nobody_below_the_city_is_praised_nor_above_it_blamed():
    six = [body(f"B{n}", f"第{n}局", 40, 0.4 + n / 10) for n in range(6)]
    for city, best, last in ((0.85, "第5局（90.0%）。", "第2局（60.0%）。"),
                             (0.55, "第3局（70.0%）。", "第1局（50.0%）。")):  # fmt: skip
        rate = FigureRow("M3", "亮码率", city, 1, 2, 0, "")
        dimension = DimensionRow(CODE.name, (rate,))
        assert plain(praise(six, dimension)).endswith(best)
        assert plain(lagging(six, dimension)).endswith(last)


def test_that_departments_are_compared_with_departments_and_regions_with_regions():
    city = [body(f"B{n}", f"市{n}局", 40, 0.9) for n in range(3)]
    county = [body(f"C{n}", f"区{n}局", 40, 1.0, peers="各地区单位") for n in range(3)]
    told = plain(praise([*city, *county], CODE))
    first, second = told.split("各地区单位中")
    assert "区0局" not in first and first.count("（90.0%）") == 3
    assert second.count("（100.0%）") == 3


def test_that_nobody_is_named_for_a_basis_not_judged_or_an_objection_not_decided():
    found = (problem(1), problem(2, severity=Severity.ORANGE, bodies=(Named("A", "甲局"),)),
             problem(3, state=FindingState.DISPUTED, bodies=(Named("B", "乙局"),)))  # fmt: skip
    assert list(problem_sentences(found)) == [
        "未亮码3条，其中2条依据或异议尚待核定，涉及市应急局（1条）。"
    ]


def test_that_the_goal_of_a_quarter_is_told_with_what_is_missing():
    share = FigureRow("M1", "双随机联合监管比例", 0.1, 10, 100, 0, "",
                      Target(">=", 0.25, "city", Force.BINDING))  # fmt: skip
    gaps = [FigureRow(f"M2.{name}", name, float(n), n, None, 0, "个", share=False)
            for name, n in (("new", 20), ("merge", 12))]  # fmt: skip
    joint = DimensionRow("联合检查比例", (share, *gaps), "全市实施检查任务100个。")
    document = circular(rows(dimensions=(joint,)), ISSUER, TEXTS, TERMS)
    text = whole(document)
    assert "双随机联合监管比例10.0%（10/100），低于25%的目标15.0个百分点" in text
    assert "需新增双随机联合任务20个，或将12对" in text
    assert check(document) == []
    other = Target("<=", 0, "city", Force.HINT)
    hints = tuple(replace(one, target=other) for one in gaps)
    joint = replace(joint, figures=(share, *hints))
    assert "需新增" not in whole(circular(rows(dimensions=(joint,)), ISSUER, TEXTS, TERMS))


def test_that_few_bodies_are_addressed_by_name_and_many_by_their_groups():
    few = rows((problem(),), (body(), body("N", "无检查局", 0)))
    assert circular(few, ISSUER, TEXTS, TERMS).to == ("市应急局",)
    many = rows(bodies=tuple(body(f"B{n}", f"第{n}局") for n in range(30)))
    assert circular(many, ISSUER, TEXTS, TERMS).to[-1] == "市各有关部门和单位"


def test_that_the_superior_of_a_vertical_body_with_problems_is_copied_once():
    above = {"superior": "江苏省税务局", "vertical": True}
    bodies = (body("YJ", **above), body("B", "第二税务局", **above), body("C", "无问题局",
              superior="某省局", vertical=True))  # fmt: skip
    found = (problem(1), problem(2, bodies=(Named("B", "第二税务局"),)))
    told = circular(rows(found, bodies), ISSUER, TEXTS, TERMS).imprint.copies_to
    assert told.count("江苏省税务局") == 1 and "某省局" not in told
    true = (replace(found[0], state=FindingState.TRUE),)
    named_one = named_circular(rows(found, bodies), true, ISSUER, TEXTS, TERMS)
    assert "江苏省税务局" in named_one.imprint.copies_to


def test_that_a_public_copy_masks_enterprises_and_passes_the_check():
    terms = Terms("锡司发〔2026〕12号", disclosure=Disclosure.PUBLIC, public=True)
    document = circular(rows((problem(),)), ISSUER, TEXTS, terms)
    assert ENTERPRISE.name not in whole(document) and ENTERPRISE.code not in whole(document)
    assert check(document, [ENTERPRISE.name]) == []
    closed = circular(rows((problem(),)), ISSUER, TEXTS, TERMS)
    assert ENTERPRISE.name in whole(closed)


@pytest.mark.parametrize(("name", "masked"), [
    ("江阴市青阳棉纺织有限公司", "江阴市××有限公司"), ("演示药房", "××药房"), ("某某", "某××"),
])  # fmt: skip
def test_that_names_are_masked_to_place_and_kind(name, masked):
    assert mask_name(name) == masked


def test_that_codes_keep_their_ends_alone():
    assert mask_code("91320281MADM004495") == "91************4495"


def test_that_a_notice_says_few_problems_one_by_one_and_many_in_an_annex():
    few = notice(PaperKind.REMINDER, rows(), body(), (problem(1), problem(2)), ISSUER, TEXTS, TERMS)
    assert whole(few).count("未亮码") == 2 and few.annexes == ()
    found = tuple(problem(n) for n in range(8))
    many = notice(PaperKind.URGING, rows(found), body(), found, ISSUER, TEXTS, TERMS)
    assert "以上共8条，逐条列于附件1。" in whole(many)
    assert [annex.title for annex in many.annexes] == ["问题清单", "整改反馈表"]
    assert few.to == many.to == ("市应急局",)
    assert check(few) == check(many) == []


def test_that_the_superior_of_a_vertical_body_is_told():
    told = notice(PaperKind.REMINDER, rows(), body(superior="江苏省税务局"), (problem(),), ISSUER,
                  TEXTS, TERMS)  # fmt: skip
    assert told.imprint.copies_to == ("江苏省税务局",)


def test_that_a_deadline_nobody_published_is_said_in_working_days():
    clocks = replace(CLOCKS, circular=Clock(10, None))
    document = circular(rows((problem(),), clocks=clocks), ISSUER, TEXTS, TERMS)
    assert "于收到本文件之日起10个工作日内将整改反馈表" in whole(document)


def test_that_a_reminder_is_answered_sooner_than_urging():
    made = rows()
    soon = notice(PaperKind.REMINDER, made, body(), (problem(),), ISSUER, TEXTS, TERMS)
    late = notice(PaperKind.URGING, made, body(), (problem(),), ISSUER, TEXTS, TERMS)
    assert "于2026年10月15日前将核实" in whole(soon)
    assert "于2026年10月22日前将整改" in whole(late)


def test_that_a_confirmation_sheet_asks_on_each_figure_and_finding():
    sheet = check_sheet(rows(), body(), (problem(),), ISSUER, TEXTS, TERMS)
    text = whole(sheet)
    assert text.count("□无异议") == len(body().indicators)
    assert text.count("□属实") == 1 and "2026年10月15日前反馈" in text


def test_that_a_named_circular_goes_to_those_it_names():
    market = Named("SC", "市市场监管局")
    found = (problem(1, bodies=(BODY, market)), problem(2))
    document = named_circular(rows(found), found, ISSUER, TEXTS, TERMS)
    assert document.to == ("市应急局", "市市场监管局")
    assert "比对并核实问题2条，涉及2个单位" in whole(document)
    assert check(document) == []


@pytest.mark.parametrize("make", [report, request, submission, agenda, minutes])
def test_that_papers_to_government_and_bodies_pass_the_check(make):
    assert check(make(rows((problem(),)), ISSUER, TEXTS, TERMS)) == []


def test_that_minutes_name_the_four_offices_and_leave_room_for_people():
    text = "\n".join(page.extract_text() for page in
                     opened(minutes(rows((problem(),)), ISSUER, TEXTS, TERMS)).pages)  # fmt: skip
    for office in ("市发展改革委", "市司法局", "市市场监管局", "市数据局"):
        assert office in text
    assert "请假" in text and "未亮码1条" in text


def test_that_a_frequency_list_masks_enterprises_in_a_public_copy():
    told = briefing_rows()
    terms = Terms(disclosure=Disclosure.PUBLIC, public=True)
    public = whole(frequency_list(told, ISSUER, terms))
    closed = whole(frequency_list(told, ISSUER, TERMS))
    for row in told.over:
        assert row.code in closed and row.enterprise in closed
        assert row.code not in public and row.enterprise not in public
    assert check(frequency_list(told, ISSUER, terms)) == []


def test_that_a_summary_of_plans_leaves_out_bodies_without_plans():
    filed = Indicator("M11.filed", "年度计划按期受理率", 0.5, 1, 2)
    with_plan = body("B1", "有计划局", indicators=(filed,))
    without = body("B2", "无计划局", indicators=())
    text = whole(plan_summary(rows(bodies=(with_plan, without)), ISSUER, TERMS))
    assert "有计划局" in text and "1/2" in text and "无计划局" not in text


def test_that_a_draft_sheet_tells_what_is_known_and_leaves_room_to_sign():
    document = circular(rows(), ISSUER, TEXTS, TERMS)
    text = whole(draft_sheet(document))
    for part in (document.title, "锡司发〔2026〕12号", "不予公开", "会签", "签发"):
        assert part in text


def test_that_one_page_is_one_page_however_many_problems_there_are():
    kinds = [("R7", "未亮码"), ("R1", "月超频次"), ("R6", "无计划检查"), ("R16", "计划缺项")]
    bodies = tuple(Named(f"B{n}", f"第{n}行政管理局") for n in range(20))
    found = tuple(problem(n, rule=rule, rule_name=name, bodies=bodies)
                  for n, (rule, name) in enumerate(kinds))  # fmt: skip
    made = opened(one_page(rows(found), ISSUER, TEXTS, TERMS))
    assert len(made.pages) == 1


def test_that_severities_and_hints_are_told_apart_in_the_table():
    found = (problem(1), problem(2, severity=Severity.YELLOW))
    document = circular(rows(found), ISSUER, TEXTS, TERMS)
    assert "1/0/1" in whole(document)


def test_that_a_changed_wording_is_used_and_a_strange_placeholder_refused(tmp_path: Path):
    copy_to(tmp_path)
    path = tmp_path / "circular.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("要统筹制订检查计划", "务必统筹制订检查计划"), encoding="utf-8")
    plans = problem(rule="R6", rule_name="无计划检查")
    changed = circular(rows((plans,)), ISSUER, load(tmp_path), TERMS)
    assert "务必统筹制订检查计划" in whole(changed)
    path.write_text(text.replace("{period}全市", "{pereod}全市"), encoding="utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "{period}全市" in one)
    with pytest.raises(InvalidInput, match=rf"circular\.toml.*第{line}行.*pereod.*period"):
        load(tmp_path)


def test_that_the_line_told_is_of_the_part_that_is_wrong(tmp_path: Path):
    copy_to(tmp_path)
    path = tmp_path / "notices.toml"
    text = path.read_text(encoding="utf-8").replace("你单位主要负责人准时", "{topic}{reply_by}准时")
    path.write_text(text, encoding="utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "{topic}{reply_by}准时" in one)
    with pytest.raises(InvalidInput, match=rf"第{line}行的"):
        load(tmp_path)


@pytest.mark.parametrize(("name", "text", "words"), [
    ("circular.toml", "title = ", "格式有误"), ("circular.toml", 'tittle = "x"', "没有“tittle”"),
    ("other.toml", "", "不是本台的模板"),
])  # fmt: skip
def test_that_a_wrong_template_file_is_refused_in_words(tmp_path, name, text, words):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=words):
        load(tmp_path)


def test_that_a_hostile_name_is_nothing_but_text():
    hostile = Named("X", "<b>&{period}=1+1")
    document = circular(rows((problem(1, bodies=(hostile,)),)), ISSUER, TEXTS, TERMS)
    assert "<b>&{period}=1+1（1条）" in whole(document)


def test_that_a_figure_in_the_text_refers_to_its_annex():
    document = circular(rows(), ISSUER, TEXTS, TERMS)
    facts = list(document.facts())
    assert [(fact.key, fact.text, fact.annex) for fact in facts] == [("M3", "96.4%", 4)]
    city = document.annexes[0].blocks[0]
    assert isinstance(city, TableBlock)
    assert [cell.text for row in city.rows for cell in row
            if isinstance(cell, Cell) and cell.fact == "M3"] == ["96.4%"]  # fmt: skip
    assert any("亮码率96.4%" in plain(block.text) for block in document.blocks
               if hasattr(block, "text"))  # fmt: skip


def test_that_a_figure_a_body_objects_to_is_footnoted():
    disputed = (DisputedFigure("市应急局", "亮码率", "另一系统已亮码。"),)
    text = whole(circular(rows(disputed=disputed), ISSUER, TEXTS, TERMS))
    assert "市应急局对“亮码率”有异议，正在核定（另一系统已亮码）。" in text


@pytest.mark.parametrize(("charged", "said"), [
    (("市应急局",), "1.未亮码2条（均属实），涉及市应急局。"),
    (("市应急局", "华士镇综合行政执法局（演示）"),
     "1.未亮码2条（均属实），涉及华士镇综合行政执法局（演示）等2个单位。"),
])  # fmt: skip
def test_that_one_page_is_one_page_and_names_the_first_body(charged, said):
    bodies = [Named(str(n), name) for n, name in enumerate(charged)]
    found = tuple(problem(n, state=FindingState.TRUE, bodies=(bodies[n % len(bodies)],))
                  for n in range(2))  # fmt: skip
    other = tuple(problem(rule=rule, rule_name="同一事项重复检查", period="2026-08", bodies=tuple(
        Named(str(n), f"第{n}综合行政执法局") for n in range(30))) for rule in ("R4", "R5"))
    document = one_page(rows((*found, *other)), ISSUER, TEXTS, TERMS)
    assert said in [plain(block.text) for block in document.blocks if isinstance(block, Paragraph)]
    assert write_pdf(document, io.BytesIO()).pages == 1
