"""Which notices a period proposes for whom (RULES.md, accountability ladder)."""

from __future__ import annotations

import pytest

from data.oversight.papers.proposing import asked_for, propose, to_confirm
from data.rows.enums import FindingState, Severity
from data.rows.errors import InvalidInput
from data.rows.papers import PaperKind
from tests.reports.papers.made import body, problem, rows

YELLOW, TRUE = Severity.YELLOW, FindingState.TRUE


def proposed(*problems, **of_body):
    found = propose(rows(problems, (body(**of_body),)))
    return [(one.kind, len(one.problems)) for one in found]


def test_that_a_red_finding_not_yet_verified_opens_no_notice_but_a_confirmation():
    assert proposed(problem()) == []
    assert [one.kind for one in to_confirm(rows((problem(),)))] == [PaperKind.CHECK_SHEET]


def test_that_a_red_finding_found_true_opens_urging():
    assert proposed(problem(1, state=TRUE), problem(2)) == [(PaperKind.URGING, 1)]


@pytest.mark.parametrize("rule", ["R6", "R9", "R23"])
def test_that_poor_quality_and_missing_plans_open_supervision(rule):
    assert proposed(problem(rule=rule, state=TRUE)) == [(PaperKind.SUPERVISION, 1)]


def test_that_urging_wins_where_a_body_has_both():
    both = problem(1, rule="R6", state=TRUE), problem(2, rule="R7", state=TRUE)
    assert proposed(*both) == [(PaperKind.URGING, 2)]


def test_that_yellow_once_opens_nothing_and_twice_a_reminder():
    assert proposed(problem(1, severity=YELLOW)) == []
    twice = problem(1, severity=YELLOW), problem(2, severity=YELLOW)
    assert proposed(*twice) == [(PaperKind.REMINDER, 2)]


def test_that_a_missed_target_with_a_legal_base_opens_a_reminder():
    over = problem(1, rule="R1")
    assert proposed(over, over=0.1) == [(PaperKind.REMINDER, 1)]
    assert proposed(over, over=0.0) == []


def test_that_a_claimed_basis_is_judged_before_anybody_is_reminded():
    claimed = problem(1, rule="R1", severity=Severity.ORANGE)
    assert proposed(claimed, over=0.1) == []


@pytest.mark.parametrize("state", [FindingState.DISPUTED, FindingState.CORRECTED])
def test_that_what_is_disputed_or_corrected_reminds_nobody(state):
    twice = problem(1, severity=YELLOW), problem(2, severity=YELLOW, state=state)
    assert proposed(*twice) == []


@pytest.mark.parametrize("kind", [PaperKind.URGING, PaperKind.SUPERVISION, PaperKind.INTERVIEW])
def test_that_a_paper_asked_for_speaks_of_what_was_verified_alone(kind):
    made = rows((problem(1, state=TRUE), problem(2), problem(3, severity=YELLOW, state=TRUE)))
    assert [row.key for row in asked_for(kind, made, made.bodies[0]).problems] == ["R7:YJ:1"]
    open_ = rows((problem(1),))
    with pytest.raises(InvalidInput, match=f"没有经核实属实的问题，不能发{kind.label}"):
        asked_for(kind, open_, open_.bodies[0])


def test_that_a_reminder_asked_for_leaves_out_what_waits_for_a_decision():
    waiting = problem(2, severity=Severity.ORANGE), problem(3, state=FindingState.DISPUTED)
    made = rows((problem(1), *waiting))
    assert len(asked_for(PaperKind.REMINDER, made, made.bodies[0]).problems) == 1
    assert len(asked_for(PaperKind.CHECK_SHEET, made, made.bodies[0]).problems) == 3


def test_that_a_body_gets_one_notice_at_most():
    found = problem(1, state=TRUE), problem(2, severity=YELLOW), problem(3, severity=YELLOW)
    assert proposed(*found) == [(PaperKind.URGING, 1)]
