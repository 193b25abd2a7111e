"""The work of step two: every change of a mapping gives a new preview; profiles are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.import_wizard.reading_dialog import ReadingDialog
from console.import_wizard.words_dialog import WordsDialog
from console.messages import open_dialog
from console.name_dialog import NameDialog
from console.operations import imports, profiles
from console.profile_store import SavedProfile
from data.intake.drafting import with_words
from data.intake.entries import FileEntry, try_profile
from data.intake.looking import Line, Look, Preview
from data.intake.orders import Wanted
from data.intake.profiles import Profile
from data.rows.kinds import KINDS

if TYPE_CHECKING:
    from console.import_wizard.wizard import ImportWizard

SHARED = "对照方案 (*.toml)"


class MappingDesk(QObject):
    """Carries out what is asked for in step two."""

    def __init__(self, wizard: ImportWizard) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        self._saved: list[SavedProfile] = []
        columns = wizard.columns
        columns.kind_chosen.connect(self._choose_kind)
        columns.profile_edited.connect(self.use_profile)
        columns.saved_chosen.connect(self._choose_saved)
        columns.profile_file_asked.connect(
            lambda: wizard.ctx.messages.open_files("选择对照方案", SHARED, self._open_file)
        )
        columns.reading_asked.connect(self.open_reading)
        columns.words_asked.connect(self.open_words)
        columns.save_asked.connect(self.open_save)

    @property
    def _entry(self) -> FileEntry | None:
        return self._wizard.flow.entry(self._wizard.current)

    # -- preview ---------------------------------------------------------------------------

    def preview(self) -> None:
        """Read the first rows of the file on show under the mapping in force."""
        entry, columns = self._entry, self._wizard.columns
        if entry is None or entry.look is None or not entry.kind or entry.fault:
            columns.show_preview(None)
            return
        number = entry.number

        def show(found: Preview | str) -> None:
            if self._wizard.current != number:
                return
            if isinstance(found, str):
                columns.show_mismatch(found)
            else:
                columns.show_preview(found)

        imports.preview_columns(
            self._wizard.ctx, entry.look.head, entry.kind, entry.profile, show
        ).run()

    # -- kind and mapping ------------------------------------------------------------------

    def _choose_kind(self, number: int, kind: str) -> None:
        self._wizard.show_flow(self._wizard.flow.with_kind(number, kind))
        entry = self._wizard.flow.entry(number)
        if entry is not None and entry.profile is None:
            self._look_again(entry, kind, None)

    def use_profile(self, number: int, profile: object) -> None:
        """Read a file by a mapping; one that reads it in another way has it read again."""
        entry = self._wizard.flow.entry(number)
        if entry is None or not isinstance(profile, Profile | None):
            return
        if profile is not None and _same_reading(entry, profile):
            self._put(number, profile)
        else:
            self._look_again(entry, profile.kind if profile else entry.kind, profile)

    def _put(self, number: int, profile: Profile | None) -> None:
        self._wizard.show_flow(self._wizard.flow.with_profile(number, profile))

    def _look_again(self, entry: FileEntry, kind: str, profile: Profile | None) -> None:
        wizard = self._wizard

        def take(look: Look) -> None:
            flow = wizard.flow.with_profile(entry.number, profile)
            wizard.show_flow(flow.reread(entry.number, look))
            wizard.settled.emit()

        wanted = Wanted(entry.number, entry.path, kind, profile, entry.sheet)
        imports.look_again(wizard.ctx, wanted, take, lambda: wizard.show_flow(wizard.flow)).run()

    # -- dialogs ---------------------------------------------------------------------------

    def open_reading(self) -> ReadingDialog | None:
        """Open the form of how the file is read."""
        entry, base = self._entry, self._wizard.columns.base
        if entry is None or entry.look is None or base is None:
            self._wizard.ctx.messages.info("请先选定表类")
            return None
        dialog = ReadingDialog(entry.look, base, self._wizard)
        dialog.chosen.connect(lambda profile: self.use_profile(entry.number, profile))
        open_dialog(dialog)
        return dialog

    def open_words(self, line: object) -> WordsDialog | None:
        """Open the form of what the words of a column stand for."""
        entry, base = self._entry, self._wizard.columns.base
        if entry is None or entry.look is None or base is None or not isinstance(line, Line):
            return None
        col = KINDS[base.kind].column(line.header)
        if col is None or line.theirs not in entry.look.head.header:
            return None
        from data.intake.cell_reading import reader

        read = reader(col, KINDS[base.kind], "", None, entry.look.head.date1904)
        place = entry.look.head.header.index(line.theirs)
        texts = [(text, read(text)[1] is None) for text in entry.look.words.get(place, ())]
        words = col.words or (("是", "否") if col.value == "yesno" else ())
        known = base.values.get(col.header, {})
        dialog = WordsDialog(col.header, texts, words, known, self._wizard)
        dialog.chosen.connect(
            lambda told: self.use_profile(entry.number, with_words(base, col.header, told))
        )
        open_dialog(dialog)
        return dialog

    def open_save(self) -> NameDialog | None:
        """Ask for the name under which the mapping is kept."""
        base = self._wizard.columns.base
        if base is None:
            return None
        note = "存为对照方案后，同样的表下次直接选用；可在数据导入页导出给他人。"
        dialog = NameDialog("保存对照方案", note, base.name, self._wizard)
        dialog.chosen.connect(self.save)
        open_dialog(dialog)
        return dialog

    # -- profiles --------------------------------------------------------------------------

    def save(self, name: str) -> None:
        """Keep the mapping of the file on show under a name."""
        entry, base = self._entry, self._wizard.columns.base
        if entry is None or base is None:
            return
        named = replace(base, name=name)

        def kept(path: Path) -> None:
            self._wizard.ctx.messages.info(f"已保存对照方案“{name}”")
            self.read_saved(lambda: self.use_profile(entry.number, named))

        profiles.save(self._wizard.ctx, named, kept).run()

    def read_saved(self, then: Callable[[], None] | None = None) -> None:
        """Read which profiles the user has."""

        def show(found: list[SavedProfile]) -> None:
            self._saved = found
            good = [(one.name, one.path) for one in found if one.content is not None]
            self._wizard.columns.set_saved(good)
            if then is not None:
                then()

        profiles.read(self._wizard.ctx, show, "wizard").run()

    def _choose_saved(self, number: int, path: object) -> None:
        if path is None:
            self.use_profile(number, None)
            return
        found = next((one.content for one in self._saved if one.path == path), None)
        if found is not None:
            self.use_profile(number, found)

    def _open_file(self, paths: list[Path]) -> None:
        entry = self._entry
        if entry is not None and paths:
            profiles.load(
                self._wizard.ctx, paths[0], lambda found: self.use_profile(entry.number, found)
            ).run()


def _same_reading(entry: FileEntry, profile: Profile) -> bool:
    """Return whether the rows already read are those this mapping would read."""
    known, wanted = _reading(entry.profile), _reading(profile)
    return known == wanted and not try_profile(entry, profile)


def _reading(profile: Profile | None) -> tuple[object, ...]:
    """Return what a mapping says of how the file itself is read."""
    if profile is None:
        return (None, None, None, None)
    return (profile.sheet, profile.header_row, profile.encoding, profile.delimiter)
