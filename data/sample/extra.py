"""What the sample city sends beside plans and visits; drawn apart, so that those stay as they are.

`Planted` lists what is wrong on purpose in these tables, for rules that judge by them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from data.sample.extra_checks import audit_table, cap_table
from data.sample.extra_figures import fine_table, usage_table
from data.sample.extra_lists import officer_table, whitelist_table
from data.sample.extra_voices import complaint_table, self_check_table
from data.sample.model import Body, Enterprise, Item, Plan, Report, Visit
from data.sample.tables import Table


@dataclass(slots=True)
class PlantedExtras:
    """What is wrong on purpose, for the rules that find it.

    Officers who signed a report though not valid on the day (R11), complaints heaped in a month
    (R18), bodies whose fines grow (R29), visits against the white list, with the field (R14), and
    after an accepted self-check (R27). `settled` are targets that a self-check settles (M12).
    """

    officers: list[tuple[Visit, Report, str]] = field(default_factory=list)
    complaints: list[tuple[Body, int, int]] = field(default_factory=list)
    fines: list[Body] = field(default_factory=list)
    whitelisted: list[tuple[Visit, str]] = field(default_factory=list)
    self_checked: list[tuple[Visit, Item]] = field(default_factory=list)
    settled: list[tuple[Plan, Enterprise]] = field(default_factory=list)


def make_extras(
    seed: str, bodies: list[Body], plans: list[Plan], visits: list[Visit], last: date
) -> tuple[dict[str, Table], PlantedExtras]:  # fmt: skip
    """Return the tables by kind, in the order in which they are sent, and what is planted."""
    planted = PlantedExtras()

    def rng(name: str) -> Random:
        return Random(f"{seed}:{name}")

    officers, planted.officers = officer_table(rng("officers"), bodies, visits)
    white, planted.whitelisted = whitelist_table(rng("whitelist"), visits)
    checks, planted.self_checked, planted.settled = self_check_table(
        rng("selfchecks"), plans, visits
    )
    voices, planted.complaints = complaint_table(rng("complaints"), visits, last)
    fines, planted.fines = fine_table(rng("fines"), bodies, visits, last)
    tables = {
        "officers": officers,
        "whitelist": white,
        "usage": usage_table(rng("usage"), bodies, plans, visits, last),
        "fines": fines,
        "selfchecks": checks,
        "complaints": voices,
        "audits": audit_table(rng("audits"), visits, last),
        "caps": cap_table(rng("caps"), bodies, visits),
    }
    return tables, planted
