"""The forms of the 双随机 draw: a new one, its rules, the public figure, giving it up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from console.context import AppContext
from console.operations.drawing import Asked, RuleWords
from console.pages.form_dialog import Answers, Field, FormDialog, ask
from data.rows.draw_wishes import Scope, parts_text, percent_text
from data.rows.draws import CREDITS, HUNDRED, RISKS, WHOLE, DrawnRow, DrawRow, DrawRules, DrawSheet


def ask_draw(
    ctx: AppContext, parent: QWidget, take: Callable[[Asked], None]
) -> FormDialog | None:
    """Ask for a new draw: when, how many, by which lists; without a list of objects, of whom."""
    bodies = tuple(body.name for body in ctx.registers.bodies) if ctx.registers else ()
    fields = (
        Field("title", "名称", needed=True, hint="如 2026年第四季度危险化学品双随机抽查"),
        Field("held", "抽取日期", "day", ctx.today.isoformat(), needed=True),
        Field("objects", "对象名单", "file", hint="不填则下一步从监管对象中选"),
        Field("bodies", "抽人员的单位", choices=bodies, hint="多个用“、”分开；不填不抽人员"),
        Field("officers", "人员名单", "file", hint="不填则用单位的执法人员"),
        Field("avoid", "回避名单", "file", hint="没有的不填"),
        Field("size", "抽取户数", "whole", hint="不填按比例"),
        Field("witness", "约定的公开数", hint="如 当日福彩3D开奖号码；可不填"),
    )  # fmt: skip

    def given(said: Answers) -> None:
        asked = Asked(
            said.text("title"), said.day("held") or date.max, bodies=said.parts("bodies"),
            objects=said.file("objects"), officers=said.file("officers"),
            avoid=said.file("avoid"), words=RuleWords(size=said.whole("size")),
            witness=said.text("witness"),
        )  # fmt: skip
        if asked.objects is None:
            ask_scope(ctx, parent, lambda scope: take(replace(asked, scope=scope)))
        else:
            take(asked)

    about = "先公布承诺值，到抽取日再抽，结果那时才由种子得出。"
    return ask(ctx, parent, "新的抽取", fields, given, about)


def ask_scope(
    ctx: AppContext, parent: QWidget, take: Callable[[Scope], None]
) -> FormDialog | None:
    """Ask which enterprises of the register are drawn from."""
    regions = tuple(name for _, name in ctx.registers.regions) if ctx.registers else ()
    fields = (
        Field("regions", "地区", choices=regions, hint="如 江阴市、宜兴市"),
        Field("sections", "行业门类"), Field("categories", "对象类别"), Field("tags", "标签"),
        Field("credits", "信用", "checks", choices=CREDITS),
        Field("risks", "风险", "checks", choices=RISKS),
        Field("plan", "检查计划", hint="只抽计划的对象：单位编码:计划编号"),
        Field("spared", "白名单免检免扰", "choice", "不列入", ("不列入", "列入")),
    )

    def given(said: Answers) -> None:
        take(Scope(
            said.parts("regions"), said.parts("sections"), said.parts("categories"),
            said.parts("tags"), said.parts("credits"), said.parts("risks"), said.text("plan"),
            said.text("spared") == "不列入",
        ))  # fmt: skip

    about = "从监管对象中抽取。不填、不勾选为全部，多个用“、”分开。"
    return ask(ctx, parent, "抽取范围", fields, given, about)


def ask_rules(
    ctx: AppContext, parent: QWidget, rules: DrawRules, signed: str,
    take: Callable[[RuleWords], None],
) -> FormDialog | None:  # fmt: skip
    """Ask for the rules draws begin with."""
    fields = (
        Field("ratios", "抽查比例", value=parts_text(rules.ratios, WHOLE), needed=True),
        Field("factors", "风险系数", value=parts_text(rules.factors, HUNDRED), needed=True),
        Field("repeat", "保留权重", value=percent_text(rules.repeat, HUNDRED), needed=True,
              hint="本年每查过或抽中一次，权重乘以此数"),
        Field("pair", "每户每单位人数", "whole", value=str(rules.pair), needed=True),
        Field("most", "每人最多户数", "whole", value=str(rules.most), needed=True, hint="0 为不限"),
        Field("fresh", "与上次人员不同", "choice", "是" if rules.fresh else "否", ("否", "是")),
    )

    def given(said: Answers) -> None:
        take(RuleWords(
            said.text("ratios"), said.text("factors"), said.text("repeat"), None,
            said.whole("pair"), said.whole("most"),
            said.text("fresh") == "是",
        ))  # fmt: skip

    about = f"只用于以后的抽取，已作的承诺不变。数值没有文件依据，为参考。设定：{signed}"
    return ask(ctx, parent, "抽取规则", fields, given, about)


def ask_witness(
    ctx: AppContext, parent: QWidget, row: DrawRow, take: Callable[[str], None]
) -> FormDialog | None:
    """Ask for the public figure that was agreed upon."""
    fields = (Field("witness", row.agreed, needed=True),)
    about = f"抽取 {row.number} 承诺时约定了公开数。填入后即抽取，不能重来。"
    return ask(ctx, parent, "填入公开数并抽取", fields, lambda said: take(said.text("witness")),
               about)  # fmt: skip


def ask_reason(
    ctx: AppContext, parent: QWidget, row: DrawRow, take: Callable[[str], None]
) -> FormDialog | None:
    """Ask why a draw is given up."""
    fields = (Field("reason", "作废的理由", "text", needed=True),)
    about = f"作废抽取 {row.number}（{row.title}）。记录保留，理由列入以后的证明，种子随即公布。"
    return ask(ctx, parent, "作废抽取", fields, lambda said: take(said.text("reason")), about)


def ask_substitute(
    ctx: AppContext, parent: QWidget, row: DrawnRow, take: Callable[[str, str], None]
) -> FormDialog | None:
    """Ask who falls out, the enterprise or one of its officers, and why."""
    badges = {f"执法人员 {one.name or one.badge}（{one.badge}）": one.badge for one in row.officers}
    choices = (WHOLE_ENTERPRISE, *badges)
    fields = (
        Field("who", "谁不能参加", "choice", WHOLE_ENTERPRISE, choices),
        Field("reason", "理由", "text", needed=True, hint="如 已停业；与企业有利害关系，回避"),
    )  # fmt: skip
    about = f"{row.name}：由承诺时定下的次序中接着的一个替补，不能挑选；连同理由列入证明。"
    return ask(
        ctx, parent, "替补", fields,
        lambda said: take(badges.get(said.text("who"), ""), said.text("reason")), about,
    )  # fmt: skip


WHOLE_ENTERPRISE = "企业（停业、迁出等）"


def ask_plan(
    ctx: AppContext, parent: QWidget, sheet: DrawSheet, take: Callable[[str], None]
) -> FormDialog | None:
    """Ask for the plan whose list of targets the enterprises drawn become."""
    assert sheet.standing is not None
    fields = (Field("plan", "计划", needed=True, hint="单位编码:计划编号"),)
    count = len(sheet.standing.drawn)
    about = f"把抽中的 {count} 户写入计划的检查对象名单，作为一个批次，可在导入历史中撤回。"
    return ask(ctx, parent, "写入计划", fields, lambda said: take(said.text("plan")), about)
