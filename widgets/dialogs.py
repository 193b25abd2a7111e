"""Chinese for the texts Qt itself shows: buttons of standard dialogs, context menus."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialogButtonBox, QMessageBox

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
