"""Commands about saved views: list, export, import, rename, remove."""

from __future__ import annotations

import argparse
from pathlib import Path

from console.cli.output import Answer, Json
from console.view_store import SUFFIX, VIEWS, StoredView
from data.rows.errors import InvalidInput


def view(options: argparse.Namespace) -> Answer:
    """List the views, or do what is asked with one of them."""
    words: list[str] = options.words
    match options.action, words:
        case "list", []:
            return _list()
        case "export", [name]:
            return _export(name, options.out)
        case "import", [file]:
            return _import(Path(file))
        case "rename", [name, new]:
            path = VIEWS.rename(VIEWS.find(name), new)
            return Answer({"name": new, "path": str(path)}, (f"已改名为“{new}”",))
        case "remove", [name]:
            found = VIEWS.find(name)
            VIEWS.remove(found)
            return Answer({"removed": found.name}, (f"已删除视图“{found.name}”",))
    raise InvalidInput(
        "用法：view list | export 名称 [--out 文件] | import 文件 | rename 名称 新名称 |"
        " remove 名称。"
    )


def _list() -> Answer:
    found = VIEWS.listed()
    lines = tuple(f"{one.name}　{_page(one)}　{one.path}" for one in found)
    return Answer({"views": [_json(one) for one in found]}, lines or ("还没有保存的视图",))


def _page(one: StoredView) -> str:
    return one.content.page if one.content else one.fault


def _json(one: StoredView) -> Json:
    page = one.content.page if one.content else None
    period = one.content.filter.period if one.content else None
    return {
        "name": one.name, "page": page, "period": period, "path": str(one.path),
        "fault": one.fault or None,
    }  # fmt: skip


def _export(name: str, out: Path | None) -> Answer:
    chosen = VIEWS.readable(VIEWS.find(name))
    target = out or Path(f"{name}{SUFFIX}")
    VIEWS.write(chosen, target)
    return Answer({"file": str(target)}, (f"已写出 {target}",))


def _import(file: Path) -> Answer:
    path = VIEWS.take(file)
    kept = VIEWS.find(path.stem)
    return Answer({"view": _json(kept)}, (f"已保存视图“{kept.name}”：{path}",))


__all__ = ["view"]
