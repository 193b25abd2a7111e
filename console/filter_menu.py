"""What a chip offers: the choices of one dimension of the filter."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from console.context import AppContext
from console.filters import BASES
from data.rows.enums import Level, Trigger
from data.rows.period import day_of
from widgets.period_picker import PeriodPicker

MOST_BODIES = 400


def choices(ctx: AppContext, dimension: str) -> list[tuple[str | int | None, str]]:
    """Return the values one may choose in a dimension, with their words."""
    registers = ctx.registers
    if dimension == "basis":
        return [(key, text) for key, text in BASES.items()]
    if dimension == "level":
        return [(None, "全部"), *((int(level), level.label) for level in Level)]
    if dimension == "trigger":
        return [(None, "全部"), *((int(one), one.label) for one in Trigger)]
    if dimension == "region":
        return [(None, "全市"), *(registers.regions if registers else ())]
    if dimension == "system":
        return [(None, "全部"), *((name, name) for name in systems(ctx))]
    bodies = registers.bodies if registers else ()
    listed = [(body.code, body.name) for body in bodies if body.inspects][:MOST_BODIES]
    return [(None, "全部"), *listed]


def systems(ctx: AppContext) -> list[str]:
    """Return the 条线 that bodies belong to, those of the most bodies first."""
    bodies = ctx.registers.bodies if ctx.registers else ()
    counted = Counter(body.system for body in bodies if body.inspects and body.system)
    return sorted(counted, key=lambda name: (-counted[name], name))


def filter_menu(ctx: AppContext, dimension: str, parent: QWidget) -> QMenu:
    """Return the menu of a chip; choosing narrows all pages."""
    menu = QMenu(parent)
    group = QActionGroup(menu)
    now = ctx.filter.value(dimension)
    by_level: dict[str, QMenu] = {}
    levels = {b.code: b.level for b in ctx.registers.bodies} if ctx.registers else {}
    for value, text in choices(ctx, dimension):
        home = menu
        if dimension == "body" and value is not None:
            level = levels.get(str(value), "")
            if level not in by_level:
                by_level[level] = menu.addMenu(level or "其他")
            home = by_level[level]
        action = QAction(text, group)
        action.setCheckable(True)
        action.setChecked(value == now)
        action.triggered.connect(
            lambda _=False, value=value: ctx.set_filter(ctx.filter.with_value(dimension, value))
        )
        home.addAction(action)
    return menu


def period_picker(ctx: AppContext, parent: QWidget) -> PeriodPicker:
    """Return the pop-up of the period chip."""
    first = ctx.registers.state.first_day if ctx.registers else None
    picker = PeriodPicker(ctx.today, day_of(first).year if first is not None else None, parent)
    picker.set_current(ctx.filter.period)
    span = ctx.filter.span(ctx.today)
    picker.set_own_months(span.first, span.last)
    picker.period_chosen.connect(
        lambda text: ctx.set_filter(ctx.filter.with_value("period", text))
    )
    picker.offer("按某日的数据看…", lambda: ctx.command_asked.emit("past"))
    picker.offer("两日对比…", lambda: ctx.command_asked.emit("compare"))
    return picker
