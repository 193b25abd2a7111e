"""Saved views: a page with its filter, selection and tables, as JSON files of the user's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeAlias

from console.filters import BASES, FilterState
from console.folders import view_folder
from console.named_files import NamedFiles, StoredFile
from data.rows.enums import Level, Trigger
from data.rows.errors import InvalidInput
from data.rows.period import Period

KIND, VERSION = "lianxi-view", 1
SUFFIX = ".json"
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view; `names` are those its codes had where it was saved, for who does not know them."""

    name: str
    page: str
    filter: FilterState
    selection: tuple[object, ...] = ()
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def unknown(self, known: Mapping[str, str], systems: frozenset[str]) -> list[str]:
        """Return what its filter names that this database does not have."""
        state = self.filter
        found = [
            f"{word}“{self.names.get(code, code)}”"
            for word, code in (("单位", state.body), ("地区", state.region))
            if code is not None and code not in known
        ]
        if state.system is not None and state.system not in systems:
            found.append(f"条线“{state.system}”")
        return found


StoredView: TypeAlias = StoredFile[SavedView]


def dumps(view: SavedView) -> str:
    """Return a view as JSON."""
    content = {"kind": KIND, "version": VERSION, **asdict(view)}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def load_view(path: Path) -> SavedView:
    """Read a view; InvalidInput says what is wrong with the file."""
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidInput(f"“{path.name}”过大，不是视图文件。")
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise InvalidInput(f"不能读取“{path.name}”，请核对文件是否存在。") from exc
    except ValueError as exc:
        raise InvalidInput(f"“{path.name}”不是视图文件，请选择由“导出视图”得到的文件。") from exc
    return _view(content, path.name)


def _view(content: object, file: str) -> SavedView:
    if not isinstance(content, dict) or content.get("kind") != KIND:
        raise InvalidInput(f"“{file}”不是视图文件，请选择由“导出视图”得到的文件。")
    version = content.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise InvalidInput(f"“{file}”由较新的程序写出（第 {version} 版），请先更新本程序。")
    wanted, tables, names = (content.get(part) for part in ("filter", "tables", "names"))
    name, page, selection = (content.get(part) for part in ("name", "page", "selection"))
    texts = isinstance(name, str) and bool(name.strip()) and isinstance(page, str)
    if not texts or not isinstance(wanted, dict) or not isinstance(selection, list):
        raise InvalidInput(f"视图文件“{file}”内容不全，请重新导出。")
    return SavedView(
        str(name).strip(), str(page), _filter(wanted, file), _frozen(selection),
        {str(key): one for key, one in tables.items() if isinstance(one, dict)}
        if isinstance(tables, dict) else {},
        {str(key): str(one) for key, one in names.items()} if isinstance(names, dict) else {},
    )  # fmt: skip


def _filter(content: Mapping[str, object], file: str) -> FilterState:
    known = {one.name for one in fields(FilterState)}
    values: dict[str, Any] = {name: one for name, one in content.items() if name in known}
    texts = ("body", "region", "system")
    try:
        state = FilterState(**values)
        Period.parse(str(state.period))
        fits = (
            isinstance(state.period, str) and state.basis in BASES
            and all(isinstance(values.get(one), str | None) for one in texts)
            and (state.level is None or state.level in list(Level))
            and (state.trigger is None or state.trigger in list(Trigger))
        )  # fmt: skip
    except (TypeError, InvalidInput) as exc:
        raise InvalidInput(f"视图文件“{file}”的筛选条件不能识别。") from exc
    if not fits:
        raise InvalidInput(f"视图文件“{file}”的筛选条件不能识别。")
    return state


def _frozen(value: list[Any]) -> tuple[object, ...]:
    """Return the tuples that JSON wrote as lists."""
    return tuple(_frozen(one) if isinstance(one, list) else one for one in value)


VIEWS: NamedFiles[SavedView] = NamedFiles("视图", SUFFIX, view_folder, load_view, dumps)
