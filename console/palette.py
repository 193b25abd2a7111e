"""The pages and commands that Ctrl+K offers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.finder_targets import Target
from console.history import REGISTER_AT, Origin
from console.page_list import NAVIGATION

if TYPE_CHECKING:
    from console.main_window import MainWindow

BY_NAME = (
    ("生成简报", "brief"), ("监管对象合并与单位别名", "names"), ("工作日历", "calendar"),
    ("参数设置", "values"), ("注", "notes"),
    ("按某日的数据看", "past"), ("两日对比", "compare"), ("更改记录与封账", "mending"),
    ("导览", "tour"), ("关于", "about"),
)  # fmt: skip

REGISTER = Origin("备案台账", 0, "", "", text=REGISTER_AT)
"""The view 备案 of the page of plans."""


def palette(window: MainWindow) -> list[Target]:
    """Return the jumps to pages and the commands of the window."""
    pages = [
        Target("页面", text, partial(window.show_page, key))
        for _, listed in NAVIGATION
        for key, text in listed
    ]
    commands = [
        Target("命令", text, partial(window.ctx.command_asked.emit, name)) for text, name in BY_NAME
    ]
    return [
        Target("页面", "收件箱", partial(window.show_page, "inbox")),
        *pages,
        Target("页面", "备案台账", lambda: window.ctx.go("plans", REGISTER)),
        Target("命令", "导入数据", window.import_files),
        *commands,
        Target("命令", "撤销上一步修改", lambda: window.commands.undo(window.page)),
        Target("命令", "重做撤销的修改", lambda: window.commands.redo(window.page)),
        Target("命令", "导出本页", lambda: window.commands.export(window.page)),
        Target("命令", "打印预览", lambda: window.commands.print_preview(window.page)),
        Target("命令", "保存当前视图", window.views.ask_name),
        Target("命令", "管理视图", window.views.manage),
    ]
