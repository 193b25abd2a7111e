"""The tests watch themselves: a thread left running, a folder of one's own."""

import os
import subprocess
import sys
from pathlib import Path

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
LEAVES_A_THREAD = """
import threading

def test_that_leaves_a_thread():
    threading.Thread(target=threading.Event().wait, args=(1,), name="forgotten").start()
"""


def test_that_a_thread_left_running_fails_the_test(tmp_path):
    impatient = CONFTEST.read_text(encoding="utf-8").replace("_S = 3.0", "_S = 0.1")
    (tmp_path / "conftest.py").write_text(impatient, encoding="utf-8")
    (tmp_path / "test_it.py").write_text(LEAVES_A_THREAD, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:pytest-qt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "threads left running: forgotten" in done.stdout


def test_that_a_test_sees_no_database_and_no_home_of_the_user(tmp_path_factory):
    assert "LIANXI_DB" not in os.environ
    assert os.environ["XDG_DATA_HOME"].startswith(str(tmp_path_factory.getbasetemp()))
