"""Colours, type and status: readable, and never colour alone."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QWidget

from widgets.dialogs import load_chinese, name_buttons
from widgets.heat_scale import LEVELS, RAMP_PLACES, HeatScale, nice_top, ramp_colour
from widgets.status import Status, StatusLabel
from widgets.theme import DARK, LIGHT, Theme, apply_theme, current_theme


def luminance(colour: QColor) -> float:
    """Return the relative luminance as WCAG 2 defines it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in colour.getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: QColor, second: QColor) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_status_words_can_be_read_on_a_card(theme: Theme) -> None:
    for status in (Status.GREEN, Status.YELLOW, Status.ORANGE, Status.RED):
        assert contrast(status.colour(theme), QColor(theme.card)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_figures_can_be_read_on_every_level_of_the_ramp(theme: Theme) -> None:
    scale = HeatScale(float(LEVELS - 1))
    for value in range(1, LEVELS):
        ground, figure = scale.colour(value, theme), scale.text_colour(value, theme)
        assert contrast(ground, figure) >= 4.5, value


def test_that_the_ramp_begins_and_ends_with_the_colours_of_the_house() -> None:
    assert ramp_colour(0, LIGHT) == QColor("#F7FAFC")
    assert ramp_colour(0.5, LIGHT) == QColor("#8CB6D9")
    assert ramp_colour(1, LIGHT) == QColor("#163F69")


def test_that_figures_are_white_above_the_middle_of_the_ramp() -> None:
    scale = HeatScale(float(LEVELS - 1))
    for level in range(1, LEVELS):
        is_white = scale.text_colour(level, LIGHT) == QColor("#FFFFFF")
        assert is_white == (RAMP_PLACES[level] > 0.5)


def test_that_zero_has_a_level_of_its_own() -> None:
    scale = HeatScale(80)
    assert scale.level(0) == 0
    assert scale.level(0.5) == 1
    assert scale.level(80) == LEVELS - 1
    assert scale.level(8000) == LEVELS - 1


def test_that_levels_meet_at_their_upper_end() -> None:
    scale = HeatScale(80)
    assert [scale.level(value) for value in (10, 11, 20, 21)] == [1, 2, 2, 3]
    assert scale.range_text(1) == "0—10"


def test_that_one_giant_does_not_pale_all_others() -> None:
    usual = [float(n) for n in range(1, 101)]
    assert nice_top([*usual, 100_000.0]) < 200
    assert nice_top(usual) >= 100


def test_that_the_scale_has_a_top_when_there_is_nothing_to_show() -> None:
    assert nice_top([]) > 0
    assert nice_top([None, 0.0]) > 0


def test_that_each_lamp_has_its_own_shape_and_word() -> None:
    assert len({status.shape for status in Status}) == len(Status)
    assert [status.value for status in Status] == ["绿", "黄", "橙", "红", "无"]
    assert Status.of("红") is Status.RED
    assert Status.of("提示") is Status.NONE


def test_that_a_lamp_says_its_word_to_a_screen_reader(qtbot) -> None:
    label = StatusLabel(Status.YELLOW, "临界")
    qtbot.addWidget(label)
    assert "黄" in label.accessibleName()
    assert "临界" in label.accessibleName()


def test_that_text_grows_with_the_setting(qapp: QApplication, qtbot) -> None:
    label = QLabel("总览")
    qtbot.addWidget(label)
    label.ensurePolished()
    small = label.sizeHint().height()
    apply_theme(qapp, "light", 200)
    assert label.sizeHint().height() >= 1.8 * small
    assert current_theme().font("body").pixelSize() == 28


def test_that_the_scale_stays_between_100_and_200_per_cent(qapp: QApplication) -> None:
    assert apply_theme(qapp, "light", 500).percent == 200
    assert apply_theme(qapp, "light", 10).percent == 100


def test_that_dark_means_a_dark_ground_and_light_text(qapp: QApplication) -> None:
    theme = apply_theme(qapp, "dark")
    assert luminance(QColor(theme.ground)) < 0.05
    assert contrast(QColor(theme.text), QColor(theme.card)) >= 7


def test_that_standard_buttons_speak_chinese(qapp: QApplication, qtbot) -> None:
    buttons = QDialogButtonBox.StandardButton
    assert load_chinese(qapp)
    box = QDialogButtonBox(buttons.Cancel | buttons.Ok)
    qtbot.addWidget(box)
    assert box.button(buttons.Cancel).text() == "取消"
    name_buttons(box)
    assert box.button(buttons.Ok).text() == "确定"


def test_that_parts_live_through_a_change_of_theme(qapp: QApplication, qtbot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    label = StatusLabel(Status.RED, "超标", parent=box)
    before = label.sizeHint().width()
    apply_theme(qapp, "dark", 150)
    assert label.sizeHint().width() > before
