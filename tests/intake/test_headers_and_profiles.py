"""Headers matched by name and alias; profiles read, checked and written back."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake import headers, profiles
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS

PROFILES = Path(__file__).parents[1] / "profiles"


def test_that_headers_match_by_name_then_alias_whatever_their_form():
    header = ["*检查部门", "信用代码", "检查日期（必填）", "执法\n人员数（人）", "检 查 结 果"]
    header.append("备注")
    found = headers.match(header, KINDS["visits"])
    assert found.positions == {"body": 0, "enterprise": 1, "day": 2, "officers": 3, "result": 4}
    assert found.unknown == ("备注",)
    assert found.missing == ()


def test_that_a_code_column_is_the_enterprise_and_the_name_stays_the_name():
    for name in ("企业名称", "被检查单位", "企业"):
        found = headers.match(["检查单位", name, "统一社会信用代码", "检查日期"], KINDS["visits"])
        assert (found.positions["enterprise"], found.positions["name"]) == (2, 1)
        assert found.unknown == ()


def test_that_a_name_column_alone_is_the_enterprise():
    found = headers.match(["检查单位", "企业名称", "检查日期"], KINDS["visits"])
    assert found.positions["enterprise"] == 1
    assert "name" not in found.positions


def test_that_a_required_column_that_is_absent_is_told():
    found = headers.match(["检查单位", "企业名称"], KINDS["visits"])
    assert [col.header for col in found.missing] == ["检查日期"]


def test_that_the_columns_of_an_error_book_are_no_data():
    found = headers.match(["校验结果", "错误原因", "单位编码", "单位名称", "层级"], KINDS["bodies"])
    assert found.unknown == ()
    assert found.positions == {"code": 2, "name": 3, "level": 4}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_that_the_full_header_of_every_kind_is_proposed_as_that_kind(kind):
    assert headers.propose_kind([col.header for col in KINDS[kind].columns]) == kind


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["检查部门", "被检查单位", "检查时间", "检查结果"], "visits"),
        (["计划编号", "企业名称"], "targets"),
        (["企业名称", "统一社会信用代码", "地区"], "enterprises"),
        (["计划编号", "抽查任务名称", "发起部门", "抽取比例"], "plans"),
        (["任务编号", "牵头部门", "状态", "计划编号"], "tasks"),
    ],
)
def test_that_the_kind_is_proposed_from_the_columns_people_use(header, kind):
    assert headers.propose_kind(header) == kind


def test_that_a_table_of_something_else_is_refused_with_what_was_seen():
    with pytest.raises(InvalidInput, match=r"不是可识别的表.*姓名、年龄"):
        headers.propose_kind(["姓名", "年龄"])


@pytest.mark.parametrize("name", ["toronto.toml", "toronto-no-number.toml"])
def test_that_a_profile_survives_writing_and_reading(name):
    profile = profiles.load_profile(PROFILES / name)
    assert profiles.loads(profiles.dumps(profile)) == profile
    assert profile.create == ("enterprises", "bodies", "items")


BASE = 'name = "x"\nkind = "visits"\n[columns]\n"检查单位" = "a"\n'


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("name = ", "TOML"),
        ('kind = "nonsense"', "nonsense"),
        ("colour = 1\n" + BASE, "colour"),
        (BASE + '"没有的列" = "b"\n', "没有的列"),
        (BASE + '"企业" = { column = "b", colour = 1 }\n', "colour"),
        (BASE + '[options]\ncreate = ["moon"]\n', "create"),
        (BASE + '[options]\nduplicates = "maybe"\n', "duplicates"),
        (BASE + '[constants]\n"检查单位" = "c"\n', "检查单位"),
        (BASE + '[values]\n"检查结果" = "c"\n', "values"),
        ("header_row = 0\n" + BASE, "header_row"),
        ('kind = "visits"\n', "columns"),
    ],
)
def test_that_a_mistake_in_a_profile_is_named(content, named):
    with pytest.raises(InvalidInput, match=named):
        profiles.loads(content)


def test_that_a_column_the_file_lacks_is_named_with_those_it_has():
    profile = profiles.loads(BASE + '"企业" = "business_id"\n"检查日期" = "date"\n')
    with pytest.raises(InvalidInput, match=r"business_id.*文件的列有：a、date"):
        profile.match("x.csv", ["a", "date"])


def test_that_a_profile_that_is_not_there_is_a_clear_sentence(tmp_path):
    with pytest.raises(InvalidInput, match="映射方案"):
        profiles.load_profile(tmp_path / "none.toml")
