"""Reads and writes beside the window: worker threads, progress, cancel, errors, once for all."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from console import errors
from console.operations.loaded import Loaded
from data.rows.errors import Cancelled
from data.rows.issues import Changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from console.context import AppContext

logger = logging.getLogger(__name__)
WORKERS = 3
REPORT_EVERY_S = 0.05
SWITCH_S = 0.001
"""How long a worker keeps the interpreter before the window's turn; Python's own 5 ms add up to
a visible halt where the window makes a hundred parts, each of which gives its turn away."""

T = TypeVar("T")


class Task:
    """What runs in a worker: it reports how far it is and hears that it should stop."""

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
        self._report = report
        self._stop = threading.Event()
        self._last = 0.0

    @property
    def stopped(self) -> bool:
        """Return whether the user asked to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def step(self, done: int, total: int, label: str) -> None:
        """Report progress; raise Cancelled where the user asked to stop."""
        if self._stop.is_set():
            raise Cancelled()
        now = time.monotonic()
        if done >= total or now - self._last >= REPORT_EVERY_S:
            self._last = now
            self._report(done, total, label)


class Running(Protocol):
    """What the runner knows of an operation."""

    task: Task
    topic: str
    label: str

    def work_in_worker(self) -> Callable[[], None]:
        """Do the work and return what the window does with the result."""


class Runner(QObject):
    """The one pool of worker threads; results come back in the thread of the window."""

    progress = Signal(object, int, int, str)
    started = Signal(object)
    finished = Signal(object)
    idle = Signal()
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_S)
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="lianxi-work")
        self._running: list[Running] = []
        self._latest: dict[str, Running] = {}
        self._closed = False
        self._loaded = Loaded()
        self.write_lock = threading.Lock()
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Return whether anything is under way or its result not yet shown."""
        return bool(self._running)

    @property
    def labels(self) -> list[str]:
        """Return what is under way, in words; silent reads have none."""
        return [op.label for op in self._running if op.label]

    def submit(self, op: Running) -> None:
        """Start an operation; an older one of the same topic is superseded."""
        if self._closed:
            return
        if op.topic:
            older = self._latest.get(op.topic)
            if older is not None:
                older.task.stop()
            self._latest[op.topic] = op
        self._running.append(op)
        self.started.emit(op)
        self._pool.submit(self._work, op)

    def superseded(self, op: Running) -> bool:
        """Return whether a newer operation of the same topic was started."""
        return bool(op.topic) and self._latest.get(op.topic) is not op

    def post(self, call: Callable[[], None]) -> None:
        """Run something in the thread of the window; may be called from a worker."""
        if not self._closed:
            self._posted.emit(call)

    def cancel_all(self) -> None:
        """Ask all work that is shown to stop."""
        for op in self._running:
            if op.label:
                op.task.stop()

    def close(self) -> None:
        """Stop what runs, wait for the workers and take no more work."""
        self._closed = True
        for op in self._running:
            op.task.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._running.clear()

    def _work(self, op: Running) -> None:
        deliver = op.work_in_worker()
        self.post(lambda: self._finish(op, deliver))

    def _finish(self, op: Running, deliver: Callable[[], None]) -> None:
        if op in self._running:
            self._running.remove(op)
        stale = self.superseded(op)
        if self._latest.get(op.topic) is op:
            del self._latest[op.topic]
        self.finished.emit(op)
        if not stale:
            deliver()
        self._loaded.set_aside()
        if not self._running:
            self.idle.emit()

    def _deliver(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()


class Operation(Generic[T]):
    """Work in a worker thread, and what the window does when it is done."""

    def __init__(
        self,
        ctx: AppContext,
        work: Callable[[Task], T],
        done: Callable[[T], None] | None = None,
        *,
        label: str = "",
        topic: str = "",
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        self.ctx = ctx
        self.label = label
        self.topic = topic
        self.task = Task(self._report)
        self._work = work
        self._done = done
        self._failed = failed

    def run(self) -> Operation[T]:
        """Start the work and return at once."""
        self.ctx.runner.submit(self)
        return self

    def cancel(self) -> None:
        """Ask the work to stop; what it wrote is rolled back."""
        self.task.stop()

    def work_in_worker(self) -> Callable[[], None]:
        """Do the work; any error becomes something to tell the user."""
        try:
            result = self._call()
        except Exception as error:
            caught = error
            return lambda: self._fail(caught)
        return lambda: self._succeed(result)

    def _call(self) -> T:
        return self._work(self.task)

    def _succeed(self, result: T) -> None:
        if self._done is not None:
            self._done(result)

    def _fail(self, error: BaseException) -> None:
        if self._failed is not None:
            self._failed(error)
        errors.report(self.ctx.messages, error)

    def _report(self, done: int, total: int, label: str) -> None:
        self.ctx.runner.post(lambda: self.ctx.runner.progress.emit(self, done, total, label))


class ReadOp(Operation[T]):
    """A read: `work(session)` runs within one reading session."""

    def __init__(
        self,
        ctx: AppContext,
        work: Callable[[Session], T],
        done: Callable[[T], None] | None = None,
        *,
        topic: str = "",
        label: str = "",
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        super().__init__(ctx, self._read, done, label=label, topic=topic, failed=failed)
        self._query = work

    def _read(self, task: Task) -> T:
        if task.stopped:
            raise Cancelled()
        with self.ctx.db.reading() as session:
            return self._query(session)

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, Cancelled):
            super()._fail(error)


class WriteOp(Operation[T]):
    """A write: `work(session, task)` is one transaction, rolled back on error and cancel."""

    def __init__(
        self,
        ctx: AppContext,
        work: Callable[[Session, Task], T],
        done: Callable[[T], None] | None = None,
        *,
        why: str,
        initiator: object = None,
        actor: str = "",
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        super().__init__(ctx, self._write, done, label=why, failed=failed)
        self._actor = actor.strip() or ctx.actor
        self._service = work
        self._why = why
        self._initiator = initiator

    def _write(self, task: Task) -> T:
        with self.ctx.runner.write_lock, self.ctx.db.writing(self._actor, self._why) as session:
            result = self._service(session, task)
            if task.stopped:
                raise Cancelled()
            return result

    def _succeed(self, result: T) -> None:
        if isinstance(result, Changes):
            self.ctx.changed.emit(result, self._initiator)
        super()._succeed(result)


class JobOp(Operation[T]):
    """A long service that opens its own transactions: imports, undo, documents, the sample."""

    def __init__(
        self,
        ctx: AppContext,
        work: Callable[[Task], T],
        done: Callable[[T], None] | None = None,
        *,
        label: str,
        changes: Changes | None = None,
        initiator: object = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        super().__init__(ctx, work, done, label=label, failed=failed)
        self._changes = changes
        self._initiator = initiator

    def _call(self) -> T:
        if self._changes is None:
            return super()._call()
        with self.ctx.runner.write_lock:
            return super()._call()

    def _succeed(self, result: T) -> None:
        if self._changes is not None:
            self.ctx.changed.emit(self._changes, self._initiator)
        super()._succeed(result)


def read_now(ctx: AppContext, query: Callable[[Session], T], otherwise: T) -> T:
    """Read a page of rows at once, for a table that is being painted; an error is told once."""
    try:
        with ctx.db.reading() as session:
            return query(session)
    except Exception as error:
        # While a table paints nothing may be raised or opened: the window tells it afterwards.
        caught = error
        ctx.runner.post(lambda: errors.report(ctx.messages, caught))
        return otherwise
