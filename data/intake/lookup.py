"""Finding what a cell names: bodies, regions, enterprises, items, plans, tasks."""

from __future__ import annotations

from collections import Counter, defaultdict

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.values.lists import split
from data.models import Body, Enterprise, Plan, Region, Task

NOBODY = ("无", "无人", "没有")


class Lookup:
    """The registers as they stand, with what this import adds to them."""

    def __init__(self, session: Session) -> None:
        """Load the small registers; enterprises and items are loaded when asked for."""
        self.session = session
        self.regions = {name: one for one, name in session.execute(select(Region.id, Region.name))}
        self.body_names: dict[str, int] = {}
        self.body_codes: dict[int, str] = {}
        self._numbers: dict[str, Numbered] = {}
        self._enterprises: dict[str, int] | None = None
        self.load_bodies()

    def numbered(self, model: type[Plan] | type[Task]) -> Numbered:
        """Return the plans or listed tasks by number, loaded once."""
        name = model.__name__
        if name not in self._numbers:
            self._numbers[name] = Numbered(self.session, self, model)
        return self._numbers[name]

    def forget_numbers(self) -> None:
        """Load plans and tasks anew when they are next asked for."""
        self._numbers.clear()

    def load_bodies(self) -> None:
        """Load codes, names, short names and former names of the bodies; codes win over names."""
        rows = self.session.execute(
            select(Body.id, Body.code, Body.name, Body.short, Body.former)
        ).all()
        former = {name: one.id for one in rows for name in one.former.split("、") if name}
        short = {one.short: one.id for one in rows if one.short}
        names = {one.name: one.id for one in rows}
        codes = {one.code: one.id for one in rows}
        self.body_names = {**former, **short, **names, **codes}
        self.body_codes = {one.id: one.code for one in rows}

    def bodies(self, texts: pd.Series) -> pd.Series:
        """Return body ids (NaN where unknown or empty)."""
        return texts.map(self.body_names).astype("float64")

    def body_lists(self, texts: pd.Series) -> tuple[pd.Series, pd.Series]:
        """Return lists of bodies as comma-joined ids, and the unknown names joined by 、."""
        found: dict[str, str] = {}
        unknown: dict[str, str] = {}
        for text in texts.unique():
            names = [name for name in split(text) if name not in NOBODY]
            ids = [str(self.body_names[name]) for name in names if name in self.body_names]
            found[text] = ",".join(dict.fromkeys(ids))
            unknown[text] = "、".join(name for name in names if name not in self.body_names)
        return texts.map(found), texts.map(unknown)

    def enterprises(self) -> dict[str, int]:
        """Return enterprises by unique name, other number and code (codes win), loaded once.

        The table is the importer's own to add to.
        """
        if self._enterprises is None:
            rows = self.session.execute(
                select(Enterprise.id, Enterprise.code, Enterprise.other, Enterprise.name)
            ).all()
            names = Counter(one.name for one in rows)
            table = {one.name: one.id for one in rows if names[one.name] == 1}
            table.update({one.other: one.id for one in rows})
            table.update({one.code: one.id for one in rows})
            table.pop("", None)
            self._enterprises = table
        return self._enterprises

    def forget_enterprises(self) -> None:
        """Load enterprises anew when they are next asked for."""
        self._enterprises = None


class Numbered:
    """Plans or tasks by number: a number is unique per lead body, not in the city (RULES.md)."""

    def __init__(self, session: Session, lookup: Lookup, model: type[Plan] | type[Task]) -> None:
        """Load numbers, leads and partners."""
        self._word = "计划编号" if model is Plan else "任务编号"
        query = select(model.id, model.number, model.body_id, model.partners)
        if model is Task:
            query = query.where(Task.listed == 1)
        self._by_number: dict[str, list[tuple[int, int, frozenset[int]]]] = defaultdict(list)
        for one in session.execute(query):
            partners = _ids(one.partners, lookup)
            self._by_number[one.number].append((one.id, one.body_id, partners))

    def find(self, number: str, body: int | None, lead: int | None) -> tuple[int | None, bool]:
        """Return the id sought from a row's body, and whether two answer at one step.

        Sought among numbers led by 牵头部门 where it is given, else by the row's body, then those
        naming it in 参与部门, then the city.
        """
        known = self._by_number.get(number, [])
        if lead is not None:
            return next(((one[0], False) for one in known if one[1] == lead), (None, False))
        own = [one[0] for one in known if one[1] == body]
        naming = [one[0] for one in known if body in one[2]]
        for step in (own, naming, [one[0] for one in known]):
            if step:
                return (step[0], False) if len(step) == 1 else (None, True)
        return None, False

    def resolve(self, sheet: Sheet, field: str, bodies: pd.Series, leads: pd.Series) -> pd.Series:
        """Return the ids a column names; unknown or ambiguous numbers are NaN, ambiguous 错误."""
        rows = pd.DataFrame({"number": sheet.text(field), "body": bodies, "lead": leads})
        rows = rows[rows["number"] != ""]
        answers: dict[tuple[str, float, float], tuple[int | None, bool]] = {}
        keys = list(
            zip(rows["number"], rows["body"].fillna(-1), rows["lead"].fillna(-1), strict=True)
        )
        for number, body, lead in dict.fromkeys(keys):
            answers[number, body, lead] = self.find(
                number, int(body), None if lead < 0 else int(lead)
            )
        ids = pd.Series([answers[key][0] for key in keys], index=rows.index, dtype="float64")
        twice = pd.Series([answers[key][1] for key in keys], index=rows.index, dtype=bool)
        sheet.error(
            twice.reindex(sheet.frame.index, fill_value=False),
            field,
            lambda value: f"{self._word}“{value}”在本市有两个牵头部门使用，请补填牵头部门。",
        )
        return ids.reindex(sheet.frame.index)


def _ids(text: str, lookup: Lookup) -> frozenset[int]:
    if not text:
        return frozenset()
    parts = [part for part in text.replace("、", ",").split(",") if part]
    found = [
        int(part)
        if part.isdigit() and int(part) in lookup.body_codes
        else lookup.body_names.get(part)
        for part in parts
    ]
    return frozenset(one for one in found if one is not None)
