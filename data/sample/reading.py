"""Reads the raw tables of the sample city back into visits, straight from RULES.md's words.

It shares nothing with the making of the city nor with the program's own intake and measures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from data.sample.tables import Cell, City, Table

Row = dict[str, Cell]
CODE_ORDER = ("按时", "免亮码", "补码", "未亮码", "未提供")
SOURCES = frozenset({"计划编号", "来源", "检查事由"})
KNOWN_RESULTS = ("未发现问题", "责令改正", "行政处罚", "移送")


@dataclass(slots=True)
class ReadReport:
    """One body's report: its rows under one number, enterprise and day."""

    body: str
    enterprise: str
    day: date
    number: str
    task: str
    rows: list[Row]
    columns: frozenset[str]

    def text(self, column: str) -> str:
        """Return the first filled cell of a column as text."""
        return next((str(row[column]) for row in self.rows if row.get(column)), "")

    def moment(self, column: str) -> datetime | None:
        """Return the first filled cell of a column that is a time."""
        found = (row.get(column) for row in self.rows)
        return next((cell for cell in found if isinstance(cell, datetime)), None)

    @property
    def on_site(self) -> bool:
        """Return whether the report says 现场, which is the default."""
        return (self.text("检查方式") or "现场") == "现场"

    @property
    def code(self) -> str:
        """Return the 亮码 of this report."""
        if not self.on_site:
            return "免亮码"
        if "亮码时间" not in self.columns:
            return "未提供"
        shown, arrive = self.moment("亮码时间"), self.moment("到达时间")
        if shown is None:
            return "未亮码"
        if arrive is None:
            return "按时" if shown.date() <= self.day else "补码"
        return "按时" if shown <= arrive else "补码"

    @property
    def officers(self) -> int | None:
        """Return the officers present, None where the file does not say."""
        found = (row.get("执法人员数") for row in self.rows)
        return next((cell for cell in found if isinstance(cell, int)), None)

    @property
    def badges(self) -> list[str]:
        """Return the 执法证号 of those who came."""
        return [badge for badge in self.text("执法证号").split("、") if badge]

    @property
    def items(self) -> set[str]:
        """Return the codes of the items this report looked at."""
        return {str(row["检查事项"]) for row in self.rows if row["检查事项"]}


@dataclass(slots=True)
class ReadVisit:
    """One entry into one enterprise, made of reports."""

    enterprise: str
    day: date
    task: tuple[str, str] | None
    plan: tuple[str, str] | None = None
    reports: list[ReadReport] = field(default_factory=list)

    @property
    def lead(self) -> ReadReport:
        """Return the report of the task's lead, else of the lowest 单位编码."""
        led = [one for one in self.reports if self.task and one.body == self.task[0]]
        return led[0] if led else min(self.reports, key=lambda one: one.body)

    @property
    def on_site(self) -> bool:
        """Return whether any report says so."""
        return any(one.on_site for one in self.reports)

    @property
    def code(self) -> str:
        """Return the best 亮码 of the reports."""
        return min((one.code for one in self.reports), key=CODE_ORDER.index)

    @property
    def items(self) -> set[str]:
        """Return the codes of all items looked at."""
        return {item for one in self.reports for item in one.items}

    @property
    def claims(self) -> bool:
        """Return whether any report claims a basis."""
        return any(one.text("超频次依据") for one in self.reports)

    @property
    def arrive(self) -> datetime | None:
        """Return the earliest arrival."""
        times = [one.moment("到达时间") for one in self.reports]
        return min((moment for moment in times if moment), default=None)

    @property
    def trigger(self) -> str:
        """Return 来源, by default 计划内 where a plan is named."""
        return self.lead.text("来源") or ("计划内" if self.plan else "")

    @property
    def unplanned(self) -> bool:
        """Return whether 来源 is a reason other than a plan."""
        return self.trigger not in ("", "计划内")

    @property
    def reasoned(self) -> bool:
        """Return whether 检查事由 or 线索编号 is there."""
        return any(one.text("检查事由") or one.text("线索编号") for one in self.reports)

    @property
    def tells_source(self) -> bool:
        """Return whether a file tells of 计划编号, 来源 or 检查事由 at all."""
        return any(one.columns & SOURCES for one in self.reports)

    @property
    def reuses(self) -> bool:
        """Return whether any report adopts a result of another visit."""
        return any(one.text("采用结果编号") for one in self.reports)

    @property
    def unified(self) -> bool:
        """Return whether one body saw to several 业务条线."""
        lines: dict[str, set[str]] = {}
        for one in self.reports:
            told = {str(row["业务条线"]) for row in one.rows if row.get("业务条线")}
            lines.setdefault(one.body, set()).update(told)
        return any(len(those) > 1 for those in lines.values())

    @property
    def order(self) -> tuple[date, bool, datetime, str, str]:
        """Return the place of RULES.md R1: day, arrival (empty last), body, number."""
        arrive = self.arrive
        return (self.day, arrive is None, arrive or datetime.max, self.lead.body, self.lead.number)


