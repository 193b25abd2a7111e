"""What people do in 督办通报, run beside the window: the deeds of a paper, 核对单, drafts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import JobOp, Operation, Task, WriteOp
from data.rows.errors import InvalidInput
from data.rows.issues import Changes
from data.rows.notices import Deed, NoticeRow
from data.rows.papers import PaperKind
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.oversight.notices.confirming import Settled
    from data.oversight.notices.entering import By
    from data.oversight.notices.ladder import Step
    from data.oversight.notices.life import Draft

Failed = Callable[[BaseException], None]
OPENED = "opened"
TOUCHED = Changes(notices=True)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person told of a deed: who, on which day, why, until when, with which file."""

    actor: str
    day: date
    note: str = ""
    due: date | None = None
    number: str = ""
    file: Path | None = None
    kind: PaperKind | None = None
    wording: tuple[tuple[str, str], ...] = ()
    keys: tuple[str, ...] | None = None
    bodies: tuple[str, ...] = ()
    issuer: str = ""

    def by(self, seen: int | None = None) -> By:
        """Return who does it, having seen a version of the paper."""
        from data.oversight.notices.entering import By

        return By(self.actor, self.day, self.note, seen)

    def content(self) -> tuple[str, bytes] | None:
        """Return the file's name and bytes."""
        from data.store.errors import file_fault

        if self.file is None:
            return None
        try:
            return self.file.name, self.file.read_bytes()
        except OSError as exc:
            raise file_fault(exc, self.file) from exc


def _plain() -> Mapping[Deed, Callable[[Session, int, By], None]]:
    from data.oversight.notices import answering, life

    return {
        Deed.SUBMIT: life.submit, Deed.SEND_BACK: life.send_back, Deed.REVIEW: life.review,
        Deed.COSIGN: life.cosign, Deed.SIGN: life.sign, Deed.RECEIVE: answering.receive,
        Deed.REMIND: answering.remind, Deed.CLOSE: answering.close, Deed.EXEMPT: answering.exempt,
        Deed.DROP: life.drop, Deed.ARCHIVE: life.archive,
    }  # fmt: skip


def _do(session: Session, deed: Deed, number: int, by: By, told: Answers) -> int | None:
    """Do one deed; return the place of the paper it opened, if it opens one."""
    from data.oversight.notices import answering, life
    from data.oversight.notices.ladder import escalate

    plain = _plain()
    if deed in plain:
        plain[deed](session, number, by)
    elif deed is Deed.EDIT:
        life.edit(session, number, dict(told.wording), by, told.keys)
    elif deed is Deed.ASK_MORE_TIME:
        if told.due is None:
            raise InvalidInput("请写明延期到哪一天。")
        answering.ask_more_time(session, number, told.due, by)
    elif deed in (Deed.GRANT, Deed.DENY):
        answering.answer_request(session, number, deed is Deed.GRANT, by)
    elif deed is Deed.REPLY:
        answering.reply(session, number, by, told.content())
    elif deed is Deed.RETURN:
        answering.return_reply(session, number, by, told.due)
    elif deed is Deed.ESCALATE:
        return escalate(session, number, by, told.kind, told.issuer)
    elif deed is Deed.WITHDRAW:
        return life.open_withdrawal(session, number, by)
    return None


def do_deed(
    ctx: AppContext,
    deed: Deed,
    rows: Sequence[NoticeRow],
    told: Answers,
    done: Callable[[Changes], None],
    failed: Failed,
) -> Operation[Changes]:
    """Do a deed to papers as they were shown, all or none; issuing goes paper by paper."""
    if deed is Deed.ISSUE:
        return _issue(ctx, rows, told, done, failed)

    def work(session: Session, task: Task) -> Changes:
        opened = 0
        for row in rows:
            opened = _do(session, deed, row.id, told.by(row.version), told) or opened
        details = {OPENED: opened} if opened else {}
        return replace(TOUCHED, count=len(rows), details=details)

    return WriteOp(ctx, work, done, why=f"办理 {deed.label}", actor=told.actor, failed=failed)


