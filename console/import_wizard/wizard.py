"""The wizard: it shows the step the flow is at and hands every wish to the flow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.import_wizard.alias_dialog import ask_for_alias
from console.import_wizard.columns_step import ColumnsStep
from console.import_wizard.done_step import DoneStep, TakeStep
from console.import_wizard.files_step import FilesStep
from console.import_wizard.mapping_desk import MappingDesk
from console.import_wizard.result_step import ResultStep
from console.import_wizard.step_bar import StepBar
from console.import_wizard.step_view import REST_MS, StepView, button, is_back
from console.operations import imports
from console.operations.base import JobOp
from console.operations.imports import KINDS_READ, Looked
from data.intake.entries import FileState
from data.intake.flow import Flow, Step
from data.intake.orders import Checked
from data.rows.errors import Cancelled
from data.rows.issues import BatchReport
from widgets.formats import thousands

V = TypeVar("V", bound=StepView)
NEXT = {Step.FILES: "下一步(&N)", Step.COLUMNS: "下一步(&N)", Step.RESULT: "导入(&N)",
        Step.TAKE: "正在导入", Step.DONE: "完成(&N)"}  # fmt: skip


class ImportWizard(QWidget):
    """Steps above, the step's view, and what may be done next below."""

    closed = Signal()
    settled = Signal()
    """The reading or check under way has ended and is shown."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.flow = Flow()
        self.current = 0
        self._taking: object = None
        self.views: dict[Step, StepView] = {}
        self.steps = StepBar([step.value for step in Step])
        self._obstacle = QLabel()
        self.back = button("上一步(&P)", "Alt+←")
        self.confirm_all = button("全部确认(&A)", "确认所有文件的表类和列，Alt+A")
        self.next = button(NEXT[Step.FILES], "回车", is_primary=True)
        self.leave = button("退出(&Q)", "回到数据导入，不保留本次选择")
        self._arrange()
        self._connect()
        self.show_flow(self.flow)

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.steps)
        self._whole = whole
        self._obstacle.setProperty("role", "cell")
        self._obstacle.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.leave)
        foot.addWidget(self._obstacle, 1)
        for one in (self.confirm_all, self.back, self.next):
            foot.addWidget(one)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.next.clicked.connect(self.go_on)
        self.back.clicked.connect(self.go_back)
        self.leave.clicked.connect(self.closed)
        self.confirm_all.clicked.connect(self.confirm_every_file)
        self.ctx.runner.progress.connect(self._show_progress)

    # -- the steps, each made when it is first entered -------------------------------------

    def _placed(self, step: Step, view: V) -> V:
        self.views[step] = view
        view.hide()
        self._whole.insertWidget(1, view, 1)
        return view

    @cached_property
    def files(self) -> FilesStep:
        """Return step one."""
        view = self._placed(Step.FILES, FilesStep())
        messages = self.ctx.messages
        view.files_asked.connect(
            lambda: messages.open_files("选择文件", KINDS_READ, self.add_paths)
        )
        view.folder_asked.connect(
            lambda: messages.choose_folder("选择文件夹", lambda path: self.add_paths([path]))
        )
        view.removed.connect(lambda number: self.show_flow(self.flow.removed(number)))
        view.picked.connect(self._pick)
        return view

    @cached_property
    def columns(self) -> ColumnsStep:
        """Return step two."""
        view = self._placed(Step.COLUMNS, ColumnsStep())
        view.left_out.connect(lambda number, out: self.show_flow(self.flow.left_out(number, out)))
        view.picked.connect(self._pick)
        return view

    @cached_property
    def desk(self) -> MappingDesk:
        """Return what carries out the work of step two."""
        return MappingDesk(self)

    @cached_property
    def result(self) -> ResultStep:
        """Return step three."""
        view = self._placed(Step.RESULT, ResultStep())
        view.choice_made.connect(self._choose)
        view.check_asked.connect(self._look_and_check)
        view.errors_asked.connect(self._ask_errors_path)
        view.alias_asked.connect(lambda issue: ask_for_alias(self, issue))
        view.picked.connect(self._pick)
        return view

    @cached_property
    def take(self) -> TakeStep:
        """Return step four."""
        view = self._placed(Step.TAKE, TakeStep())
        view.stop_asked.connect(self._stop)
        return view

    @cached_property
    def done(self) -> DoneStep:
        """Return step five."""
        view = self._placed(Step.DONE, DoneStep())
        view.errors_asked.connect(self._ask_errors_path)
        view.more_asked.connect(self.start)
        view.picked.connect(self._pick)
        return view

    def prepare(self) -> None:
        """Make the steps that were not entered yet, one at a turn of the event loop."""
        missing = next((step for step in Step if step not in self.views), None)
        if missing is not None:
            self._view(missing)
            QTimer.singleShot(REST_MS, self, self.prepare)

    def _view(self, step: Step) -> StepView:
        match step:
            case Step.FILES:
                return self.files
            case Step.COLUMNS:
                return self.columns
            case Step.RESULT:
                return self.result
            case Step.TAKE:
                return self.take
        return self.done

    # -- the flow on show ------------------------------------------------------------------

    def start(self) -> None:
        """Begin anew, without files."""
        self.show_flow(Flow())
        self.files.focus_first()

    def show_flow(self, flow: Flow) -> None:
        """Show the wizard as it stands now."""
        is_new_step = flow.step is not self.flow.step
        self.flow = flow
        if is_new_step or flow.entry(self.current) is None:
            self.current = flow.attention
        shown = self._view(flow.step)
        for view in self.views.values():
            view.setVisible(view is shown)
        self.steps.set_place(flow.step.place)
        shown.show_flow(flow, self.current)
        if flow.step is Step.COLUMNS:
            self.desk.preview()
        self._settle()
        if is_new_step:
            shown.focus_first()

    def _settle(self) -> None:
        step, obstacle = self.flow.step, self.flow.obstacle
        is_columns = step is Step.COLUMNS
        can_confirm = is_columns and self.may_confirm
        self.next.setText("确认本文件(&N)" if can_confirm else NEXT[step])
        self.next.setEnabled(can_confirm or not obstacle)
        self.next.setVisible(step is not Step.TAKE)
        self.back.setVisible(self.flow.may_go_back)
        self.leave.setVisible(step not in (Step.TAKE, Step.DONE))
        self.confirm_all.setVisible(is_columns and len(self.flow.files) > 1)
        self.confirm_all.setEnabled(bool(self.flow.unconfirmed))
        self._obstacle.setText("" if step is Step.TAKE else obstacle)

    @property
    def may_confirm(self) -> bool:
        """Return whether the file on show waits for being confirmed."""
        entry = self.flow.entry(self.current)
        return entry is not None and entry.state is FileState.PROPOSED

    # -- keys ------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Claim Alt+Left while the wizard is open: it leads to the step before."""
        is_claim = event.type() == QEvent.Type.ShortcutOverride
        if is_claim and isinstance(event, QKeyEvent) and is_back(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, back with Alt+Left; Enter on a button presses it."""
        if is_back(event):
            self.go_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        at = QApplication.focusWidget()
        if isinstance(at, QPushButton):
            at.click()
        elif isinstance(at, QLineEdit | QAbstractSpinBox):
            self._view(self.flow.step).focus_first()
        elif self.next.isEnabled():
            self.go_on()

    def go_on(self) -> None:
        """Confirm the file on show, or enter the next step."""
        if self.flow.step is Step.COLUMNS and self.may_confirm:
            self._confirm()
            return
        if self.flow.step is Step.DONE:
            self.closed.emit()
            return
        flow = self.flow.next()
        if flow is self.flow:
            return
        self.show_flow(flow)
        if flow.step is Step.RESULT and not flow.is_checked:
            self.check()
        elif flow.step is Step.TAKE:
            self._take()

    def go_back(self) -> None:
        """Enter the step before; from the first step leave the wizard."""
        if self.flow.may_go_back:
            self.show_flow(self.flow.back())
        elif self.flow.step is not Step.TAKE:
            self.closed.emit()

    def _confirm(self) -> None:
        self._show_confirmed(self.flow.confirmed(self.current))

    def confirm_every_file(self) -> None:
        """Confirm all files whose kind is proposed and whose columns are there."""
        self._show_confirmed(self.flow.all_confirmed())
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_confirmed(self, flow: Flow) -> None:
        if left := flow.unconfirmed:
            self.current = left[0].number
        self.show_flow(flow)

    def _pick(self, number: int) -> None:
        if number == self.current:
            return
        self.current = number
        if self.flow.step is Step.COLUMNS:
            self.columns.show_flow(self.flow, number)
            self.desk.preview()
        self._settle()

    # -- work ------------------------------------------------------------------------------

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files, or the tables in folders, and look at them."""
        imports.find_files(self.ctx, paths, self._add_files).run()

    def _add_files(self, files: list[Path]) -> None:
        flow = Flow() if self.flow.step is Step.DONE else self.flow
        if flow.step is not Step.FILES:
            flow = Flow(Step.FILES, flow.files, flow.only_valid, flow.last)
        self.show_flow(flow.added(files))
        self._look()

    def _look(self) -> None:
        waiting = [one for one in self.flow.files if one.state is FileState.WAITING]
        pairs = [(one.number, one.path) for one in waiting]
        if pairs:
            imports.look_at_files(self.ctx, pairs, self._take_looks, self._looking_failed).run()

    def _take_looks(self, found: dict[int, Looked]) -> None:
        flow = self.flow
        for number, (looks, fault) in found.items():
            flow = flow.looked(number, looks) if looks else flow.failed(number, fault)
        self.show_flow(flow)
        self.files.focus_first()
        self.settled.emit()

    def _looking_failed(self, error: BaseException) -> None:
        flow = self.flow
        for one in flow.files:
            if one.state is FileState.WAITING:
                flow = flow.failed(one.number, "识别已取消，请移除后重新选择。")
        self.show_flow(flow)
        self.settled.emit()

    def check(self) -> None:
        """Check the files as they are chosen now."""
        imports.check(
            self.ctx, self.flow.orders, self.flow.only_valid, self._take_checks, self._check_failed
        ).run()

    def _take_checks(self, found: dict[int, Checked]) -> None:
        flow = self.flow.checked(found)
        self.current = flow.attention
        self.show_flow(flow)
        self.result.focus_first()
        self.settled.emit()

    def _check_failed(self, error: BaseException) -> None:
        self.show_flow(self.flow.back())
        self.settled.emit()

    def _choose(self, only_valid: bool) -> None:
        flow = self.flow.with_choice(only_valid)
        if flow is not self.flow:
            self.show_flow(flow)
            self.check()

    def _look_and_check(self) -> None:
        self.show_flow(self.flow.unchecked())
        self.check()

    def _take(self) -> None:
        work = imports.take(
            self.ctx, self.flow.orders, self.flow.only_valid, self._take_reports, self._take_failed
        )
        self._taking = work
        work.run()

    def _stop(self) -> None:
        if isinstance(self._taking, JobOp):
            self._taking.cancel()

    def _show_progress(self, op: object, done: int, total: int, label: str) -> None:
        if op is self._taking:
            self.take.show_progress(done, total, label)

    def _take_reports(self, reports: dict[int, BatchReport]) -> None:
        self._taking = None
        taken = sum(report.taken for report in reports.values() if report.id is not None)
        self.show_flow(self.flow.taken(reports))
        self.ctx.messages.info(f"已导入 {thousands(taken)} 行")
        self.settled.emit()

    def _take_failed(self, error: BaseException) -> None:
        self._taking = None
        self.show_flow(self.flow.stopped())
        if isinstance(error, Cancelled):
            self.ctx.messages.info("已取消，没有导入任何文件")
        self.settled.emit()

    def _ask_errors_path(self) -> None:
        entry = self.flow.entry(self.current)
        if entry is not None:
            name = f"错误_{entry.path.name.split('.')[0]}.xlsx"
            kinds = "工作簿 (*.xlsx)"
            self.ctx.messages.save_file("保存错误工作簿", name, kinds, self.save_errors)

    def save_errors(self, path: Path) -> None:
        """Save the rows of the file on show with what is wrong in them."""
        entry = self.flow.entry(self.current)
        report = (entry.taken if entry.is_done else entry.check) if entry else None
        if entry is None or report is None:
            return
        imports.save_errors(
            self.ctx, entry.order, report.issues, path,
            lambda saved: self.ctx.messages.info(f"已保存 {saved.name}，改好红格后可直接导入"),
        ).run()  # fmt: skip
