"""Whatever bytes and texts come: a table or a sentence, never anything else."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from data.intake.parsing import open_table, parse, reader
from data.intake.readers import read_table
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS

HEAD = "检查单位,企业名称,检查日期,到达时间,执法人员数,检查结果\n"
PIECES = some.sampled_from(
    [",", '"', '""', "\n", "\r\n", "\r", "\t", ";", "", "市应急局", "2026-01-05", "9:30", "=1",
     "\x00",
     "'", "#REF!", "1e999", "NaN", "\ufeff", "０", "填表人：", "—", " "]
)  # fmt: skip
COLUMNS = [(kind, col) for kind in KINDS.values() for col in kind.columns]
QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LONG = settings(QUICK, max_examples=20_000)


def take(path: Path) -> None:
    with contextlib.suppress(InvalidInput):
        raw, kind = open_table(path)
        parsed = parse(raw, kind)
        assert len(parsed.frame) == len(parsed.bad) == len(raw.row_numbers)


@QUICK
@given(content=some.lists(PIECES, max_size=60))
def test_that_any_text_gives_a_table_or_a_sentence(tmp_path, content):
    path = tmp_path / "t.csv"
    path.write_bytes((HEAD + "".join(content)).encode())
    take(path)


@QUICK
@given(content=some.binary(max_size=400), name=some.sampled_from(["t.csv", "t.csv.gz", "t.xlsx"]))
def test_that_any_bytes_give_a_table_or_a_sentence(tmp_path, content, name):
    path = tmp_path / name
    path.write_bytes(content)
    with contextlib.suppress(InvalidInput):
        read_table(path)


@QUICK
@given(written=some.text(max_size=40) | some.lists(PIECES, max_size=6).map("".join))
def test_that_every_reader_answers_to_any_text(written):
    for kind, col in COLUMNS:
        value, fault = reader(col, kind, "", 2026, False)(written)
        assert isinstance(value, str | int)
        assert fault is None or fault.reason


@pytest.mark.night
@LONG
@given(content=some.lists(PIECES | some.text(max_size=8), max_size=200))
def test_that_any_text_gives_a_table_or_a_sentence_all_night(tmp_path, content):
    path = tmp_path / "t.csv"
    path.write_bytes((HEAD + "".join(content)).encode("utf-8", "replace"))
    take(path)
