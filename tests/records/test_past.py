"""The ledger of a past day: whatever was asked on that day is answered as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from data.intake.importer import ImportOptions, undo
from data.intake.mending.edits import take_back as take_back_edit
from data.intake.merging import merge, split
from data.intake.past import Shelf
from data.intake.resting import resting_on
from data.measures.compute import measure
from data.models import BasisVerdict, BatchRemoved, Body, EnterpriseMerge, Report, RuleChange
from data.models.tables import table_of
from data.oversight import board
from data.oversight.issued import freeze, take_number
from data.oversight.issuing import BUILT_IN
from data.oversight.notices import answering, life
from data.oversight.notices.entering import By
from data.oversight.notices.listing import events_of, list_notices, notice_row
from data.oversight.tasks import task_rows
from data.rows.enums import Claim
from data.rows.errors import Cancelled, Refused
from data.rows.notices import Deed, NoticeState
from data.rows.papers import Form, PaperKind
from data.rows.period import Period, day_number
from data.rules.listing import list_findings
from data.rules.maintenance import rebuild
from data.store.database import Database
from tests.ledger.test_undo_property import FILES, File
from tests.ledger.town import Row, Town, visit
from tests.storage.test_issued_papers import paper

START = date.today()
"""The registers of every town are taken in today."""


def told(db: Database) -> dict[str, object]:
    """Return what a ledger answers: all measures, in all and by body, and all findings."""
    with db.reading() as session:
        period = Period.parse("2026-06..2026-09")
        answers: dict[str, object] = {
            one.id: (one.numerator, one.denominator, one.unknown, one.value,
                     [(group.key, group.numerator, group.denominator) for group in one.groups])
            for one in measure(session, period, None, ("body",)).measures
        }  # fmt: skip
        answers["findings"] = sorted(
            (row.key, row.severity, row.state, row.count, row.record_ids)
            for row in list_findings(session, period, with_records=True)
        )
    return answers


def shelf_of(town: Town) -> Shelf:
    """Return a shelf beside the town."""
    return Shelf(town.folder / "past")


def answers_as_remembered(
    new_town: Callable[[], Town], files: list[File], undone: list[int], gaps: list[int]
) -> None:
    town = new_town()
    day, remembered = START, {START: told(town.db)}
    steps: list[File | int] = [*files]
    for place in undone:
        steps.insert(min(place, len(steps)), place)
    batches: list[int] = []
    for step, gap in zip(steps, gaps, strict=False):
        day += timedelta(days=gap)
        if isinstance(step, File):
            options = ImportOptions(only_valid=True, today=day)
            report = town.take(step.kind, list(step.rows), options)
            batches += [report.id] if report.id is not None and not report.repeated else []
        else:
            take_one_back(town, batches, day)
        remembered[day] = told(town.db)
    with shelf_of(town) as shelf:
        for then, answers in remembered.items():
            past = shelf.as_of(town.db, then)
            assert told(past.database) == answers, then


def many(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Play a test on so many drawn ledgers."""
    drawn = given(
        files=FILES,
        undone=st.lists(st.integers(0, 12), max_size=3),
        gaps=st.lists(st.integers(0, 2), min_size=12, max_size=12),
    )
    usual = settings(
        max_examples=examples,
        deadline=None,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    return lambda test: usual(drawn(test))


test_that_every_past_day_answers_as_it_was_remembered = pytest.mark.night(
    many(20)(answers_as_remembered)
)


def take_one_back(town: Town, batches: list[int], day: date) -> None:
    """Take the newest batch back that nothing rests on, if there is one."""
    for batch in reversed(batches):
        with town.db.reading() as session:
            free = not resting_on(session, batch)
        if free:
            undo(town.db, batch, "测试", day)
            batches.remove(batch)
            return


def remembered_on(town: Town, day: date) -> dict[str, object]:
    """Return what the ledger of a past day answers."""
    with shelf_of(town) as shelf:
        return told(shelf.as_of(town.db, day).database)


def taken(town: Town, days: int, *rows: Row, kind: str = "visits") -> int:
    """Take rows in on a day after the start; return the batch."""
    report = town.take(kind, rows, ImportOptions(today=START + timedelta(days=days)))
    assert report.id is not None and not report.errors, [one.message for one in report.issues]
    return report.id


def test_that_a_day_before_the_first_batch_is_an_empty_ledger(town: Town) -> None:
    taken(town, 1, visit())
    with shelf_of(town) as shelf:
        past = shelf.as_of(town.db, START - timedelta(days=1))
        with past.database.reading() as session:
            sheet = measure(session, Period.parse("2026"))
            assert list_findings(session, Period.parse("2026")) == []
    assert sheet.get("M9").numerator == 0
    assert sheet.get("M1").value is None
    assert sheet.get("M3").denominator == 0
    assert any("按现在的内容" in note for note in past.notes)


def test_that_a_day_after_which_nothing_was_recorded_is_the_ledger_itself(town: Town) -> None:
    taken(town, 1, visit())
    with shelf_of(town) as shelf:
        for days in (1, 2, 400):
            past = shelf.as_of(town.db, START + timedelta(days=days))
            assert not past.is_copy
            assert past.database is town.db


def test_that_a_ledger_of_the_past_cannot_be_written_and_says_why(town: Town) -> None:
    batch = taken(town, 1, visit())
    with shelf_of(town) as shelf:
        past = shelf.as_of(town.db, START)
        with pytest.raises(Refused, match="返回现在"):
            undo(past.database, batch, "测试")


def test_that_a_ledger_of_the_past_is_made_once_and_gone_when_closed(town: Town) -> None:
    taken(town, 1, visit())
    with shelf_of(town) as shelf:
        first = shelf.as_of(town.db, START)
        assert shelf.as_of(town.db, START) is first
        taken(town, 2, visit(检查日期="2026-07-09"))
        assert shelf.as_of(town.db, START) is not first
    assert list((town.folder / "past").iterdir()) == []


def test_that_what_a_killed_program_left_is_removed_at_the_next_look(town: Town) -> None:
    left = town.folder / "past" / "deadbeef"
    left.mkdir(parents=True)
    (left / "lock").write_text("{}")
    (left / "0.sqlite").write_bytes(b"x")
    with shelf_of(town):
        assert not left.exists()


def test_that_a_cancel_leaves_no_file_behind(town: Town) -> None:
    taken(town, 1, visit())

    def stop(label: str) -> None:
        if label.startswith("退回"):
            raise Cancelled

    with shelf_of(town) as shelf:
        with pytest.raises(Cancelled):
            shelf.as_of(town.db, START, stop)
        (folder,) = (town.folder / "past").iterdir()
        assert [one.name for one in folder.iterdir()] == ["lock"]


def test_that_a_merge_and_its_split_are_seen_on_their_days_only(town: Town) -> None:
    rows = [visit(检查编号=f"A{n}", 企业=("E1", "E2")[n % 2], 检查日期=f"2026-07-0{n}")
            for n in range(1, 8)]  # fmt: skip
    taken(town, 1, *rows)
    days = [START + timedelta(days=n) for n in range(2, 6)]
    remembered = {days[0]: told(town.db)}
    with town.db.writing("张三", "合并") as session:
        merge(session, "E1", "E2", "测试", today=days[1])
        number = session.scalars(select(EnterpriseMerge.id)).one()
    remembered[days[1]] = told(town.db)
    with town.db.writing("张三", "拆分") as session:
        split(session, number, today=days[2])
    remembered[days[2]] = told(town.db)
    taken(town, 5, visit(检查编号="A9", 检查日期="2026-07-09"))
    remembered[days[3]] = told(town.db)
    assert remembered[days[0]] != remembered[days[1]]
    for day, answers in remembered.items():
        assert remembered_on(town, day) == answers, day


def test_that_a_batch_put_back_brings_what_it_had_corrected(town: Town) -> None:
    taken(town, 1, visit(检查编号="A1", 检查结果="未发现问题", 亮码时间="2026-07-06 08:00"))
    again = taken(town, 2, visit(检查编号="A1", 检查结果="移送", 亮码时间=""))
    corrected = told(town.db)
    undo(town.db, again, "测试", START + timedelta(days=3))
    assert told(town.db) != corrected
    assert remembered_on(town, START + timedelta(days=2)) == corrected


def test_that_a_threshold_set_later_does_not_judge_an_earlier_day(town: Town) -> None:
    rows = [visit(检查编号=f"A{n}", 检查日期=f"2026-07-0{n}") for n in (1, 2, 3)]
    taken(town, 1, *rows)
    before = told(town.db)
    with town.db.writing("张三", "收紧") as session:
        values = {
            "effective": day_number(date(2026, 7, 1)), "rule": "R1", "name": "visits_per_month",
            "value": 2.0, "author": "张三", "reason": "测试", "at": "2026-11-24T00:00:00+00:00",
            "day": day_number(START) + 3,
        }  # fmt: skip
        session.execute(insert(table_of(RuleChange)).values(values))
        rebuild(session)
    assert told(town.db) != before
    assert remembered_on(town, START + timedelta(days=2)) == before


def test_that_verdicts_and_decisions_count_from_their_day_on(town: Town) -> None:
    rows = [visit(检查编号=f"A{n}", 检查日期=f"2026-07-0{n}", 超频次依据="上级文件1号",
                  依据批准人="李四", 依据日期="2026-07-01") for n in range(1, 5)]  # fmt: skip
    taken(town, 1, *rows)
    before = told(town.db)
    day = day_number(START) + 3
    with town.db.writing("张三", "认定") as session:
        found = session.execute(select(Report.id, Report.body_id, Report.basis)).all()
        common = {"reason": "", "actor": "张三", "at": "2026-11-24T00:00:00+00:00", "day": day}
        for one, body, basis in found:
            verdict = {"report_id": one, "body_id": body, "basis": basis, "verdict": 2}
            session.execute(insert(table_of(BasisVerdict)).values({**verdict, **common}))
        session.execute(update(Report).values(claim=int(Claim.ACCEPTED)))
        rebuild(session)
    assert told(town.db) != before
    assert remembered_on(town, START + timedelta(days=2)) == before


def test_that_a_ledger_with_papers_that_went_out_can_be_looked_back_on(town: Town) -> None:
    taken(town, 1, visit(检查编号="A1"))
    before = told(town.db)
    by = By("王五", START)
    with town.db.writing("王五", "印发") as session:
        code = session.scalars(select(Body.code).limit(1)).one()
        number = life.open_notice(session, life.Draft(PaperKind.REMINDER, "2026-Q1", code), by)
        life.sign(session, number, By("李处", START))
        given = take_number(session, BUILT_IN[0], Form.LETTER, 2026)
        kept = replace(paper(given), kind=PaperKind.REMINDER, records=())
        life.mark_issued(session, number, freeze(session, kept, "文印", START), kept, by)
        shown = notice_row(session, number, START)
        answering.receive(session, number, By("收发", START + timedelta(days=3)))
        answering.reply(session, number, By("单位", START + timedelta(days=3), "已整改"))
    taken(town, 3, visit(检查编号="A2"))
    assert told(town.db) != before
    with shelf_of(town) as shelf:
        past = shelf.as_of(town.db, START + timedelta(days=2)).database
        assert told(past) == before
        with past.reading() as session:
            then = notice_row(session, number, START)
            assert [one.deed for one in events_of(session, number)][-1] is Deed.ISSUE
    assert replace(then, version=0) == replace(shown, version=0)


def test_that_a_batch_of_earlier_programs_taken_back_never_happened(town: Town) -> None:
    gone = taken(town, 1, visit(检查编号="A1"))
    taken(town, 1, visit(检查编号="A2", 检查日期="2026-07-09"))
    undo(town.db, gone, "测试", START + timedelta(days=2))
    with town.db.writing("", "") as session:
        session.execute(delete(table_of(BatchRemoved)))
    taken(town, 5, visit(检查编号="A3", 检查日期="2026-07-10"))
    with shelf_of(town) as shelf:
        past = shelf.as_of(town.db, START + timedelta(days=1))
        with past.database.reading() as session:
            assert measure(session, Period.parse("2026"), ["M9"]).get("M9").numerator == 1


def test_that_papers_under_way_do_not_keep_anyone_from_looking_back(town: Town) -> None:
    taken(town, 1, visit())
    by = By("王五", START, "季度通报")
    with town.db.writing("王五", "办件") as session:
        draft = life.Draft(PaperKind.CIRCULAR, "2026-Q3", reason="季度通报", issuer="司法局")
        life.submit(session, life.open_notice(session, draft, by), by)
        board.finish(session, 4, by)
        board.add_step(session, 5, "后来的步骤", By("王五", START + timedelta(days=2)))
    with shelf_of(town) as shelf:
        taken(town, 2, visit(检查日期="2026-07-09"))
        with town.db.writing("王五", "撤回") as session:
            take_back_edit(session, 1, today=START + timedelta(days=2))
            assert task_rows(session, START)[3].done is None
        past = shelf.as_of(town.db, START + timedelta(days=1))
        with past.database.reading() as session:
            assert list_notices(session, START)[0].state is NoticeState.REVIEW
            assert [one.note for one in board.history(session, 4)] == ["季度通报"]
            assert task_rows(session, START)[4].steps == 0
            assert task_rows(session, START)[3].done == START
