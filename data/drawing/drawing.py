"""The draw itself: from a promise, its seed and the public figure to who goes where."""

from __future__ import annotations

from collections.abc import Sequence

from data.drawing.pairing import assign
from data.drawing.strata import strata_of
from data.drawing.stream import Stream, key_of
from data.drawing.weighted import Urn
from data.rows.draws import DrawObject, DrawPlan, DrawRules, Outcome, Stratum


def draw(plan: DrawPlan, seed: bytes, witness: str) -> Outcome:
    """Return what a seed draws; the same for the same promise on every computer."""
    key = key_of(seed, witness)
    members: dict[tuple[str, str], list[DrawObject]] = {}
    for one in plan.people.objects:
        members.setdefault((one.credit, one.risk), []).append(one)
    chosen: list[DrawObject] = []
    for stratum in strata_of(plan.people.objects, plan.rules):
        chosen += _of_stratum(key, plan.rules, stratum, members[stratum.credit, stratum.risk])
    return assign(key, chosen, plan.people, plan.rules)


def _of_stratum(
    key: bytes, rules: DrawRules, stratum: Stratum, members: Sequence[DrawObject]
) -> list[DrawObject]:
    urn = Urn([rules.weight(one.times) for one in members])
    stream = Stream(key, "objects", stratum.credit, stratum.risk)
    return [members[urn.draw(stream)] for _ in range(stratum.quota)]
