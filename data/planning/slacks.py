"""What is left of each body's months: how many more visits each run of months can still take.

A unit is *fixed* in a month, or *pending* with a span it must fall into. For a body and a span I

    slack = capacity within I − fixed within I − pending with a span inside I.

While no slack is below 0 all pending units still fit (Hall), and earliest deadline first places
them: there is no dead end.
"""

from __future__ import annotations

import numpy as np

from data.planning.spans import FIRST, HAS, LAST, MONTHS, SPANS, WITHIN, Flags, Ints

INSIDE = WITHIN.astype(np.int32)
"""Whether a span (row) lies inside another (column), as numbers."""
FALLS = HAS.T.astype(np.int32)
"""Whether a month (row) falls into a span (column), as numbers."""
_WITHIN, _FALLS = WITHIN.astype(np.float64), FALLS.astype(np.float64)
_PLENTY = 2**40


def slack_table(limits: Ints, fixed: Ints, pending: Ints) -> Ints:
    """Return the slacks (bodies × spans) from what is fixed by month and pending by span."""
    free = np.zeros((limits.shape[0], MONTHS), dtype=np.int64)
    free[:, : limits.shape[1]] = limits - fixed
    # Floats multiply much faster, and hold such numbers exactly.
    slack = free.astype(np.float64) @ _FALLS - pending.astype(np.float64) @ _WITHIN
    return slack.astype(np.int64)


def open_months(slack: Ints) -> Flags:
    """Return where a pending unit may be fixed: bodies × spans × months.

    It uses one up from every span that has the month and does not contain the unit's own span.
    """
    square = np.full((len(slack), MONTHS, MONTHS), _PLENTY, dtype=np.int64)
    square[:, FIRST, LAST] = slack
    is_open = np.zeros((len(slack), SPANS, MONTHS), dtype=bool)
    for month in range(MONTHS):
        around = square[:, : month + 1, month:]
        # By the month before which a span used up may not begin, and that after which it ends.
        begins = np.full((len(slack), MONTHS), _PLENTY, dtype=np.int64)
        ends = begins.copy()
        later = np.minimum.accumulate(around.min(axis=2)[:, ::-1], axis=1)[:, ::-1]
        begins[:, :month] = later[:, 1:]
        ends[:, month + 1 :] = np.minimum.accumulate(around.min(axis=1), axis=1)[:, :-1]
        has = HAS[:, month]
        free = np.minimum(begins[:, FIRST[has]], ends[:, LAST[has]])
        is_open[:, has, month] = free >= 1
    return is_open


def accepted(slack: Ints, body: Ints, change: np.ndarray) -> Flags:
    """Return which changes of slacks may be made, first come first served; bodies stand together.

    What a change uses counts against the slack even where an earlier one is refused: those may
    come again. What a change gives back counts from the next round on.
    """
    kept = np.ones(len(body), dtype=bool)
    uses = np.minimum(change, 0).astype(np.int32)
    if not len(body):
        return kept
    starts = np.flatnonzero(np.r_[True, body[1:] != body[:-1]])
    at_risk = np.flatnonzero((uses < 0).any(axis=0))
    for span in at_risk.tolist():
        used = uses[:, span].cumsum()
        before = np.r_[0, used[:-1]][starts]
        spent = used - np.repeat(before, np.diff(np.r_[starts, len(body)]))
        kept &= (uses[:, span] == 0) | (slack[body, span] + spent >= 0)
    return kept


def place_pending(body: Ints, span: Ints, free: Ints) -> Ints:
    """Return the month of each pending unit by earliest deadline; `free` is what is left by month.

    -1 where a unit does not fit, which the slacks rule out.
    """
    order = np.lexsort((FIRST[span], LAST[span], body))
    of_body, first, last = body[order], FIRST[span][order], LAST[span][order]
    month = np.full(len(order), -1, dtype=np.int64)
    for at in range(free.shape[1]):
        ready = np.flatnonzero((month < 0) & (first <= at) & (last >= at))
        if not len(ready):
            continue
        who = of_body[ready]
        starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
        rank = np.arange(len(who)) - np.repeat(starts, np.diff(np.r_[starts, len(who)]))
        month[ready[rank < free[who, at]]] = at
    placed = np.empty(len(order), dtype=np.int64)
    placed[order] = month
    return placed
