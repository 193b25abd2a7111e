"""Parts that are made when they are first looked at."""

from PySide6.QtWidgets import QLabel, QTabWidget

from widgets.later import Later, Parts


def test_that_a_part_is_made_by_the_first_look_and_once(qtbot) -> None:
    made = []

    def make() -> QLabel:
        made.append(QLabel("表"))
        return made[-1]

    tabs, later = QTabWidget(), Later(make)
    qtbot.addWidget(tabs)
    tabs.addTab(QLabel("第一页"), "一")
    tabs.addTab(later, "二")
    tabs.show()
    assert not later.is_made and not made
    tabs.setCurrentIndex(1)
    assert later.is_made and made[0].isVisible()
    tabs.setCurrentIndex(0)
    tabs.setCurrentIndex(1)
    assert later.content is made[0] and len(made) == 1


def test_that_parts_are_made_by_key_and_walked_through_when_made() -> None:
    parts = Parts(str.upper)
    assert list(parts.values()) == []
    assert parts["a"] == "A"
    assert dict(parts) == {"a": "A"}
