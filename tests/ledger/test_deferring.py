"""Files taken in together end as files taken in one by one, with less work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from data.intake import deferring
from data.intake.importer import ImportOptions, import_paths
from data.rows.errors import Cancelled
from data.rules.freshening import is_stale
from tests.ledger.town import Row, Town, differences, visit

SHOWN = {"行政行为码": "X1", "检查编号": "A1", "亮码时间": "2026-07-06 09:00", "评价": "满意"}
FILES: tuple[Sequence[Row], ...] = (
    [{"企业名称": "二厂", "其他编号": "E2", "地区": "江阴市"}],
    [{"单位编码": "HB", "单位名称": "市生态环境局", "层级": "市级", "地区": "梁溪区"}],
    [{"计划编号": "P1", "任务名称": "甲", "牵头部门": "市应急局", "检查类型": "双随机"}],
    [{"计划编号": "P1", "企业": "E1"}, {"计划编号": "P1", "企业": "E3"}],
    [{"任务编号": "T1", "牵头部门": "市应急局", "状态": "已完成", "计划编号": "P1"}],
    [visit(检查编号="A1", 任务编号="T1"), visit(检查编号="A2", 企业="E2", 来源="")],
    [visit(检查编号="C1", 检查单位="市司法局", 企业="E3", 检查日期=f"2026-07-{day:02d}")
     | {"检查编号": f"C{day}"} for day in range(1, 6)],
    [SHOWN],
    [{"单位编码": "YJ", "月份": "2026-07", "金额（元）": "100", }],
    [{"编号": "S1", "日期": "2026-07-08", "被反映单位": "市应急局"}],
)  # fmt: skip
BEFORE = (
    visit(检查编号="B1", 检查单位="市生态环境局", 企业="E2", 任务编号="T1", 配合部门="市应急局"),
    visit(检查编号="B2", 检查单位="市生态环境局", 企业="E4"),
)


def written(town: Town) -> Path:
    """Write the files into a folder after the town has visits already; return the folder."""
    town.visits(*BEFORE)
    folder = town.folder / "报送"
    folder.mkdir()
    for place, rows in enumerate(FILES):
        town.file(rows).rename(folder / f"{place}.csv")
    return folder


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Hear how often everything is made anew."""
    calls: list[object] = []
    rebuild = deferring.rebuild
    monkeypatch.setattr(deferring, "rebuild", lambda s: (calls.append(s), rebuild(s))[1])
    yield calls


def test_that_a_folder_ends_as_its_files_one_by_one(
    new_town: Callable[[], Town], asked: list[object]
) -> None:
    together, apart = new_town(), new_town()
    told = import_paths(together.db, [written(together)], ImportOptions())
    assert len(asked) == 1
    folder = written(apart)
    single = [apart.read(folder / one.file) for one in told]
    assert len(asked) == 1
    names = ("kind", "rows", "taken", "unchanged", "errors", "warnings", "visits")
    assert [[getattr(one, name) for name in names] for one in told] == [
        [getattr(one, name) for name in names] for one in single
    ]
    assert differences(together.dump(), apart.dump()) == {}
    assert together.judged("R1") == apart.judged("R1") != {}
    assert together.judged("R6") == apart.judged("R6")
    assert together.verified() == apart.verified() == []


def test_that_a_check_of_a_folder_tells_what_the_import_will(town: Town) -> None:
    folder = written(town)
    before = town.dump()
    looked = import_paths(town.db, [folder], ImportOptions(dry_run=True))
    assert differences(before, town.dump()) == {}
    taken = import_paths(town.db, [folder], ImportOptions())
    assert [(one.file, one.taken, one.visits) for one in looked] == [
        (one.file, one.taken, one.visits) for one in taken
    ]


def test_that_files_stopped_half_way_leave_nothing_stale(town: Town) -> None:
    folder = written(town)

    def stop(done: int, total: int, label: str) -> None:
        if label.startswith("7.csv"):
            raise Cancelled("已取消。")

    with pytest.raises(Cancelled):
        import_paths(town.db, [folder], ImportOptions(), stop)
    assert len(town.rows("batch")) == 3 + 1 + 7
    with town.db.reading() as session:
        assert not is_stale(session)
    assert town.verified() == []
