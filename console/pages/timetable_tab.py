"""联合时间表: made beside the window, stopped at any time with the best plan and bound at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.loading.planning import YearToPlan, read_year
from console.loading.timetable import NOT_YET, Shown, shown, tiles_of
from console.operations.base import Operation, ReadOp
from console.operations.documents import save_table
from console.operations.planning import (
    Found,
    check_certificate,
    keep_found,
    make_timetable,
    save_announcements,
    save_by_body,
    save_certificate,
    withdraw_kept,
)
from console.pages.form_dialog import Answers, Field, FormDialog, ask
from console.pages.planning_columns import GROUPS, GroupRow
from console.pages.reading import ReadingBox
from console.pages.reflow import Reflow
from console.pages.table_part import TablePart
from console.pages.tile_parts import FigureStrip
from data.rows.announcing import AnnounceList
from widgets.card import Card
from widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TIMES = {"半分钟": 30.0, "1 分钟": 60.0, "2 分钟": 120.0, "5 分钟": 300.0}
NARROW = 900
KEEP = "沿用原时间表…"
MAKE, STOP, STOPPING = "排时间表", "停止", "正在停止…"
EXPLAINED = (
    "合并前：各单位各查各的入企次数。\n合并后：同一企业同一月份的检查一次完成后的入企次数。\n"
    "下界：已证明无论怎样安排都不会再少的次数。\n差距：（合并后 − 下界）÷ 下界；为零时即最优。\n\n"
    "下界的证明可以保存为文件，任何人可以据此重新计算。"
)


class TimetableTab(QWidget):
    """Four figures, who goes with whom in which month, what was left out or collides."""

    settled = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.year: YearToPlan | None = None
        self.found: Found | None = None
        self._running: Operation[Found] | None = None
        self._is_done = False
        self.time, self.remaining = QComboBox(), QCheckBox("只排尚未检查的")
        self.former: Path | None = None
        self.keep = QPushButton(KEEP)
        self.make, self.bar, self.progress = QPushButton(MAKE), QProgressBar(), QLabel()
        self.strip = FigureStrip(ctx, lambda _: ctx.messages.about("时间表怎么看", EXPLAINED),
                                 are_short=True)
        self.sentence = ElidedLabel(NOT_YET)
        self.groups: TablePart[GroupRow] = TablePart(
            "哪些单位同行", GROUPS, lambda r: r.key,
            ("还没有时间表", "排好以后，这里按共同企业数列出同行的单位、计划和月份。"),
        )  # fmt: skip
        self.told, self.side = ReadingBox("说明", 8), Card("说明")
        self._files: list[QPushButton] = []
        self._build()

    def _build(self) -> None:
        self.time.addItems(list(TIMES))
        self.time.setAccessibleName("最多计算多久")
        self.make.setProperty("primary", True)
        self.make.clicked.connect(lambda _=False: self.toggle())
        self.keep.clicked.connect(lambda _=False: self.ask_former())
        self.bar.setVisible(False)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("排时间表的进度")
        self.progress.setProperty("role", "note")
        self.sentence.setProperty("role", "cell")
        self.side.add(self.told, 1)
        for text, run in (
            ("留存…", self.ask_keep), ("复制简报文字", self.copy_paragraph),
            ("导出时间表", lambda: None), ("保存证明…", self.ask_certificate),
        ):  # fmt: skip
            button = self.groups.add_button(text, run)
            button.setEnabled(False)
            self._files.append(button)
        self.proof = self._files[-1]
        menu = QMenu(self)
        for text, run in (
            ("按计划…", self.ask_by_plan), ("按单位…", self.ask_by_body),
            ("按企业…", self.ask_by_enterprise),
        ):  # fmt: skip
            menu.addAction(text).triggered.connect(lambda _=False, run=run: run())
        self._files[2].setMenu(menu)
        self.groups.add_button("校验证明…", self.ask_check)
        self.groups.add_button("预告清单…", self.ask_announce)
        self.groups.add_action("撤回留存的时间表…", self.ask_withdraw)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(self._controls())
        whole.addWidget(self.strip)
        whole.addWidget(self.sentence)
        whole.addWidget(Reflow(((self.groups, 5), (self.side, 2)), NARROW), 1)
        self.ctx.runner.progress.connect(self._step)
        self.remaining.toggled.connect(lambda _: self.load())
        self.strip.show_figures(tiles_of(None))

    def _controls(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        for part in (self.make, QLabel("最多"), self.time, self.remaining, self.keep):
            line.addWidget(part)
        line.addWidget(self.bar, 1)
        line.addWidget(self.progress, 2)
        line.addStretch(1)
        return line

    # -- reading, searching, stopping ------------------------------------------------------

    def load(self) -> None:
        """Read the year to be planned; a timetable of the same stays on show."""
        state, today, remaining = self.ctx.filter, self.ctx.today, self.remaining.isChecked()
        known = self.found

        def read(session: Session) -> tuple[YearToPlan, Found | None, Shown]:
            year = read_year(session, state, today, remaining)
            same = known if known is not None and known.digest == year.digest else None
            return year, same, shown(year, same)

        ReadOp(
            self.ctx, read, self._take, topic="year-to-plan",
            failed=lambda _: self._stand(),
        ).run()  # fmt: skip

    def _stand(self) -> None:
        if self._is_done:
            self._end()
        self.settled.emit()

    def _take(self, read: tuple[YearToPlan, Found | None, Shown]) -> None:
        self.year, self.found, seen = read
        self._show(seen)
        self._stand()

    def toggle(self) -> None:
        """Begin the search, or stop it."""
        if self._is_done:
            return
        if self._running is not None:
            self._running.cancel()
            self.make.setText(STOPPING)
            self.make.setEnabled(False)
            return
        if self.year is None:
            return
        self.make.setText(STOP)
        self.bar.setVisible(True)
        self.bar.setRange(0, 0)
        self.progress.setText("正在建立模型…")
        seconds = TIMES[self.time.currentText()]
        self._running = make_timetable(
            self.ctx, self.year, seconds, self.remaining.isChecked(), self.former,
            self._done, lambda _: self._end(), self.found,
        )  # fmt: skip
        self._running.run()

    def _step(self, op: object, done: int, total: int, label: str) -> None:
        if op is self._running:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.progress.setText(label)

    def _done(self, found: Found) -> None:
        self.found, self._is_done = found, True
        self.progress.setText("正在整理结果…")
        self.load()

    def _end(self) -> None:
        self._running, self._is_done = None, False
        self.make.setText(MAKE)
        self.make.setEnabled(True)
        self.bar.setVisible(False)
        self.progress.clear()

    def _show(self, seen: Shown) -> None:
        found = self.found
        has = found is not None and found.timetable.month is not None
        self.strip.show_figures(seen.tiles)
        self.sentence.setText(seen.sentence)
        for button in self._files:
            button.setEnabled(has)
        # The bound beside a former timetable holds for what is past held fast, not for the year.
        self.proof.setEnabled(has and found is not None and found.made.kept is None)
        note = f"{found.planned.year}年 {len(seen.groups)} 组" if found is not None and has else ""
        self.groups.put(seen.groups, note)
        self.told.setPlainText(seen.told)

    # -- keeping ---------------------------------------------------------------------------

    def ask_keep(self) -> None:
        """Ask before the timetable on show is kept for its year."""
        figures = None if self.found is None else self.found.figures
        if figures is None:
            return
        self.ctx.messages.ask(
            f"留存{figures.year}年时间表",
            "简报、联合检查函、预告清单以后以此为准，可以撤回；以前留存的不再有效。\n\n"
            f"{figures.paragraph}", "留存", self.keep_shown,
        )  # fmt: skip

    def keep_shown(self) -> None:
        """Keep the timetable on show for its year."""
        if self.found is not None and self.found.saved is not None:
            keep_found(
                self.ctx, self.found, lambda: self.ctx.messages.info("已留存，可用于简报")
            ).run()

    def ask_withdraw(self) -> FormDialog | None:
        """Ask why the timetable kept for the year shall hold no longer."""
        if self.year is None or self.year.kept is None:
            self.ctx.messages.info("本年度没有留存的时间表")
            return None
        year = self.year.planned.year

        def take(said: Answers) -> None:
            withdraw_kept(
                self.ctx, year, said.text("reason"), lambda: self.ctx.messages.info("已撤回")
            ).run()

        fields = (Field("reason", "理由", "text", needed=True),)
        return ask(self.ctx, self, f"撤回留存的{year}年时间表", fields, take)

    def ask_announce(self) -> None:
        """Ask where the lists of what may be announced are written to."""
        self.ctx.messages.choose_folder("预告清单存放的文件夹", self.write_announce)

    def write_announce(self, folder: Path) -> None:
        """Write what may be announced in the months of the period, by body and month."""
        def told(found: AnnounceList) -> None:
            count = sum(1 for _ in found.parts())
            self.ctx.messages.info(f"已写出 {count} 个工作簿；{'；'.join(found.lines)}")

        save_announcements(self.ctx, folder, told).run()

    # -- files -----------------------------------------------------------------------------

    def ask_by_body(self) -> None:
        """Ask for the folder of the bodies' workbooks."""
        self.ctx.messages.choose_folder("各单位时间表存放的文件夹", self.write_by_body)

    def write_by_body(self, folder: Path) -> None:
        """Write a workbook for each body the filter means."""
        if self.found is None or self.year is None:
            return
        save_by_body(
            self.ctx, self.found, self.year.bodies, folder,
            lambda count: self.ctx.messages.info(f"已写出 {count} 个单位的时间表"),
        ).run()  # fmt: skip

    def ask_former(self) -> None:
        """Ask for the timetable that is to be kept, or drop the one chosen."""
        if self.former is None:
            self.ctx.messages.open_files(
                "原时间表", "时间表 (*.csv)", lambda paths: self.keep_former(paths[0])
            )
        else:
            self.keep_former(None)

    def keep_former(self, path: Path | None) -> None:
        """Keep a former timetable as far as it costs no visit, or none."""
        self.former = path
        self.keep.setText(KEEP if path is None else f"不再沿用 {path.name}")

    def copy_paragraph(self) -> str:
        """Copy the paragraph of the briefing."""
        figures = None if self.found is None else self.found.figures
        text = "" if figures is None else figures.paragraph
        QGuiApplication.clipboard().setText(text)
        self.ctx.messages.info("已复制简报文字")
        return text

    def ask_by_plan(self) -> None:
        """Ask where every assignment is written to; as .csv it can be kept later on."""
        kinds = "文本 (*.csv);;工作簿 (*.xlsx)"
        self._ask("按计划导出时间表", "联合检查时间表", kinds, "csv", self.write_by_plan)

    def write_by_plan(self, path: Path) -> None:
        """Write every assignment."""
        found = self.found
        if found is None:
            return

        save_table(self.ctx, lambda _: found.tables().by_plan(), path, self._told).run()

    def ask_by_enterprise(self) -> None:
        """Ask where the visits of all enterprises are written to."""
        kinds = "工作簿 (*.xlsx);;文本 (*.csv)"
        name = "联合检查时间表_按企业"
        self._ask("按企业导出时间表", name, kinds, "xlsx", self.write_by_enterprise)

    def write_by_enterprise(self, path: Path) -> None:
        """Write every visit of every enterprise."""
        found = self.found
        if found is None:
            return

        save_table(self.ctx, lambda _: found.tables().by_enterprise(), path, self._told).run()

    def ask_certificate(self) -> None:
        """Ask where the proof is written to."""
        self._ask("保存下界证明", "时间表下界证明", "证明 (*.json)", "json", self.write_certificate)

    def write_certificate(self, path: Path) -> None:
        """Write the proof of the bound."""
        if self.found is not None:
            save_certificate(self.ctx, self.found, path, self._told).run()

    def ask_check(self) -> None:
        """Ask which proof is reckoned again."""
        self.ctx.messages.open_files(
            "校验下界证明", "证明 (*.json)", lambda paths: self.check(paths[0])
        )

    def check(self, path: Path) -> None:
        """Reckon a proof again and tell whether it holds."""
        check_certificate(
            self.ctx, path,
            lambda one: self.ctx.messages.about("校验下界证明", "\n".join(one.lines)),
        ).run()  # fmt: skip

    def _ask(
        self, title: str, name: str, kinds: str, ending: str, then: Callable[[Path], None]
    ) -> None:
        if self.year is not None:
            target = f"无锡市_{self.year.planned.year}年{name}.{ending}"
            self.ctx.messages.save_file(title, target, kinds, then)

    def _told(self, path: Path) -> None:
        self.ctx.messages.info(f"已写出 {path.name}")
