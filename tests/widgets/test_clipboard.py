"""A copied table must not bring the program down when it ends."""

import subprocess
import sys

import pytest

COPIES = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from widgets.clipboard import copy_table

def main():
    app = QApplication([])
    copy_table(["a"], [["1"]], [True])
    QTimer.singleShot(0, app.quit)
    return app.exec() if {runs} else 0

sys.exit(main())
"""


@pytest.mark.parametrize("runs", [True, False])
def test_that_a_program_that_copied_a_table_ends_in_order(runs: bool) -> None:
    code = COPIES.replace("{runs}", str(runs))
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert ended.returncode == 0, ended.stderr.decode()
