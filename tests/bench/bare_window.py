"""The floor of `bench start`: a bare PySide6 window that says when it was first painted."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget


class Page(QWidget):
    """An empty page."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing, say so, and end after this paint."""
        super().paintEvent(event)
        sys.stdout.write("painted\n")
        sys.stdout.flush()
        QTimer.singleShot(100, QApplication.quit)


def main() -> int:
    """Show the window until it was painted."""
    app = QApplication(sys.argv)
    window = QMainWindow()
    window.setCentralWidget(Page())
    window.resize(1366, 768)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
