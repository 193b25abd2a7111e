"""The pages that exist, by what one does there; each is made when first opened."""

from __future__ import annotations

from importlib import import_module

from console.context import AppContext
from console.pages.base import Page

NAVIGATION: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("看", (("overview", "总览"), ("heatmap", "频次热力"))),
    (
        "办",
        (("findings", "预警"), ("basis", "依据核验"), ("audits", "事后核查"), ("papers", "文书")),
    ),
    ("查", (("records", "检查记录"),)),
    (
        "管",
        (("import", "数据导入"), ("received", "报送情况"), ("rules", "规则"), ("system", "系统")),
    ),
)
PAGES = tuple(key for _, pages in NAVIGATION for key, _ in pages)
_CLASSES = {
    "overview": ("overview_page", "OverviewPage"),
    "heatmap": ("heatmap_page", "HeatmapPage"),
    "findings": ("findings_page", "FindingsPage"),
    "basis": ("basis_page", "BasisPage"),
    "audits": ("audit_page", "AuditPage"),
    "papers": ("papers_page", "PapersPage"),
    "rules": ("rules_page", "RulesPage"),
    "records": ("records_page", "RecordsPage"),
    "import": ("import_page", "ImportPage"),
    "received": ("received_page", "ReceivedPage"),
    "system": ("system_page", "SystemPage"),
}


def make_page(name: str, ctx: AppContext) -> Page:
    """Return a new page; what it needs is imported only now. KeyError for a name unknown."""
    module, cls = _CLASSES[name]
    made: type[Page] = getattr(import_module(f"console.pages.{module}"), cls)
    return made(ctx)
