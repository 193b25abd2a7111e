"""Page, colours and type of the documents (GB/T 9704 type area; colours as in the window)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm

from reports.fonts import Role

PAGE = (595.276, 841.890)
LEFT, RIGHT = 28 * mm, 26 * mm
TOP, BOTTOM = 37 * mm, 35 * mm
WIDTH = PAGE[0] - LEFT - RIGHT
HEIGHT = PAGE[1] - TOP - BOTTOM

TEXT = HexColor("#1F2933")
SECOND = HexColor("#52606D")
QUIET = HexColor("#7B8794")
LINE = HexColor("#C3CAD2")
INK = HexColor("#1F4E79")
SEAL = HexColor("#FF0000")
BLACK = HexColor("#000000")
WHITE = HexColor("#FFFFFF")
GRID = HexColor("#E3E6EA")
COLUMN = HexColor("#5F86AD")
GROUND = HexColor("#F1F4F7")
WATER = HexColor("#ECEFF3")
HATCH = HexColor("#B4BCC6")
RAMP = ("#F7FAFC", "#CFE1F0", "#8CB6D9", "#427DB0", "#163F69")
LAMPS = {
    "绿": ("●", HexColor("#00785A")),
    "黄": ("▲", HexColor("#9A6700")),
    "橙": ("◆", HexColor("#B85C00")),
    "红": ("■", HexColor("#B3261E")),
    "无": ("○", HexColor("#7B8794")),
}
FLAG = HexColor("#B3261E")

Align = Literal["justify", "left", "center", "right"]


@dataclass(frozen=True)
class Style:
    """How a paragraph is set; `pitch` is added to each Chinese character's advance."""

    role: Role = Role.FANG
    size: float = 16.0
    leading: float = 28.99
    color: Color = BLACK
    align: Align = "justify"
    indent: float = 0.0
    left: float = 0.0
    pitch: float = 0.0
    before: float = 0.0
    after: float = 0.0

    def but(
        self, role: Role | None = None, color: Color | None = None, align: Align | None = None
    ) -> Style:
        """Return this style with another role, colour or alignment."""
        return replace(
            self,
            role=role or self.role,
            color=color or self.color,
            align=align or self.align,
        )


_PITCH = 15.793 - 16.0
BODY = Style(indent=31.587, pitch=_PITCH)
LEVEL_1 = Style(Role.HEI, indent=31.587, pitch=_PITCH, align="left")
LEVEL_2 = Style(Role.KAI, indent=31.587, pitch=_PITCH, align="left")
MARK_SMALL = Style(Role.TITLE, 17, 28, SEAL, "center")
MARK = Style(Role.TITLE, 46, 66, SEAL, "center", pitch=16, after=6)
TITLE = Style(Role.TITLE, 22, 33, BLACK, "center", before=12, after=8)
CAPTION = Style(Role.HEI, 10.5, 16, BLACK, "left")
NOTE = Style(Role.FANG, 10.5, 16, SECOND, "justify", before=3, after=6)
SMALL = Style(Role.FANG, 12, 18.5, BLACK, "justify")
CELL = Style(Role.FANG, 10.5, 14, BLACK, "left")
CELL_HEAD = Style(Role.HEI, 9.5, 13, SECOND, "left")


def heat_color(share: float) -> Color:
    """Return the colour of the heat ramp at a share of its range, 0 to 1."""
    place = min(max(share, 0.0), 1.0) * (len(RAMP) - 1)
    index = min(int(place), len(RAMP) - 2)
    low, high, part = HexColor(RAMP[index]), HexColor(RAMP[index + 1]), place - index
    mixed = (a + (b - a) * part for a, b in zip(low.rgb(), high.rgb(), strict=True))
    return Color(*(round(value, 4) for value in mixed))
