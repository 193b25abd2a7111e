"""The figures of a joint timetable must bear each other out."""

from __future__ import annotations

from collections.abc import Iterator

from reports.content import Document
from reports.lint.faults import Fault, error

ABOUT = "timetable."
KINDS = ("across", "levels", "inside")


def check_timetable(document: Document) -> Iterator[Fault]:
    """Yield where before, after, bound, gap and the parts of a timetable contradict each other."""
    told = {
        fact.key.removeprefix(ABOUT): fact.value for fact in document.facts()
        if fact.key.startswith(ABOUT) and fact.value is not None
    }  # fmt: skip
    if not {"before", "after", "saved", "bound", *KINDS} <= told.keys():
        return
    before, after, bound = told["before"], told["after"], told["bound"]
    if told["saved"] != before - after:
        yield error("时间表", "正文", "时间表减少的次数不等于合并前减合并后，请重新留存时间表。")
    if sum(told[kind] for kind in KINDS) != told["saved"]:
        yield error("时间表", "正文", "时间表各类减少相加不等于减少的次数，请重新留存时间表。")
    if bound > after:
        yield error("时间表", "正文", "时间表的下界大于合并后的次数，请重新留存时间表。")
    gap = (after - bound) / bound if bound else 0.0
    if abs(told.get("gap", 0.0) - gap) > 1e-9:
        yield error("时间表", "正文", "时间表的差距与合并后次数、下界不符，请重新留存时间表。")
