"""Where the table begins and ends in a sheet: head lines, header of one or two lines, notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.intake import headers
from data.intake.readers.table import Grid, RawTable
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS, Kind

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

HEAD = 30
"""A header is looked for in so many lines."""
TAIL = 15
NOTE = re.compile(
    r"^(注|备注|说明|填表说明|填表人|填报人|制表人?|审核人?|负责人|单位负责人|联系人|联系电话|电话"
    r"|填报单位|填报日期|填报时间|填表日期|制表日期|报送单位|报送日期|日期|单位[（(]盖章[)）]|盖章"
    r"|经办人|复核人?|签字|签名)\s*\d*[：:、.．)）]"
    r"|^(本[页月季年]|全[市年])?(合计|总计|小计|共计|累计)([（(].*[)）])?[：:]?$|^(注|备注)\s*[：:].*|^[*※]\s*注"
)
SPACE = re.compile(r"\s+")
MADE_BY_PEOPLE = 100_000
"""In tables with more rows nobody writes a remark between two of them."""
FIRST_COLUMNS = 3
SERIAL = {"序号", "序", "编号序", "no", "no.", "行号"}
Line = Sequence[str]
Spans = Sequence[tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a header is recognised by: a kind's names, a profile's, or those of every kind."""

    kind: Kind | None = None
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, kind: Kind | None, names: Collection[str]) -> Wanted:
        """Return what to look for; names of a profile go before those of the kind."""
        return cls(kind, frozenset(headers.normalise(name) for name in names))

    def score(self, labels: Line) -> int:
        """Return how many of the wanted columns these labels name."""
        if self.names:
            return len({headers.normalise(label) for label in labels} & self.names)
        if self.kind:
            return headers.known(labels, self.kind.name)
        return max(headers.known(labels, name) for name in KINDS)

    def knows(self, label: str) -> bool:
        """Return whether one of the wanted columns has this label."""
        return self.score((label,)) > 0

    @property
    def least(self) -> int:
        """Return the score from which a line counts as a header."""
        return 1 if self.names or self.kind else headers.LEAST_MATCHES


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: the last of its lines (index among the lines looked at) and its labels."""

    line: int
    labels: tuple[str, ...]
    score: int


def find_header(lines: Sequence[Line], wanted: Wanted) -> Header | None:
    """Return the best header among the first lines of a sheet."""
    best: Header | None = None
    for place in range(min(len(lines), HEAD)):
        single = tuple(lines[place])
        options = [Header(place, single, wanted.score(single))]
        if place:
            double = two_lines(lines[place - 1], lines[place], wanted.knows)
            # A label told twice needs the group above it to be told apart.
            first = _is_told_twice(single) and _filled(lines[place - 1]) > 1
            options.insert(0 if first else 1, Header(place, double, wanted.score(double)))
        for option in options:
            enough = option.score >= wanted.least and (best is None or option.score > best.score)
            if enough and any(label.strip() for label in lines[option.line]):
                best = option
    if best is None and wanted.names and lines:
        place = max(range(min(len(lines), HEAD)), key=lambda place: _filled(lines[place]))
        best = Header(place, tuple(lines[place]), 0)
    return best


def two_lines(upper: Line, lower: Line, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """Join two header lines: the lower label where there is one, else the upper one.

    Both together are the label where that is a known one (检查 over 日期). A lower label that
    stands under several upper ones keeps its own name the first time only.
    """
    joined: list[str] = []
    seen: set[str] = set()
    group = ""
    for up, low in zip(upper, lower, strict=True):
        group = up.strip() or group
        label = low if low.strip() else up
        name = headers.normalise(label)
        both = f"{group}{low.strip()}"
        is_new = headers.normalise(both) not in seen
        if low.strip() and group and (name in seen or (is_new and knows(both))):
            label = both
        seen.add(headers.normalise(label))
        joined.append(label)
    return tuple(joined)


def _is_told_twice(labels: Line) -> bool:
    names = [headers.normalise(label) for label in labels if label.strip()]
    return len(set(names)) < len(names)


def fullest(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the first line with the most cells, which stands for a header nobody knows."""
    best: Line = ()
    for line in lines[:HEAD]:
        best = line if _filled(line) > _filled(best) else best
    return tuple(best)


