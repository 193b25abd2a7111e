"""What a rule gives back: a frame of findings and the visits each rests on.

`found`: key, rule, ruleset, trial, severity, force, state, enterprise_id, region_id, item_id
(NaN without), period, day, count, beyond, claimed (0 none, 1 some, 2 all). `rests`: key, visit_id,
beyond. `charges`: key, body_id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from data.measures.scope import Scope
from data.rows.enums import Claim, FindingState
from data.rules.sets import RuleSet, segments

FOUND = [
    "key",
    "rule",
    "ruleset",
    "trial",
    "severity",
    "force",
    "state",
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


@dataclass(frozen=True)
class Findings:
    """Findings of one or several rules."""

    found: pd.DataFrame
    rests: pd.DataFrame
    charges: pd.DataFrame


@dataclass(frozen=True)
class Context:
    """A scope with the codes that keys are made of, and the reports that R10 judges."""

    scope: Scope
    enterprise_codes: pd.Series
    item_codes: pd.Series
    task_numbers: pd.Series
    reports: pd.DataFrame


def empty() -> Findings:
    """Return no findings."""
    return Findings(
        pd.DataFrame(columns=FOUND), pd.DataFrame(columns=RESTS), pd.DataFrame(columns=CHARGES)
    )


def join(parts: Iterable[Findings]) -> Findings:
    """Return the findings of several rules together."""
    kept = [part for part in parts if len(part.found)]
    if not kept:
        return empty()
    return Findings(
        pd.concat([part.found for part in kept], ignore_index=True),
        pd.concat([part.rests for part in kept], ignore_index=True),
        pd.concat([part.charges for part in kept], ignore_index=True).drop_duplicates(),
    )


def judged(rule: str, days: pd.Series) -> pd.DataFrame:
    """Return ruleset, trial, force and limits (as columns) that govern each day; NaN if none."""
    frame = pd.DataFrame(index=days.index, columns=["ruleset", "trial", "force"], dtype="object")
    limits: dict[str, pd.Series] = {}
    for first, last, one, trial in segments(rule):
        within = days.between(first, last)
        text = one.rules[rule]
        for column, value in (
            ("ruleset", one.name),
            ("trial", int(trial)),
            ("force", int(text.force)),
        ):
            frame.loc[within, column] = value
        for name, limit in text.limits.items():
            limits.setdefault(name, pd.Series(float("nan"), index=days.index))[within] = limit
    return frame.assign(**limits)


def report_name(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Return the name of each report in keys: 检查编号, else enterprise@day and task."""
    days = pd.to_datetime(frame["day"], unit="D").dt.strftime("%Y-%m-%d")
    task = frame["task_id"].map(context.task_numbers).astype("object").fillna("").astype(str)
    fallback = frame["enterprise_id"].map(context.enterprise_codes).astype(str) + "@" + days
    fallback = fallback + ("@" + task).where(task != "", "")
    number = frame["number"].astype(str)
    return number.where(number != "", fallback)


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
    """Return one finding for each row of visits (or reports), judged by the set of its day.

    `visits`: id (visit), enterprise_id, region_id, body_code, number, task_id, day, claim.
    """
    law = judged(rule, visits["day"])
    known = law["ruleset"].notna()
    visits, law, severity = visits[known], law[known], severity[known]
    if visits.empty:
        return empty()
    key = keys_of(rule, visits, context, suffix)
    copied = ["enterprise_id", "region_id", "day"]
    found = pd.concat([visits[copied], law[["ruleset", "trial", "force"]]], axis=1)
    found = found.assign(
        key=key,
        rule=rule,
        severity=severity,
        state=int(FindingState.OPEN),
        item_id=visits["item_id"] if "item_id" in visits else float("nan"),
        period=pd.to_datetime(visits["day"], unit="D").dt.strftime("%Y-%m"),
        count=1,
        beyond=1,
        claimed=visits["claim"].isin([Claim.OPEN, Claim.ACCEPTED]).astype("int64") * 2,
    )
    rests = pd.DataFrame({"key": key, "visit_id": visits["id"], "beyond": 1})
    return Findings(
        found.drop_duplicates("key"), rests.drop_duplicates(), present(context.scope, rests)
    )


__all__ = [
    "CHARGES",
    "FOUND",
    "RESTS",
    "Context",
    "Findings",
    "RuleSet",
    "empty",
    "join",
    "judged",
    "keys_of",
    "present",
    "report_name",
    "singles",
]
