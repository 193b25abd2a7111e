"""Chinese for the texts Qt itself shows; the buttons and the frame that dialogs share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLayout,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.theme import current_theme

_WORDS = {
    "Ok": "确定", "Cancel": "取消", "Yes": "是", "No": "否", "Close": "关闭", "Save": "保存",
    "Open": "打开", "Discard": "不保存", "Apply": "应用", "Reset": "重置", "Help": "帮助",
    "Retry": "重试", "Ignore": "忽略", "Abort": "中止",
}  # fmt: skip


def load_chinese(app: QApplication) -> bool:
    """Install Qt's own Chinese and the Chinese locale; return whether Qt's texts were found."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_zh_CN", folder):
        return False
    return app.installTranslator(translator)


def name_buttons(box: QMessageBox | QDialogButtonBox) -> None:
    """Give the standard buttons of a box Chinese texts, translation at hand or not."""
    for name, word in _WORDS.items():
        if isinstance(box, QMessageBox):
            button = box.button(QMessageBox.StandardButton[name])
        else:
            button = box.button(QDialogButtonBox.StandardButton[name])
        # The stubs promise a button; Qt gives none where the box has none of that kind.
        found: QAbstractButton | None = button
        if found is not None:
            found.setText(word)


def answer_buttons(
    dialog: QDialog,
    take: Callable[[], object],
    yes: QDialogButtonBox.StandardButton = QDialogButtonBox.StandardButton.Ok,
) -> QDialogButtonBox:
    """Return the buttons of a dialog: `yes` takes what is entered, 取消 closes it."""
    buttons = QDialogButtonBox(yes | QDialogButtonBox.StandardButton.Cancel)
    name_buttons(buttons)
    buttons.accepted.connect(take)
    buttons.rejected.connect(dialog.reject)
    return buttons


def stack(dialog: QDialog, *parts: QWidget | QLayout, spacing: int = 12, width: int = 380) -> None:
    """Put the parts of a dialog one below the other, at least `width` wide at usual size."""
    whole = QVBoxLayout(dialog)
    whole.setContentsMargins(20, 18, 20, 16)
    whole.setSpacing(spacing)
    for part in parts:
        if isinstance(part, QLayout):
            whole.addLayout(part)
        else:
            whole.addWidget(part)
    dialog.setMinimumWidth(current_theme().space(width))


def plain_button(text: str) -> QPushButton:
    """Return a button of a dialog that Enter in a field does not press."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button
