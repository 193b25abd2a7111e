"""事后核查: visits drawn by lot, checked on paper afterwards, and what was found (RULES.md, M21).

Nobody of the joint meeting enters an enterprise for it. A sample is drawn from the counted visits
of a period that were neither checked nor drawn before, in strata by body, and can be drawn again
from its seed by anyone: places go by shares of the visits (largest remainder), and within a body
those visits come first whose report number, mixed with the seed by SplitMix64, is lowest.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.models import Audit, AuditDraw, AuditSample, Body, Enterprise, Report, Visit
from data.models.tables import table_of
from data.rows.decisions import DrawnRow, SampleRow
from data.rows.enums import AuditResult, VisitStatus
from data.rows.errors import Conflict, InvalidInput, NotFound
from data.rows.findings import Named
from data.rows.issues import Changes
from data.rows.period import Period, day_number, day_of
from data.store.bulk import insert_rows

SEEDS = 10**9
"""Seeds are whole numbers below this: short enough to be read out."""
UNTRUE = (AuditResult.PARTLY, AuditResult.UNTRUE)
CHANGED = Changes(findings=True)


def draw_sample(
    session: Session,
    period: Period,
    size: int | None,
    share: Decimal | None,
    seed: int | None,
    actor: str,
    day: date,
) -> int:
    """Draw visits of a period by number or share; return the number of the sample."""
    people = population(session, period)
    wanted = _size(len(people), size, share)
    if seed is None:
        seed = secrets.randbelow(SEEDS)
    if not 0 <= seed < SEEDS:
        raise InvalidInput(f"种子应为 0 至 {SEEDS - 1} 的整数。")
    drawn = draw(people, wanted, seed)
    sample = AuditSample(
        period=period.text,
        method=_method(period, len(people), wanted, seed),
        seed=seed,
        population=len(people),
        size=len(drawn),
        actor=actor,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        day=day_number(day),
    )
    session.add(sample)
    session.flush()
    rows = zip(drawn["report"].tolist(), drawn["body_id"].tolist(), strict=True)
    insert_rows(
        session,
        table_of(AuditDraw),
        ["sample_id", "report_id", "body_id"],
        [(sample.id, int(report), int(body)) for report, body in rows],
    )
    return sample.id


def population(session: Session, period: Period) -> pd.DataFrame:
    """Return the visits a sample of a period is drawn from: visit, body_id, its lead's report.

    Counted visits (行政检查, not cancelled) of which no report was checked or drawn before.
    """
    query = (
        select(Visit.id, Visit.body_id, func.min(Report.id))
        .join(Report, (Report.visit_id == Visit.id) & (Report.body_id == Visit.body_id))
        .where(
            Visit.month.in_(list(period.months)),
            Visit.day.between(period.first_day, period.last_day),
            Visit.inspection == 1,
            Visit.status != VisitStatus.CANCELLED,
            Report.number == Visit.number,
        )
        .group_by(Visit.id, Visit.body_id)
        .order_by(Visit.id)
    )
    frame = fetch(session, query, ("visit", "body_id", "report"))
    used: set[int] = set()
    for model in (Audit, AuditDraw):
        visits = select(Report.visit_id).join(model, model.report_id == Report.id)
        used.update(session.scalars(visits))
    kept: pd.DataFrame = frame[~frame["visit"].isin(used)].reset_index(drop=True)
    return kept


def draw(people: pd.DataFrame, size: int, seed: int) -> pd.DataFrame:
    """Return the visits a seed draws, the same whenever it is drawn from the same visits."""
    places = _places(people["body_id"].value_counts().sort_index(), size)
    mixed = people.assign(lot=lots(people["report"].to_numpy(), seed))
    mixed = mixed.sort_values(["body_id", "lot", "report"])
    rank = mixed.groupby("body_id").cumcount()
    drawn = mixed[rank < mixed["body_id"].map(places)]
    ordered: pd.DataFrame = drawn.sort_values("report").drop(columns="lot").reset_index(drop=True)
    return ordered


def lots(reports: npt.NDArray[np.int64], seed: int) -> npt.NDArray[np.uint64]:
    """Return the lot of each report: SplitMix64 of its number, begun at the seed."""
    golden = 0x9E3779B97F4A7C15
    with np.errstate(over="ignore"):
        mixed = reports.astype("uint64") * np.uint64(golden) + np.uint64(seed)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))


def _places(counts: pd.Series, size: int) -> pd.Series:
    """Return how many visits of each body are drawn: by share, the largest remainders first."""
    whole = int(counts.sum())
    exact = counts * size
    places = exact // whole
    rest = exact % whole
    order = sorted(rest.index, key=lambda body: (-int(rest[body]), int(body)))
    for body in order[: size - int(places.sum())]:
        places[body] += 1
    return places


def _size(count: int, size: int | None, share: Decimal | None) -> int:
    if (size is None) == (share is None):
        raise InvalidInput("请写明抽取次数或抽取比例，两者只写一个。")
    if not count:
        raise InvalidInput("本期没有可抽取的检查记录（已核查、已抽取的不再抽），请换一个期间。")
    if share is not None:
        if not 0 < share <= 1:
            raise InvalidInput("抽取比例应大于 0、不超过 100%。")
        return max(1, int((share * count).to_integral_value(rounding="ROUND_CEILING")))
    assert size is not None
    if not 0 < size <= count:
        raise InvalidInput(f"抽取次数应在 1 至 {count:,} 之间（本期可抽取 {count:,} 次）。")
    return size


def _method(period: Period, count: int, size: int, seed: int) -> str:
    return (
        f"总体为{period.title}行政检查入企检查中未核查、未抽取的 {count:,} 次；按检查单位分层，"
        f"各层按次数比例分配（最大余数法），共抽 {size:,} 次；层内按检查报告序号与种子 {seed} 的 "
        "SplitMix64 值由小到大抽取，同一数据、同一种子所抽相同。"
    )


def drop_sample(session: Session, sample: int) -> Changes:
    """Take a sample back of which nothing was checked yet."""
    one = _sample(session, sample)
    if _row(session, one).done:
        raise InvalidInput(f"样本 {sample} 已有核查结果，不能撤销。")
    session.execute(delete(AuditDraw).where(AuditDraw.sample_id == sample))
    session.delete(one)
    session.flush()
    return CHANGED


def list_samples(session: Session) -> list[SampleRow]:
    """Return the samples, newest first."""
    rows = session.scalars(select(AuditSample).order_by(AuditSample.id.desc()))
    return [_row(session, one) for one in rows.all()]


def list_drawn(session: Session, sample: int) -> list[DrawnRow]:
    """Return the visits of a sample with the latest result of each."""
    _sample(session, sample)
    query = (
        select(Report, Body.code, Body.name, Enterprise.code, Enterprise.name)
        .join(AuditDraw, AuditDraw.report_id == Report.id)
        .join(Body, Body.id == Report.body_id)
        .join(Enterprise, Enterprise.id == Report.enterprise_id)
        .where(AuditDraw.sample_id == sample)
        .order_by(Body.code, Report.day, Report.number, Report.id)
    )
    results = _results(session, sample)
    return [
        _drawn(report, Named(code, name), Named(whom, called or whom), results.get(report.id))
        for report, code, name, whom, called in session.execute(query)
    ]


def enter_result(
    session: Session,
    report: int,
    result: AuditResult,
    checker: str,
    note: str,
    day: date,
    seen: int = 0,
) -> Changes:
    """Enter what a check on paper found of a drawn report, or correct it.

    `seen` is the version of the result that was read, 0 where there was none.
    """
    found = session.get(Report, report)
    if found is None:
        raise NotFound(f"没有检查报告 {report}，请在样本清单中核对序号。")
    drawn = select(AuditDraw.id).where(AuditDraw.report_id == report)
    if session.scalar(drawn.limit(1)) is None:
        raise InvalidInput(f"检查报告 {report} 不在抽取的样本中，请先抽样。")
    checker, note = checker.strip(), note.strip()
    if result is not AuditResult.TRUE and not note:
        raise InvalidInput(f"核查结果为“{result.label}”须写明说明。")
    if day_number(day) < found.day:
        raise InvalidInput(f"核查日期早于检查日期（{day_of(found.day)}），请核对。")
    last = session.scalars(
        select(Audit).where(Audit.report_id == report).order_by(Audit.day.desc()).limit(1)
    ).one_or_none()
    _refuse_if_changed(last, seen, report)
    if last is None:
        session.add(
            Audit(
                report_id=report, body_id=found.body_id, day=day_number(day), verdict=int(result),
                checker=checker, note=note,
            )
        )  # fmt: skip
    else:
        last.day, last.verdict, last.version = day_number(day), int(result), last.version + 1
        last.checker, last.note = checker, note
    session.flush()
    return CHANGED


def _refuse_if_changed(last: Audit | None, seen: int, report: int) -> None:
    now = last.version if last is not None else 0
    if last is not None and now != seen:
        what = AuditResult.at(last.verdict).label
        who = last.checker or "他人"
        raise Conflict(
            f"检查报告 {report} 已有核查结果：{who}于{day_of(last.day)}录为“{what}”"
            f"{'（' + last.note + '）' if last.note else ''}。请刷新后再改。"
        )
    if last is None and seen:
        raise Conflict(f"检查报告 {report} 的核查结果已被撤销，请刷新后再录。")


def _sample(session: Session, sample: int) -> AuditSample:
    found = session.get(AuditSample, sample)
    if found is None:
        raise NotFound(f"没有样本 {sample}，请用 audit list 查看。")
    return found


def _row(session: Session, one: AuditSample) -> SampleRow:
    results = _results(session, one.id).values()
    return SampleRow(
        one.id, one.period, one.method, one.seed, one.population, one.size, one.actor, one.at,
        one.day, len(results), sum(result.verdict in UNTRUE for result in results),
    )  # fmt: skip


def _results(session: Session, sample: int) -> dict[int, Audit]:
    """Return the latest result of each drawn report."""
    rows = session.scalars(
        select(Audit)
        .join(AuditDraw, AuditDraw.report_id == Audit.report_id)
        .where(AuditDraw.sample_id == sample)
        .order_by(Audit.day)
    )
    return {one.report_id: one for one in rows}


def _drawn(report: Report, body: Named, enterprise: Named, result: Audit | None) -> DrawnRow:
    row = DrawnRow(report.id, report.visit_id, report.number, body, enterprise, report.day)
    if result is None:
        return row
    return replace(
        row,
        result=AuditResult.at(result.verdict),
        checked=result.day,
        checker=result.checker,
        note=result.note,
        version=result.version,
    )


def form_rows(drawn: Sequence[DrawnRow]) -> list[tuple[str, str]]:
    """Return 检查编号 and 检查单位 of the drawn visits that can be named in a form."""
    return [(one.number, one.body.name) for one in drawn if one.number]
