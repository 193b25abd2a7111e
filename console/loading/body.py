"""One body for the page and the command line: scores, findings, what it sent, its papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from console.loading.overview import read_series, read_values
from console.loading.tiles import compared_with
from data.rows.enums import Severity
from data.rows.findings import Named
from data.rows.period import Period
from data.rows.received import ReceivedBody
from data.rows.records import BodyRow
from data.rows.scorecards import BodyFile, Lacking, RankPoint, Score
from widgets.formats import ABSENT, percent, points, thousands

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.rows.notices import NoticeRow

OTHERS = ("M20", "M11.filed", "M11.complete", "M12", "M16.items", "M16.plans", "M9", "M8")
"""Figures beside the six: quality, plans, what is on the platform, how much there is."""
LONG = ("M16.items", "M8")
"""Those of them that read the records themselves."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A score with its twelve months and its change against the period before."""

    score: Score
    series: tuple[float | None, ...] = ()
    change: str = ""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """Findings that charge a body, of one rule, by severity."""

    rule: str
    name: str
    counts: tuple[int, int, int, int]
    """Red, orange, yellow, hints."""

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class BodyCard:
    """What stands at once; slower scores, papers and places follow."""

    body: BodyRow
    period: Period
    lines: tuple[ScoreLine, ...]
    rules: tuple[RuleCount, ...]
    file: BodyFile
    received: ReceivedBody | None
    compared: str
    lacks: Lacking


def read_body(session: Session, code: str, period: Period, basis: str, today: date) -> BodyCard:
    """Read what comes from tallies and registers."""
    from data.oversight.scorecard import QUICK, body_file, body_named, lacking

    body = body_named(session, code)
    return BodyCard(
        body, period, read_lines(session, body, period, basis, today, QUICK),
        read_rules(session, body.code, period), body_file(session, body),
        _received(session, body, period, today), compared_with(period)[1],
        lacking(session, body, period),
    )  # fmt: skip


def read_lines(
    session: Session, body: BodyRow, period: Period, basis: str, today: date,
    measures: tuple[str, ...],
) -> tuple[ScoreLine, ...]:  # fmt: skip
    """Read scores with their months and changes."""
    from data.measures.compute import Names
    from data.oversight.scorecard import scores

    scope, names = (("body", body.code),), Names(session)
    before = read_values(session, compared_with(period)[0], scope, basis, measures, names)
    series = read_series(session, period, scope, basis, measures, names)
    lines = []
    for score in scores(session, body, period, today, measures, basis):
        old = before.get(score.measure)
        known = old is not None and old.value is not None and score.value is not None
        moved = points((score.value or 0.0) - (old.value or 0.0)) if known and old else "无数据"
        line = tuple(value.value for _, value in series.get(score.measure, ()))
        lines.append(ScoreLine(score, line, moved))
    return tuple(lines)


def read_rules(session: Session, code: str, period: Period) -> tuple[RuleCount, ...]:
    """Read the findings that charge a body by rule, as the list of findings counts them."""
    from data.measures.rulebook import rule_book
    from data.rows.findings import FindingFilter
    from data.rules.paging import count_by_rule

    book = rule_book(session)
    counts = count_by_rule(session, FindingFilter(period, code))
    rules = sorted({rule for rule, _ in counts}, key=lambda text: int(text[1:]))
    order = (Severity.RED, Severity.ORANGE, Severity.YELLOW, Severity.HINT)
    return tuple(
        RuleCount(rule, book.known_rules[rule].name,
                  (counts.get((rule, order[0]), 0), counts.get((rule, order[1]), 0),
                   counts.get((rule, order[2]), 0), counts.get((rule, order[3]), 0)))
        for rule in rules
    )  # fmt: skip


def read_others(
    session: Session, code: str, period: Period, basis: str, is_large: bool = False
) -> dict[str, str]:
    """Read the figures beside the six, in words; a large ledger leaves out those that are long."""
    from data.measures.compute import Names
    from data.measures.definitions import DEFINITIONS

    scope, names = (("body", code),), Names(session)
    wanted = tuple(one for one in OTHERS if not (is_large and one in LONG))
    values = read_values(session, period, scope, basis, wanted, names)
    words = {}
    for measure in wanted:
        value, about = values.get(measure), DEFINITIONS[measure]
        if value is None or (about.share and value.value is None):
            words[measure] = ABSENT
        elif about.share:
            ratio = f"{thousands(value.numerator)} / {thousands(value.denominator)}"
            words[measure] = f"{percent(value.value)}（{ratio}）"
        else:
            words[measure] = f"{thousands(value.numerator)} {about.unit}"
    return words


def read_ranks(session: Session, code: str, last: date, by: str) -> tuple[RankPoint, ...]:
    """Read the places of a body by month or by quarter."""
    from data.oversight.scorecard import body_named, ranks_by_month, ranks_by_quarter

    body = body_named(session, code)
    read = ranks_by_quarter if by == "quarter" else ranks_by_month
    return read(session, body, last)


def read_papers(session: Session, code: str, today: date, viewer: str) -> tuple[NoticeRow, ...]:
    """Read the papers of the ladder a body got."""
    from data.oversight.notices.listing import Wanted, list_notices

    return tuple(list_notices(session, today, Wanted(viewer=viewer, body=code)))


def _received(
    session: Session, body: BodyRow, period: Period, today: date
) -> ReceivedBody | None:
    from data.intake.received import received_of

    board = received_of(session, period, today)
    return next((one for one in board.bodies if one.code == body.code), None)


def lacking_words(card: BodyCard) -> str:
    """Return in a line what the files of a body do not tell."""
    if not card.lacks.columns:
        return "检查记录各列均已提供" if card.lacks.reports else "本期没有检查记录"
    parts = "、".join(f"{word} {thousands(n)} 份" for word, n in card.lacks.columns)
    return f"检查记录 {thousands(card.lacks.reports)} 份中未提供：{parts}"


def measure_name(measure: str) -> str:
    """Return a measure's name."""
    from data.measures.definitions import DEFINITIONS

    return DEFINITIONS[measure].name


def figure_words(score: Score) -> str:
    """Return the figure of a score."""
    return percent(score.value)


def ratio_words(score: Score) -> str:
    """Return numerator and denominator, and how many are unknown."""
    ratio = f"{thousands(score.numerator)} / {thousands(score.denominator)}"
    return f"{ratio}，另 {thousands(score.unknown)} 未提供" if score.unknown else ratio


def rank_words(score: Score) -> str:
    """Return the place among the ranked peers, or why there is none."""
    if score.rank is None:
        return f"未排名（{score.unranked}）"
    moved = score.place_change
    arrow = "" if not moved else f" {'↑' if moved > 0 else '↓'}{abs(moved)}"
    return f"第 {score.rank} / {score.ranked}{arrow}"


def interval_words(score: Score) -> str:
    """Return the Wilson interval."""
    if score.low is None or score.high is None:
        return ABSENT
    return f"{score.low * 100:.1f}—{score.high * 100:.1f}%"


def named(body: BodyRow) -> Named:
    """Return a body as code and name."""
    return Named(body.code, body.name)
