"""The findings a paper or a proposal rests on, in a table that leads to the page 预警."""

from __future__ import annotations

from collections.abc import Sequence

from console.context import AppContext
from console.history import Origin
from console.pages.notice_columns import FINDINGS
from data.rows.findings import FindingRow
from data.rows.period import Period, day_of
from widgets.records_table import PagedModel, TableView


class ChargedTable(TableView[FindingRow]):
    """A table of findings; opening one shows it on its page, in a period it stands in."""

    def __init__(self, ctx: AppContext) -> None:
        self._ctx, self._period = ctx, ""
        self._charged: PagedModel[FindingRow] = PagedModel(FINDINGS)
        super().__init__(self._charged)
        self.setAccessibleName("所依据的预警")
        self.set_empty_state("没有写明预警", "这件文件不依据某条预警。")
        self.row_activated.connect(self._open)

    def show_findings(self, rows: Sequence[FindingRow], period: str = "") -> None:
        """Show the findings of a paper of a period."""
        self._period = period
        self._charged.set_rows(rows)

    def _open(self, row: object) -> None:
        if not isinstance(row, FindingRow):
            return
        ctx, span = self._ctx, self._ctx.filter.span(self._ctx.today)
        if self._period and not span.first <= day_of(row.day) <= span.last:
            asked = Period.parse(self._period, ctx.today)
            ctx.set_filter(ctx.filter.with_value("period", asked.text))
        ctx.go("findings", Origin(row.rule_name, 0, "件", "", measure=row.rule, finding=row.key))
