"""Commands that make documents and pictures: brief, shots."""

from __future__ import annotations

import argparse

from console.cli.common import database, listed, period, today
from console.cli.output import Answer
from console.operations.brief import write_brief
from data.rows.errors import InvalidInput


def brief(options: argparse.Namespace) -> Answer:
    """Write the documents of a period."""
    asked = period(options)
    with database(options) as db:
        files = write_brief(db, asked, options.out, listed(options.papers), today(options))
    return Answer({"files": files}, tuple(f"{one['path']}　{one['pages']} 页" for one in files))


def shots(options: argparse.Namespace) -> Answer:
    """Save a picture of every page."""
    from console.cli.shots import take

    try:
        width, height = (int(part) for part in options.size.lower().split("x"))
    except ValueError as exc:
        raise InvalidInput("--size 应写作 1366x768。") from exc
    with database(options) as db:
        taken = take(
            db,
            options.folder,
            pages=listed(options.pages) or None,
            scale=options.scale,
            theme=options.theme,
            size=(width, height),
            today=today(options),
        )
    files = [{"path": str(path), "page": page} for path, page in taken]
    return Answer({"files": files}, tuple(f"{one['page']}　{one['path']}" for one in files))
