"""The rows of a briefing are the measures and findings, no more and no less."""

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from console.operations.paper_desk import Order
from console.operations.papers import write_papers
from data.measures.compute import measure
from data.measures.lamps import lamp
from data.oversight import spread
from data.oversight.briefing import collect
from data.oversight.dimensions import MEASURES
from data.oversight.spread import heat_months
from data.oversight.standing import standing
from data.rows.briefing import BriefingRows
from data.rows.enums import Force
from data.rows.errors import InvalidInput
from data.rows.measures import Target
from data.rows.period import Period, month_text
from data.rules.listing import list_findings
from data.store.database import Database

TODAY = date(2026, 11, 23)
QUARTER = Period.parse("2026-Q3")
YEAR = Period.parse("2026")


@pytest.fixture(scope="module")
def rows(city: Database) -> BriefingRows:
    with city.reading() as session:
        return collect(session, QUARTER, TODAY)



def write_brief(
    db: Database, period: Period, folder: Path, papers: list[str], today: date
) -> list[dict[str, object]]:
    """Write papers as PDF alone; return what the command line says of them."""
    order = Order(period, today, tuple(papers))
    return [one.told() for one in write_papers(db, order, folder, lambda *_: None, ("pdf",))]


def test_that_each_figure_is_the_measure_of_the_period(city: Database, rows: BriefingRows) -> None:
    with city.reading() as session:
        sheet = measure(session, QUARTER)
    figures = {one.id: one for dimension in rows.dimensions for one in dimension.figures}
    assert set(figures) == {*MEASURES, "R5"}
    for name in MEASURES:
        value, figure = sheet.get(name), figures[name]
        assert (figure.value, figure.numerator, figure.denominator, figure.unknown) == (
            value.value, value.numerator, value.denominator, value.unknown)
        assert figure.target == value.target
        assert bool(figure.target_source) == (figure.target is not None)


def test_that_six_dimensions_stand_in_the_order_of_the_seed(rows: BriefingRows) -> None:
    assert [one.name for one in rows.dimensions] == [
        "平台使用度", "检查计划制订", "企业检查频次", "联合检查比例", "“亮码”入企", "层级间联动"]


def test_that_every_printed_figure_is_defined(rows: BriefingRows) -> None:
    figures = {one.id for dimension in rows.dimensions for one in dimension.figures}
    assert {one.id for one in rows.definitions} == figures


def test_that_no_definition_uses_a_sign_no_font_has(rows: BriefingRows) -> None:
    assert not any(sign in one.text for one in rows.definitions for sign in "⌈⌉")


def test_that_the_gap_carries_the_lamp_of_the_share_it_belongs_to(rows: BriefingRows) -> None:
    joint = {one.id: one for one in rows.dimensions[3].figures}
    assert joint["M2.new"].status == joint["M2.merge"].status == joint["M1"].status
    assert (rows.joint.gap_new, rows.joint.gap_merge) == (
        joint["M2.new"].numerator, joint["M2.merge"].numerator)


@pytest.mark.parametrize(("value", "op", "goal", "share", "word"), [
    (0.25, ">=", 0.25, True, "绿"), (0.16, ">=", 0.25, True, "黄"),
    (0.14, ">=", 0.25, True, "红"), (0.001, "<=", 0.0, True, "红"), (0.0, "<=", 0.0, True, "绿"),
    (4.0, ">=", 5.0, False, "红"), (None, ">=", 0.25, True, "无"),
])
def test_that_a_lamp_follows_the_target(value: float | None, op: str, goal: float, share: bool,
                                        word: str) -> None:
    assert lamp(value, Target(op, goal, "city", Force.BINDING), share) == word


def test_that_a_figure_without_target_has_no_lamp() -> None:
    assert lamp(0.5, None, True) == "无"


def test_that_the_first_month_of_all_data_is_compared_with_nothing(city: Database) -> None:
    with city.reading() as session:
        first = collect(session, Period.parse("2025-01"), TODAY)
    figures = [one for dimension in first.dimensions for one in dimension.figures]
    assert all(one.yoy is None and one.mom is None for one in figures)
    assert [point.month for point in first.joint.shares[0].trend] == ["2025-01"]


