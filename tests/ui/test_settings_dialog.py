"""The window of the thresholds: what it shows, refuses and saves."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from console.context import AppContext
from console.pages.settings_dialog import SettingsDialog
from data.measures.settings import list_settings, set_setting, setting
from data.rows.settings import MINIMUM, NEAR

WAIT = 20_000


@pytest.fixture
def ctx(bare, qapp):
    made = AppContext(bare, today=date(2026, 5, 1), owns_database=False, actor="王某某")
    made.messages.quiet = True
    yield made
    made.close()


@pytest.fixture
def dialog(ctx, qtbot):
    made = SettingsDialog(ctx)
    made.show()
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)


def value(ctx, about):
    with ctx.db.reading() as session:
        return setting(session, about)


def test_that_every_setting_is_shown_with_its_value_and_nothing_is_to_save(ctx, dialog):
    with ctx.db.reading() as session:
        assert set(dialog.fields) == {row.about.key for row in list_settings(session)}
    shown = {key: field.text() for key, field in dialog.fields.items()}
    built_in = {"ranking.minimum": "20", "ranking.quality": "0.95", "lamp.near": "0.1"}
    assert built_in.items() <= shown.items()
    assert not dialog.save.isEnabled()


def test_that_a_value_out_of_range_is_told_and_cannot_be_saved(dialog):
    dialog.fields["lamp.near"].setText("2")
    assert "0 至 1" in dialog.found.text()
    assert not dialog.save.isEnabled()


def test_that_what_is_saved_holds_and_says_who_saved_it(ctx, dialog, qtbot):
    dialog.fields["ranking.minimum"].setText("30")
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    assert value(ctx, MINIMUM) == 30
    with ctx.db.reading() as session:
        row = next(one for one in list_settings(session) if one.key == "ranking.minimum")
    assert row.actor == "王某某"
    assert dialog.fields["ranking.minimum"].text() == "30"
    assert not dialog.save.isEnabled()


def test_that_saving_over_what_somebody_else_set_is_refused_as_a_whole(ctx, dialog, qtbot):
    with ctx.db.writing("李某某", "测试") as session:
        set_setting(session, "lamp.near", "0.2", "李某某")
    dialog.fields["ranking.minimum"].setText("30")
    dialog.fields["lamp.near"].setText("0.3")
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    assert (value(ctx, NEAR), value(ctx, MINIMUM)) == (0.2, 20)
