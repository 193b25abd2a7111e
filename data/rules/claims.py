"""The claims of reports follow what 市司法局 said of their words (RULES.md, "basis").

A claim whose words were judged keeps the verdict, however often the report is sent again; other
words are 待核验 until they are judged too.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.models import BasisVerdict, Report
from data.models.tables import table_of
from data.rows.enums import Claim
from data.store.bulk import id_filter
from data.store.columns import is_empty


def settle_claims(
    session: Session, enterprises: Sequence[int] | None, days: tuple[int, int]
) -> int:
    """Let judged reports of those enterprises and days stand as judged; return how many changed.

    Reports nobody ever judged stand as they were sent.
    """
    if is_empty(session, table_of(BasisVerdict)):
        return 0
    judged = select(BasisVerdict.report_id)
    query = select(Report.id, Report.basis, Report.claim).where(
        Report.id.in_(judged), Report.day.between(*days)
    )
    if enterprises is not None:
        query = query.where(id_filter(Report.enterprise_id, enterprises))
    reports = {row.id: (row.basis, row.claim) for row in session.execute(query)}
    claims = {one: Claim.OPEN if basis else Claim.NONE for one, (basis, _) in reports.items()}
    said = select(BasisVerdict.report_id, BasisVerdict.basis, BasisVerdict.verdict)
    said = said.where(id_filter(BasisVerdict.report_id, reports)).order_by(BasisVerdict.id)
    for one, basis, verdict in session.execute(said):
        if basis and reports[one][0] == basis:
            claims[one] = Claim.at(verdict)
    moved = {one: claim for one, claim in claims.items() if claim != reports[one][1]}
    for claim in set(moved.values()):
        ids = [one for one, told in moved.items() if told is claim]
        session.execute(update(Report).where(id_filter(Report.id, ids)).values(claim=int(claim)))
    return len(moved)
