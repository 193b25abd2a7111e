"""Commands about mapping profiles: list, show, save a file, remove, export."""

from __future__ import annotations

import argparse
from pathlib import Path

from console.cli.output import Answer, Json
from console.profile_store import PROFILES, SavedProfile, kind_word
from data.intake.profiles import Profile, dumps
from data.rows.errors import InvalidInput


def profile(options: argparse.Namespace) -> Answer:
    """List the profiles, or do what is asked with one of them."""
    match options.action:
        case "list":
            return _list()
        case "show":
            return _show(_named(options))
        case "save":
            return _save(_named(options))
        case "remove":
            return _remove(_named(options))
        case "export":
            return _export(_named(options), options.out)
    raise InvalidInput("用法：profile list|show|save|remove|export。")


def _named(options: argparse.Namespace) -> str:
    if not options.name:
        raise InvalidInput(f"profile {options.action} 后面要写名称或文件。")
    return str(options.name)


def _list() -> Answer:
    found = PROFILES.listed()
    lines = tuple(f"{one.name}　{kind_word(one) or one.fault}　{one.path}" for one in found)
    return Answer({"profiles": [_json(one) for one in found]}, lines or ("还没有对照方案",))


def _json(one: SavedProfile) -> Json:
    kind = one.content.kind if one.content else None
    return {"name": one.name, "kind": kind, "path": str(one.path), "fault": one.fault or None}


def _show(name: str) -> Answer:
    text = dumps(_readable(name))
    return Answer({"name": name, "toml": text}, tuple(text.rstrip("\n").split("\n")))


def _save(file: str) -> Answer:
    path = PROFILES.take(Path(file))
    kept = PROFILES.find(path.stem)
    return Answer({"profile": _json(kept)}, (f"已保存对照方案“{kept.name}”：{path}",))


def _remove(name: str) -> Answer:
    found = PROFILES.find(name)
    PROFILES.remove(found)
    return Answer({"removed": found.name}, (f"已删除对照方案“{found.name}”",))


def _export(name: str, out: Path | None) -> Answer:
    chosen = _readable(name)
    target = out or Path(f"{name}.toml")
    PROFILES.write(chosen, target)
    return Answer({"file": str(target)}, (f"已写出 {target}",))


def _readable(name: str) -> Profile:
    return PROFILES.readable(PROFILES.find(name))


__all__ = ["profile"]
