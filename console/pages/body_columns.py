"""The tables of one body's page: findings by rule, what it sent, its places, papers, lists."""

from __future__ import annotations

from console.export import CellValue, ExportColumn
from console.loading.body import (
    RuleCount,
    ScoreLine,
    figure_words,
    interval_words,
    measure_name,
    rank_words,
    ratio_words,
)
from console.pages.received_columns import LAMPS, moment
from data.rows.kinds import KINDS
from data.rows.notices import NoticeRow
from data.rows.received import ReceivedKind
from data.rows.scorecards import RankPoint
from widgets.formats import percent
from widgets.peer_strip import PeerMark
from widgets.records_table import Column
from widgets.score_row import ScoreData
from widgets.status import Status

Line = tuple[str, ...]

RULES: tuple[Column[RuleCount], ...] = (
    Column("规则", lambda r: f"{r.rule} {r.name}", width=220, share=2, sortable=False),
    Column("红", lambda r: r.counts[0], align="right", width=70, sortable=False),
    Column("橙", lambda r: r.counts[1], align="right", width=70, sortable=False),
    Column("黄", lambda r: r.counts[2], align="right", width=70, sortable=False),
    Column("提示", lambda r: r.counts[3], align="right", width=70, sortable=False),
    Column("合计", lambda r: r.total, align="right", width=80, sortable=False),
)  # fmt: skip

SENT: tuple[Column[ReceivedKind], ...] = (
    Column("表类", lambda k: KINDS[k.kind].title, width=130, sortable=False),
    Column("报送", lambda k: k.receipt.value, width=116, status=lambda k: LAMPS[k.receipt],
           sortable=False),
    Column("行数", lambda k: k.rows, align="right", width=70, sortable=False),
    Column("无误率", lambda k: k.clean / k.rows if k.rows else None, percent, align="right",
           width=70, sortable=False),
    Column("退回", lambda k: k.rejected, align="right", width=60, sortable=False),
    Column("最近报送", lambda k: k.last, moment, width=130, sortable=False),
    Column("缺报", lambda k: "、".join(k.missing), width=160, least=90, share=2, sortable=False,
           tip=lambda k: "、".join(k.missing)),
)  # fmt: skip

PAPERS: tuple[Column[NoticeRow], ...] = (
    Column("文种", lambda n: n.kind.label, width=110, sortable=False),
    Column("文号", lambda n: n.number or "未编号", width=170, sortable=False),
    Column("标题", lambda n: n.title, width=240, least=120, share=3, sortable=False,
           tip=lambda n: n.title),
    Column("状态", lambda n: n.state.label, width=86, sortable=False,
           status=lambda n: Status.RED if n.overdue else None),
    Column("印发", lambda n: n.issued_on and n.issued_on.isoformat(), width=96, sortable=False),
    Column("期限", lambda n: n.deadline and n.deadline.isoformat(), width=96, sortable=False),
    Column("反馈", lambda n: n.replied_on and n.replied_on.isoformat(), width=96, sortable=False),
)  # fmt: skip

LISTED: tuple[Column[Line], ...] = (
    Column("清单", lambda line: line[0], width=90, sortable=False),
    Column("内容", lambda line: line[1], width=200, least=120, share=2, sortable=False),
    Column("说明", lambda line: line[2], width=200, least=120, share=2, sortable=False),
    Column("其他", lambda line: line[3], width=200, least=100, share=2, sortable=False),
)  # fmt: skip


def rank_columns(measures: tuple[str, ...]) -> tuple[Column[RankPoint], ...]:
    """Return the columns of places: the period, then a column a measure."""
    return (
        Column("期间", lambda p: p.period, width=110, sortable=False),
        *(_rank_column(place, measure) for place, measure in enumerate(measures)),
    )


def _rank_column(place: int, measure: str) -> Column[RankPoint]:
    def word(point: RankPoint) -> str:
        rank = point.ranks[place]
        return f"第 {rank}" if rank is not None else f"未排名（{point.reasons[place]}）"

    return Column(measure_name(measure), word, width=160, least=120, share=1, sortable=False)


def waiting_data(line: ScoreLine, is_on_wish: bool) -> ScoreData:
    """Return a row whose figure is being read, or is read once somebody asks for it."""
    score = line.score
    words = ("—", "回车计算") if is_on_wish else ("…", "正在读取")
    return ScoreData(
        score.measure, score.dimension, score.name, "无", *words, can_open=is_on_wish
    )


def score_data(line: ScoreLine, compared: str) -> ScoreData:
    """Return a score as the row shows it."""
    score = line.score
    bounds = None if score.low is None or score.high is None else (score.low, score.high)
    return ScoreData(
        score.measure, score.dimension, score.name, score.lamp, figure_words(score),
        ratio_words(score), line.series, score.target.value if score.target else None,
        line.change, compared, rank_words(score), f"95%区间 {interval_words(score)}",
        tuple(PeerMark(peer.body.name, peer.value, peer.rank is not None) for peer in score.peers),
        score.value, bounds, score.numerator > 0,
    )  # fmt: skip


SCORE_COLUMNS = [
    ExportColumn(heading, width)
    for heading, width in (
        ("跟踪内容", 18), ("指标", 20), ("数值", 10), ("分子", 10), ("分母", 10), ("未提供", 10),
        ("区间下限", 10), ("区间上限", 10), ("名次", 8), ("参评单位", 10), ("未排名原因", 16),
        ("变化", 18),
    )
]  # fmt: skip


def score_cells(line: ScoreLine) -> tuple[CellValue, ...]:
    """Return a score as a row of the workbook."""
    one = line.score
    return (
        one.dimension, one.name, one.value, one.numerator, one.denominator, one.unknown, one.low,
        one.high, one.rank, one.ranked, one.unranked or "", line.change,
    )  # fmt: skip
