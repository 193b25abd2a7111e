"""The arguments of the commands by which people mend the ledger."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

Add = Callable[[str, str, str], argparse.ArgumentParser]
MENDING, CLOSINGS, BODIES = (
    f"console.cli.commands_{name}" for name in ("mending", "closings", "bodies")
)


def mending_commands(add: Add, day: Callable[[str], date]) -> None:
    """Add the commands that mend reports, visits and months, and the list of all edits."""
    words = "检查报告：correct REPORT --set 栏目=新值 | void | restore | history REPORT"
    one = add("visit", MENDING, words)
    one.add_argument("action", choices=("correct", "void", "restore", "history"))
    one.add_argument("report", metavar="REPORT", help="序号，或 单位:检查编号")
    one.add_argument("--set", dest="texts", action="append", default=[], metavar="栏目=新值")
    one.add_argument("--line", type=int, help="更正第几行事项")
    _who_and_why(one)
    words = "并为一次入企：list | accept、refuse REPORT REPORT | undo 更改序号"
    one = add("join", MENDING, words)
    one.add_argument("action", choices=("list", "accept", "refuse", "undo"))
    one.add_argument("words", nargs="*", metavar="WORD")
    one.add_argument("--period")
    _who_and_why(one)
    words = "单位：show 单位 | merge 原单位 并入单位 | split 原单位 划入单位 | undo 更改序号"
    one = add("body", BODIES, words)
    one.add_argument("action", choices=("show", "merge", "split", "undo"))
    one.add_argument("words", nargs="*", metavar="WORD")
    one.add_argument("--period", help="show 的期间")
    one.add_argument("--from", dest="from_day", type=day, default=None, help="自哪一天起")
    one.add_argument("--region", default="", help="划出的地区")
    one.add_argument("--items", default="", help="划出的监管事项，用逗号隔开")
    _who_and_why(one)
    one = add("edits", MENDING, "更改记录：list | undo、redo 序号（last 为本人上一步）")
    one.add_argument("action", choices=("list", "undo", "redo"))
    one.add_argument("words", nargs="*", metavar="WORD")
    _who_and_why(one)
    one = add("sample", CLOSINGS, "演示数据：remove --yes 移除后数据库为空，参数设置保留")
    one.add_argument("action", choices=("remove",))
    one.add_argument("--yes", action="store_true", help="确认移除")
    _who_and_why(one)
    one = add("close", CLOSINGS, "封账：该期间各月上报完毕，此后的变动属于更正")
    one.add_argument("period")
    one.add_argument("--note", default="", help="说明")
    _who_and_why(one)
    one = add("reopen", CLOSINGS, "重新开账，须写明理由")
    one.add_argument("period")
    _who_and_why(one)
    add("closings", CLOSINGS, "已封账的月份，及封账以来的变化")


def _who_and_why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", default="", help="理由")
    parser.add_argument("--actor", default="", help="办理人")
