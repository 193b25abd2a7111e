"""Setting a document as PDF in the official form (GB/T 9704-2012)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from data.rows.papers import Form
from reports.breaking import Span
from reports.content import Annex, Document, Face, Heading
from reports.fonts import Role, chain, font, printable, text_width
from reports.pdf import marks
from reports.pdf.blocks import pieces_of
from reports.pdf.closing import Foot, signature_of
from reports.pdf.flow import Flow, Page
from reports.pdf.grid import BODY, BOTTOM, FLUSH, HEI, LEFT, LINE, PAPER, RIGHT, TITLE, WIDTH
from reports.pdf.masthead import LEAST, Masthead
from reports.pdf.origin import Origin
from reports.pdf.pieces import Piece, Space, TextPiece
from reports.pdf.titles import break_title
from reports.styles import Style

rl_config.useA85 = 0
"""Pages go into the file as bytes: as text they are a quarter longer and slower to write."""
AUTHOR = "联席会议协调台"
SHORT = 3
"""A text of so many pages may become shorter by giving way above the name."""
_TITLE_ROOM = WIDTH - 8
_ANNEX_TITLE = Style(Role.TITLE, 22, 36, align="center")


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a document: pages, the face each role got, whether 主送 went to the foot."""

    pages: int
    faces: dict[Face, str]
    moved_main: bool = False


def write_pdf(document: Document, stream: BinaryIO) -> Written:
    """Write a document as PDF; the same content gives the same bytes.

    Raises InvalidInput where no font has a character, naming it.
    """
    buffer = io.BytesIO()
    canvas = _canvas(document, buffer)
    setting = _Setting(document)
    if document.provenance is not None and document.provenance.sample:
        marks.sample(canvas)
    start = Masthead(document).draw(canvas)
    setting.compose(start)
    for number, page in enumerate(setting.flow.pages, 1):
        _draw(canvas, document, page, number, setting)
        canvas.showPage()
    canvas.save()
    stream.write(buffer.getvalue())
    faces = {face: chain(role)[0] for face, role in _ROLES.items()}
    return Written(len(setting.flow.pages), faces, bool(setting.moved))


_ROLES = {Face.TITLE: Role.TITLE, Face.FANG: Role.FANG, Face.KAI: Role.KAI, Face.HEI: Role.HEI}


def _canvas(document: Document, buffer: BinaryIO) -> Canvas:
    canvas = Canvas(
        buffer, pagesize=PAPER, invariant=1, pageCompression=1, lang="zh-CN",
        initialFontName=font("fangsong").fontName,
    )  # fmt: skip
    canvas.setTitle(printable(document.title.replace("\n", "")))
    canvas.setSubject(printable(document.subject or document.kind.label))
    canvas.setAuthor("、".join(document.issuer.names))
    canvas.setCreator(AUTHOR)
    canvas.setProducer(AUTHOR)
    canvas.setKeywords(list(document.keywords))
    canvas.setDateFormatter(lambda *_: f"D:{document.made_on:%Y%m%d}000000+08'00'")
    return canvas


