"""Which entry of the register an enterprise is, when its number or name is not an entry's code.

The key is the 统一社会信用代码; where a list has none, the 注册号, an old number or the name
(RULES.md). An entry known by less is upgraded when a row brings its 统一社会信用代码 together with
that number, or with a name only one entry has and nothing else is known of. The old key resolves
ever after. What may be one enterprise but is not certain is proposed, never made one here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, delete, select, union, update
from sqlalchemy.orm import Session

from data.intake.upsert import keep_images
from data.models import Decision, Enterprise, Finding
from data.models.identities import EnterpriseCode
from data.models.tables import table_of
from data.store.bulk import FEW, id_filter, insert_rows, text_filter

CODE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the register as far as telling enterprises apart needs it."""

    id: int
    code: str
    name: str
    uscc: str
    other: str
    region: int | None

    @property
    def only_named(self) -> bool:
        """Return whether nothing but the name is known of it."""
        return self.code == self.name and not self.uscc and not self.other


def _meant(texts: Collection[str]) -> CompoundSelect[int]:
    """Return the ids of entries that texts could mean, each part by the index of its column."""
    return union(
        select(Enterprise.id).where(text_filter(Enterprise.code, texts)),
        select(Enterprise.id).where(text_filter(Enterprise.name, texts)),
        select(Enterprise.id).where(Enterprise.other != "", text_filter(Enterprise.other, texts)),
        select(EnterpriseCode.enterprise_id).where(text_filter(EnterpriseCode.code, texts)),
    )


class Entries:
    """The entries that some texts could mean: by code, other number, earlier key and name."""

    def __init__(self, session: Session, texts: Iterable[str]) -> None:
        """Load the entries any of the texts names."""
        wanted = {text for text in texts if text}
        columns = (Enterprise.id, Enterprise.code, Enterprise.name, Enterprise.uscc)
        query = select(*columns, Enterprise.other, Enterprise.region_id)
        pairs = select(EnterpriseCode.code, EnterpriseCode.enterprise_id)
        if len(wanted) <= FEW:
            query = query.where(Enterprise.id.in_(_meant(wanted)))
            pairs = pairs.where(text_filter(EnterpriseCode.code, wanted))
        found = session.execute(query).all()
        self.by_code: dict[str, Entry] = {}
        self.by_other: dict[str, list[Entry]] = {}
        self.by_name: dict[str, list[Entry]] = {}
        by_id: dict[int, Entry] = {}
        for row in found:
            entry = by_id[row[0]] = Entry(*row)
            self.by_code[entry.code] = entry
            self.by_name.setdefault(entry.name, []).append(entry)
            if entry.other:
                self.by_other.setdefault(entry.other, []).append(entry)
        self.earlier = {code: by_id[one] for code, one in session.execute(pairs)}

    def by_number(self, text: str) -> Entry | None:
        """Return the entry of a code or number; None where there is none, or two."""
        if not text:
            return None
        if text in self.by_code:
            return self.by_code[text]
        others = self.by_other.get(text, [])
        if len(others) == 1:
            return others[0]
        # A former name that others bear now says nothing; a number is nobody's name.
        return None if others or text in self.by_name else self.earlier.get(text)

    def named(self, name: str) -> Entry | None:
        """Return the only entry of a name."""
        found = self.by_name.get(name, [])
        return found[0] if name and len(found) == 1 else None


def earlier_codes(session: Session, texts: Iterable[str]) -> dict[str, int]:
    """Return the enterprises that went by those texts; a name others bear now says nothing."""
    wanted = list(texts)
    rows = session.execute(
        select(EnterpriseCode.code, EnterpriseCode.enterprise_id).where(
            text_filter(EnterpriseCode.code, wanted)
        )
    ).all()
    if not rows:
        return {}
    borne = select(Enterprise.name).where(text_filter(Enterprise.name, [row[0] for row in rows]))
    names = set(session.scalars(borne))
    return {code: one for code, one in rows if code not in names}


