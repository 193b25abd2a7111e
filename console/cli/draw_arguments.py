"""The arguments of `draw`: the 双随机 draw from its promise to its checking."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

DRAW = "console.cli.commands_draw"
ACTIONS = ("commit", "run", "abandon", "list", "show", "certificate", "verify", "template", "rules",
           "substitute", "targets")
Add = Callable[[str, str, str], argparse.ArgumentParser]
Day = Callable[[str], date]


def draw_commands(add: Add, day: Day) -> None:
    """Add the command of the draw."""
    words = (
        "双随机抽取：commit 承诺 | run 编号 抽取 | abandon 编号 作废 | list | show 编号 | "
        "certificate 编号 承诺书或证明 | verify 编号或证明.json 核验 | "
        "substitute 编号 企业代码 [执法证号] 替补 | targets 编号 写入计划的检查对象名单（--plan）| "
        "template objects、officers、avoid 空表 | rules 规则"
    )
    one = add("draw", DRAW, words)
    one.add_argument("action", nargs="?", choices=ACTIONS)
    one.add_argument("words", nargs="*", metavar="WORD", help="编号如 2026-003，或文件")
    one.add_argument("--verify", type=Path, metavar="FILE", help="核验一份证明（.json）")
    one.add_argument("--title", default="", help="抽取的名称")
    one.add_argument("--on", type=day, default=None, help="抽取日期，默认今天")
    one.add_argument("--witness", default="", help="承诺时约定的公开数来源，抽取时填该数")
    one.add_argument("--actor", default="", help="办理人")
    one.add_argument("--reason", default="", help="作废、替补的理由")
    one.add_argument("--year", type=int, help="只列这一年")
    one.add_argument("--out", type=Path, help="写到这个文件（list、show）或文件夹（certificate）")
    one.add_argument("--dry-run", action="store_true", help="只看名额和缺口，不作承诺")
    _scope(one)
    _rules(one)


def _scope(one: argparse.ArgumentParser) -> None:
    for name, words in (
        ("region", "地区"), ("industry", "行业门类"), ("category", "对象类别"), ("tag", "标签"),
        ("credit", "信用：A、B、C、D、未评级"), ("risk", "风险：高、中、低、未定级"),
        ("bodies", "抽取哪些单位的执法人员"),
    ):  # fmt: skip
        one.add_argument(f"--{name}", default="", help=f"{words}，用逗号隔开")
    told = "只在这个计划的对象中抽，或（targets）写入这个计划：单位编码:计划编号"
    one.add_argument("--plan", default="", help=told)
    one.add_argument("--with-spared", action="store_true", help="白名单免检免扰的也列入")
    for name, words in (
        ("objects", "抽取对象名单"), ("officers", "抽取人员名单"), ("avoid", "回避名单"),
    ):
        one.add_argument(f"--{name}", type=Path, help=f"{words}（.xlsx、.csv）")


def _rules(one: argparse.ArgumentParser) -> None:
    one.add_argument("--ratios", default="", help="抽查比例，如 A=1%%,D=30%%")
    one.add_argument("--factors", default="", help="风险系数，如 高=200%%,低=50%%")
    one.add_argument("--repeat", default="", help="本年每查过或抽中一次保留的权重，如 25%%")
    one.add_argument("--size", type=int, help="抽取户数；0 为按比例")
    one.add_argument("--pair", type=int, help="每户每单位几人；0 为不抽人员")
    one.add_argument("--most", type=int, help="每人最多几户；0 为不限")
    one.add_argument("--fresh", choices=("是", "否"), help="不派上次到该企业检查的人员")
