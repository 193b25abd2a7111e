"""Notes on cells and bodies: written, listed, printed in the briefing, removed."""

from __future__ import annotations

import json
from datetime import date

import pytest

from console.cli.main import main
from console.context import AppContext
from console.drafts import list_drafts
from console.pages.remark_desk import NotesDialog, RemarkMenu
from data.oversight.briefing import collect
from data.oversight.remarks import add_note, list_notes, notes_of, remove_note
from data.rows.errors import InvalidInput, NotFound
from data.rows.period import Period
from reports.content import Note, plain
from reports.papers.briefing import briefing
from tests.reports.papers.made import ISSUER
from widgets.heatmap import HeatCell, HeatData, HeatmapView, HeatRow

TODAY = date(2026, 4, 15)
QUARTER = Period.parse("2026-Q1")


def write(ctx: AppContext, *notes: tuple[str, str, str, str]) -> list[int]:
    with ctx.db.writing("测试", "注") as session:
        return [add_note(session, *note, "张三", TODAY) for note in notes]


def test_that_a_note_on_a_cell_is_printed_in_the_briefing_of_its_month(ctx):
    write(
        ctx, ("body", "市应急局", "2026-01", "集中开展危化品专项治理。"),
        ("region", "江阴市", "2025-12", "上一年的说明"), ("body", "SH", "", "机构改革中"),
    )  # fmt: skip
    with ctx.db.reading() as session:
        assert notes_of(session, QUARTER) == ("市应急局 2026年1月：集中开展危化品专项治理。",)
        # A note of no month belongs to the period it was written in.
        assert notes_of(session, Period.parse("2026-04")) == ("市生态环境局：机构改革中。",)
        rows = collect(session, QUARTER, TODAY)
    document = briefing(rows, ISSUER)
    printed = [plain(block.text) for block in document.blocks if isinstance(block, Note)]
    assert "注：市应急局 2026年1月：集中开展危化品专项治理。" in printed


def test_that_a_note_names_what_exists_and_says_something(ctx):
    for wrong, says in (
        (("body", "没有的局", "", "x"), "没有单位“没有的局”"),
        (("region", "YJ", "", "x"), "没有地区"),
        (("body", "YJ", "", "  "), "不能为空"), (("body", "YJ", "2026-Q1", "x"), "不是一个月"),
        (("body", "YJ", "", "字" * 2001), "2,000"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput, match=says):
            write(ctx, wrong)
    with ctx.db.reading() as session:
        assert list_notes(session) == []
    with ctx.db.writing("测试", "删除") as session, pytest.raises(NotFound):
        remove_note(session, 7)


def test_that_the_command_adds_lists_and_removes(town_file, tmp_path, capsys):
    path = tmp_path / "town.sqlite"
    path.write_bytes(town_file.read_bytes())
    common = ["--db", f"sqlite:///{path}", "--today", "2026-04-15", "--json"]
    assert main(["note", "add", "注一", "--body", "YJ", "--month", "2026-02", *common]) == 0
    number = json.loads(capsys.readouterr().out)["id"]
    assert main(["note", "list", *common]) == 0
    (one,) = json.loads(capsys.readouterr().out)["notes"]
    assert (one["whom"]["name"], one["month"], one["text"]) == ("市应急局", "2026-02", "注一")
    assert main(["note", "remove", str(number), *common]) == 0
    capsys.readouterr()
    assert main(["note", "list", *common]) == 0
    assert json.loads(capsys.readouterr().out) == {"notes": []}
    assert main(["note", "add", "没有对象", *common]) == 1


def test_that_the_menu_of_a_cell_writes_a_note_and_the_list_deletes_it(ctx, qtbot):
    row = HeatRow("YJ", "市应急局", (HeatCell(4.0, True),), 4.0)
    view = HeatmapView(HeatData((row,), (("2026-01", "1月"),), "次"))
    qtbot.addWidget(view)
    opened: list[tuple[str, str]] = []
    desk = RemarkMenu(ctx, view, "body", lambda code, month: opened.append((code, month)))
    words = [one.text() for one in desk.menu("YJ", "2026-01").actions() if one.text()]
    assert words == [
        "看检查记录", "为此格加注…", "为“市应急局”加注…", "看全部注…",
    ]  # fmt: skip
    dialog = desk.write("市应急局 2026年1月", "YJ", "2026-01")
    dialog.field.setPlainText("专项治理")
    dialog.take()
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=20_000)
    assert list_drafts() == []
    listed = NotesDialog(ctx, view)
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=20_000)
    assert listed.table.current_row().place == "市应急局 2026年1月"
    listed.delete()
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=20_000)
    with ctx.db.reading() as session:
        assert list_notes(session) == []
