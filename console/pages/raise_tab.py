"""提高联合比例: who joins at the left, the merges that reach the target, what bodies contribute."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.loading.planning import MergesRead, read_merges
from console.operations.base import Operation, ReadOp
from console.operations.planning import decide_pairs, solve_raise
from console.pages.form_dialog import Answers, Field, FormDialog, ask
from console.pages.planning_columns import MERGES, PARTS
from console.pages.raise_tiles import raise_tiles
from console.pages.reflow import Reflow
from console.pages.table_part import TablePart
from console.pages.tile_parts import FigureStrip
from console.planning_tables import METHOD
from console.what_if import WhatIf
from data.rows.matching import BodyPart, MatchRow, MatchState, RaiseSheet, Ruling
from widgets.card import Card
from widgets.elided_label import ElidedLabel

READINGS = {
    "M1 双随机联合 ÷ 全部任务": "M1", "M1b 双随机联合 ÷ 双随机任务": "M1b",
    "M1c 全部联合 ÷ 全部任务": "M1c",
}  # fmt: skip
NARROW, DRAG_MS, SECONDS = 900, 400, 20.0
TARGETS, TARGET = (20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90), 25
WAITING = "正在测算…"


class RaiseTab(QWidget):
    """Solves anew whenever somebody joins or leaves; nothing is in force until it is accepted."""

    settled = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.read: MergesRead | None = None
        self.sheet: RaiseSheet | None = None
        self._is_chosen = False
        self.reading, self.target = QComboBox(), QComboBox()
        self.remaining, self.each = QCheckBox("只计尚未检查的"), QCheckBox("各单位也尽量达到")
        self.accept = QPushButton("采纳这些合并…")
        self.try_out = QPushButton("在联合比例、频次热力中试看")
        self.strip = FigureStrip(ctx, self._explain, are_short=True)
        self.sentence = ElidedLabel()
        self.bodies = QListWidget()
        self.merges: TablePart[MatchRow] = TablePart(
            "合并方案", MERGES, lambda r: r.key, ("没有需要合并的计划", "或没有可以合并的计划。"),
            buttons_in_head=True,
        )
        self.parts: TablePart[BodyPart] = TablePart(
            "各单位贡献", PARTS, lambda r: r.body.code, ("没有单位需要改动计划", "")
        )
        self._wait = QTimer(self)
        self._build()

    def _build(self) -> None:
        self.reading.addItems(list(READINGS))
        self.reading.setAccessibleName("联合比例口径")
        self.target.addItems([f"目标 {one}%" for one in TARGETS])
        self.target.setCurrentIndex(TARGETS.index(TARGET))
        self.target.setAccessibleName("目标")
        self.bodies.setAccessibleName("参加单位")
        self.bodies.setFrameShape(QListWidget.Shape.NoFrame)
        self.bodies.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.bodies.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.accept.setProperty("primary", True)
        self.sentence.setProperty("role", "cell")
        self._wait.setSingleShot(True)
        self._wait.setInterval(DRAG_MS)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(self._controls())
        whole.addWidget(self.strip)
        whole.addWidget(self.sentence)
        parts = ((self._joining(), 2), (self.merges, 6), (self.parts, 5))
        whole.addWidget(Reflow(parts, NARROW), 1)
        self._wait.timeout.connect(self.solve)
        self.bodies.itemChanged.connect(lambda _: self._wait.start())
        self.accept.clicked.connect(lambda _=False: self.ask_accept())
        self.try_out.setObjectName("choice")
        self.try_out.setCheckable(True)
        self.try_out.setToolTip("两页同时并列现状和假设后的结果；采纳以前不改动任何数据")
        self.try_out.clicked.connect(self._try_out)
        self.merges.add_button("去掉这一处", self.leave_out, "Delete")
        self.ctx.what_if_changed.connect(self._told_what_if)
        self.reading.currentIndexChanged.connect(self._choose_reading)
        self.target.currentIndexChanged.connect(lambda _: self.load())
        for box in (self.remaining, self.each):
            box.toggled.connect(lambda _: self.load())

    def _controls(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        for part in (self.reading, self.target, self.remaining, self.each):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.try_out)
        line.addWidget(self.accept)
        return line

    def _joining(self) -> Card:
        card, line = Card("假如这些单位参加"), QHBoxLayout()
        for text, state in (("全选", Qt.CheckState.Checked), ("全不选", Qt.CheckState.Unchecked)):
            button = QPushButton(text)
            button.setProperty("quiet", True)
            button.clicked.connect(lambda _=False, state=state: self.check_all(state))
            line.addWidget(button)
        line.addStretch(1)
        card.add_line(line)
        card.add(self.bodies, 1)
        return card

    # -- reading and solving ---------------------------------------------------------------

    def _choose_reading(self) -> None:
        self._is_chosen = True
        self.load()

    def _show_reading(self, reading: str) -> None:
        """Show the reading of the settings as long as nobody chose one here."""
        with QSignalBlocker(self.reading):
            self.reading.setCurrentIndex(list(READINGS.values()).index(reading))

    def load(self) -> None:
        """Read what may be merged, then solve."""
        from data.planning.merging import MergeWish

        self._wait.stop()
        state, today = self.ctx.filter, self.ctx.today
        wish = MergeWish(
            READINGS[self.reading.currentText()] if self._is_chosen else "",
            TARGETS[self.target.currentIndex()] / 100,
            remaining=self.remaining.isChecked(), each=self.each.isChecked(),
        )  # fmt: skip
        self.sentence.setText(WAITING)
        ReadOp(
            self.ctx, lambda session: read_merges(session, state, wish, today), self._take,
            topic="merges", failed=lambda _: self.settled.emit(),
        ).run()  # fmt: skip

    def _take(self, read: MergesRead) -> None:
        left = {self.bodies.item(row).text() for row in range(self.bodies.count())
                if self.bodies.item(row).checkState() is Qt.CheckState.Unchecked}  # fmt: skip
        same = self.read is not None and self.read.meant == read.meant
        self.read = read
        self._show_reading(read.merges.wish.reading)
        self.bodies.blockSignals(True)
        self.bodies.clear()
        for body in read.bodies:
            item = QListWidgetItem(body.name)
            joins = body.code in read.meant and not (same and body.name in left)
            item.setToolTip(body.name)
            item.setCheckState(Qt.CheckState.Checked if joins else Qt.CheckState.Unchecked)
            self.bodies.addItem(item)
        self.bodies.blockSignals(False)
        self.solve()

    def check_all(self, state: Qt.CheckState) -> None:
        """Let all join, or nobody."""
        self.bodies.blockSignals(True)
        for row in range(self.bodies.count()):
            self.bodies.item(row).setCheckState(state)
        self.bodies.blockSignals(False)
        self.solve()

    @property
    def joining(self) -> tuple[str, ...]:
        """Return the names of the bodies that join."""
        items = (self.bodies.item(row) for row in range(self.bodies.count()))
        return tuple(one.text() for one in items if one.checkState() is Qt.CheckState.Checked)

    def solve(self) -> None:
        """Solve for those who join."""
        from data.planning.reaching import RaiseWish

        self._wait.stop()
        if self.read is None:
            return
        joining = self.joining
        names = () if len(joining) == self.bodies.count() else joining or NOBODY
        self.sentence.setText(WAITING)
        solve_raise(
            self.ctx, self.read.merges, RaiseWish(names, seconds=SECONDS), self._show,
            lambda _: self.settled.emit(),
        ).run()  # fmt: skip

    def _show(self, sheet: RaiseSheet) -> None:
        self.sheet = sheet
        self.strip.show_figures(raise_tiles(sheet))
        self.sentence.setText(f"{sheet.year}年：{sheet.sentence}只是测算，采纳以前不改动任何数据。")
        self.merges.put(sheet.merges, f"{len(sheet.merges)} 处")
        self.parts.put(sheet.bodies, f"{len(sheet.bodies)} 个单位")
        for button in (self.accept, self.try_out):
            button.setEnabled(bool(sheet.merges))
        if self.ctx.what_if is not None:
            self._try_out(bool(sheet.merges))
        self.settled.emit()

    # -- trying out ------------------------------------------------------------------------

    def leave_out(self) -> None:
        """Take the merge chosen out, and reckon what the others do."""
        from data.planning.reaching import what_if

        gone, sheet, read = self.merges.current, self.sheet, self.read
        if gone is None or sheet is None or read is None:
            return
        left = [one.key for one in sheet.merges if one.key != gone.key]
        Operation(
            self.ctx, lambda task: what_if(read.merges, left), self._show, label="测算合并方案",
            topic="raise", failed=lambda _: self.settled.emit(),
        ).run()  # fmt: skip

    def _try_out(self, is_on: bool) -> None:
        """Show the merges on the other pages beside what is, or take them away."""
        sheet = self.sheet
        found = None if sheet is None or not is_on else WhatIf(sheet, self._who(sheet))
        self.ctx.set_what_if(found)
        self._told_what_if()

    def _who(self, sheet: RaiseSheet) -> str:
        count = len(self.joining)
        if sheet.is_chosen:
            return "只做所选的合并"
        if count == self.bodies.count():
            return "各单位都参加"
        return f"{self.joining[0]}等 {count} 个单位参加" if count else "没有单位参加"

    def _told_what_if(self) -> None:
        self.try_out.setChecked(self.ctx.what_if is not None)

    def _explain(self, measure: str) -> None:
        self.ctx.messages.about("怎么算的", METHOD)

    # -- what one does here ----------------------------------------------------------------

    def ask_accept(self) -> FormDialog | None:
        """Ask before all merges shown are accepted."""
        sheet = self.sheet
        if sheet is None or not sheet.merges:
            return None
        about = (
            f"采纳 {len(sheet.merges)} 处合并，记入“可合并的计划”，由建议的单位牵头；"
            "备案的计划本身不改动，可逐对改回。"
        )
        fields = (Field("reason", "说明", "text"),)
        return ask(self.ctx, self, "采纳合并方案", fields, self._accept, about)

    def _accept(self, said: Answers) -> None:
        assert self.sheet is not None
        by_lead: dict[str, list[str]] = {}
        for row in self.sheet.merges:
            lead = row.lead or row.one.body
            by_lead.setdefault(lead.code, []).append(row.key)
        rulings = [
            (keys, Ruling(MatchState.ACCEPTED, said.text("reason"), lead))
            for lead, keys in by_lead.items()
        ]
        decide_pairs(
            self.ctx, rulings, lambda count: self.ctx.messages.info(f"已采纳 {count} 对"),
            MatchState.OPEN,
        ).run()  # fmt: skip


NOBODY = ("",)
"""Stands for an empty choice of bodies, which is not the same as all."""
