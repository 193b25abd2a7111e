"""The console: `python -m console.app [--db URL] [--today DATE] [--time-first-paint]`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from console.drafts import DraftsDialog
    from console.main_window import MainWindow
    from data.store.database import Database

_STARTED = time.time()
OLDEST_QT, FIRST_BAD_QT = (6, 9, 3), (6, 12)


def main(db_url: str | None = None, today: date | None = None, timed: bool = False) -> int:
    """Open the window and return its exit status."""
    problem = qt_problem()
    if problem:
        sys.stderr.write(problem + "\n")
        return 3
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    window = make_window(app, today)
    _open_after_first_paint(app, window, db_url, timed)
    window.show()
    return app.exec()


def make_window(app: QApplication, today: date | None = None) -> MainWindow:
    """Return the window before its database is open."""
    from console.appearance import prepare
    from console.context import AppContext
    from console.errors import install_hook
    from console.icon import window_icon
    from console.main_window import MainWindow

    app.setApplicationName("lianxi")
    app.setApplicationDisplayName("联席会议协调台")
    app.setWindowIcon(window_icon())
    ctx = AppContext(today=today)
    prepare(app, ctx.settings)
    install_hook(ctx.messages)
    return MainWindow(ctx)


def open_database(window: MainWindow, db_url: str | None) -> None:
    """Open the database beside the window, read the page, then check the file."""
    from console.operations.base import Operation
    from console.operations.city import check_database
    from console.operations.city import open_database as opening
    from console.operations.rules import freshen_ledger, offer_rejudging
    from console.page_list import import_pages

    ctx = window.ctx

    def ready(db: Database) -> None:
        ctx.use_database(db)
        if db.warnings:
            ctx.messages.info("；".join(db.warnings))
        # What an older program derived is made anew before anything is shown; where that fails
        # or is stopped, the window shows what there is and says so at the next start again.
        freshen_ledger(ctx, begin, lambda _: begin(False)).run()

    def begin(is_fresh: bool) -> None:
        window.begin()
        offer_rejudging(ctx).run()
        offer_drafts(window)
        Operation(ctx, lambda task: import_pages(), topic="import-pages").run()
        check_database(ctx, lambda _: None).run()

    opening(
        ctx, db_url, ready, lambda error: window.bar.set_location("数据库未打开")
    ).run()


def offer_drafts(window: MainWindow) -> DraftsDialog | None:
    """Offer the texts that were not taken when the program ended without being asked to."""
    from console.drafts import DraftsDialog, list_drafts
    from console.messages import open_dialog

    found = list_drafts()
    if not found:
        return None
    dialog = DraftsDialog(found, window)
    open_dialog(dialog)
    return dialog


def _open_after_first_paint(
    app: QApplication, window: MainWindow, db_url: str | None, timed: bool
) -> None:
    from console.first_paint import FirstPaint

    watch = FirstPaint(window.page)
    if not timed:
        watch.painted.connect(lambda: open_database(window, db_url))
        return

    def said() -> None:
        sys.stdout.write(f"{time.time() - _process_start():.3f}\n")
        sys.stdout.flush()
        window.close()
        app.exit(0)

    watch.painted.connect(said)


def _process_start() -> float:
    try:
        import psutil

        return float(psutil.Process(os.getpid()).create_time())
    except ImportError:
        return _STARTED


def qt_problem() -> str:
    """Return why this Qt cannot be used, or nothing."""
    try:
        from PySide6 import __version__
        from PySide6.QtGui import QPainterPath
    except ImportError as error:
        return f"无法加载界面组件 PySide6：{error}。请运行 python3 run.py 重新设置。"
    version = tuple(int(part) for part in __version__.split(".")[:3] if part.isdigit())
    advice = "可用版本为 6.9.3 至 6.11.3，请运行 python3 run.py 重新设置。"
    if version < OLDEST_QT or (version >= FIRST_BAD_QT and sys.version_info < (3, 12)):
        return f"PySide6 {__version__} 不能使用。{advice}"
    path, before = QPainterPath(), sys.getrefcount(None)
    for step in range(100):
        path.lineTo(step, step)
    if sys.getrefcount(None) < before - 50:
        return f"PySide6 {__version__} 会丢失引用并使程序中止。{advice}"
    return ""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="lianxi", description="联席会议协调台")
    parser.add_argument("--db", default=None)
    parser.add_argument("--today", type=date.fromisoformat, default=None)
    parser.add_argument("--time-first-paint", action="store_true")
    parser.add_argument("url", nargs="?", default=None)
    return parser.parse_args()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    given = _arguments()
    sys.exit(main(given.db or given.url, given.today, given.time_first_paint))
