"""Every table of a file: each sheet of a workbook that is of a known kind is one of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.intake import headers
from data.intake.parsing import open_table
from data.intake.profiles import Profile
from data.intake.readers import (
    OTHER_SHEETS,
    WORKBOOKS,
    RawTable,
    SheetHead,
    head_labels,
    read_sheets,
)
from data.intake.readers.preflight import refuse
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS, Kind

MENTIONED = 10
HIDDEN = "是隐藏的工作表"


def open_tables(
    path: Path, kind: Kind | None = None, profile: Profile | None = None
) -> list[tuple[RawTable, Kind]]:
    """Read every table of a file with its kind; what was not read stands in the first's notes.

    A text file holds one table, and a profile is of one table. Of a workbook each visible sheet
    with the required columns of a kind is read; raise InvalidInput where there is none.
    """
    if profile is not None or not path.name.lower().endswith(WORKBOOKS):
        return [open_table(path, kind, profile)]
    survey = _Survey(path.name, kind)
    tables = read_sheets(path, survey.choose)
    tables[0] = replace(tables[0], notes=(*tables[0].notes, *survey.notes))
    return list(zip(tables, (found for _, found in survey.chosen), strict=True))


@dataclass(slots=True)
class _Survey:
    """What each sheet of a workbook is, judged by its first rows."""

    file: str
    kind: Kind | None
    chosen: list[tuple[SheetHead, Kind]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def choose(self, heads: Sequence[SheetHead]) -> list[tuple[SheetHead, Kind]]:
        """Return the sheets to read, or say why none is."""
        filled = [
            head
            for head in heads
            if not head.other
            and head.name not in OTHER_SHEETS
            and (head.rows or head.too_big or head.broken)
        ]
        if not filled:
            raise refuse(self.file, "的工作表都是空的", "请确认选对了文件。")
        for head in filled:
            self._judge(head)
        if not self.chosen:
            raise self._none(filled)
        return self.chosen

    def _judge(self, head: SheetHead) -> None:
        """Take a sheet, or note why it is not taken."""
        if head.too_big or head.broken:
            why = "超过 1,048,576 行或 256 列" if head.too_big else "内容无法解析"
            self._leave(head, why)
            return
        labels, score = head_labels(head, self.kind)
        try:
            kind = self._kind_of(labels) if score else None
        except InvalidInput as error:
            self._leave(head, error.message)
            return
        if kind is None:
            self._leave(head, _why_not(labels))
        elif not head.visible:
            self._leave(head, f"{HIDDEN}，像“{kind.title}”，需要导入时请取消隐藏")
        else:
            self.chosen.append((head, kind))

    def _kind_of(self, labels: Sequence[str]) -> Kind | None:
        """Return the kind of a header with every required column, None where one is missing."""
        if self.kind is not None:
            return None if headers.match(labels, self.kind).missing else self.kind
        name = headers.proposed(labels, self.file)
        return KINDS[name] if name else None

    def _leave(self, head: SheetHead, why: str) -> None:
        self.notes.append(f"工作表“{head.name}”没有读取：{why}。".replace("。。", "。"))

    def _none(self, filled: Sequence[SheetHead]) -> InvalidInput:
        """Return why no sheet of the workbook was taken; the sheet that fits best speaks."""
        visible = [head for head in filled if head.visible] or filled
        best = max(visible, key=lambda head: head_labels(head, self.kind)[1])
        if best.too_big or best.broken:
            return refuse(self.file, "没有可读取的工作表", "".join(self.notes[:MENTIONED]))
        error = headers.unrecognised(self.file, head_labels(best, self.kind)[0], self.kind)
        more = "".join(note for note in self.notes if HIDDEN in note)
        if len(visible) > 1:
            more += f"看过的工作表：{'、'.join(head.name for head in visible[:MENTIONED])}。"
        return InvalidInput(f"{error.message}{more}")


def _why_not(labels: Sequence[str]) -> str:
    found = headers.nearest(labels)
    if found is not None and found.missing:
        names = "、".join(f"“{col.header}”" for col in found.missing)
        return f"最接近“{KINDS[found.kind].title}”，但缺少必需的列：{names}"
    return "没有可识别的表头"
