"""Set-up and start (`run.py`), tried on empty folders without installing anything."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import run
from console.cli import libraries

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with a lock and a `.venv` whose Python is this one."""
    lock = tmp_path / "requirements.lock"
    lock.write_text("one==1\n", encoding="utf-8")
    venv = tmp_path / ".venv"
    python = venv / ("Scripts/python.exe" if run.WINDOWS else "bin/python")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    monkeypatch.setattr(run, "ROOT", str(tmp_path))
    monkeypatch.setattr(run, "VENV", str(venv))
    monkeypatch.setattr(run, "LOCK", str(lock))
    monkeypatch.setattr(run, "STAMP", str(venv / "lianxi-set-up"))
    monkeypatch.setattr(run, "WHEELS", str(tmp_path / "wheels"))
    return tmp_path


@pytest.fixture
def steps(monkeypatch):
    """The set-up steps that were taken, none of them really."""
    taken = []
    monkeypatch.setattr(run, "ensure_libraries", lambda **_: not taken.append("libraries"))
    monkeypatch.setattr(run, "ensure_venv", lambda: taken.append("venv"))
    monkeypatch.setattr(run, "ensure_packages", lambda: taken.append("packages"))
    return taken


@pytest.fixture
def started(monkeypatch):
    """The commands that were handed over to."""
    commands = []

    def start(command):
        commands.append(command)
        return 7

    monkeypatch.setattr(run, "start", start)
    monkeypatch.setattr(run, "set_up", lambda **_: None)
    return commands


def test_that_run_py_imports_nothing_but_the_standard_library_and_the_library_list():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).split(".")[0])
    assert imported - sys.stdlib_module_names == {"console"}


def test_that_a_second_start_takes_no_set_up_step(checkout, steps):
    run.set_up(opens_window=False)
    assert steps == ["libraries", "venv", "packages"]
    run.set_up(opens_window=False)
    assert steps == ["libraries", "venv", "packages"]


def test_that_a_changed_lock_is_installed_again(checkout, steps):
    run.set_up(opens_window=False)
    (checkout / "requirements.lock").write_text("one==2\n", encoding="utf-8")
    run.set_up(opens_window=False)
    assert steps.count("packages") == 2


def test_that_a_failed_installation_is_tried_again(checkout, steps, monkeypatch):
    def fail():
        raise run.SetUpError("没有网络")

    with monkeypatch.context() as patch:
        patch.setattr(run, "ensure_packages", fail)
        with pytest.raises(run.SetUpError):
            run.set_up(opens_window=False)
    run.set_up(opens_window=False)
    assert steps[-1] == "packages"


def test_that_a_display_later_on_makes_set_up_look_at_its_libraries(checkout, steps, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(libraries, "has_display", lambda: False)
    run.stamp({"packages"})
    run.set_up(opens_window=True)
    assert steps == []
    monkeypatch.setattr(libraries, "has_display", lambda: True)
    run.set_up(opens_window=True)
    assert steps == ["libraries"]
    assert run.stamped() == {"packages", "libraries"}


@pytest.mark.skipif(run.WINDOWS, reason="apt-get is a matter of Linux")
def test_that_missing_libraries_without_rights_end_with_the_line_to_type(monkeypatch):
    monkeypatch.setattr(run, "apt_prefix", lambda: None)
    monkeypatch.setattr(libraries, "missing_for_drawing", lambda: ["libEGL.so.1"])
    monkeypatch.setattr(libraries, "missing_for_screen", lambda: ["libxcb-cursor.so.0"])
    with pytest.raises(run.SetUpError) as caught:
        run.ensure_libraries(needs_screen=False)
    line = "sudo apt-get install -y --no-install-recommends libegl1 libxcb-cursor0"
    assert line in str(caught.value)


def test_that_missing_display_libraries_do_not_stop_a_run_without_a_display(monkeypatch, capsys):
    monkeypatch.setattr(run, "apt_install", lambda packages: False)
    monkeypatch.setattr(libraries, "missing_for_drawing", list)
    monkeypatch.setattr(libraries, "missing_for_screen", lambda: ["libxcb-cursor.so.0"])
    assert run.ensure_libraries(needs_screen=False) is False
    said = capsys.readouterr()
    assert "libxcb-cursor0" in said.err
    assert said.out == ""
    with pytest.raises(run.SetUpError):
        run.ensure_libraries(needs_screen=True)


def test_that_a_library_nobody_has_does_not_load():
    assert not libraries.loads("libno-such-library-anywhere.so.9")


def test_that_packages_are_named_once_each():
    both = ["libgthread-2.0.so.0", "libglib-2.0.so.0", "libGL.so.1"]
    assert libraries.packages(both) == ["libgl1", "libglib2.0-0"]


def test_that_wheels_beside_the_program_replace_the_network(checkout):
    assert run.pip_source() == []
    (checkout / "wheels").mkdir()
    assert run.pip_source() == ["--no-index", "--find-links", str(checkout / "wheels")]


def test_that_a_command_goes_to_the_command_line_with_its_arguments(started):
    assert run.main(["measures", "--period", "2026-Q3"]) == 7
    assert started[0][1:] == ["-P", "-m", "console.cli.main", "measures", "--period", "2026-Q3"]


def test_that_test_hands_its_arguments_to_pytest_in_the_program_folder(
    started, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert run.main(["test", "-k", "period"]) == 7
    assert started[0][1:] == ["-m", "pytest", "-k", "period"]
    assert Path.cwd() == ROOT


def test_that_the_window_without_a_display_says_how_to_see_it(started, monkeypatch, capsys):
    monkeypatch.setattr(libraries, "has_display", lambda: False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    run.main([])
    said = capsys.readouterr()
    assert "ssh -X" in said.err and "shots" in said.err
    assert said.out == ""
    assert os.environ.pop("QT_QPA_PLATFORM") == "offscreen"


def test_that_bundle_without_a_folder_is_wrong_usage(capsys):
    assert run.main(["bundle"]) == 2
    assert "bundle" in capsys.readouterr().err


def test_that_an_old_python_is_named_in_chinese(monkeypatch, capsys):
    monkeypatch.setattr(run, "OLDEST_PYTHON", (99, 0))
    assert run.main([]) == 1
    assert "需要 Python" in capsys.readouterr().err


def test_that_the_exit_status_of_the_program_is_passed_through():
    line = "import run, sys; run.start([sys.executable, '-c', 'import sys; sys.exit(3)'])"
    done = subprocess.run([sys.executable, "-c", line], cwd=ROOT, check=False)
    assert done.returncode == 3


def test_that_the_program_is_found_from_any_folder(tmp_path):
    (tmp_path / "console.py").write_text("raise SystemExit('the wrong console')", encoding="utf-8")
    where = "import sys, console; sys.stdout.write(console.__file__)"
    line = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import run;"
        f"run.start([sys.executable, '-P', '-c', {where!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", line], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout) == ROOT / "console" / "__init__.py"
