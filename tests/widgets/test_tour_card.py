"""The tour: every stop is a page there is, by keyboard to the end, in the window's corner."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console.page_list import PAGES
from console.tour import STOPS, Tour


def test_that_the_tour_leads_by_keyboard_over_its_pages_and_ends(qtbot):
    window, seen = QWidget(), []
    window.resize(1366, 768)
    qtbot.addWidget(window)
    tour = Tour(window, seen.append)
    window.show()
    tour.start()
    for _ in STOPS:
        words = tour.card.words
        assert words.height() >= words.heightForWidth(words.width())
        assert tour.card.isVisible() and window.rect().contains(tour.card.geometry())
        qtbot.keyClick(tour.card.onward, Qt.Key.Key_Space)
    assert not tour.card.isVisible()
    assert seen == [stop.page for stop in STOPS] and set(seen) <= set(PAGES)


def test_that_escape_ends_the_tour_and_the_first_stop_has_no_way_back(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    tour = Tour(window, lambda page: None)
    window.show()
    tour.start()
    assert not tour.card.back.isEnabled()
    tour.go(1)
    qtbot.keyClick(tour.card.back, Qt.Key.Key_Space)
    assert tour.card.place == 0
    qtbot.keyClick(tour.card, Qt.Key.Key_Escape)
    assert not tour.card.isVisible()
