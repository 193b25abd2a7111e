"""A picture of every page, without a screen."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from data.rows.errors import InvalidInput

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

    from console.main_window import MainWindow
    from data.store.database import Database

LONGEST_WAIT_MS = 120_000
SETTLE_MS = 60
PREVIEW_MS = 600
WIZARD = ("import-files", "import-columns", "import-result", "import-done")
"""The steps of the import wizard; they are drawn on a small database of their own."""


def take(
    db: Database,
    folder: Path,
    pages: Sequence[str] | None = None,
    scale: float = 1.0,
    theme: Literal["light", "dark"] = "light",
    size: tuple[int, int] = (1366, 768),
    today: date | None = None,
) -> list[tuple[Path, str]]:
    """Write a PNG of each page into a folder and return the files with their pages."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
    from PySide6.QtWidgets import QApplication

    from console.page_list import PAGES

    every = (*PAGES, *WIZARD)
    wanted = tuple(pages or every)
    unknown = [page for page in wanted if page not in every]
    if unknown:
        raise InvalidInput(f"没有页面“{'、'.join(unknown)}”，可用：{'、'.join(every)}。")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(["lianxi"])
    assert isinstance(app, QApplication)
    steps = tuple(page for page in wanted if page in WIZARD)
    taken = _pages(app, db, [page for page in wanted if page in PAGES], folder, theme, size, today)
    if steps:
        taken += _wizard(app, steps, folder, theme, size)
    return taken


def _pages(
    app: QApplication,
    db: Database,
    pages: Sequence[str],
    folder: Path,
    theme: Literal["light", "dark"],
    size: tuple[int, int],
    today: date | None,
) -> list[tuple[Path, str]]:
    if not pages:
        return []
    window = _window(app, db, theme, size, today)
    try:
        return [(_picture(window, page, folder), page) for page in pages]
    finally:
        window.close()
        window.deleteLater()


def _wizard(
    app: QApplication,
    steps: Sequence[str],
    folder: Path,
    theme: Literal["light", "dark"],
    size: tuple[int, int],
) -> list[tuple[Path, str]]:
    """Take files in on a database of its own, picture by picture."""
    import tempfile

    from console.cli.shots_import import STORY_DAY, open_town, write_files

    taken = []
    with (
        tempfile.TemporaryDirectory(prefix="lianxi-shots-") as place,
        open_town(Path(place)) as db,
    ):
        window = _window(app, db, theme, size, STORY_DAY)
        try:
            for step in _wizard_steps(window, write_files(Path(place) / "报送")):
                if step in steps:
                    taken.append((_save(window, step, folder), step))
        finally:
            window.close()
            window.deleteLater()
    return taken


def _wizard_steps(window: MainWindow, files: Path) -> Iterator[str]:
    """Go through the wizard from the keyboard's point of view; stop at each step."""
    from console.pages.import_page import ImportPage

    window.show_page("import")
    page = window.page
    assert isinstance(page, ImportPage)
    wizard = page.wizard
    page.take_paths([files])
    _wait(wizard.settled)
    yield WIZARD[0]
    wizard.go_on()
    _settle(PREVIEW_MS)
    yield WIZARD[1]
    wizard.confirm_every_file()
    wizard.go_on()
    _wait(wizard.settled)
    yield WIZARD[2]
    wizard.result.only_valid.setChecked(True)
    _wait(wizard.settled)
    wizard.go_on()
    _wait(wizard.settled)
    yield WIZARD[3]


def _window(
    app: QApplication,
    db: Database,
    theme: Literal["light", "dark"],
    size: tuple[int, int],
    today: date | None,
) -> MainWindow:
    import tempfile

    from console.appearance import prepare
    from console.context import AppContext
    from console.main_window import MainWindow
    from console.settings import Settings

    # Pictures follow their own arguments, not what this computer's user has set.
    settings = Settings(Path(tempfile.mkdtemp(prefix="lianxi-shots-")) / "settings.ini")
    settings.theme = theme
    prepare(app, settings)
    ctx = AppContext(db, today=today, settings=settings, owns_database=False)
    ctx.messages.quiet = True
    window = MainWindow(ctx)
    window.resize(*size)
    window.show()
    window.begin()
    _wait(window.page.loaded)
    return window


def _picture(window: MainWindow, page: str, folder: Path) -> Path:
    window.show_page(page)
    if not window.page.is_loaded:
        _wait(window.page.loaded)
    return _save(window, page, folder)


def _save(window: MainWindow, page: str, folder: Path) -> Path:
    path = folder / f"{page}.png"
    if not _at_rest(window).save(str(path), "PNG"):
        raise InvalidInput(f"不能写入图片“{path}”，请核对文件夹的权限。")
    return path


def _at_rest(window: MainWindow) -> QPixmap:
    """Return the window once nothing is read any more and two pictures of it are the same."""
    before, picture = None, None
    for _ in range(LONGEST_WAIT_MS // SETTLE_MS):
        _settle()
        if window.ctx.runner.busy:
            continue
        picture = window.grab()
        image = picture.toImage()
        if image == before:
            break
        before = image
    return picture or window.grab()


def _wait(signal: SignalInstance) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop, limit = QEventLoop(), QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(lambda: loop.exit(1))
    signal.connect(loop.quit)
    limit.start(LONGEST_WAIT_MS)
    if loop.exec():
        raise InvalidInput("页面在两分钟内没有读出数据，请缩小期间后再试。")


def _settle(pause_ms: int = SETTLE_MS) -> None:
    """Let the layouts come to rest."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(pause_ms, loop.quit)
    loop.exec()