class Reader:
    """The registers of a city, its counting visits (行政检查, not cancelled) and its services."""

    def __init__(self, city: City) -> None:
        self._indexes: dict[int, dict[str, list[tuple[str, str]]]] = {}
        self.bodies = city.tables["bodies"].dicts()
        self.names: dict[str, str] = {}
        for row in self.bodies:
            code = str(row["单位编码"])
            self.names[str(row["单位名称"])] = self.names[code] = code
        self.levels = {str(row["单位编码"]): str(row["层级"]) for row in self.bodies}
        self.systems = {
            str(row["单位编码"]): str(row["条线"] or row["单位编码"]) for row in self.bodies
        }
        self.inspecting = {
            str(row["单位编码"]) for row in self.bodies if row["是否检查主体"] == "是"
        }
        listed = city.tables["enterprises"].dicts()
        self.enterprises: dict[str, str] = {}
        for row in listed:
            code = str(row["统一社会信用代码"] or row["其他编号"] or row["企业名称"])
            self.enterprises[str(row["企业名称"])] = self.enterprises[code] = code
        self.plans = self._numbered(city.tables["plans"], "计划编号")
        self.tasks = self._numbered(city.tables["tasks"], "任务编号")
        entries = self._entries(city)
        self.visits = [one for one in entries if _is_check(one)]
        self.services = [one for one in entries if not _is_check(one)]
        self._of_enterprise: dict[str, list[ReadVisit]] = {}
        for visit in self.visits:
            self._of_enterprise.setdefault(visit.enterprise, []).append(visit)

    def visits_of(self, enterprise: str) -> list[ReadVisit]:
        """Return the counting visits to an enterprise."""
        return self._of_enterprise.get(enterprise, [])

    def has_plan(self, visit: ReadVisit) -> bool:
        """Return whether a visit, or the task it is of, names a plan."""
        listed = visit.task is not None and self.tasks[visit.task]["计划编号"]
        return visit.plan is not None or bool(listed)

    def says_result(self, row: Row) -> bool:
        """Return whether a row carries a result."""
        return row.get("检查结果") in KNOWN_RESULTS

    def members(self, text: Cell) -> list[str]:
        """Return the codes of a list of bodies."""
        if not text or text == "无":
            return []
        return [self.names[name] for name in str(text).split("、")]

    def _numbered(self, table: Table, column: str) -> dict[tuple[str, str], Row]:
        return {
            (self.names[str(row["牵头部门"])], str(row[column])): row for row in table.dicts()
        }

    def find(
        self, among: dict[tuple[str, str], Row], body: str, number: str
    ) -> tuple[str, str] | None:
        """Resolve a number: led by the body, naming the body, anywhere in the city."""
        if not number:
            return None
        if (body, number) in among:
            return (body, number)
        same = self._by_number(among).get(number, [])
        naming = [key for key in same if body in self.members(among[key]["参与部门"])]
        hits = naming or same
        if len(hits) != 1:
            raise ValueError(f"number {number} of {body} has {len(hits)} hits")
        return hits[0]

    def _by_number(
        self, among: dict[tuple[str, str], Row]
    ) -> dict[str, list[tuple[str, str]]]:
        index = self._indexes.get(id(among))
        if index is None:
            index = self._indexes[id(among)] = {}
            for key in among:
                index.setdefault(key[1], []).append(key)
        return index

    def _entries(self, city: City) -> list[ReadVisit]:
        found: dict[tuple[object, ...], ReadVisit] = {}
        for table in city.visit_tables.values():
            for report in self._reports(table):
                if report.text("状态") == "已取消":
                    continue
                task = self.find(self.tasks, report.body, report.task)
                key: tuple[object, ...] = (report.enterprise, report.day, task)
                if task is None:
                    key = (report.enterprise, report.day, report.body, report.number)
                visit = found.setdefault(key, ReadVisit(report.enterprise, report.day, task))
                visit.reports.append(report)
        for visit in found.values():
            lead = visit.lead
            visit.plan = self.find(self.plans, lead.body, lead.text("计划编号"))
        return list(found.values())

    def _reports(self, table: Table) -> list[ReadReport]:
        rows = table.dicts()
        filled = frozenset(
            name for name in table.header if any(row[name] is not None for row in rows)
        )
        found: dict[tuple[object, ...], ReadReport] = {}
        for row in rows:
            day = row["检查日期"]
            assert isinstance(day, date)
            body = self.names[str(row["检查单位"])]
            enterprise = self.enterprises[str(row["企业"])]
            number, task = str(row.get("检查编号") or ""), str(row.get("任务编号") or "")
            key = (body, enterprise, day, number, "" if number else task)
            report = found.get(key)
            if report is None:
                report = found[key] = ReadReport(body, enterprise, day, number, task, [], filled)
            report.rows.append(row)
        return list(found.values())

    def present(self, visit: ReadVisit) -> set[str]:
        """Return the present bodies: reporting ones and their 实到部门, else 配合部门."""
        bodies = set()
        for report in visit.reports:
            bodies.add(report.body)
            came = report.text("实到部门") or report.text("配合部门")
            bodies.update(self.members(came))
        return bodies

    def joint(self, visit: ReadVisit) -> bool:
        """Return whether bodies of two or more systems were present."""
        return len({self.systems[body] for body in self.present(visit)}) > 1


def _is_check(visit: ReadVisit) -> bool:
    """Return whether any report of a visit is one of 行政检查, which is the default."""
    return any((one.text("入企类型") or "行政检查") == "行政检查" for one in visit.reports)
