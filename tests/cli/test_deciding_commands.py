"""The commands by which people decide: findings, bases, audits, rule sets; ledgers made fresh."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import openpyxl
import pytest

from console.cli.main import main
from data.records.verifying import problems
from data.rules.freshening import freshen, is_stale
from data.store.database import Database
from tests.ledger.town import Row, Town, visit
from tests.storage.schemas import our_schema

BASIS = {"超频次依据": "市安委〔2026〕9号", "依据批准人": "赵某", "依据日期": "2026-07-01"}
DERIVED = ("finding", "finding_visit", "finding_body", "finding_tally", "tally", "visit",
           "visit_body", "visit_item")  # fmt: skip
Said = dict[str, object]


def run(capsys: pytest.CaptureFixture[str], town: Town, *words: str) -> tuple[int, Said]:
    """Run a command; return its exit status and its JSON."""
    capsys.readouterr()
    status = main([*words, "--db", f"sqlite:///{path_of(town)}", "--json", "--today", "2026-08-01"])
    out = capsys.readouterr().out
    return status, json.loads(out) if out else {}


def path_of(town: Town) -> Path:
    """Return the file of a town."""
    return Path(town.db.place)


def row(number: int, **cells: object) -> Row:
    """Return the n-th visit of July to E1."""
    day = f"2026-07-{number:02d}"
    own = {"检查编号": f"A{number}", "检查日期": day, "亮码时间": f"{day} 08:00", "执法人员数": 2}
    return visit(**{**own, "检查事项": f"J-{number % 3 + 1}", **cells})


@pytest.fixture
def july(town: Town) -> Town:
    """A town with five visits in July, the last two with a basis."""
    town.visits(row(1), row(2), row(3), row(4, **BASIS), row(5, **BASIS))
    return town


def test_that_a_finding_is_decided_undone_and_its_history_told(
    july: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    key = "R1:E1:2026-07"
    assert run(capsys, july, "finding", "decide", key, "--state", "有异议")[0] == 1
    status, said = run(
        capsys, july, "finding", "decide", key, "--state", "有异议", "--reason", "次数有误",
        "--actor", "李四",
    )  # fmt: skip
    assert status == 0 and said["count"] == 1
    assert [one["state"] for one in said["findings"]] == ["有异议"]
    assert run(capsys, july, "finding", "decide", key, "--state", "已整改")[0] == 1
    run(capsys, july, "finding", "undo", key)
    status, told = run(capsys, july, "finding", "history", key)
    assert (status, told["state"], told["holds"]) == (0, "待核实", True)
    assert [(one["before"], one["state"], one["actor"], one["day"])
            for one in told["decisions"]] == [
        ("待核实", "有异议", "李四", "2026-08-01"), ("有异议", "待核实", "命令行", "2026-08-01"),
    ]  # fmt: skip
    assert run(capsys, july, "finding", "history", "R1:E9:2026-07")[0] == 1
    assert run(capsys, july, "finding", "decide", key, "--state", "对")[0] == 1


def test_that_bases_are_listed_and_judged_by_number(
    july: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = run(capsys, july, "basis", "list", "--period", "2026-07", "--state", "待核验")
    assert status == 0 and said["counts"] == {"待核验": 2, "认可": 0, "不认可": 0}
    assert [one["number"] for one in said["claims"]] == ["A5", "A4"]
    first = str(said["claims"][0]["report"])
    assert run(capsys, july, "basis", "refuse", first)[0] == 1
    assert run(capsys, july, "basis", "accept", first, "市应急局:A4")[0] == 0
    _, found = run(capsys, july, "findings", "--period", "2026-07", "--rule", "R1")
    assert [one["state"] for one in found["findings"]] == ["不成立"]
    run(capsys, july, "basis", "refuse", "YJ:A4", "--reason", "不符")
    _, found = run(capsys, july, "findings", "--period", "2026-07", "--rule", "R1")
    assert [(one["severity"], one["state"]) for one in found["findings"]] == [("红", "待核实")]
    _, told = run(capsys, july, "basis", "history", "YJ:A4")
    assert [one["verdict"] for one in told["verdicts"]] == ["认可", "不认可"]
    assert run(capsys, july, "basis", "accept", "YJ:A9")[0] == 1
    assert run(capsys, july, "basis", "accept")[0] == 1


def test_that_a_sample_is_drawn_exported_and_its_workbook_taken_in(
    july: Town, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ("audit", "draw", "--period", "2026-07", "--size", "2", "--seed", "11")
    status, said = run(capsys, july, *words)
    assert status == 0 and (said["population"], said["size"], said["seed"]) == (5, 2, 11)
    one, other = said["drawn"]
    path = tmp_path / "核查.xlsx"
    assert run(capsys, july, "audit", "form", "1", "--out", str(path))[0] == 0
    book = openpyxl.load_workbook(path)
    sheet = book["数据"]
    assert [sheet.cell(2, 1).value, sheet.cell(2, 2).value] == [one["number"], "市应急局"]
    for line, (result, note) in enumerate((("属实", ""), ("不属实", "无照片")), start=2):
        for column, value in enumerate(("2026-07-30", result, "王某", note), start=3):
            sheet.cell(line, column).value = value
    book.save(path)
    assert run(capsys, july, "import", str(path))[0] == 0
    _, shown = run(capsys, july, "audit", "show", "1")
    assert [drawn["result"] for drawn in shown["drawn"]] == ["属实", "不属实"]
    assert july.share("M21.done", "2026-07") == (2, 5)
    assert july.share("M21.wrong", "2026-07") == (1, 2)
    assert run(capsys, july, "audit", "drop", "1")[0] == 1
    name = f"市应急局:{other['number']}"
    result = ("audit", "result", name, "--result", "属实", "--note", "已补照片")
    assert run(capsys, july, *result)[0] == 3
    assert run(capsys, july, *result, "--version", "1")[0] == 0
    assert july.share("M21.wrong", "2026-07") == (0, 2)


def test_that_rule_sets_are_shown_changed_and_everything_judged_anew(
    july: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = run(capsys, july, "ruleset", "list")
    assert status == 0
    assert [one["name"] for one in said["sets"] if one["current"]] == ["2026-02-01"]
    _, tried = run(
        capsys, july, "ruleset", "preview", "R1", "visits_per_month", "5", "--from", "2026-07-01"
    )
    assert (tried["before"], tried["milder"]) == (1, 1)
    change = ("ruleset", "set", "R1", "visits_per_month", "5", "--from", "2026-07-01")
    assert run(capsys, july, *change)[0] == 1
    status, said = run(capsys, july, *change, "--author", "张三", "--reason", "试点放宽")
    assert (status, said["ruleset"]) == (0, "2026-02-01+1")
    assert july.judged("R1") == {"R1:E1:2026-07": "提示"}
    _, shown = run(capsys, july, "ruleset", "show", "2026-02-01+1")
    limits = {one["id"]: one["limits"] for one in shown["rules"]}
    assert limits["R1"] == {"visits_per_month": 5}
    off = ("ruleset", "off", "r1", "--from", "2026-07-01", "--author", "张三", "--reason", "停")
    assert run(capsys, july, *off)[0] == 0
    assert july.judged("R1") == {}
    _, told = run(capsys, july, "ruleset", "history")
    assert [(one["rule"], one["limit"], one["author"]) for one in told["changes"]] == [
        ("R1", "on", "张三"), ("R1", "visits_per_month", "张三"),
    ]  # fmt: skip
    assert run(capsys, july, "ruleset", "resume") == (0, {"rejudged": False})
    assert july.verified() == []


def test_that_a_ledger_of_an_older_program_is_made_fresh_once(
    july: Town, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    old = tmp_path / "old.sqlite"
    with Database.open(f"sqlite:///{old}", schema=our_schema(tmp_path / "schema", "0003")):
        pass
    july.db.checkpoint()
    _copy_facts(path_of(july), old)
    with Database.open(f"sqlite:///{old}") as db:
        with db.reading() as session:
            assert is_stale(session)
        before = july.judged("R1")
        assert freshen(db, "测试")
        assert not freshen(db, "测试")
        with db.reading() as session:
            assert problems(session) == []
        assert Town(db, tmp_path).judged("R1") == before


def test_that_a_command_makes_an_older_ledger_fresh_and_says_so(
    july: Town, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    old = tmp_path / "old.sqlite"
    with Database.open(f"sqlite:///{old}", schema=our_schema(tmp_path / "schema", "0003")):
        pass
    july.db.checkpoint()
    _copy_facts(path_of(july), old)
    words = ["measures", "--period", "2026-07", "--id", "M9", "--db", f"sqlite:///{old}", "--json"]
    capsys.readouterr()
    assert main(words) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["measures"][0]["numerator"] == 5
    assert "按新版程序更新" in told.err
    assert main(words) == 0
    assert "按新版程序更新" not in capsys.readouterr().err


def _copy_facts(new: Path, old: Path) -> None:
    """Give an older ledger the facts of a newer one, in the columns it has."""
    with sqlite3.connect(old) as one:
        one.execute("ATTACH DATABASE ? AS source", (str(new),))
        query = "SELECT name FROM {}.sqlite_master WHERE type = 'table'"
        here, there = ({name for (name,) in one.execute(query.format(schema))}
                       for schema in ("main", "source"))  # fmt: skip
        for table in sorted((here & there) - {"alembic_version", "sqlite_sequence", *DERIVED}):
            about = "PRAGMA {}.table_info({})"
            own, given = ([column[1] for column in one.execute(about.format(schema, table))]
                          for schema in ("main", "source"))  # fmt: skip
            names = ", ".join(f'"{name}"' for name in own if name in given)
            one.execute(f"DELETE FROM main.{table}")
            one.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM source.{table}")
