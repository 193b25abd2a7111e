"""The check of a finished document: each fault is found, and a right document has none."""

from __future__ import annotations

import pytest

from data.rows.papers import Disclosure, PaperKind
from reports.content import (
    Cell,
    ChartBlock,
    Column,
    Fact,
    Head,
    Heading,
    Paragraph,
    Point,
    Run,
    Series,
    TableBlock,
)
from reports.lint import FaultLevel, check
from tests.reports.pdf.made import annex, circular


def rules(document, **more):
    return [fault.rule for fault in check(document, **more) if fault.level is FaultLevel.ERROR]


def text(words):
    return circular(0, blocks=(Paragraph(words),))


def test_that_a_right_document_has_no_fault():
    assert check(circular(3, annexes=(annex(4),))) == []


@pytest.mark.parametrize(("words", "rule"), [
    ("截至2026年09月30日。", "日期"),
    ("截至2026年9月31日。", "日期"),
    ("按锡司发[2026]12号执行。", "发文字号"),
    ("情况（详见附件。", "括号"),
    ("情况）详见附件。", "括号"),
    ("《办法“》”。", "括号"),
    ("由{body}负责。", "占位符"),
    ("请各市（县）区人民政府于月底前报送。", "经市政府同意"),
    ("滨湖区人民政府应当整改。", "经市政府同意"),
])  # fmt: skip
def test_that_each_wrong_text_is_an_error(words, rule):
    assert rules(text(words)) == [rule]


@pytest.mark.parametrize("words", [
    "截至2026年9月30日（含当日），按锡司发〔2026〕12号执行。",
    "滨湖区人民政府高度重视。各部门应当整改。", "《关于“亮码”入企的通知》。",
])  # fmt: skip
def test_that_right_texts_are_no_errors(words):
    assert rules(text(words)) == []


def test_that_consent_of_the_government_allows_its_demands():
    assert rules(circular(to=("滨湖区人民政府",))) == ["经市政府同意"]
    assert rules(circular(to=("滨湖区人民政府",), approved=True)) == []
    assert rules(circular(to=("滨湖区司法局",))) == []


@pytest.mark.parametrize("words", [
    "按照无锡市人民政府要求，各部门应当整改。", "现报无锡市人民政府，各部门必须落实。",
    "根据江苏省人民政府部署，各部门应当整改。", "根据江阴市人民政府的要求，市应急局应当整改。",
    "梁溪区政府部门应当整改。",
])  # fmt: skip
def test_that_the_citys_own_and_higher_governments_need_no_consent(words):
    assert rules(text(words)) == []


@pytest.mark.parametrize(("words", "government"), [
    ("请滨湖区人民政府于月底前报送。", "滨湖区人民政府"),
    ("各市（县）、区人民政府应当落实。", "各市（县）、区人民政府"),
    ("无锡市人民政府、滨湖区人民政府必须整改。", "滨湖区人民政府"),
    ("无锡市滨湖区人民政府必须整改。", "滨湖区人民政府"),
    ("责令华士镇人民政府整改。", "华士镇人民政府"),
    ("无锡经开区管委会应当落实。", "无锡经开区管委会"),
])  # fmt: skip
def test_that_a_demand_on_a_lower_government_names_it(words, government):
    faults = [one for one in check(text(words)) if one.rule == "经市政府同意"]
    assert [f"“{government}”" in one.message for one in faults] == [True]


@pytest.mark.parametrize(("name", "asked"), [
    ("无锡市人民政府", False), ("市人民政府", False), ("江苏省人民政府", False),
    ("无锡市人民政府办公室", False), ("江阴市人民政府", True), ("无锡市滨湖区人民政府", True),
    ("无锡经开区管委会", True), ("各市（县）、区人民政府", True), ("华士镇人民政府", True),
])  # fmt: skip
def test_that_only_a_lower_government_is_addressed_with_consent(name, asked):
    assert rules(circular(to=(name,))) == ["经市政府同意"] * asked


def test_that_disclosure_number_and_title_are_asked_for():
    assert rules(circular(disclosure=None)) == ["公开属性"]
    assert rules(circular(head=Head(number="锡司发〔2026〕012号"))) == ["发文字号"]
    assert rules(circular(title="关于情况的通报。")) == ["标题"]
    assert rules(circular(to=())) == ["主送机关"]


def test_that_a_public_copy_names_no_enterprise():
    code, name = "91320281MADM004495", "江阴市棉纺织有限公司"
    public = circular(0, blocks=(Paragraph(f"{name}（{code}）受检4次。"),), public=True,
                      disclosure=Disclosure.PUBLIC)  # fmt: skip
    assert rules(public) == ["脱敏"]
    assert rules(public, enterprises=(name,)) == ["脱敏", "脱敏"]
    closed = circular(0, blocks=(Paragraph(f"{name}（{code}）受检4次。"),))
    assert rules(closed, enterprises=(name,)) == []


def test_that_one_figure_reads_the_same_in_text_table_and_chart():
    said = Paragraph((Run("比例"), Run("26.3%", fact=Fact("M1", "26.3%", 0.263)), Run("。")))
    table = TableBlock((Column("比例"),), ((Cell("26.3%", 0.263, "percent", "M1"),),))
    wrong = TableBlock((Column("比例"),), ((Cell("26.2%", 0.262, "percent", "M1"),),))
    points = (Point("全市", 0.27, "27.0%", "M1"),)
    chart = ChartBlock("bars", "图", (Series("比例", points),), 0.25)
    assert rules(circular(0, blocks=(said, table))) == []
    assert rules(circular(0, blocks=(said, wrong))) == ["数字一致"]
    assert rules(circular(0, blocks=(said, chart))) == ["数字一致"]


def test_that_a_total_is_the_sum_of_its_rows():
    def table(total):
        rows = tuple((name, Cell(str(n), n, "count")) for name, n in (("甲", 2), ("乙", 3)))
        last = ("合计", Cell(str(total), total, "count"))
        return TableBlock((Column("单位"), Column("次数")), (*rows, last), "表", total=True)

    assert rules(circular(0, blocks=(table(5),))) == []
    assert rules(circular(0, blocks=(table(6),))) == ["合计"]


def test_that_headings_are_counted_without_gaps():
    good = (Heading("一、甲"), Heading("（一）乙", 2), Heading("（二）丙", 2), Heading("二、丁"))
    assert rules(circular(0, blocks=good)) == []
    assert rules(circular(0, blocks=(good[0], good[2]))) == ["层次序号"]


def test_that_evidence_points_to_an_annex_there_is():
    said = Paragraph((Run("比例"), Run("26.3%", fact=Fact("M1", "26.3%", 0.263, 2))))
    assert rules(circular(0, blocks=(said,), annexes=(annex(2),))) == ["依据附件"]


def test_that_a_request_ends_as_one_and_names_its_signer():
    head = Head(number="锡司发〔2026〕3号", signer="张三")
    ends = (Paragraph("拟印发通报。"), Paragraph("妥否，请批示。"))
    assert rules(circular(0, kind=PaperKind.REQUEST, head=head, blocks=ends)) == []
    assert rules(circular(0, kind=PaperKind.REQUEST, head=head, blocks=ends[:1])) == ["请示"]
    assert rules(circular(0, kind=PaperKind.REQUEST, blocks=ends)) == ["签发人"]
    assert rules(circular(0, kind=PaperKind.REPORT, head=head, blocks=ends)) == ["报告"]
