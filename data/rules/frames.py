"""What a rule gives back: a frame of findings and the visits each rests on.

`found`: key, rule, ruleset, trial, severity, force, state, subject_kind (SubjectKind), subject_id,
enterprise_id, region_id (0 without), item_id (NaN without, as enterprise_id), period, day, count,
beyond, claimed (0 none, 1 some, 2 all). `rests`: key, visit_id, beyond. `charges`: key, body_id.
`records`: key, kind (RecordKind), record_id: what a finding rests on that is no visit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

import numpy as np
import pandas as pd

from data.measures.level_pairs import level_pairs
from data.measures.scope import Scope
from data.rows.enums import Claim, FindingState, RecordKind, Severity, SubjectKind
from data.rows.rulesets import RuleBook
from data.rules.facts import Facts
from data.rules.registers import Registers

FOUND = [
    "key",
    "rule",
    "ruleset",
    "trial",
    "severity",
    "force",
    "state",
    "subject_kind",
    "subject_id",
    "enterprise_id",
    "region_id",
    "item_id",
    "period",
    "day",
    "count",
    "beyond",
    "claimed",
]
RESTS = ["key", "visit_id", "beyond"]
CHARGES = ["key", "body_id"]
RECORDS = ["key", "kind", "record_id"]


@cache
def _no_records() -> pd.DataFrame:
    return pd.DataFrame(columns=RECORDS)


@dataclass(frozen=True)
class Findings:
    """Findings of one or several rules."""

    found: pd.DataFrame
    rests: pd.DataFrame
    charges: pd.DataFrame
    records: pd.DataFrame = field(default_factory=lambda: _no_records())

    def of_visits(self, visits: pd.Series) -> Findings:
        """Return those about some visits."""
        return self._only(self.found["subject_id"].isin(visits))

    def of_days(self, days: tuple[int, int]) -> Findings:
        """Return those of some days."""
        return self._only(self.found["day"].between(*days))

    def _only(self, chosen: pd.Series) -> Findings:
        if chosen.all():
            return self
        found = self.found[chosen]
        rests, charges, records = (
            one[one["key"].isin(found["key"])] for one in (self.rests, self.charges, self.records)
        )
        return Findings(found, rests, charges, records)


@dataclass(frozen=True)
class Context:
    """A scope with the codes that keys are made of, what reports and registers tell, the rule book.

    The frames of `facts` have `id` for the visit and `body_code` (facts.with_codes).
    """

    scope: Scope
    enterprise_codes: pd.Series
    item_codes: pd.Series
    task_numbers: pd.Series
    facts: Facts
    registers: Registers
    book: RuleBook

    @cached_property
    def level_pairs(self) -> pd.DataFrame:
        """Return visits beside earlier ones of another level on the same item (R5, R25)."""
        return level_pairs(self.scope)


@cache
def empty() -> Findings:
    """Return no findings; always the same, since most rules find nothing in a small scope."""
    return Findings(*(pd.DataFrame(columns=names) for names in (FOUND, RESTS, CHARGES)))


def join(parts: Iterable[Findings]) -> Findings:
    """Return the findings of several rules together."""
    kept = [part for part in parts if len(part.found)]
    if not kept:
        return empty()
    return Findings(
        pd.concat([part.found for part in kept], ignore_index=True),
        pd.concat([part.rests for part in kept], ignore_index=True),
        pd.concat([part.charges for part in kept], ignore_index=True).drop_duplicates(),
        pd.concat([part.records for part in kept], ignore_index=True).drop_duplicates(),
    )


def judged(book: RuleBook, rule: str, days: pd.Series) -> pd.DataFrame:
    """Return ruleset, trial, force and limits (as columns) that govern each day; NaN if none."""
    spans = book.segments(rule)
    texts = [span.ruleset.rules[rule] for span in spans]
    number = days.to_numpy(dtype="float64")
    which = np.full(len(number), len(spans))
    for place, span in enumerate(spans):
        which[(number >= span.first) & (number <= span.last)] = place
    told: dict[str, list[object]] = {
        "ruleset": [span.ruleset.name for span in spans],
        "trial": [int(span.trial) for span in spans],
        "force": [int(text.force) for text in texts],
    }
    law = {
        name: pd.Series(np.array([*values, np.nan], dtype=object)[which], days.index, "object")
        for name, values in told.items()
    }
    for name in dict.fromkeys(name for text in texts for name in text.limits):
        limits = [*(text.limits.get(name, np.nan) for text in texts), np.nan]
        law[name] = pd.Series(np.array(limits, dtype="float64")[which], days.index)
    return pd.DataFrame(law, index=days.index)


def month_texts(days: pd.Series) -> pd.Series:
    """Return the month of each day as text, such as 2026-07."""
    months = days.to_numpy(dtype="int64").astype("datetime64[D]").astype("datetime64[M]")
    return pd.Series(np.datetime_as_string(months), index=days.index, dtype="object")


def report_name(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return the name of each report in keys: 检查编号, else enterprise@day and task."""
    number = frame["number"].astype("object")
    unnamed = number == ""
    if not unnamed.any():
        return number
    frame = frame[unnamed]
    days = pd.to_datetime(frame["day"], unit="D").dt.strftime("%Y-%m-%d")
    task = frame["task_id"].map(context.task_numbers).astype("object").fillna("").astype(str)
    fallback = frame["enterprise_id"].map(context.enterprise_codes).astype(str) + "@" + days
    fallback = fallback + ("@" + task).where(task != "", "")
    named = number.copy()
    named[unnamed] = fallback
    return named


