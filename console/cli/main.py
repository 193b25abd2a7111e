"""The command line: `lianxi COMMAND …`; without a command the window opens.

Exit status: 0 done, 1 错误 in the input, 2 wrong usage, 3 refused, 4 a bug.
"""

from __future__ import annotations

import argparse
import logging
import re
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from types import TracebackType

from console.cli.deciding_arguments import deciding_commands
from console.cli.draw_arguments import draw_commands
from console.cli.filing_arguments import filing_commands
from console.cli.focus_arguments import focus_commands
from console.cli.meeting_arguments import meeting_commands
from console.cli.mending_arguments import mending_commands
from console.cli.notice_arguments import notice_commands
from console.cli.output import Answer, show
from console.cli.paper_arguments import paper_commands
from console.cli.planning_arguments import planning_commands
from console.cli.tracked_arguments import tracked_commands
from data.rows.errors import DataError

logger = logging.getLogger(__name__)

PROFILES = "console.cli.commands_profiles"
NOTES = "console.cli.commands_notes"
VIEWS = "console.cli.commands_views"
SETTINGS = "console.cli.commands_settings"
VALUES = "console.cli.commands_values"
PAST = "console.cli.commands_past"
CONNECTION = "console.cli.commands_connection"
PLANS = "console.cli.commands_plans"
DATA, RECEIVED, ASK, PAPERS, UPKEEP, NAMES = (
    "console.cli.commands_data",
    "console.cli.commands_received",
    "console.cli.commands_ask",
    "console.cli.commands_papers",
    "console.cli.commands_upkeep",
    "console.cli.commands_names",
)


