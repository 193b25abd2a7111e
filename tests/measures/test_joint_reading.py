"""M2, the projection and what plans for them follow the reading of the joint share that is set."""

from __future__ import annotations

import json
from datetime import date

import pytest

from console.cli.main import main
from console.filters import FilterState
from console.loading.joint import read_joint, read_later
from data.measures.compute import measure
from data.measures.projecting import project_year
from data.measures.settings import set_setting, targets
from data.oversight.dimensions import MEASURES, figure
from data.planning.merging import MergeWish, load_merges
from data.records.behind import records_of_measure
from data.records.explaining import explain_measure
from data.rows.enums import Force
from data.rows.errors import InvalidInput
from data.rows.period import Period
from data.rows.readings import READINGS
from data.rows.settings import READING
from reports.papers.briefing_gap import gap_words
from tests.ledger.town import Town, visit

DAY, YEAR = date(2026, 12, 31), Period.parse("2026")
STATE = FilterState(period="2026")
# Twelve tasks: eight 双随机 ones, all single, and four others of which two are joint.
WANTED = {"M1": (0, 12, 4, 3), "M1b": (0, 8, 3, 2), "M1c": (2, 12, 2, 1)}
"""Joint tasks, all tasks, and (0.25 N − J) ÷ 0.75 and ÷ 1.25 by hand, of each reading."""


@pytest.fixture
def tasks(town: Town) -> Town:
    """A town with those tasks."""
    town.visits(*(
        visit(检查编号=str(place), 检查日期=f"2026-07-{place + 1:02d}",
              检查类型="双随机" if place < 8 else "日常",
              实到部门="市生态环境局" if place >= 10 else "无")
        for place in range(12)
    ))  # fmt: skip
    return town


def choose(town: Town, reading: str) -> None:
    """Set the reading."""
    with town.db.writing("张三", "参数") as session:
        set_setting(session, READING.key, reading, "张三")


@pytest.mark.parametrize("reading", list(READINGS))
def test_that_the_gap_its_records_and_its_explanation_are_those_of_the_reading(
    tasks: Town, reading: str
) -> None:
    joint, whole, new, merge = WANTED[reading]
    choose(tasks, reading)
    assert tasks.share(reading) == (joint, whole)
    assert tasks.share("M1") == WANTED["M1"][:2]
    assert (tasks.share("M2.new"), tasks.share("M2.merge")) == ((new, None), (merge, None))
    # 市生态环境局 came to the two joint tasks alone; of 双随机 it has none, so no gap either.
    gaps = {"M1": {"YJ": (4, None), "HB": (1, None)}, "M1b": {"YJ": (3, None)},
            "M1c": {"YJ": (2, None), "HB": (0, None)}}  # fmt: skip
    assert tasks.groups("M2.new", ["body"]) == gaps[reading]
    with tasks.db.reading() as session:
        rows = [len(records_of_measure(session, "M2.new", YEAR, part=part))
                for part in ("numerator", "denominator")]  # fmt: skip
        told = explain_measure(session, "M2.new", YEAR).text
        aim = targets(session)["M2.new"]
    assert rows == [joint, whole]
    assert (f"所选口径“{READINGS[reading].title}”" in told) == (reading != "M1")
    assert aim is not None and (aim.force is Force.BINDING) == (reading == "M1")
    assert ("全市，参考" in told) == (reading != "M1")


@pytest.mark.parametrize("reading", list(READINGS))
def test_that_projection_page_briefing_and_solver_follow_it(tasks: Town, reading: str) -> None:
    joint, whole, new, merge = WANTED[reading]
    choose(tasks, reading)
    with tasks.db.reading() as session:
        outlook = project_year(session, 2026, DAY)
        page, later = read_joint(session, STATE, DAY), read_later(session, STATE, DAY)
        solver = load_merges(session, 2026, MergeWish(), DAY)
        given = load_merges(session, 2026, MergeWish("M1c"), DAY)
        sheet = measure(session, YEAR, [*MEASURES, "M9"])
    assert (outlook.reading, outlook.joint, outlook.tasks, outlook.new) == (
        reading, joint, whole, new
    )  # fmt: skip
    assert (solver.wish.reading, given.wish.reading) == (reading, "M1c")
    assert (solver.aim.joint > 0) == (joint > 0) and given.aim.joint > 0
    (gap,) = [one for one in page.tiles if one.measure == "M2.new"]
    assert (gap.figure, gap.origin.measure) == (str(new), reading)
    assert f"还需新增 {new} 个{READINGS[reading].joint}" in page.sentence
    assert sum(one.own.numerator for one in page.months) == joint
    assert later.outlook is not None and later.outlook.reading == reading
    share = figure(sheet, "M2.new")
    assert (reading in share.name, share.value) == (reading != "M1", new)
    words = gap_words(new, merge, READINGS[sheet.reading])
    assert words.endswith(
        f"达到25%还需新增{READINGS[reading].joint}{new}个，或将{merge}对单独任务合并为联合任务"
    )


def test_that_a_met_share_leaves_no_gap_and_nothing_to_count_is_no_error(town: Town) -> None:
    for reading in READINGS:
        choose(town, reading)
        assert (town.share("M2.new"), town.share("M2.merge")) == ((0, None), (0, None))


def test_that_the_reading_is_set_by_command_and_only_to_one_there_is(
    tasks: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--db", f"sqlite:///{tasks.folder / '台账.sqlite'}", "--json"]
    assert main(["settings", "set", "joint.reading", "m1c", *where]) == 0
    capsys.readouterr()
    assert main(["projection", "--year", "2026", "--from", "2026-12-31", *where]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["reading"], said["numerator"], said["denominator"]) == ("M1c", 2, 12)
    assert main(["raise-share", "--year", "2026", *where]) == 0
    assert json.loads(capsys.readouterr().out)["reading"] == "M1c"
    assert main(["measures", "--period", "2026", "--id", "M2", *where]) == 0
    notes = [one["note"] for one in json.loads(capsys.readouterr().out)["measures"]]
    assert len(notes) == 2 and all("联合检查比例（M1c）" in one for one in notes)
    with pytest.raises(InvalidInput, match="M1、M1b、M1c"):
        choose(tasks, "M1d")
