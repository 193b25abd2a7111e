"""What is derived stays in line with the facts, whatever order the files came in."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from data.measures.counters import COUNTERS
from data.rules.maintenance import rebuild
from tests.ledger.town import Row, Town, differences, visit

TALLIED = ", ".join(COUNTERS)

BODY = st.sampled_from(["市应急局", "江阴市应急局", "市市场监管局"])
CELLS = st.fixed_dictionaries(
    {
        "检查单位": BODY,
        "企业": st.sampled_from(["E1", "E2"]),
        "检查日期": st.sampled_from(["2026-07-01", "2026-07-02", "2026-08-01"]),
        "任务编号": st.sampled_from(["", "T1", "T2"]),
        "检查事项": st.sampled_from(["J-1", "J-2"]),
        "配合部门": st.sampled_from(["", "市生态环境局", "市应急局"]),
        "执法人员数": st.sampled_from([1, 2]),
        "状态": st.sampled_from(["已完成", "已完成", "已取消"]),
        "超频次依据": st.sampled_from(["", "某文件"]),
    }
)


def rebuilt(town: Town) -> dict[str, object]:
    """Return what is otherwise once everything derived is made anew."""
    before = town.dump()
    with town.db.bulk_writing("测试", "重算") as session:
        rebuild(session)
    return differences(before, town.dump())


@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(files=st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=2, max_size=3))
def test_that_any_order_of_files_gives_what_a_rebuild_gives(
    new_town: Callable[[], Town], files: list[list[Row]]
) -> None:
    town = new_town()
    reports = [town.visits(*rows) for rows in files]
    assert town.verified() == []
    assert rebuilt(town) == {}
    last = reports[-1]
    if last.id is not None and last.taken and not last.unchanged:
        town.undo(last)
        assert town.verified() == []
    assert rebuilt(town) == {}


def test_that_the_order_of_files_does_not_matter(new_town: Callable[[], Town]) -> None:
    files = [
        [visit(检查编号=f"A{n}", 任务编号="T1", 检查日期=f"2026-07-0{n}") for n in (1, 2)],
        [visit(检查编号="B1", 任务编号="T1", 检查日期="2026-07-01", 检查单位="SC",
               配合部门="市应急局")],
        [visit(检查编号="C1", 检查日期="2026-07-03"),
         visit(检查编号="C2", 检查日期="2026-07-03", 检查单位="HB")],
    ]  # fmt: skip
    there, back = new_town(), new_town()
    for rows in files:
        there.visits(*rows)
    for rows in reversed(files):
        back.visits(*rows)
    names = ("M1c", "M6", "M7", "M9", "M9.enterprises", "M10", "M14")
    assert [there.share(one) for one in names] == [back.share(one) for one in names]
    assert there.judged("R1") == back.judged("R1") == {"R1:E1:2026-07": "红"}
    charged = [{body.code for body in town.findings("R1")[0].bodies} for town in (there, back)]
    assert charged == [{"YJ"}, {"YJ"}]


CHANGES = [
    "UPDATE report SET code = 4",
    "UPDATE report SET claim = 1",
    "UPDATE report SET companions = ''",
    "UPDATE report_line SET result = 3",
    "UPDATE visit SET day = day + 1",
    "DELETE FROM visit_body WHERE visit_id IN (SELECT min(visit_id) FROM visit_body)",
    "DELETE FROM visit_item WHERE visit_id = 4",
    "UPDATE tally SET visits = visits + 1 WHERE shape = 2",
    "DELETE FROM tally WHERE shape = 0",
    f"INSERT INTO tally SELECT 0, 1, 0, 0, {TALLIED} FROM tally WHERE shape = 0 LIMIT 1",
    "UPDATE finding SET severity = 1",
    "UPDATE finding SET trial = 1",
    "UPDATE finding SET day = day + 1",
    "DELETE FROM finding_visit",
    "DELETE FROM finding_body",
    "UPDATE finding_tally SET n = n + 1 WHERE shape = 0",
    "UPDATE finding_tally SET n = n + 1 WHERE shape = 1",
]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [pytest.param(change, id=change[:44]) for change in CHANGES],
)
def test_that_a_change_by_hand_is_found(
    change: str, new_town: Callable[[], Town], broken: Callable[[], Town]
) -> None:
    town = broken()
    assert town.verified() == []
    with town.db.bulk_writing("测试", "手工改动") as session:
        session.execute(text("PRAGMA foreign_keys=OFF"))
        session.execute(text(change))
    assert town.verified() != []


@pytest.fixture(scope="module")
def filled(registered, tmp_path_factory):  # type: ignore[no-untyped-def]  # two paths
    """A closed file with four visits and some findings."""
    import shutil

    from data.store.database import Database

    folder = tmp_path_factory.mktemp("filled")
    path = folder / "台账.sqlite"
    shutil.copy(registered, path)
    with Database.open(f"sqlite:///{path}") as db:
        Town(db, folder).visits(
            *[visit(检查编号=f"A{n}", 检查日期=f"2026-07-0{n}", 配合部门="市市场监管局",
                    检查结果="未发现问题", 亮码时间=f"2026-07-0{n} 09:00", 执法人员数=n)
              for n in (1, 2, 3, 4)]
        )  # fmt: skip
    return path


@pytest.fixture
def broken(filled, tmp_path):  # type: ignore[no-untyped-def]  # see above
    """A maker of copies of that file."""
    import shutil

    from data.store.database import Database

    opened = []

    def make() -> Town:
        path = tmp_path / "坏.sqlite"
        shutil.copy(filled, path)
        opened.append(Database.open(f"sqlite:///{path}"))
        return Town(opened[-1], tmp_path)

    yield make
    for db in opened:
        db.close()


def test_that_old_images_are_json(town: Town) -> None:
    town.visits(visit(检查编号="A1"))
    town.visits(visit(检查编号="A1", 检查结果="责令改正"))
    for row in town.rows("batch_change"):
        assert json.loads(str(row["before"]))
