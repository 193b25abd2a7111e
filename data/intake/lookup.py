"""Finding what a cell names: bodies, regions, enterprises, items, plans, tasks."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.aliases import load_body_names
from data.intake.numbers import Numbered
from data.intake.values.lists import split
from data.models import Plan, Region, Task

NOBODY = ("无", "无人", "没有")


class Lookup:
    """The registers as they stand, with what this import adds to them."""

    def __init__(self, session: Session) -> None:
        """Load the small registers; the large ones are asked for what a file names."""
        self.session = session
        self.regions = {name: one for one, name in session.execute(select(Region.id, Region.name))}
        self.load_bodies()

    def numbered(self, model: type[Plan] | type[Task]) -> Numbered:
        """Return the plans or listed tasks by number."""
        return Numbered(self.session, self, model)

    def load_bodies(self) -> None:
        """Load what the bodies go by (data/intake/aliases.py)."""
        self.known = load_body_names(self.session)
        self.body_names, self.body_codes = self.known.table, self.known.codes

    def unknown_body(self, name: str) -> str:
        """Return the sentence for a name that no body of the register bears."""
        return self.known.offers.unknown(name)

    def unknown_bodies(self, text: str) -> str:
        """Return the sentence for a list that names bodies the register has not."""
        return self.known.offers.unknown_in_list(text, self.body_list(text)[1])

    def derived_bodies(self, text: str) -> str:
        """Return the 警告 for a list with names that only derived forms resolve."""
        return "".join(self.known.derived_message(name) for name in self.known.derived_in(text))

    def bodies(self, texts: pd.Series) -> pd.Series:
        """Return body ids (NaN where unknown or empty)."""
        return texts.map(self.body_names).astype("float64")

    def body_list(self, text: str) -> tuple[str, str]:
        """Return the bodies of a list as comma-joined ids, and its unknown names joined by 、."""
        names = [name for name in split(text) if name not in NOBODY]
        ids = [str(self.body_names[name]) for name in names if name in self.body_names]
        unknown = "、".join(name for name in names if name not in self.body_names)
        return ",".join(dict.fromkeys(ids)), unknown

    def body_lists(self, texts: pd.Series) -> tuple[pd.Series, pd.Series]:
        """Return lists of bodies as comma-joined ids, and the unknown names joined by 、."""
        told = {text: self.body_list(text) for text in texts.unique()}
        return (
            texts.map({text: one[0] for text, one in told.items()}),
            texts.map({text: one[1] for text, one in told.items()}),
        )
