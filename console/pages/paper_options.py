"""How a paper goes out: issuer, number, stage, disclosure, masked copy, consent."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from data.rows.papers import Disclosure, Issuer, Stage

USUAL = "按文种"


class PaperOptions(QWidget):
    """The form of a paper's terms."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.issuer, self.stage, self.disclosure = QComboBox(), QComboBox(), QComboBox()
        self.number = QLineEdit()
        self.public = QCheckBox("公开稿（隐去企业名称和代码）")
        self.approved = QCheckBox("经市政府同意")
        self._build()

    def _build(self) -> None:
        for stage in Stage:
            self.stage.addItem(stage.value, stage)
        self.stage.setCurrentIndex(self.stage.findData(Stage.FINAL))
        self.disclosure.addItem(USUAL, None)
        for kind in Disclosure:
            self.disclosure.addItem(kind.value, kind)
        self.number.setPlaceholderText("登记时编号，或填办公系统的文号")
        self.number.setClearButtonEnabled(True)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("发文单位", self.issuer)
        form.addRow("发文字号", self.number)
        form.addRow("稿本", self.stage)
        form.addRow("公开属性", self.disclosure)
        form.addRow(self.public)
        form.addRow(self.approved)
        for box in (self.issuer, self.stage, self.disclosure):
            box.activated.connect(lambda _: self.changed.emit())
        self.number.editingFinished.connect(self.changed)
        self.public.toggled.connect(lambda _: self.changed.emit())
        self.approved.toggled.connect(lambda _: self.changed.emit())

    def set_issuers(self, found: tuple[Issuer, ...]) -> None:
        """Offer the issuers, the usual one of the paper's kind first."""
        chosen = self.issuer.currentData()
        self.issuer.clear()
        self.issuer.addItem(USUAL, "")
        for one in found:
            self.issuer.addItem("、".join(one.names), one.id)
        self.issuer.setCurrentIndex(max(self.issuer.findData(chosen), 0))
