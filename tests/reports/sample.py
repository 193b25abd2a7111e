"""A briefing's rows made by hand: 60 bodies, nine months, everything that can be missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.rows.briefing import (
    BriefingRows,
    DimensionRow,
    FigureRow,
    FindingSummary,
    HeatCell,
    HeatRow,
    HeatTable,
    JointRows,
    OverRow,
    PeerGroup,
    RankCell,
    RankColumn,
    Ranking,
    RankRow,
    ShareRow,
    TrendPoint,
)
from data.rows.enums import Force, Severity
from data.rows.measures import Definition, Target
from data.rows.period import Period
from data.rows.rulesets import RuleText

CITY = [
    "市发展改革委",
    "市司法局",
    "市市场监管局",
    "市数据局",
    "市生态环境局",
    "市应急局",
    "市住房城乡建设局",
    "市交通运输局",
    "市城管局",
    "市农业农村局",
    "市文广旅游局",
    "市卫生健康委",
    "市人力资源社会保障局",
    "市自然资源规划局",
    "市水利局",
    "市消防救援支队",
    "市教育局",
    "市公安局",
    "市财政局",
    "市民政局",
    "市税务局",
    "无锡海关",
    "市粮食和储备局",
    "市地方金融管理局",
    "市医保局",
    "市气象局",
    "市烟草局",
    "市统计局",
]
REGIONS = ["江阴市", "宜兴市", "梁溪区", "锡山区", "惠山区", "滨湖区", "新吴区", "无锡经开区"]
LOCAL_NAMES = ("应急局", "市场监管局", "生态环境局", "综合行政执法局")
LOCAL = [f"{region}{name}" for region in REGIONS for name in LOCAL_NAMES]
TRADES = ("化工", "精密机械制造")
BODIES = [*CITY, *LOCAL]
MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 10))
TARGET_25 = Target(">=", 0.25, "city", Force.BINDING)
TARGET_100 = Target(">=", 1.0, "each", Force.HINT)
NONE_ALLOWED = Target("<=", 0, "city", Force.BINDING)
SEED = "2024-07-05 若干措施"


def share(name_id: str, name: str, numerator: int, denominator: int, **more: object) -> FigureRow:
    """A share with its value worked out here."""
    value = numerator / denominator if denominator else None
    row = FigureRow(name_id, name, value, numerator, denominator, 0, "%")
    return replace(row, **more)


def amount(name_id: str, name: str, value: int, unit: str, **more: object) -> FigureRow:
    """A count."""
    row = FigureRow(name_id, name, value, value, None, 0, unit, share=False)
    return replace(row, **more)


def figures() -> dict[str, FigureRow]:
    """All figures by id."""
    rows = [
        share("M16.bodies", "有录入单位占比", 57, 60, yoy=0.1, mom=0.0),
        share(
            "M10",
            "计划检查率",
            1203,
            1318,
            target=TARGET_100,
            target_source="本系统",
            yoy=0.034,
            mom=-0.008,
            status="黄",
            unknown=86,
        ),
        amount("M9", "检查户次", 12480, "户次", yoy=-0.126, mom=0.031),
        amount("M9.people", "检查人次", 31877, "人次", yoy=-0.101, mom=None),
        amount("M9.enterprises", "受检企业", 8412, "户", yoy=None, mom=None),
        share("M6", "月超频次占比", 41, 11836, yoy=-0.0021, mom=0.0004),
        amount(
            "M6.bare",
            "无依据月超频次",
            23,
            "户月",
            target=NONE_ALLOWED,
            target_source=SEED,
            yoy=-0.45,
            mom=0.0,
            status="红",
        ),
        FigureRow("M7", "同事项超频次占比", None, 0, 0, 12480, "%"),
        share(
            "M1",
            "双随机联合监管比例",
            13,
            203,
            target=TARGET_25,
            target_source=SEED,
            yoy=0.012,
            mom=-0.0034,
            status="红",
        ),
        share("M1b", "双随机任务联合占比", 13, 61, yoy=0.051, mom=-0.02),
        share("M1c", "联合检查比例", 37, 203, yoy=0.006, mom=0.011),
        amount(
            "M2.new",
            "距25%缺口（新增）",
            51,
            "个",
            target=NONE_ALLOWED,
            target_source=SEED,
            status="红",
        ),
        share(
            "M3",
            "亮码率",
            9312,
            9987,
            target=TARGET_100,
            target_source="本系统",
            yoy=0.18,
            mom=0.023,
            unknown=2493,
            status="橙",
        ),
        amount("R5", "跨层级重复检查", 19, "条", yoy=-0.3, mom=0.1),
    ]
    return {row.id: row for row in rows}


FILINGS = "备案台账：市司法局收件31件，退回补正4件，受理27件（平均2.5个工作日）。"


def dimensions() -> tuple[DimensionRow, ...]:
    """The six tracked dimensions."""
    of = figures()
    return (
        DimensionRow("平台使用度", (of["M16.bodies"],)),
        DimensionRow("检查计划制订", (of["M10"],), beside=FILINGS),
        DimensionRow(
            "企业检查频次",
            tuple(of[i] for i in ("M9", "M9.people", "M9.enterprises", "M6", "M6.bare", "M7")),
        ),
        DimensionRow("联合检查比例", tuple(of[i] for i in ("M1", "M1b", "M1c", "M2.new"))),
        DimensionRow("“亮码”入企", (of["M3"],)),
        DimensionRow("层级间联动", (of["R5"],), unavailable="结果互认率尚未接入采用结果数据"),
    )


def trend(numerators: tuple[int | None, ...], denominator: int) -> tuple[TrendPoint, ...]:
    """Months of a share; None is a month without tasks."""
    return tuple(
        TrendPoint(month, None) if n is None else TrendPoint(month, n / denominator, n, denominator)
        for month, n in zip(MONTHS, numerators, strict=True)
    )


def joint() -> JointRows:
    """The joint shares with a month without data."""
    of = figures()
    return JointRows(
        (
            ShareRow(of["M1"], trend((1, None, 2, 3, 5, 6, 3, 5, 5), 23)),
            ShareRow(of["M1b"], trend((1, None, 2, 2, 3, 4, 2, 3, 3), 8)),
            ShareRow(of["M1c"], trend((2, None, 4, 5, 7, 8, 6, 7, 9), 23)),
        ),
        51,
        31,
    )


def heat(of: str, names: list[str], scale: int) -> HeatTable:
    """Visits that differ by body and month; some months without data, some past the cap."""
    rows = []
    for number, name in enumerate(names):
        values = [(number * 37 + month * 53 + 11) % scale for month in range(len(MONTHS))]
        if number % 13 == 4:
            values[0] = -1
        cells = tuple(
            HeatCell(None if value < 0 else value, value > scale * 0.93) for value in values
        )
        total = sum(cell.value for cell in cells if cell.value is not None)
        rows.append(HeatRow(f"3202{number:04d}", name, cells, total))
    return HeatTable(of, MONTHS, tuple(rows))


COLUMNS = (
    RankColumn("M3", "亮码率"),
    RankColumn("M9", "检查户次", "户次", share=False),
    RankColumn("M1c", "联合检查比例"),
)


def peer_group(name: str, names: list[str]) -> PeerGroup:
    """Ranked bodies, and each ninth without a place."""
    rows = []
    place = 0
    for number, body in enumerate(names):
        value = 0.995 - number * 0.011
        cells = (
            RankCell(value, 100, 110, value - 0.06, min(value + 0.02, 1.0)),
            RankCell(900 - number * 13),
            RankCell(None) if number % 7 == 3 else RankCell(0.3 - number * 0.005, 3, 9, 0.1, 0.4),
        )
        if number % 9 == 8:
            why = "未排名（样本不足）" if number % 2 else "未排名（数据不全）"
            rows.append(RankRow(f"{number:04d}", body, cells, None, why))
            continue
        place += 1
        moved = None if number % 5 == 4 else (number % 7) - 3
        rows.append(RankRow(f"{number:04d}", body, cells, place, None, moved))
    return PeerGroup(name, tuple(rows))


def over() -> tuple[OverRow, ...]:
    """Enterprises past the caps, with and without basis."""
    rows = []
    for number in range(46):
        claim = ("无依据", "部分有依据", "有依据")[number % 3]
        rows.append(
            OverRow(
                "R3" if number % 5 == 4 else "R1",
                f"{REGIONS[number % 8]}某某{TRADES[number % 2]}有限公司{number}",
                f"91320200MA1{number:07d}",
                REGIONS[number % 8],
                "2026" if number % 5 == 4 else f"2026-{number % 9 + 1:02d}",
                "危险化学品经营单位安全生产检查" if number % 5 == 4 else None,
                4 + number % 3,
                1 + number % 3,
                (BODIES[number % 28], LOCAL[number % 32]),
                claim,
                Severity.ORANGE if claim == "有依据" else Severity.RED,
            )
        )
    return tuple(rows)


def rule(rule_id: str, name: str, source: str, force: Force = Force.BINDING) -> RuleText:
    """A rule's text."""
    return RuleText(rule_id, name, f"{name}。", source, force, "2025-01-03")


