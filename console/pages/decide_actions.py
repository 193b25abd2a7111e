"""What people do with findings: decide several at once, take it back, see who decided what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from console.context import AppContext
from console.history import Origin
from console.messages import open_dialog
from console.operations.deciding import decide_findings, read_history, take_back_findings
from console.pages.base import Step
from console.pages.choosing import selected_rows
from console.pages.decide_dialog import Choice, DecideDialog
from console.pages.notice_columns import state_words
from console.pages.notice_draft import DraftDialog, ask_draft, may_open
from data.rows.decisions import MOVES, DecisionRow, needs_reason
from data.rows.enums import FindingState
from data.rows.findings import FindingRow
from data.rows.issues import Changes
from data.rows.notices import NoticeRow
from widgets.actions import add_deed
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView

STATE = FindingState
NOTES = {
    STATE.TRUE: "核实属实；红色且有据的，可以开具函件。",
    STATE.DISPUTED: "被预警单位有异议，待进一步核实。",
    STATE.UNFOUNDED: "核实不成立，不再计入统计。",
    STATE.EXEMPT: "尽职免责，仍计入统计，不作追责。",
    STATE.CORRECTED: "已经整改到位。",
    STATE.OPEN: "撤去此前的认定，由规则重新核对。",
}
WITHDRAWN = "已撤销"
ALL = "全部状态"


def state_word(row: FindingRow) -> str:
    """Return the state of a finding; one that no longer holds is 已撤销."""
    return row.state.label if row.holds else WITHDRAWN


def state_box() -> QComboBox:
    """Return the choice of states to list; its data is a state, 0 for 已撤销, None for all."""
    box = QComboBox()
    box.setAccessibleName("状态")
    box.addItem(ALL, None)
    for state in STATE:
        box.addItem(state.label, int(state))
    box.addItem(WITHDRAWN, 0)
    return box


def chosen_state(box: QComboBox) -> tuple[FindingState | None, bool | None]:
    """Return the state a box asks for, and whether only findings that hold (or do not)."""
    value = box.currentData()
    if value is None:
        return None, None
    if not int(value):
        return None, False
    state = STATE.at(int(value))
    return state, True if state is STATE.UNFOUNDED else None


def possible_moves(rows: Sequence[FindingRow]) -> list[FindingState]:
    """Return where all of these findings may go."""
    found = [state for state in STATE if all(state in MOVES[row.state] for row in rows)]
    if not all(row.holds for row in rows):
        return [state for state in found if state is STATE.OPEN]
    return found


def finding_line(row: FindingRow) -> str:
    """Return a finding as the dialog lists it."""
    return f"{row.severity.label}　{row.rule} {row.rule_name}　{row.subject.name}　{row.period}"


def history_text(told: Sequence[DecisionRow]) -> str:
    """Return who decided what when and why, the latest first."""
    return "\n".join(
        f"{datetime.fromisoformat(one.at).astimezone():%Y-%m-%d %H:%M} {one.actor} "
        f"{one.before.label}→{one.state.label}" + (f"：{one.reason}" if one.reason else "")
        for one in reversed(told)
    )


def papers_text(rows: Sequence[NoticeRow]) -> str:
    """Return the papers that speak of a finding, and where each stands."""
    return "\n".join(
        f"{row.kind.label} {row.number or f'第{row.id}号办件'} {state_words(row)}" for row in rows
    )


class DecideActions(QObject):
    """Buttons, keys and context menu of a list of findings."""

    history_read = Signal(str, str, str)

    def __init__(
        self,
        ctx: AppContext,
        page: QWidget,
        table: TableView[FindingRow],
        model: PagedModel[FindingRow],
        open_records: Callable[[], None],
    ) -> None:
        super().__init__(page)
        self._ctx, self._page, self._table, self._model = ctx, page, table, model
        self._last: tuple[str, ...] = ()
        self._made: Callable[[], None] | None = None
        self._again: Callable[[], None] | None = None
        self.decide, self.back = QPushButton("认定…"), QPushButton("撤回认定…")
        self.paper = QPushButton("开具文件…")
        self.paper.setToolTip("为所选有据的预警开具提醒函、督办函等（F6）")
        self.paper.clicked.connect(lambda: self.ask_paper())
        self.decide.setProperty("primary", True)
        self.decide.setToolTip("认定所选预警（F2）")
        self.back.setToolTip("撤回所选预警的上一次认定（F4）；Ctrl+Z 撤回刚才的认定")
        self.decide.clicked.connect(lambda: self.ask())
        self.back.clicked.connect(lambda: self.ask_back())
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        add_deed(table, "认定…", lambda: self.ask(), "F2")
        for state in (STATE.TRUE, STATE.DISPUTED, STATE.UNFOUNDED, STATE.EXEMPT, STATE.CORRECTED):
            add_deed(table, f"认定为{state.label}…", partial(self.ask, state))
        add_deed(table, "撤回认定…", lambda: self.ask_back(), "F4")
        add_deed(table, "开具文件…", lambda: self.ask_paper(), "F6")
        add_deed(table, "撤回刚才的认定", self.undo)
        add_deed(table, "看检查记录", open_records, "F3")
        table.selection_stats.connect(lambda _: self.settle())
        self.settle()

    def settle(self) -> None:
        """Offer only what the selection allows."""
        rows = self.rows()
        may_write = self._ctx.past_day is None
        self.decide.setEnabled(may_write and bool(rows and possible_moves(rows)))
        self.paper.setEnabled(may_write and may_open(rows))
        self.back.setEnabled(may_write and any(row.state is not STATE.OPEN for row in rows))

    def rows(self) -> list[FindingRow]:
        """Return the findings selected."""
        if not self._model.rowCount():
            return []
        return [row for row in selected_rows(self._table, self._model) if row.key]

    def ask(self, state: FindingState | None = None) -> DecideDialog | None:
        """Ask for a decision on the selected findings, with its reason."""
        rows = self.rows()
        moves = possible_moves(rows) if rows else []
        if self._ctx.past_day is not None or not rows:
            return None
        if not moves or (state is not None and state not in moves):
            self._ctx.messages.error("不能认定", _why_not(rows, state))
            return None
        needs = [any(needs_reason(row.state, one) for row in rows) for one in moves]
        choices = [
            Choice("改回待核实" if one is STATE.OPEN else one.label, NOTES[one], need)
            for one, need in zip(moves, needs, strict=True)
        ]
        dialog = DecideDialog(
            "认定预警", "条预警", [finding_line(row) for row in rows], choices,
            lambda place, reason: self.take(rows, moves[place], reason), self._page,
            moves.index(state) if state is not None else 0,
        )  # fmt: skip
        open_dialog(dialog)
        return dialog

    def take(self, rows: Sequence[FindingRow], state: FindingState, reason: str) -> None:
        """Decide findings as they were shown."""
        self._decide({row.key: row.state for row in rows}, state, reason)

    def _decide(self, seen: Mapping[str, FindingState], state: FindingState, reason: str) -> None:
        def done(changes: Changes) -> None:
            self._last, self._again = tuple(seen), None
            self._made = lambda: self._decide(seen, state, reason)
            self._ctx.messages.info(
                f"已认定 {thousands(changes.count)} 条为“{state.label}”，Ctrl+Z 可撤回"
            )

        decide_findings(self._ctx, seen, state, reason, done).run()

    def ask_paper(self) -> DraftDialog | None:
        """Ask which paper the selected findings call for; then it is shown in the register."""
        rows = self.rows()
        if self._ctx.past_day is not None or not may_open(rows):
            return None

        def done(number: int) -> None:
            self._ctx.messages.info(f"已立项：第 {number} 号办件")
            self._ctx.go("notices", Origin("", 0, "件", "", notice=number))

        return ask_draft(self._ctx, rows, done, self._page)

    def ask_back(self) -> None:
        """Ask before the last decision on the selected findings is taken back."""
        rows = [row for row in self.rows() if row.state is not STATE.OPEN]
        if rows and self._ctx.past_day is None:
            keys = tuple(row.key for row in rows)
            self._ctx.messages.ask(
                "撤回认定",
                f"撤回 {thousands(len(keys))} 条预警的上一次认定？撤回本身也记入认定记录。",
                "撤回",
                lambda: self.take_back(keys),
            )

    def undo(self) -> None:
        """Take back what was decided here last."""
        if self._last and self._ctx.past_day is None:
            self.take_back(self._last)
        else:
            self._ctx.messages.info("没有可撤回的认定")

    def last_step(self) -> Step | None:
        """Return what was decided here last, in a sentence, and what takes it back."""
        if not self._last:
            return None
        return f"将撤回刚才对 {thousands(len(self._last))} 条预警的认定。", self.undo

    def next_step(self) -> Step | None:
        """Return what was taken back here last, in a sentence, and what does it again."""
        if self._again is None:
            return None
        return "将重做刚才撤回的认定。", self._again

    def take_back(self, keys: Sequence[str]) -> None:
        """Take the last decision on findings back."""
        made = self._made if tuple(keys) == self._last else None

        def done(changes: Changes) -> None:
            self._last, self._again = (), made
            self._ctx.messages.info(f"已撤回 {thousands(changes.count)} 条预警的认定")

        take_back_findings(self._ctx, keys, done).run()

    def tell_history(self, row: FindingRow) -> None:
        """Read who decided a finding; `history_read` gives key, decisions and papers as lines."""
        key = row.key
        read_history(
            self._ctx, key,
            lambda told: self.history_read.emit(key, history_text(told[0]), papers_text(told[1])),
        ).run()  # fmt: skip


def _why_not(rows: Sequence[FindingRow], state: FindingState | None) -> str:
    states = dict.fromkeys(state_word(row) for row in rows)
    what = f"认定为“{state.label}”" if state is not None else "一并认定"
    return f"所选预警现为{'、'.join(states)}，不能{what}。请选择状态相同的预警，按顺序认定。"
