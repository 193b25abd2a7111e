"""整改要求不一: cases at the left, each body's demand and the unified opinion at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.context import AppContext
from console.loading.meetings import DemandView, read_demand, read_demands
from console.operations.base import ReadOp
from console.operations.meetings import deed
from console.pages.form_dialog import Answers, Field, FormDialog, ask, body_field
from console.pages.meeting_columns import DEMANDS
from console.pages.reading import ReadingBox
from console.pages.reflow import Reflow
from console.pages.table_part import TablePart
from data.rows.demands import DemandDraft, DemandEventRow, DemandRow, DemandState
from data.rows.errors import InvalidInput
from widgets.card import Card

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.oversight.acting import By

NARROW = 820


def sides_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return each body and what it demands, from lines like 市应急局：向外开."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        body, sign, content = line.replace(":", "：", 1).partition("：")
        if not sign:
            raise InvalidInput(f"“{line}”应写作“单位：要求”，每行一个单位。")
        found.append((body.strip(), content.strip()))
    return tuple(found)


class DemandsTab(QWidget):
    """The cases; the one chosen is told in full at the right."""

    settled = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self._waiting: tuple[tuple[str, str], ...] = ()
        self.cases: TablePart[DemandRow] = TablePart(
            "整改要求不一的事项", DEMANDS, lambda r: r.id,
            ("没有要求不一的事项", "企业反映或单位发现要求不一时，点“立案”。"),
        )  # fmt: skip
        self.told, self._detail = ReadingBox("所选事项", 8), Card("所选事项")
        self.cases.add_button("立案…", self.ask_open, "F2", primary=True)
        self.settle = self.cases.add_button("统一意见…", self.ask_opinion, "F4")
        self.end = self.cases.add_button("办结…", self.ask_close)
        self._detail.add(self.told, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.addWidget(Reflow(((self.cases, 5), (self._detail, 3)), NARROW))
        self.cases.chosen.connect(self._choose)

    def load(self) -> None:
        """Read the cases, then the one chosen."""
        ReadOp(
            self.ctx, lambda session: read_demands(session, self.ctx.today), self._show,
            topic="demands", failed=lambda _: self.settled.emit(),
        ).run()  # fmt: skip

    def _show(self, view: DemandView) -> None:
        self._waiting = view.waiting
        late = sum(row.overdue for row in view.demands)
        waiting = f" · 待立案投诉 {len(view.waiting)}" if view.waiting else ""
        self.cases.put(view.demands, f"{len(view.demands)} 件 · 逾期 {late}{waiting}")

    def _choose(self, row: object) -> None:
        state = row.state if isinstance(row, DemandRow) else DemandState.CLOSED
        self.settle.setEnabled(state is DemandState.OPEN)
        self.end.setEnabled(state is not DemandState.CLOSED)
        if not isinstance(row, DemandRow):
            self.told.setPlainText("由检查发起部门牵头协调，出具统一意见；市司法局牵头督促，"
                                   "“双随机”事项由市市场监管局牵头。")  # fmt: skip
            self.settled.emit()
            return
        ReadOp(
            self.ctx, lambda session: read_demand(session, row.id, self.ctx.today),
            lambda events: self._tell(row, events), topic="demand",
            failed=lambda _: self.settled.emit(),
        ).run()  # fmt: skip

    def _tell(self, row: DemandRow, events: tuple[DemandEventRow, ...]) -> None:
        lines = [row.matter, f"发起部门：{row.initiator.name}　牵头：{row.lead}"]
        if row.complaint:
            lines.append(f"投诉申诉编号：{row.complaint}")
        lines += ["", "各单位要求", *(f"{one.body.name}：{one.content}" for one in row.sides)]
        if row.opinion:
            head = f"统一意见（{row.number or '无文号'}，{row.settled}）"
            lines += ["", head, row.opinion]
        lines += ["", "经过"]
        lines += [f"{one.day}　{one.deed.label}　{one.actor}　{one.note}".rstrip()
                  for one in events]  # fmt: skip
        self.told.setPlainText("\n".join(lines))
        self.settled.emit()

    # -- what one does here ----------------------------------------------------------------

    def ask_open(self) -> FormDialog | None:
        """Ask for the matter, the bodies and what each demands."""
        numbers = tuple(number for number, _ in self._waiting)
        first = self._waiting[0] if self._waiting else ("", "")
        fields = (
            Field("complaint", "投诉申诉编号", value=first[0], choices=numbers,
                  hint="由单位提出的不填"),
            Field("matter", "反映的事项", "text", first[1]),
            Field("enterprise", "企业", hint="名称或代码；由投诉立案的自动带入"),
            body_field(self.ctx, "initiator", "检查发起部门", needed=True),
            Field("sides", "各单位要求", "text", needed=True,
                  hint="每行一个单位，如\n市应急局：向外开\n市生态环境局：向内开"),
            Field("random", "双随机检查", "choice", "否", ("否", "是")),
        )  # fmt: skip
        return ask(self.ctx, self, "整改要求不一立案", fields, self._open)

    def _open(self, said: Answers) -> None:
        def work(session: Session, by: By) -> int:
            from data.oversight.demands import open_demand

            draft = DemandDraft(
                said.text("initiator"), sides_of(said.text("sides")), said.text("matter"),
                said.text("complaint"), said.text("enterprise"), said.text("random") == "是",
            )  # fmt: skip
            return open_demand(session, draft, by)

        deed(self.ctx, "立案", work, self.cases.want).run()

    def ask_opinion(self) -> FormDialog | None:
        """Ask for the unified opinion."""
        row = self.cases.current
        if row is None or row.state is not DemandState.OPEN:
            return None
        fields = (Field("opinion", "统一意见", "text", needed=True), Field("number", "文号"))
        case = row

        def take(said: Answers) -> None:
            def work(session: Session, by: By) -> object:
                from data.oversight.demands import settle

                return settle(session, case.id, said.text("opinion"), by, said.text("number"))

            deed(self.ctx, "登记统一意见", work, seen=case.version).run()

        return ask(self.ctx, self, "统一意见", fields, take, case.matter)

    def ask_close(self) -> FormDialog | None:
        """Ask before a case is closed; without an opinion only with the reason."""
        row = self.cases.current
        if row is None or row.state is DemandState.CLOSED:
            return None
        case = row
        fields = (Field("note", "办结说明", "text", needed=row.state is DemandState.OPEN),)

        def take(said: Answers) -> None:
            def work(session: Session, by: By) -> object:
                from data.oversight.demands import close

                return close(session, case.id, by)

            deed(self.ctx, "办结", work, note=said.text("note"), seen=case.version).run()

        return ask(self.ctx, self, "办结", fields, take, case.matter)
