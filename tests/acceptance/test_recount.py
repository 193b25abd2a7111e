"""Cells of the sample city, as commands print them, counted again with plain loops.

The facts are the rows the bodies' files hold, read by RULES.md alone (data/sample/reading.py); no
database and no measure of the program takes part in the recount.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path

import pytest

from console.cli.main import main
from data.rows.period import Period
from data.sample.city import build_city
from data.sample.reading import KNOWN_RESULTS, Reader, ReadVisit
from data.sample.truth import CountedTask, count_tasks
from data.sample.truth_visits import NEEDING, sort_of

TODAY = "2026-11-23"
Said = Callable[..., dict[str, list[dict[str, object]]]]
Cells = dict[tuple[str, ...], tuple[int, int | None]]
Verdict = Callable[[ReadVisit], "tuple[bool, bool]"]
CUTS = (("body",), ("region",), ("system",), ("level", "trigger"), ("body", "month"),
        ("type", "credit"), ("body", "region"), ("region", "month"))  # fmt: skip
LONG, PART = "2026-Q3", "2026-08-10..2026-09-20"
PERIODS = [pytest.param(LONG, marks=pytest.mark.night), PART]


def _code(visit: ReadVisit) -> tuple[bool, bool]:
    needs = visit.on_site and visit.code in NEEDING
    return needs and visit.code == "按时", needs


def _problem(visit: ReadVisit) -> tuple[bool, bool]:
    words = {row.get("检查结果") for report in visit.reports for row in report.rows}
    return bool(words & set(KNOWN_RESULTS[1:])), bool(words & set(KNOWN_RESULTS))


VISITS: dict[str, Verdict] = {
    "M3": _code,
    "M9": lambda visit: (True, True),
    "M14": _problem,
    "M18": lambda visit: (not visit.on_site, True),
}
"""Whether a visit is in numerator and denominator."""
TASKS: dict[str, Callable[[CountedTask], tuple[bool, bool]]] = {
    "M1": lambda task: (task.joint and task.type == "双随机", True),
    "M1b": lambda task: (task.joint and task.type == "双随机", task.type == "双随机"),
    "M1c": lambda task: (task.joint, True),
}


class Facts:
    """The city's rows, and what each visit says of itself under every key."""

    def __init__(self) -> None:
        """Read the city."""
        city = build_city("tiny", 2026)
        self.reader = Reader(city)
        self.tasks = count_tasks(self.reader)
        self._bodies = {str(row["单位编码"]): row for row in self.reader.bodies}
        self._enterprises = {
            self.reader.enterprises[str(row["企业名称"])]: row
            for row in city.tables["enterprises"].dicts()
        }

    def region(self, visit: ReadVisit) -> str:
        """Return the region of the enterprise on the day."""
        row = self._enterprises[visit.enterprise]
        moved = row["迁入日期"]
        before = isinstance(moved, date) and visit.day < moved and row["迁出地"]
        return str((row["迁出地"] if before else row["地区"]) or "未知地区")

    def of_body(self, name: str, body: str) -> str:
        """Return what a body is called under a key."""
        row = self._bodies[body]
        words = {"body": row["单位名称"], "level": row["层级"],
                 "system": row["条线"] or f"单位 {body}"}  # fmt: skip
        return str(words[name])

    def keys(self, visit: ReadVisit, by: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Return the cells of a visit, once for each present body where bodies are told apart."""
        grade = self._enterprises[visit.enterprise]["信用等级"]
        whole = {
            "region": self.region(visit),
            "month": f"{visit.day:%Y-%m}",
            "credit": str(grade or "未评级"),
            "type": sort_of(self.reader, visit) or "未提供",
            "trigger": visit.trigger or "未提供",
        }
        if set(by) <= whole.keys():
            yield tuple(whole[name] for name in by), ""
            return
        for body in self.reader.present(visit):
            yield (
                tuple(whole[name] if name in whole else self.of_body(name, body) for name in by),
                body,
            )

    def of_visits(
        self, one: str, span: tuple[date, date], by: tuple[str, ...], basis: str
    ) -> Cells:
        """Return numerator and denominator of each cell of a measure of visits."""
        top: Counter[tuple[str, ...]] = Counter()
        bottom: Counter[tuple[str, ...]] = Counter()
        for visit in self.reader.visits:
            if not span[0] <= visit.day <= span[1]:
                continue
            lines: dict[tuple[str, ...], int] = defaultdict(int)
            for key, body in self.keys(visit, by):
                rows = [len(one.rows) for one in visit.reports if body in ("", one.body)]
                lines[key] += sum(rows)
            good, counts = VISITS[one](visit)
            for key, rows_there in lines.items():
                weight = 1 if basis == "visits" else rows_there
                top[key] += weight * good
                bottom[key] += weight * counts
        return _together(top, None if one == "M9" else bottom)

    def of_tasks(self, one: str, span: tuple[date, date], by: tuple[str, ...]) -> Cells:
        """Return the same of a measure of tasks: each is credited once to each of its cells."""
        top: Counter[tuple[str, ...]] = Counter()
        bottom: Counter[tuple[str, ...]] = Counter()
        for task in self.tasks:
            if not span[0] <= task.day <= span[1]:
                continue
            good, counts = TASKS[one](task)
            for key in {key for visit in task.visits for key, _ in self.keys(visit, by)}:
                top[key] += good
                bottom[key] += counts
        return _together(top, bottom)


def _together(top: Counter[tuple[str, ...]], bottom: Counter[tuple[str, ...]] | None) -> Cells:
    if bottom is None:
        return {key: (count, None) for key, count in top.items() if count}
    return {key: (top[key], count) for key, count in bottom.items() if count}


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The rows of the tiny city."""
    return Facts()


@pytest.fixture(scope="module")
def url(tiny_city_of_november: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The tiny city in a database, by the command line."""
    path = tmp_path_factory.mktemp("city") / "城市.sqlite"
    shutil.copy(tiny_city_of_november, path)
    return f"sqlite:///{path}"


@pytest.fixture
def said(url: str, capsys: pytest.CaptureFixture[str]) -> Said:
    """What a command prints."""
    capsys.readouterr()

    def ask(*words: str) -> dict[str, list[dict[str, object]]]:
        assert main([*words, "--db", url, "--today", TODAY, "--json"]) == 0
        found: dict[str, list[dict[str, object]]] = json.loads(capsys.readouterr().out)
        return found

    return ask


def measured(said: Said, ids: Collection[str], *words: str) -> list[dict[str, object]]:
    """Return those measures as they are printed; M9 and M14 bring parts of their own along."""
    found = said("measures", *words, "--id", ",".join(ids))["measures"]
    return [value for value in found if value["id"] in ids]


def printed(groups: object) -> Cells:
    """Return the cells that count anything, by their names."""
    assert isinstance(groups, list)
    return {
        tuple(group["name"].split(" · ")): (group["numerator"], group["denominator"])
        for group in groups
        if group["denominator"] or (group["denominator"] is None and group["numerator"])
    }


def span_of(text: str) -> tuple[date, date]:
    """Return the first and the last day of a period."""
    period = Period.parse(text)
    return period.first, period.last


@pytest.mark.parametrize("basis", ["visits", "records"])
@pytest.mark.parametrize("text", PERIODS)
def test_that_every_printed_cell_of_visits_is_that_of_the_rows(
    facts: Facts, said: Said, text: str, basis: str
) -> None:
    for by in CUTS:
        words = ("--period", text, "--by", ",".join(by), "--basis", basis)
        for value in measured(said, VISITS, *words):
            wanted = facts.of_visits(str(value["id"]), span_of(text), by, basis)
            assert printed(value["groups"]) == wanted, (value["id"], by)
            for group in value["groups"]:  # type: ignore[attr-defined]  # it is JSON
                bottom = group["denominator"]
                share = group["numerator"] / bottom if bottom else None
                assert group["value"] == (group["numerator"] if bottom is None else share)


@pytest.mark.parametrize("text", PERIODS)
def test_that_every_printed_cell_of_tasks_is_that_of_the_rows(
    facts: Facts, said: Said, text: str
) -> None:
    for by in (("body",), ("region",), ("system",), ("body", "region"), ("level", "credit")):
        words = ("--period", text, "--by", ",".join(by))
        for value in measured(said, TASKS, *words):
            wanted = facts.of_tasks(str(value["id"]), span_of(text), by)
            assert printed(value["groups"]) == wanted, (value["id"], by)


@pytest.mark.parametrize("by", [("body",), ("level", "trigger"), ("body", "region")])
def test_that_the_printed_records_of_a_cell_are_its_visits(
    facts: Facts, said: Said, by: tuple[str, ...]
) -> None:
    """Of each measure the largest cell: enterprise and day of each record, top and bottom."""
    text = PART
    first, last = span_of(text)
    words = ("--period", text, "--by", ",".join(by))
    for value in measured(said, VISITS, *words):
        one, groups = str(value["id"]), value["groups"]
        group = max(groups, key=lambda cell: cell["numerator"])  # type: ignore[call-overload]  # it is JSON
        name = tuple(group["name"].split(" · "))
        for place, part in enumerate(("numerator", "denominator")):
            if group[part] is None:
                continue
            wanted = sorted(
                (visit.enterprise, visit.day.isoformat())
                for visit in facts.reader.visits
                if first <= visit.day <= last
                and VISITS[one](visit)[place]
                and name in {key for key, _ in facts.keys(visit, by)}
            )
            cell = ("--group", ",".join(group["key"]), "--part", part)
            records = said("records", "--measure", one, *words, *cell)["records"]
            shown = sorted(
                (str(row["enterprise"]["code"]), str(row["day"]))  # type: ignore[index]  # it is JSON
                for row in records
            )
            assert shown == wanted and len(shown) == group[part], (one, by, part)


def test_that_the_truth_file_is_what_the_commands_print(said: Said, tmp_path: Path) -> None:
    said("sample-files", str(tmp_path / "报送"), "--scale", "tiny")
    truth = json.loads((tmp_path / "报送.truth.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, list[str]]] = {rule: {} for rule in truth["findings"]}
    for row in said("findings", "--period", "2024..2027")["findings"]:
        found[str(row["rule"])].setdefault(str(row["severity"]), []).append(str(row["key"]))
    for rule, by in truth["findings"].items():
        assert {word: sorted(keys) for word, keys in found[rule].items()} == by, rule
    for text, values in truth["measures"].items():
        printed_values = {row["id"]: row for row in said("measures", "--period", text)["measures"]}
        for one, share in values.items():
            row = printed_values[one]
            told = {"numerator": row["numerator"], "denominator": row["denominator"]}
            assert told == {name: share[name] for name in told}, (text, one)
