"""Step two: the kind proposed for each file, its columns, and what its first rows are read as."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy

from console.import_wizard.column_editor import ColumnEditor
from console.import_wizard.preview_panel import PreviewPanel
from console.import_wizard.step_view import StepView, button, focus
from console.import_wizard.tables import FILE_LIST, MAPPING, StepTable
from console.pages.reflow import Reflow
from data.intake.drafting import draft
from data.intake.entries import FileEntry, FileState, Sureness, opinion
from data.intake.flow import Flow
from data.intake.looking import Line, Preview
from data.intake.profiles import Profile
from data.rows.kinds import KINDS
from widgets.card import Card
from widgets.records_table import PagedModel
from widgets.status import Status, StatusLabel
from widgets.theme import current_theme

NARROW = 860
LAMPS = {Sureness.SURE: Status.GREEN, Sureness.CHOSEN: Status.GREEN,
         Sureness.UNSURE: Status.ORANGE, Sureness.LACKING: Status.ORANGE}  # fmt: skip
BY_HEADERS, FROM_FILE = "按表头自动", "从文件取…"


class ColumnsStep(StepView):
    """Files on the left where there are several, the mapping in the middle, the preview right."""

    picked = Signal(int)
    kind_chosen = Signal(int, str)
    profile_edited = Signal(int, object)
    saved_chosen = Signal(int, object)
    profile_file_asked = Signal()
    reading_asked = Signal()
    words_asked = Signal(object)
    save_asked = Signal()
    left_out = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self._entry: FileEntry | None = None
        self._seen, self._has_list = 0, False
        self._saved: list[tuple[str, Path]] = []
        self._files: PagedModel[FileEntry] = PagedModel(FILE_LIST)
        self.files: StepTable[FileEntry] = StepTable(self._files)
        self._lines: PagedModel[Line] = PagedModel(MAPPING)
        self.mapping: StepTable[Line] = StepTable(self._lines)
        self.editor, self.panel = ColumnEditor(), PreviewPanel()
        self.kind, self.profile = QComboBox(), QComboBox()
        self._lamp, self._why, self._unused = StatusLabel(), QLabel(), QLabel()
        self.reading = button("读法(&G)", "工作表、表头行、编码、分隔符、重复行、自动建档")
        self.save = button("保存方案(&S)", "存为对照方案，下次同样的表直接使用")
        self.leave_out = button("不导入(&X)", "本次不导入这个文件")
        self._list_card = Card("文件", holds_table=True)
        self._card = Card("表类与列", holds_table=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.files.setAccessibleName("文件")
        self.mapping.setAccessibleName("列的对应")
        self.mapping.set_empty_state("尚未选定表类", "在上面选定表类后，逐列列出对应关系。")
        self._list_card.add(self.files, 1)
        self._build_head()
        self._card.add(self.mapping, 1)
        for label in (self._unused,):
            label.setWordWrap(True)
            label.setProperty("role", "note")
        unused = QHBoxLayout()
        unused.addWidget(self._unused, 1)
        self._card.add_line(unused)
        editing = QHBoxLayout()
        editing.addWidget(self.editor, 1)
        self._card.add_line(editing)
        parts = ((self._list_card, 3), (self._card, 7), (self.panel, 4))
        self.body.addWidget(Reflow(parts, NARROW), 1)

    def _build_head(self) -> None:
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for words, box in (("表类(&K)", self.kind), ("对照方案(&M)", self.profile)):
            label = QLabel(words)
            label.setProperty("role", "cell")
            label.setBuddy(box)
            first.addWidget(label)
            first.addWidget(box, 1)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(6)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for one in (self.reading, self.save, self.leave_out):
            third.addWidget(one)
        third.addStretch(1)
        self._why.setWordWrap(True)
        self._why.setProperty("role", "cell")
        second.addWidget(self._lamp)
        second.addWidget(self._why, 1)
        for line in (first, third, second):
            line.setSpacing(8)
            self._card.add_line(line)

    def _connect(self) -> None:
        self.files.current_row_changed.connect(self._pick)
        self.mapping.current_row_changed.connect(self._show_line)
        self.mapping.edit_asked.connect(lambda _: self.editor.focus_source())
        self.kind.activated.connect(self._choose_kind)
        self.profile.activated.connect(self._choose_profile)
        self.editor.edited.connect(self._tell_edit)
        self.editor.words_asked.connect(lambda: self.words_asked.emit(self.mapping.current_row()))
        self.reading.clicked.connect(self.reading_asked)
        self.save.clicked.connect(self.save_asked)
        self.leave_out.clicked.connect(self._leave_out)
        self.panel.switched.connect(self._give_room)

    def set_saved(self, saved: list[tuple[str, Path]]) -> None:
        """Offer the user's profiles."""
        self._saved = saved

    def show_flow(self, flow: Flow, current: int) -> None:
        """Show the files and the one the person is at."""
        files = [one for one in flow.files if not one.fault]
        self._files.set_rows(files)
        self._has_list = len(files) > 1
        self._list_card.setVisible(self._has_list and not self.panel.is_whole)
        self._list_card.setMinimumWidth(current_theme().space(240))
        self._entry = flow.entry(current)
        numbers = [one.number for one in files]
        if current in numbers:
            self.files.select_row(numbers.index(current))
        entry = self._entry
        can_edit = entry is not None and entry.look is not None and not entry.is_left_out
        for part in (self.kind, self.profile, self.reading, self.save):
            part.setEnabled(can_edit)
        is_out = entry is not None and entry.is_left_out
        self.leave_out.setText("恢复导入(&X)" if is_out else "不导入(&X)")
        self.leave_out.setEnabled(entry is not None and not entry.fault)
        self._card.set_note(entry.name if entry else "")
        if entry is not None:
            self._fill_kinds(entry)
            self._fill_profiles(entry)
            self._show_opinion(entry)

    def _show_opinion(self, entry: FileEntry) -> None:
        if entry.fault or entry.is_left_out:
            self._lamp.set_status(Status.NONE, entry.state.value)
            self._why.setText(entry.fault or "本次不导入这个文件。")
            return
        sureness, why = opinion(entry)
        status = LAMPS[sureness]
        if sureness is Sureness.SURE and entry.state is not FileState.CONFIRMED:
            status = Status.YELLOW
        word = "已确认" if entry.state is FileState.CONFIRMED else f"{sureness.value}，待确认"
        if sureness in (Sureness.UNSURE, Sureness.LACKING):
            word = sureness.value
        self._lamp.set_status(status, word)
        self._why.setText(why)

    def _fill_kinds(self, entry: FileEntry) -> None:
        self.kind.clear()
        known = {one.kind: one for one in entry.look.candidates} if entry.look else {}
        if not entry.kind:
            self.kind.addItem("请选择", "")
        for name in (*known, *(name for name in KINDS if name not in known)):
            self.kind.addItem(KINDS[name].title, name)
            if name in known:
                place = self.kind.count() - 1
                self.kind.setItemData(place, known[name].why, 3)
        self.kind.setCurrentIndex(max(0, self.kind.findData(entry.kind)))

    def _fill_profiles(self, entry: FileEntry) -> None:
        self.profile.clear()
        self.profile.addItem(BY_HEADERS, "")
        for name, path in self._saved:
            self.profile.addItem(name, str(path))
        self.profile.addItem(FROM_FILE, "?")
        if entry.profile is not None:
            place = self.profile.findText(entry.profile.name)
            if place < 1:
                self.profile.insertItem(1, entry.profile.name, "=")
                place = 1
            self.profile.setCurrentIndex(place)

    def show_preview(self, preview: Preview | None) -> None:
        """Show the columns and first rows under the mapping in force."""
        now = self.mapping.current_row()
        lines = list(preview.lines) if preview else []
        # What is there or lacking comes first: the rest of a long form is not in this file.
        lines.sort(key=lambda line: (not (line.required or line.theirs), not line.required))
        self._lines.set_rows(lines)
        self.panel.show_preview(preview)
        fields = [line.field for line in lines]
        self.editor.setVisible(bool(lines))
        if lines:
            wrong = [n for n, line in enumerate(lines) if line.how == "缺少" or line.faults]
            first = wrong[0] if wrong else 0
            number = self._entry.number if self._entry else 0
            is_same = self._seen == number and now is not None and now.field in fields
            kept = fields.index(now.field) if now is not None and is_same else first
            self._seen = number
            self.mapping.select_row(kept)
        else:
            self.panel.show_line(None)
        unused = preview.unused if preview else ()
        repeated = preview.repeated if preview else ()
        told = f"文件中未用的列（{len(unused)}）：{'、'.join(unused)}" if unused else ""
        if repeated:
            told += f"{'；' if told else ''}表头重复，只读第一列：{'、'.join(repeated)}"
        self._unused.setText(told)
        self._unused.setVisible(bool(told))

    def show_mismatch(self, sentence: str) -> None:
        """Say why the mapping does not fit the file."""
        self.show_preview(None)
        self._lamp.set_status(Status.RED, "不相符")
        self._why.setText(sentence)

    def focus_first(self) -> None:
        """Put the keyboard on the files where there are several, else on the columns."""
        focus(self.files if self._list_card.isVisibleTo(self) else self.mapping)

    @property
    def base(self) -> Profile | None:
        """Return the mapping in force, drafted from the headers where there is none."""
        entry = self._entry
        if entry is None or not entry.kind or entry.look is None:
            return None
        found = entry.match
        if entry.profile is not None:
            return entry.profile
        if found is None:
            return None
        return replace(draft(entry.path.name, entry.kind, found), sheet=entry.sheet or None)

    def _show_line(self, line: object) -> None:
        base, entry = self.base, self._entry
        if not isinstance(line, Line) or base is None or entry is None or entry.look is None:
            return
        header = entry.look.head.header
        col = KINDS[base.kind].column(line.header)
        place = header.index(line.theirs) if line.theirs in header else -1
        is_word = col is not None and (bool(col.words) or col.value in ("word", "yesno"))
        has_words = is_word and place in entry.look.words
        self.editor.show_line(line, base, header, has_words)
        self.panel.show_line(line)

    def _pick(self, one: object) -> None:
        if isinstance(one, FileEntry):
            self.picked.emit(one.number)

    def _choose_kind(self, place: int) -> None:
        kind = str(self.kind.itemData(place) or "")
        if self._entry is not None and kind and kind != self._entry.kind:
            self.kind_chosen.emit(self._entry.number, kind)

    def _choose_profile(self, place: int) -> None:
        data = str(self.profile.itemData(place))
        if self._entry is None or data == "=":
            return
        if data == "?":
            self._fill_profiles(self._entry)
            self.profile_file_asked.emit()
        else:
            self.saved_chosen.emit(self._entry.number, Path(data) if data else None)

    def _tell_edit(self, profile: object) -> None:
        if self._entry is not None:
            self.profile_edited.emit(self._entry.number, profile)

    def _give_room(self, is_whole: bool) -> None:
        """Give the whole table the width of the step."""
        self._card.setVisible(not is_whole)
        self._list_card.setVisible(self._has_list and not is_whole)
        focus(self.panel.whole if is_whole and self.panel.whole else self.mapping)

    def _leave_out(self) -> None:
        if self._entry is not None:
            self.left_out.emit(self._entry.number, not self._entry.is_left_out)
