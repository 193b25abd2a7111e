"""The arguments of the commands that plan a year: matching plans, the joint timetable."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

PLANNING = "console.cli.commands_planning"
Add = Callable[[str, str, str], argparse.ArgumentParser]


def planning_commands(add: Add) -> None:
    """Add the commands of planning."""
    one = add("match", PLANNING, "计划匹配：哪些计划可以合并为联合检查，能少跑多少次")
    one.add_argument("--year", type=int, required=True)
    _remaining(one)
    one.add_argument("--least", type=int, default=1, help="至少有几户共同对象")
    one = add("schedule", PLANNING, "联合检查时间表，并证明离最少次数还差多少")
    one.add_argument("--year", type=int, help="年度；与 --check 合用时可不写")
    one.add_argument("--out", type=Path, help="写出时间表（.csv 或 .xlsx）")
    one.add_argument("--seconds", type=float, default=60.0, help="最多计算几秒，默认 60")
    one.add_argument("--gap", type=float, default=0.0, help="差距不大于此数即可停止，如 0.005")
    one.add_argument("--certificate", type=Path, help="写出下界的证明（.json）")
    one.add_argument("--check", type=Path, help="重新计算一份证明的下界")
    _remaining(one)


def _remaining(parser: argparse.ArgumentParser) -> None:
    told = "只排尚未检查的对象，已完成的检查占用当月能力"
    parser.add_argument("--remaining", action="store_true", help=told)
