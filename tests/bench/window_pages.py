"""`bench window`: each page opened once on the sample city, and the window's longest silence.

Argument: the address of the database. A timer of 5 ms beats in the event loop all the while; a
page's time runs from the wish to see it to its first paint with its figures. As at every start,
the pages' modules are loaded beside the window once it stands.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from console.appearance import prepare
from console.context import AppContext
from console.first_paint import FirstPaint
from console.main_window import MainWindow
from console.operations.base import Operation
from console.page_list import PAGES, import_pages
from console.settings import Settings
from data.store.database import Database
from tests.bench.heartbeat import Heart, wait

REST_MS = 400


def rest() -> None:
    """Let what was read be shown."""
    pause = QTimer()
    pause.setSingleShot(True)
    pause.start(REST_MS)
    wait(pause.timeout)


def shown(window: MainWindow, name: str) -> dict[str, float]:
    """Show a page; return the seconds to first paint and figures, the worst gap, the most work."""
    heart, began = Heart(), time.perf_counter()
    page = window.prepare_page(name)
    watch = FirstPaint(page)
    painted: list[float] = []
    watch.painted.connect(lambda: painted.append(time.perf_counter() - began))
    QTimer.singleShot(0, window, lambda: window.show_page(name))
    wait(page.loaded)
    loaded = time.perf_counter() - began
    rest()
    first = painted[0] if painted else loaded
    return {"first": first, "loaded": loaded, "gap": heart.longest, "work": heart.busiest}


def main(url: str) -> None:
    """Print what each page took, and the longest silence of all."""
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder, Database.open(url) as db:
        settings = Settings(Path(folder) / "settings.ini")
        prepare(app, settings)
        ctx = AppContext(db, settings=settings, owns_database=False, actor="bench")
        ctx.messages.quiet = True
        window = MainWindow(ctx)
        window.show()
        QTimer.singleShot(0, window, window.begin)
        wait(window.page.loaded)
        Operation(ctx, lambda task: import_pages(), topic="import-pages").run()
        wait(ctx.runner.idle)
        rest()
        pages = {name: shown(window, name) for name in PAGES}
        window.close()
        ctx.close()
    longest = max(one["gap"] for one in pages.values())
    sys.stdout.write(json.dumps({"seconds": longest, "pages": pages}))


if __name__ == "__main__":
    main(sys.argv[1])
