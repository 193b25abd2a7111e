"""The other ways people write the words of closed columns."""

from __future__ import annotations

import pytest

from data.intake.values.words import parse_word
from data.rows.kinds import KINDS

SAID = [
    ("officers", "状态", "吊销", "注销"),
    ("officers", "状态", "在岗", "有效"),
    ("officers", "类别", "行政执法证", "行政执法"),
    ("whitelist", "监管方式", "无事不扰", "免检免扰"),
    ("whitelist", "监管方式", "非现场监管", "非现场"),
    ("selfchecks", "审核结果", "合格", "通过"),
    ("selfchecks", "审核结果", "不合格", "不通过"),
    ("complaints", "渠道", "12345热线", "12345"),
    ("complaints", "渠道", "工商联（商会）", "工商联商会"),
    ("complaints", "类别", "要求不一致", "反映要求不一"),
    ("audits", "核查结果", "虚假", "不属实"),
    ("confirmations", "核对结果", "无异议", "属实"),
    ("confirmations", "核对结果", "异议", "有异议"),
]


@pytest.mark.parametrize(("kind", "header", "written", "word"), SAID)
def test_that_another_way_to_write_a_word_is_read(
    kind: str, header: str, written: str, word: str
) -> None:
    col = KINDS[kind].column(header)
    assert col is not None
    assert parse_word(written, col.words) == (word, None)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_that_a_word_is_itself_and_no_other_way_to_write_another(kind: str) -> None:
    for col in KINDS[kind].columns:
        assert [parse_word(word, col.words) for word in col.words] == [
            (word, None) for word in col.words
        ]