USAGE = (
    (r"argument ([^:]+): ", r"\1："),
    (r"invalid choice: '([^']*)' \(choose from (.*)\)", r"没有“\1”，可用 \2"),
    (r"the following arguments are required: ", "缺少 "),
    (r"unrecognized arguments: ", "不认识 "),
    (r"expected (one|at least one) argument", "后面要写取值"),
    (r"invalid \w+ value: '([^']*)'", r"“\1”不是有效的取值"),
)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the usage in Chinese."""

    def error(self, message: str) -> object:  # type: ignore[override]  # it never returns
        for english, chinese in USAGE:
            message = re.sub(english, chinese, message)
        sys.stderr.write(f"用法有误：{message}\n{self.format_usage()}")
        raise SystemExit(2)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise argparse.ArgumentTypeError(f"日期“{text}”应写作 2026-11-23") from exc


def _kind(text: str) -> str:
    from data.rows.kinds import KINDS

    if text not in KINDS:
        raise argparse.ArgumentTypeError(f"不认识的表类“{text}”，可用：{'、'.join(KINDS)}")
    return text


def _common() -> _Parser:
    common = _Parser(add_help=False)
    common.add_argument("--db", help="数据库，如 sqlite:///lianxi.sqlite", default=None)
    common.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    common.add_argument("--today", type=_day, default=None, help="按这一天判断")
    return common


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    parser = _Parser(prog="lianxi", description="联席会议协调台")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    common = _common()

    def add(name: str, module: str, words: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, parents=[common], help=words, description=words)
        command.set_defaults(module=module, function=name.replace("-", "_"))
        return command

    _data_commands(add)
    _received_commands(add)
    _ask_commands(add)
    _other_commands(add)
    _name_commands(add)
    _setting_commands(add)
    _past_commands(add)
    deciding_commands(add, _day)
    notice_commands(add, _day)
    tracked_commands(add, _day)
    focus_commands(add)
    filing_commands(add, _day)
    mending_commands(add, _day)
    meeting_commands(add, _day)
    planning_commands(add, _day)
    draw_commands(add, _day)
    return parser


def _data_commands(add: object) -> None:
    assert callable(add)
    one = add("init", DATA, "建立或升级数据库；--sample 载入演示数据")
    one.add_argument("--sample", action="store_true")
    _scale(one)
    one = add("sample-files", DATA, "把演示城市写成各单位报送的工作簿")
    one.add_argument("folder", type=Path)
    one.add_argument("--with-mistakes", action="store_true")
    _scale(one)
    one = add("template", DATA, "写一份空表样")
    one.add_argument("kind", type=_kind)
    one.add_argument("out", type=Path)
    one = add("import", DATA, "导入文件或文件夹")
    one.set_defaults(function="take_in")
    one.add_argument("paths", nargs="+", type=Path)
    one.add_argument("--kind", type=_kind)
    one.add_argument("--profile", type=Path)
    one.add_argument("--dry-run", action="store_true")
    one.add_argument("--errors", type=Path)
    one.add_argument("--only-valid", action="store_true")
    one = add("profile", PROFILES, "对照方案")
    one.add_argument("action", choices=("list", "show", "save", "remove", "export"))
    one.add_argument("name", nargs="?", default="")
    one.add_argument("--out", type=Path)
    one = add("view", VIEWS, "保存的视图：list | export 名称 | import 文件 | rename | remove")
    one.add_argument("action", choices=("list", "export", "import", "rename", "remove"))
    one.add_argument("words", nargs="*", metavar="WORD")
    one.add_argument("--out", type=Path)
    one = add("note", NOTES, "简报中的注：add 内容 --body 单位 | list | remove 序号")
    one.add_argument("action", choices=("add", "list", "remove"))
    one.add_argument("words", nargs="*", metavar="WORD")
    for name, words in (("body", "单位"), ("region", "地区"), ("month", "月份，如 2026-03")):
        one.add_argument(f"--{name}", default="", help=words)
    one.add_argument("--actor", default="")
    one = add("undo", DATA, "撤销一个批次；--dry-run 只说能否撤销")
    one.add_argument("batch", type=int)
    one.add_argument("--dry-run", action="store_true")


def _received_commands(add: object) -> None:
    assert callable(add)
    one = add("received", RECEIVED, "各单位报送情况；不写期间则显示或修改报送要求")
    one.add_argument("--period")
    one.add_argument("--missing", action="store_true", help="只列缺报的单位")
    one.add_argument("--deadline-day", type=int, help="每月几日前报上月")
    one.add_argument("--monthly", help="按月报送的表类，用逗号隔开")
    one.add_argument("--yearly", help="按年报送的表类，用逗号隔开")
    one = add("connection", CONNECTION, "各单位数据接入情况；--messages 给各单位的消息")
    one.add_argument("--period", required=True)
    one.add_argument("--body", default="", help="只看这个单位（编码或名称）")
    one.add_argument("--messages", action="store_true", help="只列出给各单位的消息")
    one = add("batches", RECEIVED, "导入历史")
    one.add_argument("--period")
    one = add("batch", RECEIVED, "一个批次带来和更正了什么")
    one.add_argument("batch", type=int)
    one.add_argument("--changes", action="store_true", help="逐项列出更正")
    one.add_argument("--save", type=Path, help="另存报送的原文件")
    one = add("dump", RECEIVED, "业务数据的固定次序文本及其 SHA-256")
    one.add_argument("out", type=Path, nargs="?")


def _scale(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scale", default="small", choices=("tiny", "small", "city"))
    parser.add_argument("--seed", type=int, default=2026)


def _ask_commands(add: object) -> None:
    assert callable(add)
    one = add("measures", ASK, "指标")
    one.add_argument("--period", required=True)
    one.add_argument("--by", default="")
    one.add_argument("--basis", default="visits")
    one.add_argument("--id", default="")
    _as_of(one)
    one = add("findings", ASK, "预警")
    one.add_argument("--period", required=True)
    one.add_argument("--rule", default="")
    one.add_argument("--body")
    one.add_argument("--state")
    _as_of(one)
    _plan_command(add)
    for name, words in (("records", "一个数背后的记录"), ("explain", "一个数的来历")):
        one = add(name, ASK, words)
        _as_of(one)
        one.add_argument("--measure")
        one.add_argument("--period")
        one.add_argument("--by", default="")
        one.add_argument("--group")
        one.add_argument("--part", default="numerator")
        one.add_argument("--basis", default="visits")
        one.add_argument("--finding")


def _plan_command(add: object) -> None:
    assert callable(add)
    one = add("plans", PLANS, "检查计划：清单、缺项、重叠")
    one.add_argument("--period")
    for name, words in (
        ("body", "牵头单位"), ("region", "牵头单位所在地区"), ("level", "牵头单位层级"),
        ("system", "牵头单位条线"),
        ("type", "检查类型"), ("standing", "进展，如 到期未完成"),
        ("text", "编号、名称、单位中的字"), ("lack", "缺项、齐全，或缺的要素，如 抽查比例"),
        ("plan", "只看一个计划：单位编码:计划编号"),
    ):  # fmt: skip
        one.add_argument(f"--{name}", default="", help=words)
    spans = ("starts", "runs", "ends")
    words = "期内开始、期内执行、期内结束"
    one.add_argument("--span", default=spans[0], choices=spans, help=words)
    one.add_argument("--joint", default="", choices=("", "是", "否"), help="是否联合")
    one.add_argument("--missing", action="store_true", help="各单位计划的缺项和按期受理")
    one.add_argument("--overlaps", action="store_true", help="对象和时间重叠的计划")
    _as_of(one)


def _as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=_day, default=None, help="按这一天结束时的数据回答")


def _past_commands(add: object) -> None:
    assert callable(add)
    one = add("compare", PAST, "两个日期所见的差别及原因")
    one.add_argument("--period", required=True)
    one.add_argument("--from", dest="from_day", type=_day, required=True, help="较早的日期")
    one.add_argument("--to", dest="to_day", type=_day, required=True, help="较晚的日期")
    one.add_argument("--by", default="")
    one.add_argument("--basis", default="visits")
    one.add_argument("--id", default="", help="指标或规则，用逗号隔开")


def _other_commands(add: object) -> None:
    assert callable(add)
    paper_commands(add)
    one = add("shots", PAPERS, "把每一页存成图片")
    one.add_argument("folder", type=Path)
    one.add_argument("--pages", default="")
    one.add_argument("--scale", type=float, default=1.0)
    one.add_argument("--theme", default="light", choices=("light", "dark"))
    one.add_argument("--size", default="1366x768")
    add("verify", UPKEEP, "核对数据库与汇总")
    add("doctor", UPKEEP, "检查本机环境")
    one = add("bench", UPKEEP, "性能测试")
    one.add_argument("names", nargs="*")
    one.add_argument("--visits", type=int, help="导入的检查次数，默认 2000000")
    one.add_argument("--enterprises", type=int, help="监管对象户数，默认 1200000")
    one.add_argument("--history", type=int, help="已有的检查次数，默认 10000000")
    one.add_argument("--rounds", type=int, help="轮数，默认 3")
    one.add_argument("--years", type=int, help="pages 和 rules 的台账年数，默认 5")
    one.add_argument("--keep", type=Path, help="pages 和 rules 的台账留在这个文件夹，下次再用")


def _name_commands(add: object) -> None:
    assert callable(add)
    one = add("alias", NAMES, "单位别名：add 单位 别名 | list | remove 别名")
    one.add_argument("action", choices=("add", "list", "remove"))
    one.add_argument("names", nargs="*", metavar="NAME")
    words = "监管对象：show | candidates | merges | merge 保留 并入 | split 序号 | move 企业 地区"
    one = add("enterprise", NAMES, words)
    actions = ("show", "candidates", "merges", "merge", "split", "move")
    one.add_argument("action", choices=actions)
    one.add_argument("codes", nargs="*", metavar="CODE")
    one.add_argument("--why", default="", help="合并或迁移的依据")
    one.add_argument("--year", type=int, help="show 的年度，默认本年")


def _setting_commands(add: object) -> None:
    assert callable(add)
    words = "工作日历：list | show | import 文件 | export 文件 | set 日期 类型 [名称]"
    one = add("holidays", SETTINGS, words)
    one.add_argument("action", choices=("list", "show", "import", "export", "set"))
    one.add_argument("words", nargs="*", metavar="WORD")
    one.add_argument("--year", type=int)
    one.add_argument("--source", default="", help="依据的文件，如通知名称")
    one.add_argument("--dry-run", action="store_true", help="只列出将作的更改")
    one = add("settings", VALUES, "排名与亮灯的参数：list | set 参数 值")
    one.add_argument("action", choices=("list", "set"))
    one.add_argument("words", nargs="*", metavar="WORD")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or (arguments[0].startswith("--") and arguments[0] not in ("--help",)):
        return _window(arguments)
    try:
        options = build_parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    if options.command is None:
        build_parser().print_help(sys.stderr)
        return 2
    try:
        answer = getattr(import_module(options.module), options.function)(options)
    except DataError as error:
        return _refuse(error, options.json)
    except KeyboardInterrupt:
        sys.stderr.write("已取消，未作任何改动。\n")
        return 3
    assert isinstance(answer, Answer)
    show(answer, options.json)
    return answer.status


def _refuse(error: DataError, as_json: bool) -> int:
    status = 2 if error.code == "bad-url" else error.exit_status
    sys.stderr.write(f"{error.message}\n")
    if as_json:
        show(Answer({"error": error.message}), True)
    return status


def _window(arguments: list[str]) -> int:
    common = _common()
    try:
        options = common.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    app = import_module("console.app")
    return int(app.main(options.db, options.today))


class _Guard:
    """An error nobody foresaw is a bug: its trace goes to standard error, the exit status is 4."""

    def __enter__(self) -> None:
        """Begin watching."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Print an error and leave with 4; a wanted exit goes on."""
        if error is None or isinstance(error, SystemExit):
            return
        traceback.print_exception(error)
        sys.stderr.write("程序出错，请把以上文字发给维护人员。\n")
        sys.exit(4)


if __name__ == "__main__":
    with _Guard():
        sys.exit(main())
