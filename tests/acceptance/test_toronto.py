"""The inspections of Toronto give the answers known for them, under both readings of a visit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from data.intake.importer import ImportOptions, import_paths
from data.measures.compute import measure
from data.records.registers import counts
from data.rows.enums import Severity
from data.rows.period import Period
from data.rules.listing import finding_totals, list_findings
from data.store.database import Database

PROFILES = Path(__file__).resolve().parents[1] / "profiles"
WHOLE = Period.parse("2001..2021")
ROWS = 97_010


@dataclass(frozen=True)
class Answer:
    """What is known of one reading."""

    profile: str
    visits: int
    monthly: tuple[int, int]
    yearly: tuple[int, int]


ANSWERS = [
    Answer("toronto", 97_010, (39, 286), (2_940, 10_450)),
    Answer("toronto-no-number", 96_525, (34, 240), (2_745, 10_489)),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.profile)
def test_that_toronto_gives_the_known_answers(
    answer: Answer, shared_dir: Path, tmp_path: Path
) -> None:
    file = shared_dir / "realdata" / "toronto" / "inspections.csv.gz"
    if not file.exists():
        pytest.skip("the inspections of Toronto are not on this computer")
    options = ImportOptions(profile=PROFILES / f"{answer.profile}.toml")
    with Database.open(f"sqlite:///{tmp_path / '多伦多.sqlite'}") as db:
        (report,) = import_paths(db, [file], options)
        assert (report.rows, report.errors, report.visits) == (ROWS, 0, answer.visits)
        assert report.taken + report.skipped == ROWS
        judged(db, answer)
        with db.reading() as session:
            before = counts(session)
        (again,) = import_paths(db, [file], options)
        assert (again.id, again.taken, again.unchanged, again.errors) == (report.id, 0, ROWS, 0)
        with db.reading() as session:
            assert counts(session) == before


def judged(db: Database, answer: Answer) -> None:
    """Compare what the rules find with what is known."""
    with db.reading() as session:
        totals = finding_totals(session, WHOLE)
        for rule, (red, hint) in (("R1", answer.monthly), ("R3", answer.yearly)):
            assert totals[rule] == {Severity.RED: red, Severity.HINT: hint, Severity.ORANGE: 0,
                                    Severity.YELLOW: 0}  # fmt: skip
        assert "R6" not in totals
        assert all(row.trial for row in list_findings(session, WHOLE, ["R1"]))
        assert counts(session)["enterprises"] == 11_543
        sheet = measure(session, WHOLE, ["M6", "M9"])
        assert (sheet.get("M6").numerator, sheet.get("M6").max) == (answer.monthly[0], 5)
        assert sheet.get("M9").numerator == answer.visits
