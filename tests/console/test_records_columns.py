"""检查记录 narrowed and ordered by its columns: the query agrees with what the cells say."""

from __future__ import annotations

import pytest

from console.loading import records
from console.loading.records import Wish, read_all_ids, read_rows, read_stretch, read_visits
from console.pages.visit_columns import COLUMNS, NAMES
from data.records import visit_columns, visits
from data.records.visits import visit_stretch
from data.rows.column_filters import fits, read_wish
from data.rows.enums import FindingState, Severity
from data.rows.findings import FindingFilter
from data.rows.period import Period
from data.rows.records import VisitFilter
from data.rules.paging import count_by_rule, page_rows

EVERYTHING = VisitFilter()
USUAL = (("day", True),)


@pytest.mark.parametrize("place", NAMES)
def test_that_a_column_leaves_the_visits_whose_cells_say_so(ctx, place):
    column = COLUMNS[place]
    with ctx.db.reading() as session:
        rows = read_rows(session, visit_stretch(session, EVERYTHING, USUAL))
        typed = {column.shown(row) for row in rows if column.get(row)}
        for text in sorted(typed)[:4]:
            for asked in (f"={text}", text[1:3]) if place != 0 else (text, f">{text}"):
                if place in (2, 3, 11) and asked.startswith("=") and "、" in asked:
                    continue
                if place == 11 and not asked.startswith("="):
                    continue
                wish = read_wish(asked)
                wanted = [
                    row.id for row in rows if fits(column.shown(row), column.number(row), wish)
                ]
                narrowed = VisitFilter(columns=((NAMES[place], asked),))
                assert visit_stretch(session, narrowed, USUAL) == wanted, (column.title, asked)


@pytest.mark.parametrize("share", [1 / 1_000_000, 1_000_000], ids=["found first", "one by one"])
@pytest.mark.parametrize("column", ["items", "body"])
def test_that_common_words_leave_the_same_visits_however_they_are_looked_for(
    ctx, column, share, monkeypatch
):
    place = next(place for place, name in NAMES.items() if name == column)
    monkeypatch.setattr(visits, "WALK_SHARE", share)
    with ctx.db.reading() as session:
        rows = read_rows(session, visit_stretch(session, EVERYTHING, USUAL))
        for word in ("检查", "应急", "没有这样的"):
            wanted = VisitFilter(rows[-1].day, rows[0].day - 1, columns=((column, word),))
            said = [
                row.id for row in rows
                if word in COLUMNS[place].shown(row) and row.day < rows[0].day
            ]  # fmt: skip
            assert visits.count_wanted(session, wanted) == len(said)
            assert visits.visit_ids(session, wanted) == said
            assert visit_stretch(session, wanted, USUAL) == said


def test_that_what_fits_much_is_asked_visit_by_visit(ctx):
    with ctx.db.reading() as session:
        for word, chosen in (("检查", {"items"}), ("没有这样的", set())):
            wanted = VisitFilter(columns=(("items", word),))
            assert visits.worth_walking(session, wanted) == chosen


def test_that_several_columns_order_one_after_the_other(ctx):
    order = (("region", False), ("enterprise", True), ("day", False))
    with ctx.db.reading() as session:
        rows = read_rows(session, visit_stretch(session, EVERYTHING, order))
        head = visit_stretch(session, EVERYTHING, order, 2, 4)
    assert [row.id for row in rows][2:6] == head
    by_region: dict[str, list[tuple[str, int]]] = {}
    for row in rows:
        by_region.setdefault(row.region, []).append((row.enterprise, row.day))
    for listed in by_region.values():
        names = [name for name, _ in listed]
        assert names == sorted(names, reverse=True)
        for name in set(names):
            days = [day for one, day in listed if one == name]
            assert days == sorted(days)


@pytest.mark.parametrize("commonness", [1, 20_000])
def test_that_a_long_list_reads_the_same_before_and_after_all_ids_are_at_hand(
    ctx, monkeypatch, commonness
):
    monkeypatch.setattr(records, "LISTED", 2)
    monkeypatch.setattr(records, "HEAD", 3)
    monkeypatch.setattr(visit_columns, "COMMON", commonness)
    columns = (("body", "应急"), ("items", "检查"))
    wish = Wish(order=(("trigger", False), ("day", True)), columns=columns)
    with ctx.db.reading() as session:
        found = read_visits(session, ctx.filter, None, ctx.today, wish)
        assert found.is_slow_below and found.count == 7
        before = [read_stretch(session, found, 0, 3), read_stretch(session, found, 2, 5)]
        whole = read_all_ids(session, found)
        after = [read_stretch(session, whole, 0, 3), read_stretch(session, whole, 2, 5)]
    assert before == after
    assert whole.count == 7


def test_that_findings_are_narrowed_and_ordered_by_their_columns(ctx):
    def keys(wanted: FindingFilter) -> list[str]:
        with ctx.db.reading() as session:
            counts = count_by_rule(session, wanted)
            rows = page_rows(session, wanted, counts, 0, 100)
        assert sum(counts.values()) == len(rows)
        return [row.key for row in rows]

    period = Period.parse("2026-01..2026-03")
    everything = keys(FindingFilter(period))
    rules = {key.split(":")[0] for key in everything}
    assert len(rules) > 1
    ones = keys(FindingFilter(period, columns=(("rule", "=R1"),)))
    assert ones and all(key.startswith("R1:") for key in ones)
    assert keys(FindingFilter(period, columns=(("subject", "江阴甲"), ("rule", "=R1")))) == [
        key for key in ones if "91320281MA1AAAAA1X" in key
    ]
    assert keys(FindingFilter(period, columns=(("beyond", ">9"),))) == []
    ordered = keys(
        FindingFilter(period, sort="rule", descending=False, then=(("period", True),))
    )
    assert sorted(ordered) == sorted(everything)
    numbers = [int(key.split(":")[0][1:]) for key in ordered]
    assert numbers == sorted(numbers)
    assert keys(FindingFilter(period, state=FindingState.OPEN, severity=Severity.RED))
