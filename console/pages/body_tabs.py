"""The lower part of a body's page: findings by rule, data quality, places, papers, lists."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.loading.body import (
    OTHERS,
    BodyCard,
    RuleCount,
    lacking_words,
    measure_name,
    read_ranks,
)
from console.operations.base import ReadOp
from console.pages.body_columns import LISTED, PAPERS, RULES, SENT, Line, rank_columns
from console.pages.received_columns import moment
from data.rows.notices import NoticeRow
from data.rows.received import Receipt, ReceivedKind
from data.rows.scorecards import BodyFile, RankPoint
from widgets.card import TABLE_INSET
from widgets.elided_label import ElidedLabel
from widgets.formats import thousands
from widgets.later import Later
from widgets.records_table import PagedModel, TableView

R = TypeVar("R")
BY = {"month": "按月", "quarter": "按季度"}


class BodyTabs(QTabWidget):
    """Tables a tab each; the places are read when they are first looked at."""

    rule_opened = Signal(str, int)

    def __init__(self, ctx: AppContext, measures: tuple[str, ...]) -> None:
        super().__init__()
        self._ctx = ctx
        self._card: BodyCard | None = None
        self._others: dict[str, str] = {}
        self._ranks_of: object = None
        self._by = "month"
        self.rules: PagedModel[RuleCount] = PagedModel(RULES)
        self.sent: PagedModel[ReceivedKind] = PagedModel(SENT)
        self.ranks: PagedModel[RankPoint] = PagedModel(rank_columns(measures))
        self.papers: PagedModel[NoticeRow] = PagedModel(PAPERS)
        self.lists: PagedModel[Line] = PagedModel(LISTED)
        self.rule_table = _table(self.rules, "预警按规则", "没有预警", "本期没有涉及该单位的预警。")
        self._quality = tuple(ElidedLabel() for _ in range(3))
        self.setDocumentMode(True)
        self._build()

    def _build(self) -> None:
        self.addTab(_page(self.rule_table), "预警")
        for label in self._quality:
            label.setProperty("role", "cell")
            label.setContentsMargins(TABLE_INSET, 0, TABLE_INSET, 0)
        self._rank_place = Later(self._rank_page)
        for part, title in (
            (Later(self._sent_page), "数据质量"), (self._rank_place, "名次变化"),
            (Later(self._papers_page), "文书"), (Later(self._lists_page), "联络与上限"),
        ):  # fmt: skip
            self.addTab(part, title)
        self.rule_table.row_activated.connect(self._open_rule)
        self.currentChanged.connect(lambda _: self._read_ranks())

    def _sent_page(self) -> QWidget:
        sent = _table(self.sent, "报送情况", "没有报送", "该单位在本期没有报送过文件。")
        return _page(*self._quality, sent)

    def _papers_page(self) -> QWidget:
        return _page(_table(self.papers, "收到的文书", "没有文书", "还没有发给该单位的文书。"))

    def _lists_page(self) -> QWidget:
        empty = ("没有登记", "这两张表可从“数据导入”导入。")
        return _page(_table(self.lists, "联络员与频次上限", *empty))

    def _rank_page(self) -> QWidget:
        group, line = QButtonGroup(self), QHBoxLayout()
        line.setSpacing(8)
        for by, word in BY.items():
            button = QPushButton(word)
            button.setObjectName("choice")
            button.setCheckable(True)
            button.setChecked(by == self._by)
            button.clicked.connect(lambda _=False, by=by: self._choose_by(by))
            group.addButton(button)
            line.addWidget(button)
        note = ElidedLabel("平台使用度、层级间联动按整个期间排名，不逐月列出")
        note.setProperty("role", "note")
        line.addWidget(note, 1)
        table = _table(self.ranks, "名次变化", "没有名次", "该单位在这些期间没有数据。")
        page = _page(table)
        layout = page.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertLayout(0, line)
        return page

    @property
    def visits(self) -> int:
        """Return how many visits the body has (M9), 0 until that is read."""
        digits = self._others.get("M9", "").partition(" ")[0].replace(",", "")
        return int(digits) if digits.isdecimal() else 0

    def show_card(self, card: BodyCard) -> None:
        """Show another body."""
        self._card, self._others, self._ranks_of = card, {}, None
        self.rules.set_rows(card.rules)
        self.setTabText(0, f"预警（{thousands(sum(rule.total for rule in card.rules))}）")
        kinds = card.received.kinds if card.received is not None else ()
        asked = [one for one in kinds if one.rows or one.receipt is not Receipt.NOT_ASKED]
        self.sent.set_rows(asked)
        self.lists.set_rows(_lists(card.file))
        self.papers.set_rows(())
        self.ranks.set_rows(())
        self._show_quality()
        self._read_ranks()

    def show_rest(self, papers: tuple[NoticeRow, ...], others: dict[str, str]) -> None:
        """Show what was read later."""
        self._others = others
        self.papers.set_rows(papers)
        self.setTabText(3, f"文书（{thousands(len(papers))}）")
        self._show_quality()

    def _show_quality(self) -> None:
        card = self._card
        last = card.received.last if card is not None and card.received is not None else None
        lines = (OTHERS[:4], OTHERS[4:])
        for label, measures in zip(self._quality[:2], lines, strict=True):
            shown = [one for one in measures if one in self._others or not self._others]
            parts = [f"{measure_name(one)} {self._others.get(one, '…')}" for one in shown]
            label.setText("　·　".join(parts))
        self._quality[2].setText(lacking_words(card) if card is not None else "")
        told = f"　·　最近报送 {moment(last)}" if last is not None else ""
        self._quality[1].setText(self._quality[1].text() + told)

    def _choose_by(self, by: str) -> None:
        self._by, self._ranks_of = by, None
        self._read_ranks()

    def _read_ranks(self) -> None:
        card, wish = self._card, (self._card, self._by)
        if card is None or self.currentWidget() is not self._rank_place or self._ranks_of == wish:
            return
        self._ranks_of = wish
        code, last, by = card.body.code, card.period.last, self._by
        ReadOp(
            self._ctx, lambda session: read_ranks(session, code, min(last, self._ctx.today), by),
            lambda points: self.ranks.set_rows(tuple(reversed(points))), topic="body-ranks",
        ).run()  # fmt: skip

    def _open_rule(self, row: object) -> None:
        if isinstance(row, RuleCount):
            self.rule_opened.emit(row.rule, row.total)


def _lists(file: BodyFile) -> list[Line]:
    contacts = [("联络员", f"{name} {post}".strip(), phone, backup and f"备用 {backup}")
                for name, post, phone, backup in file.contacts]  # fmt: skip
    caps = [("频次上限", f"{year}年 {item}", f"每户每年不超过 {cap} 次", ground)
            for year, item, cap, ground in file.caps]  # fmt: skip
    return [*contacts, *caps]


def _table(model: PagedModel[R], name: str, headline: str, sentence: str) -> TableView[R]:
    table: TableView[R] = TableView(model)
    table.setAccessibleName(name)
    table.set_empty_state(headline, sentence)
    return table


def _page(*parts: QWidget) -> QWidget:
    page = QWidget()
    lines = QVBoxLayout(page)
    lines.setContentsMargins(0, 4, 0, 0)
    lines.setSpacing(3)
    for part in parts:
        lines.addWidget(part)
    return page