def _issue(
    ctx: AppContext, rows: Sequence[NoticeRow], told: Answers, done: Callable[[Changes], None],
    failed: Failed,
) -> JobOp[Changes]:  # fmt: skip
    def work(task: Task) -> Changes:
        from console.operations.notices import NoticeDesk, issue_notice

        final = told.content()
        kept = None
        for place, row in enumerate(rows):
            task.step(place, len(rows), f"印发 {row.kind.label}")
            desk = NoticeDesk(ctx.db, row.id, told.day, told.actor, kept=kept)
            issue_notice(desk, told.by(row.version), told.number, final)
            kept = desk.desk
        return replace(TOUCHED, count=len(rows))

    return JobOp(ctx, work, done, label="登记印发", changes=TOUCHED, failed=failed)


def propose(
    ctx: AppContext, period: Period, done: Callable[[list[Step]], None], failed: Failed
) -> Operation[list[Step]]:
    """Find out which papers a period and the clocks call for."""

    def work(task: Task) -> list[Step]:
        from console.operations.notices import propose_steps

        return propose_steps(ctx.db, period, ctx.today)

    return Operation(ctx, work, done, topic="notice-steps", failed=failed)


def open_proposals(
    ctx: AppContext, period: Period, steps: Sequence[Step], told: Answers,
    done: Callable[[list[int]], None], failed: Failed,
) -> JobOp[list[int]]:  # fmt: skip
    """Open a paper for each proposal."""

    def work(task: Task) -> list[int]:
        from console.operations.notices import open_steps

        return open_steps(ctx.db, period, steps, told.by(), told.issuer)

    return JobOp(ctx, work, done, label=f"立项 {len(steps)} 件", changes=TOUCHED, failed=failed)


def open_draft(
    ctx: AppContext, draft: Draft, told: Answers, done: Callable[[int], None], failed: Failed
) -> WriteOp[int]:
    """Open one paper as told."""

    def work(session: Session, task: Task) -> int:
        from data.oversight.notices.life import open_notice

        return open_notice(session, draft, told.by())

    def tell(number: int) -> None:
        ctx.changed.emit(TOUCHED, None)
        done(number)

    why = f"立项 {draft.kind.label}"
    return WriteOp(ctx, work, tell, why=why, actor=told.actor, failed=failed)


def save_attachment(ctx: AppContext, event: int, folder: Path) -> JobOp[Path]:
    """Save the file kept with an entry into a folder."""

    def work(task: Task) -> Path:
        from console.operations.papers import clean_name, save
        from data.oversight.notices.listing import attachment_of

        with ctx.db.reading() as session:
            name, content = attachment_of(session, event)
        path = folder / clean_name(name)
        save(path, content)
        return path

    return JobOp(
        ctx, work, lambda path: ctx.messages.info(f"已另存 {path.name}"), label="另存附件"
    )


def send_checks(
    ctx: AppContext, period: Period, bodies: Sequence[str], told: Answers, folder: Path,
    done: Callable[[tuple[int, int, int]], None], failed: Failed,
) -> JobOp[tuple[int, int, int]]:  # fmt: skip
    """Send 核对单: `done` hears how many items are new, how many in all, how many files."""

    def work(task: Task) -> tuple[int, int, int]:
        from console.operations.check_sheets import send_period

        sent, items, files = send_period(ctx.db, period, bodies, told.by(), folder)
        return sent, len(items), len(files)

    return JobOp(ctx, work, done, label="送核对", changes=TOUCHED, failed=failed)


def settle_checks(
    ctx: AppContext, period: Period, body: str, told: Answers, done: Callable[[Settled], None],
    failed: Failed,
) -> JobOp[Settled]:  # fmt: skip
    """Settle what came back of a period."""

    def work(task: Task) -> Settled:
        from console.operations.check_sheets import settle_period

        return settle_period(ctx.db, period, body, told.by())

    touched = replace(TOUCHED, findings=True)
    return JobOp(ctx, work, done, label="核对认定", changes=touched, failed=failed)
