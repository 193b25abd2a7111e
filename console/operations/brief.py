"""Writing the papers of a meeting into a folder."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from data.oversight.briefing import collect
from data.rows.errors import InvalidInput
from data.rows.period import Period
from data.store.database import Database
from data.store.errors import file_fault
from data.store.files import atomic_write

PAPERS = {"briefing": "联席会议简报"}


def write_brief(db: Database, period: Period, folder: Path, papers: Sequence[str],
                today: date) -> list[dict[str, object]]:
    """Write the asked papers of a period (all there are if none is named) and list the files."""
    asked = list(dict.fromkeys(papers)) or list(PAPERS)
    strange = [paper for paper in asked if paper not in PAPERS]
    if strange:
        known = "、".join(f"{paper}（{name}）" for paper, name in PAPERS.items())
        raise InvalidInput(f"文件种类“{'、'.join(strange)}”暂不能生成，目前可用：{known}。")
    return [_write_briefing(db, period, folder, today)]


def _write_briefing(db: Database, period: Period, folder: Path,
                    today: date) -> dict[str, object]:
    from reports.briefing import Briefing

    with db.reading() as session:
        rows = collect(session, period, today)
    report, stream = Briefing(rows), io.BytesIO()
    report.write(stream)
    content = stream.getvalue()
    path = folder / f"{PAPERS['briefing']}_{period.title}_{today:%Y%m%d}.pdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise file_fault(exc, folder) from exc
    with atomic_write(path) as file:
        file.write(content)
    return {"path": str(path), "paper": "briefing", "pages": report.pages,
            "sha256": hashlib.sha256(content).hexdigest()}
