"""Parts of drawings: texts in fonts that have them, boxes, hatching, frames."""

from __future__ import annotations

from reportlab.graphics.shapes import STATE_DEFAULTS, Drawing, Line, Rect, String
from reportlab.lib.colors import Color

from reports import styles
from reports.fonts import Role, char_width, font, printable, runs, text_width
from reports.pdf.grid import WIDTH


def sheet(height: float, width: float = WIDTH) -> Drawing:
    """Return an empty drawing; without the bundled default it would name a font it lacks."""
    STATE_DEFAULTS["fontName"] = font("hei-sans").fontName
    return Drawing(width, height)


def label(
    drawing: Drawing,
    x: float,
    y: float,
    text: str,
    size: float,
    color: Color = styles.TEXT,
    anchor: str = "start",
) -> None:
    """Write a text into a drawing, each character with a font that has it."""
    clean = printable(text)
    width = text_width(clean, Role.HEI, size)
    x -= {"middle": width / 2, "end": width}.get(anchor, 0.0)
    for run in runs(clean, Role.HEI):
        name = font(run.font).fontName
        drawing.add(String(x, y, run.text, fontName=name, fontSize=size, fillColor=color))
        x += text_width(run.text, Role.HEI, size)


def fitted(text: str, size: float, room: float) -> tuple[str, float]:
    """Return a text and a size that fit a room: smaller type first, then two thirds and dots."""
    clean = printable(text)
    width = text_width(clean, Role.HEI, size)
    if width <= room:
        return clean, size
    smaller = max(size * room / width, size * 0.7)
    if width * smaller / size <= room + 0.01:
        return clean, smaller
    kept, used = "", char_width(Role.HEI, "…") * smaller
    for char in clean:
        used += char_width(Role.HEI, char) * smaller
        if used > room:
            break
        kept += char
    return f"{kept}…", smaller


def box(
    drawing: Drawing, x: float, y: float, width: float, height: float, fill: Color | None
) -> None:
    """Fill a box."""
    drawing.add(Rect(x, y, width, height, fillColor=fill, strokeColor=None, strokeWidth=0))


def hatch(drawing: Drawing, x: float, y: float, width: float, height: float) -> None:
    """Fill a box with diagonal lines: no data."""
    box(drawing, x, y, width, height, styles.GROUND)
    step, start = 5.0, -height
    while start < width:
        low, high = max(start, 0.0), min(start + height, width)
        if high - low > 0.5:
            drawing.add(
                Line(
                    x + low,
                    y + low - start,
                    x + high,
                    y + high - start,
                    strokeColor=styles.HATCH,
                    strokeWidth=0.5,
                )
            )
        start += step


def frame(drawing: Drawing, x: float, y: float, width: float, height: float) -> None:
    """Draw the red frame: past the limit."""
    drawing.add(
        Rect(
            x + 0.7,
            y + 0.7,
            width - 1.4,
            height - 1.4,
            fillColor=None,
            strokeColor=styles.FLAG,
            strokeWidth=1.4,
        )
    )
