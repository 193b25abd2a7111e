"""Rule sets as rows: versions of the rules with effective dates (RULES.md, "Rule sets").

A rule book is made of the published sets and the changes people made to them. A change holds from
its day on, in every set in force from then: the past keeps its own version.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from data.rows.enums import Force
from data.rows.limits import limit_words
from data.rows.period import day_number, day_of, day_title

BEGINNING, END = -(10**6), 10**6
SWITCH = "on"
"""The name by which a change switches a rule on (1) or off (0)."""


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as it stands in one rule set: its text, source, force and thresholds."""

    id: str
    name: str
    text: str
    source: str
    force: Force
    ruleset: str
    limits: dict[str, float] = field(default_factory=dict)
    on: bool = True


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A threshold set by people: in force from `effective` (a day number) on."""

    id: int
    effective: int
    rule: str
    name: str
    value: float
    author: str
    reason: str
    at: str


@dataclass(frozen=True)
class RuleSet:
    """One version of the rules, in force from `first_day` on."""

    name: str
    title: str
    effective: date
    rules: dict[str, RuleText]
    note: str = ""
    change: RuleChange | None = None
    """The change that made this version; None where it is the published set."""

    @property
    def first_day(self) -> int:
        """Return the number of the first day in force."""
        return day_number(self.effective)


@dataclass(frozen=True)
class Segment:
    """Days in which a rule is judged by one set; `trial` (试算) before the first set."""

    first: int
    last: int
    ruleset: RuleSet
    trial: bool


class RuleBook:
    """All versions of the rules, oldest first."""

    def __init__(self, sets: Sequence[RuleSet]) -> None:
        """Keep versions in the order they came into force; there is at least one."""
        self.sets = tuple(sorted(sets, key=lambda one: one.effective))
        self._days = [one.first_day for one in self.sets]

    def set_for(self, day: int) -> tuple[RuleSet, bool]:
        """Return the set in force on a day, and whether it is only tried (before the first)."""
        place = bisect_right(self._days, day)
        return (self.sets[place - 1], False) if place else (self.sets[0], True)

    def sets_of(self, first: int, last: int) -> tuple[str, ...]:
        """Return the names of the sets in force between two days."""
        names = [self.set_for(first)[0].name]
        names += [one.name for one in self.sets if first < one.first_day <= last]
        return tuple(dict.fromkeys(names))

    def rule_text(self, rule: str, day: date) -> RuleText | None:
        """Return a rule as it stood on a day, None where it did not exist yet or was off."""
        text = self.set_for(day_number(day))[0].rules.get(rule)
        return text if text is not None and text.on else None

    def text_in(self, rule: str, ruleset: str) -> RuleText:
        """Return a rule as a named set has it, else its latest text; KeyError without any."""
        for one in self.sets:
            if one.name == ruleset and rule in one.rules:
                return one.rules[rule]
        return self.known_rules[rule]

    @cached_property
    def known_rules(self) -> dict[str, RuleText]:
        """Return the latest text of every rule, in the order of their numbers."""
        latest: dict[str, RuleText] = {}
        for one in self.sets:
            latest.update(one.rules)
        return dict(sorted(latest.items(), key=lambda pair: int(pair[0][1:])))

    def segments(self, rule: str) -> tuple[Segment, ...]:
        """Return the spans of days in which a rule is in force and switched on."""
        ends = [*(day - 1 for day in self._days[1:]), END]
        spans = [Segment(BEGINNING, self._days[0] - 1, self.sets[0], True)]
        spans += [
            Segment(one.first_day, end, one, False)
            for one, end in zip(self.sets, ends, strict=True)
        ]
        return tuple(
            span for span in spans if rule in span.ruleset.rules and span.ruleset.rules[rule].on
        )

    def limit(self, rule: str, name: str, day: int) -> float:
        """Return a threshold as it stands on a day; KeyError where the rule has none."""
        ruleset, _ = self.set_for(day)
        text = ruleset.rules.get(rule) or self.known_rules[rule]
        return text.limits[name]

    def title_of(self, name: str) -> str:
        """Return a set's name with its title, as it is printed."""
        found = next((one for one in self.sets if one.name == name), None)
        return f"{name}（{found.title}）" if found else name


def composed(published: Sequence[RuleSet], changes: Iterable[RuleChange]) -> RuleBook:
    """Return the rule book of the published sets with the changes people made.

    Each change opens a version of its own, and holds in the sets published for later days too.
    """
    known = sorted(changes, key=lambda one: (one.effective, one.id))
    book = RuleBook(published)
    versions = {one.first_day: _changed(one, known) for one in book.sets}
    for change in known:
        base, _ = book.set_for(change.effective)
        versions[change.effective] = _changed(
            replace(base, effective=day_of(change.effective)), known
        )
    return RuleBook(list(versions.values()))


def _changed(base: RuleSet, changes: Sequence[RuleChange]) -> RuleSet:
    """Return a set with the changes in force on its first day; a later one takes the place."""
    applied = [one for one in changes if one.effective <= base.first_day]
    if not applied:
        return base
    name = f"{base.name}+{max(one.id for one in applied)}"
    rules = {key: replace(text, ruleset=name) for key, text in base.rules.items()}
    for one in applied:
        text = rules.get(one.rule)
        if text is None:
            continue
        if one.name == SWITCH:
            rules[one.rule] = replace(text, on=bool(one.value))
        else:
            rules[one.rule] = replace(text, limits={**text.limits, one.name: one.value})
    for rule, told in _told(applied).items():
        if rule in rules:
            rules[rule] = replace(rules[rule], text=f"{rules[rule].text}（{told}，为本台设定。）")
    return replace(base, name=name, rules=rules, change=applied[-1])


def _told(changes: Sequence[RuleChange]) -> dict[str, str]:
    """Return by rule which thresholds are not those its text has, each by its last change."""
    last = {(one.rule, one.name): one for one in changes if one.name != SWITCH}
    told: dict[str, str] = {}
    for (rule, name), one in last.items():
        words = limit_words(rule, name)
        day = day_title(day_of(one.effective))
        said = f"自{day}起，{words.title}改为{words.text(one.value).replace(' ', '')}"
        told[rule] = f"{told[rule]}；{said}" if rule in told else said
    return told
