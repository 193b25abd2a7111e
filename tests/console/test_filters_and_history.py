"""The filter in words, and going back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import update

from console.filter_menu import choices
from console.filters import FilterState, chips, default_period
from console.history import History, Origin, Place
from console.loading.heat import read_heat
from console.loading.records import read_visits
from data.models import Body

TODAY = date(2026, 11, 23)
MARCH = FilterState("2026-03")


def test_that_chips_speak_the_words_of_the_meeting():
    state = FilterState("2026-01..2026-10", region="320281", trigger=2)
    found = chips(state, ("period", "region", "trigger", "basis"), {"320281": "江阴市"}, TODAY)
    assert [(chip.label, chip.value) for chip in found] == [
        ("期间", "2026年1—10月"), ("地区", "江阴市"), ("来源", "投诉举报"), ("口径", "按次"),
    ]  # fmt: skip
    assert [chip.narrowed for chip in found] == [False, True, True, False]


def test_that_a_page_shows_only_the_dimensions_it_obeys():
    found = chips(FilterState("2026"), ("period",), {}, TODAY)
    assert [chip.dimension for chip in found] == ["period"]


def test_that_a_window_opens_with_the_year_up_to_the_last_data():
    assert default_period(date(2026, 10, 31), TODAY) == "2026-01..2026-10"
    assert default_period(None, date(2026, 12, 5)) == "2026"


def test_that_going_back_restores_filter_origin_and_selection():
    history = History()
    origin = Origin("市应急局 · 3月", 4, "次", "2026-03", "M9", ("body",), ("YJ",))
    history.visit(Place("heatmap", MARCH))
    history.remember(("both", "body", "YJ", "2026-03"))
    history.visit(Place("records", MARCH, origin))
    history.remember((17,))
    back = history.back()
    assert back == Place("heatmap", MARCH, None, ("both", "body", "YJ", "2026-03"))
    assert history.forward() == Place("records", MARCH, origin, (17,))


def test_that_a_new_step_forgets_what_lay_ahead():
    history = History()
    for page in ("overview", "heatmap"):
        history.visit(Place(page, MARCH))
    history.back()
    history.visit(Place("system", MARCH))
    assert not history.can_go_forward
    assert history.back() == Place("overview", MARCH)


def test_that_there_is_nothing_before_the_first_step():
    history = History()
    history.visit(Place("overview", MARCH))
    assert history.back() is None


def test_that_a_system_narrows_the_heat_and_the_records_to_the_same_number(ctx):
    with ctx.db.writing("测试", "条线") as session:
        session.execute(
            update(Body).where(Body.code.in_(["YJ", "JYYJ"])).values(system="应急管理")
        )
    state = ctx.filter.with_value("system", "应急管理")
    with ctx.db.reading() as session:
        heat = read_heat(session, state, "region", ctx.today)
        listed = read_visits(session, state, None, ctx.today)
        opened = 0
        for line in range(len(heat.lines)):
            for month in range(len(heat.months)):
                origin = heat.origin(line, month)
                if origin is not None and origin.count:
                    found = read_visits(session, state, origin, ctx.today)
                    assert found.behind == origin.count
                    opened += origin.count
        bodies = read_heat(session, state, "body", ctx.today)
    assert listed.count == opened == sum(line.total for line in bodies.lines) == 7


def test_that_the_menu_of_systems_offers_each_once(ctx):
    assert ctx.registers is not None
    one = replace(ctx.registers.bodies[0], system="应急管理")
    ctx.set_registers(replace(ctx.registers, bodies=(one, one, *ctx.registers.bodies[1:])))
    assert choices(ctx, "system") == [(None, "全部"), ("应急管理", "应急管理")]
