"""The five rule sets against the table of rules and the paragraph of rule sets in RULES.md."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from data.measures.rulebook import FOLDER, published_book
from data.rows.enums import Force
from data.rows.period import day_number
from data.rows.rulesets import RuleText

PAPERS = {
    "2024-07-05": "seed", "2025-01-03": "54", "2025-07-01": "苏14", "2025-08-27": "十",
    "2026-02-01": "825",
}  # fmt: skip
OFFICIAL = tuple(PAPERS.values())
WORDING = {
    "seed": "关于进一步优化完善企业监管检查方式若干措施", "54": "国办发〔2024〕54号",
    "十": "无锡市规范涉企行政检查十项举措", "P": "本台设定", "成都": "成都市",
    "泰州姜堰": "泰州市姜堰区",
}  # fmt: skip
OFF = {"R2", "R12", "R13"}
BOOK = published_book()
FILES = sorted(FOLDER.glob("*.toml"))


@pytest.fixture(scope="module")
def table(shared_dir: Path) -> dict[str, tuple[str, str]]:
    """The table of rules: id to its name and the column of its sources."""
    path = shared_dir / "RULES.md"
    if not path.is_file():
        pytest.skip("RULES.md is not on this computer")
    rows = re.findall(r"^\| (R\d+) \| (.*) \|$", path.read_text(encoding="utf-8"), re.MULTILINE)
    cells = {key: rest.split(" | ") for key, rest in rows}
    assert len(cells) == 29
    return {key: (parts[0], parts[-1]) for key, parts in cells.items()}


def sources(cell: str) -> list[str]:
    """What a cell of sources names: [seed 二(四)] is seed, a city stands without brackets."""
    marked = re.findall(r"\[([^\]]+)\]", cell)
    return [one.split()[0] for one in marked] or [cell.strip()]


def figure_texts(name: str, value: float) -> set[str]:
    """How a threshold may stand in a sentence: a count, a share, a time of the day."""
    if name in ("opens", "closes"):
        return {f"{int(value) // 60}:{int(value) % 60:02d}"}
    return {f"{value:.0%}"} if 0 < value < 1 else {str(value)}


def test_that_the_sets_are_those_of_the_five_papers_and_named_by_their_day():
    assert [one.name for one in BOOK.sets] == list(PAPERS)
    assert [path.stem for path in FILES] == list(PAPERS)
    for one in BOOK.sets:
        assert one.effective.isoformat() == one.name
        assert one.title


def test_that_every_rule_of_the_table_is_there_under_its_name(table):
    assert list(BOOK.known_rules) == [f"R{number}" for number in range(1, 30)]
    assert {key: rule.name for key, rule in BOOK.known_rules.items()} == {
        key: name for key, (name, _) in table.items()
    }


def test_that_force_follows_from_the_sources_of_the_table(table):
    for key, rule in BOOK.known_rules.items():
        binding = any(one in OFFICIAL for one in sources(table[key][1]))
        assert rule.force == (Force.BINDING if binding else Force.HINT), key


def test_that_every_source_of_the_table_is_named(table):
    for key, rule in BOOK.known_rules.items():
        for one in sources(table[key][1]):
            assert WORDING[one] in rule.source, key


def test_that_a_rule_begins_with_the_paper_it_rests_on(table):
    for key in BOOK.known_rules:
        named = [one for one in sources(table[key][1]) if one in OFFICIAL]
        earliest = min((OFFICIAL.index(one) for one in named), default=0)
        first = next(place for place, one in enumerate(BOOK.sets) if key in one.rules)
        assert first == earliest, key


def test_that_a_later_set_keeps_every_rule_and_threshold_of_the_one_before():
    for before, after in zip(BOOK.sets, BOOK.sets[1:], strict=False):
        assert before.rules.keys() <= after.rules.keys()
        for key, rule in before.rules.items():
            now = after.rules[key]
            assert rule.limits.items() <= now.limits.items(), key
            assert (now.force, now.on) == (rule.force, rule.on), key


def test_that_a_later_file_lists_only_what_is_new_or_changed():
    for path, before in zip(FILES[1:], BOOK.sets, strict=False):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        assert content["based_on"] == before.name
        for key, rule in content.get("rules", {}).items():
            old = before.rules.get(key)
            assert old is None or (old.text, old.limits) != (rule["text"], rule.get("limits", {}))


def test_that_annual_plans_are_due_by_the_end_of_march_from_the_ten_measures_on():
    before = BOOK.rule_text("R16", date(2025, 8, 26))
    after = BOOK.rule_text("R16", date(2025, 8, 27))
    assert isinstance(before, RuleText)
    assert isinstance(after, RuleText)
    assert "annual_month" not in before.limits
    assert (after.limits["annual_month"], after.limits["annual_day"]) == (3, 31)
    assert BOOK.limit("R16", "annual_day", day_number(date(2026, 3, 31))) == 31


def test_that_the_rules_nobody_asked_for_yet_are_off():
    off = {key for one in BOOK.sets for key, rule in one.rules.items() if not rule.on}
    assert off == OFF


def figures_of(rule: RuleText) -> list[tuple[str, float]]:
    """Return the thresholds that are figures: R4's `same_field` chooses between two readings."""
    return [pair for pair in rule.limits.items() if pair[0] != "same_field"]


def test_that_a_sentence_names_the_figure_of_each_threshold():
    for one in BOOK.sets:
        for key, rule in one.rules.items():
            for name, value in figures_of(rule):
                found = any(text in rule.text for text in figure_texts(name, value))
                assert found, f"{key} {name} {value}"


def test_that_a_sentence_has_no_figure_that_no_threshold_stands_for():
    for key, rule in BOOK.known_rules.items():
        told = set(re.findall(r"\d+:\d+|\d+%|\d+", rule.text))
        known = {text for pair in figures_of(rule) for text in figure_texts(*pair)}
        assert told == known, key


def test_that_a_figure_of_our_own_or_of_a_city_is_said_to_be_one():
    """Thresholds no official paper gives: the seed gives R1's and R3's, the others theirs."""
    given = {"R1", "R3", "R10", "R16"}
    for key, rule in BOOK.known_rules.items():
        if rule.limits and key not in given:
            assert re.search("本台设定|参照", rule.source), key


def test_that_the_day_still_to_be_checked_is_said():
    assert "待与文件原文核对" in BOOK.sets[2].note


def test_that_every_text_is_one_to_print():
    for one in BOOK.sets:
        for key, rule in one.rules.items():
            assert rule.text.endswith("。"), key
            assert not re.search(r"[A-Za-z!！]|\s", rule.text), key
            assert rule.source, key
