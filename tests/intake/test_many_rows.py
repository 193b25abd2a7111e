"""What is done for many rows at once comes to what is done for each."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, select, text
from sqlalchemy.orm import Session

from data.intake.cell_reading import MANY, READERS, answers
from data.intake.coded import Coded
from data.intake.keeping import KeptFile, unpacked
from data.intake.readers import read_table
from data.intake.values.lists import parse_codes, split
from data.store.columns import MISSING, insert_columns
from data.store.database import Database
from data.store.dialects import joined_texts, numbers_in, texts_in

ODD = (
    *("", "无", "没有", "/", "nan", "NaN", "inf", "#N/A", " 91320205MDM0F8E35X ", "０１２"),
    *("91320205mdm0f8e35x", "1.5E+17", "12.0", "'0012", "JC 2026-1", "没有一厂", "一厂", "一 厂"),
    *("无锡市一厂（新）", "无锡\n一厂", "ABC-1", "-1", "Ａ厂", "null", "N/A", "A" * 41, "a-b"),
)
SAYING = Table("saying", MetaData(), *(Column(one, Text) for one in ("word", "empty", "told")))
FIGURE = Table(
    "figure", MetaData(), *(Column(one, Integer) for one in ("id", "same", "none", "some"))
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session that writes to a database with two tables of its own."""
    with (
        Database.open(f"sqlite:///{tmp_path / '库.sqlite'}") as db,
        db.bulk_writing("测试", "写入") as opened,
    ):
        for table in (SAYING, FIGURE):
            table.create(opened.connection())
        yield opened


@pytest.mark.parametrize("value", ["text", "code", "enterprise"])
def test_that_texts_read_together_have_the_answers_of_their_parser(value: str) -> None:
    read = READERS[value]
    texts = [*ODD, *(f"91320{number:06}X" for number in range(MANY)), "无锡市第一机械厂", "一二三"]
    assert answers(read, texts) == [read(one) for one in texts]


def test_that_a_list_is_split_outside_brackets_only_and_names_each_part_once() -> None:
    assert split("一、二；二，/、三") == ["一", "二", "三"]
    assert split("一（含二、三）、四") == ["一（含二、三）", "四"]
    assert parse_codes("32083、32084/32083 | 32085") == ("32083、32084、32085", None)


def test_that_a_column_of_few_texts_holds_the_text_of_each_row() -> None:
    told = Coded.of(["甲", "", "甲", "乙"], np.array([0, 1, 2, 3, 2, 1, 0, 0, 3]))
    words = ["甲", "", "甲", "乙", "甲", "", "甲", "甲", "乙"]
    assert told.column().tolist() == words
    assert told.column(as_categories=False).tolist() == words
    assert (told.column() == "甲").tolist() == [word == "甲" for word in words]


def test_that_columns_with_one_value_are_stored_as_those_with_many(session: Session) -> None:
    rows = 60
    columns = {
        "id": np.arange(rows),
        "same": np.full(rows, 7),
        "none": np.full(rows, MISSING),
        "some": np.where(np.arange(rows) % 2, MISSING, -1),
    }
    insert_columns(session, FIGURE, columns)
    stored = session.execute(select(FIGURE).order_by(FIGURE.c.id)).all()
    wanted = [(row, 7, None, None if row % 2 else -1) for row in range(rows)]
    assert [tuple(row) for row in stored] == wanted


def test_that_empty_texts_absent_texts_and_quotes_stay_what_they_are(session: Session) -> None:
    columns = {
        "word": np.array(["it's", "", '"'], dtype=object),
        "empty": np.array(["", "", ""], dtype=object),
        "told": np.array([None, None, None], dtype=object),
    }
    insert_columns(session, SAYING, columns)
    stored = [tuple(row) for row in session.execute(select(SAYING))]
    assert stored == [("it's", "", None), ("", "", None), ('"', "", None)]


def test_that_one_value_in_all_rows_of_all_columns_is_stored_once_a_row(session: Session) -> None:
    insert_columns(session, FIGURE, {"id": np.full(30, 5), "same": np.full(30, 5)})
    stored = session.execute(select(FIGURE.c.id, FIGURE.c.same)).all()
    assert [tuple(row) for row in stored] == [(5, 5)] * 30


def test_that_joined_columns_come_back_as_their_values(session: Session) -> None:
    assert numbers_in(session.scalar(select(joined_texts(FIGURE.c.id)))).tolist() == []
    assert texts_in(session.scalar(select(joined_texts(SAYING.c.word)))).to_pylist() == []
    insert_columns(session, FIGURE, {"id": np.array([3, -4, 2_000_000_000])})
    insert_columns(session, SAYING, {"word": np.array(["一厂", "", "A,B 二"], dtype=object)})
    numbers = numbers_in(session.scalar(select(joined_texts(FIGURE.c.id))))
    words = texts_in(session.scalar(select(joined_texts(SAYING.c.word))))
    assert numbers.tolist() == [3, -4, 2_000_000_000]
    assert words.to_pylist() == ["一厂", "", "A,B 二"]


def test_that_a_large_file_has_the_digest_of_its_bytes(tmp_path: Path) -> None:
    import hashlib

    line = "市应急局,91320205MDM0F8E35X,2026-01-04,JC{:07},未发现问题\n"
    text = "检查单位,企业,检查日期,检查编号,检查结果\n" + "".join(
        line.format(n) for n in range(80_000)
    )
    path = tmp_path / "大.csv"
    for ended in (text, text.removesuffix("\n")):
        path.write_text(ended, encoding="utf-8")
        raw = read_table(path)
        assert raw.sha256 == hashlib.sha256(ended.encode()).hexdigest()
        assert raw.rows == 80_000
        assert raw.frame.iloc[-1].tolist()[3] == "JC0079999"


def test_that_bulk_work_leaves_the_writer_as_it_was(tmp_path: Path) -> None:
    def told(session: Session) -> list[object]:
        names = ("foreign_keys", "temp_store")
        return [session.scalar(text(f"PRAGMA {name}")) for name in names]

    in_memory, in_blocks = 2, 1
    with Database.open(f"sqlite:///{tmp_path / '库.sqlite'}") as db:
        with db.bulk_writing("测试", "写入") as session:
            assert told(session) == [0, in_blocks]
        with db.writing("测试", "写入") as session:
            assert told(session) == [1, in_memory]


def test_that_a_packed_file_is_given_to_each_of_its_tables_and_then_given_up(
    tmp_path: Path,
) -> None:
    path = tmp_path / "一.csv"
    path.write_bytes("企业,检查日期\n".encode() * 100)
    with ThreadPoolExecutor(1) as beside:
        kept = KeptFile(beside, path, 2)
        contents = [kept.content() for _ in range(3)]
    assert [one and unpacked(one) for one in contents] == [path.read_bytes()] * 2 + [None]
