"""Rows of a circular made by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from data.rows.briefing import DimensionRow, FigureRow
from data.rows.circular import (
    BodyFigures,
    CircularRows,
    Clock,
    Clocks,
    Indicator,
    ProblemRow,
)
from data.rows.enums import FindingState, Force, Severity
from data.rows.findings import Named
from data.rows.papers import Issuer
from data.rows.period import Period

ISSUER = Issuer("司法局", ("无锡市司法局",), "无锡市司法局", "锡司发", "锡司函")
NAMES = ("平台使用度", "检查计划制订", "企业检查频次", "联合检查比例", "“亮码”入企", "层级间联动")
ENTERPRISE = Named("91320281MADM004495", "江阴市青阳棉纺织有限公司")
BODY = Named("YJ", "市应急局")
_TEN, _FIVE = Clock(10, date(2026, 10, 22)), Clock(5, date(2026, 10, 15))
CLOCKS = Clocks(_FIVE, _TEN, _TEN, _FIVE)


def problem(number: int = 1, **changed: object) -> ProblemRow:
    """Return a 红 finding of R7 about an enterprise that charges 市应急局."""
    row = ProblemRow(
        f"R7:YJ:{number}", "R7", "未亮码", Severity.RED, Force.BINDING, FindingState.OPEN,
        ENTERPRISE, True, "", (BODY,), "2026-07", 1, 1, "无依据",
        f"2026年7月6日市应急局对{ENTERPRISE.name}的现场检查未亮码。",
    )  # fmt: skip
    return replace(row, **changed)  # type: ignore[arg-type]  # the tests name its fields


def body(code: str = "YJ", name: str = "市应急局", visits: int = 40, code_rate: float | None = 0.9,
         over: float = 0.0, **changed: object) -> BodyFigures:  # fmt: skip
    """Return a body with its visits, its rate of 亮码 and its months past the cap."""
    few = "样本不足" if visits < 20 else None
    indicators = (
        Indicator("M9", "检查户次", float(visits), visits, None, False, None, few),
        Indicator("M3", "亮码率", code_rate, 9, 10, True, None, few),
        Indicator("M6.bare", "月检查频次超限", over, 1, 10, True, None, few),
    )
    made = BodyFigures(code, name, "市级部门", "", indicators)
    return replace(made, **changed)  # type: ignore[arg-type]  # the tests name its fields


def rows(problems: tuple[ProblemRow, ...] = (), bodies: tuple[BodyFigures, ...] = (),
         **changed: object) -> CircularRows:  # fmt: skip
    """Return the rows of a third quarter; findings are counted with their bodies."""
    bodies = bodies or (body(),)
    counted = []
    for one in bodies:
        mine = [p.severity for p in problems if any(b.code == one.code for b in p.bodies)]
        counted.append(replace(one, counts=dict(Counter(mine))))
    figure = FigureRow("M3", "亮码率", 0.9637, 478, 496, 11, "", yoy=-0.005, mom=None)
    dimensions = tuple(DimensionRow(name, (figure,) if "码" in name else ()) for name in NAMES)
    made = CircularRows(
        Period.parse("2026-Q3"), date(2026, 9, 30), date(2026, 10, 9), False, ("2024-07-05",),
        "按次", dimensions, tuple(counted), problems, CLOCKS,
    )  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type]  # the tests name its fields
