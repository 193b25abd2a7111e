"""版头: what stands above the text on the first page (GB/T 9704-2012, 7.2, 10.1, 10.3)."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from data.rows.papers import Form, Stage
from reports import words
from reports.breaking import Line, Span, break_lines
from reports.content import Document
from reports.fonts import Role, font, glyph_top, text_width
from reports.pdf.grid import (
    BOTTOM,
    CHARACTER,
    FLUSH,
    HEI,
    LEFT,
    LETTER_FOOT,
    LETTER_MARK_TOP,
    LETTER_RULE,
    LINE,
    MARK_TOP,
    PAPER,
    RED,
    RED_RULE,
    RIGHT,
    RULE_GAP,
    TOP,
    WIDTH,
)
from reports.pdf.operators import draw_line
from reports.pdf.pieces import baseline_in
from reports.styles import BLACK, Style

LARGEST_MARK, LEAST_MARK = 52.0, 24.0
LARGEST_BULLETIN = 62.0
_DESCENT: float = font("fangsong").face.descent / 1000
_FILE = "文件"


def put(
    canvas: Canvas, text: str, x: float, baseline: float, style: Style, end: str = "start"
) -> None:
    """Write one line at a point that is its start, its middle or its end."""
    line = break_lines([Span(text)], style, 1e6)[0]
    width = ink_width(line, style)
    shift = {"start": 0.0, "middle": width / 2, "end": width}[end]
    look = Style(style.role, style.size, style.leading, style.color, "left", pitch=style.pitch)
    draw_line(canvas, line, look, x - shift, baseline, width)


def ink_width(line: Line, style: Style) -> float:
    """Return the width of a line without the pitch after its last character."""
    return line.width - (style.pitch if line.length else 0.0)


class Masthead:
    """The head of a document's first page: what it draws, and where the title begins."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._form = document.kind.form

    def draw(self, canvas: Canvas) -> float:
        """Draw the head and return the height at which the text begins."""
        canvas.saveState()
        try:
            heads: dict[Form, Callable[[Canvas], float]] = {
                Form.OFFICIAL: self._official,
                Form.LETTER: self._letter,
                Form.MINUTES: self._minutes,
                Form.BULLETIN: self._bulletin,
                Form.SHEET: self._sheet,
            }
            return heads[self._form](canvas)
        finally:
            canvas.restoreState()

    def _corner(self, canvas: Canvas) -> None:
        """份号, 密级, 紧急程度 downward at the left, the stage of a draft at the right."""
        head, drop = self._document.head, baseline_in(FLUSH)
        told = [(head.copy, FLUSH), (head.secrecy, HEI), (head.urgency, HEI)]
        for place, (text, style) in enumerate(pair for pair in told if pair[0]):
            put(canvas, text, LEFT, TOP - place * LINE - drop, style)
        if self._document.stage is not Stage.FINAL:
            put(canvas, self._document.stage.value, RIGHT, TOP - drop, HEI, "end")

    def _official(self, canvas: Canvas) -> float:
        self._corner(canvas)
        bottom = self._marks(canvas)
        baseline = bottom - 2 * LINE - baseline_in(FLUSH)
        self._number(canvas, baseline)
        rule = baseline + _DESCENT * FLUSH.size - RULE_GAP
        self._rule(canvas, LEFT, RIGHT, rule, RED_RULE)
        return rule - 2 * LINE

    def _marks(self, canvas: Canvas) -> float:
        """Draw the mark, of several bodies one under the other with 文件 beside them."""
        issuer = self._document.issuer
        names = issuer.names if len(issuer.names) > 1 else (issuer.mark,)
        if len(names) == 1:
            return self._mark(canvas, f"{names[0]}{_FILE}", MARK_TOP, LARGEST_MARK)
        longest = max(names, key=len)
        units = len(longest) + 0.4 + len(_FILE)
        size = min(LARGEST_MARK * 0.8, WIDTH / units)
        column = size * len(longest)
        left = LEFT + (WIDTH - size * units) / 2
        pitch = size * 1.35
        top_gap = glyph_top(Role.TITLE, names[0][0]) * size
        for place, name in enumerate(names):
            baseline = MARK_TOP - top_gap - place * pitch
            gap = (column - size * len(name)) / max(len(name) - 1, 1)
            style = Style(Role.TITLE, size, size, RED, "left", pitch=gap)
            put(canvas, name, left, baseline, style)
        middle = MARK_TOP - top_gap - (len(names) - 1) * pitch / 2
        put(canvas, _FILE, left + column + 0.4 * size, middle, Style(Role.TITLE, size, size, RED))
        return MARK_TOP - (len(names) - 1) * pitch - size

    def _mark(self, canvas: Canvas, text: str, top: float, largest: float) -> float:
        """Draw a mark with its glyphs' top edge at `top`; return its lower edge."""
        size = min(largest, (WIDTH - 4) / max(text_width(text, Role.TITLE, 1.0), 1.0))
        free = WIDTH - text_width(text, Role.TITLE, size)
        gap = min(free / max(len(text) - 1, 1) * 0.6, size * 0.25) if size == largest else 0.0
        high = max(glyph_top(Role.TITLE, char) for char in text)
        style = Style(Role.TITLE, size, size, RED, "left", pitch=gap)
        put(canvas, text, LEFT + WIDTH / 2, top - high * size, style, "middle")
        return top - size

    def _number(self, canvas: Canvas, baseline: float) -> None:
        head = self._document.head
        if not head.signer:
            put(canvas, head.number, LEFT + WIDTH / 2, baseline, FLUSH, "middle")
            return
        put(canvas, head.number, LEFT + CHARACTER, baseline, FLUSH)
        name = Style(Role.KAI, 16, LINE, BLACK, "left", pitch=CHARACTER - 16)
        end = RIGHT - CHARACTER
        put(canvas, head.signer, end, baseline, name, "end")
        put(canvas, "签发人：", end - len(head.signer) * CHARACTER, baseline, FLUSH, "end")

    def _letter(self, canvas: Canvas) -> float:
        """信函: mark, double red line 170 mm wide under it and at the foot, number at the right."""
        bottom = self._mark(canvas, self._document.issuer.names[0], LETTER_MARK_TOP, 44.0)
        x = (PAPER[0] - LETTER_RULE) / 2
        upper = bottom - RULE_GAP
        self._double(canvas, x, upper, thick_first=True)
        self._double(canvas, x, LETTER_FOOT, thick_first=False)
        head = self._document.head
        baseline = min(upper - 4 - LINE, TOP - LINE) + LINE - baseline_in(FLUSH)
        told = [(head.copy, FLUSH), (head.secrecy, HEI), (head.urgency, HEI)]
        for place, (text, style) in enumerate(pair for pair in told if pair[0]):
            put(canvas, text, LEFT, baseline - place * LINE, style)
        put(canvas, head.number, RIGHT, baseline, FLUSH, "end")
        if self._document.stage is not Stage.FINAL:
            stage = self._document.stage.value
            put(canvas, stage, RIGHT, PAPER[1] - 14 - LINE, HEI, "end")
        return baseline - 2.2 * LINE

    def _double(self, canvas: Canvas, x: float, y: float, thick_first: bool) -> None:
        thick, thin = (0.0, -3.0) if thick_first else (-3.0, 0.0)
        self._rule(canvas, x, x + LETTER_RULE, y + thick, 2.0)
        self._rule(canvas, x, x + LETTER_RULE, y + thin, 0.7)

    def _minutes(self, canvas: Canvas) -> float:
        self._corner(canvas)
        bottom = self._mark(canvas, minutes_mark(self._document), MARK_TOP, LARGEST_MARK)
        baseline = bottom - LINE - baseline_in(FLUSH)
        number = self._document.head.number or self._document.head.issue
        put(canvas, number, LEFT + WIDTH / 2, baseline, FLUSH, "middle")
        baseline -= LINE
        self._ends(canvas, baseline)
        rule = baseline + _DESCENT * FLUSH.size - RULE_GAP
        self._rule(canvas, LEFT, RIGHT, rule, RED_RULE)
        return rule - 2 * LINE

    def _bulletin(self, canvas: Canvas) -> float:
        """简报, by custom: red title, issue, office left and date right, red line."""
        self._corner(canvas)
        bottom = self._mark(canvas, self._document.kind.label, MARK_TOP, LARGEST_BULLETIN)
        baseline = bottom - 0.6 * LINE - baseline_in(FLUSH)
        if self._document.head.issue:
            put(canvas, self._document.head.issue, LEFT + WIDTH / 2, baseline, FLUSH, "middle")
            baseline -= LINE
        self._ends(canvas, baseline)
        rule = baseline + _DESCENT * FLUSH.size - RULE_GAP
        self._rule(canvas, LEFT, RIGHT, rule, RED_RULE * 1.6)
        return rule - LINE

    def _ends(self, canvas: Canvas, baseline: float) -> None:
        office = self._document.imprint.printed_by or self._document.issuer.names[0]
        put(canvas, office, LEFT + CHARACTER, baseline, FLUSH)
        made = words.day(self._document.made_on)
        put(canvas, made, RIGHT - CHARACTER, baseline, FLUSH, "end")

    def _sheet(self, canvas: Canvas) -> float:
        if self._document.stage is not Stage.FINAL:
            y = TOP + 40
            put(canvas, self._document.stage.value, RIGHT, y, HEI, "end")
        return TOP

    def _rule(self, canvas: Canvas, x1: float, x2: float, y: float, width: float) -> None:
        canvas.setStrokeColor(RED)
        canvas.setLineWidth(width)
        canvas.line(x1, y, x2, y)


def minutes_mark(document: Document) -> str:
    mark = document.issuer.mark
    if mark.endswith("纪要"):
        return mark
    # A name too long to be striking gives way to what it ends in: 联席会议纪要.
    if text_width(mark, Role.TITLE, LEAST_MARK) > WIDTH - 4 * LEAST_MARK:
        mark = "联席会议" if mark.endswith("联席会议") else mark
    return f"{mark}纪要" if mark.endswith("会议") else f"{mark}会议纪要"


LEAST = BOTTOM + 2 * LINE
"""The lowest place at which text may still begin."""
