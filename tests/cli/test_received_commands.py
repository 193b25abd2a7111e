"""The commands about what came: received, batches, batch, dump, undo --dry-run."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.cli.test_commands import BODIES, VISITS, Run, file, one_object, run

__all__ = ["run"]
CORRECTED = VISITS.splitlines()[0] + ",检查结果\n市应急局,E1,2026-07-01,A1,J-1,计划内,移送\n"


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """The commands on a database with two bodies and July's visits of one of them."""
    for name, content in (("b.csv", BODIES), ("v.csv", VISITS)):
        assert run("import", file(tmp_path, name, content))[0] == 0
    return run


def test_that_received_says_who_sent_and_who_is_missing(filled: Run) -> None:
    filled("received", "--monthly", "visits", "--yearly", "", "--deadline-day", "15")
    words = ("received", "--period", "2026-07", "--today", "2026-09-01")
    status, out, _ = filled(*words, "--json")
    answer = one_object(out)
    assert (status, answer["asked"]) == (
        0, {"monthly": ["visits"], "yearly": [], "day": 15, "force": "参考"}
    )  # fmt: skip
    bodies = {one["code"]: one for one in answer["bodies"]}  # type: ignore[attr-defined, index, unused-ignore]
    assert {code: one["missing"] for code, one in bodies.items()} == {"YJ": [], "SC": ["visits"]}
    sent = bodies["YJ"]["kinds"]["visits"]
    assert (sent["rows"], sent["rejected"], sent["batches"]) == (8, 0, [2])
    assert bodies["SC"]["lacking"] == {"visits": ["2026-07"]}
    _, out, _ = filled(*words, "--missing")
    assert out.splitlines()[1:] == ["市市场监管局：缺检查记录（2026-07）"]


def test_that_what_bodies_are_asked_for_stays_and_is_checked(filled: Run) -> None:
    assert filled("received", "--deadline-day", "31")[0] == 1
    assert filled("received", "--monthly", "bodies")[0] == 1
    assert filled("received", "--monthly", "plans,visits", "--yearly", "plans")[0] == 1
    filled("received", "--deadline-day", "5")
    _, out, _ = filled("received", "--json")
    assert one_object(out)["asked"]["day"] == 5  # type: ignore[index, unused-ignore]


def test_that_a_batch_tells_its_changes_and_gives_its_file_back(
    filled: Run, tmp_path: Path
) -> None:
    path = file(tmp_path, "c.csv", CORRECTED)
    filled("import", path)
    copy = tmp_path / "原件.csv"
    status, out, _ = filled("batch", "3", "--changes", "--save", copy, "--json")
    answer = one_object(out)
    assert (status, answer["file"], answer["taken"]) == (0, "c.csv", 1)
    assert [(one["column"], one["before"], one["after"]) for one in answer["changes"]] == [  # type: ignore[attr-defined, index, unused-ignore]
        ("检查结果", "", "移送")
    ]
    assert copy.read_bytes() == path.read_bytes()
    _, out, _ = filled("batches", "--json")
    assert [one["id"] for one in one_object(out)["batches"]] == [3, 2, 1]  # type: ignore[attr-defined, index, unused-ignore]
    assert filled("batch", "9")[0] == 1


def test_that_a_trial_undo_says_what_it_would_take_and_takes_nothing(
    filled: Run, tmp_path: Path
) -> None:
    filled("import", file(tmp_path, "c.csv", CORRECTED))
    _, before, _ = filled("dump", "--json")
    status, out, _ = filled("undo", "2", "--dry-run", "--json")
    answer = one_object(out)
    assert (status, answer["can_undo"]) == (1, False)
    assert "批次 3（c.csv）更正了本批 1 行" in answer["resting"][0]["text"]  # type: ignore[index, unused-ignore]
    status, out, _ = filled("undo", "3", "--dry-run")
    assert status == 0 and "可以撤销" in out
    assert filled("dump", "--json")[1] == before


def test_that_the_dump_is_as_before_after_an_undo(filled: Run, tmp_path: Path) -> None:
    _, before, _ = filled("dump", "--json")
    filled("import", file(tmp_path, "c.csv", CORRECTED))
    assert filled("dump", "--json")[1] != before
    filled("undo", "3")
    assert filled("dump", "--json")[1] == before
    target = tmp_path / "全部.jsonl"
    _, out, _ = filled("dump", target, "--json")
    content = target.read_bytes()
    assert one_object(out)["sha256"] == hashlib.sha256(content).hexdigest()
    assert "市市场监管局".encode() in content
