"""The command `holidays`, as scripts call it: what is taken, what is refused, what is said."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from console.cli.main import main
from data.measures.workdays import load_calendar
from data.store.database import Database

HEAD = "日期,类型,名称\n"
NEXT_YEAR = "".join(
    f"{day},放假,{name}\n"
    for name, days in {
        "元旦": ("2027-01-01", "2027年1月2日", "20270103"),
        "春节": tuple(f"2027/2/{day}" for day in range(6, 13)),
        "国庆节": tuple(f"2027-10-0{day}" for day in range(1, 8)),
    }.items()
    for day in days
)


def run(capsys: pytest.CaptureFixture[str], url: str, *words: str) -> tuple[int, dict[str, object]]:
    """Run a command; return its exit status and its JSON."""
    capsys.readouterr()
    status = main([*words, "--db", url, "--json"])
    out = capsys.readouterr().out
    return status, json.loads(out) if out else {}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A new database, which knows the calendars up to 2026."""
    url = f"sqlite:///{tmp_path / 'l.sqlite'}"
    assert main(["init", "--db", url, "--json"]) == 0
    return url


def works(url: str, *days: str) -> list[bool | None]:
    """Whether the ledger counts these days as working days."""
    with Database.open(url) as db, db.reading() as session:
        calendar = load_calendar(session)
    return [calendar.is_workday(date.fromisoformat(day)) for day in days]


def written(tmp_path: Path, text: str, name: str = "安排.csv") -> str:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return str(path)


def test_that_years_are_listed_and_an_unpublished_one_is_said_to_be_one(url, capsys):
    status, said = run(capsys, url, "holidays", "list")
    assert status == 0
    assert [year["year"] for year in said["years"]] == list(range(2026, 2009, -1))
    status, said = run(capsys, url, "holidays", "list", "--year", "2027")
    assert said == {"years": [{"year": 2027, "published": False}]}
    status, said = run(capsys, url, "holidays", "show", "--year", "2026")
    assert {"day": "2026-02-14", "kind": "上班", "name": "春节"} in said["days"]


def test_that_a_file_publishes_its_year_and_corrects_the_december_before(url, capsys, tmp_path):
    file = written(tmp_path, HEAD + NEXT_YEAR + "2026-12-31,放假,元旦\n2027-01-09,上班,元旦\n")
    status, said = run(capsys, url, "holidays", "import", file, "--dry-run")
    assert (status, said["saved"], said["published"]) == (0, False, [2027])
    assert works(url, "2027-01-04", "2026-12-31") == [None, True]
    status, said = run(capsys, url, "holidays", "import", file, "--source", "某通知")
    assert (status, said["saved"], len(said["changes"])) == (0, True, 19)
    days = ("2027-01-04", "2027-01-02", "2027-01-09", "2026-12-31", "2026-12-30", "2026-10-01")
    assert works(url, *days) == [True, False, True, False, True, False]
    status, said = run(capsys, url, "holidays", "list", "--year", "2027")
    (year,) = said["years"]
    assert (year["source"], year["actor"], year["off"]) == ("某通知", "命令行", 17)
    (before,) = run(capsys, url, "holidays", "list", "--year", "2026")[1]["years"]
    assert before["source"].startswith("国务院办公厅关于2026年部分节假日安排的通知")
    assert (before["actor"], before["off"]) == ("命令行", 34)
    status, said = run(capsys, url, "holidays", "import", file)
    assert (status, said) == (0, {"saved": False, "published": [], "changes": []})


def test_that_a_year_given_again_is_the_new_file_and_nothing_of_the_old(url, capsys, tmp_path):
    assert run(capsys, url, "holidays", "import", written(tmp_path, HEAD + NEXT_YEAR))[0] == 0
    moved = NEXT_YEAR.replace("2027/2/6", "2027-02-13")
    _, said = run(capsys, url, "holidays", "import", written(tmp_path, HEAD + moved))
    assert [(one["day"], one["after"]["kind"]) for one in said["changes"]] == [
        ("2027-02-06", "按星期"), ("2027-02-13", "放假"),
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".toml"])
def test_that_what_is_exported_is_imported_again_without_any_change(url, capsys, tmp_path, suffix):
    path = str(tmp_path / f"日历{suffix}")
    status, said = run(capsys, url, "holidays", "export", path)
    assert (status, said["days"] > 500) == (0, True)
    status, said = run(capsys, url, "holidays", "import", path)
    assert (status, said) == (0, {"saved": False, "published": [], "changes": []})
    assert run(capsys, url, "holidays", "set", "2026-05-06", "放假", '劳"动\\节')[0] == 0
    assert run(capsys, url, "holidays", "export", path, "--year", "2026")[0] == 0
    assert run(capsys, url, "holidays", "import", path)[1]["changes"] == []


