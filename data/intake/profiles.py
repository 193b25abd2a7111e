"""Mapping profiles: how a file in a bureau's own form becomes one of our kinds."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data.intake.headers import HeaderMatch, normalise
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS, Kind

CREATABLE = ("enterprises", "bodies", "items", "plans", "tasks")
DUPLICATES = ("skip", "error", "keep")
TOP_KEYS = {"name", "kind", "encoding", "delimiter", "sheet", "header_row", "columns", "constants",
            "values", "options"}  # fmt: skip
COLUMN_KEYS = {"column", "format"}
OPTION_KEYS = {"create", "duplicates"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where one of our columns comes from: their header, and the format of its dates."""

    column: str
    format: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A mapping profile; columns, constants and values are keyed by our headers."""

    name: str
    kind: str
    columns: Mapping[str, Source]
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    create: tuple[str, ...] = ()
    duplicates: str = "skip"

    def match(self, file: str, header: Sequence[str]) -> HeaderMatch:
        """Find the profile's columns in a file; a column the file lacks is named."""
        kind = KINDS[self.kind]
        places: dict[str, int] = {}
        for place, label in enumerate(header):
            places.setdefault(label.strip(), place)
        for place, label in enumerate(header):
            places.setdefault(normalise(label), place)
        positions: dict[str, int] = {}
        headers: dict[str, str] = {}
        for ours, source in self.columns.items():
            column = source.column.strip()
            found = places.get(column, places.get(normalise(column)))
            if found is None:
                raise self._lacks(file, ours, source.column, header)
            field = _field(kind, ours)
            positions[field], headers[field] = found, header[found].strip()
        for ours in self.constants:
            headers[_field(kind, ours)] = ours
        used = set(positions.values())
        unknown = [label.strip() for place, label in enumerate(header) if place not in used]
        missing = tuple(col for col in kind.keys if col.field not in headers)
        return HeaderMatch(positions, headers, tuple(one for one in unknown if one), missing)

    def _lacks(self, file: str, ours: str, theirs: str, header: Sequence[str]) -> InvalidInput:
        seen = "、".join(label.strip() for label in header if label.strip())
        return InvalidInput(
            f"“{file}”中没有映射方案“{self.name}”要求的列“{theirs}”（对应“{ours}”）。"
            f"文件的列有：{seen}。请改正映射方案，或确认选对了文件。"
        )


def _field(kind: Kind, header: str) -> str:
    col = kind.column(header)
    if col is None:
        raise InvalidInput(f"“{kind.title}”没有名为“{header}”的列。")
    return col.field


def load_profile(path: Path) -> Profile:
    """Read a profile from a TOML file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as exc:
        raise InvalidInput(
            f"无法读取映射方案“{path}”：文件不存在或没有权限。请检查路径。"
        ) from exc
    except UnicodeDecodeError as exc:
        raise InvalidInput(f"映射方案“{path.name}”不是 UTF-8 文本。请另存为 UTF-8。") from exc
    return loads(text, path.name)


def loads(text: str, origin: str = "映射方案") -> Profile:
    """Read a profile from TOML text; every mistake is named."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise InvalidInput(f"映射方案“{origin}”不是有效的 TOML：{exc}。请改正后再用。") from exc
    return _Builder(origin, content).build()


