"""多计划合并: three plans and more around a leading one, accepted or refused as a whole."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.context import AppContext
from console.loading.planning import read_groups, year_of
from console.operations.base import ReadOp
from console.operations.planning import decide_pairs
from console.pages.form_dialog import Answers, Field, FormDialog, ask
from console.pages.planning_columns import MERGE_GROUPS
from console.pages.reading import ReadingBox
from console.pages.reflow import Reflow
from console.pages.table_part import TablePart
from data.rows.matching import MatchState, Ruling
from data.rows.merge_groups import MergeGroup
from widgets.card import Card

NARROW = 900
ABOUT = "三个以上单位的计划，以对象最多的计划牵头，其余逐个并入；一个计划只列入一组。"


class GroupsTab(QWidget):
    """The groups at the left, what speaks for the one chosen at the right."""

    settled = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.groups: TablePart[MergeGroup] = TablePart(
            "多计划合并", MERGE_GROUPS, lambda r: r.key,
            ("没有三个以上计划的合并", "两个计划的合并在“可合并的计划”；已作决定的不再列入。"),
        )  # fmt: skip
        self.told, detail = ReadingBox("所选合并", 8), Card("所选合并")
        detail.add(self.told, 1)
        self.accept = self.groups.add_button("整组采纳…", self.ask_accept, "F2", primary=True)
        self.refuse = self.groups.add_button("整组不采纳…", self.ask_refuse, "F3")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.addWidget(Reflow(((self.groups, 5), (detail, 2)), NARROW))
        self.groups.chosen.connect(self._choose)

    @property
    def year(self) -> int:
        """Return the year planned."""
        return year_of(self.ctx.filter, self.ctx.today)

    def load(self) -> None:
        """Read the groups."""
        state, today = self.ctx.filter, self.ctx.today
        ReadOp(
            self.ctx, lambda session: read_groups(session, state, today), self._show,
            topic="merge-groups", failed=lambda _: self.settled.emit(),
        ).run()  # fmt: skip

    def _show(self, found: tuple[MergeGroup, ...]) -> None:
        self.groups.put(found, f"{self.year}年 {len(found)} 组")
        self.settled.emit()

    def _choose(self, row: object) -> None:
        for button in (self.accept, self.refuse):
            button.setEnabled(isinstance(row, MergeGroup))
        if not isinstance(row, MergeGroup):
            self.told.setPlainText(ABOUT)
            return
        lines = ["牵头", *_side(row, 0), "", "配合"]
        for place in range(1, len(row.sides)):
            lines += _side(row, place)
        lines += ["", f"合并后可少 {row.saves} 次入企，建议 {row.month} 一次完成。", f"{row.why}。"]
        self.told.setPlainText("\n".join(lines))

    def ask_accept(self) -> FormDialog | None:
        """Ask before the group is accepted as a whole."""
        return self._ask(MatchState.ACCEPTED, "整组采纳", Field("reason", "说明", "text"))

    def ask_refuse(self) -> FormDialog | None:
        """Ask why the group is not joined."""
        needed = Field("reason", "理由", "text", needed=True)
        return self._ask(MatchState.REFUSED, "整组不采纳", needed)

    def _ask(self, state: MatchState, title: str, reason: Field) -> FormDialog | None:
        row = self.groups.current
        if row is None:
            return None
        lead = row.leading.body.code if state is MatchState.ACCEPTED else ""

        def take(said: Answers) -> None:
            ruling = Ruling(state, said.text("reason"), lead)
            decide_pairs(
                self.ctx, [(row.pairs, ruling)],
                lambda count: self.ctx.messages.info(f"已改为“{state.label}”，共 {count} 对"),
                MatchState.OPEN,
            ).run()  # fmt: skip

        names = "、".join(side.body.name for side in row.sides[1:])
        about = f"{row.leading.body.name}牵头，{names}配合；按牵头计划与各计划逐对记入。"
        return ask(self.ctx, self, title, (reason,), take, about)


def _side(row: MergeGroup, place: int) -> list[str]:
    side = row.sides[place]
    return [side.body.name, f"{side.number}　{side.name}"]
