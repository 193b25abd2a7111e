"""Substitutes: who is next in the committed order, with the reason, drawn again by others."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy.exc import SQLAlchemyError

from data.drawing import keeping
from data.drawing.certificates import broken_substitutes, certificate, verify
from data.models import DrawSubstitute
from data.rows.draws import DrawRules, standing_rows
from data.rows.errors import DataError, InvalidInput, Refused
from tests.drawing.made import people
from tests.drawing.substitutes_anew import substitutes_anew
from tests.drawing.test_keeping import WHO, promised, run, shown
from tests.ledger.conftest import new_town, registered, town

__all__ = ["new_town", "registered", "town"]
RULES = DrawRules(size=15, most=6)


@pytest.fixture
def drawn(town):
    """A finished draw: the town, its number, its sheet."""
    number = promised(town, rules=RULES)
    return town, number, run(town, number)


def stand_in(town, number, code, badge="", reason="已停业"):
    with town.db.writing("张三", "替补") as session:
        return keeping.substitute(session, number, code, badge, reason, WHO).found


def test_that_substitutes_are_those_another_program_draws_and_a_certificate_proves_them(drawn):
    town, number, sheet = drawn
    first, second = sheet.outcome.drawn[0], sheet.outcome.drawn[4]
    new = stand_in(town, number, first.code)
    officer = stand_in(town, number, second.code, second.badges[0], "与企业有利害关系，回避")
    again = stand_in(town, number, new, reason="已迁出")
    found = json.loads(json.dumps(certificate(shown(town, number))))
    told = [[one["code"], [who["badge"] for who in one["officers"]]] for one in found["standing"]]
    assert substitutes_anew(found) == ([new, officer, again], told)
    assert verify(found).holds and found["drawn"][0]["code"] == first.code
    assert {first.code, new}.isdisjoint(code for code, _ in told)
    rows = standing_rows(shown(town, number))
    assert "已迁出" in rows[0].note and "回避" in rows[4].note
    objects = {one.code: one for one in sheet.plan.people.objects}
    for one in (new, again):
        assert (objects[one].credit, objects[one].risk) == (
            objects[first.code].credit, objects[first.code].risk,
        )  # fmt: skip


def test_that_a_forged_substitute_is_found_in_file_and_ledger(drawn):
    town, number, sheet = drawn
    stand_in(town, number, sheet.outcome.drawn[0].code)
    found = json.loads(json.dumps(certificate(shown(town, number))))
    taken = {one.code for one in sheet.outcome.drawn} | {found["substitutes"][0]["found"]}
    other = next(one.code for one in sheet.plan.people.objects if one.code not in taken)
    forged = {**found, "substitutes": [{**found["substitutes"][0], "found": other}]}
    assert any("第 1 次替补不符" in one for one in verify(forged).problems)
    without = {key: value for key, value in found.items() if key != "substitutes"}
    assert verify(without).holds, "the draw itself stands whoever was replaced"
    with pytest.raises((SQLAlchemyError, DataError)), town.db.writing("李四", "改") as session:
        session.get(DrawSubstitute, 1).found = other
    with town.db.reading() as session:
        assert keeping.changed_draws(session) == []
        sheet = keeping.show(session, number)
    changed = replace(sheet.substitutes[0], found=other)
    assert list(broken_substitutes(replace(sheet, substitutes=(changed,))))


def test_that_a_substitute_needs_a_result_a_reason_and_somebody_drawn(drawn):
    town, number, sheet = drawn
    code = sheet.outcome.drawn[0].code
    for wrong, badge, why, words in (
        (code, "", " ", "理由"), ("X", "", "停业", "不在抽取结果中"),
        (code, "Z999", "回避", "没有被派往"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput, match=words):
            stand_in(town, number, wrong, badge, why)
    with pytest.raises(Refused, match="没有抽取结果"):
        stand_in(town, promised(town, "另一次"), code)


def test_that_a_stratum_without_anybody_left_says_so(town):
    whom = people(4)
    number = promised(town, rules=DrawRules(size=4, pair=0), whom=whom)
    sheet = run(town, number)
    with pytest.raises(InvalidInput, match="没有可替补的企业"):
        stand_in(town, number, sheet.outcome.drawn[0].code)
