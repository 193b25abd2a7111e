"""The arguments of the command that looks into a register."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Add = Callable[[str, str, str], argparse.ArgumentParser]
FOCUS = "console.cli.commands_focus"


def focus_commands(add: Add) -> None:
    """Add `catalogue`; `body show` stands with what is done to bodies."""
    words = "清单：items scenarios whitelist officers caps contacts bodies enterprises"
    one = add("catalogue", FOCUS, words)
    one.add_argument("kind", metavar="KIND")
    one.add_argument("--text", default="", help="只列含有这些词的行")
    one.add_argument("--period", help="监管事项按这一期间判定是否接入，默认本年")
    one.add_argument("--most", type=int, default=0, help="最多列出几行")