class _Setting:
    """A document on its way to pages."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.moved: tuple[str, ...] = ()
        self._blank = 2
        self.flow = Flow(0.0)
        self.foot = Foot(document)

    def compose(self, start: float) -> None:
        """Fill the pages; of a short text the room above the name gives way to save a page.

        No room for the seal: the spacing is adjusted (GB/T 9704-2012, 7.3.5.5).
        """
        self._compose(start)
        count = len(self.flow.pages)
        if 1 < count <= SHORT and signature_of(self.document) is not None:
            self._blank = 1
            self._compose(start)
            if len(self.flow.pages) == count:
                self._blank = 2
                self._compose(start)

    def _compose(self, start: float) -> None:
        """Fill the pages, 主送 above the text unless page 1 would then hold no text."""
        self.moved = ()
        self._text(start, self.document.to)
        if self.document.to and not _has_text(self.flow.pages[0]):
            self.moved = self.document.to
            self._text(start, ())
        for number, annex in enumerate(self.document.annexes, 1):
            self._annex(annex, number)
        self._end()

    def _text(self, start: float, to: tuple[str, ...]) -> None:
        self.flow = Flow(max(start, LEAST))
        self.flow.fill(list(self._title()))
        if to:
            self.flow.fill([_Main(to).piece()])
        self.flow.fill(pieces_of(self.document.blocks))
        self.flow.close(list(self._closing()))

    def _title(self) -> Iterator[Piece]:
        lines = break_title(printable_lines(self.document.title), TITLE.size, _TITLE_ROOM)
        for line in lines:
            yield TextPiece([Span(line)], TITLE, keep=True)
        if self.document.title:
            yield Space(LINE if self.document.kind.form is not Form.SHEET else LINE / 2)

    def _closing(self) -> Iterator[Piece]:
        """附件说明, signature and date, 附注."""
        document = self.document
        if document.annexes and document.kind.form in (Form.OFFICIAL, Form.LETTER):
            yield Space(LINE)
            yield from annex_note([annex.title for annex in document.annexes])
        signature = signature_of(document, self._blank)
        if signature is not None:
            yield signature
        notes = [document.note] if document.note else []
        if document.disclosure is not None and document.kind.form is not Form.SHEET:
            notes.append(f"此件公开属性：{document.disclosure.value}")
        for note in notes:
            yield TextPiece([Span(f"（{note.strip('（）')}）")], BODY)

    def _annex(self, annex: Annex, number: int) -> None:
        """附件 on a new page: its number on the first line, its title on the third (7.3.7)."""
        flow = self.flow
        flow.turn(annex.landscape)
        flow.page.places.append((f"附件{number}　{annex.title}", 0))
        label = f"附件{number}" if len(self.document.annexes) > 1 else "附件"
        lines = break_title(printable_lines(annex.title), 22, flow.page.width - 8)
        blank = LINE * (0.4 if annex.landscape else 1.0)
        flow.fill([TextPiece([Span(label)], HEI, keep=True), Space(blank)])
        flow.fill([TextPiece([Span(line)], _ANNEX_TITLE, keep=True) for line in lines])
        flow.fill([Space(blank), *pieces_of(annex.blocks, sideways=annex.landscape)])

    def _end(self) -> None:
        """Leave room for the foot on the last page; the origin's lines stand above it."""
        flow = self.flow
        self.foot.main = self.moved
        height = self.foot.height()
        origin = Origin(self.document.provenance) if self.document.provenance else None
        needed = height + (8 if height else 0)
        if origin is not None:
            needed += origin.lay(WIDTH) + origin.before
        if flow.page.sideways or needed > flow.room:
            flow.turn()
            # A page that bears the 版记 alone has no number (K).
            flow.page.numbered = origin is not None
        if origin is not None:
            top = BOTTOM + height + (8 if height else 0) + origin.lay(WIDTH)
            flow.page.items.append((origin, top))


def printable_lines(title: str) -> str:
    """Return a title without control characters, its chosen line breaks kept."""
    return "\n".join(printable(line) for line in title.split("\n"))


def _has_text(page: Page) -> bool:
    return any(
        isinstance(piece, TextPiece) and piece.style in (BODY,) for piece, _ in page.items
    ) or len(page.items) > 6


class _Main:
    """主送机关: flush left, wrapped flush left, a full-width colon at the end (7.3.2)."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    def piece(self) -> TextPiece:
        """Return the paragraph."""
        return TextPiece([Span(f"{'，'.join(self._names)}：")], FLUSH, keep=True)


def annex_note(titles: list[str]) -> Iterator[TextPiece]:
    """Yield 附件说明: numbered where several, wrapped under the first character of the name."""
    for number, title in enumerate(titles, 1):
        flat = title.replace("\n", "")
        lead = "附件：" if number == 1 else "　　　"
        mark = f"{number}. " if len(titles) > 1 else ""
        left = FLUSH.pitch * 3 + text_width(f"　　　{mark}", Role.FANG, 16) + BODY.indent
        style = Style(leading=LINE, pitch=FLUSH.pitch, align="left", left=left,
                      indent=BODY.indent - left)  # fmt: skip
        yield TextPiece([Span(f"{lead}{mark}{flat}")], style)


def _draw(
    canvas: Canvas, document: Document, page: Page, number: int, setting: _Setting
) -> None:
    last = number == len(setting.flow.pages)
    if number > 1 and document.provenance is not None and document.provenance.sample:
        marks.sample(canvas)
    if number == 1:
        canvas.showOutline()
        marks.place(canvas, document.title.replace("\n", ""), 0, "title", RIGHT)
    marks.running(canvas, document, number, page)
    for count, (name, level) in enumerate(page.places):
        marks.place(canvas, name, level, f"place-{number}-{count}", RIGHT)
    canvas.saveState()
    left = LEFT
    if page.sideways:
        # The content is turned to the left; the page is shown upright, its number in its place.
        canvas.translate(RIGHT, BOTTOM)
        canvas.rotate(90)
        left = 0.0
    for piece, top in page.items:
        heading = getattr(piece, "outline", None)
        if isinstance(heading, Heading) and not page.sideways:
            marks.place(canvas, heading.text, heading.level, f"heading-{number}-{top:.1f}", top)
        piece.draw(canvas, left, top)
    canvas.restoreState()
    canvas.setPageRotation(90 if page.sideways else 0)
    # The writer swaps the sides of a turned page's paper: given swapped, the paper stays upright.
    canvas.setPageSize(PAPER[::-1] if page.sideways else PAPER)
    if last:
        setting.foot.draw(canvas)
    if page.numbered and not (document.kind.form is Form.LETTER and number == 1):
        marks.number(canvas, number)
