"""One file of an import: how far it is, of which kind it may be, how sure that is and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from data.intake.grouping import IssueGroup
from data.intake.headers import HeaderMatch
from data.intake.looking import Look, fit
from data.intake.orders import NO_CHANGES, Wanted
from data.intake.profiles import Profile
from data.rows.changes import Changed
from data.rows.errors import InvalidInput
from data.rows.issues import BatchReport


class FileState(Enum):
    """How far a file is; the value is what the person reads."""

    WAITING = "待识别"
    UNREADABLE = "不能读取"
    UNKNOWN = "待选表类"
    INCOMPLETE = "缺必需列"
    PROPOSED = "待确认"
    CONFIRMED = "已确认"
    LEFT_OUT = "不导入"
    GOOD = "可导入"
    PARTLY = "部分可导入"
    WRONG = "有错误"
    REPEATED = "已导入过"
    TAKEN = "已导入"
    TAKEN_PARTLY = "部分导入"
    NOT_TAKEN = "未导入"


@dataclass(frozen=True, slots=True, eq=False)
class FileEntry:
    """One file on its way through the wizard."""

    number: int
    path: Path
    sheet: str = ""
    """The sheet of a workbook that holds several tables, else empty."""
    look: Look | None = None
    fault: str = ""
    kind: str = ""
    profile: Profile | None = None
    is_confirmed: bool = False
    is_left_out: bool = False
    check: BatchReport | None = None
    changed: Changed = NO_CHANGES
    """What of the stored rows would change, as the check found."""
    groups: tuple[IssueGroup, ...] = ()
    """The messages of the check by what they say."""
    taken: BatchReport | None = None
    is_done: bool = False

    @property
    def name(self) -> str:
        """Return the file's name, with the sheet where it holds several tables."""
        return f"{self.path.name} · {self.sheet}" if self.sheet else self.path.name

    @property
    def order(self) -> Wanted:
        """Return what the importer is told about this file."""
        return Wanted(self.number, self.path, self.kind, self.profile, self.sheet)

    @property
    def match(self) -> HeaderMatch | None:
        """Return which of the file's columns is which of ours, as chosen so far."""
        if self.look is None or not self.kind:
            return None
        return fit(self.look.head.header, self.path.name, self.kind, self.profile)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the required columns that are still lacking."""
        found = self.match
        return tuple(col.header for col in found.missing) if found else ()

    @property
    def can_be_read(self) -> bool:
        """Return whether the file was read and is to be taken."""
        return self.look is not None and not self.fault and not self.is_left_out

    @property
    def is_acceptable(self) -> bool:
        """Return whether the check found something that can be taken, or was taken before."""
        return self.check is not None and bool(self.check.taken or self.check.unchanged)

    @property
    def state(self) -> FileState:
        """Return how far the file is."""
        if self.fault:
            return FileState.UNREADABLE
        if self.is_left_out:
            return FileState.LEFT_OUT
        if self.is_done:
            return _state_taken(self.taken)
        if self.check is not None:
            return _state_checked(self.check)
        if self.look is None:
            return FileState.WAITING
        if not self.kind:
            return FileState.UNKNOWN
        if self.missing:
            return FileState.INCOMPLETE
        return FileState.CONFIRMED if self.is_confirmed else FileState.PROPOSED


def _state_taken(report: BatchReport | None) -> FileState:
    if report is None or report.id is None:
        return FileState.NOT_TAKEN
    if report.repeated:
        return FileState.REPEATED
    return FileState.TAKEN_PARTLY if report.rejected else FileState.TAKEN


def _state_checked(report: BatchReport) -> FileState:
    if report.repeated:
        return FileState.REPEATED
    if not report.errors:
        return FileState.GOOD
    return FileState.PARTLY if report.taken or report.unchanged else FileState.WRONG


class Sureness(Enum):
    """How sure the proposed kind is; the value is what the person reads."""

    SURE = "有把握"
    CHOSEN = "人工选定"
    UNSURE = "需要选择"
    LACKING = "缺必需列"


def opinion(one: FileEntry) -> tuple[Sureness, str]:
    """Return how sure the kind of a file is, and why."""
    look = one.look
    if look is None or not one.kind:
        fitting = [each.title for each in look.candidates if each.fits] if look else []
        if fitting:
            return Sureness.UNSURE, f"表头同样符合{'、'.join(fitting)}，请选定表类。"
        return Sureness.UNSURE, "表头与各类表都对不上，请选定表类并逐列对应。"
    if lacking := one.missing:
        return (
            Sureness.LACKING,
            f"还缺必需列“{'”“'.join(lacking)}”，请对应到文件中的列或设为固定值。",
        )
    first = look.candidates[0] if look.candidates else None
    if one.profile is not None:
        return Sureness.CHOSEN, f"按对照方案“{one.profile.name}”读取，必需列齐全。"
    if look.is_sure and first is not None and first.kind == one.kind:
        return Sureness.SURE, f"{first.why}。"
    return Sureness.CHOSEN, "必需列齐全，表类由您选定。"


def try_profile(entry: FileEntry, profile: Profile) -> str:
    """Return why a mapping does not fit a file, '' where it does."""
    if entry.look is None:
        return ""
    try:
        profile.match(entry.path.name, entry.look.head.header)
    except InvalidInput as error:
        return error.message
    return ""
