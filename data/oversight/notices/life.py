"""The deeds of a paper's life: 立项 → 拟稿 → 审核 → 会签 → 签发 → 印发 → 签收 → … → 归档."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from data.measures.settings import setting
from data.measures.workdays import load_calendar
from data.models import Body, Finding, Notice, NoticeEvent, NoticeFinding
from data.oversight.issuing import default_issuer
from data.oversight.issuing import issuer as issuer_by_id
from data.oversight.notices.entering import (
    By,
    body_by_code,
    enter,
    first_entry,
    notice_of,
    state_of,
    title_of,
)
from data.oversight.notices.listing import events_of, open_request
from data.rows.enums import FindingState, Force
from data.rows.errors import InvalidInput, Refused
from data.rows.notices import ANSWERED, STEPS, Deed, NoticeState, lacks_answer, may_exempt
from data.rows.papers import PaperKind, PaperToIssue
from data.rows.period import day_number, day_of
from data.rows.settings import CIRCULAR_DAYS, REMIND_DAYS, URGE_DAYS, SettingText
from data.store.bulk import text_filter

TO_ALL = (PaperKind.CIRCULAR, PaperKind.NAMED_CIRCULAR)
WORDING = ("title", "opening", "closing")
"""The passages of a draft people may change."""
_BASELESS = (FindingState.UNFOUNDED, FindingState.EXEMPT)
_DROPPED = (*_BASELESS, FindingState.CORRECTED)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new paper is to be: kind, period, to whom, of which findings, and why."""

    kind: PaperKind
    period: str
    body: str = ""
    keys: tuple[str, ...] = ()
    reason: str = ""
    issuer: str = ""
    previous: int | None = None
    handlers: tuple[str, ...] = ()
    wording: tuple[tuple[str, str], ...] = ()


def open_notice(session: Session, draft: Draft, by: By) -> int:
    """Open a paper (立项) and return its place in the register.

    Raises InvalidInput where the kind has no step, the body is missing, or a finding it would
    speak of rests on a rule that is 参考, or was found 不成立, 尽职免责 or 已整改.
    """
    kind = draft.kind
    if kind not in STEPS and kind is not PaperKind.WITHDRAWAL:
        known = "、".join(f"{one.value}（{one.label}）" for one in STEPS)
        raise InvalidInput(f"{kind.label}不是督办通报的文件，可用：{known}。")
    body = None
    if kind not in TO_ALL:
        if not draft.body:
            raise InvalidInput(f"请写明{kind.label}发给哪个单位。")
        body = body_by_code(session, draft.body)
    refuse_findings(session, draft.keys)
    who = issuer_by_id(session, draft.issuer) if draft.issuer else default_issuer(session, kind)
    if kind.is_law and not who.law_code:
        raise InvalidInput(
            f"{kind.label}不能用工作函件的文号。请先为发文单位“{who.id}”设置监督文书代字："
            f"issuer set {who.id} law_code 代字。"
        )
    if kind is PaperKind.HAND_OVER and not draft.handlers:
        raise InvalidInput("移送问题线索只限经办人查看，请写明经办人。")
    one = Notice(
        kind=kind.value, state=int(NoticeState.DRAFT), period=draft.period,
        body_id=body.id if body else None, issuer=who.id, title="", reason=draft.reason.strip(),
        wording=_wording(dict(draft.wording)), handlers="、".join(draft.handlers),
        drafter=by.actor.strip(), reviewer="", signer="", number="", opened=day_number(by.day),
        previous_id=draft.previous,
    )  # fmt: skip
    if not one.drafter:
        raise InvalidInput("请写明拟稿人。")
    session.add(one)
    session.flush()
    _set_keys(session, one.id, draft.keys)
    first_entry(session, one, replace(by, note=draft.reason))
    return one.id


