"""The workbook kinds: one registry for templates, header matching, checks and the sample city.

Source of names and key columns: the exchange contract (README, "Workbooks"). A key column must be
there, and an empty cell in it is 错误. `words` names the vocabulary of a closed column, `refers`
the register a code or name belongs to. `order` is registers, plans, targets, tasks, visits, rest.
"""

from __future__ import annotations

from data.rows.kinds.answers import CONFIRMATIONS, PROGRESS, REPLIES
from data.rows.kinds.columns import USCC, Col, Kind
from data.rows.kinds.figures import CAPACITY, CAPS, FINES, USAGE
from data.rows.kinds.lists import CONTACTS, OFFICERS, SCENARIOS, WHITELIST
from data.rows.kinds.oversight import AUDITS, COMPLAINTS, SELFCHECKS
from data.rows.kinds.planning import PLANS, TARGETS, TASKS
from data.rows.kinds.registers import BODIES, ENTERPRISES, ITEMS
from data.rows.kinds.visits import CODES, VISITS

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        *(BODIES, CONTACTS, ENTERPRISES, ITEMS, PLANS, TARGETS, TASKS, VISITS, CODES, USAGE),
        *(CAPS, CAPACITY, OFFICERS, WHITELIST, SCENARIOS, SELFCHECKS, FINES, COMPLAINTS),
        *(AUDITS, PROGRESS, CONFIRMATIONS, REPLIES),
    )
}

__all__ = ["KINDS", "USCC", "Col", "Kind"]
