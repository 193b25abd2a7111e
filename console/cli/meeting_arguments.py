"""The arguments of `meeting`, `board`, `submission`, `demand` and `clocks`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

Add = Callable[[str, str, str], argparse.ArgumentParser]
Day = Callable[[str], date]
ROOM = "console.cli.commands_"


def meeting_commands(add: Add, day: Day) -> None:
    """Add the commands of the joint meeting's own work, and of the inbox."""
    _meeting(add, day)
    _board(add, day)
    _submission(add, day)
    _demand(add)
    one = add("clocks", f"{ROOM}clocks", "工作日程：list | ics（日历文件）")
    one.add_argument("action", choices=("list", "ics"))
    one.add_argument("--month", default="", help="只要这个期间，如 2026-11、2026-Q4")
    one.add_argument("--out", type=Path, help="日历文件存到这里")


    words = "收件箱：list | read、unread 条目（read all 为全部）| snooze 条目 --to 日期"
    one = add("inbox", f"{ROOM}inbox", words)
    one.add_argument("action", nargs="?", default="list",
                     choices=("list", "read", "unread", "snooze"))  # fmt: skip
    one.add_argument("keys", nargs="*", metavar="KEY", help="条目，见 inbox list 各行末尾")
    one.add_argument("--kind", default="", help="只要这一类：预警、期限、待办文件、注和异议")
    one.add_argument("--unread", action="store_true", help="只列未读")
    one.add_argument("--to", type=day, default=None, help="snooze 到哪一天")
    one.add_argument("--actor", default="", help="看的人")


def _acts(one: argparse.ArgumentParser) -> None:
    one.add_argument("--actor", default="", help="办理人")
    one.add_argument("--version", type=int, help="所见的版本；已被他人修改时不保存")
    one.add_argument("--note", default="", help="说明")


def _meeting(add: Add, day: Day) -> None:
    words = (
        "联席会议：add 登记 | edit 修改 | agenda 议题 | up、down、drop 议题 | attend 参会 | "
        "decide 议定 | amend 更正 | progress 落实 | decisions 议定事项 | minutes 纪要、议程 | "
        "list | show"
    )
    one = add("meeting", f"{ROOM}meetings", words)
    one.add_argument("action", choices=(
        "list", "add", "edit", "agenda", "up", "down", "drop", "attend", "leave", "decide", "amend",
        "progress", "decisions", "minutes", "show",
    ))  # fmt: skip
    one.add_argument("ids", nargs="*", type=int, metavar="ID", help="会议、议题或议定事项的序号")
    for name, text in (
        ("title", "会议名称、议题、议定事项"), ("period", "会议所议期间"),
        ("clock", "时间，如 14:30"), ("place", "地点"), ("host", "主持人"),
        ("presenter", "汇报单位"),
        ("paper", "议题所附印发文件的文号"), ("page", "议题所看的页，如 overview"),
        ("body", "单位"), ("person", "参会人"), ("state", "进行中、已完成"),
    ):  # fmt: skip
        one.add_argument(f"--{name}", default="", help=text)
    one.add_argument("--as", dest="presence", default="出席", help="出席、请假、列席")
    one.add_argument("--day", type=day, default=None, help="会议日期")
    one.add_argument("--due", type=day, default=None, help="完成期限")
    one.add_argument("--late", action="store_true", help="只列逾期的")
    one.add_argument("--out", type=Path, help="纪要、议程存到这个文件夹")
    _acts(one)


def _board(add: Add, day: Day) -> None:
    words = (
        "重点任务：list | show 序号 | date 设期限 | step 加步骤 | drop 删步骤 | done 完成 | "
        "reopen 重新办理 | history 经过"
    )
    one = add("board", f"{ROOM}board", words)
    one.add_argument(
        "action", choices=("list", "show", "date", "step", "drop", "done", "reopen",
                           "history")
    )
    one.add_argument("ids", nargs="*", type=int, metavar="ID", help="重点任务的序号")
    one.add_argument("--due", type=day, default=None, help="完成期限；date 不写则取消")
    one.add_argument("--step", type=int, help="步骤的序号，见 board show")
    one.add_argument("--title", default="", help="步骤内容")
    one.add_argument("--body", default="", help="步骤的责任单位")
    _acts(one)


def _submission(add: Add, day: Day) -> None:
    words = (
        "报送：open 发起 | list | show | receive 登记收到 | file 取留存文件 | remind 催报文字 | "
        "close 结束"
    )
    one = add("submission", f"{ROOM}submissions", words)
    one.add_argument(
        "action", choices=("open", "list", "show", "receive", "file", "remind", "close")
    )
    one.add_argument("ids", nargs="*", type=int, metavar="ID", help="报送的序号")
    one.add_argument("--title", default="", help="报送要求的名称")
    one.add_argument("--due", type=day, default=None, help="报送期限")
    one.add_argument("--kinds", default="任务进展", help="任务进展,实施方案,典型做法")
    one.add_argument("--bodies", default="", help="单位，用逗号隔开；不写为全部单位")
    one.add_argument("--paper", default="", help="报送通知的文号")
    one.add_argument("--body", default="", help="报来的单位")
    one.add_argument("--kind", default="任务进展", help="报来的内容")
    one.add_argument("--file", type=Path, help="报来的文件，留存")
    one.add_argument("--missing", action="store_true", help="只列未报齐的单位")
    one.add_argument("--out", type=Path, help="留存文件另存到这个文件夹")
    _acts(one)


def _demand(add: Add) -> None:
    words = (
        "整改要求不一：open 立案 | complaints 待立案的投诉 | list | show | opinion 统一意见 | "
        "close 办结"
    )
    one = add("demand", f"{ROOM}demands", words)
    one.add_argument(
        "action", choices=("open", "complaints", "list", "show", "opinion", "close")
    )
    one.add_argument("ids", nargs="*", type=int, metavar="ID", help="事项的序号")
    one.add_argument("--matter", default="", help="反映的事项")
    one.add_argument("--complaint", default="", help="投诉申诉编号（类别为反映要求不一）")
    one.add_argument("--enterprise", default="", help="企业名称或代码")
    one.add_argument("--initiator", default="", help="检查发起部门")
    one.add_argument("--side", action="append", default=[], metavar="单位=要求",
                     help="每个单位写一次")  # fmt: skip
    one.add_argument("--random", action="store_true", help="双随机检查事项")
    one.add_argument("--opinion", default="", help="统一意见")
    one.add_argument("--number", default="", help="意见的文号")
    one.add_argument("--late", action="store_true", help="只列逾期的")
    _acts(one)
