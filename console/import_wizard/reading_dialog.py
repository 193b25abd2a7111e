"""读法: sheet, header row, encoding, delimiter, repeated lines, what is registered anew."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from data.intake.drafting import with_options, with_reading
from data.intake.looking import Look
from data.intake.profiles import Profile
from widgets.dialogs import answer_buttons, stack

ENCODINGS = (("自动识别", ""), ("UTF-8", "utf-8"), ("GB18030（GBK）", "gb18030"),
             ("UTF-16", "utf-16"))  # fmt: skip
DELIMITERS = (("自动识别", ""), ("逗号 ,", ","), ("分号 ;", ";"), ("制表符", "\t"),
              ("竖线 |", "|"))  # fmt: skip
REPEATS = (("略去重复的行", "skip"), ("按错误退回", "error"), ("照样导入", "keep"))
REGISTERS = (("企业", "enterprises"), ("单位", "bodies"), ("事项", "items"), ("计划", "plans"),
             ("任务", "tasks"))  # fmt: skip
MOST_ROWS = 1_048_576


class ReadingDialog(QDialog):
    """How a file is read; what is left on 自动 is found by the reader."""

    chosen = Signal(object)

    def __init__(self, look: Look, profile: Profile, parent: QWidget) -> None:
        super().__init__(parent)
        self._profile = profile
        self.setWindowTitle("读法")
        self.sheet = _choice((("自动选择", ""), *((name, name) for name in look.sheets)),
                             profile.sheet or "")  # fmt: skip
        self.header_row = QSpinBox()
        self.header_row.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.header_row.setRange(0, MOST_ROWS)
        self.header_row.setSpecialValueText(f"自动识别（第 {look.head.header_row} 行）")
        self.header_row.setValue(profile.header_row or 0)
        self.encoding = _choice(ENCODINGS, profile.encoding or "")
        self.delimiter = _choice(DELIMITERS, profile.delimiter or "")
        self.repeats = _choice(REPEATS, profile.duplicates)
        self.registers = {name: QCheckBox(text) for text, name in REGISTERS}
        for name, box in self.registers.items():
            box.setChecked(name in profile.create)
        self._arrange(look)

    def _arrange(self, look: Look) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        if look.sheets:
            form.addRow("工作表(&H)", self.sheet)
        form.addRow("表头所在行(&R)", self.header_row)
        if look.is_text:
            form.addRow("编码(&E)", self.encoding)
            form.addRow("分隔符(&D)", self.delimiter)
        form.addRow("完全重复的行(&P)", self.repeats)
        boxes = QVBoxLayout()
        for box in self.registers.values():
            boxes.addWidget(box)
        form.addRow("未登记的自动建档", boxes)
        stack(self, form, answer_buttons(self, self._tell), spacing=14, width=420)

    def _tell(self) -> None:
        read = with_reading(
            self._profile, str(self.sheet.currentData() or ""), self.header_row.value(),
            str(self.encoding.currentData() or ""), str(self.delimiter.currentData() or ""),
        )  # fmt: skip
        created = [name for name, box in self.registers.items() if box.isChecked()]
        self.chosen.emit(with_options(read, created, str(self.repeats.currentData())))
        self.accept()


def _choice(items: tuple[tuple[str, str], ...], now: str) -> QComboBox:
    box = QComboBox()
    for text, data in items:
        box.addItem(text, data)
    place = box.findData(now)
    if place < 0:
        box.addItem(now, now)
        place = box.count() - 1
    box.setCurrentIndex(place)
    return box
