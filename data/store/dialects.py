"""Functions the two databases call by different names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Text, cast
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

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
    column: ColumnElement[str]
    | ColumnElement[int]
    | InstrumentedAttribute[str]
    | InstrumentedAttribute[int]
    | InstrumentedAttribute[int | None],
) -> _Joined:
    """Return all values of a column in one text, with JOINT between, which no value holds."""
    return _Joined(cast(column, Text))


def numbers_in(joined: str | None) -> npt.NDArray[np.int64]:
    """Return the whole numbers of a text made by `joined_texts`; none of NULL."""
    import numpy as np

    return np.fromstring(joined or "", dtype=np.int64, sep=JOINT)


def texts_in(joined: str | None) -> pa.Array:
    """Return the texts of a text made by `joined_texts`, not an object each; none of NULL."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = pa.array([] if joined is None else [joined], type=pa.large_string())
    return pc.list_flatten(pc.split_pattern(whole, JOINT))
