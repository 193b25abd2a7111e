#!/usr/bin/env python3
"""Set the program up on this computer and start it. Standard library only.

python3 run.py                 open the window
python3 run.py test [ARGS]     run the tests
python3 run.py bundle DIR      gather everything for a computer without a network
python3 run.py COMMAND ...     a command of the program, see README.md
"""

from __future__ import annotations

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
LOCK = os.path.join(ROOT, "requirements.lock")
STAMP = os.path.join(VENV, "lianxi-set-up")
WHEELS = os.path.join(ROOT, "wheels")
OLDEST_PYTHON = (3, 11)
WINDOWS = sys.platform == "win32"


class SetUpError(Exception):
    """Set-up cannot go on; the text says what to do."""


def say(text: str) -> None:
    """Tell the user about the set-up, never on standard output."""
    try:
        sys.stderr.write(text + "\n")
    except UnicodeEncodeError:  # a console without Chinese characters
        sys.stderr.write(text.encode("ascii", "backslashreplace").decode() + "\n")
    sys.stderr.flush()


def venv_python() -> str:
    """Return the path of the program's own Python."""
    parts = ("Scripts", "python.exe") if WINDOWS else ("bin", "python")
    return os.path.join(VENV, *parts)


# What was set up ------------------------------------------------------------------------------


def fingerprint() -> str:
    """Describe what a finished set-up rests on: the lock and the Python below `.venv`."""
    import hashlib

    with open(LOCK, "rb") as file:
        lock = hashlib.sha256(file.read()).hexdigest()
    return f"{lock} {os.path.realpath(venv_python())}"


def stamped() -> set[str]:
    """Return what the last set-up finished: `packages`, `libraries` (for a display too)."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            found, _, parts = file.read().partition("\n")
    except OSError:
        return set()
    if not os.path.exists(venv_python()) or found != fingerprint():
        return set()
    return set(parts.split())


def stamp(parts: set[str]) -> None:
    """Remember what is finished, so that the next start does not look again."""
    with open(STAMP + ".new", "w", encoding="utf-8") as file:
        file.write(fingerprint() + "\n" + " ".join(sorted(parts)))
    os.replace(STAMP + ".new", STAMP)


# Steps ----------------------------------------------------------------------------------------


def run(command: list[str]) -> bool:
    """Run a set-up command with its output on standard error; say whether it succeeded."""
    import subprocess

    sys.stderr.flush()
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=2, check=False).returncode == 0


def apt_prefix() -> list[str] | None:
    """Return how `apt-get` can be called here without a question, None if it cannot."""
    import shutil
    import subprocess

    if shutil.which("apt-get") is None:
        return None
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return apt
    if shutil.which("sudo"):
        allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if allowed.returncode == 0:
            return ["sudo", "-n", *apt]
    return None


def apt_install(packages: list[str]) -> bool:
    """Install system packages if this user may; say whether it succeeded."""
    apt = apt_prefix()
    if apt is None:
        return False
    say("正在安装系统软件包：" + "、".join(packages))
    install = [*apt, "install", "-y", "-q", "--no-install-recommends", *packages]
    return run(install) or (run([*apt, "update", "-q"]) and run(install))


def line_to_type(packages: list[str]) -> str:
    """Return the line an administrator has to type."""
    return "sudo apt-get install -y --no-install-recommends " + " ".join(packages)


def ensure_libraries(needs_screen: bool) -> bool:
    """Bring in missing system libraries; say whether all are there, a display's too."""
    from console.cli import libraries

    drawing, screen = libraries.missing_for_drawing(), libraries.missing_for_screen()
    if not drawing and not screen:
        return True
    packages = libraries.packages(drawing + screen)
    if apt_install(packages):
        drawing, screen = libraries.missing_for_drawing(), libraries.missing_for_screen()
        if not drawing and not screen:
            return True
    missing = "、".join(drawing + screen)
    advice = f"缺少系统库：{missing}。请由管理员执行：\n  {line_to_type(packages)}"
    if drawing or needs_screen:
        raise SetUpError(advice + "\n然后重新运行。")
    say(advice + "\n没有显示器时可以继续；打开窗口前需要安装。")
    return False