def _filled(line: Line) -> int:
    return sum(bool(cell.strip()) for cell in line)


def fill_merged(lines: list[list[str]], numbers: Sequence[int], spans: Spans, left: int) -> None:
    """Repeat merged cells in the head lines, downwards only: a title stays one cell."""
    place_of = {number: place for place, number in enumerate(numbers)}
    for top, first, bottom, last in spans:
        if top not in place_of or last - first > 2:
            continue
        for row in range(top + 1, bottom + 1):
            if row in place_of and 0 <= first - left < len(lines[place_of[row]]):
                cells = lines[place_of[row]]
                cells[first - left] = cells[first - left] or lines[place_of[top]][first - left]


def build(file: str, sha256: str, grid: Grid, wanted: Wanted, header_row: int | None) -> RawTable:
    """Cut the table out of a sheet: header, data rows, what was left out."""
    head = grid.frame.iloc[: HEAD + 1]
    lines = [[str(cell) for cell in row] for row in head.itertuples(index=False)]
    numbers = [int(number) - 1 for number in grid.row_numbers[: HEAD + 1]]
    fill_merged(lines, numbers, grid.merged, grid.left)
    header = _given(file, lines, numbers, header_row) or find_header(lines, wanted)
    if header is None:
        raise headers.unrecognised(file, fullest(lines), wanted.kind)
    frame = grid.frame.iloc[header.line + 1 :]
    rows = grid.row_numbers[header.line + 1 :]
    frame, filled = _fill_data(frame, rows, grid)
    frame, rows, notes = _drop_rows(frame, rows, header.labels)
    notes += _assumed(filled, header.labels)
    keep = [
        place
        for place, label in enumerate(header.labels)
        if label.strip() not in headers.OWN_COLUMNS
        and (label.strip() or bool((frame[place] != "").any()))
    ]
    frame = frame[keep].reset_index(drop=True)
    frame = frame.set_axis(list(range(len(keep))), axis=1)
    above = dict(zip(numbers, lines, strict=True))
    pad = [""] * grid.left
    return RawTable(
        file=file,
        sheet=grid.sheet,
        header=tuple(clean_label(header.labels[place]) for place in keep),
        frame=frame,
        row_numbers=rows,
        sha256=sha256,
        header_row=numbers[header.line] + 1,
        encoding=grid.encoding,
        notes=(*grid.notes, *notes),
        places=tuple(grid.left + place for place in keep),
        above=tuple((*pad, *above.get(row, ())) for row in range(numbers[header.line])),
        faults=grid.faults,
        date1904=grid.date1904,
    )


def _assumed(filled: int, labels: Line) -> list[str]:
    """Return sentences about merged cells that were filled and headers told twice."""
    notes = []
    if filled:
        notes.append(f"纵向合并的单元格 {filled} 处，已按首格内容填入其余各行，请核对。")
    if again := headers.repeated_note(labels):
        notes.append(again)
    return notes


def clean_label(label: str) -> str:
    """Return a header as it is shown: without line breaks and spaces around."""
    return re.sub(r"\s*[\r\n]+\s*", "", label).strip()


def _given(
    file: str, lines: list[list[str]], numbers: list[int], header_row: int | None
) -> Header | None:
    if header_row is None:
        return None
    if header_row - 1 not in numbers:
        raise InvalidInput(
            f"“{file}”的第 {header_row} 行是空行或不存在，不能作表头。请改正表头行号。"
        )
    place = numbers.index(header_row - 1)
    return Header(place, tuple(lines[place]), 0)


