"""What `doctor` says about a computer."""

import sys

import pytest

from console.cli import doctor, libraries


def test_that_this_computer_is_in_order_and_each_check_has_its_own_name():
    checks = doctor.checks()
    assert [check.name for check in checks if not check.ok] == []
    assert len({check.name for check in checks}) == len(checks)


@pytest.mark.parametrize(
    ("version", "ok"),
    [("6.9.2", False), ("6.9.3", True), ("6.11.3", True), ("6.12.0", False), ("7.0", False)],
)
def test_that_only_the_good_releases_of_pyside_pass(version, ok, monkeypatch):
    monkeypatch.setattr(doctor.metadata, "version", lambda name: version)
    assert doctor.qt_version().ok is ok


def test_that_a_qt_that_loses_references_is_refused(monkeypatch):
    monkeypatch.setattr(doctor, "GUARD", "import sys; sys.exit(3)")
    check = doctor.qt_references()
    assert not check.ok and "6.11.3" in check.note


def test_that_a_qt_that_aborts_does_not_take_doctor_with_it(monkeypatch):
    monkeypatch.setattr(doctor, "GUARD", "import os; os.abort()")
    assert not doctor.qt_references().ok


def test_that_doctor_imports_no_qt():
    program = "import sys, console.cli.doctor; sys.exit('PySide6' in sys.modules)"
    done = doctor.subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode == 0


def test_that_a_missing_font_is_named(tmp_path, monkeypatch):
    (tmp_path / "kai.ttf").touch()
    monkeypatch.setattr(doctor, "FONT_FOLDER", tmp_path)
    check = doctor.fonts()
    assert not check.ok
    assert "fangsong.ttf" in check.note and "kai.ttf" not in check.note


def test_that_a_data_folder_that_is_a_file_is_not_in_order(tmp_path, monkeypatch):
    (tmp_path / "lianxi").touch()
    monkeypatch.setattr(doctor.platformdirs, "user_data_path", lambda *_, **__: tmp_path / "lianxi")
    assert not doctor.data_folder().ok


def test_that_missing_libraries_come_with_the_line_to_type(monkeypatch):
    monkeypatch.setattr(libraries, "missing_for_drawing", lambda: ["libEGL.so.1"])
    check = doctor.drawing_libraries()
    assert not check.ok and "libegl1" in check.note


def test_that_display_libraries_matter_only_with_a_display(monkeypatch):
    monkeypatch.setattr(libraries, "missing_for_screen", lambda: ["libxcb-cursor.so.0"])
    monkeypatch.setattr(libraries, "has_display", lambda: False)
    assert doctor.screen_libraries().ok
    monkeypatch.setattr(libraries, "has_display", lambda: True)
    assert not doctor.screen_libraries().ok