def upgrade(session: Session, entry: Entry, code: str, batch: int) -> None:
    """Give an entry a better code; the one it had resolves ever after."""
    table = table_of(Enterprise)
    keep_images(session, table, [entry.id], batch)
    session.execute(
        update(table).where(table.c.id == entry.id).values(code=code, version=table.c.version + 1)
    )
    session.execute(delete(EnterpriseCode).where(EnterpriseCode.code == code))
    remember(session, entry.id, [entry.code], batch=batch)
    rekey(session, entry.id, entry.code, code)


def remember(
    session: Session,
    enterprise: int,
    codes: Iterable[str],
    *,
    batch: int | None = None,
    merge: int | None = None,
) -> None:
    """Let codes and names stand for an enterprise, but for those that stand for one already."""
    remember_all(session, [(enterprise, code) for code in codes], batch=batch, merge=merge)


def remember_all(
    session: Session,
    pairs: Iterable[tuple[int, str]],
    *,
    batch: int | None = None,
    merge: int | None = None,
) -> None:
    """Let each code or name stand for its enterprise, but for those that stand for one already."""
    wanted: dict[str, int] = {}
    for enterprise, code in pairs:
        if code:
            wanted.setdefault(code[:CODE_LENGTH], enterprise)
    if not wanted:
        return
    known = select(EnterpriseCode.code).where(text_filter(EnterpriseCode.code, wanted))
    taken = set(session.scalars(known))
    own = select(Enterprise.code).where(text_filter(Enterprise.code, wanted))
    taken |= set(session.scalars(own))
    rows = [(one, code, merge, batch) for code, one in wanted.items() if code not in taken]
    names = ["enterprise_id", "code", "merge_id", "batch_id"]
    insert_rows(session, table_of(EnterpriseCode), names, rows)


def rekey(session: Session, enterprise: int, old: str, new: str) -> None:
    """Let findings named by an enterprise's code follow it, with what people decided of them.

    A key that is there already stays as it is.
    """
    query = select(Finding.id, Finding.key).where(Finding.enterprise_id == enterprise)
    found = {one: key for one, key in session.execute(query)}
    wanted = {one: renamed(key, old, new) for one, key in found.items()}
    moved = {one: key for one, key in wanted.items() if key != found[one]}
    known = select(Finding.key).where(text_filter(Finding.key, moved.values()))
    taken = set(session.scalars(known))
    for one, key in moved.items():
        if key not in taken:
            session.execute(update(table_of(Finding)).where(Finding.id == one).values(key=key))
    for one, key in decisions_on(session, old).items():
        if (name := renamed(key, old, new)) != key:
            name_decision(session, one, name)


def decisions_on(session: Session, code: str) -> dict[int, str]:
    """Return the decisions on findings whose key holds a code: id and key."""
    query = select(Decision.id, Decision.finding_key).where(Decision.finding_key.contains(code))
    return {one: key for one, key in session.execute(query)}


def name_decision(session: Session, decision: int, key: str) -> None:
    """Let a decision be on the finding of another key."""
    table = table_of(Decision)
    session.execute(update(table).where(table.c.id == decision).values(finding_key=key))


def renamed(key: str, old: str, new: str) -> str:
    """Return a finding's key with an enterprise's code changed (data/rows/findings.py)."""
    rule, _, rest = key.partition(":")
    if rest.startswith(f"{old}:"):
        return f"{rule}:{new}{rest[len(old) :]}"
    body, _, report = rest.partition(":")
    if report.startswith(f"{old}@"):
        return f"{rule}:{body}:{new}{report[len(old) :]}"
    return key


def codes_of(session: Session, enterprises: Iterable[int]) -> dict[int, str]:
    """Return the codes of enterprises by id."""
    query = select(Enterprise.id, Enterprise.code).where(id_filter(Enterprise.id, enterprises))
    return {one: code for one, code in session.execute(query)}


def follow_codes(session: Session, before: Mapping[int, str]) -> None:
    """Let findings follow the codes that changed since `before` (codes_of) was taken."""
    for one, code in codes_of(session, before).items():
        if code != before[one]:
            rekey(session, one, before[one], code)
