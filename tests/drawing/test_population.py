"""Who is drawn from: the register narrowed, lists completed, visits and 回避 reckoned with."""

from __future__ import annotations

from datetime import date

import pytest

from data.drawing import keeping
from data.drawing.population import population
from data.models import DrawnEnterprise
from data.rows.draw_wishes import Barred, Scope, Wish
from data.rows.draws import DrawObject, DrawOfficer, DrawRules
from data.rows.errors import InvalidInput, NotFound
from tests.drawing.made import people
from tests.ledger.conftest import new_town, registered, town
from tests.ledger.town import visit

__all__ = ["new_town", "registered", "town"]
DAY = date(2026, 11, 30)


def of(town, fresh=False, held=DAY, **wish):
    with town.db.reading() as session:
        return population(session, Wish(**wish), held, fresh)


def officers(town, *rows):
    kept = [{"执法证号": badge, "单位编码": body, "姓名": name, **more}
            for badge, body, name, more in rows]  # fmt: skip
    town.take("officers", kept)


def test_that_the_register_is_narrowed_and_classes_are_read(town):
    whole = of(town)
    classes = [(one.code, one.name, one.credit, one.risk) for one in whole.objects]
    assert classes == [("E1", "一厂", "A", "未定级"), ("E2", "二厂", "B", "未定级"),
                       ("E3", "三厂", "未评级", "未定级"),
                       ("E4", "四厂", "A", "未定级")]  # fmt: skip
    assert whole.notes == ("信用等级没有或不能识别的 1 户，按“未评级”分层。",
                           "风险等级没有或不能识别的 4 户，按“未定级”分层。")  # fmt: skip
    narrow = of(town, scope=Scope(regions=("江阴市",), credits=("A",)))
    assert [one.code for one in narrow.objects] == ["E1"]
    assert narrow.source == "监管对象，地区江阴市，信用A"
    with pytest.raises(InvalidInput, match="没有信用等级“E”"):
        of(town, scope=Scope(credits=("E",)))
    with pytest.raises(NotFound, match="没有计划"):
        of(town, scope=Scope(plan="YJ:P-1"))


def test_that_who_was_visited_or_drawn_this_year_counts_once_each_time(town):
    town.visits(
        visit(检查编号="1", 检查日期="2026-03-02"), visit(检查编号="2", 检查日期="2026-05-04"),
        visit(检查编号="3", 企业="E2", 检查日期="2025-05-04"),
        visit(检查编号="4", 企业="E2", 检查日期="2026-05-04", 入企类型="走访调研"),
        visit(检查编号="5", 企业="E3", 检查日期="2026-05-05", 检查方式="非现场"),
        visit(检查编号="6", 企业="E3", 检查日期="2026-12-05"),
    )  # fmt: skip
    with town.db.writing("张三", "抽") as session:
        one = keeping.promise(session, "先抽", DAY, people(3), DrawRules(size=3), "",
                              keeping.Who("张三", DAY))  # fmt: skip
        session.add(DrawnEnterprise(draw_id=one, year=2026, code="E4", day=20_000))
        session.add(DrawnEnterprise(draw_id=one, year=2026, code="E1", day=20_000))
    times = {one.code: one.times for one in of(town).objects}
    assert times == {"E1": 2, "E2": 0, "E3": 0, "E4": 1}
    assert {one.code: one.times for one in of(town, held=date(2027, 1, 4)).objects}["E1"] == 0


def test_that_exempt_enterprises_and_unfit_officers_are_left_out_and_counted(town):
    town.take("whitelist", [
        {"企业": "E1", "领域": "消防", "监管方式": "免检免扰", "有效期起": "2026-01-01"},
        {"企业": "E2", "领域": "消防", "监管方式": "免检免扰", "有效期止": "2026-06-30"},
        {"企业": "E3", "领域": "消防", "监管方式": "触发式"},
    ])  # fmt: skip
    officers(
        town, ("Z1", "YJ", "甲", {}), ("Z2", "YJ", "乙", {"状态": "暂停"}),
        ("Z3", "YJ", "丙", {"有效期止": "2026-11-29"}), ("Z4", "YJ", "丁", {"类别": "执法辅助"}),
        ("Z5", "HB", "戊", {}), ("Z6", "YJ", "己", {"有效期止": "2026-11-30"}),
    )  # fmt: skip
    found = of(town, bodies=("市应急局",))
    assert [one.code for one in found.objects] == ["E2", "E3", "E4"]
    assert [(one.badge, one.body) for one in found.officers] == [
        ("Z1", "市应急局"), ("Z6", "市应急局"),
    ]  # fmt: skip
    assert dict(found.left_out) == {
        "白名单免检免扰": 1, "执法证暂停或注销": 1, "执法证当日不在有效期": 1,
        "不是行政执法人员": 1,
    }  # fmt: skip
    assert len(of(town, scope=Scope(spared=False)).objects) == 4
    with pytest.raises(InvalidInput, match="市司法局没有当日有效的执法人员"):
        of(town, bodies=("SF",))
    with pytest.raises(NotFound, match="没有单位“市消防局”"):
        of(town, bodies=("市消防局",))


def test_that_lists_are_completed_from_the_register_and_avoidance_by_name_bars_all(town):
    listed = (DrawObject("E2", "", "", "高", 5), DrawObject("X9", "外来（锡）户", "c级", ""))
    staff = (DrawOfficer("Z1", "王", "甲"), DrawOfficer("Z2", "王", "甲"),
             DrawOfficer("Z3", "李", "甲"))  # fmt: skip
    barred = (Barred("王", "二厂", "第 2 行"), Barred("Z3", "外来(锡)户", "第 3 行"),
              Barred("赵", "三厂", "第 4 行"))  # fmt: skip
    found = of(town, objects=listed, officers=staff, barred=barred, files=("名单.csv",))
    assert [(one.code, one.name, one.credit, one.risk, one.times) for one in found.objects] == [
        ("E2", "二厂", "B", "高", 5), ("X9", "外来（锡）户", "C", "未定级", 0),
    ]  # fmt: skip
    assert found.avoid == (("Z1", "E2"), ("Z2", "E2"), ("Z3", "X9"))
    assert found.notes[0] == (
        "回避名单有 1 行的执法人员不在本次抽取范围：第 4 行“赵”，请核对是否写错。"
    )
    assert "企业不在本次抽取范围：第 4 行“三厂”" in found.notes[1]


def test_that_who_came_last_is_known_body_by_body(town):
    officers(town, *((f"Z{n}", "YJ", "", {}) for n in range(1, 4)), ("H1", "HB", "", {}))
    town.visits(
        visit(检查编号="1", 检查日期="2026-03-02", 执法证号="Z1、Z2"),
        visit(检查编号="2", 检查日期="2026-05-04", 执法证号="Z2、Z3"),
        visit(检查编号="3", 检查日期="2026-05-05", 检查单位="市生态环境局", 执法证号="H1"),
        visit(检查编号="4", 检查日期="2026-06-05"),
    )  # fmt: skip
    last = {one.code: one.last for one in of(town, fresh=True, bodies=("YJ", "HB")).objects}
    assert last["E1"] == ("H1", "Z2", "Z3")
    assert last["E2"] == ()
    assert all(one.last == () for one in of(town, bodies=("YJ",)).objects)
