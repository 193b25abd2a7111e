"""CSV: encoding and delimiter found, quoted line breaks right, wrong lines named."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.intake.readers.layout import Wanted, find_header
from data.intake.readers.preflight import refuse
from data.intake.readers.table import Grid, text_array
from data.rows.errors import InvalidInput

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

DELIMITERS = (",", ";", "\t", "，", "|")
LONG_LINE = 1_000_000
MAX_COLUMNS = 1000
MAX_UNPACKED = 4 << 30
MAX_RATIO = 200
RATIO_FLOOR = 50 << 20
BLOCK = 1 << 22
SAMPLE = 64
SURE = 6000
WIDE = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
ASCII_ENCODINGS = {"utf-8", "utf8", "utf-8-sig"}


@dataclass(frozen=True, slots=True)
class Records:
    """Where the records of a text lie: first line and number of fields of each."""

    lines: npt.NDArray[np.int64]
    fields: npt.NDArray[np.int64]


def unpack(file: str, content: bytes) -> bytes:
    """Return the content of a .gz, refusing broken ones and bombs."""
    blocks: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            while block := stream.read(BLOCK):
                size += len(block)
                if size > MAX_UNPACKED or size > max(RATIO_FLOOR, MAX_RATIO * len(content)):
                    raise refuse(file, "解压后过大，可能是压缩炸弹", "请向报送单位核实来源。")
                blocks.append(block)
    except (OSError, EOFError, zlib.error) as exc:
        raise refuse(file, "不是完整的 gzip 文件", "请重新压缩或重新传输后再导入。") from exc
    return b"".join(blocks)


def decode(file: str, content: bytes, encoding: str | None) -> tuple[bytes, str]:
    """Return the text as UTF-8 bytes with plain line ends, and the encoding it had."""
    found = encoding or detect_encoding(file, content)
    try:
        if found.lower() in ASCII_ENCODINGS:
            content = content.removeprefix(codecs.BOM_UTF8)
            content.decode("utf-8")
        else:
            content = content.decode(found).removeprefix("\ufeff").encode()
    except UnicodeDecodeError as exc:
        line = content[: exc.start].count(b"\n") + 1
        raise refuse(
            file,
            f"不能按编码 {found} 读取（第 {line} 行附近）",
            "请另存为 UTF-8 编码的 CSV 或 .xlsx。",
        ) from exc
    except LookupError as exc:
        raise InvalidInput(f"不认识的编码“{found}”。可用 utf-8、gb18030、utf-16。") from exc
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"\x00" in content:
        line = content[: content.index(b"\x00")].count(b"\n") + 1
        raise refuse(
            file, f"第 {line} 行含有空字符（NUL），不是文本文件或已损坏", "请重新导出后再导入。"
        )
    return content, found.lower()


def detect_encoding(file: str, content: bytes) -> str:
    """Return the encoding of a text: by its mark, else UTF-8 where that fits, else GB18030."""
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = content[:2000]
    if head and len(content) % 2 == 0:
        for encoding, odd in (("utf-16-le", 1), ("utf-16-be", 0)):
            if head[odd::2].count(0) * 3 > len(head) / 2 and head[1 - odd :: 2].count(0) == 0:
                return encoding
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as exc:
        _refuse_broken_utf8(file, content, exc.start)
    try:
        content.decode("gb18030")
        return "gb18030"
    except UnicodeDecodeError:
        pass
    raise refuse(
        file,
        "的编码无法识别（不是 UTF-8、UTF-16 或 GB18030）",
        "请另存为 UTF-8 编码的 CSV 或 .xlsx。",
    )


def _refuse_broken_utf8(file: str, content: bytes, at: int) -> None:
    """Refuse a UTF-8 text with a broken character: read as GB18030 it would be gibberish."""
    before = content[max(0, at - SURE) : at]
    after = content[at + 4 : at + SURE].decode("utf-8", "ignore").encode()
    # In GB18030 text Chinese characters are next to never three bytes that UTF-8 allows.
    good = len(WIDE.findall(before)) + len(WIDE.findall(after))
    if good >= 8 and good * 3 > 0.9 * _high(before + content[at + 4 : at + SURE]):
        line = content[:at].count(b"\n") + 1
        raise refuse(
            file, f"是 UTF-8 文本，但第 {line} 行有损坏的字符", "请重新导出，或改正该行后再导入。"
        )


def _high(content: bytes) -> int:
    """Return how many bytes are not ASCII."""
    return len(content) - len(content.translate(None, bytes(range(128, 256))))


def sniff(content: bytes, wanted: Wanted) -> str:
    """Return the delimiter under which the first lines look most like a table."""
    sample = content[: 1 << 16].decode("utf-8", "ignore").split("\n")[:SAMPLE]
    best, delimiter = (-1, 0), ","
    for candidate in DELIMITERS:
        try:
            rows = list(csv.reader(sample, delimiter=candidate))
        except csv.Error:
            continue
        width = max((len(row) for row in rows), default=0)
        lines = [row + [""] * (width - len(row)) for row in rows if any(row)]
        header = find_header(lines, wanted) if width > 1 else None
        common = Counter(len(row) for row in rows if len(row) > 1).most_common(1)
        score = (header.score if header else 0, common[0][1] if common else 0)
        if score > best:
            best, delimiter = score, candidate
    return delimiter


def read_csv(
    file: str, content: bytes, encoding: str | None, delimiter: str | None, wanted: Wanted
) -> Grid:
    """Return all records of a CSV text as text cells."""
    import numpy as np

    content, found = decode(file, content, encoding)
    if not content.strip():
        raise refuse(file, "是空文件", "请确认文件已完整保存或传输。")
    _check_lines(file, content)
    delimiter = delimiter or sniff(content, wanted)
    records = _records(content, delimiter) if len(delimiter.encode()) == 1 else None
    if records is None:
        frame, records = _slowly(file, content, delimiter)
    else:
        frame = _fast(content, delimiter, _width(file, records))
    blank = np.ones(len(frame), dtype=bool)
    for place in frame.columns:
        blank &= (frame[place] == "").to_numpy()
    width, faults = _judge(frame, records, blank)
    frame = frame[range(width)]
    keep = ~blank
    return Grid(
        sheet="",
        frame=frame if keep.all() else frame[keep].reset_index(drop=True),
        row_numbers=records.lines[keep],
        encoding=found,
        faults=faults,
    )


def _check_lines(file: str, content: bytes) -> None:
    import numpy as np

    ends = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == 10)
    edges = np.concatenate(([-1], ends, [len(content)]))
    lengths = np.diff(edges)
    if lengths.max() > LONG_LINE:
        line = int(lengths.argmax()) + 1
        raise refuse(
            file,
            f"第 {line} 行长达 {int(lengths.max()) // 1000} KB，不是正常的表格",
            "请检查换行符和引号后重新导出。",
        )


def _records(content: bytes, delimiter: str) -> Records | None:
    """Return where records lie, or None if the quotes need a careful reader."""
    import numpy as np

    data = np.frombuffer(content, dtype=np.uint8)
    is_end = data == 10
    is_mark = data == ord(delimiter)
    if b'"' in content:
        quotes = data == 34
        inside = np.logical_xor.accumulate(quotes)
        if inside[-1]:
            return None
        opens = np.flatnonzero(quotes & inside)
        before = data[opens - 1]
        closes = np.flatnonzero(quotes & ~inside)
        after = data[np.minimum(closes + 1, len(data) - 1)]
        edges = np.asarray([10, ord(delimiter), 34], dtype=np.uint8)
        fine = np.isin(before, edges) | (opens == 0)
        if not fine.all() or not (np.isin(after, edges) | (closes == len(data) - 1)).all():
            return None
        outside = ~inside
        lines = np.cumsum(is_end)
        is_end = is_end & outside
        is_mark = is_mark & outside
        ends = np.flatnonzero(is_end)
        starts_line = np.concatenate(([1], lines[ends] + 1))
    else:
        ends = np.flatnonzero(is_end)
        starts_line = np.arange(1, len(ends) + 2)
    if len(ends) == 0 or ends[-1] != len(data) - 1:
        ends = np.concatenate((ends, [len(data)]))
    marks = np.searchsorted(np.flatnonzero(is_mark), ends)
    fields = np.diff(np.concatenate(([0], marks))) + 1
    return Records(starts_line[: len(ends)].astype(np.int64), fields.astype(np.int64))


def _width(file: str, records: Records) -> int:
    width = int(records.fields.max())
    if width > MAX_COLUMNS:
        line = int(records.lines[records.fields.argmax()])
        raise refuse(file, f"第 {line} 行有 {width} 列，不是正常的表格", "请检查分隔符后重新导出。")
    return width


def _fast(content: bytes, delimiter: str, width: int) -> pd.DataFrame:
    """Read on the fast text path: a first line of letters keeps every column text."""
    import pandas as pd

    guard = delimiter.join(["x"] * width).encode() + b"\n"
    frame = pd.read_csv(
        io.BytesIO(guard + content),
        header=None,
        names=list(range(width)),
        sep=delimiter,
        na_filter=False,
        low_memory=False,
        skip_blank_lines=False,
        index_col=False,
        encoding="utf-8",
    )
    return frame.iloc[1:].reset_index(drop=True)


def _slowly(file: str, content: bytes, delimiter: str) -> tuple[pd.DataFrame, Records]:
    """Read with the careful reader, for odd quotes or a delimiter of several bytes."""
    import numpy as np
    import pandas as pd

    text = io.StringIO(content.decode(), newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    last = 0
    try:
        for row in reader:
            rows.append(row or [""])
            lines.append(last + 1)
            last = reader.line_num
    except csv.Error as exc:
        raise refuse(
            file, f"第 {last + 1} 行的引号没有配对，内容无法分列", "请检查该行引号后再导入。"
        ) from exc
    fields = np.asarray([len(row) for row in rows], dtype=np.int64)
    records = Records(np.asarray(lines, dtype=np.int64), fields)
    width = _width(file, records)
    columns = zip(*(row + [""] * (width - len(row)) for row in rows), strict=True)
    frame = pd.DataFrame({place: text_array([cells]) for place, cells in enumerate(columns)})
    return frame, records


def _judge(
    frame: pd.DataFrame, records: Records, blank: npt.NDArray[np.bool_]
) -> tuple[int, dict[int, str]]:
    """Return the table's width and the lines whose number of fields is another."""
    import numpy as np

    counts = np.bincount(records.fields[~blank])
    width = int(counts.argmax()) if len(counts) else 1
    filled = [bool((frame[place] != "").any()) for place in frame.columns]
    faults: dict[int, str] = {}
    for row in np.flatnonzero((records.fields != width) & ~blank):
        number, here = int(records.lines[row]), int(records.fields[row])
        if here > width and not any(frame.iloc[int(row)].tolist()[width:]):
            continue
        faults[number] = f"本行有 {here} 列，其他行有 {width} 列，请检查分隔符和引号。"
    last = max((place + 1 for place, is_filled in enumerate(filled) if is_filled), default=1)
    return max(width, last), faults
