"""The arguments of the commands that tell what the pages of tracked dimensions show."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

Add = Callable[[str, str, str], argparse.ArgumentParser]
TRACKED = "console.cli.commands_tracked"


def tracked_commands(add: Add, day: Callable[[str], date]) -> None:
    """Add the commands of 联合比例, 亮码入企 and 层级间联动."""
    as_of = "按这一天结束时的数据回答"
    one = add("projection", TRACKED, "双随机联合监管比例（M1）的年底推算，参考")
    one.add_argument("--year", type=int, help="年份，默认今年")
    one.add_argument("--from", dest="from_day", type=day, help="从这一天推算，默认数据截止日")
    one.add_argument("--as-of", type=day, default=None, help=as_of)
    for name, words in (
        ("late-codes", "补码清单：晚几日、原因，以及各原因次数"),
        ("levels", "层级间联动：跨层级重复和采用结果的事例，按条线汇总"),
    ):
        one = add(name, TRACKED, words)
        one.add_argument("--period", required=True)
        one.add_argument("--body", help="单位编码或名称")
        one.add_argument("--region", help="地区编码或名称")
        one.add_argument("--as-of", type=day, default=None, help=as_of)
