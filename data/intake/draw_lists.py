"""The lists a 双随机 draw takes from a file; every wrong row is named, none is passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from data.intake.headers import match
from data.intake.readers import RawTable, read_table
from data.rows.draw_wishes import Barred
from data.rows.draws import DrawObject, DrawOfficer
from data.rows.errors import InvalidInput
from data.rows.kinds import Col, Kind
from data.rows.kinds.draws import AVOIDANCES, OBJECTS, OFFICERS
from data.rows.values.text import clean, is_error_cell, plain

SHOWN = 5
T = TypeVar("T")


def read_objects(path: Path) -> tuple[DrawObject, ...]:
    """Read 抽取对象; classes stay as they are written, empty where the file says nothing."""
    wrong: list[str] = []
    found: dict[str, DrawObject] = {}
    for place, row in _rows(path, OBJECTS, wrong):
        times = row["times"] or "0"
        if not times.isdecimal():
            wrong.append(f"{place}本年已查次数“{times}”不是整数")
        elif row["code"] in found:
            wrong.append(f"{place}“{row['code']}”重复")
        else:
            found[row["code"]] = DrawObject(
                row["code"], row["name"], row["credit"], row["risk"], int(times)
            )
    return tuple(_all_right(path, found, wrong))


def read_officers(path: Path) -> tuple[DrawOfficer, ...]:
    """Read 执法人员 to draw from."""
    wrong: list[str] = []
    found: dict[str, DrawOfficer] = {}
    for place, row in _rows(path, OFFICERS, wrong):
        if row["badge"] in found:
            wrong.append(f"{place}“{row['badge']}”重复")
        found[row["badge"]] = DrawOfficer(row["badge"], row["name"], row["body"])
    return tuple(_all_right(path, found, wrong))


def read_avoidances(path: Path) -> tuple[Barred, ...]:
    """Read 回避: who must not go where, each with its row for what is told of it."""
    wrong: list[str] = []
    found = {
        place: Barred(row["officer"], row["enterprise"], place)
        for place, row in _rows(path, AVOIDANCES, wrong)
    }
    return tuple(_all_right(path, found, wrong))


def _all_right(path: Path, found: Mapping[str, T], wrong: list[str]) -> Iterator[T]:
    if wrong:
        more = f"等共 {len(wrong)} 处" if len(wrong) > SHOWN else ""
        raise InvalidInput(
            f"“{path.name}”有误：{'；'.join(wrong[:SHOWN])}{more}。请改正后再试，没有作任何改动。"
        )
    if not found:
        raise InvalidInput(f"“{path.name}”没有一行内容，请核对。")
    yield from found.values()


def _rows(path: Path, kind: Kind, wrong: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    names = [name for col in kind.columns for name in (col.header, *col.aliases)]
    table = read_table(path, names=names)
    places = _places(path, table, kind)
    for number, cells in zip(table.row_numbers, table.frame.itertuples(index=False), strict=True):
        place = f"第 {number} 行"
        row = {
            col.field: _read(col, str(cells[places[col.field]])) if col.field in places else ""
            for col in kind.columns
        }
        faults = [
            f"{place}“{col.header}”{'为空' if not row[col.field] else '是错误值'}"
            for col in kind.columns
            if (col.key and not row[col.field]) or is_error_cell(row[col.field])
        ]
        wrong += faults
        if not faults:
            yield place, row


def _read(col: Col, text: str) -> str:
    """Return a cell: codes and numbers half-width, names as they are written."""
    return plain(text) if col.value in ("code", "count") else clean(text).replace("\n", " ")


def _places(path: Path, table: RawTable, kind: Kind) -> dict[str, int]:
    found = match(table.header, kind)
    if found.missing:
        lacking = "”“".join(col.header for col in found.missing)
        headers = "、".join(col.header for col in kind.columns)
        raise InvalidInput(
            f"“{path.name}”中没有“{lacking}”列。{kind.title}应有的列：{headers}。"
            "空表可用 draw template 写出。"
        )
    return found.positions
