"""Functions the two databases call by different names."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Text, cast
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

JOINT = "\x1e"


class _Joined(FunctionElement[str]):
    """All values of a column as one text, far cheaper than a row each."""

    inherit_cache = True
    name = "joined"
    type = Text()


@compiles(_Joined, "sqlite")
def _sqlite_joined(element: _Joined, compiler: SQLCompiler, **options: object) -> str:
    return f"group_concat({compiler.process(element.clauses, **options)}, char(30))"


@compiles(_Joined, "postgresql")
def _postgresql_joined(element: _Joined, compiler: SQLCompiler, **options: object) -> str:
    return f"string_agg({compiler.process(element.clauses, **options)}, chr(30))"


def joined_texts(
    column: ColumnElement[str] | InstrumentedAttribute[str] | InstrumentedAttribute[int],
) -> _Joined:
    """Return all values of a column in one text, with JOINT between, which no value holds."""
    return _Joined(cast(column, Text))
