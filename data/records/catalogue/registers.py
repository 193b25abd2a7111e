"""Each register as one query: its columns, what joins them, where words are looked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from data.models import (
    Body,
    BodyAlias,
    Cap,
    Contact,
    Enterprise,
    Item,
    Officer,
    Region,
    Scenario,
    Whitelist,
)
from data.rows.catalogue import ListColumn, ListKind
from data.rows.enums import Level, OfficerKind, OfficerStatus, Role, WhiteMode, Word

# A column of any table: what it holds differs from column to column.
Expression: TypeAlias = ColumnElement[Any] | InstrumentedAttribute[Any]
# A selection of any columns, for the same reason.
Query: TypeAlias = Select[*tuple[Any, ...]]
Joins: TypeAlias = Callable[[Query], Query]


@dataclass(frozen=True)
class Field:
    """A column with its expression; `partners` marks a list of ids of bodies."""

    column: ListColumn
    expression: Expression
    partners: bool = False


@dataclass(frozen=True)
class Register:
    """A register: how its rows are read; `subject` is the code of whom a row is about."""

    kind: ListKind
    id: Expression
    code: Expression
    subject: Expression
    fields: tuple[Field, ...]
    joined: Joins
    searched: tuple[Expression, ...]
    order: tuple[Expression, ...]
    body: Expression | None = None
    region: Expression | None = None

    def expression(self, key: str) -> Expression:
        """Return the expression of a column."""
        return self.fields[self.kind.place(key)].expression


def _word(kind: type[Word], column: Expression) -> ColumnElement[str]:
    """Return the label of a stored number, said by the database so that it sorts and narrows."""
    return case(*((column == int(word), word.label) for word in kind), else_="")


def _field(key: str, title: str, expression: Expression, width: int = 120, **more: bool) -> Field:
    partners = more.pop("partners", False)
    return Field(ListColumn(key, title, width, **more), expression, partners)


def _register(
    key: str, title: str, unit: str, fields: tuple[Field, ...], facet: str = "", **rest: Any
) -> Register:
    columns = tuple(field.column for field in fields)
    has = {name: rest.get(name) is not None for name in ("body", "region")}
    kind = ListKind(key, title, unit, columns, facet, has["body"], has["region"])
    return Register(kind, fields=fields, **rest)




_Into = aliased(Item, name="into")
_Upper = aliased(Body, name="upper_body")
IN_USE = literal("")
"""Stands for 接入, which the period decides: data/records/catalogue fills it in."""

ITEMS = _register(
    "items", "监管事项", "项",
    (
        _field("code", "事项编码", Item.code, 90), _field("name", "事项名称", Item.name, 200,
                                                      is_wide=True),
        _field("body", "实施单位", Item.body, 150, is_wide=True),
        _field("field", "领域", Item.field, 90), _field("category", "类别", Item.category, 90,
                                                      is_extra=True),
        _field("levels", "行使层级", Item.levels, 110, is_extra=True),
        _field("mode", "检查方式", Item.mode, 90, is_extra=True),
        _field("state", "状态", Item.state, 76), _field("connected", "接入", IN_USE, 76),
        _field("into", "合并到", func.coalesce(_Into.name, ""), 130, is_wide=True),
        _field("grounds", "依据", Item.grounds, 160, is_extra=True),
        _field("merged_from", "由何合并", Item.merged_from, 120, is_extra=True),
        _field("boundary", "边界说明", Item.boundary, 120, is_extra=True),
    ),
    facet="connected", id=Item.id, code=Item.code, subject=literal(""),
    joined=lambda query: query.outerjoin(_Into, _Into.id == Item.merged_into),
    searched=(Item.code, Item.name, Item.body, Item.field), order=(Item.code,), body=Item.body,
)  # fmt: skip

SCENARIOS = _register(
    "scenarios", "综合查一次场景", "个",
    (
        _field("number", "场景编号", Scenario.number, 110),
        _field("name", "场景名称", Scenario.name, 180, is_wide=True),
        _field("body", "牵头单位", Body.name, 140, is_wide=True),
        _field("items", "检查事项", Scenario.items, 200, is_wide=True),
        _field("partners", "配合单位", Scenario.partners, 180, is_wide=True, partners=True),
        _field("content", "检查内容", Scenario.content, 160, is_extra=True),
        _field("scope", "对象范围", Scenario.scope, 140, is_extra=True),
    ),
    id=Scenario.id, code=Scenario.number, subject=Body.code,
    joined=lambda query: query.join(Body, Body.id == Scenario.body_id),
    searched=(Scenario.number, Scenario.name, Scenario.items, Body.name),
    order=(Scenario.number,), body=Body.code,
)  # fmt: skip

WHITELIST = _register(
    "whitelist", "白名单", "条",
    (
        _field("enterprise", "企业", Enterprise.name, 220, is_wide=True),
        _field("code", "信用代码", Enterprise.code, 170),
        _field("field", "领域", Whitelist.field, 120), _field("mode", "监管方式", _word(
            WhiteMode, Whitelist.mode), 90),
        _field("first", "起始日期", Whitelist.valid_from, 96, is_day=True),
        _field("last", "截止日期", Whitelist.valid_to, 96, is_day=True),
        _field("region", "地区", func.coalesce(Region.name, ""), 90),
        _field("basis", "依据", Whitelist.basis, 160, is_wide=True),
    ),
    facet="mode", id=Whitelist.id, code=Enterprise.code, subject=Enterprise.code,
    joined=lambda query: query.join(Enterprise, Enterprise.id == Whitelist.enterprise_id)
    .outerjoin(Region, Region.id == Enterprise.region_id),
    searched=(Enterprise.name, Enterprise.code, Whitelist.field, Whitelist.basis),
    order=(Enterprise.name, Whitelist.field), region=Region.code,
)  # fmt: skip

OFFICERS = _register(
    "officers", "执法人员", "人",
    (
        _field("badge", "执法证号", Officer.badge, 150), _field("name", "姓名", Officer.name, 90),
        _field("body", "单位", Body.name, 200, is_wide=True),
        _field("category", "类别", _word(OfficerKind, Officer.category), 100),
        _field("status", "状态", _word(OfficerStatus, Officer.status), 76),
        _field("first", "有效期起", Officer.valid_from, 96, is_day=True),
        _field("last", "有效期止", Officer.valid_to, 96, is_day=True),
    ),
    facet="status", id=Officer.id, code=Officer.badge, subject=Body.code,
    joined=lambda query: query.join(Body, Body.id == Officer.body_id),
    searched=(Officer.badge, Officer.name, Body.name), order=(Body.code, Officer.badge),
    body=Body.code,
)  # fmt: skip

CAPS = _register(
    "caps", "频次上限", "条",
    (
        _field("body", "单位", Body.name, 200, is_wide=True),
        _field("year", "年度", Cap.year, 76),
        _field("item", "事项", func.coalesce(Item.name, "全部事项"), 200, is_wide=True),
        _field("cap", "每户每年上限", Cap.cap, 110, is_number=True),
        _field("basis", "依据", Cap.basis, 200, is_wide=True),
    ),
    facet="year", id=Cap.id, code=Body.code, subject=Body.code,
    joined=lambda query: query.join(Body, Body.id == Cap.body_id)
    .outerjoin(Item, Item.id == Cap.item_id),
    searched=(Body.name, Item.name, Cap.basis), order=(Body.code, Cap.year.desc(), Item.code),
    body=Body.code,
)  # fmt: skip

CONTACTS = _register(
    "contacts", "联络员", "人",
    (
        _field("body", "单位", Body.name, 200, is_wide=True),
        _field("name", "姓名", Contact.name, 90), _field("post", "职务", Contact.post, 150),
        _field("phone", "电话", Contact.phone, 130), _field("backup", "备用联系人", Contact.backup,
                                                          150, is_wide=True),
    ),
    id=Contact.id, code=Body.code, subject=Body.code,
    joined=lambda query: query.join(Body, Body.id == Contact.body_id),
    searched=(Body.name, Contact.name, Contact.phone), order=(Body.code, Contact.name),
    body=Body.code,
)  # fmt: skip

_ALIASES = (
    select(func.aggregate_strings(BodyAlias.name, "、"))
    .where(BodyAlias.body_id == Body.id)
    .correlate(Body)
    .scalar_subquery()
)

BODIES = _register(
    "bodies", "单位", "个",
    (
        _field("code", "单位编码", Body.code, 110), _field("name", "单位名称", Body.name, 190,
                                                       is_wide=True),
        _field("level", "层级", _word(Level, Body.level), 110),
        _field("system", "条线", Body.system, 110), _field("region", "地区", func.coalesce(
            Region.name, ""), 86),
        _field("role", "角色", _word(Role, Body.role), 60),
        _field("inspects", "检查", case((Body.inspects == 1, "是"), else_="否"), 56),
        _field("aliases", "别名", func.coalesce(_ALIASES, ""), 120, is_wide=True),
        _field("former", "曾用名", Body.former, 120, is_wide=True),
        _field("short", "简称", Body.short, 110, is_extra=True),
        _field("parent", "上级", func.coalesce(_Upper.name, Body.parent), 120, is_extra=True),
    ),
    facet="level", id=Body.id, code=Body.code, subject=Body.code,
    joined=lambda query: query.outerjoin(Region, Region.id == Body.region_id)
    .outerjoin(_Upper, _Upper.code == Body.parent),
    searched=(Body.code, Body.name, Body.short, Body.system, Body.former),
    order=(Body.level, Body.code), body=Body.code, region=Region.code,
)  # fmt: skip

ENTERPRISES = _register(
    "enterprises", "监管对象", "户",
    (
        _field("name", "企业名称", Enterprise.name, 220, is_wide=True),
        _field("code", "信用代码", Enterprise.code, 170),
        _field("region", "地区", func.coalesce(Region.name, ""), 86),
        _field("town", "镇（街道）", Enterprise.town, 100),
        _field("section", "行业", Enterprise.section, 100),
        _field("category", "类别", Enterprise.category, 110),
        _field("credit", "信用", Enterprise.credit, 56), _field("risk", "风险", Enterprise.risk,
                                                              56),
        _field("tags", "标签", Enterprise.tags, 140, is_extra=True),
        _field("complete", "待补全", case((Enterprise.provisional == 1, "待补全"), else_=""), 76,
               is_extra=True),
        _field("other", "其他编号", Enterprise.other, 120, is_extra=True),
    ),
    facet="credit", id=Enterprise.id, code=Enterprise.code, subject=Enterprise.code,
    joined=lambda query: query.outerjoin(Region, Region.id == Enterprise.region_id),
    searched=(Enterprise.name, Enterprise.code, Enterprise.other, Enterprise.tags),
    order=(Enterprise.name, Enterprise.code), region=Region.code,
)  # fmt: skip

REGISTERS: dict[str, Register] = {
    one.kind.key: one
    for one in (ITEMS, SCENARIOS, WHITELIST, OFFICERS, CAPS, CONTACTS, BODIES, ENTERPRISES)
}
