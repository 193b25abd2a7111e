"""From a table of text to typed columns, with everything wrong in it collected.

Each distinct text of a column is read once; the rows take the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from data.intake import headers
from data.intake.cell_reading import CITY_TYPES, NUMBERS, Answer, Reader, answers, quickly, reader
from data.intake.coded import Coded, dictionary_of, stirred
from data.intake.profiles import Profile, Source
from data.intake.readers import RawTable, read_table
from data.intake.readers.table import text_array
from data.intake.row_years import OF_THE_PLAN, RowYears
from data.intake.values import moments, ratios, spans, years
from data.intake.values.base import MISSING, Fault, clean
from data.rows.enums import IssueLevel, Trigger
from data.rows.errors import InvalidInput
from data.rows.issues import Issue
from data.rows.kinds import KINDS, Col, Kind
from data.store.memory import give_back

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd
    import pyarrow as pa

    Bools: TypeAlias = npt.NDArray[np.bool_]
    Codes: TypeAlias = npt.NDArray[np.int32]
    Column: TypeAlias = Coded | npt.NDArray[np.int64]

__all__ = ["MISSING", "Parsed", "open_table", "parse"]

EMPTY_KEY = Fault("为空，此列必填，请填写。")
SHOWN = 60


def renamed_texts(texts: list[str], renamed: Mapping[str, str]) -> list[str]:
    """Return texts with those a profile has other words for replaced."""
    if not renamed:
        return texts
    return [renamed.get(one, renamed.get(one.strip(), one)) for one in texts]


@dataclass(eq=False)
class Parsed:
    """A table understood: columns by our fields, and what is wrong row by row."""

    kind: Kind
    raw: RawTable
    columns: dict[str, Column]
    """Texts with '' for empty, numbers with MISSING for empty."""
    absent: frozenset[str]
    """Fields whose column is absent, or empty in every row: unknown, not bad."""
    headers: dict[str, str]
    """Our field to the file's own header."""
    unknown_columns: tuple[str, ...]
    raw_hash: npt.NDArray[np.uint64]
    """One number per raw line, all its columns: equal lines have equal numbers."""
    bad: Bools
    warned: Bools
    issues: list[Issue] = field(default_factory=list)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Return the columns row by row: str with '' for empty, int64 with MISSING for empty."""
        import pandas as pd

        columns = {
            name: text_array([column.texts.tolist()]).take(column.codes)
            if isinstance(column, Coded)
            else column
            for name, column in self.columns.items()
        }
        return pd.DataFrame(columns, index=pd.RangeIndex(self.raw.rows))

    @property
    def file(self) -> str:
        """Return the file's name."""
        return self.raw.file

    @property
    def sheet(self) -> str:
        """Return the sheet's name, '' for a text file."""
        return self.raw.sheet

    @property
    def row_numbers(self) -> npt.NDArray[np.int64]:
        """Return the sheet's own row numbers."""
        return self.raw.row_numbers

    def complain(
        self, row: int, field: str, value: str, message: str, warning: bool = False
    ) -> None:
        """Add a message about row `row` of the frame and mark the row."""
        level = IssueLevel.WARNING if warning else IssueLevel.ERROR
        number = int(self.raw.row_numbers[row])
        column = self.headers.get(field, field)
        self.issues.append(
            Issue(level, self.file, self.sheet, number, column, value[:SHOWN], message)
        )
        (self.warned if warning else self.bad)[row] = True


def open_table(
    path: Path, kind: Kind | None = None, profile: Profile | None = None
) -> tuple[RawTable, Kind]:
    """Read a file as its profile says, and say of which kind it is."""
    if profile is None:
        raw = read_table(path, kind=kind)
        return raw, kind or KINDS[headers.propose_kind(raw.header)]
    if kind is not None and kind.name != profile.kind:
        raise InvalidInput(
            f"指定的种类是“{kind.title}”，映射方案“{profile.name}”是“{KINDS[profile.kind].title}”，"
            "两者不符。请改正其一。"
        )
    raw = read_table(
        path,
        encoding=profile.encoding,
        delimiter=profile.delimiter,
        sheet=profile.sheet,
        header_row=profile.header_row,
        kind=KINDS[profile.kind],
        names=[source.column for source in profile.columns.values()],
    )
    return raw, KINDS[profile.kind]


def parse(
    raw: RawTable, kind: Kind, profile: Profile | None = None, default_year: int | None = None
) -> Parsed:
    """Read every cell of a table as its column says; all issues are collected."""
    found = profile.match(raw.file, raw.header) if profile else headers.match(raw.header, kind)
    if found.missing:
        raise headers.missing_columns(raw.file, found, raw.header)
    if default_year is None and kind.name == "plans":
        default_year = years.told_year(raw.above, raw.sheet, raw.file)
    size = raw.rows
    parsed = Parsed(
        kind=kind,
        raw=raw,
        columns={},
        absent=frozenset(),
        headers=dict(found.headers),
        unknown_columns=found.unknown,
        raw_hash=np.zeros(size, dtype=np.uint64),
        bad=np.zeros(size, dtype=bool),
        warned=np.zeros(size, dtype=bool),
    )
    _Parsing(parsed, found.positions, profile, default_year).run()
    return parsed


