"""A large regular CSV gives the same table as the careful reader gives, whatever is in it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from data.intake.readers import blocks, read_table
from data.rows.errors import InvalidInput

HEADERS = ("检查单位", "企业", "检查日期", "检查编号", "检查事项", "备注", "自编列")
PLAIN = ("甲", "b", "市应急局", "2026-07-01")
ODD = ("", " ", '"', 'x"y', "a,b", "a\nb", "a\r\nb", "１２", "\u00a0", "合计", "备注：说明", "  前",
       "N/A", "null", "NaN", "#N/A", "0123", "1e5", "true", "'", "a;b", "\t", "x\u2028y", "\x0b",
       "\x85", "\ufeff", "a\\b", '\\"', "填表人：张三")  # fmt: skip
HEADS = ("", " 企业 ", '"企业"', "企\n业", "校验结果", "企业", "序号", "企业（必填）")
TAILS = ("合计", "备注：共三行", "总计：", "填表人：李四")
HEAD = "检查单位,企业,检查日期,检查编号\n"
ROWS = "".join(f"市应急局,E{number},2026-07-01,A{number}\n" for number in range(1, 9))


def read(path: Path, monkeypatch: pytest.MonkeyPatch, is_large: bool) -> object:
    """Return all that a reader says of a file."""
    monkeypatch.setattr(blocks, "LARGE", 0 if is_large else 1 << 60)
    try:
        raw = read_table(path)
    except InvalidInput as error:
        return error.message
    cells = [[str(cell) for cell in row] for row in raw.frame.itertuples(index=False)]
    return (raw.header, cells, raw.row_numbers.tolist(), raw.header_row, raw.encoding, raw.places,
            raw.notes, dict(raw.faults), raw.sha256, raw.above)  # fmt: skip


def quoted(cell: str, mark: str, chance: random.Random) -> str:
    """Return a cell as a program writes it, most of the time."""
    needs = any(one in cell for one in (mark, '"', "\n", "\r"))
    if (needs and chance.random() < 0.9) or chance.random() < 0.05:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def invented(chance: random.Random) -> bytes:
    """Return a CSV file that may be odd in several ways."""
    width = chance.randint(3, 7)
    header = list(HEADERS[:width])
    if chance.random() < 0.15:
        header[chance.randrange(width)] = chance.choice(HEADS)
    odd = 0.0 if chance.random() < 0.5 else 0.2
    rows = [[chance.choice(ODD if chance.random() < odd else PLAIN) for _ in range(width)]
            for _ in range(chance.randint(0, 12))]  # fmt: skip
    for row in rows:
        if chance.random() < 0.03:
            row.append("z")
        elif chance.random() < 0.03:
            row[:] = [""] * width
        elif chance.random() < 0.03:
            row.pop()
    if chance.random() < 0.1:
        rows.append([chance.choice(TAILS), *[""] * (width - 1)])
    if chance.random() < 0.05:
        rows.append(header)
    mark, end = chance.choice(",,;\t|"), chance.choice(("\n", "\n", "\r\n", "\r"))
    text = end.join(mark.join(quoted(cell, mark, chance) for cell in row)
                    for row in [header, *rows])  # fmt: skip
    text += end * chance.choice((0, 1, 1, 1, 1, 2, 3))
    if chance.random() < 0.1:
        text = chance.choice(("", "2026年台账")) + end + text
    return (b"\xef\xbb\xbf" if chance.random() < 0.2 else b"") + text.encode()


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.night) for seed in range(2, 8))]
)  # fmt: skip
def test_that_both_readers_of_csv_say_the_same(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    path = tmp_path / "表.csv"
    for _ in range(100):
        path.write_bytes(invented(chance) or b"\n")
        assert read(path, monkeypatch, True) == read(path, monkeypatch, False), path.read_bytes()


def test_that_the_parallel_reader_is_used_for_regular_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "表.csv"
    path.write_text(HEAD + ROWS, "utf-8")
    monkeypatch.setattr(blocks, "LARGE", 0)
    raw = read_table(path)
    assert raw.rows == 8
    assert "dictionary" in str(raw.frame.dtypes[0])


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ROWS + HEAD + ROWS,
        "检查单位,企业,检查日期, 企业 \n" + ROWS,
        "序号,企业,检查日期,检查编号\n" + "".join(f"{n},,,\n" for n in range(1, 4)) + ROWS,
        HEAD + ROWS + "合计,,,\n",
        HEAD + ROWS + ",,,\n\n\n",
        HEAD + ROWS.removesuffix("\n"),
        HEAD.replace("\n", "\r\n") + ROWS.replace("\n", "\r\n"),
        HEAD + ROWS + '市应急局,"E\n9",2026-07-01,A9\n',
        HEAD + ROWS + "市应急局,E9,2026-07-01\n",
    ],
    ids=["header again", "label twice", "serial alone", "total", "blank end", "no last end", "crlf",
         "break in quotes", "short line"],
)  # fmt: skip
def test_that_an_odd_line_is_read_alike(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "表.csv"
    path.write_text(text, "utf-8", newline="")
    assert read(path, monkeypatch, True) == read(path, monkeypatch, False)
