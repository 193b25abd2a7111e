"""Steps four and five: the import under way, then what became of each file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout

from console.import_wizard.step_view import StepView, button, focus
from console.import_wizard.tables import DONE, StepTable
from data.intake.entries import FileEntry, FileState
from data.intake.flow import Flow
from widgets.card import Card
from widgets.formats import thousands
from widgets.records_table import PagedModel
from widgets.status import Status, StatusLabel

WORDS = {Status.GREEN: "已导入", Status.YELLOW: "部分导入", Status.NONE: "没有新内容",
         Status.RED: "未导入"}  # fmt: skip


class TakeStep(StepView):
    """The import as it goes; the database is written file by file."""

    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._label, self.bar = QLabel("正在导入"), QProgressBar()
        self.stop = button("取消导入(&S)", "正在导入的文件撤回，已导入完的文件保留")
        self._build()

    def _build(self) -> None:
        card = Card("正在导入", "一个文件一批，一批要么全部写入，要么全部不写")
        self._label.setProperty("role", "cell")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("导入进度")
        inner = QVBoxLayout()
        inner.setSpacing(12)
        inner.addWidget(self._label)
        inner.addWidget(self.bar)
        card.body.addLayout(inner)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.stop)
        card.add_line(line)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.stop.clicked.connect(self.stop_asked)

    def show_flow(self, flow: Flow, current: int) -> None:
        """Say how many files are under way."""
        self._label.setText(f"正在导入 {len(flow.wanted)} 个文件")
        self.bar.setRange(0, 0)

    def show_progress(self, done: int, total: int, label: str) -> None:
        """Show how far the import is."""
        self.bar.setRange(0, max(0, total))
        self.bar.setValue(done)
        if label:
            self._label.setText(label)

    def focus_first(self) -> None:
        """Put the keyboard on the way out."""
        focus(self.stop)


class DoneStep(StepView):
    """What became of each file, with the batch it can be taken back by."""

    errors_asked = Signal()
    picked = Signal(int)
    more_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._model: PagedModel[FileEntry] = PagedModel(DONE)
        self.table: StepTable[FileEntry] = StepTable(self._model)
        self._lamp, self._summary = StatusLabel(role="body"), QLabel()
        self.save = button("保存错误工作簿(&E)", "原表加批注，改好红格后可直接再导入")
        self.more = button("继续导入(&M)", "再选一批文件")
        self._build()

    def _build(self) -> None:
        card = Card("导入完成", "需要时可在导入历史中整批撤销", holds_table=True)
        self.table.setAccessibleName("导入结果")
        self._summary.setWordWrap(True)
        told = QHBoxLayout()
        told.setSpacing(8)
        told.addWidget(self._lamp)
        told.addWidget(self._summary, 1)
        card.add_line(told)
        card.add(self.table, 1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.save)
        line.addStretch(1)
        line.addWidget(self.more)
        card.add_line(line)
        self.body.addWidget(card, 1)
        self.table.current_row_changed.connect(self._pick)
        self.save.clicked.connect(self.errors_asked)
        self.more.clicked.connect(self.more_asked)

    def show_flow(self, flow: Flow, current: int) -> None:
        """List the files with what became of them."""
        self._model.set_rows(flow.files)
        numbers = [one.number for one in flow.files]
        if numbers:
            self.table.select_row(numbers.index(current) if current in numbers else 0)
        status, sentence = outcome(flow)
        self._lamp.set_status(status, WORDS[status])
        self._summary.setText(sentence)

    def focus_first(self) -> None:
        """Put the keyboard on the results."""
        focus(self.table)

    def _pick(self, one: object) -> None:
        if isinstance(one, FileEntry):
            report = one.taken
            self.save.setEnabled(report is not None and report.errors > 0 and any(
                issue.row is not None for issue in report.issues
            ))  # fmt: skip
            self.picked.emit(one.number)


def outcome(flow: Flow) -> tuple[Status, str]:
    """Return the lamp of an import and the sentence that says what became of it."""
    states = [one.state for one in flow.files]
    done = states.count(FileState.TAKEN) + states.count(FileState.TAKEN_PARTLY)
    left = sum(states.count(one) for one in (FileState.NOT_TAKEN, FileState.UNREADABLE))
    rows = sum(one.taken.taken for one in flow.files if one.taken and one.taken.id is not None)
    rejected = sum(
        one.taken.rejected for one in flow.files if one.taken and one.taken.id is not None
    )
    if not done and not left:
        return Status.NONE, "这些文件以前已经导入过，没有新内容。"
    told = f"导入 {done} 个文件，共 {thousands(rows)} 行"
    if rejected:
        told += f"，退回 {thousands(rejected)} 行"
    if left:
        told += f"；{left} 个文件未导入"
    if not done:
        return Status.RED, "没有导入任何文件，原因见下表。"
    return (Status.YELLOW if left or rejected else Status.GREEN), f"{told}。"
