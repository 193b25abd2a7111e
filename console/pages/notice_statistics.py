"""统计: what became of the papers issued in the period, and which bodies got papers again."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from console.context import AppContext
from console.history import Origin
from console.loading.ladder import read_statistics
from console.operations.base import ReadOp
from console.pages.base import TableMaker
from console.pages.notice_columns import KINDS, OFFENDERS
from console.pages.notice_part import Part
from data.rows.notices import KindStatistics, LadderStatistics, Offender
from widgets.card import Card
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView


class StatisticsPart(Part):
    """Two tables."""

    name = "statistics"
    title = "统计"

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._told: LadderStatistics | None = None
        self._kinds: PagedModel[KindStatistics] = PagedModel(KINDS)
        self.kinds: TableView[KindStatistics] = TableView(self._kinds)
        self._offenders: PagedModel[Offender] = PagedModel(OFFENDERS)
        self.offenders: TableView[Offender] = TableView(self._offenders)
        self._card = Card("各类文件", holds_table=True)
        self._below = Card("多次收到文件的单位", "本期收到两件以上", holds_table=True)
        whole: QVBoxLayout = self.whole
        for card, table, name, empty in (
            (self._card, self.kinds, "各类文件的办理情况", "本期没有印发的文件"),
            (self._below, self.offenders, "多次收到文件的单位", "没有多次收到文件的单位"),
        ):
            table.setAccessibleName(name)
            table.set_empty_state(empty, "按印发日期统计；换一个期间再看。")
            card.add(table, 1)
            whole.addWidget(card, 1)
        self.offenders.row_activated.connect(self._open)
        self.kinds.selection_stats.connect(self.stats_shown)

    def load(self) -> None:
        """Read the statistics of the period."""
        period, today = self.period, self.ctx.today
        ReadOp(
            self.ctx, lambda session: read_statistics(session, period, today), self._show,
            topic="ladder", failed=self.load_failed,
        ).run()  # fmt: skip

    def _show(self, told: LadderStatistics) -> None:
        self._told = told
        self._kinds.set_rows(told.kinds)
        self._offenders.set_rows(told.offenders)
        issued = sum(one.issued for one in told.kinds)
        self._card.set_note(f"全部单位 · {told.period.title}印发 {thousands(issued)} 件")
        self.loaded.emit()

    def _open(self, row: object) -> None:
        if isinstance(row, Offender):
            title = f"{row.body.name} 的预警"
            self.ctx.go("findings", Origin(title, 0, "件", "", by=("body",), key=(row.body.code,)))

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the table of papers."""
        kinds = self._told.kinds if self._told else ()
        return self.exported("督办通报统计", KINDS, kinds, ("period",))
