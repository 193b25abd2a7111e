"""Findings about single visits counted with plain loops from RULES.md alone: R1 to R15 by visits.

R2, R12 and R13 are off, so the city has none of them. Keys name the lead's report of a visit, or
the report that is at fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from data.sample.reading import Reader, ReadReport, ReadVisit

RULES = tuple(f"R{place}" for place in range(1, 30) if place not in (21, 28))
"""All but those that need notices and what enterprises report (R21, R28)."""
CAP = 3
NEAR_DAYS, LEAD_DAYS = 90, 30
LEVELS = ("市级", "市（县）区级", "镇（街道）级")
SHORT_MINUTES, OVERLAP_MINUTES, MANY_ALIKE = 10, 5, 10
TWO_OFFICERS_FROM = date(2025, 1, 3)
"""R10 rests on 国办发〔2024〕54号."""
SILENT = ("", "无", "没有", "无要求", "/", "-", "－", "—")

Found = dict[str, dict[str, set[str]]]
"""Keys of findings by rule and severity."""
Keys = dict[str, dict[str, list[str]]]


def no_findings() -> Found:
    """Return a place to put findings."""
    return defaultdict(lambda: defaultdict(set))


def in_order(found: Found) -> Keys:
    """Return findings as the truth file has them: rules without any are there too."""
    return {
        rule: {word: sorted(keys) for word, keys in sorted(found[rule].items()) if keys}
        for rule in RULES
    }


def report_name(report: ReadReport) -> str:
    """Return how a key names a report."""
    if report.number:
        return f"{report.body}:{report.number}"
    task = f"@{report.task}" if report.task else ""
    return f"{report.body}:{report.enterprise}@{report.day.isoformat()}{task}"


def of_visits(reader: Reader, found: Found) -> None:
    """Find what visits and their reports are at fault for."""
    _frequency(reader, found)
    _after_joint(reader, found)
    _levels(reader, found)
    for visit in reader.visits:
        name = report_name(visit.lead)
        if not reader.has_plan(visit) and visit.tells_source:
            excused = visit.unplanned or visit.reasoned
            found["R6"]["黄" if excused else "红"].add(f"R6:{name}")
        if visit.on_site and visit.code in ("未亮码", "补码"):
            found["R7"]["红" if visit.code == "未亮码" else "黄"].add(f"R7:{name}")
        for report in visit.reports:
            few = report.officers is not None and report.officers < 2
            if few and visit.day >= TWO_OFFICERS_FROM:
                found["R10"]["红"].add(f"R10:{report_name(report)}")
    _in_passing(reader, found)
    _disguised(reader, found)


def _frequency(reader: Reader, found: Found) -> None:
    """R1 and R3: at the cap, or beyond it with every basis claimed, or without."""
    groups: dict[str, list[ReadVisit]] = defaultdict(list)
    for visit in reader.visits:
        if visit.on_site:
            groups[f"R1:{visit.enterprise}:{visit.day:%Y-%m}"].append(visit)
            for item in visit.items:
                groups[f"R3:{visit.enterprise}:{item}:{visit.day.year}"].append(visit)
    for key, visits in groups.items():
        rule = key.split(":")[0]
        beyond = sorted(visits, key=lambda visit: visit.order)[CAP:]
        if len(visits) == CAP:
            found[rule]["提示"].add(key)
        elif beyond:
            found[rule]["橙" if all(visit.claims for visit in beyond) else "红"].add(key)


def _after_joint(reader: Reader, found: Found) -> None:
    """R4: a separate visit later in the year of a joint or unified one on the same item."""
    groups: dict[tuple[str, str, int], list[ReadVisit]] = defaultdict(list)
    for visit in reader.visits:
        for item in visit.items:
            groups[visit.enterprise, item, visit.day.year].append(visit)
    for (_, item, _), visits in groups.items():
        together = alone = False
        for visit in sorted(visits, key=lambda visit: visit.order):
            joint = reader.joint(visit)
            several = not joint and visit.unified
            # After a joint visit one of a body with several 条线 is separate, not after its like.
            after = together or (alone and not several)
            if after and not joint and visit.trigger:
                severity = "橙" if visit.unplanned else "红"
                found["R4"][severity].add(f"R4:{report_name(visit.lead)}:{item}")
            together, alone = together or joint, alone or several


def _levels(reader: Reader, found: Found) -> None:
    """R5 and the visits of R25: one item seen by another level of the 条线 shortly before."""
    seen: dict[tuple[str, str, str], list[tuple[ReadVisit, str]]] = defaultdict(list)
    for visit in reader.visits:
        for body in reader.present(visit):
            for item in visit.items:
                place = (visit.enterprise, reader.systems[body], item)
                seen[place].append((visit, reader.levels[body]))
    for (_, _, item), entries in seen.items():
        if len({level for _, level in entries}) < 2:
            continue
        for visit, level in entries:
            if visit.reuses or not (visit.trigger or visit.tells_source):
                continue
            for other, below in entries:
                days = (visit.day - other.day).days
                if other is visit or below == level or days > NEAR_DAYS:
                    continue
                if other.order > visit.order:
                    continue
                severity = "橙" if visit.unplanned else "红"
                found["R5"][severity].add(f"R5:{report_name(visit.lead)}:{item}")
                lower = LEVELS.index(below) > LEVELS.index(level)
                planned = visit.trigger == other.trigger == "计划内"
                if lower and planned and days <= LEAD_DAYS:
                    found["R25"]["提示"].add(f"R25:{report_name(other.lead)}:{item}")


def _in_passing(reader: Reader, found: Found) -> None:
    """R9: a very short stay, one officer at two places, the same words at many places."""
    days: dict[tuple[str, date], list[ReadReport]] = defaultdict(list)
    for visit in reader.visits:
        for report in visit.reports:
            if report.on_site:
                days[report.body, report.day].append(report)
                minutes = _stay(report)
                if 0 < minutes < SHORT_MINUTES:
                    found["R9"]["提示"].add(f"R9:{report_name(report)}:停留")
    for (body, day), reports in days.items():
        _two_places(reports, found)
        for form in _alike(reports):
            found["R9"]["提示"].add(f"R9:{body}:{day.isoformat()}:{form}")


def _stay(report: ReadReport) -> float:
    """Return the minutes between arrival and leaving, 0 where one is not told."""
    arrive, leave = report.moment("到达时间"), report.moment("离开时间")
    return (leave - arrive).total_seconds() / 60 if arrive and leave else 0


def _two_places(reports: list[ReadReport], found: Found) -> None:
    """R9: charge the later of two reports that name one officer at once at two enterprises."""
    at: dict[str, list[tuple[tuple[object, ...], ReadReport]]] = defaultdict(list)
    for place, report in enumerate(reports):
        if _stay(report) > 0:
            order = (report.moment("到达时间"), report.number, place)
            for badge in report.badges:
                at[badge].append((order, report))
    for badge, those in at.items():
        ordered = [report for _, report in sorted(those, key=lambda pair: pair[0])]
        for place, later in enumerate(ordered):
            if any(_overlap(other, later) > OVERLAP_MINUTES for other in ordered[:place]):
                found["R9"]["提示"].add(f"R9:{report_name(later)}:{badge}")


def _overlap(one: ReadReport, other: ReadReport) -> float:
    """Return for how many minutes two reports were both at work, at different enterprises."""
    if one.enterprise == other.enterprise:
        return 0
    begins = [report.moment("到达时间") for report in (one, other)]
    ends = [report.moment("离开时间") for report in (one, other)]
    begin = max(moment for moment in begins if moment)
    end = min(moment for moment in ends if moment)
    return (end - begin).total_seconds() / 60


def _alike(reports: Iterable[ReadReport]) -> set[str]:
    """Return 雷同 or 空白 where a body's day says the same at many enterprises."""
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for report in reports:
        demands = {str(row.get("整改要求") or "") for row in report.rows}
        for words in demands - set(SILENT):
            said["雷同", words].add(report.enterprise)
        results = any(row.get("检查结果") for row in report.rows)
        done = (report.text("状态") or "已完成") == "已完成"
        if done and "检查结果" in report.columns and not results and not any(demands):
            said["空白", ""].add(report.enterprise)
    return {form for (form, _), whom in said.items() if len(whom) >= MANY_ALIKE}


def _disguised(reader: Reader, found: Found) -> None:
    """R15: a service visit that carries results or demands."""
    for visit in reader.services:
        for report in visit.reports:
            for row in report.rows:
                demand = str(row.get("整改要求") or "") not in SILENT
                if visit.day >= TWO_OFFICERS_FROM and (demand or reader.says_result(row)):
                    found["R15"]["黄"].add(f"R15:{report_name(visit.lead)}")
