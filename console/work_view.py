"""Running work as the window shows it: a progress window for long jobs, the status bar for all."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from console.context import AppContext
from console.operations.base import JobOp, Operation, WriteOp
from widgets.progress_dialog import ProgressDialog
from widgets.statusbar import StatusBar


class WorkView(QObject):
    """Follows the runner."""

    def __init__(self, ctx: AppContext, bar: StatusBar, window: QWidget) -> None:
        super().__init__(window)
        self._ctx, self._bar, self._window = ctx, bar, window
        self._dialogs: dict[int, ProgressDialog] = {}
        runner = ctx.runner
        runner.started.connect(self._start)
        runner.progress.connect(self._step)
        runner.finished.connect(self._finish)
        bar.cancel_requested.connect(self._cancel_all)

    def _start(self, op: object) -> None:
        if not isinstance(op, Operation) or not op.label:
            return
        self._bar.start_work(op.label, isinstance(op, JobOp | WriteOp))
        if isinstance(op, JobOp | WriteOp) and self._window.isVisible():
            dialog = ProgressDialog(op.label, True, self._window)
            dialog.cancel_requested.connect(op.cancel)
            dialog.begin()
            self._dialogs[id(op)] = dialog

    def _step(self, op: object, done: int, total: int, label: str) -> None:
        if isinstance(op, Operation) and op.label:
            self._bar.set_progress(done, total, label or op.label)
        dialog = self._dialogs.get(id(op))
        if dialog is not None:
            dialog.step(done, total, label)

    def _finish(self, op: object) -> None:
        dialog = self._dialogs.pop(id(op), None)
        if dialog is not None:
            dialog.end()
            dialog.deleteLater()
        labels = self._ctx.runner.labels
        if labels:
            self._bar.start_work(labels[-1])
        else:
            self._bar.finish_work("全部任务已完成")

    def _cancel_all(self) -> None:
        self._ctx.runner.cancel_all()
