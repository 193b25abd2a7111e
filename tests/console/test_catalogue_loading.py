"""What the page 清单库 reads, and `catalogue`, on the tiny city."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from console.history import Origin
from console.loading.catalogue import read_list, read_stretch
from console.loading.records import Wish, read_visits
from data.measures.compute import measure
from data.models import (
    Item,
    VisitItem,
)
from data.oversight.scorecard import (
    body_named,
)
from data.records.catalogue import CONNECTED, KINDS, RETIRED, item_visits, list_kind
from data.records.registers import counts
from data.rows.catalogue import ListWish
from data.rows.errors import InvalidInput
from tests.console.focus import BODY, TODAY, YEAR, busiest, city, run, session, url

__all__ = ["busiest", "city", "session", "url"]


@pytest.mark.parametrize("kind", list(KINDS))
def test_that_a_register_lists_every_row_once_in_order(session, kind):
    listed = read_list(session, ListWish(kind, YEAR))
    rows = read_stretch(session, listed, 0, len(listed.ids))
    assert len({row.id for row in rows}) == len(rows) == listed.total == counts(session)[kind]
    assert all(len(row.cells) == len(KINDS[kind].columns) for row in rows)
    if listed.facets:
        assert sum(n for _, n in listed.facets) == listed.total
        value, number = listed.facets[0]
        assert len(read_list(session, ListWish(kind, YEAR, facet=value)).ids) == number


def test_that_words_order_and_filter_narrow_a_register(session):
    wish = ListWish("bodies", YEAR, text="江阴", sort="name", descending=True)
    listed = read_list(session, wish)
    names = [str(row.cells[1]) for row in read_stretch(session, listed, 0, 99)]
    assert names == sorted(names, key=lambda name: name.encode(), reverse=True)
    assert 0 < len(names) < listed.total
    body = body_named(session, BODY)
    officers = read_list(session, ListWish("officers", YEAR, body=body.code))
    rows = read_stretch(session, officers, 0, 99)
    assert {row.subject for row in rows} == {body.code}
    items = read_stretch(session, read_list(session, ListWish("items", YEAR, body=body.code)), 0, 9)
    assert {row.cells[2] for row in items} == {BODY}


def test_that_connected_items_are_those_the_measure_counts(session):
    listed = read_list(session, ListWish("items", YEAR))
    value = measure(session, YEAR, ["M16.items"], compared=False).get("M16.items")
    assert dict(listed.facets)[CONNECTED] == value.numerator
    assert len(listed.in_use) == value.denominator


def test_that_an_item_opens_as_many_visits_as_it_is_said_to_have(session):
    listed = read_list(session, ListWish("items", YEAR))
    for row in read_stretch(session, listed, 0, 5):
        found = read_visits(session, None, Origin("", 0, "次", "", item=row.code), TODAY)
        assert found.count == item_visits(session, row.code)
        whole = Origin("", 0, "", "", item=row.code)
        narrowed = read_visits(session, None, whole, TODAY, Wish("无锡"))
        assert set(narrowed.ids) <= set(found.ids)


def test_that_merged_items_and_other_names_are_told(session):
    kept, gone = read_stretch(session, read_list(session, ListWish("items", YEAR)), 0, 2)
    into, connected = KINDS["items"].place("into"), KINDS["items"].place("connected")
    assert gone.cells[into] == kept.cells[1]
    assert (kept.cells[into], gone.cells[connected]) == ("", RETIRED)
    own = select(VisitItem.visit_id).join(Item).where(Item.code.in_([kept.code, gone.code]))
    assert item_visits(session, kept.code) == len(set(session.scalars(own)))
    assert item_visits(session, kept.code) > item_visits(session, gone.code) > 0
    listed = read_list(session, ListWish("bodies", YEAR, text=BODY))
    aliases = [row.cells[KINDS["bodies"].place("aliases")]
               for row in read_stretch(session, listed, 0, 9) if row.cells[1] == BODY]  # fmt: skip
    assert aliases == ["市场局"]


def test_that_an_unknown_register_is_answered_with_those_there_are():
    assert list_kind("白名单").key == "whitelist"
    with pytest.raises(InvalidInput, match="监管事项"):
        list_kind("没有")


def test_that_the_command_of_registers_narrows_by_words(url, capsys):
    status, out = run(capsys, "catalogue", "bodies", "--text", BODY, "--db", url, "--json")
    answer = json.loads(out)
    assert status == 0
    assert {one["name"] for one in answer["rows"] if one["level"] == "市级"} == {BODY}
    assert answer["count"] < answer["total"]
    assert run(capsys, "catalogue", "没有", "--db", url)[0] == 1
