"""Settings kept with the data they govern: read by measures, set by people."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.definitions import DEFINITIONS, FAMILIES
from data.models import Setting
from data.rows.enums import Force
from data.rows.errors import Conflict
from data.rows.issues import Changes
from data.rows.measures import Target
from data.rows.readings import READINGS, Reading
from data.rows.settings import NEAR, READING, SETTINGS, SettingRow, SettingText, setting_text

GAP = "M2"
"""The family of the gaps to a joint share."""


def list_settings(session: Session) -> list[SettingRow]:
    """Return all settings as they stand."""
    kept = {
        row.key: row
        for row in session.execute(
            select(Setting.key, Setting.value, Setting.version).where(Setting.key.in_(SETTINGS))
        )
    }
    return [
        _row(about, kept[key].value, kept[key].version) if key in kept
        else SettingRow(about, about.default)
        for key, about in SETTINGS.items()
    ]  # fmt: skip


def setting(session: Session, about: SettingText) -> float:
    """Return the value of a setting, its default where nobody set it."""
    kept = session.scalar(select(Setting.value).where(Setting.key == about.key))
    return about.default if kept is None else _row(about, kept, 0).value


def targets(session: Session) -> dict[str, Target | None]:
    """Return the target of every measure, with the width of the yellow lamp as it is set.

    The gap to a share that the seed does not mean is 参考.
    """
    near = setting(session, NEAR)
    aims = {key: one.target and replace(one.target, near=near) for key, one in DEFINITIONS.items()}
    if not reading_of(session).is_literal:
        for gap in FAMILIES[GAP]:
            aim = aims[gap]
            aims[gap] = aim and replace(aim, force=Force.HINT)
    return aims


def reading_of(session: Session) -> Reading:
    """Return the reading of the joint share that M2 and what plans for it follow."""
    return READINGS[READING.text(setting(session, READING))]


def set_setting(
    session: Session, key: str, text: str, actor: str, version: int | None = None
) -> Changes:
    """Set a setting; Conflict where `version` is given and somebody else set it meanwhile."""
    about = setting_text(key)
    value = about.read(text)
    row = session.get(Setting, key)
    now = row.version if row is not None else 0
    if version is not None and version != now:
        raise Conflict(f"{about.name}已被他人修改，本次更改未保存。请重新打开参数设置。")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    kept = json.dumps({"value": value, "actor": actor, "at": at}, ensure_ascii=False)
    if row is None:
        session.add(Setting(key=key, value=kept))
    else:
        row.value, row.version = kept, now + 1
    session.flush()
    return Changes(count=1, findings=True, visits=True)


def _row(about: SettingText, kept: str, version: int) -> SettingRow:
    told = json.loads(kept)
    return SettingRow(about, float(told["value"]), str(told["actor"]), str(told["at"]), version)
