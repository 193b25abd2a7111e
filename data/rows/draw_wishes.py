"""What is asked for a draw: from whom, and the rules as people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from data.rows.draws import CREDITS, RISKS, DrawObject, DrawOfficer, DrawRules, check_rules
from data.rows.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Barred:
    """A line of a 回避 list: who (badge or name) must not go where (code or name), from where."""

    officer: str
    enterprise: str
    place: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which enterprises of the register are drawn from; an empty part leaves nothing out.

    `plan` is 单位编码:计划编号: its targets. `spared` leaves out who the white list spares on site.
    """

    regions: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    plan: str = ""
    spared: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """From whom is drawn: a scope of the register or listed objects, bodies or listed officers."""

    scope: Scope = Scope()
    bodies: tuple[str, ...] = ()
    objects: tuple[DrawObject, ...] | None = None
    officers: tuple[DrawOfficer, ...] | None = None
    barred: tuple[Barred, ...] = ()
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def parts_text(pairs: Sequence[tuple[str, int]], of: int) -> str:
    """Write ratios or factors as people do: A 1%、B 3%."""
    return "、".join(f"{name} {percent_text(value, of)}" for name, value in pairs)


def percent_text(value: int, of: int) -> str:
    """Write parts of a whole as percent, without needless noughts."""
    return f"{(Decimal(value) * 100 / of).normalize():f}%"


def read_parts(
    text: str, names: Sequence[str], of: int, default: Sequence[tuple[str, int]], what: str
) -> tuple[tuple[str, int], ...]:
    """Read ratios or factors: `A=1%、B=3%`; those not named keep the default."""
    found = dict(default)
    for part in filter(None, re.split(r"[、，,;；]", text)):
        name, _, number = part.strip().replace("=", " ").replace("：", " ").partition(" ")
        if name not in names:
            raise InvalidInput(f"{what}中的“{name}”不认识，可写{'、'.join(names)}。")
        found[name] = read_percent(number, of, f"“{name}”的{what}")
    return tuple((name, found[name]) for name in names)


def read_percent(text: str, of: int, what: str) -> int:
    """Read a percentage as parts of a whole; finer ones than a part are refused."""
    bare = text.strip().replace("％", "%").removesuffix("%")
    try:
        value = Decimal(bare) * of / 100
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise InvalidInput(f"{what}“{text.strip()}”不是百分数，请写如 5%。")
    if value != value.to_integral_value():
        raise InvalidInput(f"{what}“{text.strip()}”过细，最小单位为 {percent_text(1, of)}。")
    return int(value)


def read_rules(
    base: DrawRules, ratios: str = "", factors: str = "", repeat: str = "", size: int | None = None,
    pair: int | None = None, most: int | None = None, fresh: bool | None = None,
) -> DrawRules:  # fmt: skip
    """Return rules with what people wrote put into those there are; InvalidInput says what not."""
    rules = DrawRules(
        read_parts(ratios, CREDITS, 10_000, base.ratios, "抽查比例"),
        read_parts(factors, RISKS, 100, base.factors, "风险系数"),
        base.size if size is None else size,
        read_percent(repeat, 100, "保留权重") if repeat.strip() else base.repeat,
        base.pair if pair is None else pair, base.most if most is None else most,
        base.fresh if fresh is None else fresh,
    )  # fmt: skip
    check_rules(rules)
    return rules


def rules_words(rules: DrawRules) -> tuple[tuple[str, str], ...]:
    """Return the rules as names and values."""
    total = f"{rules.size:,} 户" if rules.size else "按比例（进位取整）"
    return (
        ("抽查比例", parts_text(rules.ratios, 10_000)),
        ("风险系数", parts_text(rules.factors, 100)),
        ("抽取户数", total),
        ("保留权重", f"本年每查过或抽中一次，权重乘以 {rules.repeat}%"),
        ("执法人员", f"每户每单位 {rules.pair} 人" if rules.pair else "不抽取"),
        ("每人最多", f"{rules.most:,} 户" if rules.most else "不限"),
        ("与上次相同", "不派上次到该企业检查的人员" if rules.fresh else "不限"),
    )
