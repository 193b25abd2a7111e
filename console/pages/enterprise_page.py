"""企业: one enterprise's whole year on a line, its visits below, and the way to each of them."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.export import CellValue, ExportColumn, TableExport
from console.history import Origin
from console.loading.enterprise import (
    MOST_LISTED,
    OftenVisited,
    card_pairs,
    class_words,
    read_class,
    read_often,
    read_year,
    year_line,
)
from console.operations.base import ReadOp, Task
from console.pages.base import Page, PlainTable, TableMaker
from console.pages.detail import DetailPanel
from console.pages.enterprise_card import EnterpriseHead
from console.pages.enterprise_columns import (
    COLUMNS,
    EXPORTED,
    OFTEN,
    SORTS,
    year_visit_pairs,
)
from console.pages.enterprise_search import EnterpriseSearch
from console.pages.notes import export_notes
from console.pages.table_tools import TableTools
from data.rows.enterprises import ClassRate, EnterpriseYear, YearVisit
from data.rows.findings import FindingRow
from widgets.card import Card
from widgets.elided_label import ElidedLabel
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView
from widgets.year_line import YearLine, legend


class EnterprisePage(Page):
    """Without an enterprise it lists those visited beyond the cap, to choose one."""

    name = "enterprise"
    title = "企业"
    obeys = ("period",)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.found: EnterpriseYear | None = None
        self._year = 0
        self._wanted = 0
        self._shown: list[YearVisit] = []
        self._sort = (0, False)
        self.search, self.year = EnterpriseSearch(ctx), QComboBox()
        self.head, self.line = EnterpriseHead(4), YearLine()
        self._often: PagedModel[FindingRow] = PagedModel(OFTEN)
        self.often: TableView[FindingRow] = TableView(self._often)
        self._model: PagedModel[YearVisit] = PagedModel(COLUMNS)
        self._model.set_sorted_by(*self._sort)
        self.table: TableView[YearVisit] = TableView(self._model)
        self._choice = Card("超频次企业", holds_table=True)
        self._line_card, self._card = Card("全年入企检查"), Card("入企检查", holds_table=True)
        self._legend = ElidedLabel()
        self._detail = DetailPanel("检查详情", "选中一次检查看全部字段和预警。")
        self._open, self._alert = QPushButton("看检查记录"), QPushButton("看关联预警")
        self._views = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.search.setMinimumWidth(180)
        self.search.setMaximumWidth(420)
        self.year.setAccessibleName("年度")
        self.year.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        line.addWidget(self.search, 3)
        line.addWidget(self.year)
        line.addStretch(1)
        line.addWidget(self._alert)
        line.addWidget(self._open)
        self.body.addLayout(line)
        self.often.setAccessibleName("超频次企业")
        self.often.set_empty_state(
            "本期没有超频次企业", "在上方输入企业名称或代码，查看任一企业的全年。"
        )
        self._choice.add(self.often, 1)
        self._views.addWidget(self._choice)
        self._views.addWidget(self._year_view())
        self.body.addWidget(self._views, 1)

    def _year_view(self) -> QWidget:
        self._legend.setProperty("role", "note")
        self._line_card.add_to_head(self._legend)
        self._line_card.add(self.line)
        self.table.setAccessibleName("全年入企检查清单")
        self.table.set_empty_state("这一年没有入企检查", "换一个年度，或在上方另找企业。")
        tools = TableTools(self, self.table, self._detail)
        for button in (tools.columns, tools.details):
            self._card.add_to_head(button)
        self._card.add(self.table, 1)
        below = QHBoxLayout()
        below.setSpacing(14)
        below.addWidget(self._card, 1)
        below.addWidget(self._detail)
        view = QWidget()
        whole = QVBoxLayout(view)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.head)
        whole.addWidget(self._line_card)
        whole.addLayout(below, 1)
        return view

    def _connect(self) -> None:
        self.search.wanted.connect(self.open_enterprise)
        self.year.activated.connect(self._choose_year)
        self.line.chosen.connect(self._follow_line)
        self.line.opened.connect(lambda _: self._open_finding())
        self.often.row_activated.connect(lambda row: self.open_enterprise(row.subject.code))
        self.table.sort_requested.connect(self._sort_by)
        self.table.current_row_changed.connect(self._show_detail)
        self.table.row_activated.connect(lambda _: self._open_finding())
        self._open.clicked.connect(self._open_records)
        self._alert.clicked.connect(self._open_finding)
        self.head.action_clicked.connect(self._ask_class)
        for table in (self.table, self.often):
            table.selection_stats.connect(lambda text, t=table: self.tell_stats(t, text))
            table.copied.connect(lambda n: self.ctx.messages.info(f"已复制 {thousands(n)} 行"))

    # -- reading ---------------------------------------------------------------------------

    @property
    def code(self) -> str:
        """Return the number or name of the enterprise asked for, empty where none is."""
        return self.origin.enterprise if self.origin is not None else ""

    @property
    def chosen_year(self) -> int:
        """Return the year on show: the one chosen here, else that the filter's period ends in."""
        return self._year or self.ctx.filter.span(self.ctx.today).last.year

    @property
    def rows(self) -> tuple[YearVisit, ...]:
        """Return the visits listed."""
        return tuple(self._shown)

    def open_enterprise(self, code: str) -> None:
        """Open another enterprise, as a new step of the history."""
        self.ctx.go("enterprise", Origin(code, 0, "次", "", enterprise=code))

    def load(self) -> None:
        """Read the enterprise's year, or the enterprises to choose from."""
        code, year, today = self.code, self.chosen_year, self.ctx.today
        self.year.setVisible(bool(code))
        for button in (self._open, self._alert):
            button.setVisible(bool(code))
        if not code:
            period = self.ctx.filter.span(today)
            ReadOp(
                self.ctx, lambda session: read_often(session, period), self._show_often,
                topic="enterprise", failed=self.load_failed,
            ).run()  # fmt: skip
            return
        ReadOp(
            self.ctx, lambda session: read_year(session, code, year, today), self._show,
            topic="enterprise", failed=self.load_failed,
        ).run()  # fmt: skip

    def load_failed(self, error: BaseException) -> None:
        """Leave the list to choose from where an enterprise is not found."""
        self._views.setCurrentIndex(0)
        self.found = None
        super().load_failed(error)

    def open(self, origin: Origin | None, selection: tuple[object, ...] = ()) -> None:
        """Show an enterprise; the year chosen for another one is forgotten."""
        self._year = int(origin.period) if origin is not None and origin.period.isdecimal() else 0
        super().open(origin, selection)

    def selection(self) -> tuple[object, ...]:
        """Return the year and the visit the keyboard is on."""
        row = self.table.current_row() if self._shown else None
        return (self._year, row.row.id if row else 0)

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose year and visit again."""
        if len(selection) == 2:
            self._year, self._wanted = int(str(selection[0])), int(str(selection[1]))

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self.search.focus()

    # -- showing ---------------------------------------------------------------------------

    def _show_often(self, found: OftenVisited) -> None:
        self.found = None
        self._views.setCurrentIndex(0)
        self._often.set_rows(found.rows)
        first = f"，先列 {MOST_LISTED}" if found.total > len(found.rows) else ""
        self._choice.set_note(f"{thousands(found.total)} 户·月{first} · 回车看该企业全年")
        if found.rows:
            self.often.select_row(0)
        self.finish()

    def _show(self, found: EnterpriseYear) -> None:
        self.found = found
        self._views.setCurrentIndex(1)
        self._offer_years(found)
        card = found.card
        self.head.set_title(card.name)
        self.head.set_note("待补全" if card.is_provisional else "")
        self.head.show_pairs(card_pairs(card))
        self._show_counts(found, None)
        data = year_line(found, self.ctx.today)
        self.line.show_data(data)
        self._line_card.set_title(f"{found.year}年入企检查")
        self._legend.setText(self._legend_text(found))
        self._card.set_note(f"{thousands(len(found.visits))} 次")
        self._open.setText(f"看检查记录（{thousands(len(found.visits))} 条）")
        self._open.setEnabled(bool(found.visits))
        self._order()
        self.head.set_action("计算同级户均" if self.ctx.is_large else "")
        if not self.ctx.is_large:
            self._read_class(found)
        self.finish()

    def _legend_text(self, found: EnterpriseYear) -> str:
        parts = [
            f"{status.shape} {word}" for status, word in legend(self.line.marks)
            if status is not None
        ]  # fmt: skip
        parts.append("● 无预警")
        if any(not visit.counts for visit in found.visits):
            parts.append("○ 不计次")
        if found.selfchecks:
            parts.append("✓ 自查")
        if found.plans:
            parts.append("虚框 待检计划")
        if found.months_beyond:
            parts.append("红框 月超频次")
        return "　".join(parts)

    def _offer_years(self, found: EnterpriseYear) -> None:
        years = sorted({*found.years, found.year}, reverse=True)
        self.year.clear()
        for year in years:
            self.year.addItem(f"{year}年", year)
        self.year.setCurrentIndex(years.index(found.year))

    def _read_class(self, found: EnterpriseYear) -> None:
        credit, year = found.card.credit, found.year
        ReadOp(
            self.ctx, lambda session: read_class(session, credit, year),
            lambda rate: self._show_counts(found, rate), topic="enterprise-class",
            failed=lambda error: None,
        ).run()  # fmt: skip

    def _ask_class(self) -> None:
        """Read the class's rate of a long ledger, which is left until somebody asks."""
        self.head.set_action("")
        if self.found is not None:
            self._read_class(self.found)

    def _show_counts(self, found: EnterpriseYear, rate: ClassRate | None) -> None:
        if found is not self.found:
            return
        visits, months, items, mean = self.head.figures
        rest = len(found.visits) - found.count
        also = f"另有 {rest} 次不计入（指导服务、走访等或已取消）" if rest else ""
        visits.show_figure(thousands(found.count), "次检查（M9）", also)
        over = "、".join(month for month, _ in found.months_beyond)
        months.show_figure(str(len(found.months_beyond)), "个月超频次（R1）", over, bool(over))
        names = "、".join(row.item.name for row in found.items_beyond if row.item)
        items.show_figure(str(len(found.items_beyond)), "个事项超频次（R3）", names, bool(names))
        mean.show_figure(*class_words(found, rate, self.ctx.is_large))

    def _order(self) -> None:
        assert self.found is not None
        place, is_descending = self._sort
        current = self.table.current_row() if self._shown else None
        wanted = self._wanted or (current.row.id if current else 0)
        self._shown = sorted(self.found.visits, key=SORTS[place], reverse=is_descending)
        self._model.set_rows(self._shown)
        self._detail.show_pairs("", ())
        self._settle(None)
        keys = [visit.row.id for visit in self._shown]
        if keys:
            self.table.select_row(keys.index(wanted) if wanted in keys else 0)
        self._wanted = 0

    def _sort_by(self, place: int, is_descending: bool) -> None:
        if self.found is not None:
            self._sort = (place, is_descending)
            self._model.set_sorted_by(place, is_descending)
            self._order()

    def _choose_year(self, _: int) -> None:
        self._year = int(self.year.currentData())
        self.reload()

    def _follow_line(self, key: int) -> None:
        keys = [visit.row.id for visit in self._shown]
        if key in keys:
            self.table.select_row(keys.index(key))

    def _show_detail(self, visit: object) -> None:
        if isinstance(visit, YearVisit):
            self.line.choose(visit.row.id)
            self._detail.show_pairs("、".join(visit.row.bodies), year_visit_pairs(visit))
            self._settle(visit)

    # -- ways on ---------------------------------------------------------------------------

    def _settle(self, visit: YearVisit | None) -> None:
        """Offer the gravest finding of a visit, where the filter's period holds it."""
        finding = self._finding(visit)
        span = self.ctx.filter.span(self.ctx.today)
        inside = finding is not None and span.first_day <= finding.day <= span.last_day
        self._alert.setEnabled(inside)
        self._alert.setToolTip(
            "" if inside or finding is None else "该预警不在当前期间内，请先改期间"
        )

    @staticmethod
    def _finding(visit: YearVisit | None) -> FindingRow | None:
        found = visit.findings if visit is not None else ()
        return max(found, key=lambda row: (row.holds, row.severity), default=None)

    def _open_finding(self) -> None:
        finding = self._finding(self.table.current_row() if self._shown else None)
        if finding is not None and self._alert.isEnabled():
            period = self.ctx.filter.span(self.ctx.today).text
            origin = Origin(finding.key, 1, "件", period, measure=finding.rule,
                            finding=finding.key)  # fmt: skip
            self.ctx.go("findings", origin)

    def _open_records(self) -> None:
        found = self.found
        if found is not None and found.visits:
            title = f"{found.card.name} · {found.year}年"
            origin = Origin(title, len(found.visits), "次", str(found.year),
                            enterprise=found.card.code)  # fmt: skip
            self.ctx.go("records", origin)

    def plain_table(self) -> PlainTable | None:
        """Return the year line as a table."""
        return self.line.as_table() if self.found is not None else None

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the visits of the year as a table."""
        found = self.found
        if found is None:
            return None
        rows = self.rows
        notes = export_notes(
            self.ctx, len(rows), None, (),
            (f"企业 {found.card.name}（{found.card.code}）", f"年度 {found.year}"),
        )  # fmt: skip

        def make(task: Task) -> TableExport:
            cells: list[tuple[CellValue, ...]] = [
                tuple(get(row) for _, _, get in EXPORTED) for row in rows
            ]
            columns = [ExportColumn(heading, width) for heading, width, _ in EXPORTED]
            return TableExport("企业全年检查", columns, cells, len(cells), notes)

        return f"企业全年检查_{found.card.name}", make
