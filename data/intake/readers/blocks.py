"""Large regular CSV read in parallel blocks; anything odd in it is left to the careful reader.

Regular is: UTF-8, one delimiter, as many fields in each line, no line break inside a field. The
reader of `csv_text` names what is wrong with other files, and costs a multiple.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.intake import headers
from data.intake.readers import csv_text
from data.intake.readers.layout import (
    SERIAL,
    TAIL,
    Wanted,
    clean_label,
    find_header,
    is_note,
)
from data.intake.readers.table import RawTable
from data.store.memory import give_back

if TYPE_CHECKING:
    import pyarrow as pa

LARGE = 4 << 20
"""From this size on a file is worth the parallel reader."""
BLOCK = 4 << 20
HEAD = 1 << 20
LOOKED_AT = 40
FEW = 100_000
COUNTED = 1 << 22


def read_regular(
    path: Path, encoding: str | None, delimiter: str | None, wanted: Wanted
) -> RawTable | None:
    """Return the table of a large regular CSV file, None where the careful reader is needed."""
    if path.stat().st_size < LARGE:
        return None
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    found = _encoding(head, encoding)
    if found is None or head[:2] == b"PK" or head[:4] == b"%PDF":
        return None
    head = head.removeprefix(codecs.BOM_UTF8)
    chosen = delimiter or csv_text.sniff(head, wanted)
    labels = _header(head, chosen, wanted) if len(chosen.encode()) == 1 else None
    if labels is None:
        return None
    with ThreadPoolExecutor(1) as beside:
        looking = beside.submit(_look_through, path)
        columns = _parse(path, chosen, len(labels))
        look = looking.result()
    if not columns or look.has_nul or len(columns[0]) != look.lines - 1:
        return None
    return (
        _table(path.name, look.sha256, labels, columns, found)
        if _is_plain(columns, labels)
        else None
    )


def _header(head: bytes, delimiter: str, wanted: Wanted) -> list[str] | None:
    """Return the labels of the first line where that is the header and each column has its own."""
    text = head[: head.rfind(b"\n")].decode("utf-8", "replace").splitlines()[:LOOKED_AT]
    try:
        lines = list(csv.reader(text, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    width = len(lines[0]) if lines else 0
    if any(len(line) != width for line in lines):
        return None
    found = find_header(lines, wanted)
    labels = lines[0] if found is not None and found.line == 0 else []
    fine = bool(labels) and all(label.strip() for label in labels)
    alike = len({headers.normalise(label) for label in labels}) < len(labels)
    own = any(label.strip() in headers.OWN_COLUMNS for label in labels)
    return labels if fine and not alike and not own else None


def _encoding(head: bytes, given: str | None) -> str | None:
    """Return the encoding where it is UTF-8 by all that the beginning tells."""
    if given is not None and given.lower() not in csv_text.ASCII_ENCODINGS:
        return None
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b")):
        return None
    return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"


def _parse(path: Path, delimiter: str, width: int) -> list[pa.DictionaryArray] | None:
    """Return the columns, each as its distinct texts and a number for each row."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    how = arrow_csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False)
    try:
        names = [str(place) for place in range(width)]
        types = arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        )
        with pa.OSFile(str(path)) as source:
            reading = arrow_csv.ReadOptions(column_names=names, skip_rows=1, block_size=BLOCK)
            return _encoded(arrow_csv.open_csv(source, reading, how, types))
    except pa.ArrowInvalid:
        return None
    finally:
        give_back()


def _encoded(batches: Iterable[pa.RecordBatch]) -> list[pa.DictionaryArray]:
    """Number the texts of columns with few of them block by block, of the others at the end."""
    import pyarrow as pa

    columns: list[list[pa.Array]] = []
    few: list[bool] = []
    for batch in batches:
        if not columns:
            columns = [[] for _ in batch.columns]
            few = [
                len(column.dictionary_encode().dictionary) * 4 < len(column)
                for column in batch.columns
            ]
        for column, chunks, is_few in zip(batch.columns, columns, few, strict=True):
            chunks.append(column.dictionary_encode() if is_few else column)
    whole = []
    while columns:
        chunks = pa.chunked_array(columns.pop(0))
        is_few = few.pop(0)
        if is_few:
            whole.append(chunks.unify_dictionaries().combine_chunks())
        else:
            whole.append(chunks.cast(pa.large_string()).combine_chunks().dictionary_encode())
    return [one.chunk(0) if isinstance(one, pa.ChunkedArray) else one for one in whole]


@dataclass(frozen=True, slots=True)
class _Look:
    """What the bytes of a file tell: its digest, its lines (a last one need not be ended)."""

    sha256: str
    lines: int
    has_nul: bool


def _look_through(path: Path) -> _Look:
    """Read a file once, block by block: mapped as a whole it would count as memory in use."""
    digest, ends, has_nul, block = hashlib.sha256(), 0, False, b""
    with path.open("rb") as stream:
        while part := stream.read(COUNTED):
            block = part
            digest.update(block)
            ends += block.count(b"\n")
            has_nul = has_nul or b"\x00" in block
    return _Look(digest.hexdigest(), ends + (block[-1:] != b"\n"), has_nul)


def _is_plain(columns: Sequence[pa.DictionaryArray], labels: Sequence[str]) -> bool:
    """Return whether no field is too long, and no row empty, a remark or the header again."""
    import pyarrow.compute as pc

    longest = [pc.max(pc.binary_length(one.dictionary)).as_py() or 0 for one in columns]
    if max(longest, default=0) > csv_text.LONG_LINE:
        return False
    if not any(_is_full(one, label) for one, label in zip(columns, labels, strict=True)):
        return False
    if all(
        pc.any(pc.equal(one.dictionary, label)).as_py()
        for one, label in zip(columns, labels, strict=True)
    ):
        return False
    tail = [one[-TAIL:].to_pylist() for one in columns]
    rows = [[cell.strip() for cell in row if cell.strip()] for row in zip(*tail, strict=True)]
    return not any(is_note(row, len(columns)) for row in rows)


def _is_full(column: pa.DictionaryArray, label: str) -> bool:
    """Return whether a column has a text in each row; one that counts the rows tells nothing."""
    if len(column.dictionary) >= FEW or headers.normalise(label) in SERIAL:
        return False
    return "" not in column.dictionary.to_pylist()


def _table(
    file: str,
    sha256: str,
    labels: Sequence[str],
    columns: Sequence[pa.DictionaryArray],
    encoding: str,
) -> RawTable:
    import numpy as np
    import pandas as pd

    arrays = {place: pd.arrays.ArrowExtensionArray(one) for place, one in enumerate(columns)}
    return RawTable(
        file=file,
        sheet="",
        header=tuple(clean_label(label) for label in labels),
        frame=pd.DataFrame(arrays, copy=False),
        row_numbers=np.arange(2, len(columns[0]) + 2, dtype=np.int64),
        sha256=sha256,
        header_row=1,
        encoding=encoding,
        places=tuple(range(len(labels))),
    )
