"""From the first paint to the figures, and pictures without a screen."""

from __future__ import annotations

import sqlite3

import pytest

from console.app import make_window, open_database, qt_problem
from console.cli import shots
from data.rows.errors import InvalidInput
from tests.console.fixtures import TODAY

WAIT = 20_000


def test_that_this_qt_can_be_used():
    assert qt_problem() == ""


def test_that_the_window_opens_its_database_and_lets_it_go(qapp, qtbot, town_file, tmp_path):
    path = tmp_path / "own.sqlite"
    path.write_bytes(town_file.read_bytes())
    window = make_window(qapp, TODAY)
    window.ctx.messages.quiet = True
    window.show()
    with qtbot.waitSignal(window.page.loaded, timeout=WAIT):
        open_database(window, f"sqlite:///{path}")
    qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)
    assert window.bar.texts[0] == "数据截至 2026-03-17"
    assert window.top.title == "总览"
    window.close()
    assert not window.ctx.has_database
    with sqlite3.connect(path) as again:
        again.execute("BEGIN EXCLUSIVE")


def test_that_a_file_that_is_no_database_is_told_in_a_sentence(qapp, qtbot, tmp_path):
    path = tmp_path / "text.sqlite"
    path.write_text("这不是数据库" * 1000, encoding="utf-8")
    window = make_window(qapp, TODAY)
    window.ctx.messages.quiet = True
    with qtbot.waitSignal(window.ctx.messages.error_shown, timeout=WAIT):
        open_database(window, f"sqlite:///{path}")
    assert window.bar.texts == ("数据库未打开",)
    window.close()


def test_that_pictures_of_the_wanted_pages_are_written(qapp, town, tmp_path):
    files = shots.take(town, tmp_path / "shots", ["overview", "records"], today=TODAY)
    assert [(path.name, page) for path, page in files] == [
        ("overview.png", "overview"), ("records.png", "records"),
    ]  # fmt: skip
    assert all(path.read_bytes().startswith(b"\x89PNG") for path, _ in files)


def test_that_a_page_that_does_not_exist_is_named(qapp, town, tmp_path):
    with pytest.raises(InvalidInput, match="督办通报"):
        shots.take(town, tmp_path, ["督办通报"])
