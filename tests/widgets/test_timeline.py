"""The time line: who did what when, with its file."""

from __future__ import annotations

from PySide6.QtCore import Qt

from widgets.timeline import Timeline, TimelineEntry

OPENED = TimelineEntry("1", "2026-10-12", "立项 · 王五", "黄色预警2条")
ANSWERED = TimelineEntry("2", "2026-10-15", "书面反馈 · 单位", "已整改" * 40, "佐证.pdf")


def test_that_each_entry_is_spoken_whole_and_long_notes_take_more_room(qtbot):
    line = Timeline()
    qtbot.addWidget(line)
    line.resize(320, 400)
    line.show_entries([OPENED, ANSWERED])
    line.show()
    spoken = [line.item(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(2)]
    assert spoken[0] == "2026-10-12，立项 · 王五，黄色预警2条"
    assert spoken[1].endswith("附件佐证.pdf")
    first, second = (line.visualItemRect(line.item(at)).height() for at in range(2))
    assert second > first * 2
    line.grab()


def test_that_enter_opens_the_file_of_an_entry_and_nothing_where_there_is_none(qtbot):
    line = Timeline()
    qtbot.addWidget(line)
    line.show_entries([OPENED, ANSWERED])
    opened: list[str] = []
    line.file_opened.connect(opened.append)
    for place in range(2):
        line.setCurrentRow(place)
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert opened == ["2"]
