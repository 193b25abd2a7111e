"""The window of names: merge, split and other names, all from the keyboard's fields."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from console.pages.enterprise_merge import NamesDialog
from data.intake.aliases import load_body_names
from data.models import Enterprise
from widgets.records_table import TableView

WAIT = 20_000


@pytest.fixture
def dialog(ctx, qtbot):
    made = NamesDialog(ctx)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    return made


def two_codes(ctx) -> list[str]:
    with ctx.db.reading() as session:
        return list(session.scalars(select(Enterprise.code).order_by(Enterprise.id).limit(2)))


def entries(ctx) -> int:
    with ctx.db.reading() as session:
        return session.scalar(select(func.count()).select_from(Enterprise)) or 0


def fill(dialog, keep: str, drop: str) -> None:
    for line, text in ((dialog.keep, keep), (dialog.drop, drop), (dialog.why, "旧编号相同")):
        line.setText(text)


def test_that_a_merge_needs_two_codes_and_a_reason(ctx, dialog):
    keep, drop = two_codes(ctx)
    assert not dialog.merge.isEnabled()
    dialog.keep.setText(keep)
    dialog.drop.setText(drop)
    assert not dialog.merge.isEnabled()
    dialog.why.setText("旧编号相同")
    assert dialog.merge.isEnabled()


def test_that_a_merge_asks_first_is_listed_and_can_be_split(ctx, dialog, qtbot, monkeypatch):
    keep, drop = two_codes(ctx)
    before, asked = entries(ctx), []
    monkeypatch.setattr(
        ctx.messages, "ask", lambda title, text, verb, then: (asked.append(text), then())
    )
    fill(dialog, keep, drop)
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        dialog.merge.click()
    assert drop in asked[0]
    qtbot.waitUntil(lambda: dialog.merges.rowCount() == 1 and not ctx.runner.busy, timeout=WAIT)
    assert entries(ctx) == before - 1
    assert not dialog.split.isEnabled()
    (view,) = [one for one in dialog.findChildren(TableView) if one.accessibleName() == "合并记录"]
    view.selectRow(0)
    assert dialog.split.isEnabled()
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        dialog.split.click()
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    assert entries(ctx) == before


def test_that_an_unknown_code_is_told_and_nothing_changes(ctx, dialog, qtbot, monkeypatch):
    before = entries(ctx)
    monkeypatch.setattr(ctx.messages, "ask", lambda title, text, verb, then: then())
    fill(dialog, two_codes(ctx)[0], "没有这家")
    with qtbot.waitSignal(ctx.messages.error_shown, timeout=WAIT):
        dialog.merge.click()
    assert entries(ctx) == before


def test_that_a_name_added_here_resolves(ctx, dialog, qtbot):
    with ctx.db.reading() as session:
        body = next(iter(load_body_names(session).names.items()))
    dialog.body.setText(body[1])
    dialog.name.setText("某旧名局")
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        dialog.add.click()
    qtbot.waitUntil(lambda: dialog.aliases.rowCount() == 1 and not ctx.runner.busy, timeout=WAIT)
    with ctx.db.reading() as session:
        assert load_body_names(session).table["某旧名局"] == body[0]
