"""What Ctrl+K finds: pages, commands, bodies, regions, 条线, rules, measures, papers, findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.context import AppContext, Registers
from console.history import Origin
from console.pinyin import Syllables, is_typed_pinyin, rank, spell_all
from data.rows.findings import FindingRow, Named
from data.rows.notices import NoticeRow
from data.rows.period import Period

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

MOST = 14
CITY, OF_CITY = "无锡", "市"
ENTERPRISE = "企业"
NOTICES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Target:
    """Something to jump to."""

    kind: str
    name: str
    go: Callable[[], object]


@dataclass(frozen=True, slots=True)
class NameTable:
    """Names by their syllables, and what is explained by its number: rules and measures."""

    syllables: dict[str, tuple[Syllables, ...]] = field(default_factory=dict)
    explained: tuple[tuple[str, str, str], ...] = ()
    """Kind, number and name of each rule and measure."""

    def rank(self, typed: str, name: str) -> int | None:
        """Return how near typed pinyin is to a name; None where it is not."""
        ranks = [rank(typed, one) for one in self.syllables.get(name, ())]
        return min((one for one in ranks if one is not None), default=None)


@dataclass(frozen=True, slots=True)
class Found:
    """What the database has of a text."""

    named: tuple[tuple[str, Named], ...] = ()
    notices: tuple[NoticeRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()


def read_table(session: Session, registers: Registers | None, pages: Sequence[str]) -> NameTable:
    """Spell the names of everything that is at hand; done once, beside the window."""
    from data.measures.definitions import DEFINITIONS
    from data.measures.rulebook import rule_book

    rules = rule_book(session).known_rules.items()
    explained = (
        *(("规则", number, text.name) for number, text in rules),
        *(("指标", number, one.name) for number, one in DEFINITIONS.items()),
    )
    bodies = registers.bodies if registers else ()
    names = {
        *pages, *(name for _, _, name in explained), *(body.name for body in bodies),
        *(body.system for body in bodies if body.system),
        *(name for _, name in (registers.regions if registers else ())),
    }  # fmt: skip
    plain = spell_all(sorted(names))
    # A department of the city is also looked for under the city's whole name.
    whole = spell_all([CITY + name for name in sorted(names) if name.startswith(OF_CITY)])
    table: dict[str, tuple[Syllables, ...]] = {name: (found,) for name, found in plain.items()}
    for name, found in whole.items():
        table[name.removeprefix(CITY)] += (found,)
    return NameTable(table, explained)


def read_found(session: Session, text: str, today: date, viewer: str) -> Found:
    """Look a text up among enterprises and items, papers and findings."""
    from data.oversight.notices.listing import notices_named
    from data.records.named import enterprises_named, items_named
    from data.rules.listing import findings_keyed

    named = [(ENTERPRISE, one) for one in enterprises_named(session, text)]
    named += [("事项", one) for one in items_named(session, text)]
    notices = notices_named(session, text, today, viewer, NOTICES_SHOWN)
    return Found(tuple(named), tuple(notices), tuple(findings_keyed(session, text)))


def near_targets(
    ctx: AppContext, pages: Sequence[Target], text: str, table: NameTable
) -> list[Target]:
    """Return what a text names without asking the database: written out first, then by pinyin."""
    if not text:
        return []
    written = [(_place(one, text), one) for one in _everything(ctx, pages, table)]
    found = sorted(((place, one) for place, one in written if place is not None), key=_first)
    if is_typed_pinyin(text):
        seen = {id(one) for _, one in found}
        spelled = [
            (place, one)
            for _, one in written
            if id(one) not in seen
            and (place := table.rank(text, one.name.split("　")[-1])) is not None
        ]
        found += sorted(spelled, key=_first)
    return [one for _, one in found][:MOST]


def far_targets(ctx: AppContext, found: Found) -> list[Target]:
    """Return the jumps to what the database has."""
    return [
        *(named_target(ctx, kind, one) for kind, one in found.named),
        *(_notice_target(ctx, row) for row in found.notices),
        *(_finding_target(ctx, row) for row in found.findings),
    ]


def named_target(ctx: AppContext, kind: str, named: Named) -> Target:
    """Return the jump to an enterprise's year, or to all records of an item."""
    if kind == ENTERPRISE:
        year = Origin(named.name, 0, "次", "", enterprise=named.code)
        return Target(kind, named.name, lambda: ctx.go("enterprise", year))
    origin = Origin(f"{named.name} · 检查记录", 0, "次", "", text=named.name)
    return Target(kind, named.name, lambda: ctx.go("records", origin))


def search_target(ctx: AppContext, text: str) -> Target:
    """Return the search of the records for a text."""
    origin = Origin(f"“{text}”的检查记录", 0, "次", "", text=text)
    return Target("记录", f"在检查记录中找“{text}”", lambda: ctx.go("records", origin))


def _everything(ctx: AppContext, pages: Sequence[Target], table: NameTable) -> list[Target]:
    found = list(pages)
    registers = ctx.registers
    if registers is not None:
        found += [_narrowing(ctx, "单位", body.name, "body", body.code, body.code)
                  for body in registers.bodies]  # fmt: skip
        found += [_narrowing(ctx, "地区", name, "region", code) for code, name in registers.regions]
        systems = dict.fromkeys(body.system for body in registers.bodies if body.system)
        found += [_narrowing(ctx, "条线", name, "system", name) for name in systems]
    for kind, number, name in table.explained:
        found.append(_Numbered(kind, f"{number}　{name}", _explain(ctx, number), number))
    return found


@dataclass(frozen=True, slots=True)
class _Numbered(Target):
    """A target that is also found by its number or code."""

    code: str


def _place(target: Target, text: str) -> int | None:
    """Return how near a written text is to a target: its number, its beginning, its inside."""
    code = target.code if isinstance(target, _Numbered) else ""
    if code and text.upper() == code.upper():
        return 0
    if code and target.kind in ("规则", "指标") and code.startswith(text.upper()):
        return 3
    name = target.name.split("　")[-1]
    if text in name:
        return 1 if name.startswith(text) else 2
    return None


def _first(pair: tuple[int, Target]) -> int:
    return pair[0]


def _narrowing(
    ctx: AppContext, kind: str, name: str, dimension: str, value: str, code: str = ""
) -> Target:
    def go() -> None:
        ctx.set_filter(ctx.filter.with_value(dimension, value))

    return _Numbered(kind, name, go, code)


def _explain(ctx: AppContext, number: str) -> Callable[[], object]:
    return lambda: ctx.command_asked.emit(f"explain:{number}")


def _notice_target(ctx: AppContext, row: NoticeRow) -> Target:
    whom = row.body.name if row.body else ""
    words = " ".join(part for part in (row.number or f"办件 {row.id}", row.title, whom) if part)
    origin = Origin(row.title, 0, "件", row.period, notice=row.id)
    return Target("督办", words, lambda: ctx.go("notices", origin))


def _finding_target(ctx: AppContext, row: FindingRow) -> Target:
    origin = Origin(row.rule_name, row.count, "件", row.period, measure=row.rule, finding=row.key)

    def go() -> None:
        span, own = ctx.filter.span(ctx.today), Period.parse(row.period, ctx.today)
        if not span.first <= own.first <= span.last:
            ctx.set_filter(ctx.filter.with_value("period", row.period))
        ctx.go("findings", origin)

    return Target("预警", f"{row.key} {row.subject.name}", go)
