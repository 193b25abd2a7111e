"""Everything derived from the first reports of a ledger, straight from the columns in memory.

It comes to what `maintenance` would make of the stored facts, without reading two million of them
back: the same folding, counters and rules over the same columns.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from data.measures.distinct import apply_spans, counted_spans
from data.measures.folding import Folded
from data.measures.grouping import give_up, places_of
from data.measures.rulebook import rule_book
from data.measures.scope import VISIT_COLUMNS, scope_of
from data.measures.tallies import apply_difference, counted
from data.measures.triggers import apply_triggers, counted_triggers
from data.models import Visit, VisitBody, VisitItem
from data.models.tables import table_of
from data.rows.enums import Result, VisitStatus
from data.rules.evaluate import context_of, judged_in
from data.rules.facts import READ, Facts, facts_of
from data.rules.frames import join
from data.rules.judging_day import asked_day, keep_day
from data.rules.officers import judged_days
from data.rules.registers import Registers, is_on, least, load_registers
from data.rules.same_days import first_alike, first_clashes
from data.rules.storing import store_first
from data.store.columns import Indexes, insert_frame
from data.store.memory import give_back

DERIVED = (Visit, VisitBody, VisitItem)


def problems(lines: pd.DataFrame) -> pd.DataFrame:
    """Return report_id, item_id and found (1, 0, NaN for unknown) of lines with their result."""
    found = np.full(len(Result), np.nan)
    for one in Result:
        if one.problem is not None:
            found[one] = one.problem
    told = found[lines["result"].to_numpy(dtype="int64")]
    return pd.DataFrame(
        {"report_id": lines["report_id"], "item_id": lines["item_id"], "found": told}
    )


def insert_folded(session: Session, folded: Folded) -> None:
    """Write visits, who was present and what was checked."""
    insert_frame(session, table_of(Visit), folded.visits, VISIT_COLUMNS)
    whose = places_of(folded.visits["id"].to_numpy(), folded.presence["visit_id"].to_numpy())
    presence = folded.presence.assign(day=folded.visits["day"].to_numpy()[whose])
    for model, frame in ((VisitBody, presence), (VisitItem, folded.items)):
        insert_frame(session, table_of(model), frame, list(frame.columns))


def first_facts(
    session: Session, reports: pd.DataFrame, lines: pd.DataFrame
) -> tuple[Facts, Registers]:
    """Return what the first reports and the registers tell the rules, judged as of the asked day.

    Small frames: reports, of which only what rules read is kept, and lines may be given up after.
    """
    for name in [one for one in reports if one not in READ]:
        del reports[name]
    keep_day(session, asked_day(session))
    book = rule_book(session)
    registers = load_registers(session, None, book)
    facts = facts_of(reports, lines, book, registers)
    if not is_on(book, "R9"):
        return facts, registers
    clashes = first_clashes(reports, least(book, "R9", "overlap_minutes"))
    alike = first_alike(reports, lines, least(book, "R9", "same_results"))
    return replace(facts, clashes=clashes, alike=alike), registers


def lines_sent(reports: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return visit_id, body_id and number of lines of each report, as `load_lines` counts them."""
    places = places_of(reports["id"].to_numpy(), lines["report_id"].to_numpy())
    counts = np.bincount(places, minlength=len(reports))
    sent = reports[["visit_id", "body_id"]].assign(lines=counts)
    return sent[(reports["status"] != VisitStatus.CANCELLED).to_numpy() & (counts > 0)]


def derive_first(
    session: Session,
    folded: Folded,
    told: tuple[Facts, Registers],
    sent: pd.DataFrame,
    indexes: Indexes,
) -> None:
    """Write tallies and findings of the first visits, plans and bodies apart.

    `told` is what their reports and the registers tell, `sent` how many lines each body sent.

    All that is asked of the database is asked first: the indexes are made while we count. The
    visits of `folded` are given up.
    """
    scope = scope_of(session, folded)
    give_up(folded.visits)
    context = context_of(session, scope, *told)
    with indexes.made_beside():
        # Tallies last of the counts: for them a scope keeps a second copy of its visits.
        spans = counted_spans(scope)
        triggers = counted_triggers(scope, sent)
        tallies = counted(scope, scope)
        give_back()
        findings = join([judged_in(context), judged_days(context)])
    apply_difference(session, None, tallies)
    apply_spans(session, None, spans)
    apply_triggers(session, None, triggers)
    store_first(session, findings)
