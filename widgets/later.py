"""A part of a page that is made when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

K = TypeVar("K")
V = TypeVar("V")
W = TypeVar("W", bound=QWidget)


class Parts(dict[K, V]):
    """Parts by key, each made when it is first asked for; walking through meets those made."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        """Make a part; what the maker raises for a key it does not know is passed on."""
        made = self[key] = self._make(key)
        return made


class Later(QWidget, Generic[W]):
    """The place of a part; `content` makes it, as does being shown."""

    def __init__(self, make: Callable[[], W], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._content: W | None = None
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)

    @property
    def is_made(self) -> bool:
        """Return whether the part is there."""
        return self._content is not None

    @property
    def content(self) -> W:
        """Return the part, made now if it was never asked for."""
        if self._content is None:
            self._content = self._make()
            self._lines.addWidget(self._content)
            self._content.show()
            self.setFocusProxy(self._content)
        return self._content

    def showEvent(self, event: QShowEvent) -> None:
        """Make the part for the first look."""
        super().showEvent(event)
        _ = self.content