def refuse_findings(
    session: Session, keys: Sequence[str], ended: Collection[FindingState] = _DROPPED
) -> None:
    """Refuse findings no paper may speak of: unknown, 试算, 参考, or with a state that `ended` it.
    """
    told = {
        key: (force, state, trial)
        for key, force, state, trial in session.execute(
            select(Finding.key, Finding.force, Finding.state, Finding.trial).where(
                text_filter(Finding.key, keys)
            )
        )
    }
    for key in keys:
        if key not in told:
            raise InvalidInput(f"没有预警“{key}”，请按 findings 输出的 key 填写。")
        force, state, trial = told[key]
        if force != Force.BINDING or trial:
            why = "属于试算" if trial else "所依据的规则效力为“参考”"
            raise InvalidInput(f"预警“{key}”{why}，不能开具文件。")
        if FindingState.at(state) in ended:
            label = FindingState.at(state).label
            raise InvalidInput(f"预警“{key}”已认定为“{label}”，不能开具文件。")


def edit(
    session: Session, number: int, wording: Mapping[str, str], by: By,
    keys: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """Change passages of a draft, or the findings it speaks of."""
    one = notice_of(session, number)
    enter(session, one, Deed.EDIT, by)
    kept = {**json.loads(one.wording or "{}"), **wording}
    one.wording = _wording(kept)
    if keys is not None:
        refuse_findings(session, keys)
        _set_keys(session, one.id, keys)
    session.flush()


def _set_keys(session: Session, number: int, keys: Sequence[str]) -> None:
    """Let a paper speak of these findings and no others."""
    session.execute(delete(NoticeFinding).where(NoticeFinding.notice_id == number))
    session.add_all(
        NoticeFinding(notice_id=number, finding_key=key) for key in dict.fromkeys(keys)
    )
    session.flush()


def _wording(passages: Mapping[str, str]) -> str:
    unknown = [name for name in passages if name not in WORDING]
    if unknown:
        raise InvalidInput(f"文稿没有“{'、'.join(unknown)}”一段，可改：{'、'.join(WORDING)}。")
    kept = {name: text.strip() for name, text in passages.items() if text.strip()}
    return json.dumps(kept, ensure_ascii=False)


def submit(session: Session, number: int, by: By) -> None:
    """Hand a draft in for review."""
    enter(session, notice_of(session, number), Deed.SUBMIT, by)


def send_back(session: Session, number: int, by: By) -> None:
    """Send a draft back to its drafter with a reason; who signed it signs it anew later."""
    if not by.note.strip():
        raise InvalidInput("退回修改须写明理由。")
    one = notice_of(session, number)
    enter(session, one, Deed.SEND_BACK, by)
    one.reviewer = one.signer = ""
    session.flush()


def review(session: Session, number: int, by: By) -> None:
    """Approve a draft for signing; nobody reviews what they drafted."""
    one = notice_of(session, number)
    _refuse_drafter(one, by, Deed.REVIEW)
    enter(session, one, Deed.REVIEW, by)
    one.reviewer = by.actor.strip()
    session.flush()


def cosign(session: Session, number: int, by: By) -> None:
    """Enter the 会签 of another issuer; `by.note` names the body it signs for."""
    one = notice_of(session, number)
    _refuse_drafter(one, by, Deed.COSIGN)
    if not by.note.strip():
        raise InvalidInput("会签须写明会签单位。")
    enter(session, one, Deed.COSIGN, by)


def sign(session: Session, number: int, by: By) -> None:
    """Sign a paper (签发); the drafter cannot. Who signs a draft at once has reviewed it too.

    A paper of several issuers needs the 会签 of each but the lead.
    """
    one = notice_of(session, number)
    _refuse_drafter(one, by, Deed.SIGN)
    if state_of(session, one) is NoticeState.DRAFT:
        enter(session, one, Deed.SUBMIT, By(one.drafter, by.day, "", by.seen))
        by = replace(by, seen=None)
    if state_of(session, one) is NoticeState.REVIEW:
        review(session, number, by)
        by = replace(by, seen=None)
    _refuse_uncosigned(session, one)
    enter(session, one, Deed.SIGN, by)
    one.signer = by.actor.strip()
    session.flush()


def _refuse_drafter(one: Notice, by: By, deed: Deed) -> None:
    if by.actor.strip() == one.drafter:
        raise Refused(
            f"{deed.label}人不能是拟稿人（{one.drafter}），请由其他人{deed.label}。", code="drafter"
        )


def _refuse_uncosigned(session: Session, one: Notice) -> None:
    others = issuer_by_id(session, one.issuer).names[1:]
    signed = session.scalars(
        select(NoticeEvent.note).where(
            NoticeEvent.notice_id == one.id, NoticeEvent.deed == Deed.COSIGN
        )
    ).all()
    missing = [name for name in others if name not in signed]
    if missing:
        raise Refused(
            f"{title_of(one)}由多个单位联合印发，尚缺{'、'.join(missing)}会签。", code="cosign"
        )


def days_to_answer(kind: PaperKind) -> SettingText:
    """Return the setting that says in how many working days a paper is answered."""
    if kind is PaperKind.REMINDER:
        return REMIND_DAYS
    return CIRCULAR_DAYS if kind in TO_ALL else URGE_DAYS


def mark_issued(
    session: Session, number: int, issued_id: int, paper: PaperToIssue, by: By
) -> None:
    """Note that a signed paper went out; from now on it cannot be changed.

    It speaks of the findings the finished paper names, no others. The deadline counts working
    days from the day of issue, as the paper itself says.
    """
    one = notice_of(session, number)
    kind = PaperKind(one.kind)
    refuse_findings(session, paper.records, _BASELESS)
    _set_keys(session, one.id, paper.records)
    due = None
    if kind in ANSWERED:
        due = load_calendar(session).after(by.day, int(setting(session, days_to_answer(kind))))
    one.number, one.title, one.issued_id = paper.number, paper.title, issued_id
    one.issued = day_number(by.day)
    one.deadline = None if due is None else day_number(due)
    with session.no_autoflush:
        enter(session, one, Deed.ISSUE, replace(by, note=paper.number), due=due)
    if kind is PaperKind.WITHDRAWAL and one.previous_id is not None:
        _withdraw(session, one, by)


def _withdraw(session: Session, letter: Notice, by: By) -> None:
    old = notice_of(session, letter.previous_id or 0)
    note = f"由{letter.number}撤回" + (f"：{letter.reason}" if letter.reason else "")
    enter(session, old, Deed.WITHDRAW, By(by.actor, by.day, note))


def receive(session: Session, number: int, by: By) -> None:
    """Note that the body signed for a paper (签收)."""
    one = notice_of(session, number)
    if one.issued is not None and day_number(by.day) < one.issued:
        raise InvalidInput(f"签收日期早于印发日期（{day_of(one.issued)}），请核对。")
    enter(session, one, Deed.RECEIVE, by)
    one.received = day_number(by.day)
    session.flush()


def remind(session: Session, number: int, by: By) -> None:
    """Note that the body was reminded (催办)."""
    enter(session, notice_of(session, number), Deed.REMIND, by)


def ask_more_time(session: Session, number: int, due: date, by: By) -> None:
    """Note that a body asks for more time: before its deadline, and with a reason."""
    one = notice_of(session, number)
    if not by.note.strip():
        raise InvalidInput("申请延期须写明理由。")
    if one.deadline is None:
        raise InvalidInput(f"{title_of(one)}没有反馈期限，不需要延期。")
    if day_number(by.day) > one.deadline:
        raise Refused(
            f"{title_of(one)}已于{day_of(one.deadline)}到期，延期应在到期前申请。", code="late"
        )
    if day_number(due) <= one.deadline:
        raise InvalidInput(f"延期后的日期应晚于原期限（{day_of(one.deadline)}）。")
    enter(session, one, Deed.ASK_MORE_TIME, by, due=due)


def answer_request(session: Session, number: int, granted: bool, by: By) -> None:
    """Grant or refuse the request for more time that waits for an answer."""
    one = notice_of(session, number)
    asked = open_request(events_of(session, one.id))
    if asked is None or asked.due is None:
        raise Refused(f"{title_of(one)}没有等待答复的延期申请。", code="no-request")
    due = asked.due if granted else None
    enter(session, one, Deed.GRANT if granted else Deed.DENY, by, due=due)
    if due is not None:
        one.deadline = day_number(due)
    session.flush()


def reply(
    session: Session, number: int, by: By, attachment: tuple[str, bytes] | None = None
) -> None:
    """Enter a body's written answer, with an attachment if there is one."""
    one = notice_of(session, number)
    if not by.note.strip():
        raise InvalidInput("请写明反馈内容。")
    enter(session, one, Deed.REPLY, by, attachment=attachment)
    if one.replied is None:
        one.replied = day_number(by.day)
    session.flush()


def return_reply(session: Session, number: int, by: By, due: date | None = None) -> None:
    """Return an answer that does not suffice, with the reason and a new day."""
    one = notice_of(session, number)
    if not by.note.strip():
        raise InvalidInput("退回反馈须写明理由。")
    if due is not None and due <= by.day:
        raise InvalidInput(f"重新反馈的期限应晚于今天（{by.day}）。")
    enter(session, one, Deed.RETURN, by, due=due)
    one.replied = None
    if due is not None:
        one.deadline = day_number(due)
    session.flush()


def close(session: Session, number: int, by: By) -> None:
    """Close a matter (办结): its answer was reviewed and suffices."""
    one = notice_of(session, number)
    state = state_of(session, one)
    if lacks_answer(PaperKind(one.kind), state):
        raise Refused(f"{title_of(one)}尚未收到反馈，不能办结。", code="no-reply")
    enter(session, one, Deed.CLOSE, by)
    one.closed = day_number(by.day)
    session.flush()


def exempt(session: Session, number: int, by: By) -> None:
    """End a matter for 尽职免责, with the reason, before it reaches step 3."""
    one = notice_of(session, number)
    if not by.note.strip():
        raise InvalidInput("尽职免责须写明理由。")
    if not may_exempt(PaperKind(one.kind)):
        raise Refused("尽职免责应在通报以前认定。", code="too-late")
    enter(session, one, Deed.EXEMPT, by)
    one.closed = day_number(by.day)
    session.flush()


def drop(session: Session, number: int, by: By) -> None:
    """Drop a paper that was not issued, with the reason."""
    if not by.note.strip():
        raise InvalidInput("作废须写明理由。")
    enter(session, notice_of(session, number), Deed.DROP, by)


def archive(session: Session, number: int, by: By) -> None:
    """File a matter that has ended."""
    enter(session, notice_of(session, number), Deed.ARCHIVE, by)


def open_withdrawal(session: Session, number: int, by: By) -> int:
    """Open the paper that withdraws an issued one; it takes effect when that paper is issued."""
    one = notice_of(session, number)
    if not by.note.strip():
        raise InvalidInput("撤回须写明理由。")
    if one.issued_id is None:
        raise Refused(f"{title_of(one)}还没有印发，请用作废（drop）。", code="not-issued")
    state = state_of(session, one)
    if state in (NoticeState.WITHDRAWN, NoticeState.ARCHIVED):
        raise Refused(f"{title_of(one)}{state.label}，不能再撤回。", code="notice-state")
    body = "" if one.body_id is None else _code(session, one.body_id)
    draft = Draft(
        PaperKind.WITHDRAWAL, one.period, body, (), by.note, one.issuer, one.id,
    )  # fmt: skip
    return open_notice(session, draft, by)


def _code(session: Session, body_id: int) -> str:
    return str(session.scalar(select(Body.code).where(Body.id == body_id)))
