"""What a first look at a file tells: the kinds it may be of, and its cells as they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.intake.headers import LEAST_MATCHES, HeaderMatch, match, normalise
from data.intake.profiles import Profile
from data.intake.readers.table import RawTable
from data.rows.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kind a file may be of: what of it was recognised, and what is lacking."""

    kind: str
    matched: int
    exact: int
    required: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return the kind's Chinese name."""
        return KINDS[self.kind].title

    @property
    def fits(self) -> bool:
        """Return whether a table of this kind can be taken with these headers."""
        return not self.missing and self.matched >= LEAST_MATCHES

    @property
    def why(self) -> str:
        """Return the sentence that says what speaks for this kind and what against it."""
        others = self.matched - len(self.required) + len(self.missing)
        if self.missing:
            return f"缺少必需列：{'、'.join(self.missing)}；认出 {self.matched} 列"
        also = f"，另认出 {others} 列" if others else ""
        return f"必需列齐全（{'、'.join(self.required)}）{also}"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a first look at a file found; `head` holds its first rows only."""

    head: RawTable
    rows: int
    sheets: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    words: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """The distinct texts of columns that have few of them, by the place of the column."""

    @property
    def is_text(self) -> bool:
        """Return whether the file is a text file, with an encoding and a delimiter."""
        return bool(self.head.encoding)

    @property
    def is_sure(self) -> bool:
        """Return whether one kind fits better than every other."""
        first = self.candidates[0] if self.candidates else None
        if first is None or not first.fits:
            return False
        rest = self.candidates[1:]
        best = (first.matched, first.exact)
        return all(not one.fits or (one.matched, one.exact) < best for one in rest)


def candidates(header: Sequence[str]) -> tuple[Candidate, ...]:
    """Return the kinds these headers may be of, the likeliest first."""
    found = []
    for kind in KINDS.values():
        fit = match(header, kind)
        exact = sum(
            normalise(col.header) == normalise(fit.headers[col.field])
            for col in kind.columns
            if col.field in fit.headers
        )
        keys = tuple(col.header for col in kind.keys)
        lacking = tuple(col.header for col in fit.missing)
        if fit.positions:
            found.append(Candidate(kind.name, len(fit.positions), exact, keys, lacking))
    found.sort(key=lambda one: (not one.fits, -one.matched, -one.exact, len(one.missing)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it stands in the file, what it is read as, and what is wrong with it."""

    row: int
    raw: str
    value: str
    fault: str = ""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One of our columns: where it comes from, and its first cells."""

    header: str
    field: str
    required: bool
    theirs: str
    how: str
    form: str = ""
    cells: tuple[Cell, ...] = ()

    @property
    def faults(self) -> int:
        """Return how many of the first cells are wrong."""
        return sum(bool(cell.fault) and not cell.warning for cell in self.cells)

    @property
    def sample(self) -> Cell | None:
        """Return the first cell that says something."""
        return next((cell for cell in self.cells if cell.raw or cell.value), None)


@dataclass(frozen=True, slots=True)
class Preview:
    """All our columns of a kind with the first rows of a file, and their columns nobody uses."""

    lines: tuple[Line, ...]
    unused: tuple[str, ...]
    repeated: tuple[str, ...]
    missing: tuple[str, ...]
    rows: int

    @property
    def faults(self) -> int:
        """Return how many cells of the first rows are wrong."""
        return sum(line.faults for line in self.lines)


def fit(header: Sequence[str], file: str, kind: str, profile: Profile | None) -> HeaderMatch:
    """Return which of their columns is which of ours, by the profile or by the headers."""
    return profile.match(file, header) if profile else match(header, KINDS[kind])
