"""What opening a page asks of the thread of the window: few parts, and nothing of the database."""

import threading

from PySide6.QtWidgets import QWidget
from sqlalchemy import Engine, event

from console.page_list import PAGES
from tests.ui.conftest import WAIT

PARTS_AT_ONCE = 180
"""Beyond this many widgets a page takes longer to make than a person should notice."""


def test_that_opening_a_page_makes_few_parts_and_reads_beside_the_window(window, qtbot):
    read_here, parts = {}, {}

    def note(connection, cursor, statement, *_):
        if threading.current_thread() is threading.main_thread():
            read_here.setdefault(window.page.name, statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for name in PAGES:
            page = window.prepare_page(name)
            parts[name] = len(page.findChildren(QWidget))
            assert page.window() is window
            window.show_page(name)
            if not page.is_loaded:
                with qtbot.waitSignal(page.loaded, timeout=WAIT):
                    pass
            qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert read_here == {}
    assert {name: count for name, count in parts.items() if count > PARTS_AT_ONCE} == {}
