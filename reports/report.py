"""What every document shares: page, page numbers, bookmarks, metadata, the same bytes twice."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate

from reports import styles
from reports.breaking import Para, Span, break_lines, set_line
from reports.fonts import Role, font, printable, text_width
from reports.styles import Style

_NUMBER = Style(Role.DIGITS, 14, 14, styles.BLACK, "left")
_RUNNING = Style(Role.FANG, 9, 12, styles.SECOND, "left")
ROOM_BELOW = 130.0
"""A heading stands on a page only with this much room for it and what follows."""
_NUMBER_DROP = 19.843
_CHARACTER = 15.793


def write_text(canvas: Canvas, x: float, y: float, text: str, style: Style) -> None:
    """Write one line of text at a point; the style's alignment says which end is at x."""
    line = break_lines([Span(text)], style, 1e6)[0]
    shift = {"right": 1.0, "center": 0.5}.get(style.align, 0.0)
    pen = canvas.beginText(x, y)
    set_line(pen, (x - line.width * shift, y), line, style, 0.0)
    canvas.drawText(pen)


class Bookmark(Flowable):  # type: ignore[misc]  # reportlab comes without types
    """A place in the document's outline; takes no room."""

    def __init__(self, title: str, level: int, key: str) -> None:
        super().__init__()
        self._title, self._level, self._key = title, level, key

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return no size."""
        return 0, 0

    def draw(self) -> None:
        """Enter the place."""
        self.canv.bookmarkHorizontal(self._key, 0, 30)
        self.canv.addOutlineEntry(self._title, self._key, self._level, closed=False)


class Report(ABC):
    """A document made of flowables; subclasses give `title` and `story`."""

    title = ""
    subject = ""
    author = "联席会议协调台"

    def __init__(self, as_of: date, sample: bool = False, made_on: date | None = None) -> None:
        self._as_of = as_of
        self._made_on = made_on or as_of
        self._sample = sample
        self._places = 0
        self.pages = 0
        """How many pages the document had when it was written last."""

    @abstractmethod
    def story(self) -> Iterator[Flowable]:
        """Yield the flowables from first to last."""

    @property
    def running_head(self) -> str:
        """Return what stands at the top of each page after the first."""
        return self.title

    def write(self, stream: BinaryIO) -> None:
        """Write the document as PDF; the same rows give the same bytes."""
        self._places = 0
        buffer = io.BytesIO()
        frame = Frame(
            styles.LEFT, styles.BOTTOM, styles.WIDTH, styles.HEIGHT, 0, 0, 0, 0, id="body"
        )
        document = BaseDocTemplate(
            buffer,
            pagesize=styles.PAGE,
            pageTemplates=[PageTemplate("page", [frame], onPage=self._decorate)],
            title=printable(self.title),
            author=self.author,
            subject=printable(self.subject),
            creator=self.author,
            producer=self.author,
            invariant=1,
            lang="zh-CN",
            pageCompression=1,
            initialFontName=font("song-digits").fontName,
        )
        document.build(list(self.story()))
        self.pages = document.page
        stream.write(buffer.getvalue())

    def heading(self, text: str, level: int = 0, room: float = ROOM_BELOW) -> list[Flowable]:
        """Return a heading (一、 黑体, （一） 楷体), in the outline, with room for what follows."""
        style = styles.LEVEL_1 if level == 0 else styles.LEVEL_2
        return [CondPageBreak(room), self.bookmark(text, level), Para(text, style)]

    def bookmark(self, text: str, level: int = 0) -> Bookmark:
        """Return a place in the outline without a printed heading."""
        self._places += 1
        return Bookmark(printable(text), level, f"place-{self._places}")

    def _decorate(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        page = canvas.getPageNumber()
        if page == 1:
            canvas.showOutline()
            canvas.setDateFormatter(lambda *_: f"D:{self._made_on:%Y%m%d}000000+08'00'")
        if self._sample:
            self._watermark(canvas)
        if page > 1 or self._sample:
            self._head_line(canvas, page)
        y = styles.BOTTOM - _NUMBER_DROP - 10
        label = f"— {page} —"
        x = styles.LEFT + _CHARACTER
        if page % 2:
            x = styles.LEFT + styles.WIDTH - _CHARACTER - text_width(label, Role.DIGITS, 14)
        write_text(canvas, x, y, label, _NUMBER)

    def _head_line(self, canvas: Canvas, page: int) -> None:
        y = styles.PAGE[1] - styles.TOP + 22
        right = styles.LEFT + styles.WIDTH
        cut_off = f"数据截至{self._as_of.year}年{self._as_of.month}月{self._as_of.day}日"
        if self._sample:
            cut_off = f"演示数据　{cut_off}"
        write_text(canvas, right, y, cut_off, _RUNNING.but(align="right"))
        if page > 1:
            write_text(canvas, styles.LEFT, y, self.running_head, _RUNNING)
            canvas.setStrokeColor(styles.LINE)
            canvas.setLineWidth(0.4)
            canvas.line(styles.LEFT, y - 6, right, y - 6)

    def _watermark(self, canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(styles.PAGE[0] / 2, styles.PAGE[1] / 2)
        canvas.rotate(52)
        mark = Style(Role.HEI, 96, 96, styles.WATER, "center")
        write_text(canvas, 0, -34, "演示数据", mark)
        canvas.restoreState()
