"""`documents`: text pages, a long table and sixty notices, beside bare lines and typst.

Each side is a process of its own and gets the same texts; typst uses the bundled faces.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from console.cli.benchmarks.children import until_end
from console.cli.benchmarks.parts import Benchmark, Room, Sample, script

PAGES, ROWS, NOTICES = 400, 5_000, 60
_PARAGRAPHS_A_PAGE = 5
_SENTENCE = (
    "第{}段，全市各部门认真落实优化完善企业监管检查方式实施方案，统筹制订检查计划，联合检查比例稳步提升，"
    "但仍有部分单位计划备案不及时、“亮码”入企不规范，个别企业同一月内接受检查超过3次，企业反映较为强烈。"
)
_HEADS = ("序号", "单位", "企业", "事项", "日期", "情况")


def documents(room: Room) -> dict[str, Benchmark]:
    """Return the comparisons: text, table, notices, and four times the pages."""
    text = _content(room.folder / "text.json", paragraphs=PAGES * _PARAGRAPHS_A_PAGE)
    quarter = _content(room.folder / "quarter.json", paragraphs=PAGES * _PARAGRAPHS_A_PAGE // 4)
    table = _content(room.folder / "table.json", rows=ROWS)
    notice = _content(room.folder / "notice.json", paragraphs=8, rows=12)
    last: dict[str, float] = {}

    def notices() -> Sample:
        run = until_end(_ours(notice, NOTICES), partial(_kept, last))
        return Sample(run.inside_s or 0.0, run.peak_mib)

    return {
        "text": _beside(text),
        "table": _beside(table),
        "notices": Benchmark(notices, lambda: Sample(NOTICES * last["second"], 0.0)),
        "growth": Benchmark(
            lambda: until_end(_ours(text, 1)),
            lambda: _four(until_end(_ours(quarter, 1))),
        ),
    }


def _beside(content: Path) -> Benchmark:
    peer = None
    if find_spec("typst") is not None:
        peer = partial(until_end, [sys.executable, script("set_typst.py"), str(content),
                                   str(content.with_suffix(".typst.pdf"))])  # fmt: skip
    bare = [sys.executable, script("bare_lines.py"), str(content),
            str(content.with_suffix(".bare.pdf"))]  # fmt: skip
    return Benchmark(lambda: until_end(_ours(content, 1)), lambda: until_end(bare), peer)


def _ours(content: Path, times: int) -> list[str]:
    target = content.with_suffix(".ours.pdf")
    return [sys.executable, script("set_ours.py"), str(content), str(target), str(times)]


def _four(sample: Sample) -> Sample:
    return Sample(4 * sample.seconds, sample.peak_mib)


def _kept(last: dict[str, float], told: dict[str, object]) -> float:
    second, seconds = told["second"], told["seconds"]
    assert isinstance(second, float) and isinstance(seconds, float)
    last["second"] = second
    return seconds


def _content(path: Path, paragraphs: int = 0, rows: int = 0) -> Path:
    """Write the texts both sides set."""
    cells = [
        [f"{n}", f"市第{n % 61}行政管理局", f"无锡市演示{n:05d}棉纺织有限公司",
         "社会保险参保缴费检查", f"2026-{n % 9 + 1:02d}-{n % 28 + 1:02d}",
         "现场检查未亮码，事后没有补码"]
        for n in range(1, rows + 1)
    ]  # fmt: skip
    told = {"paragraphs": [_SENTENCE.format(n) for n in range(paragraphs)],
            "heads": list(_HEADS), "rows": cells}  # fmt: skip
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path
