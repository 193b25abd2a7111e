"""A first look at a file: how it would be read, of which kind it may be, what its cells become.

The preview is the import's own parsing, run on the first rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from data.intake.headers import HeaderMatch, normalise
from data.intake.looking import Cell, Line, Look, Preview, candidates, fit
from data.intake.opening import open_tables
from data.intake.parsing import MISSING, Parsed, open_table, parse
from data.intake.profiles import Profile
from data.intake.readers import WORKBOOKS, RawTable, SheetHead, read_sheets, read_table
from data.intake.readers.table import text_array
from data.intake.readers.workbook import read_workbook
from data.intake.values import moments
from data.rows.enums import IssueLevel
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS, Col, Kind
from data.rows.period import day_of, month_text

if TYPE_CHECKING:
    import pandas as pd

HEAD = 50
"""So many rows are shown while columns are chosen."""
LOOKED = 20_000
FEW = 60
ANY_HEADER = ("\u0001",)
"""No file has this header: with it the reader takes the fullest line where none is known."""


def tables_of(path: Path) -> tuple[Look, ...]:
    """Read every table of a file and say what each may be.

    A table without any known header is shown as it is, so that a person can say what it means.
    """
    try:
        raws = [raw for raw, _ in open_tables(path)]
    except InvalidInput as error:
        if not _is_unrecognised(error):
            raise
        raws = [_as_it_is(path, "")]
    sheets = sheet_names(path)
    return tuple(_look(raw, sheets) for raw in raws)


def look_at(path: Path, kind: str, profile: Profile | None = None, sheet: str = "") -> Look:
    """Read one table of a file as a kind or by a mapping."""
    if profile is not None:
        return _look(open_table(path, None, profile)[0], sheet_names(path))
    try:
        raw = open_sheet(path, KINDS[kind], sheet)
    except InvalidInput as error:
        if not _is_unrecognised(error):
            raise
        raw = _as_it_is(path, sheet)
    return _look(raw, sheet_names(path))


def open_sheet(path: Path, kind: Kind, sheet: str = "") -> RawTable:
    """Read a file as a kind: the named sheet of a workbook, else the one that fits best."""
    if not sheet:
        return open_table(path, kind)[0]

    def choose(heads: Sequence[SheetHead]) -> list[tuple[SheetHead, Kind]]:
        found = [(head, kind) for head in heads if head.name == sheet]
        if not found:
            raise InvalidInput(f"“{path.name}”中已没有工作表“{sheet}”，请重新选择文件。")
        return found

    return read_sheets(path, choose)[0]


def _as_it_is(path: Path, sheet: str) -> RawTable:
    try:
        return read_table(path, sheet=sheet or None)
    except InvalidInput as error:
        if not _is_unrecognised(error):
            raise
        return read_table(path, sheet=sheet or None, names=ANY_HEADER)


def _is_unrecognised(error: InvalidInput) -> bool:
    """Return whether a file could be read, and only its headers say nothing or too much."""
    return any(words in error.message for words in ("不是可识别的表", "无法确定", "缺少必需的列"))


def _look(raw: RawTable, sheets: tuple[str, ...]) -> Look:
    return Look(_head(raw), raw.rows, sheets, candidates(raw.header), _words(raw.frame))


def _head(raw: RawTable) -> RawTable:
    """Return the table with its first rows alone, as texts of their own: the rest may go."""
    import pandas as pd

    columns = {
        place: text_array([raw.frame[place].iloc[:HEAD].tolist()]) for place in raw.frame.columns
    }
    return replace(raw, frame=pd.DataFrame(columns), row_numbers=raw.row_numbers[:HEAD].copy())


def _words(frame: pd.DataFrame) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    top = frame.iloc[:LOOKED]
    for place in range(top.shape[1]):
        distinct = [str(one) for one in top[place].unique().tolist() if str(one).strip()]
        if len(distinct) <= FEW:
            found[place] = tuple(distinct)
    return found


class _Seen(Exception):
    """Stops the reading of a workbook once its sheets are known."""


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of a workbook's sheets that can be seen and hold something."""
    if not path.name.lower().endswith(WORKBOOKS):
        return ()
    seen: list[SheetHead] = []

    def stop(heads: Sequence[SheetHead]) -> NoReturn:
        seen.extend(heads)
        raise _Seen

    try:
        read_workbook(path.name, path.read_bytes(), stop)
    except _Seen:
        return tuple(head.name for head in seen if head.visible and (head.rows or head.too_big))
    return ()


