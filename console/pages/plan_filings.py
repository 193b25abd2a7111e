"""备案: the register of plans received, returned and taken, with what is done to one or many."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.context import AppContext
from console.export import TableExport
from console.filing_table import filing_table
from console.loading.filings import FilingList, read_history
from console.operations.base import ReadOp
from console.pages import filing_forms as forms
from console.pages.choosing import selected_rows
from console.pages.filing_columns import COLUMNS, KEYS, told
from console.pages.form_dialog import FormDialog
from console.pages.reading import ReadingBox
from console.pages.reflow import Reflow
from data.rows.filings import LATE, WAITING, FilingEvent, FilingRow, FilingState, Receiver
from widgets.actions import add_deed
from widgets.records_table import PagedModel, TableView

NARROW = 760
ARRIVING = (FilingState.UNSEEN, FilingState.CLAIMED, FilingState.RETURNED, FilingState.AMENDED)
"""States in which a plan can be received."""
BEFORE = "选中一个计划看其备案经过。双随机计划由市市场监管局收件，其余由市司法局收件。"


class PlanFilings(QWidget):
    """The register's table, its deeds by key and button, and the plan chosen told in full."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx, self._found, self._wanted = ctx, FilingList(), ""
        self._rows: list[FilingRow] = []
        self._sort = (0, False)
        self._model: PagedModel[FilingRow] = PagedModel(COLUMNS)
        self._model.set_sorted_by(*self._sort)
        self.table: TableView[FilingRow] = TableView(self._model)
        self.state, self.receiver = QComboBox(), QComboBox()
        self.told = ReadingBox("备案经过", 8)
        self.buttons: dict[str, QPushButton] = {}
        self._build()
        self.table.sort_requested.connect(self.sort_by)
        self.table.current_row_changed.connect(self._show_history)
        self.table.selection_stats.connect(lambda _: self._settle())
        for box in (self.state, self.receiver):
            box.activated.connect(lambda _: self._list(self.chosen()))

    def _build(self) -> None:
        self.table.setAccessibleName("检查计划备案台账")
        self.table.set_empty_state("没有计划", "本年在当前筛选下没有计划；可登记纸质计划或导入。")
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        words = [*(one.label for one in FilingState), LATE]
        for box, name, choices in (
            (self.state, "备案状态", ["全部状态", *words]),
            (self.receiver, "收件机关", ["全部机关", *(one.label for one in Receiver)]),
        ):
            box.setAccessibleName(name)
            box.addItems(choices)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.state)
        line.addWidget(self.receiver)
        line.addStretch(1)
        for text, run, keys in self._deeds():
            button = QPushButton(text)
            button.setToolTip(f"{text.rstrip('…')}（{keys}）")
            button.setProperty("primary", keys == "F2")
            button.clicked.connect(lambda _=False, one=run: one())
            add_deed(self.table, text, run, keys)
            line.addWidget(button)
            self.buttons[text.rstrip("…")] = button
        self.told.setPlainText(BEFORE)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(line)
        whole.addWidget(Reflow(((self.table, 5), (self.told, 2)), NARROW), 1)

    def _deeds(self) -> tuple[tuple[str, Callable[[], object], str], ...]:
        return (
            ("收件…", self.ask_receive, "F2"), ("退回补正…", self.ask_return, "F3"),
            ("受理…", self.ask_take, "F4"), ("补填…", self.ask_amend, "Shift+F2"),
            ("撤回…", self.ask_undo, "Shift+F4"), ("登记计划…", self.ask_enter, "Ins"),
        )  # fmt: skip

    # -- what is shown ---------------------------------------------------------------------

    @property
    def rows(self) -> list[FilingRow]:
        """Return the plans listed."""
        return self._rows

    def show_filings(self, found: FilingList, wanted: str = "") -> None:
        """Show another register; the keyboard goes to a plan by its key or number."""
        kept = wanted or self._wanted or self.chosen()
        self._found, self._wanted = found, ""
        self._list(kept)

    def note(self) -> str:
        """Return the counts in one line."""
        counts = " ".join(one.sentence for one in self._found.counts)
        return f"{self._found.title} {len(self._rows)} 个计划" + (f" · {counts}" if counts else "")

    def chosen(self) -> str:
        """Return the key of the plan the keyboard is on."""
        row = self._current()
        return row.key if row is not None else ""

    def sort_by(self, place: int, is_descending: bool) -> None:
        """Order by a column; the keyboard stays on its plan."""
        self._sort = (place, is_descending)
        self._model.set_sorted_by(place, is_descending)
        self._list(self.chosen())

    def show_all(self) -> None:
        """Narrow to nothing, so that any plan can be found."""
        self.state.setCurrentIndex(0)
        self.receiver.setCurrentIndex(0)

    def _list(self, wanted: str) -> None:
        place, is_descending = self._sort
        self._rows = sorted(
            (row for row in self._found.rows if self._fits(row)),
            key=KEYS[place], reverse=is_descending,  # type: ignore[arg-type]  # one kind a column
        )  # fmt: skip
        self._model.set_rows(self._rows)
        places = [n for n, row in enumerate(self._rows) if wanted in (row.key, str(row.plan.id))]
        if self._rows:
            self.table.select_row(places[0] if places else 0)
        else:
            self.told.setPlainText(BEFORE)
        self._settle()

    def _fits(self, row: FilingRow) -> bool:
        state, receiver = self.state.currentText(), self.receiver.currentText()
        if self.receiver.currentIndex() and row.receiver.label != receiver:
            return False
        return not self.state.currentIndex() or state in (row.word, row.state.label)

    def _current(self) -> FilingRow | None:
        return self.table.current_row() if self._rows else None

    def _show_history(self, row: object) -> None:
        if not isinstance(row, FilingRow):
            return
        self.told.setPlainText(told(row, ()))
        plan = row.plan.id
        ReadOp(
            self._ctx, lambda session: read_history(session, plan),
            lambda events: self._tell(row, events), topic="filing-history",
        ).run()  # fmt: skip

    def _tell(self, row: FilingRow, events: Sequence[FilingEvent]) -> None:
        if self.chosen() == row.key:
            self.told.setPlainText(told(row, events))

    # -- what is done ----------------------------------------------------------------------

    def _selected(self, states: Sequence[FilingState]) -> list[FilingRow]:
        rows = selected_rows(self.table, self._model) if self._rows else []
        return [row for row in rows if row.state in states]

    def _settle(self) -> None:
        """Offer only what can be done to the plans selected."""
        row = self._current()
        can = {
            "收件": bool(self._selected(ARRIVING)), "受理": bool(self._selected(WAITING)),
            "退回补正": row is not None and row.state in WAITING, "补填": row is not None,
            "撤回": row is not None, "登记计划": True,
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setEnabled(can[name])

    def ask_receive(self) -> FormDialog | None:
        """Ask for the receipt of the plans selected: new ones, else those that come back."""
        rows = self._selected(ARRIVING)
        fresh = [row for row in rows if row.id is None]
        senders = self._found.senders.get(rows[0].plan.body.code, ()) if rows else ()
        return forms.ask_receive(self._ctx, self, fresh or rows, senders) if rows else None

    def ask_return(self) -> FormDialog | None:
        """Ask what the plan is returned for."""
        row = self._current()
        if row is None or row.state not in WAITING:
            return None
        return forms.ask_return(self._ctx, self, row, self._found.days)

    def ask_take(self) -> FormDialog | None:
        """Ask for the taking of the plans selected."""
        rows = self._selected(WAITING)
        return forms.ask_take(self._ctx, self, rows) if rows else None

    def ask_undo(self) -> FormDialog | None:
        """Ask why the last deed is taken back."""
        row = self._current()
        return None if row is None else forms.ask_undo(self._ctx, self, row)

    def ask_amend(self) -> FormDialog | None:
        """Ask for what was completed on paper."""
        row = self._current()
        return None if row is None else forms.ask_amend(self._ctx, self, row)

    def ask_enter(self) -> FormDialog | None:
        """Ask for a plan that came on paper; the keyboard then goes to it."""
        return forms.ask_enter(self._ctx, self, self._want)

    def _want(self, key: str) -> None:
        self.show_all()
        self._wanted = key

    def export(self, notes: tuple[tuple[str, str], ...]) -> TableExport:
        """Return the register as it is listed."""
        return filing_table(self._rows, notes)
