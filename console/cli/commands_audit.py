"""The command `audit`: samples drawn for 事后核查 and what was found."""

from __future__ import annotations

import argparse
from decimal import Decimal, InvalidOperation

from console.cli.common import database, period, today
from console.cli.output import Answer, Json, named
from data.oversight.audits import (
    draw_sample,
    drop_sample,
    enter_result,
    form_rows,
    list_drawn,
    list_samples,
)
from data.records.naming import report_ids
from data.rows.decisions import DrawnRow, SampleRow
from data.rows.enums import AuditResult
from data.rows.errors import InvalidInput
from data.rows.period import day_of
from data.store.database import Database

ACTOR = "命令行"


def audit(options: argparse.Namespace) -> Answer:
    """Draw a sample, list samples, show one, enter a result, export its form, take it back."""
    actions = {
        "draw": _draw, "list": _list, "show": _show, "result": _result, "form": _form,
        "drop": _drop,
    }  # fmt: skip
    with database(options) as db:
        return actions[options.action](db, options)


def _draw(db: Database, options: argparse.Namespace) -> Answer:
    share = _share(options.share) if options.share else None
    asked = period(options)
    with db.writing(options.actor or ACTOR, f"事后核查抽样 {asked.text}") as session:
        number = draw_sample(
            session, asked, options.size, share, options.seed, options.actor or ACTOR,
            today(options),
        )  # fmt: skip
    return _told(db, number)


def _share(text: str) -> Decimal:
    try:
        if text.endswith(("%", "％")):
            return Decimal(text[:-1]) / 100
        return Decimal(text)
    except InvalidOperation as exc:
        raise InvalidInput(f"抽取比例“{text}”应写作 0.05 或 5%。") from exc


def _list(db: Database, options: argparse.Namespace) -> Answer:
    with db.reading() as session:
        rows = list_samples(session)
    lines = tuple(sample_line(row) for row in rows)
    return Answer({"samples": [_sample(row) for row in rows]}, lines or ("还没有抽样",))


def _show(db: Database, options: argparse.Namespace) -> Answer:
    return _told(db, _number(options, "audit show 样本序号"))


def _told(db: Database, number: int) -> Answer:
    with db.reading() as session:
        drawn = list_drawn(session, number)
        (row,) = [one for one in list_samples(session) if one.id == number]
    content = {**_sample(row), "drawn": [_drawn(one) for one in drawn]}
    return Answer(content, (sample_line(row), row.method, *(_line(one) for one in drawn)))


def _result(db: Database, options: argparse.Namespace) -> Answer:
    if len(options.words) != 1:
        raise InvalidInput("用法：audit result REPORT --result 属实 [--note 说明]")
    result = AuditResult.of(options.result)
    if result is None:
        words = "、".join(one.label for one in AuditResult)
        raise InvalidInput(f"请用 --result 写明核查结果，可用：{words}。")
    actor = options.actor or ACTOR
    with db.writing(actor, f"事后核查结果 {result.label}") as session:
        (report,) = report_ids(session, options.words)
        enter_result(
            session, report, result, actor, options.note, today(options), options.version
        )  # fmt: skip
    content = {"report": report, "result": result.label, "note": options.note}
    return Answer(content, (f"检查报告 {report}：{result.label}",))


def _form(db: Database, options: argparse.Namespace) -> Answer:
    from data.intake.templates import write_template

    number = _number(options, "audit form 样本序号 --out 文件.xlsx")
    if options.out is None:
        raise InvalidInput("请用 --out 写明保存的文件。")
    with db.reading() as session:
        drawn = list_drawn(session, number)
    rows = form_rows(drawn)
    write_template("audits", options.out, rows)
    left = len(drawn) - len(rows)
    lines = [f"已写 {options.out}，共 {len(rows)} 次"]
    if left:
        lines.append(f"另有 {left} 次没有检查编号，请用 audit result 逐条录入")
    content = {"file": str(options.out), "rows": len(rows), "without_number": left}
    return Answer(content, tuple(lines))


def _drop(db: Database, options: argparse.Namespace) -> Answer:
    number = _number(options, "audit drop 样本序号")
    with db.writing(options.actor or ACTOR, f"撤销事后核查样本 {number}") as session:
        drop_sample(session, number)
    return Answer({"sample": number}, (f"已撤销样本 {number}",))


def _number(options: argparse.Namespace, usage: str) -> int:
    if len(options.words) != 1 or not options.words[0].isdecimal():
        raise InvalidInput(f"用法：{usage}")
    return int(options.words[0])


def _sample(row: SampleRow) -> Json:
    names = ("id", "period", "method", "seed", "population", "size", "actor", "at", "done")
    return {
        **{name: getattr(row, name) for name in names},
        "untrue": row.untrue,
        "day": day_of(row.day).isoformat(),
    }


def _drawn(one: DrawnRow) -> Json:
    return {
        "report": one.report,
        "visit": one.visit,
        "number": one.number,
        "body": named(one.body),
        "enterprise": named(one.enterprise),
        "day": day_of(one.day).isoformat(),
        "result": one.result.label if one.result else None,
        "checked": None if one.checked is None else day_of(one.checked).isoformat(),
        "checker": one.checker,
        "note": one.note,
        "version": one.version,
    }


def sample_line(row: SampleRow) -> str:
    """Return a sample as a line for people."""
    return (
        f"{row.id}　{row.period}　抽取 {row.size:,} / {row.population:,} 次　种子 {row.seed}　"
        f"已核查 {row.done:,}，不属实 {row.untrue:,}　{row.actor}　{day_of(row.day)}"
    )


def _line(one: DrawnRow) -> str:
    result = one.result.label if one.result else "未核查"
    return (
        f"{one.report}　{result}　{day_of(one.day)}　{one.body.name}　{one.number}　"
        f"{one.enterprise.name}　{one.note}".rstrip()
    )
