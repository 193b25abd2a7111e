"""The preview of a PDF draws in a worker: the window only paints what is there."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from widgets import pdf_preview
from widgets.pdf_pages import opened, page_image, sizes_of
from widgets.pdf_preview import LARGEST, STEP, PdfPreview

Work, Done = Callable[[], QImage], Callable[[QImage], None]


def pdf(pages: int) -> bytes:
    """Return a PDF of so many black pages."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(200, 280))
    for _ in range(pages):
        canvas.rect(20, 20, 160, 240, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


class Held:
    """Keeps what is asked for until the test has it done."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Work, Done]] = []

    def __call__(self, work: Work, done: Done) -> None:
        self.jobs.append((work, done))

    def finish(self) -> None:
        """Do the oldest."""
        work, done = self.jobs.pop(0)
        done(work())


class Worker(QObject):
    """A thread that draws; results come back in the thread of the window."""

    posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.threads: set[str] = set()
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="draws")
        self.posted.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)

    def __call__(self, work: Work, done: Done) -> None:
        def draw() -> None:
            self.threads.add(threading.current_thread().name)
            image = work()
            self.posted.emit(lambda: done(image))

        self.pool.submit(draw)


@pytest.fixture
def worker() -> Iterator[Worker]:
    """A worker that ends with the test."""
    made = Worker()
    yield made
    made.pool.shutdown()


def shown(qtbot: QtBot, beside: Callable[[Work, Done], None], content: bytes) -> PdfPreview:
    """Return a preview on the screen."""
    preview = PdfPreview(beside)
    qtbot.addWidget(preview)
    preview.resize(500, 400)
    preview.show()
    qtbot.waitExposed(preview)
    preview.show_pdf(content, sizes_of(content))
    return preview


def test_that_painting_never_draws_a_page_itself(qtbot, monkeypatch):
    content, held = pdf(3), Held()
    monkeypatch.setattr(pdf_preview, "drawn_page", lambda *_: pytest.fail("drawn in the window"))
    preview = shown(qtbot, held, content)
    preview.grab()
    assert len(held.jobs) == 1
    assert all(sheet.image is None for sheet in preview._sheets)


def test_that_the_page_in_sight_comes_first_and_one_page_at_a_time_is_asked_for(qtbot):
    held = Held()
    preview = shown(qtbot, held, pdf(9))
    preview.go_to(5)
    held.finish()
    while preview._sheets[5].image is None:
        assert len(held.jobs) == 1
        assert preview._thumbs_drawn == 0
        held.finish()
    assert preview._sheets[8].image is None


def test_that_all_thumbnails_and_the_pages_around_come_in_the_end(qtbot, worker):
    preview = shown(qtbot, worker, pdf(4))
    qtbot.waitUntil(lambda: preview._thumbs_drawn == 4 and preview._wanted() is None)
    assert all(sheet.image is not None for sheet in preview._sheets)
    assert worker.threads == {"draws_0"}


def test_that_a_page_of_a_paper_no_longer_shown_is_thrown_away(qtbot):
    held = Held()
    preview = shown(qtbot, held, pdf(2))
    newer = pdf(3)
    preview.show_pdf(newer, sizes_of(newer))
    held.finish()
    assert all(sheet.image is None for sheet in preview._sheets)
    held.finish()
    assert preview._sheets[0].image is not None


def test_that_a_page_zoomed_is_shown_coarse_until_it_is_drawn_anew(qtbot):
    held = Held()
    preview = shown(qtbot, held, pdf(1))
    held.finish()
    before = preview._sheets[0].image
    preview.zoom(2.0)
    preview.grab()
    assert preview._sheets[0].image is before
    while held.jobs:
        held.finish()
        preview.grab()
    after = preview._sheets[0].image
    assert after is not None and before is not None and after.width() > 1.9 * before.width()


def test_that_few_pages_stay_drawn_at_the_largest_size(qtbot, worker, monkeypatch):
    monkeypatch.setattr(pdf_preview, "KEPT", 3_000_000)
    preview = shown(qtbot, worker, pdf(20))
    qtbot.waitUntil(lambda: preview._wanted() is None)
    for _ in range(12):
        preview.zoom(STEP)
    assert preview._zoom == LARGEST
    qtbot.waitUntil(lambda: preview._wanted() is None)
    kept = [sheet for sheet in preview._sheets if sheet.image is not None]
    assert 1 <= len(kept) <= 4


def test_that_a_page_that_cannot_be_drawn_leaves_the_others_coming(qtbot):
    held = Held()
    preview = shown(qtbot, held, pdf(3))
    _, done = held.jobs.pop(0)
    done(QImage())
    assert preview._sheets[0].image is None
    held.finish()
    assert preview._sheets[1].image is not None


def test_that_a_second_thread_waits_until_the_first_has_closed_its_document():
    content, order = pdf(1), list[str]()

    def late() -> None:
        with opened(content):
            order.append("second")

    with opened(content) as document:
        thread = threading.Thread(target=late)
        thread.start()
        time.sleep(0.05)
        assert page_image(document, 0, 1.0).width() == 200
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
