"""Font, theme and Chinese for the whole window, from the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.settings import Settings
from widgets.dialogs import load_chinese
from widgets.theme import Mode, apply_theme, load_fonts

FONTS = Path(__file__).resolve().parents[1] / "reports" / "fonts"


def prepare(app: QApplication, settings: Settings) -> None:
    """Load the bundled font and Qt's Chinese, then put the theme in force."""
    load_fonts(FONTS)
    load_chinese(app)
    apply_appearance(app, settings)


def apply_appearance(app: QApplication, settings: Settings) -> None:
    """Put theme and type size of the settings in force."""
    apply_theme(app, _mode(app, settings), settings.percent)


def _mode(app: QApplication, settings: Settings) -> Mode:
    if settings.theme == "system":
        is_dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if is_dark else "light"
    return "dark" if settings.theme == "dark" else "light"
