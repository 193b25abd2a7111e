"""The table of a model, for writes through the driver."""

from __future__ import annotations

from sqlalchemy import Table

from data.models.base import Base


def table_of(model: type[Base]) -> Table:
    """Return the table a model is stored in."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is not stored in a table of its own")
    return table