def findings() -> tuple[FindingSummary, ...]:
    """Totals of the rules there are."""
    red, orange, yellow, hint = Severity.RED, Severity.ORANGE, Severity.YELLOW, Severity.HINT
    return (
        FindingSummary(
            rule("R1", "月超频次", "锡政办 2024-07-05 工作方案第4项"),
            {red: 23, orange: 18, hint: 1204},
        ),
        FindingSummary(
            rule("R3", "同事项超频次", "锡政办 2024-07-05 工作方案第4项"),
            {red: 4, orange: 5, hint: 61},
        ),
        FindingSummary(rule("R5", "跨层级重复", "锡政办 2024-07-05 工作方案第8项"), {red: 19}),
        FindingSummary(
            rule("R6", "无计划检查", "锡政办 2024-07-05 工作方案第8项"), {red: 12, yellow: 70}
        ),
        FindingSummary(
            rule("R7", "未亮码", "锡政办 2024-07-05 工作方案第7项"), {red: 212, yellow: 463}
        ),
        FindingSummary(rule("R10", "单人检查", "国办发〔2024〕54号"), {red: 7}),
        FindingSummary(rule("R17", "结果逾期未录", "本系统设定", Force.HINT), {hint: 33}),
    )


def definitions() -> tuple[Definition, ...]:
    """How each figure was counted."""
    text = (
        "分子为本期内有两个以上条线的单位到场的双随机检查任务，分母为本期内全部检查任务；"
        "任务以其第一次入企检查的日期计入期间，已取消的任务不计"
    )
    return tuple(
        Definition(row.id, row.name, text, SEED, row.unit, "联合检查比例", row.target, row.share)
        for row in figures().values()
    )


def briefing_rows() -> BriefingRows:
    """The whole briefing of 2026-Q3 with nine months of heat."""
    return BriefingRows(
        period=Period.parse("2026-Q3"),
        as_of=date(2026, 10, 8),
        made_on=date(2026, 10, 9),
        sample=False,
        rulesets=("2024-07-05 若干措施", "2025-01-03 国办发〔2024〕54号"),
        basis="按次统计，一次联合检查计1次",
        dimensions=dimensions(),
        joint=joint(),
        bodies=heat("单位", BODIES, 240),
        regions=heat("地区", REGIONS, 1400),
        ranking=Ranking(
            "M3",
            COLUMNS,
            (peer_group("市级部门", CITY), peer_group("各地区单位", LOCAL)),
        ),
        over=over(),
        findings=findings(),
        definitions=definitions(),
        quality=(
            "本期接收12,604条，其中警告312条、错误124条，数据质量分96.5%。",
            "市烟草局7月未报亮码时间，2,493次检查的亮码情况未提供，不计入亮码率。",
        ),
    )
