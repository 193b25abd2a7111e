"""可合并的计划: pairs at the left, what speaks for the one chosen at the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from console.context import AppContext
from console.loading.planning import PairDetail, read_candidates, read_pair
from console.operations.base import ReadOp
from console.operations.documents import save_papers
from console.operations.paper_desk import Order
from console.operations.papers import File
from console.operations.planning import decide_pairs, save_accepted, take_back_pairs
from console.pages.base import Step
from console.pages.form_dialog import Answers, Field, FormDialog, ask
from console.pages.planning_columns import CANDIDATES
from console.pages.reading import ReadingBox
from console.pages.reflow import Reflow
from console.pages.table_part import TablePart
from data.rows.matching import Candidate, CandidateList, MatchState, Ruling, VerdictRow
from data.rows.papers import PaperKind
from data.rows.period import Period
from widgets.card import Card
from widgets.formats import thousands

SHOWN = {
    "待定": "open", "已采纳": "accepted", "暂缓": "postponed", "不采纳": "refused", "全部": "all"
}
NARROW, MOST_NAMED = 900, 30


class CandidatesTab(QWidget):
    """The pairs; a person accepts, refuses or postpones each."""

    settled = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.found: CandidateList | None = None
        self.last: tuple[str, ...] = ()
        self.show_box = QComboBox()
        self.show_box.addItems(list(SHOWN))
        self.show_box.setAccessibleName("列出哪些")
        self.pairs: TablePart[Candidate] = TablePart(
            "可合并的计划", CANDIDATES, lambda r: r.key,
            ("没有可合并的计划", "不同单位的计划要有共同对象、时间有重叠才列在这里。"),
        )  # fmt: skip
        self.told, detail = ReadingBox("所选计划", 8), Card("所选计划")
        detail.add(self.told, 1)
        self.pairs.line.insertWidget(0, self.show_box)
        self.accept = self.pairs.add_button("采纳…", self.ask_accept, "F2", primary=True)
        self.refuse = self.pairs.add_button("不采纳…", self.ask_refuse, "F3")
        self.postpone = self.pairs.add_button("暂缓…", self.ask_postpone, "F4")
        self.reopen = self.pairs.add_button("改回待定…", self.ask_reopen)
        self.pairs.add_button("采纳清单…", self.save_lists)
        self.pairs.add_button("联合检查函…", self.ask_letters)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.addWidget(Reflow(((self.pairs, 5), (detail, 2)), NARROW))
        self.show_box.currentIndexChanged.connect(lambda _: self.load())
        self.pairs.chosen.connect(self._choose)

    def load(self) -> None:
        """Read the pairs, then what belongs to the one chosen."""
        state, today, show = self.ctx.filter, self.ctx.today, SHOWN[self.show_box.currentText()]
        ReadOp(
            self.ctx, lambda session: read_candidates(session, state, today, show), self._show,
            topic="candidates", failed=lambda _: self.settled.emit(),
        ).run()  # fmt: skip

    def _show(self, found: CandidateList) -> None:
        self.found = found
        more = "" if found.count <= len(found.rows) else f"，列出前 {len(found.rows):,} 对"
        counts = " · ".join(
            f"{state.label} {thousands(count)}" for state, count in found.counts if count
        )
        self.pairs.put(found.rows, f"{found.year}年 {counts or '0 对'}{more}")

    def _choose(self, row: object) -> None:
        state = row.state if isinstance(row, Candidate) else None
        for button, own in (
            (self.accept, MatchState.ACCEPTED), (self.refuse, MatchState.REFUSED),
            (self.postpone, MatchState.POSTPONED), (self.reopen, MatchState.OPEN),
        ):  # fmt: skip
            button.setEnabled(state is not None and state is not own)
        if not isinstance(row, Candidate):
            self.told.setPlainText(
                "平台自动比对各单位备案的计划：对象相同、时间重叠的可以合并为一次联合检查。"
            )
            self.settled.emit()
            return
        ReadOp(
            self.ctx, lambda session: read_pair(session, row.key),
            lambda detail: self._tell(row, detail), topic="candidate",
            failed=lambda _: self.settled.emit(),
        ).run()  # fmt: skip

    def _tell(self, row: Candidate, detail: PairDetail) -> None:
        pair, lines = row.row, []
        for side in (pair.one, pair.other):
            lines += [side.body.name, f"{side.number}　{side.name}", ""]
        lines += [f"合并后可少 {pair.saves} 次入企。", f"{pair.why}。"]
        if row.lead is not None:
            word = "牵头" if row.state is MatchState.ACCEPTED else "建议牵头"
            lines.append(f"{word}：{row.lead.name}")
        if detail.verdicts:
            lines += ["", "经过", *map(_verdict_line, detail.verdicts)]
        if detail.shared:
            names = [one.name for one in detail.shared[:MOST_NAMED]]
            rest = len(detail.shared) - len(names)
            lines += ["", f"共同对象 {len(detail.shared)} 户", *names]
            lines += [f"另有 {rest} 户"] if rest else []
        self.told.setPlainText("\n".join(lines))
        self.settled.emit()

    # -- what one does here ----------------------------------------------------------------

    def ask_accept(self) -> FormDialog | None:
        """Ask who leads."""
        row = self.pairs.current
        if row is None:
            return None
        names = tuple(side.body.name for side in (row.row.one, row.row.other))
        lead = row.lead.name if row.lead is not None else names[0]
        fields = (
            Field("lead", "牵头单位", "choice", lead, names),
            Field("due", "回应期限", "day", hint="不填按参数设置的工作日数；逾期未合并转黄"),
            Field("reason", "说明", "text"),
        )  # fmt: skip
        return self._ask(row, MatchState.ACCEPTED, "采纳", fields)

    def ask_refuse(self) -> FormDialog | None:
        """Ask why the pair is not joined."""
        return self._ask_why(MatchState.REFUSED, "不采纳")

    def ask_reopen(self) -> FormDialog | None:
        """Ask why the pair is open again."""
        return self._ask_why(MatchState.OPEN, "改回待定")

    def ask_postpone(self) -> FormDialog | None:
        """Ask why, and until when the pair rests."""
        until = Field("until", "暂缓到", "day", hint="不填则一直暂缓；过后重新提出")
        return self._ask_why(MatchState.POSTPONED, "暂缓", (until,))

    def _ask_why(
        self, state: MatchState, title: str, more: tuple[Field, ...] = ()
    ) -> FormDialog | None:
        row = self.pairs.current
        reason = Field("reason", "理由", "text", needed=True)
        return None if row is None else self._ask(row, state, title, (reason, *more))

    def _ask(
        self, row: Candidate, state: MatchState, title: str, fields: tuple[Field, ...]
    ) -> FormDialog | None:
        def take(said: Answers) -> None:
            given = {field.key: said.text(field.key) for field in fields}
            until, due = (said.day(key) if key in given else None for key in ("until", "due"))
            reason, lead = (given.get(key, "") for key in ("reason", "lead"))
            self._decide(row, Ruling(state, reason, lead, until, due))

        about = f"{row.row.one.key}\n{row.row.other.key}"
        return ask(self.ctx, self, title, fields, take, about)

    def _decide(self, row: Candidate, ruling: Ruling) -> None:
        def done(_: int) -> None:
            self.last = (row.key,)
            self.ctx.messages.info(f"已改为“{ruling.state.label}”")

        decide_pairs(self.ctx, [((row.key,), ruling)], done, row.state).run()

    def last_step(self) -> Step | None:
        """Return the decision made here last, in a sentence, and what takes it back."""
        if not self.last:
            return None
        return f"将撤回刚才对 {' ／ '.join(self.last[0].split('|'))} 的决定。", self.take_back

    def take_back(self) -> None:
        """Take the decision made here last back."""
        def done(_: int) -> None:
            self.last = ()
            self.ctx.messages.info("已撤回刚才的决定")

        take_back_pairs(self.ctx, self.last, done).run()

    def save_lists(self) -> None:
        """Write the accepted pairs, a workbook for each body that leads."""
        self.ctx.messages.choose_folder("采纳清单存放的文件夹", self.write_lists)

    def write_lists(self, folder: Path) -> None:
        """Write the lists into a folder."""
        def told(count: int) -> None:
            words = f"已写出 {count} 个牵头单位的采纳清单" if count else "还没有采纳的计划"
            self.ctx.messages.info(words)

        save_accepted(self.ctx, folder, told).run()


    def ask_letters(self) -> None:
        """Ask where the letters to the bodies that lead are written to."""
        self.ctx.messages.choose_folder("联合检查函存放的文件夹", self.write_letters)

    def write_letters(self, folder: Path) -> None:
        """Write a letter to each body that leads accepted pairs; 文书 numbers and issues them."""
        state, today = self.ctx.filter, self.ctx.today
        year = Period.parse(str(state.span(today).last.year), today)
        order = Order(year, today, (PaperKind.JOINT_LETTER.value,))

        def told(files: list[File]) -> None:
            count = sum(one.path.suffix == ".pdf" for one in files)
            words = f"已写出 {count} 份联合检查函；编号、印发在“文书”"
            self.ctx.messages.info(words if count else "还没有采纳的计划")

        save_papers(self.ctx, order, folder, told).run()


def _verdict_line(one: VerdictRow) -> str:
    return f"{one.day}　{one.words}　{one.actor}　{one.reason}".rstrip()