def test_that_joint_shares_run_over_the_last_twelve_months(
    city: Database, rows: BriefingRows
) -> None:
    months = [point.month for point in rows.joint.shares[0].trend]
    assert months == [*(f"2025-{n}" for n in (10, 11, 12)), *(f"2026-0{n}" for n in range(1, 10))]
    with city.reading() as session:
        for share in rows.joint.shares:
            last = measure(session, Period.parse("2026-09"), [share.figure.id])
            assert share.trend[-1].value == last.get(share.figure.id).value


def test_that_heat_cells_are_the_visits_of_body_or_region_and_month(
    city: Database, rows: BriefingRows
) -> None:
    with city.reading() as session:
        for table, by in ((rows.bodies, "body"), (rows.regions, "region")):
            sheet = measure(session, Period.parse("2026-01..2026-09"), ["M9"], by=(by, "month"))
            counted = {group.key: group.numerator for group in sheet.get("M9").groups}
            shown = {(row.code, month): cell.value for row in table.rows
                     for month, cell in zip(table.months, row.cells, strict=True) if cell.value}
            known = {row.code for row in table.rows}
            assert shown == {key: n for key, n in counted.items() if key[0] in known}
            assert sum(n for key, n in counted.items() if key[0] not in known) == 0


def test_that_a_flagged_cell_has_an_enterprise_past_the_cap(
    city: Database, rows: BriefingRows
) -> None:
    with city.reading() as session:
        found = list_findings(session, Period.parse("2026-01..2026-09"), ["R1"])
    months = {row.period for row in found if row.beyond}
    table = rows.regions
    flagged = {month for row in table.rows
               for month, cell in zip(table.months, row.cells, strict=True) if cell.flagged}
    assert flagged == months


@pytest.mark.parametrize(("text", "first", "count"), [
    ("2026-Q3", "2026-01", 9), ("2026-01", "2026-01", 1), ("2025-11..2026-02", "2025-11", 4),
    ("2024-01..2026-06", "2025-07", 12), ("2026", "2026-01", 11),
])
def test_that_heat_months_are_those_of_the_year_to_the_end_of_the_period(
    text: str, first: str, count: int
) -> None:
    months = heat_months(Period.parse(text), TODAY)
    assert (month_text(months[0]), len(months)) == (first, count)


def test_that_places_and_reasons_are_those_of_the_measure(
    city: Database, rows: BriefingRows
) -> None:
    with city.reading() as session:
        groups = measure(session, QUARTER, ["M3"], by=("body",)).get("M3").groups
    ranks = {group.key[0]: (group.rank, group.unranked) for group in groups}
    shown = [row for group in rows.ranking.groups for row in group.rows]
    assert len({row.code for row in shown}) == len(shown)
    for row in shown:
        if row.code in ranks:
            assert row.place == ranks[row.code][0]
            assert row.unranked == ranks[row.code][1] or row.unranked == "本期无数据"
        assert (row.place is None) == (row.unranked is not None)


def test_that_a_change_of_place_is_counted_from_the_period_before(
    city: Database, rows: BriefingRows
) -> None:
    with city.reading() as session:
        before = measure(session, QUARTER.before(), ["M3"], by=("body",)).get("M3").groups
    old = {group.key[0]: group.rank for group in before}
    for row in (row for group in rows.ranking.groups for row in group.rows):
        place = old.get(row.code)
        both = place is not None and row.place is not None
        assert row.place_change == ((place or 0) - (row.place or 0) if both else None)


def test_that_the_over_list_is_the_findings_past_a_cap(city: Database) -> None:
    with city.reading() as session:
        year = collect(session, YEAR, TODAY)
        found = [one for one in list_findings(session, YEAR, ["R1", "R3"])
                 if one.beyond and not one.trial]
    words = {"none": "无依据", "some": "部分有依据", "all": "有依据"}
    assert found
    assert year.over_total == len(year.over) == len(found)
    assert Counter((one.rule, one.code, one.period, one.count, one.beyond, one.basis)
                   for one in year.over) == Counter(
        (one.rule, one.subject.code, one.period, one.count, one.beyond, words[one.claimed_basis])
        for one in found)
    assert all(one.bodies for one in year.over)
    order = [list(words.values()).index(one.basis) for one in year.over]
    assert order == sorted(order)


