"""The arguments of the commands by which people decide: findings, bases, audits, rule sets."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

Add = Callable[[str, str, str], argparse.ArgumentParser]
DECIDE, BASIS, AUDIT, RULESETS = (
    f"console.cli.commands_{name}" for name in ("decide", "basis", "audit", "rulesets")
)


def deciding_commands(add: Add, day: Callable[[str], date]) -> None:
    """Add the commands of what people decide."""
    one = add("finding", DECIDE, "认定预警：decide KEY… | undo KEY… | history KEY")
    one.add_argument("action", choices=("decide", "undo", "history"))
    one.add_argument("keys", nargs="*", metavar="KEY")
    one.add_argument("--state", default="", help="属实、有异议、不成立、尽职免责、已整改、待核实")
    _who_and_why(one)
    words = "依据核验：list | history REPORT | accept、refuse、reopen REPORT…"
    one = add("basis", BASIS, words)
    one.add_argument("action", choices=("list", "history", "accept", "refuse", "reopen"))
    one.add_argument("reports", nargs="*", metavar="REPORT", help="序号，或 单位:检查编号")
    one.add_argument("--period")
    one.add_argument("--state", help="待核验、认可、不认可")
    one.add_argument("--body")
    _who_and_why(one)
    _audit(add)
    _ruleset(add, day)


def _audit(add: Add) -> None:
    words = "事后核查：draw | list | show 样本 | result REPORT | form 样本 | drop 样本"
    one = add("audit", AUDIT, words)
    one.add_argument("action", choices=("draw", "list", "show", "result", "form", "drop"))
    one.add_argument("words", nargs="*", metavar="WORD")
    one.add_argument("--period")
    one.add_argument("--size", type=int, help="抽取次数")
    one.add_argument("--share", help="抽取比例，如 5%%")
    one.add_argument("--seed", type=int, help="种子；不写则随机产生并留存")
    one.add_argument("--result", default="", help="属实、部分不属实、不属实、无法核实")
    one.add_argument("--note", default="")
    one.add_argument("--version", type=int, default=0, help="更正已录结果时写原结果的版本")
    one.add_argument("--out", type=Path)
    one.add_argument("--actor", default="", help="办理人")


def _ruleset(add: Add, day: Callable[[str], date]) -> None:
    words = "规则集：list | show | history | set 规则 数值名 值 | on、off 规则 | preview | resume"
    one = add("ruleset", RULESETS, words)
    actions = ("list", "show", "history", "set", "on", "off", "preview", "resume")
    one.add_argument("action", choices=actions)
    one.add_argument("words", nargs="*", metavar="WORD")
    one.add_argument("--from", dest="from_day", type=day, default=None, help="生效日期")
    one.add_argument("--author", default="", help="修改人")
    _who_and_why(one)


def _who_and_why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", default="", help="理由")
    parser.add_argument("--actor", default="", help="办理人")