def test_that_a_workbook_with_real_dates_is_read(url, capsys, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["名称", "日期", "类型"])
    for step in range(11):
        book.active.append(["元旦", date(2027, 1, 1) + timedelta(days=step), "放假"])
    book.save(tmp_path / "安排.xlsx")
    status, said = run(capsys, url, "holidays", "import", str(tmp_path / "安排.xlsx"))
    assert (status, said["published"]) == (0, [2027])
    assert works(url, "2027-01-11", "2027-01-12") == [False, True]


WRONG = {
    "kind": (HEAD + "2026-05-06,加班,劳动节\n", ("第 2 行", "加班")),
    "day": (HEAD + "2026-02-30,放假,春节\n", ("第 2 行", "2026-02-30")),
    "empty day": (HEAD + "2026-05-06,放假,x\n,放假,劳动节\n", ("第 3 行", "未填写")),
    "twice": (HEAD + "2026-05-06,放假,a\n2026年5月6日,上班,b\n", ("第 3 行", "重复")),
    "unpublished": (HEAD + "2027-05-06,放假,劳动节\n", ("2027年", "尚未公布")),
    "half a year": (HEAD + "2027-01-01,放假,元旦\n", ("2027年", "1 天")),
    "no column": ("日期,名称\n2026-05-06,劳动节\n", ("类型",)),
    "no table": ("没有表头\n也没有内容\n", ("日期",)),
    "no rows": (HEAD, ("没有",)),
}


@pytest.mark.parametrize("name", WRONG)
def test_that_a_wrong_file_is_told_in_a_sentence_and_changes_nothing(
    url, capsys, tmp_path, name
):  # fmt: skip
    text, told = WRONG[name]
    before = run(capsys, url, "dump")[1]
    capsys.readouterr()
    assert main(["holidays", "import", written(tmp_path, text), "--db", url]) == 1
    sentence = capsys.readouterr().err
    assert all(part in sentence for part in told), sentence
    assert run(capsys, url, "dump")[1] == before


@pytest.mark.parametrize(
    ("text", "told"),
    [("[[days]\n", "TOML"), ("days = 3\n", "[[days]]"), ('[[days]]\n"日期" = 5\n', "第 1 项")],
)
def test_that_a_wrong_toml_file_is_told_in_a_sentence(url, capsys, tmp_path, text, told):
    assert main(["holidays", "import", written(tmp_path, text, "a.toml"), "--db", url]) == 1
    assert told in capsys.readouterr().err


def test_that_a_missing_file_is_told(url, capsys, tmp_path):
    for name in ("没有.csv", "没有.toml", "没有.xlsx"):
        assert main(["holidays", "import", str(tmp_path / name), "--db", url]) == 1
        assert "没有" in capsys.readouterr().err


def test_that_a_single_day_is_changed_and_set_back(url, capsys):
    assert works(url, "2026-05-06") == [True]
    _, said = run(capsys, url, "holidays", "set", "2026-05-06", "放假", "停水")
    assert said["changes"] == [{
        "day": "2026-05-06",
        "before": {"day": "2026-05-06", "kind": "按星期", "name": ""},
        "after": {"day": "2026-05-06", "kind": "放假", "name": "停水"},
    }]  # fmt: skip
    assert works(url, "2026-05-06") == [False]
    assert run(capsys, url, "holidays", "set", "2026-05-06", "上班")[0] == 0
    assert works(url, "2026-05-06") == [True]
    assert run(capsys, url, "holidays", "set", "2026-05-06", "按星期")[1]["changes"] == []
    for wrong in (("2026-05-06", "休假"), ("五月六日", "放假"), ("2026-05-06",)):
        assert run(capsys, url, "holidays", "set", *wrong)[0] == 1
    assert run(capsys, url, "holidays", "set", "2027-05-06", "放假")[0] == 1
