"""Step three: what the check found, grouped, what would change, and how to take it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QRadioButton

from console.import_wizard.step_view import StepView, button, focus
from console.import_wizard.tables import GROUPS, ISSUES, RESULTS, StepTable
from console.pages.import_columns import CHANGES
from console.pages.reflow import Reflow
from data.intake.candidates import offered
from data.intake.entries import FileEntry
from data.intake.flow import Flow
from data.intake.grouping import IssueGroup
from data.rows.changes import FieldChange
from data.rows.enums import IssueLevel
from data.rows.issues import Issue
from widgets.card import Card
from widgets.formats import thousands
from widgets.records_table import PagedModel
from widgets.theme import current_theme

FILES_SEEN = 4
NARROW = 760


class ResultStep(StepView):
    """Files with their counts; below them the problems of one file, or what it would change."""

    picked = Signal(int)
    choice_made = Signal(bool)
    errors_asked = Signal()
    check_asked = Signal()
    alias_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._entry: FileEntry | None = None
        self._results: PagedModel[FileEntry] = PagedModel(RESULTS)
        self.files: StepTable[FileEntry] = StepTable(self._results)
        self._groups: PagedModel[IssueGroup] = PagedModel(GROUPS)
        self.groups: StepTable[IssueGroup] = StepTable(self._groups)
        self._issues: PagedModel[Issue] = PagedModel(ISSUES)
        self.issues: StepTable[Issue] = StepTable(self._issues)
        self._changes: PagedModel[FieldChange] = PagedModel(CHANGES)
        self.changes: StepTable[FieldChange] = StepTable(self._changes)
        self.whole = QRadioButton("整份导入(&Z)")
        self.only_valid = QRadioButton("仅导入正确行(&O)")
        self.save = button("保存错误工作簿(&E)", "原表加批注，改好红格后可直接再导入")
        self.alias = button("认作别名(&L)", "把这个名称记为单位表中某个单位的别名，再检查一次")
        self.again = button("重新检查(&C)", "文件改过以后再检查一次")
        self.problems, self.differences = QPushButton("问题(&B)"), QPushButton("将更正(&U)")
        self._summary, self._told = QLabel(), QLabel()
        self._top = Card("检查结果", "检查不写入任何数据", holds_table=True)
        self._left = Card("问题与更正", holds_table=True)
        self._right = Card("所在行", holds_table=True)
        self._build_top()
        self._build_below()
        self._connect()

    def _build_top(self) -> None:
        self.files.setAccessibleName("各文件的检查结果")
        self.files.set_empty_state("正在检查", "检查不写入任何数据，可以取消。")
        self._summary.setProperty("role", "cell")
        self._summary.setWordWrap(True)
        self._top.add(self.files, 1)
        line = QHBoxLayout()
        line.setSpacing(12)
        group = QButtonGroup(self)
        for one in (self.whole, self.only_valid):
            group.addButton(one)
            line.addWidget(one)
        line.addStretch(1)
        self.whole.setChecked(True)
        self.whole.setToolTip("有错误的文件整份不导入")
        self.only_valid.setToolTip("有错误的行退回，其余行导入")
        line.addWidget(self.again)
        line.addWidget(self.save)
        told = QHBoxLayout()
        told.addWidget(self._summary, 1)
        self._top.add_line(told)
        self._top.add_line(line)
        self.body.addWidget(self._top)

    def _build_below(self) -> None:
        switch = QButtonGroup(self)
        for one in (self.problems, self.differences):
            one.setObjectName("choice")
            one.setCheckable(True)
            one.setAutoDefault(False)
            switch.addButton(one)
            self._left.add_beside_title(one)
        self.problems.setChecked(True)
        for table, name in ((self.groups, "问题分组"), (self.changes, "将更正的内容"),
                            (self.issues, "问题所在行")):  # fmt: skip
            table.setAccessibleName(name)
        self.groups.set_empty_state("没有问题", "各行都可以导入。")
        self.changes.set_empty_state("不更正已有数据", "这个文件只新增，或与已有数据完全相同。")
        self.issues.set_empty_state("", "")
        self._left.set_note("")
        self._left.add(self.groups, 1)
        self._left.add(self.changes, 1)
        self.changes.hide()
        self._told.setWordWrap(True)
        self._told.setProperty("role", "note")
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._right.add(self.issues, 1)
        told = QHBoxLayout()
        told.addWidget(self._told, 1)
        told.addWidget(self.alias)
        self.alias.hide()
        self._right.add_line(told)
        self.body.addWidget(Reflow(((self._left, 3), (self._right, 2)), NARROW), 1)

    def _connect(self) -> None:
        self.files.current_row_changed.connect(self._pick)
        self.groups.current_row_changed.connect(self._show_group)
        self.issues.current_row_changed.connect(self._show_issue)
        self.only_valid.toggled.connect(self.choice_made)
        self.save.clicked.connect(self.errors_asked)
        self.again.clicked.connect(self.check_asked)
        self.alias.clicked.connect(lambda: self.alias_asked.emit(self.issues.current_row()))
        self.differences.toggled.connect(self._switch)

    def show_flow(self, flow: Flow, current: int) -> None:
        """Show what was found, and the problems of the file the person is at."""
        checked = [one for one in flow.files if one.check is not None]
        self._results.set_rows(checked)
        seen = max(1, min(FILES_SEEN, len(checked)))
        height = current_theme().row_height
        self.files.setFixedHeight(height * (seen + 1) + 12)
        self.only_valid.blockSignals(True)
        (self.only_valid if flow.only_valid else self.whole).setChecked(True)
        self.only_valid.blockSignals(False)
        numbers = [one.number for one in checked]
        if current not in numbers and numbers:
            current = numbers[0]
        if numbers:
            self.files.select_row(numbers.index(current))
        self._show_entry(next((one for one in checked if one.number == current), None))
        self._summary.setText(flow.obstacle or summary(checked))
        for one in (self.whole, self.only_valid, self.again):
            one.setEnabled(bool(checked))

    def _show_entry(self, entry: FileEntry | None) -> None:
        self._entry = entry
        report = entry.check if entry else None
        groups = entry.groups if entry else ()
        repeated = report is not None and report.repeated
        self.groups.set_empty_state(
            "没有新内容" if repeated else "没有问题",
            f"同一文件已在批次 {report.id} 导入过。" if report and repeated else "各行都可以导入。",
        )
        self._groups.set_rows(groups)
        self._right.setVisible(bool(groups) and not self.differences.isChecked())
        self._issues.set_rows([])
        self._told.setText("")
        self.alias.hide()
        if groups:
            self.groups.select_row(0)
        changed = entry.changed if entry else None
        self._changes.set_rows(changed.changes if changed else [])
        count = changed.count if changed else 0
        self.differences.setText(f"将更正 {thousands(count)} 处(&U)")
        told = sum(group.count for group in groups)
        self.problems.setText(f"问题 {thousands(told)} 处(&B)")
        self._left.set_note(entry.name if entry else "")
        self.save.setEnabled(bool(report) and any(
            issue.row is not None and issue.level is IssueLevel.ERROR
            for issue in (report.issues if report else ())
        ))  # fmt: skip

    def focus_first(self) -> None:
        """Put the keyboard on the problems, or on the files where there are none."""
        focus(self.groups if self._groups.rowCount() else self.files)

    def _pick(self, one: object) -> None:
        if isinstance(one, FileEntry):
            if self._entry is not None and one.number != self._entry.number:
                self._show_entry(one)
            self.picked.emit(one.number)

    def _switch(self, is_changes: bool) -> None:
        self.groups.setVisible(not is_changes)
        self.changes.setVisible(is_changes)
        self._right.setVisible(not is_changes and self._groups.rowCount() > 0)

    def _show_group(self, group: object) -> None:
        if isinstance(group, IssueGroup):
            self._issues.set_rows(group.issues)
            self._right.set_note(f"{thousands(len(group.rows))} 行")
            self.issues.select_row(0)

    def _show_issue(self, issue: object) -> None:
        if isinstance(issue, Issue):
            row = "" if issue.row is None else f"第 {thousands(issue.row)} 行"
            place = " ".join(part for part in (issue.sheet, row, issue.column) if part)
            self._told.setText(f"{place}：{issue.message}" if place else issue.message)
            self.alias.setVisible(bool(offered(issue.message)))


def summary(files: list[FileEntry]) -> str:
    """Return in a sentence what would be taken."""
    reports = [one.check for one in files if one.check is not None]
    taken = sum(one.taken for one in reports)
    unchanged = sum(one.unchanged for one in reports)
    rejected = sum(one.rejected for one in reports)
    whole = f"将导入 {thousands(taken)} 行"
    if unchanged:
        whole += f"，未变 {thousands(unchanged)} 行"
    if rejected:
        whole += f"，退回 {thousands(rejected)} 行"
    refused = sum(bool(one.errors and not one.taken and not one.unchanged) for one in reports)
    return whole + (f"；{refused} 个文件有错误，整份不导入。" if refused else "。")
