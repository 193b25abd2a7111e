"""The arguments of the commands that look at one body or one register."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Add = Callable[[str, str, str], argparse.ArgumentParser]
FOCUS = "console.cli.commands_focus"


def focus_commands(add: Add) -> None:
    """Add `body` and `catalogue`."""
    one = add("body", FOCUS, "一个单位的六项跟踪内容、名次、预警、报送和文书：show 单位")
    one.add_argument("action", choices=("show",))
    one.add_argument("names", nargs="*", metavar="BODY")
    one.add_argument("--period")
    words = "清单：items scenarios whitelist officers caps contacts bodies enterprises"
    one = add("catalogue", FOCUS, words)
    one.add_argument("kind", metavar="KIND")
    one.add_argument("--text", default="", help="只列含有这些词的行")
    one.add_argument("--period", help="监管事项按这一期间判定是否接入，默认本年")
    one.add_argument("--most", type=int, default=0, help="最多列出几行")
