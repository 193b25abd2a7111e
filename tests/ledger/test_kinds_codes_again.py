"""亮码记录 and the reports' own files, coming again in any order."""

from __future__ import annotations

from data.intake.importer import ImportOptions
from tests.ledger.town import Town, differences, visit

ARRIVED = visit(检查编号="A1", 到达时间="2026-07-06 09:30")
SHOWN = {"行政行为码": "X1", "检查编号": "A1", "亮码时间": "2026-07-06 09:00", "评价": "满意"}


def test_that_a_corrected_visit_keeps_the_code_a_record_told(town: Town) -> None:
    town.visits(ARRIVED)
    town.take("codes", [SHOWN])
    town.visits({**ARRIVED, "检查结果": "责令改正"})
    assert town.share("M3") == (1, 1)
    assert [(one["act_code"], one["rating"]) for one in town.rows("code_event")] == [("X1", "满意")]
    assert town.verified() == []


def test_that_a_corrected_arrival_is_held_against_the_record(town: Town) -> None:
    town.visits(ARRIVED)
    town.take("codes", [SHOWN])
    town.visits({**ARRIVED, "到达时间": "2026-07-06 08:30"})
    assert town.judged("R7") == {"R7:YJ:A1": "黄"}


def test_that_a_column_left_empty_does_not_unsay_the_record(town: Town) -> None:
    town.visits(ARRIVED)
    town.take("codes", [SHOWN])
    before = town.dump()
    again = town.visits({**ARRIVED, "亮码时间": "", "检查结果": "移送"},
                        visit(检查编号="A2", 企业="E2", 亮码时间="2026-07-06 08:00"))  # fmt: skip
    assert town.judged("R7") == {}
    assert town.share("M3") == (2, 2)
    town.undo(again)
    assert differences(before, town.dump()) == {}


def test_that_codes_and_corrections_end_the_same_in_any_order(new_town) -> None:  # type: ignore[no-untyped-def]  # a maker of towns
    first, second = new_town(), new_town()
    corrected = {**ARRIVED, "检查结果": "责令改正", "亮码时间": ""}
    for town, files in ((first, ("codes", "visits")), (second, ("visits", "codes"))):
        town.visits(ARRIVED)
        for kind in files:
            town.take(kind, [SHOWN if kind == "codes" else corrected])
    names = ("code_event", "code_record")
    ended = [
        [
            {k: v for k, v in row.items() if k != "batch_id"}
            for name in names
            for row in one.rows(name)
        ]
        for one in (first, second)
    ]
    assert ended[0] == ended[1]
    assert first.share("M3") == second.share("M3") == (1, 1)


def test_that_a_profile_may_make_the_bodies_of_other_kinds(town: Town) -> None:
    path = town.folder / "方案.toml"
    path.write_text(
        'name = "f"\nkind = "fines"\n[columns]\n"单位编码" = "局"\n"月份" = "月"\n'
        '"金额（元）" = "数"\n[options]\ncreate = ["bodies"]\n',
        "utf-8",
    )
    rows = [{"局": "新局", "月": "2026-07", "数": "3.5"}]
    report = town.read(town.file(rows), ImportOptions(profile=path))
    assert (report.errors, report.warnings, report.taken) == (0, 1, 1)
    made = {row["id"]: row["provisional"] for row in town.rows("body") if row["name"] == "新局"}
    assert [made[row["body_id"]] for row in town.rows("fine")] == [1]
    quality = [row for row in town.rows("quality") if row["batch_id"] == report.id]
    assert [(row["body_id"], row["sent"], row["clean"]) for row in quality] == [
        (next(iter(made)), 1, 0)
    ]
