"""依据核验: verdicts close findings or turn them red, and follow the words of the basis."""

from __future__ import annotations

from datetime import date

import pytest

from data.intake.resting import resting_on
from data.records.dumping import canonical_digest
from data.rows.decisions import ClaimRow
from data.rows.enums import Claim, FindingState
from data.rows.errors import Conflict, InvalidInput, NotFound
from data.rows.issues import BatchReport
from data.rows.period import Period
from data.rules.basis import claim_counts, judge_claims, list_claims, verdicts_of
from data.rules.maintenance import rebuild
from tests.ledger.town import FOREVER, Town, visit

TODAY = date(2026, 8, 1)
BASIS = {"超频次依据": "市安委〔2026〕9号", "依据批准人": "赵某", "依据日期": "2026-07-01"}
KEY = "R1:E1:2026-07"


def row(number: int, **cells: object) -> dict[str, object]:
    """Return the n-th visit of July to E1."""
    day = f"2026-07-{number:02d}"
    own = {"检查编号": f"A{number}", "检查日期": day, "亮码时间": f"{day} 08:00"}
    return dict(visit(**{**own, "执法人员数": 2, "检查事项": f"J-{number % 3 + 1}", **cells}))


def beyond(town: Town, **cells: object) -> BatchReport:
    """Take five visits in of which the last two claim a basis."""
    given = {**BASIS, **cells}
    return town.visits(row(1), row(2), row(3), row(4, **given), row(5, **given))


def claims(town: Town, state: Claim | None = None) -> list[ClaimRow]:
    """Return the claimed bases by number."""
    with town.db.reading() as session:
        found = list_claims(session, Period.parse(FOREVER), state)
    return sorted(found, key=lambda one: one.number)


def judge(town: Town, verdict: Claim, reason: str, *numbers: str) -> None:
    """Judge the bases of reports by number."""
    ids = [one.report for one in claims(town) if one.number in numbers]
    with town.db.writing("司法局", "核验") as session:
        judge_claims(session, ids, verdict, reason, "司法局", TODAY)


def accept_all(town: Town) -> None:
    """Accept every claimed basis."""
    judge(town, Claim.ACCEPTED, "", *(one.number for one in claims(town)))


def standing(town: Town) -> tuple[str, str, str, str]:
    """Return severity, state, reason and claims of the finding of July."""
    (found,) = [one for one in town.findings("R1") if one.key == KEY]
    return found.severity.label, found.state.label, found.reason, found.claimed_basis


def test_that_claims_are_listed_with_what_they_lack_and_what_hangs_on_them(town: Town) -> None:
    town.visits(row(1), row(2), row(3), row(4, **BASIS),
                row(5, **{**BASIS, "依据批准人": "", "依据日期": "2026-07-09"}))  # fmt: skip
    first, second = claims(town)
    assert (first.number, first.basis, first.claim) == ("A4", "市安委〔2026〕9号", Claim.OPEN)
    assert (first.lacks, first.findings, first.body.code) == ((), (KEY,), "YJ")
    assert second.lacks == ("无批准人", "批准晚于检查")
    with town.db.reading() as session:
        counts = claim_counts(session, Period.parse("2026-07"))
        elsewhere = claim_counts(session, Period.parse("2026-08"))
    assert counts == {Claim.OPEN: 2, Claim.ACCEPTED: 0, Claim.REFUSED: 0}
    assert set(elsewhere.values()) == {0}


def test_that_a_finding_closes_only_when_all_bases_are_accepted(town: Town) -> None:
    beyond(town)
    assert standing(town) == ("橙", "待核实", "", "all")
    judge(town, Claim.ACCEPTED, "依据充分", "A4")
    assert standing(town) == ("橙", "待核实", "", "all")
    judge(town, Claim.ACCEPTED, "依据充分", "A5")
    assert standing(town) == ("橙", "不成立", "依据认可", "all")
    assert town.share("M6", "2026-07") == (1, 1)
    assert town.share("M6.bare", "2026-07")[0] == 0
    assert town.verified() == []


def test_that_a_refused_basis_turns_the_finding_red_and_charges_its_body(town: Town) -> None:
    beyond(town)
    judge(town, Claim.ACCEPTED, "", "A4")
    judge(town, Claim.REFUSED, "文件不涉及该企业", "A5")
    assert standing(town) == ("红", "待核实", "", "some")
    (found,) = [one for one in town.findings("R1") if one.key == KEY]
    assert [body.code for body in found.bodies] == ["YJ"]
    assert town.share("M6.bare", "2026-07")[0] == 1
    assert town.verified() == []