def preview(head: RawTable, kind: str, profile: Profile | None = None) -> Preview:
    """Read the first rows as the import would; what is still lacking is left out."""
    found = fit(head.header, head.file, kind, profile)
    missing = tuple(col.header for col in found.missing)
    whole = profile if not missing else _filled(head, KINDS[kind], found, profile)
    parsed = parse(head, KINDS[kind], whole)
    lines = tuple(
        _line(parsed, col, found, profile, col.header in missing) for col in KINDS[kind].columns
    )
    return Preview(lines, found.unknown, found.repeated, missing, head.rows)


def _filled(head: RawTable, kind: Kind, found: HeaderMatch, profile: Profile | None) -> Profile:
    """Return the mapping with nothing in place of each required column that is lacking."""
    from data.intake.drafting import draft

    told = profile or draft(head.file, kind.name, found)
    nothing = {col.header: "" for col in found.missing}
    return replace(told, constants={**told.constants, **nothing})


def _line(
    parsed: Parsed, col: Col, found: HeaderMatch, profile: Profile | None, is_missing: bool
) -> Line:
    place = found.positions.get(col.field)
    constant = (profile.constants.get(col.header) if profile else None) if place is None else None
    theirs = parsed.raw.header[place] if place is not None else ""
    source = profile.columns.get(col.header) if profile else None
    if place is None and constant is None:
        return Line(col.header, col.field, col.key, "", "缺少" if is_missing else "未对应")
    how = "固定值" if constant is not None else _how(col, theirs, profile)
    shown = theirs if constant is None else f"固定为“{constant}”"
    form = source.format if source else ""
    return Line(col.header, col.field, col.key, shown, how, form, _cells(parsed, col, place))


def _how(col: Col, theirs: str, profile: Profile | None) -> str:
    if normalise(theirs) == normalise(col.header):
        return "表头一致"
    return "对照方案" if profile else "别名"


def _cells(parsed: Parsed, col: Col, place: int | None) -> tuple[Cell, ...]:
    faults = {
        (issue.row, issue.column): issue
        for issue in reversed(parsed.issues)
        if issue.column == parsed.headers.get(col.field)
    }
    raws = parsed.raw.frame[place].tolist() if place is not None else [""] * parsed.raw.rows
    values = parsed.frame[col.field].tolist() if col.field in parsed.frame else raws
    cells = []
    for number, raw, value in zip(parsed.row_numbers.tolist(), raws, values, strict=True):
        issue = faults.get((number, parsed.headers.get(col.field, "")))
        is_warning = issue is not None and issue.level is IssueLevel.WARNING
        void = issue is not None and not is_warning
        cells.append(
            Cell(
                int(number),
                str(raw),
                "" if void else shown(col, value),
                issue.message if issue else "",
                is_warning,
            )
        )
    return tuple(cells)


def shown(col: Col, value: object) -> str:
    """Return a value as read, in the form people know it."""
    if not isinstance(value, int):
        return str(value)
    if value == MISSING:
        return ""
    if col.value == "date":
        return day_of(value).isoformat()
    if col.value == "moment":
        days, minutes = divmod(value, moments.MINUTES)
        hours, rest = divmod(minutes, 60)
        return f"{day_of(days).isoformat()} {hours:02d}:{rest:02d}"
    if col.value == "money":
        return f"{value / 100:,.2f} 元"
    if col.value == "month":
        return month_text(value)
    if col.value == "yesno":
        return "是" if value else "否"
    return str(value)
