"""The arguments of the commands that make papers and say who issues them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from data.rows.papers import Disclosure, Stage

PAPERS, ISSUING = "console.cli.commands_papers", "console.cli.commands_issuing"
Add = Callable[[str, str, str], argparse.ArgumentParser]


def paper_commands(add: Add) -> None:
    """Add the commands of papers."""
    one = add("brief", PAPERS, "生成文件：简报、通报、函件和附件（PDF、DOCX、XLSX）")
    one.add_argument("--period", required=True)
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--papers", default="", help="用逗号隔开，可用的见 paper list")
    one.add_argument("--body", default="", help="只给这个单位（编码或名称）")
    _going_out(one)
    words = "文件：list | fonts [用途 字体文件] | templates 文件夹"
    one = add("paper", PAPERS, words)
    one.add_argument("action", choices=("list", "fonts", "templates"))
    one.add_argument("folder", nargs="?", type=Path, help="文件夹，或字体的用途（如 正文）")
    one.add_argument("file", nargs="?", default="", help="字体文件（.ttf），或“默认”")
    one = add("issue", ISSUING, "登记印发一份文件：编号、校核、定版留存")
    one.add_argument("paper", help="文件种类，见 paper list")
    one.add_argument("--period", required=True)
    one.add_argument("--body", default="", help="发给这个单位（编码或名称）")
    one.add_argument("--final", type=Path, help="在 WPS 中改定的 .docx，一并校核留存")
    one.add_argument("--out", type=Path, help="印发原件另存到这个文件夹")
    one.add_argument("--actor", default="", help="办理人")
    _going_out(one)
    words = "已印发的文件：list | verify 文号、二维码内容或文件 | save 文号 文件夹"
    one = add("issued", ISSUING, words)
    one.add_argument("action", choices=("list", "verify", "save"))
    one.add_argument("words", nargs="*", metavar="WORD")
    one = add("issuer", ISSUING, "发文单位：list | set 发文单位 项目 值")
    one.add_argument("action", choices=("list", "set"))
    one.add_argument("words", nargs="*", metavar="WORD")


def _going_out(one: argparse.ArgumentParser) -> None:
    one.add_argument("--issuer", default="", help="发文单位，见 issuer list")
    one.add_argument("--number", default="", help="发文字号；不写则留空，登记时编号")
    stages = [stage.value for stage in Stage]
    one.add_argument("--stage", default=Stage.FINAL.value, choices=stages)
    kinds = [kind.value for kind in Disclosure]
    one.add_argument("--disclosure", default="", choices=["", *kinds], help="公开属性")
    one.add_argument("--public", action="store_true", help="公开稿，隐去企业名称和代码")
    one.add_argument("--approved", action="store_true", help="经市政府同意")
    one.add_argument("--templates", type=Path, help="自己的文字模板所在文件夹")
