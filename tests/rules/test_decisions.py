"""The life of a finding: who may move it where, what stays after the rules ran again."""

from __future__ import annotations

from datetime import date

import pytest

from data.rows.enums import FindingState, SubjectKind
from data.rows.errors import Conflict, InvalidInput, NotFound
from data.rows.findings import FindingRow
from data.rules.decisions import decide, history_of, take_back
from data.rules.maintenance import rebuild
from data.rules.storing import WITHDRAWN
from tests.ledger.town import Town, visit

TODAY = date(2026, 8, 1)
STATE = FindingState
KEY = "R10:YJ:A1"


def settle(
    town: Town, state: FindingState, reason: str = "", *keys: str, who: str = "张三"
) -> None:
    """Let a person decide findings."""
    with town.db.writing(who, "认定") as session:
        decide(session, keys or (KEY,), state, reason, who, TODAY)


def back(town: Town, *keys: str) -> None:
    """Let a person take the last decision back."""
    with town.db.writing("李四", "撤回") as session:
        take_back(session, keys or (KEY,), "李四", TODAY)


def one(town: Town, key: str = KEY) -> FindingRow | None:
    """Return a finding of any state."""
    return next((row for row in town.findings() if row.key == key), None)


def alone(number: str = "A1", officers: int = 1, **cells: object) -> dict[str, object]:
    """Return a visit of so few officers, with nothing else to find."""
    usual = {"检查编号": number, "执法人员数": officers, "亮码时间": "2026-07-06 08:00"}
    return dict(visit(**{**usual, **cells}))


@pytest.fixture
def found(town: Town) -> Town:
    """A town with one finding of R10."""
    town.visits(alone())
    assert one(town) is not None
    return town


@pytest.mark.parametrize("state", [STATE.TRUE, STATE.DISPUTED, STATE.UNFOUNDED, STATE.EXEMPT])
def test_that_an_open_finding_can_be_decided_and_says_why(found: Town, state: STATE) -> None:
    settle(found, state, "现场核实")
    row = one(found)
    assert row is not None and (row.state, row.reason) == (state, "现场核实")
    assert found.verified() == []


@pytest.mark.parametrize("state", [STATE.DISPUTED, STATE.UNFOUNDED, STATE.EXEMPT])
def test_that_a_state_that_needs_a_reason_is_refused_without(found: Town, state: STATE) -> None:
    with pytest.raises(InvalidInput, match="须写明理由"):
        settle(found, state, "  ")
    assert one(found).state is STATE.OPEN  # type: ignore[union-attr]  # the fixture has it


@pytest.mark.parametrize("way", [(), (STATE.DISPUTED,), (STATE.UNFOUNDED,), (STATE.EXEMPT,)])
def test_that_only_what_is_true_can_be_corrected(found: Town, way: tuple[STATE, ...]) -> None:
    for state in way:
        settle(found, state, "核实")
    with pytest.raises(InvalidInput, match="不能改为“已整改”"):
        settle(found, STATE.CORRECTED)
    assert one(found).state is (way[-1] if way else STATE.OPEN)  # type: ignore[union-attr]


def test_that_a_true_finding_can_be_corrected(found: Town) -> None:
    settle(found, STATE.TRUE)
    settle(found, STATE.CORRECTED, "已补齐人员", who="王五")
    with found.db.reading() as session:
        told = history_of(session, KEY)
    assert [(row.before, row.state, row.actor) for row in told] == [
        (STATE.OPEN, STATE.TRUE, "张三"),
        (STATE.TRUE, STATE.CORRECTED, "王五"),
    ]


def test_that_several_are_decided_together_or_not_at_all(town: Town) -> None:
    town.visits(alone("A1"), alone("A2"), alone("A3"))
    settle(town, STATE.TRUE, "", "R10:YJ:A3")
    with pytest.raises(InvalidInput, match="A3"):
        settle(town, STATE.EXEMPT, "无过错", "R10:YJ:A1", "R10:YJ:A2", "R10:YJ:A3")
    assert {row.state for row in town.findings("R10")} == {STATE.OPEN, STATE.TRUE}
    with pytest.raises(NotFound, match="R10:YJ:A9"):
        settle(town, STATE.TRUE, "", "R10:YJ:A1", "R10:YJ:A9")
    assert town.rows("decision") and len(town.rows("decision")) == 1


