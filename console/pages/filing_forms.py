"""What is asked of a person who receives, returns, takes or enters plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from console.context import AppContext
from console.operations import filings
from console.pages.form_dialog import Answers, Field, FormDialog, ask, body_field
from data.rows.filings import FilingRow, Receipt, Receiver, SendBack, Taking, lack_words
from data.rows.kinds import KINDS
from data.rows.plans import FIELDS

RECEIVERS = tuple(one.label for one in Receiver)
NEXT = "不填则接着编"
OF_KEYS = ("牵头部门", "计划编号", "任务名称")
SHORT_FORM = (
    "检查类型", "计划周期", "检查事项", "检查对象范围", "抽查比例", "开始日期", "结束日期",
    "参与部门", "是否联合", "批准文号", "公布日期",
)  # fmt: skip
"""What is asked of a plan that came on paper; the rest can be filled in later."""


def about(rows: Sequence[FilingRow]) -> str:
    """Return which plans are meant."""
    first = f"{rows[0].plan.body.name}　{rows[0].plan.number}　{rows[0].plan.name}"
    return first if len(rows) == 1 else f"{first} 等 {len(rows)} 个计划"


def ask_receive(
    ctx: AppContext, parent: QWidget, rows: Sequence[FilingRow], senders: Sequence[str]
) -> FormDialog | None:
    """Ask for a receipt; of several plans the numbers follow each other."""
    is_first, alone = any(row.id is None for row in rows), len(rows) == 1
    fields = [
        Field("day", "收件日期", "day", ctx.today.isoformat(), needed=True),
        Field("sender", "报送人", choices=tuple(senders), hint="联络员或送件人"),
        Field("note", "备注"),
    ]
    if is_first and alone:
        fields[1:1] = [
            Field("receiver", "收件机关", "choice", rows[0].receiver.label, RECEIVERS),
            Field("number", "收件编号", hint=NEXT),
        ]

    def take(said: Answers) -> None:
        receipt = _receipt(said, is_first and alone)
        filings.receive_plans(ctx, rows, receipt).run()

    return ask(ctx, parent, "登记收件" if is_first else "补正收件", fields, take, about(rows))


def _receipt(said: Answers, with_number: bool) -> Receipt:
    day = said.day("day")
    assert day is not None
    number = said.text("number") if with_number else ""
    receiver = Receiver.of(said.text("receiver")) if with_number else None
    return Receipt(day, said.text("sender"), number, receiver, said.text("note"))


def ask_return(
    ctx: AppContext, parent: QWidget, row: FilingRow, days: int
) -> FormDialog | None:
    """Ask what is to be completed and by when; what R16 finds missing is ticked."""
    fields = (
        Field("lacks", "补正要素", "checks", lack_words(row.plan.lacks),
              tuple(FIELDS.values())),
        Field("reason", "理由", "text", hint="要素不缺而退回的，写明理由"),
        Field("day", "退回日期", "day", ctx.today.isoformat(), needed=True),
        Field("due", "补正期限", "day", hint=f"不填为退回后 {days} 个工作日"),
    )  # fmt: skip

    def take(said: Answers) -> None:
        day, words = said.day("day"), said.parts("lacks")
        assert day is not None
        lacks = tuple(key for key, word in FIELDS.items() if word in words)
        back = SendBack(day, lacks, said.text("reason"), said.day("due"))
        filings.return_plan(ctx, row, back).run()

    return ask(ctx, parent, "退回补正", fields, take, about((row,)))


def ask_take(
    ctx: AppContext, parent: QWidget, rows: Sequence[FilingRow]
) -> FormDialog | None:
    """Ask for 受理日期, 备案日期 and 备案编号; a plan that lacks a field needs the reason."""
    lacking = [row for row in rows if row.plan.lacks]
    told = about(rows)
    if lacking:
        told += f"\n{lacking[0].plan.number} {lacking[0].plan.lack_words}，受理须写明理由。"
    fields = [
        Field("day", "受理日期", "day", ctx.today.isoformat(), needed=True),
        Field("filed", "备案日期", "day", hint="不填为受理日期"),
        Field("note", "理由" if lacking else "备注", needed=bool(lacking)),
    ]
    if len(rows) == 1:
        fields[2:2] = [Field("number", "备案编号", hint=NEXT)]

    def take(said: Answers) -> None:
        day = said.day("day")
        assert day is not None
        number = said.text("number") if len(rows) == 1 else ""
        taking = Taking(day, number, said.day("filed"), said.text("note"))
        filings.take_plans(ctx, rows, taking).run()

    return ask(ctx, parent, "受理", fields, take, told)


def ask_undo(ctx: AppContext, parent: QWidget, row: FilingRow) -> FormDialog | None:
    """Ask why the last deed is taken back."""
    fields = (Field("why", "撤回理由", "text", needed=True),)

    def take(said: Answers) -> None:
        filings.undo_filing(ctx, row, said.text("why")).run()

    return ask(ctx, parent, "撤回最后一步", fields, take, about((row,)))


def ask_enter(
    ctx: AppContext, parent: QWidget, done: Callable[[str], None]
) -> FormDialog | None:
    """Ask for a plan that came on paper."""
    fields = (
        body_field(ctx, OF_KEYS[0], OF_KEYS[0], needed=True),
        *(Field(name, name, needed=True) for name in OF_KEYS[1:]),
        *map(_plan_field, SHORT_FORM),
    )

    def take(said: Answers) -> None:
        texts = _filled(said, (*OF_KEYS, *SHORT_FORM))
        filings.enter(ctx, texts, done).run()

    return ask(ctx, parent, "登记纸质计划", fields, take)


def ask_amend(ctx: AppContext, parent: QWidget, row: FilingRow) -> FormDialog | None:
    """Ask for what was completed on paper; what is left empty stays as it is."""
    fields = tuple(map(_plan_field, SHORT_FORM))

    def take(said: Answers) -> None:
        filings.amend(ctx, row, _filled(said, SHORT_FORM), "").run()

    return ask(ctx, parent, "补填计划", fields, take, f"{about((row,))}\n只填要补的栏目。")


def _plan_field(header: str) -> Field:
    col = KINDS["plans"].column(header)
    assert col is not None
    if col.words:
        return Field(header, header, "choice", choices=("", *col.words))
    return Field(header, header, hint=col.example)


def _filled(said: Answers, headers: Sequence[str]) -> dict[str, str]:
    return {header: said.text(header) for header in headers if said.text(header)}
