"""Workbooks: preflight, then a child process with limits reads the sheet."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from data.intake.readers.preflight import (
    Checked,
    check_workbook,
    damaged,
    encrypted,
    refuse,
)
from data.intake.readers.table import Grid, text_array, texts_between
from data.rows.errors import InvalidInput

if TYPE_CHECKING:
    import pyarrow as pa

SECONDS = 20.0
"""So long a child may work at one workbook."""
LONGEST = 10 * SECONDS
"""So long at most anybody waits for it."""
LOOK_EVERY = 0.1
WORKER = Path(__file__).with_name("worker.py")
BETWEEN = b"\x1f"
"""What the child writes between two cells of a column."""


@dataclass(frozen=True, slots=True)
class SheetHead:
    """A sheet's name and first rows, each row led by its 0-based number."""

    name: str
    visible: bool
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    left: int
    merged: tuple[tuple[int, int, int, int], ...]
    too_big: bool
    broken: bool
    """Whether the sheet could not be read at all."""
    other: bool
    """Whether it is no table of cells but a chart or a macro."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a sheet: their numbers, and the cells of each column."""

    numbers: Sequence[int]
    columns: Sequence[Sequence[str] | pa.Array]


Answer: TypeAlias = "dict[str, Any] | list[Any]"
"""A JSON line of the child."""
Choose = Callable[[Sequence[SheetHead]], Sequence[SheetHead]]


def read_workbook(file: str, content: bytes, choose: Choose) -> list[Grid]:
    """Return the sheets that `choose` picks by the sheets' first rows."""
    # It starts while the file is checked, and is given the file only after that.
    child = subprocess.Popen(
        [sys.executable, "-I", str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        checked = check_workbook(file, content)
    except BaseException:
        child.kill()
        _close(child)
        raise
    late, done = threading.Event(), threading.Event()
    watch = threading.Thread(target=_stop_late, args=(child, done, late))
    watch.start()
    try:
        return _talk(file, child, checked, choose)
    except (BrokenPipeError, EOFError, json.JSONDecodeError) as exc:
        raise _died(file, late.is_set()) from exc
    finally:
        done.set()
        child.kill()
        _close(child)
        watch.join()


def _stop_late(
    child: subprocess.Popen[bytes], done: threading.Event, late: threading.Event
) -> None:
    """End a child that works too long; what it waits for on a busy computer does not count."""
    began, left = time.monotonic(), SECONDS
    while not done.wait(max(left, LOOK_EVERY)):
        used = _worked(child.pid) if time.monotonic() - began < LONGEST else SECONDS
        left = SECONDS - used
        if left <= 0:
            late.set()
            child.kill()
            return


def _worked(pid: int) -> float:
    """Return the processor's seconds a child has had; one that is gone has had them all."""
    import psutil

    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return SECONDS
    return float(times.user + times.system)


def _close(child: subprocess.Popen[bytes]) -> None:
    try:
        child.communicate()
    except (BrokenPipeError, ValueError):
        child.wait()


def _died(file: str, late: bool) -> InvalidInput:
    if late:
        return refuse(
            file, f"在 {SECONDS:.0f} 秒内没有读完，结构异常", "请另存为 .csv，或拆分后再导入。"
        )
    return refuse(
        file,
        "结构异常，读取时超出内存限制或出错",
        "请用 Excel 或 WPS 另存为 .xlsx，或拆分后再导入。",
    )


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if child.stdin is None or child.stdout is None:
        raise EOFError
    return child.stdin, child.stdout


def _talk(
    file: str, child: subprocess.Popen[bytes], checked: Checked, choose: Choose
) -> list[Grid]:
    send, receive = _pipes(child)
    send.write(len(checked.content).to_bytes(8, "big") + checked.content)
    send.flush()
    answer = _line(receive)
    if not isinstance(answer, dict):
        raise EOFError
    if fault := answer.get("fault"):
        raise _fault(file, str(fault))
    chosen = choose([_head(about) for about in answer["sheets"]])
    for head in chosen:
        _check_head(file, head)
    return [_sheet(file, send, receive, head, checked) for head in chosen]


def _check_head(file: str, head: SheetHead) -> None:
    if head.too_big:
        raise refuse(
            file,
            f"的工作表“{head.name}”超过 1,048,576 行或 256 列",
            "请删除多余的行列，或另存为 .csv 后导入。",
        )
    if head.broken:
        raise damaged(file, f"工作表“{head.name}”无法解析")


def _sheet(
    file: str, send: IO[bytes], receive: IO[bytes], head: SheetHead, checked: Checked
) -> Grid:
    """Ask for one sheet and take its rows."""
    wish = {"sheet": head.name, "extras": checked.may_have_extras}
    send.write(json.dumps(wish).encode() + b"\n")
    send.flush()
    chunks: list[Chunk] = []
    while (chunk := _chunk(receive, answer := _line(receive))) is not None:
        chunks.append(chunk)
    if isinstance(answer, list):
        raise EOFError
    if fault := answer.get("fault"):
        raise _fault(file, str(fault))
    merged = _spans(answer.get("merged"))
    return _grid(head, chunks, merged, checked.date1904 or bool(answer.get("date1904")))


def _chunk(receive: IO[bytes], answer: Answer) -> Chunk | None:
    """Return the rows an answer leads in, None where it is the last one of a sheet."""
    if isinstance(answer, list):
        return Chunk(answer[0], answer[1:])
    if "sizes" not in answer:
        return None
    numbers, sizes = answer["numbers"], answer["sizes"]
    columns = [receive.read(size) for size in sizes]
    if [len(one) for one in columns] != sizes:  # the child ended in the middle
        raise EOFError
    return Chunk(numbers, [texts_between(BETWEEN, one, len(numbers)) for one in columns])


def _spans(told: object) -> tuple[tuple[int, int, int, int], ...]:
    if not isinstance(told, list):
        return ()
    return tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in told)


def _line(receive: IO[bytes]) -> Answer:
    line = receive.readline()
    if not line:
        raise EOFError
    answer: Answer = json.loads(line)
    return answer


def _fault(file: str, fault: str) -> InvalidInput:
    if fault == "password":
        return encrypted(file)
    if fault == "memory":
        return _died(file, late=False)
    return damaged(file, "内容无法解析")


def _head(about: dict[str, object]) -> SheetHead:
    rows = about["rows"]
    left = about.get("left", 0)
    if not isinstance(rows, list) or not isinstance(left, int):
        raise EOFError
    return SheetHead(
        name=str(about["name"]),
        visible=str(about["visible"]).endswith(".Visible"),
        rows=tuple((int(row[0]), tuple(row[1:])) for row in rows),
        left=left,
        merged=_spans(about.get("merged")),
        too_big=bool(about.get("too_big")),
        broken=bool(about.get("broken")),
        other=bool(about.get("other")),
    )


def _grid(
    head: SheetHead,
    chunks: list[Chunk],
    merged: tuple[tuple[int, int, int, int], ...],
    date1904: bool,
) -> Grid:
    import numpy as np
    import pandas as pd

    numbers = [number for chunk in chunks for number in chunk.numbers]
    width = len(chunks[0].columns) if chunks else 0
    columns = {
        place: text_array([chunk.columns[place] for chunk in chunks]) for place in range(width)
    }
    return Grid(
        sheet=head.name,
        frame=pd.DataFrame(columns),
        row_numbers=np.asarray(numbers, dtype=np.int64) + 1,
        left=head.left,
        merged=merged,
        date1904=date1904,
    )
