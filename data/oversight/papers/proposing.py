"""Which papers a period proposes for whom (RULES.md, accountability ladder, steps 0 to 3)."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.circular import BodyFigures, CircularRows, ProblemRow
from data.rows.enums import FindingState, Severity
from data.rows.papers import PaperKind

SUPERVISED = frozenset({"R6", "R9", "R23"})
"""低质量, 走过场, 无计划: 督导 rather than 督办 (seed, task 8)."""
REPEATED = 2
"""So many 黄 findings of a body are repeated."""
MISSED = "M6.bare"
"""The target with a legal base that each body must keep: no month beyond the cap without basis."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A paper for one body, with the problems it speaks of."""

    kind: PaperKind
    body: BodyFigures
    problems: tuple[ProblemRow, ...]


def propose(rows: CircularRows) -> list[Proposal]:
    """Return the notices a period calls for, one a body at most, in the order of the bodies.

    督办函 where 红 was found 属实 (督导函 where all of it is 低质量, 走过场 or 无计划); else 提醒函
    where 黄 is repeated or the target is missed. What is 红 and not yet verified opens a 核对单.
    """
    found = []
    for body in rows.bodies:
        problems = rows.problems_of(body.code)
        proposal = _urging(body, problems) or _reminder(body, problems)
        if proposal is not None:
            found.append(proposal)
    return found


def to_confirm(rows: CircularRows) -> list[Proposal]:
    """Return a 核对单 for each body a circular would name."""
    pairs = ((body, rows.problems_of(body.code)) for body in rows.bodies)
    return [Proposal(PaperKind.CHECK_SHEET, body, found) for body, found in pairs if found]


def _urging(body: BodyFigures, problems: tuple[ProblemRow, ...]) -> Proposal | None:
    true = tuple(
        row for row in problems
        if row.severity is Severity.RED and row.state is FindingState.TRUE
    )  # fmt: skip
    if not true:
        return None
    poor = all(row.rule in SUPERVISED for row in true)
    return Proposal(PaperKind.SUPERVISION if poor else PaperKind.URGING, body, true)


def _reminder(body: BodyFigures, problems: tuple[ProblemRow, ...]) -> Proposal | None:
    yellow = tuple(row for row in problems if row.severity is Severity.YELLOW)
    missed = body.of(MISSED)
    over = tuple(row for row in problems if row.rule == "R1")
    if missed is not None and missed.value and over:
        yellow = (*over, *(row for row in yellow if row.rule != "R1"))
    elif len(yellow) < REPEATED:
        return None
    return Proposal(PaperKind.REMINDER, body, yellow)
