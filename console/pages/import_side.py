"""Beside the import: empty forms to hand out, and the user's mapping profiles."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from console.context import AppContext
from console.messages import open_dialog
from console.name_dialog import NameDialog
from console.operations import imports, profiles
from console.pages.import_columns import PROFILES
from console.profile_store import SavedProfile
from data.rows.kinds import KINDS
from widgets.card import Card
from widgets.records_table import PagedModel, TableView

SHARED = "对照方案 (*.toml)"


class FormsCard(Card):
    """An empty form of every kind."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__("空白表")
        self._ctx = ctx
        self.kind = QComboBox()
        self.kind.setAccessibleName("空白表的种类")
        self.kind.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for name, kind in KINDS.items():
            self.kind.addItem(kind.title, name)
        self.one, self.all = QPushButton("保存所选(&S)"), QPushButton("保存全部(&A)")
        note = QLabel("发给各单位填报，填好后原样导入；含填报说明、示例和下拉选项。")
        note.setProperty("role", "note")
        note.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.one)
        line.addWidget(self.all)
        line.addStretch(1)
        self.add(note)
        self.add(self.kind)
        self.body.addLayout(line)
        self.body.addStretch(1)
        self.one.clicked.connect(lambda: self._ask((str(self.kind.currentData()),)))
        self.all.clicked.connect(lambda: self._ask(tuple(KINDS)))

    def _ask(self, kinds: tuple[str, ...]) -> None:
        self._ctx.messages.choose_folder("空白表存放位置", lambda path: self.write(kinds, path))

    def write(self, kinds: tuple[str, ...], folder: Path) -> None:
        """Save empty forms into a folder."""
        imports.write_forms(
            self._ctx, kinds, folder,
            lambda paths: self._ctx.messages.info(f"已保存 {len(paths)} 个空白表"),
        ).run()  # fmt: skip


class ProfilesCard(Card):
    """The user's mapping profiles: taken over, handed on, renamed, removed."""

    changed = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__("对照方案", "各单位自有表样的读法", holds_table=True)
        self._ctx = ctx
        self._model: PagedModel[SavedProfile] = PagedModel(PROFILES)
        self.table: TableView[SavedProfile] = TableView(self._model)
        self.table.setAccessibleName("对照方案")
        self.table.set_empty_state("还没有对照方案", "在导入时保存，或导入他人的方案。")
        self.take, self.give = QPushButton("导入方案"), QPushButton("导出")
        self.rename, self.remove = QPushButton("改名"), QPushButton("删除")
        self.add(self.table, 1)
        line = QHBoxLayout()
        line.setSpacing(8)
        for one in (self.take, self.give, self.rename, self.remove):
            line.addWidget(one)
        line.addStretch(1)
        self.add_line(line)
        self._connect()
        self._settle()

    def _connect(self) -> None:
        messages = self._ctx.messages
        self.take.clicked.connect(
            lambda: messages.open_files("导入对照方案", SHARED, self._take_over)
        )
        self.give.clicked.connect(self._ask_target)
        self.rename.clicked.connect(self.open_rename)
        self.remove.clicked.connect(self._ask_remove)
        self.table.current_row_changed.connect(lambda _: self._settle())

    def load(self) -> None:
        """Read the profiles again."""
        profiles.read(self._ctx, self._show, "page").run()

    def _show(self, found: list[SavedProfile]) -> None:
        self._model.set_rows(found)
        if found:
            self.table.select_row(0)
        self._settle()

    def _settle(self) -> None:
        one = self.table.current_row()
        self.remove.setEnabled(one is not None)
        for button in (self.give, self.rename):
            button.setEnabled(one is not None and one.content is not None)

    def _take_over(self, paths: list[Path]) -> None:
        if paths:
            self.take_over(paths[0])

    def take_over(self, path: Path) -> None:
        """Keep a profile somebody handed over."""
        profiles.take_over(self._ctx, path, lambda kept: self._told(f"已导入 {kept.stem}")).run()

    def _ask_target(self) -> None:
        one = self.table.current_row()
        if one is not None:
            name = f"{one.path.stem}.toml"
            self._ctx.messages.save_file(
                "导出对照方案", name, SHARED, lambda path: self.hand_on(one, path)
            )

    def hand_on(self, one: SavedProfile, target: Path) -> None:
        """Write a profile to a file for others."""
        profiles.hand_on(
            self._ctx, one, target, lambda path: self._told(f"已导出 {path.name}")
        ).run()

    def open_rename(self) -> NameDialog | None:
        """Ask for another name of the profile chosen."""
        one = self.table.current_row()
        if one is None:
            return None
        dialog = NameDialog("改名", "已用它导入的批次不受影响。", one.name, self)
        dialog.chosen.connect(
            lambda name: profiles.rename(
                self._ctx, one, name, lambda _: self._told(f"已改名为“{name}”")
            ).run()
        )
        open_dialog(dialog)
        return dialog

    def _ask_remove(self) -> None:
        one = self.table.current_row()
        if one is not None:
            self._ctx.messages.ask(
                "删除对照方案", f"将删除“{one.name}”。已用它导入的批次不受影响。", "删除",
                lambda: self.delete(one),
            )  # fmt: skip

    def delete(self, one: SavedProfile) -> None:
        """Delete a profile."""
        profiles.remove(self._ctx, one, lambda _: self._told(f"已删除“{one.name}”")).run()

    def _told(self, text: str) -> None:
        self._ctx.messages.info(text)
        self.load()
        self.changed.emit()