def test_that_who_decides_what_another_decided_meanwhile_is_told(found: Town) -> None:
    settle(found, STATE.TRUE, "已核实")
    with (
        pytest.raises(Conflict, match="张三已认定为“属实”（已核实）"),
        found.db.writing("李四", "认定") as session,
    ):
        decide(session, [KEY], STATE.EXEMPT, "无过错", "李四", TODAY, {KEY: STATE.OPEN})
    assert one(found).reason == "已核实"  # type: ignore[union-attr]


def test_that_unfounded_findings_are_not_counted_and_come_back_when_taken_back(
    found: Town,
) -> None:
    before = found.rows("finding_tally")
    settle(found, STATE.UNFOUNDED, "人数登记有误")
    assert len(found.rows("finding_tally")) < len(before)
    assert found.verified() == []
    back(found)
    assert sorted(map(repr, found.rows("finding_tally"))) == sorted(map(repr, before))
    assert found.verified() == []


def test_that_decisions_are_taken_back_one_by_one(found: Town) -> None:
    settle(found, STATE.TRUE, "属实")
    settle(found, STATE.CORRECTED, "整改")
    back(found)
    assert one(found).state is STATE.TRUE  # type: ignore[union-attr]
    back(found)
    assert (one(found).state, one(found).reason) == (STATE.OPEN, "")  # type: ignore[union-attr]
    with pytest.raises(InvalidInput, match="没有可撤回的认定"):
        back(found)
    settle(found, STATE.EXEMPT, "无过错")
    back(found)
    assert one(found).state is STATE.OPEN  # type: ignore[union-attr]
    assert len(found.rows("decision")) == 6


def test_that_a_decision_stays_when_everything_is_judged_anew(found: Town) -> None:
    settle(found, STATE.EXEMPT, "首次且轻微")
    with found.db.writing("", "") as session:
        rebuild(session)
    row = one(found)
    assert row is not None and (row.state, row.reason) == (STATE.EXEMPT, "首次且轻微")
    back(found)
    with found.db.writing("", "") as session:
        rebuild(session)
    assert one(found).state is STATE.OPEN  # type: ignore[union-attr]
    assert found.verified() == []


def test_that_a_decided_finding_a_correction_removes_is_closed_and_comes_back(
    found: Town,
) -> None:
    settle(found, STATE.TRUE, "现场核实")
    found.visits(alone(officers=2))
    row = one(found)
    assert row is not None and (row.state, row.holds) == (STATE.UNFOUNDED, False)
    assert row.reason == WITHDRAWN == "数据更正后不再成立"
    assert found.verified() == []
    with pytest.raises(InvalidInput, match="已不再成立"):
        settle(found, STATE.TRUE)
    found.visits(alone(officers=1, 检查事由="年度计划"))
    row = one(found)
    assert row is not None and (row.state, row.reason, row.holds) == (
        STATE.TRUE, "现场核实", True,
    )  # fmt: skip
    assert found.verified() == []


def test_that_a_closed_finding_goes_once_nobody_decides_it(found: Town) -> None:
    settle(found, STATE.TRUE)
    found.visits(alone(officers=2))
    settle(found, STATE.OPEN, "改由规则核对")
    assert one(found) is None
    assert found.verified() == []


def test_that_a_finding_an_accepted_basis_closed_is_not_decided_by_hand(town: Town) -> None:
    from tests.rules.test_basis import accept_all, beyond

    beyond(town)
    accept_all(town)
    key = "R1:E1:2026-07"
    with pytest.raises(InvalidInput, match="依据核验"):
        settle(town, STATE.TRUE, "", key)
    with pytest.raises(InvalidInput, match="没有可撤回"):
        back(town, key)


def test_that_a_decision_taken_back_leaves_an_accepted_basis_its_say(town: Town) -> None:
    from tests.rules.test_basis import accept_all, beyond

    key = "R1:E1:2026-07"
    beyond(town)
    settle(town, STATE.TRUE, "已核", key)
    accept_all(town)
    assert one(town, key).state is STATE.TRUE  # type: ignore[union-attr]
    back(town, key)
    row = one(town, key)
    assert row is not None and (row.state, row.reason) == (STATE.UNFOUNDED, "依据认可")
    assert row.subject_kind == SubjectKind.ENTERPRISE.name.lower()
    assert town.verified() == []
