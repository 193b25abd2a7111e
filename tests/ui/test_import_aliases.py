"""A name no body bears is accepted as an alias inside the wizard, by keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.import_wizard.alias_dialog import AliasDialog
from data.intake.flow import Step
from tests.console.town import write_visits
from tests.ui.wizard_story import GOOD, WAIT, at_result, page, settled

__all__ = ["page"]


def test_that_a_nearest_name_becomes_an_alias_and_the_file_passes(window, page, qtbot, tmp_path):
    strange = ("市应急管理局", *GOOD[1:])
    wizard = at_result(page, qtbot, write_visits(tmp_path / "四月.csv", [GOOD, strange]))
    assert wizard.flow.files[0].check.errors == 1
    assert wizard.result.alias.isVisible()
    assert "市应急局" in wizard.result.issues.current_row().message
    wizard.result.alias.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(wizard.result.alias, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), AliasDialog), timeout=WAIT)
    dialog = QApplication.activeModalWidget()
    assert dialog.bodies[0].text() == "市应急局"
    settled(wizard, qtbot, lambda: QTest.keyClick(dialog.bodies[0], Qt.Key.Key_Return))
    assert wizard.flow.step is Step.RESULT
    assert wizard.flow.files[0].check.errors == 0
    assert not wizard.result.alias.isVisible()
