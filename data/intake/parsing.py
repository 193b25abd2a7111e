"""From a table of text to typed columns, with everything wrong in it collected.

Each distinct text of a column is read once; the rows take the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from data.intake import headers
from data.intake.profiles import Profile, Source
from data.intake.readers import RawTable, read_table
from data.intake.readers.table import text_array
from data.intake.values import counts, dates, lists, moments, ratios, spans, text, uscc, words
from data.intake.values.base import MISSING, Fault, clean
from data.rows.enums import CheckType, IssueLevel, Trigger
from data.rows.errors import InvalidInput
from data.rows.issues import Issue
from data.rows.kinds import KINDS, Col, Kind

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Bools: TypeAlias = npt.NDArray[np.bool_]
    Codes: TypeAlias = npt.NDArray[np.intp]

__all__ = ["MISSING", "Parsed", "open_table", "parse"]

NUMBERS = {"date", "moment", "count", "yesno"}
EMPTY_KEY = Fault("为空，此列必填，请填写。")
CITY_TYPES = tuple(one.label for one in CheckType if one is not CheckType.UNKNOWN)
Answer: TypeAlias = tuple[str, Fault | None] | tuple[int, Fault | None]
Reader: TypeAlias = Callable[[str], Answer]
SHOWN = 60


@dataclass(slots=True, eq=False)
class Parsed:
    """A table understood: columns by our fields, and what is wrong row by row."""

    kind: Kind
    raw: RawTable
    frame: pd.DataFrame
    """str columns with '' for empty, int64 columns with MISSING for empty."""
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
    import numpy as np
    import pandas as pd

    found = profile.match(raw.file, raw.header) if profile else headers.match(raw.header, kind)
    if found.missing:
        raise headers.missing_columns(raw.file, found, raw.header)
    size = raw.rows
    parsed = Parsed(
        kind=kind,
        raw=raw,
        frame=pd.DataFrame(index=pd.RangeIndex(size)),
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
    """One table on its way: factorised columns, then values column by column."""

    def __init__(
        self,
        parsed: Parsed,
        positions: Mapping[str, int],
        profile: Profile | None,
        default_year: int | None,
    ) -> None:
        self.parsed = parsed
        self.positions = positions
        self.profile = profile
        self.year = default_year
        self.codes: dict[int, tuple[Codes, list[str]]] = {}
        self.columns: dict[str, object] = {}
        self.filled: set[str] = set()

    def run(self) -> None:
        """Fill the frame, the hashes, the absent fields and the issues."""
        import pandas as pd

        self._factorise()
        self._faulty_lines()
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
        frame = pd.DataFrame(self.columns, index=self.parsed.frame.index)
        self.parsed.frame = frame
        fields = (col.field for col in self.parsed.kind.columns)
        self.parsed.absent = frozenset(one for one in fields if one not in self.filled)
        self.parsed.issues.sort(key=lambda issue: (issue.row or 0, issue.column))

    def _factorise(self) -> None:
        """Give each column its distinct texts; hash every line on the way."""
        import numpy as np
        import pandas as pd

        total = self.parsed.raw_hash
        for place, name in enumerate(self.parsed.raw.frame.columns):
            codes, distinct = pd.factorize(self.parsed.raw.frame[name])
            texts: list[str] = distinct.tolist()
            self.codes[place] = codes, texts
            hashes = pd.util.hash_array(np.asarray(texts, dtype=object), categorize=False)
            with np.errstate(over="ignore"):
                total *= np.uint64(1_000_003)
                total ^= hashes[codes] if len(codes) else np.zeros(0, dtype=np.uint64)

    def _faulty_lines(self) -> None:
        import numpy as np

        raw = self.parsed.raw
        for number, message in raw.faults.items():
            for row in np.flatnonzero(raw.row_numbers == number):
                self.parsed.complain(int(row), "", "", message)

    def _column(self, col: Col) -> None:
        codes, texts = self.codes[self.positions[col.field]]
        source = self.profile.columns[col.header] if self.profile else Source("")
        renamed = dict(self.profile.values.get(col.header, {})) if self.profile else {}
        if renamed:
            texts = [renamed.get(one, renamed.get(one.strip(), one)) for one in texts]
        self._read(col, codes, texts, source.format)

    def _constant(self, col: Col) -> None:
        import numpy as np

        constant = self.profile.constants[col.header] if self.profile else ""
        codes = np.zeros(self.parsed.raw.rows, dtype=np.intp)
        self._read(col, codes, [constant], "")

    def _read(self, col: Col, codes: Codes, texts: list[str], form: str) -> None:
        """Read the distinct texts of a column and hand the answers to the rows."""
        read = reader(col, self.parsed.kind, form, self.year, self.parsed.raw.date1904)
        answers = [read(one) for one in texts]
        if any(one.strip() for one in texts) and len(codes):
            self.filled.add(col.field)
        wrong = [place for place, answer in enumerate(answers) if answer[1] is not None]
        if wrong:
            self._complain(col, codes, texts, answers, wrong)
        self.columns[col.field] = _taken(col, codes, [answer[0] for answer in answers])

    def _complain(
        self, col: Col, codes: Codes, texts: list[str], answers: list[Answer], wrong: list[int]
    ) -> None:
        import numpy as np

        for row in np.flatnonzero(np.isin(codes, wrong)):
            fault = answers[codes[row]][1]
            if fault is not None:
                self._fault(int(row), col, texts[codes[row]], fault)

    def _fault(self, row: int, col: Col, value: str, fault: Fault) -> None:
        shown = clean(value).replace("\n", " ")[:SHOWN]
        name = self.parsed.headers.get(col.field, col.header)
        message = f"{name}“{shown}”{fault.reason}" if shown else f"{name}{fault.reason}"
        self.parsed.complain(row, col.field, value, message, fault.warning)

    def _texts(self, field: str) -> list[str]:
        codes, texts = self.codes[self.positions[field]]
        return [texts[code] for code in codes]

    def _types_among_triggers(self) -> None:
        """A type written in 来源 is read as type; the 来源 is then 计划内."""
        import numpy as np
        import pandas as pd

        if self.parsed.kind.name != "visits" or "trigger" not in self.columns:
            return
        triggers = np.asarray(self.columns["trigger"], dtype=object)
        as_type = np.isin(triggers, CITY_TYPES)
        if not as_type.any():
            return
        size = len(triggers)
        types = np.asarray(self.columns.get("type", [""] * size), dtype=object).copy()
        empty = as_type & (types == "")
        types[empty] = triggers[empty]
        triggers = triggers.copy()
        triggers[as_type] = Trigger.PLANNED.label
        self.columns["trigger"] = pd.array(triggers.tolist(), dtype="str")
        self.columns["type"] = pd.array(types.tolist(), dtype="str")
        self.parsed.headers.setdefault("type", self.parsed.headers["trigger"])
        self.filled.add("type")

    def _times_of_the_day(self) -> None:
        """A time alone belongs to the row's day."""
        import numpy as np

        for col in self.parsed.kind.columns:
            if col.value != "moment" or col.field not in self.columns:
                continue
            minutes = np.asarray(self.columns[col.field], dtype=np.int64)
            alone = minutes >= moments.TIME_ONLY
            if not alone.any():
                continue
            minutes = minutes.copy()
            minutes[alone] -= moments.TIME_ONLY
            days = self.columns.get("day")
            days = np.full(len(minutes), MISSING) if days is None else np.asarray(days)
            known = alone & (days != MISSING)
            minutes[known] += days[known] * moments.MINUTES
            lost = alone & ~known
            minutes[lost] = MISSING
            self.columns[col.field] = minutes
            for row in np.flatnonzero(lost):
                fault = Fault("只有时间，而本行没有有效日期，请补上日期。")
                self._fault(int(row), col, self._texts(col.field)[row], fault)

    def _names_for_codes(self) -> None:
        """Where the code of an enterprise is empty its name stands for it."""
        import numpy as np
        import pandas as pd

        if not {"enterprise", "name"} <= self.columns.keys():
            return
        codes = np.asarray(self.columns["enterprise"], dtype=object)
        empty = (codes == "") & ~self.parsed.bad
        if empty.any():
            names = np.asarray(self.columns["name"], dtype=object)
            filled = np.where(empty, names, codes).tolist()
            self.columns["enterprise"] = pd.array(filled, dtype="str")
            self.filled.update({"enterprise"} if any(filled) else set())

    def _spans(self) -> None:
        """Both ends of a span go to first and last day, where those are not told."""
        import numpy as np

        if "span" not in self.columns:
            return
        codes, texts = self.codes[self.positions["span"]] if "span" in self.positions else (
            np.zeros(self.parsed.raw.rows, dtype=np.intp),
            [str(self.profile.constants["检查时间"])] if self.profile else [""],
        )
        read = [spans.parse_span(one, self.year)[0] for one in texts]
        for name, ends in (("first", [one.first for one in read]),
                           ("last", [one.last for one in read])):  # fmt: skip
            days = np.asarray(ends, dtype=np.int64)[codes]
            if name in self.columns:
                told = np.asarray(self.columns[name], dtype=np.int64)
                days = np.where(told == MISSING, days, told)
            self.columns[name] = days
            self.parsed.headers.setdefault(name, self.parsed.headers["span"])
            if (days != MISSING).any():
                self.filled.add(name)

    def _empty_keys(self) -> None:
        """An empty cell in a key column is an error, unless it was already found wrong."""
        import numpy as np

        wrong = {(issue.row, issue.column) for issue in self.parsed.issues}
        for col in self.parsed.kind.keys:
            values = np.asarray(self.columns[col.field])
            empty = values == (MISSING if col.value in NUMBERS else "")
            for row in np.flatnonzero(empty):
                number = int(self.parsed.raw.row_numbers[row])
                if (number, self.parsed.headers[col.field]) not in wrong:
                    self._fault(int(row), col, "", EMPTY_KEY)