class _Builder:
    """Checks a profile's content piece by piece."""

    def __init__(self, origin: str, content: dict[str, object]) -> None:
        self._origin = origin
        self._content = content
        self._kind = self._find_kind()

    def build(self) -> Profile:
        self._only(self._content, TOP_KEYS, "")
        columns = {ours: self._source(ours, told) for ours, told in self._table("columns").items()}
        constants = {ours: self._scalar(ours, told)
                     for ours, told in self._table("constants").items()}  # fmt: skip
        if not columns:
            raise self._wrong("缺少 [columns]，没有指定任何列")
        both = [ours for ours in columns if ours in constants]
        if both:
            raise self._wrong(f"“{both[0]}”既在 [columns] 又在 [constants] 中，只能取其一")
        options = self._table("options")
        self._only(options, OPTION_KEYS, "[options] 的")
        return Profile(
            name=self._text("name") or self._origin,
            kind=self._kind.name,
            columns=columns,
            constants=constants,
            values=self._values(),
            encoding=self._text("encoding"),
            delimiter=self._text("delimiter"),
            sheet=self._text("sheet"),
            header_row=self._header_row(),
            create=self._create(options.get("create", [])),
            duplicates=self._duplicates(options.get("duplicates", "skip")),
        )

    def _wrong(self, what: str) -> InvalidInput:
        return InvalidInput(f"映射方案“{self._origin}”有误：{what}。请改正后再用。")

    def _only(self, table: Mapping[str, object], allowed: set[str], place: str) -> None:
        for key in table:
            if key not in allowed:
                names = "、".join(sorted(allowed))
                raise self._wrong(f"{place}“{key}”不是可用的项，可用：{names}")

    def _find_kind(self) -> Kind:
        kind = self._content.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            raise self._wrong(f"kind“{kind or ''}”不是已知的表种类，可用：{'、'.join(KINDS)}")
        return KINDS[kind]

    def _table(self, key: str) -> dict[str, object]:
        table = self._content.get(key, {})
        if not isinstance(table, dict):
            raise self._wrong(f"“{key}”应为一节 [{key}]")
        if key != "options":
            self._known(key, table)
        return table

    def _known(self, key: str, table: Mapping[str, object]) -> None:
        for ours in table:
            if self._kind.column(ours) is None:
                names = "、".join(col.header for col in self._kind.columns)
                raise self._wrong(
                    f"[{key}] 中的“{ours}”不是“{self._kind.title}”的列，可用：{names}"
                )

    def _text(self, key: str) -> str | None:
        told = self._content.get(key)
        if told is not None and not isinstance(told, str):
            raise self._wrong(f"“{key}”应为文字")
        return told or None

    def _header_row(self) -> int | None:
        told = self._content.get("header_row")
        if told is None:
            return None
        if not isinstance(told, int) or isinstance(told, bool) or told < 1:
            raise self._wrong("“header_row”应为从 1 起的行号")
        return told

    def _source(self, ours: str, told: object) -> Source:
        if isinstance(told, str) and told:
            return Source(told)
        if isinstance(told, dict):
            self._only(told, COLUMN_KEYS, f"“{ours}”的")
            column, form = told.get("column"), told.get("format", "")
            if isinstance(column, str) and column and isinstance(form, str):
                return Source(column, form)
        raise self._wrong(f"“{ours}”应为对方列名，或 {{ column = …, format = … }}")

    def _scalar(self, ours: str, told: object) -> str:
        if isinstance(told, bool):
            return "是" if told else "否"
        if isinstance(told, str | int | float):
            return str(told)
        return str(told) if hasattr(told, "isoformat") else self._raise(ours)

    def _raise(self, ours: str) -> str:
        raise self._wrong(f"[constants] 中“{ours}”应为一个值")

    def _values(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for ours, words in self._table("values").items():
            if not isinstance(words, dict):
                raise self._wrong(f'[values] 应写成 [values."{ours}"] 一节')
            found[ours] = {theirs: self._scalar(ours, told) for theirs, told in words.items()}
        return found

    def _create(self, told: object) -> tuple[str, ...]:
        if not isinstance(told, list) or any(one not in CREATABLE for one in told):
            raise self._wrong(f"create 应为列表，可用：{'、'.join(CREATABLE)}")
        return tuple(str(one) for one in told)

    def _duplicates(self, told: object) -> str:
        if told not in DUPLICATES:
            raise self._wrong(f"duplicates 应为 {'、'.join(DUPLICATES)} 之一")
        return str(told)


def dumps(profile: Profile) -> str:
    """Return a profile as TOML text that `loads` reads back."""
    lines = [f"name = {_quoted(profile.name)}", f"kind = {_quoted(profile.kind)}"]
    for key in ("encoding", "delimiter", "sheet"):
        if told := getattr(profile, key):
            lines.append(f"{key} = {_quoted(told)}")
    if profile.header_row is not None:
        lines.append(f"header_row = {profile.header_row}")
    lines += ["", "[columns]"]
    for ours, source in profile.columns.items():
        told = _quoted(source.column)
        if source.format:
            told = f"{{ column = {told}, format = {_quoted(source.format)} }}"
        lines.append(f"{_quoted(ours)} = {told}")
    if profile.constants:
        lines += ["", "[constants]"]
        lines += [f"{_quoted(ours)} = {_quoted(told)}" for ours, told in profile.constants.items()]
    for ours, words in profile.values.items():
        lines += ["", f"[values.{_quoted(ours)}]"]
        lines += [f"{_quoted(theirs)} = {_quoted(told)}" for theirs, told in words.items()]
    create = ", ".join(_quoted(one) for one in profile.create)
    lines += ["", "[options]", f"create = [{create}]"]
    lines.append(f"duplicates = {_quoted(profile.duplicates)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a TOML basic string: JSON's escapes are a part of TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
