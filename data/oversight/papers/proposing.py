"""Which papers a period proposes for whom (RULES.md, accountability ladder, steps 0 to 3)."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.circular import BodyFigures, CircularRows, ProblemRow
from data.rows.enums import FindingState, Severity
from data.rows.errors import InvalidInput
from data.rows.papers import PaperKind
from data.rows.settings import REPEATED

SUPERVISED = frozenset({"R6", "R9", "R23"})
"""低质量, 走过场, 无计划: 督导 rather than 督办 (seed, task 8)."""
MISSED = "M6.bare"
"""The target with a legal base that each body must keep: no month beyond the cap without basis."""


_STANDING = (FindingState.OPEN, FindingState.TRUE)
"""What is disputed waits for the decision, what was corrected needs no reminder."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A paper for one body, with the problems it speaks of."""

    kind: PaperKind
    body: BodyFigures
    problems: tuple[ProblemRow, ...]


def propose(rows: CircularRows, repeated: int = int(REPEATED.default)) -> list[Proposal]:
    """Return the notices a period calls for, one a body at most, in the order of the bodies.

    督办函 where 红 was found 属实 (督导函 where all of it is 低质量, 走过场 or 无计划); else 提醒函
    where 黄 is repeated (so many times) or the target is missed. What is 红 and not yet verified
    opens a 核对单.
    """
    found = []
    for body in rows.bodies:
        problems = rows.problems_of(body.code)
        proposal = _urging(body, problems) or _reminder(body, problems, repeated)
        if proposal is not None:
            found.append(proposal)
    return found


def to_confirm(rows: CircularRows) -> list[Proposal]:
    """Return a 核对单 for each body a circular would name."""
    pairs = ((body, rows.problems_of(body.code)) for body in rows.bodies)
    return [Proposal(PaperKind.CHECK_SHEET, body, found) for body, found in pairs if found]


def verified(problems: tuple[ProblemRow, ...]) -> tuple[ProblemRow, ...]:
    """Return the 红 findings found 属实: only these are charged in a paper that names."""
    return tuple(
        row for row in problems
        if row.severity is Severity.RED and row.state is FindingState.TRUE
    )  # fmt: skip


def asked_for(kind: PaperKind, rows: CircularRows, body: BodyFigures) -> Proposal:
    """Return a paper a person asks for, with what that paper may speak of.

    Raises InvalidInput where nothing found against the body carries such a paper.
    """
    problems = rows.problems_of(body.code)
    if kind is PaperKind.CHECK_SHEET:
        return Proposal(kind, body, problems)
    if kind is PaperKind.REMINDER:
        chosen = tuple(row for row in problems if _charges(row))
        missing = "需要提醒的问题"
    else:
        chosen, missing = verified(problems), "经核实属实的问题"
    if not chosen:
        raise InvalidInput(
            f"{rows.period.title}{body.name}没有{missing}，不能发{kind.label}。"
            "请先发核对单，核实后再办。", code="no_data",
        )  # fmt: skip
    return Proposal(kind, body, chosen)


def _charges(row: ProblemRow) -> bool:
    """Say whether a finding stands against its bodies: 橙 waits for the basis to be judged."""
    return row.severity is not Severity.ORANGE and row.state in _STANDING


def _urging(body: BodyFigures, problems: tuple[ProblemRow, ...]) -> Proposal | None:
    true = verified(problems)
    if not true:
        return None
    poor = all(row.rule in SUPERVISED for row in true)
    return Proposal(PaperKind.SUPERVISION if poor else PaperKind.URGING, body, true)


def _reminder(
    body: BodyFigures, problems: tuple[ProblemRow, ...], repeated: int
) -> Proposal | None:
    standing = tuple(row for row in problems if _charges(row))
    yellow = tuple(row for row in standing if row.severity is Severity.YELLOW)
    missed = body.of(MISSED)
    over = tuple(row for row in standing if row.rule == "R1")
    if missed is not None and missed.value and over:
        yellow = (*over, *(row for row in yellow if row.rule != "R1"))
    elif len(yellow) < repeated:
        return None
    return Proposal(PaperKind.REMINDER, body, yellow)