class _Parsing:
    """One table on its way: numbered texts, then values column by column."""

    def __init__(
        self,
        parsed: Parsed,
        positions: Mapping[str, int],
        profile: Profile | None,
        default_year: int | None,
    ) -> None:
        self.parsed = parsed
        self.columns = parsed.columns
        self.positions = positions
        self.profile = profile
        self.years = RowYears(None, default_year)
        self.raw: dict[int, tuple[Codes, pa.Array]] = {}
        self.filled: set[str] = set()

    def run(self) -> None:
        """Fill the columns, the hashes, the absent fields and the issues."""
        self._number_texts()
        self._faulty_lines()
        place = self.positions.get("cycle")
        if place is not None:
            codes, texts = self.raw[place]
            self.years = RowYears.of(codes, texts.to_pylist(), self.years.table)
        for col in self.parsed.kind.columns:
            if col.field in self.positions:
                self._column(col)
            elif self.profile and col.header in self.profile.constants:
                self._constant(col)
        self._types_among_triggers()
        self._times_of_the_day()
        self._names_for_codes()
        self._spans()
        self._empty_keys()
        fields = (col.field for col in self.parsed.kind.columns)
        self.parsed.absent = frozenset(one for one in fields if one not in self.filled)
        self.raw.clear()
        give_back()
        self.parsed.issues.sort(key=lambda issue: (issue.row or 0, issue.column))

    def _number_texts(self) -> None:
        """Give each column its different texts; hash every line on the way."""
        for place in range(self.parsed.raw.frame.shape[1]):
            codes, texts = dictionary_of(self.parsed.raw.frame.iloc[:, place])
            self.raw[place] = codes, texts
            self.parsed.raw_hash = stirred(self.parsed.raw_hash, codes)

    def _faulty_lines(self) -> None:
        raw = self.parsed.raw
        for number, message in raw.faults.items():
            for row in np.flatnonzero(raw.row_numbers == number):
                self.parsed.complain(int(row), "", "", message)

    def _column(self, col: Col) -> None:
        codes, texts = self.raw[self.positions[col.field]]
        source = self.profile.columns[col.header] if self.profile else Source("")
        renamed = dict(self.profile.values.get(col.header, {})) if self.profile else {}
        if col.field in OF_THE_PLAN and self.years.rows is not None:
            self._read_by_year(col, codes, renamed_texts(texts.to_pylist(), renamed), source.format)
            return
        read = self._reader(col, source.format)
        quick = None if renamed else quickly(col, read, texts, source.format)
        if quick is not None:
            self.filled.add(col.field)
            self.columns[col.field] = quick(codes)
            return
        self._read(col, codes, renamed_texts(texts.to_pylist(), renamed), read)

    def _constant(self, col: Col) -> None:
        constant = self.profile.constants[col.header] if self.profile else ""
        codes = np.zeros(self.parsed.raw.rows, dtype=np.int32)
        self._read(col, codes, [constant], self._reader(col, ""))

    def _read_by_year(self, col: Col, codes: Codes, texts: Sequence[str], form: str) -> None:
        """Read the days of rows that tell their year beside them."""
        numbers, each, told = self.years.split(codes, texts)
        found = [self._reader(col, form, year)(one) for one, year in zip(each, told, strict=True)]
        self._hand_out(col, numbers, each, found)

    def _reader(self, col: Col, form: str, year: int | None = None) -> Reader:
        if col.field == "ratio":
            header = headers.normalise(self.parsed.headers.get(col.field, ""))
            in_percent = "%" in header or "百分" in header
            return lambda one: ratios.parse_share_text(one, in_percent)
        told = self.years.table if self.years.rows is None else year
        if self.parsed.kind.name == "plans" and col.field not in OF_THE_PLAN:
            told = None
        return reader(col, self.parsed.kind, form, told, self.parsed.raw.date1904)

    def _read(self, col: Col, codes: Codes, texts: Sequence[str], read: Reader) -> None:
        """Read the different texts of a column and hand the answers to the rows."""
        self._hand_out(col, codes, texts, answers(read, texts))

    def _hand_out(self, col: Col, codes: Codes, texts: Sequence[str], found: list[Answer]) -> None:
        if len(codes) and any(one.strip() for one in texts):
            self.filled.add(col.field)
        wrong = [place for place, answer in enumerate(found) if answer[1] is not None]
        if wrong:
            self._complain(col, codes, texts, found, wrong)
        values = [answer[0] for answer in found]
        if col.value in NUMBERS:
            given = np.asarray(values if values else [MISSING], dtype=np.int64)
            self.columns[col.field] = given[codes]
        else:
            self.columns[col.field] = Coded.of([str(one) for one in values], codes)

    def _complain(
        self,
        col: Col,
        codes: Codes,
        texts: Sequence[str],
        found: list[Answer],
        wrong: list[int],
    ) -> None:
        for row in np.flatnonzero(np.isin(codes, wrong)):
            fault = found[codes[row]][1]
            if fault is not None:
                self._fault(int(row), col, texts[codes[row]], fault)

    def _fault(self, row: int, col: Col, value: str, fault: Fault) -> None:
        shown = clean(value).replace("\n", " ")[:SHOWN]
        name = self.parsed.headers.get(col.field, col.header)
        message = f"{name}“{shown}”{fault.reason}" if shown else f"{name}{fault.reason}"
        self.parsed.complain(row, col.field, value, message, fault.warning)

    def _types_among_triggers(self) -> None:
        """A type written in 来源 is read as type; the 来源 is then 计划内."""
        trigger = self.columns.get("trigger")
        if self.parsed.kind.name != "visits" or not isinstance(trigger, Coded):
            return
        as_type = trigger.mask(lambda text: text in CITY_TYPES)
        if not as_type.any():
            return
        size = len(as_type)
        own = self.columns.get("type")
        types = own if isinstance(own, Coded) else Coded.same("", size)
        self.columns["type"] = trigger.where(as_type & types.empty, types)
        planned = Coded.same(Trigger.PLANNED.label, size)
        self.columns["trigger"] = planned.where(as_type, trigger)
        self.parsed.headers.setdefault("type", self.parsed.headers["trigger"])
        self.filled.add("type")

    def _times_of_the_day(self) -> None:
        """A time alone belongs to the row's day."""
        for col in self.parsed.kind.columns:
            minutes = self.columns.get(col.field)
            if col.value != "moment" or not isinstance(minutes, np.ndarray):
                continue
            alone = minutes >= moments.TIME_ONLY
            if not alone.any():
                continue
            minutes = minutes.copy()
            minutes[alone] -= moments.TIME_ONLY
            days = self.columns.get("day")
            days = days if isinstance(days, np.ndarray) else np.full(len(minutes), MISSING)
            known = alone & (days != MISSING)
            minutes[known] += days[known] * moments.MINUTES
            lost = alone & ~known
            minutes[lost] = MISSING
            self.columns[col.field] = minutes
            for row in np.flatnonzero(lost):
                fault = Fault("只有时间，而本行没有有效日期，请补上日期。")
                self._fault(int(row), col, self._raw_text(col.field, int(row)), fault)

    def _raw_text(self, field: str, row: int) -> str:
        codes, texts = self.raw[self.positions[field]]
        return str(texts[int(codes[row])].as_py())

    def _names_for_codes(self) -> None:
        """Where the code of an enterprise is empty its name stands for it."""
        codes, names = self.columns.get("enterprise"), self.columns.get("name")
        if not isinstance(codes, Coded) or not isinstance(names, Coded):
            return
        empty = codes.empty & ~self.parsed.bad
        if empty.any():
            self.columns["enterprise"] = filled = names.where(empty, codes)
            self.filled.update(set() if filled.empty.all() else {"enterprise"})

    def _spans(self) -> None:
        """Both ends of a span go to first and last day, where those are not told."""
        if "span" not in self.columns:
            return
        if "span" in self.positions:
            codes, array = self.raw[self.positions["span"]]
            texts: list[str] = array.to_pylist()
        else:
            codes = np.zeros(self.parsed.raw.rows, dtype=np.int32)
            texts = [str(self.profile.constants["检查时间"])] if self.profile else [""]
        codes, texts, told_years = self.years.split(codes, texts)
        read = [
            spans.parse_span(one, year, self.parsed.raw.date1904)[0]
            for one, year in zip(texts, told_years, strict=True)
        ]
        for name, ends in (
            ("first", [one.first for one in read]),
            ("last", [one.last for one in read]),
        ):
            days = np.asarray(ends, dtype=np.int64)[codes]
            told = self.columns.get(name)
            if isinstance(told, np.ndarray):
                days = np.where(told == MISSING, days, told)
            self.columns[name] = days
            self.parsed.headers.setdefault(name, self.parsed.headers["span"])
            if (days != MISSING).any():
                self.filled.add(name)

    def _empty_keys(self) -> None:
        """An empty cell in a key column is an error, unless it was already found wrong."""
        wrong = {(issue.row, issue.column) for issue in self.parsed.issues}
        for col in self.parsed.kind.keys:
            values = self.columns[col.field]
            empty = values.empty if isinstance(values, Coded) else values == MISSING
            for row in np.flatnonzero(empty):
                number = int(self.parsed.raw.row_numbers[row])
                if (number, self.parsed.headers[col.field]) not in wrong:
                    self._fault(int(row), col, "", EMPTY_KEY)
