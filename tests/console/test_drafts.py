"""Texts kept while they are typed, and offered again after a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QPlainTextEdit

from console import folders
from console.drafts import DraftKeeper, DraftsDialog, find_draft, list_drafts, save_draft
from console.pages.decide_dialog import Choice, DecideDialog


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts of this test alone."""
    monkeypatch.setattr(folders, "data_folder", lambda: tmp_path / "home")


def decide(qtbot, told: list[str]) -> DecideDialog:
    dialog = DecideDialog(
        "认定预警", "条预警", ["R1 江阴甲厂"], [Choice("属实", "", True)],
        lambda place, reason: told.append(reason),
    )  # fmt: skip
    qtbot.addWidget(dialog)
    return dialog


def test_that_what_is_typed_is_kept_within_two_seconds_and_comes_back(qtbot):
    first = decide(qtbot, [])
    first.reason.setPlainText("经查，该企业当月")
    qtbot.waitUntil(lambda: bool(list_drafts()), timeout=2000)
    # The program is killed here: the dialog is never closed. At the next start:
    assert [one.what for one in list_drafts()] == ["认定预警的理由"]
    told: list[str] = []
    second = decide(qtbot, told)
    assert second.reason.toPlainText() == "经查，该企业当月"
    second.take()
    assert told == ["经查，该企业当月"]
    assert list_drafts() == []


def test_that_a_text_given_up_is_not_offered(qtbot):
    dialog = decide(qtbot, [])
    dialog.reason.setPlainText("写了一半")
    dialog.drafts.save()
    dialog.reject()
    assert list_drafts() == []


def test_that_a_field_emptied_again_leaves_no_draft(qtbot):
    dialog, field = QDialog(), QPlainTextEdit()
    qtbot.addWidget(dialog)
    keeper = DraftKeeper(field, dialog, "甲", "说明")
    field.setPlainText("字")
    keeper.save()
    field.setPlainText(" ")
    keeper.save()
    assert find_draft("甲") is None


def test_that_the_texts_left_behind_are_listed_and_deleted(qtbot):
    save_draft("甲", "核查结果的说明", "一")
    save_draft("乙", "修改规则 R1 的理由", "二")
    (folders.draft_folder() / "坏.json").write_text("{", "utf-8")
    found = list_drafts()
    assert {one.text for one in found} == {"一", "二"}
    window = QDialog()
    qtbot.addWidget(window)
    dialog = DraftsDialog(found, window)
    dialog.delete()
    dialog.delete()
    assert list_drafts() == []
    assert not dialog.remove.isEnabled()


def test_that_a_killed_program_leaves_its_text(tmp_path):
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from console import folders\n"
        "folders.data_folder = lambda: Path(sys.argv[1])\n"
        "from console.drafts import save_draft\n"
        "save_draft('甲', '说明', '写到这里')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "home")], check=False, capture_output=True
    )
    assert done.returncode != 0
    assert [one.text for one in list_drafts()] == ["写到这里"]
