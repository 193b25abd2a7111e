"""The side panel of a plan: all its fields, what rests on it, and the ways to its records."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton

from console.context import AppContext
from console.history import Origin
from console.loading.plans import read_detail, visits_origin
from console.operations.base import ReadOp
from console.pages.detail import DetailPanel
from console.pages.plan_columns import plan_pairs
from data.rows.findings import FindingRow
from data.rows.plans import PlanDetail, PlanRow
from widgets.formats import thousands


class PlanPanel(DetailPanel):
    """Follows the plan the keyboard is on; what stands beside its row is read in a worker."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__("计划详情", "选中一个计划看全部字段、预警和检查记录。")
        self._ctx = ctx
        self._row: PlanRow | None = None
        self.detail = PlanDetail()
        self.visits, self.findings = QPushButton(), QPushButton()
        self.visits.clicked.connect(self.open_visits)
        self.findings.clicked.connect(self.offer_findings)
        self.body.addWidget(self.visits)
        self.body.addWidget(self.findings)
        self.show_plan(None)

    @property
    def row(self) -> PlanRow | None:
        """Return the plan shown."""
        return self._row

    def show_plan(self, row: PlanRow | None) -> None:
        """Show a plan; its other fields, visits and findings follow."""
        self._row, self.detail = row, PlanDetail()
        self._fill(is_read=False)
        if row is None:
            return
        plan = row.id
        ReadOp(
            self._ctx, lambda session: read_detail(session, plan),
            lambda detail: self._take(plan, detail), topic="plan-detail",
        ).run()  # fmt: skip

    def _take(self, plan: int, detail: PlanDetail) -> None:
        if self._row is not None and self._row.id == plan:
            self.detail = detail
            self._fill(is_read=True)

    def _fill(self, is_read: bool) -> None:
        row, detail = self._row, self.detail
        self.show_pairs("" if row is None else row.name,
                        () if row is None else plan_pairs(row, detail))  # fmt: skip
        visits = f"（{thousands(len(detail.visits))} 次）" if is_read else ""
        self.visits.setText(f"看检查记录{visits}")
        self.visits.setEnabled(bool(detail.visits))
        findings = f"（{len(detail.findings)} 件）" if is_read else ""
        self.findings.setText(f"看预警{findings}")
        self.findings.setEnabled(bool(detail.findings))

    def open_visits(self) -> None:
        """Open the visits under the plan."""
        if self._row is not None and self.detail.visits:
            self._ctx.go("records", visits_origin(self._row, self.detail))

    def offer_findings(self) -> None:
        """Open the finding, or offer the rules there are findings of."""
        by_rule: dict[str, list[FindingRow]] = {}
        for one in self.detail.findings:
            by_rule.setdefault(one.rule, []).append(one)
        if len(by_rule) == 1:
            self._open_finding(self.detail.findings[0])
            return
        menu = QMenu(self)
        for rule, found in by_rule.items():
            text = f"{rule} {found[0].rule_name}（{len(found)} 件）"
            menu.addAction(text, partial(self._open_finding, found[0]))
        menu.popup(self.findings.mapToGlobal(self.findings.rect().bottomLeft()))

    def _open_finding(self, one: FindingRow) -> None:
        self._ctx.go("findings", finding_origin(one.rule, one.rule_name, one.key))


def finding_origin(rule: str, name: str, key: str) -> Origin:
    """Return the drill to one finding among those of its rule."""
    return Origin(f"{rule} {name}", 1, "件", "", rule, finding=key)
