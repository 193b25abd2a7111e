"""Whatever is taken in, taking it back in reverse order leaves the canonical dump as before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import unified_diff

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.intake.importer import ImportOptions, undo
from data.intake.resting import resting_on
from data.records.dumping import canonical_digest, canonical_dump
from tests.ledger.town import BODIES, ENTERPRISES, ITEMS, Row, Town, visit

ENTERPRISE = st.sampled_from(["E1", "E2", "E3", "新厂"])
LEAD = st.sampled_from(["市应急局", "市司法局", "江阴市应急局"])
NUMBER = st.sampled_from(["", "1", "2", "3"])
DAY = st.sampled_from(["2026-07-01", "2026-07-02", "2026-08-03"])
ANY_OR_NONE = st.sampled_from(["", "市司法局", "市司法局、江阴市应急局"])


@dataclass(frozen=True)
class File:
    """A kind and its rows."""

    kind: str
    rows: tuple[Row, ...]


def rows_of(kind: str, row: st.SearchStrategy[Row]) -> st.SearchStrategy[File]:
    """Return files of a kind with one to four rows."""
    return st.lists(row, min_size=1, max_size=4).map(lambda rows: File(kind, tuple(rows)))


VISIT = st.builds(
    lambda **cells: visit(**cells),
    检查单位=LEAD,
    企业=ENTERPRISE,
    检查日期=DAY,
    检查编号=NUMBER,
    任务编号=st.sampled_from(["", "T1", "T2"]),
    计划编号=st.sampled_from(["", "P1"]),
    检查事项=st.sampled_from(["", "J-1", "J-2", "新事项"]),
    检查结果=st.sampled_from(["", "未发现问题", "移送", "90分"]),
    执法人员数=st.sampled_from([1, 2]),
    亮码时间=st.sampled_from(["", "2026-07-01 08:00"]),
    配合部门=ANY_OR_NONE,
)
PLAN = st.fixed_dictionaries(
    {
        "计划编号": st.sampled_from(["P1", "P2"]),
        "任务名称": st.sampled_from(["甲", "乙"]),
        "牵头部门": LEAD,
        "检查类型": st.sampled_from(["双随机", "重点"]),
        "参与部门": ANY_OR_NONE,
    }
)
TASK = st.fixed_dictionaries(
    {
        "任务编号": st.sampled_from(["T1", "T2"]),
        "牵头部门": LEAD,
        "状态": st.sampled_from(["已完成", "已取消"]),
        "计划编号": st.sampled_from(["", "P1"]),
        "参与部门": ANY_OR_NONE,
    }
)
TARGET = st.fixed_dictionaries(
    {"计划编号": st.just("P1"), "企业": ENTERPRISE, "参与部门": ANY_OR_NONE}
)
BODY = st.builds(
    lambda body, system: {**body, "条线": system},
    st.sampled_from(BODIES),
    st.sampled_from(["应急", "另一条线"]),
)
ENTERPRISE_ROW = st.builds(
    lambda row, region, credit: {**row, "地区": region, "信用等级": credit},
    st.sampled_from([*ENTERPRISES, {"企业名称": "新厂", "其他编号": "新厂"}]),
    st.sampled_from(["江阴市", "宜兴市"]),
    st.sampled_from(["A", "D"]),
)
ITEM = st.builds(
    lambda row, merged: {**row, "合并自": merged},
    st.sampled_from(ITEMS),
    st.sampled_from(["", "J-1", "J-3"]),
)
CODE = st.fixed_dictionaries(
    {
        "行政行为码": st.sampled_from(["X1", "X2"]),
        "检查编号": st.sampled_from(["1", "2"]),
        "检查单位": LEAD,
        "亮码时间": st.sampled_from(["", "2026-07-01 08:00", "2026-07-09 08:00"]),
        "评价": st.sampled_from(["", "满意"]),
    }
)
USAGE = st.fixed_dictionaries(
    {"单位编码": LEAD, "月份": st.just("2026-07"), "登录人数": st.sampled_from(["1", "2"])}
)
FILES = st.lists(
    st.one_of(
        rows_of("visits", VISIT),
        rows_of("visits", VISIT),
        rows_of("plans", PLAN),
        rows_of("tasks", TASK),
        rows_of("targets", TARGET),
        rows_of("bodies", BODY),
        rows_of("enterprises", ENTERPRISE_ROW),
        rows_of("items", ITEM),
        rows_of("codes", CODE),
        rows_of("codes", CODE),
        rows_of("usage", USAGE),
    ),
    min_size=1,
    max_size=6,
)


def dump(town: Town) -> bytes:
    """Return the canonical dump of a town."""
    with town.db.reading() as session:
        return canonical_dump(session)


def changes(before: bytes, after: bytes) -> tuple[str, ...]:
    """Return the lines two dumps do not have in common, to say what went wrong."""
    if before == after:
        return ()
    lines = unified_diff(before.decode().splitlines(), after.decode().splitlines(), n=0)
    return tuple(lines)


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(files=FILES)
def test_that_undoing_in_reverse_order_leaves_the_dump_as_before(
    new_town: Callable[[], Town], files: list[File]
) -> None:
    town = new_town()
    standing: list[tuple[int, bytes]] = []
    for file in files:
        before = dump(town)
        report = town.take(file.kind, list(file.rows), ImportOptions(only_valid=True))
        if report.id is None or report.repeated:
            assert changes(before, dump(town)) == ()
            continue
        standing.append((report.id, before))
    while standing:
        batch, before = standing.pop()
        with town.db.reading() as session:
            assert resting_on(session, batch) == ()
        undo(town.db, batch, "测试")
        assert changes(before, dump(town)) == ()
        assert town.verified() == []
    town.db.close()


def test_that_the_dump_tells_one_changed_figure(new_town: Callable[[], Town]) -> None:
    one, other = new_town(), new_town()
    assert dump(one) == dump(other)
    one.visits(visit(检查编号="A1", 执法人员数=2))
    other.visits(visit(检查编号="A1", 执法人员数=3))
    assert dump(one) != dump(other)
    with one.db.reading() as session:
        first = canonical_digest(session)
    with other.db.reading() as session:
        assert canonical_digest(session) != first
    other.visits(visit(检查编号="A1", 执法人员数=2))
    assert b'"batch_change"' not in dump(other)


def test_that_taking_back_a_task_list_leaves_the_codes_of_reports(town: Town) -> None:
    town.visits(visit(检查编号="A1", 任务编号="T1", 亮码时间="2026-07-06 08:00", 评价="满意"))
    before = dump(town)
    tasks = [{"任务编号": "T1", "牵头部门": "江阴市应急局", "状态": "已完成"}]
    town.undo(town.take("tasks", tasks))
    assert changes(before, dump(town)) == ()