def ensure_venv() -> None:
    """Make `.venv` unless a usable one is there."""
    python = venv_python()
    if os.path.exists(python) and run([python, "-c", "import pip"]):
        return
    import importlib.util

    if importlib.util.find_spec("ensurepip") is None:
        packages = [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]
        if not apt_install(packages):
            raise SetUpError("缺少 Python 的 venv 组件。请执行：\n  " + line_to_type(packages))
    say("正在建立运行环境 .venv")
    if not run([sys.executable, "-m", "venv", "--clear", VENV]):
        raise SetUpError("无法建立 .venv。请检查本目录的写权限和磁盘空间。")


def pip_source() -> list[str]:
    """Return pip's options for packages that lie beside `run.py`, if there are any."""
    return ["--no-index", "--find-links", WHEELS] if os.path.isdir(WHEELS) else []


def ensure_packages() -> None:
    """Install exactly what the lock names, checked by hash."""
    say("正在安装程序所需的软件包，首次约需几分钟")
    pip = [venv_python(), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    if not run([*pip, *pip_source(), "--require-hashes", "-r", LOCK]):
        raise SetUpError("软件包没有装好，原因见上。请检查网络或 wheels 文件夹后重新运行。")


def set_up(opens_window: bool) -> None:
    """Do what is missing on this computer; nothing when the stamp says it is done."""
    from console.cli.libraries import has_display

    done = stamped()
    if {"packages", "libraries"} <= done or ("packages" in done and not has_display()):
        return
    complete = ensure_libraries(needs_screen=opens_window and has_display())
    if "packages" not in done:
        ensure_venv()
        ensure_packages()
        say("准备完成。")
    stamp({"packages", "libraries"} if complete else {"packages"})


# Starting -------------------------------------------------------------------------------------


def start(command: list[str]) -> int:
    """Hand over to the program and pass its exit status through."""
    python_path = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([ROOT, python_path] if python_path else [ROOT])
    if not WINDOWS:
        os.execv(command[0], command)
    import subprocess

    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 130


def prepare_display(opens_window: bool) -> None:
    """Without a display draw in memory, and say so when a window was asked for."""
    from console.cli.libraries import has_display

    if has_display() or os.environ.get("QT_QPA_PLATFORM"):
        return
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if opens_window:
        say(
            "没有找到显示器，窗口在内存中运行，按 Ctrl+C 结束。\n"
            "要看到窗口：在桌面环境的终端里运行，或用 ssh -X 登录后运行。\n"
            "要看画面：python3 run.py shots 文件夹。\n"
            "不用窗口：先 python3 run.py init --sample，"
            "再 python3 run.py brief --period 2026-Q3 --out out。"
        )


def bundle(folder: str) -> int:
    """Gather wheels and the names of system packages for a computer without a network."""
    from console.cli import libraries

    wheels = os.path.join(os.path.abspath(folder), "wheels")
    os.makedirs(wheels, exist_ok=True)
    say(f"正在下载软件包到 {wheels}")
    pip = [venv_python(), "-m", "pip", "download", "--disable-pip-version-check", "--no-input"]
    if not run([*pip, *pip_source(), "--require-hashes", "--no-deps", "-r", LOCK, "-d", wheels]):
        raise SetUpError("下载没有完成，原因见上。")
    packages = libraries.packages([*libraries.DRAWING, *libraries.SCREEN])
    with open(os.path.join(folder, "说明.txt"), "w", encoding="utf-8") as file:
        file.write(
            "1. 把 wheels 文件夹放到目标电脑上 run.py 的旁边（系统和 Python 版本与本机相同）。\n"
            f"2. Linux 电脑上由管理员安装系统库：\n   {line_to_type(packages)}\n"
            "3. 运行 python3 run.py。\n"
        )
    say(f"离线文件夹已备好：{os.path.abspath(folder)}")
    return 0


def main(arguments: list[str]) -> int:
    """Set up, then start what was asked for."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        say(f"需要 Python 3.11 或更高版本，当前是 {sys.version.split()[0]}。请安装后重新运行。")
        return 1
    command = arguments[0] if arguments else ""
    if command == "bundle" and len(arguments) != 2:
        say("用法：python3 run.py bundle 文件夹")
        return 2
    try:
        set_up(opens_window=not command)
        if command == "bundle":
            return bundle(arguments[1])
    except SetUpError as error:
        say(str(error))
        return 1
    prepare_display(opens_window=not command)
    if command == "test":
        os.chdir(ROOT)
        return start([venv_python(), "-m", "pytest", *arguments[1:]])
    # -P keeps the folder the user stands in, which may hold a `data` of its own, off the path.
    return start([venv_python(), "-P", "-m", "console.cli.main", *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
