"""双随机抽取: draws above; what the one chosen promised and drew below."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from console.context import AppContext
from console.export import TableExport
from console.history import Origin
from console.loading.draws import read_draw, read_draws, read_rules
from console.operations.base import ReadOp, Task
from console.operations.draw_deeds import (
    abandon_draw,
    check_file,
    check_kept,
    look_ahead,
    promise_draw,
    run_draw,
    save_draw_papers,
    save_form,
    save_rules,
    save_targets,
    stand_in,
)
from console.operations.draw_tables import drawn_table, draws_table
from console.operations.drawing import Asked, Prospect, RuleWords
from console.pages.base import Page, TableMaker
from console.pages.draw_columns import DRAWN, DRAWS, STRATA
from console.pages.draw_forms import (
    ask_draw,
    ask_plan,
    ask_reason,
    ask_rules,
    ask_substitute,
    ask_witness,
)
from console.pages.draw_numbers import DrawNumbers
from console.pages.form_dialog import FormDialog
from console.pages.reflow import Reflow, column
from console.pages.table_part import TablePart
from data.rows.draws import (
    DrawnRow,
    DrawRow,
    DrawRules,
    DrawSheet,
    DrawState,
    Stratum,
    standing_rows,
)
from data.rows.issues import BatchReport, Changes
from data.rows.kinds.draws import DRAW_LISTS

if TYPE_CHECKING:
    from data.drawing.certificates import Verdict

NO_RESULT = ("还没有结果", "承诺值公布后，到抽取日点“抽取”。")
GIVEN_UP = ("没有结果", "这次抽取已作废；理由和种子在右侧。")
NARROW, MOST_TOLD = 900, 8
"""The width below which numbers stand under the result; how many differences are told at once."""
JSON = "抽取证明 (*.json)"


class DrawPage(Page):
    """The draws and everything on the one the keyboard is on."""

    name = "draws"
    title = "双随机抽取"
    needs_data = False

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.sheet: DrawSheet | None = None
        self._wants_newest, self._wanted = False, ""
        self.draws: TablePart[DrawRow] = TablePart(
            "抽取", DRAWS, lambda r: r.number,
            ("还没有抽取", "点“新的抽取”：先公布承诺值，到抽取日再抽，抽后任何人可以核验。"),
        )  # fmt: skip
        self.drawn: TablePart[DrawnRow] = TablePart(
            "抽取结果", DRAWN, lambda r: r.code,
            NO_RESULT, buttons_in_head=True,
        )  # fmt: skip
        self.strata: TablePart[Stratum] = TablePart(
            "分层和名额", STRATA, lambda r: r.name, ("没有分层", "在上方选择一次抽取。")
        )
        self.numbers = DrawNumbers()
        self._build()
        self.draws.chosen.connect(self._choose)

    def _build(self) -> None:
        self.draws.add_button("新的抽取…", self.ask_new, "F2", primary=True)
        self.run_button = self.draws.add_button("抽取…", self.ask_run, "F4")
        self.drop = self.draws.add_button("作废…", self.ask_drop, "Shift+F2")
        self.papers = self.draws.add_button("出具文件…", self._ask_folder, "F6")
        self.check = self.draws.add_button("核验", self.check_chosen, "F3")
        self.draws.add_button("核验文件…", self._ask_file)
        self.draws.add_button("规则…", self.read_rules)
        for kind, form in DRAW_LISTS.items():
            self.draws.add_action(f"{form.title}空表…", self._form_saver(kind, form.title))
        self.draws.table.row_activated.connect(lambda _: self.ask_run())
        self.papers.setToolTip("抽取前为承诺书，抽取后为证明，连同供核验的文件（F6）")
        self.swap = self.drawn.add_button("替补…", self.ask_substitute)
        self.back = self.drawn.add_button("写入计划…", self.ask_targets)
        self.drawn.add_button("看企业", self._open_enterprise, "F8")
        self.drawn.table.row_activated.connect(lambda _: self._open_enterprise())
        right = column(((self.numbers, 0), (self.strata, 1)))
        self.body.addWidget(self.draws, 2)
        self.body.addWidget(Reflow(((self.drawn, 3), (right, 2)), NARROW), 3)

    # -- reading ---------------------------------------------------------------------------

    @property
    def offers_export(self) -> bool:
        """Return that draws can be saved, with data or without."""
        return True

    def shows(self, changes: Changes) -> bool:
        """Return whether a write touched the draws."""
        return changes.draws

    def open(self, origin: Origin | None, selection: tuple[object, ...] = ()) -> None:
        """Open; a clock leads to its draw."""
        self._wanted = origin.text.removeprefix("draw-") if origin is not None else ""
        super().open(origin, selection)

    def load(self) -> None:
        """Read the draws, then the one chosen."""
        ReadOp(self.ctx, read_draws, self._show, topic="draws", failed=self.load_failed).run()

    def _show(self, rows: tuple[DrawRow, ...]) -> None:
        meant = rows[:1] if self._wants_newest else ()
        for row in meant or [row for row in rows if str(row.id) == self._wanted]:
            self.draws.want(row.number)
        self._wants_newest, self._wanted = False, ""
        waiting = sum(row.state is DrawState.PROMISED for row in rows)
        self.draws.put(rows, f"{len(rows)} 次 · 待抽取 {waiting}" if rows else "")

    def _choose(self, row: object) -> None:
        if not isinstance(row, DrawRow):
            self._open(None)
            return
        number = row.number
        ReadOp(
            self.ctx, lambda session: read_draw(session, number), self._open, topic="draw",
            failed=self.load_failed,
        ).run()  # fmt: skip

    def _open(self, sheet: DrawSheet | None) -> None:
        self.sheet = sheet
        rows = standing_rows(sheet) if sheet else ()
        lacks = sum(row.lacks for row in rows)
        is_gone = sheet is not None and sheet.row.state is DrawState.ABANDONED
        self.drawn.table.set_empty_state(*(GIVEN_UP if is_gone else NO_RESULT))
        note = f"{len(rows)} 户" + (f" · 缺 {lacks} 人次" if lacks else "")
        self.drawn.put(rows, note if rows else "")
        self.strata.put(sheet.strata if sheet else (), "")
        self.numbers.show_draw(sheet.row if sheet else None)
        self._settle()
        self.finish()

    def _settle(self) -> None:
        row = self.sheet.row if self.sheet else None
        now = self.ctx.past_day is None
        for button in (self.run_button, self.drop):
            button.setEnabled(now and row is not None and row.state is DrawState.PROMISED)
        is_drawn = row is not None and row.state is DrawState.DRAWN
        for button in (self.swap, self.back):
            button.setEnabled(now and is_drawn)
        self.papers.setEnabled(row is not None)
        self.check.setEnabled(row is not None and row.state is DrawState.DRAWN)

    # -- what one does here ----------------------------------------------------------------

    def ask_new(self) -> None:
        """Ask for a new draw, tell what it would be, then promise it."""
        ask_draw(self.ctx, self, self.look_ahead)

    def look_ahead(self, asked: Asked) -> None:
        """Tell what a draw would be and ask whether to promise it."""
        look_ahead(self.ctx, asked, lambda found: self._confirm(asked, found)).run()

    def _confirm(self, asked: Asked, found: Prospect) -> None:
        self.ctx.messages.ask("作出承诺", found.told, "作出承诺", lambda: self.promise(asked))

    def promise(self, asked: Asked) -> None:
        """Promise a draw and show it."""
        promise_draw(self.ctx, asked, self._promised).run()

    def _promised(self, number: int) -> None:
        self._wants_newest = True
        self.ctx.messages.info("已作承诺，请公布承诺值")

    def _say(self, text: str) -> Callable[[int], None]:
        return lambda _: self.ctx.messages.info(text)

    def ask_run(self) -> None:
        """Draw the draw chosen, after its public figure was given or the person agreed."""
        row = self.draws.current
        if row is None or row.state is not DrawState.PROMISED or self.ctx.past_day is not None:
            return
        if row.agreed:
            ask_witness(self.ctx, self, row, lambda witness: self.run_draw(row.number, witness))
            return
        words = f"现在抽取 {row.number}（{row.title}）？一次承诺只能抽取一次，结果不能更改。"
        self.ctx.messages.ask("抽取", words, "抽取", lambda: self.run_draw(row.number, ""))

    def run_draw(self, number: str, witness: str) -> None:
        """Draw what was promised."""
        run_draw(self.ctx, number, witness, self._say(f"已抽取 {number}")).run()

    def ask_drop(self) -> None:
        """Ask why the draw chosen is given up."""
        row = self.draws.current
        if row is not None and row.state is DrawState.PROMISED:
            ask_reason(self.ctx, self, row, lambda reason: self.drop_draw(row.number, reason))

    def drop_draw(self, number: str, reason: str) -> None:
        """Give a draw up."""
        abandon_draw(self.ctx, number, reason, self._say(f"已作废 {number}")).run()

    def ask_substitute(self) -> FormDialog | None:
        """Ask why the enterprise chosen, or one of its officers, falls out."""
        row, sheet = self.drawn.current, self.sheet
        if row is None or sheet is None:
            return None
        number, code = sheet.row.number, row.code
        return ask_substitute(
            self.ctx, self, row, lambda badge, why: self.substitute(number, code, badge, why)
        )

    def substitute(self, number: str, code: str, badge: str, reason: str) -> None:
        """Let who is next in the committed order stand in."""
        stand_in(
            self.ctx, number, (code, badge), reason,
            lambda found: self.ctx.messages.info(f"由 {found} 替补"),
        ).run()  # fmt: skip

    def ask_targets(self) -> FormDialog | None:
        """Ask for the plan whose targets the enterprises drawn become."""
        sheet = self.sheet
        if sheet is None or sheet.standing is None:
            return None
        number = sheet.row.number
        return ask_plan(self.ctx, self, sheet, lambda plan: self.save_targets(number, plan))

    def save_targets(self, number: str, plan: str) -> None:
        """Write the enterprises drawn into a plan's list of targets, as a batch."""
        def told(report: BatchReport) -> None:
            words = f"已写入 {report.taken} 户，批次 {report.id}，可在导入历史中撤回"
            self.ctx.messages.info(words)

        save_targets(self.ctx, number, plan, told).run()

    def _ask_folder(self) -> None:
        row = self.draws.current
        if row is not None:
            self.ctx.messages.choose_folder(
                "抽取文件存到", lambda folder: self.save_papers(row.number, folder)
            )

    def save_papers(self, number: str, folder: Path) -> None:
        """Write the papers of a draw."""
        save_draw_papers(
            self.ctx, number, folder,
            lambda files: self.ctx.messages.info(f"已写出 {len(files)} 个文件到 {folder.name}"),
        ).run()  # fmt: skip

    def check_chosen(self) -> None:
        """Draw the draw chosen again and say whether it comes out the same."""
        row = self.draws.current
        if row is not None and row.state is DrawState.DRAWN:
            check_kept(self.ctx, row.number, self._tell).run()

    def _ask_file(self) -> None:
        self.ctx.messages.open_files("核验抽取证明", JSON, lambda paths: self.check_file(paths[0]))

    def check_file(self, path: Path) -> None:
        """Verify a certificate's file."""
        check_file(self.ctx, path, self._tell).run()

    def _tell(self, found: Verdict) -> None:
        if found.holds:
            text = f"抽取 {found.number} 核验相符：重新抽取 {found.drawn} 户，逐一相同。"
            self.ctx.messages.info(text)
        else:
            self.ctx.messages.error("核验不符", "\n".join(found.problems[:MOST_TOLD]))

    def read_rules(self) -> None:
        """Read the rules draws begin with, and ask for others."""
        ReadOp(self.ctx, read_rules, lambda told: self._ask_rules(*told), topic="draw-rules").run()

    def _ask_rules(self, rules: DrawRules, signed: str) -> None:
        ask_rules(self.ctx, self, rules, signed, self.save_rules)

    def save_rules(self, words: RuleWords) -> None:
        """Keep other rules."""
        save_rules(self.ctx, words, lambda: self.ctx.messages.info("已保存抽取规则")).run()

    def _open_enterprise(self) -> None:
        row = self.drawn.current
        if row is not None:
            self.ctx.go("enterprise", Origin(row.name, 0, "次", "", enterprise=row.code))

    def _form_saver(self, kind: str, title: str) -> Callable[[], None]:
        def ask_path() -> None:
            self.ctx.messages.save_file(
                title, f"{title}.xlsx", "工作簿 (*.xlsx)", lambda path: self.save_form(kind, path)
            )

        return ask_path

    def save_form(self, kind: str, path: Path) -> None:
        """Write the empty form of a list."""
        save_form(
            self.ctx, kind, path, lambda saved: self.ctx.messages.info(f"已写出 {saved.name}")
        ).run()

    # -- going back and saving ---------------------------------------------------------------

    def selection(self) -> tuple[object, ...]:
        """Return draw and enterprise the keyboard is on."""
        return (self.draws.current_key, self.drawn.current_key)

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose draw and enterprise again."""
        if len(selection) == 2:
            self.draws.want(selection[0])
            self.drawn.want(selection[1])

    def export(self) -> tuple[str, TableMaker] | None:
        """Return what the draw chosen drew as a table, else the list of draws."""
        sheet, rows = self.sheet, self.draws.rows

        def make(task: Task) -> TableExport:
            if sheet is not None and sheet.outcome is not None:
                return drawn_table(sheet)
            return draws_table(rows)

        return "双随机抽取", make
