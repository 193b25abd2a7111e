"""单位合并与拆分: from which day on whose visits count for whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.operations.mending import merge_or_split
from data.rows.issues import Changes

NOTE = (
    "自该日起原单位的检查计入新单位，以前的仍属原单位；此后的报送表仍写原单位的，按新单位收取。"
    "计划和任务仍属备案的单位。划出时另填地区或者监管事项之一。在“更改记录”中可以撤回。"
)
HINTS = {
    "former": "原单位的编码或名称", "successor": "新单位的编码或名称",
    "day": "自哪一天起，如 2026-07-01", "region": "只用于划出，如 江阴市",
    "items": "只用于划出，几项用顿号隔开", "why": "必填，如：机构改革方案",
}  # fmt: skip
LABELS = ("原单位", "新单位", "起始日期", "划出地区", "划出事项", "依据")


class BodyPart(QWidget):
    """The form of a reform; `done` hears that it was written."""

    def __init__(self, ctx: AppContext, done: Callable[[str], None]) -> None:
        super().__init__()
        self._ctx, self._done = ctx, done
        self.lines = {name: QLineEdit() for name in HINTS}
        self.merge, self.split = QPushButton("合并"), QPushButton("划出一部分")
        note = QLabel(NOTE)
        note.setWordWrap(True)
        note.setProperty("role", "note")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        for label, (name, line) in zip(LABELS, self.lines.items(), strict=True):
            line.setPlaceholderText(HINTS[name])
            line.setAccessibleName(label)
            line.textChanged.connect(self.judge)
            form.addRow(label, line)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.split, self.merge):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.merge.setProperty("primary", True)
        self.merge.clicked.connect(lambda: self._ask(True))
        self.split.clicked.connect(lambda: self._ask(False))
        whole = QVBoxLayout(self)
        whole.setSpacing(10)
        whole.addWidget(note)
        whole.addLayout(form)
        whole.addLayout(foot)
        whole.addStretch(1)
        self.judge()

    def _text(self, name: str) -> str:
        return self.lines[name].text().strip()

    def judge(self, *_: object) -> None:
        """Offer only what can be done now: a part is a region or items, a merger neither."""
        needed = all(self._text(name) for name in ("former", "successor", "day", "why"))
        ready = needed and self._ctx.past_day is None
        region, items = bool(self._text("region")), bool(self._text("items"))
        self.merge.setEnabled(ready and not region and not items)
        self.split.setEnabled(ready and region != items)

    def _ask(self, is_merger: bool) -> None:
        try:
            day = date.fromisoformat(self._text("day"))
        except ValueError:
            self._ctx.messages.error("不能登记", "起始日期应写作 2026-07-01。")
            return
        former, successor = self._text("former"), self._text("successor")
        verb = "合并" if is_merger else "划出"
        what = "全部检查" if is_merger else f"{self._text('region') or self._text('items')}的检查"
        self._ctx.messages.ask(
            f"单位{verb}",
            f"自 {day.isoformat()} 起把“{former}”的{what}计入“{successor}”？"
            "全部汇总和预警随之重算。",
            verb,
            lambda: self._run(day, is_merger),
        )

    def _run(self, day: date, is_merger: bool) -> None:
        items = tuple(one for one in re.split("[、,，]", self._text("items")) if one.strip())
        merge_or_split(
            self._ctx, (self._text("former"), self._text("successor")), day, self._text("why"),
            None if is_merger else (self._text("region"), items), self._written,
        ).run()  # fmt: skip

    def _written(self, changes: Changes) -> None:
        for line in self.lines.values():
            line.clear()
        self._done("已登记单位变动")
