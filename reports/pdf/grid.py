"""The page of GB/T 9704-2012: type area, grid, and where each element of it stands.

Lengths are points; y grows upward from the paper's foot. Clauses are the standard's.
"""

from __future__ import annotations

from reports import styles
from reports.fonts import Role
from reports.styles import BLACK, SECOND, Style

mm = 72 / 25.4
PAPER: tuple[float, float] = styles.PAGE
LEFT, BOTTOM, WIDTH, HEIGHT = 28 * mm, 35 * mm, 156 * mm, 225 * mm
RIGHT, TOP = LEFT + WIDTH, BOTTOM + HEIGHT
LINES, CHARACTERS = 22, 28
LINE, CHARACTER = HEIGHT / LINES, WIDTH / CHARACTERS
"""一行 and 一字 (clauses 3 and 5.2.3): 28.99 and 15.793 points."""
MARK_TOP = TOP - 35 * mm
"""The mark's top edge (7.2.4)."""
LETTER_MARK_TOP = PAPER[1] - 30 * mm
LETTER_FOOT = 20 * mm
LETTER_RULE = 170 * mm
"""信函 (10.1): the mark 30 mm from the paper's top, the lower double line 20 mm from its foot."""
RULE_GAP = 4 * mm
"""The red line under the 发文字号 (7.2.7)."""
RED_RULE = 0.4 * mm
THICK, THIN = 0.35 * mm, 0.25 * mm
"""Lines of the 版记 (7.4.1)."""
NUMBER_DROP = 7 * mm
"""The page number under the type area (7.5)."""
RED = styles.SEAL

BODY = Style(leading=LINE, indent=2 * CHARACTER, pitch=CHARACTER - 16)
FLUSH = Style(leading=LINE, pitch=CHARACTER - 16, align="left")
LEVELS = {
    1: Style(Role.HEI, leading=LINE, indent=2 * CHARACTER, pitch=CHARACTER - 16, align="left"),
    2: Style(Role.KAI, leading=LINE, indent=2 * CHARACTER, pitch=CHARACTER - 16, align="left"),
    3: Style(Role.FANG, leading=LINE, indent=2 * CHARACTER, pitch=CHARACTER - 16, align="left"),
    4: Style(Role.FANG, leading=LINE, indent=2 * CHARACTER, pitch=CHARACTER - 16, align="left"),
}
TITLE = Style(Role.TITLE, 22, 36, BLACK, "center")
HEI = Style(Role.HEI, leading=LINE, pitch=CHARACTER - 16, align="left")
FOOT = Style(Role.FANG, 14, 22, BLACK, "left")
NUMBER = Style(Role.DIGITS, 14, 14, BLACK, "left")
CAPTION = Style(Role.HEI, 12, 19, BLACK, "center")
NOTE = Style(Role.FANG, 10.5, 16, SECOND, "justify")
RUNNING = Style(Role.FANG, 9, 12, SECOND, "left")
