"""Rule sets: versioned TOML files with effective dates (RULES.md, "Rule sets")."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from data.rows.enums import Force
from data.rows.findings import RuleText
from data.rows.period import day_number

FOLDER = Path(__file__).parent / "sets"


@dataclass(frozen=True)
class RuleSet:
    """One version of the rules, in force from `effective` on."""

    name: str
    title: str
    effective: date
    rules: dict[str, RuleText]

    @property
    def first_day(self) -> int:
        """Return the number of the first day in force."""
        return day_number(self.effective)


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Return all rule sets, oldest first."""
    loaded = [_load(path) for path in sorted(FOLDER.glob("*.toml"))]
    return tuple(sorted(loaded, key=lambda one: one.effective))


def _load(path: Path) -> RuleSet:
    with path.open("rb") as stream:
        content = tomllib.load(stream)
    name = str(content["name"])
    rules = {
        key: RuleText(
            id=key,
            name=rule["name"],
            text=rule["text"],
            source=rule["source"],
            force=Force.of(rule["force"]) or Force.HINT,
            ruleset=name,
            limits=dict(rule.get("limits", {})),
        )
        for key, rule in content["rules"].items()
    }
    return RuleSet(name, str(content["title"]), content["effective"], rules)


def set_for(day: int) -> tuple[RuleSet, bool]:
    """Return the set in force on a day, and whether it is only tried (试算, before the first)."""
    sets = rule_sets()
    chosen = [one for one in sets if one.first_day <= day]
    return (chosen[-1], False) if chosen else (sets[0], True)


def sets_of(first: int, last: int) -> tuple[str, ...]:
    """Return the names of the sets in force between two days."""
    names = [set_for(first)[0].name]
    names += [one.name for one in rule_sets() if first < one.first_day <= last]
    return tuple(dict.fromkeys(names))


def rule_text(rule: str, day: date) -> RuleText | None:
    """Return a rule as it stood on a day, None where it did not exist yet."""
    return set_for(day_number(day))[0].rules.get(rule)


def segments(rule: str) -> list[tuple[int, int, RuleSet, bool]]:
    """Return the spans of days (first, last, set, trial) in which a rule is judged by a set."""
    sets = rule_sets()
    spans = [(-(10**6), sets[0].first_day - 1, sets[0], True)]
    for place, one in enumerate(sets):
        following = sets[place + 1].first_day - 1 if place + 1 < len(sets) else 10**6
        spans.append((one.first_day, following, one, False))
    return [span for span in spans if rule in span[2].rules]


def known_rules() -> dict[str, RuleText]:
    """Return the latest text of every rule."""
    latest: dict[str, RuleText] = {}
    for one in rule_sets():
        latest.update(one.rules)
    return latest


def title_of(name: str) -> str:
    """Return a set's name with its title, as printed: `2025-01（国办发〔2024〕54号）`."""
    found = next((one for one in rule_sets() if one.name == name), None)
    return f"{name}（{found.title}）" if found else name


__all__ = [
    "RuleSet",
    "known_rules",
    "rule_sets",
    "rule_text",
    "segments",
    "set_for",
    "sets_of",
    "title_of",
]
