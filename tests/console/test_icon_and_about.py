"""The sign of the program and what it says of itself."""

from __future__ import annotations

from PySide6.QtGui import QColor

from console import help_texts
from console.icon import INK, SIZES, draw, window_icon


def test_that_the_icon_is_there_in_every_size(qapp):
    sizes = {size.width() for size in window_icon().availableSizes()}
    assert sizes == set(SIZES)


def test_that_the_icon_is_ink_blue_with_clear_corners(qapp):
    picture = draw(64).toImage()
    assert picture.pixelColor(32, 4) == QColor(INK)
    assert picture.pixelColor(0, 0).alpha() == 0


def test_that_the_program_says_where_its_data_lives():
    text = help_texts.about_text("0.1", "6.11.3", "本地数据库 · 仅本人", "规则集 2025-01")
    assert "联席会议协调台 0.1" in text
    assert "本地数据库 · 仅本人" in text
    assert "不向外发送任何数据" in text
