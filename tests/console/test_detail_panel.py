"""The side panel: a lamp's word has the lamp's colour, in whichever theme is on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel

from console.pages.detail import DetailPanel
from widgets.status import Status
from widgets.theme import apply_theme


@pytest.fixture(autouse=True)
def _light_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


def colour_of(panel: DetailPanel, text: str) -> str:
    (label,) = [one for one in panel.findChildren(QLabel) if one.text() == text]
    return label.palette().color(QPalette.ColorRole.WindowText).name()


def test_that_a_lamps_word_is_in_its_colour_and_gone_with_the_next_row(qtbot, qapp):
    apply_theme(qapp, "dark")
    panel = DetailPanel("详情", "选中一行")
    qtbot.addWidget(panel)
    panel.show()
    panel.show_pairs("甲", (("程度", "■ 红"), ("规则", "R1")))
    assert colour_of(panel, "■ 红") == Status.RED.colour().name()
    plain = colour_of(panel, "R1")
    apply_theme(qapp, "light")
    assert colour_of(panel, "■ 红") == Status.RED.colour().name()
    apply_theme(qapp, "dark")
    panel.show_pairs("乙", (("程度", "红旗街道"), ("规则", "▲ 黄")))
    assert colour_of(panel, "红旗街道") == plain
    assert colour_of(panel, "▲ 黄") == Status.YELLOW.colour().name()
