"""Which notices a period proposes for whom (RULES.md, accountability ladder)."""

from __future__ import annotations

import pytest

from data.oversight.papers.proposing import propose, to_confirm
from data.rows.enums import FindingState, Severity
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
    over = problem(1, rule="R1", severity=Severity.ORANGE)
    assert proposed(over, over=0.1) == [(PaperKind.REMINDER, 1)]
    assert proposed(over, over=0.0) == []


def test_that_a_body_gets_one_notice_at_most():
    found = problem(1, state=TRUE), problem(2, severity=YELLOW), problem(3, severity=YELLOW)
    assert proposed(*found) == [(PaperKind.URGING, 1)]
