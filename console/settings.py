"""What one person sets for this computer: type size and theme, in an ini file of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QSettings

from console.folders import data_folder

SMALLEST, LARGEST, STEP = 100, 200, 10
ThemeChoice = Literal["light", "dark", "system"]


class Settings:
    """The settings file."""

    def __init__(self, file: Path | None = None) -> None:
        self._store = QSettings(
            str(file or data_folder() / "settings.ini"), QSettings.Format.IniFormat
        )

    @property
    def percent(self) -> int:
        """Return the type size in per cent."""
        text = str(self._store.value("percent", "100"))
        size = int(text) if text.isdigit() else SMALLEST
        return min(LARGEST, max(SMALLEST, size))

    @percent.setter
    def percent(self, size: int) -> None:
        self._store.setValue("percent", min(LARGEST, max(SMALLEST, size)))
        self._store.sync()

    @property
    def theme(self) -> ThemeChoice:
        """Return the chosen theme."""
        match str(self._store.value("theme", "light")):
            case "dark":
                return "dark"
            case "system":
                return "system"
            case _:
                return "light"

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._store.setValue("theme", choice)
        self._store.sync()
