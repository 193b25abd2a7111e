"""Registers taken in quickly hold what the careful way would have stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from data.intake import identifying, upsert
from data.models import Enterprise
from data.models.tables import table_of
from data.store.database import Database
from tests.ledger.test_merging import GOOD, OTHER_GOOD
from tests.ledger.town import Row, Town

FILE: tuple[Row, ...] = (
    {"企业名称": "一厂", "其他编号": "E1", "地区": "宜兴市", "信用等级": "A"},
    {"企业名称": "二厂新名", "其他编号": "E2", "地区": "宜兴市", "信用等级": "B"},
    {"企业名称": "三厂", "统一社会信用代码": GOOD, "其他编号": "E3", "地区": "没有市"},
    {"企业名称": "四厂", "地区": "江阴市"},
    {"企业名称": "五厂", "统一社会信用代码": OTHER_GOOD, "地区": "", "迁入日期": "2026-03-04"},
    {"企业名称": "六厂", "统一社会信用代码": OTHER_GOOD[:-1], "其他编号": "E1"},
    {"企业名称": "六厂", "其他编号": "E6", "信用等级": "C"},
    {"企业名称": "六厂乙", "其他编号": "E6", "信用等级": "D"},
)
AGAIN: tuple[Row, ...] = (
    {"企业名称": "二厂", "其他编号": "E2", "信用等级": "D"},
    {"企业名称": "五厂", "统一社会信用代码": OTHER_GOOD, "其他编号": "E6"},
    {"企业名称": "七厂", "其他编号": "E7"},
)
TABLES = ("enterprise", "enterprise_code", "batch_change")


def taken(town: Town) -> dict[str, list[dict[str, object]]]:
    """Return the register and its history after two files."""
    said = [town.take("enterprises", rows) for rows in (FILE, AGAIN)]
    told: dict[str, list[dict[str, object]]] = {name: town.rows(name) for name in TABLES}
    for image in told["batch_change"]:
        del image["id"]  # The order in which images are kept says nothing.
    told["batch_change"].sort(key=repr)
    told["issues"] = [{"message": one.message} for report in said for one in report.issues]
    return told


def whole_register(patch: pytest.MonkeyPatch) -> None:
    """Let every file count as a large one, compared in slices of one row."""
    patch.setattr(upsert, "FEW", 0)
    patch.setattr(upsert, "SLICE", 1)
    patch.setattr(identifying, "FEW", 0)


def indexes(db: Database) -> set[str]:
    """Return the indexes of the register of enterprises."""
    with db.reading() as session:
        query = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'enterprise'"
        found = {str(name) for name in session.scalars(text(query))}
    return {name for name in found if not name.startswith("sqlite_autoindex")}


def test_that_few_rows_asked_for_by_key_meet_what_the_whole_register_would(
    new_town: Callable[[], Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_key = taken(new_town())
    whole_register(monkeypatch)
    assert taken(new_town()) == by_key
    assert by_key["batch_change"] and by_key["enterprise_code"]


def test_that_rows_that_are_not_all_of_one_form_are_stored_the_same(
    new_town: Callable[[], Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = taken(new_town())
    monkeypatch.setattr(upsert, "stored_column", lambda values: None)
    assert taken(new_town()) == at_once


def test_that_a_first_register_has_all_its_indexes_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_register(monkeypatch)
    with Database.open(f"sqlite:///{tmp_path / '台账.sqlite'}") as db:
        Town(db, tmp_path).take("enterprises", FILE)
        assert indexes(db) == {str(one.name) for one in table_of(Enterprise).indexes} != set()


def test_that_a_later_row_of_a_key_wins_and_an_unchanged_one_is_left(town: Town) -> None:
    town.take("enterprises", FILE)
    (six,) = [row for row in town.rows("enterprise") if row["code"] == "E6"]
    assert (six["name"], six["credit"]) == ("六厂乙", "D")
    report = town.take("enterprises", [{"企业名称": "六厂乙", "其他编号": "E6", "信用等级": "D"}])
    assert (report.taken, report.unchanged) == (0, 1)
    (again,) = [row for row in town.rows("enterprise") if row["code"] == "E6"]
    assert again == six