def present(scope: Scope, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return key, body_id of the bodies present at visits given as key, visit_id."""
    merged = pairs.merge(scope.present_at(pairs["visit_id"]), on="visit_id")
    return merged[CHARGES].drop_duplicates()


def keys_of(
    rule: str, visits: pd.DataFrame, context: Context, suffix: pd.Series | None = None
) -> pd.Series:
    """Return the stable key of each visit's (or report's) finding."""
    key = rule + ":" + visits["body_code"] + ":" + report_name(visits, context)
    return key if suffix is None else key + ":" + suffix[visits.index]


def singles(
    rule: str,
    visits: pd.DataFrame,
    context: Context,
    severity: pd.Series,
    suffix: pd.Series | None = None,
) -> Findings:
    """Return one finding for each row of visits, charging who was present; judged by its day.

    `visits`: id (visit), enterprise_id, region_id, body_code, number, task_id, day, claim; `last`
    where the finding's last record is of a later day.
    """
    found, rests = _each(rule, visits, context, severity, suffix)
    if found.empty:
        return empty()
    return Findings(found, rests, present(context.scope, rests))


def of_reports(
    rule: str,
    reports: pd.DataFrame,
    context: Context,
    severity: pd.Series,
    suffix: pd.Series | None = None,
) -> Findings:
    """Return one finding for each row of reports, charging the body that sent it alone."""
    found, rests = _each(rule, reports, context, severity, suffix)
    if found.empty:
        return empty()
    own = {"key": found["key"], "body_id": reports.loc[found.index, "body_id"]}
    return Findings(found, rests, pd.DataFrame(own).drop_duplicates())


def _each(
    rule: str,
    visits: pd.DataFrame,
    context: Context,
    severity: pd.Series,
    suffix: pd.Series | None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    law = judged(context.book, rule, visits["last" if "last" in visits else "day"])
    known = law["ruleset"].notna()
    if not known.all():
        visits, law, severity = visits[known], law[known], severity[known]
    if visits.empty:
        return empty().found, empty().rests
    key = keys_of(rule, visits, context, suffix)
    day = visits["last"] if "last" in visits else visits["day"]
    found = pd.DataFrame(
        {
            "key": key,
            "rule": rule,
            "ruleset": law["ruleset"],
            "trial": law["trial"],
            "severity": severity,
            "force": law["force"],
            "state": int(FindingState.OPEN),
            "subject_kind": int(SubjectKind.VISIT),
            "subject_id": visits["id"],
            "enterprise_id": visits["enterprise_id"],
            "region_id": visits["region_id"],
            "item_id": visits["item_id"] if "item_id" in visits else float("nan"),
            "period": month_texts(day),
            "day": day,
            "count": 1,
            "beyond": 1,
            "claimed": visits["claim"].isin([Claim.OPEN, Claim.ACCEPTED]).astype("int64") * 2,
        },
        index=visits.index,
    )
    rests = pd.DataFrame({"key": key, "visit_id": visits["id"], "beyond": 1})
    return found.drop_duplicates("key"), rests.drop_duplicates()


def resting_on(findings: Findings, earlier: pd.DataFrame) -> Findings:
    """Return findings that rest on earlier visits (key, visit_id) as well."""
    if findings.found.empty:
        return findings
    more = earlier[earlier["key"].isin(findings.found["key"])].assign(beyond=0)
    rests = pd.concat([findings.rests, more])[RESTS].drop_duplicates(["key", "visit_id"])
    rests = rests.astype({"visit_id": "int64", "beyond": "int64"})
    counts = rests.groupby("key").size()
    found = findings.found.assign(count=findings.found["key"].map(counts))
    return replace(findings, found=found, rests=rests)


def with_records(findings: Findings, kind: RecordKind, records: pd.DataFrame) -> Findings:
    """Return findings that rest on records (key, record_id) of a kind beside their visits."""
    if findings.found.empty:
        return findings
    kept = records[records["key"].isin(findings.found["key"])].drop_duplicates()
    return replace(findings, records=kept.assign(kind=int(kind))[RECORDS].reset_index(drop=True))


def all_of(frame: pd.DataFrame, severity: Severity) -> pd.Series:
    """Return one severity for each row."""
    return pd.Series(int(severity), index=frame.index)


__all__ = [
    "CHARGES",
    "FOUND",
    "RECORDS",
    "RESTS",
    "Context",
    "Findings",
    "all_of",
    "empty",
    "join",
    "judged",
    "keys_of",
    "of_reports",
    "present",
    "report_name",
    "resting_on",
    "singles",
    "with_records",
]
