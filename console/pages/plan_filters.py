"""The line of controls that narrows the list of plans beside the filter of all pages."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.pages.plan_columns import SHORT
from console.pages.reflow import Reflow
from data.records.plans import PlanWish
from data.rows.enums import CheckType, PlanStanding
from data.rows.plans import ANY, NONE, SPANS

TYPING_PAUSE_MS = 250
NARROW = 620
LACKS = {"": "全部要素", ANY: "缺项", NONE: "齐全", **{k: f"缺{w}" for k, w in SHORT.items()}}


class PlanFilters(QWidget):
    """How a plan belongs to the period, its type, what it lacks, how far it is, words."""

    span_chosen = Signal()
    wish_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.span, self.type, self.lack = QComboBox(), QComboBox(), QComboBox()
        self.standing, self.joint, self.search = QComboBox(), QComboBox(), QLineEdit()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.wish_changed)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self._fill()
        boxes = QWidget()
        line = QHBoxLayout(boxes)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for box, name in self._boxes:
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(5)
            line.addWidget(box, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Reflow(((boxes, 5), (self.search, 1)), NARROW))
        self.search.setPlaceholderText("找编号、名称、单位")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(90)
        self.span.activated.connect(lambda _: self.span_chosen.emit())
        for box in (self.type, self.lack, self.standing, self.joint):
            box.activated.connect(lambda _: self.wish_changed.emit())

    @property
    def _boxes(self) -> tuple[tuple[QComboBox, str], ...]:
        return (
            (self.span, "归期"), (self.type, "检查类型"), (self.lack, "完整度"),
            (self.standing, "进展"), (self.joint, "是否联合"),
        )  # fmt: skip

    def _fill(self) -> None:
        for key, words in SPANS.items():
            self.span.addItem(words, key)
        self.type.addItem("全部类型", None)
        for kind in CheckType:
            self.type.addItem(kind.label, int(kind))
        for key, words in LACKS.items():
            self.lack.addItem(words, key)
        self.standing.addItem("全部进展", None)
        for word in PlanStanding:
            self.standing.addItem(word.label, int(word))

        for text, is_joint in (("联合不限", None), ("联合", True), ("单独", False)):
            self.joint.addItem(text, is_joint)

    @property
    def span_key(self) -> str:
        """Return how a plan belongs to the period."""
        return str(self.span.currentData())

    def wish(self) -> PlanWish:
        """Return what the list is narrowed to."""
        kind, word = self.type.currentData(), self.standing.currentData()
        return PlanWish(
            None if kind is None else CheckType.at(kind),
            self.joint.currentData(),
            lack=str(self.lack.currentData()),
            standing=None if word is None else PlanStanding.at(word),
            text=self.search.text().strip(),
        )

    def words(self) -> tuple[str, ...]:
        """Say what the list is narrowed to, for exports."""
        said = [box.currentText() for box, _ in self._boxes if box.currentIndex()]
        text = self.search.text().strip()
        return (*said, *([f"查找“{text}”"] if text else []))

    def values(self) -> tuple[object, ...]:
        """Return what is chosen, for going back."""
        return (*(box.currentIndex() for box, _ in self._boxes), self.search.text())

    def set_values(self, values: tuple[object, ...] = ()) -> None:
        """Choose again what was chosen; nothing without values. Tells nobody."""
        chosen = values or (*(0 for _ in self._boxes), "")
        for (box, _), place in zip(self._boxes, chosen, strict=False):
            box.setCurrentIndex(int(str(place)))
        self.search.blockSignals(True)
        self.search.setText(str(chosen[-1]))
        self.search.blockSignals(False)
