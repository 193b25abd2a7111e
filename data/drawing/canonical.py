"""A promise as one text, the same for the same content: what the commitment is the hash of.

JSON without spaces, keys in order, whole numbers and texts only; read back it gives the promise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from data.rows.draws import (
    CREDITS,
    RISKS,
    DrawObject,
    DrawOfficer,
    DrawPlan,
    DrawRules,
    Population,
    check_rules,
)
from data.rows.errors import InvalidInput

FORM = "lianxi-draw-1"
DAMAGED = "抽取说明的格式不对，可能已被改动：{}。"
Content = Mapping[str, Any]
"""What a JSON text holds is of many types until it is checked."""


def text_of(plan: DrawPlan) -> str:
    """Return the promise as its text; InvalidInput where somebody is named twice."""
    check_plan(plan)
    people, rules = plan.people, plan.rules
    content = {
        "form": FORM, "number": plan.number, "title": plan.title, "held": plan.held.isoformat(),
        "witness": plan.witness, "previous": plan.previous, "source": people.source,
        "rules": rules_content(rules),
        "objects": [
            [one.code, one.name, one.credit, one.risk, one.times, one.last]
            for one in people.objects
        ],
        "officers": [[one.badge, one.name, one.body] for one in people.officers],
        "avoid": people.avoid, "left_out": people.left_out,
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rules_content(rules: DrawRules) -> dict[str, object]:
    """Return rules as JSON holds them."""
    return {
        "ratios": rules.ratios, "factors": rules.factors, "size": rules.size,
        "repeat": rules.repeat, "pair": rules.pair, "most": rules.most, "fresh": int(rules.fresh),
    }  # fmt: skip


def check_plan(plan: DrawPlan) -> None:
    """Refuse what could be read two ways: codes twice or out of order, rules out of range."""
    check_rules(plan.rules)
    people = plan.people
    for what, codes in (
        ("抽取对象", [(one.code, "") for one in people.objects]),
        ("执法人员", [(one.badge, "") for one in people.officers]),
        ("回避关系", list(people.avoid)),
    ):
        if any(later <= first for first, later in pairwise(codes)):
            raise InvalidInput(f"{what}有重复，或没有按编号排列，请核对名单。")
    for one in people.objects:
        if one.credit not in CREDITS or one.risk not in RISKS or one.times < 0:
            raise InvalidInput(f"抽取对象“{one.code}”的信用、风险或已查次数不对，请核对名单。")


def plan_of(text: str) -> DrawPlan:
    """Return the promise a text says; InvalidInput where it is none."""
    try:
        content = json.loads(text)
        plan = _plan(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
        raise InvalidInput(DAMAGED.format(exc)) from exc
    check_plan(plan)
    return plan


def _plan(content: Content) -> DrawPlan:
    if content["form"] != FORM:
        raise ValueError(f"“{content['form']}”不是 {FORM}")
    return DrawPlan(
        str(content["number"]), str(content["title"]), date.fromisoformat(content["held"]),
        Population(
            tuple(
                DrawObject(str(code), str(name), str(credit), str(risk), _whole(times),
                           tuple(map(str, last)))
                for code, name, credit, risk, times, last in content["objects"]
            ),
            tuple(DrawOfficer(*map(str, one)) for one in content["officers"]),
            tuple((str(badge), str(code)) for badge, code in content["avoid"]),
            str(content["source"]),
            tuple((str(why), _whole(count)) for why, count in content["left_out"]),
        ),
        rules_of(content["rules"]), str(content["witness"]), str(content["previous"]),
    )  # fmt: skip


def rules_of(content: Content) -> DrawRules:
    """Return the rules JSON holds; ValueError, KeyError or TypeError where it holds none."""
    return DrawRules(
        tuple((str(name), _whole(value)) for name, value in content["ratios"]),
        tuple((str(name), _whole(value)) for name, value in content["factors"]),
        _whole(content["size"]), _whole(content["repeat"]), _whole(content["pair"]),
        _whole(content["most"]), bool(_whole(content["fresh"])),
    )  # fmt: skip


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"“{value}”不是整数")
    return value
