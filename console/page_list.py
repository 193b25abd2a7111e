"""The pages that exist, by what one does there; each is made when first opened."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from console.context import AppContext
from console.pages.base import Page


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: the group it stands in, its key, its title, and where its class is.

    One without a group has its place in the bar above the pages.
    """

    group: str
    key: str
    text: str
    module: str
    cls: str


ENTRIES = (
    Entry("", "inbox", "收件箱", "inbox_page", "InboxPage"),
    Entry("看", "overview", "总览", "overview_page", "OverviewPage"),
    Entry("看", "plans", "检查计划", "plans_page", "PlansPage"),
    Entry("看", "heatmap", "频次热力", "heatmap_page", "HeatmapPage"),
    Entry("看", "joint", "联合比例", "joint_page", "JointPage"),
    Entry("看", "codes", "亮码入企", "codes_page", "CodesPage"),
    Entry("看", "levels", "层级间联动", "levels_page", "LevelsPage"),
    Entry("办", "planning", "联合计划", "planning_page", "PlanningPage"),
    Entry("办", "findings", "预警", "findings_page", "FindingsPage"),
    Entry("办", "basis", "依据核验", "basis_page", "BasisPage"),
    Entry("办", "audits", "事后核查", "audit_page", "AuditPage"),
    Entry("办", "draws", "双随机抽取", "draw_page", "DrawPage"),
    Entry("办", "papers", "文书", "papers_page", "PapersPage"),
    Entry("办", "notices", "督办通报", "notices_page", "NoticesPage"),
    Entry("办", "tasks", "重点任务", "board_page", "BoardPage"),
    Entry("办", "meetings", "联席会议", "meetings_page", "MeetingsPage"),
    Entry("办", "clocks", "工作日程", "clocks_page", "ClocksPage"),
    Entry("查", "enterprise", "企业", "enterprise_page", "EnterprisePage"),
    Entry("查", "body", "单位", "body_page", "BodyPage"),
    Entry("查", "records", "检查记录", "records_page", "RecordsPage"),
    Entry("查", "catalogue", "清单库", "catalogue_page", "CataloguePage"),
    Entry("管", "import", "数据导入", "import_page", "ImportPage"),
    Entry("管", "received", "报送情况", "received_page", "ReceivedPage"),
    Entry("管", "connection", "数据接入", "connection_page", "ConnectionPage"),
    Entry("管", "rules", "规则", "rules_page", "RulesPage"),
    Entry("管", "system", "系统", "system_page", "SystemPage"),
)
NAVIGATION: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = tuple(
    (group, tuple((one.key, one.text) for one in ENTRIES if one.group == group))
    for group in dict.fromkeys(one.group for one in ENTRIES if one.group)
)
PAGES = tuple(one.key for one in ENTRIES)
_BY_KEY = {one.key: one for one in ENTRIES}


def make_page(name: str, ctx: AppContext) -> Page:
    """Return a new page; what it needs is imported only now. KeyError for a name unknown."""
    entry = _BY_KEY[name]
    made: type[Page] = getattr(import_module(f"console.pages.{entry.module}"), entry.cls)
    return made(ctx)


def import_pages() -> None:
    """Import all pages beside the window, so that opening one the first time waits for less."""
    for entry in ENTRIES:
        import_module(f"console.pages.{entry.module}")
