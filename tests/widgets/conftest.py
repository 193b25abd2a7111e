"""What the tests of the window's parts share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from widgets.theme import apply_theme, load_fonts

FONTS = Path(__file__).resolve().parents[2] / "reports" / "fonts"


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> Iterator[None]:
    """Start each test in the light theme at 100 %."""
    load_fonts_once()
    apply_theme(qapp, "light", 100)
    yield
    apply_theme(qapp, "light", 100)


def load_fonts_once() -> None:
    """Load the bundled Hei where it has been copied to; parts work with any font."""
    if not _Loaded.done and (FONTS / "hei-sans.ttf").is_file():
        load_fonts(FONTS)
        _Loaded.done = True


class _Loaded:
    done = False