def test_that_findings_are_counted_by_rule_and_severity(city: Database, rows: BriefingRows) -> None:
    with city.reading() as session:
        found = Counter((one.rule, one.severity) for one in list_findings(session, QUARTER))
    shown = {(one.rule.id, severity): n for one in rows.findings
             for severity, n in one.counts.items() if n}
    assert shown == dict(found)
    listed = [one.rule.id for one in rows.findings]
    assert listed == sorted(listed, key=lambda rule: int(rule[1:]))
    assert {"R1", "R3", "R5", "R6", "R7", "R10"} <= set(listed)


def test_that_trial_findings_stay_out_of_the_paper(
    city: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with city.reading() as session:
        real = list_findings(session, QUARTER)
        monkeypatch.setattr("data.oversight.standing.list_findings",
                            lambda *args, **options: [replace(one, trial=True) for one in real])
        assert real and standing(session, QUARTER) == []
        rows = collect(session, QUARTER, TODAY)
    assert rows.over == () and rows.over_total == 0
    assert not any(one.counts for one in rows.findings)


def test_that_the_cut_off_is_the_last_visit_known_today(city: Database) -> None:
    with city.reading() as session:
        assert collect(session, QUARTER, date(2026, 8, 15)).as_of <= date(2026, 8, 15)
        early = collect(session, QUARTER, date(2026, 8, 15))
        late = collect(session, QUARTER, TODAY)
    assert early.as_of < late.as_of <= date(2026, 10, 31)
    assert any("数据止于" in note for note in early.quality)
    assert late.sample


def test_that_the_heat_tables_leave_the_future_out(city: Database) -> None:
    with city.reading() as session:
        table = collect(session, YEAR, date(2026, 11, 23)).regions
    assert table.months[-1] == "2026-11"
    assert all(row.cells[-1].value is None for row in table.rows)
    assert spread.YEAR == 12


def test_that_a_period_without_visits_is_refused_with_what_there_is(
    city: Database, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput, match=r"2024年1月没有检查记录.*2025年1月.*2026年10月"):
        write_brief(city, Period.parse("2024-01"), tmp_path / "out", ["briefing"], TODAY)
    assert not (tmp_path / "out").exists()


def test_that_an_empty_database_asks_for_an_import(empty: Database, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="请先导入检查记录"):
        write_brief(empty, QUARTER, tmp_path, ["briefing"], TODAY)


def test_that_an_unknown_paper_is_refused_naming_the_others(
    city: Database, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput, match=r"poster.*可用：briefing"):
        write_brief(city, QUARTER, tmp_path, ["briefing", "poster"], TODAY)
    assert list(tmp_path.iterdir()) == []


def test_that_the_same_briefing_twice_has_the_same_bytes(city: Database, tmp_path: Path) -> None:
    first, = write_brief(city, QUARTER, tmp_path / "a" / "b", ["briefing"], TODAY)
    second, = write_brief(city, QUARTER, tmp_path / "c", ["briefing"], TODAY)
    assert Path(str(first["path"])).name == "联席会议简报_2026年第三季度_20261123.pdf"
    assert first["sha256"] == second["sha256"]
    assert first["sha256"] == hashlib.sha256(Path(str(first["path"])).read_bytes()).hexdigest()
    assert first["paper"] == "briefing"
    assert Path(str(first["path"])).parent == tmp_path / "a" / "b"


def test_that_the_number_of_pages_is_the_document_s(city: Database, tmp_path: Path) -> None:
    from pypdf import PdfReader

    file, = write_brief(city, QUARTER, tmp_path, ["briefing"], TODAY)
    assert file["pages"] == len(PdfReader(str(file["path"])).pages)


def test_that_all_fifteen_tasks_are_named_with_who_answers_for_them(city: Database) -> None:
    with city.reading() as session:
        tasks = collect(session, QUARTER, TODAY).tasks
    assert [task.number for task in tasks] == list(range(1, 16))
    assert tasks[11].name.startswith("建立“亮码”入企工作机制")
    assert tasks[9].lead.startswith("市司法局牵头")
