"""Filling pages: pieces from top to bottom, cut or moved where a page ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.pdf.grid import BOTTOM, HEIGHT, LINE, TOP, WIDTH
from reports.pdf.pieces import Piece, Space, TextPiece


@dataclass
class Page:
    """A page with its pieces, each with the height of its upper edge; `sideways` is landscape.

    `numbered` says that the page bears its number. Heights of a sideways page are of its own
    type area, whose upper edge is `WIDTH`.
    """

    top: float
    sideways: bool = False
    numbered: bool = True
    items: list[tuple[Piece, float]] = field(default_factory=list)
    left_at: float = 0.0
    places: list[tuple[str, int]] = field(default_factory=list)
    """Entries of the outline that begin here, with their level."""

    @property
    def bottom(self) -> float:
        """Return the lower edge of the type area."""
        return 0.0 if self.sideways else BOTTOM

    @property
    def width(self) -> float:
        """Return the width of the type area."""
        return HEIGHT if self.sideways else WIDTH


class Flow:
    """Pages being filled; the first begins under the head."""

    def __init__(self, first_top: float) -> None:
        self.pages = [Page(first_top, left_at=first_top)]
        self._after = 0.0

    @property
    def page(self) -> Page:
        """Return the page being filled."""
        return self.pages[-1]

    @property
    def room(self) -> float:
        """Return the height left on the page."""
        return self.page.left_at - self.page.bottom

    @property
    def fresh(self) -> bool:
        """Say whether nothing stands on the page yet."""
        return not self.page.items

    def turn(self, sideways: bool = False) -> None:
        """Begin a page."""
        top = WIDTH if sideways else TOP
        self.pages.append(Page(top, sideways, left_at=top))
        self._after = 0.0

    def fill(self, pieces: Sequence[Piece]) -> None:
        """Place pieces; one that keeps with the next takes the page with it."""
        for place, piece in enumerate(pieces):
            if piece.keep and not self.fresh and self._needed(pieces, place) > self.room + 0.01:
                self.turn(self.page.sideways)
            self._place(piece)

    def _needed(self, pieces: Sequence[Piece], place: int) -> float:
        """Return the room a piece and those it keeps with need: of the last its beginning."""
        needed, width = 0.0, self.page.width
        for piece in pieces[place:]:
            height = piece.lay(width) + piece.before
            if not piece.keep:
                return needed + min(height, piece.before + piece.beginning())
            needed += height + piece.after
        return needed

    def _place(self, piece: Piece | None) -> None:
        while piece is not None:
            height = piece.lay(self.page.width)
            before = 0.0 if self.fresh else max(piece.before, self._after)
            if isinstance(piece, Space) and self.fresh and len(self.pages) > 1:
                return
            if before + height <= self.room + 0.01:
                self._put(piece, before, height)
                return
            head, tail = piece.split(self.room - before)
            if head is None and self.fresh:
                self._put(piece, before, height)
                return
            if head is not None:
                self._put(head, before, head.lay(self.page.width))
            piece = tail
            if piece is not None:
                self.turn(self.page.sideways)

    def _put(self, piece: Piece, before: float, height: float) -> None:
        page = self.page
        page.left_at -= before
        page.items.append((piece, page.left_at))
        page.left_at -= height
        self._after = piece.after

    def close(self, tail: Sequence[Piece]) -> None:
        """Place the end of the text whole: where it finds no room, two lines go along with it.

        此页无正文 is not used (GB/T 9704-2012, 7.3.5.5).
        """
        needed = sum(piece.lay(WIDTH) + piece.before for piece in tail)
        if needed > self.room + 0.01 and not self.fresh:
            taken = self._take_back()
            self.turn()
            self.fill(taken)
        self.fill(tail)

    def _take_back(self) -> list[Piece]:
        """Take the last lines of the text off the page, and headings that would stand alone."""
        page, taken = self.page, list[Piece]()
        if len(page.items) < 2 or not isinstance(page.items[-1][0], TextPiece):
            return taken
        last, top = page.items.pop()
        assert isinstance(last, TextPiece)
        count = len(last.lines)
        # The first page must show text: there one line may go along, if it is all there is.
        alone = len(self.pages) == 1 and page.items[-1][0].keep
        if count >= 4:
            head, tail = last.split((count - 2) * LINE + 1)
        elif alone and count > 1:
            head, tail = last.cut(count - 1)
        else:
            head, tail = None, last
        if head is not None:
            page.items.append((head, top))
        if tail is not None:
            taken.append(tail)
        while head is None and len(page.items) > 1 and page.items[-1][0].keep:
            taken.insert(0, page.items.pop()[0])
        return taken

