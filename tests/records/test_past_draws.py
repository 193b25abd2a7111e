"""The past knows the draws of its days, and no seed that was not told."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from data.drawing import keeping
from data.models import Draw, DrawEnd, DrawnEnterprise, DrawSeed
from data.records.past_copy import copy_facts
from data.rows.draws import DrawRules, DrawState
from data.store.database import Database
from tests.drawing.made import people

FIRST, LATER = date(2026, 11, 3), date(2026, 11, 9)


def test_that_a_day_shows_what_was_promised_and_drawn_by_then(tmp_path):
    rules = DrawRules(size=5)
    with Database.open(f"sqlite:///{tmp_path / '今.sqlite'}") as now:
        for day in (FIRST, LATER):
            with now.writing("张三", "承诺") as session:
                keeping.promise(session, "抽查", LATER, people(20), rules, "",
                                keeping.Who("张三", day))  # fmt: skip
        with now.writing("张三", "抽取") as session:
            keeping.run(session, "2026-001", "", keeping.Who("张三", LATER))
        for day, draws, drawn in ((date(2026, 11, 2), 0, 0), (FIRST, 1, 0), (LATER, 2, 5)):
            with Database.open(f"sqlite:///{tmp_path / f'{day}.sqlite'}") as past:
                with now.reading() as source, past.writing("张三", "回看") as copy:
                    copy_facts(source, copy, day, (), lambda _: None)
                with past.reading() as session:
                    counts = [session.scalar(select(func.count()).select_from(model))
                              for model in (Draw, DrawnEnterprise, DrawSeed)]  # fmt: skip
                    rows = keeping.list_draws(session)
                    ends = session.scalar(select(func.count()).select_from(DrawEnd))
                assert counts == [draws, drawn, 0]
                assert ends == (1 if drawn else 0)
                states = [row.state for row in rows]
                assert states.count(DrawState.DRAWN) == ends
