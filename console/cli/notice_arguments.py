"""The arguments of `notice`: the papers of the accountability ladder in their life."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

Add = Callable[[str, str, str], argparse.ArgumentParser]
NOTICES = "console.cli.commands_notices"
ACTIONS = (
    "propose", "draft", "edit", "confirm", "items", "submit", "review", "send-back", "cosign",
    "sign", "preview", "issue", "receive", "remind", "extend", "reply", "return", "close",
    "exempt", "escalate", "withdraw", "drop", "archive", "list", "show", "file", "stats",
)  # fmt: skip


def notice_commands(add: Add, day: Callable[[str], date]) -> None:
    """Add the command `notice`."""
    words = (
        "督办通报：propose 建议 | draft 拟稿 | confirm 核对 | sign 签发 | issue 印发 | "
        "receive 签收 | remind 催办 | extend 延期 | reply 反馈 | return 退回 | "
        "close 办结 | withdraw 撤回 | archive 归档 | list | show"
    )
    one = add("notice", NOTICES, words)
    one.add_argument("action", choices=ACTIONS)
    one.add_argument("ids", nargs="*", type=int, metavar="ID", help="办件序号，见 notice list")
    one.add_argument("--period")
    one.add_argument("--paper", default="", help="文件种类，见 paper list")
    one.add_argument("--body", default="", help="单位编码或名称，可用逗号隔开")
    one.add_argument("--keys", default="", help="所依据的预警，用逗号隔开；list：只列写明这一条的")
    one.add_argument("--state", default="", help="只列这一状态")
    one.add_argument("--overdue", action="store_true", help="只列已到期未反馈的")
    one.add_argument("--mine", action="store_true", help="只列等办理人（--actor）办的")
    one.add_argument("--due", type=int, help="只列几个工作日内到期的，含已逾期")
    one.add_argument("--reason", default="", help="理由、反馈内容、会签单位")
    one.add_argument("--actor", default="", help="办理人")
    one.add_argument("--issuer", default="", help="发文单位，见 issuer list")
    one.add_argument("--handlers", default="", help="经办人（移送），用逗号隔开")
    one.add_argument("--version", type=int, help="所见办件的版本；已被他人办理时不保存")
    _wording(one)
    _clocks(one, day)
    one.add_argument("--number", default="", help="办公系统的发文字号；不写则由本台编号")
    one.add_argument("--final", type=Path, help="在 WPS 中改定的 .docx，一并校核留存")
    one.add_argument("--file", type=Path, help="反馈附件")
    one.add_argument("--templates", type=Path, help="自己的文字模板所在文件夹")
    one.add_argument("--out", type=Path, help="保存到这个文件夹")


def _wording(one: argparse.ArgumentParser) -> None:
    one.add_argument("--title", default="", help="标题")
    one.add_argument("--opening", default="", help="开头一段")
    one.add_argument("--closing", default="", help="结尾一段")


def _clocks(one: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    one.add_argument("--to", type=day, default=None, help="延期到、重新反馈的日期")
    one.add_argument("--grant", action="store_true", help="准予延期")
    one.add_argument("--deny", action="store_true", help="不准延期")
    one.add_argument("--settle", action="store_true", help="收回核对单后认定")
