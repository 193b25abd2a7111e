"""Two forms of 事后核查: drawing a sample, entering what was found of a visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

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
    QWidget,
)

from console.context import AppContext
from console.drafts import DraftKeeper
from console.operations.audits import Found, Lot
from console.pages.judging import tell_wrong
from data.rows.decisions import DrawnRow
from data.rows.enums import AuditResult
from data.rows.errors import InvalidInput
from data.rows.period import Period, day_of
from widgets.dialogs import answer_buttons, stack
from widgets.theme import current_theme

NUMBER, SHARE = "次", "%"
WIDTH = 520


class DrawDialog(QDialog):
    """Asks of which period how much is to be drawn, and by which seed."""

    def __init__(
        self, ctx: AppContext, draw: Callable[[Lot], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ctx, self._draw = ctx, draw
        self.setWindowTitle("抽取核查样本")
        self.period, self.seed = QLineEdit(ctx.filter.span(ctx.today).text), QLineEdit()
        self.amount, self.unit = QLineEdit("50"), QComboBox()
        self.note, self.wrong = QLabel(), QLabel()
        self.buttons = answer_buttons(self, self.take)
        self._build()
        self._judge()

    def _build(self) -> None:
        self.amount.setAccessibleName("抽取数量")
        self.unit.addItem("次", NUMBER)
        self.unit.addItem("%（按总体比例）", SHARE)
        self.unit.setAccessibleName("数量单位")
        self.period.setPlaceholderText("如 2026-Q3、2026-07")
        self.seed.setPlaceholderText("不填则随机产生并留存")
        amount = QHBoxLayout()
        amount.addWidget(self.amount, 1)
        amount.addWidget(self.unit, 1)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("期间", self.period)
        form.addRow("抽取", amount)
        form.addRow("种子", self.seed)
        self.note.setText(
            "在未核查、未抽取的行政检查入企检查中，按检查单位分层、按比例抽取；"
            "同一数据、同一种子所抽相同。核查在书面记录上进行，不进入企业。"
        )
        for label in (self.note, self.wrong):
            label.setWordWrap(True)
            label.setProperty("role", "note")
        stack(self, form, self.note, self.wrong, self.buttons, spacing=10, width=WIDTH)
        for line in (self.period, self.amount, self.seed):
            line.textChanged.connect(lambda _: self._judge())
        self.unit.currentIndexChanged.connect(lambda _: self._judge())

    def lot(self) -> Lot:
        """Return what is asked for; InvalidInput where it makes no sense."""
        period = Period.parse(self.period.text(), self._ctx.today)
        seed = self.seed.text().strip()
        if seed and not seed.isdecimal():
            raise InvalidInput("种子应为整数。")
        number = int(seed) if seed else None
        amount = self.amount.text().strip()
        if not amount.isdecimal() or not int(amount):
            raise InvalidInput("抽取数量应为大于 0 的整数。")
        if self.unit.currentData() == SHARE:
            if int(amount) > 100:
                raise InvalidInput("抽取比例不能超过 100%。")
            return Lot(period, share=Decimal(amount) / 100, seed=number)
        return Lot(period, size=int(amount), seed=number)

    def take(self) -> None:
        """Draw and close."""
        try:
            lot = self.lot()
        except InvalidInput:
            return
        self._draw(lot)
        self.accept()

    def _judge(self) -> None:
        draw = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        tell_wrong(self.lot, self.wrong, draw)


class ResultDialog(QDialog):
    """Asks what a check on paper found of one visit."""

    def __init__(
        self,
        ctx: AppContext,
        row: DrawnRow,
        enter: Callable[[Found], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._row, self._enter = row, enter
        self.setWindowTitle("录入核查结果")
        self.result_box, self.note = QComboBox(), QPlainTextEdit(row.note)
        self.checker, self.day = QLineEdit(row.checker or ctx.actor), QDateEdit()
        self.need = QLabel()
        day = day_of(row.checked) if row.checked is not None else ctx.today
        self.day.setDate(QDate(day.year, day.month, day.day))
        self.buttons = answer_buttons(self, self.take, QDialogButtonBox.StandardButton.Save)
        self.drafts = DraftKeeper(self.note, self, f"audit:{row.report}", "核查结果的说明")
        self._build()
        self._judge()

    def _build(self) -> None:
        theme = current_theme()
        for one in AuditResult:
            self.result_box.addItem(one.label, int(one))
        if self._row.result is not None:
            self.result_box.setCurrentIndex(self.result_box.findData(int(self._row.result)))
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(theme.space(80))
        row = self._row
        about = QLabel(
            f"{row.body.name}　{day_of(row.day)}　{row.number or '无检查编号'}\n"
            f"{row.enterprise.name}"
        )
        about.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow(about)
        for name, widget in (
            ("核查结果", self.result_box), ("核查日期", self.day), ("核查人", self.checker),
            ("说明", self.note),
        ):  # fmt: skip
            widget.setAccessibleName(name)
            form.addRow(name, widget)
        self.need.setProperty("role", "note")
        stack(self, form, self.need, self.buttons, spacing=10, width=WIDTH)
        self.result_box.currentIndexChanged.connect(lambda _: self._judge())
        self.note.textChanged.connect(self._judge)

    @property
    def chosen(self) -> AuditResult:
        """Return the result chosen."""
        return AuditResult.at(int(self.result_box.currentData()))

    def take(self) -> None:
        """Enter the result and close."""
        if not self._can_take():
            return
        picked = self.day.date()
        day = date(picked.year(), picked.month(), picked.day())
        self._enter(
            Found(
                self._row.report, self.chosen, self.checker.text(), self.note.toPlainText(), day,
                self._row.version,
            )
        )  # fmt: skip
        self.accept()

    def _can_take(self) -> bool:
        return self.chosen is AuditResult.TRUE or bool(self.note.toPlainText().strip())

    def _judge(self) -> None:
        can = self._can_take()
        self.need.setText("" if can else f"结果为“{self.chosen.label}”须写明说明。")
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(can)
