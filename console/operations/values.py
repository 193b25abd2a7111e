"""Reading and saving the settings that are numbers, beside the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from console.context import AppContext
from console.operations.base import ReadOp, Task, WriteOp
from data.rows.issues import Changes
from data.rows.settings import SettingRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Edits = Mapping[str, tuple[str, int]]
"""The text of each setting to change, with the version it was changed from."""


def read_settings(
    ctx: AppContext, done: Callable[[list[SettingRow]], None]
) -> ReadOp[list[SettingRow]]:
    """Read the settings as they stand."""

    def read(session: Session) -> list[SettingRow]:
        from data.measures.settings import list_settings

        return list_settings(session)

    return ReadOp(ctx, read, done, topic="settings")


def save_settings(
    ctx: AppContext, edits: Edits, done: Callable[[Changes], None]
) -> WriteOp[Changes]:
    """Save the settings that were changed, all or none."""

    def write(session: Session, task: Task) -> Changes:
        from data.measures.settings import set_setting

        for key, (text, version) in edits.items():
            set_setting(session, key, text, ctx.actor, version)
        return Changes(count=len(edits), visits=True, findings=True)

    return WriteOp(ctx, write, done, why="修改参数")
