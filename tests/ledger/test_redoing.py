"""What was taken back is done again as it was, or it is said why not."""

from __future__ import annotations

import pytest

from data.intake.mending.closings import close, reopen, standing_closings
from data.intake.mending.joins import refuse
from data.intake.mending.redoing import redo
from data.rows.errors import InvalidInput
from data.rows.period import Period
from tests.ledger.mending import (
    TODAY,
    canonical,
    corrected,
    edits,
    joined,
    report_of,
    taken_back,
    voided,
)
from tests.ledger.test_mending_bodies import ROWS, merged
from tests.ledger.town import Town, visit

PAIR = (
    visit(检查编号="A1", 配合部门="市生态环境局"),
    visit(检查编号="B1", 检查单位="市生态环境局", 检查事项="J-2"),
)


def again(town: Town, edit: int) -> None:
    """Do an edit again."""
    with town.db.writing("李四", "重做") as session:
        redo(session, edit, TODAY)


def test_that_facts_and_what_follows_from_them_are_as_before(town: Town) -> None:
    town.visits(*PAIR)
    stages = [canonical(town)]
    made = []
    for deed in (
        lambda: corrected(town, "A1", 执法人员数="5"),
        lambda: joined(town, "A1", "B1"),
        lambda: voided(town, "B1"),
    ):
        made.append(deed())
        stages.append(canonical(town))
    for edit, stage in zip(reversed(made), reversed(stages[:-1]), strict=True):
        taken_back(town, edit)
        assert canonical(town) == stage
    for edit, stage in zip(made, stages[1:], strict=True):
        again(town, edit)
        assert canonical(town) == stage
    assert town.verified() == []
    assert [row.redo_of for row in edits(town)] == [3, 2, 1, None, None, None]


def test_that_a_body_is_not_merged_again_over_files_that_came_since(town: Town) -> None:
    town.visits(*ROWS)
    edit = merged(town)
    whole = canonical(town)
    taken_back(town, edit)
    again(town, edit)
    assert canonical(town) == whole
    taken_back(town, 2)
    town.visits(visit(检查编号="A9", 检查日期="2026-08-20"))
    with pytest.raises(InvalidInput, match=r"又导入过数据.*请重新办理单位合并"):
        again(town, 2)


def test_that_words_without_rows_are_said_again_only_where_they_are_missing(town: Town) -> None:
    town.visits(*PAIR)
    first, second = (report_of(town, number) for number in ("A1", "B1"))
    with town.db.writing("张三", "不并") as session:
        refuse(session, first, second, "两次", TODAY)
        close(session, Period.parse("2026-08"), "上报", TODAY)
    taken_back(town, 1)
    joined(town, "A1", "B1")
    with pytest.raises(InvalidInput, match="请先撤回那次合并"):
        again(town, 1)
    with town.db.writing("张三", "封账") as session:
        reopen(session, Period.parse("2026-08"), "补报", TODAY)
    again(town, 2)
    with town.db.reading() as session:
        assert [(one.month, one.note) for one in standing_closings(session)] == [
            ("2026-08", "上报")
        ]
    with town.db.writing("张三", "封账") as session:
        reopen(session, Period.parse("2026-08"), "补报", TODAY)
        close(session, Period.parse("2026-08"), "上报", TODAY)
    with pytest.raises(InvalidInput, match="已是同样的内容"):
        again(town, 4)
