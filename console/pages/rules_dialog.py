"""修改规则: a new value from a day on, tried on the present data before it is entered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.drafts import DraftKeeper
from console.loading.rules import RuleRow
from console.operations.base import Operation
from console.operations.rules import change_rule, preview_change
from data.rows.errors import Cancelled, DataError
from data.rows.limits import value_of
from data.rows.rulesets import SWITCH, RuleBook
from data.rules.changing import Wish, check
from widgets.dialogs import name_buttons
from widgets.theme import current_theme

if TYPE_CHECKING:
    from data.rules.reevaluation import Preview

WIDTH = 580
GROUPED = {"R1": "本规则按当月第一日的版本判定：月中生效的，自下一个月起适用。",
           "R3": "本规则按当年第一日的版本判定：年中生效的，自下一年起适用。"}  # fmt: skip


class RuleDialog(QDialog):
    """One change of one rule, with its day, author and reason."""

    def __init__(
        self, ctx: AppContext, book: RuleBook, row: RuleRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ctx, self._book, self._row = ctx, book, row
        self._trial: Operation[Preview] | None = None
        self.setWindowTitle(f"修改规则 {row.text.id} {row.text.name}")
        self.what, self.value, self.effective = QComboBox(), QLineEdit(), QDateEdit()
        self.author, self.reason = QLineEdit(ctx.actor), QPlainTextEdit()
        self.wrong, self.found = QLabel(), QLabel("先试算，可看到会新增、撤销多少条预警。")
        self.trial, self.stop = QPushButton("试算"), QPushButton("停止")
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self._build()
        self._connect()
        key = f"rule:{row.text.id}"
        self.drafts = DraftKeeper(self.reason, self, key, f"修改规则 {row.text.id} 的理由")
        self._choose()

    def _build(self) -> None:
        for name, title, value in self._row.limits:
            self.what.addItem(f"{title}（现为 {value}）", name)
        self.what.addItem("停用本规则" if self._row.text.on else "启用本规则", SWITCH)
        following = _next_month(self._ctx.today)
        self.effective.setDate(QDate(following.year, following.month, following.day))
        self.effective.setDisplayFormat("yyyy-MM-dd")
        self.effective.setCalendarPopup(True)
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(current_theme().space(76))
        self.reason.setPlaceholderText("如：联席会议第三次会议议定")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for name, widget in (
            ("修改", self.what), ("改为", self.value), ("生效日期", self.effective),
            ("修改人", self.author), ("理由", self.reason),
        ):  # fmt: skip
            widget.setAccessibleName(name)
            form.addRow(name, widget)
        self._arrange(form)

    def _arrange(self, form: QFormLayout) -> None:
        note = QLabel(f"生效日期以前仍按原版本判定。{GROUPED.get(self._row.text.id, '')}")
        for label in (note, self.wrong, self.found):
            label.setWordWrap(True)
        for label in (note, self.wrong):
            label.setProperty("role", "note")
        self.stop.setVisible(False)
        line = QHBoxLayout()
        line.addWidget(self.found, 1)
        for button in (self.trial, self.stop):
            button.setAutoDefault(False)
            line.addWidget(button)
        name_buttons(self.buttons)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setText("保存并重新核对")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(10)
        whole.addLayout(form)
        whole.addWidget(note)
        whole.addWidget(self.wrong)
        whole.addLayout(line)
        whole.addWidget(self.buttons)
        self.setMinimumWidth(current_theme().space(WIDTH))

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(lambda _: self._choose())
        self.value.textChanged.connect(lambda _: self._judge())
        self.author.textChanged.connect(lambda _: self._judge())
        self.reason.textChanged.connect(self._judge)
        self.effective.dateChanged.connect(lambda _: self._judge())
        self.trial.clicked.connect(self.try_out)
        self.stop.clicked.connect(self._stop_trial)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(lambda _: self._stop_trial())

    @property
    def is_switch(self) -> bool:
        """Return whether the rule is to be switched on or off."""
        return bool(self.what.currentData() == SWITCH)

    def _choose(self) -> None:
        self.value.setEnabled(not self.is_switch)
        if self.is_switch:
            self.value.setText("停用" if self._row.text.on else "启用")
        else:
            self.value.clear()
        self._judge()

    def wish(self) -> Wish | None:
        """Return the change asked for, None where it cannot be (the dialog says why)."""
        name = str(self.what.currentData())
        picked = self.effective.date()
        effective = date(picked.year(), picked.month(), picked.day())
        rule = self._row.text.id
        if self.is_switch:
            value: float | None = float(not self._row.text.on)
        else:
            value = value_of(rule, name, self.value.text())
        if value is None:
            self.wrong.setText("请填写新的数值，如 2、30% 或 8:30。")
            return None
        wish = Wish(rule, name, value, effective)
        try:
            check(self._book, wish)
        except DataError as error:
            self.wrong.setText(error.message)
            return None
        self.wrong.setText("")
        return wish

    def _judge(self) -> None:
        wish = self.wish()
        self.trial.setEnabled(wish is not None)
        is_told = bool(self.author.text().strip() and self.reason.toPlainText().strip())
        if wish is not None and not is_told:
            self.wrong.setText("须写明修改人和理由。")
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(wish is not None and is_told)

    # -- trying and entering ---------------------------------------------------------------

    def try_out(self) -> None:
        """Count beside the window what the change would add and remove."""
        wish = self.wish()
        if wish is None:
            return
        self.found.setText("正在现有数据上试算……")
        self.stop.setVisible(True)
        self._trial = preview_change(self._ctx, wish, self._show_trial, self._trial_failed)
        self._trial.run()

    def _show_trial(self, found: Preview) -> None:
        if self._trial is None:
            return
        self._trial = None
        self.stop.setVisible(False)
        self.found.setText(
            f"现有预警 {found.before:,} 条；修改后新增 {found.added:,} 条，"
            f"撤销 {found.removed:,} 条，程度加重 {found.graver:,} 条，减轻 {found.milder:,} 条。"
        )

    def _trial_failed(self, error: BaseException) -> None:
        if self._trial is not None:
            self._trial = None
            self.stop.setVisible(False)
            stopped = isinstance(error, Cancelled)
            self.found.setText("试算已停止。" if stopped else "试算没有完成。")

    def _stop_trial(self) -> None:
        """Stop counting; after the dialog is closed nothing more is shown in it."""
        trial, self._trial = self._trial, None
        if trial is not None:
            trial.cancel()
            self.stop.setVisible(False)
            self.found.setText("试算已停止。")

    def save(self) -> None:
        """Enter the change, close, and judge everything anew beside the window."""
        wish = self.wish()
        author, reason = self.author.text().strip(), self.reason.toPlainText().strip()
        if wish is None or not author or not reason:
            return
        messages = self._ctx.messages
        change_rule(
            self._ctx, wish, author, reason,
            lambda _: messages.info(f"已修改规则 {wish.rule} 并重新核对"),
        ).run()  # fmt: skip
        self.accept()


def _next_month(day: date) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, 1)
