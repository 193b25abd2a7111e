"""What a body goes by: its own names, derived forms of them, and names a person accepted.

Nothing is matched silently that the register does not say itself: a derived form (无锡市应急局 of
市应急局) is taken with 警告 and only where it is unique; everything else is offered.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from data.intake.candidates import Offers
from data.intake.values.lists import split
from data.models import Body
from data.models.identities import BodyAlias
from data.rows.enums import Level
from data.rows.errors import InvalidInput, NotFound
from data.rows.findings import Named
from data.rows.issues import Changes
from data.rows.names import AliasRow

CITY = "无锡市"
MARKET = "市场"
"""市市场监管局 is 市 + 市场监管局, 市场监管局 is no 市 + 场监管局."""
NEARER = re.compile(r"[市区县镇]|街道")
"""What ends the place of a region's or town's body: 江阴市, 梁溪区, 徐霞客镇, 澄江街道."""
NAME_LENGTH = 128
WIDE_BRACKETS = {ord("("): "（", ord(")"): "）"}
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@dataclass(frozen=True)
class BodyNames:
    """What bodies go by: `table` has every name that resolves, `derived` those taken with 警告."""

    table: dict[str, int]
    derived: frozenset[str]
    codes: dict[int, str]
    names: dict[int, str]
    offers: Offers

    def derived_message(self, text: str) -> str:
        """Return the 警告 for a cell that only a derived form resolves."""
        return f"“{text}”按单位表中的“{self.names[self.table[text]]}”处理，请核对。"

    def is_derived(self, text: str) -> bool:
        """Tell whether only a derived form resolves a text."""
        return text in self.derived

    def derived_in(self, cell: str) -> tuple[str, ...]:
        """Return the names of a list of bodies that only a derived form resolves."""
        return tuple(name for name in split(cell) if name in self.derived)


def folded(text: str) -> str:
    """Return a name without what typing alone makes different: widths, spaces, brackets."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def load_body_names(session: Session) -> BodyNames:
    """Return what all bodies go by: codes, names, short and former names, accepted ones.

    Where two claim one name, the code wins, then the name, the short name, the former name, the
    accepted one.
    """
    columns = (Body.id, Body.code, Body.name, Body.short, Body.former, Body.level)
    rows = session.execute(select(*columns).order_by(Body.id)).all()
    accepted = {name: one for name, one in session.execute(
        select(BodyAlias.name, BodyAlias.body_id)
    )}  # fmt: skip
    former = {name: one.id for one in rows for name in one.former.split("、") if name}
    short = {one.short: one.id for one in rows if one.short}
    names = {one.name: one.id for one in rows}
    codes = {one.code: one.id for one in rows}
    exact = {**accepted, **former, **short, **names, **codes}
    typed = _unique((form, one) for text, one in exact.items() for form in _typings(text))
    exact = {**typed, **exact}
    levels = {one.id: one.level for one in rows}
    own = [(one.name, one.id) for one in rows] + [(one.short, one.id) for one in rows if one.short]
    forms = _unique((form, one) for name, one in own for form in _forms(name, levels[one]))
    derived = {form: one for form, one in forms.items() if form not in exact}
    return BodyNames(
        {**derived, **exact},
        frozenset(derived),
        {one.id: one.code for one in rows},
        {one.id: one.name for one in rows},
        Offers(tuple(dict.fromkeys(one.name for one in rows))),
    )


def _typings(text: str) -> set[str]:
    """Return how a name may be typed: spaces or none, full-width signs or none."""
    bare = folded(text)
    wide = bare.translate(WIDE_BRACKETS)
    return {bare, wide, bare.translate(WIDE)} if bare.isascii() else {bare, wide}


def _unique(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the texts that belong to one body only."""
    distinct = set(pairs)
    counts = Counter(text for text, _ in distinct)
    return {text: one for text, one in distinct if counts[text] == 1}


def _forms(name: str, level: int) -> list[str]:
    """Return a name with and without 无锡市 in front, and 市 for it where the body is the city's.

    A name without any place (应急局) is never a form: every region has one.
    """
    name = folded(name)
    if level != Level.CITY:
        bare = name.removeprefix(CITY)
        return [bare, CITY + bare] if NEARER.search(bare[2:7]) else []
    if name.startswith(CITY):
        rest = name.removeprefix(CITY)
    elif name.startswith("市") and not name.startswith(MARKET):
        rest = name.removeprefix("市")
    else:
        return [CITY + name] if not name.startswith("无锡") else []
    return ["市" + rest, CITY + rest] if rest else []


def list_aliases(session: Session) -> list[AliasRow]:
    """Return the names people accepted, by body."""
    query = (
        select(BodyAlias, Body.code, Body.name)
        .join(Body, Body.id == BodyAlias.body_id)
        .order_by(Body.code, BodyAlias.name)
    )
    return [
        AliasRow(one.id, one.name, Named(code, name), one.actor, one.at)
        for one, code, name in session.execute(query)
    ]


def add_alias(session: Session, body: str, name: str, actor: str) -> Changes:
    """Let a name stand for a body (by code or any name it goes by) from now on."""
    known = load_body_names(session)
    owner = known.table.get(body)
    name = folded(name)
    if owner is None:
        raise NotFound(known.offers.unknown(body))
    if not name or len(name) > NAME_LENGTH or "、" in name:
        raise InvalidInput(f"别名“{name}”不能使用：须为 1 至 {NAME_LENGTH} 个字，不含顿号。")
    taken = None if known.is_derived(name) else known.table.get(name)
    if taken == owner:
        raise InvalidInput(f"“{name}”已是“{known.names[owner]}”的名称，不必再加。")
    if taken is not None:
        raise InvalidInput(
            f"“{name}”已是“{known.names[taken]}”的名称，不能再作“{known.names[owner]}”的别名。"
        )
    at = datetime.now(UTC).isoformat(timespec="seconds")
    session.add(BodyAlias(body_id=owner, name=name, actor=actor, at=at))
    session.flush()
    return Changes(count=1, registers=True)


def remove_alias(session: Session, name: str) -> Changes:
    """Take an accepted name back; rows taken in under it stay with the body."""
    statement = delete(BodyAlias).where(BodyAlias.name == folded(name))
    if not session.connection().execute(statement).rowcount:
        raise NotFound(f"没有别名“{name}”，请用 alias list 查看已有的别名。")
    return Changes(count=1, registers=True)
