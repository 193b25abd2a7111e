"""The arguments of the commands that plan a year: matching plans, the joint timetable."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from data.rows.readings import READINGS

PLANNING, MATCHING, RAISING, ANNOUNCING = (
    f"console.cli.commands_{name}" for name in ("planning", "matching", "raising", "announcing")
)
Add = Callable[[str, str, str], argparse.ArgumentParser]


def planning_commands(add: Add, day: Callable[[str], date]) -> None:
    """Add the commands of planning."""
    _match(add, day)
    one = add("schedule", PLANNING, "联合检查时间表，并证明离最少次数还差多少")
    one.add_argument("--year", type=int, help="年度；与 --check 合用时可不写")
    one.add_argument("--out", type=Path, help="写出时间表（.csv 或 .xlsx）")
    one.add_argument("--weeks", action="store_true", help="细到周，同一企业每月不超过规定次数")
    one.add_argument("--by-body", type=Path, help="按单位写出，每个单位一个工作簿（文件夹）")
    one.add_argument("--by-enterprise", type=Path, help="按企业写出（.xlsx 或 .csv）")
    told = "沿用原时间表（--out 写出的 .csv，或“留存”）：本月以前的不动，其余改动最少"
    one.add_argument("--keep", type=Path, help=told)
    one.add_argument("--changes", type=Path, help="与 --keep 合用：写出改动清单（.xlsx 或 .csv）")
    told = "留存为本年度的时间表：简报、联合检查函、预告清单以此为准"
    one.add_argument("--save", action="store_true", help=told)
    one.add_argument("--kept", action="store_true", help="只看留存的时间表")
    one.add_argument("--withdraw", metavar="REASON", default="", help="撤回留存的时间表，写明理由")
    one.add_argument("--actor", default="", help="办理人")
    one.add_argument("--seconds", type=float, default=60.0, help="最多计算几秒，默认 60")
    one.add_argument("--gap", type=float, default=0.0, help="差距不大于此数即可停止，如 0.005")
    one.add_argument("--certificate", type=Path, help="写出下界的证明（.json）")
    told = "从以前写出的证明（.json）里的价格算起，计划或检查能力略有变化时快得多；可与 --keep 合用"
    one.add_argument("--prices", type=Path, help=told)
    one.add_argument("--check", type=Path, help="重新计算一份证明的下界")
    _remaining(one)
    _raise_share(add)
    words = "预告清单：只列标注可预告的计划，按单位、月份各一个工作簿；飞行检查、举报不列"
    one = add("announce", ANNOUNCING, words)
    one.add_argument("--year", type=int, required=True)
    one.add_argument("--month", default="", help="只写这些月份，如 2026-09，用逗号分开")
    one.add_argument("--body", default="", help="只写这个单位（编码或名称）")
    one.add_argument("--out", type=Path, help="存到这个文件夹；不写则只列数目")


def _match(add: Add, day: Callable[[str], date]) -> None:
    one = add("match", MATCHING, "计划匹配：哪些计划可以合并为联合检查，能少跑多少次")
    one.add_argument("--year", type=int, required=True)
    _remaining(one)
    one.add_argument("--least", type=int, default=1, help="至少有几户共同对象")
    told = "列哪些：open 待定（默认）、accepted 已采纳、refused 不采纳、postponed 暂缓、all 全部"
    shown = ("open", "accepted", "refused", "postponed", "all")
    one.add_argument("--show", default="open", choices=shown, help=told)
    one.add_argument("--lead", default="", help="只列由这个单位牵头的（编码或名称）")
    one.add_argument("--body", default="", help="只列这个单位的（编码或名称）")
    one.add_argument("--region", default="", help="只列这个地区的")
    one.add_argument("--out", type=Path, help="写出清单（.csv 或 .xlsx）")
    told = "只列三个以上计划的合并：一个牵头，其余配合，可整组采纳"
    one.add_argument("--groups", action="store_true", help=told)
    told = "已采纳的合并：给每个牵头单位写一份联合检查函（文件夹）"
    one.add_argument("--letters", type=Path, help=told)
    words = "对可合并的计划作出决定：采纳、不采纳、暂缓，或看经过（--history）"
    one = add("match-decide", MATCHING, words)
    told = "写作 编码:编号|编码:编号；三个以上的，第一个为牵头计划，整组办理"
    one.add_argument("keys", nargs="+", metavar="KEY", help=told)
    one.add_argument("--state", default="", help="已采纳、不采纳、暂缓、待定")
    one.add_argument("--reason", default="", help="理由；不采纳、暂缓、改回待定须写")
    one.add_argument("--lead", default="", help="采纳时写明牵头单位")
    told = "采纳后请牵头单位回应的期限，默认按“提醒函反馈期限”的工作日数"
    one.add_argument("--due", type=day, default=None, help=told)
    one.add_argument("--until", type=day, default=None, help="暂缓到哪天，过后重新提出")
    one.add_argument("--actor", default="", help="办理人")
    one.add_argument("--history", action="store_true", help="列出历次决定")
    one.add_argument("--undo", action="store_true", help="撤回上一次决定")


def _raise_share(add: Add) -> None:
    words = "合并哪些计划能使联合比例达到目标，改动的计划最少；只测算，不改动数据"
    one = add("raise-share", RAISING, words)
    one.add_argument("--year", type=int, required=True)
    told = "联合比例的口径，默认按参数设置（joint.reading）"
    one.add_argument("--reading", default="", choices=tuple(READINGS), help=told)
    one.add_argument("--target", type=float, default=0.25, help="目标，默认 0.25")
    told = "共同对象至少占较小计划对象的比例，默认 0.3"
    one.add_argument("--share", type=float, default=0.3, help=told)
    one.add_argument("--bodies", default="", help="假设只有这些单位参加，用逗号分开")
    told = "假设只合并这一对计划，写作 编码:编号|编码:编号；可多次"
    one.add_argument("--pair", action="append", default=[], help=told)
    one.add_argument("--each", action="store_true", help="各单位自身也尽量达到目标")
    one.add_argument("--most", action="store_true", help="不止于目标，尽量提高")
    one.add_argument("--seconds", type=float, default=30.0, help="最多计算几秒，默认 30")
    one.add_argument("--out", type=Path, help="写出合并方案（.csv 或 .xlsx）")
    _remaining(one)


def _remaining(parser: argparse.ArgumentParser) -> None:
    told = "只排尚未检查的对象，已完成的检查占用当月能力"
    parser.add_argument("--remaining", action="store_true", help=told)
