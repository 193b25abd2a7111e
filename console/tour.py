"""A short tour of the window: what is where, and where a number leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from widgets.tour_card import TourCard


@dataclass(frozen=True, slots=True)
class Stop:
    """A page of the tour, and what to say of it."""

    page: str
    title: str
    words: str


STOPS = (
    Stop("overview", "总览",
         "六个方格对应六项跟踪内容。单击方格或热力格，看到的就是这个数背后的记录，条数与数字一致；"
         "方格右侧的 ⓘ 说明数字怎么来的。Alt+← 返回。"),
    Stop("overview", "筛选",
         "顶栏的期间、地区、单位等是全部页面共用的筛选，单击即可更改，跳转时随身带走。"
         "Ctrl+K 可搜索页面、单位、企业、事项和命令，拼音首字母也行。"),
    Stop("heatmap", "频次热力",
         "红框表示当月有企业超过 3 次；斜纹表示无数据，与零不同。可按地区、单位、行业、镇街和企业"
         "看，“计划时间”看已备案计划都实施会怎样。"),
    Stop("joint", "联合比例",
         "全市双随机联合监管比例与 25% 目标的差距：还需新增多少个联合任务，或合并多少对。"),
    Stop("findings", "预警",
         "按规则判定的问题。右侧是规则原文、来源和效力：有据的可以开具文件，参考的只作提示。"
         "由人认定属实、有异议、不成立或者尽职免责，认定过的重新判定时保留。"),
    Stop("papers", "文书",
         "简报、通报、函件按印出的样子预览，导出 PDF、DOCX 和 XLSX。"
         "下方列出校核出的问题，有错误的不能导出。"),
    Stop("import", "数据导入",
         "把各单位报来的工作簿拖进来，按提示确认表类和列。"
         "错误工作簿改好红格可以直接再导入；每一批都可以整批撤销。"),
    Stop("system", "系统",
         "字号、明暗、参数、工作日历和本机检查都在这里。F1 是每一页的帮助。"
         "现在可以随意试用：这是演示数据，正式使用前请先移除。"),
)  # fmt: skip


class Tour(QObject):
    """Shows the stops one after the other; the window stays in the person's hands meanwhile."""

    def __init__(self, window: QWidget, show_page: Callable[[str], None]) -> None:
        super().__init__(window)
        self._show_page = show_page
        self.card = TourCard(window)
        self.card.moved.connect(self.go)
        self.card.ended.connect(self.card.hide)

    def start(self) -> None:
        """Begin at the first stop."""
        self.go(0)

    def go(self, place: int) -> None:
        """Show one stop with its page."""
        stop = STOPS[place]
        self._show_page(stop.page)
        self.card.show_step(place, len(STOPS), stop.title, stop.words)
