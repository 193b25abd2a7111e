"""Judging the whole history anew, a slice of enterprises at a time, so that nobody waits.

Each slice is one short transaction: others write between two slices, and a cancel keeps what is
done. A slice holds whole enterprises, because every rule needs an enterprise's whole history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import Enterprise, Visit
from data.rules.evaluate import evaluate
from data.rules.maintenance import rejudge_rest
from data.rules.storing import of_enterprises, store
from data.store.database import Database

VISITS_A_SLICE = 100_000
WIDTH = 500
"""Neighbouring ids counted together: finer than any slice, few enough to be listed."""
WHY = "按规则重新核对"
Step = Callable[[int, int, str], None]


def walk_silently(done: int, total: int, label: str) -> None:
    """Hear how far it is and do nothing."""


def rejudge_all(
    db: Database, actor: str, step: Step = walk_silently, size: int = VISITS_A_SLICE
) -> int:
    """Judge all enterprises, plans and bodies anew in slices; return how many slices it took.

    `step` hears how many slices are done, of how many, and may raise to cancel between two.
    """
    with db.reading() as session:
        slices = list(slices_of(session, size))
    for place, (low, high) in enumerate(slices):
        step(place, len(slices) + 1, WHY)
        with db.writing(actor, WHY) as session:
            rejudge_slice(session, low, high)
    step(len(slices), len(slices) + 1, "核对计划和单位")
    with db.writing(actor, WHY) as session:
        rejudge_rest(session, None)
    step(len(slices) + 1, len(slices) + 1, WHY)
    return len(slices)


def rejudge_slice(session: Session, low: int, high: int) -> int:
    """Judge the enterprises of a range of ids anew; return how many findings changed."""
    query = select(Enterprise.id).where(Enterprise.id.between(low, high))
    ids = list(session.scalars(query))
    return store(session, evaluate(session, ids), of_enterprises(ids))


def slices_of(session: Session, size: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of enterprise ids with about `size` visits each; together they are all ids."""
    last = session.scalar(select(func.max(Enterprise.id)))
    if last is None:
        return
    block = Visit.enterprise_id / WIDTH
    if session.connection().dialect.name == "sqlite":
        block = Visit.enterprise_id.op("/")(WIDTH)
    counts = session.execute(select(block, func.count()).group_by(block).order_by(block)).all()
    low, held = 0, 0
    for number, count in counts:
        if held and held + count > size:
            yield low, int(number) * WIDTH - 1
            low, held = int(number) * WIDTH, 0
        held += count
    yield low, int(last)
