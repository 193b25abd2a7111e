"""执法人员 and 白名单 of the sample city."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random

from data.sample.model import Body, Enterprise, Report, Visit
from data.sample.tables import Cell, Table

OFFICER_HEADER = ("执法证号", "单位编码", "姓名", "有效期起", "有效期止", "类别", "状态")
WHITE_HEADER = ("企业", "企业名称", "领域", "监管方式", "有效期起", "有效期止", "依据")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
VALID_YEARS = 5
LEFT_OUT, EXPIRED, SUSPENDED = 4, 5, 2
"""How many officers are missing from the register, run out, or are suspended."""
FEWEST = 4
"""Those who signed so few reports are chosen: breaches stay rare."""
LISTED = {"免检免扰": 40, "非现场": 40, "触发式": 40, "提示性": 30}
AGAINST = 9
"""How many visits are made against the white list."""
BASES = ("演示市监〔2026〕8号", "演示环发〔2026〕3号", "演示应急〔2026〕11号")

Signed = list[tuple[date, Visit, Report]]


def officer_table(
    rng: Random, bodies: list[Body], visits: list[Visit]
) -> tuple[Table, list[tuple[Visit, Report, str]]]:
    """Return the 执法人员 table, and who signed which report though not valid on the day."""
    signed = _signed(visits)
    owners = Counter(badge for body in bodies for badge in body.badges)
    rows = _officers(rng, bodies)
    # Towns of one county share numbers; a body without any officer listed has sent no list.
    listed = Counter(row[1] for row in rows.values())
    seldom = sorted(
        (
            one
            for one, row in rows.items()
            if len(signed[one]) >= FEWEST and owners[one] == 1 and listed[row[1]] > LEFT_OUT
        ),
        key=lambda badge: (len(signed[badge]), badge),
    )
    chosen = seldom[: LEFT_OUT + EXPIRED + SUSPENDED]
    rng.shuffle(chosen)
    broken: list[tuple[Visit, Report, str]] = []
    for place, badge in enumerate(chosen):
        uses = signed[badge]
        if place < LEFT_OUT:
            del rows[badge]
        elif place < LEFT_OUT + EXPIRED:
            rows[badge][4] = uses[len(uses) // 2][0] - timedelta(days=1)
            uses = [one for one in uses if one[0] >= uses[len(uses) // 2][0]]
        else:
            # Since when it is suspended nobody says: no day can be judged by it.
            rows[badge][6], uses = "暂停", []
        broken += [(visit, report, badge) for _, visit, report in uses]
    table = [tuple(row) for row in rows.values()]
    return Table(OFFICER_HEADER, table), broken


def _officers(rng: Random, bodies: list[Body]) -> dict[str, list[Cell]]:
    """Return the row of each officer, by 执法证号, all valid throughout."""
    rows: dict[str, list[Cell]] = {}
    for body in bodies:
        for badge in body.badges:
            begin = date(2021, 7, 1) + timedelta(days=rng.randrange(1200))
            end = date(begin.year + VALID_YEARS, begin.month, min(begin.day, 28))
            # Who is at work is valid throughout; nobody runs out by accident.
            end = max(end, date(2027, 6, 30))
            begin = min(begin, date(2024, 12, 1))
            rows[badge] = [
                badge, body.code, f"{rng.choice(SURNAMES)}某某", begin, end, "行政执法", "有效",
            ]  # fmt: skip
    return rows


def _signed(visits: list[Visit]) -> dict[str, Signed]:
    """Return what each officer signed of visits that count, in order of days."""
    found: dict[str, Signed] = defaultdict(list)
    for visit in visits:
        if visit.status == "已取消" or visit.kind != "行政检查":
            continue
        for report in visit.reports:
            if report.badges and "执法证号" not in report.body.missing:
                for badge in report.badges.split("、"):
                    found[badge].append((visit.day, visit, report))
    for uses in found.values():
        uses.sort(key=lambda one: (one[0], one[2].number))
    return found


def whitelist_table(rng: Random, visits: list[Visit]) -> tuple[Table, list[tuple[Visit, str]]]:
    """Return the 白名单 table, and the visits on site against it (with the field)."""
    seen = _fields_on_site(visits)
    enterprises = list({id(visit.enterprise): visit.enterprise for visit in visits}.values())
    fields = sorted({field for _, field in seen.found})
    rows: list[tuple[Cell, ...]] = []
    taken: set[tuple[str, str]] = set()
    for mode, count in LISTED.items():
        while count:
            one, field = rng.choice(enterprises), rng.choice(fields)
            if (one.code, field) in taken or (mode != "提示性" and seen.touched(one, field)):
                continue
            taken.add((one.code, field))
            rows.append(_white_row(rng, one, field, mode, date(2026, 1, 1)))
            count -= 1
    against = seen.single(rng, AGAINST, taken)
    for visit, field in against:
        mode = rng.choice(("免检免扰", "非现场", "触发式"))
        begin = date(visit.day.year, 1, 1)
        rows.append(_white_row(rng, visit.enterprise, field, mode, begin))
    return Table(WHITE_HEADER, sorted(rows, key=lambda row: (str(row[2]), str(row[0])))), against


def _white_row(
    rng: Random, one: Enterprise, field: str, mode: str, begin: date
) -> tuple[Cell, ...]:
    end = date(begin.year, 12, 31)
    return (one.code, one.name, field, mode, begin, end, rng.choice(BASES))


class _Fields:
    """Visits on site by enterprise and field of their items."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], list[Visit]] = defaultdict(list)

    def touched(self, one: Enterprise, field: str) -> bool:
        """Return whether an enterprise was visited in a field at all."""
        return (one.code, field) in self.found

    def single(
        self, rng: Random, count: int, taken: set[tuple[str, str]]
    ) -> list[tuple[Visit, str]]:
        """Return planned visits that were the only one of their enterprise, field and year."""
        usable = [
            (visits[0], pair[1])
            for pair, visits in sorted(self.found.items())
            if len(visits) == 1 and pair not in taken and visits[0].source == "计划内"
            and not visits[0].planted
        ]  # fmt: skip
        return rng.sample(usable, min(count, len(usable)))


def _fields_on_site(visits: list[Visit]) -> _Fields:
    fields = _Fields()
    for visit in visits:
        if not visit.counts:
            continue
        names = {item.field for report in visit.reports for item in report.items}
        for name in sorted(names):
            fields.found[visit.enterprise.code, name].append(visit)
    return fields
