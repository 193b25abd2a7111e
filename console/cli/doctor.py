"""What is missing or wrong on this computer.

No Qt is imported here: a Qt that aborts must not take the answer with it.
"""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import platformdirs

from console.cli import libraries

OLDEST_PYTHON = (3, 11)
OLDEST_QT = (6, 9, 3)
FIRST_BAD_QT = (6, 12)
OLDEST_SQLITE = (3, 38)
FREE_SPACE_GIB = 2.0
GUARD_SECONDS = 60

FONT_FOLDER = Path(__file__).resolve().parents[2] / "reports" / "fonts"
FONTS = (
    "fangsong.ttf",
    "fangsong-rare.ttf",
    "hei-sans.ttf",
    "kai.ttf",
    "song-digits.ttf",
    "title-song-bold.ttf",
)

# PySide6 6.12 on Python 3.11 drops a reference to None with every call that returns nothing.
GUARD = """
import sys
from PySide6.QtGui import QPainterPath
path = QPainterPath()
before = sys.getrefcount(None)
for step in range(100):
    path.lineTo(step, step)
sys.exit(3 if sys.getrefcount(None) < before - 50 else 0)
"""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its name, whether it is in order, and what to know or do."""

    name: str
    ok: bool
    note: str


def checks() -> list[Check]:
    """Look at everything the program needs of this computer, in a fixed order."""
    looks: tuple[Callable[[], Check], ...] = (
        python_version,
        qt_version,
        qt_references,
        drawing_libraries,
        screen_libraries,
        fonts,
        data_folder,
        sqlite_version,
        disk_space,
    )
    return [look() for look in looks]


def python_version() -> Check:
    """Check the version of Python."""
    ok = sys.version_info[:2] >= OLDEST_PYTHON
    note = sys.version.split()[0]
    return Check("Python 版本", ok, note if ok else f"{note}，需要 3.11 或更高版本")


def qt_version() -> Check:
    """Check that the installed PySide6 is one of the good releases."""
    try:
        text = metadata.version("PySide6-Essentials")
    except metadata.PackageNotFoundError:
        return Check("PySide6 版本", False, "没有安装 PySide6-Essentials，请运行 python3 run.py")
    ok = OLDEST_QT <= _numbers(text) < FIRST_BAD_QT
    return Check("PySide6 版本", ok, text if ok else f"{text}，可用版本：6.9.3 至 6.11.3")


def qt_references() -> Check:
    """Check in a child process that PySide6 loads and keeps its references."""
    name = "PySide6 运行"
    try:
        child = subprocess.run(
            [sys.executable, "-c", GUARD], capture_output=True, timeout=GUARD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Check(name, False, f"{GUARD_SECONDS} 秒内没有响应")
    if child.returncode == 0:
        return Check(name, True, "正常")
    if child.returncode == 3:
        return Check(name, False, "此版本会丢失引用并使程序中止，请改用 6.9.3 至 6.11.3")
    reason = child.stderr.decode(errors="replace").strip().splitlines()[-1:]
    return Check(name, False, "无法加载：" + "".join(reason or [f"状态 {child.returncode}"]))


def drawing_libraries() -> Check:
    """Check the system libraries without which nothing can be drawn."""
    missing = libraries.missing_for_drawing()
    return Check("系统库", not missing, _advice(missing) if missing else "齐全")


def screen_libraries() -> Check:
    """Check the system libraries of a display; without a display they are only named."""
    missing = libraries.missing_for_screen()
    if missing and not libraries.has_display():
        return Check("显示用系统库", True, "无显示器，暂不需要；打开窗口前" + _advice(missing))
    return Check("显示用系统库", not missing, _advice(missing) if missing else "齐全")


def fonts() -> Check:
    """Check that the fonts of the documents came with the program."""
    missing = [name for name in FONTS if not (FONT_FOLDER / name).is_file()]
    if missing:
        return Check("文档字体", False, "缺少：" + "、".join(missing) + "。请重新取得程序")
    return Check("文档字体", True, f"{len(FONTS)} 个字体文件")


def data_folder() -> Check:
    """Check that the user's data folder can be written to."""
    folder = _data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"1")
    except OSError as error:
        return Check("数据文件夹", False, f"{folder} 不能写入：{error.strerror}")
    return Check("数据文件夹", True, str(folder))


def sqlite_version() -> Check:
    """Check the version of SQLite that Python brings."""
    ok = sqlite3.sqlite_version_info[:2] >= OLDEST_SQLITE
    note = sqlite3.sqlite_version
    return Check("SQLite 版本", ok, note if ok else f"{note}，需要 3.38 或更高版本")


def disk_space() -> Check:
    """Check the free space where the database lies."""
    folder = _data_folder()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1024**3
    ok = free >= FREE_SPACE_GIB
    note = f"可用 {free:.1f} GiB"
    return Check("磁盘空间", ok, note if ok else f"{note}，至少需要 {FREE_SPACE_GIB:.0f} GiB")


def _data_folder() -> Path:
    return platformdirs.user_data_path("lianxi", appauthor=False)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _advice(missing: list[str]) -> str:
    packages = " ".join(libraries.packages(missing))
    return f"缺少 {'、'.join(missing)}，请执行 sudo apt-get install -y {packages}"
