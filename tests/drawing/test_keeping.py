"""A draw's life on a real ledger: promised, drawn once or given up, and nothing undone silently."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from sqlalchemy import text

from data.drawing import keeping
from data.drawing.certificates import certificate, verify
from data.drawing.keeping import Who
from data.drawing.usual_rules import set_usual_rules, usual_rules, usual_rules_signed
from data.intake.mending.emptying import remove_sample
from data.models import DrawSeed, Setting
from data.oversight.clocks import list_clocks
from data.records.dumping import canonical_dump
from data.records.registers import SAMPLE
from data.rows.draw_wishes import read_rules
from data.rows.draws import DrawRules, DrawState
from data.rows.errors import InvalidInput, NotFound, Refused
from data.store.database import Database
from tests.drawing.anew import draw_anew
from tests.drawing.made import people
from tests.ledger.conftest import new_town, registered, town

__all__ = ["new_town", "registered", "town"]
DAY = date(2026, 11, 30)
WHO = Who("张三", DAY)


def promised(town, title="年末抽查", held=DAY, rules=None, witness="", whom=None):
    with town.db.writing("张三", "承诺") as session:
        one = keeping.promise(session, title, held, whom or people(60), rules or DrawRules(),
                              witness, WHO)  # fmt: skip
        return next(row.number for row in keeping.list_draws(session) if row.id == one)


def run(town, number, witness="", day=DAY):
    with town.db.writing("李四", "抽取") as session:
        keeping.run(session, number, witness, Who("李四", day))
    return shown(town, number)


def shown(town, number):
    with town.db.reading() as session:
        return keeping.show(session, number)


def test_that_a_draw_is_promised_then_drawn_and_repeated_by_another_program(town):
    number = promised(town, rules=DrawRules(size=15, most=4))
    before = shown(town, number)
    assert (before.row.state, before.row.seed, before.outcome) == (DrawState.PROMISED, "", None)
    after = run(town, number)
    assert after.row.state is DrawState.DRAWN
    assert after.row.commitment == before.row.commitment
    found = json.loads(json.dumps(certificate(after)))
    assert verify(found).holds
    assert draw_anew(found) == [[one.code, list(one.badges)] for one in after.outcome.drawn]


def test_that_a_promise_is_drawn_once_and_an_end_is_for_good(town):
    number = promised(town)
    run(town, number)
    with pytest.raises(Refused, match="只能抽取一次"):
        run(town, number)
    with pytest.raises(Refused, match="已由李四"), town.db.writing("张三", "作废") as session:
        keeping.abandon(session, number, "不喜欢", WHO)


def test_that_a_draw_given_up_stays_with_its_seed_and_is_told_by_those_after(town):
    first = promised(town, "第一次")
    with pytest.raises(InvalidInput, match="理由"), town.db.writing("张三", "作废") as session:
        keeping.abandon(session, first, " ", WHO)
    with town.db.writing("张三", "作废") as session:
        keeping.abandon(session, first, "名单有误", WHO)
    second = run(town, promised(town, "第二次"))
    gone = second.earlier[0]
    assert (gone.number, gone.state, gone.reason) == (first, DrawState.ABANDONED, "名单有误")
    assert len(gone.seed) == 64
    assert second.row.previous == gone.commitment
    assert certificate(second)["earlier"][0]["reason"] == "名单有误"
    with pytest.raises(InvalidInput, match="还没有结果"):
        certificate(shown(town, first))


def test_that_numbers_go_on_without_a_gap_year_by_year(town):
    assert [promised(town) for _ in range(2)] == ["2026-001", "2026-002"]
    assert promised(town, held=date(2027, 1, 4)) == "2027-001"
    with town.db.reading() as session:
        assert [row.number for row in keeping.list_draws(session, 2026)] == ["2026-002", "2026-001"]


def test_that_an_agreed_figure_is_needed_and_another_refused(town):
    agreed, free = promised(town, witness="当日指数"), promised(town)
    with pytest.raises(InvalidInput, match=r"约定了公开数（当日指数）"):
        run(town, agreed)
    with pytest.raises(InvalidInput, match="没有约定公开数"):
        run(town, free, "3412.55")
    assert run(town, agreed, " 3412.55 ").row.witness == "3412.55"


def test_that_nothing_is_drawn_before_its_day_or_promised_for_the_past(town):
    number = promised(town, held=date(2026, 12, 5))
    with pytest.raises(InvalidInput, match="不能提前"):
        run(town, number)
    assert run(town, number, day=date(2026, 12, 5)).outcome is not None
    with pytest.raises(InvalidInput, match="已过"):
        promised(town, held=date(2026, 11, 29))
    for wrong in ("2026-9", "9", "2026-x", ""):
        with pytest.raises(NotFound, match="draw list"):
            shown(town, wrong)


@pytest.mark.parametrize("deed", [
    "UPDATE draw SET title = 'x'", "DELETE FROM draw", "UPDATE draw_seed SET seed = 'x'",
    "DELETE FROM draw_end", "UPDATE draw_end SET state = 3",
    "INSERT OR REPLACE INTO draw_end SELECT * FROM draw_end", "DELETE FROM drawn_enterprise",
])  # fmt: skip
def test_that_triggers_refuse_every_change(town, deed):
    before = run(town, promised(town))
    with pytest.raises(Refused, match="没有权限"), town.db.writing("王五", "改") as session:
        session.execute(text(deed))
    assert shown(town, before.row.number) == before


def around_the_triggers(town, *deeds):
    """Change the file with another program, as its owner can."""
    town.db.close()
    with closing(sqlite3.connect(town.folder / "台账.sqlite", isolation_level=None)) as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'draw%'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        for deed in deeds:
            raw.execute(deed)
    town.db = Database.open(f"sqlite:///{town.folder / '台账.sqlite'}")


def changed(town):
    with town.db.reading() as session:
        return keeping.changed_draws(session)


def test_that_what_was_changed_around_the_triggers_is_named(town):
    for title in ("甲", "乙", "丙"):
        run(town, promised(town, title))
    assert changed(town) == []
    around_the_triggers(
        town, "UPDATE draw_end SET outcome = replace(outcome, 'E000', 'E001') WHERE draw_id = 1",
        "UPDATE draw SET commitment = substr(commitment, 2) || 'g' WHERE id = 3",
    )  # fmt: skip
    assert changed(town) == [
        "双随机抽取 2026-001 重新抽取的结果与所存的不同，被改动过。",
        "双随机抽取 2026-003 的种子、抽取说明与承诺值不符，被改动过。",
    ]


def test_that_a_promise_taken_out_breaks_the_chain(town):
    for title in ("甲", "乙", "丙"):
        promised(town, title)
    around_the_triggers(
        town, "DELETE FROM draw_seed WHERE draw_id = 2", "DELETE FROM draw WHERE id = 2"
    )
    (found,) = changed(town)
    assert found.startswith("双随机抽取 2026-003 与前一次的承诺值接不上")


def test_that_a_promised_draw_is_a_clock_until_it_is_over(town):
    number = promised(town, held=date(2026, 12, 5))
    for day, state in ((DAY, "待办"), (date(2026, 12, 6), "逾期")):
        with town.db.reading() as session:
            found = [row for row in list_clocks(session, day) if row.kind == "双随机抽取"]
        assert [(row.day, row.title, row.state, row.page) for row in found] == [
            (date(2026, 12, 5), "年末抽查", state, "draws")
        ]
    run(town, number, day=date(2026, 12, 6))
    with town.db.reading() as session:
        assert all(row.kind != "双随机抽取" for row in list_clocks(session, DAY))


def test_that_seeds_are_not_in_the_dump_and_draws_keep_the_sample(town):
    number = promised(town)
    with town.db.reading() as session:
        seed = session.query(DrawSeed.seed).scalar()
        dump = canonical_dump(session).decode()
    assert seed not in dump
    assert shown(town, number).row.commitment in dump
    with pytest.raises(Refused, match="双随机抽取"), town.db.writing("张三", "移除") as session:
        session.add(Setting(key=SAMPLE, value="演示"))
        session.flush()
        remove_sample(session)


def test_that_usual_rules_are_kept_with_who_set_them(town):
    with town.db.writing("张三", "规则") as session:
        assert usual_rules(session) == DrawRules()
        set_usual_rules(session, read_rules(DrawRules(), "A=2%", pair=3), "张三")
        set_usual_rules(session, read_rules(usual_rules(session), repeat="40%"), "李四")
    with town.db.reading() as session:
        rules = usual_rules(session)
        assert (dict(rules.ratios)["A"], rules.pair, rules.repeat) == (200, 3, 40)
        assert usual_rules_signed(session) == "李四"