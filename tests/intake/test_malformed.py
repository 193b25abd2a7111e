"""Two hundred malformed files: each a sentence or the right table, soon and in bounded memory."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter

import pytest

from data.intake.opening import open_tables
from data.intake.parsing import parse
from data.rows.errors import InvalidInput
from tests.intake.malformed import HEADER, ROWS, Malformed, all_files

FILES = all_files()
HAN = re.compile(r"[\u4e00-\u9fff]{4}")
MOST_KIB = 1 << 20
"""A gibibyte, in the unit of the system's own account of ended children."""


def test_that_there_are_as_many_malformed_files_as_asked_for():
    kinds = Counter(one.name.rpartition(".")[2] for one in FILES)
    assert len(FILES) >= 200
    assert len({one.name for one in FILES}) == len(FILES)
    assert kinds["xlsx"] >= 60
    assert kinds["csv"] + kinds["gz"] >= 60
    assert kinds["xls"] >= 20
    assert sum(one.name.startswith("paper-") for one in FILES) == 20


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_that_a_malformed_file_ends_in_a_sentence_or_the_right_table(file: Malformed, tmp_path):
    path = tmp_path / file.name
    path.write_bytes(file.content)
    began = time.monotonic()
    try:
        tables = open_tables(path)
        issues = [issue for raw, kind in tables for issue in parse(raw, kind).issues]
    except InvalidInput as told:
        assert HAN.search(told.message), told.message
        assert file.name in told.message
        assert re.search(file.told or ".", told.message), told.message
    else:
        assert file.told is None
        right = tables[0][0].frame.values.tolist() == [[str(cell) for cell in row] for row in ROWS]
        assert right or issues
        assert tables[0][0].header == tuple(HEADER)
    assert time.monotonic() - began < 30


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no account of ended children")
def test_that_no_child_took_more_than_a_gibibyte():
    import resource

    assert 0 < resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_KIB
