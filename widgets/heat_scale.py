"""The heat ramp: one hue in fixed levels, and which level a value stands in."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QColor

from widgets.theme import Theme, current_theme

# Zero stands at the light end; the eight levels above it leave out the stretch just above the
# middle, where neither dark nor white figures would be readable.
RAMP_PLACES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.77, 0.885, 1.0)
LEVELS = len(RAMP_PLACES)
_STEPS = (1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10)


def ramp_colour(place: float, theme: Theme | None = None) -> QColor:
    """Return the ramp's colour at a place from 0 to 1."""
    stops = (theme or current_theme()).heat
    scaled = min(max(place, 0.0), 1.0) * (len(stops) - 1)
    low = min(int(scaled), len(stops) - 2)
    a, b, share = QColor(stops[low]), QColor(stops[low + 1]), scaled - low
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return QColor(*(round(start + (end - start) * share) for start, end in pairs))


def nice_top(values: Iterable[float | None]) -> float:
    """Return a round upper end for values; single giants do not pale all others."""
    known = sorted(v for v in values if v)
    if not known:
        return float(LEVELS - 1)
    top = known[-1]
    usual = known[min(len(known) - 1, int(len(known) * 0.95))]
    if len(known) >= 20 and top > usual * 1.6:
        top = usual
    rough = top / (LEVELS - 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(n * size for n in _STEPS if n * size >= rough * (1 - 1e-9))
    if all(float(value).is_integer() for value in known):
        step = max(1.0, math.ceil(step - 1e-9))
    return round(step * (LEVELS - 1), 9)


@dataclass(frozen=True, slots=True)
class HeatScale:
    """Nine levels from zero to a top; all above the top stands in the last."""

    top: float

    def level(self, value: float) -> int:
        """Return the level of a value: 0 is zero alone."""
        if value <= 0:
            return 0
        step = self.top / (LEVELS - 1)
        return min(LEVELS - 1, max(1, -int(-value // step)))

    def colour(self, value: float, theme: Theme | None = None) -> QColor:
        """Return the colour of a value's cell."""
        return ramp_colour(RAMP_PLACES[self.level(value)], theme)

    def text_colour(self, value: float, theme: Theme | None = None) -> QColor:
        """Return the colour of a value's figure: white above the middle."""
        t = theme or current_theme()
        if value == 0:
            return QColor(t.quiet)
        is_high = RAMP_PLACES[self.level(value)] > 0.5
        return QColor(t.heat_text_high if is_high else t.heat_text_low)

    def range_text(self, level: int) -> str:
        """Return which values a level holds."""
        if level == 0:
            return "0"
        step = self.top / (LEVELS - 1)
        low, high = (level - 1) * step, level * step
        if level == LEVELS - 1:
            return f"{low:g} 以上"
        return f"{low:g}—{high:g}"
