"""系统: the database, the rules in force, this computer, type size and theme."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QWidget,
)  # fmt: skip

from console.context import AppContext
from console.loading.state import CheckLine, RuleLine, SetLine, check_computer, read_rules
from console.operations.base import Operation, ReadOp
from console.pages.base import Page
from console.pages.reflow import Reflow
from console.settings import LARGEST, SMALLEST, STEP
from data.rows.issues import Changes
from data.rows.period import day_of
from widgets.card import Card
from widgets.formats import thousands
from widgets.later import Later
from widgets.records_table import Column, PagedModel, TableView
from widgets.status import Status

R = TypeVar("R")
LONG, NARROW = 40, 720
RULES: tuple[Column[RuleLine], ...] = (
    Column("规则", lambda r: r.id, width=56, sortable=False),
    Column("名称", lambda r: r.name, width=110, sortable=False),
    Column("效力", lambda r: r.force.label, width=60, sortable=False),
    Column("条件", lambda r: r.text, width=420, sortable=False, tip=lambda r: r.text, least=220,
           share=2),
    Column("来源", lambda r: r.source, width=380, sortable=False, tip=lambda r: r.source, least=150,
           share=1),
)
SETS: tuple[Column[SetLine], ...] = (
    Column("规则集", lambda r: r.title, width=260, sortable=False),
    Column("施行日期", lambda r: r.effective.isoformat(), width=110, sortable=False),
    Column("规则数", lambda r: r.rules, align="right", width=80, sortable=False),
)
CHECKS: tuple[Column[CheckLine], ...] = (
    Column("状态", lambda r: "正常" if r.is_ok else "需处理", width=84, sortable=False,
           status=lambda r: Status.GREEN if r.is_ok else Status.RED),
    Column("项目", lambda r: r.name, width=130, sortable=False),
    Column("说明", lambda r: r.note, width=300, sortable=False, tip=lambda r: r.note, share=1),
)  # fmt: skip


class SystemPage(Page):
    """What one wants to know of the program itself."""

    name = "system"
    title = "系统"
    needs_data = False

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._facts = QFormLayout()
        self._rules: PagedModel[RuleLine] = PagedModel(RULES)
        self._sets: PagedModel[SetLine] = PagedModel(SETS)
        self._checks: PagedModel[CheckLine] = PagedModel(CHECKS)
        self._whole = QLabel("选中一条看全文。")
        self.type_size, self.theme = QComboBox(), QComboBox()
        self.sample, self.unsample = QPushButton("载入演示数据"), QPushButton("移除演示数据…")
        self.calendar = QPushButton("工作日历…")
        self._build()

    def _build(self) -> None:
        data = Card("数据库")
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        data.body.addLayout(self._facts)
        data.body.addStretch(1)
        self.body.addWidget(Reflow(((data, 3), (self._display_card(), 2)), NARROW))
        tabs = QTabWidget()
        rules: TableView[RuleLine] = TableView(self._rules)
        rules.current_row_changed.connect(self._show_rule)
        rules.setAccessibleName("现行规则")
        tabs.addTab(rules, "现行规则")
        tabs.addTab(Later(lambda: _named(TableView(self._sets), "规则集")), "规则集")
        tabs.addTab(Later(lambda: _named(TableView(self._checks), "本机检查")), "本机检查")
        card = Card("规则与运行环境", holds_table=True)
        card.add(tabs, 1)
        self._whole.setWordWrap(True)
        self._whole.setProperty("role", "note")
        self._whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout()
        line.addWidget(self._whole, 1)
        card.add_line(line)
        tabs.currentChanged.connect(lambda place: self._whole.setVisible(place == 0))
        self.body.addWidget(card, 1)

    def _display_card(self) -> Card:
        card = Card("显示与演示数据")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        for percent in range(SMALLEST, LARGEST + 1, STEP):
            self.type_size.addItem(f"{percent}%", percent)
        for text, choice in (("浅色", "light"), ("深色", "dark"), ("跟随系统", "system")):
            self.theme.addItem(text, choice)
        self.type_size.setCurrentIndex(self.type_size.findData(self.ctx.settings.percent))
        self.theme.setCurrentIndex(self.theme.findData(self.ctx.settings.theme))
        self.type_size.activated.connect(self._set_size)
        self.theme.activated.connect(self._set_theme)
        self.sample.clicked.connect(lambda: self.ctx.command_asked.emit("sample"))
        form.addRow("字号", self.type_size)
        form.addRow("界面", self.theme)
        self.unsample.clicked.connect(lambda: self.ctx.command_asked.emit("unsample"))
        form.addRow("演示数据", _beside(self.sample, self.unsample))
        names = QPushButton("监管对象合并与单位别名…")
        names.clicked.connect(lambda: self.ctx.command_asked.emit("names"))
        form.addRow("名称核对", names)
        self.calendar.clicked.connect(lambda: self.ctx.command_asked.emit("calendar"))
        form.addRow("放假与调休", self.calendar)
        values = QPushButton("参数设置…")
        values.clicked.connect(lambda: self.ctx.command_asked.emit("values"))
        mending = QPushButton("更改记录与封账…")
        mending.clicked.connect(lambda: self.ctx.command_asked.emit("mending"))
        form.addRow("参数与更正", _beside(values, mending))
        card.body.addLayout(form)
        note = QLabel("演示数据只能载入空数据库；正式使用前移除，参数设置保留。")
        note.setWordWrap(True)
        note.setProperty("role", "note")
        card.add(note)
        card.set_action("关于")
        card.action_clicked.connect(lambda: self.ctx.command_asked.emit("about"))
        card.body.addStretch(1)
        return card

    def load(self) -> None:
        """Show the facts, then look at the computer beside the window."""
        self._show_facts()
        ReadOp(self.ctx, read_rules, self._show_rules, topic="rules").run()
        Operation(
            self.ctx, lambda task: check_computer(), self._show_checks, topic="doctor",
            failed=self.load_failed,
        ).run()  # fmt: skip

    def shows(self, changes: Changes) -> bool:
        """Return whether counts may have changed: any write does that."""
        return True

    def _show_rules(self, found: tuple[tuple[SetLine, ...], tuple[RuleLine, ...]]) -> None:
        sets, rules = found
        self._sets.set_rows(sets)
        self._rules.set_rows(rules)

    def _show_rule(self, rule: object) -> None:
        if isinstance(rule, RuleLine):
            self._whole.setText(
                f"{rule.id} {rule.name}（{rule.force.label}）：{rule.text}\n来源：{rule.source}"
            )

    def _show_checks(self, lines: tuple[CheckLine, ...]) -> None:
        self._checks.set_rows(lines)
        self.finish()

    def _show_facts(self) -> None:
        while self._facts.rowCount():
            self._facts.removeRow(0)
        registers = self.ctx.registers
        if registers is None:
            return
        state = registers.state
        days = ""
        if state.first_day is not None and state.last_day is not None:
            first, last = day_of(state.first_day), day_of(state.last_day)
            days = f"（{first.isoformat()} 至 {last.isoformat()}）"
        self.sample.setEnabled(state.visits == 0)
        self.unsample.setEnabled(state.sample and self.ctx.past_day is None)
        for name, value in (
            ("位置", self.ctx.db.location), ("文件", self.ctx.db.place),
            ("入企检查", f"{thousands(state.visits)} 次{days}"),
            ("单位", f"{thousands(state.bodies)} 个"),
            ("企业", f"{thousands(state.enterprises)} 户，待补全 {thousands(state.unresolved)} 户"),
            ("检查计划", f"{thousands(state.plans)} 项"),
            ("规则集", registers.ruleset.removeprefix("规则集 ")),
            ("数据性质", "演示数据，不是真实检查记录" if state.sample else "业务数据"),
        ):  # fmt: skip
            self._facts.addRow(_quiet(name), _value(value))

    def _set_size(self, place: int) -> None:
        self.ctx.command_asked.emit(f"size:{self.type_size.itemData(place)}")

    def _set_theme(self, place: int) -> None:
        self.ctx.command_asked.emit(f"theme:{self.theme.itemData(place)}")


def _beside(*buttons: QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for button in buttons:
        line.addWidget(button)
    return line


def _named(table: TableView[R], name: str) -> TableView[R]:
    table.setAccessibleName(name)
    return table


def _quiet(text: str) -> QWidget:
    label = QLabel(text)
    label.setProperty("role", "note")
    return label


def _value(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    # Only a long path breaks; a line that never breaks keeps its height in a low window.
    label.setWordWrap(len(text) > LONG)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


