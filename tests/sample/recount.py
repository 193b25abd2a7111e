"""Rules R1, R3, R5, R6, R7 and R10 counted again from the raw tables, with plain loops."""

from __future__ import annotations

from collections import defaultdict

from data.sample.reading import Reader, ReadReport, ReadVisit

CAP = 3
NEAR_DAYS = 90
Keys = dict[str, dict[str, list[str]]]


def recount(reader: Reader) -> Keys:
    """Return the keys of all findings by rule and severity."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    _frequency(reader, found)
    _levels(reader, found)
    for visit in reader.visits:
        name = report_name(visit.lead)
        if visit.plan is None and not visit.unplanned and not visit.reasoned:
            found["R6"]["红"].append(f"R6:{name}")
        elif visit.plan is None and visit.unplanned:
            found["R6"]["黄"].append(f"R6:{name}")
        if visit.on_site and visit.code in ("未亮码", "补码"):
            found["R7"]["红" if visit.code == "未亮码" else "黄"].append(f"R7:{name}")
        for report in visit.reports:
            if report.officers is not None and report.officers < 2:
                found["R10"]["红"].append(f"R10:{report_name(report)}")
    return {
        rule: {severity: sorted(keys) for severity, keys in by.items()}
        for rule, by in found.items()
    }


def report_name(report: ReadReport) -> str:
    """Return how a key names a report."""
    if report.number:
        return f"{report.body}:{report.number}"
    task = f"@{report.task}" if report.task else ""
    return f"{report.body}:{report.enterprise}@{report.day.isoformat()}{task}"


def _frequency(reader: Reader, found: dict[str, dict[str, list[str]]]) -> None:
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
            found[rule]["提示"].append(key)
        elif beyond:
            found[rule]["橙" if all(visit.claims for visit in beyond) else "红"].append(key)


def _levels(reader: Reader, found: dict[str, dict[str, list[str]]]) -> None:
    seen: dict[tuple[str, str, str], list[tuple[ReadVisit, str]]] = defaultdict(list)
    for visit in reader.visits:
        for report in visit.reports:
            for item in {str(row["检查事项"]) for row in report.rows}:
                place = (visit.enterprise, reader.systems[report.body], item)
                seen[place].append((visit, reader.levels[report.body]))
    for (_, _, item), entries in seen.items():
        for visit, level in entries:
            if any(report.text("采用结果编号") for report in visit.reports):
                continue
            earlier = [
                other
                for other, other_level in entries
                if other is not visit
                and other_level != level
                and other.order < visit.order
                and (visit.day - other.day).days <= NEAR_DAYS
            ]
            if earlier:
                severity = "橙" if visit.unplanned else "红"
                found["R5"][severity].append(f"R5:{report_name(visit.lead)}:{item}")
