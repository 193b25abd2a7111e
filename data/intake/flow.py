"""The import wizard without a window: its steps, the state of each file, what may come next.

Every change gives a new flow; the pages of the window only show one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from data.intake.entries import FileEntry, FileState
from data.intake.looking import Look
from data.intake.orders import NO_CHANGES, Checked, Wanted
from data.intake.profiles import Profile
from data.rows.enums import IssueLevel
from data.rows.issues import BatchReport
from data.rows.kinds import KINDS


class Step(Enum):
    """The steps of the wizard; the value is what the person reads."""

    FILES = "选择文件"
    COLUMNS = "识别表类与列"
    RESULT = "检查结果"
    TAKE = "导入"
    DONE = "完成"

    @property
    def place(self) -> int:
        """Return the number of the step, from nought."""
        return list(Step).index(self)


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """The wizard as it stands."""

    step: Step = Step.FILES
    files: tuple[FileEntry, ...] = ()
    only_valid: bool = False
    last: int = 0

    # -- files -----------------------------------------------------------------------------

    def entry(self, number: int) -> FileEntry | None:
        """Return a file by its number."""
        return next((one for one in self.files if one.number == number), None)

    @property
    def wanted(self) -> tuple[FileEntry, ...]:
        """Return the files that are to be taken, in the order of the importer."""
        ready = [one for one in self.files if one.can_be_read and one.kind]
        return tuple(sorted(ready, key=lambda one: KINDS[one.kind].order))

    @property
    def attention(self) -> int:
        """Return the number of the file that needs the person most in this step."""
        first = {
            Step.FILES: (FileState.UNREADABLE,),
            Step.COLUMNS: (FileState.UNKNOWN, FileState.INCOMPLETE, FileState.PROPOSED),
            Step.RESULT: (FileState.WRONG, FileState.PARTLY),
        }.get(self.step, (FileState.NOT_TAKEN, FileState.TAKEN_PARTLY))
        shown = [one for one in self.files if self.step is Step.FILES or not one.fault]
        for state in first:
            for one in shown:
                if one.state is state:
                    return one.number
        ready = shown or self.files
        return ready[0].number if ready else 0

    @property
    def orders(self) -> tuple[Wanted, ...]:
        """Return what the importer is told to take."""
        return tuple(one.order for one in self.wanted)

    def added(self, paths: Sequence[Path]) -> Flow:
        """Add files that are not listed yet."""
        known = {one.path for one in self.files}
        new: list[FileEntry] = []
        for path in paths:
            if path not in known:
                known.add(path)
                new.append(FileEntry(self.last + len(new) + 1, path))
        return replace(
            self.unchecked(), files=(*self.unchecked().files, *new), last=self.last + len(new)
        )

    def removed(self, number: int) -> Flow:
        """Forget a file."""
        rest = tuple(one for one in self.unchecked().files if one.number != number)
        return replace(self, files=rest)

    def looked(self, number: int, looks: Sequence[Look]) -> Flow:
        """Take the tables found in a file, each on a line of its own; their kinds are proposed."""
        files: list[FileEntry] = []
        last = self.last
        for one in self.unchecked().files:
            if one.number != number:
                files.append(one)
                continue
            several = len(looks) > 1
            for place, look in enumerate(looks):
                last += 1 if place else 0
                sheet = look.head.sheet if several else one.sheet
                files.append(_shown(replace(one, number=last if place else number), look, sheet))
        return replace(self, files=tuple(files), last=last)

    def reread(self, number: int, look: Look) -> Flow:
        """Take what a file looks like when it is read in another way."""
        return self._changed(number, lambda one: _shown(one, look, one.sheet))

    def failed(self, number: int, sentence: str) -> Flow:
        """Note why a file cannot be read; the others go on without it."""
        return self._changed(number, lambda one: replace(one, look=None, fault=sentence))

    def left_out(self, number: int, is_left_out: bool = True) -> Flow:
        """Leave a file out, or take it up again."""
        return self._changed(number, lambda one: replace(one, is_left_out=is_left_out))

    # -- kind and columns ------------------------------------------------------------------

    def with_kind(self, number: int, kind: str) -> Flow:
        """Choose the kind of a file; a mapping made for another kind goes."""

        def take(one: FileEntry) -> FileEntry:
            kept = one.profile if one.profile and one.profile.kind == kind else None
            return replace(one, kind=kind, profile=kept, is_confirmed=False)

        return self._changed(number, take)

    def with_profile(self, number: int, profile: Profile | None) -> Flow:
        """Read a file by a mapping; without one by its headers."""

        def take(one: FileEntry) -> FileEntry:
            kind = profile.kind if profile else one.kind
            return replace(one, profile=profile, kind=kind, is_confirmed=False)

        return self._changed(number, take)

    def confirmed(self, number: int) -> Flow:
        """Confirm kind and columns of one file; one that lacks something stays as it is."""
        return self._changed(number, lambda one: replace(one, is_confirmed=_may_confirm(one)))

    def all_confirmed(self) -> Flow:
        """Confirm every file whose kind is proposed and whose required columns are there."""
        files = tuple(
            replace(one, is_confirmed=one.is_confirmed or _may_confirm(one)) for one in self.files
        )
        return replace(self, files=files)

    @property
    def unconfirmed(self) -> tuple[FileEntry, ...]:
        """Return the files to be taken whose kind and columns nobody confirmed."""
        return tuple(one for one in self.files if one.can_be_read and not one.is_confirmed)

    # -- check and import ------------------------------------------------------------------

    def with_choice(self, only_valid: bool) -> Flow:
        """Take files whole or only their right rows; what was checked must be checked again."""
        return (
            self
            if only_valid == self.only_valid
            else replace(self.unchecked(), only_valid=only_valid)
        )

    def checked(self, found: Mapping[int, Checked]) -> Flow:
        """Take what the check found."""

        def take(one: FileEntry) -> FileEntry:
            told = found.get(one.number)
            return one if told is None else _checked(one, told)

        return replace(self, files=tuple(take(one) for one in self.unchecked().files))

    @property
    def is_checked(self) -> bool:
        """Return whether every file to be taken was checked as it is chosen now."""
        return bool(self.wanted) and all(one.check is not None for one in self.wanted)

    def taken(self, reports: Mapping[int, BatchReport]) -> Flow:
        """Take what the import did; the wizard is then at its end."""
        files = tuple(
            replace(one, taken=reports.get(one.number), is_done=True) for one in self.files
        )
        return replace(self, files=files, step=Step.DONE)

    # -- steps -----------------------------------------------------------------------------

    @property
    def obstacle(self) -> str:
        """Return why the next step may not be entered, '' where it may."""
        match self.step:
            case Step.FILES:
                return self._files_obstacle()
            case Step.COLUMNS:
                return self._columns_obstacle()
            case Step.RESULT:
                return self._result_obstacle()
            case Step.TAKE:
                return "正在导入，请稍候。"
            case Step.DONE:
                return ""

    def next(self) -> Flow:
        """Enter the next step where that may be."""
        if self.obstacle or self.step is Step.DONE:
            return self
        return replace(self, step=list(Step)[self.step.place + 1])

    @property
    def may_go_back(self) -> bool:
        """Return whether the step before may be entered again."""
        return self.step in (Step.COLUMNS, Step.RESULT)

    def back(self) -> Flow:
        """Enter the step before; nothing chosen is lost."""
        return replace(self, step=list(Step)[self.step.place - 1]) if self.may_go_back else self

    def stopped(self) -> Flow:
        """Return to the result after an import that was cancelled or failed."""
        return replace(self, step=Step.RESULT) if self.step is Step.TAKE else self

    def _files_obstacle(self) -> str:
        if not self.files:
            return "请先选择文件或文件夹。"
        if any(one.state is FileState.WAITING for one in self.files):
            return "正在识别文件，请稍候。"
        if not any(one.can_be_read for one in self.files):
            return "所选文件都不能读取，原因见下表。"
        return ""

    def _columns_obstacle(self) -> str:
        ready = [one for one in self.files if one.can_be_read]
        if not ready:
            return "没有要导入的文件。"
        for one in ready:
            if not one.kind:
                return f"请为“{one.name}”选择表类，或不导入它。"
            if missing := one.missing:
                return f"“{one.name}”缺少必需列“{'”“'.join(missing)}”，请对应或设为固定值。"
        if left := len(self.unconfirmed):
            return f"还有 {left} 个文件待确认。" if len(ready) > 1 else "请确认表类和列。"
        return ""

    def _result_obstacle(self) -> str:
        if not self.is_checked:
            return "尚未检查完，请稍候。"
        if any(one.is_acceptable for one in self.wanted):
            return ""
        if self.only_valid or not _has_right_rows(self.wanted):
            return "没有可导入的行。请保存错误工作簿，改正后再导入。"
        return "有错误，整份不导入。可改正后再导入，或选“仅导入正确行”。"

    def _changed(self, number: int, change: Callable[[FileEntry], FileEntry]) -> Flow:
        """Return the flow with one file changed; a check says nothing any more then."""
        files = tuple(
            change(one) if one.number == number else one for one in self.unchecked().files
        )
        return replace(self, files=files)

    def unchecked(self) -> Flow:
        """Forget what the check found."""
        files = tuple(replace(one, check=None, changed=NO_CHANGES, groups=()) for one in self.files)
        return replace(self, files=files)


def _checked(one: FileEntry, told: Checked) -> FileEntry:
    return replace(one, check=told.report, changed=told.changed, groups=told.groups)


def _shown(one: FileEntry, look: Look, sheet: str) -> FileEntry:
    """Return a file with what it looks like; the likeliest kind is proposed, never more."""
    return replace(one, look=look, fault="", kind=one.kind or _proposed(look), sheet=sheet)


def _proposed(look: Look) -> str:
    """Return the kind to propose: the one that fits best, or almost fits where none does."""
    if look.is_sure:
        return look.candidates[0].kind
    best = look.candidates[0] if look.candidates else None
    return best.kind if best is not None and not best.fits and best.matched > 1 else ""


def _may_confirm(one: FileEntry) -> bool:
    return one.can_be_read and bool(one.kind) and not one.missing


def _has_right_rows(files: Sequence[FileEntry]) -> bool:
    """Return whether a file has rows without an error, as far as its messages tell."""
    for one in files:
        if one.check is not None:
            wrong = {issue.row for issue in one.check.issues if issue.level is IssueLevel.ERROR}
            if None not in wrong and len(wrong) < one.check.rows - one.check.skipped:
                return True
    return False