def _taken(col: Col, codes: Codes, values: list[str] | list[int] | list[str | int]) -> object:
    """Return the column of the rows from the values of the distinct texts."""
    import numpy as np

    if col.value in NUMBERS:
        if not values:
            return np.zeros(0, dtype=np.int64)
        return np.asarray(values, dtype=np.int64)[codes]
    return text_array([[str(one) for one in values]]).take(codes)


def reader(col: Col, kind: Kind, form: str, year: int | None, date1904: bool) -> Reader:
    """Return the function that reads one text of this column."""
    if col.value == "word" and col.field == "trigger":
        return lambda one: words.parse_word(one, (*col.words, *CITY_TYPES))
    if col.value == "word" and col.words:
        free = col.field == "result"
        return lambda one: words.parse_word(one, col.words, free)
    if col.value == "date":
        return lambda one: dates.parse_date(one, form, year, date1904)
    if col.value == "moment":
        return lambda one: moments.parse_moment(one, form, year, date1904)
    if col.value == "span":
        return lambda one: (clean(one), spans.parse_span(one, year)[1])
    if kind.name == "enterprises" and col.field == "uscc":
        return _checked_code
    if col.refers in ("bodies", "regions") and col.value == "text":
        return text.parse_name
    return READERS[col.value]


def _checked_code(one: str) -> Answer:
    code, fault = text.parse_code(one)
    if fault is None and (reason := uscc.problem(code)):
        return code, Fault(reason, warning=True)
    return code, fault


READERS: dict[str, Reader] = {
    "text": text.parse_text,
    "code": text.parse_code,
    "item": text.parse_name,
    "body": text.parse_name,
    "enterprise": text.parse_enterprise,
    "bodies": lists.parse_bodies,
    "names": lists.parse_names,
    "codes": lists.parse_codes,
    "ratio": ratios.parse_ratio_text,
    "count": counts.parse_count,
    "yesno": words.parse_yes_no,
    "word": text.parse_text,
}
