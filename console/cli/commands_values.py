"""Commands about settings that are numbers: thresholds of ranking and lamps."""

from __future__ import annotations

import argparse

from console.cli.common import database
from console.cli.output import Answer, Json
from data.measures.settings import list_settings, set_setting
from data.rows.errors import InvalidInput
from data.rows.settings import SettingRow

ACTOR = "命令行"
USAGE = "settings list | settings set 参数 值"


def settings(options: argparse.Namespace) -> Answer:
    """List the settings, or set one."""
    words: list[str] = options.words
    if options.action == "list":
        if words:
            raise InvalidInput(f"用法：{USAGE}")
        with database(options) as db, db.reading() as session:
            rows = list_settings(session)
        lines = tuple(
            f"{row.key}　{row.about.name}　{row.text}（{row.about.span}）　{row.signed}　"
            f"{row.about.meaning}"
            for row in rows
        )
        return Answer({"settings": [_json(row) for row in rows]}, lines)
    if len(words) != 2:
        raise InvalidInput(f"用法：{USAGE}，参数名见 settings list。")
    key, text = words
    with database(options) as db:
        with db.writing(ACTOR, f"修改参数 {key}") as session:
            set_setting(session, key, text, ACTOR)
        with db.reading() as session:
            row = next(one for one in list_settings(session) if one.key == key)
    return Answer({"setting": _json(row)}, (f"已将{row.about.name}（{key}）设为 {row.text}",))


def _json(row: SettingRow) -> Json:
    about = row.about
    return {
        "key": row.key,
        "name": about.name,
        "meaning": about.meaning,
        "value": row.value,
        "default": about.default,
        "low": about.low,
        "high": about.high,
        "actor": row.actor or None,
        "at": row.at or None,
    }
