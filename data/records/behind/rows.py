"""Records that are rows of the files bodies sent (M20)."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select

from data.measures.quality_rows import CLEAN, REJECTED, WARNED, unpack
from data.measures.scope import load_bodies
from data.models import Batch, Quality
from data.records.behind.asked import Asked
from data.records.describe import named_bodies
from data.rows.errors import InvalidInput
from data.rows.records import RecordRow

MARKS = {CLEAN: "", WARNED: "（警告）", REJECTED: "（退回）"}
UNTOLD = (
    "批次 {} 由旧版程序导入，没有留下逐行的记录，列不出数据质量分背后的行；"
    "请在数据导入的历史中查看，撤销后重新导入即可列出。"
)


def sent_rows(asked: Asked) -> list[RecordRow]:
    """Return the rows that were sent, or those of them taken without a warning.

    InvalidInput where a batch of an earlier program counts: it kept no rows.
    """
    names = named_bodies(asked.session)
    found = []
    told = _parts(asked)[["batch", "body", "listed", "file", "sheet"]]
    for batch, body, listed, file, sheet in told.to_numpy(dtype="object").tolist():
        if listed is None:
            raise InvalidInput(UNTOLD.format(batch))
        bodies = (names[body],) if body in names else ()
        place = f"{file}{f'·{sheet}' if sheet else ''}"
        period = asked.question.period
        for number, day, mark in zip(*(one.tolist() for one in unpack(listed)), strict=True):
            is_inside = period.first_day <= day <= period.last_day
            if is_inside and (mark == CLEAN or not asked.is_top):
                text = f"{place} 第{number}行{MARKS[mark]}"
                found.append(RecordRow("row", f"{batch}:{number}", text, None, bodies, day))
    return found


def _parts(asked: Asked) -> pd.DataFrame:
    """Return the counts of batches that the cell sums, with the rows they count."""
    query = (
        select(Quality.batch_id, Quality.body_id, Quality.month, Quality.listed, Batch.file,
               Batch.sheet)
        .join(Batch, Batch.id == Quality.batch_id)
        .where(Batch.undone == 0, Quality.month.in_(list(asked.question.period.months)))
        .order_by(Quality.batch_id, Quality.month, Quality.body_id)
    )  # fmt: skip
    columns = ["batch", "body", "month", "listed", "file", "sheet"]
    parts = pd.DataFrame(asked.session.execute(query).all(), columns=columns, dtype="object")
    bodies = load_bodies(asked.session)[["id", "level", "system", "region_id"]]
    bodies = bodies.rename(columns={"id": "body", "region_id": "region"})
    known = parts.astype({"body": "int64", "month": "int64"}).merge(bodies, on="body", how="left")
    if not set(asked.keys) <= set(known.columns):
        return known.iloc[:0]
    return asked.cut(known.fillna({"region": 0}))