def _fill_data(
    frame: pd.DataFrame, rows: npt.NDArray[np.int64], grid: Grid
) -> tuple[pd.DataFrame, int]:
    """Repeat cells that are merged downwards over data rows; return how many cells were merged."""
    import numpy as np

    spans = [span for span in grid.merged if span[2] > span[0] and len(rows)]
    changed: dict[int, list[str]] = {}
    count = 0
    for top, first, bottom, _ in spans:
        place = first - grid.left
        start, end = np.searchsorted(rows, [top + 1, bottom + 2])
        if not 0 <= place < frame.shape[1] or end - start < 2 or rows[start] != top + 1:
            continue
        cells = changed.setdefault(place, frame[place].tolist())
        count += bool(cells[start])
        for row in range(start + 1, end):
            cells[row] = cells[row] or cells[start]
    if not changed:
        return frame, 0
    frame = frame.copy()
    for place, cells in changed.items():
        frame[place] = cells
    return frame, count


def _drop_rows(
    frame: pd.DataFrame, rows: npt.NDArray[np.int64], labels: Line
) -> tuple[pd.DataFrame, npt.NDArray[np.int64], list[str]]:
    """Leave out blank rows, repeated headers and the notes below the table."""
    import numpy as np

    filled = np.zeros(len(rows), dtype=bool)
    for place, label in enumerate(labels):
        if headers.normalise(label) not in SERIAL and label.strip() not in headers.OWN_COLUMNS:
            filled |= (frame[place] != "").to_numpy()
    notes: list[str] = []
    again = _repeats(frame, labels) & filled
    if again.any():
        notes.append(f"重复的表头行已略去：第 {'、'.join(map(str, rows[again][:10]))} 行。")
    keep = filled & ~again
    for place in np.flatnonzero(keep)[::-1][:TAIL]:
        cells = [cell.strip() for cell in frame.iloc[place].tolist() if cell.strip()]
        if not is_note(cells, len(labels)):
            break
        keep[place] = False
        notes.append(f"第 {rows[place]} 行是表下说明，未作数据：{' '.join(cells)[:40]}")
    between = _notes_between(frame, keep, len(labels))
    keep &= ~between
    told = "、".join(map(str, rows[between][:10]))
    if told:
        notes.append(f"夹在数据中的说明或小计行已略去：第 {told} 行。")
    if keep.all():
        return frame, rows, notes
    return frame[keep], rows[keep], notes


def _notes_between(
    frame: pd.DataFrame, keep: npt.NDArray[np.bool_], width: int
) -> npt.NDArray[np.bool_]:
    """Return which rows between others are remarks or subtotals."""
    import numpy as np

    found = np.zeros(len(frame), dtype=bool)
    if len(frame) > MADE_BY_PEOPLE:
        return found
    first = np.full(len(frame), "", dtype=object)
    for column in frame.columns[:FIRST_COLUMNS]:
        first = np.where(first == "", frame[column].to_numpy(dtype=object), first)
    for place in np.flatnonzero(keep & (first != "")).tolist():
        if NOTE.match(SPACE.sub("", str(first[place]))):
            told = [cell.strip() for cell in frame.iloc[place].tolist() if cell.strip()]
            found[place] = is_note(told, width)
    return found


def is_note(cells: Sequence[str], width: int) -> bool:
    """Return whether these filled cells are a remark below a table and no data row."""
    if not cells or not NOTE.match(SPACE.sub("", cells[0])):
        return False
    return len(cells) <= max(2, width // 2) or all("：" in cell for cell in cells)


def _repeats(frame: pd.DataFrame, labels: Line) -> npt.NDArray[np.bool_]:
    import numpy as np

    same = np.ones(len(frame), dtype=bool)
    for place, label in enumerate(labels):
        if label.strip():
            same &= (frame[place] == label).to_numpy()
        if not same.any():
            break
    return same
