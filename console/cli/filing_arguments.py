"""The arguments of `filing`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

Add = Callable[[str, str, str], argparse.ArgumentParser]
WORDS = (
    "检查计划备案台账：list | show | receive 收件 | return 退回补正 | take 受理 | "
    "undo 撤回最后一步 | enter 手工登记计划 | amend 补填计划 | count 统计 | export 导出"
)
ACTIONS = (
    "list", "show", "receive", "return", "take", "undo", "enter", "amend", "count", "export",
)  # fmt: skip


def filing_commands(add: Add, day: Callable[[str], date]) -> None:
    """Add the command of the register of filings."""
    one = add("filing", "console.cli.commands_filings", WORDS)
    one.add_argument("action", choices=ACTIONS)
    one.add_argument("keys", nargs="*", metavar="KEY", help="单位编码:计划编号；收件、受理可写多个")
    one.add_argument("--period", default="", help="期间，默认本年；未办结的总在内")
    for name, words in (
        ("state", "状态，如 退回补正、逾期未补正"), ("body", "牵头单位"),
        ("region", "牵头单位所在地区"), ("level", "牵头单位层级"), ("system", "牵头单位条线"),
        ("receiver", "收件机关：市司法局、市市场监管局；默认按检查类型"),
        ("sender", "报送人"), ("number", "收件编号或备案编号；不写则接着编"),
        ("reason", "退回、撤回、补填的理由"), ("note", "备注"), ("actor", "经办人"),
    ):  # fmt: skip
        one.add_argument(f"--{name}", default="", help=words)
    one.add_argument("--lack", default=None, help="要补正的要素，用逗号隔开；默认所缺的（R16）")
    for name, words in (
        ("day", "收件、退回或受理日期，默认今天"), ("filed", "备案日期，默认受理日期"),
        ("due", "补正期限，默认退回后若干工作日（参数 filing.days）"),
    ):  # fmt: skip
        one.add_argument(f"--{name}", type=day, default=None, help=words)
    one.add_argument("--set", dest="texts", action="append", default=[], metavar="栏目=内容",
                     help="计划的栏目，如 抽查比例=10%%")  # fmt: skip
    one.add_argument("--version", type=int, help="所见的版本；已被他人更新时不保存")
    one.add_argument("--out", type=Path, help="台账存到这个工作簿")
    one.add_argument("--as-of", type=day, default=None, help="按这一天结束时的数据回答")