def test_that_refusing_and_reopening_need_a_reason_and_no_verdict_is_given_twice(
    town: Town,
) -> None:
    beyond(town)
    with pytest.raises(InvalidInput, match="不认可须写明理由"):
        judge(town, Claim.REFUSED, " ", "A4")
    judge(town, Claim.ACCEPTED, "", "A4")
    with pytest.raises(InvalidInput, match="改回待核验须写明理由"):
        judge(town, Claim.OPEN, "", "A4")
    with pytest.raises(InvalidInput, match="不必再次核验"):
        judge(town, Claim.ACCEPTED, "", "A4")
    (plain,) = [one["id"] for one in town.rows("report") if one["number"] == "A1"]
    with town.db.writing("", "") as session:
        with pytest.raises(InvalidInput, match="没有主张超频次依据"):
            judge_claims(session, [int(str(plain))], Claim.ACCEPTED, "", "司法局", TODAY)
        with pytest.raises(NotFound):
            judge_claims(session, [999], Claim.ACCEPTED, "", "司法局", TODAY)


def test_that_a_claim_that_moved_on_meanwhile_is_a_conflict(town: Town) -> None:
    beyond(town)
    (first, _) = claims(town)
    judge(town, Claim.ACCEPTED, "", "A4")
    with (
        pytest.raises(Conflict, match="您看到的是“待核验”，现为“认可”"),
        town.db.writing("", "") as session,
    ):
        seen = {first.report: Claim.OPEN}
        judge_claims(session, [first.report], Claim.REFUSED, "不符", "乙", TODAY, seen)


def test_that_a_file_sent_again_keeps_the_verdict_and_other_words_are_open_again(
    town: Town,
) -> None:
    beyond(town)
    accept_all(town)
    town.visits(row(4, **BASIS, 检查结果="责令改正"))
    assert claims(town)[0].claim is Claim.ACCEPTED
    assert standing(town)[1] == "不成立"
    town.visits(row(4, **{**BASIS, "超频次依据": "另一份文件"}))
    assert (claims(town)[0].claim, claims(town)[0].actor) == (Claim.OPEN, "")
    assert standing(town)[:2] == ("橙", "待核实")
    town.visits(row(4, **BASIS))
    assert claims(town)[0].claim is Claim.ACCEPTED
    town.visits(row(4, 超频次依据=""))
    assert [one.number for one in claims(town)] == ["A5"]
    assert standing(town)[0] == "红"
    assert town.verified() == []


def test_that_a_whole_re_evaluation_keeps_the_verdicts(town: Town) -> None:
    beyond(town)
    accept_all(town)
    before = town.dump()
    with town.db.writing("", "") as session:
        rebuild(session)
    assert town.dump() == before


def test_that_the_words_of_an_undone_correction_take_their_verdict_with_them(town: Town) -> None:
    beyond(town)
    accept_all(town)
    changed = town.visits(row(4, **{**BASIS, "超频次依据": "另一份文件"}))
    judge(town, Claim.REFUSED, "与该企业无关", "A4")
    assert standing(town)[0] == "红"
    town.undo(changed)
    assert claims(town)[0].claim is Claim.ACCEPTED
    assert standing(town)[1] == "不成立"
    assert town.verified() == []


def test_that_a_batch_whose_bases_were_judged_is_held_until_they_are_open_again(
    town: Town,
) -> None:
    town.visits(visit(企业="E2", 检查编号="B1"))
    with town.db.reading() as session:
        before = canonical_digest(session)
    report = beyond(town)
    accept_all(town)
    assert report.id is not None
    with town.db.reading() as session:
        (held,) = resting_on(session, report.id)
    assert held.count == 2 and "超频次依据已核验" in held.text
    with pytest.raises(InvalidInput, match="改回待核验"):
        town.undo(report)
    judge(town, Claim.OPEN, "批次须撤销", "A4", "A5")
    with town.db.reading() as session:
        ids = [one.report for one in list_claims(session, Period.parse(FOREVER))]
        assert [said.verdict for said in verdicts_of(session, ids[0])] == [
            Claim.ACCEPTED, Claim.OPEN,
        ]  # fmt: skip
    town.undo(report)
    with town.db.reading() as session:
        assert canonical_digest(session) == before
    assert town.db.foreign_key_check() == []


def test_that_a_verdict_moves_no_decision_of_people(town: Town) -> None:
    from data.rules.decisions import decide

    beyond(town)
    with town.db.writing("", "") as session:
        decide(session, [KEY], FindingState.EXEMPT, "首次", "张三", TODAY)
    judge(town, Claim.REFUSED, "不符", "A4", "A5")
    assert standing(town)[:3] == ("红", "尽职免责", "首次")
