"""数据导入: choose files, look at what is wrong with them, take them in, take a batch back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
)  # fmt: skip

from console.context import AppContext
from console.operations import imports
from console.operations.imports import ImportChoice
from console.pages.base import Page
from console.pages.drop_list import DropList
from console.pages.import_columns import HISTORY, ISSUES, batches_words, issue_order
from console.settings import data_folder
from data.rows.enums import IssueLevel
from data.rows.issues import BatchReport, BatchRow, Changes, Issue
from data.rows.kinds import KINDS
from widgets.card import Card
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView
from widgets.theme import current_theme

KINDS_READ = "表格文件 (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.csv.gz *.gz)"


class ImportPage(Page):
    """Three cards: the files, what the check found, what was taken so far."""

    name = "import"
    title = "数据导入"
    needs_data = False

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.reports: list[BatchReport] = []
        self.files = DropList("把文件或文件夹拖到这里")
        self.kind, self.profile = QComboBox(), QComboBox()
        self.only_valid = QCheckBox("仅导入正确行")
        self.check, self.take = QPushButton("检查文件"), QPushButton("导入")
        self.save_errors = QPushButton("保存错误工作簿")
        self._undo = QPushButton("撤销所选批次")
        self._summary = QLabel("选好文件后先检查，检查不写入任何数据。")
        self._whole = QLabel()
        self._issues: PagedModel[Issue] = PagedModel(ISSUES)
        self.problems: TableView[Issue] = TableView(self._issues)
        self._history: PagedModel[BatchRow] = PagedModel(HISTORY)
        self.history: TableView[BatchRow] = TableView(self._history)
        self._result_card = Card("检查结果", holds_table=True)
        self._build()
        self._connect()
        self._settle()

    def _build(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(14)
        upper.addWidget(self._choice_card())
        upper.addWidget(self._fill_result_card(), 1)
        self.body.addLayout(upper, 3)
        note = "选中一批可整批撤销；已有后续数据依靠它时不能撤销"
        card = Card("导入历史", note, holds_table=True)
        self.history.setAccessibleName("导入历史")
        self.history.set_empty_state("还没有导入过文件", "")
        card.add(self.history, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._undo)
        card.add_line(line)
        self.body.addWidget(card, 2)

    def _choice_card(self) -> Card:
        card = Card("选择文件")
        card.setFixedWidth(current_theme().space(330))
        card.add(self.files, 1)
        line = QHBoxLayout()
        line.setSpacing(8)
        for text, slot in (("选择文件", self._choose_files), ("选择文件夹", self._choose_folder),
                           ("清空", self._clear)):  # fmt: skip
            button = QPushButton(text)
            button.clicked.connect(slot)
            line.addWidget(button)
        card.body.addLayout(line)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        self.kind.addItem("自动识别", None)
        for name, kind in KINDS.items():
            self.kind.addItem(kind.title, name)
        form.addRow("表格种类", self.kind)
        form.addRow("对照方案", self.profile)
        card.body.addLayout(form)
        self._list_profiles()
        foot = QHBoxLayout()
        forms = QPushButton("保存空白表")
        forms.clicked.connect(self._save_forms)
        self.check.setProperty("primary", True)
        foot.addWidget(forms)
        foot.addStretch(1)
        foot.addWidget(self.check)
        card.body.addLayout(foot)
        return card

    def _fill_result_card(self) -> Card:
        card = self._result_card
        self._summary.setWordWrap(True)
        self._summary.setProperty("role", "cell")
        words = QHBoxLayout()
        words.addWidget(self._summary, 1)
        card.add_line(words)
        self.problems.setAccessibleName("检查发现的问题")
        self.problems.set_empty_state("尚未检查", "检查后在这里逐行列出错误和警告。")
        card.add(self.problems, 1)
        self._whole.setWordWrap(True)
        self._whole.setProperty("role", "note")
        self._whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        whole = QHBoxLayout()
        whole.addWidget(self._whole, 1)
        card.add_line(whole)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.only_valid)
        foot.addStretch(1)
        self.take.setProperty("primary", True)
        foot.addWidget(self.save_errors)
        foot.addWidget(self.take)
        card.add_line(foot)
        return card

    def _connect(self) -> None:
        self.files.changed.connect(self._forget)
        self.kind.currentIndexChanged.connect(self._forget)
        self.profile.activated.connect(self._pick_profile)
        self.check.clicked.connect(self.preview)
        self.take.clicked.connect(self.commit)
        self.only_valid.toggled.connect(self._check_again)
        self.save_errors.clicked.connect(self._ask_errors_path)
        self.problems.selection_stats.connect(
            lambda text: self.tell_stats(self.problems, text)
        )
        self.problems.current_row_changed.connect(self._show_whole)
        self._undo.clicked.connect(self._ask_undo)
        self.history.current_row_changed.connect(lambda _: self._settle())

    @property
    def choice(self) -> ImportChoice:
        """Return what is to be taken in and how."""
        kind, profile = self.kind.currentData(), self.profile.currentData()
        return ImportChoice(
            self.files.paths, None if kind is None else str(kind),
            None if not profile else Path(str(profile)), self.only_valid.isChecked(),
        )  # fmt: skip

    def preview(self) -> None:
        """Check the files in a worker; nothing is written."""
        imports.preview(self.ctx, self.choice, self._show_reports).run()

    def commit(self) -> None:
        """Take the files in."""
        imports.commit(self.ctx, self.choice, self._show_taken).run()

    def load(self) -> None:
        """Read the history of imports."""
        imports.read_history(self.ctx, self._show_history).run()

    def shows(self, changes: Changes) -> bool:
        """Return whether a batch came or went."""
        return changes.batches

    def _show_history(self, rows: list[BatchRow]) -> None:
        self._history.set_rows(rows)
        self._settle()
        self.finish()

    def _show_reports(self, reports: list[BatchReport]) -> None:
        self.reports = list(reports)
        issues = sorted((i for report in reports for i in report.issues), key=issue_order)
        repeated = bool(reports) and all(report.repeated for report in reports)
        self.problems.set_empty_state(
            "没有新内容" if repeated else "没有问题",
            "这些文件已经导入过。" if repeated else "各行都可以导入。",
        )
        self._issues.set_rows(issues)
        self._whole.setText("")
        if issues:
            self.problems.select_row(0)
        self._summary.setText(batches_words(reports))
        wrong = sum(report.errors for report in reports)
        warned = sum(report.warnings for report in reports)
        self._result_card.set_note(f"错误 {thousands(wrong)} 处 · 警告 {thousands(warned)} 处")
        self._summary.setToolTip(
            "\n".join(note for report in reports for note in report.notes)
        )
        self._settle()

    def _show_whole(self, issue: object) -> None:
        """Write out the problem chosen: its line in the table may be cut."""
        if isinstance(issue, Issue):
            row = "" if issue.row is None else f"第 {thousands(issue.row)} 行"
            place = " ".join(part for part in (issue.sheet, row, issue.column) if part)
            self._whole.setText(f"{place}：{issue.message}" if place else issue.message)

    def _show_taken(self, reports: list[BatchReport]) -> None:
        self._show_reports(reports)
        taken = sum(report.taken for report in reports)
        if any(report.id is not None for report in reports):
            self.ctx.messages.info(f"已导入 {thousands(taken)} 行")
            self.files.clear_paths()
            self._summary.setText("已导入。\n" + batches_words(reports))
        else:
            self.ctx.messages.info("没有导入任何内容")

    def _forget(self) -> None:
        self.reports = []
        self.problems.set_empty_state("尚未检查", "检查后在这里逐行列出错误和警告。")
        self._issues.set_rows([])
        self._whole.setText("")
        self._result_card.set_note("")
        self._summary.setText("选好文件后先检查，检查不写入任何数据。")
        self._settle()

    def _check_again(self) -> None:
        """Show what would be taken under the other choice."""
        if self.reports:
            self.preview()

    def _settle(self) -> None:
        has_files = bool(self.files.paths)
        has_errors = any(report.errors for report in self.reports)
        # What is unchanged may be taken again: it does no harm and says so.
        acceptable = any(report.taken or report.unchanged for report in self.reports)
        self.check.setEnabled(has_files)
        self.take.setEnabled(
            has_files and bool(self.reports) and acceptable
            and (not has_errors or self.only_valid.isChecked())
        )  # fmt: skip
        self.save_errors.setEnabled(
            any(issue.row is not None for report in self.reports for issue in report.issues
                if issue.level is IssueLevel.ERROR)
        )  # fmt: skip
        row = self.history.current_row()
        self._undo.setEnabled(row is not None and not row.undone)

    def _choose_files(self) -> None:
        self.ctx.messages.open_files("选择文件", KINDS_READ, self.files.add_paths)

    def _choose_folder(self) -> None:
        self.ctx.messages.choose_folder("选择文件夹", lambda path: self.files.add_paths([path]))

    def _clear(self) -> None:
        self.files.clear_paths()

    def _list_profiles(self) -> None:
        self.profile.addItem("不用", "")
        folder = data_folder() / "profiles"
        for path in sorted(folder.glob("*.toml")):
            self.profile.addItem(path.stem, str(path))
        self.profile.addItem("选择方案文件…", "?")

    def _pick_profile(self, place: int) -> None:
        if self.profile.itemData(place) == "?":
            self.profile.setCurrentIndex(0)
            self.ctx.messages.open_files("选择对照方案", "对照方案 (*.toml)", self._take_profile)
        self._forget()

    def _take_profile(self, paths: list[Path]) -> None:
        self.profile.insertItem(1, paths[0].stem, str(paths[0]))
        self.profile.setCurrentIndex(1)

    def _ask_errors_path(self) -> None:
        wrong = next((r for r in self.reports if any(
            issue.level is IssueLevel.ERROR for issue in r.issues)), None)  # fmt: skip
        name = f"错误_{Path(wrong.file).stem}.xlsx" if wrong else "错误.xlsx"
        self.ctx.messages.save_file("保存错误工作簿", name, "工作簿 (*.xlsx)", self._save_errors)

    def _save_errors(self, path: Path) -> None:
        imports.preview(
            self.ctx, self.choice,
            lambda _: self.ctx.messages.info(f"已保存 {path.name}，改好红格后可直接导入"), path,
        ).run()  # fmt: skip

    def _save_forms(self) -> None:
        self.ctx.messages.choose_folder("空白表存放位置", self._write_forms)

    def _write_forms(self, folder: Path) -> None:
        imports.write_forms(
            self.ctx, tuple(KINDS), folder,
            lambda paths: self.ctx.messages.info(f"已保存 {len(paths)} 个空白表"),
        ).run()  # fmt: skip

    def _ask_undo(self) -> None:
        row = self.history.current_row()
        if row is not None:
            self.ctx.messages.ask(
                "撤销批次", f"将取回“{row.file}”导入的全部 {thousands(row.taken)} 行。", "撤销",
                lambda: self.undo(row.id),
            )  # fmt: skip

    def undo(self, batch: int) -> None:
        """Take a batch back as a whole."""
        imports.take_back(
            self.ctx, batch, lambda n: self.ctx.messages.info(f"已撤销，取回 {thousands(n)} 行")
        ).run()


