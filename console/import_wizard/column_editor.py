"""The strip below the columns: where one of our columns comes from, and how it is read."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from console.import_wizard.step_view import button, focus
from data.intake.drafting import with_column, with_constant, without
from data.intake.looking import Line
from data.intake.profiles import Profile
from data.rows.kinds import KINDS, Col

NOWHERE, FIXED = "不取", "固定值"
FORMS = (
    ("自动识别", ""), ("年月日 20261231", "%Y%m%d"), ("年-月-日 2026-12-31", "%Y-%m-%d"),
    ("年/月/日 2026/12/31", "%Y/%m/%d"), ("日/月/年 31/12/2026", "%d/%m/%Y"),
    ("月/日/年 12/31/2026", "%m/%d/%Y"), ("日.月.年 31.12.2026", "%d.%m.%Y"),
)  # fmt: skip


class ColumnEditor(QWidget):
    """Edits one line of the mapping; every choice is a new profile."""

    edited = Signal(object)
    words_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._profile: Profile | None = None
        self._line: Line | None = None
        self._col: Col | None = None
        self._is_filling = False
        self.name, self._from = QLabel(), QLabel("取自(&C)")
        self.source, self.constant, self.form = QComboBox(), QComboBox(), QComboBox()
        self.words = button("值对照(&W)", "把对方的用词对应到本系统的用词")
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._from.setBuddy(self.source)
        self._from.setProperty("role", "cell")
        self.name.setProperty("role", "cell")
        for box, words in ((self.source, "取自文件中的列"), (self.constant, "固定值"),
                           (self.form, "日期写法")):  # fmt: skip
            box.setAccessibleName(words)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(8)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.constant.setEditable(True)
        self.constant.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for text, form in FORMS:
            self.form.addItem(text, form)
        for part in (self.name, self._from, self.source, self.constant, self.form, self.words):
            line.addWidget(part, 1 if isinstance(part, QComboBox) else 0)

    def _connect(self) -> None:
        self.source.activated.connect(lambda _: self._take_source())
        self.form.activated.connect(lambda _: self._take_source())
        self.constant.activated.connect(lambda _: self._take_constant())
        field = self.constant.lineEdit()
        if field is not None:
            field.editingFinished.connect(self._take_constant)
        self.words.clicked.connect(self.words_asked)

    def show_line(
        self, line: Line | None, profile: Profile, header: tuple[str, ...], has_words: bool
    ) -> None:
        """Show a line of the mapping for editing."""
        self._line, self._profile = line, profile
        self._col = KINDS[profile.kind].column(line.header) if line else None
        self.setEnabled(self._col is not None)
        if self._col is None or line is None:
            return
        self._is_filling = True
        self.name.setText(f"“{line.header}”")
        self._fill_source(self._col, profile, header, line)
        self._fill_constant(self._col, profile)
        self._fill_form(self._col, profile)
        is_column = bool(line.theirs) and self._col.header not in profile.constants
        self.words.setVisible(is_column and has_words)
        self._is_filling = False

    def _fill_source(self, col: Col, profile: Profile, header: tuple[str, ...], line: Line) -> None:
        self.source.clear()
        self.source.addItem(NOWHERE, "")
        self.source.addItem(f"{FIXED}…", None)
        for label in dict.fromkeys(one for one in header if one):
            self.source.addItem(label, label)
        if col.header in profile.constants:
            self.source.setCurrentIndex(1)
        else:
            self.source.setCurrentIndex(max(0, self.source.findData(line.theirs)))

    def _fill_constant(self, col: Col, profile: Profile) -> None:
        is_fixed = col.header in profile.constants
        self.constant.clear()
        self.constant.addItems(list(col.words))
        self.constant.setCurrentText(profile.constants.get(col.header, ""))
        self.constant.setVisible(is_fixed)

    def _fill_form(self, col: Col, profile: Profile) -> None:
        source = profile.columns.get(col.header)
        form = source.format if source else ""
        place = self.form.findData(form)
        if place < 0:
            self.form.addItem(form, form)
            place = self.form.count() - 1
        self.form.setCurrentIndex(place)
        self.form.setVisible(col.value in ("date", "moment") and source is not None)

    def focus_source(self) -> None:
        """Put the keyboard on where the column comes from."""
        focus(self.constant if self.constant.isVisible() else self.source)

    def _take_source(self) -> None:
        if self._is_filling or self._profile is None or self._col is None:
            return
        chosen = self.source.currentData()
        if chosen is None:
            self.constant.setVisible(True)
            self.form.setVisible(False)
            focus(self.constant)
        elif chosen == "":
            self.edited.emit(without(self._profile, self._col.header))
        else:
            form = str(self.form.currentData() or "")
            self.edited.emit(with_column(self._profile, self._col.header, str(chosen), form))

    def _take_constant(self) -> None:
        if self._is_filling or self._profile is None or self._col is None:
            return
        text = self.constant.currentText().strip()
        if text and text != self._profile.constants.get(self._col.header):
            self.edited.emit(with_constant(self._profile, self._col.header, text))
