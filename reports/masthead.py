"""The red head of a briefing: the meeting, 联席会议简报, issuing office and date, the red line."""

from __future__ import annotations

from reportlab.platypus import Flowable

from reports import styles
from reports.breaking import Para
from reports.fonts import Role, printable, text_width
from reports.report import write_text
from reports.styles import Style

_OFFICE = Style(Role.FANG, 16, 29)
_LINE = 1.4


class Masthead(Flowable):  # type: ignore[misc]  # reportlab comes without types
    """Meeting's name, red title, office left and date right, a red line."""

    def __init__(self, meeting: str, title: str, office: str, day: str) -> None:
        super().__init__()
        self._meeting = Para(meeting, styles.MARK_SMALL)
        self._title = Para(title, styles.MARK)
        room = styles.WIDTH - text_width(printable(day), Role.FANG, 16) - 3 * 16
        self._office = Para(office, Style(Role.FANG, 16, 24, align="left"))
        self._office_width = room
        self._day = printable(day)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size."""
        self._meeting.wrap(styles.WIDTH, 0)
        self._title.wrap(styles.WIDTH, 0)
        self._office.wrap(self._office_width, 0)
        self.width = styles.WIDTH
        self.height = self._meeting.height + self._title.height + self._office.height + 26
        return self.width, self.height

    def draw(self) -> None:
        """Draw from the top down."""
        y = self.height - self._meeting.height
        self._meeting.drawOn(self.canv, 0, y)
        y -= self._title.height
        self._title.drawOn(self.canv, 0, y)
        y -= 16 + self._office.height
        self._office.drawOn(self.canv, 16, y)
        write_text(self.canv, self.width - 16, y + 6, self._day, _OFFICE.but(align="right"))
        self.canv.setStrokeColor(styles.SEAL)
        self.canv.setLineWidth(_LINE)
        self.canv.line(0, 2, self.width, 2)
