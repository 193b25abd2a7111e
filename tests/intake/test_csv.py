"""CSV in every encoding and shape, and what is wrong with it told by line."""

from __future__ import annotations

import codecs
import gzip

import pytest

from data.intake.readers import read_table
from data.rows.errors import InvalidInput

HEAD = "检查单位,企业名称,检查日期,检查编号\n"
TABLE = HEAD + "市应急局,甲厂,2026-01-05,00012\n市应急局,乙厂,2026-01-06,00013\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("gb18030", b""),
     ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)],
)  # fmt: skip
def test_that_every_encoding_in_use_is_found(make_csv, encoding, mark):
    raw = read_table(make_csv(mark + TABLE.encode(encoding)))
    assert raw.header == ("检查单位", "企业名称", "检查日期", "检查编号")
    assert raw.frame.iloc[1].tolist() == ["市应急局", "乙厂", "2026-01-06", "00013"]
    assert raw.row_numbers.tolist() == [2, 3]


def test_that_utf_16_without_a_mark_is_found_by_its_zeros(make_csv):
    text = "检查单位,企业名称,检查日期\nABCDEFG,HIJKLMN,2026-01-05\n" + "A,B,2026-01-05\n" * 100
    assert read_table(make_csv(text, "utf-16-le")).rows == 101


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_that_the_delimiter_is_found(make_csv, delimiter):
    raw = read_table(make_csv(TABLE.replace(",", delimiter)))
    assert raw.rows == 2
    assert raw.frame[3].tolist() == ["00012", "00013"]


def test_that_a_compressed_file_is_read_and_its_own_bytes_are_hashed(make_csv):
    import hashlib

    path = make_csv(gzip.compress(TABLE.encode()), name="table.csv.gz")
    raw = read_table(path)
    assert raw.rows == 2
    assert raw.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_that_a_line_break_in_quotes_stays_in_its_cell_and_counts_as_a_line(make_csv):
    text = HEAD + '市应急局,"甲\n厂",2026-01-05,1\n市应急局,"乙""厂""",2026-01-06,2\n'
    raw = read_table(make_csv(text))
    assert raw.frame[1].tolist() == ["甲\n厂", '乙"厂"']
    assert raw.row_numbers.tolist() == [2, 4]


def test_that_mixed_line_ends_are_line_ends(make_csv):
    text = HEAD.strip() + "\r\n市应急局,甲厂,2026-01-05,1\r市应急局,乙厂,2026-01-06,2\n"
    assert read_table(make_csv(text)).row_numbers.tolist() == [2, 3]


def test_that_a_quote_inside_a_cell_is_a_character(make_csv):
    text = HEAD + '市应急局,5" 管厂,2026-01-05,1\n市应急局,乙厂,2026-01-06,2\n'
    raw = read_table(make_csv(text))
    assert raw.frame[1].tolist() == ['5" 管厂', "乙厂"]
    assert raw.row_numbers.tolist() == [2, 3]


def test_that_lines_of_another_length_are_named_and_the_others_stay(make_csv):
    text = TABLE + "市应急局,丙厂,2026-01-07,1,多了一列\n市应急局,丁厂\n"
    text += "市应急局,戊厂,2026-01-08,2,\n"
    raw = read_table(make_csv(text))
    assert raw.rows == 5
    assert sorted(raw.faults) == [4, 5]
    assert "5 列" in raw.faults[4]


def test_that_blank_lines_keep_the_numbers_of_the_others(make_csv):
    lines = "\n市应急局,甲厂,2026-01-05,1\n,,,\n\n乙局,乙,2026-1-1,2\n"
    raw = read_table(make_csv("\n" + HEAD + lines))
    assert raw.row_numbers.tolist() == [4, 7]
    assert raw.header_row == 2


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "空文件"),
        (b"\n \n", "空文件"),
        (TABLE.encode() + "甲\x00".encode(), "第 4 行含有空字符"),
        (HEAD.encode() + b"a," + b"x" * 1_200_000 + b"\n", "第 2 行长达"),
        (HEAD.encode() + b"\xff\xfe\xff\xff,\x81\n", "UTF-8 文本，但第 2 行有损坏的字符"),
        (b"a,b,c\n\x80\xff,\x81\n", "编码无法识别"),
        (b"PK\x03\x04rest", "Excel 工作簿"),
        (b"%PDF-1.7", "PDF"),
        ("姓名,年龄\n张三,30\n".encode(), "不是可识别的表"),
        (HEAD.encode() + '市应急局,"没有结束\n'.encode() * 30_000, "引号"),
        ((",".join(["x"] * 3000) + "\n").encode(), "3000 列"),
    ],
)
def test_that_a_text_that_is_no_table_is_named_for_what_it_is(make_csv, content, named):
    with pytest.raises(InvalidInput, match=named):
        read_table(make_csv(content), encoding=None)


CUT_SHORT = gzip.compress(b"a,b\n" * 999, mtime=0)[:-20]


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08broken", CUT_SHORT])
def test_that_a_broken_gzip_is_named(make_csv, content):
    with pytest.raises(InvalidInput, match="gzip"):
        read_table(make_csv(content, name="t.csv.gz"))


def test_that_a_gzip_bomb_is_refused(make_csv):
    with pytest.raises(InvalidInput, match="压缩炸弹"):
        read_table(make_csv(gzip.compress(b"0" * (60 << 20)), name="t.csv.gz"))


def test_that_the_wrong_encoding_of_a_profile_is_named(make_csv):
    with pytest.raises(InvalidInput, match="编码 utf-8"):
        read_table(make_csv(TABLE, "gb18030"), encoding="utf-8")
    with pytest.raises(InvalidInput, match="nonsense"):
        read_table(make_csv(TABLE), encoding="nonsense")


def test_that_a_file_that_is_not_there_is_a_clear_sentence(tmp_path):
    with pytest.raises(InvalidInput, match="无法读取"):
        read_table(tmp_path / "none.csv")
    (tmp_path / "letter.docx").write_bytes(b"x")
    with pytest.raises(InvalidInput, match="类型不能导入"):
        read_table(tmp_path / "letter.docx")
