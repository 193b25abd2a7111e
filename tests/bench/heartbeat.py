"""`bench import-heartbeat`: the longest silence of the window while its import page works.

Arguments: the address of a database with the registers, the file to import. A timer of 5 ms beats
in the window's event loop from the choice of the file to the last step of the wizard.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from console.appearance import prepare
from console.context import AppContext
from console.main_window import MainWindow
from console.pages.import_page import ImportPage
from console.settings import Settings
from data.store.database import Database

BEAT_MS = 5
QUIET_MS = 1500
LONGEST_WAIT_MS = 1_800_000


class Heart:
    """A timer that remembers its longest pause, and the most work of its thread between beats.

    On a machine others use as well a pause is partly theirs; the processor time is the window's.
    """

    def __init__(self) -> None:
        self.longest = self.busiest = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(self._timer.timerType().PreciseTimer)
        self._timer.timeout.connect(self.beat)
        self._timer.start(BEAT_MS)

    def beat(self) -> None:
        """Note the time since the last beat."""
        now, worked = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self.busiest = max(self.busiest, worked - self._worked)
        self._last, self._worked = now, worked


def wait(signal: SignalInstance) -> None:
    """Let the window live until it says so."""
    loop = QEventLoop()
    limit = QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(lambda: sys.exit("the window did not come to an end"))
    limit.start(LONGEST_WAIT_MS)
    signal.connect(loop.quit)
    loop.exec()
    signal.disconnect(loop.quit)


def rest() -> None:
    """Let the window live for a while."""
    pause = QTimer()
    pause.setSingleShot(True)
    pause.start(QUIET_MS)
    wait(pause.timeout)


def opened(db: Database, folder: Path, app: QApplication) -> MainWindow:
    """Return the window on its import page, at rest."""
    settings = Settings(folder / "settings.ini")
    prepare(app, settings)
    ctx = AppContext(db, settings=settings, owns_database=False, actor="bench")
    ctx.messages.quiet = True
    window = MainWindow(ctx)
    window.show()
    QTimer.singleShot(0, window, window.begin)
    wait(window.page.loaded)
    window.show_page("import")
    rest()
    return window


def imported(window: MainWindow, file: Path) -> float:
    """Import a file through the wizard; return the longest pause of the window in seconds."""
    page = window.page
    assert isinstance(page, ImportPage)
    wizard, heart = page.wizard, Heart()
    page.take_paths([file])
    wait(wizard.settled)
    wizard.go_on()
    wizard.confirm_every_file()
    wizard.go_on()
    wait(wizard.settled)
    wizard.go_on()
    wait(wizard.settled)
    rest()
    (entry,) = wizard.flow.files
    if entry.taken is None or entry.taken.id is None:
        sys.exit("the file was not taken")
    return heart.longest


def main(url: str, file: str) -> None:
    """Print the longest pause."""
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder, Database.open(url) as db:
        window = opened(db, Path(folder), app)
        longest = imported(window, Path(file))
        window.close()
        window.ctx.close()
    sys.stdout.write(json.dumps({"seconds": longest}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
