"""The pages that exist, by what one does there; each is made when first opened."""

from __future__ import annotations

from console.context import AppContext
from console.pages.base import Page

NAVIGATION: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("看", (("overview", "总览"), ("heatmap", "频次热力"))),
    ("办", (("findings", "预警"), ("basis", "依据核验"), ("audits", "事后核查"))),
    ("查", (("records", "检查记录"),)),
    (
        "管",
        (("import", "数据导入"), ("received", "报送情况"), ("rules", "规则"), ("system", "系统")),
    ),
)
PAGES = tuple(key for _, pages in NAVIGATION for key, _ in pages)


def make_page(name: str, ctx: AppContext) -> Page:
    """Return a new page; what it needs is imported only now."""
    match name:
        case "overview":
            from console.pages.overview_page import OverviewPage

            return OverviewPage(ctx)
        case "heatmap":
            from console.pages.heatmap_page import HeatmapPage

            return HeatmapPage(ctx)
        case "findings":
            from console.pages.findings_page import FindingsPage

            return FindingsPage(ctx)
        case "basis":
            from console.pages.basis_page import BasisPage

            return BasisPage(ctx)
        case "audits":
            from console.pages.audit_page import AuditPage

            return AuditPage(ctx)
        case "rules":
            from console.pages.rules_page import RulesPage

            return RulesPage(ctx)
        case "records":
            from console.pages.records_page import RecordsPage

            return RecordsPage(ctx)
        case "import":
            from console.pages.import_page import ImportPage

            return ImportPage(ctx)
        case "received":
            from console.pages.received_page import ReceivedPage

            return ReceivedPage(ctx)
        case "system":
            from console.pages.system_page import SystemPage

            return SystemPage(ctx)
    raise KeyError(name)
