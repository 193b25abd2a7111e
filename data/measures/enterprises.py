"""M24: visits per enterprise on the register, of a class, a grade, an industry or a place."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select

from data.measures.asking import Question
from data.models import Enterprise

OWN = ("credit", "risk", "industry", "town", "region")
"""What the register tells of an enterprise: other dimensions cut the visits alone."""


def register(question: Question) -> pd.DataFrame:
    """Return the enterprises on the register: id and what it tells (region 0 where unknown)."""
    told = (Enterprise.credit, Enterprise.risk, Enterprise.section, Enterprise.town)
    query = select(Enterprise.id, *told, Enterprise.region_id)
    frame = pd.DataFrame(question.session.execute(query).all(), columns=["id", *OWN])
    return frame.assign(region=frame["region"].fillna(0).astype("int64"))


def per_enterprise(question: Question) -> pd.DataFrame:
    """Return visits and enterprises per cell; a class that nobody visited is a cell too."""
    visits = question.counts["visits"].rename("numerator")
    own = [name for name in question.by if name in OWN]
    enterprises = question.keep("register", register).assign(denominator=1)
    if not own:
        cells = visits.to_frame().assign(denominator=len(enterprises))
        return cells.assign(unknown=0)
    sizes = enterprises.groupby(own)["denominator"].sum()
    if len(own) == len(question.by):
        cells = pd.concat([visits, sizes], axis=1)
        cells.index.names = list(question.by)
    else:
        cells = visits.reset_index().merge(sizes.reset_index(), on=own, how="left")
        cells = cells.set_index(list(question.by))
    return cells.fillna(0).astype("int64").assign(unknown=0)
