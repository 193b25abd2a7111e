"""Who does something on which day: what every entry of a deed says, whatever it is about."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Body
from data.rows.errors import Conflict, InvalidInput, NotFound
from data.rows.period import day_number

MOST_FILE = 20 * 1024 * 1024
"""An attachment has at most so many bytes."""


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, on which day; `seen` is the version of the row they looked at."""

    actor: str
    day: date
    note: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """The part of an entry that says who did it, when, and with which words."""

    actor: str
    at: str
    day: int
    note: str


def stamp(by: By, deed: str) -> Stamp:
    """Return what an entry says of its author; InvalidInput for a deed without one."""
    if not by.actor.strip():
        raise InvalidInput(f"请写明{deed}的办理人。")
    return Stamp(
        by.actor.strip(), datetime.now(UTC).isoformat(timespec="seconds"), day_number(by.day),
        by.note.strip(),
    )  # fmt: skip


def refuse_stale(by: By, version: int, what: str) -> None:
    """Raise Conflict where somebody else changed a row after it was looked at."""
    if by.seen is not None and by.seen != version:
        raise Conflict(f"{what}已被他人修改，本次操作没有保存，请刷新后再办。")


def kept_file(attachment: tuple[str, bytes] | None) -> tuple[str, bytes | None, str]:
    """Return name, content and SHA-256 of an attachment; InvalidInput where it is too large."""
    name, content = attachment or ("", None)
    if content is not None and len(content) > MOST_FILE:
        raise InvalidInput(f"附件“{name}”超过 20 MB，请压缩后再附。")
    return name[:256], content, "" if content is None else hashlib.sha256(content).hexdigest()


def body_by_code(session: Session, asked: str) -> Body:
    """Return a body by code or name; NotFound says so."""
    query = select(Body).where((Body.code == asked) | (Body.name == asked))
    found = session.scalars(query.order_by(Body.code != asked).limit(1)).one_or_none()
    if found is None:
        raise NotFound(f"没有单位“{asked}”，请核对单位编码或名称。")
    return found


def needed(text: str, what: str) -> str:
    """Return a text people must give, stripped; InvalidInput names what is missing."""
    if not text.strip():
        raise InvalidInput(f"请写明{what}。")
    return text.strip()
