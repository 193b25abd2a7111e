"""`--as-of` and `compare`, as scripts call them."""

from __future__ import annotations

import json

import pytest

from console.cli.main import main

HEAD = "检查单位,企业,检查日期,检查事项,检查编号,来源,执法人员数\n"


def run(capsys: pytest.CaptureFixture[str], url: str, *words: str) -> tuple[int, dict[str, object]]:
    """Run a command; return its exit status and its JSON."""
    capsys.readouterr()
    status = main([*words, "--db", url, "--json"])
    out = capsys.readouterr().out
    return status, json.loads(out) if out else {}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger filled on 1 and 20 March, of which one batch was taken back on 30 March 2026."""
    tmp_path = tmp_path_factory.mktemp("past")
    url = f"sqlite:///{tmp_path / 'l.sqlite'}"
    files = {
        "单位.csv": ("bodies", "2026-03-01", "单位编码,单位名称,层级\nYJ,市应急局,市级\n"),
        "早.csv": ("visits", "2026-03-01", f"{HEAD}市应急局,一厂,2026-02-01,安全,A1,计划内,2\n"),
        "误.csv": ("visits", "2026-03-01", f"{HEAD}市应急局,二厂,2026-02-02,安全,A2,计划内,2\n"),
        "迟.csv": ("visits", "2026-03-20", f"{HEAD}市应急局,三厂,2026-02-03,安全,A3,计划内,1\n"),
    }
    for name, (kind, day, text) in files.items():
        path = tmp_path / name
        path.write_text(text, "utf-8")
        assert main(["import", str(path), "--kind", kind, "--db", url, "--today", day]) == 0
    assert main(["undo", "3", "--db", url, "--today", "2026-03-30"]) == 0
    return url


def count(said: dict[str, object]) -> int:
    """Return the number of the first measure."""
    measures = said["measures"]
    assert isinstance(measures, list)
    return int(measures[0]["numerator"])


@pytest.mark.parametrize(
    ("day", "visits"), [("2026-02-28", 0), ("2026-03-01", 2), ("2026-03-20", 3), ("2026-03-30", 2)]
)
def test_that_measures_answer_as_on_the_day(url, capsys, day, visits):
    asked = ("measures", "--period", "2026-02", "--id", "M9", "--as-of", day)
    status, said = run(capsys, url, *asked, "--today", "2026-06-01")
    assert (status, count(said), said["as_of"]) == (0, visits, day)


def test_that_findings_records_and_explain_answer_as_on_the_day(url, capsys):
    early, late = ("--as-of", "2026-03-19"), ("--as-of", "2026-03-20")
    asked = ("findings", "--period", "2026-02", "--rule", "R10")
    assert run(capsys, url, *asked, *early)[1]["findings"] == []
    (finding,) = run(capsys, url, *asked, *late)[1]["findings"]
    records = ("records", "--measure", "M9", "--period", "2026-02")
    assert run(capsys, url, *records, *early)[1]["count"] == 2
    assert run(capsys, url, *records)[1]["count"] == 2
    assert run(capsys, url, "records", "--finding", finding["key"], *late)[1]["count"] == 1
    assert run(capsys, url, "records", "--finding", finding["key"], *early)[0] == 1
    explain = ("explain", "--measure", "M9", "--period", "2026-02")
    assert run(capsys, url, *explain, *late)[1]["included"] == 3


def test_that_compare_names_the_file_the_body_and_the_number_of_visits(url, capsys):
    days = ("--from", "2026-03-02", "--to", "2026-03-31")
    status, said = run(capsys, url, "compare", "--period", "2026-02", *days, "--id", "M9,R10")
    assert status == 0
    visits = next(row for row in said["rows"] if row["id"] == "M9")
    told = {cause["kind"]: cause for cause in visits["causes"]}
    assert set(told) == {"迟报", "撤销批次"}
    assert told["迟报"]["file"] == "迟.csv"
    assert told["撤销批次"]["file"] == "误.csv"
    assert told["迟报"]["body"] == {"code": "YJ", "name": "市应急局"}
    assert told["迟报"]["numerator"] == {"added": 1, "removed": 0}
    assert told["撤销批次"]["numerator"] == {"added": 0, "removed": 1}
    findings = next(row for row in said["rows"] if row["id"] == "R10")
    assert (findings["then"]["numerator"], findings["now"]["numerator"]) == (0, 1)


def test_that_people_read_the_causes_as_lines(url, capsys):
    days = ("--from", "2026-03-02", "--to", "2026-03-31")
    assert main(["compare", "--period", "2026-02", *days, "--id", "M9", "--db", url]) == 0
    out = capsys.readouterr().out
    assert "M9　检查户次　2 → 2" in out
    assert "撤销批次　市应急局　批次 3（误.csv）　涉及入企 1 次　分子 −1" in out
    assert main(["compare", "--period", "2026-02", "--from", "2026-03-02", "--to", "2026-03-20",
                 "--id", "M9", "--db", url]) == 0  # fmt: skip
    out = capsys.readouterr().out
    assert "M9　检查户次　2 → 3" in out
    assert "迟报　市应急局　批次 4（迟.csv）　涉及入企 1 次　分子 +1" in out


def test_that_days_in_the_wrong_order_and_unknown_numbers_are_wrong_input(url, capsys):
    asked = ("compare", "--period", "2026-02", "--to", "2026-03-01")
    assert run(capsys, url, *asked, "--from", "2026-03-02")[0] == 1
    assert run(capsys, url, *asked, "--from", "2026-02-01", "--id", "M99")[0] == 2
    assert main(["measures", "--period", "2026", "--as-of", "三月", "--db", url]) == 2
