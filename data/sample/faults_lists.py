"""Findings by lists, calendar and voices, with plain loops: R11, R14, R17, R18, R20, R22 to R29."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from data.sample.faults_visits import Found, report_name
from data.sample.reading import Reader, ReadReport, ReadVisit, Row
from data.sample.tables import City
from data.sample.truth_visits import NOT_DONE, is_done
from data.sample.workdays import after

STRICT = ("免检免扰", "非现场", "触发式")
ENTERED_WITHIN, STANDS_DAYS = 20, 365
HEAP, SHARE, GROWTH = 2, 30, 20
"""R18: how many are a heap; R20 and R29: percents."""
VOICES = ("投诉", "申诉", "差评")
BAD = ("不满意", "非常不满意")


def of_lists(city: City, reader: Reader, today: date, found: Found) -> None:
    """Find what is at fault by lists, by the clock, and of bodies as a whole."""
    _officers(_rows(city, "officers"), reader, found)
    _white_list(city, reader, found)
    _self_checks(_rows(city, "selfchecks"), reader, found)
    _moved(city, reader, found)
    _tested_again(reader, found)
    _in_name_alone(reader, found)
    _entered_late(reader, today, found)
    _voices(_rows(city, "complaints"), reader, found)
    _bases(reader, found)
    _fines(_rows(city, "fines"), reader, found)


def _rows(city: City, kind: str) -> list[Row]:
    table = city.tables.get(kind)
    return table.dicts() if table is not None else []


def _day(cell: object, default: date) -> date:
    return cell if isinstance(cell, date) else default


def _officers(rows: list[Row], reader: Reader, found: Found) -> None:
    """R11: an officer who is not valid in the register on the day; a body must have sent a list.

    Since when a certificate is 暂停 no file tells; it is judged from the day of its batch on.
    """
    sent = {reader.names[str(row["单位编码"])] for row in rows}
    valid = {
        str(row["执法证号"]): (_day(row["有效期起"], date.min), _day(row["有效期止"], date.max))
        for row in rows
    }
    for visit in reader.visits:
        for report in visit.reports:
            for badge in report.badges if report.body in sent else ():
                first, last = valid.get(badge, (date.max, date.min))
                if not first <= report.day <= last:
                    found["R11"]["红"].add(f"R11:{report_name(report)}:{badge}")


def _planned_on_site(reader: Reader) -> list[ReadVisit]:
    return [one for one in reader.visits if one.on_site and one.trigger and not one.unplanned]


def _white_list(city: City, reader: Reader, found: Found) -> None:
    """R14: on site without trigger in a field for which the white list says otherwise."""
    fields = {str(row["事项编码"]): row["领域"] for row in _rows(city, "items")}
    listed: dict[tuple[str, object], list[tuple[date, date]]] = defaultdict(list)
    for row in _rows(city, "whitelist"):
        if row["监管方式"] in STRICT:
            span = (_day(row["有效期起"], date.min), _day(row["有效期止"], date.max))
            listed[reader.enterprises[str(row["企业"])], row["领域"]].append(span)
    for visit in _planned_on_site(reader):
        spans = [span for item in visit.items for span in listed[visit.enterprise, fields[item]]]
        if any(first <= visit.day <= last for first, last in spans):
            found["R14"]["黄"].add(f"R14:{report_name(visit.lead)}")


def _self_checks(rows: list[Row], reader: Reader, found: Found) -> None:
    """R27: on site without trigger on an item whose self-check was accepted and stands."""
    decided: dict[tuple[str, str], list[tuple[date, bool]]] = defaultdict(list)
    for row in rows:
        day = row["审核日期"]
        if isinstance(day, date) and row["审核结果"] in ("通过", "不通过"):
            key = reader.enterprises[str(row["企业"])], str(row["检查事项"])
            decided[key].append((day, row["审核结果"] == "通过"))
    for visit in _planned_on_site(reader):
        for item in visit.items:
            before = [one for one in decided[visit.enterprise, item] if one[0] < visit.day]
            if not before:
                continue
            day, accepted = max(before, key=lambda one: one[0])
            if accepted and (visit.day - day).days <= STANDS_DAYS:
                found["R27"]["黄"].add(f"R27:{report_name(visit.lead)}:{item}")


def _moved(city: City, reader: Reader, found: Found) -> None:
    """R24: the item visited before and after the move of an enterprise, in its year."""
    for row in _rows(city, "enterprises"):
        day, origin = row["迁入日期"], row["迁出地"]
        if not isinstance(day, date) or not origin or origin == row["地区"]:
            continue
        code = reader.enterprises[str(row["企业名称"])]
        year = [one for one in reader.visits_of(code) if one.day.year == day.year]
        before = {item for visit in year if visit.day < day for item in visit.items}
        for visit in year:
            if visit.day >= day and not visit.reuses:
                for item in visit.items & before:
                    found["R24"]["黄"].add(f"R24:{report_name(visit.lead)}:{item}")


def _tested_again(reader: Reader, found: Found) -> None:
    """R26: a test on an item that a joint visit of the year had tested before."""
    tests: dict[tuple[str, str, int], list[tuple[ReadVisit, ReadReport]]] = defaultdict(list)
    for visit in reader.visits:
        for report in visit.reports:
            if report.text("检验报告编号"):
                for item in report.items:
                    tests[visit.enterprise, item, visit.day.year].append((visit, report))
    for (_, item, _), those in tests.items():
        for visit, report in those:
            earlier = {
                other.text("检验报告编号")
                for first, other in those
                if first is not visit and first.order < visit.order and reader.joint(first)
            }
            cites = report.text("检验报告编号") in earlier or report.text("采用结果编号")
            if earlier and not cites:
                found["R26"]["黄"].add(f"R26:{report_name(report)}:{item}")


def _in_name_alone(reader: Reader, found: Found) -> None:
    """R22: an on-site visit of a plan marked 是否联合 at which one 条线 turned up."""
    came: dict[tuple[object, ...], set[str]] = defaultdict(set)
    planned: list[tuple[tuple[object, ...], ReadVisit]] = []
    for visit in reader.visits:
        if visit.on_site and visit.plan and reader.plans[visit.plan]["是否联合"] == "是":
            key: tuple[object, ...] = (visit.plan, visit.enterprise, visit.day)
            came[key] |= {reader.systems[body] for body in reader.present(visit)}
            planned.append((key, visit))
    for key, visit in planned:
        if len(came[key]) == 1:
            found["R22"]["黄"].add(f"R22:{report_name(visit.lead)}")


def _entered_late(reader: Reader, today: date, found: Found) -> None:
    """R17: the result of a finished visit came in more than 20 working days after it."""
    for visit in reader.visits:
        told = [one for one in visit.reports if "结果录入日期" in one.columns]
        days = [_entered(report) for report in told]
        if not days or not is_done(visit):
            continue
        deadline = after(visit.day, ENTERED_WITHIN)
        entered = today if NOT_DONE in days else max(days)
        if entered > deadline:
            found["R17"]["提示"].add(f"R17:{report_name(visit.lead)}")


def _entered(report: ReadReport) -> date:
    """Return when the result of a report came in."""
    cells = [row["结果录入日期"] for row in report.rows]
    return next((cell for cell in cells if isinstance(cell, date)), NOT_DONE)


def _voices(rows: list[Row], reader: Reader, found: Found) -> None:
    """R18: complaints and bad ratings of one body in a month; a rating told twice is one."""
    heaps: dict[str, list[object]] = defaultdict(list)
    rated = set()
    for visit in (*reader.visits, *reader.services):
        words = [report.text("评价") for report in visit.reports]
        if any(word in BAD for word in words):
            for body in reader.present(visit):
                month = f"R18:{body}:{visit.day:%Y-%m}"
                rated.add((month, visit.enterprise))
                heaps[month].append(visit)
    for row in rows:
        day = row["日期"]
        assert isinstance(day, date)
        month = f"R18:{reader.names[str(row['被反映单位'])]}:{day:%Y-%m}"
        whom = reader.enterprises.get(str(row["企业"]))
        told = row["类别"] == "差评" and row["渠道"] == "扫码评价" and (month, whom) in rated
        if row["类别"] in VOICES and not told:
            heaps[month].append(row)
    found["R18"]["提示"] |= {month for month, those in heaps.items() if len(those) >= HEAP}


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _bases(reader: Reader, found: Found) -> None:
    """R20: a basis claimed for more than 30 % of a body's visits in a quarter."""
    visits: dict[str, list[bool]] = defaultdict(list)
    for visit in reader.visits:
        for body in reader.present(visit):
            visits[f"R20:{body}:{_quarter(visit.day)}"].append(visit.claims)
    for key, claims in visits.items():
        if sum(claims) * 100 > SHARE * len(claims):
            found["R20"]["提示"].add(key)


def _fines(rows: list[Row], reader: Reader, found: Found) -> None:
    """R29: the fines of a quarter grew by more than 20 % in a year while visits did not."""
    months: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        year, month = map(int, str(row["月份"]).split("-"))
        amount = row["金额（元）"]
        assert isinstance(amount, (int, float))
        body = reader.names[str(row["单位编码"])]
        months[body, _quarter(date(year, month, 1))].append(round(amount * 100))
    visits: dict[tuple[str, str], int] = defaultdict(int)
    for visit in reader.visits:
        for body in reader.present(visit):
            visits[body, _quarter(visit.day)] += 1
    for (body, quarter), now in months.items():
        before = f"{int(quarter[:4]) - 1}{quarter[4:]}"
        then = months.get((body, before), [])
        worked, had = visits[body, quarter], visits[body, before]
        whole = len(now) == len(then) == 3 and sum(then) > 0
        if whole and 0 < worked <= had and (sum(now) - sum(then)) * 100 > GROWTH * sum(then):
            found["R29"]["提示"].add(f"R29:{body}:{quarter}")
