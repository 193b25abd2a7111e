"""Colours by meaning, type sizes and spacing; one theme is in force at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

Mode = Literal["light", "dark"]
Role = Literal["figure", "title", "card", "body", "cell", "note"]

FONT_SIZES: dict[Role, int] = {
    "figure": 30, "title": 18, "card": 15, "body": 14, "cell": 13, "note": 12,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour by what it means, with the font and the scale in per cent."""

    mode: Mode
    ground: str
    card: str
    side: str
    line: str
    line_strong: str
    text: str
    second: str
    quiet: str
    ink: str
    ink_hover: str
    on_ink: str
    selected: str
    hover: str
    chip: str
    green: str
    yellow: str
    orange: str
    red: str
    none: str
    on_red: str
    hatch: str
    hatch_ground: str
    heat: tuple[str, str, str, str, str]
    heat_text_low: str
    heat_text_high: str
    kinds: tuple[str, str, str, str, str, str]
    """Colours of kinds that have no order and are no status; a word always stands beside them."""
    percent: int = 100
    family: str = ""

    def px(self, pixels: float) -> int:
        """Return a length at the scale in force."""
        return max(1, round(pixels * self.percent / 100))

    def space(self, pixels: float) -> int:
        """Return a gap: it grows half as fast as the type, so that narrow windows stay usable."""
        return max(1, round(pixels * (1 + (self.percent / 100 - 1) / 2)))

    def font(self, role: Role = "body") -> QFont:
        """Return the font of a role at the scale in force."""
        return _font(self.family, self.px(FONT_SIZES[role]))

    def metrics(self, role: Role = "body") -> QFontMetrics:
        """Return the measures of a role's font."""
        return _metrics(self.family, self.px(FONT_SIZES[role]))

    @property
    def row_height(self) -> int:
        """Return the height of a table row."""
        return self.px(31)

    @property
    def dense_row_height(self) -> int:
        """Return the height of a row in a dense table or heatmap."""
        return self.px(28)


def _font(family: str, pixels: int) -> QFont:
    font = QFont(family) if family else QFont()
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Normal)
    return font


@lru_cache(maxsize=64)
def _metrics(family: str, pixels: int) -> QFontMetrics:
    """Measures are asked for at every cell and heading; a font is looked up once."""
    return QFontMetrics(_font(family, pixels))


LIGHT = Theme(
    mode="light", ground="#F4F5F7", card="#FFFFFF", side="#FBFBFC", line="#E3E6EA",
    line_strong="#CBD2D9", text="#1F2933", second="#52606D", quiet="#7B8794",
    ink="#1F4E79", ink_hover="#2A618F", on_ink="#FFFFFF", selected="#E3ECF5",
    hover="#EEF1F4", chip="#EAF0F6", green="#00785A", yellow="#9A6700", orange="#B85C00",
    red="#B3261E", none="#9AA5B1", on_red="#FFFFFF", hatch="#E6E9ED", hatch_ground="#F7F8F9",
    heat=("#F7FAFC", "#CFE1F0", "#8CB6D9", "#427DB0", "#163F69"),
    heat_text_low="#1F2933", heat_text_high="#FFFFFF",
    kinds=("#2F6DA8", "#7A5AA6", "#1B7F8C", "#5F6E7C", "#8A6D4B", "#9AA5B1"),
)  # fmt: skip

DARK = Theme(
    mode="dark", ground="#14191F", card="#1C232B", side="#181E25", line="#2E3742",
    line_strong="#465261", text="#E6EAEF", second="#B3BDC8", quiet="#8D99A6",
    ink="#8CB6E0", ink_hover="#A6C8EA", on_ink="#10202F", selected="#26384A",
    hover="#242D37", chip="#26313D", green="#4FC79A", yellow="#E3B341", orange="#F0924A",
    red="#FF7B72", none="#8D99A6", on_red="#2A0B09", hatch="#2A323C", hatch_ground="#20272F",
    heat=("#222B35", "#2A4159", "#356089", "#6C9FCC", "#B9DAF5"),
    heat_text_low="#E6EAEF", heat_text_high="#10202F",
    kinds=("#7FB2E5", "#B79BE0", "#5CC0CC", "#9FB0C0", "#CDAE86", "#8D99A6"),
)  # fmt: skip


class _InForce:
    theme: Theme = LIGHT
    family: str = ""


def current_theme() -> Theme:
    """Return the theme in force."""
    return _InForce.theme


@contextmanager
def light_in_force() -> Iterator[Theme]:
    """Put the light theme in force for what is painted meanwhile, at the same type size."""
    worn = _InForce.theme
    _InForce.theme = replace(LIGHT, percent=worn.percent, family=worn.family)
    try:
        yield _InForce.theme
    finally:
        _InForce.theme = worn


def load_fonts(folder: Path) -> str:
    """Load the bundled Hei from a folder and return its family name."""
    number = QFontDatabase.addApplicationFont(str(folder / "hei-sans.ttf"))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    _InForce.family = families[0] if families else ""
    return _InForce.family


def apply_theme(app: QApplication, mode: Mode, percent: int = 100) -> Theme:
    """Put a theme in force for the whole window and return it."""
    from widgets.stylesheet import style_sheet

    base = DARK if mode == "dark" else LIGHT
    percent = min(200, max(100, percent))
    theme = replace(base, percent=percent, family=_InForce.family)
    if theme == _InForce.theme and app.styleSheet():
        return theme
    _InForce.theme = theme
    if not app.styleSheet() and app.style().objectName().lower() != "fusion":
        # Under a style sheet the application's style has no name; it is Fusion by then.
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(theme.font("body"))
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))
    return theme


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for part, colour in (
        (role.Window, theme.ground), (role.WindowText, theme.text), (role.Base, theme.card),
        (role.AlternateBase, theme.card), (role.Text, theme.text), (role.Button, theme.card),
        (role.ButtonText, theme.text), (role.Highlight, theme.selected),
        (role.HighlightedText, theme.text), (role.ToolTipBase, theme.card),
        (role.ToolTipText, theme.text), (role.PlaceholderText, theme.quiet),
        (role.Link, theme.ink), (role.Mid, theme.line_strong), (role.Accent, theme.ink),
    ):  # fmt: skip
        palette.setColor(part, QColor(colour))
    for part in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, QColor(theme.none))
    return palette
