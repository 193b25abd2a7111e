"""重点任务: the 15 tasks with their lamps at the left, steps and what bodies told at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from console.context import AppContext
from console.loading.meetings import BoardView, TaskView, read_board, read_task
from console.operations.base import ReadOp
from console.operations.meetings import deed
from console.pages.form_dialog import Answers, Field, FormDialog, ask, body_field
from console.pages.meeting_columns import PROGRESS, STEPS, TASKS
from console.pages.reading import ReadingBox
from console.pages.reflow import Reflow
from console.pages.table_part import TablePart
from data.rows.board import ProgressRow, StepRow
from data.rows.briefing import TaskRow
from widgets.card import Card
from widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.oversight.acting import By

LINES, NARROW = 4, 820
"""How many lines tell of a task, and the width below which its parts stand under the tasks."""


class BoardTab(QWidget):
    """The tasks; what is chosen at the left is opened at the right."""

    settled = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.view: TaskView | None = None
        self.tasks: TablePart[TaskRow] = TablePart(
            "重点任务分工", TASKS, lambda r: r.number, ("没有重点任务", "任务清单未随程序安装。"),
            buttons_in_head=True,
        )
        self.steps: TablePart[StepRow] = TablePart(
            "步骤", STEPS, lambda r: r.id,
            ("还没有步骤", "点“加步骤”把任务分解到单位和日期。"),
            buttons_in_head=True,
        )
        self.progress: TablePart[ProgressRow] = TablePart(
            "各单位报送的进展", PROGRESS, lambda r: r.body.code,
            ("尚无单位报送", "在“数据导入”导入任务进展，或到“报送”发起报送。"),
            buttons_in_head=True,
        )  # fmt: skip
        self.about, self._rule = ReadingBox("所选任务", LINES), ElidedLabel()
        self._build()
        self.tasks.chosen.connect(self._choose)

    def _build(self) -> None:
        self.tasks.add_button("设期限…", self.ask_date, "F2", primary=True)
        self.finish = self.tasks.add_button("完成…", self.ask_done, "F4")
        self.tasks.add_button("经过", self.show_history, "F6")
        self.steps.add_button("加步骤…", self.ask_step)
        self.steps.add_button("期限…", self.ask_step_date, "F2")
        self.finish_step = self.steps.add_button("完成…", self.ask_step_done, "F4")
        self.steps.add_action("删去步骤…", self.ask_drop, "Delete")
        self._rule.setProperty("role", "note")
        self.about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tasks.add(self._rule)
        said, side = Card("所选任务"), QWidget()
        said.add(self.about)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(14)
        right.addWidget(said)
        right.addWidget(self.steps, 1)
        right.addWidget(self.progress, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.addWidget(Reflow(((self.tasks, 5), (side, 3)), NARROW))

    def load(self) -> None:
        """Read the tasks, then what belongs to the one chosen."""
        ReadOp(
            self.ctx, lambda session: read_board(session, self.ctx.today), self._show,
            topic="board", failed=lambda _: self.settled.emit(),
        ).run()  # fmt: skip

    def _show(self, view: BoardView) -> None:
        self._rule.setText(view.rule)
        late = sum(row.lamp.status == "红" for row in view.tasks)
        done = sum(row.done is not None for row in view.tasks)
        self.tasks.put(view.tasks, f"{len(view.tasks)} 项 · 完成 {done} · 逾期 {late}")

    def _choose(self, row: object) -> None:
        if not isinstance(row, TaskRow):
            self.settled.emit()
            return
        self.about.setPlainText(f"{row.number}. {row.name}\n责任单位：{row.lead}")
        self.finish.setText("完成…" if row.done is None else "重新办理…")
        ReadOp(
            self.ctx, lambda session: read_task(session, row.number, self.ctx.today),
            self._open, topic="board-task", failed=lambda _: self.settled.emit(),
        ).run()  # fmt: skip

    def _open(self, view: TaskView) -> None:
        self.view = view
        done = sum(row.done is not None for row in view.steps)
        self.steps.put(view.steps, f"{done} / {len(view.steps)}" if view.steps else "")
        self.progress.put(view.progress, f"{len(view.progress)} 个单位" if view.progress else "")
        self.settled.emit()

    # -- what one does here ----------------------------------------------------------------

    def ask_date(self) -> FormDialog | None:
        """Ask for the day the task is due."""
        row = self.tasks.current
        return None if row is None else self._ask_date(row.number, None, row.due, row.name)

    def ask_step_date(self) -> FormDialog | None:
        """Ask for the day the step is due."""
        row = self.steps.current
        return None if row is None else self._ask_date(row.task, row.id, row.due, row.content)

    def _ask_date(
        self, number: int, step: int | None, due: object, about: str
    ) -> FormDialog | None:
        fields = (Field("due", "完成期限", "day", "" if due is None else str(due),
                        hint="如 2026-11-23；不填为取消"),
                  Field("note", "依据", hint="如会议纪要、文号"))  # fmt: skip

        def take(said: Answers) -> None:
            def work(session: Session, by: By) -> object:
                from data.oversight.board import set_date

                return set_date(session, number, said.day("due"), by, step)

            deed(self.ctx, f"设定第 {number} 项期限", work, note=said.text("note")).run()

        return ask(self.ctx, self, "设定期限", fields, take, about)

    def ask_done(self) -> FormDialog | None:
        """Ask on what grounds the task is done, or why it is opened again."""
        row = self.tasks.current
        if row is None:
            return None
        return self._ask_done(row.number, None, row.done is not None, row.name)

    def ask_step_done(self) -> FormDialog | None:
        """Ask the same of a step."""
        row = self.steps.current
        if row is None:
            return None
        return self._ask_done(row.task, row.id, row.done is not None, row.content)

    def _ask_done(
        self, number: int, step: int | None, again: bool, about: str
    ) -> FormDialog | None:
        verb = "重新办理" if again else "完成"
        name, needed = ("原因" if again else "完成的依据"), again or step is None
        fields = (Field("note", name, "text", needed=needed),)

        def take(said: Answers) -> None:
            def work(session: Session, by: By) -> object:
                from data.oversight.board import finish, reopen

                return (reopen if again else finish)(session, number, by, step)

            deed(self.ctx, f"标记第 {number} 项{verb}", work, note=said.text("note")).run()

        return ask(self.ctx, self, verb, fields, take, about)

    def ask_drop(self) -> None:
        """Ask before a step is taken away."""
        row = self.steps.current
        if row is not None and self.ctx.past_day is None:
            self.ctx.messages.ask(
                "删去步骤", f"删去步骤“{row.content}”？经过中仍可查到。", "删去",
                lambda: self.drop(row),
            )  # fmt: skip

    def drop(self, row: StepRow) -> None:
        """Take a step away."""

        def work(session: Session, by: By) -> object:
            from data.oversight.board import drop_step

            return drop_step(session, row.task, row.id, by)

        deed(self.ctx, f"删去步骤“{row.content}”", work).run()

    def ask_step(self) -> FormDialog | None:
        """Ask for a new step of the task."""
        row = self.tasks.current
        if row is None:
            return None
        fields = (
            Field("content", "步骤", "text", needed=True),
            body_field(self.ctx, "body", "责任单位"),
            Field("due", "完成期限", "day"),
        )
        return ask(self.ctx, self, "加步骤", fields, partial(self._add_step, row.number), row.name)

    def _add_step(self, number: int, said: Answers) -> None:
        def work(session: Session, by: By) -> int:
            from data.oversight.board import add_step

            return add_step(session, number, said.text("content"), by, said.text("body"),
                            said.day("due"))  # fmt: skip

        deed(self.ctx, f"为第 {number} 项加步骤", work, self.steps.want).run()

    def show_history(self) -> None:
        """Show what was done with the task."""
        if self.view is None:
            return
        names = {row.id: row.content for row in self.view.steps}
        lines = [
            f"{one.day}　{one.deed.label}　{one.due or ''}　{names.get(one.step or 0, '')}　"
            f"{one.actor}　{one.note}".rstrip() + ("　（已撤回）" if one.undone else "")
            for one in self.view.events
        ]
        self.ctx.messages.about("经过", "\n".join(lines) or "还没有办理记录。")
